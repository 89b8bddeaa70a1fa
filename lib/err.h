/*
 * Every way in which a function of this project can fail, and a phrase for
 * each.  lib/ knows no HTTP: cgi/ turns these into statuses.
 */
#ifndef MUACONF_ERR_H
#define MUACONF_ERR_H

enum err {
	ERR_OK,
	ERR_NOMEM,	/* an arena, a buffer or malloc(3) is at its limit */
	ERR_REQUEST,	/* the request can't be understood */
	ERR_ADDRESS,	/* not a usable mail address or domain */
	ERR_SCHEMA,	/* a schema, protocol or service that isn't offered */
	ERR_NOTFOUND,	/* the domain isn't served here */
	ERR_NOSERVERS,	/* the domain is served, but with nothing this format can use */
	ERR_MOVED,	/* the domain is hosted elsewhere, and this format can't lead there */
	ERR_ROUTE,	/* no such path */
	ERR_METHOD,	/* the path knows no such method */
	ERR_TOOBIG,	/* a request body over its limit */
	ERR_STORE,	/* the database can't be read */
	ERR_XML,	/* markup can't be written: our own mistake, or text XML can't hold */
	ERR__MAX
};

/* A phrase for people, such as "the domain is not served here".  Never NULL. */
const char *err_phrase(enum err e);

#define NITEMS(a) (sizeof(a) / sizeof((a)[0]))

#endif
