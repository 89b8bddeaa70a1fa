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
    " NOT NULL DEFAULT 0";

static void
write_create(struct buf *sql, enum table t)
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
	buf_puts(sql, extra);
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

enum err
stage_start(struct stage *s, struct db *db, bool progress)
{
	struct buf	sql;
	sqlite3_stmt	*st;
	enum err	e;

	memset(s, 0, sizeof(*s));
	s->db = db;
	s->progress = progress;
	buf_init(&sql, SQL_MAX);
	e = db_exec(db, "ATTACH ':memory:' AS seed; BEGIN;"
	    "CREATE TABLE seed.gone (tbl INTEGER NOT NULL, key ANY NOT NULL,"
	    " PRIMARY KEY (tbl, key)) STRICT, WITHOUT ROWID");
	for (int t = 0; t < TABLE__MAX && e == ERR_OK; t++) {
		write_create(&sql, (enum table)t);
		st = db_prepare_buf(db, &sql);
		e = st == NULL ? ERR_STORE : db_run(db, st);
		(void)sqlite3_finalize(st);
		if (e != ERR_OK)
			break;
		write_insert(&sql, (enum table)t);
		if ((s->insert[t] = db_prepare_buf(db, &sql)) == NULL)
			e = ERR_STORE;
	}
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
		return ERR_OK;
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
	return db_exec(s->db, "COMMIT");
}

void
stage_free(struct stage *s)
{
	for (size_t i = 0; i < TABLE__MAX; i++) {
		(void)sqlite3_finalize(s->insert[i]);
		s->insert[i] = NULL;
	}
}
