/* What must hold between the values of one row of a seed file. */
#ifndef MUACONF_RULES_H
#define MUACONF_RULES_H

#include <stdbool.h>

#include "lib/arena.h"
#include "schema/stage.h"

/*
 * Bring a row that was read to its final form: words such as "imaps" become
 * type and security, an alias loses its provider, a provider of the short form
 * gets an id.  Values that were not said are still VALUE_UNSAID.
 *
 * True when the row is good; else its mistakes have been told.
 */
bool rules_row(struct row *row, bool foreign, struct arena *a,
    struct faults *f, const struct place *at);

#endif
