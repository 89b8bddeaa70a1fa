/* lib/model.h: the words, their tables, and the database's CHECKs for them. */
#include "lib/model.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "lib/err.h"
#include "tests/unit/rows.h"

static void
tables_have_no_gap(void **state)
{
	(void)state;
	for (int i = 0; i < SERVICE__MAX; i++) {
		const struct service_kind	*k = service_kind((enum service_type)i);
		enum service_type		 back = SERVICE__MAX;

		assert_non_null(k);
		assert_non_null(k->name);
		row_int(k->name, "parses", service_type_parse(k->name, &back), 0);
		row_int(k->name, "comes back", back, i);
		row_true(k->name, "a url has no port",
		    !k->has_url || (k->port == 0 && k->starttls_port == 0));
		row_true(k->name, "a host has one",
		    k->has_url || k->port != 0 || k->starttls_port != 0);
		row_true(k->name, "and a usual one", k->has_url ==
		    (service_port((enum service_type)i) == 0));
	}
	for (int i = 0; i < SECURITY__MAX; i++) {
		const char	*name = security_name((enum security)i);
		enum security	 back = SECURITY__MAX;

		assert_non_null(name);
		row_int(name, "parses", security_parse(name, &back), 0);
		row_int(name, "comes back", back, i);
	}
	for (int i = 0; i < AUTH__MAX; i++) {
		const char		*name = authentication_name((enum authentication)i);
		enum authentication	 back = AUTH__MAX, list[AUTH__MAX];

		assert_non_null(name);
		row_int(name, "parses", authentication_parse(name, &back), 0);
		row_int(name, "comes back", back, i);
		row_int(name, "is a list", (long long)authentication_list(name, list), 1);
		row_int(name, "of itself", list[0], i);
	}
	rows_end();
}

static void
the_words_of_the_seed_files(void **state)
{
	(void)state;
	row_str("security", "plain", security_name(SECURITY_PLAIN), "plain");
	row_str("security", "starttls", security_name(SECURITY_STARTTLS), "starttls");
	row_str("security", "tls", security_name(SECURITY_TLS), "tls");
	row_str("Mozilla's", "word", authentication_name(AUTH_PASSWORD_CLEARTEXT), "password-cleartext");
	row_str("Mozilla's", "word", authentication_name(AUTH_PASSWORD_ENCRYPTED), "password-encrypted");
	row_str("Mozilla's", "word", authentication_name(AUTH_NTLM), "NTLM");
	row_str("Mozilla's", "word", authentication_name(AUTH_GSSAPI), "GSSAPI");
	row_str("Mozilla's", "word", authentication_name(AUTH_OAUTH2), "OAuth2");
	row_str("Mozilla's", "word", authentication_name(AUTH_CLIENT_IP_ADDRESS), "client-IP-address");
	row_str("Mozilla's", "word", authentication_name(AUTH_TLS_CLIENT_CERT), "TLS-client-cert");
	row_str("Mozilla's", "word", authentication_name(AUTH_NONE), "none");
	row_str("type", "imap", service_kind(SERVICE_IMAP)->name, "imap");
	row_str("type", "pop3", service_kind(SERVICE_POP3)->name, "pop3");
	row_str("type", "smtp", service_kind(SERVICE_SMTP)->name, "smtp");
	row_int("implicit TLS", "imap", service_kind(SERVICE_IMAP)->port, 993);
	row_int("implicit TLS", "pop3", service_kind(SERVICE_POP3)->port, 995);
	row_int("implicit TLS (RFC 8314, 3.3)", "smtp", service_kind(SERVICE_SMTP)->port, 465);
	row_int("STARTTLS", "imap", service_kind(SERVICE_IMAP)->starttls_port, 143);
	row_int("STARTTLS", "pop3", service_kind(SERVICE_POP3)->starttls_port, 110);
	row_int("STARTTLS", "smtp", service_kind(SERVICE_SMTP)->starttls_port, 587);
	rows_end();
}

static void
words_that_are_none(void **state)
{
	static const char *const	 words[] = {
		"", " ", "TLS", "SSL", "ssl", "STARTTLS", "StartTLS", "none ", " none",
		"NONE", "IMAP", "imaps", "pop", "POP3", "smtps", "submission", "ntlm",
		"oauth2", "OAuth2 none", "password", "plain ", "tlsx", "tl", "\xff",
		"password-cleartext,none",
	};
	enum security		 s;
	enum authentication	 a;
	enum service_type	 t;

	(void)state;
	for (size_t i = 0; i < NITEMS(words); i++) {
		char	*word = kit_string(words[i]);

		row_int(words[i], "security", security_parse(word, &s), -1);
		row_int(words[i], "authentication", authentication_parse(word, &a), -1);
		row_int(words[i], "type", service_type_parse(word, &t), -1);
		free(word);
	}
	rows_end();
}

