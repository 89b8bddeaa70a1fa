#include <stdlib.h>
#include <string.h>

#include "schema/compare.h"
#include "schema/say.h"

/* A statement that names all columns of a table. */
#define SQL_MAX 16384

/* A row: its number, and all its columns as one text. */
struct entry {
	long long	 id;
	char		*print;
};

struct entries {
	struct entry	*rows;
	size_t		 n;
	size_t		 size;
};

/* One side of the comparison: rows by group, then in order. */
struct side {
	sqlite3_stmt	*st;	/* number, group, print */
	bool		 more;
};

struct matching {
	struct db	*db;
	enum table	 table;
	sqlite3_stmt	*set;	/* ?1 action, ?2 target, ?3 seq */
	sqlite3_stmt	*gone;	/* ?1 id */
	struct entries	 wanted, present;
};

static enum err
entries_add(struct entries *list, long long id, const char *print)
{
	struct entry *rows;

	if (list->n == list->size) {
		size_t size = list->size == 0 ? 64 : list->size * 2;

		rows = realloc(list->rows, size * sizeof(*rows));
		if (rows == NULL)
			return ERR_NOMEM;
		list->rows = rows;
		list->size = size;
	}
	list->rows[list->n].id = id;
	if ((list->rows[list->n].print = strdup(print)) == NULL)
		return ERR_NOMEM;
	list->n++;
	return ERR_OK;
}

static void
entries_clear(struct entries *list)
{
	while (list->n > 0)
		free(list->rows[--list->n].print);
}

/* "quote(s.a) || ',' || quote(s.b) ..." of the columns that have all flags. */
static void
write_print(struct buf *sql, enum table t, const char *prefix, unsigned flags)
{
	size_t			 n;
	const struct column	*c = table_columns(t, &n);
	bool			 first = true;

	for (size_t i = 0; i < n; i++) {
		if ((c[i].flags & flags) != flags)
			continue;
		buf_printf(sql, "%squote(%s%s)", first ? "" : " || ',' || ",
		    prefix, c[i].name);
		first = false;
	}
}

static sqlite3_stmt *
prepare_side(struct db *db, struct buf *sql, enum table t, bool wanted,
    const struct seed_lists *lists)
{
	const struct table_kind	*kind = table_kind(t);
	const char		*id = wanted ? "m.seq" : "m.id";

	buf_printf(sql, "SELECT %s, ", id);
	write_print(sql, t, "m.", COLUMN_GROUP);
	buf_puts(sql, ", ");
	write_print(sql, t, "m.", 0);
	buf_printf(sql, " FROM %s.%s m", wanted ? "seed" : "main", kind->name);
	if (!wanted) {
		buf_puts(sql, " WHERE ");
		compare_ours(sql, t, lists);
	}
	buf_printf(sql, " ORDER BY 2, %s", id);
	return db_prepare_buf(db, sql);
}

static bool
same(const struct entry *a, const struct entry *b)
{
	return strcmp(a->print, b->print) == 0;
}

static enum err
set(struct matching *m, const struct entry *wanted, const struct entry *present)
{
	(void)sqlite3_bind_int(m->set, 1,
	    present == NULL ? ACTION_INSERT : ACTION_UPDATE);
	if (present != NULL)
		(void)sqlite3_bind_int64(m->set, 2, present->id);
	(void)sqlite3_bind_int64(m->set, 3, wanted->id);
	return db_run(m->db, m->set);
}

/*
 * One group: equal rows at the start and at the end stay.  Of those between,
 * the first become each other, and the rest comes or goes.  New rows get the
 * highest numbers, so when some must come before the equal ones at the end,
 * these change as well.
 */
