/* lib/buf.h: a growing buffer with a hard limit and a sticky error. */
#include "lib/buf.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/rows.h"

static void
writes_come_out_in_order(void **state)
{
	struct buf	 b;
	char		*text = kit_exact("cd\0e", 4);

	(void)state;
	buf_init(&b, 100);
	assert_null(b.data);
	buf_puts(&b, "ab");
	buf_add(&b, text, 4);
	buf_putc(&b, 'f');
	buf_printf(&b, "%d-%s", 42, "g");
	free(text);
	assert_int_equal(buf_error(&b), ERR_OK);
	assert_int_equal(b.len, 11);
	assert_memory_equal(b.data, "abcd\0ef42-g", 11);
	buf_free(&b);
}

static void
the_limit_is_exact_and_the_error_sticks(void **state)
{
	static const struct {
		size_t		 max;
		const char	*first, *second;
		size_t		 len;	/* of what is there at the end, when all went well */
		enum err	 err;
		const char	*why;
	} rows[] = {
		{ 6, "abc", "def", 6, ERR_OK, "just fits" },
		{ 5, "abc", "def", 0, ERR_NOMEM, "one octet too many in the second" },
		{ 2, "abc", "d", 0, ERR_NOMEM, "one octet too many in the first; the second does nothing" },
		{ 0, "a", "", 0, ERR_NOMEM, "a buffer of nothing" },
		{ 0, "", "", 0, ERR_OK, "nothing fits into nothing" },
	};

	(void)state;
	for (size_t i = 0; i < NITEMS(rows); i++) {
		struct buf	 b;

		buf_init(&b, rows[i].max);
		buf_puts(&b, rows[i].first);
		buf_puts(&b, rows[i].second);
		row_int(rows[i].why, "error", buf_error(&b), rows[i].err);
		row_true(rows[i].why, "len <= max", b.len <= b.max);
		row_true(rows[i].why, "size <= max", b.size <= b.max);
		if (rows[i].err == ERR_OK)
			row_int(rows[i].why, "len", (long long)b.len,
			    (long long)rows[i].len);
		buf_reset(&b);
		row_int(rows[i].why, "error after reset", buf_error(&b), ERR_OK);
		row_int(rows[i].why, "len after reset", (long long)b.len, 0);
		buf_free(&b);
	}
	rows_end();
}

static void
after_an_error_nothing_is_written(void **state)
{
	struct buf	 b;
	size_t		 len;

	(void)state;
	buf_init(&b, 4);
	buf_puts(&b, "ab");
	buf_puts(&b, "cde");
	len = b.len;
	buf_putc(&b, 'x');
	buf_printf(&b, "%d", 1);
	buf_add(&b, "y", 1);
	assert_int_equal(b.len, len);
	assert_int_equal(buf_error(&b), ERR_NOMEM);
	buf_free(&b);
}

static void
growing_octet_by_octet(void **state)
{
	struct buf	 b;

	(void)state;
	buf_init(&b, 70000);
	for (size_t i = 0; i < 70000; i++)
		buf_putc(&b, (char)(i % 251));
	assert_int_equal(buf_error(&b), ERR_OK);
	assert_int_equal(b.len, 70000);
	for (size_t i = 0; i < 70000; i++)
		assert_int_equal((unsigned char)b.data[i], i % 251);
	buf_putc(&b, 'x');
	assert_int_equal(buf_error(&b), ERR_NOMEM);
	buf_free(&b);
}

static void
lengths_that_wrap(void **state)
{
	struct buf	 b;

	(void)state;
	buf_init(&b, 1000);
	buf_puts(&b, "abc");
	buf_add(&b, "x", SIZE_MAX);
	assert_int_equal(buf_error(&b), ERR_NOMEM);
	buf_reset(&b);
	buf_puts(&b, "abc");
	buf_add(&b, "x", SIZE_MAX - 2);
	assert_int_equal(buf_error(&b), ERR_NOMEM);
	buf_free(&b);
}

static void
printf_takes_511_octets(void **state)
{
	struct buf	 b;

	(void)state;
	buf_init(&b, 2000);
	buf_printf(&b, "%511s", "x");
	assert_int_equal(buf_error(&b), ERR_OK);
	assert_int_equal(b.len, 511);
	assert_int_equal(b.data[510], 'x');
	buf_printf(&b, "%512s", "x");
	assert_int_equal(buf_error(&b), ERR_NOMEM);
	buf_free(&b);
}

static void
nothing_is_added_by_nothing(void **state)
{
	struct buf	 b;

	(void)state;
	buf_init(&b, 10);
	buf_add(&b, NULL, 0);
	buf_puts(&b, "");
	assert_int_equal(buf_error(&b), ERR_OK);
	assert_int_equal(b.len, 0);
	buf_free(&b);
}

static void
freeing_is_harmless(void **state)
{
	struct buf	 b = { 0 };

	(void)state;
	buf_free(&b);
	buf_init(&b, 10);
	buf_puts(&b, "x");
	buf_free(&b);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(writes_come_out_in_order),
		cmocka_unit_test(the_limit_is_exact_and_the_error_sticks),
		cmocka_unit_test(after_an_error_nothing_is_written),
		cmocka_unit_test(growing_octet_by_octet),
		cmocka_unit_test(lengths_that_wrap),
		cmocka_unit_test(printf_takes_511_octets),
		cmocka_unit_test(nothing_is_added_by_nothing),
		cmocka_unit_test(freeing_is_harmless),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
