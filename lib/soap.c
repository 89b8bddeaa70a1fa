#include "lib/soap.h"

#include <string.h>

#include "lib/text.h"
#include "lib/xmlread.h"

#define SOAP12 "http://www.w3.org/2003/05/soap-envelope"

enum place {
	IN_ENVELOPE = XML_PLACES,
	IN_HEADER,
	IN_MESSAGE_ID,
	IN_BODY,
	IN_USER_MESSAGE,
	IN_USER_REQUEST,
	IN_USERS,
	IN_USER,
	IN_DOMAIN_MESSAGE,
	IN_DOMAIN_REQUEST,
	IN_DOMAINS,
	IN_FEDERATION_MESSAGE,
	IN_FEDERATION_REQUEST,
	IN_SUBJECT,
	IN_SETTINGS,
	IN_SETTING,
};

/* clang-format off */
static const struct xml_step steps[] = {
	{ XML_DOCUMENT,          "Envelope",                               IN_ENVELOPE,           false },
	{ IN_ENVELOPE,           "Header",                                 IN_HEADER,             false },
	{ IN_HEADER,             "MessageID",                              IN_MESSAGE_ID,         true },
	{ IN_ENVELOPE,           "Body",                                   IN_BODY,               false },
	{ IN_BODY,               "GetUserSettingsRequestMessage",          IN_USER_MESSAGE,       false },
	{ IN_USER_MESSAGE,       "Request",                                IN_USER_REQUEST,       false },
	{ IN_USER_REQUEST,       "Users",                                  IN_USERS,              false },
	{ IN_USERS,              "User",                                   IN_USER,               false },
	{ IN_USER,               "Mailbox",                                IN_SUBJECT,            true },
	{ IN_USER_REQUEST,       "RequestedSettings",                      IN_SETTINGS,           false },
	{ IN_BODY,               "GetDomainSettingsRequestMessage",        IN_DOMAIN_MESSAGE,     false },
	{ IN_DOMAIN_MESSAGE,     "Request",                                IN_DOMAIN_REQUEST,     false },
	{ IN_DOMAIN_REQUEST,     "Domains",                                IN_DOMAINS,            false },
	{ IN_DOMAINS,            "Domain",                                 IN_SUBJECT,            true },
	{ IN_DOMAIN_REQUEST,     "RequestedSettings",                      IN_SETTINGS,           false },
	{ IN_SETTINGS,           "Setting",                                IN_SETTING,            true },
	{ IN_BODY,               "GetFederationInformationRequestMessage", IN_FEDERATION_MESSAGE, false },
	{ IN_FEDERATION_MESSAGE, "Request",                                IN_FEDERATION_REQUEST, false },
	{ IN_FEDERATION_REQUEST, "Domain",                                 IN_SUBJECT,            true },
};
/* clang-format on */

struct parse {
	struct soap	*out;
	struct arena	*arena;
	bool		 envelope;
	int		 operations;	/* elements in the body */
};

static enum err
on_open(void *ctx, int place, const char *namespace, const char *name)
{
	struct parse *p = ctx;

	(void)name;
	switch (place) {
	case IN_ENVELOPE:
		p->envelope = true;
		p->out->version12 = strcmp(namespace, SOAP12) == 0;
		break;
	case IN_USER_MESSAGE:
		p->out->operation = SOAP_USER_SETTINGS;
		p->operations++;
		break;
	case IN_DOMAIN_MESSAGE:
		p->out->operation = SOAP_DOMAIN_SETTINGS;
		p->operations++;
		break;
	case IN_FEDERATION_MESSAGE:
		p->out->operation = SOAP_FEDERATION;
		p->operations++;
		break;
	default:
		break;
	}
	/* Two operations would leave open which one is meant. */
	return p->operations > 1 ? ERR_REQUEST : ERR_OK;
}

static enum err
keep(struct parse *p, const char *text, const char **out)
{
	*out = arena_strdup(p->arena, text);
	return *out == NULL ? ERR_NOMEM : ERR_OK;
}

static enum err
end_subject(struct parse *p, const char *text)
{
	struct soap *s = p->out;

	if (s->nsubjects == SOAP_SUBJECTS_MAX + 1)
		return ERR_OK;
	if (s->nsubjects++ == SOAP_SUBJECTS_MAX)
		return ERR_OK;
	/* Over its limit it is no address, which the answer then says. */
	return keep(p, text == NULL ? "" : text, &s->subjects[s->nsubjects - 1]);
}

static enum err
end_setting(struct parse *p, const char *text)
{
	struct soap *s = p->out;

	if (text == NULL || text_control(text, strlen(text)))
		return ERR_REQUEST;
	if (s->nsettings == SOAP_SETTINGS_MAX + 1)
		return ERR_OK;
	for (size_t i = 0; i < s->nsettings; i++)
		if (strcmp(s->settings[i], text) == 0)
			return ERR_OK;
	if (s->nsettings++ == SOAP_SETTINGS_MAX)
		return ERR_OK;
	return keep(p, text, &s->settings[s->nsettings - 1]);
}

static enum err
on_close(void *ctx, int place, const char *text)
{
	struct parse *p = ctx;

	/* What may go into the answer holds no control characters. */
	switch (place) {
	case IN_MESSAGE_ID:
		if (text == NULL || p->out->message_id != NULL ||
		    text_control(text, strlen(text)))
			return ERR_REQUEST;
		return keep(p, text, &p->out->message_id);
	case IN_SUBJECT:
		return end_subject(p, text);
	case IN_SETTING:
		return end_setting(p, text);
	default:
		return ERR_OK;
	}
}

enum err
soap_parse(const char *body, size_t len, struct arena *a, struct soap *out)
{
	static const struct xml_reading reading = {
		.steps = steps, .nsteps = NITEMS(steps),
		.elements = SOAP_ELEMENTS_MAX, .open = on_open, .close = on_close,
	};
	struct parse	p = { .out = out, .arena = a };
	enum err	e;

	memset(out, 0, sizeof(*out));
	e = xml_read(body, len, &reading, &p);
	return e == ERR_OK && !p.envelope ? ERR_REQUEST : e;
}
