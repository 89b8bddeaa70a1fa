#include <assert.h>
#include <string.h>

#include "cgi/negotiate.h"
#include "cgi/query.h"
#include "cgi/strings.h"
#include "lib/err.h"
#include "lib/text.h"

/* clang-format off */
static const struct {
	const char	*tag;	/* BCP 47 */
	const char	*name;	/* as those who speak it write it */
} languages[] = {
	[LANGUAGE_EN] = { "en", "English" },
	[LANGUAGE_DE] = { "de", "Deutsch" },
	[LANGUAGE_FR] = { "fr", "Français" },
	[LANGUAGE_ES] = { "es", "Español" },
};
static_assert(NITEMS(languages) == LANGUAGE__MAX, "name every language");
/* clang-format on */

const char *
language_tag(enum language l)
{
	return languages[l].tag;
}

const char *
language_name(enum language l)
{
	return languages[l].name;
}

/* The language of a tag such as "de" or "de-AT"; LANGUAGE__MAX when it is none
 * of ours. */
static enum language
find(const char *tag, size_t len)
{
	for (size_t i = 0; i < NITEMS(languages); i++) {
		size_t n = strlen(languages[i].tag);

		if (len >= n && text_starts_nocase(tag, languages[i].tag) &&
		    (len == n || tag[n] == '-'))
			return (enum language)i;
	}
	return LANGUAGE__MAX;
}

/* "lang" of the query; nothing in it is decoded, as no tag needs that. */
static enum language
asked_for(const char *query)
{
	size_t len;

	for (;; query += len + 1) {
		len = strcspn(query, "&");
		if (len > 5 && strncmp(query, "lang=", 5) == 0)
			return find(query + 5, len - 5);
		if (query[len] == '\0')
			return LANGUAGE__MAX;
	}
}

bool
language_asked(const struct request *rq, enum language *out)
{
	*out = asked_for(rq->query);
	return *out != LANGUAGE__MAX;
}

enum language
language_of(const struct request *rq)
{
	enum language		l = asked_for(rq->query);
	enum language		best = LANGUAGE_EN;
	struct weighted		item;
	unsigned		weight = 0;
	const char		*rest = rq->language;

	if (l != LANGUAGE__MAX)
		return l;
	while (negotiate_next(&rest, &item)) {
		l = find(item.word, item.len);
		if (l != LANGUAGE__MAX && item.weight > weight) {
			best = l;
			weight = item.weight;
		}
	}
	return best;
}
