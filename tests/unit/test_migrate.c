/* schema/migrate.h: all steps or none, and the old file is kept. */
#include "schema/migrate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/store.h"
#include "schema/command.h"
#include "tests/unit/rows.h"

/* What main.c has. */
int
command_flush(void)
{
	return 0;
}

#define SQL(text) ((const unsigned char *)(text))

#define NOW STORE_USER_VERSION

static char *
new_database(const char *name)
{
	char		*path = kit_path(name);
	struct db	 db;

	(void)unlink(path);
	if (db_open_new(&db, path) != ERR_OK || db_begin(&db) != ERR_OK ||
	    db_exec(&db, "INSERT INTO provider (id, name) VALUES ('a', 'A')") !=
	    ERR_OK || db_commit(&db) != ERR_OK)
		kit_die("can't make %s", path);
	db_close(&db);
	return path;
}

static long long
ask(const char *path, const char *sql)
{
	sqlite3		*db = NULL;
	sqlite3_stmt	*st = NULL;
	long long	 n = -1;

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
	    sqlite3_prepare_v2(db, sql, -1, &st, NULL) == SQLITE_OK &&
	    sqlite3_step(st) == SQLITE_ROW)
		n = sqlite3_column_int64(st, 0);
	(void)sqlite3_finalize(st);
	(void)sqlite3_close(db);
	return n;
}

static void
steps(void **state)
{
	/* clang-format off */
	const struct migration good[] = {
		{ NOW,     SQL("SELECT never_taken FROM nowhere") },
		{ NOW + 1, SQL("CREATE TABLE one (a); INSERT INTO one VALUES (5)") },
		{ NOW + 2, SQL("ALTER TABLE one RENAME TO two") },
	};
	const struct migration broken[] = {
		{ NOW + 1, SQL("CREATE TABLE two (a)") },
		{ NOW + 2, SQL("INSERT INTO two VALUES (1); INSERT INTO nowhere VALUES (1)") },
	};
	const struct migration orphan[] = {
		{ NOW + 1, SQL("CREATE TABLE two (a)") },
		{ NOW + 2, SQL("CREATE TABLE three (b TEXT REFERENCES provider (id));"
		                              "INSERT INTO three VALUES ('nobody')") },
	};
	const struct {
		const struct migration	*steps;
		size_t			 n;
		enum err		 want;
		const char		*why;
	} rows[] = {
		{ good, 3, ERR_OK, "from where it is to where we are" },
		{ broken, 2, ERR_STORE, "a failing step undoes those before it" },
		{ orphan, 2, ERR_STORE, "nothing may point to nothing" },
		{ good, 2, ERR_STORE, "a missing step" },
		{ NULL, 0, ERR_STORE, "no step at all" },
	};
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < NITEMS(rows); i++) {
		char		*path = new_database("steps.db");
		struct db	 db;
		long long	 version = -1;

		if (db_open_old(&db, path, &version) != ERR_OK)
			kit_die("can't open %s", path);
		row_int(rows[i].why, "found", version, NOW);
		row_int(rows[i].why, "error", migrate(&db, version,
		    NOW + 2, rows[i].steps, rows[i].n), rows[i].want);
		db_close(&db);
		row_int(rows[i].why, "version", ask(path, "PRAGMA user_version"),
		    rows[i].want == ERR_OK ? NOW + 2 : NOW);
		row_int(rows[i].why, "rows", ask(path, "SELECT a FROM two"),
		    rows[i].want == ERR_OK ? 5 : -1);
		free(path);
	}
	rows_end();
}

/* Both have seen the old version; the second one finds the new one. */
static void
two_at_once(void **state)
{
	/* clang-format off */
	const struct migration step[] = {
		{ NOW + 1, SQL("CREATE TABLE IF NOT EXISTS one (a); INSERT INTO one VALUES (5)") },
	};
	/* clang-format on */
	char		*path = new_database("twice.db");
	struct db	 db[2];
	long long	 version[2] = { -1, -1 };

	(void)state;
	for (size_t i = 0; i < NITEMS(db); i++)
		if (db_open_old(&db[i], path, &version[i]) != ERR_OK)
			kit_die("can't open %s", path);
	for (size_t i = 0; i < NITEMS(db); i++) {
		row_int("both", "found", version[i], NOW);
		row_int(i == 0 ? "the first" : "the second", "error",
		    migrate(&db[i], version[i], NOW + 1, step, 1),
		    i == 0 ? ERR_OK : ERR_STORE);
	}
	row_int("once", "rows", ask(path, "SELECT count(*) FROM one"), 1);
	row_int("once", "version", ask(path, "PRAGMA user_version"), NOW + 1);
	for (size_t i = 0; i < NITEMS(db); i++)
		db_close(&db[i]);
	free(path);
	rows_end();
}

static void
copies(void **state)
{
	static const char *const	names[] = { "", ".2", ".3" };
	char				*path = new_database("copy.db");
	char				 copy[4096];
	struct db			 db;
	struct stat			 st;
	long long			 version;

	(void)state;
	if (chmod(path, 0640) != 0 || db_open_old(&db, path, &version) != ERR_OK)
		kit_die("can't open %s", path);
	for (size_t i = 0; i < NITEMS(names); i++) {
		char *want = kit_printf("%s.version-%lld%s", path, version,
		    names[i]);

		row_int(names[i], "error", migrate_backup(&db, version, copy,
		    sizeof(copy)), ERR_OK);
		row_str(names[i], "the first free name", copy, want);
		row_int(names[i], "content", ask(copy,
		    "SELECT count(*) FROM provider WHERE id = 'a'"), 1);
		row_int(names[i], "version", ask(copy, "PRAGMA user_version"),
		    version);
		row_true(names[i], "as readable as the database, not more",
		    stat(copy, &st) == 0 && (st.st_mode & 0777) == 0640);
		free(want);
	}
	db_close(&db);
	row_int("no room for the name", "error", migrate_backup(&db, version,
	    copy, 8), ERR_STORE);
	free(path);
	rows_end();
}

static int
clean(void **state)
{
	(void)state;
	kit_clean();
	return 0;
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(steps),
		cmocka_unit_test(two_at_once),
		cmocka_unit_test(copies),
	};

	return cmocka_run_group_tests(tests, NULL, clean);
}
