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

struct place_text
place_text(const struct place *at)
{
	struct place_text	 out;
	const struct place	*chain[DEPTH_MAX];
	size_t			 depth = 0, used = 0, left;
	int			 n;

	out.text[0] = '\0';
	for (; at != NULL && depth < DEPTH_MAX; at = at->up)
		chain[depth++] = at;
	while (depth-- > 0) {
		at = chain[depth];
		left = sizeof(out.text) - used;
		if (at->key == NULL)
			n = snprintf(out.text + used, left, "[%zu]", at->index);
		else
			n = snprintf(out.text + used, left, "%s%s",
			    used == 0 ? "" : ".",
			    is_plain(at->key) ? at->key : quote(at->key).text);
		if (n < 0 || (size_t)n >= left)
			break;	/* too long: the start of it has to do */
		used += (size_t)n;
	}
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
