/* cgi/reply.h: what goes back. */
#include "cgi/reply.h"

#include <stdio.h>
#include <string.h>

#include "tests/unit/rows.h"

static void
statuses_of_errors(void **state)
{
	static const struct {
		enum err	 err;
		int		 status;
		const char	*why;
	} rows[] = {
		{ ERR_OK, 200, "an answer" },
		{ ERR_NOMEM, 500, "our limit, not the client's" },
		{ ERR_REQUEST, 400, "can't be understood" },
		{ ERR_ADDRESS, 400, "no usable address" },
		{ ERR_NOTFOUND, 404, "not served: never 204" },
		{ ERR_NOSERVERS, 404, "nothing this format can use" },
		{ ERR_MOVED, 404, "hosted elsewhere" },
		{ ERR_ROUTE, 404, "no such path" },
		{ ERR_METHOD, 405, "no such method" },
		{ ERR_TOOBIG, 413, "the body" },
		{ ERR_STORE, 503, "heals by itself" },
		{ ERR_XML, 500, "our mistake" },
	};

	(void)state;
	/* All but ERR_SCHEMA, which each format answers in its own way. */
	assert_int_equal(NITEMS(rows), ERR__MAX - 1);
	for (size_t i = 0; i < NITEMS(rows); i++)
		row_int(rows[i].why, err_phrase(rows[i].err), status_of(rows[i].err), rows[i].status);
	for (int i = 0; i < ERR__MAX; i++)
		row_true("401 would ask for a password", err_phrase((enum err)i),
		    status_of((enum err)i) != 401 && status_of((enum err)i) != 204);
	rows_end();
}

static void
statuses_as_text(void **state)
{
	static const struct {
		int		 status;
		const char	*text;
	} rows[] = {
		{ 200, "200 OK" }, { 301, "301 Moved Permanently" },
		{ 400, "400 Bad Request" }, { 404, "404 Not Found" },
		{ 405, "405 Method Not Allowed" }, { 500, "500 Internal Server Error" },
		{ 503, "503 Service Unavailable" },
	};

	(void)state;
	for (size_t i = 0; i < NITEMS(rows); i++)
		row_str("a CGI Status field", "text", reply_status_text(rows[i].status), rows[i].text);
	row_true("413 has had several phrases", "413",
	    strncmp(reply_status_text(413), "413 ", 4) == 0);
	assert_non_null(reply_status_text(999));
	rows_end();
}

static void
fields(void **state)
{
	struct reply	 r;

	(void)state;
	reply_init(&r, 100);
	assert_null(reply_get(&r, "Allow"));
	reply_field(&r, "Allow", "GET");
	reply_field(&r, "Vary", "Host");
	reply_field(&r, "Allow", "GET, HEAD");
	assert_int_equal(r.nfields, 2);
	assert_string_equal(reply_get(&r, "Allow"), "GET, HEAD");
	assert_string_equal(reply_get(&r, "Vary"), "Host");
	reply_reset(&r);
	assert_int_equal(r.nfields, 0);
	assert_null(reply_get(&r, "Allow"));
	reply_free(&r);
}

static void
fields_that_would_split_the_answer(void **state)
{
#ifdef NDEBUG
	static const char *const	 values[] = {
		"a\r\nX: y", "a\nb", "\x01", "\x7f", "\xc3\xa4", "\t" };
	struct reply			 r;

	(void)state;
	reply_init(&r, 100);
	for (size_t i = 0; i < NITEMS(values); i++) {
		reply_field(&r, "X", values[i]);
		row_true("left out", "field", reply_get(&r, "X") == NULL);
	}
	for (size_t i = 0; i < REPLY_FIELDS + 3; i++) {
		static const char	 names[][2] = { "a", "b", "c", "d", "e", "f", "g",
					    "h", "i", "j", "k", "l", "m", "n", "o", "p" };

		if (i < NITEMS(names))
			reply_field(&r, names[i], "v");
	}
	row_true("no more than there is room for", "fields", r.nfields <= REPLY_FIELDS);
	reply_free(&r);
	rows_end();
#else
	(void)state;
	skip();		/* an assertion in this build */
#endif
}

static void
plain_text(void **state)
{
	struct reply	 r;

	(void)state;
	reply_init(&r, 100);
	reply_text(&r, 404, "not here");
	assert_int_equal(r.status, 404);
	assert_int_equal(r.body.len, 9);
	assert_memory_equal(r.body.data, "not here\n", 9);
	assert_non_null(reply_get(&r, "Content-Type"));
	assert_int_equal(strncmp(reply_get(&r, "Content-Type"), "text/plain", 10), 0);
	reply_free(&r);
}

static void
half_a_body_is_never_left(void **state)
{
	struct reply	 r;

	(void)state;
	for (size_t max = 0; max < 9; max++) {
		reply_init(&r, max);
		reply_text(&r, 404, "not here");
		assert_true(r.body.len == 0 || buf_error(&r.body) != ERR_OK);
		reply_free(&r);
	}
}

static void
freeing_is_harmless(void **state)
{
	struct reply	 r;

	(void)state;
	memset(&r, 0, sizeof(r));
	reply_free(&r);
	reply_init(&r, 10);
	reply_free(&r);
	reply_free(&r);
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(statuses_of_errors),
		cmocka_unit_test(statuses_as_text),
		cmocka_unit_test(fields),
		cmocka_unit_test(fields_that_would_split_the_answer),
		cmocka_unit_test(plain_text),
		cmocka_unit_test(half_a_body_is_never_left),
		cmocka_unit_test(freeing_is_harmless),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
