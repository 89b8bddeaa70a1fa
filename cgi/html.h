/*
 * What every page has in common: the head with its one inline style sheet, and
 * the security policy that allows this sheet and nothing else.
 */
#ifndef MUACONF_HTML_H
#define MUACONF_HTML_H

#include <stdbool.h>

#include "lib/arena.h"
#include "lib/xml.h"

/* From <!DOCTYPE html> to <body>.  lang is a tag such as "de". */
void html_begin(struct xml *x, struct buf *b, const char *lang,
    const char *title);

/* Closes both.  Errors as xml_end(). */
enum err html_end(struct xml *x) __attribute__((warn_unused_result));

/* An element with a class and text in it; with a NULL class without one. */
void html_leaf(struct xml *x, const char *name, const char *class,
    const char *text);

/* An open element with a class. */
void html_open(struct xml *x, const char *name, const char *class);

/* A link; class may be NULL. */
void html_link(struct xml *x, const char *class, const char *href,
    const char *text);

/*
 * The Content-Security-Policy of a page: no script, the style sheet by its
 * hash, pictures from here and from the origin of image_url (NULL: none),
 * forms to here.  NULL at the arena's limit or without SHA-256.
 */
const char *html_policy(struct arena *a, const char *image_url);

/*
 * A QR code with text in it as inline SVG: one path, dark on white, with its
 * quiet zone.  label says what it is to those who don't see it.  False, with
 * nothing written, when the text is too long for one.
 */
bool html_qr(struct xml *x, struct arena *a, const char *text,
    const char *label);

#endif
