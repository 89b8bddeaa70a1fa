#include "schema/export_json.h"

#include <string.h>

/* len octets of a string's inside. */
static void
put(FILE *f, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c == '"' || c == '\\')
			(void)fprintf(f, "\\%c", c);
		else if (c < 0x20 || c == 0x7f)
			(void)fprintf(f, "\\u%04x", c);
		else
			(void)putc(c, f);
	}
}

void
export_json_string(FILE *f, const char *text)
{
	(void)putc('"', f);
	put(f, text, strlen(text));
	(void)putc('"', f);
}

void
export_json_words(FILE *f, const char *words)
{
	size_t len;

	if (strchr(words, ' ') == NULL) {
		export_json_string(f, words);
		return;
	}
	(void)putc('[', f);
	for (;; words += len + 1) {
		len = strcspn(words, " ");
		(void)putc('"', f);
		put(f, words, len);
		(void)putc('"', f);
		if (words[len] == '\0')
			break;
		(void)fputs(", ", f);
	}
	(void)putc(']', f);
}
