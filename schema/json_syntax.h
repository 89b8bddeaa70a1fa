/* Is a text JSON as RFC 8259 has it?  Stricter than cJSON, and it says where. */
#ifndef MUACONF_JSON_SYNTAX_H
#define MUACONF_JSON_SYNTAX_H

#include <stddef.h>

#include "lib/err.h"

/* Nesting of a seed file is 5; comments may hold more. */
#define JSON_DEPTH 32
/* A million domains with four settings each, and room; about 100 octets of
 * memory a value. */
#define JSON_VALUES 6000000
/* cJSON copies a number into 64 octets. */
#define JSON_NUMBER 60

struct json_mistake {
	size_t	line;		/* from 1 */
	size_t	column;		/* from 1, in characters */
	char	why[160];
};

/*
 * Look through the len octets at text, which holds no BOM.
 *
 * mistake   filled when there is one.
 *
 * ERR_OK; ERR_REQUEST when it is not JSON: malformed, invalid UTF-8, a NUL or
 * half a surrogate pair in a string, nested deeper than JSON_DEPTH, more than
 * JSON_VALUES values.
 */
enum err json_syntax(const char *text, size_t len, struct json_mistake *mistake)
    __attribute__((warn_unused_result));

#endif
