/* lib/store.h: the database, read-only. */
#include "lib/account.h"
#include "lib/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/account.h"
#include "lib/limits.h"
#include "tests/kit/rig.h"
#include "tests/unit/rows.h"

static const char	 rows_sql[] =
"INSERT INTO provider (id, name, short_name, help_url, webmail_url, all_servers, display_names) VALUES"
" ('full', 'Full Mail Company', 'Full', 'https://help.example/', 'https://web.example/', 1, 1),"
" ('bare', 'Bare Mail', NULL, NULL, NULL, 0, 0);"
"INSERT INTO domain (name, provider) VALUES ('full.example', 'full'), ('bare.example', 'bare'),"
" ('own.example', 'bare'), ('nothing.example', 'bare');"
"INSERT INTO domain (name, alias_of) VALUES ('alias.example', 'own.example'), ('offalias.example', 'bare.example');"
"UPDATE domain SET enabled = 0 WHERE name = 'offalias.example';"
"INSERT INTO domain (name, provider, enabled) VALUES ('off.example', 'full', 0);"
"INSERT INTO domain (name, alias_of) VALUES ('aliasoff.example', 'off.example');"
"INSERT INTO domain (name, provider, redirect_domain) VALUES ('moved.example', 'bare', 'Elsewhere.Example');"
"INSERT INTO service (provider, type, host, port, priority) VALUES"
" ('bare', 'smtp', 'smtp.%EMAILDOMAIN%', NULL, 10),"
" ('bare', 'imap', 'imap2.example', 143, 10),"
" ('bare', 'imap', 'imap1.example', NULL, 10),"
" ('bare', 'imap', 'imap0.example', 143, 5);"
"INSERT INTO service (provider, domain, type, host, username) VALUES"
" ('bare', 'own.example', 'imap', 'own.example', '%EMAILLOCALPART%');"
"INSERT INTO service (provider, type, url) VALUES ('full', 'caldav', 'https://dav.example/%EMAILADDRESS%/');"
"INSERT INTO service (provider, type, host, security, authentication, username) VALUES"
" ('full', 'imap', 'IMAP.Full.Example', 'plain', 'OAuth2 password-cleartext', 'fixed');"
"INSERT INTO mailbox (address, login, display_name) VALUES"
" ('Fred@Full.Example', 'u1234', 'Fred F.'), ('fred@bare.example', 'u1', 'Fred B.'),"
" ('only.name@full.example', NULL, 'Only'), ('fred@alias.example', 'ualias', NULL),"
" ('moved@own.example', NULL, NULL);"
"INSERT INTO service (mailbox, type, host) VALUES"
" ('Moved@own.example', 'imap', 'moved.example'), ('moved@own.example', 'pop3', 'pop.example');"
"INSERT INTO ldap_server (id, uri, base, bind_dn, bind_password) VALUES"
" ('staff', 'ldap://ldap.example', 'dc=example', 'cn=reader', 's3cret');"
"INSERT INTO ldap_server (id, uri, base, scope, filter, attribute_login, attribute_name, bind_password_file,"
" ca_file, timeout_ms, max_connections, cache_seconds) VALUES ('other', 'ldaps://ldap.example:6360', 'o=x', 'one',"
" '(uid=%EMAILLOCALPART%)', 'mail', 'displayName', '/p', '/ca.pem', 250, 7, 0);"
"INSERT INTO domain (name, provider, ldap) VALUES ('staff.example', 'bare', 'staff');"
"INSERT INTO domain (name, alias_of) VALUES ('staffalias.example', 'staff.example'), ('otheralias.example', 'staff.example');"
"UPDATE domain SET ldap = 'other' WHERE name = 'otheralias.example';"
"INSERT INTO mailbox (address, login, display_name) VALUES ('own@staff.example', 'u9', NULL), ('name@staff.example', NULL, 'N');";

static char	*path;

static void
fresh(void)
{
	static const char *const	 schema[] = { SOURCE_DIR "/schema/schema.sql" };
	char				*message;

	rig_database(path, schema, 1);
	message = rig_sql(path, rows_sql);
	if (message != NULL)
		kit_die("%s", message);
}

/* The account of a question, as the formats get it. */
static enum err
look_up(struct store *s, const struct store_key *key, struct arena *a,
    struct account *out)
{
	struct account	rows;
	enum err	e;

