/* lib/directory_cache.h: answers kept for a short time. */
#include "lib/directory_cache.h"

#include <stdlib.h>

#include "lib/err.h"
#include "tests/unit/rows.h"

static const struct cache_key	 fred = { 1, "fred@example.com", NULL };

static void
put(struct directory_cache *c, const struct cache_key *key, bool found, const char *login, long long now, long long expires)
{
	const struct cache_value	 value = { found ? 0 : 1, found, login, "" };

	directory_cache_put(c, key, &value, now, expires);
}

static void
what_is_found_again(void **state)
{
	static const struct {
		struct cache_key	 key;
		long long		 now;
		bool			 there;
		const char		*why;
	} rows[] = {
		{ { 1, "fred@example.com", NULL }, 10, true, "the same question" },
		{ { 1, "fred@example.com", NULL }, 19, true, "until its time" },
		{ { 1, "fred@example.com", NULL }, 20, false, "not at its end" },
		{ { 1, "Fred@example.com", NULL }, 10, false, "case counts" },
		{ { 1, "fred@example.co", NULL }, 10, false, "another address" },
		{ { 2, "fred@example.com", NULL }, 10, false, "the row has changed" },
		{ { 0, "fred@example.com", NULL }, 10, false, "another row" },
		{ { 1, "fred@example.com", "example.net" }, 10, false, "an alias" },
	};
	struct directory_cache	*c = directory_cache_new(64);
	struct cache_value	 v;

	(void)state;
	assert_non_null(c);
	put(c, &fred, true, "u1234", 10, 20);
	for (size_t i = 0; i < NITEMS(rows); i++) {
		bool	there = directory_cache_get(c, &rows[i].key, rows[i].now, &v);

		row_int(rows[i].why, "there", there, rows[i].there);
		if (there)
			row_str(rows[i].why, "login", v.login, "u1234");
	}
	directory_cache_free(c);
	directory_cache_free(NULL);
	rows_end();
}

static void
the_newest_answer_counts(void **state)
{
	struct directory_cache	*c = directory_cache_new(64);
	struct cache_value	 v;

	(void)state;
	put(c, &fred, true, "u1", 10, 20);
	put(c, &fred, true, "u2", 11, 21);
	assert_true(directory_cache_get(c, &fred, 20, &v));
	assert_string_equal(v.login, "u2");
	put(c, &fred, false, "", 12, 22);
	assert_true(directory_cache_get(c, &fred, 13, &v));
	assert_false(v.found);
	assert_int_equal(v.outcome, 1);
	put(c, &fred, true, "u3", 14, 24);
	assert_true(directory_cache_get(c, &fred, 15, &v));
	assert_true(v.found);
	assert_string_equal(v.login, "u3");
	put(c, &fred, true, "u4", 30, 30);
	assert_false(directory_cache_get(c, &fred, 30, &v));
	directory_cache_free(c);
}

static void
nonsense_pushes_out_nobody(void **state)
{
	struct directory_cache	*c = directory_cache_new(64);
	struct cache_value	 v;
	size_t			 kept = 0;

	(void)state;
	put(c, &fred, true, "u1234", 0, 1000000);
	for (int i = 0; i < 20000; i++) {
		char			*address = kit_printf("x%d@example.com", i);
		const struct cache_key	 key = { 1, address, NULL };

		put(c, &key, false, "", i, i + 100000);
		assert_true(directory_cache_get(c, &key, i, &v));
		free(address);
	}
	for (int i = 0; i < 20000; i++) {
		char			*address = kit_printf("x%d@example.com", i);
		const struct cache_key	 key = { 1, address, NULL };

		kept += directory_cache_get(c, &key, 20000, &v);
		free(address);
	}
	assert_in_range(kept, 32, 64);
	assert_true(directory_cache_get(c, &fred, 20000, &v));
	assert_string_equal(v.login, "u1234");
	directory_cache_free(c);
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(what_is_found_again),
		cmocka_unit_test(the_newest_answer_counts),
		cmocka_unit_test(nonsense_pushes_out_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
