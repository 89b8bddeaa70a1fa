/* Which names have an address?  Many are asked for at the same time. */
#ifndef MUACONF_RESOLVE_H
#define MUACONF_RESOLVE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/err.h"

/* One name. */
struct resolve {
	const char	*name;		/* NUL-terminated; borrowed */
	bool		 answered;	/* by somebody, before the deadline */
	int		 code;		/* once it is: getaddrinfo(3)'s; 0: it has an address */
};

/* Asks for one name, however long that takes; a code of getaddrinfo(3).  Called
 * by several threads at once. */
typedef int (*resolve_ask)(const char *name);

/*
 * By getaddrinfo(3), as an absolute name: no search list of resolv.conf makes
 * another one of it, as the certificate authority has none either.
 *
 * name   without final dot, up to DOMAIN_MAX octets.
 */
int resolve_system(const char *name);

/* Is it only that nobody could be asked, now?  code is one of getaddrinfo(3). */
bool resolve_failed(int code);

/*
 * Ask for all n names, RESOLVE_THREADS at a time.
 *
 * names        filled in: answered and code.
 * deadline_ms  for all of them together.  What is not answered by then stays
 *              unanswered; a question that is under way can't be called back
 *              and ends some time later, in a thread of its own.
 *
 * ERR_OK, however the answers are; ERR_NOMEM when not one thread can be
 * started.
 */
enum err resolve_all(struct resolve *names, size_t n, resolve_ask ask,
    long deadline_ms) __attribute__((warn_unused_result));

#endif
