#include "lib/store.h"

#include <assert.h>
#include <errno.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/address.h"
#include "lib/limits.h"
#include "lib/log.h"
#include "lib/store_provider.h"

enum stmt {
	STMT_VERSION,
	STMT_BEGIN,
	STMT_END,
	STMT_DOMAIN,
	STMT_PROVIDER,
	STMT_DOCUMENTS,
	STMT_SERVICES,
	STMT_MAILBOX,
	STMT_DIRECTORY,
	STMT__MAX
};

/* Every statement, prepared when the file is opened. */
static const struct {
	const char	*sql;
	int		 ncols;	/* checked then */
} stmts[] = {
	/* One snapshot for all that an answer is made of. */
	[STMT_BEGIN] = { "BEGIN", 0 },
	[STMT_END] = { "COMMIT", 0 },
	/* A newer muaconf may have changed the file in place. */
	[STMT_VERSION] = { "PRAGMA user_version", 1 },
	/* An alias answers with its target's settings. */
	[STMT_DOMAIN] = {
	    "SELECT d.enabled, t.name, p.id, p.name, p.short_name, p.help_url,"
	    " p.webmail_url, p.logo_url, p.all_servers, p.display_names,"
	    " coalesce(d.redirect_domain, t.redirect_domain),"
	    " coalesce(d.ldap, t.ldap), coalesce(d.redirect_url, t.redirect_url)"
	    " FROM domain d JOIN domain t ON t.name = coalesce(d.alias_of, d.name)"
	    " JOIN provider p ON p.id = t.provider WHERE d.name = ?1", 13 },
	[STMT_PROVIDER] = { PROVIDER_SQL, PROVIDER_COLUMNS },
	[STMT_DOCUMENTS] = { DOCUMENTS_SQL, DOCUMENTS_COLUMNS },
	/* A type that the mailbox has of its own hides the domain's and the
	 * provider's, one that the domain has of its own the provider's. */
	[STMT_SERVICES] = {
	    "SELECT id, type, host, port, security, authentication, username,"
	    " url, priority, " OPTIONS_SQL ", mailbox IS NOT NULL FROM service s WHERE id IN ("
	    "SELECT id FROM service WHERE mailbox = ?3 UNION ALL"
	    " SELECT id FROM service WHERE provider = ?1 AND domain = ?2"
	    " AND mailbox IS NULL UNION ALL"
	    " SELECT id FROM service WHERE provider = ?1 AND domain IS NULL"
	    " AND mailbox IS NULL)"
	    " AND NOT EXISTS (SELECT 1 FROM service o WHERE s.mailbox IS NULL"
	    " AND o.mailbox = ?3 AND o.type = s.type)"
	    " AND NOT EXISTS (SELECT 1 FROM service o WHERE s.mailbox IS NULL"
	    " AND s.domain IS NULL AND o.provider = ?1 AND o.domain = ?2"
	    " AND o.mailbox IS NULL AND o.type = s.type)"
	    " ORDER BY priority, id",
	    10 + OPTIONS_COLUMNS },
	[STMT_MAILBOX] = {
	    "SELECT login, display_name FROM mailbox WHERE address = ?1", 2 },
	[STMT_DIRECTORY] = {
	    "SELECT id, uri, base, filter, scope, security, attribute_login,"
	    " attribute_name, bind_dn, bind_password, bind_password_file,"
	    " ca_file, timeout_ms, max_connections, cache_seconds"
	    " FROM ldap_server WHERE id = ?1", 15 },
};
static_assert(NITEMS(stmts) == STMT__MAX, "a text for every statement");

struct store {
	char		*path;
	sqlite3		*db;	/* NULL while it can't be read */
	sqlite3_stmt	*stmt[STMT__MAX];
	dev_t		 dev;	/* of the file that is open */
	ino_t		 ino;
	char		 problem[512];
};

struct store *
store_new(const char *path)
{
	struct store *s = calloc(1, sizeof(*s));

	if (s == NULL || (s->path = strdup(path)) == NULL) {
		free(s);
		return NULL;
	}
	return s;
}

static void
close_db(struct store *s)
{
	for (size_t i = 0; i < STMT__MAX; i++) {
		(void)sqlite3_finalize(s->stmt[i]);
		s->stmt[i] = NULL;
	}
	(void)sqlite3_close(s->db);
	s->db = NULL;
}

