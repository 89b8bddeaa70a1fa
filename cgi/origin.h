/* Absolute links to the host that a request came to. */
#ifndef MUACONF_ORIGIN_H
#define MUACONF_ORIGIN_H

#include "cgi/request.h"
#include "lib/arena.h"

/*
 * "https://host" and the link, which starts with '/'.
 *
 * The host is the request's, checked and in lower case A-labels.  Where it
 * names a port, or is no domain, somebody tries things out, so scheme and port
 * stay as they came; everywhere else it is https, as a device wants it.
 *
 * NULL when Host is absent or unusable, or at the arena's limit.
 */
const char *origin_url(const struct request *rq, struct arena *a,
    const char *link);

#endif
