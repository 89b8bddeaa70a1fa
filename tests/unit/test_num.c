/* lib/num.h: one function reads numbers. */
#include "lib/num.h"

#include <stdlib.h>

#include "lib/err.h"
#include "tests/unit/rows.h"

static const struct {
	const char	*text;
	unsigned long	 min, max;
	int		 result;
	unsigned long	 value;
	const char	*why;
} rows[] = {
	{ "0", 0, 10, 0, 0, "the smallest" },
	{ "10", 0, 10, 0, 10, "the largest allowed" },
	{ "11", 0, 10, -1, 0, "one above" },
	{ "0", 1, 10, -1, 0, "one below" },
	{ "65535", 1, 65535, 0, 65535, "the last port" },
	{ "65536", 1, 65535, -1, 0, "no port" },
	{ "00993", 1, 65535, 0, 993, "leading zeros are digits" },
	{ "", 0, 10, -1, 0, "nothing" },
	{ NULL, 0, 10, -1, 0, "no text" },
	{ " 5", 0, 10, -1, 0, "a blank before it" },
	{ "5 ", 0, 10, -1, 0, "a blank behind it" },
	{ "5\n", 0, 10, -1, 0, "a line feed behind it" },
	{ "+5", 0, 10, -1, 0, "a plus sign" },
	{ "-5", 0, 10, -1, 0, "a minus sign" },
	{ "-0", 0, 10, -1, 0, "a minus sign before zero" },
	{ "0x5", 0, 10, -1, 0, "hexadecimal" },
	{ "5.0", 0, 10, -1, 0, "a fraction" },
	{ "5e0", 0, 10, -1, 0, "an exponent" },
	{ "5a", 0, 10, -1, 0, "a letter behind it" },
	{ "\xd9\xa5", 0, 10, -1, 0, "an Arabic five" },
	{ "18446744073709551615", 0, 18446744073709551615UL, 0, 18446744073709551615UL, "the largest there is" },
	{ "18446744073709551616", 0, 18446744073709551615UL, -1, 0, "one more than that" },
	{ "184467440737095516150", 0, 18446744073709551615UL, -1, 0, "ten times that" },
	{ "18446744073709551625", 0, 18446744073709551615UL, -1, 0, "would wrap to 9" },
	{ "99999999999999999999999999", 0, 10, -1, 0, "far too large" },
};

static void
numbers(void **state)
{
	(void)state;
	for (size_t i = 0; i < NITEMS(rows); i++) {
		unsigned long	 value = 4711;
		char		*text = rows[i].text != NULL ? kit_string(rows[i].text) : NULL;

		row_int(rows[i].why, "result",
		    num_parse(text, rows[i].min, rows[i].max, &value), rows[i].result);
		row_true(rows[i].why, "value (4711: untouched)",
		    value == (rows[i].result == 0 ? rows[i].value : 4711));
		free(text);
	}
	rows_end();
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = { cmocka_unit_test(numbers) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
