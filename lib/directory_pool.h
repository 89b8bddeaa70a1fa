/*
 * Who may talk to which directory, and on which connection: the bookkeeping of
 * lib/directory.c, without a look at what is said.  All threads share it.
 */
#ifndef MUACONF_DIRECTORY_POOL_H
#define MUACONF_DIRECTORY_POOL_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/arena.h"
#include "lib/directory_link.h"
#include "lib/limits.h"
#include "lib/model.h"

struct pools;
struct pool;

/* One look-up's turn.  Zeroed but for server and deadline, then the pools'. */
struct turn {
	const struct directory_server	*server;
	long long			 deadline;	/* on the clock of clock_ms() */
	struct pool			*pool;
	struct resolver			*resolver;	/* for opening a link */
	struct directory_link		*link;	/* the caller's while it has the turn; NULL: it may open one */
	bool				 inside;	/* has a place */
	bool				 holds;	/* a link, or the right to open one */
	bool				 probe;	/* tries whether the directory still fails */
};

enum turn_result { TURN_OK, TURN_BUSY, TURN_PAUSED };

/*
 * places   turns at a time, all together.  Those of one row never take more
 *          than they leave free.
 *
 * NULL when there is no memory.
 */
struct pools *pools_new(unsigned places);
void pools_free(struct pools *ps);

/*
 * Find the row's pool.  One whose row has changed is replaced: its connections
 * close, and the generation is a new one.
 *
 * generation   of the row's values; never used for other ones.
 *
 * Ends with turn_end().  0, or -1 when there is no memory; then no turn began.
 */
int turn_begin(struct pools *ps, struct turn *t, struct arena *a,
    uint64_t *generation) __attribute__((warn_unused_result));

/*
 * Take a place; never waits.  TURN_OK, TURN_BUSY when there is none, or
 * TURN_PAUSED while the directory is left alone.
 */
enum turn_result turn_enter(struct pools *ps, struct turn *t)
    __attribute__((warn_unused_result));

/*
 * With a place: wait for a connection, or the right to open one.  TURN_OK,
 * TURN_BUSY when none was free until the deadline, or TURN_PAUSED when the
 * directory has failed meanwhile.
 */
enum turn_result turn_take(struct pools *ps, struct turn *t)
    __attribute__((warn_unused_result));

/* After turn_take(): the directory has answered, or why it is of no use. */
void turn_answered(struct pools *ps, struct turn *t);
void turn_failed(struct pools *ps, struct turn *t, const char *why);

/* Give all back; a link that is left in t may serve others. */
void turn_end(struct pools *ps, struct turn *t);

#endif
