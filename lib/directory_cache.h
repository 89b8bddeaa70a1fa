/*
 * Answers of directories, kept for a short time.  Bounded: a new one takes the
 * place of the oldest of its few neighbours.  Users that are there and users
 * that are not have a house each, so asking for nonsense pushes out nobody.
 * Not safe for threads by itself.
 */
#ifndef MUACONF_DIRECTORY_CACHE_H
#define MUACONF_DIRECTORY_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct directory_cache;

/* What one look-up is about.  A changed row has another generation, so what was
 * kept under the old one is never found again. */
struct cache_key {
	uint64_t	 generation;
	const char	*address;
	const char	*alias_of;	/* NULL: none */
};

struct cache_value {
	int		 outcome;
	bool		 found;		/* which house */
	const char	*login;		/* "": none */
	const char	*name;		/* "": none */
};

/* entries: in each house.  NULL when there is no memory. */
struct directory_cache *directory_cache_new(size_t entries);
void directory_cache_free(struct directory_cache *c);

/* False when it is not there or has expired.  What out points to is good until
 * the next call. */
bool directory_cache_get(const struct directory_cache *c,
    const struct cache_key *key, long long now, struct cache_value *out);

/* Keep a copy until the time expires.  Without memory nothing is kept. */
void directory_cache_put(struct directory_cache *c, const struct cache_key *key,
    const struct cache_value *value, long long now, long long expires);

#endif
