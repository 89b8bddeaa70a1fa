/*
 * The database as the command sees it: the only place that opens it, and the
 * only way to write it.  Once it is open, db_statement.h asks and changes it.
 * Whoever returns an error has said why on stderr.
 */
#ifndef MUACONF_DB_H
#define MUACONF_DB_H

#include <stdbool.h>

#include "lib/err.h"
#include "schema/db_statement.h"

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

#endif
