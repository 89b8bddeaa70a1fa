#include "cgi/status.h"

#include <string.h>

#include "cgi/query.h"
#include "lib/address.h"

struct status {
	const struct request	*request;
	struct store		*store;
	const struct metrics	*metrics;
	struct arena		*arena;
	struct reply		*reply;
};

static enum err
health(const struct status *s)
{
	enum err e = store_ready(s->store);

	if (e == ERR_OK)
		reply_text(s->reply, 200, "ok");
	return e;
}

static enum err
metrics(const struct status *s)
{
	struct reply *r = s->reply;

	metrics_write(s->metrics, MUACONF_VERSION,
	    store_ready(s->store) == ERR_OK, &r->body);
	r->status = 200;
	reply_field(r, "Content-Type", "text/plain; version=0.0.4; charset=utf-8");
	reply_field(r, "Cache-Control", "no-store");
	return buf_error(&r->body);
}

/* The domain behind one of the names that we have certificates for; NULL when
 * the name is none of those. */
static const char *
domain_of(const char *name)
{
	static const char *const labels[] = { "autoconfig.", "autodiscover.",
	    "ua-auto-config." };

	for (size_t i = 0; i < NITEMS(labels); i++)
		if (strncmp(name, labels[i], strlen(labels[i])) == 0)
			return name + strlen(labels[i]);
	return NULL;
}

static enum err
tls_allowed(const struct status *s)
{
	char			 name[DOMAIN_MAX + 1];
	struct store_key	 key = { .ncandidates = 1 };
	struct query_value	 value;
	struct account		 account;
	enum err		 e;

	e = query_get(s->request->query, "domain", false, QUERY_FORM, s->arena,
	    &value);
	if (e != ERR_OK)
		return e;
	if (value.text == NULL ||
	    domain_parse(value.text, value.len, name) != ERR_OK)
		return ERR_ADDRESS;
	if ((key.candidates[0].domain = domain_of(name)) == NULL)
		return ERR_NOTFOUND;
	s->reply->domain = arena_strdup(s->arena, key.candidates[0].domain);
	if ((e = store_account(s->store, &key, s->arena, &account)) == ERR_OK)
		reply_text(s->reply, 200, "yes");
	return e;
}

static const struct {
	const char	*path;
	const char	*name;	/* for the log and the counters */
	enum err	(*answer)(const struct status *s);
} pages[] = {
	{ "/health", "health", health },
	{ "/metrics", "metrics", metrics },
	{ "/tls-allowed", "tls-allowed", tls_allowed },
};

bool
status_serve(const struct request *rq, struct store *st,
    const struct metrics *m, struct arena *a, struct reply *r)
{
	const struct status	 s = { rq, st, m, a, r };
	const char		*domain;
	enum err		 e;
	size_t			 i = 0;

	while (i < NITEMS(pages) && strcmp(pages[i].path, rq->path) != 0)
		i++;
	if (i == NITEMS(pages))
		return false;
	e = (rq->method & (METHOD_GET | METHOD_HEAD)) != 0 ?
	    pages[i].answer(&s) : ERR_METHOD;
	if (e != ERR_OK) {
		domain = r->domain;
		reply_reset(r);
		reply_text(r, status_of(e), err_phrase(e));
		r->domain = domain;
		r->err = e;
	}
	if (e == ERR_METHOD)
		reply_field(r, "Allow", "GET, HEAD");
	if (e == ERR_STORE)
		r->problem = store_problem(st);
	reply_field(r, "X-Content-Type-Options", "nosniff");
	r->route = pages[i].name;
	r->routine = true;
	return true;
}
