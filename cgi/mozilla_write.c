/*
 * The file config-v1.1.xml: servers in the words of version 1.1, which every
 * client reads, and behind them the parts of the IETF's draft that a provider
 * switched on.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "cgi/mozilla.h"
#include "lib/url.h"

/* The format's words.  Their case counts: with another spelling Evolution,
 * KMail and Geary use no encryption at all. */
/* clang-format off */
static const char *const socket_types[] = {
	[SECURITY_PLAIN]    = "plain",
	[SECURITY_STARTTLS] = "STARTTLS",
	[SECURITY_TLS]      = "SSL",
};
static_assert(NITEMS(socket_types) == SECURITY__MAX, "a socketType for every security");

/* The draft's words for HTTP; NULL: HTTP has no such thing. */
static const struct {
	const char	*system;	/* an attribute; NULL: none */
	const char	*word;
} http_words[] = {
	[AUTH_PASSWORD_CLEARTEXT] = { "http", "Basic" },
	[AUTH_PASSWORD_ENCRYPTED] = { "http", "Digest" },
	[AUTH_NTLM]               = { "http", "NTLM" },
	[AUTH_GSSAPI]             = { "http", "Negotiate" },
	[AUTH_OAUTH2]             = { NULL,   "OAuth2" },
	[AUTH_CLIENT_IP_ADDRESS]  = { NULL,   NULL },
	[AUTH_TLS_CLIENT_CERT]    = { NULL,   NULL },
	[AUTH_NONE]               = { NULL,   NULL },
};
static_assert(NITEMS(http_words) == AUTH__MAX, "a word of HTTP for every authentication");

static const struct {
	const char	*element;
	const char	*url;		/* its attribute */
	const char	*text;		/* its children */
} document_words[] = {
	[DOCUMENT_DOCUMENTATION] = { "documentation", "url",      "descr" },
	[DOCUMENT_INSTRUCTION]   = { "instruction",   "url",      "descr" },
	[DOCUMENT_ENABLE]        = { "enable",        "visiturl", "instruction" },
};
static_assert(NITEMS(document_words) == DOCUMENT__MAX, "words for every kind of document");

/* How a server is written. */
enum form {
	FORM_TCP,	/* hostname, port, socketType; words of SASL */
	FORM_URL,	/* url; words of HTTP */
	FORM_URL_SASL,	/* url; words of SASL, as Thunderbird reads them there */
	FORM_EXCHANGE,	/* hostname of the url, ewsURL, owaURL, easURL */
};

/* Where in the file it stands. */
enum part { PART_INCOMING, PART_OUTGOING, PART_MORE_INCOMING, PART_ROOT };

#define ALWAYS SECTION__MAX

/* Every server that the format can express, in the order of the file.  The old
 * form comes last: Thunderbird proposes an Exchange account where it is first. */
static const struct row {
	enum part		 part;
	enum service_type	 type;
	const char		*element;
	const char		*word;
	enum form		 form;
	enum section		 section;	/* that has to be on, or ALWAYS */
} rows[] = {
	{ PART_INCOMING,      SERVICE_IMAP,        "incomingServer", "imap",        FORM_TCP,      ALWAYS },
	{ PART_INCOMING,      SERVICE_POP3,        "incomingServer", "pop3",        FORM_TCP,      ALWAYS },
	{ PART_OUTGOING,      SERVICE_SMTP,        "outgoingServer", "smtp",        FORM_TCP,      ALWAYS },
	{ PART_MORE_INCOMING, SERVICE_JMAP,        "incomingServer", "jmap",        FORM_URL,      SECTION_JMAP },
	{ PART_MORE_INCOMING, SERVICE_EWS,         "incomingServer", "ews",         FORM_URL_SASL, SECTION_EWS },
	{ PART_MORE_INCOMING, SERVICE_OWA,         "incomingServer", "owa",         FORM_URL_SASL, SECTION_OWA },
	{ PART_MORE_INCOMING, SERVICE_GRAPH,       "incomingServer", "graph",       FORM_URL_SASL, SECTION_GRAPH },
	{ PART_MORE_INCOMING, SERVICE_ACTIVESYNC,  "incomingServer", "activesync",  FORM_URL,      SECTION_ACTIVESYNC },
	{ PART_MORE_INCOMING, SERVICE_EWS,         "incomingServer", "exchange",    FORM_EXCHANGE, SECTION_EXCHANGE },
	{ PART_ROOT,          SERVICE_CARDDAV,     "addressbook",    "carddav",     FORM_URL,      SECTION_ADDRESSBOOKS },
	{ PART_ROOT,          SERVICE_CALDAV,      "calendar",       "caldav",      FORM_URL,      SECTION_CALENDARS },
	{ PART_ROOT,          SERVICE_WEBDAV,      "fileShare",      "webdav",      FORM_URL,      SECTION_FILES },
	{ PART_ROOT,          SERVICE_MANAGESIEVE, "setupServer",    "managesieve", FORM_TCP,      SECTION_MANAGESIEVE },
};
/* clang-format on */

