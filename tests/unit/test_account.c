/* lib/account.h: placeholders and order. */
#include "lib/account.h"

#include <stdlib.h>
#include <string.h>

#include "lib/limits.h"
#include "lib/log.h"
#include "tests/unit/rows.h"

static const struct expansion jane = { "jane.doe@example.com", "jane.doe", "example.com" };
static const struct expansion nobody = { NULL, NULL, "example.com" };
static const struct expansion tricky = {
	"%EMAILDOMAIN%@example.com", "%EMAILDOMAIN%", "example.com" };
static const struct expansion odd = {
	"a/b?c#d%e f\"g<h>j\xc3\xb6@example.com", "a/b?c#d%e f\"g<h>j\xc3\xb6", "example.com" };

static const struct {
	const struct expansion	*values;
	const char		*template;
	const char		*out;	/* NULL: needs an address that is not known */
	const char		*why;
} texts[] = {
	{ &jane, "%EMAILADDRESS%", "jane.doe@example.com", "the usual" },
	{ &jane, "%EMAILLOCALPART%", "jane.doe", "local part" },
	{ &jane, "%EMAILDOMAIN%", "example.com", "domain" },
	{ &jane, "imap.%EMAILDOMAIN%", "imap.example.com", "in a host name" },
	{ &jane, "%EMAILLOCALPART%.%EMAILDOMAIN%", "jane.doe.example.com", "composite" },
	{ &jane, "%EMAILDOMAIN%\\%EMAILLOCALPART%", "example.com\\jane.doe", "Windows style" },
	{ &jane, "%EMAILDOMAIN%%EMAILDOMAIN%", "example.comexample.com", "back to back" },
	{ &jane, "%%EMAILDOMAIN%%", "%example.com%", "percent signs around it" },
	{ &jane, "", "", "nothing" },
	{ &jane, "shared", "shared", "fixed text" },
	{ &jane, "100%", "100%", "a percent sign at the end" },
	{ &jane, "%", "%", "a percent sign alone" },
	{ &jane, "50%off", "50%off", "a percent sign inside" },
	{ &jane, "%EMAILADDRESS", "%EMAILADDRESS", "the last percent sign is missing" },
	{ &jane, "EMAILADDRESS%", "EMAILADDRESS%", "the first one is" },
	{ &jane, "%EMAILUSER%", "%EMAILUSER%", "no such placeholder" },
	{ &jane, "%REALNAME%", "%REALNAME%", "not one of ours" },
	{ &jane, "%EMAIL%EMAILDOMAIN%", "%EMAILexample.com", "a false start" },
	{ &jane, "%EMAILDOMAIN%EMAILADDRESS%", "example.comEMAILADDRESS%", "a percent sign belongs to one placeholder" },
	{ &tricky, "%EMAILADDRESS%", "%EMAILDOMAIN%@example.com", "what comes in is not looked at again" },
	{ &tricky, "x%EMAILLOCALPART%x", "x%EMAILDOMAIN%x", "the same" },
	{ &nobody, "%EMAILADDRESS%", NULL, "no address" },
	{ &nobody, "a%EMAILLOCALPART%b", NULL, "no local part" },
	{ &nobody, "%EMAILDOMAIN%", "example.com", "a domain is enough" },
	{ &nobody, "%EMAILDOMAIN%\\%EMAILLOCALPART%", NULL, "half of it is not" },
	{ &nobody, "shared", "shared", "fixed text" },
};

static void
text_is_expanded(void **state)
{
	struct arena	 a;

	(void)state;
	assert_int_equal(arena_init(&a, 4096), 0);
	for (size_t i = 0; i < NITEMS(texts); i++) {
		const char	*out = "untouched";
		char		*template = kit_string(texts[i].template);

		row_int(texts[i].why, "error",
		    expand(&a, template, texts[i].values, &out), ERR_OK);
		free(template);	/* the result must be the arena's */
		row_str(texts[i].why, texts[i].template, out, texts[i].out);
		arena_reset(&a);
	}
	arena_free(&a);
	rows_end();
}

