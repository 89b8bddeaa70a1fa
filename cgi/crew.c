#include "cgi/crew.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "lib/log.h"

struct member {
	struct crew	*crew;
	void		*own;
	pthread_t	 thread;
};

/*
 * Every thread is at work, aside, or stands by.  Whoever calls one that stands
 * by counts it as at work from then on, so that no two call the same.
 */
struct crew {
	struct crew_job	 job;
	unsigned	 places;
	unsigned	 max;	/* members */
	pthread_mutex_t	 lock;
	pthread_cond_t	 called;
	unsigned	 at_work;
	unsigned	 standing_by;
	unsigned	 calls;	/* not yet heard */
	bool		 ending;
	unsigned	 preparing;	/* members to be */
	unsigned	 nmembers;
	struct member	*members;
};

struct crew *
crew_new(const struct crew_job *job, unsigned places, unsigned extra)
{
	struct crew *c = calloc(1, sizeof(*c));

	if (c == NULL)
		return NULL;
	c->job = *job;
	c->places = places;
	c->max = places + extra;
	c->members = calloc(c->max, sizeof(*c->members));
	if (c->members == NULL) {
		free(c);
		return NULL;
	}
	(void)pthread_mutex_init(&c->lock, NULL);
	(void)pthread_cond_init(&c->called, NULL);
	return c;
}

void
crew_free(struct crew *c)
{
	if (c == NULL)
		return;
	(void)pthread_cond_destroy(&c->called);
	(void)pthread_mutex_destroy(&c->lock);
	free(c->members);
	free(c);
}

/* One piece of work is done.  When enough others are at work, stand by until
 * called.  False when it is time to end. */
static bool
stay(struct crew *c)
{
	bool ending;

	(void)pthread_mutex_lock(&c->lock);
	if (c->at_work > c->places) {
		c->at_work--;
		c->standing_by++;
		while (c->calls == 0 && !c->ending)
			(void)pthread_cond_wait(&c->called, &c->lock);
		if (c->calls > 0)
			c->calls--;
	}
	ending = c->ending;
	(void)pthread_mutex_unlock(&c->lock);
	return !ending;
}

static void *
member_main(void *arg)
{
	struct member *m = arg;

	while (stay(m->crew) && m->crew->job.work(m->own) == 0)
		;
	m->crew->job.clean_up(m->own);
	return NULL;
}

/* What a new member needs.  Called locked, but the lock is open meanwhile, as
 * that takes its time and others would stand still. */
static void *
prepare(struct crew *c)
{
	void *own;

	c->preparing++;
	(void)pthread_mutex_unlock(&c->lock);
	own = c->job.prepare(c->job.ctx);
	(void)pthread_mutex_lock(&c->lock);
	c->preparing--;
	return own;
}

/* A new member, who begins to work; locked before and after.  0 or what errno
 * would say. */
static int
recruit(struct crew *c)
{
	struct member	*m;
	void		*own;
	int		 code = ECANCELED;

	if (c->nmembers + c->preparing >= c->max)
		return EAGAIN;
	if ((own = prepare(c)) == NULL)
		return ENOMEM;
	m = &c->members[c->nmembers];
	m->crew = c;
	m->own = own;
	/* At the end nobody would wait for one more. */
	if (c->ending ||
	    (code = pthread_create(&m->thread, NULL, member_main, m)) != 0) {
		c->job.clean_up(own);
		return code;
	}
	c->nmembers++;
	return 0;
}

int
crew_start(struct crew *c)
{
	int code = 0;

	(void)pthread_mutex_lock(&c->lock);
	for (; c->at_work < c->places; c->at_work++) {
		if ((code = recruit(c)) == 0)
			continue;
		log_line(LOG_LEVEL_ERROR, "starting thread %u of %u: %s; try a"
		    " smaller -t", c->at_work + 1, c->places, strerror(code));
		break;
	}
	(void)pthread_mutex_unlock(&c->lock);
	return code == 0 ? 0 : -1;
}

void
crew_stop(struct crew *c)
{
	(void)pthread_mutex_lock(&c->lock);
	c->ending = true;	/* so nobody is recruited any more */
	(void)pthread_cond_broadcast(&c->called);
	(void)pthread_mutex_unlock(&c->lock);
	for (unsigned i = 0; i < c->nmembers; i++)
		(void)pthread_join(c->members[i].thread, NULL);
}

bool
crew_step_aside(struct crew *c)
{
	bool replaced = true;

	(void)pthread_mutex_lock(&c->lock);
	if (c->ending || c->at_work > c->places) {
		c->at_work--;	/* nobody is missed */
	} else if (c->standing_by > 0) {
		c->standing_by--;
		c->calls++;
		(void)pthread_cond_signal(&c->called);
	} else {
		replaced = recruit(c) == 0;
	}
	(void)pthread_mutex_unlock(&c->lock);
	return replaced;
}

void
crew_step_back(struct crew *c)
{
	(void)pthread_mutex_lock(&c->lock);
	c->at_work++;
	(void)pthread_mutex_unlock(&c->lock);
}
