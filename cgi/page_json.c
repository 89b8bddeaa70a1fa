/* The page as JSON: the same settings in the words of the database. */
#include "cgi/apple_payloads.h"
#include "cgi/page_forms.h"
#include "lib/json.h"

/* What scripts can test for; people read the message. */
static const char *
error_word(enum err e)
{
	switch (e) {
	case ERR_ADDRESS:
		return "address";
	case ERR_NOTFOUND:
		return "unknown-domain";
	case ERR_NOSERVERS:
		return "no-profile";
	case ERR_MOVED:
		return "hosted-elsewhere";
	case ERR_STORE:
	case ERR_NOMEM:
	case ERR_XML:
		return "unavailable";
	case ERR_OK:
	case ERR_REQUEST:
	case ERR_SCHEMA:
	case ERR_ROUTE:
	case ERR_METHOD:
	case ERR_TOOBIG:
	case ERR__MAX:
		break;
	}
	return "request";
}

static void
write_service(struct json *j, const struct service *s)
{
	json_object(j, NULL);
	json_string(j, "type", service_kind(s->type)->name);
	json_string(j, "host", s->host);
	json_string(j, "url", s->url);
	if (s->port != 0)
		json_uint(j, "port", s->port);
	json_string(j, "security", security_name(s->security));
	json_array(j, "authentication");
	for (size_t i = 0; i < s->nauth; i++)
		json_string(j, NULL, authentication_name(s->auth[i]));
	json_close(j);
	json_string(j, "username", s->username);
	json_close(j);
}

static void
write_account(struct json *j, const struct page *p)
{
	const struct account *ac = p->ac;

	json_string(j, "address", ac->address);
	json_string(j, "domain", ac->domain);
	json_object(j, "provider");
	json_string(j, "name", ac->name);
	json_string(j, "short_name", ac->short_name);
	json_string(j, "help_url", ac->help_url);
	json_string(j, "webmail_url", ac->webmail_url);
	json_close(j);
	json_array(j, "services");
	for (size_t i = 0; i < ac->nservices; i++)
		if (service_reachable(&ac->services[i]))
			write_service(j, &ac->services[i]);
	json_close(j);
	if (p->profile == NULL)
		return;
	json_object(j, "apple_profile");
	json_string(j, "url", p->profile_url != NULL ? p->profile_url :
	    p->profile);
	json_bool(j, "mail", (p->parts & APPLE_MAIL) != 0);
	json_bool(j, "signed", p->q->request->signs);
	json_close(j);
}

enum err
page_json(const struct page *p, struct reply *r)
{
	struct json	j;
	enum err	e;

	reply_field(r, "Content-Type", "application/json");
	json_begin(&j, &r->body);
	json_object(&j, NULL);
	if (p->ac != NULL) {
		write_account(&j, p);
	} else {
		/* A script that gives no address has made a mistake. */
		if (p->err == ERR_OK)
			r->status = status_of(ERR_ADDRESS);
		json_string(&j, "error", error_word(p->err == ERR_OK ?
		    ERR_ADDRESS : p->err));
		json_string(&j, "message", p->alert != NULL ? p->alert :
		    text_of(p->language, MSG_NO_ADDRESS));
	}
	json_close(&j);
	if ((e = json_end(&j)) == ERR_OK)
		buf_putc(&r->body, '\n');
	return e;
}
