/*
 * A streaming XML writer.  It escapes, balances and remembers the first error;
 * xml_end() reports it.  Only here is markup written: there is no raw
 * function.  Element and attribute names are literals of ours.
 */
#ifndef MUACONF_XML_H
#define MUACONF_XML_H

#include <stddef.h>

#include "lib/buf.h"
#include "lib/err.h"
#include "lib/limits.h"

struct xml {
	struct buf	*buf;
	const char	*indent;	/* one step of indentation; NULL: no line breaks at all */
	enum err	 err;
	size_t		 depth;
	int		 tag_open;	/* inside <name ... still, attributes may follow */
	int		 html;		/* elements are closed as HTML wants it */
	int		 empty;		/* the open element has no child element yet */
	const char	*names[XML_OUT_DEPTH];
};

/* Start writing into b.  indent is a literal of blanks or tabs, or NULL. */
void xml_begin(struct xml *x, struct buf *b, const char *indent);

/* <?xml version="1.0" encoding="UTF-8"?>, with the encoding written as given
 * ("UTF-8" or "utf-8": both are in use), and the line of a literal doctype
 * unless that is NULL.  First of all calls. */
void xml_prolog(struct xml *x, const char *encoding, const char *doctype);

/* Start an HTML document instead: <!DOCTYPE html>, no line breaks, a void
 * element such as <meta> without an end tag, any other always with one. */
void xml_begin_html(struct xml *x, struct buf *b);

void xml_open(struct xml *x, const char *name);
/* Only right after xml_open(). */
void xml_attr(struct xml *x, const char *name, const char *value);
/* name must be the open element's: a wrong one is ERR_XML. */
void xml_close(struct xml *x, const char *name);
/* Character data in the open element.  Text that is not valid UTF-8, or has
 * characters that XML can't hold, is ERR_XML. */
void xml_text(struct xml *x, const char *text);
/* <name>text</name> on one line; white space inside is the text's own. */
void xml_leaf(struct xml *x, const char *name, const char *text);
void xml_leaf_uint(struct xml *x, const char *name, unsigned long value);
/* <name/> */
void xml_empty(struct xml *x, const char *name);

/* ERR_OK; ERR_XML when anything is left open or was wrong; ERR_NOMEM. */
enum err xml_end(struct xml *x) __attribute__((warn_unused_result));

#endif
