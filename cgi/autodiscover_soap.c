/*
 * Microsoft Autodiscover by SOAP (MS-OXWSADISC): GetUserSettings and
 * GetDomainSettings, for programs that look for EWS.
 *
 * Nobody looks for IMAP here, and a 404 makes these programs go on to their
 * next source.  So there is an answer only where the host that was asked, or
 * somebody who was asked for, has EWS or ActiveSync.
 */
#include <assert.h>
#include <string.h>

#include "cgi/autodiscover.h"

#define ENVELOPE "http://schemas.xmlsoap.org/soap/envelope/"
#define ADDRESSING "http://www.w3.org/2005/08/addressing"
#define AUTODISCOVER "http://schemas.microsoft.com/exchange/2010/Autodiscover"
#define INSTANCE "http://www.w3.org/2001/XMLSchema-instance"

/* The words of each operation. */
/* clang-format off */
static const struct words {
	const char	*action;	/* of the answer, in WS-Addressing */
	const char	*message;
	const char	*responses;
	const char	*response;
	const char	*errors;
	const char	*error;
	const char	*settings;
	const char	*invalid;	/* the code for somebody who isn't served */
	enum soap_answer (*setting)(struct xml *x, const struct account *ac, const char *name);
} words[] = {
	[SOAP_UNKNOWN] = { NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL },
	[SOAP_USER_SETTINGS] = {
	    AUTODISCOVER "/Autodiscover/GetUserSettingsResponse", "GetUserSettingsResponseMessage",
	    "UserResponses", "UserResponse", "UserSettingErrors", "UserSettingError", "UserSettings",
	    "InvalidUser", soap_user_setting },
	[SOAP_DOMAIN_SETTINGS] = {
	    AUTODISCOVER "/Autodiscover/GetDomainSettingsResponse", "GetDomainSettingsResponseMessage",
	    "DomainResponses", "DomainResponse", "DomainSettingErrors", "DomainSettingError", "DomainSettings",
	    "InvalidDomain", soap_domain_setting },
	[SOAP_FEDERATION] = {
	    AUTODISCOVER "/Autodiscover/GetFederationInformationResponse", "GetFederationInformationResponseMessage",
	    NULL, NULL, NULL, NULL, NULL, NULL, NULL },
};
static_assert(NITEMS(words) == SOAP__MAX, "words for every operation");
/* clang-format on */

static enum err
parse_subjects(const struct soap *soap, struct arena *a, struct question *q)
{
	struct address	*others;
	const char	*text;
	size_t		 n = soap->nsubjects;

	if (n == 0 || n > SOAP_SUBJECTS_MAX)
		return ERR_OK;
	if ((others = arena_alloc(a, n * sizeof(*others))) == NULL)
		return ERR_NOMEM;
	for (size_t i = 0; i < n; i++) {
		text = soap->subjects[i];
		/* What can't be parsed stays empty: there is none. */
		if (soap->operation == SOAP_USER_SETTINGS)
			(void)!address_parse(text, strlen(text), &others[i]);
		else
			(void)!domain_parse(text, strlen(text),
			    others[i].domain);
	}
	q->others = others;
	q->nothers = n;
	return ERR_OK;
}

/* A request that can't be understood is answered like one that is: whether
 * there is SOAP here comes first.  Then q->soap is NULL. */
static enum err
parse(const struct request *rq, struct arena *a, struct question *q)
{
	struct soap	*soap;
	enum err	 e;

	(void)!question_host(q);	/* a host that is no domain is none here */
	if (rq->method != METHOD_POST)
		return ERR_OK;
	if ((soap = arena_alloc(a, sizeof(*soap))) == NULL)
		return ERR_NOMEM;
	e = soap_parse(rq->body == NULL ? "" : rq->body, rq->body_len, a, soap);
	if (e != ERR_OK)
		return e == ERR_REQUEST ? ERR_OK : e;
	q->soap = soap;
	q->personal = soap_personal(soap);
	return parse_subjects(soap, a, q);
}

/* Is there anybody here who could have a use for it? */
static bool
is_offered(const struct account *ac)
{
	for (; ac != NULL; ac = ac->next)
		if (account_first(ac, SERVICE_EWS) != NULL ||
		    account_first(ac, SERVICE_ACTIVESYNC) != NULL)
			return true;
	return false;
}

static void
open_envelope(struct xml *x, struct buf *b, const char *action,
    const struct soap *soap)
{
	xml_begin(x, b, NULL);
	xml_prolog(x, "utf-8", NULL);
	xml_open(x, "s:Envelope");
	xml_attr(x, "xmlns:s", ENVELOPE);
	xml_attr(x, "xmlns:a", ADDRESSING);
	xml_open(x, "s:Header");
	xml_leaf(x, "a:Action", action);
	if (soap->message_id != NULL)
		xml_leaf(x, "a:RelatesTo", soap->message_id);
	xml_close(x, "s:Header");
	xml_open(x, "s:Body");
}

