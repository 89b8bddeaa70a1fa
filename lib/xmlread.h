/*
 * Reading XML from outside with expat: a table of steps says which elements
 * count, and it stops at whatever no client sends.  The writer is lib/xml.h.
 */
#ifndef MUACONF_XMLREAD_H
#define MUACONF_XMLREAD_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/err.h"

/* Where the parser is, outside of what the table knows: the document itself,
 * and below an unknown element.  A table's own places start at XML_PLACES. */
enum xml_place { XML_DOCUMENT, XML_ELSEWHERE, XML_PLACES };

/* One row: this element there leads to that place. */
struct xml_step {
	int		 from;
	const char	*name;	/* local name, compared without ASCII case; "*": any */
	int		 to;
	bool		 text;	/* a value: text without elements inside */
};

/*
 * What to read.  A known name at a place that has no row for it is unknown, and
 * so is all below it.
 */
struct xml_reading {
	const struct xml_step	*steps;
	size_t			 nsteps;
	size_t			 elements;	/* how many there may be in all */
	/* An element of the table begins; namespace is "" for none, and for one
	 * over XML_IN_TEXT octets.  NULL: nothing to do. */
	enum err		(*open)(void *ctx, int place, const char *namespace,
				    const char *name);
	/*
	 * An element of the table ends.  text is a value without the blanks
	 * around it, NULL when it was over XML_IN_TEXT octets; "" for an
	 * element that is no value.  It dies with the call.
	 */
	enum err		(*close)(void *ctx, int place, const char *text);
};

/*
 * Read a document of len octets in one go.
 *
 * Names count, namespaces and prefixes don't.  UTF-8 and UTF-16 with or without
 * BOM, ISO-8859-1 and ASCII are read; blanks before the XML declaration and
 * NULs after the root are tolerated.  A DOCTYPE stops the parser at once, which
 * is the defence against entities; depth, elements and text have limits.
 *
 * ERR_OK; ERR_REQUEST when it is no such document; ERR_NOMEM; or the error that
 * a callback gave, which stops the parser too.  The callbacks have run for the
 * part before an error, so what they gathered counts with ERR_OK only.
 */
enum err xml_read(const char *body, size_t len,
    const struct xml_reading *reading, void *ctx)
    __attribute__((warn_unused_result));

#endif
