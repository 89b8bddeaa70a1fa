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

/* Write the chain behind used octets of out; what does not fit is cut. */
static size_t
write_place(const struct place *at, struct place_text *out)
{
	size_t	used;
	size_t	left;
	int	n;

	if (at == NULL)
		return 0;
	used = write_place(at->up, out);
	left = sizeof(out->text) - used;
	if (at->key == NULL)
		n = snprintf(out->text + used, left, "[%zu]", at->index);
	else if (is_plain(at->key))
		n = snprintf(out->text + used, left, "%s%s",
		    used == 0 ? "" : ".", at->key);
	else
		n = snprintf(out->text + used, left, "%s%s",
		    used == 0 ? "" : ".", quote(at->key).text);
	if (n < 0 || (size_t)n >= left)
		return sizeof(out->text) - 1;
	return used + (size_t)n;
}

struct place_text
place_text(const struct place *at)
{
	struct place_text out;

	out.text[0] = '\0';
	(void)write_place(at, &out);
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
