/* The payloads of an Apple profile: one per account that a device gets. */
#ifndef MUACONF_APPLE_PAYLOADS_H
#define MUACONF_APPLE_PAYLOADS_H

#include "cgi/apple_identity.h"
#include "lib/arena.h"
#include "lib/plist.h"

/* What a profile can hold for an account. */
enum apple_part {
	APPLE_MAIL = 1,
	APPLE_CALENDAR = 2,
	APPLE_CONTACTS = 4,
	APPLE_OTHER = 8,
};

/* The parts, or'ed; 0 when Apple devices can use none of its services. */
unsigned apple_parts(const struct account *ac);

/*
 * Write all payloads as dicts of the open array.  Services that Apple has no
 * word for are passed over.  ERR_OK; ERR_NOSERVERS when none is left;
 * ERR_NOMEM.
 */
enum err apple_payloads(struct xml *x, const struct identity *id,
    struct arena *a) __attribute__((warn_unused_result));

#endif
