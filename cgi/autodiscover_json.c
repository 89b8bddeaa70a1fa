/*
 * Microsoft Autodiscover, version 2: a JSON object that says where one protocol
 * is.  It can't carry mail servers, only lead to the XML that does.
 */
#include <stdio.h>
#include <string.h>

#include "cgi/autodiscover.h"
#include "cgi/query.h"
#include "cgi/routes.h"
#include "lib/json.h"
#include "lib/text.h"

/* How much of a protocol's name is repeated, in characters. */
#define ECHO_MAX 64

/* The protocols, in the spelling that answers have and in the order in which an
 * error lists them; requests come in any case. */
/* clang-format off */
static const struct {
	const char		*name;
	enum service_type	 type;	/* SERVICE__MAX: always there */
} protocols[] = {
	{ "ActiveSync",     SERVICE_ACTIVESYNC },
	{ "AutodiscoverV1", SERVICE__MAX },
	{ "Ews",            SERVICE_EWS },
};

/* What is wrong, in the words of Exchange. */
static const struct {
	const char	*code;
	const char	*message;
	int		 status;
} errors[] = {
	[ERR_REQUEST]   = { "MissingProtocol", "A valid value must be provided for the query parameter 'Protocol'.", 400 },
	[ERR_ADDRESS]   = { "MandatoryParameterMissing", "The get request sent does not match the valid format.", 400 },
	[ERR_NOTFOUND]  = { "UserNotFound", "The given user isn't found.", 404 },
	[ERR_STORE]     = { "ServiceUnavailable", "The settings can't be read at the moment.", 503 },
};
/* clang-format on */
static const char internal_error[] = "InternalServerError";

static void
fields(struct reply *r)
{
	reply_field(r, "Content-Type", "application/json; charset=utf-8");
	reply_field(r, "Cache-Control", "no-store");
}

/* The rest of a path below the route, less a version such as "v1.0/"; NULL when
 * there is no such form. */
static const char *
path_address(const struct request *rq, const struct question *q)
{
	const char	*rest;
	size_t		 digits;

	if ((q->route->flags & ROUTE_PREFIX) == 0)
		return NULL;
	rest = rq->path + strlen(q->route->path);
	if (text_lower(*rest) != 'v')
		return NULL;
	digits = strspn(++rest, "0123456789.");
	return digits > 0 && rest[digits] == '/' && rest[digits + 1] != '\0' ?
	    rest + digits + 1 : NULL;
}

/* The address, from the path or the parameter. */
static enum err
find_address(const struct request *rq, struct arena *a, struct question *q)
{
	const char		*path = path_address(rq, q);
	struct query_value	 v = { path, path == NULL ? 0 : strlen(path) };
	struct address		 address;
	enum err		 e;

	/* A plus is a plus: a blank is never valid there. */
	if (path == NULL && (e = query_get(rq->query, "Email", true,
	    QUERY_LITERAL, a, &v)) != ERR_OK)
		return e == ERR_NOMEM ? e : ERR_ADDRESS;
	while (v.len > 0 && text_blank(v.text[v.len - 1]))
		v.len--;
	for (; v.len > 0 && text_blank(*v.text); v.len--)
		v.text++;
	if (v.len == 0 || address_parse(v.text, v.len, &address) != ERR_OK)
		return ERR_ADDRESS;
	question_address(q, &address);
	return ERR_OK;
}

/* Up to ECHO_MAX characters of what was sent, with a '?' for each octet that is
 * no text. */
static const char *
shortened(const struct query_value *v, struct arena *a)
{
	char	*out = arena_alloc(a, 4 * ECHO_MAX + 1);
	char	*p = out;
	size_t	 i = 0;
	size_t	 n;

	if (out == NULL)
		return NULL;
	for (size_t chars = 0; chars < ECHO_MAX && i < v->len; chars++) {
		for (n = 1; n <= 4 && n <= v->len - i; n++)
			if (text_utf8(v->text + i, n))
				break;
		if (n > 4 || n > v->len - i || v->text[i] == '\0') {
			*p++ = '?';
			i++;
			continue;
		}
		memcpy(p, v->text + i, n);
		p += n;
		i += n;
	}
	return out;
}