static enum err
match(struct matching *m)
{
	struct entries	*w = &m->wanted, *p = &m->present;
	size_t		 start = 0, end = 0;
	size_t		 nw, np;
	enum err	 e = ERR_OK;

	while (start < w->n && start < p->n &&
	    same(&w->rows[start], &p->rows[start]))
		start++;
	while (end < w->n - start && end < p->n - start &&
	    same(&w->rows[w->n - 1 - end], &p->rows[p->n - 1 - end]))
		end++;
	if (w->n > p->n)
		end = 0;
	nw = w->n - start - end;
	np = p->n - start - end;
	for (size_t i = start; i < start + nw && e == ERR_OK; i++)
		if (i >= start + np)
			e = set(m, &w->rows[i], NULL);
		else if (!same(&w->rows[i], &p->rows[i]))
			e = set(m, &w->rows[i], &p->rows[i]);
	for (size_t i = start + nw; i < start + np && e == ERR_OK; i++) {
		(void)sqlite3_bind_int64(m->gone, 1, p->rows[i].id);
		e = db_run(m->db, m->gone);
	}
	return e;
}

/* All rows of the group that the side stands at. */
static enum err
take_group(struct matching *m, struct side *s, const char *group,
    struct entries *out)
{
	enum err e = ERR_OK;

	while (e == ERR_OK && s->more && strcmp(db_text(s->st, 1), group) == 0)
		if ((e = entries_add(out, sqlite3_column_int64(s->st, 0),
		    db_text(s->st, 2))) == ERR_OK)
			e = db_step(m->db, s->st, &s->more);
	return e;
}

/* The group that comes first on either side, as a copy; NULL without memory. */
static char *
first_group(const struct side *a, const struct side *b)
{
	const char *first = a->more ? db_text(a->st, 1) : NULL;
	const char *other = b->more ? db_text(b->st, 1) : NULL;

	if (first == NULL || (other != NULL && strcmp(other, first) < 0))
		first = other;
	return first == NULL ? NULL : strdup(first);
}

static enum err
walk(struct matching *m, struct side *wanted, struct side *present)
{
	enum err	 e;
	char		*group;

	if ((e = db_step(m->db, wanted->st, &wanted->more)) != ERR_OK ||
	    (e = db_step(m->db, present->st, &present->more)) != ERR_OK)
		return e;
	while (e == ERR_OK && (wanted->more || present->more)) {
		if ((group = first_group(wanted, present)) == NULL)
			return ERR_NOMEM;
		entries_clear(&m->wanted);
		entries_clear(&m->present);
		e = take_group(m, wanted, group, &m->wanted);
		if (e == ERR_OK)
			e = take_group(m, present, group, &m->present);
		if (e == ERR_OK)
			e = match(m);
		free(group);
	}
	return e;
}

enum err
compare_ordered(struct db *db, enum table t, const struct seed_lists *lists)
{
	struct matching	 m = { .db = db, .table = t };
	struct side	 wanted = { NULL, false }, present = { NULL, false };
	struct buf	 sql;
	enum err	 e = ERR_STORE;

	buf_init(&sql, SQL_MAX);
	wanted.st = prepare_side(db, &sql, t, true, lists);
	present.st = prepare_side(db, &sql, t, false, lists);
	buf_printf(&sql, "UPDATE seed.%s SET action = ?1, target = ?2"
	    " WHERE seq = ?3", table_kind(t)->name);
	m.set = db_prepare_buf(db, &sql);
	buf_printf(&sql, "INSERT INTO seed.gone VALUES (%d, ?1)", (int)t);
	m.gone = db_prepare_buf(db, &sql);
	if (wanted.st != NULL && present.st != NULL && m.set != NULL &&
	    m.gone != NULL)
		e = walk(&m, &wanted, &present);
	if (e == ERR_NOMEM)
		complain(db->path, "out of memory");
	entries_clear(&m.wanted);
	entries_clear(&m.present);
	free(m.wanted.rows);
	free(m.present.rows);
	(void)sqlite3_finalize(m.gone);
	(void)sqlite3_finalize(m.set);
	(void)sqlite3_finalize(present.st);
	(void)sqlite3_finalize(wanted.st);
	buf_free(&sql);
	return e;
}
