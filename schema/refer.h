/* What must hold between the rows of a seed file, and with other providers'. */
#ifndef MUACONF_REFER_H
#define MUACONF_REFER_H

#include <stdbool.h>

#include "schema/db.h"
#include "schema/fault.h"

/*
 * Check that what points to something finds it, and that no domain is taken
 * from a provider that the file does not have.
 *
 * foreign   the file has the keys of the short form or automx2's.
 *
 * ERR_OK, also when there are mistakes, which are told to f; ERR_STORE.
 */
enum err refer_check(struct db *db, bool foreign, struct faults *f)
    __attribute__((warn_unused_result));

#endif