void
store_free(struct store *s)
{
	if (s == NULL)
		return;
	close_db(s);
	free(s->path);
	free(s);
}

const char *
store_problem(const struct store *s)
{
	return s->problem;
}

/* Keep what is wrong, and close: the next question opens anew. */
static enum err __attribute__((format(printf, 2, 3)))
problem(struct store *s, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(s->problem, sizeof(s->problem), fmt, ap);
	va_end(ap);
	close_db(s);
	return ERR_STORE;
}

/* The same for an error of SQLite, with what to do about it. */
static enum err
db_problem(struct store *s, const char *doing)
{
	int		 code = s->db == NULL ? SQLITE_NOMEM : sqlite3_errcode(s->db);
	char		 why[128];
	const char	*remedy;

	(void)snprintf(why, sizeof(why), "%s",
	    s->db == NULL ? "out of memory" : sqlite3_errmsg(s->db));
	switch (code) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		remedy = "another program holds a lock on it; end that program's transaction";
		break;
	case SQLITE_NOTADB:
	case SQLITE_CORRUPT:
		remedy = "the file is damaged; restore it from a copy, or seed a new one elsewhere,"
		    " remove -journal, -wal and -shm beside this one, and mv it here";
		break;
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		remedy = "make the file and its folder readable for this program's user";
		break;
	case SQLITE_READONLY:
		remedy = "an interrupted change waits to be rolled back: run muaconf check as its"
		    " owner; or the file is in WAL mode: stop muaconf.fcgi, set PRAGMA"
		    " journal_mode = DELETE, start it";
		break;
	default:
		remedy = "run: muaconf check";
		break;
	}
	return problem(s, "%s: %s: %s; %s", s->path, doing, why, remedy);
}

/* The number that a PRAGMA gives; -1 when it can't be read. */
static long
pragma(struct store *s, const char *sql)
{
	sqlite3_stmt	*st = NULL;
	long		 value = -1;

	if (sqlite3_prepare_v2(s->db, sql, -1, &st, NULL) == SQLITE_OK &&
	    sqlite3_step(st) == SQLITE_ROW)
		value = (long)sqlite3_column_int64(st, 0);
	(void)sqlite3_finalize(st);
	return value;
}

/* Is it ours at all?  Once for each file. */
static enum err
check_application(struct store *s)
{
	long id = pragma(s, "PRAGMA application_id");

	if (id < 0)
		return db_problem(s, "reading");
	if (id != STORE_APPLICATION_ID)
		return problem(s, "%s: this is no muaconf database;"
		    " make one with: muaconf init", s->path);
	return ERR_OK;
}

/* Is it the version that the statements are for?  For each answer. */
static enum err
check_version(struct store *s)
{
	sqlite3_stmt	*st = s->stmt[STMT_VERSION];
	int		 version;

	if (sqlite3_step(st) != SQLITE_ROW)
		return db_problem(s, "reading its version");
	version = sqlite3_column_int(st, 0);
	(void)sqlite3_reset(st);
	if (version > STORE_USER_VERSION)
		return problem(s, "%s: its version %d is newer than %d;"
		    " install the muaconf.fcgi that belongs to it", s->path,
		    version, STORE_USER_VERSION);
	if (version < STORE_USER_VERSION)
		return problem(s, "%s: its version %d is older than %d;"
		    " run: muaconf migrate", s->path, version,
		    STORE_USER_VERSION);
	return ERR_OK;
}

static enum err
prepare(struct store *s, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++) {
		if (sqlite3_prepare_v3(s->db, stmts[i].sql, -1,
		    SQLITE_PREPARE_PERSISTENT, &s->stmt[i], NULL) != SQLITE_OK)
			return db_problem(s, "preparing");
		assert(sqlite3_column_count(s->stmt[i]) == stmts[i].ncols);
		assert(sqlite3_stmt_readonly(s->stmt[i]));
	}
	return ERR_OK;
}

