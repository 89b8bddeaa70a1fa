#include "schema/apply.h"

#include <stdbool.h>

#include "schema/columns.h"
#include "schema/db_new.h"
#include "schema/stage.h"

/* A statement that names all columns of a table twice. */
#define SQL_MAX 16384

/*
 * The order matters: nothing may point to what isn't there at any moment.
 * where looks at s, the wanted row, and m, the present one.
 */
static const struct step {
	enum table	 table;
	enum change	 change;
	const char	*where;
} steps[] = {
	{ TABLE_LDAP_SERVER, CHANGE_ADD, NULL },
	{ TABLE_LDAP_SERVER, CHANGE_ALTER, NULL },
	{ TABLE_PROVIDER, CHANGE_ADD, NULL },
	{ TABLE_PROVIDER, CHANGE_ALTER, NULL },
	/* Services of domains that go or move, before these do. */
	{ TABLE_SERVICE, CHANGE_REMOVE, NULL },
	/* Aliases can point to all that is no alias... */
	{ TABLE_DOMAIN, CHANGE_ADD, "s.alias_of IS NULL" },
	{ TABLE_DOMAIN, CHANGE_ALTER, "s.alias_of IS NULL" },
	/* ... and a domain can become an alias once nobody points to it. */
	{ TABLE_DOMAIN, CHANGE_REMOVE, "m.alias_of IS NOT NULL" },
	{ TABLE_DOMAIN, CHANGE_ALTER,
	    "s.alias_of IS NOT NULL AND m.alias_of IS NOT NULL" },
	{ TABLE_DOMAIN, CHANGE_ALTER,
	    "s.alias_of IS NOT NULL AND m.alias_of IS NULL" },
	{ TABLE_DOMAIN, CHANGE_ADD, "s.alias_of IS NOT NULL" },
	/* A domain takes its mailboxes along; those that stay are added below. */
	{ TABLE_MAILBOX, CHANGE_REMOVE, NULL },
	{ TABLE_DOMAIN, CHANGE_REMOVE, "m.alias_of IS NULL" },
	/* Services can point to mailboxes, and a mailbox takes its own along. */
	{ TABLE_MAILBOX, CHANGE_ALTER, NULL },
	{ TABLE_MAILBOX, CHANGE_ADD, NULL },
	{ TABLE_SERVICE, CHANGE_ALTER, NULL },
	{ TABLE_SERVICE, CHANGE_ADD, NULL },
	{ TABLE_DOCUMENTATION, CHANGE_REMOVE, NULL },
	{ TABLE_DOCUMENTATION, CHANGE_ALTER, NULL },
	{ TABLE_DOCUMENTATION, CHANGE_ADD, NULL },
};

/* The name of the key in main: of the file's, or a number. */
static const char *
main_key(enum table t)
{
	size_t			 n;
	const struct column	*c = table_columns(t, &n);

	return table_kind(t)->ordered ? "id" : c[column_key(t)].name;
}

/* " FROM ..." of the rows that a step adds. */
static void
write_added(struct buf *sql, const struct step *step)
{
	const struct table_kind *kind = table_kind(step->table);

	buf_printf(sql, " FROM seed.%s s WHERE s.action = %d", kind->name,
	    (int)ACTION_INSERT);
	if (step->where != NULL)
		buf_printf(sql, " AND %s", step->where);
	buf_printf(sql, " ORDER BY s.%s",
	    kind->ordered ? "seq" : main_key(step->table));
}

/* The rows of a step: key in main, place, the wanted row, the present row;
 * rows that are not there are left out. */
static void
write_select(struct buf *sql, const struct step *step)
{
	const struct table_kind	*kind = table_kind(step->table);
	const char		*key = main_key(step->table);

	switch (step->change) {
	case CHANGE_REMOVE:
		buf_printf(sql, "SELECT m.%s, '', ", key);
		columns_list(sql, step->table, "m.");
		buf_printf(sql, " FROM seed.gone g CROSS JOIN main.%s m"
		    " ON m.%s = g.key WHERE g.tbl = %d", kind->name, key,
		    (int)step->table);
		break;
	case CHANGE_ALTER:
		buf_printf(sql, "SELECT m.%s, s.place, ", key);
		columns_list(sql, step->table, "s.");
		buf_puts(sql, ", ");
		columns_list(sql, step->table, "m.");
		buf_printf(sql, " FROM seed.%s s CROSS JOIN main.%s m"
		    " ON m.%s = s.%s WHERE s.action = %d", kind->name,
		    kind->name, key, kind->ordered ? "target" : key,
		    (int)ACTION_UPDATE);
		break;
	case CHANGE_ADD:
		buf_puts(sql, "SELECT NULL, s.place, ");
		columns_list(sql, step->table, "s.");
		write_added(sql, step);
		return;
	}
	if (step->where != NULL)
		buf_printf(sql, " AND %s", step->where);
}