	if ((e = store_account(s, key, a, &rows)) != ERR_OK)
		return e;
	return account_expand(&rows, a, out);
}

/* One question about one domain. */
static enum err
ask(struct store *s, struct arena *a, const char *local, const char *domain, int any,
    struct account *out)
{
	struct store_key	 key = { .ncandidates = 1, .local = local };

	key.candidates[0].domain = domain;
	key.candidates[0].any = any;
	return look_up(s, &key, a, out);
}

struct fixture {
	struct store	*store;
	struct arena	 arena;
	struct account	 account;
};

static int
setup(void **state)
{
	struct fixture	*f = calloc(1, sizeof(*f));

	if (f == NULL)
		kit_die("no memory");
	path = kit_path("store.db");
	fresh();
	f->store = store_new(path);
	if (f->store == NULL || arena_init(&f->arena, ARENA_MAX) != 0)
		kit_die("no memory");
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture	*f = *state;

	store_free(f->store);
	arena_free(&f->arena);
	free(f);
	free(path);
	kit_clean();
	return 0;
}

static void
everything_of_a_row(void **state)
{
	struct fixture		*f = *state;
	const struct account	*ac = &f->account;

	assert_int_equal(ask(f->store, &f->arena, "Jane", "full.example", 1, &f->account), ERR_OK);
	row_str("provider.id", "provider", ac->provider, "full");
	row_str("provider.name", "name", ac->name, "Full Mail Company");
	row_str("provider.short_name", "short", ac->short_name, "Full");
	row_str("provider.help_url", "help", ac->help_url, "https://help.example/");
	row_str("provider.webmail_url", "web mail", ac->webmail_url, "https://web.example/");
	row_str("as asked", "domain", ac->domain, "full.example");
	row_str("case of the local part is kept", "address", ac->address, "Jane@full.example");
	row_str("case of the local part is kept", "local", ac->local, "Jane");
	row_str("no row of its own", "login", ac->login, NULL);
	row_str("no row of its own", "display name", ac->display_name, NULL);
	row_int("provider.all_servers", "all", ac->all_servers != 0, 1);
	row_str("hosted here", "redirect", ac->redirect_domain, NULL);
	assert_int_equal(ac->nservices, 2);
	row_int("by type", "first", ac->services[0].type, SERVICE_IMAP);
	row_str("lower case", "host", ac->services[0].host, "imap.full.example");
	row_int("as stored", "security", ac->services[0].security, SECURITY_PLAIN);
	row_int("by type and security", "port is not 0", ac->services[0].port != 0, 1);
	row_int("best first", "authentications", (long long)ac->services[0].nauth, 2);
	row_int("best first", "authentication", ac->services[0].auth[0], AUTH_OAUTH2);
	row_int("best first", "authentication", ac->services[0].auth[1], AUTH_PASSWORD_CLEARTEXT);
	row_str("fixed", "template", ac->services[0].template, "fixed");
	row_str("fixed", "user name", ac->services[0].username, "fixed");
	row_int("by type", "second", ac->services[1].type, SERVICE_CALDAV);
	row_str("expanded", "url", ac->services[1].url, "https://dav.example/Jane@full.example/");
	row_str("with a url", "host", ac->services[1].host, NULL);
	row_str("the default", "user name", ac->services[1].username, "Jane@full.example");
	rows_end();
}

static void
rows_as_they_are(void **state)
{
	struct fixture		*f = *state;
	struct store_key	 key = { .ncandidates = 1, .local = "jane" };
	int			 hosts = 0;

	key.candidates[0].domain = "bare.example";
	assert_int_equal(store_account(f->store, &key, &f->arena, &f->account), ERR_OK);
	assert_int_equal(f->account.nservices, 4);
	for (size_t i = 0; i < 4; i++) {
		const struct service	*s = &f->account.services[i];

		row_true("the best of too many, so by priority", "priority",
		    i == 0 || s->priority > s[-1].priority ||
		    (s->priority == s[-1].priority && s->id > s[-1].id));
		hosts += strcmp(s->host, "smtp.%EMAILDOMAIN%") == 0;
		row_str("not expanded", "user name", s->username, NULL);
		row_str("as it stands", "template", s->template, "%EMAILADDRESS%");
	}
	row_int("as it stands", "host", hosts, 1);
	rows_end();
}

