#include "schema/wrong.h"

#include <stdio.h>
#include <string.h>

#include "lib/address.h"
#include "lib/err.h"
#include "lib/text.h"
#include "lib/url.h"

const char *
wrong_text(const char *text, size_t len)
{
	if (memchr(text, '\0', len) != NULL)
		return "holds a NUL octet";
	if (text_control(text, len))
		return "holds a control character";
	if (!text_utf8(text, len))
		return "holds a character that no answer can hold, or octets"
		    " that are no UTF-8";
	return NULL;
}

const char *
wrong_ends(const char *text)
{
	size_t len = strlen(text);

	return text_blank_start(text, len) > 0 || text_blank_end(text, len) > 0 ?
	    "has a blank at its start or end" : NULL;
}

const char *
wrong_language(const char *tag)
{
	static const char	letters[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	static const char	others[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	static const char	why[] = "is no language tag such as de or pt-BR";
	const char		*p = tag;
	size_t			n = strspn(p, letters);

	if (strlen(tag) < 2 || strlen(tag) > 35)
		return why;
	while (n >= 1 && n <= 8 && p[n] == '-') {
		p += n + 1;
		n = strspn(p, others);
	}
	return n >= 1 && n <= 8 && p[n] == '\0' ? NULL : why;
}

/* The first of len octets that is not printable ASCII; len when all are. */
static size_t
ascii_length(const char *text, size_t len)
{
	size_t n = 0;

	while (n < len && text[n] > ' ' && text[n] <= '~')
		n++;
	return n;
}

/* Does the host, of len octets, hold part? */
static bool
holds(const char *host, size_t len, const char *part)
{
	const char *at = strstr(host, part);

	return at != NULL && (size_t)(at - host) < len;
}

/* The URL for a client of example.net; the placeholder gets shorter by that.
 * False when it doesn't fit. */
static bool
expand(const char *text, char out[URL_MAX + 1])
{
	static const char	holder[] = "%EMAILDOMAIN%";
	static const char	domain[] = "example.net";
	size_t			used = 0;
	int			n;

	while (*text != '\0') {
		bool here = strncmp(text, holder, strlen(holder)) == 0;

		n = snprintf(out + used, URL_MAX + 1 - used, "%.*s",
		    here ? (int)strlen(domain) : 1, here ? domain : text);
		if (n < 0 || (size_t)n > URL_MAX - used)
			return false;
		used += (size_t)n;
		text += here ? strlen(holder) : 1;
	}
	out[used] = '\0';
	return true;
}

const char *
wrong_url(const char *text)
{
	const char	*start = strstr(text, "://");
	const char	*host = start == NULL ? text : start + 3;
	size_t		 len = strcspn(host, "/?#");
	char		 example[URL_MAX + 1];
	char		 domain[DOMAIN_MAX + 1];
	struct url	 url;

	if (memchr(host, '@', len) != NULL)
		return "has a user name in front of its host; leave it out";
	if (holds(host, len, "%EMAILADDRESS%") ||
	    holds(host, len, "%EMAILLOCALPART%"))
		return "makes a host name of the local part; %EMAILDOMAIN% is"
		    " the only placeholder there";
	if (ascii_length(host, len) < len)
		return "has a host name in other letters; write it with xn--";
	if (ascii_length(text, strlen(text)) < strlen(text))
		return "holds a character that has to be written as %HH";
	if (!expand(text, example))
		return "is too long";
	if (url_parse(example, &url) == ERR_OK)
		return NULL;
	start = strstr(example, "://");
	host = start == NULL ? example : start + 3;
	if (domain_parse(host, strcspn(host, ":/?#"), domain) != ERR_OK)
		return "names no host such as www.example.net";
	return "has a port out of range 1..65535";
}

/* Append len octets of text, those beyond ASCII as %HH.  False: no room. */
static bool
add_encoded(char out[URL_MAX + 1], size_t *used, const char *text, size_t len)
{
	int n;

	for (size_t i = 0; i < len; i++) {
		n = snprintf(out + *used, URL_MAX + 1 - *used,
		    (unsigned char)text[i] < 0x80 ? "%c" : "%%%02X",
		    (unsigned char)text[i]);
		if (n < 0 || (size_t)n > URL_MAX - *used)
			return false;
		*used += (size_t)n;
	}
	return true;
}

bool
url_in_ascii(const char *text, char out[URL_MAX + 1])
{
	const char	*start = strstr(text, "://");
	const char	*host;
	char		 domain[DOMAIN_MAX + 1];
	size_t		 len, used = 0;

	if (start == NULL ||
	    ascii_length(text, strlen(text)) == strlen(text))
		return false;
	host = start += 3;
	len = strcspn(start, ":/?#");
	if (ascii_length(start, len) < len) {
		if (domain_parse(start, len, domain) != ERR_OK)
			return false;
		host = domain;
	}
	return add_encoded(out, &used, text, (size_t)(start - text)) &&
	    add_encoded(out, &used, host,
	    host == domain ? strlen(domain) : len) &&
	    add_encoded(out, &used, start + len, strlen(start + len));
}