static const struct {
	const struct expansion	*values;
	const char		*template, *out, *why;
} urls[] = {
	{ &jane, "https://dav.example.com/", "https://dav.example.com/", "no placeholder" },
	{ &jane, "https://dav.example.com/%EMAILADDRESS%/", "https://dav.example.com/jane.doe@example.com/", "@ stays (RFC 3986, 3.3)" },
	{ &jane, "https://dav.%EMAILDOMAIN%/x", "https://dav.example.com/x", "the domain in the host" },
	{ &jane, "https://dav.example.com/a%20b/%EMAILLOCALPART%", "https://dav.example.com/a%20b/jane.doe", "the administrator's own encoding stays" },
	{ &odd, "https://dav.example.com/%EMAILLOCALPART%/", "https://dav.example.com/a%2Fb%3Fc%23d%25e%20f%22g%3Ch%3Ej%C3%B6/", "values are percent-encoded" },
	{ &tricky, "https://dav.example.com/%EMAILLOCALPART%", "https://dav.example.com/%25EMAILDOMAIN%25", "and not looked at again" },
	{ &nobody, "https://dav.example.com/%EMAILADDRESS%/cal", "https://dav.example.com/", "up to the last / before the placeholder" },
	{ &nobody, "https://dav.example.com/a/u-%EMAILLOCALPART%/cal", "https://dav.example.com/a/", "the same inside a segment" },
	{ &nobody, "https://dav.%EMAILDOMAIN%/a/%EMAILADDRESS%", "https://dav.example.com/a/", "the domain before it is known" },
	{ &nobody, "https://dav.%EMAILDOMAIN%/a/", "https://dav.example.com/a/", "no address needed" },
};

static void
urls_are_expanded(void **state)
{
	struct arena	 a;

	(void)state;
	assert_int_equal(arena_init(&a, 4096), 0);
	for (size_t i = 0; i < NITEMS(urls); i++) {
		const char	*out = NULL;
		char		*template = kit_string(urls[i].template);

		row_int(urls[i].why, "error",
		    expand_url(&a, template, urls[i].values, &out), ERR_OK);
		free(template);
		row_str(urls[i].why, urls[i].template, out, urls[i].out);
		arena_reset(&a);
	}
	arena_free(&a);
	rows_end();
}

static void
expanding_at_the_limit(void **state)
{
	(void)state;
	/* Each size gives the whole result or ERR_NOMEM, nothing between. */
	for (size_t size = 0; size < 200; size++) {
		struct arena	 a;
		const char	*out;

		(void)arena_init(&a, size);
		out = NULL;
		if (expand(&a, "%EMAILADDRESS%", &jane, &out) == ERR_OK)
			assert_string_equal(out, "jane.doe@example.com");
		else
			assert_true(size < 100);
		arena_reset(&a);
		out = NULL;
		if (expand_url(&a, "https://x.example/%EMAILADDRESS%", &odd, &out) == ERR_OK)
			assert_string_equal(out,
			    "https://x.example/a%2Fb%3Fc%23d%25e%20f%22g%3Ch%3Ej%C3%B6@example.com");
		arena_free(&a);
	}
}

static void
the_longest_expansion(void **state)
{
	struct arena	 a;
	char		*template = malloc(URL_MAX + 1);
	const char	*out = NULL;

	(void)state;
	assert_non_null(template);
	template[0] = '\0';
	for (size_t n = 0; n + 14 <= URL_MAX; n += 14)
		memcpy(template + n, "%EMAILADDRESS%", 15);
	assert_int_equal(arena_init(&a, ARENA_MAX), 0);
	assert_int_equal(expand(&a, template, &jane, &out), ERR_OK);
	assert_int_equal(strlen(out), strlen(template) / 14 * 20);
	assert_int_equal(expand_url(&a, template, &odd, &out), ERR_OK);
	arena_free(&a);
	free(template);
}