static void
a_mailbox_with_services_of_its_own(void **state)
{
	static const struct {
		const char	*local, *domain, *imap, *pop3, *smtp;
		int		 personal;
		const char	*why;
	} rows[] = {
		{ "moved", "own.example", "moved.example", "pop.example", "smtp.own.example", 1,
		    "hides the domain's and the provider's of the same type" },
		{ "MOVED", "own.example", "moved.example", "pop.example", "smtp.own.example", 1, "in any case" },
		{ "moved", "alias.example", "moved.example", "pop.example", "smtp.alias.example", 1, "at an alias of its domain" },
		{ "other", "own.example", "own.example", NULL, "smtp.own.example", 0, "nobody else" },
		{ NULL, "own.example", "own.example", NULL, "smtp.own.example", 0, "and no domain" },
		{ "moved", "bare.example", "imap0.example", NULL, "smtp.bare.example", 0, "the same name elsewhere" },
	};
	struct fixture	*f = *state;

	for (size_t i = 0; i < NITEMS(rows); i++) {
		const struct service	*s;

		row_int(rows[i].why, "error", ask(f->store, &f->arena, rows[i].local, rows[i].domain, 1, &f->account), ERR_OK);
		s = account_first(&f->account, SERVICE_IMAP);
		row_str(rows[i].why, "imap", s == NULL ? NULL : s->host, rows[i].imap);
		s = account_first(&f->account, SERVICE_POP3);
		row_str(rows[i].why, "pop3", s == NULL ? NULL : s->host, rows[i].pop3);
		s = account_first(&f->account, SERVICE_SMTP);
		row_str(rows[i].why, "smtp", s == NULL ? NULL : s->host, rows[i].smtp);
		row_int(rows[i].why, "personal", f->account.personal, rows[i].personal);
		arena_reset(&f->arena);
	}
	rows_end();
}

static void
where_logins_are_looked_up(void **state)
{
	static const struct {
		const char	*local, *domain, *id, *alias_of, *why;
	} rows[] = {
		{ "x", "staff.example", "staff", NULL, "domain.ldap" },
		{ NULL, "staff.example", NULL, NULL, "nobody to look up" },
		{ "x", "bare.example", NULL, NULL, "no directory" },
		{ "own", "staff.example", NULL, NULL, "a login of its own" },
		{ "name", "staff.example", "staff", NULL, "a row without login" },
		{ "x", "staffalias.example", "staff", "staff.example", "an alias: its target's" },
		{ "x", "otheralias.example", "other", "staff.example", "an alias with one of its own" },
	};
	struct fixture	*f = *state;

	for (size_t i = 0; i < NITEMS(rows); i++) {
		struct store_key		 key = { .ncandidates = 1, .local = rows[i].local };
		const struct directory_server	*d;

		key.candidates[0].domain = rows[i].domain;
		row_int(rows[i].why, "error", store_account(f->store, &key, &f->arena, &f->account), ERR_OK);
		d = f->account.directory;
		row_str(rows[i].why, "directory", d == NULL ? NULL : d->id, rows[i].id);
		row_str(rows[i].why, "alias of", f->account.alias_of, rows[i].alias_of);
		arena_reset(&f->arena);
	}
	rows_end();
}

static void
everything_of_a_directory(void **state)
{
	struct fixture		*f = *state;
	struct directory_server	 d;

	memset(&d, 0, sizeof(d));
	assert_int_equal(store_directory(f->store, "staff", &f->arena, &d), ERR_OK);
	row_str("as it stands", "uri", d.uri, "ldap://ldap.example");
	row_str("as it stands", "bind_dn", d.bind_dn, "cn=reader");
	row_str("as it stands", "bind_password", d.bind_password, "s3cret");
	row_str("by default", "filter", d.filter, "(mail={0})");
	row_int("by default", "scope", d.scope, SCOPE_SUB);
	row_int("ldap:// is StartTLS unless it says plain", "security", d.security, SECURITY_STARTTLS);
	row_int("by default", "time-out", d.timeout_ms, 1000);
	row_int("by default", "connections", d.max_connections, 4);
	row_int("by default", "cache", d.cache_seconds, 60);
	assert_int_equal(store_directory(f->store, "other", &f->arena, &d), ERR_OK);
	row_int("as it stands", "scope", d.scope, SCOPE_ONE);
	row_int("ldaps:// is TLS", "security", d.security, SECURITY_TLS);
	row_str("as it stands", "filter", d.filter, "(uid=%EMAILLOCALPART%)");
	row_str("as it stands", "login", d.attribute_login, "mail");
	row_str("as it stands", "name", d.attribute_name, "displayName");
	row_str("as it stands", "password file", d.bind_password_file, "/p");
	row_str("as it stands", "ca_file", d.ca_file, "/ca.pem");
	row_str("none", "bind_dn", d.bind_dn, NULL);
	row_int("as it stands", "time-out", d.timeout_ms, 250);
	row_int("as it stands", "connections", d.max_connections, 7);
	row_int("off", "cache", d.cache_seconds, 0);
	row_int("not there", "error", store_directory(f->store, "nothing", &f->arena, &d), ERR_NOTFOUND);
	rows_end();
}

