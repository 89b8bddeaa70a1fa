/*
 * Memory of one request.  Everything that the model points to lives here and
 * dies together at arena_reset(); nothing from it may outlive the request.
 */
#ifndef MUACONF_ARENA_H
#define MUACONF_ARENA_H

#include <stddef.h>

struct arena {
	unsigned char	*base;
	size_t		 used;
	size_t		 size;
	int		 full;	/* an allocation failed since the last reset */
};

/*
 * Take a block of size octets from malloc(3) for the arena.  Returns 0, or -1
 * when there is no memory (then the arena is empty and every allocation fails).
 */
int arena_init(struct arena *a, size_t size);

/* Give the block back.  Harmless on a zeroed or freed arena. */
void arena_free(struct arena *a);

/* Forget all allocations, keep the block; it is not full any more. */
void arena_reset(struct arena *a);

/* n zeroed octets, aligned for any type; NULL at the limit. */
void *arena_alloc(struct arena *a, size_t n);

/* A NUL-terminated copy of the len octets at s; NULL at the limit. */
char *arena_strndup(struct arena *a, const char *s, size_t len);

/* A copy of the string s; NULL at the limit, or when s is NULL. */
char *arena_strdup(struct arena *a, const char *s);

/* The n strings of parts one behind the other, NULL ones left out; NULL at the
 * limit. */
char *arena_join(struct arena *a, const char *const *parts, size_t n);

#endif