/* A server that goes into the file. */
struct entry {
	const struct row	*row;
	const struct service	*service;
};

/* Every row can name every service of its type, and EWS has two rows. */
#define ENTRIES_MAX (2 * SERVICES_MAX)

const char *
mozilla_username(const struct service *s)
{
	if (s->username == NULL || strcmp(s->template, "%EMAILADDRESS%") == 0 ||
	    strcmp(s->template, "%EMAILLOCALPART%") == 0)
		return s->template;
	return s->username;
}

/* The mail server that the rest of the file must agree with: FairEmail takes
 * the last user name in the document, whatever it belongs to. */
static const struct service *
main_server(const struct account *ac)
{
	const struct service *s = account_first(ac, SERVICE_SMTP);

	assert(s != NULL);
	return s;
}

static bool
is_on(const struct account *ac, enum section section)
{
	return section == ALWAYS || (ac->sections & 1U << section) != 0;
}

static bool
has_http_word(const struct service *s)
{
	for (size_t i = 0; i < s->nauth; i++)
		if (http_words[s->auth[i]].word != NULL)
			return true;
	return false;
}

/* Can this service stand in the file by this row? */
static bool
fits(const struct account *ac, const struct row *row, const struct service *s)
{
	struct url url;

	if (s->type != row->type || !is_on(ac, row->section) ||
	    !service_reachable(s))
		return false;
	if (row->section != ALWAYS && strcmp(mozilla_username(s),
	    mozilla_username(main_server(ac))) != 0)
		return false;
	if (row->form == FORM_URL)
		return has_http_word(s);
	return row->form != FORM_EXCHANGE || url_parse(s->url, &url) == ERR_OK;
}

/* The servers of a part behind those that are there: by type the best one, or
 * all.  Evolution takes the last of a type and most others the first, so one is
 * right for all of them.  Returns the new number. */
static size_t
collect(const struct account *ac, enum part part, struct entry *entries,
    size_t n)
{
	for (size_t i = 0; i < NITEMS(rows); i++) {
		if (rows[i].part != part)
			continue;
		for (size_t j = 0; j < ac->nservices && n < ENTRIES_MAX; j++) {
			if (!fits(ac, &rows[i], &ac->services[j]))
				continue;
			entries[n].row = &rows[i];
			entries[n].service = &ac->services[j];
			n++;
			if (!ac->all_servers)
				break;
		}
	}
	return n;
}

/* By priority; equals stay as they are. */
static void
sort_entries(struct entry *entries, size_t n)
{
	struct entry	e;
	size_t		j;

	for (size_t i = 1; i < n; i++) {
		e = entries[i];
		for (j = i; j > 0 && entries[j - 1].service->priority >
		    e.service->priority; j--)
			entries[j] = entries[j - 1];
		entries[j] = e;
	}
}

static void
write_authentication(struct xml *x, const struct row *row,
    const struct service *s)
{
	bool http = row->form == FORM_URL;

	for (size_t i = 0; i < s->nauth; i++) {
		if (!http) {
			xml_leaf(x, "authentication",
			    authentication_name(s->auth[i]));
			continue;
		}
		if (http_words[s->auth[i]].word == NULL)
			continue;
		xml_open(x, "authentication");
		if (http_words[s->auth[i]].system != NULL)
			xml_attr(x, "system", http_words[s->auth[i]].system);
		xml_text(x, http_words[s->auth[i]].word);
		xml_close(x, "authentication");
	}
}

