#include "schema/value_text.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "lib/address.h"
#include "lib/err.h"
#include "lib/model.h"
#include "lib/text.h"
#include "schema/placeholder.h"
#include "schema/say.h"
#include "schema/words.h"
#include "schema/wrong.h"

typedef bool reader(const struct text_reading *r, const char **text);

/* Say what is wrong; the text is quoted in front of it. */
static bool
bad(const struct text_reading *r, const char *text, const char *why)
{
	fault(r->faults, r->at, "%s %s", quote(text).text, why);
	return false;
}

/* Take a text that was on the stack over into the arena. */
static bool
keep(const struct text_reading *r, const char *text, const char **out)
{
	if ((*out = arena_strdup(r->arena, text)) != NULL)
		return true;
	fault(r->faults, r->at, "out of memory");
	return false;
}

static bool
any(const struct text_reading *r, const char **text)
{
	(void)r;
	(void)text;
	return true;
}

static bool
trimmed(const struct text_reading *r, const char **text)
{
	const char *why = wrong_ends(*text);

	return why == NULL || bad(r, *text, why);
}

static bool
template(const struct text_reading *r, const char **text)
{
	char wrong[PLACEHOLDER_WRONG_MAX];

	if (!trimmed(r, text))
		return false;
	if (!placeholder_wrong(*text, wrong))
		return true;
	fault(r->faults, r->at, "%s is no placeholder; there are %s",
	    quote(wrong).text, PLACEHOLDERS);
	return false;
}

