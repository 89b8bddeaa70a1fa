/* cgi/query.h: query strings and percent-encoding. */
#include "cgi/query.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/rows.h"

#define S(literal) literal, sizeof(literal) - 1
#define ABSENT NULL, 0

static const struct {
	const char	*query;
	const char	*literal;	/* NULL: absent */
	size_t		 literal_len;
	const char	*form;		/* NULL: absent; "ERR": ERR_REQUEST */
	size_t		 form_len;
	const char	*why;
} rows[] = {
	{ "e=jane%40example.com", S("jane@example.com"), S("jane@example.com"), "encoded" },
	{ "e=jane@example.com", S("jane@example.com"), S("jane@example.com"), "raw" },
	{ "e=a+b@example.com", S("a+b@example.com"), S("a b@example.com"), "a plus sign" },
	{ "e=a%2Bb%40example.com", S("a+b@example.com"), S("a+b@example.com"), "an encoded plus sign" },
	{ "e=a%20b", S("a b"), S("a b"), "an encoded blank" },
	{ "e=%4a%4A%c3%B6", S("JJ\xc3\xb6"), S("JJ\xc3\xb6"), "digits in both cases" },
	{ "e=jane%2540example.com", S("jane%40example.com"), S("jane%40example.com"), "decoded once only" },
	{ "e=50%off@example.com", S("50%off@example.com"), S("ERR"), "a lone percent sign" },
	{ "e=%EMAILADDRESS%", S("%EMAILADDRESS%"), S("ERR"), "a placeholder" },
	{ "e=%zz", S("%zz"), S("ERR"), "no digits behind it" },
	{ "e=%4", S("%4"), S("ERR"), "cut short by one" },
	{ "e=%", S("%"), S("ERR"), "cut short by two" },
	{ "e=%4&f=1", S("%4"), S("ERR"), "cut short by the next parameter" },
	{ "e=%%34", S("%4"), S("ERR"), "a percent sign before a sequence" },
	{ "e=%g1%1g", S("%g1%1g"), S("ERR"), "one digit is none" },
	{ "e=a%00b", S("a\0b"), S("a\0b"), "NUL: the length tells" },
	{ "e=%0d%0aX:%20y", S("\r\nX: y"), S("\r\nX: y"), "a line break" },
	{ "e=%ff%fe", S("\xff\xfe"), S("\xff\xfe"), "any octets" },
	{ "e=", S(""), S(""), "there, and empty" },
	{ "e", S(""), S(""), "there without =" },
	{ "e=a=b", S("a=b"), S("a=b"), "only the first = splits" },
	{ "e=1&e=2", S("1"), S("1"), "the first of two" },
	{ "e=&e=2", S(""), S(""), "the first of two, though empty" },
	{ "x=0&e=1", S("1"), S("1"), "the second parameter" },
	{ "e=1&", S("1"), S("1"), "an empty parameter behind it" },
	{ "&&e=1", S("1"), S("1"), "empty parameters before it" },
	{ "x=e&e=1", S("1"), S("1"), "the name as a value" },
	{ "xe=0&e=1", S("1"), S("1"), "the name as the end of another" },
	{ "ex=0&e=1", S("1"), S("1"), "the name as the start of another" },
	{ "x=%zz&e=1", S("1"), S("1"), "another parameter is broken" },
	{ "", ABSENT, ABSENT, "no query" },
	{ "&", ABSENT, ABSENT, "an empty query" },
	{ "=", ABSENT, ABSENT, "a parameter without name" },
	{ "=e", ABSENT, ABSENT, "the name where the value is" },
	{ "x=1", ABSENT, ABSENT, "another" },
	{ "xe=1&ex=2", ABSENT, ABSENT, "no such name" },
	{ "E=1", ABSENT, ABSENT, "names are compared with case" },
};

