/* cgi/crew.c: whoever waits is replaced, and what happens when nobody can be.
 *
 * Nothing here depends on time: the crew's own calls of pthread_cond_wait() and
 * pthread_join() come by here (ld --wrap), so that the tests know who stands by
 * and when the end has begun. */
#include "cgi/crew.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "tests/unit/rows.h"

#define PLACES 2
#define EXTRA 3
#define PATIENCE 20	/* seconds for what never happens in a crew that works */

int __real_pthread_cond_wait(pthread_cond_t *cond, pthread_mutex_t *lock);
int __wrap_pthread_cond_wait(pthread_cond_t *cond, pthread_mutex_t *lock);
int __real_pthread_join(pthread_t thread, void **result);
int __wrap_pthread_join(pthread_t thread, void **result);

/* The work of a crew, in pieces of four kinds, and what has become of it.  The
 * lock is never held while the crew is called, which calls with its own held. */
static struct yard {
	pthread_mutex_t	 lock;
	pthread_cond_t	 moved;
	struct crew	*crew;
	bool		 ending;
	/* To be done. */
	int		 plain;
	int		 busy;	/* each keeps its thread at work while the gate is shut */
	int		 held;	/* each waits aside until it is let go */
	int		 late;	/* each waits for the end, then steps aside */
	/* Gates. */
	int		 let_go;	/* so many of those aside */
	bool		 busy_open;
	bool		 stay_busy;	/* who was let go is busy next, in the same piece */
	bool		 prepare_shut;
	int		 prepared_max;
	/* What is. */
	int		 done;
	int		 at_work;	/* in a busy piece */
	int		 aside;
	int		 standing;	/* by */
	int		 preparing;
	/* What was. */
	int		 refused;
	int		 prepared;
	int		 cleaned;
	int		 joining;
	int		 stepped_late;
} y;

static void
lock(void)
{
	(void)pthread_mutex_lock(&y.lock);
}

static void
unlock(void)
{
	(void)pthread_mutex_unlock(&y.lock);
}

static void
wait_for_change(void)
{
	(void)__real_pthread_cond_wait(&y.moved, &y.lock);
}

static void
change(int *what, int by)
{
	*what += by;
	(void)pthread_cond_broadcast(&y.moved);
}

static void
add(int *what, int n)
{
	lock();
	change(what, n);
	unlock();
}

static void
set(bool *what, bool value)
{
	lock();
	*what = value;
	(void)pthread_cond_broadcast(&y.moved);
	unlock();
}

/* The crew's own: a thread stands by. */
int
__wrap_pthread_cond_wait(pthread_cond_t *cond, pthread_mutex_t *crews)
{
	int result;

	add(&y.standing, 1);
	result = __real_pthread_cond_wait(cond, crews);
	add(&y.standing, -1);
	return result;
}

/* The crew's own: it has been told to end. */
int
__wrap_pthread_join(pthread_t thread, void **result)
{
	add(&y.joining, 1);
	return __real_pthread_join(thread, result);
}

static void *
prepare(void *ctx)
{
	bool there;

	lock();
	change(&y.preparing, 1);
	while (y.prepare_shut && y.joining == 0)
		wait_for_change();
	change(&y.preparing, -1);
	there = y.prepared < y.prepared_max;
	if (there)
		change(&y.prepared, 1);
	unlock();
	return there ? ctx : NULL;
}

static void
clean_up(void *own)
{
	(void)own;
	add(&y.cleaned, 1);
}

static void
be_busy(void)
{
	change(&y.at_work, 1);
	while (!y.busy_open)
		wait_for_change();
	change(&y.at_work, -1);
}

/* Locked before and after, as all pieces are. */
static void
hold(void)
{
	bool replaced;

	unlock();
	replaced = crew_step_aside(y.crew);
	lock();
	if (!replaced) {
		change(&y.refused, 1);
		return;
	}
	change(&y.aside, 1);
	while (y.let_go == 0)
		wait_for_change();
	y.let_go--;
	unlock();
	crew_step_back(y.crew);
	lock();
	change(&y.aside, -1);
	if (y.stay_busy)
		be_busy();
}

