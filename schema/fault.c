#include "schema/fault.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "schema/say.h"

/* Sentences quote at most two texts. */
#define WHY_MAX 2000

static int
is_plain(const char *key)
{
	return *key != '\0' && strlen(key) <= 40 &&
	    strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(key);
}

/* A seed file's places are 7 deep: list, element, list, element, key. */
#define DEPTH_MAX 16
/* The brackets, and all digits of a size_t. */
#define INDEX_MAX 24

/* "[7]" into out; how many characters.  Each row of a file has a place, which
 * is a million times; hence not snprintf(). */
static size_t
write_index(size_t index, char out[INDEX_MAX])
{
	char	digits[INDEX_MAX];
	size_t	n = 0, len = 0;

	do
		digits[n++] = (char)('0' + index % 10);
	while ((index /= 10) > 0);
	out[len++] = '[';
	while (n > 0)
		out[len++] = digits[--n];
	out[len++] = ']';
	return len;
}

struct place_text
place_text(const struct place *at)
{
	struct place_text	 out;
	const struct place	*chain[DEPTH_MAX];
	size_t			 depth = 0, used = 0, n;
	char			 index[INDEX_MAX];
	struct quoted		 quoted;
	const char		*part;

	for (; at != NULL && depth < DEPTH_MAX; at = at->up)
		chain[depth++] = at;
	while (depth-- > 0) {
		at = chain[depth];
		if (at->key == NULL) {
			part = index;
			n = write_index(at->index, index);
		} else {
			part = at->key;
			if (!is_plain(part)) {
				quoted = quote(part);
				part = quoted.text;
			}
			n = strlen(part);
			if (used > 0 && used < sizeof(out.text) - 1)
				out.text[used++] = '.';
		}
		if (n >= sizeof(out.text) - used)
			break;	/* too long: the start of it has to do */
		memcpy(out.text + used, part, n);
		used += n;
	}
	out.text[used] = '\0';
	return out;
}

void
fault_text(struct faults *f, const char *place, const char *fmt, ...)
{
	char	why[WHY_MAX];
	va_list ap;

	if (f->count++ >= FAULTS_SHOWN)
		return;
	va_start(ap, fmt);
	(void)vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	complain(f->file, "%s%s%s", place, place[0] == '\0' ? "" : ": ", why);
}

void
fault(struct faults *f, const struct place *at, const char *fmt, ...)
{
	char	why[WHY_MAX];
	va_list ap;

	if (f->count >= FAULTS_SHOWN) {
		f->count++;
		return;
	}
	va_start(ap, fmt);
	(void)vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	fault_text(f, place_text(at).text, "%s", why);
}

void
faults_end(const struct faults *f)
{
	if (f->count > FAULTS_SHOWN)
		complain(f->file, "%zu more mistakes like these",
		    f->count - FAULTS_SHOWN);
}
