#include "lib/url.h"

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
