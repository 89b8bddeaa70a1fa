/* cgi/mozilla.c: config-v1.1.xml from an account. */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/form.h"

#define PATH "/mail/config-v1.1.xml"
#define HOST "autoconfig.example.com"

static const struct service imap_tls = {
	.type = SERVICE_IMAP, .security = SECURITY_TLS, .port = 993, .host = "imap.example.com",
	.template = "%EMAILADDRESS%", .username = "jane.doe@example.com", .nauth = 1,
	.auth = { AUTH_PASSWORD_CLEARTEXT } };
static const struct service smtp_starttls = {
	.type = SERVICE_SMTP, .security = SECURITY_STARTTLS, .port = 587, .host = "smtp.example.com",
	.template = "%EMAILADDRESS%", .username = "jane.doe@example.com", .nauth = 1,
	.auth = { AUTH_PASSWORD_CLEARTEXT } };

static void
the_whole_document(void **state)
{
	static const char *const	 parts[] = {
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<clientConfig version=\"1.1\">",
		"<emailProvider id=\"example.com\">", "<domain>example.com</domain>",
		"<displayName>Example Mail</displayName>", "<displayShortName>Example</displayShortName>",
		"<incomingServer type=\"imap\">", "<hostname>imap.example.com</hostname>",
		"<port>993</port>", "<socketType>SSL</socketType>", "<username>%EMAILADDRESS%</username>",
		"<authentication>password-cleartext</authentication>", "</incomingServer>",
		"<outgoingServer type=\"smtp\">", "<hostname>smtp.example.com</hostname>",
		"<port>587</port>", "<socketType>STARTTLS</socketType>", "<username>%EMAILADDRESS%</username>",
		"<authentication>password-cleartext</authentication>", "</outgoingServer>",
		"<documentation url=\"https://example.com/?a=1&amp;b=2\">", "</documentation>",
		"</emailProvider>", "</clientConfig>", NULL,
	};
	const struct service	 s[] = { imap_tls, smtp_starttls };
	struct account		 ac = form_account(s, 2);
	struct form		*f = *state;

	ac.help_url = "https://example.com/?a=1&b=2";
	form_ask(f, PATH, "", HOST);
	assert_int_equal(form_render(f, &ac), ERR_OK);
	assert_int_equal(f->reply.status, 200);
	assert_int_equal(f->reply.body.data[0], '<');
	row_parts("in this order", f, parts);
	row_str("lower case, with its charset", "type", reply_get(&f->reply, "Content-Type"),
	    "text/xml; charset=utf-8");
	rows_end();
}

static void
user_names(void **state)
{
	static const struct {
		const char	*template, *username, *login;
		int		 address;
		const char	*out, *why;
	} rows[] = {
		{ "%EMAILADDRESS%", "jane.doe@example.com", NULL, 1, "%EMAILADDRESS%", "stays, though the address is known" },
		{ "%EMAILADDRESS%", NULL, NULL, 0, "%EMAILADDRESS%", "stays" },
		{ "%EMAILLOCALPART%", "jane.doe", NULL, 1, "%EMAILLOCALPART%", "stays" },
		{ "%EMAILLOCALPART%.%EMAILDOMAIN%", "jane.doe.example.com", NULL, 1, "jane.doe.example.com", "composite, expanded" },
		{ "%EMAILLOCALPART%.%EMAILDOMAIN%", NULL, NULL, 0, "%EMAILLOCALPART%.%EMAILDOMAIN%", "composite, no address" },
		{ "x-%EMAILDOMAIN%", "x-example.com", NULL, 0, "x-example.com", "the domain is enough" },
		{ "shared", "shared", NULL, 1, "shared", "fixed" },
		{ "%EMAILADDRESS%", "jane.doe@example.com", "u1234", 1, "u1234", "this mailbox's own login" },
		{ "%EMAILLOCALPART%", "jane.doe", "a<b>&c", 1, "a&lt;b&gt;&amp;c", "escaped" },
	};
	struct form	*f = *state;

	for (size_t i = 0; i < NITEMS(rows); i++) {
		struct service	 s[] = { imap_tls, smtp_starttls };
		struct account	 ac = form_account(s, 2);
		char		*name = kit_printf("<username>%s</username>", rows[i].out);
		const char	*parts[] = { name, name, NULL };

		for (size_t j = 0; j < 2; j++) {
			/* account_expand() makes a login the template, too. */
			s[j].template = rows[i].login != NULL ? rows[i].login : rows[i].template;
			s[j].username = rows[i].login != NULL ? rows[i].login : rows[i].username;
		}
		ac.login = rows[i].login;
		form_ask(f, PATH, "", HOST);
		if (rows[i].address)
			form_address(f, "jane.doe@example.com");
		else
			ac.address = ac.local = NULL;
		row_int(rows[i].why, "error", form_render(f, &ac), ERR_OK);
		row_parts(rows[i].why, f, parts);
		free(name);
	}
	rows_end();
}

