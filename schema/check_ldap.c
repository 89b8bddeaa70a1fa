#include "schema/check_ldap.h"

#include <stdio.h>
#include <string.h>

#include "lib/directory.h"
#include "lib/limits.h"
#include "lib/log.h"
#include "lib/store.h"
#include "schema/say.h"

/* Who asks whom. */
struct trial {
	struct store		*store;
	struct directory	*directory;
	struct arena		 arena;
};

static const struct expansion nobody = {
	"muaconf-check@example.invalid", "muaconf-check", "example.invalid" };

/* What is wrong with it; NULL: nothing. */
static const char *
wrong(const struct directory_server *server, const struct directory_answer *said)
{
	switch (said->outcome) {
	case DIRECTORY_NO_BASE:
		/* With placeholders it may well be there for other domains. */
		return strchr(server->base, '%') != NULL ||
		    strstr(server->base, "{0}") != NULL ? NULL :
		    "its base isn't there, or can't be read by this bind_dn";
	case DIRECTORY_NONE:
		return "this program is built without LDAP";
	case DIRECTORY_FAILED:
	case DIRECTORY_BUSY:
	case DIRECTORY_LATE:
	case DIRECTORY_PAUSED:
		return said->said;
	case DIRECTORY_FOUND:
	case DIRECTORY_NOBODY:
	case DIRECTORY_SEVERAL:
	case DIRECTORY_NO_LOGIN:
	case DIRECTORY__MAX:
		break;
	}
	return NULL;
}

static enum err
try_server(struct trial *t, const char *id, size_t *found)
{
	struct directory_server	server;
	struct directory_answer	said;
	const char		*text = "its words can't be; correct the row";
	enum err		 e;

	arena_reset(&t->arena);
	e = store_directory(t->store, id, &t->arena, &server);
	if (e == ERR_OK) {
		e = directory_ask(t->directory, &server, &nobody, NULL,
		    NULL, &t->arena, &said);
		if (e != ERR_OK)
			return e;
		text = wrong(&server, &said);
	} else if (e != ERR_NOTFOUND) {
		return e;
	}
	if (text != NULL) {
		(void)printf("LDAP server %s: %s\n", id, text);
		++*found;
	}
	return ERR_OK;
}

static enum err
try_all(struct trial *t, struct db *db, size_t *found)
{
	sqlite3_stmt	*st = db_prepare(db, "SELECT id FROM ldap_server ORDER BY id");
	bool		 more = false;
	enum err	 e = ERR_STORE;

	while (st != NULL && (e = db_step(db, st, &more)) == ERR_OK && more)
		if ((e = try_server(t, db_text(st, 0), found)) != ERR_OK)
			break;
	(void)sqlite3_finalize(st);
	return e;
}

enum err
check_ldap(struct db *db, const char *database, size_t *found)
{
	struct trial	t = { store_new(database), directory_new(NULL),
	    { .base = NULL } };
	enum err	e = ERR_NOMEM;

	/* Findings are said here, not logged. */
	log_set_level(LOG_LEVEL_ERROR);
	if (t.store != NULL && t.directory != NULL &&
	    arena_init(&t.arena, ARENA_MAX) == 0)
		e = try_all(&t, db, found);
	if (e == ERR_NOMEM)
		complain("check", "%s", err_phrase(e));
	arena_free(&t.arena);
	directory_free(t.directory);
	store_free(t.store);
	return e;
}
