/*
 * Reading rows of the seed file: lists of objects, by the table of columns.
 * Knows no form as a whole; seed_read.c puts the lists together.
 */
#ifndef MUACONF_ROWS_H
#define MUACONF_ROWS_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "lib/arena.h"
#include "schema/stage.h"

struct reading {
	struct stage	*stage;
	struct faults	*faults;
	bool		 foreign;	/* the short form or automx2's: their keys and words */
	struct arena	 arena;		/* one row's */
	enum err	 err;		/* what stopped it: ERR_STORE, ERR_NOMEM */
};

/*
 * Read one row into the stage.
 *
 * item    an object; or a string, where the table has a key: that alone.
 * owner   the provider that the list stands in; NULL at the top.
 * id      the key, for provider rows: 64 octets, "" when it is unknown; or NULL.
 *
 * Mistakes are told to rd->faults; rd->err is set when nothing works any more.
 */
void rows_read_one(struct reading *rd, enum table t, const cJSON *item,
    const struct place *at, const char *owner, char id[64]);

/* The same for each element of a list. */
void rows_read_list(struct reading *rd, enum table t, const cJSON *list,
    const struct place *at, const char *owner);

/* The list of a table in an object, NULL when it isn't there or no list; the
 * latter is a fault. */
const cJSON *rows_list(struct reading *rd, enum table t, const cJSON *object,
    const struct place *at, struct place *list_at);

#endif
