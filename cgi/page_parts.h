/*
 * What the page for people shows, as data, and its words: what its three forms
 * are made from.
 */
#ifndef MUACONF_PAGE_PARTS_H
#define MUACONF_PAGE_PARTS_H

#include "cgi/format.h"
#include "cgi/strings.h"

#define PAGE_PATH "/setup"
#define PROFILE_PATH "/mail.mobileconfig"

struct page {
	const struct question	*q;
	const struct account	*ac;		/* NULL: none, only the form is shown */
	struct arena		*arena;
	enum language		 language;
	enum err		 err;		/* ERR_OK: nothing went wrong */
	const char		*alert;		/* what went wrong, for people; NULL: nothing */
	const char		*typed;		/* the address as typed; "" when it can't be shown again */
	const char		*name;		/* the name as typed; "" as above */
	const char		*profile;	/* the link to the profile on this host; NULL: none */
	const char		*profile_url;	/* the same, absolute; NULL: none, or Host can't be told */
	unsigned		 parts;		/* of enum apple_part */
};

/* A line of a service's settings. */
struct page_row {
	const char	*label;
	const char	*value;
	bool		 copy;	/* a value to type, rather than a word */
};
#define PAGE_ROWS 5

/* A service's heading, such as "Incoming mail (IMAP)". */
const char *page_caption(const struct page *p, const struct service *s);

/* A service's settings in words; how many.  Values are the account's, the
 * arena's or literals; a value that found no room is left out. */
size_t page_rows(const struct page *p, const struct service *s,
    struct page_row out[PAGE_ROWS]);

/*
 * path with the query that asks for the same again: address, name, and the
 * language if one is given (LANGUAGE__MAX: the browser's).  NULL at the
 * arena's limit.
 */
const char *page_link(const struct page *p, const char *path,
    enum language language);

/* The text in the page's language with arg for its {}; "" at the arena's limit. */
const char *page_text_with(const struct page *p, enum message m, const char *arg);

#endif
