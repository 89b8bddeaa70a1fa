#include "schema/changes.h"

#include <stdio.h>
#include <string.h>

/* Named rows: twenty of the longest. */
#define LINES_MAX 65536

void
changes_init(struct changes *c, bool show)
{
	memset(c, 0, sizeof(*c));
	c->show = show;
	buf_init(&c->line, LINES_MAX);
	for (size_t i = 0; i < TABLE__MAX; i++)
		buf_init(&c->lines[i], LINES_MAX);
}

void
changes_free(struct changes *c)
{
	buf_free(&c->line);
	for (size_t i = 0; i < TABLE__MAX; i++)
		buf_free(&c->lines[i]);
}

/* A value for people. */
static void
add_value(struct buf *b, const struct column *c, sqlite3_stmt *row, int at)
{
	const char *text = db_text(row, at);

	if (text == NULL)
		buf_puts(b, "(none)");
	else if ((c->flags & COLUMN_SECRET) != 0)
		buf_puts(b, "(secret)");
	else if (c->kind == KIND_BOOLEAN)
		buf_puts(b, strcmp(text, "0") == 0 ? "false" : "true");
	else
		buf_puts(b, text);
}

/* "service imap imap.example.net of example.net" */
static void
add_label(struct buf *b, enum table t, sqlite3_stmt *row, int first)
{
	size_t			 n;
	const struct column	*c = table_columns(t, &n);
	const char		*of = NULL;

	buf_puts(b, table_kind(t)->word);
	for (size_t i = 0; i < n; i++) {
		const char *text = db_text(row, first + (int)i);

		if (text == NULL)
			continue;
		if ((c[i].flags & COLUMN_LABEL) != 0) {
			buf_putc(b, ' ');
			buf_puts(b, text);
		} else if ((c[i].flags & COLUMN_GROUP) != 0) {
			of = text;
		}
	}
	if (of != NULL) {
		buf_puts(b, " of ");
		buf_puts(b, of);
	}
}

/* ": port 143, security plain": what is not the usual. */
static void
add_settings(struct buf *b, enum table t, sqlite3_stmt *row, int first)
{
	const unsigned		 shown = COLUMN_LABEL | COLUMN_GROUP;
	size_t			 n;
	const struct column	*c = table_columns(t, &n);
	const char		*text;
	bool			 any = false;

	for (size_t i = 0; i < n; i++) {
		text = db_text(row, first + (int)i);
		if ((c[i].flags & shown) != 0 || text == NULL ||
		    (c[i].usual != NULL && strcmp(c[i].usual, text) == 0))
			continue;
		buf_printf(b, "%s%s ", any ? ", " : ": ", c[i].name);
		add_value(b, &c[i], row, first + (int)i);
		any = true;
	}
}

/* ": port 143 -> 993" */
static void
add_differences(struct buf *b, enum table t, sqlite3_stmt *row, int first)
{
	size_t			 n;
	const struct column	*c = table_columns(t, &n);
	bool			 any = false;

	for (size_t i = 0; i < n; i++) {
		int		 is = first + (int)(n + i);
		int		 shall = first + (int)i;
		const char	*a = db_text(row, is);
		const char	*z = db_text(row, shall);

		if (a == z || (a != NULL && z != NULL && strcmp(a, z) == 0))
			continue;
		buf_printf(b, "%s%s ", any ? ", " : ": ", c[i].name);
		add_value(b, &c[i], row, is);
		buf_puts(b, " -> ");
		add_value(b, &c[i], row, shall);
		any = true;
	}
}

/* One line of `seed -n`. */
static void
show(struct buf *b, enum change change, enum table t, sqlite3_stmt *row,
    int first)
{
	static const char	 marks[] = {
		[CHANGE_ADD] = '+', [CHANGE_ALTER] = '~', [CHANGE_REMOVE] = '-',
	};
	size_t			 n;

	(void)table_columns(t, &n);
	buf_reset(b);
	buf_putc(b, marks[change]);
	buf_putc(b, ' ');
	/* An altered row is named as it is now. */
	add_label(b, t, row, change == CHANGE_ALTER ? first + (int)n : first);
	if (change == CHANGE_ADD)
		add_settings(b, t, row, first);
	if (change == CHANGE_ALTER)
		add_differences(b, t, row, first);
	buf_putc(b, '\n');
	(void)fwrite(b->data, 1, b->len, stdout);
}

void
changes_add(struct changes *c, enum change change, enum table t,
    sqlite3_stmt *row, int first)
{
	c->total++;
	if (c->show)
		show(&c->line, change, t, row, first);
	if (change != CHANGE_REMOVE || c->removed[t]++ >= CHANGES_NAMED)
		return;
	buf_puts(&c->lines[t], "removed ");
	add_label(&c->lines[t], t, row, first);
	buf_putc(&c->lines[t], '\n');
}

void
changes_count(struct changes *c, size_t n)
{
	c->total += n;
}

void
changes_print_removed(const struct changes *c)
{
	for (size_t i = 0; i < TABLE__MAX; i++) {
		if (c->removed[i] > CHANGES_NAMED)
			(void)printf("removed %zu %s\n", c->removed[i],
			    table_kind((enum table)i)->words);
		else if (c->removed[i] > 0)
			(void)fwrite(c->lines[i].data, 1, c->lines[i].len,
			    stdout);
	}
}

/* "3 domains, 2 services, 1 mailbox", of ?1's rows. */
static enum err
print_counts(struct db *db, sqlite3_stmt *st, const char *owner, bool all)
{
	const struct table_kind	*kind;
	long long		 n;
	bool			 more, any = false;
	enum err		 e = ERR_OK;

	for (int t = 0; t < TABLE__MAX && e == ERR_OK; t++) {
		kind = table_kind((enum table)t);
		db_bind_text(st, 1, owner);
		(void)sqlite3_bind_int(st, 2, t);
		e = db_step(db, st, &more);
		n = e == ERR_OK && more ? sqlite3_column_int64(st, 0) : 0;
		(void)sqlite3_reset(st);
		if (n == 0 && (!all || !kind->at_provider || kind->rare))
			continue;
		(void)printf("%s%lld %s", any ? ", " : "", n,
		    n == 1 ? kind->word : kind->words);
		any = true;
	}
	(void)putchar('\n');
	return e;
}

/* One line for each provider, or one for all of very many. */
static enum err
print_providers(struct db *db, sqlite3_stmt *st)
{
	sqlite3_stmt	*ids;
	bool		 more = true;
	enum err	 e = ERR_OK;
	long long	 n = db_number(db, "SELECT count(*) FROM seed.provider");

	if (n > CHANGES_NAMED) {
		(void)printf("%lld providers\n", n);
		return ERR_OK;
	}
	if ((ids = db_prepare(db, "SELECT id FROM seed.provider")) == NULL)
		return ERR_STORE;
	while (e == ERR_OK && (e = db_step(db, ids, &more)) == ERR_OK && more) {
		(void)printf("%s: ", db_text(ids, 0));
		e = print_counts(db, st, db_text(ids, 0), true);
	}
	(void)sqlite3_finalize(ids);
	return e;
}

enum err
changes_print_summary(struct db *db)
{
	sqlite3_stmt	*st = db_prepare(db, "SELECT n FROM seed.counts"
			    " WHERE owner = ?1 AND tbl = ?2");
	enum err	 e = st == NULL ? ERR_STORE : print_providers(db, st);

	if (e == ERR_OK &&
	    db_number(db, "SELECT count(*) FROM seed.counts WHERE owner = ''") > 0)
		e = print_counts(db, st, "", false);
	(void)sqlite3_finalize(st);
	return e;
}
