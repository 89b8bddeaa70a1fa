#include "schema/rows.h"

#include <stdio.h>
#include <string.h>

#include "schema/keys.h"
#include "schema/rules.h"
#include "schema/say.h"

/* Keys of an object that are no columns: the lists of a provider, and in the
 * forms with one provider all that stands at the top. */
static bool
is_list_key(enum table t, bool foreign, const char *key)
{
	const char *list;

	if (t != TABLE_PROVIDER)
		return false;
	if (foreign && strcmp(key, "version") == 0)
		return true;
	for (int i = 0; i < TABLE__MAX; i++) {
		list = keys_list((enum table)i, foreign);
		if (list != NULL && strcmp(list, key) == 0 &&
		    (foreign || table_kind((enum table)i)->at_provider))
			return true;
	}
	return false;
}

/* All that the object says, by column.  False when anything is wrong. */
static bool
read_object(struct reading *rd, const cJSON *object, const struct place *at,
    struct row *row)
{
	size_t			 n;
	const struct column	*first = table_columns(row->table, &n);
	const struct column	*c;
	const cJSON		*item;
	struct value		*v;
	bool			 good = keys_check(object, at, rd->faults);

	cJSON_ArrayForEach(item, object) {
		struct place in = { .up = at, .key = item->string };

		if (keys_ignored(item->string) ||
		    is_list_key(row->table, rd->foreign, item->string))
			continue;
		c = keys_column(row->table, rd->foreign, item->string);
		if (c == NULL) {
			keys_unknown(row->table, rd->foreign, item->string, at,
			    rd->faults);
			good = false;
			continue;
		}
		v = &row->values[c - first];
		if (v->is != VALUE_UNSAID && good) {
			fault(rd->faults, &in, "this was said already by"
			    " another key");
			good = false;
		}
		if (!value_read(item, c, rd->foreign, &rd->arena, rd->faults,
		    &in, v)) {
			v->is = VALUE_NULL;	/* said, if wrongly */
			good = false;
		}
	}
	return good;
}

/* Values that have to be said. */
static bool
check_needed(struct reading *rd, const struct row *row, const struct place *at)
{
	size_t			 n;
	const struct column	*c = table_columns(row->table, &n);
	bool			 good = true;

	for (size_t i = 0; i < n; i++) {
		if ((c[i].flags & COLUMN_NEEDED) == 0 ||
		    row->values[i].is != VALUE_UNSAID)
			continue;
		/* The short forms make it of the name. */
		if (rd->foreign && row->table == TABLE_PROVIDER &&
		    (c[i].flags & COLUMN_KEY) != 0)
			continue;
		fault(rd->faults, at, "\"%s\" is missing",
		    keys_name(&c[i], rd->foreign));
		good = false;
	}
	return good;
}

static void
fill_in(struct row *row)
{
	size_t			 n;
	const struct column	*c = table_columns(row->table, &n);

	for (size_t i = 0; i < n; i++)
		if (row->values[i].is == VALUE_UNSAID &&
		    (c[i].flags & COLUMN_SECRET) == 0)
			row->values[i] = value_usual(&c[i]);
}

/* An object, or the key alone, to a row without its usual values. */
static bool
read_item(struct reading *rd, const cJSON *item, const struct place *at,
    struct row *row)
{
	size_t			 n;
	const struct column	*c = table_columns(row->table, &n);
	bool			 has_key = !table_kind(row->table)->ordered;
	bool			 good;

	if (has_key && row->table != TABLE_PROVIDER && cJSON_IsString(item)) {
		n = column_key(row->table);
		return value_read(item, &c[n], rd->foreign, &rd->arena,
		    rd->faults, at, &row->values[n]);
	}
	if (!cJSON_IsObject(item)) {
		fault(rd->faults, at, "must be an object%s, not %s",
		    has_key && row->table != TABLE_PROVIDER ?
		    " or a string" : "", value_type(item));
		return false;
	}
	good = read_object(rd, item, at, row);
	return check_needed(rd, row, at) && good;
}

void
rows_read_one(struct reading *rd, enum table t, const cJSON *item,
    const struct place *at, const char *owner, char id[64])
{
	struct row		 row;
	size_t			 n;
	const struct column	*c = table_columns(t, &n);
	const struct value	*key;

	memset(&row, 0, sizeof(row));
	row.table = t;
	row.owner = owner;
	if (id != NULL)
		id[0] = '\0';
	arena_reset(&rd->arena);
	for (size_t i = 0; i < n && owner != NULL; i++)
		if ((c[i].flags & COLUMN_OWNER) != 0) {
			row.values[i].is = VALUE_TEXT;
			row.values[i].text = owner;
		}
	if (!read_item(rd, item, at, &row) ||
	    !rules_row(&row, rd->foreign, &rd->arena, rd->faults, at))
		return;
	fill_in(&row);
	if (id != NULL) {
		key = &row.values[column_key(t)];
		(void)snprintf(id, 64, "%s", key->text);
	}
	rd->err = stage_add(rd->stage, &row, at, rd->faults);
}

void
rows_read_list(struct reading *rd, enum table t, const cJSON *list,
    const struct place *at, const char *owner)
{
	struct place	 in = { .up = at };
	const cJSON	*item;

	cJSON_ArrayForEach(item, list) {
		if (rd->err != ERR_OK)
			return;
		rows_read_one(rd, t, item, &in, owner, NULL);
		in.index++;
	}
}

const cJSON *
rows_list(struct reading *rd, enum table t, const cJSON *object,
    const struct place *at, struct place *list_at)
{
	const char	*key = keys_list(t, rd->foreign);
	const cJSON	*list;

	if (key == NULL)
		return NULL;
	list_at->up = at;
	list_at->key = key;
	list_at->index = 0;
	list = cJSON_GetObjectItemCaseSensitive(object, key);
	if (list == NULL || cJSON_IsNull(list))
		return NULL;
	if (!cJSON_IsArray(list)) {
		fault(rd->faults, list_at, "must be a list, not %s",
		    value_type(list));
		return NULL;
	}
	return list;
}
