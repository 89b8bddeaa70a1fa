#include "lib/directory_pool.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/err.h"
#include "lib/log.h"

/* A connection that nobody uses. */
struct idle {
	struct directory_link	*link;
	long long		 since;
};

/* What is known of one row of ldap_server, as long as it says the same. */
struct pool {
	char		*row;	/* all of its values */
	char		*id;
	uint64_t	 generation;
	bool		 retired;	/* the row has changed: the last user frees it */
	unsigned	 users;	/* turns under way */
	unsigned	 inside;	/* of these, have a place */
	pthread_cond_t	 moved;	/* a connection is free, or a failure */
	struct resolver	*resolver;
	unsigned	 open;	/* connections, idle ones too */
	unsigned	 nidle;
	struct idle	 idle[DIRECTORY_CONNECTIONS_MAX];
	bool		 failing;
	bool		 probing;	/* one look-up tries whether it still fails */
	long long	 paused_until;
	long long	 used;
};

struct pools {
	pthread_mutex_t	 lock;
	unsigned	 free;	/* places */
	uint64_t	 generations;
	struct pool	*pools[DIRECTORY_SERVERS_MAX];
};

/* Connections to close once the lock is open: that may take a moment. */
struct rubbish {
	unsigned		 n;
	struct directory_link	*links[DIRECTORY_CONNECTIONS_MAX + 1];
};

struct pools *
pools_new(unsigned places)
{
	struct pools *ps = calloc(1, sizeof(*ps));

	if (ps == NULL)
		return NULL;
	ps->free = places;
	(void)pthread_mutex_init(&ps->lock, NULL);
	return ps;
}

static void
collect(struct rubbish *out, struct pool *p)
{
	while (p->nidle > 0) {
		out->links[out->n++] = p->idle[--p->nidle].link;
		p->open--;
	}
}

static void
throw_away(struct rubbish *r)
{
	while (r->n > 0)
		directory_link_close(r->links[--r->n]);
}

static void
pool_free(struct pool *p)
{
	struct rubbish rubbish = { 0 };

	if (p == NULL)
		return;
	collect(&rubbish, p);
	throw_away(&rubbish);
	(void)pthread_cond_destroy(&p->moved);
	resolver_free(p->resolver);
	free(p->row);
	free(p->id);
	free(p);
}

void
pools_free(struct pools *ps)
{
	if (ps == NULL)
		return;
	for (size_t i = 0; i < NITEMS(ps->pools); i++)
		pool_free(ps->pools[i]);
	(void)pthread_mutex_destroy(&ps->lock);
	free(ps);
}

static const char *
or_none(const char *text)
{
	return text == NULL ? "" : text;
}

/* All that a row says, as one text; in an arena of the caller.  The unit
 * separator is in no value (CHECK), so two rows never give the same. */
static char *
row_text(struct arena *a, const struct directory_server *s)
{
	const char	*texts[] = { s->id, s->uri, s->base, s->filter,
	    s->attribute_login, s->attribute_name, or_none(s->bind_dn),
	    or_none(s->bind_password), or_none(s->bind_password_file),
	    or_none(s->ca_file) };
	size_t		 size = 80;
	size_t		 used;
	char		*out;

	for (size_t i = 0; i < NITEMS(texts); i++)
		size += strlen(texts[i]) + 1;
	if ((out = arena_alloc(a, size)) == NULL)
		return NULL;
	used = (size_t)snprintf(out, size, "%d %d %d %d %d", (int)s->scope,
	    (int)s->security, s->timeout_ms, s->max_connections,
	    s->cache_seconds);
	for (size_t i = 0; i < NITEMS(texts); i++)
		used += (size_t)snprintf(out + used, size - used, "\x1f%s",
		    texts[i]);
	return out;
}

static struct pool *
pool_new(struct pools *ps, const char *row, const char *id)
{
	struct pool		*p = calloc(1, sizeof(*p));
	pthread_condattr_t	 attr;

	if (p == NULL)
		return NULL;
	(void)pthread_condattr_init(&attr);
	(void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&p->moved, &attr);
	(void)pthread_condattr_destroy(&attr);
	p->row = strdup(row);
	p->id = strdup(id);
	p->resolver = resolver_new();
	p->generation = ++ps->generations;
	if (p->row != NULL && p->id != NULL && p->resolver != NULL)
		return p;
	pool_free(p);
	return NULL;
}

/* Take a pool out of the table; whoever is last frees it.  Locked. */
static void
retire(struct pool **place, struct rubbish *rubbish)
{
	struct pool *p = *place;

	*place = NULL;
	if (p == NULL)
		return;
	collect(rubbish, p);
	p->retired = true;
	if (p->users == 0)
		pool_free(p);
}

/* The pool of a row, new when the row is new or has changed; locked.  NULL when
 * there is no memory. */
static struct pool *
find_pool(struct pools *ps, const char *row, const char *id,
    struct rubbish *rubbish)
{
	struct pool **place = &ps->pools[0];

	for (size_t i = 0; i < NITEMS(ps->pools); i++) {
		struct pool *p = ps->pools[i];

		if (p != NULL && strcmp(p->id, id) == 0) {
			if (strcmp(p->row, row) == 0)
				return p;
			place = &ps->pools[i];
			break;
		}
		/* A free place, else the one that was not used for longest. */
		if (*place != NULL && (p == NULL || p->used < (*place)->used))
			place = &ps->pools[i];
	}
	retire(place, rubbish);
	*place = pool_new(ps, row, id);
	return *place;
}

