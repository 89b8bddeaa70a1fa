/* Keys of JSON objects: which are known, which are there twice. */
#ifndef MUACONF_KEYS_H
#define MUACONF_KEYS_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "schema/columns.h"
#include "schema/fault.h"

/* No object of a seed file has more keys, comments included. */
#define KEYS_MAX 64

/* "$schema" and what starts with '_' are for others. */
bool keys_ignored(const char *key);

/*
 * The column that a key of a row stands for.
 *
 * foreign   in the short form and automx2's; there the column's own name does
 *           too, unless that form has the name for something else.
 *
 * NULL when it is none.
 */
const struct column *keys_column(enum table t, bool foreign, const char *key);

/* The key under which the form has the column. */
const char *keys_name(const struct column *c, bool foreign);

/* The key of a table's list in the form; NULL: none. */
const char *keys_list(enum table t, bool foreign);

/*
 * Tell of a key that is not known, with the one that was meant if that is
 * plain to see.
 *
 * t   the object's table; TABLE__MAX for the top of the native form.
 */
void keys_unknown(enum table t, bool foreign, const char *key,
    const struct place *at, struct faults *f);

/* Keys that are there twice, or too many: tell of them.  False then. */
bool keys_check(const cJSON *object, const struct place *at, struct faults *f);

#endif
