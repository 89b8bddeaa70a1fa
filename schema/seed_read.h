/* The three forms of seed files, read into the stage. */
#ifndef MUACONF_SEED_READ_H
#define MUACONF_SEED_READ_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "schema/stage.h"

/* Tables whose list at the top of the file was there, so that it is the whole
 * of what belongs to no provider. */
struct seed_lists {
	bool	at_top[TABLE__MAX];
	bool	foreign;	/* the short form or automx2's */
};

/*
 * Read the whole file into the stage: the native form when the top has any of
 * its lists, else the short form or automx2's.
 *
 * root    changed on the way: automx2's LDAP servers are rewritten.
 * lists   filled.
 *
 * ERR_OK, also when there are mistakes, which are told to f; ERR_STORE or
 * ERR_NOMEM.
 */
enum err seed_read(cJSON *root, struct stage *stage, struct faults *f,
    struct seed_lists *lists) __attribute__((warn_unused_result));

#endif
