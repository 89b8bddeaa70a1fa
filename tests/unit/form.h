/* A format called directly: data in, data out; no store, no web server. */
#ifndef MUACONF_FORM_H
#define MUACONF_FORM_H

#include "cgi/format.h"
#include "cgi/routes.h"
#include "tests/unit/rows.h"

struct form {
	struct arena	 arena;
	struct reply	 reply;
	struct request	 rq;
	struct question	 q;
};

/* For cmocka: a struct form in *state. */
int form_setup(void **state);
int form_teardown(void **state);

/* A fresh question at the route of a path, which must exist.  query, host: as in
 * struct request. */
void form_ask(struct form *f, const char *path, const char *query, const char *host);
/* parse() of the question's format. */
enum err form_parse(struct form *f);
/* The question is about this address, as parse() would have it. */
void form_address(struct form *f, const char *address);
/* render(); the body is NUL-terminated then, its length not counting that. */
enum err form_render(struct form *f, const struct account *ac);
/* refuse(), likewise. */
void form_refuse(struct form *f, enum err e);

/*
 * An account for jane.doe@example.com with n services.  address and local NULL:
 * nobody's.
 */
struct account form_account(const struct service *services, size_t n);

/* Each part must be in the body, one behind the other; parts end with NULL. */
void row_parts(const char *why, const struct form *f, const char *const *parts);
/* And this must not. */
void row_absent(const char *why, const struct form *f, const char *part);

/* For every format: what ask() sends for an address is read by parse(). */
void form_ask_and_parse(struct form *f, const struct format *format);

#endif
