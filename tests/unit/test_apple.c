/* cgi/apple.c: a configuration profile from an account. */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/form.h"

#define PATH "/mail.mobileconfig"
#define HOST "autoconfig.example.com"

static const struct service imap_tls = {
	.type = SERVICE_IMAP, .security = SECURITY_TLS, .priority = 10, .port = 993,
	.host = "imap.example.com", .template = "%EMAILADDRESS%", .username = "alice@example.com",
	.nauth = 1, .auth = { AUTH_PASSWORD_CLEARTEXT } };
static const struct service smtp_tls = {
	.type = SERVICE_SMTP, .security = SECURITY_TLS, .priority = 10, .port = 465,
	.host = "smtp.example.com", .template = "%EMAILADDRESS%", .username = "alice@example.com",
	.nauth = 1, .auth = { AUTH_PASSWORD_CLEARTEXT } };
static const struct service caldav = {
	.type = SERVICE_CALDAV, .security = SECURITY_TLS, .url = "https://dav.example.com/",
	.template = "%EMAILADDRESS%", .username = "alice@example.com", .nauth = 1,
	.auth = { AUTH_PASSWORD_CLEARTEXT } };

/* alice@example.com with n services. */
static struct account
alice(const struct service *s, size_t n)
{
	struct account	 ac = form_account(s, n);

	ac.address = "alice@example.com";
	ac.local = "alice";
	ac.name = "Example Hosting";
	return ac;
}

static void
ask(struct form *f)
{
	form_ask(f, PATH, "", HOST);
	form_address(f, "alice@example.com");
}

#define ID "com.example.mailconfig.8f258bee-12e4-592b-9543-8209ee458c45"

static void
the_whole_profile(void **state)
{
	static const char *const	 parts[] = {
		"<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\"", "<key>PayloadContent</key>",
		"<key>EmailAccountType</key>", "<string>EmailTypeIMAP</string>",
		"<key>EmailAddress</key>", "<string>alice@example.com</string>",
		"<key>IncomingMailServerAuthentication</key>", "<string>EmailAuthPassword</string>",
		"<key>IncomingMailServerHostName</key>", "<string>imap.example.com</string>",
		"<key>IncomingMailServerPortNumber</key>", "<integer>993</integer>",
		"<key>IncomingMailServerUseSSL</key>", "<true/>",
		"<key>IncomingMailServerUsername</key>", "<string>alice@example.com</string>",
		"<key>OutgoingMailServerAuthentication</key>", "<string>EmailAuthPassword</string>",
		"<key>OutgoingMailServerHostName</key>", "<string>smtp.example.com</string>",
		"<key>OutgoingMailServerPortNumber</key>", "<integer>465</integer>",
		"<key>OutgoingMailServerUseSSL</key>", "<true/>",
		"<key>OutgoingMailServerUsername</key>", "<string>alice@example.com</string>",
		"<key>OutgoingPasswordSameAsIncomingPassword</key>", "<true/>",
		"<key>PayloadIdentifier</key>", "<string>" ID ".mail</string>",
		"<key>PayloadType</key>", "<string>com.apple.mail.managed</string>",
		"<key>PayloadUUID</key>", "<string>5C476F5D-A4CD-568F-AB7D-78F11521DDE3</string>",
		"<key>PayloadVersion</key>", "<integer>1</integer>",
		"<key>CalDAVHostName</key>", "<string>dav.example.com</string>",
		"<key>CalDAVPort</key>", "<integer>443</integer>",
		"<key>CalDAVUseSSL</key>", "<true/>",
		"<key>CalDAVUsername</key>", "<string>alice@example.com</string>",
		"<key>PayloadIdentifier</key>", "<string>" ID ".caldav</string>",
		"<key>PayloadUUID</key>", "<string>79D7F338-6A62-5A73-92EB-F11171531F42</string>",
		"<key>PayloadDisplayName</key>", "<string>Example Hosting (alice@example.com)</string>",
		"<key>PayloadIdentifier</key>", "<string>" ID "</string>",
		"<key>PayloadOrganization</key>", "<string>Example Hosting</string>",
		"<key>PayloadType</key>", "<string>Configuration</string>",
		"<key>PayloadUUID</key>", "<string>8F258BEE-12E4-592B-9543-8209EE458C45</string>",
		"</plist>", NULL,
	};
	const struct service	 s[] = { imap_tls, smtp_tls, caldav };
	const struct account	 ac = alice(s, 3);
	struct form		*f = *state;

	ask(f);
	assert_int_equal(form_render(f, &ac), ERR_OK);
	row_parts("in this order", f, parts);
	row_str("no charset", "type", reply_get(&f->reply, "Content-Type"),
	    "application/x-apple-aspen-config");
	row_str("names an address", "cache", reply_get(&f->reply, "Cache-Control"), "no-store");
	row_absent("not known", f, "EmailAccountName");
	row_absent("never", f, "PrincipalURL");
	row_absent("never", f, "<key>IncomingPassword<");
	rows_end();
}

