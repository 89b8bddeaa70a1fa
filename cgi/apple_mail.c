#include "cgi/apple_mail.h"

#include <assert.h>

/* What Apple's mail payload can say; NULL: nothing, so the next method of the
 * server counts.  There is no word for OAuth2, GSSAPI and certificates. */
/* clang-format off */
static const struct {
	const char	*word;
	bool		 login;	/* is a user name sent? */
} authentications[] = {
	[AUTH_PASSWORD_CLEARTEXT] = { "EmailAuthPassword", true },
	[AUTH_PASSWORD_ENCRYPTED] = { "EmailAuthCRAMMD5", true },
	[AUTH_NTLM]               = { "EmailAuthNTLM", true },
	[AUTH_GSSAPI]             = { NULL, false },
	[AUTH_OAUTH2]             = { NULL, false },
	[AUTH_CLIENT_IP_ADDRESS]  = { "EmailAuthNone", false },
	[AUTH_TLS_CLIENT_CERT]    = { NULL, false },
	[AUTH_NONE]               = { "EmailAuthNone", false },
};
static_assert(NITEMS(authentications) == AUTH__MAX, "words for every authentication");
/* clang-format on */

/* The first of a server's methods that Apple has a word for; AUTH__MAX when
 * there is none.  A method without login makes sense for sending only. */
static enum authentication
authentication_for(const struct service *s)
{
	bool cleartext = false;

	for (size_t i = 0; i < s->nauth; i++)
		cleartext = cleartext || s->auth[i] == AUTH_PASSWORD_CLEARTEXT;
	for (size_t i = 0; i < s->nauth; i++) {
		if (authentications[s->auth[i]].word == NULL ||
		    (!authentications[s->auth[i]].login &&
		    s->type != SERVICE_SMTP))
			continue;
		/* "Encrypted" may be SCRAM as well, which Apple can't be told:
		 * inside TLS a password that is known to work is better. */
		if (s->auth[i] == AUTH_PASSWORD_ENCRYPTED && cleartext &&
		    s->security != SECURITY_PLAIN)
			return AUTH_PASSWORD_CLEARTEXT;
		return s->auth[i];
	}
	return AUTH__MAX;
}

/* The server of a type; NULL when Apple can use none. */
static const struct service *
choose(const struct account *ac, enum service_type type)
{
	const struct service *best = NULL;

	for (size_t i = 0; i < ac->nservices; i++) {
		const struct service *s = &ac->services[i];

		if (s->type != type || authentication_for(s) == AUTH__MAX)
			continue;
		if (best == NULL || (best->security == SECURITY_PLAIN &&
		    s->security != SECURITY_PLAIN))
			best = s;
	}
	return best;
}

bool
apple_mail_choose(const struct account *ac, struct apple_mail *out)
{
	out->in = choose(ac, SERVICE_IMAP);
	if (out->in == NULL)
		out->in = choose(ac, SERVICE_POP3);
	out->out = choose(ac, SERVICE_SMTP);
	return out->in != NULL && out->out != NULL;
}

void
apple_mail_write(struct xml *x, const struct identity *id,
    const struct apple_mail *mail)
{
	const struct service	*in = mail->in;
	const struct service	*out = mail->out;
	enum authentication	 auth = authentication_for(out);

	plist_string(x, "EmailAccountDescription", id->shown);
	plist_string(x, "EmailAccountName", id->person);
	plist_string(x, "EmailAccountType",
	    in->type == SERVICE_IMAP ? "EmailTypeIMAP" : "EmailTypePOP");
	plist_string(x, "EmailAddress", id->ac->address);
	plist_string(x, "IncomingMailServerAuthentication",
	    authentications[authentication_for(in)].word);
	plist_string(x, "IncomingMailServerHostName", in->host);
	plist_integer(x, "IncomingMailServerPortNumber", in->port);
	/* True for STARTTLS too: no other value asks for encryption at all. */
	plist_boolean(x, "IncomingMailServerUseSSL",
	    in->security != SECURITY_PLAIN);
	plist_string(x, "IncomingMailServerUsername", in->username);
	plist_string(x, "OutgoingMailServerAuthentication",
	    authentications[auth].word);
	plist_string(x, "OutgoingMailServerHostName", out->host);
	plist_integer(x, "OutgoingMailServerPortNumber", out->port);
	plist_boolean(x, "OutgoingMailServerUseSSL",
	    out->security != SECURITY_PLAIN);
	if (authentications[auth].login) {
		plist_string(x, "OutgoingMailServerUsername", out->username);
		plist_boolean(x, "OutgoingPasswordSameAsIncomingPassword", 1);
	}
}
