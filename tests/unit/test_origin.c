/* cgi/origin.h: absolute links to the host that a request came to. */
#include "cgi/origin.h"

#include "lib/err.h"
#include "tests/unit/rows.h"

static const struct {
	const char	*host;
	bool		 https;
	const char	*url;	/* NULL: none */
} rows[] = {
	{ "autoconfig.example.com", true, "https://autoconfig.example.com/x" },
	{ "autoconfig.example.com", false, "https://autoconfig.example.com/x" },
	{ "AutoConfig.Example.COM.", true, "https://autoconfig.example.com/x" },
	{ "mail.b\xc3\xbc" "cher.example", true, "https://mail.xn--bcher-kva.example/x" },
	{ "autoconfig.example.com:8443", true, "https://autoconfig.example.com:8443/x" },
	{ "autoconfig.example.com:8080", false, "http://autoconfig.example.com:8080/x" },
	{ "localhost:8080", false, "http://localhost:8080/x" },
	{ "127.0.0.1:8080", false, "http://127.0.0.1:8080/x" },
	{ "127.0.0.1", true, "https://127.0.0.1/x" },
	{ NULL, true, NULL },
	{ "", true, NULL },
	{ ":80", true, NULL },
	{ "[::1]:80", true, NULL },
	{ "example.com:", true, NULL },
	{ "example.com:0", true, NULL },
	{ "example.com:65536", true, NULL },
	{ "example.com:80@evil.example", true, NULL },
	{ "user@example.com", true, NULL },
	{ "evil.example/path", true, NULL },
	{ "a b", true, NULL },
	{ "a\"b", true, NULL },
	{ "a\r\nX: y", true, NULL },
};

static void
links_to_the_host(void **state)
{
	struct arena a;

	(void)state;
	(void)arena_init(&a, 4096);
	for (size_t i = 0; i < NITEMS(rows); i++) {
		struct request rq = { .host = rows[i].host, .https = rows[i].https };

		row_str(rows[i].host == NULL ? "absent" : rows[i].host, "url",
		    origin_url(&rq, &a, "/x"), rows[i].url);
	}
	arena_free(&a);
	rows_end();
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(links_to_the_host) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
