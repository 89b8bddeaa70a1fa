/*
 * The database as the command sees it: the only place that opens it, and the
 * only way to write it.  Whoever returns an error has said why on stderr.
 */
#ifndef MUACONF_DB_H
#define MUACONF_DB_H

#include <sqlite3.h>
#include <stdbool.h>

#include "lib/buf.h"
#include "lib/err.h"

struct db {
	sqlite3		*handle;	/* NULL: not open */
	const char	*path;		/* as the administrator named it; borrowed */
	bool		 is_new;	/* lives in memory until db_save_new() */
};

/* How long the command waits for other writers and for readers. */
#define DB_BUSY_MS 10000

/*
 * Open the database at path.  It has to be one of ours and of the version
 * that this program knows.
 *
 * db_open_write  for changes.  A missing file gives an empty database in
 *                memory (is_new), so that it appears at once and whole.
 * db_open_copy   for reading: a copy in memory, so that nothing is locked
 *                however slowly the output is read.  With or_new a missing
 *                file gives an empty database, as above; else it is an error.
 * db_open_new    an empty database in memory, to be put at path.
 * db_open_old    an existing one for changes, of this version or an older one,
 *                which version then says.
 *
 * ERR_OK; ERR_STORE when it can't be opened or is none of ours; ERR_NOMEM.
 */
enum err db_open_write(struct db *db, const char *path)
    __attribute__((warn_unused_result));
enum err db_open_copy(struct db *db, const char *path, bool or_new)
    __attribute__((warn_unused_result));
enum err db_open_new(struct db *db, const char *path)
    __attribute__((warn_unused_result));
enum err db_open_old(struct db *db, const char *path, long long *version)
    __attribute__((warn_unused_result));

/* Close it; what was not committed is undone.  Harmless on a zeroed db. */
void db_close(struct db *db);

/* Is there a file at path, whatever it is? */
bool db_exists(const char *path);

/*
 * Somebody may have set the file to WAL mode, which a program that may only
 * read can't open.  db_leave_wal() ends that, outside of a transaction, before
 * a change; a file that is not in that mode stays as it is.
 *
 * ERR_OK; ERR_STORE when others have the file open.
 */
bool db_in_wal(struct db *db);
enum err db_leave_wal(struct db *db) __attribute__((warn_unused_result));

/*
 * Start the one transaction.  Others can read until the commit, which waits
 * for them.
 */
enum err db_begin(struct db *db) __attribute__((warn_unused_result));

/*
 * Keep the changes.  A new database is written beside its path and then put
 * there, mode 0644, unless another one appeared meanwhile; whatever kills the
 * program, the path holds nothing or all of it.
 */
enum err db_commit(struct db *db) __attribute__((warn_unused_result));

/* Undo all since db_begin(). */
void db_rollback(struct db *db);

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
