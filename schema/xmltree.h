/*
 * A small XML file as a tree: for files that people wrote, so every node knows
 * its line, and every element, attribute and text whether it is settled: kept
 * by its reader, or said to be lost.  Nothing is so by being looked at, so what
 * a reader forgets is found at the end.
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
	bool		 settled;
};

struct xml_node {
	const char		*name;
	const char		*text;	/* all character data directly in it; "" for none */
	size_t			 line;
	size_t			 text_line;	/* where its text starts; 0: it is blank */
	bool			 seen;		/* a reader asked for it by its name */
	bool			 settled;	/* with all that is in it */
	bool			 text_settled;
	size_t			 nattributes;
	struct xml_attribute	*attributes;
	struct xml_node		*first;	/* child */
	struct xml_node		*next;	/* sibling */
};

struct xml_comment {
	const char		*text;
	size_t			 line;
	const char		*target;	/* of a processing instruction; NULL: a comment */
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

/* An attribute's value; NULL when it isn't there. */
const char *xml_attribute(const struct xml_node *node, const char *name);

/* Settle the node with all in it; its text alone; one attribute, if it is
 * there. */
void xml_settle(struct xml_node *node);
void xml_settle_text(struct xml_node *node);
void xml_settle_attribute(struct xml_node *node, const char *name);

/* Is anything of the node, or in it, settled? */
bool xml_touched(const struct xml_node *node);

#endif
