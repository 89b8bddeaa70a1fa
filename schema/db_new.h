/* How a database comes into the world; used by db.c alone. */
#ifndef MUACONF_DB_NEW_H
#define MUACONF_DB_NEW_H

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

/* schema.sql, NUL-terminated; made at build time. */
extern const unsigned char schema_sql[];

#endif