static void
be_late(void)
{
	bool replaced;

	while (y.joining == 0)
		wait_for_change();
	unlock();
	replaced = crew_step_aside(y.crew);
	if (replaced)
		crew_step_back(y.crew);
	lock();
	change(replaced ? &y.stepped_late : &y.refused, 1);
}

static int
work(void *own)
{
	int result = 0;

	(void)own;
	lock();
	while (y.plain + y.busy + y.held + y.late == 0 && !y.ending)
		wait_for_change();
	if (y.held > 0) {
		change(&y.held, -1);
		hold();
	} else if (y.late > 0) {
		change(&y.late, -1);
		be_late();
	} else if (y.busy > 0) {
		change(&y.busy, -1);
		be_busy();
	} else if (y.plain > 0) {
		change(&y.plain, -1);
		change(&y.done, 1);
	} else {
		result = -1;
	}
	unlock();
	return result;
}

/* Wait until it is so. */
static void
until(const char *what, const int *is, int n)
{
	struct timespec	end;
	int		code = 0;

	(void)clock_gettime(CLOCK_REALTIME, &end);
	end.tv_sec += PATIENCE;
	lock();
	while (*is != n && code == 0)
		code = pthread_cond_timedwait(&y.moved, &y.lock, &end);
	if (*is != n) {
		/* The threads can't be ended any more. */
		(void)fprintf(stderr, "%s: %d instead of %d\n", what, *is, n);
		exit(1);
	}
	unlock();
}

#define UNTIL(field, n) until(#field, &y.field, n)

static void
begin(int prepared_max)
{
	struct crew_job job = { prepare, work, clean_up, &y };

	y = (struct yard){ .prepared_max = prepared_max };
	assert_int_equal(pthread_mutex_init(&y.lock, NULL), 0);
	assert_int_equal(pthread_cond_init(&y.moved, NULL), 0);
	assert_non_null(y.crew = crew_new(&job, PLACES, EXTRA));
}

static void
end(void)
{
	set(&y.ending, true);
	crew_stop(y.crew);
	crew_free(y.crew);
	assert_int_equal(y.cleaned, y.prepared);
	(void)pthread_cond_destroy(&y.moved);
	(void)pthread_mutex_destroy(&y.lock);
}

/* All threads there can be: so many aside as may be, none standing by. */
static void
fill(void)
{
	assert_int_equal(crew_start(y.crew), 0);
	add(&y.held, EXTRA);
	UNTIL(aside, EXTRA);
	assert_int_equal(y.prepared, PLACES + EXTRA);
}

static void
test_stand_in(void **state)
{
	(void)state;
	begin(100);
	assert_int_equal(crew_start(y.crew), 0);
	add(&y.plain, 10);
	UNTIL(done, 10);
	assert_int_equal(y.prepared, PLACES);	/* no more than are needed */

	/* More than there are places: all of them wait, and work goes on. */
	add(&y.held, EXTRA);
	UNTIL(aside, EXTRA);
	assert_int_equal(y.refused, 0);
	assert_int_equal(y.prepared, PLACES + EXTRA);
	add(&y.plain, 10);
	UNTIL(done, 20);

	/* One more is refused, and does not wait. */
	add(&y.held, 1);
	UNTIL(refused, 1);
	assert_int_equal(y.aside, EXTRA);
	add(&y.let_go, EXTRA);
	UNTIL(aside, 0);
	add(&y.plain, 100);
	UNTIL(done, 120);
	end();
}

/* However often threads went aside and came back, as many as ever work, and the
 * others stand by; they are the stand-ins of the next ones. */
