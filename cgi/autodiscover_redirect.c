/*
 * Autodiscover for domains that are hosted elsewhere.
 */
#include <string.h>

#include "cgi/autodiscover.h"
#include "lib/text.h"

#define SCHEME "https://"
#define LABEL "autodiscover."

/* Is the URL's host this one? */
static bool
leads_to(const char *url, const char *host)
{
	size_t n = strlen(host);

	url += strlen(SCHEME);
	return text_starts_nocase(url, host) && strchr(":/", url[n]) != NULL;
}

/* Does the URL lead to where a client that has this question asks anyway? */
static bool
is_circle(const char *url, const struct account *ac, const struct question *q)
{
	char full[DOMAIN_MAX + 1];
	char stripped[DOMAIN_MAX + 1];

	if (leads_to(url, ac->domain))
		return true;
	if (text_starts_nocase(url, SCHEME LABEL) &&
	    leads_to(url + strlen(LABEL), ac->domain))
		return true;
	return domain_of_host(q->request->host, full, stripped) == ERR_OK &&
	    leads_to(url, full);
}

bool
autodiscover_redirect(const struct account *ac, const struct question *q,
    struct arena *a, struct autodiscover_redirect *out, enum err *err)
{
	const char *url[] = { SCHEME LABEL, ac->redirect_domain,
	    AUTODISCOVER_XML };
	const char *address[] = { ac->local, "@", ac->redirect_domain };

	*err = ERR_OK;
	out->address = NULL;
	if (ac->redirect_url != NULL &&
	    text_starts_nocase(ac->redirect_url, SCHEME) &&
	    !is_circle(ac->redirect_url, ac, q)) {
		out->url = ac->redirect_url;
		return true;
	}
	if (ac->redirect_domain == NULL ||
	    strcmp(ac->redirect_domain, ac->domain) == 0)
		return false;
	out->url = arena_join(a, url, NITEMS(url));
	if (ac->address != NULL)
		out->address = arena_join(a, address, NITEMS(address));
	if (out->url == NULL || (ac->address != NULL && out->address == NULL)) {
		*err = ERR_NOMEM;
		return false;
	}
	return true;
}

void
autodiscover_moved(struct reply *r, const char *url)
{
	r->status = 302;
	reply_field(r, "Location", url);
	reply_field(r, "Cache-Control", "no-store");
}
