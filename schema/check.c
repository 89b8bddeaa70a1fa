/* muaconf check: rules that the database can't hold itself. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lib/sign.h"
#include "schema/check_ldap.h"
#include "schema/check_rules.h"
#include "schema/check_texts.h"
#include "schema/command.h"
#include "schema/db.h"
#include "schema/say.h"

/* Findings of one rule and group that are printed; more are only counted. */
#define SHOWN 20
/* A statement that names all columns of a table a few times. */
#define SQL_MAX 16384

struct group {
	char	name[80];
	size_t	n;
};

static void
end_group(struct group *g)
{
	if (g->n > SHOWN)
		(void)printf("%s%s%zu more like these\n", g->name,
		    g->name[0] == '\0' ? "" : ": ", g->n - SHOWN);
	g->n = 0;
}

/* The texts may be what is wrong. */
static void
print_finding(const char *subject, const char *why)
{
	say_safely(stdout, subject);
	(void)fputs(": ", stdout);
	say_safely(stdout, why);
	(void)putchar('\n');
}

/* A column's text; NULL, which a damaged row may lead to, is "". */
static const char *
text_of(sqlite3_stmt *st, int column)
{
	const char *text = db_text(st, column);

	return text == NULL ? "" : text;
}

/* Run one rule and count what it finds. */
static enum err
run_rule(struct db *db, const char *rule, size_t *found)
{
	struct group	 g = { "", 0 };
	sqlite3_stmt	*st = db_prepare(db, rule);
	bool		 more;
	enum err	 e = ERR_STORE;

	while (st != NULL && (e = db_step(db, st, &more)) == ERR_OK && more) {
		if (strcmp(text_of(st, 0), g.name) != 0) {
			end_group(&g);
			(void)snprintf(g.name, sizeof(g.name), "%s",
			    text_of(st, 0));
		}
		if (g.n++ < SHOWN)
			print_finding(text_of(st, 1), text_of(st, 2));
		++*found;
	}
	end_group(&g);
	(void)sqlite3_finalize(st);
	return e;
}

/* What SQLite itself can find wrong with the file. */
static enum err
check_file(struct db *db, size_t *found)
{
	static const char *const rules[] = {
		"SELECT '', 'database', integrity_check ||"
		" '; restore a copy of the file' FROM pragma_integrity_check"
		" WHERE integrity_check <> 'ok'",
		"SELECT '', \"table\", 'a row names a ' || parent || ' that"
		" isn''t there; correct or delete it'"
		" FROM pragma_foreign_key_check",
	};
	enum err e = ERR_OK;

	for (size_t i = 0; i < NITEMS(rules) && e == ERR_OK; i++)
		e = run_rule(db, rules[i], found);
	return e;
}

/* Every text of every table. */
static enum err
check_texts(struct db *db, size_t *found)
{
	struct buf	sql;
	enum err	e = ERR_OK;

	buf_init(&sql, SQL_MAX);
	for (int t = 0; t < TABLE__MAX && e == ERR_OK; t++) {
		check_texts_rule(&sql, (enum table)t, false);
		buf_putc(&sql, '\0');
		if ((e = buf_error(&sql)) == ERR_OK)
			e = run_rule(db, sql.data, found);
		else
			complain(db->path, "out of memory");
		buf_reset(&sql);
	}
	buf_free(&sql);
	return e;
}

/* The certificate that signs Apple profiles, when the administrator names one. */
static void
check_signing(const char *cert, const char *key, size_t *found)
{
	char problem[SIGN_PROBLEM];

	if (cert == NULL)
		return;
	(void)sign_check(cert, key, time(NULL), problem);
	if (problem[0] == '\0')
		return;
	(void)printf("%s\n", problem);
	++*found;
}

/* -c CERTIFICATE -k KEY, else from the environment, as muaconf.fcgi has them. */
static int
parse_options(int argc, char *argv[], const char **cert, const char **key)
{
	int option;

	*cert = getenv("MUACONF_SIGN_CERT");
	*key = getenv("MUACONF_SIGN_KEY");
	while ((option = getopt(argc, argv, "c:k:")) != -1)
		switch (option) {
		case 'c':
			*cert = optarg;
			break;
		case 'k':
			*key = optarg;
			break;
		default:
			return -1;
		}
	if (*cert != NULL && **cert == '\0')
		*cert = NULL;
	if (*key != NULL && **key == '\0')
		*key = NULL;
	return optind == argc && (*cert == NULL) == (*key == NULL) ? 0 : -1;
}

int
check_run(const char *database, int argc, char *argv[])
{
	struct db	 db;
	const char	*cert;
	const char	*key;
	size_t		 found = 0;
	enum err	 e;

	if (parse_options(argc, argv, &cert, &key) != 0)
		return EXIT_WRONG_USE;
	check_signing(cert, key, &found);
	if (db_open_copy(&db, database, false) != ERR_OK)
		return EXIT_NO;
	if ((e = check_file(&db, &found)) == ERR_OK)
		e = db_exec(&db, check_views);
	if (e == ERR_OK)
		e = check_texts(&db, &found);
	for (size_t i = 0; i < ncheck_rules && e == ERR_OK; i++)
		e = run_rule(&db, check_rules[i], &found);
	if (e == ERR_OK)
		e = check_ldap(&db, database, &found);
	db_close(&db);
	if (command_flush() != EXIT_DONE || e != ERR_OK || found > 0)
		return EXIT_NO;
	return EXIT_DONE;
}
