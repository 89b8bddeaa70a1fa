/* lib/model.h: sections and kinds of pages, in C and in the database's CHECKs. */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "lib/err.h"
#include "lib/model.h"
#include "tests/unit/rows.h"

static const struct {
	const char	*words;
	int		 result;
	unsigned	 bits;
	const char	*why;
} lists[] = {
	{ "jmap", 0, 1U << SECTION_JMAP, "one" },
	{ "oauth2 calendars", 0, 1U << SECTION_OAUTH2 | 1U << SECTION_CALENDARS, "two, in any order" },
	{ "addressbooks calendars files jmap ews owa graph activesync exchange managesieve webmail oauth2", 0,
	    (1U << SECTION__MAX) - 1, "all" },
	{ "", -1, 0, "nothing" },
	{ " ", -1, 0, "a blank" },
	{ "jmap jmap", -1, 0, "a word twice" },
	{ "jmap oauth2 jmap", -1, 0, "a word twice" },
	{ "jmap  ews", -1, 0, "two blanks" },
	{ " jmap", -1, 0, "a blank before it" },
	{ "jmap ", -1, 0, "a blank behind it" },
	{ "JMAP", -1, 0, "capitals" },
	{ "jmap,ews", -1, 0, "a comma" },
	{ "ewjmap s", -1, 0, "a word around another" },
	{ "calendar", -1, 0, "a word cut short" },
	{ "jmapx", -1, 0, "a word too long" },
};

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

static bool
takes(sqlite3 *db, const char *sql, const char *word)
{
	sqlite3_stmt	*st;
	bool		 ok;

	if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK)
		kit_die("%s: %s", sql, sqlite3_errmsg(db));
	(void)sqlite3_bind_text(st, 1, word, -1, SQLITE_STATIC);
	ok = sqlite3_step(st) == SQLITE_DONE;
	(void)sqlite3_finalize(st);
	return ok;
}

static void
the_list_here_and_in_the_database(void **state)
{
	sqlite3	*db = database();

	(void)state;
	for (size_t i = 0; i < NITEMS(lists); i++) {
		char		*words = kit_string(lists[i].words);
		unsigned	 bits;

		row_int(lists[i].why, words, section_list(words, &bits), lists[i].result);
		if (lists[i].result == 0)
			row_int(lists[i].why, "bits", bits, lists[i].bits);
		row_int(lists[i].why, "in the database",
		    takes(db, "UPDATE provider SET sections = ?1", words), lists[i].result == 0);
		free(words);
	}
	(void)sqlite3_close(db);
	rows_end();
}

static void
every_word(void **state)
{
	sqlite3		*db = database();
	unsigned	 bits;

	(void)state;
	row_int("NULL", "is no section", section_list(NULL, &bits), 0);
	row_int("NULL", "is no section", bits, 0);
	for (int i = 0; i < SECTION__MAX; i++) {
		const char	*name = section_name((enum section)i);
		enum section	 back = SECTION__MAX;

		assert_non_null(name);
		row_int(name, "parses", section_parse(name, &back), 0);
		row_int(name, "comes back", back, i);
		row_true(name, "taken", takes(db, "UPDATE provider SET sections = ?1", name));
	}
	for (int i = 0; i < DOCUMENT__MAX; i++) {
		const char		*name = document_kind_name((enum document_kind)i);
		enum document_kind	 back = DOCUMENT__MAX;

		assert_non_null(name);
		row_int(name, "parses", document_kind_parse(name, &back), 0);
		row_int(name, "comes back", back, i);
		row_true(name, "taken", takes(db, "INSERT INTO documentation (provider, url, kind)"
		    " VALUES ('p', 'https://h.example/', ?1)", name));
	}
	row_true("another", "refused", !takes(db, "INSERT INTO documentation (provider, url, kind)"
	    " VALUES ('p', 'https://h.example/', ?1)", "manual"));
	(void)sqlite3_close(db);
	rows_end();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_list_here_and_in_the_database),
		cmocka_unit_test(every_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
