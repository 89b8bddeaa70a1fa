/* lib/url.h: the parts of a URL. */
#include "lib/url.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/rows.h"

static const struct {
	const char	*text;
	enum err	 err;
	bool		 tls;
	const char	*host;
	unsigned long	 port;
	const char	*path;
	const char	*why;
} rows[] = {
	{ "https://dav.example.com/", ERR_OK, true, "dav.example.com", 0, "/", "the usual one" },
	{ "https://dav.example.com", ERR_OK, true, "dav.example.com", 0, "", "no path" },
	{ "http://dav.example.com/a/b", ERR_OK, false, "dav.example.com", 0, "/a/b", "not TLS" },
	{ "ldaps://dir.example.com:636/dc=x", ERR_OK, true, "dir.example.com", 636, "/dc=x", "LDAP" },
	{ "https://DAV.Example.COM:8443/x?y#z", ERR_OK, true, "dav.example.com", 8443, "/x?y#z", "a port" },
	{ "https://dav.example.com?x", ERR_OK, true, "dav.example.com", 0, "?x", "a query at once" },
	{ "https://dav.example.com:0/", ERR_ADDRESS, false, NULL, 0, NULL, "port 0" },
	{ "https://dav.example.com:65536/", ERR_ADDRESS, false, NULL, 0, NULL, "port too large" },
	{ "https://dav.example.com:100000000/", ERR_ADDRESS, false, NULL, 0, NULL, "port too long" },
	{ "https://dav.example.com:/", ERR_ADDRESS, false, NULL, 0, NULL, "no port behind the colon" },
	{ "https://dav.example.com:4x/", ERR_ADDRESS, false, NULL, 0, NULL, "no number" },
	{ "https://me@dav.example.com/", ERR_ADDRESS, false, NULL, 0, NULL, "a user name" },
	{ "https://localhost/", ERR_ADDRESS, false, NULL, 0, NULL, "no domain" },
	{ "https:///x", ERR_ADDRESS, false, NULL, 0, NULL, "no host" },
	{ "://dav.example.com/", ERR_ADDRESS, false, NULL, 0, NULL, "no scheme" },
	{ "dav.example.com", ERR_ADDRESS, false, NULL, 0, NULL, "no URL" },
	{ "", ERR_ADDRESS, false, NULL, 0, NULL, "nothing" },
	{ "https://dav.example.com/\xc3\xb6", ERR_ADDRESS, false, NULL, 0, NULL, "beyond ASCII" },
	{ "https://dav.example.com/\r\nX: y", ERR_ADDRESS, false, NULL, 0, NULL, "a header field" },
};

static void
parts(void **state)
{
	(void)state;
	for (size_t i = 0; i < NITEMS(rows); i++) {
		char		*text = kit_string(rows[i].text);
		struct url	 url;

		memset(&url, 0, sizeof(url));
		row_int(rows[i].why, "result", url_parse(text, &url), rows[i].err);
		if (rows[i].err == ERR_OK) {
			row_int(rows[i].why, "tls", url.tls, rows[i].tls);
			row_str(rows[i].why, "host", url.host, rows[i].host);
			row_int(rows[i].why, "port", (long)url.port, (long)rows[i].port);
			row_str(rows[i].why, "path", url.path, rows[i].path);
		}
		free(text);
	}
	rows_end();
}

static void
another_port(void **state)
{
	static const struct {
		const char	*text;
		unsigned long	 port;
		const char	*want, *why;
	} table[] = {
		{ "https://dav.example.com/x?y", 8443, "https://dav.example.com:8443/x?y", "none before" },
		{ "https://dav.example.com:9443/x", 8443, "https://dav.example.com:8443/x", "another one before" },
		{ "https://dav.example.com:9443/x", 443, "https://dav.example.com:443/x", "the usual one instead" },
		{ "https://dav.example.com", 8443, "https://dav.example.com:8443", "no path" },
		{ "https://dav.example.com?x", 8443, "https://dav.example.com:8443?x", "a query at once" },
		{ "https://dav.example.com#x:y", 65535, "https://dav.example.com:65535#x:y", "a fragment, the last port" },
		{ "https://DAV.example.com/", 8443, "https://DAV.example.com:8443/", "nothing else is changed" },
		{ "ldap://dir.example.com/dc=x", 389, "ldap://dir.example.com/dc=x", "its own anyway" },
		{ "https://dav.example.com/", 443, "https://dav.example.com/", "the scheme's own" },
		{ "https://dav.example.com:8443/", 8443, "https://dav.example.com:8443/", "written out" },
		{ "https://[2001:db8::1]/", 8443, "https://[2001:db8::1]/", "can't be taken apart" },
		{ "https://", 8443, "https://", "nothing to put it behind" },
	};
	struct arena	 a;

	(void)state;
	assert_int_equal(arena_init(&a, 8192), 0);
	for (size_t i = 0; i < NITEMS(table); i++)
		row_str(table[i].why, "url", url_with_port(table[i].text, table[i].port, &a), table[i].want);
	arena_free(&a);
	assert_int_equal(arena_init(&a, 16), 0);
	row_str("no room", "url", url_with_port("https://dav.example.com/", 8443, &a), NULL);
	arena_free(&a);
	rows_end();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts),
		cmocka_unit_test(another_port),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