static void
test_standing_by(void **state)
{
	(void)state;
	begin(100);
	fill();
	for (int round = 0; round < 3; round++) {
		add(&y.let_go, EXTRA);
		UNTIL(standing, EXTRA);
		set(&y.busy_open, false);
		add(&y.busy, PLACES + EXTRA);
		UNTIL(at_work, PLACES);	/* which are all but those who stand by */
		UNTIL(standing, EXTRA);
		set(&y.busy_open, true);
		UNTIL(at_work, 0);
		UNTIL(busy, 0);
		add(&y.held, EXTRA);
		UNTIL(held, 0);
		UNTIL(aside, EXTRA);
		assert_int_equal(y.refused, 0);
		UNTIL(standing, 0);
	}
	assert_int_equal(y.prepared, PLACES + EXTRA);
	add(&y.let_go, EXTRA);
	end();
}

/* Who is back and still at work is one too many: so one can go aside, even when
 * there are no more threads. */
static void
test_one_too_many(void **state)
{
	(void)state;
	begin(100);
	fill();
	set(&y.stay_busy, true);
	add(&y.let_go, 1);
	UNTIL(at_work, 1);
	add(&y.held, 1);
	UNTIL(held, 0);
	UNTIL(aside, EXTRA);
	assert_int_equal(y.refused, 0);
	/* It was just one. */
	add(&y.held, 1);
	UNTIL(refused, 1);
	set(&y.busy_open, true);
	add(&y.let_go, EXTRA);
	UNTIL(standing, EXTRA);
	end();
}

/* What a stand-in needs may take its time: the others work meanwhile, and it
 * counts already. */
static void
test_preparing(void **state)
{
	(void)state;
	begin(100);
	assert_int_equal(crew_start(y.crew), 0);
	add(&y.held, EXTRA - 1);
	UNTIL(aside, EXTRA - 1);
	set(&y.prepare_shut, true);
	add(&y.held, 1);
	UNTIL(preparing, 1);
	add(&y.plain, 10);
	UNTIL(done, 10);
	add(&y.held, 1);
	UNTIL(refused, 1);
	assert_int_equal(y.preparing, 1);
	set(&y.prepare_shut, false);
	UNTIL(aside, EXTRA);
	add(&y.let_go, EXTRA);
	end();
}

static void
test_nobody(void **state)
{
	(void)state;
	begin(PLACES);
	assert_int_equal(crew_start(y.crew), 0);
	add(&y.held, 1);
	UNTIL(refused, 1);	/* no memory for a stand-in */
	add(&y.plain, 5);
	UNTIL(done, 5);
	/* When there is some, there is a stand-in. */
	lock();
	y.prepared_max = 100;
	unlock();
	add(&y.held, EXTRA);
	UNTIL(aside, EXTRA);
	add(&y.let_go, EXTRA);
	end();
	begin(PLACES - 1);
	assert_int_equal(crew_start(y.crew), -1);
	end();
}

/* The end comes while some stand by and some are aside. */
static void
test_end(void **state)
{
	(void)state;
	begin(100);
	fill();
	add(&y.let_go, 1);
	UNTIL(standing, 1);
	add(&y.let_go, EXTRA - 1);
	end();
	assert_int_equal(y.aside, 0);
}

/* After that nobody is recruited, and who steps aside is not missed. */
static void
test_end_before(void **state)
{
	(void)state;
	begin(100);
	assert_int_equal(crew_start(y.crew), 0);
	add(&y.late, 1);
	UNTIL(late, 0);
	end();
	assert_int_equal(y.stepped_late, 1);
	assert_int_equal(y.prepared, PLACES);
}

/* Nor who was being prepared when it began. */
static void
test_end_between(void **state)
{
	(void)state;
	begin(100);
	assert_int_equal(crew_start(y.crew), 0);
	set(&y.prepare_shut, true);
	add(&y.held, 1);
	UNTIL(preparing, 1);
	end();
	assert_int_equal(y.refused, 1);
	assert_int_equal(y.prepared, PLACES + 1);
	assert_int_equal(y.joining, PLACES);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stand_in),
		cmocka_unit_test(test_standing_by),
		cmocka_unit_test(test_one_too_many),
		cmocka_unit_test(test_preparing),
		cmocka_unit_test(test_nobody),
		cmocka_unit_test(test_end),
		cmocka_unit_test(test_end_before),
		cmocka_unit_test(test_end_between),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
