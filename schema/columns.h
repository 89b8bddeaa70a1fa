/*
 * The tables and columns of the database as the seed format sees them.  Seed,
 * export and the comparison of both are driven by these two tables: a new
 * column of schema.sql is one row in columns.c, a new table is one row more.
 */
#ifndef MUACONF_COLUMNS_H
#define MUACONF_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/buf.h"

enum table {
	TABLE_LDAP_SERVER,
	TABLE_PROVIDER,
	TABLE_DOMAIN,
	TABLE_SERVICE,
	TABLE_DOCUMENTATION,
	TABLE_MAILBOX,
	TABLE__MAX
};

/* How a JSON value is checked, and brought to the form that is stored. */
enum kind {
	KIND_TEXT,		/* printable characters */
	KIND_TRIMMED,		/* the same without blanks around it */
	KIND_TEMPLATE,		/* the same, with the placeholders of a user name */
	KIND_NUMBER,		/* a whole number in min..max */
	KIND_BOOLEAN,		/* true or false; 1 or 0 in the database */
	KIND_ID,		/* a-z, 0-9 and '-' */
	KIND_DOMAIN,		/* any IDN form; stored as domain_parse() gives it; or "*" */
	KIND_ADDRESS,		/* a mail address */
	KIND_HOST,		/* a host name, %EMAILDOMAIN% in it */
	KIND_URL,		/* http:// or https:// */
	KIND_URL_TEMPLATE,	/* the same, with placeholders */
	KIND_LDAP_URI,		/* ldap:// or ldaps:// */
	KIND_SCOPE,		/* base, one or sub */
	KIND_FILTER,		/* of a search, with placeholders */
	KIND_ATTRIBUTE,		/* an attribute's name in a directory */
	KIND_PATH,		/* an absolute path */
	KIND_TYPE,		/* a word for a type of service */
	KIND_SECURITY,
	KIND_AUTHENTICATION,	/* a word or a list of them */
	KIND_SECTIONS,		/* the same, of provider.sections */
	KIND_RESTRICTION,	/* client-IP-address */
	KIND_DOCUMENT,		/* documentation, instruction, enable */
	KIND_LANGUAGE,		/* a language tag */
	KIND__MAX
};

enum column_flag {
	COLUMN_KEY = 1,		/* the table's key; a string for a row means this */
	COLUMN_NEEDED = 2,	/* has to be said */
	COLUMN_OWNER = 4,	/* the provider that the list stands in; never said */
	COLUMN_SECRET = 8,	/* shown only when asked for; not said: stays as it is */
	COLUMN_LABEL = 16,	/* names the row in a sentence */
	COLUMN_GROUP = 32,	/* of an ordered table: order counts only among equals */
};

#define COLUMN_FORMS 2

struct column {
	enum table	 table;
	const char	*name;		/* the column's, and the key's in the native form */
	enum kind	 kind;
	unsigned	 flags;		/* of enum column_flag, or'ed */
	long		 min, max;	/* characters of a text, or range of a number */
	const char	*usual;		/* the value when nothing is said, as text; NULL: NULL */
	/* Keys of the short form and of automx2 for the same, the first being
	 * the usual one there; NULL: none. */
	const char	*foreign[COLUMN_FORMS];
};

struct table_kind {
	const char	*name;		/* the table's name in SQL */
	const char	*word;		/* one row, for people */
	const char	*words;		/* several */
	const char	*list;		/* the list's key in the native form */
	const char	*foreign_list;	/* ... in the short form and automx2's; NULL: none */
	bool		 at_top;	/* the list may stand at the top of the file */
	bool		 at_provider;	/* ... in a provider */
	bool		 rare;		/* most providers have none, so none is not worth a word */
	/*
	 * Ordered tables have a number as key, which the file doesn't know: the
	 * order in the list is the order of the numbers.
	 */
	bool		 ordered;
	/*
	 * SQL for the provider that a row m of main belongs to; NULL when rows
	 * belong to nobody, so that a seed file never removes them.
	 */
	const char	*owner;
	/* The same by the wanted state of the stage, which goes first; NULL:
	 * rows never follow another table's. */
	const char	*owner_wanted;
};

/* No table has more columns than this. */
#define COLUMNS_PER_TABLE 32

/* All columns, sorted by table, then in the order of the database and of the
 * export. */
extern const struct column columns[];
extern const size_t ncolumns;

/* Never NULL. */
const struct table_kind *table_kind(enum table t);

/* The first column of a table, and how many it has: they follow each other. */
const struct column *table_columns(enum table t, size_t *n);

/* The number among its table's columns of the column with this name, or of the
 * key column; an assertion when there is none. */
size_t column_index(enum table t, const char *name);
size_t column_key(enum table t);

/* Does it hold words with blanks between, a list in a seed file? */
bool column_words(const struct column *c);

/* Is the column stored as INTEGER (else TEXT)? */
bool column_integer(const struct column *c);

/* The SQL collation that the schema gives the column: NOCASE or BINARY. */
const char *column_collation(const struct column *c);

/* Write "PREFIXa, PREFIXb, ..." for all columns of the table; prefix is such
 * as "s." or "". */
void columns_list(struct buf *b, enum table t, const char *prefix);

#endif
