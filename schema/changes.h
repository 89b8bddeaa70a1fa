/* Telling the administrator what a seed changes, on stdout. */
#ifndef MUACONF_CHANGES_H
#define MUACONF_CHANGES_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/buf.h"
#include "schema/columns.h"
#include "schema/db.h"

enum change { CHANGE_ADD, CHANGE_ALTER, CHANGE_REMOVE };

/* Removed rows of one table that are named; more are only counted. */
#define CHANGES_NAMED 20

struct changes {
	bool		 show;	/* print a line for each at once: +, ~, - */
	size_t		 total;
	size_t		 removed[TABLE__MAX];
	struct buf	 lines[TABLE__MAX];	/* what was removed, by name */
	struct buf	 line;	/* the one to be shown */
};

void changes_init(struct changes *c, bool show);
void changes_free(struct changes *c);

/*
 * Note a change.
 *
 * row     stands at a row whose columns from first on are the table's: the
 *         wanted ones and then, for CHANGE_ALTER, the present ones; for
 *         CHANGE_REMOVE the present ones alone.
 */
void changes_add(struct changes *c, enum change change, enum table t,
    sqlite3_stmt *row, int first);

/* Note n rows that were added, and need not be shown. */
void changes_count(struct changes *c, size_t n);

/* Print what was removed: a line each, or their number. */
void changes_print_removed(const struct changes *c);

/* Print a line for each provider of the stage: how much it has now.  ERR_OK
 * or ERR_STORE. */
enum err changes_print_summary(struct db *db)
    __attribute__((warn_unused_result));

#endif