static void
the_schema_keeps_the_rules(void **state)
{
	static const struct {
		const char	*sql, *says;
	} rows[] = {
		{ "INSERT INTO service (domain, mailbox, type, host) VALUES ('own.example', 'moved@own.example', 'imap', 'x.example')",
		    "a service is for a domain or for a mailbox, not for both" },
		{ "INSERT INTO service (provider, mailbox, type, host) VALUES ('bare', 'moved@own.example', 'imap', 'x.example')",
		    "leave it out, the mailbox's domain says whose it is" },
		{ "INSERT INTO service (mailbox, type, host) VALUES ('none@own.example', 'imap', 'x.example')",
		    "there is no mailbox with this address" },
		{ "UPDATE ldap_server SET security = 'plain' WHERE id = 'other'", "tls for ldaps://" },
		{ "UPDATE ldap_server SET security = 'tls' WHERE id = 'staff'", "tls for ldaps://" },
		{ "UPDATE ldap_server SET uri = 'ldap://a ldap://b' WHERE id = 'staff'", "one host" },
		{ "UPDATE ldap_server SET uri = 'ldap://a/dc=x' WHERE id = 'staff'", "one host" },
		{ "UPDATE ldap_server SET uri = 'ldapi:///' WHERE id = 'staff'", "one host" },
		{ "UPDATE ldap_server SET filter = 'mail={0}' WHERE id = 'staff'", "in brackets" },
		{ "UPDATE ldap_server SET scope = 'subtree' WHERE id = 'staff'", "base, one or sub" },
		{ "UPDATE ldap_server SET attribute_login = 'a)(b' WHERE id = 'staff'", "name of an attribute" },
		{ "UPDATE ldap_server SET timeout_ms = 4001 WHERE id = 'staff'", "100..4000" },
		{ "UPDATE ldap_server SET max_connections = 0 WHERE id = 'staff'", "1..64" },
		{ "UPDATE ldap_server SET cache_seconds = -1 WHERE id = 'staff'", "0..3600" },
		{ "UPDATE ldap_server SET bind_password_file = '/x' WHERE id = 'staff'", "not both" },
		{ "UPDATE ldap_server SET bind_password = '' WHERE id = 'staff'", "1..1000" },
		{ "UPDATE ldap_server SET ca_file = 'ca.pem' WHERE id = 'staff'", "absolute path" },
	};
	char	*message;

	(void)state;
	for (size_t i = 0; i < NITEMS(rows); i++) {
		message = rig_sql(path, rows[i].sql);
		row_true(rows[i].sql, rows[i].says, message != NULL && strstr(message, rows[i].says) != NULL);
		free(message);
	}
	rows_end();
}

static void
a_mailbox_takes_its_services_along(void **state)
{
	struct fixture	*f = *state;
	char		*message;

	message = rig_sql(path, "UPDATE mailbox SET address = 'new@own.example' WHERE address = 'moved@own.example';"
	    "INSERT INTO provider (id, name) VALUES ('third', 'Third');"
	    "UPDATE domain SET provider = 'third' WHERE name = 'own.example'");
	assert_null(message);
	assert_int_equal(ask(f->store, &f->arena, "new", "own.example", 1, &f->account), ERR_OK);
	assert_string_equal(account_first(&f->account, SERVICE_IMAP)->host, "moved.example");
	message = rig_sql(path, "DELETE FROM service WHERE provider = 'bare'");
	assert_null(message);
	assert_int_equal(ask(f->store, &f->arena, "new", "own.example", 1, &f->account), ERR_OK);
	assert_string_equal(account_first(&f->account, SERVICE_POP3)->host, "pop.example");
	message = rig_sql(path, "DELETE FROM mailbox WHERE address = 'new@own.example'");
	assert_null(message);
	assert_int_equal(ask(f->store, &f->arena, "new", "own.example", 1, &f->account), ERR_OK);
	assert_null(account_first(&f->account, SERVICE_POP3));
	fresh();
}

