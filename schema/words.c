#include "schema/words.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "lib/err.h"
#include "lib/text.h"

/* Beside the words of the database.  Ports: RFC 8314, 3 and 7.3. */
/* clang-format off */
static const struct word_type synonyms[] = {
	{ "imaps",       SERVICE_IMAP, 0,   true },
	{ "pop",         SERVICE_POP3, 0,   false },
	{ "pops",        SERVICE_POP3, 0,   true },
	{ "pop3s",       SERVICE_POP3, 0,   true },
	{ "smtps",       SERVICE_SMTP, 0,   true },
	{ "submissions", SERVICE_SMTP, 0,   true },
	{ "submission",  SERVICE_SMTP, 587, false },
};
/* clang-format on */

bool
words_type(const char *word, struct word_type *out)
{
	for (size_t i = 0; i < NITEMS(synonyms); i++)
		if (strcmp(synonyms[i].word, word) == 0) {
			*out = synonyms[i];
			return true;
		}
	memset(out, 0, sizeof(*out));
	out->word = word;
	return service_type_parse(word, &out->type) == 0;
}

const char *
words_type_name(enum service_type type)
{
	return service_kind(type)->name;
}

void
words_types(char *out, size_t size)
{
	size_t	used = 0;
	int	n;

	for (int i = 0; i < SERVICE__MAX; i++) {
		n = snprintf(out + used, size - used, "%s%s",
		    i == 0 ? "" : i == SERVICE__MAX - 1 ? " or " : ", ",
		    words_type_name((enum service_type)i));
		assert(n > 0 && (size_t)n < size - used);
		used += (size_t)n;
	}
}

bool
words_foreign_security(const char *word, enum security *out)
{
	static const struct {
		const char	*word;
		enum security	 security;
	} words[] = {
		{ "SSL", SECURITY_TLS },
		{ "SSL/TLS", SECURITY_TLS },
		{ "TLS", SECURITY_TLS },
		{ "STARTTLS", SECURITY_STARTTLS },
		{ "plain", SECURITY_PLAIN },
	};

	for (size_t i = 0; i < NITEMS(words); i++)
		if (text_equal_nocase(words[i].word, word)) {
			*out = words[i].security;
			return true;
		}
	return false;
}

bool
words_foreign_authentication(const char *word, enum authentication *out)
{
	static const struct {
		const char		*word;
		enum authentication	 authentication;
	} words[] = {
		{ "plain", AUTH_PASSWORD_CLEARTEXT },
		{ "cleartext", AUTH_PASSWORD_CLEARTEXT },
		{ "encrypted", AUTH_PASSWORD_ENCRYPTED },
	};

	for (size_t i = 0; i < NITEMS(words); i++)
		if (text_equal_nocase(words[i].word, word)) {
			*out = words[i].authentication;
			return true;
		}
	return false;
}
