/*
 * Microsoft Autodiscover, POX (MS-OXDSCLI): Outlook, and whoever asks like it.
 */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "cgi/format.h"
#include "lib/outlook.h"
#include "lib/text.h"
#include "lib/xml.h"

#define PATH "/autodiscover/autodiscover.xml"
#define SCHEMAS "http://schemas.microsoft.com/exchange/autodiscover/"

/* Requests may say https:// here, answers never: Outlook refuses that. */
static const char root_namespace[] = SCHEMAS "responseschema/2006";
static const char outlook_namespace[] = SCHEMAS "outlook/responseschema/2006a";
static const char mobilesync_namespace[] = SCHEMAS "mobilesync/responseschema/2006";

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

/* Errors of MS-OXDSCLI, and the HTTP status that makes clients do the right
 * thing: any 2xx ends Thunderbird's search, so a foreign domain is a 404. */
static const struct {
	int		 code;
	const char	*message;
	int		 status;
} errors[] = {
	[ERR_NOMEM]     = { 603, "Server Error", 500 },
	[ERR_REQUEST]   = { 600, "Invalid Request", 200 },
	[ERR_ADDRESS]   = { 600, "Invalid Request", 200 },
	[ERR_SCHEMA]    = { 601, "Provider is not available", 200 },
	[ERR_NOTFOUND]  = { 500, "The email address can't be found.", 404 },
	[ERR_NOSERVERS] = { 601, "Provider is not available", 200 },
	[ERR_STORE]     = { 603, "Server Error", 503 },
	[ERR_XML]       = { 603, "Server Error", 500 },
};
/* clang-format on */

static bool
is_post(const struct question *q)
{
	return q->request->method == METHOD_POST;
}

static enum err
parse(const struct request *rq, struct arena *a, struct question *q)
{
	struct outlook	body;
	struct address	address;
	enum err	e;

	(void)a;
	/* Delta Chat, and Thunderbird after a redirect, only GET. */
	if (!is_post(q))
		return question_host(q);
	e = outlook_parse(rq->body == NULL ? "" : rq->body, rq->body_len, &body);
	q->dialect = body.dialect;
	if (e != ERR_OK)
		return e;
	if (!body.has_email)
		return body.has_legacy_dn ? ERR_NOTFOUND : ERR_ADDRESS;
	e = address_parse(body.email, strlen(body.email), &address);
	if (e != ERR_OK)
		return ERR_ADDRESS;
	question_address(q, &address);
	return ERR_OK;
}

static void
open_response(struct xml *x, struct buf *b, const char *namespace)
{
	xml_begin(x, b, "  ");
	xml_prolog(x, "utf-8", NULL);
	xml_open(x, "Autodiscover");
	xml_attr(x, "xmlns", root_namespace);
	xml_open(x, "Response");
	if (namespace != NULL)
		xml_attr(x, "xmlns", namespace);
}

static enum err
close_response(struct xml *x, struct reply *r)
{
	xml_close(x, "Response");
	xml_close(x, "Autodiscover");
	/* DavMail compares this string as a whole. */
	reply_field(r, "Content-Type", "text/xml; charset=utf-8");
	reply_field(r, "Cache-Control", "no-store");
	return xml_end(x);
}

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

/* The domain is hosted elsewhere: the same local part at another domain, or for
 * a GET that other domain's own address of this service. */
static enum err
redirect(const struct account *ac, const struct question *q, struct arena *a,
    struct reply *r)
{
	static const char	 before[] = "https://autodiscover.";
	size_t			 size = sizeof(before) + sizeof(PATH) +
	    strlen(ac->redirect_domain) + LOCAL_MAX + 1;
	char			*text = arena_alloc(a, size);
	struct xml		 x;

	if (text == NULL)
		return ERR_NOMEM;
	if (!q->has_address) {
		(void)snprintf(text, size, "%s%s" PATH, before,
		    ac->redirect_domain);
		r->status = 302;
		reply_field(r, "Location", text);
		reply_field(r, "Cache-Control", "no-store");
		return ERR_OK;
	}
	(void)snprintf(text, size, "%s@%s", ac->local, ac->redirect_domain);
	open_response(&x, &r->body, outlook_namespace);
	xml_open(&x, "Account");
	xml_leaf(&x, "AccountType", "email");
	xml_leaf(&x, "Action", "redirectAddr");
	xml_leaf(&x, "RedirectAddr", text);
	xml_close(&x, "Account");
	return close_response(&x, r);
}

