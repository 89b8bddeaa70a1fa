/*
 * The wanted state: what a seed file says, as rows in tables beside the
 * database's own.  They live in an attached database in memory called "seed",
 * so that SQL can compare the two.
 *
 * Table seed.T has the columns of main.T, and besides
 *   seq     the row's number in the file (ordered tables only)
 *   target  the id of the row of main that becomes this one (ordered tables
 *           only); NULL: none
 *   owner   provider.id of the list it stands in; NULL at the top of the file
 *   place   where it stands in the file, for sentences
 *   action  0: main has the same row; else one of enum action.  Before the
 *           comparison all are 0, or, where main was empty, ACTION_INSERT
 * Table seed.counts says how many rows n of table tbl an owner ('' at the top)
 * has, providers left out.  Table seed.gone holds what main has and shouldn't: tbl (an enum table) and
 * key.
 */
#ifndef MUACONF_STAGE_H
#define MUACONF_STAGE_H

#include "schema/columns.h"
#include "schema/db.h"
#include "schema/fault.h"
#include "schema/value.h"

enum action { ACTION_NONE, ACTION_INSERT, ACTION_UPDATE };

struct row {
	enum table	 table;
	struct value	 values[COLUMNS_PER_TABLE];	/* by column, none unsaid but secrets */
	const char	*owner;		/* NULL: none */
};

struct stage {
	struct db	*db;
	sqlite3_stmt	*insert[TABLE__MAX];
	sqlite3_stmt	*count;		/* into seed.counts */
	enum table	 run_table;	/* the rows not counted yet, */
	char		 run_owner[64];
	size_t		 run;		/* and how many there are */
	size_t		 rows;		/* so far */
	bool		 progress;	/* show it on stderr */
};

/*
 * Make the tables, and start a transaction that db_begin() must not overlap:
 * stage_done() ends it.  progress: tell a terminal how far it is.
 * ERR_OK or ERR_STORE.
 */
enum err stage_start(struct stage *s, struct db *db, bool progress)
    __attribute__((warn_unused_result));

/* Add a row.  ERR_OK, also when its key was there already, which is a fault
 * and told to f; ERR_STORE. */
enum err stage_add(struct stage *s, const struct row *row,
    const struct place *at, struct faults *f)
    __attribute__((warn_unused_result));

/* ERR_OK or ERR_STORE. */
enum err stage_done(struct stage *s) __attribute__((warn_unused_result));

/* Forget it.  Harmless on a zeroed stage. */
void stage_free(struct stage *s);

#endif