static void
lists_of_authentications(void **state)
{
	static const struct {
		const char		*words;
		size_t			 n;
		enum authentication	 list[AUTH__MAX];
		const char		*why;
	} rows[] = {
		{ "none", 1, { AUTH_NONE }, "one" },
		{ "OAuth2 password-cleartext", 2, { AUTH_OAUTH2, AUTH_PASSWORD_CLEARTEXT }, "two, best first" },
		{ "none TLS-client-cert client-IP-address OAuth2 GSSAPI NTLM password-encrypted password-cleartext", 8,
		    { AUTH_NONE, AUTH_TLS_CLIENT_CERT, AUTH_CLIENT_IP_ADDRESS, AUTH_OAUTH2, AUTH_GSSAPI,
		    AUTH_NTLM, AUTH_PASSWORD_ENCRYPTED, AUTH_PASSWORD_CLEARTEXT }, "all" },
		{ "", 0, { AUTH_NONE }, "nothing" },
		{ " none", 0, { AUTH_NONE }, "a blank before it" },
		{ "none ", 0, { AUTH_NONE }, "a blank behind it" },
		{ "none  NTLM", 0, { AUTH_NONE }, "two blanks" },
		{ "none,NTLM", 0, { AUTH_NONE }, "a comma" },
		{ "none\tNTLM", 0, { AUTH_NONE }, "a tab" },
		{ "none ntlm", 0, { AUTH_NONE }, "another case" },
		{ "none x", 0, { AUTH_NONE }, "an unknown word" },
		{ "nonexNTLM", 0, { AUTH_NONE }, "something between" },
		{ "OAuth2password-cleartext", 0, { AUTH_NONE }, "nothing between" },
	};

	(void)state;
	for (size_t i = 0; i < NITEMS(rows); i++) {
		enum authentication	 list[AUTH__MAX];
		char			*words = kit_string(rows[i].words);
		size_t			 n = authentication_list(words, list);

		free(words);
		row_int(rows[i].why, "number", (long long)n, (long long)rows[i].n);
		for (size_t j = 0; j < n && j < rows[i].n; j++)
			row_int(rows[i].why, "place", list[j], rows[i].list[j]);
	}
	rows_end();
}

/* The database takes a word twice; the array has room for each once. */
static void
a_list_with_a_word_twice(void **state)
{
	enum authentication	 list[AUTH__MAX];
	size_t			 n = authentication_list(
		    "none none none none none none none none none none NTLM none", list);

	(void)state;
	assert_true(n <= AUTH__MAX);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++)
			assert_int_not_equal(list[i], list[j]);
}

static void
what_a_port_implies(void **state)
{
	static const struct {
		unsigned long	 port;
		enum security	 security;
	} rows[] = {
		{ 143, SECURITY_STARTTLS }, { 110, SECURITY_STARTTLS },
		{ 587, SECURITY_STARTTLS }, { 25, SECURITY_STARTTLS },
		{ 993, SECURITY_TLS }, { 995, SECURITY_TLS }, { 465, SECURITY_TLS },
		{ 1, SECURITY_TLS }, { 65535, SECURITY_TLS }, { 2525, SECURITY_TLS },
		{ 4190, SECURITY_STARTTLS }, { 0, SECURITY_TLS },
		{ 65536 + 143, SECURITY_TLS },
	};

	(void)state;
	for (size_t i = 0; i < NITEMS(rows); i++)
		row_int("RFC 8314, 3", "security", security_of_port(rows[i].port), rows[i].security);
	rows_end();
}

static void
the_first_of_a_type(void **state)
{
	const struct service	 s[] = {
		{ .type = SERVICE_IMAP, .port = 1 }, { .type = SERVICE_IMAP, .port = 2 },
		{ .type = SERVICE_SMTP, .port = 3 },
	};
	const struct account	 ac = { .nservices = 3, .services = s };
	const struct account	 empty = { .nservices = 0 };

	(void)state;
	assert_ptr_equal(account_first(&ac, SERVICE_IMAP), &s[0]);
	assert_ptr_equal(account_first(&ac, SERVICE_SMTP), &s[2]);
	assert_null(account_first(&ac, SERVICE_POP3));
	assert_null(account_first(&empty, SERVICE_IMAP));
}

