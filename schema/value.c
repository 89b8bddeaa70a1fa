#include "schema/value.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/err.h"
#include "schema/say.h"
#include "schema/value_text.h"
#include "schema/wrong.h"

const char *
value_type(const cJSON *item)
{
	if (cJSON_IsObject(item))
		return "an object";
	if (cJSON_IsArray(item))
		return "a list";
	if (cJSON_IsString(item))
		return "a string";
	if (cJSON_IsNumber(item))
		return "a number";
	return cJSON_IsBool(item) ? "true or false" : "null";
}

struct value
value_usual(const struct column *c)
{
	struct value v = { .is = VALUE_NULL };

	if (c->usual == NULL)
		return v;
	if (column_integer(c)) {
		v.is = VALUE_NUMBER;
		v.number = strtol(c->usual, NULL, 10);
	} else {
		v.is = VALUE_TEXT;
		v.text = c->usual;
	}
	return v;
}

/* A whole number within min..max. */
static bool
read_number(const cJSON *item, long min, long max, struct faults *f,
    const struct place *at, long long *out)
{
	double d = item->valuedouble;

	if (!cJSON_IsNumber(item)) {
		if (cJSON_IsString(item))
			fault(f, at, "%s must be a number, without quotes",
			    quote(item->valuestring).text);
		else
			fault(f, at, "must be a number, not %s",
			    value_type(item));
		return false;
	}
	/* Not so for NaN and infinities either. */
	if (!(d >= (double)min && d <= (double)max)) {
		fault(f, at, "%.10g is out of range %ld..%ld", d, min, max);
		return false;
	}
	if (floor(d) < d) {
		fault(f, at, "%.10g is no whole number", d);
		return false;
	}
	*out = (long long)d;
	return true;
}

static bool
read_boolean(const cJSON *item, struct faults *f, const struct place *at,
    long long *out)
{
	if (!cJSON_IsBool(item)) {
		fault(f, at, "must be true or false, without quotes, not %s",
		    value_type(item));
		return false;
	}
	*out = cJSON_IsTrue(item) != 0;
	return true;
}

long
value_characters(const char *text)
{
	long n = 0;

	for (; *text != '\0'; text++)
		n += ((unsigned char)*text & 0xc0) != 0x80;
	return n;
}

/* What holds for every text. */
static bool
check_text(const char *text, const struct column *c, struct faults *f,
    const struct place *at)
{
	long		 n = value_characters(text);
	const char	*why;

	if (n == 0) {
		fault(f, at, "is empty; leave it out, or fill it in");
		return false;
	}
	if ((why = wrong_text(text, strlen(text))) != NULL) {
		/* A password with a line feed at its end is still one. */
		if ((c->flags & COLUMN_SECRET) != 0)
			fault(f, at, "%s", why);
		else
			fault(f, at, "%s %s", quote(text).text, why);
		return false;
	}
	if (n > c->max) {
		fault(f, at, "has %ld characters, and %ld is the limit", n,
		    c->max);
		return false;
	}
	return true;
}

static bool
read_text(const struct text_reading *r, const cJSON *item, struct value *out)
{
	if (!cJSON_IsString(item)) {
		fault(r->faults, r->at, "must be a string, not %s",
		    value_type(item));
		return false;
	}
	if (!check_text(item->valuestring, r->column, r->faults, r->at))
		return false;
	out->is = VALUE_TEXT;
	out->text = item->valuestring;
	return value_text(r, &out->text);
}

/* A list of words becomes one text with blanks between. */
static bool
read_words(const struct text_reading *r, const cJSON *list, struct value *out)
{
	char		joined[512];
	size_t		used = 0;
	struct place	at = { .up = r->at };
	struct text_reading	one = *r;
	const cJSON	*item;
	struct value	v;
	int		n;

	one.at = &at;
	cJSON_ArrayForEach(item, list) {
		if (!read_text(&one, item, &v))
			return false;
		if (strchr(v.text, ' ') != NULL) {
			fault(r->faults, &at, "%s must be one word here",
			    quote(v.text).text);
			return false;
		}
		n = snprintf(joined + used, sizeof(joined) - used, "%s%s",
		    used == 0 ? "" : " ", v.text);
		if (n < 0 || (size_t)n >= sizeof(joined) - used) {
			fault(r->faults, r->at, "has too many words");
			return false;
		}
		used += (size_t)n;
		at.index++;
	}
	if (used == 0) {
		fault(r->faults, r->at, "is empty; leave it out, or fill it in");
		return false;
	}
	out->is = VALUE_TEXT;
	out->text = arena_strdup(r->arena, joined);
	return value_words(r, &out->text);
}

bool
value_read(const cJSON *item, const struct column *c, bool foreign,
    struct arena *a, struct faults *f, const struct place *at,
    struct value *out)
{
	struct text_reading	r = {
		.column = c, .foreign = foreign, .arena = a, .faults = f, .at = at,
	};
	char	digits[24];

	memset(out, 0, sizeof(*out));
	if (cJSON_IsNull(item)) {
		/* A secret that is not said stays; null takes it away. */
		out->is = (c->flags & COLUMN_SECRET) != 0 ? VALUE_NULL :
		    VALUE_UNSAID;
		return true;
	}
	if (column_integer(c)) {
		out->is = VALUE_NUMBER;
		return c->kind == KIND_BOOLEAN ?
		    read_boolean(item, f, at, &out->number) :
		    read_number(item, c->min, c->max, f, at, &out->number);
	}
	if (column_words(c) && cJSON_IsArray(item))
		return read_words(&r, item, out);
	if (c->kind == KIND_ID && foreign && cJSON_IsNumber(item)) {
		if (!read_number(item, 0, 1000000000, f, at, &out->number))
			return false;
		(void)snprintf(digits, sizeof(digits), "%lld", out->number);
		out->is = VALUE_TEXT;
		out->text = arena_strdup(a, digits);
		return out->text != NULL;
	}
	return read_text(&r, item, out);
}
