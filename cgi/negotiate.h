/* Lists of preferences such as Accept and Accept-Language (RFC 9110, 12.4.2). */
#ifndef MUACONF_NEGOTIATE_H
#define MUACONF_NEGOTIATE_H

#include <stdbool.h>
#include <stddef.h>

/* One item of a list: borrowed from the field. */
struct weighted {
	const char	*word;	/* not NUL-terminated */
	size_t		 len;
	unsigned	 weight;	/* 0..1000; 0: not wanted */
};

/*
 * The next item of a list.
 *
 * rest   what is still to be read; moves on.  A NULL list is an empty one.
 *
 * False at the end.  Empty items are skipped; a weight that is none counts as
 * 1000; other parameters than q are not looked at.
 */
bool negotiate_next(const char **rest, struct weighted *out);

enum media { MEDIA_HTML, MEDIA_TEXT, MEDIA_JSON, MEDIA__MAX };

/* Which of the page's forms an Accept field prefers; MEDIA_HTML for an absent
 * one, for wildcards, and when it wants none of them. */
enum media media_of(const char *accept);

#endif
