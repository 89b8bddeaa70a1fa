/* The page as plain text, for scripts, help desks and terminals. */
#include <string.h>

#include "cgi/page_forms.h"

static void
heading(struct buf *b, const char *text, char line)
{
	buf_puts(b, text);
	buf_putc(b, '\n');
	for (; *text != '\0'; text++)
		if (((unsigned char)*text & 0xc0) != 0x80)	/* characters, not octets */
			buf_putc(b, line);
	buf_putc(b, '\n');
}

static void
pair(const struct page *p, struct buf *b, const char *label, const char *value)
{
	if (value == NULL)
		return;
	buf_puts(b, label);
	buf_puts(b, text_of(p->language, MSG_COLON));
	buf_puts(b, value);
	buf_putc(b, '\n');
}

static void
settings(const struct page *p, struct buf *b)
{
	const struct account *ac = p->ac;

	heading(b, page_text_with(p, MSG_SETTINGS_FOR, ac->address), '=');
	buf_puts(b, ac->name);
	buf_putc(b, '\n');
	for (size_t i = 0; i < ac->nservices; i++) {
		struct page_row	rows[PAGE_ROWS];
		size_t		n = page_rows(p, &ac->services[i], rows);

		buf_putc(b, '\n');
		heading(b, page_caption(p, &ac->services[i]), '-');
		for (size_t k = 0; k < n; k++)
			pair(p, b, rows[k].label, rows[k].value);
	}
	buf_putc(b, '\n');
	heading(b, text_of(p->language, MSG_APPLE), '-');
	if (p->profile != NULL)
		pair(p, b, text_of(p->language, MSG_DOWNLOAD),
		    p->profile_url != NULL ? p->profile_url : p->profile);
	else
		buf_puts(b, text_of(p->language, MSG_NO_PROFILE));
	buf_putc(b, '\n');
}

static void
intro(const struct page *p, struct buf *b)
{
	heading(b, text_of(p->language, MSG_SET_UP), '=');
	if (p->ac != NULL) {
		buf_puts(b, p->ac->name);
		buf_putc(b, '\n');
	}
	buf_putc(b, '\n');
	if (p->alert != NULL)
		buf_puts(b, p->alert);
	else
		buf_puts(b, text_of(p->language, MSG_INTRO));
	buf_putc(b, '\n');
	if (p->alert == NULL)
		pair(p, b, "URL", PAGE_PATH "?emailaddress=name@example.com");
}

enum err
page_text(const struct page *p, struct reply *r)
{
	struct buf *b = &r->body;

	reply_field(r, "Content-Type", "text/plain; charset=utf-8");
	if (p->ac != NULL && p->ac->address != NULL)
		settings(p, b);
	else
		intro(p, b);
	if (p->ac != NULL) {
		pair(p, b, text_of(p->language, MSG_WEBMAIL), p->ac->webmail_url);
		pair(p, b, page_text_with(p, MSG_HELP, p->ac->name),
		    p->ac->help_url);
	}
	return buf_error(b);
}
