/*
 * A growing octet buffer with a hard limit.  The first failure sticks: later
 * writes do nothing, and buf_error() reports it once at the end.
 */
#ifndef MUACONF_BUF_H
#define MUACONF_BUF_H

#include <stddef.h>

#include "lib/err.h"

struct buf {
	char		*data;	/* NULL until the first write; not NUL-terminated */
	size_t		 len;
	size_t		 size;	/* allocated */
	size_t		 max;	/* never more than this */
	enum err	 err;	/* ERR_OK or ERR_NOMEM */
};

/* An empty buffer that will hold at most max octets. */
void buf_init(struct buf *b, size_t max);
/* Give the memory back.  Harmless on a zeroed or freed buffer. */
void buf_free(struct buf *b);
/* Empty it and forget its error; the memory stays for the next use. */
void buf_reset(struct buf *b);

void buf_add(struct buf *b, const void *data, size_t len);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);
/* printf(3) for short text of our own: at most 511 octets, else ERR_NOMEM. */
void buf_printf(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* ERR_OK, or ERR_NOMEM when anything did not fit. */
enum err buf_error(const struct buf *b) __attribute__((warn_unused_result));

#endif
