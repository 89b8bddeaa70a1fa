#include "lib/json.h"

#include <string.h>

#include "lib/text.h"

static void
put_string(struct json *j, const char *text)
{
	if (!text_utf8(text, strlen(text))) {
		j->err = ERR_XML;
		return;
	}
	buf_putc(j->buf, '"');
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\')
			buf_printf(j->buf, "\\%c", c);
		else if (c < 0x20 || c == 0x7f || strchr("<>&'", c) != NULL)
			buf_printf(j->buf, "\\u%04x", c);
		else
			buf_putc(j->buf, *text);
	}
	buf_putc(j->buf, '"');
}

/* Comma and name of the next value. */
static void
put_name(struct json *j, const char *name)
{
	bool in_object = j->depth > 0 && j->close[j->depth - 1] == '}';

	if (in_object != (name != NULL)) {
		j->err = ERR_XML;
		return;
	}
	if (j->comma)
		buf_putc(j->buf, ',');
	if (name != NULL) {
		put_string(j, name);
		buf_putc(j->buf, ':');
	}
	j->comma = true;
}

static void
open_with(struct json *j, const char *name, char open, char close)
{
	if (j->depth == JSON_OUT_DEPTH) {
		j->err = ERR_XML;
		return;
	}
	put_name(j, name);
	buf_putc(j->buf, open);
	j->close[j->depth++] = close;
	j->comma = false;
}

void
json_begin(struct json *j, struct buf *b)
{
	memset(j, 0, sizeof(*j));
	j->buf = b;
}

void
json_object(struct json *j, const char *name)
{
	open_with(j, name, '{', '}');
}

void
json_array(struct json *j, const char *name)
{
	open_with(j, name, '[', ']');
}

void
json_close(struct json *j)
{
	if (j->depth == 0) {
		j->err = ERR_XML;
		return;
	}
	buf_putc(j->buf, j->close[--j->depth]);
	j->comma = true;
}

void
json_string(struct json *j, const char *name, const char *value)
{
	if (value == NULL)
		return;
	put_name(j, name);
	put_string(j, value);
}

void
json_uint(struct json *j, const char *name, unsigned long value)
{
	put_name(j, name);
	buf_printf(j->buf, "%lu", value);
}

void
json_bool(struct json *j, const char *name, bool value)
{
	put_name(j, name);
	buf_puts(j->buf, value ? "true" : "false");
}

enum err
json_end(struct json *j)
{
	if (j->depth != 0)
		j->err = ERR_XML;
	if (buf_error(j->buf) != ERR_OK)
		return buf_error(j->buf);
	return j->err;
}
