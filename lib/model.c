#include "lib/model.h"

#include <assert.h>
#include <string.h>

#include "lib/err.h"

/* The vocabulary of service.type.  A new type is a row here, a word in the CHECK
 * of schema.sql (and in the lists that tests/unit/test_vocabulary.c compares with
 * this one), and a row in the table of each format that has a word for it. */
/* clang-format off */
static const struct service_kind kinds[] = {
	/*                          name           has_url port starttls_port searched */
	[SERVICE_IMAP]        = { "imap",        0,      993, 143,          0 },
	[SERVICE_POP3]        = { "pop3",        0,      995, 110,          0 },
	[SERVICE_SMTP]        = { "smtp",        0,      465, 587,          0 },
	[SERVICE_MANAGESIEVE] = { "managesieve", 0,      0,   4190,         0 },
	[SERVICE_CALDAV]      = { "caldav",      1,      0,   0,            1 },
	[SERVICE_CARDDAV]     = { "carddav",     1,      0,   0,            1 },
	[SERVICE_WEBDAV]      = { "webdav",      1,      0,   0,            1 },
	[SERVICE_ICAL]        = { "ical",        1,      0,   0,            0 },
	[SERVICE_LDAP]        = { "ldap",        1,      0,   0,            0 },
	[SERVICE_JMAP]        = { "jmap",        1,      0,   0,            0 },
	[SERVICE_ACTIVESYNC]  = { "activesync",  1,      0,   0,            0 },
	[SERVICE_EWS]         = { "ews",         1,      0,   0,            0 },
	[SERVICE_MAPIHTTP]    = { "mapihttp",    1,      0,   0,            0 },
	[SERVICE_OWA]         = { "owa",         1,      0,   0,            0 },
	[SERVICE_GRAPH]       = { "graph",       1,      0,   0,            0 },
};
static_assert(NITEMS(kinds) == SERVICE__MAX, "a kind for every service type");

static const char *const securities[] = {
	[SECURITY_PLAIN]    = "plain",
	[SECURITY_STARTTLS] = "starttls",
	[SECURITY_TLS]      = "tls",
};
static_assert(NITEMS(securities) == SECURITY__MAX, "name every security");

/* The words of Mozilla's autoconfig format, as that is what people know. */
static const char *const authentications[] = {
	[AUTH_PASSWORD_CLEARTEXT] = "password-cleartext",
	[AUTH_PASSWORD_ENCRYPTED] = "password-encrypted",
	[AUTH_NTLM]               = "NTLM",
	[AUTH_GSSAPI]             = "GSSAPI",
	[AUTH_OAUTH2]             = "OAuth2",
	[AUTH_CLIENT_IP_ADDRESS]  = "client-IP-address",
	[AUTH_TLS_CLIENT_CERT]    = "TLS-client-cert",
	[AUTH_NONE]               = "none",
};
static_assert(NITEMS(authentications) == AUTH__MAX, "name every authentication");

static const char *const sections[] = {
	[SECTION_ADDRESSBOOKS] = "addressbooks",
	[SECTION_CALENDARS]    = "calendars",
	[SECTION_FILES]        = "files",
	[SECTION_JMAP]         = "jmap",
	[SECTION_EWS]          = "ews",
	[SECTION_OWA]          = "owa",
	[SECTION_GRAPH]        = "graph",
	[SECTION_ACTIVESYNC]   = "activesync",
	[SECTION_EXCHANGE]     = "exchange",
	[SECTION_MANAGESIEVE]  = "managesieve",
	[SECTION_WEBMAIL]      = "webmail",
	[SECTION_OAUTH2]       = "oauth2",
};
static_assert(NITEMS(sections) == SECTION__MAX, "name every section");

static const char *const document_kinds[] = {
	[DOCUMENT_DOCUMENTATION] = "documentation",
	[DOCUMENT_INSTRUCTION]   = "instruction",
	[DOCUMENT_ENABLE]        = "enable",
};
static_assert(NITEMS(document_kinds) == DOCUMENT__MAX, "name every kind of document");

/* As in an LDAP URL (RFC 4516). */
static const char *const scopes[] = {
	[SCOPE_BASE] = "base",
	[SCOPE_ONE]  = "one",
	[SCOPE_SUB]  = "sub",
};
static_assert(NITEMS(scopes) == SCOPE__MAX, "name every scope");
/* clang-format on */