/* Another domain that Host names, to see whether it is one of ours. */
static enum err
find_host(struct arena *a, struct question *q)
{
	struct address	*host;
	char		 full[DOMAIN_MAX + 1];
	char		 stripped[DOMAIN_MAX + 1];

	if (domain_of_host(q->request->host, full, stripped) != ERR_OK ||
	    strcmp(stripped, q->address.domain) == 0)
		return ERR_OK;
	if ((host = arena_alloc(a, sizeof(*host))) == NULL)
		return ERR_NOMEM;
	text_copy(host->domain, sizeof(host->domain), stripped);
	q->others = host;
	q->nothers = 1;
	q->others_listed = true;
	return ERR_OK;
}

static enum err
parse(const struct request *rq, struct arena *a, struct question *q)
{
	struct query_value	v;
	enum err		e;

	q->personal = PERSONAL_NOTHING;
	if ((e = find_address(rq, a, q)) != ERR_OK ||
	    (e = query_get(rq->query, "Protocol", true, QUERY_LITERAL, a,
	    &v)) != ERR_OK)
		return e;
	if (v.text == NULL || v.len == 0)
		return ERR_REQUEST;
	q->protocol = shortened(&v, a);
	return q->protocol == NULL ? ERR_NOMEM : find_host(a, q);
}

/* Where the XML is: at the host that was asked, when its domain is one of ours
 * (a forged Host never comes back), else at the usual one.  A domain's own name
 * stays as it is.  NULL at the arena's limit. */
static const char *
xml_url(const struct account *ac, const struct question *q, struct arena *a)
{
	static const char	 format[] = "https://%s%s" AUTODISCOVER_XML;
	char			 full[DOMAIN_MAX + 1];
	char			 stripped[DOMAIN_MAX + 1];
	bool			 known = ac->next != NULL &&
				    ac->next->provider != NULL;
	const char		*domain = known ? ac->next->domain : ac->domain;
	bool			 itself = domain_of_host(q->request->host, full,
				    stripped) == ERR_OK &&
				    strcmp(full, domain) == 0;
	size_t			 size = sizeof(format) + sizeof("autodiscover.") +
				    DOMAIN_MAX;
	char			*url = arena_alloc(a, size);

	if (url != NULL)
		(void)snprintf(url, size, format, itself ? "" : "autodiscover.",
		    domain);
	return url;
}

/* Where a protocol is; NULL: nowhere, or at the arena's limit, which *err says. */
static const char *
protocol_url(size_t i, const struct account *ac, const struct question *q,
    struct arena *a, enum err *err)
{
	const struct service	*s;
	const char		*url;

	*err = ERR_OK;
	if (protocols[i].type != SERVICE__MAX) {
		s = account_first(ac, protocols[i].type);
		return s == NULL ? NULL : s->url;
	}
	if ((url = xml_url(ac, q, a)) == NULL)
		*err = ERR_NOMEM;
	return url;
}

/* To the same question at the host that the domain's Autodiscover is at. */
static enum err
move(const struct autodiscover_redirect *elsewhere, const char *protocol,
    const struct account *ac, struct arena *a, struct reply *r)
{
	static const char	 middle[] = AUTODISCOVER_JSON "?";
	static const char	 name[] = "&Protocol=";
	const char		*host_end = strchr(elsewhere->url +
				    strlen("https://"), '/');
	const char		*host = arena_strndup(a, elsewhere->url,
				    (size_t)(host_end - elsewhere->url));
	const char		*email = query_address(a, "Email", ac->local,
				    elsewhere->address != NULL ?
				    ac->redirect_domain : ac->domain);
	const char		*encoded = query_encode(a, protocol);
	size_t			 size;
	char			*url;

	if (host == NULL || email == NULL || encoded == NULL)
		return ERR_NOMEM;
	size = strlen(host) + sizeof(middle) + strlen(email) + sizeof(name) +
	    strlen(encoded);
	if ((url = arena_alloc(a, size)) == NULL)
		return ERR_NOMEM;
	(void)snprintf(url, size, "%s%s%s%s%s", host, middle, email, name,
	    encoded);
	autodiscover_moved(r, url);
	return ERR_OK;
}

