/*
 * `muaconf import`: from what is there already to a seed file.  A reader takes
 * one kind of file and adds to the seed; what it can't keep it says, one line
 * each, with the place in the file.
 */
#ifndef MUACONF_IMPORT_H
#define MUACONF_IMPORT_H

#include <cjson/cJSON.h>
#include <stddef.h>

#include "lib/err.h"

struct import {
	cJSON	*seed;		/* the native form, growing */
	size_t	 notes;		/* things that were said */
};

/*
 * Read a file into the seed.
 *
 * ERR_OK, with notes or without; ERR_REQUEST when nothing can be made of the
 * file, ERR_NOMEM: the reason has been said.
 */
typedef enum err import_reader(const char *path, struct import *im);

import_reader import_mozilla, import_automx2;

/* Say "muaconf: FILE:LINE: ..." and count it; line 0 is the whole file. */
void import_note(struct import *im, const char *file, size_t line,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* The list of this name at the top of the seed ("providers"), made when it is
 * not there yet; NULL when there is no memory. */
cJSON *import_list(struct import *im, const char *name);

/* An id for a provider from any text: of a-z, 0-9 and -, and one that no
 * provider of the seed has. */
#define IMPORT_ID 64
void import_id(const struct import *im, const char *text, char out[IMPORT_ID]);

/* Is this domain in the seed already? */
int import_has_domain(const struct import *im, const char *domain);

#endif
