/*
 * Apple configuration profiles (.mobileconfig): iPhone, iPad, Mac, Vision.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "cgi/format.h"
#include "cgi/query.h"
#include "cgi/routes.h"
#include "lib/num.h"
#include "lib/plist.h"
#include "lib/text.h"
#include "lib/uuid.h"

#define PATH "/mail.mobileconfig"
/* Longest name of a payload's kind, with its number: "carddav64". */
#define KIND_SIZE 16
/* Reversed domain, ".mailconfig.", UUID, ".", kind. */
#define IDENTIFIER_SIZE (DOMAIN_MAX + 1 + 12 + UUID_TEXT + 1 + KIND_SIZE)
#define FILE_NAME_MAX 100

/* What Apple's mail payload can say; NULL: nothing, so the next method of the
 * server counts.  There is no word for OAuth2, GSSAPI and certificates. */
/* clang-format off */
static const struct {
	const char	*word;
	bool		 login;	/* is a user name sent? */
} authentications[] = {
	[AUTH_PASSWORD_CLEARTEXT] = { "EmailAuthPassword", true },
	[AUTH_PASSWORD_ENCRYPTED] = { "EmailAuthCRAMMD5", true },
	[AUTH_NTLM]               = { "EmailAuthNTLM", true },
	[AUTH_GSSAPI]             = { NULL, false },
	[AUTH_OAUTH2]             = { NULL, false },
	[AUTH_CLIENT_IP_ADDRESS]  = { "EmailAuthNone", false },
	[AUTH_TLS_CLIENT_CERT]    = { NULL, false },
	[AUTH_NONE]               = { "EmailAuthNone", false },
};
static_assert(NITEMS(authentications) == AUTH__MAX, "words for every authentication");

/* DAV accounts: the same payload twice, with other names. */
static const struct dav {
	enum service_type	 type;
	const char		*kind;		/* in identifiers and UUIDs: never change it */
	const char		*payload;
	const char		*title;
	const char		*description;
	const char		*host;
	const char		*port;
	const char		*use_ssl;
	const char		*username;
} davs[] = {
	{ SERVICE_CALDAV, "caldav", "com.apple.caldav.account", "Calendar",
	    "CalDAVAccountDescription", "CalDAVHostName", "CalDAVPort",
	    "CalDAVUseSSL", "CalDAVUsername" },
	{ SERVICE_CARDDAV, "carddav", "com.apple.carddav.account", "Contacts",
	    "CardDAVAccountDescription", "CardDAVHostName", "CardDAVPort",
	    "CardDAVUseSSL", "CardDAVUsername" },
};
/* clang-format on */

/* Who the profile is for, and the names that the device remembers it by. */
struct identity {
	const struct account	*ac;
	const char		*person;	/* EmailAccountName; NULL: unknown */
	const char		*shown;		/* address, or domain when there is none */
	struct uuid		 ns;
	char			 addr[ADDRESS_MAX + 2];
	char			 profile[IDENTIFIER_SIZE];
};

/* Query parameters that hold the address: ours and automx2's, Monogramm's,
 * mox's (a list there; the first counts). */
static const char *const address_names[] = { "emailaddress", "email", "addresses" };

static enum err
find_address(const struct request *rq, struct arena *a, struct query_value *out)
{
	enum err e = ERR_OK;

	out->text = NULL;
	for (size_t i = 0; i < NITEMS(address_names) && out->text == NULL; i++) {
		e = query_get(rq->query, address_names[i], false, QUERY_FORM, a,
		    out);
		if (e != ERR_OK)
			return e;
		if (out->text != NULL && i == NITEMS(address_names) - 1 &&
		    memchr(out->text, ',', out->len) != NULL)
			out->len = strcspn(out->text, ",");
	}
	return ERR_OK;
}

