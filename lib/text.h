/*
 * Text from outside: ASCII without locales, UTF-8, printable characters.
 * Lengths are in octets; nothing needs a NUL unless said otherwise.
 */
#ifndef MUACONF_TEXT_H
#define MUACONF_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* One ASCII letter in lower case; every other octet as it is. */
char text_lower(char c);

/* Equal but for the case of ASCII letters?  Both NUL-terminated. */
bool text_equal_nocase(const char *a, const char *b);

/* Does the NUL-terminated text start with prefix, but for ASCII case? */
bool text_starts_nocase(const char *text, const char *prefix);

/* Does the NUL-terminated text hold part anywhere, but for ASCII case? */
bool text_holds_nocase(const char *text, const char *part);

/*
 * Valid UTF-8 (RFC 3629: no surrogates, no overlong forms, at most U+10FFFF)
 * that XML 1.0 can hold (no U+FFFE, U+FFFF)?
 */
bool text_utf8(const char *s, size_t len);

/* Any octet below 0x20, or 0x7f? */
bool text_control(const char *s, size_t len);

/* Any of U+0080 to U+009F, the control characters beyond ASCII, in UTF-8? */
bool text_control_c1(const char *s, size_t len);

/*
 * The octets of the blank at the start of valid UTF-8, or at its end: Unicode's
 * White_Space, and what has no width and only looks like nothing (U+200B,
 * U+2060, U+FEFF), as it comes from where people copy their names.  0 when
 * there is none.
 */
size_t text_blank_start(const char *s, size_t len);
size_t text_blank_end(const char *s, size_t len);

/* Copy the NUL-terminated text; it must fit into size octets with its NUL, which
 * is for the caller to know: anything else is our own mistake. */
void text_copy(char *out, size_t size, const char *text);

/* ASCII blank, tab, line feed or carriage return? */
bool text_blank(char c);

#endif
