#include "cgi/serve.h"

#include "cgi/format.h"
#include "cgi/routes.h"
#include "lib/account.h"

/* Where the accounts of one request come from. */
struct source {
	struct store		*store;
	struct directory	*directory;	/* NULL: none */
	enum personal		 personal;
	long long		 deadline;	/* of directory_ask() */
};

/* Could a directory change the answer? */
static bool
asks(const struct source *from, const struct account *ac)
{
	if (from->directory == NULL || ac->directory == NULL)
		return false;
	return from->personal == PERSONAL_LOGIN ||
	    (from->personal == PERSONAL_NAME && ac->display_names &&
	    ac->display_name == NULL);
}

/* Store and directory together: the account behind a key, ready for a format;
 * or why there is none. */
static enum err
find(const struct store_key *key, struct source *from, struct arena *a,
    struct reply *r, struct account *out)
{
	struct directory_answer	said;
	struct account		stored;
	enum err		e;

	if ((e = store_account(from->store, key, a, &stored)) != ERR_OK)
		return e;
	if (asks(from, &stored)) {
		e = directory_complete(from->directory, &stored,
		    &from->deadline, a, &said);
		if (e != ERR_OK)
			return e;
		r->directory = said.said;
	}
	return account_expand(&stored, a, out);
}

/* The account that the question is about. */
static enum err
look_up(const struct question *q, struct source *from, struct arena *a,
    struct reply *r, struct account *out)
{
	struct store_key key = { .ncandidates = q->ndomains };

	for (size_t i = 0; i < q->ndomains; i++) {
		key.candidates[i].domain = q->domains[i].name;
		key.candidates[i].any = q->domains[i].any;
	}
	if (q->has_address)
		key.local = q->address.local;
	return find(&key, from, a, r, out);
}

/* The further accounts, in a row behind the first.  One that is not served is
 * empty, and so may be the first; ERR_NOTFOUND when all are. */
static enum err
look_up_others(const struct question *q, struct source *from, struct arena *a,
    struct reply *r, struct account *first)
{
	struct store_key	 key = { .ncandidates = 1 };
	struct account		*last = first;
	struct account		*ac;
	enum err		 result = first->provider != NULL ? ERR_OK :
				    ERR_NOTFOUND;
	enum err		 e;

	for (size_t i = 0; i < q->nothers; i++, last->next = ac, last = ac) {
		if ((ac = arena_alloc(a, sizeof(*ac))) == NULL)
			return ERR_NOMEM;
		if (q->others[i].domain[0] == '\0')
			continue;
		key.candidates[0].domain = q->others[i].domain;
		key.candidates[0].any = !q->others_listed;
		key.local = q->others[i].local[0] == '\0' ? NULL :
		    q->others[i].local;
		if ((e = find(&key, from, a, r, ac)) == ERR_OK)
			result = ERR_OK;
		else if (e != ERR_NOTFOUND)
			return e;
	}
	return result;
}

/* The steps of an answer.  Each one can end it. */
static enum err
answer(struct question *q, struct store *st, struct directory *d,
    struct arena *a, struct reply *r)
{
	const struct request	*rq = q->request;
	struct source		 from = { .store = st, .directory = d };
	struct account		 ac = { .provider = NULL };
	enum err		 e;

	if ((q->route->methods & rq->method) == 0)
		return ERR_METHOD;
	if (rq->body_too_big || rq->query_too_big)
		return ERR_TOOBIG;
	if ((e = q->route->format->parse(rq, a, q)) != ERR_OK)
		return e;
	from.personal = q->personal;
	e = look_up(q, &from, a, r, &ac);
	if (q->nothers > 0 && (e == ERR_OK || e == ERR_NOTFOUND))
		e = look_up_others(q, &from, a, r, &ac);
	if (e != ERR_OK)
		return e;
	for (const struct account *one = &ac; one != NULL && r->domain == NULL;
	    one = one->next)
		r->domain = one->domain;
	r->status = 200;
	if ((e = q->route->format->render(&ac, q, a, r)) != ERR_OK)
		return e;
	return buf_error(&r->body);
}

/* The answer to an error, complete again. */
static void
refuse(enum err e, const struct question *q, struct arena *a, struct reply *r)
{
	const char *directory = r->directory;

	reply_reset(r);
	if (q->route != NULL && q->route->format->refuse != NULL)
		q->route->format->refuse(e, q, a, r);
	else
		reply_text(r, status_of(e), err_phrase(e));
	if (q->route != NULL && (q->route->flags & ROUTE_QUIET) != 0)
		buf_reset(&r->body);
	if (e == ERR_TOOBIG && q->request->query_too_big)
		r->status = 414;
	if (e == ERR_METHOD && q->route != NULL)
		reply_field(r, "Allow", route_allow(q->route));
	if (buf_error(&r->body) != ERR_OK) {
		reply_reset(r);
		r->status = 500;
	}
	/* A page that could be shown all the same is no error. */
	if (r->status >= 400)
		r->err = e;
	r->directory = directory;
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
serve(const struct request *rq, struct store *st, struct directory *d,
    struct arena *a, struct reply *r)
{
	struct question	q = { .request = rq };
	enum err	e = ERR_ROUTE;

	q.route = route_find(rq->path);
	if (q.route != NULL)
		e = answer(&q, st, d, a, r);
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