static bool
id(const struct text_reading *r, const char **text)
{
	const char *t = *text;

	if (t[0] == '-' ||
	    strspn(t, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(t))
		return bad(r, t, "must be of a-z, 0-9 and -, and start with a"
		    " letter or digit");
	return true;
}

static bool
domain(const struct text_reading *r, const char **text)
{
	char out[DOMAIN_MAX + 1];

	if (strcmp(*text, "*") == 0)
		return true;
	if (domain_parse(*text, strlen(*text), out) == ERR_OK)
		return keep(r, out, text);
	if (strchr(*text, '@') != NULL)
		return bad(r, *text, "is a mail address, not a domain");
	return bad(r, *text, "is no domain such as example.net");
}

static bool
address(const struct text_reading *r, const char **text)
{
	char		out[LOCAL_MAX + 1 + DOMAIN_MAX + 1];
	struct address	a;

	if (address_parse(*text, strlen(*text), &a) != ERR_OK)
		return bad(r, *text,
		    "is no mail address such as fred@example.net");
	(void)snprintf(out, sizeof(out), "%s@%s", a.local, a.domain);
	return keep(r, out, text);
}

/* The CHECK of service.host in C, for a text in lower case without
 * placeholder. */
static bool
is_host(const char *s)
{
	size_t n = strlen(s);

	return n > 0 && strchr(".-", s[0]) == NULL &&
	    strchr(".-", s[n - 1]) == NULL && strstr(s, "..") == NULL &&
	    strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789.-") == n;
}

/* Lower case but for the placeholder; in plain, the placeholder is a letter. */
static bool
host_forms(const char *text, char *lower, char *plain, size_t size)
{
	static const char	holder[] = "%EMAILDOMAIN%";
	size_t			n = strlen(holder);

	if (strlen(text) >= size)
		return false;
	while (*text != '\0') {
		if (strncmp(text, holder, n) == 0) {
			*plain++ = 'd';
			for (size_t i = 0; i < n; i++)
				*lower++ = *text++;
		} else {
			*lower++ = *plain++ = text_lower(*text++);
		}
	}
	*lower = *plain = '\0';
	return true;
}

static bool
host(const struct text_reading *r, const char **text)
{
	char	lower[4 * DOMAIN_MAX + 1], plain[4 * DOMAIN_MAX + 1];
	char	alabel[DOMAIN_MAX + 1];
	size_t	n;

	if (strstr(*text, "://") != NULL)
		return bad(r, *text, "is a URL; name the host alone");
	if (!host_forms(*text, lower, plain, sizeof(lower)))
		return bad(r, *text, "is too long for a host name");
	if (strchr(plain, '%') != NULL)
		return bad(r, *text,
		    "can't be: a host's only placeholder is %EMAILDOMAIN%");
	n = strlen(plain);
	if (n > 1 && plain[n - 1] == '.')
		plain[n - 1] = lower[strlen(lower) - 1] = '\0';
	if (is_host(plain))
		return keep(r, lower, text);
	if (strcmp(plain, lower) == 0 &&
	    domain_parse(plain, strlen(plain), alabel) == ERR_OK)
		return keep(r, alabel, text);
	if (strchr(plain, ':') != NULL)
		return bad(r, *text,
		    "is no host name; a port stands in \"port\"");
	return bad(r, *text, "is no host name such as mail.example.net");
}

/* A URL with one of two schemes, secure and plain, and nothing that an answer
 * can't hold. */
static bool
has_scheme(const struct text_reading *r, const char *text, const char *secure,
    const char *plain)
{
	char	why[64];
	size_t	n = 0;

	if (strncmp(text, secure, strlen(secure)) == 0)
		n = strlen(secure);
	else if (strncmp(text, plain, strlen(plain)) == 0)
		n = strlen(plain);
	if (n == 0 || text[n] == '\0') {
		(void)snprintf(why, sizeof(why), "must start with %s or %s",
		    secure, plain);
		return bad(r, text, why);
	}
	if (strpbrk(text, " \"<>") != NULL)
		return bad(r, text, "holds a blank or one of \" < >");
	return true;
}

static bool
ldap_uri(const struct text_reading *r, const char **text)
{
	return has_scheme(r, *text, "ldaps://", "ldap://");
}

/* What is behind the scheme; host names come to be ASCII. */
static bool
url_host(const struct text_reading *r, const char **text)
{
	char		 ascii[URL_MAX + 1];
	const char	*why;

	if (url_in_ascii(*text, ascii) && !keep(r, ascii, text))
		return false;
	why = wrong_url(*text);
	return why == NULL || bad(r, *text, why);
}

static bool
plain_url(const struct text_reading *r, const char **text)
{
	if (!has_scheme(r, *text, "https://", "http://"))
		return false;
	if (text_holds_nocase(*text, "%email"))
		return bad(r, *text, "can't hold a placeholder");
	return url_host(r, text);
}

static bool
url_template(const struct text_reading *r, const char **text)
{
	char wrong[PLACEHOLDER_WRONG_MAX];

	/* A directory is reached by ldaps://; rules.c knows the type. */
	if (text_starts_nocase(*text, "ldap") ? !ldap_uri(r, text) :
	    !has_scheme(r, *text, "https://", "http://"))
		return false;
	if (!placeholder_wrong_url(*text, wrong))
		return url_host(r, text);
	fault(r->faults, r->at, "%s is no placeholder; there are %s",
	    quote(wrong).text, PLACEHOLDERS);
	return false;
}

/* The address of a server: where a client finds an entry, its URL says more. */
static bool
ldap_server(const struct text_reading *r, const char **text)
{
	const char *rest;

	if (!ldap_uri(r, text))
		return false;
	/* Not quoted: what stands before an @ may be a password. */
	if (strpbrk(*text, ",?#@") != NULL) {
		fault(r->faults, r->at, "holds one of , ? # @; say a host and a"
		    " port alone");
		return false;
	}
	rest = strchr(strstr(*text, "://") + 3, '/');
	if (rest != NULL && rest[1] != '\0')
		return bad(r, *text, "names more than a host and a port");
	return true;
}

static bool
scope(const struct text_reading *r, const char **text)
{
	enum directory_scope s;

	if (directory_scope_parse(*text, &s) != 0)
		return bad(r, *text, "is no scope; say base, one or sub");
	return true;
}

static bool
filter(const struct text_reading *r, const char **text)
{
	char	wrong[PLACEHOLDER_WRONG_MAX];
	size_t	n = strlen(*text);

	if (n < 3 || (*text)[0] != '(' || (*text)[n - 1] != ')')
		return bad(r, *text,
		    "is no filter in brackets, such as (mail={0})");
	if (!placeholder_wrong(*text, wrong))
		return true;
	fault(r->faults, r->at, "%s is no placeholder; there are {0}, %s",
	    quote(wrong).text, PLACEHOLDERS);
	return false;
}

static bool
attribute(const struct text_reading *r, const char **text)
{
	for (const char *p = *text; *p != '\0'; p++) {
		char c = text_lower(*p);

		if ((c < 'a' || c > 'z') && (c < '0' || c > '9') &&
		    strchr("-.;", c) == NULL)
			return bad(r, *text, "is no attribute such as uid");
	}
	return true;
}

static bool
path(const struct text_reading *r, const char **text)
{
	if ((*text)[0] != '/' || (*text)[1] == '\0')
		return bad(r, *text, "must be a path that starts with /");
	return true;
}

static bool
type(const struct text_reading *r, const char **text)
{
	struct word_type	word;
	char			list[256];

	if (words_type(*text, &word))
		return true;
	words_types(list, sizeof(list));
	fault(r->faults, r->at, "%s is no type of service; say %s",
	    quote(*text).text, list);
	return false;
}

static bool
security(const struct text_reading *r, const char **text)
{
	enum security s;

	if (security_parse(*text, &s) != 0 &&
	    !(r->foreign && words_foreign_security(*text, &s)))
		return bad(r, *text,
		    "is no security; say tls, starttls or plain");
	*text = security_name(s);
	return true;
}

/* Is the word, of n octets, in the list before it? */
static bool
is_repeated(const char *list, const char *word, size_t n)
{
	size_t len;

	for (; list < word; list += len + 1) {
		len = strcspn(list, " ");
		if (len == n && memcmp(list, word, n) == 0)
			return true;
	}
	return false;
}

bool
value_words(const struct text_reading *r, const char **text)
{
	size_t n;

	if (*text == NULL) {
		fault(r->faults, r->at, "out of memory");
		return false;
	}
	for (const char *p = *text;; p += n + 1) {
		n = strcspn(p, " ");
		if (is_repeated(*text, p, n))
			return bad(r, *text, "names one word twice");
		if (p[n] == '\0')
			return true;
	}
}

static bool
authentication(const struct text_reading *r, const char **text)
{
	enum authentication	list[AUTH__MAX];
	char			words[256] = "";
	size_t			used = 0;

	if (r->foreign && words_foreign_authentication(*text, &list[0])) {
		*text = authentication_name(list[0]);
		return true;
	}
	if (authentication_list(*text, list) > 0)
		return value_words(r, text);
	for (int i = 0; i < AUTH__MAX; i++)
		used += (size_t)snprintf(words + used, sizeof(words) - used,
		    "%s%s", i == 0 ? "" : i == AUTH__MAX - 1 ? " or " : ", ",
		    authentication_name((enum authentication)i));
	assert(used < sizeof(words));
	fault(r->faults, r->at, "%s is no authentication; say %s",
	    quote(*text).text, words);
	return false;
}

static bool
sections(const struct text_reading *r, const char **text)
{
	char		words[256] = "";
	size_t		used = 0;
	unsigned	bits;

	if (!value_words(r, text))
		return false;
	if (section_list(*text, &bits) == 0)
		return true;
	for (int i = 0; i < SECTION__MAX; i++)
		used += (size_t)snprintf(words + used, sizeof(words) - used,
		    "%s%s", i == 0 ? "" : i == SECTION__MAX - 1 ? " or " : ", ",
		    section_name((enum section)i));
	assert(used < sizeof(words));
	fault(r->faults, r->at, "%s is no section; say %s", quote(*text).text,
	    words);
	return false;
}

static bool
restriction(const struct text_reading *r, const char **text)
{
	return strcmp(*text, "client-IP-address") == 0 ||
	    bad(r, *text, "is no restriction; say client-IP-address");
}

static bool
document(const struct text_reading *r, const char **text)
{
	enum document_kind kind;

	return document_kind_parse(*text, &kind) == 0 || bad(r, *text,
	    "is no kind of page; say documentation, instruction or enable");
}

static bool
language(const struct text_reading *r, const char **text)
{
	const char *why = wrong_language(*text);

	return why == NULL || bad(r, *text, why);
}

static reader *const readers[] = {
	[KIND_TEXT] = any,
	[KIND_TRIMMED] = trimmed,
	[KIND_TEMPLATE] = template,
	[KIND_ID] = id,
	[KIND_DOMAIN] = domain,
	[KIND_ADDRESS] = address,
	[KIND_HOST] = host,
	[KIND_URL] = plain_url,
	[KIND_URL_TEMPLATE] = url_template,
	[KIND_LDAP_URI] = ldap_server,
	[KIND_SCOPE] = scope,
	[KIND_FILTER] = filter,
	[KIND_ATTRIBUTE] = attribute,
	[KIND_PATH] = path,
	[KIND_TYPE] = type,
	[KIND_SECURITY] = security,
	[KIND_AUTHENTICATION] = authentication,
	[KIND_SECTIONS] = sections,
	[KIND_RESTRICTION] = restriction,
	[KIND_DOCUMENT] = document,
	[KIND_LANGUAGE] = language,
};
static_assert(NITEMS(readers) == KIND__MAX, "a reader for every kind of text");

bool
value_text(const struct text_reading *r, const char **text)
{
	assert(readers[r->column->kind] != NULL);
	return readers[r->column->kind](r, text);
}
