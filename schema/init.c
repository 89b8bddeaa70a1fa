/* muaconf init: an empty database. */
#include "schema/command.h"
#include "schema/db.h"
#include "schema/say.h"

/* Is the database at path one of ours without any row?  Then init has nothing
 * to do, and running it twice does no harm. */
static int
is_empty_one(const char *path)
{
	struct db	db;
	long long	n;

	if (db_open_copy(&db, path, false) != ERR_OK)
		return EXIT_NO;
	n = db_number(&db, "SELECT (SELECT count(*) FROM provider)"
	    " + (SELECT count(*) FROM domain) + (SELECT count(*) FROM mailbox)"
	    " + (SELECT count(*) FROM ldap_server)");
	db_close(&db);
	if (n == 0)
		return EXIT_DONE;
	if (n > 0)
		complain(path, "is there already and holds settings; remove it"
		    " first, or name another file with -d");
	return EXIT_NO;
}

int
init_run(const char *database, int argc, char *argv[])
{
	struct db	db;
	enum err	e;

	(void)argv;
	if (argc != 1)
		return EXIT_WRONG_USE;
	if (db_exists(database))
		return is_empty_one(database);
	if ((e = db_open_new(&db, database)) == ERR_OK &&
	    (e = db_begin(&db)) == ERR_OK)
		e = db_commit(&db);
	db_close(&db);
	return e == ERR_OK ? EXIT_DONE : EXIT_NO;
}