static enum err
close_envelope(struct xml *x, struct reply *r)
{
	xml_close(x, "s:Body");
	xml_close(x, "s:Envelope");
	reply_field(r, "Content-Type", "text/xml; charset=utf-8");
	reply_field(r, "Cache-Control", "no-store");
	return xml_end(x);
}

static void
write_code(struct xml *x, const char *code, const char *message)
{
	xml_leaf(x, "ErrorCode", code);
	xml_leaf(x, "ErrorMessage", message);
}

/* A fault has status 500 (SOAP 1.1, 6.2). */
static enum err
fault(const struct soap *soap, const char *action, const char *code,
    const char *message, struct reply *r)
{
	struct xml x;

	open_envelope(&x, &r->body, action, soap);
	xml_open(&x, "s:Fault");
	xml_leaf(&x, "faultcode", code);
	xml_leaf(&x, "faultstring", message);
	xml_close(&x, "s:Fault");
	r->status = 500;
	return close_envelope(&x, r);
}

static void
write_redirect_target(struct xml *x, const char *target)
{
	xml_open(x, "RedirectTarget");
	if (target == NULL)
		xml_attr(x, "i:nil", "true");
	else
		xml_text(x, target);
	xml_close(x, "RedirectTarget");
}

/* The SOAP service next to an autodiscover.xml; NULL at the arena's limit. */
static const char *
soap_url(const char *url, struct arena *a)
{
	static const char	 svc[] = "svc";
	char			*text = arena_strdup(a, url);
	size_t			 n = strlen(url) - strlen(svc);

	for (size_t i = 0; text != NULL && i < strlen(svc); i++)
		text[n + i] = svc[i];
	return text;
}

static void
write_errors(struct xml *x, const struct account *ac, const struct soap *soap)
{
	const struct words *w = &words[soap->operation];

	xml_open(x, w->errors);
	for (size_t i = 0; i < soap->nsettings; i++) {
		enum soap_answer is = w->setting(NULL, ac, soap->settings[i]);

		if (is == SOAP_GIVEN)
			continue;
		xml_open(x, w->error);
		if (is == SOAP_INVALID)
			write_code(x, "InvalidSetting",
			    "The setting is not known.");
		else
			write_code(x, "SettingIsNotAvailable",
			    "The setting is not available.");
		xml_leaf(x, "SettingName", soap->settings[i]);
		xml_close(x, w->error);
	}
	xml_close(x, w->errors);
}

static void
write_settings(struct xml *x, const struct account *ac, const struct soap *soap)
{
	const struct words *w = &words[soap->operation];

	xml_open(x, w->settings);
	for (size_t i = 0; i < soap->nsettings; i++)
		(void)w->setting(x, ac, soap->settings[i]);
	xml_close(x, w->settings);
}

/* What the account is told instead of settings: code and target. */
static enum err
redirect_of(const struct account *ac, const struct question *q,
    struct arena *a, const char **code, const char **target)
{
	struct autodiscover_redirect	elsewhere;
	enum err			e;

	*code = *target = NULL;
	if (!autodiscover_redirect(ac, q, a, &elsewhere, &e))
		return e;
	*code = elsewhere.address != NULL ? "RedirectAddress" : "RedirectUrl";
	*target = elsewhere.address != NULL ? elsewhere.address :
	    soap_url(elsewhere.url, a);
	return *target == NULL ? ERR_NOMEM : ERR_OK;
}

/* The children in the order of the schema: in a UserResponse the target stands
 * first, in a DomainResponse last. */
static enum err
write_response(struct xml *x, const struct account *ac,
    const struct question *q, struct arena *a)
{
	const struct words	*w = &words[q->soap->operation];
	bool			 user = q->soap->operation == SOAP_USER_SETTINGS;
	const char		*code = NULL;
	const char		*target = NULL;
	enum err		 e = ERR_OK;

	if (ac->provider != NULL)
		e = redirect_of(ac, q, a, &code, &target);
	if (e != ERR_OK)
		return e;
	xml_open(x, w->response);
	if (ac->provider == NULL)
		write_code(x, w->invalid, "There are no settings for this one.");
	else if (code != NULL)
		write_code(x, code, "Please ask there.");
	else
		write_code(x, "NoError", "No error.");
	if (user)
		write_redirect_target(x, target);
	if (ac->provider != NULL && code == NULL) {
		write_errors(x, ac, q->soap);
		write_settings(x, ac, q->soap);
	}
	if (!user)
		write_redirect_target(x, target);
	xml_close(x, w->response);
	return ERR_OK;
}

