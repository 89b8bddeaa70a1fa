/*
 * A TCP connection by a deadline, name resolution included.  getaddrinfo(3)
 * knows no time limit, so it runs in a thread of its own that may be left
 * behind.
 */
#ifndef MUACONF_DIAL_H
#define MUACONF_DIAL_H

#include <stddef.h>
#include <stdint.h>

/* Milliseconds of a clock that nobody sets; deadlines are points on it. */
long long clock_ms(void);

struct resolver;

/*
 * Resolves one host at a time, in one thread at most, whoever waits for it;
 * keep one for each host.  NULL when there is no memory.  After
 * resolver_free() a look-up under way ends by itself; NULL is harmless.
 */
struct resolver *resolver_new(void);
void resolver_free(struct resolver *r);

/*
 * Connect to the host's addresses, one after the other, each with its share of
 * the time that is left.
 *
 * host       a name, or a literal address without brackets.
 * deadline   on the clock of clock_ms().
 * why        on failure: what went wrong, without the host; size octets.
 *
 * A socket that does not block and is closed on exec, or -1.
 */
int dial(struct resolver *r, const char *host, uint16_t port,
    long long deadline, char *why, size_t size) __attribute__((warn_unused_result));

#endif
