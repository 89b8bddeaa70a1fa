/*
 * PACC, user-agent-configuration.json (draft-ietf-mailmaint-pacc): one answer
 * for a whole domain, whose digest stands in DNS.  So its octets depend on the
 * domain's rows only, never on the query, the client or the clock.
 */
#include <string.h>

#include "cgi/format.h"
#include "lib/json.h"
#include "lib/url.h"

#define PATH "/.well-known/user-agent-configuration.json"

/* The protocols, in the order of the file.  A service with a host is expressed
 * by its name alone: implicit TLS on the usual port. */
/* clang-format off */
static const struct {
	enum service_type	 type;
	const char		*names[2];	/* -03 renamed smtp to submit: both until -02 is gone */
} protocols[] = {
	{ SERVICE_IMAP,    { "imap" } },
	{ SERVICE_POP3,    { "pop3" } },
	{ SERVICE_SMTP,    { "submit", "smtp" } },
	{ SERVICE_JMAP,    { "jmap" } },
	{ SERVICE_CALDAV,  { "caldav" } },
	{ SERVICE_CARDDAV, { "carddav" } },
	{ SERVICE_WEBDAV,  { "webdav" } },
};
/* clang-format on */

/* The query doesn't count, so that nothing in it can change the digest. */
static enum err
parse(const struct request *rq, struct arena *a, struct question *q)
{
	(void)rq;
	(void)a;
	return question_host(q);
}

/* The issuer of tokens that the file may name; NULL: none. */
static const char *
issuer(const struct account *ac)
{
	return (ac->sections & 1U << SECTION_OAUTH2) != 0 &&
	    ac->oauth2.issuer != NULL &&
	    strncmp(ac->oauth2.issuer, "https://", 8) == 0 ?
	    ac->oauth2.issuer : NULL;
}

/* Ways to log in that the file has words for. */
enum { PASSWORD = 1, OAUTH = 2 };

/* Those that a service takes, as bits. */
static unsigned
methods(const struct service *s, const struct account *ac)
{
	unsigned bits = 0;

	for (size_t i = 0; i < s->nauth; i++) {
		if (s->auth[i] == AUTH_PASSWORD_CLEARTEXT ||
		    s->auth[i] == AUTH_PASSWORD_ENCRYPTED)
			bits |= PASSWORD;
		else if (s->auth[i] == AUTH_OAUTH2 && issuer(ac) != NULL)
			bits |= OAUTH;
	}
	return bits;
}

/* Can the file say how to reach it?  The user name is always the address. */
static bool
fits(const struct service *s)
{
	struct url url;

	if (s->security != SECURITY_TLS ||
	    strcmp(s->template, "%EMAILADDRESS%") != 0)
		return false;
	if (s->url == NULL)
		return s->port == service_kind(s->type)->port;
	return service_reachable(s) && url_parse(s->url, &url) == ERR_OK &&
	    (url.port == 0 || url.port == 443) && url.path[0] == '/';
}

/* What the file may say. */
struct choice {
	unsigned		 methods;	/* that every service takes */
	const struct service	*services[NITEMS(protocols)];	/* NULL: none */
	size_t			 mail;	/* so many of them are mail servers */
	size_t			 total;
};

/* Can people both receive and send with it?  JMAP does both. */
static bool
is_whole(const struct choice *c)
{
	bool has[SERVICE__MAX] = { false };

	for (size_t i = 0; i < NITEMS(protocols); i++)
		if (c->services[i] != NULL)
			has[protocols[i].type] = true;
	return has[SERVICE_JMAP] || (has[SERVICE_SMTP] &&
	    (has[SERVICE_IMAP] || has[SERVICE_POP3]));
}

