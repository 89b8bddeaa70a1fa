#include "schema/db.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/store.h"
#include "schema/db_new.h"
#include "schema/functions.h"
#include "schema/say.h"

/* For every connection: our own SQL functions, and no surprises from a file. */
static enum err
set_up(struct db *db)
{
	(void)sqlite3_extended_result_codes(db->handle, 1);
	(void)sqlite3_busy_timeout(db->handle, DB_BUSY_MS);
	(void)sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	(void)sqlite3_db_config(db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0,
	    NULL);
	if (functions_add(db->handle) != SQLITE_OK) {
		db_complain(db, "can't be prepared");
		return ERR_STORE;
	}
	return db_exec(db, "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY");
}

static enum err
open_handle(struct db *db, const char *file, int flags)
{
	/* One thread alone has it. */
	flags |= SQLITE_OPEN_NOMUTEX;
	if (sqlite3_open_v2(file, &db->handle, flags, NULL) != SQLITE_OK) {
		db_complain(db, "can't be opened");
		db_close(db);
		return ERR_STORE;
	}
	return set_up(db);
}

/* None of ours by its number.  sqlite3's .dump holds the tables, and neither of
 * the two numbers. */
static enum err
no_database(struct db *db, long long id)
{
	if ((id == 0 || id == STORE_APPLICATION_ID) && db_number(db, "SELECT count(*) FROM sqlite_schema"
	    " WHERE type = 'table' AND name IN"
	    " ('provider', 'domain', 'service', 'mailbox')") == 4)
		complain(db->path, "has muaconf's tables and not its numbers, as"
		    " after sqlite3's .dump; say: PRAGMA application_id = %d;"
		    " PRAGMA user_version = %d; (or the version that it had),"
		    " and copy with .backup next time", STORE_APPLICATION_ID,
		    STORE_USER_VERSION);
	else
		complain(db->path, "is no muaconf database; name another file"
		    " with -d, or move this one away");
	return ERR_STORE;
}

/* Ours, and not newer than we are?  old: may it be older, and its version. */
static enum err
check_version(struct db *db, long long *old)
{
	long long id = db_number(db, "PRAGMA application_id");
	long long version = id < 0 ? -1 : db_number(db, "PRAGMA user_version");

	if (version < 0)
		return ERR_STORE;
	if (old != NULL)
		*old = version;
	/* Ours begin at 1: a 0 is the number that .dump left out. */
	if (id != STORE_APPLICATION_ID || (version == 0 && old == NULL))
		return no_database(db, id);
	if (version > STORE_USER_VERSION) {
		complain(db->path, "was made by a newer muaconf (schema %lld,"
		    " this program knows %d); update muaconf", version,
		    STORE_USER_VERSION);
		return ERR_STORE;
	}
	if (version < STORE_USER_VERSION && old == NULL) {
		complain(db->path, "has schema %lld, and this program knows %d;"
		    " run: muaconf migrate", version, STORE_USER_VERSION);
		return ERR_STORE;
	}
	return ERR_OK;
}

/* The file itself.  SQLite falls back to reading where it may not write. */
static enum err
open_file(struct db *db, long long *old)
{
	enum err	e;
	struct stat	st;

	if (stat(db->path, &st) == 0 && !S_ISREG(st.st_mode)) {
		complain(db->path, "is no regular file; name a database with -d");
		return ERR_STORE;
	}
	if (stat(db->path, &st) == 0 && st.st_size == 0) {
		complain(db->path, "is empty; remove it, and run `muaconf init`"
		    " or `muaconf seed`");
		return ERR_STORE;
	}
	if ((e = open_handle(db, db->path, SQLITE_OPEN_READWRITE)) != ERR_OK ||
	    (e = check_version(db, old)) != ERR_OK)
		db_close(db);
	return e;
}

static enum err
no_file(const char *path)
{
	complain(path, "there is no such file; create it with `muaconf init` or"
	    " `muaconf seed`, or name another with -d");
	return ERR_STORE;
}