/* Show or count the rows of a step that have been added, n of them. */
static enum err
note_added(struct db *db, const struct step *step, struct buf *sql,
    struct changes *c, size_t n)
{
	sqlite3_stmt	*rows;
	bool		 more = n > 0;
	enum err	 e = ERR_OK;

	if (!c->show || n == 0) {
		changes_count(c, n);
		return ERR_OK;
	}
	write_select(sql, step);
	if ((rows = db_prepare_buf(db, sql)) == NULL)
		return ERR_STORE;
	while ((e = db_step(db, rows, &more)) == ERR_OK && more)
		changes_add(c, step->change, step->table, rows, 2);
	(void)sqlite3_finalize(rows);
	return e;
}

/*
 * All new rows of a step with one statement, which is three times as fast as
 * row by row.  done is false when a constraint refused one: then nothing has
 * happened, and row by row it will turn out which.
 *
 * The triggers of table domain, which cost more than all the rest, are left
 * out, unless there are others than ours among them: names are stored in lower
 * case already, refer_check() has followed the aliases, and foreign keys hold
 * what points somewhere.
 */
static enum err
add_at_once(struct db *db, const struct step *step, struct buf *sql,
    struct changes *c, bool *done)
{
	const struct table_kind	*kind = table_kind(step->table);
	const bool		 bare = step->table == TABLE_DOMAIN &&
	    db_new_triggers(db, kind->name);
	sqlite3_stmt		*st;
	int			 code;

	buf_printf(sql, "INSERT INTO main.%s (", kind->name);
	columns_list(sql, step->table, "");
	buf_puts(sql, ") SELECT ");
	columns_list(sql, step->table, "s.");
	write_added(sql, step);
	if (bare)
		db_triggers(db, false);
	st = db_prepare_buf(db, sql);
	code = st == NULL ? SQLITE_ERROR : sqlite3_step(st);
	*done = code == SQLITE_DONE;
	if (st != NULL && !*done && (code & 0xff) != SQLITE_CONSTRAINT)
		db_complain(db, "can't be changed");
	(void)sqlite3_finalize(st);
	if (bare)
		db_triggers(db, true);
	if (*done)
		return note_added(db, step, sql, c,
		    (size_t)sqlite3_changes64(db->handle));
	return (code & 0xff) == SQLITE_CONSTRAINT ? ERR_OK : ERR_STORE;
}

/* The statement for one row: the wanted values as ?1..?n, the key as ?n+1. */
static void
write_change(struct buf *sql, const struct step *step)
{
	const char		*name = table_kind(step->table)->name;
	size_t			 n;
	const struct column	*c = table_columns(step->table, &n);

	switch (step->change) {
	case CHANGE_REMOVE:
		buf_printf(sql, "DELETE FROM main.%s", name);
		break;
	case CHANGE_ALTER:
		buf_printf(sql, "UPDATE main.%s SET ", name);
		for (size_t i = 0; i < n; i++)
			buf_printf(sql, "%s%s = ?%zu", i == 0 ? "" : ", ",
			    c[i].name, i + 1);
		break;
	case CHANGE_ADD:
		buf_printf(sql, "INSERT INTO main.%s (", name);
		columns_list(sql, step->table, "");
		buf_puts(sql, ") VALUES (");
		for (size_t i = 0; i < n; i++)
			buf_printf(sql, "%s?%zu", i == 0 ? "" : ", ", i + 1);
		buf_puts(sql, ")");
		return;
	}
	buf_printf(sql, " WHERE %s = ?%zu", main_key(step->table), n + 1);
}

/* Change one row: the one that rows stands at. */
static enum err
change_row(struct db *db, const struct step *step, sqlite3_stmt *rows,
    sqlite3_stmt *change, struct faults *f)
{
	size_t	n;
	int	code;

	(void)table_columns(step->table, &n);
	for (size_t i = 0; i < n && step->change != CHANGE_REMOVE; i++)
		(void)sqlite3_bind_value(change, (int)i + 1,
		    sqlite3_column_value(rows, (int)i + 2));
	if (step->change != CHANGE_ADD)
		(void)sqlite3_bind_value(change, (int)n + 1,
		    sqlite3_column_value(rows, 0));
	code = sqlite3_step(change);
	if (code == SQLITE_DONE) {
		(void)sqlite3_reset(change);
		return ERR_OK;
	}
	if ((code & 0xff) == SQLITE_CONSTRAINT ||
	    (code & 0xff) == SQLITE_MISMATCH) {
		fault_text(f, db_text(rows, 1), "%s", db_sentence(db));
		return ERR_REQUEST;
	}
	db_complain(db, "can't be changed");
	return ERR_STORE;
}

