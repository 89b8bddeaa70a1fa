/*
 * Apple configuration profiles (.mobileconfig): iPhone, iPad, Mac, Vision.
 */
#include <string.h>

#include "cgi/apple_identity.h"
#include "cgi/apple_payloads.h"
#include "cgi/format.h"
#include "cgi/page.h"
#include "cgi/person.h"
#include "cgi/routes.h"
#include "lib/plist.h"
#include "lib/text.h"

#define PATH "/mail.mobileconfig"
#define FILE_NAME_MAX 100

static enum err
parse(const struct request *rq, struct arena *a, struct question *q)
{
	struct query_value	value;
	struct address		address;
	enum err		e;

	if ((e = person_address(rq, a, &value)) != ERR_OK ||
	    (e = person_name(rq, a, &q->name)) != ERR_OK)
		return e;
	if (value.text == NULL) {
		if ((q->route->flags & ROUTE_ADDRESS) != 0)
			return ERR_ADDRESS;
		return question_host(q);
	}
	if ((e = address_parse(value.text, value.len, &address)) == ERR_OK)
		question_address(q, &address);
	return e;
}

/* The keys of the profile as a whole. */
static enum err
render_top(struct xml *x, const struct identity *id, struct arena *a)
{
	char		 uuid[UUID_TEXT];
	const char	*description;
	const char	*title;
	enum err	 e;

	description = text_with(a, id->language, MSG_SETTINGS_FOR, id->shown);
	title = identity_title(id, a, id->ac->name);
	if (description == NULL || title == NULL)
		return ERR_NOMEM;
	if ((e = identity_uuid(id, uuid)) != ERR_OK)
		return e;
	plist_string(x, "PayloadDescription", description);
	plist_string(x, "PayloadDisplayName", title);
	plist_string(x, "PayloadIdentifier", id->profile);
	plist_string(x, "PayloadOrganization", id->ac->name);
	plist_string(x, "PayloadType", "Configuration");
	plist_string(x, "PayloadUUID", uuid);
	plist_integer(x, "PayloadVersion", 1);
	return ERR_OK;
}

/* attachment; filename="...": ASCII letters, digits, dot, hyphen, underscore. */
static const char *
disposition(struct arena *a, const char *shown)
{
	size_t		 n = strlen(shown);
	char		*name = arena_strndup(a, shown, n > FILE_NAME_MAX ?
	    FILE_NAME_MAX : n);
	const char	*parts[] = { "attachment; filename=\"", name,
		".mobileconfig\"" };

	if (name == NULL)
		return NULL;
	for (; *name != '\0'; name++) {
		char c = text_lower(*name);

		if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '.' &&
		    c != '_')
			*name = '-';
	}
	return arena_join(a, parts, NITEMS(parts));
}

static enum err
render(const struct account *ac, const struct question *q, struct arena *a,
    struct reply *r)
{
	struct identity	 id = { .language = language_of(q->request) };
	struct xml	 x;
	const char	*field;
	enum err	 e;

	/* Servers that the mail has left would be a wrong profile. */
	if (ac->redirect_domain != NULL)
		return ERR_MOVED;
	id.person = q->name != NULL ? q->name : ac->display_name;
	if ((e = identity_make(ac, &id)) != ERR_OK)
		return e;
	plist_begin(&x, &r->body);
	plist_array_open(&x, "PayloadContent");
	if ((e = apple_payloads(&x, &id, a)) != ERR_OK)
		return e;
	plist_array_close(&x);
	if ((e = render_top(&x, &id, a)) != ERR_OK)
		return e;
	if ((field = disposition(a, id.shown)) == NULL)
		return ERR_NOMEM;
	reply_field(r, "Content-Type", "application/x-apple-aspen-config");
	reply_field(r, "Content-Disposition", field);
	reply_field(r, "Cache-Control", "no-store");
	r->sign = true;
	return plist_end(&x);
}

static enum err
ask(const struct address *address, struct arena *a, struct request *rq)
{
	return ask_with_address(PATH, address, a, rq);
}

const struct format apple_format = {
	.name = "apple",
	.parse = parse,
	.render = render,
	.refuse = page_refuse,
	.ask = ask,
};
