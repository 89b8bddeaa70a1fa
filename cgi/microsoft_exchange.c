/*
 * Autodiscover POX in Outlook's dialect: the blocks of a provider that has
 * Exchange's protocols next to mail (MS-OXDSCLI 2.2.4.1.1.2.6).
 *
 * With a block EXCH Outlook tries a MAPI account, and with a block WEB
 * Thunderbird lists Exchange as well, so they are written only where a service
 * says that there is one.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "cgi/autodiscover.h"
#include "cgi/query.h"
#include "lib/num.h"

/* How to log in, in the words of AuthPackage; NULL: it has none. */
/* clang-format off */
static const char *const packages[] = {
	[AUTH_PASSWORD_CLEARTEXT] = "basic",
	[AUTH_PASSWORD_ENCRYPTED] = NULL,
	[AUTH_NTLM]               = "ntlm",
	[AUTH_GSSAPI]             = "kerb",
	[AUTH_OAUTH2]             = NULL,
	[AUTH_CLIENT_IP_ADDRESS]  = NULL,
	[AUTH_TLS_CLIENT_CERT]    = "certificate",
	[AUTH_NONE]               = NULL,
};
/* clang-format on */
static_assert(NITEMS(packages) == AUTH__MAX, "an AuthPackage for every authentication");

/* MAPI over HTTP, for who said that it can (Outlook 2013 SP1 and newer).  Its
 * URLs go on behind the service's and name the mailbox, so that one with a query
 * or a fragment is of no use. */
static const struct service *
mapihttp(const struct account *ac, const struct question *q)
{
	unsigned long version;

	if (ac->address == NULL ||
	    num_parse(q->request->mapi_http, 1, 999, &version) != 0)
		return NULL;
	for (size_t i = 0; i < ac->nservices; i++)
		if (ac->services[i].type == SERVICE_MAPIHTTP &&
		    strpbrk(ac->services[i].url, "?#") == NULL)
			return &ac->services[i];
	return NULL;
}

bool
microsoft_has_exchange(const struct account *ac, const struct question *q)
{
	return account_first(ac, SERVICE_EWS) != NULL || mapihttp(ac, q) != NULL;
}

const char *
autodiscover_web(const struct account *ac)
{
	const struct service *owa = account_first(ac, SERVICE_OWA);

	return owa != NULL ? owa->url : ac->webmail_url;
}

/* The host of a URL; NULL at the arena's limit. */
static const char *
url_host(const char *url, struct arena *a)
{
	const char *host = strstr(url, "://");

	host = host == NULL ? url : host + 3;
	return arena_strndup(a, host, strcspn(host, ":/?#"));
}

/* A URL below the service's, with the mailbox that is meant. */
static enum err
render_mapi_url(struct xml *x, const char *name, const char *below,
    const struct service *s, const struct account *ac, struct arena *a)
{
	const char	*slash = s->url[strlen(s->url) - 1] == '/' ? "" : "/";
	const char	*query = query_address(a, "MailboxId", ac->local, ac->domain);
	size_t		 size;
	char		*url;

	if (query == NULL)
		return ERR_NOMEM;
	size = strlen(s->url) + 1 + strlen(below) + 1 + strlen(query) + 1;
	if ((url = arena_alloc(a, size)) == NULL)
		return ERR_NOMEM;
	(void)snprintf(url, size, "%s%s%s?%s", s->url, slash, below, query);
	xml_open(x, name);
	xml_leaf(x, "ExternalUrl", url);
	xml_close(x, name);
	return ERR_OK;
}

static enum err
render_mapihttp(struct xml *x, const struct service *s,
    const struct account *ac, struct arena *a)
{
	enum err e;

	xml_open(x, "Protocol");
	xml_attr(x, "Type", "mapiHttp");
	xml_attr(x, "Version", "1");
	if ((e = render_mapi_url(x, "MailStore", "emsmdb/", s, ac, a)) == ERR_OK)
		e = render_mapi_url(x, "AddressBook", "nspi/", s, ac, a);
	xml_close(x, "Protocol");
	return e;
}

/*
 * ASUrl is the availability service, which is a part of EWS: Evolution takes
 * EWS from there, KMail and exchangelib from EwsUrl.  EXPR is for clients
 * outside of the server's network, with all that they need to know.
 *
 * GNOME Online Accounts accepts an answer when ASUrl and OABUrl are in its first
 * block, and looks no further.  There is no address book on the web, which
 * Exchange says in this way.
 */
static enum err
render_ews(struct xml *x, const char *type, bool outside,
    const struct service *s, struct arena *a)
{
	const char *host = url_host(s->url, a);

	if (host == NULL)
		return ERR_NOMEM;
	xml_open(x, "Protocol");
	xml_leaf(x, "Type", type);
	xml_leaf(x, "Server", host);
	if (outside) {
		xml_leaf(x, "SSL", s->security == SECURITY_TLS ? "on" : "off");
		if (packages[s->auth[0]] != NULL)
			xml_leaf(x, "AuthPackage", packages[s->auth[0]]);
	}
	xml_leaf(x, "ASUrl", s->url);
	xml_leaf(x, "EwsUrl", s->url);
	if (!outside)
		xml_leaf(x, "OABUrl", "Public Folder");
	xml_close(x, "Protocol");
	return ERR_OK;
}

/* Web mail next to Exchange's protocols. */
static void
render_web(struct xml *x, const char *url, const struct service *ews)
{
	xml_open(x, "Protocol");
	xml_leaf(x, "Type", "WEB");
	xml_open(x, "External");
	xml_open(x, "OWAUrl");
	xml_attr(x, "AuthenticationMethod", "FBA");	/* a page to log in */
	xml_text(x, url);
	xml_close(x, "OWAUrl");
	if (ews != NULL) {
		xml_open(x, "Protocol");
		xml_leaf(x, "Type", "EXPR");
		xml_leaf(x, "ASUrl", ews->url);
		xml_close(x, "Protocol");
	}
	xml_close(x, "External");
	xml_close(x, "Protocol");
}

enum err
microsoft_exchange(struct xml *x, const struct account *ac,
    const struct question *q, struct arena *a)
{
	const struct service	*ews = account_first(ac, SERVICE_EWS);
	const struct service	*mapi = mapihttp(ac, q);
	const char		*web = autodiscover_web(ac);
	enum err		 e = ERR_OK;

	/* EXCH and EXPR must not stand next to mapiHttp, nor inside of WEB. */
	if (mapi != NULL)
		e = render_mapihttp(x, mapi, ac, a);
	else if (ews != NULL &&
	    (e = render_ews(x, "EXCH", false, ews, a)) == ERR_OK)
		e = render_ews(x, "EXPR", true, ews, a);
	if (e == ERR_OK && web != NULL && (ews != NULL || mapi != NULL))
		render_web(x, web, mapi != NULL ? NULL : ews);
	return e;
}
