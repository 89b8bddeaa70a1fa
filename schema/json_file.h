/* Reading a JSON file whole. */
#ifndef MUACONF_JSON_FILE_H
#define MUACONF_JSON_FILE_H

#include <cjson/cJSON.h>

#include "lib/err.h"
#include "schema/fault.h"

/* A million domains with four settings each are about 100 MB. */
#define JSON_FILE_MAX (256UL * 1024 * 1024)

/*
 * Read and parse a file.
 *
 * path   "-" is standard input.
 * f      f->file is the name in what is said, of the form FILE:LINE:COLUMN for
 *        mistakes of syntax.
 * out    the tree, for cJSON_Delete(); NULL on failure.
 *
 * ERR_OK; ERR_REQUEST when it can't be read, is too big, or is not JSON as
 * json_syntax() has it; ERR_NOMEM.  The reason has been said then.
 */
enum err json_file_read(const char *path, struct faults *f, cJSON **out)
    __attribute__((warn_unused_result));

#endif
