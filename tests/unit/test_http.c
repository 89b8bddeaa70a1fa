/* cgi/http.h: environment and body in, one complete answer out. */
#include "cgi/http.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/rows.h"

/* A peer made of data. */
struct peer {
	const char	*const *env;	/* name, value, ..., NULL */
	const char	*body;
	size_t		 body_len, at, piece;	/* piece: octets a read gives at most */
	char		 out[70000];
	size_t		 out_len, out_max;	/* out_max: then the peer is gone */
};

static const char *
param(void *ctx, const char *name)
{
	const struct peer	*p = ctx;

	for (const char *const *e = p->env; *e != NULL; e += 2)
		if (strcmp(e[0], name) == 0)
			return e[1];
	return NULL;
}

static size_t
take(void *ctx, char *data, size_t n)
{
	struct peer	*p = ctx;

	if (n > p->body_len - p->at)
		n = p->body_len - p->at;
	if (n > p->piece)
		n = p->piece;
	if (n > 0)
		memcpy(data, p->body + p->at, n);
	p->at += n;
	return n;
}

static int
give(void *ctx, const char *data, size_t n)
{
	struct peer	*p = ctx;

	if (n > p->out_max - p->out_len)
		return -1;
	if (n > 0)
		memcpy(p->out + p->out_len, data, n);
	p->out_len += n;
	return 0;
}

static struct peer	 peer;

static struct http_peer
connect_to(const char *const *env, const char *body, size_t len, size_t piece)
{
	const struct http_peer	 h = { .ctx = &peer, .param = param, .read = take, .write = give };

	memset(&peer, 0, sizeof(peer));
	peer.env = env;
	peer.body = body;
	peer.body_len = len;
	peer.piece = piece;
	peer.out_max = sizeof(peer.out) - 1;
	return h;
}

static void
an_environment_becomes_a_request(void **state)
{
	static const char *const	 env[] = {
		"REQUEST_METHOD", "GET", "SCRIPT_NAME", "/mail/config-v1.1.xml",
		"QUERY_STRING", "emailaddress=jane%40example.com", "HTTP_HOST", "autoconfig.example.com",
		"HTTPS", "on", "HTTP_ACCEPT", "text/xml", "HTTP_ACCEPT_LANGUAGE", "de", NULL };
	static const char *const	 bare[] = { "REQUEST_METHOD", "GET", NULL };
	static const char *const	 split[] = { "REQUEST_METHOD", "GET",
		"SCRIPT_NAME", "/v1.1", "PATH_INFO", "/example.com", "QUERY_STRING", "", NULL };
	static struct http_space	 space;
	struct http_peer		 h = connect_to(env, NULL, 0, 1);
	struct request			 rq;

	(void)state;
	http_read(&h, &space, &rq);
	assert_int_equal(rq.method, METHOD_GET);
	assert_string_equal(rq.path, "/mail/config-v1.1.xml");
	assert_string_equal(rq.query, "emailaddress=jane%40example.com");
	assert_string_equal(rq.host, "autoconfig.example.com");
	assert_string_equal(rq.accept, "text/xml");
	assert_string_equal(rq.language, "de");
	assert_true(rq.https);
	assert_null(rq.body);
	assert_int_equal(rq.body_len, 0);
	assert_false(rq.body_too_big);
	assert_true(rq.now.tv_sec > 0);

	h = connect_to(bare, NULL, 0, 1);
	http_read(&h, &space, &rq);
	assert_non_null(rq.path);
	assert_string_equal(rq.query, "");
	assert_null(rq.host);
	assert_null(rq.accept);
	assert_null(rq.language);
	assert_false(rq.https);

	h = connect_to(split, NULL, 0, 1);
	http_read(&h, &space, &rq);
	assert_string_equal(rq.path, "/v1.1/example.com");
}

static void
methods(void **state)
{
	static const struct {
		const char	*word;
		enum method	 method;
	} rows[] = {
		{ "GET", METHOD_GET }, { "HEAD", METHOD_HEAD }, { "POST", METHOD_POST },
		{ "PROPFIND", METHOD_OTHER }, { "get", METHOD_OTHER }, { "", METHOD_OTHER },
		{ "GETX", METHOD_OTHER }, { "PUT", METHOD_OTHER },
	};
	static struct http_space	 space;

	(void)state;
	for (size_t i = 0; i < NITEMS(rows); i++) {
		const char *const	 env[] = { "REQUEST_METHOD", rows[i].word, "SCRIPT_NAME", "/", NULL };
		struct http_peer	 h = connect_to(env, NULL, 0, 1);
		struct request		 rq;

		http_read(&h, &space, &rq);
		row_int("compared with case", rows[i].word, rq.method, rows[i].method);
	}
	rows_end();
}

