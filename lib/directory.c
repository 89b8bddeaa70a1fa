#include "lib/directory.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "lib/address.h"
#include "lib/directory_cache.h"
#include "lib/directory_pool.h"
#include "lib/limits.h"

struct directory {
	struct pools			*pools;
	pthread_mutex_t			 lock;	/* of the cache */
	struct directory_cache		*cache;
	struct directory_stand_in	 stand_in;
};

/* What the searches of one look-up share. */
struct look_up {
	struct turn	turn;
	long long	since;	/* it has the turn */
	bool		cut;	/* earlier questions took of its time */
	char		why[DIRECTORY_WHY_MAX];	/* after DIRECTORY_FAILED */
};

static const char *const phrases[] = {
	[DIRECTORY_FOUND] = "one user",
	[DIRECTORY_NOBODY] = "no such user",
	[DIRECTORY_SEVERAL] = "several users",
	[DIRECTORY_NO_LOGIN] = "a user without a login",
	[DIRECTORY_NO_BASE] = "no such base",
	[DIRECTORY_BUSY] = "no turn in time, too many others wait",
	[DIRECTORY_LATE] = "too little time left by the request's other questions",
	[DIRECTORY_PAUSED] = "not asked, it failed a moment ago",
	[DIRECTORY_FAILED] = "failed",
	[DIRECTORY_NONE] = "not asked, this program is built without LDAP",
};
static_assert(NITEMS(phrases) == DIRECTORY__MAX, "a phrase for every outcome");

/* What it means not to get a turn. */
static const enum directory_outcome without[] = {
	[TURN_BUSY] = DIRECTORY_BUSY,
	[TURN_PAUSED] = DIRECTORY_PAUSED,
};

struct directory *
directory_new(const struct directory_stand_in *stand_in)
{
	struct directory *d = calloc(1, sizeof(*d));

	if (d == NULL)
		return NULL;
	(void)pthread_mutex_init(&d->lock, NULL);
	if (stand_in != NULL)
		d->stand_in = *stand_in;
	d->pools = pools_new(DIRECTORY_WAITING_MAX);
	d->cache = directory_cache_new(DIRECTORY_CACHE_ENTRIES);
	if (d->pools == NULL || d->cache == NULL) {
		directory_free(d);
		return NULL;
	}
	directory_link_init();
	return d;
}

void
directory_free(struct directory *d)
{
	if (d == NULL)
		return;
	pools_free(d->pools);
	directory_cache_free(d->cache);
	(void)pthread_mutex_destroy(&d->lock);
	free(d);
}

/*
 * Search on the link of the turn, or on a new one.  A kept link that turns out
 * to be dead is replaced once, so that a restart of the server costs nobody an
 * answer.
 */
static int
search_link(struct look_up *l, const char *base, const char *filter,
    struct directory_found *out)
{
	struct turn	*t = &l->turn;
	bool		 kept;

	if (t->link != NULL && directory_link_stale(t->link)) {
		directory_link_close(t->link);
		t->link = NULL;
	}
	do {
		kept = t->link != NULL;
		if (!kept)
			t->link = directory_link_open(t->server, t->resolver,
			    t->deadline, l->why);
		if (t->link == NULL)
			return -1;
		if (directory_link_search(t->link, t->server, base, filter,
		    t->deadline, out, l->why) == 0)
			return 0;
		directory_link_close(t->link);
		t->link = NULL;
	} while (kept && clock_ms() < t->deadline);
	return -1;
}

static enum directory_outcome
outcome_of(const struct directory_found *found)
{
	if (found->no_base)
		return DIRECTORY_NO_BASE;
	if (found->entries == 0)
		return DIRECTORY_NOBODY;
	if (found->entries > 1)
		return DIRECTORY_SEVERAL;
	return found->login[0] == '\0' ? DIRECTORY_NO_LOGIN : DIRECTORY_FOUND;
}

/* One search: what was found, or DIRECTORY_FAILED. */
static enum err
search(struct look_up *l, const struct expansion *who, struct arena *a,
    struct directory_found *found, enum directory_outcome *outcome)
{
	const struct directory_server	*s = l->turn.server;
	const char			*base;
	const char			*filter;
	enum err			 e;

