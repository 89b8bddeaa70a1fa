/*
 * A database in a file, and requests in files, for the tests that go through
 * serve().
 */
#ifndef MUACONF_RIG_H
#define MUACONF_RIG_H

#include <stddef.h>

#include "cgi/reply.h"
#include "cgi/request.h"
#include "lib/buf.h"

/*
 * Make a database at path from SQL files, in their order.  Anything at path is
 * replaced.  Ends the program when SQLite refuses a statement.
 */
void rig_database(const char *path, const char *const *sql, size_t n);

/* Run SQL on the database at path.  NULL, or SQLite's message to be freed. */
char *rig_sql(const char *path, const char *sql);

/* A request from a file, owned by text. */
struct rig_request {
	struct request	 rq;
	char		*text;
	char		*body;		/* of exactly its length */
	const char	*method;
	const char	*fixture;	/* the database that it wants; NULL: the usual one */
};

/*
 * Read a request:
 *
 *     GET /path?query		path as the web server hands it over: decoded
 *     Host: example.com	none: no Host at all
 *     HTTPS: on
 *     Accept, Accept-Language, X-MapiHttpCapability: ...
 *     Fixture: name		of a database
 *     Body: too-big		as the web program marks it
 *
 *     body, octet by octet up to the end of the file
 *
 * Its clock stands still.  Ends the program when the text is no such request.
 */
void rig_request(const char *path, struct rig_request *out);
void rig_request_free(struct rig_request *r);

/*
 * An answer as text: "404 Not Found", the header fields in their order, an
 * empty line, and the body unless the request was HEAD.
 */
void rig_answer(const struct request *rq, const struct reply *r, struct buf *out);

#endif
