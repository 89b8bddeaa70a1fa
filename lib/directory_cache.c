#include "lib/directory_cache.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Neighbours: a hash has this many places. */
#define WAYS 4

/* Address, alias, login, name. */
#define TEXTS 4

enum house { FOUND, NOT_FOUND, HOUSES };

struct entry {
	uint64_t	 generation;
	uint64_t	 hash;
	long long	 expires;
	int		 outcome;
	char		*text;	/* the TEXTS, each with its NUL; NULL: free */
};

struct directory_cache {
	size_t		 buckets;
	uint64_t	 seed;
	struct entry	*entries[HOUSES];	/* buckets * WAYS */
};

struct directory_cache *
directory_cache_new(size_t entries)
{
	struct directory_cache	*c = calloc(1, sizeof(*c));
	struct timespec		 now;

	if (c == NULL)
		return NULL;
	c->buckets = (entries + WAYS - 1) / WAYS;
	/* So that nobody outside knows who shares a place with whom. */
	(void)clock_gettime(CLOCK_REALTIME, &now);
	c->seed = (uint64_t)now.tv_nsec * 0x9e3779b97f4a7c15U ^
	    (uint64_t)(uintptr_t)c;
	for (int i = 0; i < HOUSES; i++)
		c->entries[i] = calloc(c->buckets * WAYS, sizeof(struct entry));
	if (c->entries[FOUND] == NULL || c->entries[NOT_FOUND] == NULL) {
		directory_cache_free(c);
		return NULL;
	}
	return c;
}

void
directory_cache_free(struct directory_cache *c)
{
	if (c == NULL)
		return;
	for (int i = 0; i < HOUSES; i++) {
		for (size_t j = 0; c->entries[i] != NULL && j < c->buckets * WAYS;
		    j++)
			free(c->entries[i][j].text);
		free(c->entries[i]);
	}
	free(c);
}

/* FNV-1a, seeded. */
static uint64_t
hash_text(uint64_t hash, const char *text)
{
	for (; *text != '\0'; text++)
		hash = (hash ^ (unsigned char)*text) * 0x100000001b3U;
	return (hash ^ 0xff) * 0x100000001b3U;
}

static const char *
alias(const struct cache_key *key)
{
	return key->alias_of == NULL ? "" : key->alias_of;
}

static uint64_t
hash_key(const struct directory_cache *c, const struct cache_key *key)
{
	uint64_t hash = hash_text(c->seed ^ key->generation, key->address);

	hash = hash_text(hash, alias(key));
	return hash ^ hash >> 29;
}

static const char *
next(const char *text)
{
	return text + strlen(text) + 1;
}

static bool
is_key(const struct entry *e, uint64_t hash, const struct cache_key *key)
{
	return e->text != NULL && e->hash == hash &&
	    e->generation == key->generation &&
	    strcmp(e->text, key->address) == 0 &&
	    strcmp(next(e->text), alias(key)) == 0;
}

bool
directory_cache_get(const struct directory_cache *c,
    const struct cache_key *key, long long now, struct cache_value *out)
{
	uint64_t	hash = hash_key(c, key);
	size_t		first = hash % c->buckets * WAYS;

	for (int house = 0; house < HOUSES; house++)
		for (size_t i = first; i < first + WAYS; i++) {
			const struct entry *e = &c->entries[house][i];

			if (!is_key(e, hash, key) || e->expires <= now)
				continue;
			out->outcome = e->outcome;
			out->found = house == FOUND;
			out->login = next(next(e->text));
			out->name = next(out->login);
			return true;
		}
	return false;
}

/* Strings one behind the other. */
static char *
pack(const char *const texts[TEXTS])
{
	size_t	 size = 0;
	char	*block;
	char	*p;

	for (size_t i = 0; i < TEXTS; i++)
		size += strlen(texts[i]) + 1;
	if ((block = malloc(size)) == NULL)
		return NULL;
	p = block;
	for (size_t i = 0; i < TEXTS; i++) {
		size = strlen(texts[i]) + 1;
		memcpy(p, texts[i], size);
		p += size;
	}
	return block;
}

static void
drop(struct entry *e)
{
	free(e->text);
	memset(e, 0, sizeof(*e));
}

void
directory_cache_put(struct directory_cache *c, const struct cache_key *key,
    const struct cache_value *value, long long now, long long expires)
{
	const char	*texts[TEXTS] = { key->address, alias(key),
	    value->login, value->name };
	uint64_t	 hash = hash_key(c, key);
	size_t		 first = hash % c->buckets * WAYS;
	struct entry	*row = &c->entries[value->found ? FOUND : NOT_FOUND][first];
	struct entry	*other = &c->entries[value->found ? NOT_FOUND : FOUND][first];
	struct entry	*place = &row[0];

	if (expires <= now)
		return;
	for (size_t i = 0; i < WAYS; i++) {
		if (is_key(&other[i], hash, key))
			drop(&other[i]);
		if (row[i].text != NULL && row[i].expires <= now)
			drop(&row[i]);
	}
	/* Its own place, else a free one or the one that ends first: a free
	 * one's end is 0. */
	for (size_t i = 0; i < WAYS; i++) {
		if (row[i].expires < place->expires)
			place = &row[i];
		if (is_key(&row[i], hash, key)) {
			place = &row[i];
			break;
		}
	}
	drop(place);
	if ((place->text = pack(texts)) == NULL)
		return;
	place->generation = key->generation;
	place->hash = hash;
	place->expires = expires;
	place->outcome = value->outcome;
}
