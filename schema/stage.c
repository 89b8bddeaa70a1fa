#include "schema/stage.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "schema/say.h"

/* A CREATE TABLE with all columns is about 1 KB. */
#define SQL_MAX 8192
/* Rows between two signs of life. */
#define PROGRESS_STEP 20000

/* The columns that every staged table has, behind its own. */
static const char extra[] = "owner TEXT, place TEXT NOT NULL, action INTEGER"
    " NOT NULL DEFAULT ";

static void
write_create(struct buf *sql, enum table t, enum action action)
{
	const struct table_kind	*kind = table_kind(t);
	size_t			 n;
	const struct column	*c = table_columns(t, &n);

	buf_printf(sql, "CREATE TABLE seed.%s (", kind->name);
	if (kind->ordered)
		buf_puts(sql, "seq INTEGER PRIMARY KEY,"
		    " target INTEGER, ");
	for (size_t i = 0; i < n; i++)
		buf_printf(sql, "%s %s COLLATE %s, ", c[i].name,
		    column_integer(&c[i]) ? "INTEGER" : "ANY",
		    column_collation(&c[i]));
	buf_printf(sql, "%s%d", extra, (int)action);
	if (!kind->ordered)
		buf_printf(sql, ", PRIMARY KEY (%s)) STRICT, WITHOUT ROWID;",
		    c[column_key(t)].name);
	else
		buf_puts(sql, ") STRICT;");
}

/* All columns, then owner and place, as parameters. */
static void
write_insert(struct buf *sql, enum table t)
{
	size_t n;

	(void)table_columns(t, &n);
	buf_printf(sql, "INSERT INTO seed.%s (", table_kind(t)->name);
	columns_list(sql, t, "");
	buf_puts(sql, ", owner, place) VALUES (");
	for (size_t i = 0; i < n + 2; i++)
		buf_puts(sql, i == 0 ? "?" : ", ?");
	buf_puts(sql, ")");
}

/* What a row is before it is compared: new, where main has no rows at all. */
static enum err
first_action(struct db *db, struct buf *sql, enum table t, enum action *out)
{
	sqlite3_stmt	*st;
	bool		 more = true;
	enum err	 e;

	buf_printf(sql, "SELECT 1 FROM main.%s LIMIT 1", table_kind(t)->name);
	if ((st = db_prepare_buf(db, sql)) == NULL)
		return ERR_STORE;
	e = db_step(db, st, &more);
	*out = more ? ACTION_NONE : ACTION_INSERT;
	(void)sqlite3_finalize(st);
	return e;
}

/* Make the table, and the statement that fills it. */
static enum err
start_table(struct stage *s, struct buf *sql, enum table t, enum action action)
{
	sqlite3_stmt	*st;
	enum err	 e;

	write_create(sql, t, action);
	st = db_prepare_buf(s->db, sql);
	e = st == NULL ? ERR_STORE : db_run(s->db, st);
	(void)sqlite3_finalize(st);
	if (e != ERR_OK)
		return e;
	write_insert(sql, t);
	s->insert[t] = db_prepare_buf(s->db, sql);
	return s->insert[t] == NULL ? ERR_STORE : ERR_OK;
}

enum err
stage_start(struct stage *s, struct db *db, bool progress)
{
	enum action	actions[TABLE__MAX];
	struct buf	sql;
	enum err	e = ERR_OK;

	memset(s, 0, sizeof(*s));
	s->db = db;
	s->progress = progress;
	buf_init(&sql, SQL_MAX);
	/* Not in the transaction, which would keep others from writing main. */
	for (int t = 0; t < TABLE__MAX && e == ERR_OK; t++)
		e = first_action(db, &sql, (enum table)t, &actions[t]);
	if (e == ERR_OK)
		e = db_exec(db, "ATTACH ':memory:' AS seed; BEGIN;"
		    "CREATE TABLE seed.gone (tbl INTEGER NOT NULL,"
		    " key ANY NOT NULL, PRIMARY KEY (tbl, key))"
		    " STRICT, WITHOUT ROWID;"
		    "CREATE TABLE seed.counts (owner TEXT, tbl INTEGER,"
		    " n INTEGER, PRIMARY KEY (owner, tbl))"
		    " STRICT, WITHOUT ROWID");
	if (e == ERR_OK && (s->count = db_prepare(db, "INSERT INTO seed.counts"
	    " VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET n = n + ?3")) == NULL)
		e = ERR_STORE;
	for (int t = 0; t < TABLE__MAX && e == ERR_OK; t++)
		e = start_table(s, &sql, (enum table)t, actions[t]);
	buf_free(&sql);
	return e;
}

