#include "cgi/origin.h"

#include <stdbool.h>
#include <string.h>

#include "lib/address.h"
#include "lib/err.h"
#include "lib/num.h"
#include "lib/text.h"

/* Host and ":port" of a Host field.  False when there is anything strange. */
static bool
split(const char *field, char host[DOMAIN_MAX + 1], const char **port,
    bool *is_domain)
{
	char		stripped[DOMAIN_MAX + 1];
	size_t		n = strcspn(field, ":");
	unsigned long	number;

	*port = field + n;
	if (**port != '\0' && num_parse(*port + 1, 1, 65535, &number) != 0)
		return false;
	*is_domain = domain_of_host(field, host, stripped) == ERR_OK;
	if (*is_domain)
		return true;
	if (n == 0 || n > DOMAIN_MAX)
		return false;
	for (size_t i = 0; i < n; i++) {
		host[i] = text_lower(field[i]);
		if ((host[i] < 'a' || host[i] > 'z') && host[i] != '.' &&
		    host[i] != '-' && (host[i] < '0' || host[i] > '9'))
			return false;
	}
	host[n] = '\0';
	return true;
}

const char *
origin_url(const struct request *rq, struct arena *a, const char *link)
{
	char		 host[DOMAIN_MAX + 1];
	const char	*port;
	bool		 is_domain;
	const char	*parts[4];

	if (rq->host == NULL || !split(rq->host, host, &port, &is_domain))
		return NULL;
	parts[0] = rq->https || (is_domain && *port == '\0') ? "https://" :
	    "http://";
	parts[1] = host;
	parts[2] = port;
	parts[3] = link;
	return arena_join(a, parts, NITEMS(parts));
}
