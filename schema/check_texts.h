/* A rule about every text of a table, made from the table of columns. */
#ifndef MUACONF_CHECK_TEXTS_H
#define MUACONF_CHECK_TEXTS_H

#include <stdbool.h>

#include "lib/buf.h"
#include "schema/columns.h"

/*
 * Write a statement with the columns of check_rules, for rows with a text that
 * no client can use, as wrong.h finds; it names the first reason.
 *
 * writing   for export, which does not run check_rules: whatever seed would
 *           refuse to take again.
 */
void check_texts_rule(struct buf *sql, enum table t, bool writing);

#endif
