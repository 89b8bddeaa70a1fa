/* Placeholders that an administrator got wrong. */
#ifndef MUACONF_PLACEHOLDER_H
#define MUACONF_PLACEHOLDER_H

#include <stdbool.h>

#define PLACEHOLDERS "%EMAILADDRESS%, %EMAILLOCALPART% and %EMAILDOMAIN%"
#define PLACEHOLDER_WRONG_MAX 32

/*
 * Does a user name hold something that looks like a placeholder and is none:
 * %EMAIL... in another spelling or without its end, or %LETTERS%?
 *
 * out   what looks so, cut to fit; set only then.
 *
 * The second does the same for a URL, where %LETTERS may be an octet.
 */
bool placeholder_wrong(const char *text, char out[PLACEHOLDER_WRONG_MAX]);
bool placeholder_wrong_url(const char *text, char out[PLACEHOLDER_WRONG_MAX]);

#endif
