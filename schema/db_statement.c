#include "schema/db_statement.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "schema/say.h"

bool
db_exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 || errno != ENOENT;
}

const char *
db_sentence(const struct db *db)
{
	static const char	 prefix[] = "CHECK constraint failed: ";
	const char		*s = sqlite3_errmsg(db->handle);

	return strncmp(s, prefix, strlen(prefix)) == 0 ? s + strlen(prefix) : s;
}

/* What helps against an error of SQLite. */
static const char *
remedy(int code)
{
	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return "; another program holds it, try again when that is done";
	case SQLITE_NOTADB:
	case SQLITE_CORRUPT:
		return "; this is no database or a damaged one: restore a copy,"
		    " or name another file with -d";
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
	case SQLITE_READONLY:
	case SQLITE_AUTH:
		return "; look at the permissions of the file and its folder";
	case SQLITE_FULL:
		return "; make room on the disk and try again";
	default:
		return "";
	}
}

void
db_complain(const struct db *db, const char *doing)
{
	int code = db->handle == NULL ? SQLITE_NOMEM :
	    sqlite3_errcode(db->handle);

	complain(db->path, "%s: %s%s", doing,
	    db->handle == NULL ? "out of memory" : db_sentence(db),
	    remedy(code));
}

void
db_triggers(struct db *db, bool run)
{
	(void)sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_TRIGGER,
	    run ? 1 : 0, NULL);
}

enum err
db_exec(struct db *db, const char *sql)
{
	if (sqlite3_exec(db->handle, sql, NULL, NULL, NULL) == SQLITE_OK)
		return ERR_OK;
	db_complain(db, "can't be used");
	return ERR_STORE;
}

sqlite3_stmt *
db_prepare(struct db *db, const char *sql)
{
	sqlite3_stmt *st = NULL;

	if (sqlite3_prepare_v2(db->handle, sql, -1, &st, NULL) != SQLITE_OK) {
		db_complain(db, "can't be asked");
		return NULL;
	}
	return st;
}

sqlite3_stmt *
db_prepare_buf(struct db *db, struct buf *sql)
{
	sqlite3_stmt *st = NULL;

	buf_putc(sql, '\0');
	if (buf_error(sql) != ERR_OK)
		complain(db->path, "out of memory");
	else
		st = db_prepare(db, sql->data);
	buf_reset(sql);
	return st;
}

enum err
db_step(struct db *db, sqlite3_stmt *st, bool *more)
{
	int code = sqlite3_step(st);

	*more = code == SQLITE_ROW;
	if (code == SQLITE_ROW || code == SQLITE_DONE)
		return ERR_OK;
	db_complain(db, "can't be used");
	return ERR_STORE;
}

const char *
db_text(sqlite3_stmt *st, int column)
{
	return (const char *)sqlite3_column_text(st, column);
}

void
db_bind_text(sqlite3_stmt *st, int parameter, const char *text)
{
	(void)sqlite3_bind_text(st, parameter, text, -1, SQLITE_STATIC);
}

enum err
db_run(struct db *db, sqlite3_stmt *st)
{
	bool		more;
	enum err	e;

	do
		e = db_step(db, st, &more);
	while (e == ERR_OK && more);
	(void)sqlite3_reset(st);
	(void)sqlite3_clear_bindings(st);
	return e;
}

long long
db_number(struct db *db, const char *sql)
{
	sqlite3_stmt	*st = db_prepare(db, sql);
	long long	 n = -1;
	bool		 more;

	if (st != NULL && db_step(db, st, &more) == ERR_OK && more)
		n = sqlite3_column_int64(st, 0);
	(void)sqlite3_finalize(st);
	return n;
}
