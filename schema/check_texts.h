/* A rule about every text of a table, made from the table of columns. */
#ifndef MUACONF_CHECK_TEXTS_H
#define MUACONF_CHECK_TEXTS_H

#include <stdbool.h>

#include "lib/buf.h"
#include "schema/columns.h"

/*
 * Write a statement with the columns of check_rules, for rows with a text that
 * wrong.h finds something about, of which it names the first.
 *
 * writing   only what can't be written to a file.
 */
void check_texts_rule(struct buf *sql, enum table t, bool writing);

#endif
