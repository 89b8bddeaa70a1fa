#include "lib/account.h"

#include <assert.h>
#include <string.h>

#include "lib/address.h"
#include "lib/log.h"
#include "lib/url.h"

enum place { PLACE_NONE, PLACE_ADDRESS, PLACE_LOCAL, PLACE_DOMAIN };

/* Where a text goes to, and so how values are escaped in it. */
enum use { USE_PLAIN, USE_URL, USE_FILTER, USE_DN, USE__MAX };

/* clang-format off */
static const struct {
	const char	*text;
	enum place	 place;
	bool		 directory;	/* in filters and DNs only */
} placeholders[] = {
	{ "%EMAILADDRESS%",   PLACE_ADDRESS, false },
	{ "%EMAILLOCALPART%", PLACE_LOCAL,   false },
	{ "%EMAILDOMAIN%",    PLACE_DOMAIN,  false },
	{ "{0}",              PLACE_ADDRESS, true },
};
/* clang-format on */

/* The placeholder that starts at text, and its length. */
static enum place
placeholder(const char *text, enum use use, size_t *len)
{
	for (size_t i = 0; i < NITEMS(placeholders); i++) {
		if (placeholders[i].directory && use != USE_FILTER &&
		    use != USE_DN)
			continue;
		*len = strlen(placeholders[i].text);
		if (strncmp(text, placeholders[i].text, *len) == 0)
			return placeholders[i].place;
	}
	*len = 1;
	return PLACE_NONE;
}

static const char *
value_of(enum place place, const struct expansion *values)
{
	switch (place) {
	case PLACE_ADDRESS:
		return values->address;
	case PLACE_LOCAL:
		return values->local;
	case PLACE_DOMAIN:
		return values->domain;
	case PLACE_NONE:
		break;
	}
	return NULL;
}

static bool
alphanumeric(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9');
}

/* What else may stand as it is in a value, and how the rest is marked.  Fewer
 * than the RFCs allow: what is escaped means the same everywhere. */
static const struct {
	const char	*safe;	/* NULL: everything */
	char		 mark;
} uses[] = {
	[USE_PLAIN]  = { NULL, '\0' },
	[USE_URL]    = { "-._~@", '%' },
	[USE_FILTER] = { "-._@", '\\' },
	[USE_DN]     = { "-._@", '\\' },
};
static_assert(NITEMS(uses) == USE__MAX, "a rule for every use");

static bool
is_safe(enum use use, char c)
{
	return uses[use].safe == NULL || alphanumeric(c) ||
	    (c != '\0' && strchr(uses[use].safe, c) != NULL);
}

/* Write value to out, or only count when out is NULL. */
static size_t
put_value(char *out, const char *value, enum use use)
{
	static const char	hex[] = "0123456789ABCDEF";
	size_t			n = 0;

	for (; *value != '\0'; value++) {
		if (is_safe(use, *value)) {
			if (out != NULL)
				out[n] = *value;
			n++;
			continue;
		}
		if (out != NULL) {
			out[n] = uses[use].mark;
			out[n + 1] = hex[(unsigned char)*value >> 4];
			out[n + 2] = hex[(unsigned char)*value & 15];
		}
		n += 3;
	}
	return n;
}

/* The expansion itself, twice: to count, and to write. */
static size_t
put(char *out, const char *template, const char *end,
    const struct expansion *values, enum use use)
{
	enum place	place;
	size_t		n = 0;
	size_t		len;

	for (; template < end; template += len) {
		place = placeholder(template, use, &len);
		if (place != PLACE_NONE) {
			n += put_value(out == NULL ? NULL : out + n,
			    value_of(place, values), use);
			continue;
		}
		if (out != NULL)
			out[n] = *template;
		n++;
	}
	return n;
}

/* The first placeholder without a value, or the end. */
static const char *
expandable(const char *template, const struct expansion *values, enum use use)
{
	enum place	place;
	size_t		len;

	for (; *template != '\0'; template += len) {
		place = placeholder(template, use, &len);
		if (place != PLACE_NONE && value_of(place, values) == NULL)
			break;
	}
	return template;
}

static enum err
expand_to(struct arena *a, const char *template, const char *end,
    const struct expansion *values, enum use use, const char **out)
{
	char *text = arena_alloc(a, put(NULL, template, end, values, use) + 1);

	if (text == NULL)
		return ERR_NOMEM;
	(void)put(text, template, end, values, use);
	*out = text;
	return ERR_OK;
}

/* The whole template, or NULL when a value is missing. */
static enum err
expand_all(struct arena *a, const char *template,
    const struct expansion *values, enum use use, const char **out)
{
	const char *end = expandable(template, values, use);

	*out = NULL;
	if (*end != '\0')
		return ERR_OK;
	return expand_to(a, template, end, values, use, out);
}

enum err
expand(struct arena *a, const char *template, const struct expansion *values,
    const char **out)
{
	return expand_all(a, template, values, USE_PLAIN, out);
}