static void
without_an_address(void **state)
{
	struct fixture		*f = *state;
	const struct account	*ac = &f->account;

	assert_int_equal(ask(f->store, &f->arena, NULL, "full.example", 1, &f->account), ERR_OK);
	row_str("unknown", "address", ac->address, NULL);
	row_str("unknown", "local", ac->local, NULL);
	row_str("known", "domain", ac->domain, "full.example");
	assert_int_equal(ac->nservices, 2);
	row_str("fixed", "user name", ac->services[0].username, "fixed");
	row_str("up to the last /", "url", ac->services[1].url, "https://dav.example/");
	row_str("needs one", "user name", ac->services[1].username, NULL);
	row_str("stays", "template", ac->services[1].template, "%EMAILADDRESS%");
	rows_end();
}

static void
services_in_their_order(void **state)
{
	struct fixture		*f = *state;
	const struct account	*ac = &f->account;

	assert_int_equal(ask(f->store, &f->arena, "x", "bare.example", 1, &f->account), ERR_OK);
	row_str("the first word of the name", "short name", ac->short_name, "Bare");
	assert_int_equal(ac->nservices, 4);
	row_str("priority first", "1", ac->services[0].host, "imap0.example");
	row_int("STARTTLS by its port", "1", ac->services[0].security, SECURITY_STARTTLS);
	row_str("then the better security", "2", ac->services[1].host, "imap1.example");
	row_int("TLS by default", "2", ac->services[1].security, SECURITY_TLS);
	row_int("its port by default", "2", ac->services[1].port, 993);
	row_str("then the others", "3", ac->services[2].host, "imap2.example");
	row_str("SMTP after IMAP, expanded", "4", ac->services[3].host, "smtp.bare.example");
	row_int("its port by default", "4", ac->services[3].port, 465);
	rows_end();
}

static void
a_domains_own_services(void **state)
{
	struct fixture		*f = *state;
	const struct account	*ac = &f->account;

	assert_int_equal(ask(f->store, &f->arena, "jane", "own.example", 1, &f->account), ERR_OK);
	assert_int_equal(ac->nservices, 2);
	row_str("instead of the provider's of its type", "imap", ac->services[0].host, "own.example");
	row_str("its own user name", "imap", ac->services[0].username, "jane");
	row_str("other types stay", "smtp", ac->services[1].host, "smtp.own.example");
	rows_end();
}

static void
an_alias_answers_under_its_name(void **state)
{
	struct fixture		*f = *state;
	const struct account	*ac = &f->account;

	assert_int_equal(ask(f->store, &f->arena, "jane", "alias.example", 1, &f->account), ERR_OK);
	row_str("its own name", "domain", ac->domain, "alias.example");
	row_str("its own name", "address", ac->address, "jane@alias.example");
	assert_int_equal(ac->nservices, 2);
	row_str("the other domain's services", "imap", ac->services[0].host, "own.example");
	row_str("placeholders with its own name", "smtp", ac->services[1].host, "smtp.alias.example");
	row_str("placeholders with its own name", "smtp", ac->services[1].username, "jane@alias.example");
	rows_end();
}