static void
authentications(void **state)
{
	static const struct {
		enum authentication	 auth;
		const char		*in;	/* Apple's word; NULL: the server is passed over */
		const char		*out;
		const char		*why;
	} rows[] = {
		{ AUTH_PASSWORD_CLEARTEXT, "EmailAuthPassword", "EmailAuthPassword", "a password" },
		{ AUTH_PASSWORD_ENCRYPTED, "EmailAuthCRAMMD5", "EmailAuthCRAMMD5", "challenge and response" },
		{ AUTH_NTLM, "EmailAuthNTLM", "EmailAuthNTLM", "NTLM" },
		{ AUTH_GSSAPI, NULL, NULL, "no word for it" },
		{ AUTH_OAUTH2, NULL, NULL, "no word for it" },
		{ AUTH_TLS_CLIENT_CERT, NULL, NULL, "no word for it" },
		{ AUTH_CLIENT_IP_ADDRESS, "", "EmailAuthNone", "outgoing only" },
		{ AUTH_NONE, "", "EmailAuthNone", "outgoing only" },
	};
	struct form	*f = *state;

	assert_int_equal(NITEMS(rows), AUTH__MAX);
	for (size_t i = 0; i < NITEMS(rows); i++) {
		struct service		 s[] = { imap_tls, smtp_tls };
		const struct account	 ac = alice(s, 2);
		enum err		 e;

		s[1].auth[0] = rows[i].auth;
		ask(f);
		e = form_render(f, &ac);
		row_int(rows[i].why, err_phrase(e), e, rows[i].out != NULL ? ERR_OK : ERR_NOSERVERS);
		if (e == ERR_OK && rows[i].out != NULL) {
			char			*word = kit_printf("<string>%s</string>", rows[i].out);
			const char *const	 parts[] = { "OutgoingMailServerAuthentication", word, NULL };

			row_parts(rows[i].why, f, parts);
			free(word);
			if (strcmp(rows[i].out, "EmailAuthNone") == 0) {
				row_absent(rows[i].why, f, "OutgoingMailServerUsername");
				row_absent(rows[i].why, f, "OutgoingPasswordSameAsIncomingPassword");
			}
		}
		s[1].auth[0] = AUTH_PASSWORD_CLEARTEXT;
		s[0].auth[0] = rows[i].auth;
		if (rows[i].in != NULL && rows[i].in[0] == '\0')
			continue;	/* nobody reads mail without login */
		ask(f);
		row_int(rows[i].why, "incoming", form_render(f, &ac),
		    rows[i].in != NULL ? ERR_OK : ERR_NOSERVERS);
	}
	rows_end();
}

static void
a_second_way_to_log_in(void **state)
{
	struct service		 s[] = { imap_tls, smtp_tls };
	const struct account	 ac = alice(s, 2);
	struct form		*f = *state;

	for (size_t i = 0; i < 2; i++) {
		s[i].nauth = 2;
		s[i].auth[0] = AUTH_OAUTH2;
		s[i].auth[1] = AUTH_PASSWORD_CLEARTEXT;
	}
	ask(f);
	assert_int_equal(form_render(f, &ac), ERR_OK);
	row_parts("the next method that there is a word for", f, (const char *const[]){
	    "EmailAuthPassword", "EmailAuthPassword", NULL });
	rows_end();
}

static void
which_server(void **state)
{
	struct service	 s[] = { imap_tls, imap_tls, smtp_tls, smtp_tls };
	struct account	 ac = alice(s, 4);
	struct form	*f = *state;

	s[0].security = SECURITY_PLAIN;
	s[0].host = "plain.example.com";
	s[1].security = SECURITY_STARTTLS;
	s[1].priority = 20;
	s[2].auth[0] = AUTH_GSSAPI;
	s[2].host = "kerberos.example.com";
	s[3].priority = 20;
	ask(f);
	assert_int_equal(form_render(f, &ac), ERR_OK);
	row_parts("encryption beats priority; what Apple can't do is passed over", f,
	    (const char *const[]){ "imap.example.com", "IncomingMailServerUseSSL", "<true/>",
	    "smtp.example.com", NULL });
	row_absent("passed over", f, "plain.example.com");
	row_absent("passed over", f, "kerberos.example.com");
	rows_end();
}

