/*
 * The threads that answer: so many at work at a time.  One that has to wait for
 * somebody else steps aside, and another takes its place until it is back; so
 * however many wait, as many as ever answer.
 *
 * Threads beyond the usual ones are started when they are needed for the first
 * time, and then stand by.
 */
#ifndef MUACONF_CREW_H
#define MUACONF_CREW_H

#include <stdbool.h>

struct crew;

/* What the threads do.  The functions run in several threads at once. */
struct crew_job {
	/* All that one thread needs for itself; NULL when there is no memory. */
	void	*(*prepare)(void *ctx);
	/* Wait for one piece of work and do it; -1 when it is time to end. */
	int	 (*work)(void *own);
	void	 (*clean_up)(void *own);
	void	*ctx;
};

/*
 * A crew; nobody works yet.
 *
 * places   threads at work at a time; at least 1.
 * extra    threads at most that may have stepped aside.
 *
 * NULL when there is no memory.
 */
struct crew *crew_new(const struct crew_job *job, unsigned places,
    unsigned extra);

/* After crew_stop(), or without crew_start().  NULL is harmless. */
void crew_free(struct crew *c);

/* Start the usual threads, with the caller's signal mask.  0, or -1 with a line
 * in the log; then some may work all the same. */
int crew_start(struct crew *c) __attribute__((warn_unused_result));

/* Wait until all have ended.  The job's work() must have been told already. */
void crew_stop(struct crew *c);

/*
 * From within work(): this thread is about to wait.  Never waits itself.
 *
 * True when another one works in its place; crew_step_back() must follow.
 * False when there can be none: go on without waiting.
 */
bool crew_step_aside(struct crew *c) __attribute__((warn_unused_result));
void crew_step_back(struct crew *c);

#endif
