/* One request, from the question to the answer: the order of the steps. */
#ifndef MUACONF_SERVE_H
#define MUACONF_SERVE_H

#include "cgi/reply.h"
#include "cgi/request.h"
#include "lib/arena.h"
#include "lib/directory.h"
#include "lib/store.h"

/*
 * Answer a request.  Whatever happens, r holds a complete answer afterwards:
 * status, header fields, body.  For HEAD the body is there too; who sends it
 * leaves it out.
 *
 * rq   borrowed for the call.
 * st   the thread's store.
 * d    where logins are looked up, shared by all threads; NULL: nowhere.
 * a    reset by the caller when the answer is sent: fields of r point into it.
 * r    reset or fresh.
 */
void serve(const struct request *rq, struct store *st, struct directory *d,
    struct arena *a, struct reply *r);

#endif