static void
mailboxes_with_rows(void **state)
{
	static const struct {
		const char	*local, *domain, *login, *name, *why;
	} rows[] = {
		{ "fred", "full.example", "u1234", "Fred F.", "a row, names are shown" },
		{ "FRED", "full.example", "u1234", "Fred F.", "without regard to case" },
		{ "fred", "bare.example", "u1", NULL, "a row, names are not shown" },
		{ "only.name", "full.example", NULL, "Only", "a name alone" },
		{ "jane", "full.example", NULL, NULL, "no row" },
		{ "fre_", "full.example", NULL, NULL, "no pattern" },
		{ "fre%", "full.example", NULL, NULL, "no pattern" },
		{ "fre*", "full.example", NULL, NULL, "no pattern" },
		{ "x' OR '1'='1", "full.example", NULL, NULL, "no SQL" },
		{ "fred", "alias.example", "ualias", NULL, "a row of the alias" },
		{ "fred", "own.example", NULL, NULL, "which is not the other domain's" },
	};
	struct fixture	*f = *state;

	for (size_t i = 0; i < NITEMS(rows); i++) {
		row_int(rows[i].why, "error", ask(f->store, &f->arena, rows[i].local,
		    rows[i].domain, 1, &f->account), ERR_OK);
		row_str(rows[i].why, "login", f->account.login, rows[i].login);
		row_str(rows[i].why, "display name", f->account.display_name, rows[i].name);
		arena_reset(&f->arena);
	}
	rows_end();
}

static void
a_login_is_every_services_user_name(void **state)
{
	struct fixture	*f = *state;

	assert_int_equal(ask(f->store, &f->arena, "fred", "bare.example", 1, &f->account), ERR_OK);
	assert_string_equal(f->account.login, "u1");
	assert_string_equal(f->account.address, "fred@bare.example");
}

static void
who_is_not_served(void **state)
{
	static const struct {
		const char	*domain, *why;
	} rows[] = {
		{ "unknown.example", "no such row" },
		{ "off.example", "not enabled" },
		{ "offalias.example", "an alias that is not enabled" },
		{ "aliasoff.example", "an alias of one that is not enabled" },
		{ "sub.full.example", "a domain below one that is served" },
		{ "example", "no such row" },
		{ "*", "no row of this name" },
		{ "%.example", "no pattern" },
		{ "x' OR '1'='1", "no SQL" },
	};
	struct fixture	*f = *state;

	for (size_t i = 0; i < NITEMS(rows); i++)
		row_int(rows[i].why, rows[i].domain, ask(f->store, &f->arena, "x",
		    rows[i].domain, 1, &f->account), ERR_NOTFOUND);
	row_int("served without a service", "nothing of its own",
	    ask(f->store, &f->arena, "x", "nothing.example", 1, &f->account), ERR_OK);
	rows_end();
}

static void
a_domain_hosted_elsewhere(void **state)
{
	struct fixture	*f = *state;

	assert_int_equal(ask(f->store, &f->arena, "x", "moved.example", 1, &f->account), ERR_OK);
	assert_string_equal(f->account.redirect_domain, "elsewhere.example");
}

static void
the_star_answers_for_the_rest(void **state)
{
	struct fixture	*f = *state;

	assert_null(rig_sql(path, "INSERT INTO domain (name, provider) VALUES ('*', 'bare')"));
	row_int("any domain", "unknown.example", ask(f->store, &f->arena, "x",
	    "unknown.example", 1, &f->account), ERR_OK);
	row_str("under its own name", "domain", f->account.domain, "unknown.example");
	row_str("expanded with it", "smtp",
	    f->account.services[f->account.nservices - 1].host, "smtp.unknown.example");
	row_int("not where it may not", "unknown.example", ask(f->store, &f->arena, "x",
	    "unknown.example", 0, &f->account), ERR_NOTFOUND);
	row_int("a disabled domain stays disabled", "off.example", ask(f->store, &f->arena, "x",
	    "off.example", 1, &f->account), ERR_NOTFOUND);
	assert_null(rig_sql(path, "UPDATE domain SET enabled = 0 WHERE name = '*'"));
	row_int("a disabled star", "unknown.example", ask(f->store, &f->arena, "x",
	    "unknown.example", 1, &f->account), ERR_NOTFOUND);
	fresh();
	rows_end();
}

