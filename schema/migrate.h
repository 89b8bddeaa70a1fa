/* From the schema of an older version to this one's. */
#ifndef MUACONF_MIGRATE_H
#define MUACONF_MIGRATE_H

#include <stddef.h>

#include "lib/err.h"
#include "schema/db.h"

/* One step: from version to - 1 to version to. */
struct migration {
	long long		 to;
	const unsigned char	*sql;	/* NUL-terminated */
};

/* The files of schema/migrations/, in order; made at build time. */
extern const struct migration migrations[];
extern const size_t nmigrations;

/*
 * Take the steps that lead from one version to another, all or none, in one
 * transaction.
 *
 * db     open for changes, outside a transaction.
 *
 * ERR_OK; ERR_STORE when the database is not of version from (any more), or when
 * a step fails, is missing, or leaves a row that points to nothing: then the
 * database is as it was, and the reason has been said.
 */
enum err migrate(struct db *db, long long from, long long to,
    const struct migration *steps, size_t n)
    __attribute__((warn_unused_result));

/*
 * A copy of the database beside it, with its permissions: PATH.version-N, and
 * PATH.version-N.2 and so on when that name is taken.
 *
 * out   the copy's path, size octets.
 *
 * ERR_OK, or ERR_STORE, with nothing left behind; the reason has been said.
 */
enum err migrate_backup(struct db *db, long long version, char *out,
    size_t size) __attribute__((warn_unused_result));

#endif