static enum err
render(const struct account *ac, const struct question *q, struct arena *a,
    struct reply *r)
{
	struct xml	 x;
	const char	*shown = ac->address != NULL ? ac->address : ac->domain;

	/* Nothing that is served speaks ActiveSync. */
	if (q->dialect == DIALECT_MOBILESYNC)
		return ERR_SCHEMA;
	if (ac->redirect_domain != NULL)
		return redirect(ac, q, a, r);
	if (!has_protocol(ac))
		return ERR_NOSERVERS;
	if (ac->display_name != NULL)
		shown = ac->display_name;
	open_response(&x, &r->body, outlook_namespace);
	xml_open(&x, "User");
	xml_leaf(&x, "DisplayName", shown);
	xml_close(&x, "User");
	xml_open(&x, "Account");
	xml_leaf(&x, "AccountType", "email");
	xml_leaf(&x, "Action", "settings");
	render_protocols(&x, ac);
	xml_close(&x, "Account");
	return close_response(&x, r);
}

/* FNV-1a: a number that stands for the server's name, as the format has it. */
static uint32_t
server_id(const char *host)
{
	uint32_t hash = 2166136261U;

	for (; host != NULL && *host != '\0'; host++)
		hash = (hash ^ (unsigned char)text_lower(*host)) * 16777619U;
	return hash;
}

static void
render_error(struct xml *x, enum err e, const struct question *q)
{
	const struct timespec	*now = &q->request->now;
	unsigned long		 second = (unsigned long)(now->tv_sec % 86400);
	char			 time[32];
	char			 id[16];

	(void)snprintf(time, sizeof(time), "%02lu:%02lu:%02lu.%07lu",
	    second / 3600, second / 60 % 60, second % 60,
	    (unsigned long)now->tv_nsec / 100 % 10000000);
	(void)snprintf(id, sizeof(id), "%lu",
	    (unsigned long)server_id(q->request->host));
	xml_open(x, "Error");
	xml_attr(x, "Time", time);
	xml_attr(x, "Id", id);
	xml_leaf_uint(x, "ErrorCode", (unsigned long)errors[e].code);
	xml_leaf(x, "Message", errors[e].message);
	xml_empty(x, "DebugData");
	xml_close(x, "Error");
}

/*
 * The error document.  A GET from a host that is not served gets a 404 with 600
 * (there was no request in it), and no 200 with an error in any case: Delta
 * Chat would stop its search there.
 */
static void
refuse(enum err e, const struct question *q, struct arena *a, struct reply *r)
{
	struct xml	x;
	bool		mobilesync = q->dialect == DIALECT_MOBILESYNC &&
	    e == ERR_SCHEMA;

	(void)a;
	if (e == ERR_METHOD || e == ERR_TOOBIG) {
		reply_text(r, status_of(e), err_phrase(e));
		return;
	}
	if (!is_post(q) && (e == ERR_NOTFOUND || e == ERR_NOSERVERS))
		e = ERR_ADDRESS;
	r->status = errors[e].status;
	if (!is_post(q) && r->status == 200)
		r->status = 404;
	open_response(&x, &r->body, mobilesync ? mobilesync_namespace : NULL);
	render_error(&x, e, q);
	if (close_response(&x, r) != ERR_OK)
		r->status = 500;
}

static enum err
ask(const struct address *address, struct arena *a, struct request *rq)
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
	xml_open(&x, "Autodiscover");
	xml_attr(&x, "xmlns", SCHEMAS "outlook/requestschema/2006");
	xml_open(&x, "Request");
	xml_leaf(&x, "EMailAddress", text);
	xml_leaf(&x, "AcceptableResponseSchema", outlook_namespace);
	xml_close(&x, "Request");
	xml_close(&x, "Autodiscover");
	e = xml_end(&x);
	rq->method = METHOD_POST;
	rq->path = PATH;
	rq->query = "";
	if (e == ERR_OK && (rq->body = arena_strndup(a, b.data, b.len)) == NULL)
		e = ERR_NOMEM;
	rq->body_len = b.len;
	buf_free(&b);
	return e;
}

const struct format microsoft_format = {
	.name = "autodiscover",
	.parse = parse,
	.render = render,
	.refuse = refuse,
	.ask = ask,
};