static void
parameters(void **state)
{
	struct arena	 a;

	(void)state;
	assert_int_equal(arena_init(&a, 65536), 0);
	for (size_t i = 0; i < NITEMS(rows); i++) {
		for (int form = 0; form < 2; form++) {
			const char	*want = form ? rows[i].form : rows[i].literal;
			size_t		 len = form ? rows[i].form_len : rows[i].literal_len;
			int		 bad = form && want != NULL && strcmp(want, "ERR") == 0;
			char		*query = kit_string(rows[i].query);
			struct query_value v = { "untouched", 9 };
			enum err	 e;

			e = query_get(query, "e", false, form ? QUERY_FORM : QUERY_LITERAL, &a, &v);
			free(query);
			row_int(rows[i].why, form ? "form: error" : "literal: error", e,
			    bad ? ERR_REQUEST : ERR_OK);
			if (e != ERR_OK || bad)
				continue;
			row_int(rows[i].why, "is there", v.text != NULL, want != NULL);
			if (v.text == NULL || want == NULL)
				continue;
			row_mem(rows[i].why, form ? "form" : "literal", v.text, v.len, want, len);
			row_int(rows[i].why, "NUL behind it", v.text[v.len], 0);
			arena_reset(&a);
		}
	}
	arena_free(&a);
	rows_end();
}

static void
names_without_case(void **state)
{
	struct arena		 a;
	struct query_value	 v;

	(void)state;
	assert_int_equal(arena_init(&a, 4096), 0);
	assert_int_equal(query_get("protocol=x&EMAIL=jane%40example.com", "Email", true,
	    QUERY_LITERAL, &a, &v), ERR_OK);
	assert_string_equal(v.text, "jane@example.com");
	assert_int_equal(query_get("eMaiL=1&Email=2", "Email", true, QUERY_LITERAL, &a, &v), ERR_OK);
	assert_string_equal(v.text, "1");
	assert_int_equal(query_get("Emai=1", "Email", true, QUERY_LITERAL, &a, &v), ERR_OK);
	assert_null(v.text);
	arena_free(&a);
}

static void
long_queries(void **state)
{
	struct arena		 a;
	struct query_value	 v;
	char			*query = malloc(100001);

	(void)state;
	assert_non_null(query);
	assert_int_equal(arena_init(&a, 65536), 0);
	memset(query, '&', 100000);
	query[100000] = '\0';
	assert_int_equal(query_get(query, "e", false, QUERY_FORM, &a, &v), ERR_OK);
	assert_null(v.text);
	memset(query, 'a', 100000);
	memcpy(query, "e=", 2);
	assert_int_equal(query_get(query, "e", false, QUERY_FORM, &a, &v), ERR_NOMEM);
	arena_reset(&a);
	assert_int_equal(query_get(query, "f", false, QUERY_FORM, &a, &v), ERR_OK);
	assert_null(v.text);
	free(query);
	arena_free(&a);
}

static void
an_arena_too_small(void **state)
{
	(void)state;
	for (size_t size = 0; size < 64; size++) {
		struct arena		 a;
		struct query_value	 v = { NULL, 0 };
		enum err		 e;

		(void)arena_init(&a, size);
		e = query_get("e=jane%40example.com", "e", false, QUERY_FORM, &a, &v);
		if (e == ERR_OK)
			assert_string_equal(v.text, "jane@example.com");
		else
			assert_int_equal(e, ERR_NOMEM);
		arena_free(&a);
	}
}

static void
encoding(void **state)
{
	static const struct {
		const char	*in, *out, *why;
	} encoded[] = {
		{ "AZaz09-._~", "AZaz09-._~", "unreserved (RFC 3986, 2.3)" },
		{ "jane@example.com", "jane%40example.com", "an address" },
		{ "a+b &=?#/:%", "a%2Bb%20%26%3D%3F%23%2F%3A%25", "all else" },
		{ "\"<>'`", "%22%3C%3E%27%60", "what markup lives on" },
		{ "\xc3\xb6\xff", "%C3%B6%FF", "octets above ASCII" },
		{ "\x01\x7f\n", "%01%7F%0A", "control characters" },
		{ "", "", "nothing" },
	};
	struct arena	 a;

	(void)state;
	assert_int_equal(arena_init(&a, 4096), 0);
	for (size_t i = 0; i < NITEMS(encoded); i++) {
		char	*text = kit_string(encoded[i].in);

		row_str(encoded[i].why, "encoded", query_encode(&a, text), encoded[i].out);
		free(text);
		arena_reset(&a);
	}
	arena_free(&a);
	(void)arena_init(&a, 16);
	assert_null(query_encode(&a, "@@@@@@@@"));
	arena_free(&a);
	rows_end();
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(parameters),
		cmocka_unit_test(names_without_case),
		cmocka_unit_test(long_queries),
		cmocka_unit_test(an_arena_too_small),
		cmocka_unit_test(encoding),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