/* RFC 4515, 3 and RFC 4514, 2.4: nothing of a value is syntax. */
static const struct {
	enum err		(*expand)(struct arena *, const char *, const struct expansion *, const char **);
	const char		*template, *local, *out, *why;
} directories[] = {
	{ expand_filter, "(mail={0})", "jane", "(mail=jane@example.com)", "automx2's placeholder" },
	{ expand_filter, "(&(uid=%EMAILLOCALPART%)(o=%EMAILDOMAIN%))", "jane", "(&(uid=jane)(o=example.com))", "Mozilla's" },
	{ expand_filter, "(|(mail={0})(alias=%EMAILADDRESS%))", "j", "(|(mail=j@example.com)(alias=j@example.com))", "both" },
	{ expand_filter, "(mail={0})", "*", "(mail=\\2A@example.com)", "a star matches only itself" },
	{ expand_filter, "(mail={0})", "a)(uid=*", "(mail=a\\29\\28uid\\3D\\2A@example.com)", "brackets" },
	{ expand_filter, "(mail={0})", "\\2a", "(mail=\\5C2a@example.com)", "a backslash" },
	{ expand_filter, "(mail={0})", "{0}", "(mail=\\7B0\\7D@example.com)", "what comes in is not looked at again" },
	{ expand_filter, "(mail={0})", "j\xc3\xb6", "(mail=j\\C3\\B6@example.com)", "UTF-8, octet by octet" },
	{ expand_filter, "(mail={1})", "jane", "(mail={1})", "not one of ours" },
	{ expand_dn, "uid=%EMAILLOCALPART%,dc=x", "jane", "uid=jane,dc=x", "a DN" },
	{ expand_dn, "uid=%EMAILLOCALPART%,dc=x", "a,dc=y", "uid=a\\2Cdc\\3Dy,dc=x", "a comma" },
	{ expand_dn, "uid=%EMAILLOCALPART%,dc=x", "a+b", "uid=a\\2Bb,dc=x", "a plus" },
	{ expand_dn, "uid=%EMAILLOCALPART%,dc=x", "#1", "uid=\\231,dc=x", "a hash in front" },
	{ expand_dn, "uid=%EMAILLOCALPART%,dc=x", "\"a b\\", "uid=\\22a\\20b\\5C,dc=x", "quotes, blank, backslash" },
	{ expand_dn, "uid=%EMAILLOCALPART%,dc=x", "<;>", "uid=\\3C\\3B\\3E,dc=x", "the rest" },
	{ expand, "{0}", "jane", "{0}", "and not elsewhere" },
};

static void
directory_texts_are_escaped(void **state)
{
	struct arena	 a;

	(void)state;
	assert_int_equal(arena_init(&a, 4096), 0);
	for (size_t i = 0; i < NITEMS(directories); i++) {
		char			*address = kit_printf("%s@example.com", directories[i].local);
		const struct expansion	 who = { address, directories[i].local, "example.com" };
		const char		*out = NULL;

		row_int(directories[i].why, "error", directories[i].expand(&a, directories[i].template, &who, &out), ERR_OK);
		row_str(directories[i].why, directories[i].template, out, directories[i].out);
		row_int(directories[i].why, "error", directories[i].expand(&a, "%EMAILADDRESS%", &nobody, &out), ERR_OK);
		row_str("no address", "text", out, NULL);
		free(address);
		arena_reset(&a);
	}
	arena_free(&a);
	rows_end();
}

