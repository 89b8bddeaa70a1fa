#include "schema/json_syntax.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "lib/text.h"

struct scan {
	const char		*text;
	size_t			 len;
	size_t			 at;
	size_t			 values;
	size_t			 depth;
	char			 closing[JSON_DEPTH];	/* '}' or ']' for each level */
	struct json_mistake	*mistake;
};

/* What may come next. */
enum expect { VALUE, VALUE_OR_END, KEY, KEY_OR_END, COMMA_OR_END, FINISH };

/* Note the mistake at octet at, with line and column. */
static bool __attribute__((format(printf, 3, 4)))
wrong(struct scan *s, size_t at, const char *fmt, ...)
{
	va_list	ap;

	s->mistake->line = s->mistake->column = 1;
	for (size_t i = 0; i < at; i++) {
		if (s->text[i] == '\n') {
			s->mistake->line++;
			s->mistake->column = 1;
		} else if (((unsigned char)s->text[i] & 0xc0) != 0x80) {
			s->mistake->column++;
		}
	}
	va_start(ap, fmt);
	(void)vsnprintf(s->mistake->why, sizeof(s->mistake->why), fmt, ap);
	va_end(ap);
	return false;
}

/* Say what was found instead of what had to be there. */
static bool
unexpected(struct scan *s, const char *wanted)
{
	char	shown[8];
	int	c = s->at < s->len ? (unsigned char)s->text[s->at] : -1;

	if (c < 0)
		return wrong(s, s->at, "%s is missing: the file ends here",
		    wanted);
	if (c == '/' || c == '#')
		return wrong(s, s->at,
		    "JSON has no comments; use a key that starts with _");
	if (c == '\'')
		return wrong(s, s->at, "JSON quotes with \", not with '");
	if (c > 0x20 && c < 0x7f)
		(void)snprintf(shown, sizeof(shown), "%c", c);
	else
		(void)snprintf(shown, sizeof(shown), "\\x%02x", (unsigned)c);
	return wrong(s, s->at, "%s is missing before %s", wanted, shown);
}

static void
skip_blanks(struct scan *s)
{
	while (s->at < s->len && text_blank(s->text[s->at]))
		s->at++;
}

/* Four hexadecimal digits at octet at; -1 when they aren't there. */
static long
hex4(const struct scan *s, size_t at)
{
	long value = 0;
	char c;

	if (s->len - at < 4)
		return -1;
	for (size_t i = at; i < at + 4; i++) {
		c = text_lower(s->text[i]);
		if (c >= '0' && c <= '9')
			value = value * 16 + (c - '0');
		else if (c >= 'a' && c <= 'f')
			value = value * 16 + (c - 'a' + 10);
		else
			return -1;
	}
	return value;
}

/* An escape; s->at is its backslash, and behind it afterwards. */
static bool
escape(struct scan *s)
{
	long	code, low;
	char	c = '\0';

	if (s->at + 1 < s->len)
		c = s->text[s->at + 1];
	if (c != '\0' && strchr("\"\\/bfnrt", c) != NULL) {
		s->at += 2;
		return true;
	}
	if (c != 'u' || (code = hex4(s, s->at + 2)) < 0)
		return wrong(s, s->at, "this is no escape; write \\\\ for a backslash");
	if (code == 0)
		return wrong(s, s->at, "\\u0000 can't be part of a text");
	if (code >= 0xdc00 && code <= 0xdfff)
		return wrong(s, s->at, "half of a surrogate pair");
	if (code >= 0xd800 && code <= 0xdbff) {
		if (s->len - s->at < 12 || s->text[s->at + 6] != '\\' ||
		    s->text[s->at + 7] != 'u' ||
		    (low = hex4(s, s->at + 8)) < 0xdc00 || low > 0xdfff)
			return wrong(s, s->at, "half of a surrogate pair");
		s->at += 6;
	}
	s->at += 6;
	return true;
}

/* A string; s->at is its first quote, and behind the last one afterwards. */
static bool
string(struct scan *s)
{
	size_t		start = s->at++;
	size_t		plain;
	unsigned char	c;

	while (s->at < s->len) {
		c = (unsigned char)s->text[s->at];
		if (c == '"') {
			s->at++;
			return true;
		}
		if (c == '\\') {
			if (!escape(s))
				return false;
			continue;
		}
		if (c == '\n' || c == '\r')
			return wrong(s, start,
			    "this string has no closing \" on its line");
		if (c < 0x20)
			return wrong(s, s->at,
			    "a control character (\\x%02x) in a string", c);
		plain = s->at;
		while (s->at < s->len &&
		    (c = (unsigned char)s->text[s->at]) >= 0x20 && c != '"' &&
		    c != '\\')
			s->at++;
		if (!text_utf8(s->text + plain, s->at - plain)) {
			while (!text_utf8(s->text + plain, s->at - plain))
				s->at--;
			return wrong(s, s->at,
			    "invalid UTF-8; save the file as UTF-8");
		}
	}
	return wrong(s, start, "this string has no closing \"");
}

