#include <stdio.h>
#include <string.h>

#include "lib/address.h"
#include "schema/import_automx2_parts.h"
#include "schema/say.h"

/* The limits of provider.name and short_name, in characters. */
#define NAME_CHARACTERS 60
#define SHORT_NAME_CHARACTERS 20

/* At most so many characters of a text; longer ones are cut, and that is said. */
static void
add_cut(struct automx2 *x, cJSON *object, const char *key, const char *value,
    size_t characters)
{
	char	copy[4 * NAME_CHARACTERS + 1];
	size_t	len = 0;

	for (size_t n = 0; value[len] != '\0' && n < characters; n++)
		do
			len++;
		while (((unsigned char)value[len] & 0xc0) == 0x80);
	if (value[len] == '\0' || len >= sizeof(copy)) {
		automx2_string(x, object, key, value);
		return;
	}
	memcpy(copy, value, len);
	copy[len] = '\0';
	import_note(x->import, x->path, 0, "%s %s has more than %zu characters; it is cut", key,
	    quote(value).text, characters);
	automx2_string(x, object, key, copy);
}

/* One domain: a string, or an object when it has more than a name. */
static void
add_domain(struct automx2 *x, cJSON *list, sqlite3_stmt *st)
{
	const char	*name = automx2_text(st, 0);
	char		 domain[DOMAIN_MAX + 1];
	cJSON		*item;

	if (domain_parse(name, strlen(name), domain) != ERR_OK ||
	    import_has_domain(x->import, domain)) {
		import_note(x->import, x->path, 0, "domain %s is no domain, or there already; it is left out",
		    quote(name).text);
		return;
	}
	if (sqlite3_column_type(st, 1) != SQLITE_NULL) {
		item = automx2_object(x, list);
		automx2_string(x, item, "name", domain);
		automx2_string(x, item, "ldap", automx2_text(st, 1));
		return;
	}
	item = cJSON_CreateString(domain);
	if (item == NULL || !cJSON_AddItemToArray(list, item))
		x->full = true;
}

static void
add_domains(struct automx2 *x, cJSON *provider, long long id)
{
	cJSON		*list = automx2_list(x, provider, "domains");
	sqlite3_stmt	*st = automx2_prepare(x, "SELECT min(name),"
	    " ldapserver_id FROM domain WHERE provider_id = ?1"
	    " GROUP BY lower(name) ORDER BY lower(name)");

	if (st != NULL)
		(void)sqlite3_bind_int64(st, 1, id);
	while (list != NULL && automx2_step(x, st))
		add_domain(x, list, st);
	(void)sqlite3_finalize(st);
}

static void
add_providers(struct automx2 *x)
{
	cJSON		*list = import_list(x->import, "providers");
	sqlite3_stmt	*st = automx2_prepare(x,
	    "SELECT id, name, short_name FROM provider ORDER BY id");

	while (list != NULL && automx2_step(x, st)) {
		long long	 id = sqlite3_column_int64(st, 0);
		const char	*name = automx2_text(st, 1);
		const char	*short_name = automx2_text(st, 2);
		char		 word[IMPORT_ID];
		cJSON		*provider;

		import_id(x->import, short_name[0] == '\0' ? name : short_name,
		    word);
		provider = automx2_object(x, list);
		automx2_string(x, provider, "id", word);
		add_cut(x, provider, "name", name, NAME_CHARACTERS);
		add_cut(x, provider, "short_name", short_name,
		    SHORT_NAME_CHARACTERS);
		add_domains(x, provider, id);
		automx2_services(x, id,
		    automx2_list(x, provider, "services"));
	}
	(void)sqlite3_finalize(st);
}

static void
add_ldap_server(struct automx2 *x, cJSON *list, sqlite3_stmt *st)
{
	cJSON	*server = automx2_object(x, list);
	bool	 tls = sqlite3_column_int(st, 3) != 0;
	char	 uri[300];
	int	 n;

	n = snprintf(uri, sizeof(uri), "%s://%s:%lld", tls ? "ldaps" : "ldap",
	    automx2_text(st, 1), (long long)sqlite3_column_int64(st, 2));
	if (n < 0 || (size_t)n >= sizeof(uri))
		uri[0] = '\0';
	automx2_string(x, server, "id", automx2_text(st, 0));
	automx2_string(x, server, "uri", uri);
	automx2_string(x, server, "base", automx2_text(st, 4));
	automx2_string(x, server, "filter", automx2_text(st, 5));
	automx2_string(x, server, "attribute_login", automx2_text(st, 6));
	automx2_string(x, server, "attribute_name", automx2_text(st, 7));
	automx2_string(x, server, "bind_dn", automx2_text(st, 8));
	if (automx2_text(st, 9)[0] != '\0')
		import_note(x->import, x->path, 0, "ldapserver %s: its password"
		    " is left out; add \"bind_password\"", automx2_text(st, 0));
	if (!tls)
		import_note(x->import, x->path, 0, "ldapserver %s: without SSL, passwords and"
		    " answers cross the network in clear; an ldaps:// uri is"
		    " better", automx2_text(st, 0));
}

static void
add_ldap_servers(struct automx2 *x)
{
	cJSON		*list = NULL;
	sqlite3_stmt	*st = automx2_prepare(x, "SELECT id, name, port,"
	    " use_ssl, search_base, search_filter, attr_uid, attr_cn,"
	    " bind_user, bind_password FROM ldapserver ORDER BY id");

	while (automx2_step(x, st)) {
		if (list == NULL &&
		    (list = import_list(x->import, "ldap_servers")) == NULL)
			break;
		add_ldap_server(x, list, st);
	}
	(void)sqlite3_finalize(st);
}

/* What has no place in the result. */
static void
tell_orphans(struct automx2 *x)
{
	sqlite3_stmt *st = automx2_prepare(x, "SELECT 'domain ' || name ||"
	    " ' has no provider' FROM domain WHERE provider_id NOT IN"
	    " (SELECT id FROM provider)"
	    " UNION ALL SELECT 'server ' || name || ' is for no domain'"
	    " FROM server WHERE id NOT IN (SELECT server_id FROM server_domain)"
	    " UNION ALL SELECT 'domain ' || max(name) || ' is there twice, in"
	    " two spellings' FROM domain GROUP BY lower(name)"
	    " HAVING count(*) > 1");

	while (automx2_step(x, st))
		import_note(x->import, x->path, 0, "%s; left out", automx2_text(st, 0));
	(void)sqlite3_finalize(st);
}

enum err
import_automx2(const char *path, struct import *im)
{
	struct automx2 x = { .path = path, .import = im };

	if (sqlite3_open_v2(path, &x.db, SQLITE_OPEN_READONLY, NULL) !=
	    SQLITE_OK) {
		complain(path, "%s", x.db == NULL ? "out of memory" :
		    sqlite3_errmsg(x.db));
		x.failed = true;
	}
	if (!x.failed) {
		automx2_offers(&x);
		add_ldap_servers(&x);
		add_providers(&x);
		tell_orphans(&x);
		automx2_differences(&x);
	}
	(void)sqlite3_close(x.db);
	if (x.failed)
		complain(path, "this can't be read as an automx2 database");
	else if (x.full)
		complain(path, "out of memory");
	return x.failed ? ERR_REQUEST : x.full ? ERR_NOMEM : ERR_OK;
}
