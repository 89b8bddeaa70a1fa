/* muaconf export: the whole database as a seed file. */
#include <stdio.h>
#include <string.h>

#include "schema/check_texts.h"
#include "schema/columns.h"
#include "schema/command.h"
#include "schema/db.h"
#include "schema/export_json.h"
#include "schema/say.h"

/* A statement that names all columns of a table. */
#define SQL_MAX 16384
/* Rows that can't be exported: so many are named. */
#define REFUSED_SHOWN 20

struct export {
	struct db	 db;
	bool		 secrets;
	sqlite3_stmt	*rows[TABLE__MAX];	/* a table's rows of owner ?1 */
};

/* Is the column written when it has this value? */
static bool
is_written(const struct export *x, const struct column *c, const char *value)
{
	if (value == NULL || (c->flags & COLUMN_OWNER) != 0)
		return false;
	if ((c->flags & COLUMN_SECRET) != 0)
		return x->secrets;
	return c->usual == NULL || strcmp(c->usual, value) != 0;
}

static void
write_value(const struct column *c, const char *value)
{
	if (c->kind == KIND_NUMBER)
		(void)fputs(value, stdout);
	else if (c->kind == KIND_BOOLEAN)
		(void)fputs(strcmp(value, "0") == 0 ? "false" : "true", stdout);
	else if (column_words(c))
		export_json_words(stdout, value);
	else
		export_json_string(stdout, value);
}

/* The row's settings, each behind separator but the first.  Returns how many. */
static size_t
write_members(const struct export *x, enum table t, sqlite3_stmt *row,
    const char *separator)
{
	size_t			 n, written = 0;
	const struct column	*c = table_columns(t, &n);
	const char		*value;

	for (size_t i = 0; i < n; i++) {
		value = db_text(row, (int)i);
		if (!is_written(x, &c[i], value))
			continue;
		if (written++ > 0)
			(void)fputs(separator, stdout);
		export_json_string(stdout, c[i].name);
		(void)fputs(": ", stdout);
		write_value(&c[i], value);
	}
	return written;
}

/* A row on one line: an object, or its key alone where that says all. */
static void
write_row(const struct export *x, enum table t, sqlite3_stmt *row)
{
	size_t			 n, written = 0;
	const struct column	*c = table_columns(t, &n);

	for (size_t i = 0; i < n; i++)
		written += is_written(x, &c[i], db_text(row, (int)i));
	if (written == 1 && !table_kind(t)->ordered) {
		export_json_string(stdout, db_text(row, (int)column_key(t)));
		return;
	}
	(void)putchar('{');
	(void)write_members(x, t, row, ", ");
	(void)putchar('}');
}

/* A list that has rows: `SEPARATOR"services": [ ... ]`. */
static enum err
write_list(struct export *x, enum table t, const char *owner,
    const char *separator, const char *indent)
{
	bool		 more, any = false;
	enum err	 e;

	db_bind_text(x->rows[t], 1, owner);
	while ((e = db_step(&x->db, x->rows[t], &more)) == ERR_OK && more) {
		if (any)
			(void)printf(",\n%s  ", indent);
		else
			(void)printf("%s\"%s\": [\n%s  ", separator,
			    table_kind(t)->list, indent);
		write_row(x, t, x->rows[t]);
		any = true;
	}
	(void)sqlite3_reset(x->rows[t]);
	if (any)
		(void)printf("\n%s]", indent);
	return e;
}

static enum err
write_provider(struct export *x, sqlite3_stmt *row)
{
	enum err e = ERR_OK;

	(void)fputs("    {\n      ", stdout);
	(void)write_members(x, TABLE_PROVIDER, row, ",\n      ");
	for (int t = 0; t < TABLE__MAX && e == ERR_OK; t++)
		if (table_kind((enum table)t)->at_provider)
			e = write_list(x, (enum table)t,
			    db_text(row, (int)column_key(TABLE_PROVIDER)),
			    ",\n      ", "      ");
	(void)fputs("\n    }", stdout);
	return e;
}

static enum err
write_providers(struct export *x)
{
	sqlite3_stmt	*st = x->rows[TABLE_PROVIDER];
	bool		 more, any = false;
	enum err	 e;

	(void)fputs("  \"providers\": [", stdout);
	db_bind_text(st, 1, "");
	while ((e = db_step(&x->db, st, &more)) == ERR_OK && more) {
		(void)fputs(any ? ",\n" : "\n", stdout);
		if ((e = write_provider(x, st)) != ERR_OK)
			break;
		any = true;
	}
	(void)fputs(any ? "\n  ]" : "]", stdout);
	return e;
}

/*
 * For every table: whose its rows are ('' for nobody's), sorted, so that a
 * provider's are found at once; and the statement that reads them.
 */
