#include "schema/import_automx2_read.h"

sqlite3_stmt *
automx2_prepare(struct automx2 *x, const char *sql)
{
	sqlite3_stmt *st = NULL;

	if (!x->failed &&
	    sqlite3_prepare_v2(x->db, sql, -1, &st, NULL) != SQLITE_OK) {
		import_note(x->import, x->path, 0, "%s", sqlite3_errmsg(x->db));
		x->failed = true;
	}
	return st;
}

bool
automx2_step(struct automx2 *x, sqlite3_stmt *st)
{
	int code = st == NULL ? SQLITE_DONE : sqlite3_step(st);

	if (code != SQLITE_ROW && code != SQLITE_DONE) {
		import_note(x->import, x->path, 0, "%s", sqlite3_errmsg(x->db));
		x->failed = true;
	}
	return code == SQLITE_ROW;
}

const char *
automx2_text(sqlite3_stmt *st, int column)
{
	const char *text = (const char *)sqlite3_column_text(st, column);

	return text == NULL ? "" : text;
}

void
automx2_string(struct automx2 *x, cJSON *object, const char *key,
    const char *value)
{
	if (value != NULL && value[0] != '\0' && object != NULL &&
	    cJSON_AddStringToObject(object, key, value) == NULL)
		x->full = true;
}

void
automx2_number(struct automx2 *x, cJSON *object, const char *key,
    long long value)
{
	if (object != NULL &&
	    cJSON_AddNumberToObject(object, key, (double)value) == NULL)
		x->full = true;
}

cJSON *
automx2_list(struct automx2 *x, cJSON *object, const char *key)
{
	cJSON *list = object == NULL ? NULL :
	    cJSON_AddArrayToObject(object, key);

	if (list == NULL)
		x->full = true;
	return list;
}

cJSON *
automx2_object(struct automx2 *x, cJSON *list)
{
	cJSON *object = list == NULL ? NULL : cJSON_CreateObject();

	if (object == NULL || !cJSON_AddItemToArray(list, object))
		x->full = true;
	return object;
}
