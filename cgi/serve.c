#include "cgi/serve.h"

#include "cgi/format.h"
#include "cgi/routes.h"
#include "lib/account.h"

/* Question and store together: the account, or why there is none. */
static enum err
look_up(const struct question *q, struct store *st, struct arena *a,
    struct account *out)
{
	struct store_key	key = { .ncandidates = q->ndomains };
	struct account		stored;
	enum err		e;

	for (size_t i = 0; i < q->ndomains; i++) {
		key.candidates[i].domain = q->domains[i].name;
		key.candidates[i].any = q->domains[i].any;
	}
	if (q->has_address)
		key.local = q->address.local;
	if ((e = store_account(st, &key, a, &stored)) != ERR_OK)
		return e;
	return account_expand(&stored, a, out);
}

/* The steps of an answer.  Each one can end it. */
static enum err
answer(struct question *q, struct store *st, struct arena *a, struct reply *r)
{
	const struct request	*rq = q->request;
	struct account		 ac;
	enum err		 e;

	if ((q->route->methods & rq->method) == 0)
		return ERR_METHOD;
	if (rq->body_too_big)
		return ERR_TOOBIG;
	if ((e = q->route->format->parse(rq, a, q)) != ERR_OK)
		return e;
	if ((e = look_up(q, st, a, &ac)) != ERR_OK)
		return e;
	r->domain = ac.domain;
	r->status = 200;
	if ((e = q->route->format->render(&ac, q, a, r)) != ERR_OK)
		return e;
	return buf_error(&r->body);
}

/* The answer to an error, complete again. */
static void
refuse(enum err e, const struct question *q, struct arena *a, struct reply *r)
{
	reply_reset(r);
	if (q->route != NULL && q->route->format->refuse != NULL)
		q->route->format->refuse(e, q, a, r);
	else
		reply_text(r, status_of(e), err_phrase(e));
	if (q->route != NULL && (q->route->flags & ROUTE_QUIET) != 0)
		buf_reset(&r->body);
	if (e == ERR_METHOD && q->route != NULL)
		reply_field(r, "Allow", route_allow(q->route));
	if (buf_error(&r->body) != ERR_OK) {
		reply_reset(r);
		r->status = 500;
	}
	/* A page that could be shown all the same is no error. */
	if (r->status >= 400)
		r->err = e;
}

/* The domain of the address or of Host, for the log of what is not served.  Not
 * one that a parameter alone makes a domain: it may be half an address. */
static const char *
asked_domain(const struct question *q, struct arena *a)
{
	for (size_t i = 0; i < q->ndomains; i++)
		if (q->domains[i].any)
			return arena_strdup(a, q->domains[i].name);
	return NULL;
}

void
serve(const struct request *rq, struct store *st, struct arena *a,
    struct reply *r)
{
	struct question	q = { .request = rq };
	enum err	e = ERR_ROUTE;

	q.route = route_find(rq->path);
	if (q.route != NULL)
		e = answer(&q, st, a, r);
	if (e != ERR_OK)
		refuse(e, &q, a, r);
	reply_field(r, "X-Content-Type-Options", "nosniff");
	if (q.route != NULL)
		r->route = q.route->format->name;
	if (e != ERR_OK)
		r->domain = asked_domain(&q, a);
	if (e == ERR_STORE)
		r->problem = store_problem(st);
}
