/*
 * Microsoft Autodiscover, POX (MS-OXDSCLI): the request.  What its answers have
 * in common, Outlook's dialect, that of phones and the errors have files of
 * their own.
 */
#include <string.h>

#include "cgi/autodiscover.h"
#include "lib/outlook.h"

static enum err
parse(const struct request *rq, struct arena *a, struct question *q)
{
	struct outlook	body;
	struct address	address;
	enum err	e;

	(void)a;
	/* Delta Chat, and Thunderbird after a redirect, only GET. */
	if (rq->method != METHOD_POST)
		return question_host(q);
	e = outlook_parse(rq->body == NULL ? "" : rq->body, rq->body_len, &body);
	q->dialect = body.dialect;
	/* A domain that is not served is a 404 before anything else. */
	q->no_dialect = e == ERR_SCHEMA;
	if (q->no_dialect)
		q->personal = PERSONAL_NOTHING;
	else if (q->dialect == DIALECT_MOBILESYNC)
		q->personal = PERSONAL_NAME;
	if (e != ERR_OK && e != ERR_SCHEMA)
		return e;
	if (!body.has_email)
		return body.has_legacy_dn ? ERR_NOTFOUND : ERR_ADDRESS;
	e = address_parse(body.email, strlen(body.email), &address);
	if (e != ERR_OK)
		return ERR_ADDRESS;
	question_address(q, &address);
	return ERR_OK;
}

static enum err
render(const struct account *ac, const struct question *q, struct arena *a,
    struct reply *r)
{
	if (q->no_dialect)
		return ERR_SCHEMA;
	return q->dialect == DIALECT_MOBILESYNC ?
	    microsoft_mobilesync(ac, q, a, r) : microsoft_outlook(ac, q, a, r);
}

static void
write_request(struct xml *x, const char *address)
{
	xml_open(x, "Autodiscover");
	xml_attr(x, "xmlns", AUTODISCOVER_SCHEMAS "outlook/requestschema/2006");
	xml_open(x, "Request");
	xml_leaf(x, "EMailAddress", address);
	xml_leaf(x, "AcceptableResponseSchema", OUTLOOK_NAMESPACE);
	xml_close(x, "Request");
	xml_close(x, "Autodiscover");
}

static enum err
ask(const struct address *address, struct arena *a, struct request *rq)
{
	return autodiscover_post(address, AUTODISCOVER_XML, write_request, a,
	    rq);
}

const struct format microsoft_format = {
	.name = "autodiscover",
	.parse = parse,
	.render = render,
	.refuse = microsoft_refuse,
	.ask = ask,
};
