/* lib/err.h: a phrase for every error. */
#include "lib/err.h"

#include <string.h>

#include "tests/unit/rows.h"

static void
every_error_has_its_phrase(void **state)
{
	(void)state;
	for (int i = 0; i < ERR__MAX; i++) {
		const char	*phrase = err_phrase((enum err)i);

		row_true("never NULL", "phrase", phrase != NULL);
		if (phrase == NULL)
			continue;
		row_true("it says something", phrase, phrase[0] != '\0');
		row_true("one line", phrase, strpbrk(phrase, "\r\n") == NULL);
		for (int j = 0; j < i; j++)
			row_true("no two alike", phrase,
			    strcmp(phrase, err_phrase((enum err)j)) != 0);
	}
	rows_end();
}

static void
a_number_that_is_no_error(void **state)
{
	static const int	 numbers[] = { ERR__MAX, ERR__MAX + 1, 1000000 };

	(void)state;
	for (size_t i = 0; i < NITEMS(numbers); i++)
		assert_non_null(err_phrase((enum err)numbers[i]));
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(every_error_has_its_phrase),
		cmocka_unit_test(a_number_that_is_no_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
