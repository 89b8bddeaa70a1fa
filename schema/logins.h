/* Mailboxes that SRV records mislead: those with a login or mail servers of their own. */
#ifndef MUACONF_LOGINS_H
#define MUACONF_LOGINS_H

#include "lib/err.h"
#include "lib/limits.h"

struct sqlite3;
struct sqlite3_stmt;

/* Set it to zeros before the first call. */
struct logins {
	struct sqlite3		*db;
	struct sqlite3_stmt	*st;
	char			 first[ADDRESS_MAX + 1];	/* one such mailbox; "": none yet */
};

/*
 * Look, until one is found, for a mailbox of the domain whose login is not the
 * address, or that has a service of type imap, pop3 or smtp for itself.
 *
 * database   the file, the same at each call; it is opened, read-only, at the
 *            first one.
 * domain     in lower case, as A-labels; an alias has its target's, too.
 *
 * ERR_STORE when the file can't be read: the reason has been said.
 */
enum err logins_find(struct logins *l, const char *database, const char *domain);

/* Close the file; first stays.  Harmless when none is open. */
void logins_close(struct logins *l);

#endif
