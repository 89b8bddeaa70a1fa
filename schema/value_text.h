/* The texts among the values, kind by kind; used by value.c alone. */
#ifndef MUACONF_VALUE_TEXT_H
#define MUACONF_VALUE_TEXT_H

#include <stdbool.h>

#include "lib/arena.h"
#include "schema/columns.h"
#include "schema/fault.h"

struct text_reading {
	const struct column	*column;
	bool			 foreign;
	struct arena		*arena;
	struct faults		*faults;
	const struct place	*at;
};

/*
 * Check *text by the column's kind; it is printable and of the right length
 * already.  *text becomes the form that is stored, in the arena if it differs.
 * True when it is good; else its mistake has been told.
 */
bool value_text(const struct text_reading *r, const char **text);

/* The same for several words, one blank between, of which each is good
 * already: none may be there twice. */
bool value_words(const struct text_reading *r, const char **text);

#endif
