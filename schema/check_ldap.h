/* muaconf check: does every LDAP server answer? */
#ifndef MUACONF_CHECK_LDAP_H
#define MUACONF_CHECK_LDAP_H

#include <stddef.h>

#include "lib/err.h"
#include "schema/db.h"

/*
 * Ask each ldap_server for a mailbox that hardly exists, as the web program
 * would, and print a line for each that is of no use.
 *
 * db         open; its rows are asked.
 * database   the same file, for the reader that the web program has.
 * found      counts the lines.
 *
 * ERR_OK, ERR_STORE (it has been said), ERR_NOMEM.
 */
enum err check_ldap(struct db *db, const char *database, size_t *found)
    __attribute__((warn_unused_result));

#endif
