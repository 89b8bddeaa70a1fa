/*
 * Mail addresses, domains, and the domain behind a Host header.  No look-up
 * of any kind happens here.
 */
#ifndef MUACONF_ADDRESS_H
#define MUACONF_ADDRESS_H

#include <stddef.h>

#include "lib/arena.h"
#include "lib/err.h"
#include "lib/limits.h"

struct address {
	char	local[LOCAL_MAX + 1];	/* as it was sent, case too; UTF-8 */
	char	domain[DOMAIN_MAX + 1];	/* lower case A-labels, no final dot */
};

/*
 * Split "local@domain" at the last '@'.
 *
 * text   len octets, untrusted; need not be an address, may hold NUL.
 * out    filled on success only; no pointers in it, so copy it freely.
 *
 * The local part is 1..64 octets of valid UTF-8 (RFC 6531) without control
 * characters, blanks, '<' and '>'; another '@' or a '"' only inside a quoted
 * string ("a@b"@example.com; RFC 5321, 4.1.2).  The whole address is at most
 * 254 octets (RFC 5321, 4.5.3.1.3).  For the domain see domain_parse().
 *
 * ERR_OK; ERR_REQUEST when text has control characters or is not UTF-8, so
 * nothing of it can be trusted; ERR_ADDRESS when it is no usable address.
 */
enum err address_parse(const char *text, size_t len, struct address *out)
    __attribute__((warn_unused_result));

/* "local@domain" of two parts that are known to be good; NULL at the arena's
 * limit. */
const char *address_join(struct arena *a, const char *local, const char *domain);

/*
 * Bring a domain to the one form that is stored and compared: lower case
 * A-labels (RFC 5890; libidn2's nontransitional UTS 46 for other letters),
 * no final dot.  It has at least two labels of letters, digits and inner
 * hyphens, the last one not all digits, so neither "localhost" nor an address
 * literal nor "*" is a domain.
 *
 * text   len octets, untrusted.
 * out    DOMAIN_MAX + 1 octets; filled on success only, NUL-terminated.
 *
 * ERR_OK or ERR_ADDRESS.
 */
enum err domain_parse(const char *text, size_t len, char out[DOMAIN_MAX + 1])
    __attribute__((warn_unused_result));

/*
 * The domain of a Host header: without port; form as in domain_parse().
 *
 * host       NUL-terminated, untrusted; NULL counts as absent.
 * full       the host itself; DOMAIN_MAX + 1 octets.
 * stripped   the host less one leading label of "autoconfig", "autodiscover",
 *            "mail" or "ua-auto-config"; equal to full when it has none, or
 *            when no domain would be left.
 *
 * ERR_OK, or ERR_ADDRESS when the host names no domain; then both are empty.
 */
enum err domain_of_host(const char *host, char full[DOMAIN_MAX + 1],
    char stripped[DOMAIN_MAX + 1]) __attribute__((warn_unused_result));

#endif