static void
the_words_of_the_format(void **state)
{
	static const char *const	 sockets[] = {
		[SECURITY_PLAIN] = "<socketType>plain</socketType>",
		[SECURITY_STARTTLS] = "<socketType>STARTTLS</socketType>",
		[SECURITY_TLS] = "<socketType>SSL</socketType>",
	};
	static const char *const	 auths[] = {
		[AUTH_PASSWORD_CLEARTEXT] = "<authentication>password-cleartext</authentication>",
		[AUTH_PASSWORD_ENCRYPTED] = "<authentication>password-encrypted</authentication>",
		[AUTH_NTLM] = "<authentication>NTLM</authentication>",
		[AUTH_GSSAPI] = "<authentication>GSSAPI</authentication>",
		[AUTH_OAUTH2] = "<authentication>OAuth2</authentication>",
		[AUTH_CLIENT_IP_ADDRESS] = "<authentication>client-IP-address</authentication>",
		[AUTH_TLS_CLIENT_CERT] = "<authentication>TLS-client-cert</authentication>",
		[AUTH_NONE] = "<authentication>none</authentication>",
	};
	struct form	*f = *state;

	for (int sec = 0; sec < SECURITY__MAX; sec++) {
		for (int auth = 0; auth < AUTH__MAX; auth++) {
			struct service		 s[] = { imap_tls, smtp_starttls };
			struct account		 ac = form_account(s, 2);
			const char *const	 parts[] = { "<outgoingServer", sockets[sec], auths[auth], NULL };

			s[1].security = (enum security)sec;
			s[1].auth[0] = (enum authentication)auth;
			form_ask(f, PATH, "", HOST);
			row_int(auths[auth], "error", form_render(f, &ac), ERR_OK);
			row_parts("exactly this spelling", f, parts);
		}
	}
	rows_end();
}

static void
how_many_of_a_type(void **state)
{
	const struct service	 s[] = { imap_tls, imap_tls, smtp_starttls, smtp_starttls };
	struct account		 ac = form_account(s, 4);
	static const char *const two[] = { "type=\"imap\"", "type=\"imap\"", "type=\"smtp\"", "type=\"smtp\"", NULL };
	static const char *const one[] = { "type=\"imap\"", "type=\"smtp\"", "</outgoingServer>", NULL };
	struct form		*f = *state;
	const char		*first;

	form_ask(f, PATH, "", HOST);
	assert_int_equal(form_render(f, &ac), ERR_OK);
	row_parts("one of a type", f, one);
	first = strstr(f->reply.body.data, "<incomingServer");
	assert_non_null(first);
	row_true("one of a type", "no second", strstr(first + 1, "<incomingServer") == NULL);
	ac.all_servers = 1;
	form_ask(f, PATH, "", HOST);
	assert_int_equal(form_render(f, &ac), ERR_OK);
	row_parts("all of them, if the administrator insists", f, two);
	rows_end();
}

