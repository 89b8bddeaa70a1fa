/*
 * What makes a text unusable, whichever way it came into the database.  Each
 * gives the end of a sentence, such as "holds a control character", or NULL
 * when nothing is wrong.
 */
#ifndef MUACONF_WRONG_H
#define MUACONF_WRONG_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/limits.h"

/* Of any text: what neither XML nor JSON can hold, and control characters.
 * len octets at text. */
const char *wrong_text(const char *text, size_t len);

/* Of a text without blanks around it, those of other scripts too. */
const char *wrong_ends(const char *text);

/* Of a language tag, as xs:language and our tables have it. */
const char *wrong_language(const char *tag);

/*
 * Of a URL, placeholders and all, behind its scheme: no client gets anywhere
 * without a host name, with a user name or a port out of range, or when the
 * local part makes the host.
 */
const char *wrong_url(const char *text);

/*
 * A URL that holds other letters than ASCII has: those of the host name
 * written with xn--, the rest as %HH (RFC 3987, 3.1).
 *
 * out   filled on success only.
 *
 * False when nothing of it can or has to be changed.
 */
bool url_in_ascii(const char *text, char out[URL_MAX + 1]);

#endif
