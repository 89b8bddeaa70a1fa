/*
 * An open database, and statements for it; db.h opens and closes it.  Whoever
 * returns an error has said why on stderr.
 */
#ifndef MUACONF_DB_STATEMENT_H
#define MUACONF_DB_STATEMENT_H

#include <sqlite3.h>
#include <stdbool.h>

#include "lib/buf.h"
#include "lib/err.h"

struct db {
	sqlite3		*handle;	/* NULL: not open */
	const char	*path;		/* as the administrator named it; borrowed */
	bool		 is_new;	/* lives in memory until db_commit() */
};

/* Is there a file at path, whatever it is? */
bool db_exists(const char *path);

/* Triggers run (as at first) or don't, for statements prepared from now on. */
void db_triggers(struct db *db, bool run);

/* Run statements that give no rows. */
enum err db_exec(struct db *db, const char *sql)
    __attribute__((warn_unused_result));

/*
 * Prepare one statement; for sqlite3_finalize().  The second takes the text
 * from a buffer, which it empties.  NULL on failure.
 */
sqlite3_stmt *db_prepare(struct db *db, const char *sql);
sqlite3_stmt *db_prepare_buf(struct db *db, struct buf *sql);

/*
 * The next row.  more is false after the last one.
 * ERR_OK, or ERR_STORE.
 */
enum err db_step(struct db *db, sqlite3_stmt *st, bool *more)
    __attribute__((warn_unused_result));

/* A column's text, NULL for NULL; good until the next step. */
const char *db_text(sqlite3_stmt *st, int column);

/* Bind a text that outlives the statement's next step; NULL is NULL. */
void db_bind_text(sqlite3_stmt *st, int parameter, const char *text);

/* Run a statement whose rows don't matter, and reset it. */
enum err db_run(struct db *db, sqlite3_stmt *st)
    __attribute__((warn_unused_result));

/* The single number that a statement gives; -1 on failure. */
long long db_number(struct db *db, const char *sql);

/* Say that SQLite failed while doing something, with the remedy. */
void db_complain(const struct db *db, const char *doing);

/* What SQLite last found wrong, without its own "CHECK constraint failed: ". */
const char *db_sentence(const struct db *db);

#endif