int
turn_begin(struct pools *ps, struct turn *t, struct arena *a,
    uint64_t *generation)
{
	struct rubbish	 rubbish = { 0 };
	const char	*row = row_text(a, t->server);

	if (row == NULL)
		return -1;
	(void)pthread_mutex_lock(&ps->lock);
	t->pool = find_pool(ps, row, t->server->id, &rubbish);
	if (t->pool != NULL) {
		t->pool->users++;
		t->pool->used = clock_ms();
		t->resolver = t->pool->resolver;
		*generation = t->pool->generation;
	}
	(void)pthread_mutex_unlock(&ps->lock);
	throw_away(&rubbish);
	return t->pool == NULL ? -1 : 0;
}

static bool
wait_until(struct pools *ps, struct pool *p, long long until)
{
	struct timespec at = { .tv_sec = (time_t)(until / 1000),
	    .tv_nsec = (long)(until % 1000) * 1000000 };

	return pthread_cond_timedwait(&p->moved, &ps->lock, &at) == 0;
}

static bool
is_paused(const struct turn *t)
{
	const struct pool *p = t->pool;

	return p->failing && !t->probe &&
	    (p->probing || clock_ms() < p->paused_until);
}

enum turn_result
turn_enter(struct pools *ps, struct turn *t)
{
	struct pool		*p = t->pool;
	enum turn_result	 result = TURN_OK;

	(void)pthread_mutex_lock(&ps->lock);
	if (is_paused(t)) {
		result = TURN_PAUSED;
	} else if (p->inside >= ps->free) {
		result = TURN_BUSY;
	} else {
		t->inside = true;
		p->inside++;
		ps->free--;
		t->probe = p->failing;
		if (t->probe)
			p->probing = true;
	}
	(void)pthread_mutex_unlock(&ps->lock);
	return result;
}

static bool
has_link(const struct turn *t)
{
	return t->pool->nidle > 0 ||
	    t->pool->open < (unsigned)t->server->max_connections;
}

/* Wait for a connection, or the right to open one; locked. */
static enum turn_result
take_link(struct pools *ps, struct turn *t, struct rubbish *rubbish)
{
	struct pool *p = t->pool;

	while (!is_paused(t) && !has_link(t)) {
		if (wait_until(ps, p, t->deadline))
			continue;
		if (has_link(t))	/* the signal was for another */
			(void)pthread_cond_signal(&p->moved);
		return TURN_BUSY;
	}
	if (is_paused(t))
		return TURN_PAUSED;
	/* The one used last; when it is too old, so are the others. */
	if (p->nidle > 0 && clock_ms() - p->idle[p->nidle - 1].since >
	    DIRECTORY_IDLE_MS)
		collect(rubbish, p);
	if (p->nidle > 0)
		t->link = p->idle[--p->nidle].link;
	else
		p->open++;
	t->holds = true;
	return TURN_OK;
}

enum turn_result
turn_take(struct pools *ps, struct turn *t)
{
	struct rubbish		rubbish = { 0 };
	enum turn_result	result;

	(void)pthread_mutex_lock(&ps->lock);
	result = take_link(ps, t, &rubbish);
	(void)pthread_mutex_unlock(&ps->lock);
	throw_away(&rubbish);
	return result;
}

void
turn_answered(struct pools *ps, struct turn *t)
{
	bool again;

	(void)pthread_mutex_lock(&ps->lock);
	again = t->pool->failing;
	t->pool->failing = false;
	(void)pthread_mutex_unlock(&ps->lock);
	if (again)
		log_line(LOG_LEVEL_INFO, "directory=%s answers again",
		    t->server->id);
}

void
turn_failed(struct pools *ps, struct turn *t, const char *why)
{
	struct rubbish	rubbish = { 0 };
	char		problem[LOG_QUOTED];
	bool		news;

	(void)pthread_mutex_lock(&ps->lock);
	news = !t->pool->failing || t->probe;
	t->pool->failing = true;
	t->pool->paused_until = clock_ms() + DIRECTORY_PAUSE_MS;
	collect(&rubbish, t->pool);
	(void)pthread_cond_broadcast(&t->pool->moved);
	(void)pthread_mutex_unlock(&ps->lock);
	throw_away(&rubbish);
	if (news)
		log_line(LOG_LEVEL_WARNING, "directory=%s problem=%s; answers go"
		    " out without it, the next try is in %d s", t->server->id,
		    log_quoted(why, problem), DIRECTORY_PAUSE_MS / 1000);
}

void
turn_end(struct pools *ps, struct turn *t)
{
	struct rubbish	 rubbish = { 0 };
	struct pool	*p = t->pool;

	(void)pthread_mutex_lock(&ps->lock);
	if (t->link != NULL && !p->retired && !p->failing) {
		p->idle[p->nidle].link = t->link;
		p->idle[p->nidle++].since = clock_ms();
	} else {
		if (t->link != NULL)
			rubbish.links[rubbish.n++] = t->link;
		if (t->holds)
			p->open--;
	}
	t->link = NULL;
	if (t->inside) {
		p->inside--;
		ps->free++;
	}
	if (t->probe)
		p->probing = false;
	p->users--;
	if (p->retired && p->users == 0)
		pool_free(p);
	else if (t->holds)
		(void)pthread_cond_signal(&p->moved);
	(void)pthread_mutex_unlock(&ps->lock);
	throw_away(&rubbish);
}
