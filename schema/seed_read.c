#include "schema/seed_read.h"

#include <string.h>

#include "schema/keys.h"
#include "schema/rows.h"
#include "schema/say.h"
#include "schema/seed_automx2.h"

/* One row's texts: the longest are a URL and a few names. */
#define ROW_MAX 32768

/* The lists of a provider object, in the order of the tables. */
static void
read_provider_lists(struct reading *rd, const cJSON *object,
    const struct place *at, const char *id)
{
	struct place	 list_at;
	const cJSON	*list;

	for (int t = 0; t < TABLE__MAX && rd->err == ERR_OK; t++) {
		if (!table_kind((enum table)t)->at_provider)
			continue;
		list = rows_list(rd, (enum table)t, object, at, &list_at);
		if (list != NULL)
			rows_read_list(rd, (enum table)t, list, &list_at, id);
	}
}

static void
read_provider(struct reading *rd, const cJSON *object, const struct place *at)
{
	char id[64];

	rows_read_one(rd, TABLE_PROVIDER, object, at, NULL, id);
	if (cJSON_IsObject(object))
		read_provider_lists(rd, object, at, id);
}

/* Keys at the top of the native form that are none of its lists. */
static void
check_top_keys(struct reading *rd, const cJSON *root)
{
	const cJSON	*item;
	bool		 known;

	(void)keys_check(root, NULL, rd->faults);
	cJSON_ArrayForEach(item, root) {
		known = keys_ignored(item->string);
		for (int t = 0; t < TABLE__MAX && !known; t++)
			known = table_kind((enum table)t)->at_top &&
			    strcmp(table_kind((enum table)t)->list,
			    item->string) == 0;
		if (!known)
			keys_unknown(TABLE__MAX, false, item->string, NULL,
			    rd->faults);
	}
}

static void
read_native(struct reading *rd, const cJSON *root, struct seed_lists *lists)
{
	struct place	 list_at;
	const cJSON	*list;
	const cJSON	*item;

	check_top_keys(rd, root);
	for (int t = 0; t < TABLE__MAX && rd->err == ERR_OK; t++) {
		if (!table_kind((enum table)t)->at_top)
			continue;
		list = rows_list(rd, (enum table)t, root, NULL, &list_at);
		if (list == NULL)
			continue;
		lists->at_top[t] = true;
		if (t != TABLE_PROVIDER) {
			rows_read_list(rd, (enum table)t, list, &list_at, NULL);
			continue;
		}
		struct place in = { .up = &list_at };
		cJSON_ArrayForEach(item, list) {
			if (rd->err == ERR_OK)
				read_provider(rd, item, &in);
			in.index++;
		}
	}
}

/* One provider, and all its keys at the top. */
static void
read_foreign(struct reading *rd, cJSON *root)
{
	static const char *const needed[] = { "domains", "servers" };
	struct place	 list_at = { .key = "ldapservers" };
	cJSON		*ldap;

	rd->foreign = true;
	for (size_t i = 0; i < NITEMS(needed); i++)
		if (!cJSON_HasObjectItem(root, needed[i]))
			fault(rd->faults, NULL, "\"%s\" is missing", needed[i]);
	ldap = cJSON_GetObjectItemCaseSensitive(root, "ldapservers");
	if (cJSON_IsArray(ldap))
		rd->err = seed_automx2_ldap(ldap, &list_at, rd->faults);
	if (rd->err != ERR_OK)
		return;
	if (rows_list(rd, TABLE_LDAP_SERVER, root, NULL, &list_at) != NULL)
		rows_read_list(rd, TABLE_LDAP_SERVER, ldap, &list_at, NULL);
	if (rd->err == ERR_OK)
		read_provider(rd, root, NULL);
}

/* Does the top have one of the native form's own lists? */
static bool
is_native(const cJSON *root)
{
	for (int t = 0; t < TABLE__MAX; t++)
		if (table_kind((enum table)t)->at_top &&
		    cJSON_GetObjectItemCaseSensitive(root,
		    table_kind((enum table)t)->list) != NULL)
			return true;
	return false;
}

/* Does the top have any key of the short form? */
static bool
is_foreign(const cJSON *root)
{
	static const char *const keys[] = {
		"provider", "servers", "domains", "ldapservers",
	};

	for (size_t i = 0; i < NITEMS(keys); i++)
		if (cJSON_GetObjectItemCaseSensitive(root, keys[i]) != NULL)
			return true;
	return false;
}

enum err
seed_read(cJSON *root, struct stage *stage, struct faults *f,
    struct seed_lists *lists)
{
	struct reading rd = { .stage = stage, .faults = f };

	memset(lists, 0, sizeof(*lists));
	if (!cJSON_IsObject(root)) {
		fault(f, NULL, "must be an object at the top, not %s",
		    value_type(root));
		return ERR_OK;
	}
	if (arena_init(&rd.arena, ROW_MAX) != 0) {
		fault(f, NULL, "out of memory");
		return ERR_NOMEM;
	}
	if (is_native(root))
		read_native(&rd, root, lists);
	else if (is_foreign(root))
		read_foreign(&rd, root);
	else {
		check_top_keys(&rd, root);
		fault(f, NULL, "names no provider; the top has either \"providers\""
		    " or \"provider\", \"domains\" and \"servers\"");
	}
	lists->foreign = rd.foreign;
	arena_free(&rd.arena);
	return rd.err;
}