static void
addresses_of_dav(void **state)
{
	static const struct {
		const char	*url, *host, *port, *ssl, *why;
	} rows[] = {
		{ "https://dav.example.com/", "<string>dav.example.com<", "<integer>443<", "<true/>", "https" },
		{ "https://dav.example.com", "<string>dav.example.com<", "<integer>443<", "<true/>", "no path" },
		{ "http://dav.example.com/x", "<string>dav.example.com<", "<integer>80<", "<false/>", "http" },
		{ "https://dav.example.com:8443/dav/", "<string>dav.example.com<", "<integer>8443<", "<true/>", "a port" },
		{ "http://dav.example.com:8080", "<string>dav.example.com<", "<integer>8080<", "<false/>", "a port, no path" },
		{ "https://dav.example.com?x", "<string>dav.example.com<", "<integer>443<", "<true/>", "a query" },
	};
	struct form	*f = *state;

	for (size_t i = 0; i < NITEMS(rows); i++) {
		struct service		 s = caldav;
		const struct account	 ac = alice(&s, 1);
		const char *const	 parts[] = { "CalDAVHostName", rows[i].host, "CalDAVPort",
			rows[i].port, "CalDAVUseSSL", rows[i].ssl, NULL };

		s.url = rows[i].url;
		s.security = strncmp(s.url, "https", 5) == 0 ? SECURITY_TLS : SECURITY_PLAIN;
		ask(f);
		row_int(rows[i].why, "error", form_render(f, &ac), ERR_OK);
		row_parts(rows[i].why, f, parts);
	}
	rows_end();
}

/* How often the part is in the answer. */
static int
times(const struct form *f, const char *part)
{
	const char	*at = f->reply.body.data;
	const char	*end = at + f->reply.body.len;
	size_t		 len = strlen(part);
	int		 n = 0;

	for (; (size_t)(end - at) >= len; at++)
		n += memcmp(at, part, len) == 0;
	return n;
}

/* Two services are one payload only when they are one place; else the second
 * one's UUID is that of its URL.  Those below are Python's uuid5 of
 * "caldav:alice@example.com:" and the URL in the row. */
static void
places_twice(void **state)
{
	static const struct {
		const char	*url[2];
		const char	*uuid;	/* of the second payload; NULL: there is none */
		const char	*why;
	} rows[] = {
		{ { "https://dav.example.com/", "https://dav.example.com:8443/" },
		    "89F14AAE-D851-5B29-824F-BD5CEB295D73", "another port" },
		{ { "https://dav.example.com/", "https://dav2.example.com/" },
		    "B5754A19-1437-510D-8A1B-12CDF45498BE", "another host" },
		{ { "https://dav.example.com/", "https://dav.example.com/" }, NULL, "twice the same" },
		{ { "https://dav.example.com/", "https://dav.example.com:443/" }, NULL, "the usual port, written out" },
		{ { "https://dav.example.com:8443/", "https://dav.example.com:8443/" }, NULL, "twice another one" },
		{ { "https://dav.example.com/", "https://DAV.example.com/" }, NULL, "names have no case" },
	};
	struct form	*f = *state;

	for (size_t i = 0; i < NITEMS(rows); i++) {
		struct service		 s[] = { caldav, caldav };
		const struct account	 ac = alice(s, 2);

		for (size_t k = 0; k < 2; k++)
			s[k].url = rows[i].url[k];
		ask(f);
		row_int(rows[i].why, "error", form_render(f, &ac), ERR_OK);
		row_int(rows[i].why, "payloads", times(f, "com.apple.caldav.account"),
		    rows[i].uuid == NULL ? 1 : 2);
		row_int(rows[i].why, "the first one's UUID",
		    times(f, "79D7F338-6A62-5A73-92EB-F11171531F42"), 1);
		if (rows[i].uuid != NULL)
			row_int(rows[i].why, "the second one's UUID", times(f, rows[i].uuid), 1);
	}
	rows_end();
}

