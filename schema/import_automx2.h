/* The parts that import_automx2.c is made of. */
#ifndef MUACONF_IMPORT_AUTOMX2_H
#define MUACONF_IMPORT_AUTOMX2_H

#include <cjson/cJSON.h>
#include <sqlite3.h>
#include <stdbool.h>

#include "schema/import.h"

struct automx2 {
	const char	*path;
	sqlite3		*db;
	struct import	*import;
	bool		 failed;	/* SQLite said no; told */
	bool		 full;		/* out of memory */
};

/* A statement for sqlite3_finalize(), or NULL and failed is set. */
sqlite3_stmt *automx2_prepare(struct automx2 *x, const char *sql);

/* The next row?  At an error failed is set. */
bool automx2_step(struct automx2 *x, sqlite3_stmt *st);

/* A column's text, "" for NULL; good until the next step. */
const char *automx2_text(sqlite3_stmt *st, int column);

/* Add to an object or a list; full is set when there is no memory.  NULL and
 * "" as value add nothing. */
void automx2_string(struct automx2 *x, cJSON *object, const char *key,
    const char *value);
void automx2_number(struct automx2 *x, cJSON *object, const char *key,
    long long value);
cJSON *automx2_list(struct automx2 *x, cJSON *object, const char *key);
cJSON *automx2_object(struct automx2 *x, cJSON *list);

/*
 * Make the temporary tables "offer", one row for each server and domain that it
 * is for, and "offers", the list of a domain's servers of one type as one text.
 */
void automx2_offers(struct automx2 *x);

/* Add the services of a provider to its list. */
void automx2_services(struct automx2 *x, long long provider, cJSON *services);

/* Say what automx2 answered wrongly with these settings. */
void automx2_differences(struct automx2 *x);

#endif
