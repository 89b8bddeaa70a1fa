/*
 * One connection to a directory server; a thread at a time.  Two files answer
 * to this header: directory_ldap.c with libldap, directory_none.c without.
 */
#ifndef MUACONF_DIRECTORY_LINK_H
#define MUACONF_DIRECTORY_LINK_H

#include <stdbool.h>

#include "lib/dial.h"
#include "lib/limits.h"
#include "lib/model.h"

struct directory_link;

/* What a search found. */
struct directory_found {
	unsigned	entries;	/* 0, 1, or 2 for more than one */
	bool		no_base;	/* nothing, for there is no such base here */
	char		login[USERNAME_MAX + 1];	/* "": none that can be used */
	char		name[NAME_MAX_OCTETS + 1];	/* the same */
};

/* Can this program ask directories at all? */
bool directory_link_possible(void);

/* Before the first thread starts: no ldap.conf or ldaprc changes what the rows
 * say. */
void directory_link_init(void);

/*
 * Connect, start TLS, and bind.  Certificates are verified, always: issuer,
 * name and dates.
 *
 * deadline   for all of it, on the clock of clock_ms().
 * why        on failure: DIRECTORY_WHY_MAX octets, without any secret.
 *
 * NULL on failure.
 */
struct directory_link *directory_link_open(const struct directory_server *s,
    struct resolver *r, long long deadline, char *why)
    __attribute__((warn_unused_result));

/* Has the server closed it, or said something unasked? */
bool directory_link_stale(const struct directory_link *l);

/*
 * Look for the one entry.  base and filter have their values in place.
 *
 * 0; or -1 and why when the connection or the directory is of no use any more,
 * and only then: a filter that finds nothing, or a base that is not there, is
 * an answer.
 */
int directory_link_search(struct directory_link *l,
    const struct directory_server *s, const char *base, const char *filter,
    long long deadline, struct directory_found *out, char *why)
    __attribute__((warn_unused_result));

/* NULL is harmless. */
void directory_link_close(struct directory_link *l);

#endif
