#include "lib/address.h"

#include <idn2.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "lib/text.h"

static bool
is_ascii(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)s[i] > 0x7e)
			return false;
	return true;
}

static bool
is_ldh(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

/* Labels of letters, digits, inner hyphens; two at least; no number at the end. */
static bool
is_domain(const char *s)
{
	size_t	labels = 0;
	size_t	len;
	bool	digits;

	for (;; s += len + 1) {
		len = strcspn(s, ".");
		if (len == 0 || len > 63 || s[0] == '-' || s[len - 1] == '-')
			return false;
		digits = true;
		for (size_t i = 0; i < len; i++) {
			if (!is_ldh(s[i]))
				return false;
			digits = digits && s[i] >= '0' && s[i] <= '9';
		}
		labels++;
		if (s[len] == '\0')
			return labels > 1 && !digits;
	}
}

/* Other letters to A-labels.  The input is NUL-terminated and short. */
static enum err
to_alabels(const char *text, char out[DOMAIN_MAX + 1])
{
	uint8_t	*ascii = NULL;
	enum err e = ERR_ADDRESS;

	if (idn2_lookup_u8((const uint8_t *)text, &ascii,
	    IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) != IDN2_OK)
		return ERR_ADDRESS;
	if (strlen((const char *)ascii) <= DOMAIN_MAX) {
		text_copy(out, DOMAIN_MAX + 1, (const char *)ascii);
		e = ERR_OK;
	}
	idn2_free(ascii);
	return e;
}

enum err
domain_parse(const char *text, size_t len, char out[DOMAIN_MAX + 1])
{
	char		copy[4 * DOMAIN_MAX + 1];	/* UTF-8 of 253 characters */
	char		result[DOMAIN_MAX + 1];
	enum err	e;

	if (len > 0 && text[len - 1] == '.')
		len--;
	if (len == 0 || len >= sizeof(copy) || text_control(text, len))
		return ERR_ADDRESS;
	if (is_ascii(text, len)) {
		if (len > DOMAIN_MAX)
			return ERR_ADDRESS;
		memcpy(result, text, len);
		result[len] = '\0';
	} else {
		if (!text_utf8(text, len))
			return ERR_ADDRESS;
		memcpy(copy, text, len);
		copy[len] = '\0';
		if ((e = to_alabels(copy, result)) != ERR_OK)
			return e;
	}
	for (char *p = result; *p != '\0'; p++)
		*p = text_lower(*p);
	if (!is_domain(result))
		return ERR_ADDRESS;
	text_copy(out, DOMAIN_MAX + 1, result);
	return ERR_OK;
}

/* Anything but controls, blanks, < and >; @ and " only in a quoted string. */
static bool
is_local(const char *s, size_t len)
{
	bool quoted = len >= 2 && s[0] == '"' && s[len - 1] == '"';

	if (len == 0 || len > LOCAL_MAX)
		return false;
	if (quoted) {
		s++;
		len -= 2;
	}
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '"' || s[i] == '<' || s[i] == '>' ||
		    text_blank(s[i]) || (s[i] == '@' && !quoted))
			return false;
		if (quoted && s[i] == '\\' && ++i == len)
			return false;
	}
	return true;
}

/* U+00A0, the blank that doesn't break, anywhere? */
static bool
has_nbsp(const char *s, size_t len)
{
	for (size_t i = 1; i < len; i++)
		if (memcmp(s + i - 1, "\xc2\xa0", 2) == 0)
			return true;
	return false;
}

enum err
address_parse(const char *text, size_t len, struct address *out)
{
	struct address	result;
	size_t		local;
	enum err	e;

	if (text_control(text, len) || !text_utf8(text, len) ||
	    text_control_c1(text, len) || has_nbsp(text, len))
		return ERR_REQUEST;
	for (local = len; local > 0 && text[local - 1] != '@'; local--)
		continue;
	if (local == 0)
		return ERR_ADDRESS;
	local--;	/* the '@' stood there */
	if (!is_local(text, local))
		return ERR_ADDRESS;
	e = domain_parse(text + local + 1, len - local - 1, result.domain);
	if (e != ERR_OK)
		return e;
	if (local + 1 + strlen(result.domain) > ADDRESS_MAX)
		return ERR_ADDRESS;
	memcpy(result.local, text, local);
	result.local[local] = '\0';
	*out = result;
	return ERR_OK;
}

/* Names that stand before a mail domain when a client looks for settings. */
static const char *const service_labels[] = {
	"autoconfig.", "autodiscover.", "mail.", "ua-auto-config.",
};

enum err
domain_of_host(const char *host, char full[DOMAIN_MAX + 1],
    char stripped[DOMAIN_MAX + 1])
{
	const char	*rest;
	enum err	 e;

	full[0] = stripped[0] = '\0';
	if (host == NULL)
		return ERR_ADDRESS;
	if ((e = domain_parse(host, strcspn(host, ":"), full)) != ERR_OK)
		return e;
	text_copy(stripped, DOMAIN_MAX + 1, full);
	for (size_t i = 0; i < NITEMS(service_labels); i++) {
		if (!text_starts_nocase(full, service_labels[i]))
			continue;
		rest = full + strlen(service_labels[i]);
		if (is_domain(rest))
			text_copy(stripped, DOMAIN_MAX + 1, rest);
		break;
	}
	return ERR_OK;
}

const char *
address_join(struct arena *a, const char *local, const char *domain)
{
	size_t	 at = strlen(local);
	size_t	 len = strlen(domain);
	char	*address = arena_alloc(a, at + 1 + len + 1);

	if (address == NULL)
		return NULL;
	memcpy(address, local, at);
	address[at] = '@';
	memcpy(address + at + 1, domain, len);
	return address;
}