static void
bases_of_a_directory(void **state)
{
	static const struct {
		const char	*url, *base, *why;	/* base NULL: no search setting */
	} rows[] = {
		{ "ldaps://ldap.example.com/dc=example,dc=com", "<string>dc=example,dc=com</string>", "a base" },
		{ "ldaps://ldap.example.com/ou=a%20b,dc=x??one", "<string>ou=a b,dc=x</string>", "decoded, up to the query" },
		{ "ldaps://ldap.example.com/%20dc=x%20", "<string>dc=x</string>", "no blanks around it" },
		{ "ldaps://ldap.example.com", NULL, "no path" },
		{ "ldaps://ldap.example.com/", NULL, "no base" },
		{ "ldaps://ldap.example.com/%20", NULL, "a blank one" },
		{ "ldaps://ldap.example.com/%20%20?uid?one", NULL, "a blank one before a query" },
		{ "ldaps://ldap.example.com/cn=x%5c%20", NULL, "half an escape" },
		{ "ldaps://ldap.example.com/dc=%01", NULL, "a control character" },
		{ "ldaps://ldap.example.com/dc=%ff", NULL, "no UTF-8" },
		{ "ldaps://ldap.example.com/dc=%00", NULL, "NUL" },
		{ "ldaps://ldap.example.com/dc=%zz", "<string>dc=%zz</string>", "no sequence: as it stands" },
	};
	struct form	*f = *state;

	for (size_t i = 0; i < NITEMS(rows); i++) {
		struct service		 s = caldav;
		const struct account	 ac = alice(&s, 1);

		s.type = SERVICE_LDAP;
		s.url = rows[i].url;
		ask(f);
		row_int(rows[i].why, "error", form_render(f, &ac), ERR_OK);
		if (rows[i].base != NULL)
			row_parts(rows[i].why, f, (const char *const[]){
			    "LDAPSearchSettingSearchBase", rows[i].base, NULL });
		else
			row_absent(rows[i].why, f, "LDAPSearchSettings");
	}
	rows_end();
}

static void
a_profile_for_nobody(void **state)
{
	struct service	 s[] = { imap_tls, smtp_tls, caldav };
	struct account	 ac = alice(s, 3);
	struct form	*f = *state;

	ac.address = ac.local = NULL;
	for (size_t i = 0; i < 3; i++)
		s[i].username = NULL;
	form_ask(f, PATH, "", HOST);
	assert_int_equal(form_render(f, &ac), ERR_OK);
	row_parts("the domain's identity", f, (const char *const[]){
	    "F7A9C188-A0A4-5E7B-B075-C932E5D0B264", "7470779D-DA75-5DF6-9D20-9F9C5C25D3CC", NULL });
	row_absent("the device asks", f, "<key>EmailAddress</key>");
	row_absent("the device asks", f, "Username</key>");
	row_absent("nothing empty", f, "<string></string>");
	rows_end();
}

static void
what_is_asked(void **state)
{
	static const struct {
		const char	*path, *query, *host;
		enum err	 err;
		const char	*local, *name, *why;
	} rows[] = {
		{ PATH, "emailaddress=Alice%40Example.com", HOST, ERR_OK, "Alice", NULL, "the usual" },
		{ PATH, "emailaddress=alice%40example.com&name=A%26B+%3Cx%3E", HOST, ERR_OK, "alice", "A&B <x>", "a name" },
		{ "/email.mobileconfig", "email=alice%40example.com", HOST, ERR_OK, "alice", NULL, "Monogramm's name for it" },
		{ "/profile.mobileconfig", "addresses=alice%40example.com%2Cb%40example.com", HOST, ERR_OK, "alice", NULL, "mox's list: the first" },
		{ PATH, "", HOST, ERR_OK, NULL, NULL, "a profile for nobody" },
		{ PATH, "emailaddress=", HOST, ERR_ADDRESS, NULL, NULL, "empty is an error" },
		{ PATH, "emailaddress=alice", HOST, ERR_ADDRESS, NULL, NULL, "no address" },
		{ PATH, "emailaddress=a+b%40example.com", HOST, ERR_ADDRESS, NULL, NULL, "a plus is a blank here" },
		{ PATH, "emailaddress=alice%00%40example.com", HOST, ERR_REQUEST, NULL, NULL, "NUL" },
		{ PATH, "emailaddress=%", HOST, ERR_REQUEST, NULL, NULL, "a broken sequence" },
		{ PATH, "emailaddress=alice%40example.com&name=%01", HOST, ERR_REQUEST, NULL, NULL, "a name that XML can't hold" },
		{ "/mobileconfig", "", HOST, ERR_ADDRESS, NULL, NULL, "automx2 wants an address" },
		{ PATH, "", "localhost", ERR_ADDRESS, NULL, NULL, "neither address nor domain" },
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
		row_str(rows[i].why, "name", f->q.name, rows[i].name);
	}
	rows_end();
}

static void
asking_and_parsing(void **state)
{
	form_ask_and_parse(*state, &apple_format);
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(the_whole_profile),
		cmocka_unit_test(authentications),
		cmocka_unit_test(a_second_way_to_log_in),
		cmocka_unit_test(which_server),
		cmocka_unit_test(addresses_of_dav),
		cmocka_unit_test(places_twice),
		cmocka_unit_test(bases_of_a_directory),
		cmocka_unit_test(a_profile_for_nobody),
		cmocka_unit_test(what_is_asked),
		cmocka_unit_test(asking_and_parsing),
	};

	return cmocka_run_group_tests(tests, form_setup, form_teardown);
}
