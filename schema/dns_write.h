/* How DNS records are written down. */
#ifndef MUACONF_DNS_WRITE_H
#define MUACONF_DNS_WRITE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/buf.h"
#include "schema/records.h"

/* The largest text of one domain's records. */
#define DNS_TEXT_MAX 262144

struct dns_style {
	bool		relative;	/* bind: names below $ORIGIN */
	unsigned long	ttl;		/* seconds; 0: not said where that can be */
};

/* One domain. */
struct dns_zone {
	const char		*domain;
	const struct record	*records;	/* n */
	size_t			 n;
	const struct record	*owned;		/* nowned: see records_owned() */
	size_t			 nowned;
};

struct dns_writer {
	const char	*name;		/* as in --format NAME */
	const char	*begin;		/* before the first domain; NULL: nothing */
	const char	*between;	/* between two domains */
	const char	*end;		/* behind the last domain */
	/* One domain's records, appended to b. */
	void		(*write)(struct buf *b, const struct dns_style *style,
			    const struct dns_zone *zone);
};

/* The writer of this name; NULL when there is none. */
const struct dns_writer *dns_writer_find(const char *name);

#endif
