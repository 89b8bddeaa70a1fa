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

static bool
takes(const struct service *s, enum authentication auth)
{
	for (size_t i = 0; i < s->nauth; i++)
		if (s->auth[i] == auth)
			return true;
	return false;
}

static bool
takes_password(const struct service *s)
{
	return takes(s, AUTH_PASSWORD_CLEARTEXT) ||
	    takes(s, AUTH_PASSWORD_ENCRYPTED);
}

/* Can the file say how to reach it, and how to log in there?  The user name is
 * always the address. */
static bool
fits(const struct service *s, const struct account *ac)
{
	struct url url;

	if (s->security != SECURITY_TLS ||
	    strcmp(s->template, "%EMAILADDRESS%") != 0)
		return false;
	if (!takes_password(s) &&
	    (issuer(ac) == NULL || !takes(s, AUTH_OAUTH2)))
		return false;
	if (s->url == NULL)
		return s->port == service_kind(s->type)->port;
	/* Half a JMAP URL is no session resource. */
	if (s->type == SERVICE_JMAP && s->url_cut)
		return false;
	return url_parse(s->url, &url) == ERR_OK &&
	    (url.port == 0 || url.port == 443) && url.path[0] == '/';
}

/* The best one that the file can express; NULL for none. */
static const struct service *
best(const struct account *ac, enum service_type type)
{
	for (size_t i = 0; i < ac->nservices; i++)
		if (ac->services[i].type == type && fits(&ac->services[i], ac))
			return &ac->services[i];
	return NULL;
}

static void
write_protocol(struct json *j, const char *name, const struct service *s)
{
	json_object(j, name);
	json_string(j, "host", s->host);
	json_string(j, "url", s->url);
	json_close(j);
}

/* password: does any of the services take one?  Returns how many there are. */
static size_t
write_protocols(struct json *j, const struct account *ac, bool *password)
{
	const struct service	*s;
	size_t			 n = 0;

	*password = false;
	json_object(j, "protocols");
	for (size_t i = 0; i < NITEMS(protocols); i++) {
		if ((s = best(ac, protocols[i].type)) == NULL)
			continue;
		n++;
		if (takes_password(s))
			*password = true;
		for (size_t k = 0; k < NITEMS(protocols[i].names) &&
		    protocols[i].names[k] != NULL; k++)
			write_protocol(j, protocols[i].names[k], s);
	}
	json_close(j);
	return n;
}

/* Himalaya insists on this object, even an empty one. */
static void
write_authentication(struct json *j, const struct account *ac, bool password)
{
	json_object(j, "authentication");
	json_bool(j, "password", password);
	if (issuer(ac) != NULL) {
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
	struct json	j;
	bool		password;

	(void)q;
	(void)a;
	/* Clients refuse redirects here. */
	if (ac->redirect_domain != NULL)
		return ERR_NOSERVERS;
	json_begin(&j, &r->body);
	json_object(&j, NULL);
	if (write_protocols(&j, ac, &password) == 0)
		return ERR_NOSERVERS;
	write_authentication(&j, ac, password);
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
