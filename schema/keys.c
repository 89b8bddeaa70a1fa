#include "schema/keys.h"

#include <string.h>

#include "lib/err.h"
#include "lib/text.h"
#include "schema/say.h"

/* The longest key that a suggestion is looked for. */
#define TYPO_MAX 40

bool
keys_ignored(const char *key)
{
	return key[0] == '_' || strcmp(key, "$schema") == 0;
}

static bool
has_foreign_name(const struct column *c, const char *key)
{
	for (size_t i = 0; i < COLUMN_FORMS; i++)
		if (c->foreign[i] != NULL && strcmp(c->foreign[i], key) == 0)
			return true;
	return false;
}

const struct column *
keys_column(enum table t, bool foreign, const char *key)
{
	size_t			 n;
	const struct column	*c = table_columns(t, &n);

	if (foreign)
		for (size_t i = 0; i < n; i++)
			if (has_foreign_name(&c[i], key))
				return &c[i];
	for (size_t i = 0; i < n; i++)
		if ((c[i].flags & COLUMN_OWNER) == 0 &&
		    strcmp(c[i].name, key) == 0)
			return &c[i];
	return NULL;
}

const char *
keys_name(const struct column *c, bool foreign)
{
	return foreign && c->foreign[0] != NULL ? c->foreign[0] : c->name;
}

const char *
keys_list(enum table t, bool foreign)
{
	return foreign ? table_kind(t)->foreign_list : table_kind(t)->list;
}

static size_t
smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Letters to add, drop, change or swap between two short words, case aside. */
static size_t
distance(const char *a, const char *b)
{
	size_t	d[3][TYPO_MAX + 1];
	size_t	na = strlen(a), nb = strlen(b);
	size_t	*before, *last, *now;

	for (size_t j = 0; j <= nb; j++)
		d[0][j] = j;
	for (size_t i = 1; i <= na; i++) {
		before = d[(i + 1) % 3];
		last = d[(i - 1) % 3];
		now = d[i % 3];
		now[0] = i;
		for (size_t j = 1; j <= nb; j++) {
			bool same = text_lower(a[i - 1]) == text_lower(b[j - 1]);

			now[j] = smaller(last[j - 1] + (same ? 0 : 1),
			    smaller(last[j], now[j - 1]) + 1);
			if (i > 1 && j > 1 &&
			    text_lower(a[i - 1]) == text_lower(b[j - 2]) &&
			    text_lower(a[i - 2]) == text_lower(b[j - 1]))
				now[j] = smaller(now[j], before[j - 2] + 1);
		}
	}
	return d[na % 3][nb];
}

/* Take candidate as the best guess for key if it is near, and nearer. */
static void
consider(const char *key, const char *candidate, const char **best,
    size_t *best_distance)
{
	size_t d;

	if (candidate == NULL || strlen(candidate) > TYPO_MAX)
		return;
	d = distance(key, candidate);
	if (d < *best_distance) {
		*best = candidate;
		*best_distance = d;
	}
}

static const char *
guess(enum table t, bool foreign, const char *key)
{
	const char		*best = NULL;
	size_t			 n = 0;
	size_t			 limit = strlen(key) < 4 ? 2 : 3;
	const struct column	*c = NULL;

	if (strlen(key) > TYPO_MAX)
		return NULL;
	if (t != TABLE__MAX)
		c = table_columns(t, &n);
	/* A key of the other forms. */
	for (size_t i = 0; i < n && !foreign; i++)
		if (has_foreign_name(&c[i], key))
			return c[i].name;
	for (size_t i = 0; i < n; i++)
		if ((c[i].flags & COLUMN_OWNER) == 0)
			consider(key, keys_name(&c[i], foreign), &best, &limit);
	if (t != TABLE__MAX && t != TABLE_PROVIDER)
		return best;
	for (int i = 0; i < TABLE__MAX; i++) {
		const struct table_kind *kind = table_kind((enum table)i);

		if (foreign || (t == TABLE__MAX ? kind->at_top : kind->at_provider))
			consider(key, keys_list((enum table)i, foreign), &best,
			    &limit);
		if (!foreign && kind->foreign_list != NULL &&
		    strcmp(kind->foreign_list, key) == 0)
			return kind->list;
	}
	return best;
}

void
keys_unknown(enum table t, bool foreign, const char *key,
    const struct place *at, struct faults *f)
{
	const char *meant = guess(t, foreign, key);

	if (meant != NULL)
		fault(f, at, "unknown key %s; did you mean \"%s\"?",
		    quote(key).text, meant);
	else
		fault(f, at, "unknown key %s; a comment's key starts with _",
		    quote(key).text);
}

bool
keys_check(const cJSON *object, const struct place *at, struct faults *f)
{
	const char	*seen[KEYS_MAX];
	const cJSON	*item;
	size_t		 n = 0;
	bool		 good = true;

	cJSON_ArrayForEach(item, object) {
		if (keys_ignored(item->string))
			continue;
		if (n == KEYS_MAX) {
			fault(f, at, "has more than %d keys", KEYS_MAX);
			return false;
		}
		for (size_t i = 0; i < n; i++)
			if (strcmp(seen[i], item->string) == 0) {
				fault(f, at, "the key %s is there twice",
				    quote(item->string).text);
				good = false;
				break;
			}
		seen[n++] = item->string;
	}
	return good;
}
