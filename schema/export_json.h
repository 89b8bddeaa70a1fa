/* JSON for people: the pieces that `muaconf export` is made of. */
#ifndef MUACONF_EXPORT_JSON_H
#define MUACONF_EXPORT_JSON_H

#include <stdio.h>

/* A string in quotes; what RFC 8259 wants escaped is, UTF-8 stays as it is. */
void export_json_string(FILE *f, const char *text);

/* A word as a string; several, with blanks between, as a list of strings. */
void export_json_words(FILE *f, const char *words);

#endif