static const char *
boolean(int value)
{
	return value != 0 ? "true" : "false";
}

static void
write_pop3(struct xml *x, const struct pop3_options *o)
{
	char minutes[16];

	if (o->leave_messages < 0 && o->days_to_leave < 0 &&
	    o->download_on_check < 0 && o->check_minutes < 0)
		return;
	xml_open(x, "pop3");
	if (o->leave_messages >= 0)
		xml_leaf(x, "leaveMessagesOnServer", boolean(o->leave_messages));
	if (o->days_to_leave >= 0)
		xml_leaf_uint(x, "daysToLeaveMessagesOnServer",
		    (unsigned long)o->days_to_leave);
	if (o->download_on_check >= 0)
		xml_leaf(x, "downloadOnBiff", boolean(o->download_on_check));
	if (o->check_minutes >= 0) {
		(void)snprintf(minutes, sizeof(minutes), "%d", o->check_minutes);
		xml_open(x, "checkInterval");
		xml_attr(x, "minutes", minutes);
		xml_close(x, "checkInterval");
	}
	xml_close(x, "pop3");
}

static void
write_sending(struct xml *x, const struct service *s)
{
	if (s->by_network)
		xml_leaf(x, "restriction", "client-IP-address");
	if (s->global_server >= 0)
		xml_leaf(x, "useGlobalPreferredServer",
		    boolean(s->global_server));
}

static void
write_tcp(struct xml *x, const char *host, unsigned long port,
    enum security security)
{
	xml_leaf(x, "hostname", host);
	xml_leaf_uint(x, "port", port);
	xml_leaf(x, "socketType", socket_types[security]);
}

/* The old form for Exchange, which Thunderbird and evolution-ews read. */
static void
write_exchange(struct xml *x, const struct account *ac, const struct row *row,
    const struct service *s)
{
	const struct service	*owa = account_first(ac, SERVICE_OWA);
	const struct service	*eas = account_first(ac, SERVICE_ACTIVESYNC);
	struct url		 url;

	if (url_parse(s->url, &url) != ERR_OK)
		return;	/* fits() has looked */
	write_tcp(x, url.host, url.port != 0 ? url.port : url.tls ? 443 : 80,
	    s->security);
	xml_leaf(x, "username", mozilla_username(s));
	write_authentication(x, row, s);
	if (owa != NULL)
		xml_leaf(x, "owaURL", owa->url);
	xml_leaf(x, "ewsURL", s->url);
	if (eas != NULL)
		xml_leaf(x, "easURL", eas->url);
	write_sending(x, s);
}

static void
write_server(struct xml *x, const struct account *ac, const struct entry *e)
{
	const struct service *s = e->service;

	xml_open(x, e->row->element);
	xml_attr(x, "type", e->row->word);
	switch (e->row->form) {
	case FORM_TCP:
		write_tcp(x, s->host, s->port, s->security);
		xml_leaf(x, "username", mozilla_username(s));
		write_authentication(x, e->row, s);
		write_pop3(x, &s->pop3);
		write_sending(x, s);
		break;
	case FORM_URL:
	case FORM_URL_SASL:
		xml_leaf(x, "url", s->url);
		write_authentication(x, e->row, s);
		xml_leaf(x, "username", mozilla_username(s));
		break;
	case FORM_EXCHANGE:
		write_exchange(x, ac, e->row, s);
		break;
	}
	xml_close(x, e->row->element);
}

static void
write_servers(struct xml *x, const struct account *ac,
    const struct entry *entries, size_t n)
{
	for (size_t i = 0; i < n; i++)
		write_server(x, ac, &entries[i]);
}

/* One page with what is said about it in each language. */
static void
write_document(struct xml *x, const struct document *d, size_t n)
{
	const char *element = document_words[d->kind].element;
	const char *text = document_words[d->kind].text;

	xml_open(x, element);
	xml_attr(x, document_words[d->kind].url, d->url);
	for (size_t i = 0; i < n; i++) {
		if (d[i].text == NULL)
			continue;
		xml_open(x, text);
		xml_attr(x, "lang", d[i].lang);
		xml_text(x, d[i].text);
		xml_close(x, text);
	}
	xml_close(x, element);
}

