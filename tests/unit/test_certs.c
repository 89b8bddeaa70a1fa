/* muaconf certs --only-resolving, with name servers of its own. */
#include <netdb.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "schema/command.h"
#include "schema/db.h"
#include "schema/say.h"
#include "tests/unit/rows.h"

static char	printed[4096];

/* What main.c has. */
enum err
command_print(const char *data, size_t len)
{
	size_t had = strlen(printed);

	if (len >= sizeof(printed) - had)
		kit_die("too much is printed");
	memcpy(printed + had, data, len);
	printed[had + len] = '\0';
	return ERR_OK;
}

int
command_flush(void)
{
	return EXIT_DONE;
}

/* The linker puts these in the places of libc's. */
int __wrap_getaddrinfo(const char *node, const char *service,
    const struct addrinfo *hints, struct addrinfo **res);
void __wrap_freeaddrinfo(struct addrinfo *res);

static atomic_int relative;	/* names that a search list could make others of */

int
__wrap_getaddrinfo(const char *node, const char *service,
    const struct addrinfo *hints, struct addrinfo **res)
{
	(void)service;
	(void)hints;
	*res = NULL;
	if (node[strlen(node) - 1] != '.')
		atomic_fetch_add(&relative, 1);
	return strstr(node, "again.") != NULL ? EAI_AGAIN :
	    strstr(node, "fail.") != NULL ? EAI_FAIL :
	    strstr(node, "none.") != NULL ? EAI_NONAME : 0;
}

void
__wrap_freeaddrinfo(struct addrinfo *res)
{
	(void)res;
}

static char *
new_database(void)
{
	char		*path = kit_path("certs.db");
	struct db	 db;

	(void)unlink(path);
	if (db_open_new(&db, path) != ERR_OK || db_begin(&db) != ERR_OK ||
	    db_exec(&db, "INSERT INTO provider (id, name) VALUES ('a', 'A');"
	    "INSERT INTO domain (name, provider) VALUES ('a.example', 'a'),"
	    " ('none.example', 'a'), ('again.example', 'a'), ('fail.example', 'a');"
	    "INSERT INTO service (provider, type, host) VALUES ('a', 'imap', 'i.example')") !=
	    ERR_OK || db_commit(&db) != ERR_OK)
		kit_die("can't make %s", path);
	db_close(&db);
	return path;
}

/* The exit status; what is printed in printed, what is said in *said. */
static int
run(const char *database, const char *first, const char *second, char **said)
{
	char	 command[] = "certs", pacc[] = "--no-pacc", only[] = "--only-resolving";
	char	*names[2] = { kit_string(first), kit_string(second) };
	char	*argv[] = { command, pacc, only, names[0], names[1], NULL };
	char	*path = kit_path("said");
	int	 old = dup(STDERR_FILENO);
	size_t	 len;
	int	 status;

	printed[0] = '\0';
	if (old < 0 || freopen(path, "w", stderr) == NULL)
		kit_die("can't write %s", path);
	optind = 1;
	status = certs_run(database, 5, argv);
	(void)fflush(stderr);
	(void)dup2(old, STDERR_FILENO);
	(void)close(old);
	if ((*said = kit_read(path, &len)) == NULL)
		kit_die("can't read %s", path);
	free(path);
	free(names[0]);
	free(names[1]);
	return status;
}

static void
only_resolving(void **state)
{
#define A_LINE "autoconfig.a.example autodiscover.a.example > a.example\n"
	static const struct {
		const char	*other;		/* behind a.example */
		int		 status;
		const char	*names;		/* of those that did not answer; NULL: nothing */
		const char	*why;
	} rows[] = {
		{ "none.example", EXIT_DONE, NULL, "a name that is not there" },
		{ "again.example", EXIT_NO, "(autoconfig.again.example and 1 more)",
		  "nobody knows, at the moment" },
		{ "fail.example", EXIT_NO, "(autoconfig.fail.example and 1 more)",
		  "a server refuses" },
	};
	char *database = new_database();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *said;

		row_int(rows[i].why, "status", run(database, "a.example",
		    rows[i].other, &said), rows[i].status);
		row_str(rows[i].why, "printed", printed, A_LINE);
		row_true(rows[i].why, "each name that is left out is told",
		    strstr(said, rows[i].other) != NULL &&
		    strstr(said, "; left out\n") != NULL);
		row_true(rows[i].why, "what the status means", rows[i].names == NULL ?
		    strstr(said, "muaconf: certs: ") == NULL :
		    strstr(said, rows[i].names) != NULL);
		free(said);
	}
	row_int("names", "that are not absolute", atomic_load(&relative), 0);
	free(database);
	rows_end();
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_resolving),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	kit_clean();
	return failed;
}
