#include "lib/text.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "lib/err.h"

/* Blanks beyond ASCII: the rest of Unicode's White_Space, and those of no
 * width that only look like nothing (U+200B, U+2060, U+FEFF). */
static const char *const blanks[] = {
	"\xc2\x85", "\xc2\xa0", "\xe1\x9a\x80", "\xe2\x80\x80", "\xe2\x80\x81",
	"\xe2\x80\x82", "\xe2\x80\x83", "\xe2\x80\x84", "\xe2\x80\x85",
	"\xe2\x80\x86", "\xe2\x80\x87", "\xe2\x80\x88", "\xe2\x80\x89",
	"\xe2\x80\x8a", "\xe2\x80\x8b", "\xe2\x80\xa8", "\xe2\x80\xa9",
	"\xe2\x80\xaf", "\xe2\x81\x9f", "\xe2\x81\xa0", "\xe3\x80\x80",
	"\xef\xbb\xbf",
};

char
text_lower(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

bool
text_equal_nocase(const char *a, const char *b)
{
	for (; *a != '\0' && text_lower(*a) == text_lower(*b); a++, b++)
		continue;
	return *a == '\0' && *b == '\0';
}

bool
text_starts_nocase(const char *text, const char *prefix)
{
	for (; *prefix != '\0'; text++, prefix++)
		if (text_lower(*text) != text_lower(*prefix))
			return false;
	return true;
}

bool
text_holds_nocase(const char *text, const char *part)
{
	do {
		if (text_starts_nocase(text, part))
			return true;
	} while (*text++ != '\0');
	return false;
}

/* The octets of the character that starts at s, 0 when it is not valid. */
static size_t
utf8_length(const unsigned char *s, size_t len)
{
	static const uint32_t	smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	uint32_t		value;
	size_t			n;

	if (s[0] < 0x80)
		return 1;
	if ((s[0] & 0xe0) == 0xc0) {
		n = 2;
		value = s[0] & 0x1fU;
	} else if ((s[0] & 0xf0) == 0xe0) {
		n = 3;
		value = s[0] & 0x0fU;
	} else if ((s[0] & 0xf8) == 0xf0) {
		n = 4;
		value = s[0] & 0x07U;
	} else {
		return 0;
	}
	if (n > len)
		return 0;
	for (size_t i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		value = value << 6 | (s[i] & 0x3fU);
	}
	if (value < smallest[n] || value > 0x10ffff ||
	    (value >= 0xd800 && value <= 0xdfff) || value == 0xfffe ||
	    value == 0xffff)
		return 0;
	return n;
}

bool
text_utf8(const char *s, size_t len)
{
	const unsigned char	*p = (const unsigned char *)s;
	size_t			 n;

	for (; len > 0; p += n, len -= n)
		if ((n = utf8_length(p, len)) == 0)
			return false;
	return true;
}

bool
text_control(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)s[i] < 0x20 || s[i] == 0x7f)
			return true;
	return false;
}

bool
text_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool
text_control_c1(const char *s, size_t len)
{
	for (size_t i = 1; i < len; i++)
		if ((unsigned char)s[i - 1] == 0xc2 &&
		    (unsigned char)s[i] >= 0x80 && (unsigned char)s[i] < 0xa0)
			return true;
	return false;
}

/* The octets of the blank that the text starts with, or else ends with. */
static size_t
one_blank(const char *s, size_t len, bool at_end)
{
	size_t n;

	if (len == 0)
		return 0;
	if (text_blank(s[at_end ? len - 1 : 0]))
		return 1;
	for (size_t i = 0; i < NITEMS(blanks); i++) {
		n = strlen(blanks[i]);
		if (len >= n &&
		    memcmp(s + (at_end ? len - n : 0), blanks[i], n) == 0)
			return n;
	}
	return 0;
}

size_t
text_blank_start(const char *s, size_t len)
{
	return one_blank(s, len, false);
}

size_t
text_blank_end(const char *s, size_t len)
{
	return one_blank(s, len, true);
}

void
text_copy(char *out, size_t size, const char *text)
{
	size_t len = strlen(text);

	assert(len < size);
	memcpy(out, text, len < size ? len + 1 : 0);
}
