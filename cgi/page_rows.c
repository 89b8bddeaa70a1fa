/* A service's settings in people's words. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "cgi/page_parts.h"

/* clang-format off */
/* A type that has none here is called by its word in the database. */
static const struct {
	enum service_type	type;
	enum message		caption;
} captions[] = {
	{ SERVICE_IMAP,        MSG_SERVICE_IMAP },
	{ SERVICE_POP3,        MSG_SERVICE_POP3 },
	{ SERVICE_SMTP,        MSG_SERVICE_SMTP },
	{ SERVICE_MANAGESIEVE, MSG_SERVICE_MANAGESIEVE },
	{ SERVICE_CALDAV,      MSG_SERVICE_CALDAV },
	{ SERVICE_CARDDAV,     MSG_SERVICE_CARDDAV },
	{ SERVICE_WEBDAV,      MSG_SERVICE_WEBDAV },
	{ SERVICE_ICAL,        MSG_SERVICE_ICAL },
	{ SERVICE_LDAP,        MSG_SERVICE_LDAP },
	{ SERVICE_JMAP,        MSG_SERVICE_JMAP },
	{ SERVICE_ACTIVESYNC,  MSG_SERVICE_ACTIVESYNC },
	{ SERVICE_EWS,         MSG_SERVICE_EWS },
	{ SERVICE_MAPIHTTP,    MSG_SERVICE_MAPIHTTP },
	{ SERVICE_OWA,         MSG_SERVICE_OWA },
	{ SERVICE_GRAPH,       MSG_SERVICE_GRAPH },
};

static const enum message securities[] = {
	[SECURITY_PLAIN]    = MSG_SECURITY_PLAIN,
	[SECURITY_STARTTLS] = MSG_SECURITY_STARTTLS,
	[SECURITY_TLS]      = MSG_SECURITY_TLS,
};
static_assert(NITEMS(securities) == SECURITY__MAX, "a word for every security");

static const struct {
	enum message	word;
	bool		login;	/* does it take a user name? */
} authentications[] = {
	[AUTH_PASSWORD_CLEARTEXT] = { MSG_AUTH_CLEARTEXT, true },
	[AUTH_PASSWORD_ENCRYPTED] = { MSG_AUTH_ENCRYPTED, true },
	[AUTH_NTLM]               = { MSG_AUTH_NTLM, true },
	[AUTH_GSSAPI]             = { MSG_AUTH_GSSAPI, true },
	[AUTH_OAUTH2]             = { MSG_AUTH_OAUTH2, true },
	[AUTH_CLIENT_IP_ADDRESS]  = { MSG_AUTH_IP, false },
	[AUTH_TLS_CLIENT_CERT]    = { MSG_AUTH_CERTIFICATE, false },
	[AUTH_NONE]               = { MSG_AUTH_NONE, false },
};
static_assert(NITEMS(authentications) == AUTH__MAX, "a word for every authentication");
/* clang-format on */

const char *
page_caption(const struct page *p, const struct service *s)
{
	for (size_t i = 0; i < NITEMS(captions); i++)
		if (captions[i].type == s->type)
			return text_of(p->language, captions[i].caption);
	return service_kind(s->type)->name;
}

/* "normal password, OAuth2" */
static const char *
methods(const struct page *p, const struct service *s)
{
	size_t	size = 1;
	size_t	n = 0;
	char	*out;

	for (size_t i = 0; i < s->nauth; i++)
		size += strlen(text_of(p->language,
		    authentications[s->auth[i]].word)) + 2;
	if ((out = arena_alloc(p->arena, size)) == NULL)
		return NULL;
	for (size_t i = 0; i < s->nauth; i++)
		n += (size_t)snprintf(out + n, size - n, "%s%s",
		    i == 0 ? "" : ", ", text_of(p->language,
		    authentications[s->auth[i]].word));
	return out;
}

static bool
takes_login(const struct service *s)
{
	for (size_t i = 0; i < s->nauth; i++)
		if (authentications[s->auth[i]].login)
			return true;
	return false;
}

static const char *
port_text(const struct page *p, uint16_t port)
{
	char *out = arena_alloc(p->arena, sizeof("65535"));

	if (out != NULL)
		(void)snprintf(out, sizeof("65535"), "%u", (unsigned)port);
	return out;
}

size_t
page_rows(const struct page *p, const struct service *s,
    struct page_row out[PAGE_ROWS])
{
	const struct {
		enum message	 label;
		const char	*value;
		bool		 copy;
	} rows[] = {
		{ MSG_SERVER, s->host, true },
		{ MSG_LINK, s->url, true },
		{ MSG_PORT, s->port == 0 ? NULL : port_text(p, s->port), true },
		{ MSG_ENCRYPTION, s->host == NULL ? NULL :
		    text_of(p->language, securities[s->security]), false },
		{ MSG_USER, takes_login(s) ? s->username : NULL, true },
		{ MSG_SIGN_IN, methods(p, s), false },
	};
	size_t n = 0;

	for (size_t i = 0; i < NITEMS(rows) && n < PAGE_ROWS; i++) {
		if (rows[i].value == NULL)
			continue;
		out[n].label = text_of(p->language, rows[i].label);
		out[n].value = rows[i].value;
		out[n].copy = rows[i].copy;
		n++;
	}
	return n;
}
