/* One JSON value of a seed file becomes one value of a column. */
#ifndef MUACONF_VALUE_H
#define MUACONF_VALUE_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "lib/arena.h"
#include "schema/columns.h"
#include "schema/fault.h"

enum value_is {
	VALUE_UNSAID,	/* not in the file */
	VALUE_NULL,
	VALUE_NUMBER,
	VALUE_TEXT,
};

struct value {
	enum value_is	 is;
	long long	 number;
	const char	*text;	/* the tree's, the arena's, or a literal */
};

/*
 * Check a value and bring it to the form that is stored; null in the file
 * counts as not said.
 *
 * c        the column.
 * foreign  automx2's words are understood too: "SSL", ids that are numbers.
 * a        the result may come to live here.
 * at       the value's place, for what is said about it.
 *
 * True when the value is good; else its mistake has been told to f.
 */
bool value_read(const cJSON *item, const struct column *c, bool foreign,
    struct arena *a, struct faults *f, const struct place *at,
    struct value *out);

/* The value of the column when nothing is said. */
struct value value_usual(const struct column *c);

/* Characters, not octets, of valid UTF-8. */
long value_characters(const char *text);

/* "a number", "a list", ... for sentences. */
const char *value_type(const cJSON *item);

#endif