static void
digits(struct scan *s)
{
	while (s->at < s->len && s->text[s->at] >= '0' && s->text[s->at] <= '9')
		s->at++;
}

/* The number of RFC 8259, 6. */
static bool
number(struct scan *s)
{
	size_t start = s->at, part;

	if (s->text[s->at] == '-')
		s->at++;
	part = s->at;
	digits(s);
	if (s->at == part || (s->text[part] == '0' && s->at - part > 1))
		return wrong(s, start, "this is no number");
	if (s->at < s->len && s->text[s->at] == '.') {
		part = ++s->at;
		digits(s);
		if (s->at == part)
			return wrong(s, start, "this is no number");
	}
	if (s->at < s->len && (s->text[s->at] == 'e' || s->text[s->at] == 'E')) {
		s->at++;
		if (s->at < s->len &&
		    (s->text[s->at] == '+' || s->text[s->at] == '-'))
			s->at++;
		part = s->at;
		digits(s);
		if (s->at == part)
			return wrong(s, start, "this is no number");
	}
	if (s->at - start > JSON_NUMBER)
		return wrong(s, start, "this number has too many digits");
	return true;
}

static bool
word(struct scan *s)
{
	static const char *const words[] = { "true", "false", "null" };

	for (size_t i = 0; i < NITEMS(words); i++) {
		size_t n = strlen(words[i]);

		if (s->len - s->at >= n &&
		    memcmp(s->text + s->at, words[i], n) == 0) {
			s->at += n;
			return true;
		}
	}
	return unexpected(s, "a value");
}

/* One value; an object or a list is only opened.  next: what follows it. */
static bool
value(struct scan *s, enum expect *next)
{
	char c;

	if (s->at == s->len)
		return unexpected(s, "a value");
	if (++s->values > JSON_VALUES)
		return wrong(s, s->at, "more than %d values; split the file",
		    JSON_VALUES);
	c = s->text[s->at];
	*next = COMMA_OR_END;
	if (c == '{' || c == '[') {
		if (s->depth == JSON_DEPTH)
			return wrong(s, s->at, "nested deeper than %d levels",
			    JSON_DEPTH);
		s->closing[s->depth++] = c == '{' ? '}' : ']';
		*next = c == '{' ? KEY_OR_END : VALUE_OR_END;
		s->at++;
		return true;
	}
	if (c == '"')
		return string(s);
	if (c == '-' || (c >= '0' && c <= '9'))
		return number(s);
	return word(s);
}

/* A key and its colon. */
static bool
key(struct scan *s)
{
	if (s->at == s->len || s->text[s->at] != '"')
		return unexpected(s, "a key in double quotes");
	if (!string(s))
		return false;
	skip_blanks(s);
	if (s->at == s->len || s->text[s->at] != ':')
		return unexpected(s, "a colon");
	s->at++;
	return true;
}

/* After a value: a comma, or the end of what is open. */
static bool
after(struct scan *s, enum expect *next)
{
	char	closing = s->closing[s->depth - 1];
	size_t	comma = s->at;

	if (s->at < s->len && s->text[s->at] == closing) {
		s->at++;
		*next = --s->depth == 0 ? FINISH : COMMA_OR_END;
		return true;
	}
	if (s->at == s->len || s->text[s->at] != ',')
		return unexpected(s,
		    closing == '}' ? "a comma or }" : "a comma or ]");
	s->at++;
	skip_blanks(s);
	if (s->at < s->len && s->text[s->at] == closing)
		return wrong(s, comma, "a comma before %c is one too many",
		    closing);
	*next = closing == '}' ? KEY : VALUE;
	return true;
}

static bool
step(struct scan *s, enum expect *next)
{
	switch (*next) {
	case KEY_OR_END:
	case VALUE_OR_END:
		if (s->at < s->len && s->text[s->at] == s->closing[s->depth - 1])
			return after(s, next);
		*next = *next == KEY_OR_END ? KEY : VALUE;
		return true;
	case KEY:
		*next = VALUE;
		return key(s);
	case VALUE:
		if (!value(s, next))
			return false;
		if (s->depth == 0)
			*next = FINISH;
		return true;
	case COMMA_OR_END:
		return after(s, next);
	case FINISH:
		break;
	}
	return true;
}

enum err
json_syntax(const char *text, size_t len, struct json_mistake *mistake)
{
	struct scan	s = { .text = text, .len = len, .mistake = mistake };
	enum expect	next = VALUE;

	skip_blanks(&s);
	if (s.at == len) {
		(void)wrong(&s, 0, "the file is empty");
		return ERR_REQUEST;
	}
	while (next != FINISH) {
		skip_blanks(&s);
		if (!step(&s, &next))
			return ERR_REQUEST;
	}
	skip_blanks(&s);
	if (s.at < len) {
		(void)wrong(&s, s.at, "there is more after the end of the JSON");
		return ERR_REQUEST;
	}
	return ERR_OK;
}
