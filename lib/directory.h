/*
 * Logins from directories (LDAP).  One pool of connections for all threads of
 * a process; answers are kept for a short time.
 *
 * A directory never holds up more than it must:
 *   - one question has one deadline for everything: name, TCP, TLS, bind,
 *     search, and waiting for a free connection;
 *   - a directory that fails is left alone for DIRECTORY_PAUSE_MS, then one
 *     thread tries it again while the others still do without;
 *   - only some threads may wait for directories at all.  When all of those do,
 *     another thread waits a tenth of the time-out since the last of them got
 *     on, then does without: so it gets through while the directory is busy,
 *     and stays free while the directory hangs.
 */
#ifndef MUACONF_DIRECTORY_H
#define MUACONF_DIRECTORY_H

#include <stdbool.h>

#include "lib/account.h"
#include "lib/arena.h"
#include "lib/err.h"
#include "lib/model.h"

enum directory_outcome {
	DIRECTORY_FOUND,	/* one entry with a login */
	DIRECTORY_NOBODY,
	DIRECTORY_SEVERAL,	/* more than one entry */
	DIRECTORY_NO_LOGIN,	/* one entry without a login that can be used */
	DIRECTORY_NO_BASE,	/* nobody, for the base is not there */
	DIRECTORY_BUSY,		/* not asked: too many others wait */
	DIRECTORY_PAUSED,	/* not asked: it failed a moment ago */
	DIRECTORY_FAILED,
	DIRECTORY_NONE,		/* not asked: built without LDAP */
	DIRECTORY__MAX
};

struct directory_answer {
	enum directory_outcome	 outcome;
	bool			 cached;
	const char		*login;	/* NULL unless found */
	const char		*name;	/* NULL: none */
	const char		*said;	/* a phrase for people; after FAILED with what failed */
};

struct directory;

/*
 * The pool for a process of so many threads.  Before the first of them starts,
 * for it sets an environment variable of libldap's.  NULL when there is no
 * memory.
 */
struct directory *directory_new(unsigned threads);

/* When no thread uses it any more.  NULL is harmless. */
void directory_free(struct directory *d);

/*
 * Ask a server for a mailbox.
 *
 * who        address, local and domain are all known.
 * alias_of   when nobody is found: the domain to try instead; NULL: none.
 * out        what it points to lives in the arena, or is constant.
 *
 * ERR_OK whatever the directory says; ERR_NOMEM at the arena's limit.
 */
enum err directory_ask(struct directory *d, const struct directory_server *server,
    const struct expansion *who, const char *alias_of, struct arena *a,
    struct directory_answer *out) __attribute__((warn_unused_result));

/*
 * Put the login, and the name where it may be shown, into an account whose
 * address is known and whose directory is set.  Anything but DIRECTORY_FOUND
 * leaves it as it is: the domain's answer for everybody.  Errors as above.
 */
enum err directory_complete(struct directory *d, struct account *ac,
    struct arena *a, struct directory_answer *out)
    __attribute__((warn_unused_result));

#endif