static enum err
parse_name(const struct request *rq, struct arena *a, struct question *q)
{
	struct query_value	value;
	enum err		e;

	e = query_get(rq->query, "name", false, QUERY_FORM, a, &value);
	if (e != ERR_OK || value.text == NULL)
		return e;
	if (value.len > NAME_MAX_OCTETS || text_control(value.text, value.len) ||
	    !text_utf8(value.text, value.len))
		return ERR_REQUEST;
	while (value.len > 0 && value.text[value.len - 1] == ' ')
		value.len--;
	while (value.len > 0 && *value.text == ' ') {
		value.text++;
		value.len--;
	}
	/* A device refuses empty values. */
	if (value.len == 0)
		return ERR_OK;
	q->name = arena_strndup(a, value.text, value.len);
	return q->name == NULL ? ERR_NOMEM : ERR_OK;
}

static enum err
parse(const struct request *rq, struct arena *a, struct question *q)
{
	struct query_value	value;
	struct address		address;
	enum err		e;

	if ((e = find_address(rq, a, &value)) != ERR_OK ||
	    (e = parse_name(rq, a, q)) != ERR_OK)
		return e;
	if (value.text == NULL) {
		if ((q->route->flags & ROUTE_ADDRESS) != 0)
			return ERR_ADDRESS;
		return question_host(q);
	}
	if ((e = address_parse(value.text, value.len, &address)) == ERR_OK)
		question_address(q, &address);
	return e;
}

/* "com.example.mailconfig.UUID": the same for every profile of an address,
 * another one for every other address, and none of the address in it. */
static enum err
identify(const struct account *ac, struct identity *id)
{
	char		 text[sizeof("profile:") + sizeof(id->addr)];
	char		 uuid[UUID_TEXT];
	struct uuid	 u;
	const char	*end = ac->domain + strlen(ac->domain);
	const char	*label;
	size_t		 n = 0;
	enum err	 e;

	(void)snprintf(id->addr, sizeof(id->addr), "%s@%s",
	    ac->local == NULL ? "" : ac->local, ac->domain);
	for (char *p = id->addr; *p != '\0'; p++)
		*p = text_lower(*p);
	if ((e = uuid_v5(&uuid_dns, ac->domain, strlen(ac->domain),
	    &id->ns)) != ERR_OK)
		return e;
	(void)snprintf(text, sizeof(text), "profile:%s", id->addr);
	if ((e = uuid_v5(&id->ns, text, strlen(text), &u)) != ERR_OK)
		return e;
	uuid_text(&u, 0, uuid);
	for (label = end; label > ac->domain; end = label - 1) {
		for (label = end; label > ac->domain && label[-1] != '.'; label--)
			continue;
		memcpy(id->profile + n, label, (size_t)(end - label));
		n += (size_t)(end - label);
		id->profile[n++] = '.';
	}
	(void)snprintf(id->profile + n, sizeof(id->profile) - n,
	    "mailconfig.%s", uuid);
	return ERR_OK;
}

/* The UUID of "kind:addr", or of "kind:addr:url" for a further one. */
static enum err
payload_uuid(const struct identity *id, const char *kind, const char *url,
    char out[UUID_TEXT])
{
	char		text[KIND_SIZE + sizeof(id->addr) + 1 + 4 * URL_MAX];
	struct uuid	u;
	enum err	e;
	int		n;

	n = snprintf(text, sizeof(text), "%s:%s%s%s", kind, id->addr,
	    url == NULL ? "" : ":", url == NULL ? "" : url);
	if (n < 0 || (size_t)n >= sizeof(text))
		return ERR_NOMEM;
	if ((e = uuid_v5(&id->ns, text, (size_t)n, &u)) == ERR_OK)
		uuid_text(&u, 1, out);
	return e;
}

/* The keys that every payload ends with.  nth counts from 1; url tells further
 * ones of a kind apart. */
static enum err
common_keys(struct xml *x, const struct identity *id, const char *payload,
    const char *kind, const char *title, unsigned nth, const char *url)
{
	char		text[sizeof("Calendar account ") + ADDRESS_MAX + 1];
	char		identifier[IDENTIFIER_SIZE + KIND_SIZE];
	char		uuid[UUID_TEXT];
	enum err	e;

	if ((e = payload_uuid(id, kind, nth > 1 ? url : NULL, uuid)) != ERR_OK)
		return e;
	(void)snprintf(text, sizeof(text), "%s account %s", title, id->shown);
	plist_string(x, "PayloadDescription", text);
	(void)snprintf(text, sizeof(text), "%s (%s)", title, id->shown);
	plist_string(x, "PayloadDisplayName", text);
	if (nth > 1)
		(void)snprintf(identifier, sizeof(identifier), "%s.%s%u",
		    id->profile, kind, nth);
	else
		(void)snprintf(identifier, sizeof(identifier), "%s.%s",
		    id->profile, kind);
	plist_string(x, "PayloadIdentifier", identifier);
	plist_string(x, "PayloadType", payload);
	plist_string(x, "PayloadUUID", uuid);
	plist_integer(x, "PayloadVersion", 1);
	return ERR_OK;
}