static void
a_login_of_its_own(void **state)
{
	static const struct directory_server	 server = { .id = "staff" };
	static const struct {
		const char	*login, *want;
		int		 personal, is_personal;
		const char	*why;
	} rows[] = {
		{ "u1", "u1", 0, 1, "another login" },
		{ "jane@example.com", NULL, 0, 0, "the one that the service gives anyway" },
		{ "jane@example.com", NULL, 1, 1, "the same, with services of its own" },
		{ NULL, NULL, 0, 0, "none" },
		{ NULL, NULL, 1, 1, "none, with services of its own" },
	};
	struct arena	 a;

	(void)state;
	assert_int_equal(arena_init(&a, 8192), 0);
	for (size_t i = 0; i < NITEMS(rows); i++) {
		const struct service	 imap = { .type = SERVICE_IMAP, .template = "%EMAILADDRESS%",
			.host = "imap.example.com", .port = 993, .nauth = 1 };
		const struct account	 in = { .domain = "example.com", .address = "jane@example.com",
			.local = "jane", .login = rows[i].login, .personal = rows[i].personal,
			.directory = &server, .services = &imap, .nservices = 1 };
		struct account		 out;

		assert_int_equal(account_expand(&in, &a, &out), ERR_OK);
		row_str(rows[i].why, "login", out.login, rows[i].want);
		row_int(rows[i].why, "personal", out.personal, rows[i].is_personal);
		row_str(rows[i].why, "template", out.services[0].template,
		    rows[i].want != NULL ? rows[i].want : "%EMAILADDRESS%");
		row_true("no format sees the directory", "directory", out.directory == NULL);
		arena_reset(&a);
	}
	arena_free(&a);
	rows_end();
}

/* One service of each kind, as the store has them. */
static const struct service	 raw[] = {
	{ .id = 1, .type = SERVICE_CALDAV, .security = SECURITY_TLS, .template = "%EMAILLOCALPART%",
	    .url = "https://dav.%EMAILDOMAIN%/%EMAILADDRESS%/", .nauth = 1 },
	{ .id = 2, .type = SERVICE_SMTP, .security = SECURITY_TLS, .template = "fixed",
	    .host = "smtp.%EMAILDOMAIN%", .port = 465, .nauth = 1 },
	{ .id = 3, .type = SERVICE_IMAP, .security = SECURITY_TLS, .template = "%EMAILADDRESS%",
	    .host = "imap.example.net", .port = 993, .nauth = 1 },
};

static void
an_account_is_made_ready(void **state)
{
	static const struct {
		const char	*address, *local, *login;
		const char	*imap, *smtp, *caldav, *url, *why;
	} rows[] = {
		{ "jane@example.com", "jane", NULL, "jane@example.com", "fixed", "jane",
		    "https://dav.example.com/jane@example.com/", "an address" },
		{ NULL, NULL, NULL, NULL, "fixed", NULL, "https://dav.example.com/", "none" },
		{ "jane@example.com", "jane", "u1", "u1", "u1", "u1",
		    "https://dav.example.com/jane@example.com/", "a login is every service's user name" },
		{ "jane@example.com", "jane", "%EMAILLOCALPART%", "%EMAILLOCALPART%", "%EMAILLOCALPART%",
		    "%EMAILLOCALPART%", "https://dav.example.com/jane@example.com/", "and no template" },
	};
	struct arena	 a;

	(void)state;
	assert_int_equal(arena_init(&a, 8192), 0);
	for (size_t i = 0; i < NITEMS(rows); i++) {
		const struct account	 in = { .domain = "example.com", .address = rows[i].address,
			.local = rows[i].local, .login = rows[i].login, .services = raw, .nservices = 3 };
		struct account		 out;

		assert_int_equal(account_expand(&in, &a, &out), ERR_OK);
		assert_int_equal(out.nservices, 3);
		row_int(rows[i].why, "IMAP first", out.services[0].id, 3);
		row_int(rows[i].why, "then SMTP", out.services[1].id, 2);
		row_int(rows[i].why, "then CalDAV", out.services[2].id, 1);
		row_str(rows[i].why, "host", out.services[1].host, "smtp.example.com");
		row_str(rows[i].why, "url", out.services[2].url, rows[i].url);
		row_str(rows[i].why, "IMAP's user name", out.services[0].username, rows[i].imap);
		row_str(rows[i].why, "SMTP's user name", out.services[1].username, rows[i].smtp);
		row_str(rows[i].why, "CalDAV's user name", out.services[2].username, rows[i].caldav);
		if (rows[i].login == NULL)
			row_str(rows[i].why, "its template stays", out.services[0].template, "%EMAILADDRESS%");
		row_str("what came in stays", "host", raw[1].host, "smtp.%EMAILDOMAIN%");
		arena_reset(&a);
	}
	arena_free(&a);
	rows_end();
}

