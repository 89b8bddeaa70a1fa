/* What people type, or a link says for them: their address and their name. */
#ifndef MUACONF_PERSON_H
#define MUACONF_PERSON_H

#include "cgi/query.h"
#include "cgi/request.h"

/*
 * The address in the query, under the names that are in use: "emailaddress",
 * "email", and "addresses", a list of which the first counts.  Not checked, and
 * no NUL behind out->len octets.
 *
 * ERR_OK, with out->text NULL when there is none; ERR_REQUEST; ERR_NOMEM.
 */
enum err person_address(const struct request *rq, struct arena *a,
    struct query_value *out) __attribute__((warn_unused_result));

/*
 * The name in the query without blanks around it; NULL when there is none.
 *
 * ERR_OK; ERR_REQUEST when it is too long, or no printable text; ERR_NOMEM.
 */
enum err person_name(const struct request *rq, struct arena *a,
    const char **out) __attribute__((warn_unused_result));

#endif
