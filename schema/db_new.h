/* How a database comes into the world, used by db.c alone; and what was in it
 * then. */
#ifndef MUACONF_DB_NEW_H
#define MUACONF_DB_NEW_H

#include <stdbool.h>

#include "lib/err.h"
#include "schema/db_statement.h"

/* Create the tables of schema.sql.  ERR_OK or ERR_STORE. */
enum err db_new_schema(struct db *db) __attribute__((warn_unused_result));

/*
 * Write the database in memory to a file beside db->path, and put that there
 * under its name unless the name is taken, or a journal of another database
 * lies beside it.  ERR_OK or ERR_STORE; then nothing
 * is left behind.
 */
enum err db_new_save(struct db *db) __attribute__((warn_unused_result));

/* Are all triggers of a table of main those of schema.sql, to the letter?  An
 * administrator may have added some.  False as well when that can't be read. */
bool db_new_triggers(struct db *db, const char *table);

/* schema.sql, NUL-terminated; made at build time. */
extern const unsigned char schema_sql[];

#endif
