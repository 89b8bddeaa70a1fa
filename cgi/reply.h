/* What goes back: built whole, sent once. */
#ifndef MUACONF_REPLY_H
#define MUACONF_REPLY_H

#include <stdbool.h>

#include "lib/buf.h"
#include "lib/err.h"

#define REPLY_FIELDS 10

struct reply_field {
	const char	*name;	/* a literal */
	const char	*value;	/* checked: no control characters; in the request's arena or a literal */
};

struct reply {
	int			 status;	/* HTTP status */
	size_t			 nfields;
	struct reply_field	 fields[REPLY_FIELDS];
	struct buf		 body;
	bool			 sign;	/* the body may go out signed (see lib/sign.h) */
	enum err		 err;	/* why it is no 200, for the log */
	const char		*domain;	/* for the log: the domain asked for; NULL: none */
	const char		*route;		/* for the log: the format's name; NULL: none */
	const char		*directory;	/* for the log: what the directory said; NULL: there is none */
	const char		*problem;	/* for the log: what is wrong with the database; NULL: nothing */
	bool			 routine;	/* for the log: of no interest when all is well */
};

/* An empty reply with the body's limit. */
void reply_init(struct reply *r, size_t max);
/* Give the body back.  Harmless on a zeroed reply. */
void reply_free(struct reply *r);
/* Forget status, fields and body, keep the memory. */
void reply_reset(struct reply *r);

/*
 * Add a header field, or replace the one of this name.  A value with control
 * characters or octets above 0x7e, or one field too many, is our own mistake
 * and leaves the reply without the field (an assertion in debug builds).
 */
void reply_field(struct reply *r, const char *name, const char *value);
/* The value of a field; NULL when it isn't there. */
const char *reply_get(const struct reply *r, const char *name);

/* "404 Not Found" for 404, as a CGI Status field wants it. */
const char *reply_status_text(int status);

/* The usual status of an error: ERR_NOTFOUND is 404, ERR_STORE 503, ... */
int status_of(enum err e);

/* A short answer in plain text: status, and "phrase\n" as text/plain. */
void reply_text(struct reply *r, int status, const char *phrase);

#endif
