#include "schema/walk.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "lib/account.h"
#include "lib/address.h"
#include "lib/limits.h"
#include "schema/say.h"

struct walk {
	const char	*command;
	struct store	*store;
	struct arena	 arena;
	walk_visit	 visit;
	void		*ctx;
};

/* The answer for one domain, and the visit. */
static enum err
stop_at(struct walk *w, const char *domain)
{
	const struct store_key	key = { .candidates = { { domain, 1 } },
	    .ncandidates = 1 };
	struct account		stored, account;
	struct walk_stop	stop = { &account, w->store, &w->arena };
	enum err		e;

	arena_reset(&w->arena);
	if ((e = store_account(w->store, &key, &w->arena, &stored)) != ERR_OK ||
	    (e = account_expand(&stored, &w->arena, &account)) != ERR_OK)
		return e;
	return w->visit(w->ctx, &stop);
}

static bool
is_among(char (*domains)[DOMAIN_MAX + 1], size_t n, const char *domain)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(domains[i], domain) == 0)
			return true;
	return false;
}

static int
walk_named(struct walk *w, char *const *names, size_t n)
{
	char		(*domains)[DOMAIN_MAX + 1] = calloc(n, sizeof(*domains));
	enum err	  e;
	int		  status = EXIT_DONE;

	if (domains == NULL) {
		complain(w->command, "out of memory");
		return EXIT_NO;
	}
	for (size_t i = 0; i < n; i++) {
		e = domain_parse(names[i], strlen(names[i]), domains[i]);
		if (e == ERR_OK && is_among(domains, i, domains[i]))
			continue;
		if (e == ERR_OK)
			e = stop_at(w, domains[i]);
		if (e == ERR_OK)
			continue;
		complain(names[i], "%s", e == ERR_STORE ?
		    store_problem(w->store) : err_phrase(e));
		status = EXIT_NO;
		if (e != ERR_ADDRESS && e != ERR_NOTFOUND)
			break;
	}
	free(domains);
	return status;
}

/* The first enabled name behind the one in domain, into domain: 1, or 0 when
 * there is none, -1 when SQLite fails. */
static int
next(sqlite3_stmt *st, char domain[DOMAIN_MAX + 1])
{
	const char	*name;
	int		 found = -1;
	int		 code;

	if (sqlite3_bind_text(st, 1, domain, -1, SQLITE_TRANSIENT) != SQLITE_OK)
		return -1;
	code = sqlite3_step(st);
	if (code == SQLITE_DONE) {
		found = 0;
	} else if (code == SQLITE_ROW) {
		name = (const char *)sqlite3_column_text(st, 0);
		if (name != NULL && strlen(name) <= DOMAIN_MAX) {
			memcpy(domain, name, strlen(name) + 1);
			found = 1;
		}
	}
	(void)sqlite3_reset(st);
	return found;
}

static int
walk_rows(struct walk *w, sqlite3_stmt *st)
{
	char		domain[DOMAIN_MAX + 1] = "";
	enum err	e;
	int		found;

	while ((found = next(st, domain)) > 0) {
		if (strcmp(domain, "*") == 0) {
			complain(w->command, "* stands for any domain; to get"
			    " lines for those, name them: muaconf %s DOMAIN...",
			    w->command);
			continue;
		}
		e = stop_at(w, domain);
		if (e == ERR_NOTFOUND)	/* deleted this moment */
			continue;
		if (e != ERR_OK) {
			complain(domain, "%s", e == ERR_STORE ?
			    store_problem(w->store) : err_phrase(e));
			return EXIT_NO;
		}
	}
	return found == 0 ? EXIT_DONE : -1;
}

static int
walk_all(struct walk *w, const char *database)
{
	sqlite3		*db = NULL;
	sqlite3_stmt	*st = NULL;
	int		 status = -1;

	if (sqlite3_open_v2(database, &db, SQLITE_OPEN_READONLY, NULL) ==
	    SQLITE_OK &&
	    sqlite3_busy_timeout(db, STORE_BUSY_MS) == SQLITE_OK &&
	    sqlite3_prepare_v2(db, "SELECT name FROM domain WHERE name > ?1"
	    " AND enabled ORDER BY name LIMIT 1", -1, &st, NULL) == SQLITE_OK)
		status = walk_rows(w, st);
	if (status < 0) {
		complain(database, "reading the domains: %s; run: muaconf check",
		    db == NULL ? "out of memory" : sqlite3_errmsg(db));
		status = EXIT_NO;
	}
	(void)sqlite3_finalize(st);
	(void)sqlite3_close(db);
	return status;
}

int
walk_domains(const char *database, const char *command, char *const *names,
    size_t n, walk_visit visit, void *ctx)
{
	struct walk	w = { .command = command, .visit = visit, .ctx = ctx };
	int		status = EXIT_NO;

	w.store = store_new(database);
	if (w.store == NULL || arena_init(&w.arena, ARENA_MAX) != 0)
		complain(command, "out of memory");
	else if (store_ready(w.store) != ERR_OK)
		complain(command, "%s", store_problem(w.store));
	else
		status = n == 0 ? walk_all(&w, database) :
		    walk_named(&w, names, n);
	arena_free(&w.arena);
	store_free(w.store);
	return status;
}
