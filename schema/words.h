/* Words of the seed forms that the database does not have. */
#ifndef MUACONF_WORDS_H
#define MUACONF_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/model.h"

/* What a word for a type of service says. */
struct word_type {
	const char		*word;
	enum service_type	 type;
	int			 port;	/* said by the word; 0: nothing */
	bool			 tls;	/* implicit TLS is said by the word */
};

/* False when there is no such word.  Every word of service.type is one. */
bool words_type(const char *word, struct word_type *out);

/* Write "imap, pop3, ... or carddav" to out, of size octets. */
void words_types(char *out, size_t size);

/* The database's word for a type. */
const char *words_type_name(enum service_type type);

/* automx2's words for socket_type ("SSL", "STARTTLS", "plain", in any case)
 * and authentication ("plain", "encrypted", "cleartext").  False for others. */
bool words_foreign_security(const char *word, enum security *out);
bool words_foreign_authentication(const char *word, enum authentication *out);

#endif
