/* The golden cases: a request, a database, the answer that must come. */
#ifndef MUACONF_GOLDEN_H
#define MUACONF_GOLDEN_H

#include <stddef.h>

#include "lib/store.h"
#include "tests/kit/rig.h"

struct golden {
	char			*name;	/* format/case */
	char			*dir;
	struct rig_request	 request;
	struct store		*store;	/* of its database; shared by the cases */
};

struct goldens {
	struct golden	*cases;
	size_t		 n;
	struct {
		char		*name;
		struct store	*store;
	} fixtures[8];
	size_t		 nfixtures;
};

/*
 * All cases below SOURCE/tests/golden, by name, with their databases made; or
 * only the one called by its name, unless that is NULL.  Ends the program when
 * there are none, or when one can't be read.
 */
void goldens_load(const char *source, const char *only, struct goldens *out);
void goldens_free(struct goldens *g);

/* The answer that is kept, to be freed; NULL when there is none yet. */
char *golden_kept(const struct golden *c, size_t *len);

#endif