	if ((e = expand_dn(a, s->base, who, &base)) != ERR_OK ||
	    (e = expand_filter(a, s->filter, who, &filter)) != ERR_OK)
		return e;
	assert(base != NULL && filter != NULL);
	*outcome = search_link(l, base, filter, found) == 0 ?
	    outcome_of(found) : DIRECTORY_FAILED;
	return ERR_OK;
}

/*
 * The searches of one look-up.  At an alias domain there are always two, though
 * the second counts only when the first found nobody: so the time tells nothing
 * of who is there.
 */
static enum err
search_both(struct look_up *l, const struct expansion *who, const char *alias_of,
    struct arena *a, struct directory_found *found,
    enum directory_outcome *outcome)
{
	struct expansion	target = { NULL, who->local, alias_of };
	struct directory_found	other = { 0 };
	enum directory_outcome	second;
	enum err		e;

	e = search(l, who, a, found, outcome);
	if (e != ERR_OK || alias_of == NULL || *outcome == DIRECTORY_FAILED)
		return e;
	if ((target.address = address_join(a, who->local, alias_of)) == NULL)
		return ERR_NOMEM;
	e = search(l, &target, a, &other, &second);
	if (e == ERR_OK && (*outcome == DIRECTORY_NOBODY ||
	    *outcome == DIRECTORY_NO_BASE)) {
		*outcome = second;
		*found = other;
	}
	return e;
}

static enum err
set_answer(struct directory_answer *out, enum directory_outcome outcome,
    const struct cache_value *value, struct arena *a)
{
	out->outcome = outcome;
	out->said = phrases[outcome];
	if (outcome != DIRECTORY_FOUND)
		return ERR_OK;
	out->login = arena_strdup(a, value->login);
	if (*value->name != '\0')
		out->name = arena_strdup(a, value->name);
	return out->login == NULL || (*value->name != '\0' &&
	    out->name == NULL) ? ERR_NOMEM : ERR_OK;
}

/* The time for this question.  False when none is left. */
static bool
set_deadline(struct look_up *l, long long *shared)
{
	struct turn	*t = &l->turn;
	long long	 now = clock_ms();

	t->deadline = now + t->server->timeout_ms;
	if (shared == NULL)
		return true;
	if (*shared == 0)
		*shared = t->deadline;
	l->cut = *shared < t->deadline;
	if (l->cut)
		t->deadline = *shared;
	return now < t->deadline;
}

/* Did the deadline pass for having stood in line, or behind other questions?
 * Then that says nothing of the directory: a slow one must not be taken for a
 * dead one. */
static bool
came_late(const struct look_up *l)
{
	return clock_ms() >= l->turn.deadline &&
	    l->turn.deadline - l->since < l->turn.server->timeout_ms / 2;
}

/* The searches, while somebody else has this thread's place. */
static enum err
ask_aside(struct directory *d, struct look_up *l, const struct expansion *who,
    const char *alias_of, struct arena *a, struct directory_found *found,
    enum directory_outcome *outcome)
{
	enum turn_result	result = turn_take(d->pools, &l->turn);
	enum err		e;

	if (result != TURN_OK) {
		*outcome = without[result];
		return ERR_OK;
	}
	l->since = clock_ms();
	e = search_both(l, who, alias_of, a, found, outcome);
	if (e != ERR_OK)
		return e;
	if (*outcome == DIRECTORY_FAILED && came_late(l))
		*outcome = l->cut ? DIRECTORY_LATE : DIRECTORY_BUSY;
	else if (*outcome == DIRECTORY_FAILED)
		turn_failed(d->pools, &l->turn, l->why);
	else
		turn_answered(d->pools, &l->turn);
	return ERR_OK;
}

/* Ask, with the turn begun. */
static enum err
ask(struct directory *d, struct look_up *l, const struct expansion *who,
    const char *alias_of, struct arena *a, struct directory_found *found,
    enum directory_outcome *outcome)
{
	enum turn_result	result = turn_enter(d->pools, &l->turn);
	enum err		e;

