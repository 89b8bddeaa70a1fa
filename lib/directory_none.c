/* A build without libldap. */
#include <stddef.h>
#include <stdio.h>

#include "lib/directory_link.h"

bool
directory_link_possible(void)
{
	return false;
}

void
directory_link_init(void)
{
}

struct directory_link *
directory_link_open(const struct directory_server *s, struct resolver *r,
    long long deadline, char *why)
{
	(void)s;
	(void)r;
	(void)deadline;
	(void)snprintf(why, DIRECTORY_WHY_MAX, "built without LDAP");
	return NULL;
}

bool
directory_link_stale(const struct directory_link *l)
{
	(void)l;
	return true;
}

int
directory_link_search(struct directory_link *l, const struct directory_server *s,
    const char *base, const char *filter, long long deadline,
    struct directory_found *out, char *why)
{
	(void)l;
	(void)s;
	(void)base;
	(void)filter;
	(void)deadline;
	(void)out;
	(void)snprintf(why, DIRECTORY_WHY_MAX, "built without LDAP");
	return -1;
}

void
directory_link_close(struct directory_link *l)
{
	(void)l;
}
