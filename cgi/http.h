/*
 * Between the web server and the program: the environment and the body of one
 * request in, one complete answer out; over FastCGI or as a plain CGI program
 * (RFC 3875).
 */
#ifndef MUACONF_HTTP_H
#define MUACONF_HTTP_H

#include <stddef.h>

#include "cgi/reply.h"
#include "cgi/request.h"
#include "lib/limits.h"

/* Where a request comes from and an answer goes to. */
struct http_peer {
	void	*ctx;
	/* A parameter such as REQUEST_METHOD; NULL when absent. */
	const char	*(*param)(void *ctx, const char *name);
	/* Up to n octets of the body; 0 at its end or when the peer is gone. */
	size_t		 (*read)(void *ctx, char *data, size_t n);
	/* All n octets; -1 when the peer is gone. */
	int		 (*write)(void *ctx, const char *data, size_t n);
};

/* Memory for one request at a time. */
struct http_space {
	char	path[PATH_MAX_OCTETS + 1];
	char	body[BODY_MAX + 1];
};

/*
 * Read a request.  rq points into the peer's parameters and into space, so it
 * lives until either is used again.  A body is read for POST only: as many
 * octets as CONTENT_LENGTH says, or to its end when that is not there; one over
 * BODY_MAX sets body_too_big.  A path over its limit
 * becomes one that no route has; a query over QUERY_MAX sets query_too_big.
 */
void http_read(const struct http_peer *peer, struct http_space *space,
    struct request *rq);

/* Send the answer: Status, Content-Length and the reply's fields, then the
 * body unless the request was HEAD.  -1 when the peer is gone. */
int http_write(const struct http_peer *peer, const struct request *rq,
    const struct reply *r);

#endif