static enum err
open_db(struct store *s, const struct stat *sb)
{
	static const int	flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX;
	enum err		e;

	if (sqlite3_open_v2(s->path, &s->db, flags, NULL) != SQLITE_OK)
		return db_problem(s, "opening");
	s->dev = sb->st_dev;
	s->ino = sb->st_ino;
	(void)sqlite3_extended_result_codes(s->db, 0);
	(void)sqlite3_busy_timeout(s->db, STORE_BUSY_MS);
	(void)sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	(void)sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	/* The other statements need the tables of the right version. */
	if ((e = check_application(s)) != ERR_OK ||
	    (e = prepare(s, STMT_VERSION, STMT_VERSION + 1)) != ERR_OK ||
	    (e = check_version(s)) != ERR_OK)
		return e;
	return prepare(s, STMT_VERSION + 1, STMT__MAX);
}

/* Have the file open that is at the path now. */
static enum err
ensure_open(struct store *s)
{
	struct stat sb;

	s->problem[0] = '\0';
	if (stat(s->path, &sb) != 0)
		return problem(s, "%s: %s; make it with: muaconf seed FILE",
		    s->path, strerror(errno));
	/* Opening a FIFO would wait for ever. */
	if (!S_ISREG(sb.st_mode))
		return problem(s, "%s: this is no file; make it with: muaconf"
		    " seed FILE", s->path);
	if (s->db != NULL && sb.st_dev == s->dev && sb.st_ino == s->ino)
		return ERR_OK;
	close_db(s);
	return open_db(s, &sb);
}

/* A statement with its text parameters; NULL when they can't be bound. */
static sqlite3_stmt *
bind(struct store *s, enum stmt which, const char *p1, const char *p2)
{
	sqlite3_stmt *st = s->stmt[which];

	if ((p1 != NULL &&
	    sqlite3_bind_text(st, 1, p1, -1, SQLITE_STATIC) != SQLITE_OK) ||
	    (p2 != NULL &&
	    sqlite3_bind_text(st, 2, p2, -1, SQLITE_STATIC) != SQLITE_OK))
		return NULL;
	return st;
}

static void
done(sqlite3_stmt *st)
{
	(void)sqlite3_reset(st);
	(void)sqlite3_clear_bindings(st);
}

/* Run a statement that gives no rows. */
static int
run(struct store *s, enum stmt which)
{
	int code = sqlite3_step(s->stmt[which]);

	(void)sqlite3_reset(s->stmt[which]);
	return code == SQLITE_DONE ? 0 : -1;
}

/* A column's text in the arena; NULL for NULL.  full is set when it didn't fit. */
static const char *
text(struct arena *a, sqlite3_stmt *st, int col, bool *full)
{
	const char	*value = (const char *)sqlite3_column_text(st, col);
	char		*copy;

	if (value == NULL)
		return NULL;
	copy = arena_strndup(a, value, (size_t)sqlite3_column_bytes(st, col));
	if (copy == NULL)
		*full = true;
	return copy;
}

/* The provider's first word, when it has no short name. */
static const char *
first_word(struct arena *a, const char *name, bool *full)
{
	char *word = arena_strndup(a, name, strcspn(name, " "));

	if (word == NULL)
		*full = true;
	return word;
}

/* What STMT_DOMAIN found, for later steps. */
struct found {
	const char	*target;	/* the domain whose settings count */
	const char	*mailbox;	/* the row that is there; NULL: none */
	const char	*directory;	/* ldap_server.id; NULL: none */
};

static enum err
read_domain(sqlite3_stmt *st, const char *domain, struct arena *a,
    struct account *out, struct found *found)
{
	bool full = false;

	if (sqlite3_column_int(st, 0) == 0)
		return ERR_NOTFOUND;
	found->target = text(a, st, 1, &full);
	out->provider = text(a, st, 2, &full);
	out->name = text(a, st, 3, &full);
	out->short_name = text(a, st, 4, &full);
	if (out->short_name == NULL && out->name != NULL)
		out->short_name = first_word(a, out->name, &full);
	out->help_url = text(a, st, 5, &full);
	out->webmail_url = text(a, st, 6, &full);
	out->logo_url = text(a, st, 7, &full);
	out->all_servers = sqlite3_column_int(st, 8);
	out->display_names = sqlite3_column_int(st, 9);
	out->redirect_domain = text(a, st, 10, &full);
	found->directory = text(a, st, 11, &full);
	out->redirect_url = text(a, st, 12, &full);
	if ((out->domain = arena_strdup(a, domain)) == NULL)
		full = true;
	if (!full && strcmp(found->target, domain) != 0 &&
	    strcmp(found->target, "*") != 0)
		out->alias_of = found->target;
	return full ? ERR_NOMEM : ERR_OK;
}