static enum err
write_error(struct reply *r, int status, const char *code, const char *message)
{
	struct json j;

	r->status = status;
	json_begin(&j, &r->body);
	json_object(&j, NULL);
	json_string(&j, "ErrorCode", code);
	json_string(&j, "ErrorMessage", message);
	json_close(&j);
	fields(r);
	return json_end(&j);
}

static enum err
invalid_protocol(const struct account *ac, const struct question *q,
    struct reply *r)
{
	struct buf	 message;
	const char	*comma = "";
	enum err	 e = ERR_NOMEM;

	buf_init(&message, 1024);
	buf_puts(&message, "The given protocol value '");
	buf_puts(&message, q->protocol);
	buf_puts(&message, "' is invalid. Supported values are '");
	for (size_t i = 0; i < NITEMS(protocols); i++) {
		if (protocols[i].type != SERVICE__MAX &&
		    account_first(ac, protocols[i].type) == NULL)
			continue;
		buf_puts(&message, comma);
		buf_puts(&message, protocols[i].name);
		comma = ",";
	}
	buf_add(&message, "'", sizeof("'"));
	if (buf_error(&message) == ERR_OK)
		e = write_error(r, 400, "InvalidProtocol", message.data);
	buf_free(&message);
	return e;
}

static enum err
write_protocol(struct reply *r, const char *protocol, const char *url)
{
	struct json j;

	json_begin(&j, &r->body);
	json_object(&j, NULL);
	json_string(&j, "Protocol", protocol);
	json_string(&j, "Url", url);
	json_close(&j);
	fields(r);
	return json_end(&j);
}

/* What a domain that is hosted elsewhere has is for its new host to say. */
static enum err
render(const struct account *ac, const struct question *q, struct arena *a,
    struct reply *r)
{
	struct autodiscover_redirect	 elsewhere;
	const char			*url = NULL;
	size_t				 i = 0;
	bool				 moved;
	enum err			 e;

	if (ac->provider == NULL)
		return ERR_NOTFOUND;	/* only the host's domain is served */
	while (i < NITEMS(protocols) &&
	    !text_equal_nocase(protocols[i].name, q->protocol))
		i++;
	moved = autodiscover_redirect(ac, q, a, &elsewhere, &e);
	if (e != ERR_OK)
		return e;
	if (moved && i < NITEMS(protocols) && protocols[i].type == SERVICE__MAX)
		return write_protocol(r, protocols[i].name, elsewhere.url);
	if (moved)
		return move(&elsewhere, i < NITEMS(protocols) ?
		    protocols[i].name : q->protocol, ac, a, r);
	if (i < NITEMS(protocols)) {
		url = protocol_url(i, ac, q, a, &e);
		if (e != ERR_OK)
			return e;
	}
	return url == NULL ? invalid_protocol(ac, q, r) :
	    write_protocol(r, protocols[i].name, url);
}

static void
refuse(enum err e, const struct question *q, struct arena *a, struct reply *r)
{
	enum err written;

	(void)q;
	(void)a;
	if (e == ERR_METHOD || e == ERR_TOOBIG) {
		reply_text(r, status_of(e), err_phrase(e));
		return;
	}
	if ((size_t)e < NITEMS(errors) && errors[e].code != NULL)
		written = write_error(r, errors[e].status, errors[e].code,
		    errors[e].message);
	else
		written = write_error(r, 500, internal_error, err_phrase(e));
	if (written != ERR_OK)
		r->status = 500;
}

static enum err
ask(const struct address *address, struct arena *a, struct request *rq)
{
	static const char	 rest[] = "&Protocol=AutodiscoverV1";
	const char		*email = query_address(a, "Email",
				    address->local, address->domain);
	size_t			 n;
	char			*query;

	if (email == NULL)
		return ERR_NOMEM;
	n = strlen(email);
	if ((query = arena_alloc(a, n + sizeof(rest))) == NULL)
		return ERR_NOMEM;
	memcpy(query, email, n);
	memcpy(query + n, rest, sizeof(rest));
	rq->method = METHOD_GET;
	rq->path = AUTODISCOVER_JSON;
	rq->query = query;
	return ERR_OK;
}

const struct format autodiscover_json_format = {
	.name = "autodiscover-json",
	.parse = parse,
	.render = render,
	.refuse = refuse,
	.ask = ask,
};
