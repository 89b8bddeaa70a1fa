/*
 * The DNS records that say to mail programs what the answers say: RFC 6186
 * and 8314 (mail), 6764 (calendars, address books), 8620 (JMAP), 5804
 * (ManageSieve), Autodiscover and PACC.  Data to data: a domain's account in,
 * records out.
 */
#ifndef MUACONF_RECORDS_H
#define MUACONF_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/arena.h"
#include "lib/err.h"
#include "lib/limits.h"
#include "lib/model.h"
#include "schema/setup.h"

enum record_type { RECORD_CNAME, RECORD_SRV, RECORD_TXT, RECORD__MAX };

struct record {
	enum record_type	 type;
	const char		*owner;		/* below the domain, such as "_imaps._tcp" */
	uint16_t		 priority, weight, port;	/* SRV */
	const char		*target;	/* CNAME, SRV: without final dot; "" is the root: not offered */
	const char		*text;		/* TXT */
};

/* Every service once, the names, and room for what is not offered. */
#define RECORDS_MAX (SERVICES_MAX + 32)

/* The hosts of this server, without final dot; NULL: no records that need it. */
struct record_hosts {
	const char	*autoconfig;
	const char	*autodiscover;
	bool		 lean;	/* no names in the domain's zone that need a certificate */
};

/*
 * The records of a domain.
 *
 * out   RECORDS_MAX; strings are literals, the account's, the hosts' or in a.
 * n     how many there are.
 *
 * A name that is the server's host itself gets no CNAME, and one that would be
 * longer than DOMAIN_MAX no record at all.  Mail that is hosted
 * elsewhere (redirect_domain) gets no service records, as they are told there.
 *
 * A service at an address instead of a host name gets no record, nor does a
 * mail server whose login is not the address (README, decision 27).  What
 * single mailboxes have of their own does not count; see schema/logins.h.
 *
 * ERR_OK or ERR_NOMEM.
 */
enum err records_of(const struct account *ac, const struct setup *setup,
    const struct record_hosts *hosts, struct arena *a,
    struct record out[RECORDS_MAX], size_t *n)
    __attribute__((warn_unused_result));

/*
 * Names and types under which all records are this program's, so that an
 * update takes away what an earlier one left: those of records_of() whatever
 * the domain offered, and those of the records given.
 *
 * Left alone are
 *   the names that lead to this server, where hosts doesn't say where it is;
 *   _ldap and _ldaps, unless there is a record for them: others may use them;
 *   the services of a domain that is hosted elsewhere (redirect_domain).
 *
 * records   nrecords of records_of(), for the same account and hosts.
 * out       RECORDS_MAX; type and owner only, each pair once.
 */
void records_owned(const struct account *ac, const struct record_hosts *hosts,
    const struct record *records, size_t nrecords,
    struct record out[RECORDS_MAX], size_t *n);

#endif
