/*
 * Answers for machines that look after the service.  No mail program asks for
 * them, and the shipped locations of nginx don't pass them on; those of
 * muaconf-status.conf do, for the addresses that are named there.
 *
 *   /health        200 when the database can be read, else 503
 *   /metrics       counters, as Prometheus reads them
 *   /tls-allowed   ?domain=NAME: 200 when NAME is autoconfig., autodiscover.
 *                  or ua-auto-config. and an enabled domain of the database
 *                  ("*" does not count), else 404; for Caddy's "ask"
 */
#ifndef MUACONF_STATUS_H
#define MUACONF_STATUS_H

#include <stdbool.h>

#include "cgi/reply.h"
#include "cgi/request.h"
#include "lib/arena.h"
#include "lib/metrics.h"
#include "lib/store.h"

/*
 * Answer a request whose path is one of these.
 *
 * rq, st, a, r   as for serve().
 * m              the counters.
 *
 * False, and nothing done, when the path is another one.
 */
bool status_serve(const struct request *rq, struct store *st,
    const struct metrics *m, struct arena *a, struct reply *r);

#endif