static void
the_first_candidate_that_is_served(void **state)
{
	struct fixture		*f = *state;
	struct store_key	 key = { .ncandidates = 3 };

	key.candidates[0].domain = "unknown.example";
	key.candidates[0].any = 1;
	key.candidates[1].domain = "bare.example";
	key.candidates[2].domain = "full.example";
	assert_int_equal(look_up(f->store, &key, &f->arena, &f->account), ERR_OK);
	row_str("the named ones in their order", "domain", f->account.domain, "bare.example");
	assert_null(rig_sql(path, "INSERT INTO domain (name, provider) VALUES ('*', 'full')"));
	assert_int_equal(look_up(f->store, &key, &f->arena, &f->account), ERR_OK);
	row_str("before the star", "domain", f->account.domain, "bare.example");
	key.ncandidates = 1;
	assert_int_equal(look_up(f->store, &key, &f->arena, &f->account), ERR_OK);
	row_str("the star at last", "domain", f->account.domain, "unknown.example");
	key.ncandidates = 2;
	key.candidates[0].domain = "off.example";
	row_int("a disabled one ends it", "error",
	    look_up(f->store, &key, &f->arena, &f->account), ERR_NOTFOUND);
	fresh();
	rows_end();
}

static void
changes_are_live(void **state)
{
	struct fixture	*f = *state;
	char		*other = kit_path("other.db");

	assert_int_equal(ask(f->store, &f->arena, "x", "full.example", 1, &f->account), ERR_OK);
	assert_null(rig_sql(path, "UPDATE provider SET name = 'New Name' WHERE id = 'full'"));
	assert_int_equal(ask(f->store, &f->arena, "x", "full.example", 1, &f->account), ERR_OK);
	assert_string_equal(f->account.name, "New Name");
	/* A whole new file under the old name. */
	assert_int_equal(rename(path, other), 0);
	fresh();
	assert_int_equal(ask(f->store, &f->arena, "x", "full.example", 1, &f->account), ERR_OK);
	assert_string_equal(f->account.name, "Full Mail Company");
	free(other);
}

static void
what_was_answered_stays(void **state)
{
	struct fixture	*f = *state;
	struct account	 first;

	assert_int_equal(ask(f->store, &f->arena, "x", "full.example", 1, &first), ERR_OK);
	assert_null(rig_sql(path, "UPDATE provider SET name = 'Other' WHERE id = 'full'"));
	assert_int_equal(ask(f->store, &f->arena, "y", "full.example", 1, &f->account), ERR_OK);
	/* SQLite's text dies at the next step; the arena's does not. */
	assert_string_equal(first.name, "Full Mail Company");
	assert_string_equal(first.address, "x@full.example");
	fresh();
}

static void
databases_that_cannot_be_read(void **state)
{
	static const struct {
		const char	*sql;	/* what spoils a fresh one; NULL: it is removed */
		const char	*file;	/* or what stands in its place */
		const char	*why;
	} rows[] = {
		{ NULL, NULL, "missing" },
		{ NULL, "", "empty" },
		{ NULL, "this is no database, and long enough to have a header of one hundred octets"
		    " and a few more, so that SQLite looks at it", "text" },
		{ "PRAGMA application_id = 1", NULL, "somebody else's" },
		{ "PRAGMA user_version = 0", NULL, "older" },
		{ "PRAGMA user_version = 1000000", NULL, "newer" },
		{ "DROP TABLE mailbox", NULL, "a table is missing" },
		{ "ALTER TABLE provider RENAME COLUMN name TO nom", NULL, "a column is missing" },
	};
	struct fixture	*f = *state;

	for (size_t i = 0; i < NITEMS(rows); i++) {
		char	*message = NULL;

		fresh();
		if (rows[i].sql != NULL)
			message = rig_sql(path, rows[i].sql);
		else if (rows[i].file != NULL)
			(void)kit_write(path, rows[i].file, strlen(rows[i].file));
		else
			(void)unlink(path);
		assert_null(message);
		for (int again = 0; again < 2; again++) {
			row_int(rows[i].why, "account", ask(f->store, &f->arena, "x",
			    "full.example", 1, &f->account), ERR_STORE);
			row_int(rows[i].why, "ready", store_ready(f->store), ERR_STORE);
			row_true(rows[i].why, "there is a sentence",
			    store_problem(f->store) != NULL && store_problem(f->store)[0] != '\0');
		}
		fresh();
		row_int(rows[i].why, "heals", ask(f->store, &f->arena, "x", "full.example",
		    1, &f->account), ERR_OK);
		row_int(rows[i].why, "heals", store_ready(f->store), ERR_OK);
		arena_reset(&f->arena);
	}
	rows_end();
}