/* The first of a server's methods that Apple has a word for; AUTH__MAX when
 * there is none.  A method without login makes sense for sending only. */
static enum authentication
authentication_for(const struct service *s)
{
	bool cleartext = false;

	for (size_t i = 0; i < s->nauth; i++)
		cleartext = cleartext || s->auth[i] == AUTH_PASSWORD_CLEARTEXT;
	for (size_t i = 0; i < s->nauth; i++) {
		if (authentications[s->auth[i]].word == NULL ||
		    (!authentications[s->auth[i]].login &&
		    s->type != SERVICE_SMTP))
			continue;
		/* "Encrypted" may be SCRAM as well, which Apple can't be told:
		 * inside TLS a password that is known to work is better. */
		if (s->auth[i] == AUTH_PASSWORD_ENCRYPTED && cleartext &&
		    s->security != SECURITY_PLAIN)
			return AUTH_PASSWORD_CLEARTEXT;
		return s->auth[i];
	}
	return AUTH__MAX;
}

/* The server of a type for the mail payload: one with encryption beats one
 * without, then priority decides.  NULL when Apple can use none. */
static const struct service *
pick(const struct account *ac, enum service_type type)
{
	const struct service *best = NULL;

	for (size_t i = 0; i < ac->nservices; i++) {
		const struct service *s = &ac->services[i];

		if (s->type != type || authentication_for(s) == AUTH__MAX)
			continue;
		if (best == NULL || (best->security == SECURITY_PLAIN &&
		    s->security != SECURITY_PLAIN))
			best = s;
	}
	return best;
}

static const struct service *
pick_incoming(const struct account *ac)
{
	const struct service *imap = pick(ac, SERVICE_IMAP);

	return imap != NULL ? imap : pick(ac, SERVICE_POP3);
}

/* The mail payload; out comes back NULL when there is none to write. */
static enum err
render_mail(struct xml *x, const struct identity *id, unsigned *count)
{
	const struct service	*in = pick_incoming(id->ac);
	const struct service	*out = pick(id->ac, SERVICE_SMTP);
	enum authentication	 auth;
	enum err		 e;

	if (in == NULL || out == NULL)
		return ERR_OK;
	auth = authentication_for(out);
	plist_dict_open(x);
	plist_string(x, "EmailAccountDescription", id->shown);
	plist_string(x, "EmailAccountName", id->person);
	plist_string(x, "EmailAccountType",
	    in->type == SERVICE_IMAP ? "EmailTypeIMAP" : "EmailTypePOP");
	plist_string(x, "EmailAddress", id->ac->address);
	plist_string(x, "IncomingMailServerAuthentication",
	    authentications[authentication_for(in)].word);
	plist_string(x, "IncomingMailServerHostName", in->host);
	plist_integer(x, "IncomingMailServerPortNumber", in->port);
	/* True for STARTTLS too: no other value asks for encryption at all. */
	plist_boolean(x, "IncomingMailServerUseSSL",
	    in->security != SECURITY_PLAIN);
	plist_string(x, "IncomingMailServerUsername", in->username);
	plist_string(x, "OutgoingMailServerAuthentication",
	    authentications[auth].word);
	plist_string(x, "OutgoingMailServerHostName", out->host);
	plist_integer(x, "OutgoingMailServerPortNumber", out->port);
	plist_boolean(x, "OutgoingMailServerUseSSL",
	    out->security != SECURITY_PLAIN);
	if (authentications[auth].login) {
		plist_string(x, "OutgoingMailServerUsername", out->username);
		plist_boolean(x, "OutgoingPasswordSameAsIncomingPassword", 1);
	}
	e = common_keys(x, id, "com.apple.mail.managed", "mail", "Mail", 1, NULL);
	plist_dict_close(x);
	++*count;
	return e;
}

