#include "schema/setup.h"

#include <openssl/evp.h>
#include <string.h>

#include "cgi/format.h"
#include "cgi/serve.h"
#include "lib/limits.h"

#define PACC_LABEL "ua-auto-config"

const char *const setup_labels[SETUP_LABELS] = {
	"autoconfig", "autodiscover", PACC_LABEL,
};

static const struct format *
find_format(const char *name)
{
	for (size_t i = 0; formats[i] != NULL; i++)
		if (strcmp(formats[i]->name, name) == 0)
			return formats[i];
	return NULL;
}

/* The digest of the octets that the web program would send. */
static enum err
digest_of(const struct buf *body, char out[SETUP_DIGEST])
{
	unsigned char	md[EVP_MAX_MD_SIZE];
	unsigned	len = 0;

	if (EVP_Digest(body->data, body->len, md, &len, EVP_sha256(),
	    NULL) != 1 || len != 32)
		return ERR_NOMEM;
	(void)EVP_EncodeBlock((unsigned char *)out, md, (int)len);
	return ERR_OK;
}

/* Ask as a client does.  No document leaves the digest empty. */
static enum err
ask(const struct format *format, const struct walk_stop *stop,
    char out[SETUP_DIGEST])
{
	struct address	 address = { .local = "" };
	struct request	 rq = { .https = true };
	struct reply	 reply;
	char		 host[sizeof(PACC_LABEL) + 1 + DOMAIN_MAX];
	size_t		 len = strlen(stop->account->domain);
	enum err	 e = ERR_NOMEM;

	reply_init(&reply, ANSWER_MAX);
	if (len > DOMAIN_MAX)
		goto out;
	memcpy(address.domain, stop->account->domain, len + 1);
	memcpy(host, PACC_LABEL ".", sizeof(PACC_LABEL));
	memcpy(host + sizeof(PACC_LABEL), stop->account->domain, len + 1);
	rq.host = host;
	rq.query = "";
	if ((e = format->ask(&address, stop->arena, &rq)) != ERR_OK)
		goto out;
	serve(&rq, stop->store, NULL, stop->arena, &reply);
	if (reply.err == ERR_NOMEM || reply.err == ERR_STORE)
		e = reply.err;
	else if (reply.status == 200)
		e = digest_of(&reply.body, out);
out:
	reply_free(&reply);
	return e;
}

enum err
setup_of(const struct walk_stop *stop, bool pacc, struct setup *out)
{
	const struct format	*format = pacc ? find_format("pacc") : NULL;
	struct setup		 s = { .nlabels = SETUP_LABELS - 1 };
	enum err		 e;

	if (format != NULL && (e = ask(format, stop, s.digest)) != ERR_OK)
		return e;
	if (s.digest[0] != '\0') {
		s.pacc = true;
		s.nlabels = SETUP_LABELS;
	}
	*out = s;
	return ERR_OK;
}