static enum err
prepare(struct export *x)
{
	struct buf	sql;
	enum err	e = ERR_OK;

	buf_init(&sql, SQL_MAX);
	for (int i = 0; i < TABLE__MAX && e == ERR_OK; i++) {
		const struct table_kind *kind = table_kind((enum table)i);
		size_t			 n;
		const struct column	*c = table_columns((enum table)i, &n);
		const char		*key = kind->ordered ? "id" :
		    c[column_key((enum table)i)].name;
		sqlite3_stmt		*st;

		buf_printf(&sql, "CREATE TEMP TABLE %s_of (owner TEXT, key ANY,"
		    " PRIMARY KEY (owner, key)) STRICT, WITHOUT ROWID",
		    kind->name);
		st = db_prepare_buf(&x->db, &sql);
		e = st == NULL ? ERR_STORE : db_run(&x->db, st);
		(void)sqlite3_finalize(st);
		if (e != ERR_OK)
			break;
		buf_printf(&sql, "INSERT INTO temp.%s_of SELECT coalesce(",
		    kind->name);
		buf_puts(&sql, kind->owner == NULL ? "NULL" : kind->owner);
		buf_printf(&sql, ", ''), m.%s FROM main.%s m", key, kind->name);
		st = db_prepare_buf(&x->db, &sql);
		e = st == NULL ? ERR_STORE : db_run(&x->db, st);
		(void)sqlite3_finalize(st);
		buf_puts(&sql, "SELECT ");
		columns_list(&sql, (enum table)i, "m.");
		buf_printf(&sql, " FROM temp.%s_of o CROSS JOIN main.%s m"
		    " ON m.%s = o.key WHERE o.owner = ?1 ORDER BY o.key",
		    kind->name, kind->name, key);
		x->rows[i] = db_prepare_buf(&x->db, &sql);
		if (e == ERR_OK && x->rows[i] == NULL)
			e = ERR_STORE;
	}
	buf_free(&sql);
	return e;
}

/* What JSON can't hold or seed would not take again, an export must not hold:
 * say so before anything is printed. */
static enum err
check_texts(struct export *x)
{
	struct buf	 sql;
	sqlite3_stmt	*st;
	bool		 more = true;
	size_t		 found = 0;
	enum err	 e = ERR_OK;

	buf_init(&sql, SQL_MAX);
	for (int t = 0; t < TABLE__MAX && e == ERR_OK; t++) {
		check_texts_rule(&sql, (enum table)t, true);
		if ((st = db_prepare_buf(&x->db, &sql)) == NULL)
			e = ERR_STORE;
		while (e == ERR_OK && (e = db_step(&x->db, st, &more)) ==
		    ERR_OK && more && found++ < REFUSED_SHOWN)
			complain(x->db.path, "%s can't be exported: %s",
			    db_text(st, 1), db_text(st, 2));
		(void)sqlite3_finalize(st);
	}
	buf_free(&sql);
	return e == ERR_OK && found > 0 ? ERR_REQUEST : e;
}

/* The lists at the top: providers always, the others when they have rows. */
static enum err
write_all(struct export *x)
{
	enum err e = ERR_OK;

	(void)fputs("{\n", stdout);
	e = write_providers(x);
	for (int t = 0; t < TABLE__MAX && e == ERR_OK; t++)
		if (t != TABLE_PROVIDER && table_kind((enum table)t)->at_top)
			e = write_list(x, (enum table)t, "", ",\n  ", "  ");
	(void)fputs("\n}\n", stdout);
	return e;
}

/* Say when something is missing from what was printed. */
static void
tell_secrets(struct export *x)
{
	struct buf	 sql;
	sqlite3_stmt	*st;
	bool		 more;

	buf_init(&sql, SQL_MAX);
	for (size_t i = 0; i < ncolumns; i++) {
		if ((columns[i].flags & COLUMN_SECRET) == 0)
			continue;
		buf_printf(&sql, "SELECT 1 FROM main.%s WHERE %s IS NOT NULL",
		    table_kind(columns[i].table)->name, columns[i].name);
		if ((st = db_prepare_buf(&x->db, &sql)) != NULL &&
		    db_step(&x->db, st, &more) == ERR_OK && more)
			complain(x->db.path, "%s was left out; `muaconf export"
			    " --secrets` prints it", columns[i].name);
		(void)sqlite3_finalize(st);
	}
	buf_free(&sql);
}

int
export_run(const char *database, int argc, char *argv[])
{
	struct export	x;
	enum err	e;
	int		status = EXIT_NO;

	memset(&x, 0, sizeof(x));
	x.secrets = argc == 2 && strcmp(argv[1], "--secrets") == 0;
	if (argc != (x.secrets ? 2 : 1))
		return EXIT_WRONG_USE;
	if (db_open_copy(&x.db, database, false) != ERR_OK)
		return EXIT_NO;
	if ((e = check_texts(&x)) == ERR_OK && (e = prepare(&x)) == ERR_OK)
		e = write_all(&x);
	if (e == ERR_OK && !x.secrets)
		tell_secrets(&x);
	if (e == ERR_OK)
		status = command_flush();
	for (size_t i = 0; i < TABLE__MAX; i++)
		(void)sqlite3_finalize(x.rows[i]);
	db_close(&x.db);
	return status;
}