static void
write_documents(struct xml *x, const struct account *ac)
{
	const struct document	 help = { DOCUMENT_DOCUMENTATION, ac->help_url,
	    "en", "Mail settings" };
	const struct document	*d = ac->documents;
	size_t			 n;

	if (ac->help_url != NULL)
		write_document(x, &help, 1);
	for (size_t i = 0; i < ac->ndocuments; i += n) {
		for (n = 1; i + n < ac->ndocuments &&
		    d[i + n].kind == d[i].kind &&
		    strcmp(d[i + n].url, d[i].url) == 0; n++)
			continue;
		write_document(x, &d[i], n);
	}
}

static void
write_field(struct xml *x, const char *element, const struct form_field *f)
{
	if (f->id == NULL && f->name == NULL)
		return;
	xml_open(x, element);
	if (f->id != NULL)
		xml_attr(x, "id", f->id);
	if (f->name != NULL)
		xml_attr(x, "name", f->name);
	xml_close(x, element);
}

static void
write_webmail(struct xml *x, const struct account *ac)
{
	const struct webmail_login *login = &ac->webmail;

	if (!is_on(ac, SECTION_WEBMAIL) ||
	    (ac->webmail_url == NULL && login->url == NULL))
		return;
	xml_open(x, "webMail");
	if (ac->webmail_url != NULL) {
		xml_open(x, "loginPage");
		xml_attr(x, "url", ac->webmail_url);
		xml_close(x, "loginPage");
	}
	if (login->url != NULL) {
		xml_open(x, "loginPageInfo");
		xml_attr(x, "url", login->url);
		xml_leaf(x, "username", mozilla_username(main_server(ac)));
		write_field(x, "usernameField", &login->user);
		write_field(x, "passwordField", &login->password);
		write_field(x, "loginButton", &login->button);
		xml_close(x, "loginPageInfo");
	}
	xml_close(x, "webMail");
}

/* Complete or not at all: Himalaya refuses a file with half of it. */
static void
write_oauth2(struct xml *x, const struct account *ac)
{
	const struct oauth2 *o = &ac->oauth2;

	if (!is_on(ac, SECTION_OAUTH2) || o->issuer == NULL ||
	    o->auth_url == NULL)
		return;
	xml_open(x, "oAuth2");
	xml_leaf(x, "authURL", o->auth_url);
	xml_leaf(x, "tokenURL", o->token_url);
	xml_leaf(x, "issuer", o->issuer);
	xml_leaf(x, "scope", o->scope);
	if (o->client_id != NULL)
		xml_leaf(x, "clientID", o->client_id);
	xml_close(x, "oAuth2");
}

/* The servers first, and those first that every client knows: FairEmail and
 * Geary give up when another one stands before them. */
static void
write_mail(struct xml *x, const struct account *ac)
{
	struct entry	entries[ENTRIES_MAX];
	size_t		n = collect(ac, PART_INCOMING, entries, 0);

	if (ac->in_order) {
		n = collect(ac, PART_MORE_INCOMING, entries, n);
		sort_entries(entries, n);
	}
	write_servers(x, ac, entries, n);
	write_servers(x, ac, entries, collect(ac, PART_OUTGOING, entries, 0));
	if (!ac->in_order)
		write_servers(x, ac, entries,
		    collect(ac, PART_MORE_INCOMING, entries, 0));
}

static void
write_root(struct xml *x, const struct account *ac)
{
	struct entry entries[ENTRIES_MAX];

	write_servers(x, ac, entries, collect(ac, PART_ROOT, entries, 0));
	write_webmail(x, ac);
	write_oauth2(x, ac);
}

void
mozilla_write(struct xml *x, const struct account *ac)
{
	xml_open(x, "clientConfig");
	xml_attr(x, "version", "1.1");
	xml_open(x, "emailProvider");
	xml_attr(x, "id", ac->domain);
	xml_leaf(x, "domain", ac->domain);
	xml_leaf(x, "displayName", ac->name);
	xml_leaf(x, "displayShortName", ac->short_name);
	write_mail(x, ac);
	write_documents(x, ac);
	xml_close(x, "emailProvider");
	write_root(x, ac);
	xml_close(x, "clientConfig");
}
