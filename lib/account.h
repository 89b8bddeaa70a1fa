/* From the rows of the database to an answer: placeholders and order. */
#ifndef MUACONF_ACCOUNT_H
#define MUACONF_ACCOUNT_H

#include <stdbool.h>

#include "lib/arena.h"
#include "lib/err.h"
#include "lib/model.h"

/* What the placeholders stand for. */
struct expansion {
	const char	*address;	/* NULL: unknown */
	const char	*local;		/* NULL: unknown */
	const char	*domain;	/* never NULL */
};

/*
 * Replace %EMAILADDRESS%, %EMAILLOCALPART% and %EMAILDOMAIN% in one pass: what
 * comes in is not looked at again, so an address that holds "%EMAILDOMAIN%"
 * stays as it is.  A '%' that starts no placeholder is a plain '%'.
 *
 * out   the result, in the arena; NULL when a placeholder needs an address and
 *       none is known.
 *
 * ERR_OK or ERR_NOMEM.
 */
enum err expand(struct arena *a, const char *template,
    const struct expansion *values, const char **out)
    __attribute__((warn_unused_result));

/*
 * The same for a URL: values are percent-encoded (RFC 3986, 3.3) except '@',
 * and when an address is needed and none is known the URL ends with the last
 * '/' before the placeholder, as a redirect without address needs it.
 */
enum err expand_url(struct arena *a, const char *template,
    const struct expansion *values, const char **out)
    __attribute__((warn_unused_result));

/*
 * The same for a directory: {0} stands for the address as well, and values are
 * escaped so that they can't end the assertion (RFC 4515, 3) or the attribute
 * value (RFC 4514, 2.4) that they stand in.
 */
enum err expand_filter(struct arena *a, const char *template,
    const struct expansion *values, const char **out)
    __attribute__((warn_unused_result));
enum err expand_dn(struct arena *a, const char *template,
    const struct expansion *values, const char **out)
    __attribute__((warn_unused_result));

/*
 * The account that formats see: hosts, URLs and user names expanded, services
 * in order.  A mailbox's own login is the user name of every service as it
 * stands: it is no template.  One that every template gives as well is none of
 * its own.  The port of a service with a url is put into the url, where it wins
 * over the one that is there.  What only the look-up needs (directory) is left out.
 *
 * in    as the store gives it; it and what it points to stay as they are.
 * out   filled on success only; shares the strings of in.
 *
 * A service whose host is none once it is expanded is left out, with a line in
 * the log.  ERR_OK or ERR_NOMEM.
 */
enum err account_expand(const struct account *in, struct arena *a,
    struct account *out) __attribute__((warn_unused_result));

/* Sort services as struct account promises; ids break ties (the order given). */
void services_sort(struct service *services, size_t n);

#endif
