/* The URL space, as one table. */
#ifndef MUACONF_ROUTES_H
#define MUACONF_ROUTES_H

#include "cgi/format.h"

/* What is special about a route's answers. */
enum route_flag {
	ROUTE_PREFIX = 1,	/* everything below the path too; the rest is the question's */
	ROUTE_QUIET = 2,	/* errors have no body (KMail 22.12 loops otherwise) */
	ROUTE_ADDRESS = 4,	/* an address is needed, Host does not do */
};

struct route {
	const char		*path;	/* lower case; matched in any case */
	unsigned		 methods;	/* of enum method, or'ed */
	unsigned		 flags;
	const struct format	*format;
};

/* The route of a path, NULL when there is none. */
const struct route *route_find(const char *path);

/* The Allow field's value for a route: a literal. */
const char *route_allow(const struct route *route);

#endif
