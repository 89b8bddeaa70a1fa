/* lib/directory_pool.h: who gets a turn, without a directory. */
#include "lib/directory_pool.h"

#include <pthread.h>

#include "tests/unit/rows.h"

#define PLACES 16

static const struct directory_server servers[] = {
	{ .id = "dead", .uri = "ldap://192.0.2.1", .base = "a", .filter = "(a=b)",
	  .attribute_login = "uid", .attribute_name = "cn", .timeout_ms = 4000,
	  .max_connections = 2 },
	{ .id = "alive", .uri = "ldap://192.0.2.2", .base = "a",
	  .filter = "(a=b)", .attribute_login = "uid", .attribute_name = "cn",
	  .timeout_ms = 4000, .max_connections = 2 },
};

struct scene {
	struct pools	*pools;
	struct arena	 arena;
};

static int
setup(void **state)
{
	static struct scene s;

	s.pools = pools_new(PLACES);
	*state = &s;
	return s.pools != NULL && arena_init(&s.arena, 65536) == 0 ? 0 : -1;
}

static int
teardown(void **state)
{
	struct scene *s = *state;

	pools_free(s->pools);
	arena_free(&s->arena);
	return 0;
}

/* The generation of the row. */
static uint64_t
begin(struct scene *s, struct turn *t, const struct directory_server *server,
    long long milliseconds)
{
	uint64_t generation = 0;

	*t = (struct turn){ .server = server,
	    .deadline = clock_ms() + milliseconds };
	assert_int_equal(turn_begin(s->pools, t, &s->arena, &generation), 0);
	return generation;
}

static enum turn_result
enter(struct scene *s, struct turn *t, const struct directory_server *server)
{
	(void)begin(s, t, server, 4000);
	return turn_enter(s->pools, t);
}

static void
end_all(struct scene *s, struct turn *turns, unsigned n)
{
	while (n > 0)
		turn_end(s->pools, &turns[--n]);
}

/* One that holds as many places as it leaves free gets no more. */
static void
test_places(void **state)
{
	struct scene	*s = *state;
	struct turn	 turns[PLACES];
	unsigned	 dead = 0, alive = 0;

	while (dead < PLACES && enter(s, &turns[dead], &servers[0]) == TURN_OK)
		dead++;
	assert_int_equal(dead, PLACES / 2);
	turn_end(s->pools, &turns[dead]);
	while (dead + alive < PLACES &&
	    enter(s, &turns[dead + alive], &servers[1]) == TURN_OK)
		alive++;
	assert_int_equal(alive, PLACES / 4);
	end_all(s, turns, dead + alive + 1);
	assert_int_equal(enter(s, &turns[0], &servers[0]), TURN_OK);
	end_all(s, turns, 1);
}

/* After a failure one tries, the others do without; the other directory does
 * not notice. */
static void
test_failure(void **state)
{
	struct scene	*s = *state;
	struct turn	 turns[3];

	assert_int_equal(enter(s, &turns[0], &servers[0]), TURN_OK);
	assert_int_equal(turn_take(s->pools, &turns[0]), TURN_OK);
	turn_failed(s->pools, &turns[0], "failed in a test");
	assert_int_equal(enter(s, &turns[1], &servers[0]), TURN_PAUSED);
	assert_int_equal(enter(s, &turns[2], &servers[1]), TURN_OK);
	end_all(s, turns, 3);
}

struct taker {
	struct pools		*pools;
	struct turn		*turn;
	enum turn_result	 result;
};

static void *
take(void *arg)
{
	struct taker *t = arg;

	t->result = turn_take(t->pools, t->turn);
	return NULL;
}

/* All connections are held; two more wait for one. */
static void
wait_for(struct scene *s, struct turn turns[4], struct taker takers[2],
    pthread_t threads[2])
{
	for (int i = 0; i < 4; i++)
		assert_int_equal(enter(s, &turns[i], &servers[0]), TURN_OK);
	for (int i = 0; i < 2; i++)
		assert_int_equal(turn_take(s->pools, &turns[i]), TURN_OK);
	for (int i = 0; i < 2; i++) {
		takers[i] = (struct taker){ s->pools, &turns[2 + i],
		    TURN_BUSY };
		assert_int_equal(pthread_create(&threads[i], NULL, take,
		    &takers[i]), 0);
	}
}

/* Who waits gets the next connection that is given back. */
static void
test_next(void **state)
{
	struct scene	*s = *state;
	struct turn	 turns[4];
	struct taker	 takers[2];
	pthread_t	 threads[2];

	wait_for(s, turns, takers, threads);
	end_all(s, turns, 2);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		assert_int_equal(takers[i].result, TURN_OK);
	}
	end_all(s, turns + 2, 2);
}

/* Or hears at once that it has failed. */
static void
test_failed_meanwhile(void **state)
{
	struct scene	*s = *state;
	struct turn	 turns[4];
	struct taker	 takers[2];
	pthread_t	 threads[2];

	wait_for(s, turns, takers, threads);
	turn_failed(s->pools, &turns[0], "failed in a test");
	for (int i = 0; i < 2; i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		assert_int_equal(takers[i].result, TURN_PAUSED);
	}
	end_all(s, turns, 4);
}

/* Without one until the deadline. */
static void
test_too_late(void **state)
{
	struct scene	*s = *state;
	struct turn	 turns[3];

	for (int i = 0; i < 2; i++) {
		assert_int_equal(enter(s, &turns[i], &servers[0]), TURN_OK);
		assert_int_equal(turn_take(s->pools, &turns[i]), TURN_OK);
	}
	(void)begin(s, &turns[2], &servers[0], 1);
	assert_int_equal(turn_enter(s->pools, &turns[2]), TURN_OK);
	assert_int_equal(turn_take(s->pools, &turns[2]), TURN_BUSY);
	end_all(s, turns, 3);
}

/* A changed row is another directory: what it was has no say any more. */
static void
test_changed_row(void **state)
{
	struct scene		*s = *state;
	struct directory_server	 changed = servers[0];
	struct turn		 turns[2];
	uint64_t		 before, after;

	before = begin(s, &turns[0], &servers[0], 4000);
	assert_int_equal(turn_enter(s->pools, &turns[0]), TURN_OK);
	assert_int_equal(turn_take(s->pools, &turns[0]), TURN_OK);
	turn_failed(s->pools, &turns[0], "failed in a test");
	changed.cache_seconds = 1;
	after = begin(s, &turns[1], &changed, 4000);
	assert_int_not_equal(before, after);
	assert_int_equal(turn_enter(s->pools, &turns[1]), TURN_OK);
	end_all(s, turns, 2);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_places),
		TEST(test_failure),
		TEST(test_next),
		TEST(test_failed_meanwhile),
		TEST(test_too_late),
		TEST(test_changed_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