static void
the_file_is_damaged_inside(void **state)
{
	struct fixture	*f = *state;
	size_t		 len;
	char		*data;

	fresh();
	data = kit_read(path, &len);
	assert_non_null(data);
	assert_true(len > 8192);
	/* All pages but the first, which holds the schema. */
	memset(data + 4096, 0xa5, len - 4096);
	assert_int_equal(kit_write(path, data, len), 0);
	free(data);
	assert_int_equal(ask(f->store, &f->arena, "x", "full.example", 1, &f->account), ERR_STORE);
	fresh();
	assert_int_equal(ask(f->store, &f->arena, "x", "full.example", 1, &f->account), ERR_OK);
}

static void
it_is_never_written(void **state)
{
	struct fixture	*f = *state;
	char		*journal = kit_printf("%s-journal", path), *wal = kit_printf("%s-wal", path);
	size_t		 before_len, after_len;
	char		*before = kit_read(path, &before_len), *after;

	assert_int_equal(ask(f->store, &f->arena, "x", "full.example", 1, &f->account), ERR_OK);
	after = kit_read(path, &after_len);
	assert_int_equal(after_len, before_len);
	assert_memory_equal(before, after, before_len);
	assert_int_equal(access(journal, F_OK), -1);
	assert_int_equal(access(wal, F_OK), -1);
	free(before);
	free(after);
	free(journal);
	free(wal);
}

static void
at_the_arenas_limit(void **state)
{
	struct fixture	*f = *state;
	enum err	 last = ERR_NOMEM;

	for (size_t size = 0; size < 20480; size += 16) {
		struct arena	 a;
		struct account	 ac;
		enum err	 e;

		(void)arena_init(&a, size);
		e = ask(f->store, &a, "fred", "full.example", 1, &ac);
		assert_true(e == ERR_OK || e == ERR_NOMEM);
		assert_false(last == ERR_OK && e != ERR_OK);
		if (e == ERR_OK) {
			assert_string_equal(ac.login, "u1234");
			assert_string_equal(ac.services[1].url, "https://dav.example/fred@full.example/");
		}
		last = e;
		arena_free(&a);
	}
	assert_int_equal(last, ERR_OK);
}

static void
more_services_than_an_answer_looks_at(void **state)
{
	struct fixture	*f = *state;
	enum err	 e;

	assert_null(rig_sql(path,
	    "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 200)"
	    " INSERT INTO service (provider, type, host, port)"
	    " SELECT 'full', 'imap', 'h' || i || '.example', i FROM n"));
	e = ask(f->store, &f->arena, "x", "full.example", 1, &f->account);
	/* An error or the first of them, but no overflow. */
	assert_true(e != ERR_OK || f->account.nservices <= SERVICES_MAX);
	fresh();
}

static void
nothing_is_freed_twice(void **state)
{
	struct store	*s = store_new(path);

	(void)state;
	store_free(NULL);
	assert_non_null(s);
	store_free(s);
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(everything_of_a_row),
		cmocka_unit_test(rows_as_they_are),
		cmocka_unit_test(a_mailbox_with_services_of_its_own),
		cmocka_unit_test(where_logins_are_looked_up),
		cmocka_unit_test(everything_of_a_directory),
		cmocka_unit_test(the_schema_keeps_the_rules),
		cmocka_unit_test(a_mailbox_takes_its_services_along),
		cmocka_unit_test(without_an_address),
		cmocka_unit_test(services_in_their_order),
		cmocka_unit_test(a_domains_own_services),
		cmocka_unit_test(an_alias_answers_under_its_name),
		cmocka_unit_test(mailboxes_with_rows),
		cmocka_unit_test(a_login_is_every_services_user_name),
		cmocka_unit_test(who_is_not_served),
		cmocka_unit_test(a_domain_hosted_elsewhere),
		cmocka_unit_test(the_star_answers_for_the_rest),
		cmocka_unit_test(the_first_candidate_that_is_served),
		cmocka_unit_test(changes_are_live),
		cmocka_unit_test(what_was_answered_stays),
		cmocka_unit_test(databases_that_cannot_be_read),
		cmocka_unit_test(the_file_is_damaged_inside),
		cmocka_unit_test(it_is_never_written),
		cmocka_unit_test(at_the_arenas_limit),
		cmocka_unit_test(more_services_than_an_answer_looks_at),
		cmocka_unit_test(nothing_is_freed_twice),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
