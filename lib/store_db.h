/*
 * A part of lib/store.c, for it alone: the file that is open, its statements,
 * and what is wrong with it.
 */
#ifndef MUACONF_STORE_DB_H
#define MUACONF_STORE_DB_H

#include <sqlite3.h>
#include <stdbool.h>
#include <sys/types.h>

#include "lib/arena.h"
#include "lib/err.h"
#include "lib/store.h"

enum stmt {
	STMT_VERSION,
	STMT_BEGIN,
	STMT_END,
	STMT_DOMAIN,
	STMT_PROVIDER,
	STMT_DOCUMENTS,
	STMT_SERVICES,
	STMT_MAILBOX,
	STMT_DIRECTORY,
	STMT__MAX
};

struct store {
	char		*path;
	sqlite3		*db;	/* NULL while it can't be read */
	sqlite3_stmt	*stmt[STMT__MAX];
	dev_t		 dev;	/* of the file that is open */
	ino_t		 ino;
	char		 problem[512];
};

/*
 * Have the file open that is at the path now: another one after mv(1), and again
 * after a failure.  ERR_OK, or ERR_STORE with the problem kept.
 */
enum err store_open(struct store *s) __attribute__((warn_unused_result));

/* Is it the version that the statements are for?  Inside the transaction, so
 * that it holds for what is read next.  Errors as above. */
enum err store_version(struct store *s) __attribute__((warn_unused_result));

/* Keep what SQLite says is wrong and what to do about it, and close the file.
 * Always ERR_STORE. */
enum err store_trouble(struct store *s, const char *doing);

/* A statement with its text parameters (NULL: left unbound); NULL when they
 * can't be bound.  End with store_done(). */
sqlite3_stmt *store_bind(struct store *s, enum stmt which, const char *p1,
    const char *p2);
void store_done(sqlite3_stmt *st);

/* Run a statement that gives no rows: 0, or -1 when SQLite failed. */
int store_run(struct store *s, enum stmt which);

/* A column's text in the arena; NULL for NULL.  full is set when it had no
 * room. */
const char *store_text(struct arena *a, sqlite3_stmt *st, int col, bool *full);

#endif
