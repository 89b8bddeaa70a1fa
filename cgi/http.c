#include "cgi/http.h"

#include <string.h>

#include "lib/num.h"
#include "lib/text.h"

static enum method
method_of(const char *name)
{
	if (name == NULL)
		return METHOD_OTHER;
	if (strcmp(name, "GET") == 0)
		return METHOD_GET;
	if (strcmp(name, "HEAD") == 0)
		return METHOD_HEAD;
	return strcmp(name, "POST") == 0 ? METHOD_POST : METHOD_OTHER;
}

/* A parameter, "" when it is absent. */
static const char *
param(const struct http_peer *peer, const char *name)
{
	const char *value = peer->param(peer->ctx, name);

	return value == NULL ? "" : value;
}

static void
read_path(const struct http_peer *peer, struct http_space *space,
    struct request *rq)
{
	const char	*script = param(peer, "SCRIPT_NAME");
	const char	*info = param(peer, "PATH_INFO");
	size_t		 n = strlen(script);
	size_t		 m = strlen(info);

	rq->path = "";
	if (n > PATH_MAX_OCTETS || m > PATH_MAX_OCTETS - n)
		return;
	memcpy(space->path, script, n);
	memcpy(space->path + n, info, m + 1);
	rq->path = space->path;
}

static void
read_body(const struct http_peer *peer, struct http_space *space,
    struct request *rq)
{
	unsigned long	announced;
	size_t		room = sizeof(space->body);
	size_t		used = 0;
	size_t		n;

	if (num_parse(param(peer, "CONTENT_LENGTH"), 0, (unsigned long)-1,
	    &announced) == 0) {
		if (announced > BODY_MAX) {
			rq->body_too_big = true;
			return;
		}
		/* A CGI program must not read on (RFC 3875, 4.2). */
		room = announced;
	}
	while (used < room && (n = peer->read(peer->ctx, space->body + used,
	    room - used)) > 0)
		used += n;
	if (used > BODY_MAX) {
		rq->body_too_big = true;
	} else if (used > 0) {
		rq->body = space->body;
		rq->body_len = used;
	}
}

void
http_read(const struct http_peer *peer, struct http_space *space,
    struct request *rq)
{
	memset(rq, 0, sizeof(*rq));
	(void)clock_gettime(CLOCK_REALTIME, &rq->now);
	rq->method = method_of(peer->param(peer->ctx, "REQUEST_METHOD"));
	read_path(peer, space, rq);
	rq->query = param(peer, "QUERY_STRING");
	if (strlen(rq->query) > QUERY_MAX) {
		rq->query = "";
		rq->query_too_big = true;
	}
	rq->host = peer->param(peer->ctx, "HTTP_HOST");
	if (rq->host != NULL && strlen(rq->host) > HOST_MAX)
		rq->host = NULL;
	rq->language = peer->param(peer->ctx, "HTTP_ACCEPT_LANGUAGE");
	rq->accept = peer->param(peer->ctx, "HTTP_ACCEPT");
	rq->mapi_http = peer->param(peer->ctx, "HTTP_X_MAPIHTTPCAPABILITY");
	rq->https = text_equal_nocase(param(peer, "HTTPS"), "on") ||
	    text_equal_nocase(param(peer, "REQUEST_SCHEME"), "https");
	if (rq->method == METHOD_POST)
		read_body(peer, space, rq);
}

int
http_write(const struct http_peer *peer, const struct request *rq,
    const struct reply *r)
{
	struct buf	head;
	int		result = -1;

	buf_init(&head, 16384);
	buf_puts(&head, "Status: ");
	buf_puts(&head, reply_status_text(r->status));
	buf_printf(&head, "\r\nContent-Length: %zu\r\n", r->body.len);
	for (size_t i = 0; i < r->nfields; i++) {
		buf_puts(&head, r->fields[i].name);
		buf_puts(&head, ": ");
		buf_puts(&head, r->fields[i].value);
		buf_puts(&head, "\r\n");
	}
	buf_puts(&head, "\r\n");
	if (buf_error(&head) == ERR_OK &&
	    peer->write(peer->ctx, head.data, head.len) == 0 &&
	    (rq->method == METHOD_HEAD || r->body.len == 0 ||
	    peer->write(peer->ctx, r->body.data, r->body.len) == 0))
		result = 0;
	buf_free(&head);
	return result;
}
