#include "schema/say.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lib/text.h"

/* A line's limit; a path is at most 4096 octets. */
#define LINE_MAX_OCTETS 6000
#define QUOTED_CUT 60

/* C0, DEL, and the C1 controls in UTF-8: what a terminal might obey. */
static size_t
control_length(const char *s)
{
	unsigned char c = (unsigned char)s[0];

	if (c < 0x20 || c == 0x7f)
		return 1;
	if (c == 0xc2 && (unsigned char)s[1] >= 0x80 &&
	    (unsigned char)s[1] <= 0x9f)
		return 2;
	return 0;
}

/* The octets of the valid UTF-8 character at s, 0 for none. */
static size_t
character_length(const char *s)
{
	for (size_t n = 1; n <= 4; n++)
		if (text_utf8(s, n))
			return n;
	return 0;
}

void
say_safely(FILE *f, const char *text)
{
	size_t n;

	while (*text != '\0') {
		if ((n = control_length(text)) == 0 &&
		    (n = character_length(text)) > 0) {
			(void)fwrite(text, 1, n, f);
			text += n;
			continue;
		}
		for (n = n > 0 ? n : 1; n > 0; n--)
			(void)fprintf(f, "\\x%02x", (unsigned char)*text++);
	}
}

void
complain(const char *what, const char *fmt, ...)
{
	char	line[LINE_MAX_OCTETS];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	(void)fputs("muaconf: ", stderr);
	say_safely(stderr, what);
	(void)fputs(": ", stderr);
	say_safely(stderr, line);
	(void)putc('\n', stderr);
}

struct quoted
quote(const char *text)
{
	struct quoted	q;
	size_t		used = 0, n;
	size_t		cut = strlen(text);

	if (cut > QUOTED_CUT) {
		cut = QUOTED_CUT;
		while (cut > 0 && ((unsigned char)text[cut] & 0xc0) == 0x80)
			cut--;
	}
	q.text[used++] = '"';
	for (size_t i = 0; i < cut;) {
		if ((n = control_length(text + i)) == 0) {
			q.text[used++] = text[i++];
			continue;
		}
		for (; n > 0; n--, i++)
			used += (size_t)snprintf(q.text + used, 5, "\\x%02x",
			    (unsigned char)text[i]);
	}
	(void)snprintf(q.text + used, sizeof(q.text) - used, "%s\"",
	    text[cut] == '\0' ? "" : "...");
	return q;
}
