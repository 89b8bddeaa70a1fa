#include "lib/arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

int
arena_init(struct arena *a, size_t size)
{
	a->used = 0;
	a->size = 0;
	a->full = 0;
	a->base = size == 0 ? NULL : malloc(size);
	if (a->base == NULL)
		return size == 0 ? 0 : -1;
	a->size = size;
	return 0;
}

void
arena_free(struct arena *a)
{
	free(a->base);
	a->base = NULL;
	a->used = a->size = 0;
	a->full = 0;
}

void
arena_reset(struct arena *a)
{
	a->used = 0;
	a->full = 0;
}

void *
arena_alloc(struct arena *a, size_t n)
{
	const size_t	 align = alignof(max_align_t);
	size_t		 pad = (align - a->used % align) % align;
	void		*p;

	if (pad > a->size - a->used || n > a->size - a->used - pad) {
		a->full = 1;
		return NULL;
	}
	p = a->base + a->used + pad;
	a->used += pad + n;
	return memset(p, 0, n);
}

char *
arena_strndup(struct arena *a, const char *s, size_t len)
{
	char *p;

	if (len == (size_t)-1 || (p = arena_alloc(a, len + 1)) == NULL)
		return NULL;
	memcpy(p, s, len);
	return p;
}

char *
arena_strdup(struct arena *a, const char *s)
{
	return s == NULL ? NULL : arena_strndup(a, s, strlen(s));
}

char *
arena_join(struct arena *a, const char *const *parts, size_t n)
{
	size_t	 size = 1;
	size_t	 used = 0;
	char	*out;

	for (size_t i = 0; i < n; i++)
		size += parts[i] == NULL ? 0 : strlen(parts[i]);
	if ((out = arena_alloc(a, size)) == NULL)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		size_t len = parts[i] == NULL ? 0 : strlen(parts[i]);

		if (len > 0)
			memcpy(out + used, parts[i], len);
		used += len;
	}
	return out;
}
