/* The pieces of import_mozilla(): one config-v1.1.xml on its way to a seed. */
#ifndef MUACONF_IMPORT_FILE_H
#define MUACONF_IMPORT_FILE_H

#include <stdbool.h>

#include "lib/model.h"
#include "schema/columns.h"
#include "schema/import.h"
#include "schema/xmltree.h"

struct import_file {
	const char	*path;
	struct import	*im;
	struct arena	*arena;
	cJSON		*provider;	/* of the seed */
	cJSON		*services;
	cJSON		*documentation;
	unsigned	 sections;	/* bits of enum section that the file has */
	size_t		 count[SERVICE__MAX];
	long		 last_incoming;	/* its place in our own order; -1: none yet */
	bool		 in_order;	/* the file's order is not ours */
	bool		 nomem;
};

/* Say something about a node. */
void file_note(struct import_file *f, const struct xml_node *node,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* Members; a NULL value adds nothing. */
void file_string(struct import_file *f, cJSON *object, const char *name,
    const char *value);
void file_number(struct import_file *f, cJSON *object, const char *name,
    unsigned long value);
void file_bool(struct import_file *f, cJSON *object, const char *name,
    bool value);

/*
 * A text as the database takes it: blanks and line ends around it gone, inside
 * it one blank each, cut after max characters.  What is changed beyond blanks is
 * said.  NULL when nothing is left.
 */
const char *file_text(struct import_file *f, const struct xml_node *node,
    const char *text, size_t max);

/* The same for the http or https URL of a column, by the rules of the seed;
 * NULL, and said, when it is none. */
const char *file_url(struct import_file *f, const struct xml_node *node,
    const char *text, enum table table, const char *column);

/* "true", "false", "1", "0" as 1 or 0; -1, and said, for anything else. */
int file_boolean(struct import_file *f, const struct xml_node *node);

/* A server or another service in one of its elements. */
void file_server(struct import_file *f, struct xml_node *node);

#endif
