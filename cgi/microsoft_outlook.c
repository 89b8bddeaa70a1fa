/*
 * Autodiscover POX in Outlook's dialect (MS-OXDSCLI 2.2.4): mail servers, eM
 * Client's CalDAV and CardDAV, and redirects.  Order of elements as in
 * schema/autodiscover.rng.
 */
#include <assert.h>
#include <string.h>

#include "cgi/autodiscover.h"

/* What a security is in Outlook's words.  STARTTLS is SSL "on" as well:
 * Thunderbird and Delta Chat read "off" as no encryption at all. */
/* clang-format off */
static const struct {
	const char	*ssl;
	const char	*encryption;
} securities[] = {
	[SECURITY_PLAIN]    = { "off", "None" },
	[SECURITY_STARTTLS] = { "on",  "TLS" },
	[SECURITY_TLS]      = { "on",  "SSL" },
};
static_assert(NITEMS(securities) == SECURITY__MAX, "words for every security");

/* The same for authentication.  SPA is on by default in Outlook, so it is
 * always written.  Without a login no LoginName is written. */
static const struct {
	const char	*spa;
	const char	*required;
} authentications[] = {
	[AUTH_PASSWORD_CLEARTEXT] = { "off", "on" },
	[AUTH_PASSWORD_ENCRYPTED] = { "off", "on" },
	[AUTH_NTLM]               = { "on",  "on" },
	[AUTH_GSSAPI]             = { "on",  "on" },
	[AUTH_OAUTH2]             = { "off", "on" },
	[AUTH_CLIENT_IP_ADDRESS]  = { "off", "off" },
	[AUTH_TLS_CLIENT_CERT]    = { "off", "on" },
	[AUTH_NONE]               = { "off", "off" },
};
static_assert(NITEMS(authentications) == AUTH__MAX, "words for every authentication");


/* The types that the format knows, in its spelling; CalDAV and CardDAV are
 * eM Client's. */
static const struct {
	enum service_type	 type;
	const char		*word;
} protocols[] = {
	{ SERVICE_IMAP,    "IMAP" },
	{ SERVICE_POP3,    "POP3" },
	{ SERVICE_SMTP,    "SMTP" },
	{ SERVICE_CALDAV,  "CalDAV" },
	{ SERVICE_CARDDAV, "CardDAV" },
};
/* clang-format on */

/* Does sending use the login of receiving? */
static const char *
use_pop_auth(const struct account *ac, const struct service *smtp)
{
	const struct service *in = account_first(ac, SERVICE_IMAP);

	if (in == NULL)
		in = account_first(ac, SERVICE_POP3);
	return in != NULL && strcmp(in->template, smtp->template) == 0 ?
	    "on" : "off";
}

static void
render_server(struct xml *x, const struct account *ac, const struct service *s,
    bool login)
{
	xml_leaf(x, "Server", s->host);
	xml_leaf_uint(x, "Port", s->port);
	if (login && s->username != NULL)
		xml_leaf(x, "LoginName", s->username);
	xml_leaf(x, "DomainRequired", "off");
	xml_leaf(x, "SPA", authentications[s->auth[0]].spa);
	xml_leaf(x, "SSL", securities[s->security].ssl);
	xml_leaf(x, "Encryption", securities[s->security].encryption);
	xml_leaf(x, "AuthRequired", authentications[s->auth[0]].required);
	if (s->type != SERVICE_SMTP)
		return;
	xml_leaf(x, "UsePOPAuth", login ? use_pop_auth(ac, s) : "off");
	xml_leaf(x, "SMTPLast", "off");
}

static void
render_url(struct xml *x, const struct service *s)
{
	xml_leaf(x, "Server", s->url);
	if (s->username != NULL)
		xml_leaf(x, "LoginName", s->username);
	xml_leaf(x, "DomainRequired", "off");
}

static void
render_protocol(struct xml *x, const struct account *ac,
    const struct service *s, const char *word)
{
	xml_open(x, "Protocol");
	xml_leaf(x, "Type", word);
	if (service_kind(s->type)->has_url)
		render_url(x, s);
	else
		render_server(x, ac, s,
		    strcmp(authentications[s->auth[0]].required, "on") == 0);
	xml_close(x, "Protocol");
}

/* The best server of each type, or all: a reader that picks among several of
 * one type is not known. */
static void
render_protocols(struct xml *x, const struct account *ac)
{
	for (size_t row = 0; row < NITEMS(protocols); row++)
		for (size_t i = 0; i < ac->nservices; i++) {
			if (ac->services[i].type != protocols[row].type)
				continue;
			render_protocol(x, ac, &ac->services[i],
			    protocols[row].word);
			if (!ac->all_servers)
				break;
		}
}

static bool
has_protocol(const struct account *ac)
{
	for (size_t row = 0; row < NITEMS(protocols); row++)
		if (account_first(ac, protocols[row].type) != NULL)
			return true;
	return false;
}

static void
render_redirect(struct xml *x, const struct autodiscover_redirect *elsewhere)
{
	xml_open(x, "Account");
	xml_leaf(x, "AccountType", "email");
	if (elsewhere->address != NULL) {
		xml_leaf(x, "Action", "redirectAddr");
		xml_leaf(x, "RedirectAddr", elsewhere->address);
	} else {
		xml_leaf(x, "Action", "redirectUrl");
		xml_leaf(x, "RedirectUrl", elsewhere->url);
	}
	xml_close(x, "Account");
}

static enum err
render_settings(struct xml *x, const struct account *ac,
    const struct question *q, struct arena *a)
{
	enum err	 e;
	const char	*shown = ac->address != NULL ? ac->address : ac->domain;

	xml_open(x, "User");
	xml_leaf(x, "DisplayName", ac->display_name != NULL ?
	    ac->display_name : shown);
	xml_close(x, "User");
	xml_open(x, "Account");
	xml_leaf(x, "AccountType", "email");
	xml_leaf(x, "Action", "settings");
	/* Exchange first, as it does itself: Thunderbird 153 makes of what it has
	 * read before EXCH or WEB an Exchange server, and so loses IMAP. */
	e = microsoft_exchange(x, ac, q, a);
	render_protocols(x, ac);
	xml_close(x, "Account");
	return e;
}

enum err
microsoft_outlook(const struct account *ac, const struct question *q,
    struct arena *a, struct reply *r)
{
	struct autodiscover_redirect	 elsewhere;
	enum err			 e;
	bool				 moved;
	struct xml			 x;

	moved = autodiscover_redirect(ac, q, a, &elsewhere, &e);
	if (e != ERR_OK)
		return e;
	/* Who only GETs is served by HTTP itself. */
	if (moved && !q->has_address) {
		autodiscover_moved(r, elsewhere.url);
		return ERR_OK;
	}
	if (!moved && !has_protocol(ac) && !microsoft_has_exchange(ac, q))
		return ERR_NOSERVERS;
	/* Delta Chat GETs, and ends its search at a 200 without both. */
	if (!moved && !q->has_address && !account_has_mail(ac))
		return ERR_NOSERVERS;
	microsoft_open(&x, &r->body, OUTLOOK_NAMESPACE);
	if (moved)
		render_redirect(&x, &elsewhere);
	else if ((e = render_settings(&x, ac, q, a)) != ERR_OK)
		return e;
	return microsoft_close(&x, r);
}
