/* A walk over the domains that are served, for the commands that print lists. */
#ifndef MUACONF_WALK_H
#define MUACONF_WALK_H

#include <stddef.h>

#include "lib/arena.h"
#include "lib/err.h"
#include "lib/model.h"
#include "lib/store.h"

/* One stop of the walk; all of it is gone after the visit. */
struct walk_stop {
	const struct account	*account;	/* the answer for the domain, no mailbox known */
	struct store		*store;		/* for further questions */
	struct arena		*arena;		/* for what the visit needs */
};

/* What is done at each domain.  Anything but ERR_OK ends the walk. */
typedef enum err (*walk_visit)(void *ctx, const struct walk_stop *stop);

/*
 * Visit the named domains in their order, each once however often it is named,
 * or every enabled one by name.
 *
 * database   the file.
 * command    the command's name, for sentences.
 * names      as people write them, n of them; n = 0: all that are enabled.
 *            A named one may be served by the row "*", which itself is no
 *            domain: it is left out, and a sentence says so.
 *
 * One domain is in memory at a time and no lock is held between two, so
 * neither the number of domains nor a slow reader of the output matters.
 *
 * An exit status (schema/say.h): EXIT_NO when a name is not served, a visit
 * failed or the database can't be read; the reason has been said then.
 */
int walk_domains(const char *database, const char *command,
    char *const *names, size_t n, walk_visit visit, void *ctx);

#endif
