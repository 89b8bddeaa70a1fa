/* Carrying the comparison out. */
#ifndef MUACONF_APPLY_H
#define MUACONF_APPLY_H

#include "schema/changes.h"
#include "schema/db.h"
#include "schema/fault.h"

/*
 * Change main as compare_all() found, row by row, and report each to c.
 * When a constraint of the database refuses a row, its sentence is told to f
 * with the row's place.
 *
 * ERR_OK; ERR_REQUEST when a row was refused; ERR_STORE.  After an error the
 * transaction has to be undone.
 */
enum err apply_all(struct db *db, struct changes *c, struct faults *f)
    __attribute__((warn_unused_result));

#endif