/* Is the row there?  Then the account's head is filled.  domain is the one that
 * was asked for, row the one that answers: the same, or "*". */
static enum err
find_domain(struct store *s, const char *row, const char *domain,
    struct arena *a, struct account *out, struct found *found)
{
	sqlite3_stmt	*st = bind(s, STMT_DOMAIN, row, NULL);
	enum err	 e;

	if (st == NULL)
		return db_problem(s, "binding");
	switch (sqlite3_step(st)) {
	case SQLITE_ROW:
		e = read_domain(st, domain, a, out, found);
		/* A disabled row ends the search: "*" must not answer for it. */
		if (e == ERR_NOTFOUND)
			found->target = "";
		break;
	case SQLITE_DONE:
		e = ERR_NOTFOUND;
		break;
	default:
		return db_problem(s, "reading a domain");
	}
	done(st);
	return e;
}

/* The first candidate with a row of its own, else the first for which "*" may
 * answer.  which: its number. */
static enum err
find_candidate(struct store *s, const struct store_key *key, struct arena *a,
    struct account *out, struct found *found, size_t *which)
{
	const struct candidate	*c = key->candidates;
	enum err		 e;

	for (size_t i = 0; i < key->ncandidates; i++) {
		*which = i;
		e = find_domain(s, c[i].domain, c[i].domain, a, out, found);
		if (e != ERR_NOTFOUND || found->target != NULL)
			return e;
	}
	for (size_t i = 0; i < key->ncandidates; i++) {
		if (!c[i].any)
			continue;
		*which = i;
		return find_domain(s, "*", c[i].domain, a, out, found);
	}
	return ERR_NOTFOUND;
}

/* This mailbox's own settings: none for most. */
static enum err
read_mailbox(struct store *s, const char *address, struct arena *a,
    struct account *out, struct found *found)
{
	sqlite3_stmt	*st = bind(s, STMT_MAILBOX, address, NULL);
	bool		 full = false;
	int		 code;

	if (st == NULL || ((code = sqlite3_step(st)) != SQLITE_ROW &&
	    code != SQLITE_DONE))
		return db_problem(s, "reading a mailbox");
	if (code == SQLITE_ROW) {
		if (found->mailbox == NULL)
			found->mailbox = address;
		if (out->login == NULL)
			out->login = text(a, st, 0, &full);
		if (out->display_names && out->display_name == NULL)
			out->display_name = text(a, st, 1, &full);
	}
	done(st);
	return full ? ERR_NOMEM : ERR_OK;
}

/* At an alias the address is looked up as it is first, then at the domain that
 * it stands for, for what the first row leaves open. */
static enum err
find_mailbox(struct store *s, const char *local, struct arena *a,
    struct account *out, struct found *found)
{
	const char	*other;
	enum err	 e;

	out->local = arena_strdup(a, local);
	out->address = address_join(a, local, out->domain);
	if (out->local == NULL || out->address == NULL)
		return ERR_NOMEM;
	e = read_mailbox(s, out->address, a, out, found);
	if (e != ERR_OK || out->alias_of == NULL ||
	    (found->mailbox != NULL && out->login != NULL))
		return e;
	if ((other = address_join(a, local, out->alias_of)) == NULL)
		return ERR_NOMEM;
	return read_mailbox(s, other, a, out, found);
}

/* A number of a row that the CHECKs keep within min..max. */
static int
number(sqlite3_stmt *st, int col, int min, int max)
{
	int n = sqlite3_column_int(st, col);

	return n < min ? min : n > max ? max : n;
}