enum err
expand_filter(struct arena *a, const char *template,
    const struct expansion *values, const char **out)
{
	return expand_all(a, template, values, USE_FILTER, out);
}

enum err
expand_dn(struct arena *a, const char *template,
    const struct expansion *values, const char **out)
{
	return expand_all(a, template, values, USE_DN, out);
}

enum err
expand_url(struct arena *a, const char *template,
    const struct expansion *values, const char **out)
{
	const char *end = expandable(template, values, USE_URL);

	if (*end != '\0')
		while (end > template && end[-1] != '/')
			end--;
	return expand_to(a, template, end, values, USE_URL, out);
}

/* By type, priority, security (best first). */
static int
order(const struct service *a, const struct service *b)
{
	if (a->type != b->type)
		return a->type < b->type ? -1 : 1;
	if (a->priority != b->priority)
		return a->priority < b->priority ? -1 : 1;
	if (a->security != b->security)
		return a->security > b->security ? -1 : 1;
	return 0;
}

/* Insertion keeps equals in order, which qsort(3) does not promise; there are
 * SERVICES_MAX at most, and they come nearly sorted. */
void
services_sort(struct service *services, size_t n)
{
	struct service	s;
	size_t		j;

	for (size_t i = 1; i < n; i++) {
		s = services[i];
		for (j = i; j > 0 && order(&services[j - 1], &s) > 0; j--)
			services[j] = services[j - 1];
		services[j] = s;
	}
}

/* ERR_ADDRESS when the host is none. */
static enum err
expand_host(struct arena *a, const struct expansion *values,
    struct service *service)
{
	struct expansion	 only = { NULL, NULL, values->domain };
	char			 host[DOMAIN_MAX + 1];
	const char		*expanded;
	enum err		 e;

	if ((e = expand(a, service->host, &only, &expanded)) != ERR_OK)
		return e;
	if (expanded == NULL ||
	    domain_parse(expanded, strlen(expanded), host) != ERR_OK)
		return ERR_ADDRESS;
	service->host = arena_strdup(a, host);
	return service->host == NULL ? ERR_NOMEM : ERR_OK;
}

static enum err
expand_place(struct arena *a, const struct expansion *values,
    struct service *service)
{
	enum err e;

	if (service->host != NULL)
		return expand_host(a, values, service);
	service->url_cut = *expandable(service->url, values, USE_URL) != '\0';
	e = expand_url(a, service->url, values, &service->url);
	if (e != ERR_OK || service->port == 0)
		return e;
	/* From here on no format can forget that there is another port. */
	service->url = url_with_port(service->url, service->port, a);
	service->port = 0;
	return service->url == NULL ? ERR_NOMEM : ERR_OK;
}

/* own: set when the login is another than the template gives. */
static enum err
expand_service(struct arena *a, const char *login,
    const struct expansion *values, struct service *service, bool *own)
{
	enum err e = expand_place(a, values, service);

	if (e != ERR_OK)
		return e;
	e = expand(a, service->template, values, &service->username);
	if (e == ERR_OK && login != NULL && (service->username == NULL ||
	    strcmp(service->username, login) != 0)) {
		service->template = service->username = login;
		*own = true;
	}
	return e;
}

/* A provider's name may hold %EMAILDOMAIN%. */
static enum err
expand_name(struct arena *a, const struct expansion *values, const char **name)
{
	struct expansion	 only = { NULL, NULL, values->domain };
	const char		*expanded = NULL;
	enum err		 e = ERR_OK;

	if (*name != NULL && strchr(*name, '%') != NULL)
		e = expand(a, *name, &only, &expanded);
	if (expanded != NULL)
		*name = expanded;
	return e;
}

enum err
account_expand(const struct account *in, struct arena *a, struct account *out)
{
	const struct expansion	 values = { in->address, in->local, in->domain };
	struct service		*services;
	bool			 own = false;
	size_t			 n = 0;
	enum err		 e;

	services = arena_alloc(a, in->nservices * sizeof(*services));
	if (services == NULL)
		return ERR_NOMEM;
	for (size_t i = 0; i < in->nservices; i++) {
		services[n] = in->services[i];
		e = expand_service(a, in->login, &values, &services[n], &own);
		if (e == ERR_NOMEM)
			return e;
		if (e == ERR_OK)
			n++;
		else
			log_line(LOG_LEVEL_WARNING, "domain=%s service=%lld is"
			    " not used: its host is none; run: muaconf check",
			    in->domain, (long long)in->services[i].id);
	}
	services_sort(services, n);
	*out = *in;
	out->directory = NULL;
	if (!own)
		out->login = NULL;
	out->personal = in->personal || own;
	out->services = services;
	out->nservices = n;
	e = expand_name(a, &values, &out->name);
	return e == ERR_OK ? expand_name(a, &values, &out->short_name) : e;
}