static void
bodies(void **state)
{
	static const struct {
		const char	*method;
		size_t		 len, piece;
		const char	*length;	/* CONTENT_LENGTH; NULL: absent */
		size_t		 want;		/* 0: no body */
		bool		 too_big;
		const char	*why;
	} rows[] = {
		{ "POST", 400, 100000, "400", 400, false, "the usual" },
		{ "POST", 400, 1, "400", 400, false, "octet by octet" },
		{ "POST", 400, 7, NULL, 400, false, "no length: chunked" },
		{ "POST", 400, 100, "", 400, false, "an empty length" },
		{ "POST", 400, 100, "399", 399, false, "no octet past its length" },
		{ "POST", 400, 100, "401", 400, false, "the client went away before its length" },
		{ "POST", 0, 100, "", 0, false, "no body" },
		{ "POST", 0, 100, "0", 0, false, "no body" },
		{ "POST", BODY_MAX, 1000, "16384", BODY_MAX, false, "as large as allowed" },
		{ "POST", BODY_MAX + 1, 1000, "16385", 0, true, "one octet more" },
		{ "POST", BODY_MAX + 1, 1000, NULL, 0, true, "one octet more, length unknown" },
		{ "POST", 60000, 8192, "60000", 0, true, "far more" },
		{ "POST", 60000, 8192, "99999999999999999999999", 0, true, "a length beyond numbers" },
		{ "GET", 400, 100, "400", 0, false, "read for POST only" },
		{ "PROPFIND", 60000, 100, "60000", 0, false, "read for POST only" },
	};
	static struct http_space	 space;
	static char			 body[60000];

	(void)state;
	memset(body, 'b', sizeof(body));
	for (size_t i = 0; i < NITEMS(rows); i++) {
		const char *const	 env[] = { "REQUEST_METHOD", rows[i].method, "SCRIPT_NAME", "/",
			    rows[i].length != NULL ? "CONTENT_LENGTH" : NULL, rows[i].length, NULL };
		struct http_peer	 h = connect_to(env, body, rows[i].len, rows[i].piece);
		struct request		 rq;

		http_read(&h, &space, &rq);
		row_int(rows[i].why, "length", (long long)rq.body_len, (long long)rows[i].want);
		row_int(rows[i].why, "too big", rq.body_too_big, rows[i].too_big);
		row_int(rows[i].why, "there is one", rq.body != NULL, rows[i].want > 0);
		if (rq.body != NULL && rq.body_len == rows[i].want)
			row_true(rows[i].why, "octets", memcmp(rq.body, body, rq.body_len) == 0);
	}
	rows_end();
}

static void
paths_and_queries_over_their_limits(void **state)
{
	static struct http_space	 space;
	static char			 path[PATH_MAX_OCTETS + 100], query[QUERY_MAX + 100];
	const char *const		 env[] = { "REQUEST_METHOD", "GET", "SCRIPT_NAME", path,
		"PATH_INFO", path, "QUERY_STRING", query, NULL };

	(void)state;
	memset(path, 'p', sizeof(path) - 1);
	memset(query, 'q', sizeof(query) - 1);
	path[0] = '/';
	for (size_t i = 0; i < 3; i++) {
		struct http_peer	 h = connect_to(env, NULL, 0, 1);
		struct request		 rq;

		http_read(&h, &space, &rq);
		assert_true(strlen(rq.path) <= PATH_MAX_OCTETS);
		assert_true(strlen(rq.query) <= QUERY_MAX);
		path[PATH_MAX_OCTETS / 2 + 1 - i] = '\0';	/* twice this is at the limit */
	}
}

static void
answers_are_whole(void **state)
{
	static const char *const	 env[] = { "REQUEST_METHOD", "GET", NULL };
	struct http_peer		 h = connect_to(env, NULL, 0, 1);
	struct request			 rq = { .method = METHOD_GET };
	struct reply			 r;

	(void)state;
	reply_init(&r, 1000);
	r.status = 404;
	reply_field(&r, "Content-Type", "text/plain");
	buf_add(&r.body, "a\0b\n", 4);
	assert_int_equal(http_write(&h, &rq, &r), 0);
	peer.out[peer.out_len] = '\0';
	assert_non_null(strstr(peer.out, "Status: 404 Not Found\r\n"));
	assert_non_null(strstr(peer.out, "Content-Length: 4\r\n"));
	assert_non_null(strstr(peer.out, "Content-Type: text/plain\r\n"));
	assert_true(peer.out_len > 8);
	assert_memory_equal(peer.out + peer.out_len - 8, "\r\n\r\na\0b\n", 8);

	h = connect_to(env, NULL, 0, 1);
	rq.method = METHOD_HEAD;
	assert_int_equal(http_write(&h, &rq, &r), 0);
	peer.out[peer.out_len] = '\0';
	assert_non_null(strstr(peer.out, "Content-Length: 4\r\n"));
	assert_memory_equal(peer.out + peer.out_len - 4, "\r\n\r\n", 4);
	reply_free(&r);
}

static void
the_peer_is_gone(void **state)
{
	static const char *const	 env[] = { "REQUEST_METHOD", "GET", NULL };
	struct request			 rq = { .method = METHOD_GET };
	struct reply			 r;
	size_t				 whole;
	struct http_peer		 h = connect_to(env, NULL, 0, 1);

	(void)state;
	reply_init(&r, 1000);
	reply_text(&r, 200, "hello");
	assert_int_equal(http_write(&h, &rq, &r), 0);
	whole = peer.out_len;
	for (size_t max = 0; max < whole; max++) {
		h = connect_to(env, NULL, 0, 1);
		peer.out_max = max;
		assert_int_equal(http_write(&h, &rq, &r), -1);
	}
	reply_free(&r);
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(an_environment_becomes_a_request),
		cmocka_unit_test(methods),
		cmocka_unit_test(bodies),
		cmocka_unit_test(paths_and_queries_over_their_limits),
		cmocka_unit_test(answers_are_whole),
		cmocka_unit_test(the_peer_is_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