static void
bind_value(sqlite3_stmt *st, int parameter, const struct value *v)
{
	switch (v->is) {
	case VALUE_NUMBER:
		(void)sqlite3_bind_int64(st, parameter, v->number);
		break;
	case VALUE_TEXT:
		db_bind_text(st, parameter, v->text);
		break;
	case VALUE_UNSAID:
		/* Only secrets come so far: see compare_tables(). */
		(void)sqlite3_bind_zeroblob(st, parameter, 0);
		break;
	case VALUE_NULL:
		(void)sqlite3_bind_null(st, parameter);
		break;
	}
}

/* Rows come in runs with the same owner. */
static enum err
count_run(struct stage *s)
{
	if (s->run == 0 || s->run_table == TABLE_PROVIDER)
		return ERR_OK;
	db_bind_text(s->count, 1, s->run_owner);
	(void)sqlite3_bind_int(s->count, 2, (int)s->run_table);
	(void)sqlite3_bind_int64(s->count, 3, (sqlite3_int64)s->run);
	return db_run(s->db, s->count);
}

static enum err
count_row(struct stage *s, const struct row *row)
{
	const char	*owner = row->owner == NULL ? "" : row->owner;
	enum err	 e;

	if (row->table != s->run_table || strcmp(owner, s->run_owner) != 0) {
		if ((e = count_run(s)) != ERR_OK)
			return e;
		s->run_table = row->table;
		(void)snprintf(s->run_owner, sizeof(s->run_owner), "%s", owner);
		s->run = 0;
	}
	s->run++;
	return ERR_OK;
}

static void
show_progress(const struct stage *s)
{
	if (s->progress && s->rows % PROGRESS_STEP == 0)
		(void)fprintf(stderr, "\r%zu rows read", s->rows);
}

/* The key is there already: say where.  The row itself is lost. */
static enum err
listed_twice(struct stage *s, const struct row *row, const struct place *at,
    struct faults *f)
{
	size_t			 n;
	const struct column	*c = table_columns(row->table, &n);
	size_t			 key = column_key(row->table);
	struct buf		 sql;
	sqlite3_stmt		*st;
	bool			 more = false;
	enum err		 e = ERR_STORE;

	buf_init(&sql, SQL_MAX);
	buf_printf(&sql, "SELECT place FROM seed.%s WHERE %s = ?1",
	    table_kind(row->table)->name, c[key].name);
	if ((st = db_prepare_buf(s->db, &sql)) != NULL) {
		bind_value(st, 1, &row->values[key]);
		e = db_step(s->db, st, &more);
	}
	if (e == ERR_OK)
		fault(f, at, "%s %s is listed twice; the first time is %s",
		    table_kind(row->table)->word, row->values[key].text,
		    more ? db_text(st, 0) : "elsewhere");
	(void)sqlite3_finalize(st);
	buf_free(&sql);
	return e;
}

enum err
stage_add(struct stage *s, const struct row *row, const struct place *at,
    struct faults *f)
{
	sqlite3_stmt		*st = s->insert[row->table];
	struct place_text	 place = place_text(at);
	size_t			 n;
	int			 code;

	(void)table_columns(row->table, &n);
	for (size_t i = 0; i < n; i++)
		bind_value(st, (int)i + 1, &row->values[i]);
	db_bind_text(st, (int)n + 1, row->owner);
	db_bind_text(st, (int)n + 2, place.text);
	code = sqlite3_step(st);
	(void)sqlite3_reset(st);
	(void)sqlite3_clear_bindings(st);
	s->rows++;
	show_progress(s);
	if (code == SQLITE_DONE)
		return count_row(s, row);
	if (code == SQLITE_CONSTRAINT_PRIMARYKEY)
		return listed_twice(s, row, at, f);
	db_complain(s->db, "the file can't be kept in memory");
	return ERR_STORE;
}

enum err
stage_done(struct stage *s)
{
	if (s->progress && s->rows >= PROGRESS_STEP)
		(void)fprintf(stderr, "\r%zu rows read\n", s->rows);
	if (count_run(s) != ERR_OK)
		return ERR_STORE;
	return db_exec(s->db, "COMMIT");
}

void
stage_free(struct stage *s)
{
	(void)sqlite3_finalize(s->count);
	s->count = NULL;
	for (size_t i = 0; i < TABLE__MAX; i++) {
		(void)sqlite3_finalize(s->insert[i]);
		s->insert[i] = NULL;
	}
}