/* ERR_NOTFOUND when a word can't be: the CHECKs keep that out. */
static enum err
read_directory(sqlite3_stmt *st, struct arena *a, struct directory_server *out)
{
	const char	*scope = (const char *)sqlite3_column_text(st, 4);
	const char	*security = (const char *)sqlite3_column_text(st, 5);
	bool		 full = false;

	out->id = text(a, st, 0, &full);
	out->uri = text(a, st, 1, &full);
	out->base = text(a, st, 2, &full);
	out->filter = text(a, st, 3, &full);
	out->attribute_login = text(a, st, 6, &full);
	out->attribute_name = text(a, st, 7, &full);
	out->bind_dn = text(a, st, 8, &full);
	out->bind_password = text(a, st, 9, &full);
	out->bind_password_file = text(a, st, 10, &full);
	out->ca_file = text(a, st, 11, &full);
	if (full)
		return ERR_NOMEM;
	out->timeout_ms = number(st, 12, 100, 10000);
	out->max_connections = number(st, 13, 1, DIRECTORY_CONNECTIONS_MAX);
	out->cache_seconds = number(st, 14, 0, 3600);
	out->security = strncmp(out->uri, "ldaps:", 6) == 0 ? SECURITY_TLS :
	    SECURITY_STARTTLS;
	if (security != NULL && security_parse(security, &out->security) != 0)
		return ERR_NOTFOUND;
	if (scope == NULL || directory_scope_parse(scope, &out->scope) != 0)
		return ERR_NOTFOUND;
	return ERR_OK;
}

/* ERR_NOTFOUND when the row is not there, or of no use. */
static enum err
find_directory(struct store *s, const char *id, struct arena *a,
    struct directory_server *out)
{
	sqlite3_stmt	*st = bind(s, STMT_DIRECTORY, id, NULL);
	enum err	 e = ERR_NOTFOUND;
	int		 code;

	if (st == NULL || ((code = sqlite3_step(st)) != SQLITE_ROW &&
	    code != SQLITE_DONE))
		return db_problem(s, "reading an ldap_server");
	if (code == SQLITE_ROW)
		e = read_directory(st, a, out);
	done(st);
	return e;
}

/* Where to look for the login, when the mailbox has none of its own. */
static enum err
set_directory(struct store *s, const char *id, struct arena *a,
    struct account *out)
{
	struct directory_server	*server = arena_alloc(a, sizeof(*server));
	enum err		 e;

	if (server == NULL)
		return ERR_NOMEM;
	e = find_directory(s, id, a, server);
	if (e == ERR_OK)
		out->directory = server;
	if (e != ERR_NOTFOUND)
		return e;
	log_line(LOG_LEVEL_WARNING, "directory=%s is not used: it isn't there,"
	    " or its words can't be; run: muaconf check", id);
	return ERR_OK;
}

/* Port and security of a service with their defaults. */
static enum err
read_server(sqlite3_stmt *st, struct arena *a, struct service *out, bool *full)
{
	const char *security = (const char *)sqlite3_column_text(st, 4);

	out->host = text(a, st, 2, full);
	out->port = sqlite3_column_type(st, 3) == SQLITE_NULL ?
	    service_port(out->type) : (uint16_t)sqlite3_column_int(st, 3);
	if (security == NULL)
		out->security = security_of_port(out->port);
	else if (security_parse(security, &out->security) != 0)
		return ERR_ADDRESS;
	return out->host == NULL ? ERR_ADDRESS : ERR_OK;
}

static enum err
read_url(sqlite3_stmt *st, struct arena *a, struct service *out, bool *full)
{
	out->url = text(a, st, 7, full);
	if (out->url == NULL)
		return ERR_ADDRESS;
	out->port = (uint16_t)sqlite3_column_int(st, 3);
	out->security = strncmp(out->url, "https:", 6) == 0 ||
	    strncmp(out->url, "ldaps:", 6) == 0 ? SECURITY_TLS : SECURITY_PLAIN;
	return ERR_OK;
}

/* One row, its placeholders as they are.  ERR_ADDRESS when it can't be used:
 * the CHECKs keep that out. */
static enum err
read_service(sqlite3_stmt *st, struct arena *a, struct service *out)
{
	const char	*type = (const char *)sqlite3_column_text(st, 1);
	const char	*auth = (const char *)sqlite3_column_text(st, 5);
	bool		 full = false;
	enum err	 e;

	memset(out, 0, sizeof(*out));
	if (type == NULL || service_type_parse(type, &out->type) != 0)
		return ERR_ADDRESS;
	out->id = sqlite3_column_int64(st, 0);
	out->priority = sqlite3_column_int(st, 8);
	options_read(st, 9, out);
	out->nauth = auth == NULL ? 0 : authentication_list(auth, out->auth);
	if (out->nauth == 0)
		return ERR_ADDRESS;
	e = service_kind(out->type)->has_url ?
	    read_url(st, a, out, &full) : read_server(st, a, out, &full);
	out->template = text(a, st, 6, &full);
	if (full)
		return ERR_NOMEM;
	return out->template == NULL ? ERR_ADDRESS : e;
}

