/*
 * The body of an Autodiscover request (MS-OXDSCLI 2.2.3, MS-ASCMD 2.2.1.1),
 * read with lib/xmlread.h.
 */
#ifndef MUACONF_OUTLOOK_H
#define MUACONF_OUTLOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/err.h"
#include "lib/limits.h"

enum dialect { DIALECT_OUTLOOK, DIALECT_MOBILESYNC };

struct outlook {
	enum dialect	dialect;
	bool		has_email;
	bool		has_legacy_dn;
	char		email[XML_IN_TEXT + 1];	/* as sent, blanks around it cut; not checked */
};

/*
 * Read a request, as tolerant and as strict as xml_read().
 *
 * body   len octets, untrusted; copied nowhere but into out.
 * out    filled on success and on ERR_SCHEMA.
 *
 * Element names count, namespaces don't (clients use http:// and https://
 * names, or none).
 *
 * The dialect comes from the first AcceptableResponseSchema that is known,
 * else from the root's namespace, else it is Outlook's.
 *
 * ERR_OK; ERR_REQUEST when the body is not such a document; ERR_SCHEMA when it
 * asks only for schemas that nobody knows; ERR_NOMEM.
 */
enum err outlook_parse(const char *body, size_t len, struct outlook *out)
    __attribute__((warn_unused_result));

#endif