	if (result == TURN_OK && d->stand_in.step_aside != NULL &&
	    !d->stand_in.step_aside(d->stand_in.ctx))
		result = TURN_BUSY;
	if (result != TURN_OK) {
		*outcome = without[result];
		return ERR_OK;
	}
	e = ask_aside(d, l, who, alias_of, a, found, outcome);
	/* Before its place among those who wait is free: so there is always a
	 * thread for who takes that. */
	if (d->stand_in.step_back != NULL)
		d->stand_in.step_back(d->stand_in.ctx);
	return e;
}

/* Is the answer kept from before? */
static bool
recall(struct directory *d, const struct cache_key *key, struct arena *a,
    struct directory_answer *out, enum err *e)
{
	struct cache_value	value;
	bool			there;

	(void)pthread_mutex_lock(&d->lock);
	there = directory_cache_get(d->cache, key, clock_ms(), &value);
	if (there)
		*e = set_answer(out, (enum directory_outcome)value.outcome,
		    &value, a);
	(void)pthread_mutex_unlock(&d->lock);
	out->cached = there;
	return there;
}

static void
keep(struct directory *d, const struct cache_key *key,
    const struct cache_value *value, int seconds)
{
	long long now = clock_ms();

	(void)pthread_mutex_lock(&d->lock);
	directory_cache_put(d->cache, key, value, now, now + seconds * 1000LL);
	(void)pthread_mutex_unlock(&d->lock);
}

/* What only the directory itself can have said may be kept. */
static bool
may_be_kept(enum directory_outcome outcome)
{
	return outcome == DIRECTORY_FOUND || outcome == DIRECTORY_NOBODY ||
	    outcome == DIRECTORY_SEVERAL || outcome == DIRECTORY_NO_LOGIN ||
	    outcome == DIRECTORY_NO_BASE;
}

enum err
directory_ask(struct directory *d, const struct directory_server *server,
    const struct expansion *who, const char *alias_of, long long *deadline,
    struct arena *a, struct directory_answer *out)
{
	struct look_up		l = { .turn = { .server = server } };
	struct cache_key	key = { 0, who->address, alias_of };
	struct cache_value	value = { 0 };
	struct directory_found	found = { 0 };
	enum directory_outcome	outcome = DIRECTORY_FAILED;
	enum err		e = ERR_OK;

	memset(out, 0, sizeof(*out));
	if (!directory_link_possible())
		return set_answer(out, DIRECTORY_NONE, &value, a);
	if (turn_begin(d->pools, &l.turn, a, &key.generation) != 0)
		return ERR_NOMEM;
	if (server->cache_seconds > 0 && recall(d, &key, a, out, &e)) {
		turn_end(d->pools, &l.turn);
		return e;
	}
	if (set_deadline(&l, deadline))
		e = ask(d, &l, who, alias_of, a, &found, &outcome);
	else
		outcome = DIRECTORY_LATE;
	turn_end(d->pools, &l.turn);
	if (e != ERR_OK)
		return e;
	value.outcome = (int)outcome;
	value.found = outcome == DIRECTORY_FOUND;
	value.login = found.login;
	value.name = found.name;
	if (server->cache_seconds > 0 && may_be_kept(outcome))
		keep(d, &key, &value, server->cache_seconds);
	e = set_answer(out, outcome, &value, a);
	if (e == ERR_OK && outcome == DIRECTORY_FAILED &&
	    (out->said = arena_strdup(a, l.why)) == NULL)
		e = ERR_NOMEM;
	return e;
}

enum err
directory_complete(struct directory *d, struct account *ac,
    long long *deadline, struct arena *a, struct directory_answer *out)
{
	const struct expansion	who = { ac->address, ac->local, ac->domain };
	enum err		e;

	e = directory_ask(d, ac->directory, &who, ac->alias_of, deadline, a,
	    out);
	if (e != ERR_OK || out->outcome != DIRECTORY_FOUND)
		return e;
	ac->login = out->login;
	if (ac->display_names && ac->display_name == NULL)
		ac->display_name = out->name;
	return ERR_OK;
}
