/*
 * The names by which a device remembers a profile and its payloads: the same
 * for every profile of an address, others for every other address, none of the
 * address in them, and independent of language and servers.
 */
#ifndef MUACONF_APPLE_IDENTITY_H
#define MUACONF_APPLE_IDENTITY_H

#include "cgi/strings.h"
#include "lib/arena.h"
#include "lib/err.h"
#include "lib/limits.h"
#include "lib/model.h"
#include "lib/uuid.h"

/* Longest name of a payload's kind, with its number: "carddav64". */
#define KIND_SIZE 16
/* Reversed domain, ".mailconfig.", UUID. */
#define PROFILE_SIZE (DOMAIN_MAX + 12 + UUID_TEXT)

/* Who a profile is for. */
struct identity {
	const struct account	*ac;
	enum language		 language;	/* of what people read in it */
	const char		*person;	/* NULL: unknown */
	const char		*shown;		/* address, or domain when there is none */
	struct uuid		 ns;		/* namespace of all names */
	char			 addr[ADDRESS_MAX + 2];	/* in lower case, as hashed */
	char			 profile[PROFILE_SIZE];	/* PayloadIdentifier of the whole */
};

/* The names of one payload. */
struct payload_names {
	char	identifier[PROFILE_SIZE + 1 + KIND_SIZE];
	char	uuid[UUID_TEXT];
};

/*
 * Names for an account: "com.example.mailconfig.UUID".  out's language and
 * person stay as they are; ac is kept.  ERR_OK or ERR_NOMEM.
 */
enum err identity_make(const struct account *ac, struct identity *out)
    __attribute__((warn_unused_result));

/* The profile's own UUID.  ERR_OK or ERR_NOMEM. */
enum err identity_uuid(const struct identity *id, char out[UUID_TEXT])
    __attribute__((warn_unused_result));

/*
 * The names of a payload.
 *
 * kind   "mail", "caldav", ...: never change one.
 * nth    1 for the first of its kind; further ones hash their url as well.
 * url    of the service; not looked at for the first.
 *
 * ERR_OK or ERR_NOMEM.
 */
enum err identity_payload(const struct identity *id, const char *kind,
    unsigned nth, const char *url, struct payload_names *out)
    __attribute__((warn_unused_result));

/* "title (address)"; NULL at the arena's limit. */
const char *identity_title(const struct identity *id, struct arena *a,
    const char *title);

#endif