/* Host and port of a URL.  False when there is no plain host name in it. */
static bool
url_host(const char *url, unsigned port_column, char host[DOMAIN_MAX + 1],
    unsigned long *port)
{
	const char	*start = strstr(url, "://");
	char		 number[8] = "";
	size_t		 len;
	size_t		 name;

	if (start == NULL)
		return false;
	start += 3;
	len = strcspn(start, "/?#");
	name = strcspn(start, ":/?#");
	if (domain_parse(start, name, host) != ERR_OK)
		return false;
	*port = strncmp(url, "https:", 6) == 0 ? 443 : 80;
	if (port_column != 0)
		*port = port_column;
	if (name == len)
		return true;
	if (len - name - 1 >= sizeof(number))
		return false;
	memcpy(number, start + name + 1, len - name - 1);
	return port_column != 0 || num_parse(number, 1, 65535, port) == 0;
}

/* No principal URL: clients ignore it, or break on it; they ask the host's
 * /.well-known/ instead. */
static enum err
render_dav(struct xml *x, const struct identity *id, const struct dav *dav,
    const struct service *s, unsigned nth)
{
	char		host[DOMAIN_MAX + 1];
	unsigned long	port;
	enum err	e;

	if (!url_host(s->url, s->port, host, &port))
		return ERR_NOSERVERS;
	plist_dict_open(x);
	plist_string(x, dav->description, id->shown);
	plist_string(x, dav->host, host);
	plist_integer(x, dav->port, port);
	plist_boolean(x, dav->use_ssl, s->security != SECURITY_PLAIN);
	plist_string(x, dav->username, s->username);
	e = common_keys(x, id, dav->payload, dav->kind, dav->title, nth, s->url);
	plist_dict_close(x);
	return e;
}

static enum err
render_davs(struct xml *x, const struct identity *id, unsigned *count)
{
	for (size_t row = 0; row < NITEMS(davs); row++) {
		unsigned nth = 1;

		for (size_t i = 0; i < id->ac->nservices; i++) {
			const struct service	*s = &id->ac->services[i];
			enum err		 e;

			if (s->type != davs[row].type)
				continue;
			e = render_dav(x, id, &davs[row], s, nth);
			if (e == ERR_NOSERVERS)
				continue;
			if (e != ERR_OK)
				return e;
			nth++;
			++*count;
		}
	}
	return ERR_OK;
}

static enum err
render_top(struct xml *x, const struct identity *id)
{
	char		text[sizeof("Settings for ") + 4 * 60 + ADDRESS_MAX + 8];
	char		uuid[UUID_TEXT];
	enum err	e;

	(void)snprintf(text, sizeof(text), "Settings for %s", id->shown);
	plist_string(x, "PayloadDescription", text);
	(void)snprintf(text, sizeof(text), "%s (%s)", id->ac->name, id->shown);
	plist_string(x, "PayloadDisplayName", text);
	plist_string(x, "PayloadIdentifier", id->profile);
	plist_string(x, "PayloadOrganization", id->ac->name);
	plist_string(x, "PayloadType", "Configuration");
	if ((e = payload_uuid(id, "profile", NULL, uuid)) != ERR_OK)
		return e;
	plist_string(x, "PayloadUUID", uuid);
	plist_integer(x, "PayloadVersion", 1);
	return ERR_OK;
}

/* attachment; filename="...": ASCII letters, digits, dot, hyphen, underscore. */
static const char *
disposition(struct arena *a, const char *shown)
{
	static const char	before[] = "attachment; filename=\"";
	static const char	after[] = ".mobileconfig\"";
	size_t			n = strlen(shown);
	char			*text;
	char			*p;

	if (n > FILE_NAME_MAX)
		n = FILE_NAME_MAX;
	text = arena_alloc(a, sizeof(before) + n + sizeof(after));
	if (text == NULL)
		return NULL;
	strcpy(text, before);
	p = text + strlen(before);
	for (size_t i = 0; i < n; i++) {
		char c = text_lower(shown[i]);

		*p++ = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		    c == '.' || c == '_' ? shown[i] : '-';
	}
	strcpy(p, after);
	return text;
}

