/*
 * The names below a domain under which its mail programs look for this server,
 * and the digest of its PACC document (draft-ietf-mailmaint-pacc).
 */
#ifndef MUACONF_SETUP_H
#define MUACONF_SETUP_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/err.h"
#include "schema/walk.h"

/* Base64 of a SHA-256, and NUL. */
#define SETUP_DIGEST 45

/* The names that any domain may need; the last one is PACC's. */
#define SETUP_LABELS 3
extern const char *const setup_labels[SETUP_LABELS];

struct setup {
	size_t		 nlabels;	/* the first so many of setup_labels */
	bool		 pacc;		/* "ua-auto-config" is among them */
	char		 digest[SETUP_DIGEST];	/* of the document; "" without PACC */
};

/*
 * What the domain of this stop needs.  PACC is among it when the web program
 * answers that document for the domain, and pacc is true.
 *
 * out   filled on success only.
 *
 * ERR_OK, ERR_STORE or ERR_NOMEM.
 */
enum err setup_of(const struct walk_stop *stop, bool pacc, struct setup *out)
    __attribute__((warn_unused_result));

#endif
