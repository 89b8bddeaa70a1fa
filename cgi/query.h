/* Query strings and percent-encoding. */
#ifndef MUACONF_QUERY_H
#define MUACONF_QUERY_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/arena.h"
#include "lib/err.h"

enum query_rule {
	/* '+' stays '+', a '%' that starts no valid sequence is a '%': Nextcloud,
	 * FairEmail and GNOME Online Accounts send addresses as they are. */
	QUERY_LITERAL,
	/* application/x-www-form-urlencoded: '+' is a blank, a bad '%' an error. */
	QUERY_FORM,
};

/* A decoded value: len octets with a NUL behind them; may hold NUL itself. */
struct query_value {
	const char	*text;	/* NULL: the parameter isn't there */
	size_t		 len;
};

/*
 * The first parameter of a query string with this name, decoded once.
 *
 * query   NUL-terminated, untrusted.
 * name    a literal; compared exactly, or without ASCII case when nocase.
 * out     in the arena; text is NULL when there is no such parameter.
 *
 * ERR_OK; ERR_REQUEST for a broken '%' under QUERY_FORM; ERR_NOMEM.
 */
enum err query_get(const char *query, const char *name, bool nocase,
    enum query_rule rule, struct arena *a, struct query_value *out)
    __attribute__((warn_unused_result));

/*
 * Decode len octets once, into the arena.
 *
 * ERR_OK; ERR_REQUEST for a broken '%' under QUERY_FORM; ERR_NOMEM.
 */
enum err query_decode(const char *text, size_t len, enum query_rule rule,
    struct arena *a, struct query_value *out) __attribute__((warn_unused_result));

/* Take the blanks (U+0020) off both ends; v->text is not NULL. */
void query_trim(struct query_value *v);

/* Percent-encode all but unreserved characters (RFC 3986, 2.3); NULL at the
 * arena's limit. */
char *query_encode(struct arena *a, const char *text);

/* "name=local%40domain", the local part encoded; NULL at the arena's limit.
 * name and domain are ours, or checked. */
char *query_address(struct arena *a, const char *name, const char *local,
    const char *domain);

#endif
