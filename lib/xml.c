#include "lib/xml.h"

#include <stdbool.h>
#include <string.h>

#include "lib/text.h"

static void
fail(struct xml *x, enum err e)
{
	if (x->err == ERR_OK)
		x->err = e;
}

/* Text with the characters escaped that have a meaning there. */
static void
escape(struct xml *x, const char *text, bool attribute)
{
	const char	*special = attribute ? "&<>\"" : "&<>";
	size_t		 n;

	if (!text_utf8(text, strlen(text)) || text_control(text, strlen(text))) {
		fail(x, ERR_XML);
		return;
	}
	for (; *text != '\0'; text++) {
		n = strcspn(text, special);
		buf_add(x->buf, text, n);
		text += n;
		switch (*text) {
		case '&':
			buf_puts(x->buf, "&amp;");
			break;
		case '<':
			buf_puts(x->buf, "&lt;");
			break;
		case '>':
			buf_puts(x->buf, "&gt;");
			break;
		case '"':
			buf_puts(x->buf, "&quot;");
			break;
		default:
			return;	/* the end */
		}
	}
}

static void
finish_tag(struct xml *x)
{
	if (x->tag_open)
		buf_putc(x->buf, '>');
	x->tag_open = 0;
}

static void
line_break(struct xml *x)
{
	if (x->indent == NULL)
		return;
	buf_putc(x->buf, '\n');
	for (size_t i = 0; i < x->depth; i++)
		buf_puts(x->buf, x->indent);
}

void
xml_begin(struct xml *x, struct buf *b, const char *indent)
{
	memset(x, 0, sizeof(*x));
	x->buf = b;
	x->indent = indent;
}

void
xml_prolog(struct xml *x, const char *encoding, const char *doctype)
{
	buf_puts(x->buf, "<?xml version=\"1.0\" encoding=\"");
	buf_puts(x->buf, encoding);
	buf_puts(x->buf, "\"?>");
	if (doctype != NULL) {
		line_break(x);
		buf_puts(x->buf, doctype);
	}
}

void
xml_begin_html(struct xml *x, struct buf *b)
{
	xml_begin(x, b, NULL);
	x->html = 1;
	buf_puts(b, "<!DOCTYPE html>\n");
}

/* Has this element of HTML neither content nor end tag? */
static bool
is_void(const char *name)
{
	static const char *const names[] = { "br", "hr", "img", "input", "link",
		"meta" };

	for (size_t i = 0; i < NITEMS(names); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

void
xml_open(struct xml *x, const char *name)
{
	finish_tag(x);
	if (x->depth == XML_OUT_DEPTH) {
		fail(x, ERR_XML);
		return;
	}
	line_break(x);
	buf_putc(x->buf, '<');
	buf_puts(x->buf, name);
	x->names[x->depth++] = name;
	x->tag_open = 1;
	x->empty = 1;
}

void
xml_attr(struct xml *x, const char *name, const char *value)
{
	if (!x->tag_open) {
		fail(x, ERR_XML);
		return;
	}
	buf_putc(x->buf, ' ');
	buf_puts(x->buf, name);
	buf_puts(x->buf, "=\"");
	escape(x, value, true);
	buf_putc(x->buf, '"');
}

void
xml_text(struct xml *x, const char *text)
{
	if (x->depth == 0) {
		fail(x, ERR_XML);
		return;
	}
	finish_tag(x);
	escape(x, text, false);
}

void
xml_close(struct xml *x, const char *name)
{
	if (x->depth == 0 || strcmp(x->names[x->depth - 1], name) != 0) {
		fail(x, ERR_XML);
		return;
	}
	x->depth--;
	if (x->tag_open && x->html && is_void(name)) {
		buf_putc(x->buf, '>');
	} else if (x->tag_open && !x->html) {
		buf_puts(x->buf, "/>");
	} else {
		finish_tag(x);
		if (!x->empty)
			line_break(x);
		buf_puts(x->buf, "</");
		buf_puts(x->buf, name);
		buf_putc(x->buf, '>');
	}
	x->tag_open = 0;
	x->empty = 0;
}

void
xml_leaf(struct xml *x, const char *name, const char *text)
{
	xml_open(x, name);
	xml_text(x, text);
	xml_close(x, name);
}

void
xml_leaf_uint(struct xml *x, const char *name, unsigned long value)
{
	xml_open(x, name);
	finish_tag(x);
	buf_printf(x->buf, "%lu", value);
	xml_close(x, name);
}

void
xml_empty(struct xml *x, const char *name)
{
	xml_open(x, name);
	xml_close(x, name);
}

enum err
xml_end(struct xml *x)
{
	if (x->depth != 0)
		fail(x, ERR_XML);
	if (x->indent != NULL)
		buf_putc(x->buf, '\n');
	if (buf_error(x->buf) != ERR_OK)
		return buf_error(x->buf);
	return x->err;
}
