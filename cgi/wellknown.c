/*
 * /.well-known/caldav, carddav and jmap: redirects to the domain's services, for
 * any method (RFC 6764, 5; RFC 8620, 2.2).  Clients start there with PROPFIND.
 */
#include <string.h>

#include "cgi/format.h"
#include "cgi/routes.h"
#include "lib/num.h"
#include "lib/text.h"
#include "lib/url.h"

/* clang-format off */
static const struct well_known {
	const struct format	*format;
	const char		*path;
	enum service_type	 type;
} well_knowns[] = {
	{ &caldav_format,  "/.well-known/caldav",  SERVICE_CALDAV },
	{ &carddav_format, "/.well-known/carddav", SERVICE_CARDDAV },
	{ &jmap_format,    "/.well-known/jmap",    SERVICE_JMAP },
};
/* clang-format on */

static const struct well_known *
well_known(const struct question *q)
{
	size_t i = 0;

	while (i < NITEMS(well_knowns) - 1 &&
	    well_knowns[i].format != q->route->format)
		i++;
	return &well_knowns[i];
}

/* There is no address in such a request. */
static enum err
parse(const struct request *rq, struct arena *a, struct question *q)
{
	(void)rq;
	(void)a;
	return question_host(q);
}

/* The port that a request for https came to; 0: it is none. */
static unsigned long
asked_port(const char *host)
{
	unsigned long	 port;
	const char	*colon = strchr(host, ':');

	if (colon == NULL || colon[1] == '\0')
		return 443;
	return num_parse(colon + 1, 1, 65535, &port) == 0 ? port : 0;
}

/* Would the redirect lead to where it was asked for? */
static bool
is_loop(const struct url *url, const struct question *q,
    const struct well_known *w)
{
	char	full[DOMAIN_MAX + 1];
	char	stripped[DOMAIN_MAX + 1];
	size_t	n = strlen(w->path);

	return domain_of_host(q->request->host, full, stripped) == ERR_OK &&
	    strcmp(url->host, full) == 0 &&
	    (url->port == 0 ? url->usual_port : url->port) ==
	    asked_port(q->request->host) &&
	    text_starts_nocase(url->path, w->path) &&
	    (url->path[n] == '\0' || strcmp(url->path + n, "/") == 0);
}

/* Where the service is; NULL when there is none that may be told. */
static const char *
target(const struct account *ac, const struct question *q,
    const struct well_known *w)
{
	struct url url;

	for (size_t i = 0; i < ac->nservices; i++) {
		const struct service *s = &ac->services[i];

		if (s->type == w->type && s->security == SECURITY_TLS &&
		    service_reachable(s) &&
		    url_parse(s->url, &url) == ERR_OK && !is_loop(&url, q, w))
			return s->url;
	}
	return NULL;
}

/* The same place at the domain that this one's mail is at. */
static enum err
elsewhere(const struct account *ac, const struct well_known *w,
    struct arena *a, const char **out)
{
	const char *parts[] = { "https://", ac->redirect_domain, w->path };

	*out = arena_join(a, parts, NITEMS(parts));
	return *out == NULL ? ERR_NOMEM : ERR_OK;
}

static enum err
render(const struct account *ac, const struct question *q, struct arena *a,
    struct reply *r)
{
	const struct well_known	*w = well_known(q);
	const char		*url;
	enum err		 e = ERR_OK;

	if (ac->redirect_domain != NULL)
		e = elsewhere(ac, w, a, &url);
	else if ((url = target(ac, q, w)) == NULL)
		e = ERR_NOSERVERS;
	if (e != ERR_OK)
		return e;
	r->status = ac->well_known_status;
	reply_field(r, "Location", url);
	/* RFC 6764, 5, asks for a suitable time. */
	reply_field(r, "Cache-Control", "max-age=3600");
	return ERR_OK;
}

static enum err
ask_path(const char *path, struct request *rq)
{
	rq->method = METHOD_GET;
	rq->path = path;
	rq->query = "";
	return ERR_OK;
}

static enum err
ask_caldav(const struct address *address, struct arena *a, struct request *rq)
{
	(void)address;
	(void)a;
	return ask_path(well_knowns[0].path, rq);
}

static enum err
ask_carddav(const struct address *address, struct arena *a, struct request *rq)
{
	(void)address;
	(void)a;
	return ask_path(well_knowns[1].path, rq);
}

static enum err
ask_jmap(const struct address *address, struct arena *a, struct request *rq)
{
	(void)address;
	(void)a;
	return ask_path(well_knowns[2].path, rq);
}

const struct format caldav_format = {
	.name = "caldav",
	.parse = parse,
	.render = render,
	.ask = ask_caldav,
};

const struct format carddav_format = {
	.name = "carddav",
	.parse = parse,
	.render = render,
	.ask = ask_carddav,
};

const struct format jmap_format = {
	.name = "jmap",
	.parse = parse,
	.render = render,
	.ask = ask_jmap,
};
