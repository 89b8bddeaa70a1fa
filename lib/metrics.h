/*
 * Counters of the web program, shared by its threads without locks.  Numbers
 * only grow; text for Prometheus comes out (text exposition format 0.0.4).
 */
#ifndef MUACONF_METRICS_H
#define MUACONF_METRICS_H

#include <stdatomic.h>
#include <stddef.h>

#include "lib/buf.h"

/* Routes that can be told apart; the last place is for all others. */
#define METRICS_ROUTES 32
/* HTTP statuses that can be told apart, and one place for all others. */
#define METRICS_STATUSES 16
/* Bounds of the durations, and one place for longer ones. */
#define METRICS_BUCKETS 14

struct metrics_route {
	_Atomic(const char *)	name;	/* NULL: not used yet */
	atomic_ullong		statuses[METRICS_STATUSES];
	atomic_ullong		buckets[METRICS_BUCKETS];
	atomic_ullong		microseconds;
	atomic_ullong		octets;
};

struct metrics {
	long long		start;	/* seconds since 1970 */
	struct metrics_route	routes[METRICS_ROUTES];
};

/* All at 0; start is now.  Before the first thread starts. */
void metrics_init(struct metrics *m, long long start);

/*
 * Count an answer.
 *
 * route          a literal; NULL: no route.
 * microseconds   how long it took; below 0 (the clock was set) counts as 0.
 * octets         of the body.
 */
void metrics_count(struct metrics *m, const char *route, int status,
    long long microseconds, size_t octets);

/*
 * All counters as text.
 *
 * version   of the program.
 * ready     can the database be read?
 */
void metrics_write(const struct metrics *m, const char *version, int ready,
    struct buf *b);

#endif
