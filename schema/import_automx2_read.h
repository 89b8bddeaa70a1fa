/*
 * Reading an automx2 database, and writing what is found as JSON: for all parts
 * of that import.  Failures are kept in struct automx2, so that whoever reads
 * goes on to its end, and import_automx2() looks at them once.
 */
#ifndef MUACONF_IMPORT_AUTOMX2_READ_H
#define MUACONF_IMPORT_AUTOMX2_READ_H

#include <cjson/cJSON.h>
#include <sqlite3.h>
#include <stdbool.h>

#include "schema/import.h"

struct automx2 {
	const char	*path;		/* for messages; borrowed */
	sqlite3		*db;
	struct import	*import;
	bool		 failed;	/* SQLite said no; told */
	bool		 full;		/* out of memory */
};

/* A statement for sqlite3_finalize(), or NULL and failed is set. */
sqlite3_stmt *automx2_prepare(struct automx2 *x, const char *sql);

/* The next row?  At an error failed is set; NULL has no rows. */
bool automx2_step(struct automx2 *x, sqlite3_stmt *st);

/* A column's text, "" for NULL; good until the next step. */
const char *automx2_text(sqlite3_stmt *st, int column);

/*
 * Add to an object or a list; full is set when there is no memory.  NULL and
 * "" as value add nothing.  What the last two return belongs to what it was
 * added to; where that failed, NULL may be handed on as an object or a list.
 */
void automx2_string(struct automx2 *x, cJSON *object, const char *key,
    const char *value);
void automx2_number(struct automx2 *x, cJSON *object, const char *key,
    long long value);
cJSON *automx2_list(struct automx2 *x, cJSON *object, const char *key);
cJSON *automx2_object(struct automx2 *x, cJSON *list);

#endif