static enum err
render(const struct account *ac, const struct question *q, struct arena *a,
    struct reply *r)
{
	struct identity	 id = { .ac = ac };
	struct xml	 x;
	const char	*field;
	unsigned	 count = 0;
	enum err	 e;

	id.person = q->name != NULL ? q->name : ac->display_name;
	id.shown = ac->address != NULL ? ac->address : ac->domain;
	if ((e = identify(ac, &id)) != ERR_OK)
		return e;
	plist_begin(&x, &r->body);
	plist_array_open(&x, "PayloadContent");
	if ((e = render_mail(&x, &id, &count)) != ERR_OK ||
	    (e = render_davs(&x, &id, &count)) != ERR_OK)
		return e;
	plist_array_close(&x);
	if (count == 0)
		return ERR_NOSERVERS;
	if ((e = render_top(&x, &id)) != ERR_OK)
		return e;
	if ((field = disposition(a, id.shown)) == NULL)
		return ERR_NOMEM;
	reply_field(r, "Content-Type", "application/x-apple-aspen-config");
	reply_field(r, "Content-Disposition", field);
	reply_field(r, "Cache-Control", "no-store");
	return plist_end(&x);
}

/* What to tell a person. */
static const char *
advice(enum err e)
{
	switch (e) {
	case ERR_REQUEST:
	case ERR_ADDRESS:
		return "Please give a complete mail address, such as"
		    " name@example.com.";
	case ERR_NOTFOUND:
		return "No settings are stored for this domain. Is the address"
		    " typed correctly?";
	case ERR_NOSERVERS:
		return "A profile can't set up the way in which this provider"
		    " lets people sign in. Please add the account by hand, or"
		    " ask the provider.";
	case ERR_STORE:
	case ERR_NOMEM:
	case ERR_XML:
		return "The settings can't be read at the moment. Please try"
		    " again later.";
	case ERR_OK:
	case ERR_SCHEMA:
	case ERR_ROUTE:
	case ERR_METHOD:
	case ERR_TOOBIG:
	case ERR__MAX:
		break;
	}
	return err_phrase(e);
}

/* A short page, as it is people who see it; never half a profile. */
static void
refuse(enum err e, const struct question *q, struct arena *a, struct reply *r)
{
	struct xml x;

	(void)a;
	r->status = status_of(e);
	reply_field(r, "Content-Type", "text/html; charset=utf-8");
	reply_field(r, "Cache-Control", "no-store");
	reply_field(r, "Content-Security-Policy", "default-src 'none'");
	reply_field(r, "Referrer-Policy", "no-referrer");
	buf_puts(&r->body, "<!DOCTYPE html>");
	xml_begin(&x, &r->body, "");
	xml_open(&x, "html");
	xml_attr(&x, "lang", "en");
	xml_open(&x, "head");
	xml_open(&x, "meta");
	xml_attr(&x, "name", "viewport");
	xml_attr(&x, "content", "width=device-width, initial-scale=1");
	xml_close(&x, "meta");
	xml_leaf(&x, "title", "Mail settings");
	xml_close(&x, "head");
	xml_open(&x, "body");
	xml_leaf(&x, "h1", "No profile");
	if (e == ERR_NOTFOUND && q->ndomains > 0)
		xml_leaf(&x, "p", q->domains[0].name);
	xml_leaf(&x, "p", advice(e));
	xml_close(&x, "body");
	xml_close(&x, "html");
	if (xml_end(&x) != ERR_OK)
		r->status = 500;
}

static enum err
ask(const struct address *address, struct arena *a, struct request *rq)
{
	rq->method = METHOD_GET;
	rq->path = PATH;
	rq->query = query_address(a, "emailaddress", address->local,
	    address->domain);
	return rq->query == NULL ? ERR_NOMEM : ERR_OK;
}

const struct format apple_format = {
	.name = "apple",
	.parse = parse,
	.render = render,
	.refuse = refuse,
	.ask = ask,
};