static enum err
find_services(struct store *s, const struct found *found, struct arena *a,
    struct account *out)
{
	struct service	*services;
	sqlite3_stmt	*st = bind(s, STMT_SERVICES, out->provider, found->target);
	bool		 own = found->mailbox != NULL;
	size_t		 n = 0;
	enum err	 e = ERR_OK;
	int		 code;

	if (st == NULL || (own && sqlite3_bind_text(st, 3, found->mailbox, -1,
	    SQLITE_STATIC) != SQLITE_OK))
		return db_problem(s, "binding");
	services = arena_alloc(a, SERVICES_MAX * sizeof(*services));
	if (services == NULL)
		e = ERR_NOMEM;
	while (e == ERR_OK && (code = sqlite3_step(st)) != SQLITE_DONE) {
		if (code != SQLITE_ROW)
			return db_problem(s, "reading services");
		if (n == SERVICES_MAX) {
			log_line(LOG_LEVEL_WARNING, "provider=%s more than %d"
			    " services, the rest is not used; delete some",
			    out->provider, SERVICES_MAX);
			break;
		}
		e = read_service(st, a, &services[n]);
		if (e == ERR_OK) {
			out->personal |= sqlite3_column_int(st,
			    9 + OPTIONS_COLUMNS);
			n++;
		} else if (e == ERR_ADDRESS) {
			log_line(LOG_LEVEL_WARNING, "domain=%s service=%lld"
			    " is not used: its words can't be; run: muaconf check",
			    out->domain, (long long)sqlite3_column_int64(st, 0));
			e = ERR_OK;
		}
	}
	done(st);
	out->services = services;
	out->nservices = n;
	return e;
}

/* What the provider says beside its services. */
static enum err
find_provider(struct store *s, struct arena *a, struct account *out)
{
	sqlite3_stmt	*st = bind(s, STMT_PROVIDER, out->provider, NULL);
	enum err	 e;

	if (st == NULL || sqlite3_step(st) != SQLITE_ROW)
		return db_problem(s, "reading a provider");
	e = provider_read(st, a, out);
	done(st);
	if (e != ERR_OK)
		return e;
	if ((st = bind(s, STMT_DOCUMENTS, out->provider, NULL)) == NULL)
		return db_problem(s, "binding");
	if ((e = documents_read(st, a, out)) == ERR_STORE)
		return db_problem(s, "reading documentation");
	done(st);
	return e;
}

static enum err
read_account(struct store *s, const struct store_key *key, struct arena *a,
    struct account *out)
{
	struct found	found = { NULL, NULL, NULL };
	size_t		which = 0;
	enum err	e;

	e = find_candidate(s, key, a, out, &found, &which);
	if (e == ERR_OK && key->local != NULL && which == 0)
		e = find_mailbox(s, key->local, a, out, &found);
	if (e == ERR_OK && out->address != NULL && out->login == NULL &&
	    found.directory != NULL && out->redirect_domain == NULL)
		e = set_directory(s, found.directory, a, out);
	if (e == ERR_OK)
		e = find_provider(s, a, out);
	if (e == ERR_OK)
		e = find_services(s, &found, a, out);
	return e;
}

enum err
store_account(struct store *s, const struct store_key *key, struct arena *a,
    struct account *out)
{
	struct account	account;
	enum err	e;

	if ((e = ensure_open(s)) != ERR_OK)
		return e;
	if (run(s, STMT_BEGIN) != 0)
		return db_problem(s, "beginning");
	memset(&account, 0, sizeof(account));
	if ((e = check_version(s)) == ERR_OK)
		e = read_account(s, key, a, &account);
	if (s->db != NULL && run(s, STMT_END) != 0)
		return db_problem(s, "ending");
	if (e == ERR_OK)
		*out = account;
	return e;
}

enum err
store_directory(struct store *s, const char *id, struct arena *a,
    struct directory_server *out)
{
	enum err e = ensure_open(s);

	return e == ERR_OK ? find_directory(s, id, a, out) : e;
}

enum err
store_ready(struct store *s)
{
	enum err e = ensure_open(s);

	return e == ERR_OK ? check_version(s) : e;
}
