/* lib/arena.h: memory of one request with a hard limit. */
#include "lib/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/rows.h"

static void
blocks_are_zeroed_and_aligned(void **state)
{
	static const size_t	 sizes[] = { 1, 2, 3, 7, 8, 15, 16, 17, 31, 64, 100 };
	struct arena		 a;

	(void)state;
	assert_int_equal(arena_init(&a, 4096), 0);
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
			unsigned char	*p = arena_alloc(&a, sizes[i]);

			assert_non_null(p);
			assert_int_equal((uintptr_t)p % alignof(max_align_t), 0);
			for (size_t j = 0; j < sizes[i]; j++)
				assert_int_equal(p[j], 0);
			memset(p, 0xa5, sizes[i]);	/* the second round must not see it */
		}
		arena_reset(&a);
	}
	arena_free(&a);
}

static void
blocks_do_not_overlap(void **state)
{
	struct arena	 a;
	char		*p, *q;

	(void)state;
	assert_int_equal(arena_init(&a, 256), 0);
	p = arena_alloc(&a, 10);
	q = arena_alloc(&a, 10);
	assert_non_null(p);
	assert_non_null(q);
	memset(p, 'p', 10);
	memset(q, 'q', 10);
	assert_memory_equal(p, "pppppppppp", 10);
	assert_memory_equal(q, "qqqqqqqqqq", 10);
	arena_free(&a);
}

static void
at_the_limit_there_is_nothing(void **state)
{
	static const struct {
		size_t		 first, second;
		const char	*why;
	} rows[] = {
		{ 0, 129, "one octet more than the arena has" },
		{ 128, 1, "one octet more after all is used" },
		{ 100, 100, "the rest is too small" },
		{ 0, SIZE_MAX, "the sum would wrap" },
		{ 64, SIZE_MAX - 32, "the sum would wrap behind a used part" },
		{ 64, SIZE_MAX - 15, "aligning would wrap" },
		{ 0, SIZE_MAX / 2, "half of all memory" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena	 a;

		assert_int_equal(arena_init(&a, 128), 0);
		if (rows[i].first > 0)
			row_true(rows[i].why, "first block",
			    arena_alloc(&a, rows[i].first) != NULL);
		row_true(rows[i].why, "second is NULL",
		    arena_alloc(&a, rows[i].second) == NULL);
		row_true(rows[i].why, "used <= size", a.used <= a.size);
		arena_free(&a);
	}
	rows_end();
}

static void
the_whole_block_can_be_used(void **state)
{
	struct arena	 a;
	void		*p;

	(void)state;
	assert_int_equal(arena_init(&a, 128), 0);
	p = arena_alloc(&a, 128);
	assert_non_null(p);
	memset(p, 1, 128);
	arena_reset(&a);
	assert_non_null(arena_alloc(&a, 128));
	arena_free(&a);
}

static void
copies_of_strings(void **state)
{
	struct arena	 a;
	char		*text, *copy;

	(void)state;
	assert_int_equal(arena_init(&a, 256), 0);
	text = kit_exact("hello", 5);
	copy = arena_strndup(&a, text, 5);
	free(text);
	assert_string_equal(copy, "hello");
	text = kit_exact("", 0);
	assert_string_equal(arena_strndup(&a, text, 0), "");
	free(text);
	copy = arena_strdup(&a, "world");
	assert_string_equal(copy, "world");
	assert_null(arena_strdup(&a, NULL));
	assert_null(arena_strndup(&a, "x", SIZE_MAX));
	arena_free(&a);
}

static void
a_copy_at_the_limit(void **state)
{
	struct arena	 a;

	(void)state;
	assert_int_equal(arena_init(&a, 16), 0);
	assert_null(arena_strdup(&a, "sixteen octets.."));	/* its NUL has no room */
	assert_non_null(arena_strdup(&a, "fifteen octets."));
	arena_free(&a);
}

static void
freeing_is_harmless(void **state)
{
	struct arena	 a = { 0 };

	(void)state;
	arena_free(&a);
	assert_null(arena_alloc(&a, 1));
	assert_null(arena_strdup(&a, "x"));
	arena_reset(&a);
	assert_int_equal(arena_init(&a, 32), 0);
	arena_free(&a);
	arena_free(&a);
	assert_null(arena_alloc(&a, 1));
}

static void
an_arena_of_nothing(void **state)
{
	struct arena	 a;
	int		 ok = arena_init(&a, 0);

	(void)state;
	assert_true(ok == 0 || ok == -1);
	assert_null(arena_alloc(&a, 1));
	assert_null(arena_strdup(&a, ""));
	arena_free(&a);
}

static void
more_than_there_is(void **state)
{
	struct arena	 a;

	(void)state;
	/* The allocator of a sanitizer may be told to answer NULL, or end the
	 * program: ask it only where it answers. */
	if (getenv("MUACONF_TEST_HUGE") == NULL)
		skip();
	assert_int_equal(arena_init(&a, SIZE_MAX), -1);
	assert_null(arena_alloc(&a, 1));
	arena_free(&a);
}

static void
strings_are_joined(void **state)
{
	const char *const	 parts[] = { "a", NULL, "", "bc" };
	struct arena		 a;

	(void)state;
	(void)arena_init(&a, 64);
	row_str("in order, without NULL", "text", arena_join(&a, parts, 4), "abc");
	row_str("of nothing", "text", arena_join(&a, parts, 0), "");
	row_int("room is left", "full", a.full, 0);
	assert_null(arena_alloc(&a, 65));
	row_int("an allocation failed", "full", a.full, 1);
	row_str("small ones still fit", "text", arena_join(&a, parts, 1), "a");
	row_int("it stays known", "full", a.full, 1);
	arena_reset(&a);
	row_int("until the reset", "full", a.full, 0);
	arena_free(&a);
	rows_end();
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(blocks_are_zeroed_and_aligned),
		cmocka_unit_test(blocks_do_not_overlap),
		cmocka_unit_test(at_the_limit_there_is_nothing),
		cmocka_unit_test(the_whole_block_can_be_used),
		cmocka_unit_test(copies_of_strings),
		cmocka_unit_test(a_copy_at_the_limit),
		cmocka_unit_test(freeing_is_harmless),
		cmocka_unit_test(an_arena_of_nothing),
		cmocka_unit_test(more_than_there_is),
		cmocka_unit_test(strings_are_joined),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
