#include "lib/store_db.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/limits.h"
#include "lib/store_provider.h"

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
	/* An alias answers with its target's settings, or not at all. */
	[STMT_DOMAIN] = {
	    "SELECT d.enabled AND t.enabled, t.name, p.id, p.name, p.short_name, p.help_url,"
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
	    " UNION ALL"
	    " SELECT id FROM service WHERE provider = ?1 AND domain IS NULL)"
	    " AND NOT EXISTS (SELECT 1 FROM service o WHERE s.mailbox IS NULL"
	    " AND o.mailbox = ?3 AND o.type = s.type)"
	    " AND NOT EXISTS (SELECT 1 FROM service o WHERE s.mailbox IS NULL"
	    " AND s.domain IS NULL AND o.provider = ?1 AND o.domain = ?2"
	    " AND o.type = s.type)"
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
enum err
store_trouble(struct store *s, const char *doing)
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
		return store_trouble(s, "reading");
	if (id != STORE_APPLICATION_ID)
		return problem(s, "%s: this is no muaconf database;"
		    " make one with: muaconf init, or see what is wrong with:"
		    " muaconf check", s->path);
	return ERR_OK;
}

/* Is it the version that the statements are for?  For each answer. */
enum err
store_version(struct store *s)
{
	sqlite3_stmt	*st = s->stmt[STMT_VERSION];
	int		 version;

	if (sqlite3_step(st) != SQLITE_ROW)
		return store_trouble(s, "reading its version");
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
			return store_trouble(s, "preparing");
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
		return store_trouble(s, "opening");
	s->dev = sb->st_dev;
	s->ino = sb->st_ino;
	(void)sqlite3_extended_result_codes(s->db, 0);
	(void)sqlite3_busy_timeout(s->db, STORE_BUSY_MS);
	(void)sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	(void)sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	/* The other statements need the tables of the right version. */
	if ((e = check_application(s)) != ERR_OK ||
	    (e = prepare(s, STMT_VERSION, STMT_VERSION + 1)) != ERR_OK ||
	    (e = store_version(s)) != ERR_OK)
		return e;
	return prepare(s, STMT_VERSION + 1, STMT__MAX);
}

/* Have the file open that is at the path now. */
enum err
store_open(struct store *s)
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
sqlite3_stmt *
store_bind(struct store *s, enum stmt which, const char *p1, const char *p2)
{
	sqlite3_stmt *st = s->stmt[which];

	if ((p1 != NULL &&
	    sqlite3_bind_text(st, 1, p1, -1, SQLITE_STATIC) != SQLITE_OK) ||
	    (p2 != NULL &&
	    sqlite3_bind_text(st, 2, p2, -1, SQLITE_STATIC) != SQLITE_OK))
		return NULL;
	return st;
}

void
store_done(sqlite3_stmt *st)
{
	(void)sqlite3_reset(st);
	(void)sqlite3_clear_bindings(st);
}

/* Run a statement that gives no rows. */
int
store_run(struct store *s, enum stmt which)
{
	int code = sqlite3_step(s->stmt[which]);

	(void)sqlite3_reset(s->stmt[which]);
	return code == SQLITE_DONE ? 0 : -1;
}

/* A column's text in the arena; NULL for NULL.  full is set when it didn't fit. */
const char *
store_text(struct arena *a, sqlite3_stmt *st, int col, bool *full)
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
