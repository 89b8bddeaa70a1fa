/* XML property lists (Apple's PropertyList-1.0 DTD) on top of the XML writer. */
#ifndef MUACONF_PLIST_H
#define MUACONF_PLIST_H

#include "lib/xml.h"

/* The prolog with Apple's DOCTYPE, <plist version="1.0">, and the outer dict. */
void plist_begin(struct xml *x, struct buf *b);
/* Closes both.  Errors as xml_end(). */
enum err plist_end(struct xml *x) __attribute__((warn_unused_result));

/* A key with its value.  A NULL string writes nothing at all: devices refuse
 * empty values and ask for missing ones. */
void plist_string(struct xml *x, const char *key, const char *value);
void plist_integer(struct xml *x, const char *key, unsigned long value);
void plist_boolean(struct xml *x, const char *key, int value);
/* A key with an array, and dicts inside it. */
void plist_array_open(struct xml *x, const char *key);
void plist_array_close(struct xml *x);
void plist_dict_open(struct xml *x);
void plist_dict_close(struct xml *x);

#endif
