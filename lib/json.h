/*
 * A streaming JSON writer (RFC 8259) without blanks: the octets of an answer
 * depend on its data only.  It places the commas, escapes, balances, and
 * remembers the first error; json_end() reports it.
 */
#ifndef MUACONF_JSON_H
#define MUACONF_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/buf.h"
#include "lib/err.h"

#define JSON_OUT_DEPTH 16

struct json {
	struct buf	*buf;
	enum err	 err;
	size_t		 depth;
	char		 close[JSON_OUT_DEPTH];	/* '}' or ']' of what is open */
	bool		 comma;	/* the next value or name needs one before it */
};

/* Start writing into b. */
void json_begin(struct json *j, struct buf *b);

/* name: the member's name inside an object, a literal; NULL inside an array
 * and for the outermost value. */
void json_object(struct json *j, const char *name);
void json_array(struct json *j, const char *name);
/* Close the innermost object or array. */
void json_close(struct json *j);

/*
 * A string; a NULL value writes nothing.  Quotes, backslashes and control
 * characters are escaped, and <, >, &, ' as \u00XX as well, so that nothing
 * can leave a page it is shown in.  Invalid UTF-8 is ERR_XML.
 */
void json_string(struct json *j, const char *name, const char *value);
void json_uint(struct json *j, const char *name, unsigned long value);
void json_bool(struct json *j, const char *name, bool value);

/* ERR_OK; ERR_XML when anything is left open or was wrong; ERR_NOMEM. */
enum err json_end(struct json *j) __attribute__((warn_unused_result));

#endif