/* Every format sees the port, for it stands in the URL. */
static void
a_port_beside_a_url(void **state)
{
	static const struct {
		const char	*url;
		uint16_t	 port;
		const char	*want, *why;
	} rows[] = {
		{ "https://dav.%EMAILDOMAIN%/%EMAILADDRESS%/", 8443, "https://dav.example.com:8443/jane@example.com/", "a port" },
		{ "https://dav.%EMAILDOMAIN%:9443/", 8443, "https://dav.example.com:8443/", "the column wins" },
		{ "https://dav.%EMAILDOMAIN%/", 443, "https://dav.example.com/", "the usual one" },
		{ "https://dav.%EMAILDOMAIN%:9443/", 0, "https://dav.example.com:9443/", "none" },
	};
	struct arena	 a;

	(void)state;
	assert_int_equal(arena_init(&a, 8192), 0);
	for (size_t i = 0; i < NITEMS(rows); i++) {
		const struct service	 dav = { .type = SERVICE_CALDAV, .security = SECURITY_TLS,
			.template = "%EMAILADDRESS%", .url = rows[i].url, .port = rows[i].port, .nauth = 1 };
		const struct account	 in = { .domain = "example.com", .address = "jane@example.com",
			.local = "jane", .services = &dav, .nservices = 1 };
		struct account		 out;

		assert_int_equal(account_expand(&in, &a, &out), ERR_OK);
		row_str(rows[i].why, "url", out.services[0].url, rows[i].want);
		row_int(rows[i].why, "port", out.services[0].port, 0);
		arena_reset(&a);
	}
	arena_free(&a);
	rows_end();
}

static void
a_host_that_is_none_is_left_out(void **state)
{
	static const struct {
		const char	*host;
		size_t		 left;
		const char	*why;
	} rows[] = {
		{ "imap.%EMAILDOMAIN%", 1, "a host" },
		{ "%EMAILDOMAIN%", 1, "the domain itself" },
		{ "IMAP.Example.Com", 1, "in capitals" },
		{ "%EMAILLOCALPART%.example.com", 0, "needs more than the domain" },
		{ "localhost", 0, "one label" },
		{ "a_b.example", 0, "an underscore" },
		{ "192.0.2.1", 0, "an address literal" },
		{ "x..%EMAILDOMAIN%", 0, "an empty label" },
	};
	struct arena	 a;

	(void)state;
	log_set_level(LOG_LEVEL_ERROR);
	assert_int_equal(arena_init(&a, 8192), 0);
	for (size_t i = 0; i < NITEMS(rows); i++) {
		struct service		 s = raw[2];
		const struct account	 in = { .domain = "example.com", .address = "jane@example.com",
			.local = "jane", .services = &s, .nservices = 1 };
		struct account		 out;

		s.host = rows[i].host;
		row_int(rows[i].why, "error", account_expand(&in, &a, &out), ERR_OK);
		row_int(rows[i].why, "services", (long long)out.nservices, (long long)rows[i].left);
		arena_reset(&a);
	}
	arena_free(&a);
	rows_end();
}

