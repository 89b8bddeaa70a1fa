/*
 * The database, read-only.  The only place of the web program that knows SQL.
 *
 * A store belongs to one thread.  It opens the file with the first question,
 * and again whenever the file at the path is another one (replaced by mv), so
 * it heals by itself when a missing or damaged database is mended.
 */
#ifndef MUACONF_STORE_H
#define MUACONF_STORE_H

#include <stddef.h>

#include "lib/arena.h"
#include "lib/err.h"
#include "lib/model.h"

#define STORE_APPLICATION_ID 1836409187	/* "muac"; schema.sql sets the same */
#define STORE_USER_VERSION 1		/* the schema this program reads */

struct store;

/* One domain that the question may be about. */
struct candidate {
	const char	*domain;	/* as domain_parse() gives it */
	int		 any;		/* may the row "*" answer for it? */
};

/* What is asked: the first candidate that is served counts, the named ones
 * before "*". */
struct store_key {
	struct candidate	 candidates[3];
	size_t			 ncandidates;
	const char		*local;	/* local part at candidates[0]; NULL: only a domain */
};

/*
 * A store for the file at path; nothing is opened yet.
 *
 * path   copied.
 *
 * NULL when there is no memory.
 */
struct store *store_new(const char *path);

/* Close it and give all back.  NULL is harmless. */
void store_free(struct store *s);

/*
 * The account behind the key, as the rows have it: placeholders are not
 * expanded, services not sorted.  account_expand() does both.
 *
 * a     the account and all it points to come to live here.
 * out   filled on success only.
 *
 * ERR_OK; ERR_NOTFOUND when no candidate is served, or the one that counts is
 * disabled; ERR_NOMEM; ERR_STORE when the database is missing, locked, damaged
 * or of another version: store_problem() then says what to do.
 *
 * A mailbox without a row, or one that does not exist, gets the domain's
 * answer, so nobody can list mailboxes (rule of every format).
 */
enum err store_account(struct store *s, const struct store_key *key,
    struct arena *a, struct account *out) __attribute__((warn_unused_result));

/*
 * A row of ldap_server, for trying whether it works.  ERR_OK; ERR_NOTFOUND when
 * there is no such row, or its words can't be; ERR_NOMEM; ERR_STORE as above.
 */
enum err store_directory(struct store *s, const char *id, struct arena *a,
    struct directory_server *out) __attribute__((warn_unused_result));

/* Can it be read now?  ERR_OK or ERR_STORE, as above. */
enum err store_ready(struct store *s) __attribute__((warn_unused_result));

/* After ERR_STORE: what is wrong and what to do about it, in one sentence.
 * Owned by the store, good until the next call. */
const char *store_problem(const struct store *s);

#endif