/* The database, in memory, with one provider. */
static sqlite3 *
database(void)
{
	sqlite3	*db;
	size_t	 len;
	char	*schema = kit_read(SOURCE_DIR "/schema/schema.sql", &len);

	if (schema == NULL || sqlite3_open(":memory:", &db) != SQLITE_OK ||
	    sqlite3_exec(db, schema, NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_exec(db, "INSERT INTO provider (id, name) VALUES ('p', 'P')",
	    NULL, NULL, NULL) != SQLITE_OK)
		kit_die("no database");
	free(schema);
	return db;
}

/* Does the database take this value in this column of a service?  url: what
 * is reached by url in place of a host. */
static int
takes(sqlite3 *db, const char *type, int url, const char *column, const char *value)
{
	char		*sql = kit_printf("INSERT INTO service (provider, type, %s%s%s)"
			    " VALUES ('p', ?1, ?2%s)", url ? "url" : "host",
			    column != NULL ? ", " : "", column != NULL ? column : "",
			    column != NULL ? ", ?3" : "");
	const char	*place = !url ? "h.example" :
			    strcmp(type, "ldap") == 0 ? "ldaps://h.example/" : "https://h.example/";
	sqlite3_stmt	*st;
	int		 ok;

	if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK)
		kit_die("%s: %s", sql, sqlite3_errmsg(db));
	(void)sqlite3_bind_text(st, 1, type, -1, SQLITE_STATIC);
	(void)sqlite3_bind_text(st, 2, place, -1, SQLITE_STATIC);
	if (column != NULL)
		(void)sqlite3_bind_text(st, 3, value, -1, SQLITE_STATIC);
	ok = sqlite3_step(st) == SQLITE_DONE;
	(void)sqlite3_finalize(st);
	free(sql);
	return ok;
}

/* Words that nearly are some. */
static const char *const near_words[] = {
	"", " ", "TLS", "SSL", "ssl", "STARTTLS", "StartTLS", "tls ", " tls", "PLAIN",
	"none", "auto", "imaps", "IMAP", "Imap", "pop", "pop3s", "smtps", "submission",
	"submissions", "CalDAV", "http", "imap4", "smt", "smtpx", "exchange",
	"mobilesync", "activeSync", "sieve",
	"password", "cleartext", "password-cleartext ", " password-cleartext",
	"password-cleartext  NTLM", "password-cleartext,NTLM", "password-cleartext\tNTLM",
	"ntlm", "oauth2", "OAUTH2", "gssapi", "GSSAPIx", "xGSSAPI", "NONE", "None",
	"tls-client-cert", "client-ip-address", "OAuth2password-cleartext",
	"NTpassword-cleartext LM", "nopassword-cleartext ne", "NTnone LM",
	"GSSpassword-encrypted API", "password-encrypted\n", "\xff",
};

static void
the_database_takes_every_word(void **state)
{
	sqlite3	*db = database();

	(void)state;
	for (int i = 0; i < SERVICE__MAX; i++) {
		const struct service_kind	*k = service_kind((enum service_type)i);

		row_true(k->name, "taken", takes(db, k->name, k->has_url, NULL, NULL));
		row_true(k->name, "refused with the other way to reach it",
		    !takes(db, k->name, !k->has_url, NULL, NULL));
	}
	for (int i = 0; i < SECURITY__MAX; i++)
		row_true(security_name((enum security)i), "taken",
		    takes(db, "imap", 0, "security", security_name((enum security)i)));
	for (int i = 0; i < AUTH__MAX; i++) {
		const char	*one = authentication_name((enum authentication)i);

		row_true(one, "taken", takes(db, "imap", 0, "authentication", one));
		for (int j = 0; j < AUTH__MAX; j++) {
			char	*two = kit_printf("%s %s", one,
				    authentication_name((enum authentication)j));

			if (i != j)
				row_true(two, "taken", takes(db, "imap", 0, "authentication", two));
			free(two);
		}
	}
	(void)sqlite3_close(db);
	rows_end();
}

static void
the_database_takes_nothing_else(void **state)
{
	sqlite3	*db = database();

	(void)state;
	for (size_t i = 0; i < NITEMS(near_words); i++) {
		const char		*word = near_words[i];
		enum security		 s;
		enum service_type	 t;
		enum authentication	 list[AUTH__MAX];

		row_int(word, "type, in the database and here",
		    takes(db, word, 0, NULL, NULL) || takes(db, word, 1, NULL, NULL),
		    service_type_parse(word, &t) == 0);
		row_int(word, "security, in the database and here",
		    takes(db, "imap", 0, "security", word), security_parse(word, &s) == 0);
		row_int(word, "authentication, in the database and here",
		    takes(db, "imap", 0, "authentication", word),
		    authentication_list(word, list) > 0);
	}
	(void)sqlite3_close(db);
	rows_end();
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(tables_have_no_gap),
		cmocka_unit_test(the_words_of_the_seed_files),
		cmocka_unit_test(words_that_are_none),
		cmocka_unit_test(lists_of_authentications),
		cmocka_unit_test(a_list_with_a_word_twice),
		cmocka_unit_test(what_a_port_implies),
		cmocka_unit_test(the_first_of_a_type),
		cmocka_unit_test(the_database_takes_every_word),
		cmocka_unit_test(the_database_takes_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
