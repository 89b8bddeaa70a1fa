/*
 * Mozilla autoconfig, config-v1.1.xml: what Thunderbird and its relatives ask.
 */
#include <stdio.h>
#include <string.h>

#include "cgi/format.h"
#include "cgi/mozilla.h"
#include "cgi/query.h"
#include "cgi/routes.h"
#include "lib/text.h"
#include "lib/xml.h"

#define PATH "/mail/config-v1.1.xml"

/* A blank inside the local part most likely was a plus that somebody decoded;
 * those around the address are none of it. */
static char *
mend_blanks(char *text, size_t *len)
{
	while (*len > 0 && text[*len - 1] == ' ')
		--*len;
	for (; *len > 0 && *text == ' '; text++)
		--*len;
	for (size_t i = 0; i < *len && text[i] != '@'; i++)
		if (text[i] == ' ')
			text[i] = '+';
	return text;
}

/* The domain behind the last '@' of what is no usable address, though nothing
 * stands before it: it is still the one that was meant, and never that of Host. */
static bool
parse_rest(const char *text, size_t len, char domain[DOMAIN_MAX + 1])
{
	size_t at = len;

	while (at > 0 && text[at - 1] != '@')
		at--;
	return at > 0 && len <= ADDRESS_MAX && at - 1 <= LOCAL_MAX &&
	    domain_parse(text + at, len - at, domain) == ERR_OK;
}

/*
 * What emailaddress says.  Control characters and broken UTF-8 make a bad
 * request.  What has an unusable local part is asked for its domain; the name of
 * a domain is taken for that domain; any other value counts as missing.
 */
static enum err
parse_address(const struct query_value *value, struct arena *a,
    struct question *q)
{
	struct address	 address;
	char		 domain[DOMAIN_MAX + 1];
	size_t		 len = value->len;
	char		*text;
	enum err	 e;

	if ((text = arena_strndup(a, value->text, len)) == NULL)
		return ERR_NOMEM;
	text = mend_blanks(text, &len);
	e = address_parse(text, len, &address);
	if (e == ERR_OK) {
		question_address(q, &address);
		return ERR_OK;
	}
	if (e != ERR_ADDRESS)
		return e;
	if (parse_rest(text, len, domain))
		question_domain(q, domain, true);
	else if (domain_parse(text, len, domain) == ERR_OK)
		question_domain(q, domain, false);
	return ERR_OK;
}

/* /v1.1/DOMAIN, as Thunderbird asks a database of providers. */
static enum err
parse_path(const struct request *rq, struct question *q)
{
	const char	*tail = rq->path + strlen(q->route->path);
	char		 domain[DOMAIN_MAX + 1];

	if (domain_parse(tail, strlen(tail), domain) != ERR_OK)
		return ERR_ROUTE;
	question_domain(q, domain, true);
	return ERR_OK;
}

static enum err
parse(const struct request *rq, struct arena *a, struct question *q)
{
	struct query_value	value;
	enum err		e;

	if ((q->route->flags & ROUTE_PREFIX) != 0)
		return parse_path(rq, q);
	e = query_get(rq->query, "emailaddress", false, QUERY_LITERAL, a,
	    &value);
	if (e == ERR_OK && value.text != NULL)
		e = parse_address(&value, a, q);
	if (e != ERR_OK || (q->ndomains > 0 && q->domains[0].any))
		return e;
	/* Host does not matter when a domain is there already. */
	if ((e = question_host(q)) != ERR_OK && q->ndomains == 0)
		return e;
	return ERR_OK;
}

/* Does the body differ from the one for the domain alone? */
static bool
is_personal(const struct account *ac, const struct question *q)
{
	if (!q->has_address)
		return false;
	/* Beside settings of its own, the URLs of sections may hold the address. */
	if (ac->personal || ac->sections != 0)
		return true;
	for (size_t i = 0; i < ac->nservices; i++)
		if (!service_kind(ac->services[i].type)->has_url &&
		    strcmp(mozilla_username(&ac->services[i]),
		    ac->services[i].template) != 0)
			return true;
	return false;
}

/* The domain is hosted elsewhere: every client follows a redirect to https. */
static enum err
redirect(const struct account *ac, const struct question *q, struct arena *a,
    struct reply *r)
{
	const char		*query = "";
	size_t			 size;
	char			*url;

	if (q->has_address && (query = query_address(a, "emailaddress",
	    ac->local, ac->redirect_domain)) == NULL)
		return ERR_NOMEM;
	size = sizeof("https://autoconfig." PATH) + strlen(ac->redirect_domain) + 1 + strlen(query);
	if ((url = arena_alloc(a, size)) == NULL)
		return ERR_NOMEM;
	(void)snprintf(url, size, "https://autoconfig.%s" PATH "%s%s",
	    ac->redirect_domain, q->has_address ? "?" : "", query);
	r->status = 302;
	reply_field(r, "Location", url);
	reply_field(r, "Cache-Control", "no-store");
	return ERR_OK;
}

static enum err
render(const struct account *ac, const struct question *q, struct arena *a,
    struct reply *r)
{
	struct xml x;

	if (ac->redirect_domain != NULL)
		return redirect(ac, q, a, r);
	/* Without both, Thunderbird would take the file and find nothing. */
	if (!account_has_mail(ac))
		return ERR_NOSERVERS;
	xml_begin(&x, &r->body, "  ");
	xml_prolog(&x, "UTF-8", NULL);
	mozilla_write(&x, ac);
	reply_field(r, "Content-Type", "text/xml; charset=utf-8");
	reply_field(r, "Cache-Control",
	    is_personal(ac, q) ? "private, no-cache" : "no-cache");
	reply_field(r, "Access-Control-Allow-Origin", "*");
	return xml_end(&x);
}

static enum err
ask(const struct address *address, struct arena *a, struct request *rq)
{
	return ask_with_address(PATH, address, a, rq);
}

const struct format mozilla_format = {
	.name = "mozilla",
	.parse = parse,
	.render = render,
	.ask = ask,
};
