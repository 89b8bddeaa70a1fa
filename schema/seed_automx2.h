/* automx2's way to write down LDAP servers. */
#ifndef MUACONF_SEED_AUTOMX2_H
#define MUACONF_SEED_AUTOMX2_H

#include <cjson/cJSON.h>

#include "lib/err.h"
#include "schema/fault.h"

/*
 * Replace "name", "port" and "use_ssl" of each object in the list by the "uri"
 * that they mean; mistakes in them are told to f.  Without "use_ssl" port 636 means yes, without "port" it is 636, or
 * 389 where use_ssl is no (automx2's own defaults).
 *
 * ERR_OK or ERR_NOMEM.
 */
enum err seed_automx2_ldap(cJSON *list, const struct place *at,
    struct faults *f) __attribute__((warn_unused_result));

#endif
