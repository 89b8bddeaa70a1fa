/*
 * A small XML file as a tree: for files that people wrote, so every node knows
 * its line, and whether its reader took notice of it.
 */
#ifndef MUACONF_XMLTREE_H
#define MUACONF_XMLTREE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/arena.h"
#include "lib/err.h"

/* The largest file of the field, with 60 servers and pages in 20 languages, has
 * 30 KB and nests 5 deep. */
#define XMLTREE_FILE_MAX (1UL * 1024 * 1024)
#define XMLTREE_DEPTH 16
#define XMLTREE_ATTRIBUTES 16
/* Nodes and texts of such a file. */
#define XMLTREE_MEMORY (16UL * 1024 * 1024)

struct xml_attribute {
	const char	*name;
	const char	*value;
	bool		 seen;
};

struct xml_node {
	const char		*name;
	const char		*text;	/* all character data directly in it; "" for none */
	size_t			 line;
	bool			 seen;
	size_t			 nattributes;
	struct xml_attribute	*attributes;
	struct xml_node		*first;	/* child */
	struct xml_node		*next;	/* sibling */
};

struct xml_comment {
	const char		*text;
	struct xml_comment	*next;
};

struct xmltree {
	struct arena		 arena;		/* all of it */
	struct xml_node		*root;
	struct xml_comment	*comments;
};

/*
 * Read a file.  A DOCTYPE is refused, and with it every entity of its own.
 *
 * out   for xmltree_free(), also after a failure.
 *
 * ERR_OK; ERR_REQUEST when the file can't be read, is no XML, or is over a
 * limit; ERR_NOMEM.  The reason has been said then, with the line.
 */
enum err xmltree_read(const char *path, struct xmltree *out)
    __attribute__((warn_unused_result));
void xmltree_free(struct xmltree *t);

/* The first child of that name behind after (NULL: the first of all), marked as
 * seen; NULL when there is none. */
struct xml_node *xml_child(struct xml_node *parent, const char *name,
    const struct xml_node *after);

/* Mark all below the node as seen. */
void xml_done(struct xml_node *node);

/* An attribute's value, marked as seen; NULL when it isn't there. */
const char *xml_attribute(struct xml_node *node, const char *name);

#endif
