/* lib/json.h: a JSON writer without blanks. */
#include "lib/json.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/rows.h"

static void
document(struct json *j, struct buf *b)
{
	json_begin(j, b);
	json_object(j, NULL);
	json_string(j, "a", "x");
	json_string(j, "missing", NULL);
	json_uint(j, "n", 65535);
	json_bool(j, "t", true);
	json_array(j, "list");
	json_string(j, NULL, "y");
	json_uint(j, NULL, 0);
	json_object(j, NULL);
	json_close(j);
	json_array(j, NULL);
	json_close(j);
	json_bool(j, NULL, false);
	json_close(j);
	json_string(j, "z", "");
	json_close(j);
}

static const char	 whole[] =
    "{\"a\":\"x\",\"n\":65535,\"t\":true,\"list\":[\"y\",0,{},[],false],\"z\":\"\"}";

static void
commas_and_brackets(void **state)
{
	struct buf	 b;
	struct json	 j;

	(void)state;
	buf_init(&b, 1000);
	document(&j, &b);
	assert_int_equal(json_end(&j), ERR_OK);
	assert_int_equal(b.len, sizeof(whole) - 1);
	assert_memory_equal(b.data, whole, b.len);
	buf_free(&b);
}

static void
a_full_buffer_is_told(void **state)
{
	(void)state;
	for (size_t max = 0; max < sizeof(whole); max++) {
		struct buf	 b;
		struct json	 j;

		buf_init(&b, max);
		document(&j, &b);
		assert_int_equal(json_end(&j),
		    max < sizeof(whole) - 1 ? ERR_NOMEM : ERR_OK);
		buf_free(&b);
	}
}

static void
strings_are_escaped(void **state)
{
	static const struct {
		const char	*in, *out, *alike;	/* alike: another legal form; NULL: none */
		const char	*why;
	} rows[] = {
		{ "a\"b", "\"a\\\"b\"", "\"a\\u0022b\"", "a quote" },
		{ "a\\b", "\"a\\\\b\"", "\"a\\u005Cb\"", "a backslash" },
		{ "</script>", "\"\\u003C/script\\u003E\"", "\"\\u003c/script\\u003e\"", "markup" },
		{ "a&'b", "\"a\\u0026\\u0027b\"", NULL, "what else leaves a page" },
		{ "\x01\x1f", "\"\\u0001\\u001F\"", "\"\\u0001\\u001f\"", "control characters" },
		{ "\n", "\"\\u000A\"", "\"\\n\"", "a line feed" },
		{ "\xc3\xb6\xf0\x9f\x90\xb1", "\"\xc3\xb6\xf0\x9f\x90\xb1\"", NULL, "UTF-8 stays" },
	};

	(void)state;
	for (size_t i = 0; i < NITEMS(rows); i++) {
		struct buf	 b;
		struct json	 j;
		char		*got, *text = kit_string(rows[i].in);

		buf_init(&b, 1000);
		json_begin(&j, &b);
		json_array(&j, NULL);
		json_string(&j, NULL, text);
		json_close(&j);
		free(text);
		row_int(rows[i].why, "error", json_end(&j), ERR_OK);
		got = b.len > 2 ? kit_printf("%.*s", (int)b.len - 2, b.data + 1) : kit_string("");
		if (strcmp(got, rows[i].out) != 0 && (rows[i].alike == NULL ||
		    (strcmp(got, rows[i].alike) != 0 && strcmp(got, "\"\\u000a\"") != 0)))
			row_str(rows[i].why, "string", got, rows[i].out);
		free(got);
		buf_free(&b);
	}
	rows_end();
}

enum misuse { UNCLOSED, CLOSE_NOTHING, NOT_UTF8, TOO_DEEP };

static void
misuse_is_an_error(void **state)
{
	static const struct {
		enum misuse	 what;
		const char	*why;
	} rows[] = {
		{ UNCLOSED, "something is left open" },
		{ CLOSE_NOTHING, "nothing is open" },
		{ NOT_UTF8, "text that is not UTF-8" },
		{ TOO_DEEP, "deeper than there is room for" },
	};

	(void)state;
	for (size_t i = 0; i < NITEMS(rows); i++) {
		struct buf	 b;
		struct json	 j;
		size_t		 depth = rows[i].what == TOO_DEEP ? JSON_OUT_DEPTH + 1 : 1;

		buf_init(&b, 1000);
		json_begin(&j, &b);
		for (size_t d = 0; d < depth; d++)
			json_array(&j, NULL);
		if (rows[i].what == NOT_UTF8)
			json_string(&j, NULL, "\xff");
		for (size_t d = rows[i].what == UNCLOSED ? 1 : 0; d < depth; d++)
			json_close(&j);
		if (rows[i].what == CLOSE_NOTHING)
			json_close(&j);
		row_true(rows[i].why, "an error", json_end(&j) != ERR_OK);
		buf_free(&b);
	}
	rows_end();
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(commas_and_brackets),
		cmocka_unit_test(a_full_buffer_is_told),
		cmocka_unit_test(strings_are_escaped),
		cmocka_unit_test(misuse_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