/* An existing file, for changes. */
static enum err
open_for_write(struct db *db, const char *path, long long *old)
{
	enum err e;

	if ((e = open_file(db, old)) != ERR_OK)
		return e;
	if (sqlite3_db_readonly(db->handle, "main") == 1) {
		complain(path, "can't be written; run this as its owner");
		e = ERR_STORE;
	} else {
		/* Nothing goes to the file before the commit, so that readers
		 * are locked out only then: 1 GB of changes fits. */
		e = db_exec(db, "PRAGMA synchronous = FULL; PRAGMA cache_spill = OFF;"
		    "PRAGMA cache_size = -1000000");
	}
	if (e != ERR_OK)
		db_close(db);
	return e;
}

enum err
db_open_write(struct db *db, const char *path)
{
	memset(db, 0, sizeof(*db));
	db->path = path;
	if (!db_exists(path))
		return db_open_new(db, path);
	return open_for_write(db, path, NULL);
}

enum err
db_open_old(struct db *db, const char *path, long long *version)
{
	memset(db, 0, sizeof(*db));
	db->path = path;
	return db_exists(path) ? open_for_write(db, path, version) :
	    no_file(path);
}

enum err
db_open_new(struct db *db, const char *path)
{
	enum err e;

	memset(db, 0, sizeof(*db));
	db->path = path;
	db->is_new = true;
	e = open_handle(db, ":memory:", SQLITE_OPEN_READWRITE);
	if (e == ERR_OK && (e = db_new_schema(db)) != ERR_OK)
		db_close(db);
	return e;
}

enum err
db_open_copy(struct db *db, const char *path, bool or_new)
{
	struct db	 file = { .path = path };
	sqlite3_backup	*b;
	enum err	 e;
	int		 code = SQLITE_NOMEM;

	if (or_new && !db_exists(path))
		return db_open_new(db, path);
	memset(db, 0, sizeof(*db));
	db->path = path;
	if (!db_exists(path))
		return no_file(path);
	if ((e = open_file(&file, NULL)) != ERR_OK)
		return e;
	if ((e = open_handle(db, ":memory:", SQLITE_OPEN_READWRITE)) == ERR_OK) {
		b = sqlite3_backup_init(db->handle, "main", file.handle, "main");
		if (b != NULL) {
			(void)sqlite3_backup_step(b, -1);
			code = sqlite3_backup_finish(b);
		}
		if (code != SQLITE_OK) {
			db_complain(b == NULL ? db : &file, "can't be read");
			db_close(db);
			e = ERR_STORE;
		}
	}
	db_close(&file);
	return e;
}

void
db_close(struct db *db)
{
	(void)sqlite3_close_v2(db->handle);
	db->handle = NULL;
}

/* A text that a PRAGMA gives is "wal"?  False also when there is none. */
static bool
says_wal(struct db *db, const char *sql)
{
	sqlite3_stmt	*st = NULL;
	const char	*mode = NULL;
	bool		 wal;

	if (sqlite3_prepare_v2(db->handle, sql, -1, &st, NULL) == SQLITE_OK &&
	    sqlite3_step(st) == SQLITE_ROW)
		mode = db_text(st, 0);
	wal = mode != NULL && strcmp(mode, "wal") == 0;
	(void)sqlite3_finalize(st);
	return wal;
}

bool
db_in_wal(struct db *db)
{
	return says_wal(db, "PRAGMA main.journal_mode");
}

enum err
db_leave_wal(struct db *db)
{
	if (!db_in_wal(db) ||
	    (!says_wal(db, "PRAGMA main.journal_mode = DELETE") &&
	    !db_in_wal(db)))
		return ERR_OK;
	complain(db->path, "is in WAL mode, which muaconf.fcgi can't read on its"
	    " own, and another program has it open; stop muaconf.fcgi and such,"
	    " try again, and start them");
	return ERR_STORE;
}

enum err
db_begin(struct db *db)
{
	return db_exec(db, "BEGIN IMMEDIATE");
}

enum err
db_commit(struct db *db)
{
	enum err e = db_exec(db, "COMMIT");

	if (e == ERR_OK && db->is_new)
		e = db_new_save(db);
	return e;
}

void
db_rollback(struct db *db)
{
	if (db->handle != NULL && sqlite3_get_autocommit(db->handle) == 0)
		(void)sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
}
