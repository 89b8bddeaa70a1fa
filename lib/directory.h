/*
 * Logins from directories (LDAP).  One pool of connections for all threads of
 * a process; answers are kept for a short time.
 *
 * A directory never holds up more than it must:
 *   - one question has one deadline for everything: name, TCP, TLS, bind,
 *     search, and waiting for a free connection; and so have several together,
 *     of one request;
 *   - a directory that fails is left alone for DIRECTORY_PAUSE_MS, then one
 *     thread tries it again while the others still do without;
 *   - a thread that asks a directory has a stand-in, so that requests which
 *     need none are answered as fast as ever, however many others wait;
 *   - at most DIRECTORY_WAITING_MAX questions wait, and those of one directory
 *     never take more places than they leave free, so that a dead one does not
 *     keep others from being asked.  One more is answered without, at once.
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
	DIRECTORY_BUSY,		/* too many others wait */
	DIRECTORY_LATE,		/* earlier questions left it too little time */
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

/* Who takes a thread's place while it waits for a directory. */
struct directory_stand_in {
	/* Does not wait.  False: nobody can, so the directory is not asked. */
	bool	(*step_aside)(void *ctx);
	void	(*step_back)(void *ctx);	/* after each that was true */
	void	*ctx;
};

/*
 * The pool of a process.  Before its first thread starts, for it sets an
 * environment variable of libldap's.
 *
 * stand_in   copied; NULL: nobody is missed while a thread waits.
 *
 * NULL when there is no memory.
 */
struct directory *directory_new(const struct directory_stand_in *stand_in);

/* When no thread uses it any more.  NULL is harmless. */
void directory_free(struct directory *d);

/*
 * Ask a server for a mailbox.
 *
 * who        address, local and domain are all known.
 * alias_of   the domain that counts when nobody is found; NULL: none.
 * deadline   what the questions of one request share: 0 before the first, which
 *            sets it, on the clock of clock_ms(); those after it have what is
 *            left, though no more than their server's timeout_ms.  NULL: the
 *            question is alone.
 * out        what it points to lives in the arena, or is constant.
 *
 * ERR_OK whatever the directory says; ERR_NOMEM at the arena's limit.
 */
enum err directory_ask(struct directory *d, const struct directory_server *server,
    const struct expansion *who, const char *alias_of, long long *deadline,
    struct arena *a, struct directory_answer *out) __attribute__((warn_unused_result));

/*
 * Put the login, and the name where it may be shown, into an account whose
 * address is known and whose directory is set.  Anything but DIRECTORY_FOUND
 * leaves it as it is: the domain's answer for everybody.  Deadline and errors
 * as above.
 */
enum err directory_complete(struct directory *d, struct account *ac,
    long long *deadline, struct arena *a, struct directory_answer *out)
    __attribute__((warn_unused_result));

#endif
