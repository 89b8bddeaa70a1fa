#include <string.h>

#include "cgi/format.h"
#include "cgi/query.h"
#include "lib/text.h"

void
question_domain(struct question *q, const char *name, bool any)
{
	if (q->ndomains == QUESTION_DOMAINS)
		return;	/* no format asks for more */
	text_copy(q->domains[q->ndomains].name,
	    sizeof(q->domains[q->ndomains].name), name);
	q->domains[q->ndomains].any = any;
	q->ndomains++;
}

void
question_address(struct question *q, const struct address *address)
{
	q->has_address = true;
	q->address = *address;
	q->ndomains = 0;
	question_domain(q, address->domain, true);
}

enum err
question_host(struct question *q)
{
	char		full[DOMAIN_MAX + 1];
	char		stripped[DOMAIN_MAX + 1];
	enum err	e;

	e = domain_of_host(q->request->host, full, stripped);
	if (e != ERR_OK)
		return e;
	question_domain(q, stripped, true);
	if (strcmp(full, stripped) != 0)
		question_domain(q, full, false);
	return ERR_OK;
}

enum err
ask_with_address(const char *path, const struct address *address,
    struct arena *a, struct request *rq)
{
	rq->method = METHOD_GET;
	rq->path = path;
	rq->query = query_address(a, "emailaddress", address->local,
	    address->domain);
	return rq->query == NULL ? ERR_NOMEM : ERR_OK;
}
