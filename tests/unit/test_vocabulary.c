/* The words of lib/model.h, and every list outside it that must hold them. */
#include <cjson/cJSON.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/err.h"
#include "lib/model.h"
#include "tests/unit/rows.h"

/* A list of the JSON Schema: definitions, then these members, up to NULL. */
static const cJSON *
list_at(const cJSON *schema, const char *const *path)
{
	const cJSON *at = cJSON_GetObjectItemCaseSensitive(schema, "definitions");

	for (; at != NULL && *path != NULL; path++)
		at = cJSON_GetObjectItemCaseSensitive(at, *path);
	if (!cJSON_IsArray(at))
		kit_die("seed.schema.json: no such list");
	return at;
}

static bool
lists(const cJSON *list, const char *word)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, list)
		if (strcmp(item->valuestring, word) == 0)
			return true;
	return false;
}

static cJSON *
json_schema(void)
{
	size_t	 len;
	char	*text = kit_read(SOURCE_DIR "/schema/seed.schema.json", &len);
	cJSON	*schema = text == NULL ? NULL : cJSON_Parse(text);

	if (schema == NULL)
		kit_die("seed.schema.json: not read");
	free(text);
	return schema;
}

static void
the_json_schema_knows_every_type(void **state)
{
	static const char *const all[] = { "service", "properties", "type", "enum", NULL };
	static const char *const hosts[] = { "service", "if", "properties", "type", "enum", NULL };
	cJSON	*schema = json_schema();

	(void)state;
	for (int i = 0; i < SERVICE__MAX; i++) {
		const struct service_kind *k = service_kind((enum service_type)i);

		row_true(k->name, "is a type", lists(list_at(schema, all), k->name));
		row_int(k->name, "has a host", lists(list_at(schema, hosts), k->name),
		    !k->has_url);
	}
	cJSON_Delete(schema);
	rows_end();
}

static void
the_json_schema_knows_every_other_word(void **state)
{
	static const char *const auths[] = { "authentication_word", "enum", NULL };
	static const char *const sections[] = { "section", "enum", NULL };
	cJSON		*schema = json_schema();
	const cJSON	*list = list_at(schema, auths);

	(void)state;
	for (int i = 0; i < AUTH__MAX; i++)
		row_true("authentication", "is listed",
		    lists(list, authentication_name((enum authentication)i)));
	row_int("authentication", "words", cJSON_GetArraySize(list), AUTH__MAX);
	list = list_at(schema, sections);
	for (int i = 0; i < SECTION__MAX; i++)
		row_true("section", "is listed",
		    lists(list, section_name((enum section)i)));
	row_int("section", "words", cJSON_GetArraySize(list), SECTION__MAX);
	cJSON_Delete(schema);
	rows_end();
}

/* The database, in memory, with one service of each type; those with a host have
 * no port, unless port is one. */
static sqlite3 *
database(unsigned long port)
{
	sqlite3	*db;
	size_t	 len;
	char	*schema = kit_read(SOURCE_DIR "/schema/schema.sql", &len);
	char	*sql;

	if (schema == NULL || sqlite3_open(":memory:", &db) != SQLITE_OK ||
	    sqlite3_exec(db, schema, NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_exec(db, "INSERT INTO provider (id, name) VALUES ('p', 'P');"
	    "INSERT INTO domain (name, provider) VALUES ('d.example', 'p')",
	    NULL, NULL, NULL) != SQLITE_OK)
		kit_die("no database");
	for (int i = 0; i < SERVICE__MAX; i++) {
		const struct service_kind *k = service_kind((enum service_type)i);

		sql = k->has_url ? kit_printf("INSERT INTO service (provider, type, url)"
		    " VALUES ('p', '%s', '%s://h.example/')", k->name,
		    strcmp(k->name, "ldap") == 0 ? "ldaps" : "https") :
		    kit_printf("INSERT INTO service (provider, type, host, port)"
		    " VALUES ('p', '%s', 'h.example', nullif(%lu, 0))", k->name, port);
		if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
			kit_die("%s: %s", sql, sqlite3_errmsg(db));
		free(sql);
	}
	free(schema);
	return db;
}

/* The view's port and security of a type. */
static void
view(sqlite3 *db, const char *type, int *port, char security[16])
{
	sqlite3_stmt *st;

	if (sqlite3_prepare_v2(db, "SELECT port, security FROM answer WHERE type = ?1",
	    -1, &st, NULL) != SQLITE_OK)
		kit_die("%s", sqlite3_errmsg(db));
	(void)sqlite3_bind_text(st, 1, type, -1, SQLITE_STATIC);
	if (sqlite3_step(st) != SQLITE_ROW)
		kit_die("%s: not in the view", type);
	*port = sqlite3_column_int(st, 0);
	(void)snprintf(security, 16, "%s", (const char *)sqlite3_column_text(st, 1));
	(void)sqlite3_finalize(st);
}

static void
the_view_fills_in_the_usual_values(void **state)
{
	static const unsigned long ports[] = { 0, 25, 110, 143, 465, 587, 993, 995, 2525, 4190 };
	char	security[16];
	int	port;

	(void)state;
	for (size_t p = 0; p < NITEMS(ports); p++) {
		sqlite3 *db = database(ports[p]);

		for (int i = 0; i < SERVICE__MAX; i++) {
			const struct service_kind *k = service_kind((enum service_type)i);
			unsigned long want = k->has_url ? 0 : ports[p] != 0 ? ports[p] :
			    service_port((enum service_type)i);

			view(db, k->name, &port, security);
			row_int(k->name, "port", port, (long long)want);
			row_str(k->name, "security", security,
			    security_name(security_of_port(want)));
		}
		(void)sqlite3_close(db);
	}
	rows_end();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_json_schema_knows_every_type),
		cmocka_unit_test(the_json_schema_knows_every_other_word),
		cmocka_unit_test(the_view_fills_in_the_usual_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