/* What compare_all() found, so that a step with nothing to do need not look at
 * each row. */
struct found {
	bool	any[TABLE__MAX][ACTION_UPDATE + 1];
};

static enum err
look(struct db *db, struct buf *sql, struct found *found)
{
	sqlite3_stmt	*st;
	bool		 more = false;
	enum err	 e = ERR_OK;

	for (int t = 0; t < TABLE__MAX && e == ERR_OK; t++) {
		buf_printf(sql, "SELECT max(action = %d), max(action = %d)"
		    " FROM seed.%s", (int)ACTION_INSERT, (int)ACTION_UPDATE,
		    table_kind((enum table)t)->name);
		st = db_prepare_buf(db, sql);
		e = st == NULL ? ERR_STORE : db_step(db, st, &more);
		if (e == ERR_OK && more) {
			found->any[t][ACTION_INSERT] = sqlite3_column_int(st, 0) > 0;
			found->any[t][ACTION_UPDATE] = sqlite3_column_int(st, 1) > 0;
		}
		(void)sqlite3_finalize(st);
	}
	return e;
}

static bool
is_needed(const struct step *step, const struct found *found)
{
	switch (step->change) {
	case CHANGE_ADD:
		return found->any[step->table][ACTION_INSERT];
	case CHANGE_ALTER:
		return found->any[step->table][ACTION_UPDATE];
	case CHANGE_REMOVE:
		break;
	}
	return true;
}

static enum err
run_step(struct db *db, const struct step *step, struct buf *sql,
    struct changes *c, struct faults *f)
{
	sqlite3_stmt	*rows, *change;
	bool		 more = true, done = false;
	enum err	 e = ERR_STORE;

	if (step->change == CHANGE_ADD) {
		if ((e = add_at_once(db, step, sql, c, &done)) != ERR_OK || done)
			return e;
		e = ERR_STORE;
	}
	write_select(sql, step);
	rows = db_prepare_buf(db, sql);
	write_change(sql, step);
	change = db_prepare_buf(db, sql);
	if (rows != NULL && change != NULL)
		e = ERR_OK;
	while (e == ERR_OK && (e = db_step(db, rows, &more)) == ERR_OK && more) {
		e = change_row(db, step, rows, change, f);
		if (e == ERR_OK)
			changes_add(c, step->change, step->table, rows, 2);
	}
	(void)sqlite3_finalize(change);
	(void)sqlite3_finalize(rows);
	return e;
}

/*
 * A domain that goes takes its mailboxes along, and these their services.
 * Those that the file wants all the same, at its top, have to be added again.
 */
static enum err
want_again(struct db *db, struct buf *sql)
{
	sqlite3_stmt	*st;
	enum err	 e;

	buf_printf(sql, "UPDATE seed.mailbox AS s SET action = %d"
	    " WHERE s.owner IS NULL AND NOT EXISTS"
	    " (SELECT 1 FROM main.mailbox m WHERE m.address = s.address)",
	    (int)ACTION_INSERT);
	st = db_prepare_buf(db, sql);
	e = st == NULL ? ERR_STORE : db_run(db, st);
	(void)sqlite3_finalize(st);
	if (e != ERR_OK)
		return e;
	buf_printf(sql, "UPDATE seed.service SET action = %d"
	    " WHERE owner IS NULL AND mailbox IN (SELECT address"
	    " FROM seed.mailbox WHERE action = %d)", (int)ACTION_INSERT,
	    (int)ACTION_INSERT);
	st = db_prepare_buf(db, sql);
	e = st == NULL ? ERR_STORE : db_run(db, st);
	(void)sqlite3_finalize(st);
	return e;
}

enum err
apply_all(struct db *db, struct changes *c, struct faults *f)
{
	struct buf	sql;
	struct found	found = { { { false } } };
	enum err	e;

	buf_init(&sql, SQL_MAX);
	e = look(db, &sql, &found);
	for (size_t i = 0; i < NITEMS(steps) && e == ERR_OK; i++) {
		if (steps[i].table == TABLE_MAILBOX &&
		    steps[i].change == CHANGE_ADD &&
		    (e = want_again(db, &sql)) == ERR_OK)
			e = look(db, &sql, &found);
		if (e == ERR_OK && is_needed(&steps[i], &found))
			e = run_step(db, &steps[i], &sql, c, f);
	}
	buf_free(&sql);
	return e;
}
