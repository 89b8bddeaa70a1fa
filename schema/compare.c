#include "schema/compare.h"

#include <stdio.h>

#include "schema/say.h"

/* A statement that names all columns of a table twice. */
#define SQL_MAX 16384

static enum err
run(struct db *db, struct buf *sql)
{
	sqlite3_stmt	*st = db_prepare_buf(db, sql);
	enum err	 e = st == NULL ? ERR_STORE : db_run(db, st);

	(void)sqlite3_finalize(st);
	return e;
}

/* A secret that the file does not say stays what it is. */
static enum err
keep_secrets(struct db *db, struct buf *sql, enum table t)
{
	size_t			 n;
	const struct column	*c = table_columns(t, &n);
	const char		*name = table_kind(t)->name;
	const char		*key = c[column_key(t)].name;
	enum err		 e = ERR_OK;

	for (size_t i = 0; i < n && e == ERR_OK; i++) {
		if ((c[i].flags & COLUMN_SECRET) == 0)
			continue;
		buf_printf(sql, "UPDATE seed.%s AS s SET %s = (SELECT m.%s"
		    " FROM main.%s m WHERE m.%s = s.%s)"
		    " WHERE typeof(s.%s) = 'blob'", name, c[i].name, c[i].name,
		    name, key, key, c[i].name);
		e = run(db, sql);
	}
	return e;
}

static bool
is_empty(struct db *db, struct buf *sql, enum table t)
{
	sqlite3_stmt	*st;
	bool		 more = true;

	buf_printf(sql, "SELECT 1 FROM main.%s LIMIT 1", table_kind(t)->name);
	st = db_prepare_buf(db, sql);
	if (st != NULL && db_step(db, st, &more) != ERR_OK)
		more = true;
	(void)sqlite3_finalize(st);
	return !more;
}

/* Rows that main lacks, and rows that it has otherwise.  All that goes into an
 * empty table was staged as new; it may have been filled or emptied since. */
static enum err
mark_actions(struct db *db, struct buf *sql, enum table t)
{
	size_t			 n;
	const struct column	*c = table_columns(t, &n);
	const char		*name = table_kind(t)->name;
	const char		*key = c[column_key(t)].name;
	bool			 empty = is_empty(db, sql, t);
	enum err		 e;

	buf_printf(sql, "UPDATE seed.%s SET action = %d WHERE action <> %d",
	    name, (int)(empty ? ACTION_INSERT : ACTION_NONE),
	    (int)(empty ? ACTION_INSERT : ACTION_NONE));
	if ((e = run(db, sql)) != ERR_OK || empty)
		return e;
	buf_printf(sql, "UPDATE seed.%s AS s SET action = %d WHERE NOT EXISTS"
	    " (SELECT 1 FROM main.%s m WHERE m.%s = s.%s)", name,
	    (int)ACTION_INSERT, name, key, key);
	if ((e = run(db, sql)) != ERR_OK)
		return e;
	buf_printf(sql, "UPDATE seed.%s AS s SET action = %d WHERE action = 0"
	    " AND EXISTS (SELECT 1 FROM main.%s m WHERE m.%s = s.%s AND NOT (",
	    name, (int)ACTION_UPDATE, name, key, key);
	for (size_t i = 0; i < n; i++)
		buf_printf(sql, "%sm.%s IS s.%s COLLATE BINARY",
		    i == 0 ? "" : " AND ", c[i].name, c[i].name);
	buf_puts(sql, "))");
	return run(db, sql);
}

/* Rows of main that are the file's business and not in it. */
static enum err
mark_gone(struct db *db, struct buf *sql, enum table t,
    const struct seed_lists *lists)
{
	const struct table_kind	*kind = table_kind(t);
	size_t			 n;
	const struct column	*c = table_columns(t, &n);
	const char		*key = c[column_key(t)].name;

	if (kind->owner == NULL)
		return ERR_OK;
	buf_printf(sql, "INSERT INTO seed.gone SELECT %d, m.%s FROM main.%s m"
	    " WHERE ", (int)t, key, kind->name);
	compare_ours(sql, t, lists);
	buf_printf(sql, " AND NOT EXISTS (SELECT 1 FROM seed.%s s"
	    " WHERE s.%s = m.%s)", kind->name, key, key);
	return run(db, sql);
}

enum err
compare_all(struct db *db, const struct seed_lists *lists)
{
	struct buf	sql;
	enum err	e = ERR_OK;

	buf_init(&sql, SQL_MAX);
	for (int i = 0; i < TABLE__MAX && e == ERR_OK; i++) {
		enum table t = (enum table)i;

		if (table_kind(t)->ordered) {
			e = compare_ordered(db, t, lists);
			continue;
		}
		if ((e = keep_secrets(db, &sql, t)) == ERR_OK &&
		    (e = mark_actions(db, &sql, t)) == ERR_OK)
			e = mark_gone(db, &sql, t, lists);
	}
	buf_free(&sql);
	return e;
}
