/*
 * The page for people: an address in; out come the profile for Apple devices,
 * a sentence for each common mail program, and the settings to copy.  It never
 * says whether a mailbox exists.
 */
#include "cgi/page.h"

#include <string.h>

#include "cgi/apple_payloads.h"
#include "cgi/negotiate.h"
#include "cgi/origin.h"
#include "cgi/page_forms.h"
#include "cgi/person.h"
#include "cgi/routes.h"
#include "lib/text.h"

/* Octets that can be shown again in the form; "" when they can't. */
static const char *
showable(struct arena *a, const char *text, size_t len)
{
	const char *copy = NULL;

	if (text != NULL && len <= ADDRESS_MAX && !text_control(text, len) &&
	    text_utf8(text, len))
		copy = arena_strndup(a, text, len);
	return copy == NULL ? "" : copy;
}

/* What is the same for every page. */
static void
page_init(struct page *p, const struct question *q, struct arena *a)
{
	struct query_value	value;
	const char		*name;

	memset(p, 0, sizeof(*p));
	p->q = q;
	p->arena = a;
	p->language = language_of(q->request);
	p->typed = p->name = "";
	if (person_address(q->request, a, &value) == ERR_OK)
		p->typed = showable(a, value.text, value.len);
	if (person_name(q->request, a, &name) == ERR_OK && name != NULL)
		p->name = name;
}

static enum err
write_form(const struct page *p, struct reply *r)
{
	switch (media_of(p->q->request->accept)) {
	case MEDIA_TEXT:
		return page_text(p, r);
	case MEDIA_JSON:
		return page_json(p, r);
	case MEDIA_HTML:
	case MEDIA__MAX:
		break;
	}
	return page_html(p, r);
}

/* The page in the form that the request prefers. */
static enum err
write_page(const struct page *p, struct reply *r)
{
	enum err e;

	reply_field(r, "Cache-Control", p->q->has_address ||
	    *p->typed != '\0' || p->alert != NULL ? "no-store" : "max-age=300");
	reply_field(r, "Content-Language", language_tag(p->language));
	reply_field(r, "Referrer-Policy", "no-referrer");
	reply_field(r, "Vary", "Accept, Accept-Language");
	if ((e = write_form(p, r)) != ERR_OK)
		return e;
	if (r->status >= 400)
		reply_field(r, "Cache-Control", "no-store");
	/* A text or link that found no room would be missing in the page. */
	return p->arena->full ? ERR_NOMEM : ERR_OK;
}

/* A list, a route or a URL where one address was meant (RFC 5321, 4.1.2)?  Other
 * formats are asked by programs, which know what they ask for. */
static bool
is_mistyped(const struct address *address)
{
	return *address->local != '"' &&
	    strpbrk(address->local, "()<>,:;[]\\") != NULL;
}

/* The address in a link to write to somebody, copied as a whole (RFC 6068). */
static void
skip_mailto(struct query_value *v)
{
	static const char	mailto[] = "mailto:";
	const char		*end;

	if (!text_starts_nocase(v->text, mailto))
		return;
	v->text += strlen(mailto);
	v->len -= strlen(mailto);
	if ((end = memchr(v->text, '?', v->len)) != NULL)
		v->len = (size_t)(end - v->text);
	query_trim(v);
}

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
		/* An unusable Host is as good as any: the form is shown. */
		e = question_host(q);
		return e == ERR_ADDRESS ? ERR_OK : e;
	}
	query_trim(&value);
	skip_mailto(&value);
	if ((e = address_parse(value.text, value.len, &address)) != ERR_OK)
		return e;
	if (is_mistyped(&address))
		return ERR_ADDRESS;
	question_address(q, &address);
	return ERR_OK;
}

static enum err
render(const struct account *ac, const struct question *q, struct arena *a,
    struct reply *r)
{
	struct page	p;
	enum language	language;

	/* Servers that the mail has left would be wrong settings. */
	if (ac->address != NULL && ac->redirect_domain != NULL)
		return ERR_MOVED;
	page_init(&p, q, a);
	p.ac = ac;
	if (ac->address != NULL) {
		p.typed = ac->address;
		p.parts = apple_parts(ac);
	}
	if (p.parts != 0) {
		(void)language_asked(q->request, &language);
		if ((p.profile = page_link(&p, PROFILE_PATH, language)) == NULL)
			return ERR_NOMEM;
		p.profile_url = origin_url(q->request, a, p.profile);
	}
	return write_page(&p, r);
}

/* What to tell people. */
static const char *
advice(const struct page *p)
{
	const struct question *q = p->q;

	switch (p->err) {
	case ERR_REQUEST:
		return text_of(p->language, MSG_BAD_NAME);
	case ERR_ADDRESS:
		if (*p->typed == '\0')
			return text_of(p->language, MSG_NO_ADDRESS);
		return page_text_with(p, MSG_BAD_ADDRESS, "name@example.com");
	case ERR_NOTFOUND:
		return page_text_with(p, MSG_UNKNOWN_DOMAIN,
		    q->ndomains > 0 ? q->domains[0].name : "?");
	case ERR_NOSERVERS:
		return text_of(p->language, MSG_NO_PROFILE);
	case ERR_MOVED:
		return text_of(p->language, MSG_MOVED);
	case ERR_STORE:
	case ERR_NOMEM:
	case ERR_XML:
		return text_of(p->language, MSG_UNAVAILABLE);
	case ERR_OK:
	case ERR_SCHEMA:
	case ERR_ROUTE:
	case ERR_METHOD:
	case ERR_TOOBIG:
	case ERR__MAX:
		break;
	}
	return err_phrase(p->err);
}

void
page_refuse(enum err e, const struct question *q, struct arena *a,
    struct reply *r)
{
	struct page p;

	page_init(&p, q, a);
	p.err = e;
	r->status = status_of(e);
	/* Who hasn't asked for an address yet can't be wrong about it. */
	if (e == ERR_NOTFOUND && !q->has_address &&
	    q->route->format == &page_format) {
		p.err = ERR_OK;
		r->status = 200;
	} else {
		p.alert = advice(&p);
	}
	if (write_page(&p, r) != ERR_OK) {
		reply_reset(r);
		reply_text(r, 500, err_phrase(ERR_NOMEM));
	}
}

static enum err
ask(const struct address *address, struct arena *a, struct request *rq)
{
	return ask_with_address(PAGE_PATH, address, a, rq);
}

const struct format page_format = {
	.name = "page",
	.parse = parse,
	.render = render,
	.refuse = page_refuse,
	.ask = ask,
};
