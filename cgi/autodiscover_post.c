/* The request that `muaconf show` makes: Autodiscover with an XML body. */
#include <stdio.h>

#include "cgi/autodiscover.h"

enum err
autodiscover_post(const struct address *address, const char *path,
    void (*write)(struct xml *x, const char *address), struct arena *a,
    struct request *rq)
{
	struct buf	b;
	struct xml	x;
	char		text[LOCAL_MAX + 1 + DOMAIN_MAX + 1];
	enum err	e;

	(void)snprintf(text, sizeof(text), "%s@%s", address->local,
	    address->domain);
	buf_init(&b, BODY_MAX);
	xml_begin(&x, &b, NULL);
	xml_prolog(&x, "utf-8", NULL);
	write(&x, text);
	e = xml_end(&x);
	rq->method = METHOD_POST;
	rq->path = path;
	rq->query = "";
	if (e == ERR_OK && (rq->body = arena_strndup(a, b.data, b.len)) == NULL)
		e = ERR_NOMEM;
	rq->body_len = b.len;
	buf_free(&b);
	return e;
}