static void
nothing_to_say(void **state)
{
	static const struct service	 dav = {
		.type = SERVICE_CALDAV, .security = SECURITY_TLS, .url = "https://dav.example.com/",
		.template = "%EMAILADDRESS%", .nauth = 1, .auth = { AUTH_PASSWORD_CLEARTEXT } };
	struct account	 ac = form_account(&dav, 1);
	struct form	*f = *state;

	form_ask(f, PATH, "", HOST);
	assert_int_equal(form_render(f, &ac), ERR_NOSERVERS);
	ac.nservices = 0;
	form_ask(f, PATH, "", HOST);
	assert_int_equal(form_render(f, &ac), ERR_NOSERVERS);
}

static void
what_is_asked(void **state)
{
	static const struct {
		const char	*path, *query, *host;
		enum err	 err;
		const char	*local, *first, *why;
	} rows[] = {
		{ PATH, "emailaddress=jane%40example.net", HOST, ERR_OK, "jane", "example.net", "the address wins" },
		{ PATH, "emailaddress=a+b@example.net", HOST, ERR_OK, "a+b", "example.net", "a plus stays" },
		{ PATH, "emailaddress=a%20b@example.net", HOST, ERR_OK, "a+b", "example.net", "a blank was one" },
		{ PATH, "emailaddress=50%off@example.net", HOST, ERR_OK, "50%off", "example.net", "a lone percent sign" },
		{ PATH, "emailaddress=a@example.net&emailaddress=b@x.example", HOST, ERR_OK, "a", "example.net", "the first of two" },
		{ PATH, "", HOST, ERR_OK, NULL, "example.com", "the Host's domain" },
		{ PATH, "emailaddress=", HOST, ERR_OK, NULL, "example.com", "empty counts as missing" },
		{ PATH, "emailaddress=jane", HOST, ERR_OK, NULL, "example.com", "a word counts as missing" },
		{ PATH, "emailaddress=example.net", HOST, ERR_OK, NULL, "example.net", "a domain is one" },
		{ PATH, "emailaddress=jane%2540example.net", HOST, ERR_OK, NULL, "example.com", "decoded once" },
		{ PATH, "emailaddress=jane@example.net", NULL, ERR_OK, "jane", "example.net", "an address needs no Host" },
		{ PATH, "emailaddress=%00@example.net", HOST, ERR_REQUEST, NULL, NULL, "NUL" },
		{ PATH, "emailaddress=%ff@example.net", HOST, ERR_REQUEST, NULL, NULL, "not UTF-8" },
		{ PATH, "emailaddress=a%0a@example.net", HOST, ERR_REQUEST, NULL, NULL, "a line feed" },
		{ PATH, "", NULL, ERR_ADDRESS, NULL, NULL, "neither address nor Host" },
		{ PATH, "", "localhost", ERR_ADDRESS, NULL, NULL, "a Host that is no domain" },
		{ "/v1.1/Example.Net", "", HOST, ERR_OK, NULL, "example.net", "the path's domain" },
	};
	struct form	*f = *state;

	for (size_t i = 0; i < NITEMS(rows); i++) {
		enum err	 e;

		form_ask(f, rows[i].path, rows[i].query, rows[i].host);
		e = form_parse(f);
		row_int(rows[i].why, err_phrase(e), e, rows[i].err);
		if (e != ERR_OK || rows[i].err != ERR_OK)
			continue;
		row_int(rows[i].why, "has an address", f->q.has_address, rows[i].local != NULL);
		if (f->q.has_address)
			row_str(rows[i].why, "local part", f->q.address.local, rows[i].local);
		row_true(rows[i].why, "has a domain", f->q.ndomains > 0);
		row_str(rows[i].why, "first domain", f->q.domains[0].name, rows[i].first);
	}
	rows_end();
}

static void
asking_and_parsing(void **state)
{
	form_ask_and_parse(*state, &mozilla_format);
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(the_whole_document),
		cmocka_unit_test(user_names),
		cmocka_unit_test(the_words_of_the_format),
		cmocka_unit_test(how_many_of_a_type),
		cmocka_unit_test(nothing_to_say),
		cmocka_unit_test(what_is_asked),
		cmocka_unit_test(asking_and_parsing),
	};

	return cmocka_run_group_tests(tests, form_setup, form_teardown);
}