static void
a_url_without_its_address_is_marked(void **state)
{
	static const struct {
		const char	*url, *address;
		bool		 cut;
		const char	*why;
	} rows[] = {
		{ "https://x.example/%EMAILADDRESS%/", NULL, true, "needs an address" },
		{ "https://x.example/%EMAILLOCALPART%", NULL, true, "needs a local part" },
		{ "https://x.example/%EMAILADDRESS%/", "jane@example.com", false, "the address is known" },
		{ "https://x.example/%EMAILDOMAIN%/", NULL, false, "the domain is always known" },
		{ "https://x.example/", NULL, false, "no placeholder" },
	};
	struct arena a;

	(void)state;
	assert_int_equal(arena_init(&a, 8192), 0);
	for (size_t i = 0; i < NITEMS(rows); i++) {
		struct service		 s = { .type = SERVICE_JMAP, .url = rows[i].url, .template = "%EMAILADDRESS%" };
		const struct account	 in = { .domain = "example.com", .address = rows[i].address,
			.local = rows[i].address == NULL ? NULL : "jane", .services = &s, .nservices = 1 };
		struct account		 out;

		row_int(rows[i].why, "error", account_expand(&in, &a, &out), ERR_OK);
		row_int(rows[i].why, "cut", out.services[0].url_cut, rows[i].cut);
		arena_reset(&a);
	}
	arena_free(&a);
	rows_end();
}

static void
services_have_an_order(void **state)
{
	/* port numbers the rows in the order wanted */
	struct service	 s[] = {
		{ .type = SERVICE_SMTP, .priority = 10, .security = SECURITY_TLS, .port = 8 },
		{ .type = SERVICE_IMAP, .priority = 10, .security = SECURITY_PLAIN, .port = 4 },
		{ .type = SERVICE_CARDDAV, .priority = 0, .security = SECURITY_TLS, .port = 10 },
		{ .type = SERVICE_IMAP, .priority = 10, .security = SECURITY_STARTTLS, .port = 3 },
		{ .type = SERVICE_CALDAV, .priority = 99, .security = SECURITY_TLS, .port = 9 },
		{ .type = SERVICE_POP3, .priority = 1, .security = SECURITY_TLS, .port = 6 },
		{ .type = SERVICE_IMAP, .priority = 10, .security = SECURITY_TLS, .port = 1 },
		{ .type = SERVICE_IMAP, .priority = 10, .security = SECURITY_TLS, .port = 2 },
		{ .type = SERVICE_IMAP, .priority = 11, .security = SECURITY_TLS, .port = 5 },
		{ .type = SERVICE_SMTP, .priority = 5, .security = SECURITY_PLAIN, .port = 7 },
	};

	(void)state;
	services_sort(s, NITEMS(s));
	for (size_t i = 0; i < NITEMS(s); i++)
		row_int("type, priority, security best first, then as given",
		    "place", s[i].port, (long long)i + 1);
	services_sort(s, 0);
	services_sort(s, 1);
	rows_end();
}

static void
ties_keep_their_order(void **state)
{
	struct service	 s[SERVICES_MAX];

	(void)state;
	memset(s, 0, sizeof(s));
	for (size_t i = 0; i < NITEMS(s); i++)
		s[i].port = (uint16_t)i;
	services_sort(s, NITEMS(s));
	for (size_t i = 0; i < NITEMS(s); i++)
		assert_int_equal(s[i].port, i);
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(text_is_expanded),
		cmocka_unit_test(urls_are_expanded),
		cmocka_unit_test(expanding_at_the_limit),
		cmocka_unit_test(the_longest_expansion),
		cmocka_unit_test(directory_texts_are_escaped),
		cmocka_unit_test(a_login_of_its_own),
		cmocka_unit_test(an_account_is_made_ready),
		cmocka_unit_test(a_port_beside_a_url),
		cmocka_unit_test(a_host_that_is_none_is_left_out),
		cmocka_unit_test(a_url_without_its_address_is_marked),
		cmocka_unit_test(services_have_an_order),
		cmocka_unit_test(ties_keep_their_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
