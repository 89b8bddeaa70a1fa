#include "lib/url.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "lib/address.h"
#include "lib/num.h"

/* ":993" as a number. */
static enum err
parse_port(const char *text, size_t len, unsigned long *out)
{
	char digits[6];

	if (len < 2 || len > sizeof(digits))
		return ERR_ADDRESS;
	memcpy(digits, text + 1, len - 1);
	digits[len - 1] = '\0';
	return num_parse(digits, 1, 65535, out) == 0 ? ERR_OK : ERR_ADDRESS;
}

enum err
url_parse(const char *text, struct url *out)
{
	const char	*start = strstr(text, "://");
	struct url	 url = { .port = 0 };
	size_t		 len;
	size_t		 name;

	for (const char *c = text; *c != '\0'; c++)
		if (*c < '!' || *c > '~')
			return ERR_ADDRESS;
	if (start == NULL || start == text)
		return ERR_ADDRESS;
	url.tls = start[-1] == 's';
	start += 3;
	len = strcspn(start, "/?#");
	name = strcspn(start, ":/?#");
	if (domain_parse(start, name, url.host) != ERR_OK)
		return ERR_ADDRESS;
	if (name < len &&
	    parse_port(start + name, len - name, &url.port) != ERR_OK)
		return ERR_ADDRESS;
	url.usual_port = strncmp(text, "ldap", 4) == 0 ?
	    (url.tls ? 636 : 389) : url.tls ? 443 : 80;
	url.path = start + len;
	start += strcspn(start, "?#");
	url.query = *start == '?' ? start + 1 : "";
	*out = url;
	return ERR_OK;
}

const char *
url_with_port(const char *text, unsigned long port, struct arena *a)
{
	struct url	 url;
	char		 written[sizeof(":65535")];
	const char	*parts[] = { NULL, written, NULL };
	const char	*host;

	if (url_parse(text, &url) != ERR_OK || port > 65535 ||
	    port == (url.port == 0 ? url.usual_port : url.port))
		return text;
	(void)snprintf(written, sizeof(written), ":%u", (uint16_t)port);
	host = strstr(text, "://") + 3;
	parts[0] = arena_strndup(a, text,
	    (size_t)(host - text) + strcspn(host, ":/?#"));
	parts[2] = url.path;
	return parts[0] == NULL ? NULL : arena_join(a, parts, NITEMS(parts));
}
