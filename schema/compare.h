/* What has to change, so that the database agrees with the stage. */
#ifndef MUACONF_COMPARE_H
#define MUACONF_COMPARE_H

#include "schema/seed_read.h"
#include "schema/stage.h"

/*
 * Fill seed.T.action, seed.T.target and seed.gone, for all tables.  Main is
 * only read.  Inside the transaction of db_begin().
 *
 * ERR_OK, ERR_STORE or ERR_NOMEM.
 */
enum err compare_all(struct db *db, const struct seed_lists *lists)
    __attribute__((warn_unused_result));

/*
 * For ordered tables, used by the above: which row of main becomes which row
 * of the stage, so that the numbers stand in the order of the lists and equal
 * rows keep theirs.
 */
enum err compare_ordered(struct db *db, enum table t,
    const struct seed_lists *lists) __attribute__((warn_unused_result));

/*
 * For both: write the SQL condition that a row m of main is the file's
 * business, because it belongs to one of the file's providers, or to none and
 * the file has the list of those.  t has owners.
 */
void compare_ours(struct buf *sql, enum table t, const struct seed_lists *lists);

#endif