/* What is wrong with the request as a whole; NULL: nothing. */
static const char *
problem(const struct soap *soap)
{
	if (soap->nsubjects == 0)
		return soap->operation == SOAP_USER_SETTINGS ?
		    "At least one user must be asked for." :
		    "At least one domain must be asked for.";
	if (soap->nsubjects > SOAP_SUBJECTS_MAX)
		return soap->operation == SOAP_USER_SETTINGS ?
		    "Fewer users can be asked for at once." :
		    "Fewer domains can be asked for at once.";
	if (soap->nsettings == 0)
		return "At least one setting must be asked for.";
	if (soap->nsettings > SOAP_SETTINGS_MAX)
		return "Fewer settings can be asked for at once.";
	return NULL;
}

static enum err
write_responses(struct xml *x, const struct account *ac,
    const struct question *q, struct arena *a)
{
	const struct words	*w = &words[q->soap->operation];
	enum err		 e = ERR_OK;

	if (q->soap->operation == SOAP_FEDERATION) {
		write_code(x, "NotFederated", "This domain is not federated.");
		return ERR_OK;
	}
	if (problem(q->soap) != NULL) {
		write_code(x, "InvalidRequest", problem(q->soap));
		return ERR_OK;
	}
	write_code(x, "NoError", "No error.");
	xml_open(x, w->responses);
	/* The first account is that of the host. */
	for (ac = ac->next; ac != NULL && e == ERR_OK; ac = ac->next)
		e = write_response(x, ac, q, a);
	xml_close(x, w->responses);
	return e;
}

static enum err
render(const struct account *ac, const struct question *q, struct arena *a,
    struct reply *r)
{
	const struct words	*w;
	struct xml		 x;
	enum err		 e;

	if (!is_offered(ac))
		return ERR_SCHEMA;
	if (q->request->method != METHOD_POST) {
		reply_text(r, 405, err_phrase(ERR_METHOD));
		reply_field(r, "Allow", "POST");
		return ERR_OK;
	}
	if (q->soap == NULL)
		return ERR_REQUEST;
	/* The fault comes in an envelope of 1.1: that is how 1.2's appendix A
	 * wants it. */
	if (q->soap->version12)
		return fault(q->soap, ADDRESSING "/soap/fault",
		    "s:VersionMismatch", "This is SOAP 1.1.", r);
	if (q->soap->operation == SOAP_UNKNOWN)
		return fault(q->soap, ADDRESSING "/fault",
		    "a:ActionNotSupported",
		    "This operation is not offered here.", r);
	w = &words[q->soap->operation];
	open_envelope(&x, &r->body, w->action, q->soap);
	xml_open(&x, w->message);
	xml_attr(&x, "xmlns", AUTODISCOVER);
	xml_open(&x, "Response");
	xml_attr(&x, "xmlns:i", INSTANCE);
	if ((e = write_responses(&x, ac, q, a)) != ERR_OK)
		return e;
	xml_close(&x, "Response");
	xml_close(&x, w->message);
	return close_envelope(&x, r);
}

static void
ask_settings(struct xml *x)
{
	static const char *const names[] = {
		"UserDisplayName", "AutoDiscoverSMTPAddress", "ExternalEwsUrl",
		"ExternalImap4Connections", "ExternalPop3Connections",
		"ExternalSmtpConnections", "ExternalWebClientUrls",
	};

	xml_open(x, "a:RequestedSettings");
	for (size_t i = 0; i < NITEMS(names); i++)
		xml_leaf(x, "a:Setting", names[i]);
	xml_close(x, "a:RequestedSettings");
}

static void
write_request(struct xml *x, const char *address)
{
	xml_open(x, "s:Envelope");
	xml_attr(x, "xmlns:s", ENVELOPE);
	xml_attr(x, "xmlns:a", AUTODISCOVER);
	xml_open(x, "s:Body");
	xml_open(x, "a:GetUserSettingsRequestMessage");
	xml_open(x, "a:Request");
	xml_open(x, "a:Users");
	xml_open(x, "a:User");
	xml_leaf(x, "a:Mailbox", address);
	xml_close(x, "a:User");
	xml_close(x, "a:Users");
	ask_settings(x);
	xml_close(x, "a:Request");
	xml_close(x, "a:GetUserSettingsRequestMessage");
	xml_close(x, "s:Body");
	xml_close(x, "s:Envelope");
}

static enum err
ask(const struct address *address, struct arena *a, struct request *rq)
{
	return autodiscover_post(address, AUTODISCOVER_SOAP, write_request, a,
	    rq);
}

const struct format autodiscover_soap_format = {
	.name = "autodiscover-soap",
	.parse = parse,
	.render = render,
	.ask = ask,
};
