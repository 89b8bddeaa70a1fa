/* cgi/crew.c: whoever waits is replaced, and what happens when nobody can be. */
#include "cgi/crew.h"

#include <pthread.h>

#include "tests/unit/rows.h"

#define PLACES 2
#define EXTRA 3

/* The work of a crew: so many plain pieces, and so many that wait aside until
 * they are let go. */
struct yard {
	pthread_mutex_t	 lock;
	pthread_cond_t	 moved;
	struct crew	*crew;
	int		 plain;	/* to be done */
	int		 held;	/* to be begun */
	bool		 let_go;
	bool		 ending;
	int		 done;
	int		 aside;
	int		 refused;
	int		 prepared;
	int		 prepared_max;
};

static void *
prepare(void *ctx)
{
	struct yard *y = ctx;

	if (y->prepared == y->prepared_max)
		return NULL;
	y->prepared++;
	return y;
}

static void
clean_up(void *own)
{
	(void)own;
}

static void
change(struct yard *y, int *what, int by)
{
	*what += by;
	(void)pthread_cond_broadcast(&y->moved);
}

static void
hold(struct yard *y)
{
	(void)pthread_mutex_unlock(&y->lock);
	if (!crew_step_aside(y->crew)) {
		(void)pthread_mutex_lock(&y->lock);
		change(y, &y->refused, 1);
		return;
	}
	(void)pthread_mutex_lock(&y->lock);
	change(y, &y->aside, 1);
	while (!y->let_go)
		(void)pthread_cond_wait(&y->moved, &y->lock);
	change(y, &y->aside, -1);
	crew_step_back(y->crew);
}

static int
work(void *own)
{
	struct yard	*y = own;
	int		 result = 0;

	(void)pthread_mutex_lock(&y->lock);
	while (y->plain == 0 && y->held == 0 && !y->ending)
		(void)pthread_cond_wait(&y->moved, &y->lock);
	if (y->held > 0) {
		y->held--;
		hold(y);
	} else if (y->plain > 0) {
		y->plain--;
		change(y, &y->done, 1);
	} else {
		result = -1;
	}
	(void)pthread_mutex_unlock(&y->lock);
	return result;
}

static void
add(struct yard *y, int *what, int n)
{
	(void)pthread_mutex_lock(&y->lock);
	change(y, what, n);
	(void)pthread_mutex_unlock(&y->lock);
}

/* Wait until it is so; ctest's time limit ends what never is. */
static void
until(struct yard *y, const int *what, int n)
{
	(void)pthread_mutex_lock(&y->lock);
	while (*what != n)
		(void)pthread_cond_wait(&y->moved, &y->lock);
	(void)pthread_mutex_unlock(&y->lock);
}

static void
begin(struct yard *y, int prepared_max)
{
	struct crew_job job = { prepare, work, clean_up, y };

	*y = (struct yard){ .prepared_max = prepared_max };
	assert_int_equal(pthread_mutex_init(&y->lock, NULL), 0);
	assert_int_equal(pthread_cond_init(&y->moved, NULL), 0);
	assert_non_null(y->crew = crew_new(&job, PLACES, EXTRA));
}

static void
end(struct yard *y)
{
	(void)pthread_mutex_lock(&y->lock);
	y->ending = true;
	(void)pthread_cond_broadcast(&y->moved);
	(void)pthread_mutex_unlock(&y->lock);
	crew_stop(y->crew);
	crew_free(y->crew);
	(void)pthread_cond_destroy(&y->moved);
	(void)pthread_mutex_destroy(&y->lock);
}

static void
test_stand_in(void **state)
{
	struct yard y;

	(void)state;
	begin(&y, 100);
	assert_int_equal(crew_start(y.crew), 0);
	add(&y, &y.plain, 10);
	until(&y, &y.done, 10);
	assert_int_equal(y.prepared, PLACES);	/* no more than are needed */

	/* More than there are places: all of them wait, and work goes on. */
	add(&y, &y.held, EXTRA);
	until(&y, &y.aside, EXTRA);
	assert_int_equal(y.refused, 0);
	assert_int_equal(y.prepared, PLACES + EXTRA);
	add(&y, &y.plain, 10);
	until(&y, &y.done, 20);

	/* One more is refused, and does not wait. */
	add(&y, &y.held, 1);
	until(&y, &y.refused, 1);
	assert_int_equal(y.aside, EXTRA);

	/* They come back. */
	(void)pthread_mutex_lock(&y.lock);
	y.let_go = true;
	(void)pthread_cond_broadcast(&y.moved);
	(void)pthread_mutex_unlock(&y.lock);
	until(&y, &y.aside, 0);
	add(&y, &y.plain, 100);
	until(&y, &y.done, 120);

	/* The next ones are the same threads. */
	add(&y, &y.held, 50);
	until(&y, &y.held, 0);
	assert_int_equal(y.prepared, PLACES + EXTRA);
	end(&y);
}

static void
test_nobody(void **state)
{
	struct yard y;

	(void)state;
	begin(&y, PLACES);
	assert_int_equal(crew_start(y.crew), 0);
	add(&y, &y.held, 1);
	until(&y, &y.refused, 1);	/* no memory for a stand-in */
	add(&y, &y.plain, 5);
	until(&y, &y.done, 5);
	end(&y);
	begin(&y, PLACES - 1);
	assert_int_equal(crew_start(y.crew), -1);
	end(&y);
}

/* The end comes while some stand by and some are aside. */
static void
test_end(void **state)
{
	struct yard y;

	(void)state;
	begin(&y, 100);
	assert_int_equal(crew_start(y.crew), 0);
	add(&y, &y.held, EXTRA);
	until(&y, &y.aside, EXTRA);
	(void)pthread_mutex_lock(&y.lock);
	y.let_go = true;
	(void)pthread_mutex_unlock(&y.lock);
	end(&y);
	assert_int_equal(y.aside, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stand_in),
		cmocka_unit_test(test_nobody),
		cmocka_unit_test(test_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
