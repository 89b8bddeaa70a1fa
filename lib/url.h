/* The parts of a service's URL. */
#ifndef MUACONF_URL_H
#define MUACONF_URL_H

#include <stdbool.h>

#include "lib/arena.h"
#include "lib/err.h"
#include "lib/limits.h"

struct url {
	bool		 tls;		/* https, ldaps */
	char		 host[DOMAIN_MAX + 1];	/* as domain_parse() gives it */
	unsigned long	 port;		/* 0: the scheme's own */
	unsigned long	 usual_port;	/* the scheme's own */
	const char	*path;		/* from its '/' on, inside the text given; "" when there is none */
	const char	*query;		/* behind its '?', inside the text given; "" when there is none */
};

/*
 * Take a URL apart.
 *
 * text   NUL-terminated, as the database's CHECK lets it in, placeholders
 *        expanded.
 * out    filled on success only; path points into text.
 *
 * ERR_OK, or ERR_ADDRESS when there is no host name or no port where one is
 * announced, a user name stands before the host, or octets that a URL has to
 * encode are in it as they are.
 */
enum err url_parse(const char *text, struct url *out)
    __attribute__((warn_unused_result));

/*
 * The URL at another port: a new text in the arena.  text itself where that is
 * its port anyway, written out or the scheme's own, and where it can't be taken
 * apart.  NULL at the arena's limit.
 */
const char *url_with_port(const char *text, unsigned long port,
    struct arena *a);

#endif