/* The best service of each protocol that takes all these ways to log in. */
static void
choose(const struct account *ac, unsigned bits, struct choice *out)
{
	memset(out, 0, sizeof(*out));
	out->methods = bits;
	for (size_t i = 0; i < NITEMS(protocols); i++)
		for (size_t k = 0; k < ac->nservices; k++) {
			const struct service *s = &ac->services[k];

			if (s->type != protocols[i].type || !fits(s) ||
			    (methods(s, ac) & bits) != bits)
				continue;
			out->services[i] = s;
			out->mail += s->host != NULL;
			out->total++;
			break;
		}
}

/*
 * The ways to log in stand once for the whole file, so that each service has to
 * take every one that is named.  Those with which one can both receive and send
 * win; then those that list the most mail servers; then passwords, which every
 * client has; then what lists the most services.
 */
static bool
is_better(const struct choice *c, const struct choice *than)
{
	if (than->total == 0 || is_whole(c) != is_whole(than))
		return than->total == 0 || is_whole(c);
	return c->mail > than->mail || (c->mail == than->mail &&
	    c->total > than->total && (c->methods & PASSWORD) != 0);
}

static void
choose_best(const struct account *ac, struct choice *best)
{
	static const unsigned	candidates[] = { PASSWORD, OAUTH };
	struct choice		c;

	choose(ac, PASSWORD | OAUTH, best);
	for (size_t i = 0; i < NITEMS(candidates); i++) {
		choose(ac, candidates[i], &c);
		if (is_better(&c, best))
			*best = c;
	}
}

static void
write_protocol(struct json *j, const char *name, const struct service *s)
{
	json_object(j, name);
	json_string(j, "host", s->host);
	json_string(j, "url", s->url);
	json_close(j);
}

static void
write_protocols(struct json *j, const struct choice *c)
{
	json_object(j, "protocols");
	for (size_t i = 0; i < NITEMS(protocols); i++)
		for (size_t k = 0; c->services[i] != NULL &&
		    k < NITEMS(protocols[i].names) &&
		    protocols[i].names[k] != NULL; k++)
			write_protocol(j, protocols[i].names[k], c->services[i]);
	json_close(j);
}

/* Himalaya insists on this object, even an empty one. */
static void
write_authentication(struct json *j, const struct account *ac, unsigned bits)
{
	json_object(j, "authentication");
	json_bool(j, "password", (bits & PASSWORD) != 0);
	if ((bits & OAUTH) != 0) {
		json_object(j, "oauth-public");
		json_string(j, "issuer", issuer(ac));
		json_close(j);
	}
	json_close(j);
}

static void
write_info(struct json *j, const struct account *ac)
{
	json_object(j, "info");
	json_object(j, "provider");
	json_string(j, "name", ac->name);
	json_string(j, "shortName", ac->short_name);
	json_close(j);
	if (ac->help_url != NULL) {
		json_object(j, "help");
		json_string(j, "documentation", ac->help_url);
		json_close(j);
	}
	json_close(j);
}

static enum err
render(const struct account *ac, const struct question *q, struct arena *a,
    struct reply *r)
{
	struct choice	c;
	struct json	j;

	(void)q;
	(void)a;
	/* Clients refuse redirects here; and the user name would be another than
	 * the address for all whose login stands in a directory. */
	if (ac->redirect_domain != NULL || ac->in_directory)
		return ERR_NOSERVERS;
	choose_best(ac, &c);
	if (c.total == 0)
		return ERR_NOSERVERS;
	json_begin(&j, &r->body);
	json_object(&j, NULL);
	write_protocols(&j, &c);
	write_authentication(&j, ac, c.methods);
	write_info(&j, ac);
	json_close(&j);
	reply_field(r, "Content-Type", "application/json");
	reply_field(r, "Cache-Control", "no-cache");
	reply_field(r, "Access-Control-Allow-Origin", "*");
	return json_end(&j);
}

static enum err
ask(const struct address *address, struct arena *a, struct request *rq)
{
	(void)address;
	(void)a;
	rq->method = METHOD_GET;
	rq->path = PATH;
	rq->query = "";
	return ERR_OK;
}

const struct format pacc_format = {
	.name = "pacc",
	.parse = parse,
	.render = render,
	.ask = ask,
};