const struct service_kind *
service_kind(enum service_type type)
{
	assert((unsigned)type < SERVICE__MAX);
	return &kinds[type];
}

uint16_t
service_port(enum service_type type)
{
	const struct service_kind *kind = service_kind(type);

	return kind->port != 0 ? kind->port : kind->starttls_port;
}

bool
service_reachable(const struct service *s)
{
	return !s->url_cut || service_kind(s->type)->searched;
}

int
service_type_parse(const char *word, enum service_type *out)
{
	for (size_t i = 0; i < NITEMS(kinds); i++)
		if (strcmp(kinds[i].name, word) == 0) {
			*out = (enum service_type)i;
			return 0;
		}
	return -1;
}

/* The place of a word in a table, -1 when it isn't there. */
static int
find(const char *const *names, size_t n, const char *word, size_t len)
{
	for (size_t i = 0; i < n; i++)
		if (strlen(names[i]) == len && memcmp(names[i], word, len) == 0)
			return (int)i;
	return -1;
}

const char *
security_name(enum security s)
{
	assert((unsigned)s < SECURITY__MAX);
	return securities[s];
}

int
security_parse(const char *word, enum security *out)
{
	int i = find(securities, NITEMS(securities), word, strlen(word));

	if (i < 0)
		return -1;
	*out = (enum security)i;
	return 0;
}

const char *
authentication_name(enum authentication a)
{
	assert((unsigned)a < AUTH__MAX);
	return authentications[a];
}

int
authentication_parse(const char *word, enum authentication *out)
{
	int i = find(authentications, NITEMS(authentications), word,
	    strlen(word));

	if (i < 0)
		return -1;
	*out = (enum authentication)i;
	return 0;
}

const char *
section_name(enum section s)
{
	assert((unsigned)s < SECTION__MAX);
	return sections[s];
}

int
section_parse(const char *word, enum section *out)
{
	int i = find(sections, NITEMS(sections), word, strlen(word));

	if (i < 0)
		return -1;
	*out = (enum section)i;
	return 0;
}

const char *
document_kind_name(enum document_kind k)
{
	assert((unsigned)k < DOCUMENT__MAX);
	return document_kinds[k];
}

int
document_kind_parse(const char *word, enum document_kind *out)
{
	int i = find(document_kinds, NITEMS(document_kinds), word,
	    strlen(word));

	if (i < 0)
		return -1;
	*out = (enum document_kind)i;
	return 0;
}

int
section_list(const char *words, unsigned *out)
{
	size_t	len;
	int	i;

	*out = 0;
	if (words == NULL)
		return 0;
	for (;; words += len + 1) {
		len = strcspn(words, " ");
		i = find(sections, NITEMS(sections), words, len);
		if (i < 0 || (*out & 1U << i) != 0)
			return -1;
		*out |= 1U << i;
		if (words[len] == '\0')
			return 0;
	}
}

int
directory_scope_parse(const char *word, enum directory_scope *out)
{
	int i = find(scopes, NITEMS(scopes), word, strlen(word));

	if (i < 0)
		return -1;
	*out = (enum directory_scope)i;
	return 0;
}

size_t
authentication_list(const char *words, enum authentication out[AUTH__MAX])
{
	unsigned	seen = 0;
	size_t		n = 0;
	size_t		len;
	int		i;

	for (;; words += len + 1) {
		len = strcspn(words, " ");
		i = find(authentications, NITEMS(authentications), words, len);
		if (i < 0)
			return 0;
		if ((seen & 1U << i) == 0)
			out[n++] = (enum authentication)i;
		seen |= 1U << i;
		if (words[len] == '\0')
			return n;
	}
}

enum security
security_of_port(unsigned long port)
{
	/* A relay's port, in no row. */
	if (port == 25)
		return SECURITY_STARTTLS;
	for (size_t i = 0; i < NITEMS(kinds); i++)
		if (port != 0 && kinds[i].starttls_port == port)
			return SECURITY_STARTTLS;
	return SECURITY_TLS;
}

const struct service *
account_first(const struct account *a, enum service_type type)
{
	for (size_t i = 0; i < a->nservices; i++)
		if (a->services[i].type == type &&
		    service_reachable(&a->services[i]))
			return &a->services[i];
	return NULL;
}

int
account_has_mail(const struct account *a)
{
	return (account_first(a, SERVICE_IMAP) != NULL ||
	    account_first(a, SERVICE_POP3) != NULL) &&
	    account_first(a, SERVICE_SMTP) != NULL;
}
