#include "lib/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The first block: most answers fit. */
#define BUF_FIRST 4096

void
buf_init(struct buf *b, size_t max)
{
	memset(b, 0, sizeof(*b));
	b->max = max;
}

void
buf_free(struct buf *b)
{
	free(b->data);
	b->data = NULL;
	b->len = b->size = 0;
}

void
buf_reset(struct buf *b)
{
	b->len = 0;
	b->err = ERR_OK;
}

/* Room for n more octets, or the sticky error. */
static int
reserve(struct buf *b, size_t n)
{
	size_t	 size;
	char	*data;

	if (b->err != ERR_OK)
		return -1;
	if (n > b->max - b->len) {
		b->err = ERR_NOMEM;
		return -1;
	}
	if (n <= b->size - b->len)
		return 0;
	size = b->size == 0 ? BUF_FIRST : b->size;
	while (size - b->len < n)
		size *= 2;	/* can't wrap: n is under max, which is no half of memory */
	if (size > b->max)
		size = b->max;
	if ((data = realloc(b->data, size)) == NULL) {
		b->err = ERR_NOMEM;
		return -1;
	}
	b->data = data;
	b->size = size;
	return 0;
}

void
buf_add(struct buf *b, const void *data, size_t len)
{
	if (len == 0 || reserve(b, len) != 0)
		return;
	memcpy(b->data + b->len, data, len);
	b->len += len;
}

void
buf_puts(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_putc(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	char	text[512];
	va_list	ap;
	int	n;

	va_start(ap, fmt);
	n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= sizeof(text)) {
		b->err = ERR_NOMEM;
		return;
	}
	buf_add(b, text, (size_t)n);
}

enum err
buf_error(const struct buf *b)
{
	return b->err;
}
