#include "cgi/negotiate.h"

#include <assert.h>
#include <string.h>

#include "lib/err.h"
#include "lib/text.h"

/* The weight in "q=0.7", in thousandths. */
static unsigned
weight_of(const char *text)
{
	unsigned weight;
	unsigned digit = 100;

	if (*text != '0' && *text != '1')
		return 1000;
	weight = *text == '1' ? 1000 : 0;
	if (text[1] != '.')
		return weight;
	for (text += 2; *text >= '0' && *text <= '9' && digit > 0; text++) {
		weight += digit * (unsigned)(*text - '0');
		digit /= 10;
	}
	return weight > 1000 ? 1000 : weight;
}

/* The weight among the parameters behind an item, ";level=1;q=0.5". */
static unsigned
find_weight(const char *text, size_t len)
{
	const char *end = text + len;

	while (text < end) {
		text += strspn(text, "; \t");
		if (text + 1 < end && text_lower(*text) == 'q' && text[1] == '=')
			return weight_of(text + 2);
		while (text < end && *text != ';')
			text++;
	}
	return 1000;
}

bool
negotiate_next(const char **rest, struct weighted *out)
{
	const char	*text = *rest;
	size_t		 len;

	if (text == NULL)
		return false;
	text += strspn(text, ", \t");
	len = strcspn(text, ",");
	*rest = text + len;
	if (len == 0)
		return false;
	out->word = text;
	out->len = strcspn(text, ",; \t");
	out->weight = find_weight(text + out->len, len - out->len);
	return true;
}

enum media
media_of(const char *accept)
{
	/* clang-format off */
	static const char *const names[] = {
		[MEDIA_HTML] = "text/html",
		[MEDIA_TEXT] = "text/plain",
		[MEDIA_JSON] = "application/json",
	};
	/* clang-format on */
	struct weighted	item;
	enum media	best = MEDIA_HTML;
	unsigned	weight = 0;

	static_assert(NITEMS(names) == MEDIA__MAX, "name every form");
	while (negotiate_next(&accept, &item)) {
		for (size_t i = 0; i < NITEMS(names); i++) {
			if (item.weight > weight &&
			    strlen(names[i]) == item.len &&
			    text_starts_nocase(item.word, names[i])) {
				best = (enum media)i;
				weight = item.weight;
			}
		}
	}
	return best;
}
