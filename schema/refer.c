#include "schema/refer.h"

#include "lib/limits.h"
#include "schema/keys.h"

#define STRING_OF(n) #n
#define STRING(n) STRING_OF(n)

/* The provider of a domain of the database, by the domain's name. */
#define OWNER_IN_MAIN(name)                                                    \
	"(SELECT coalesce(d.provider, t.provider) FROM main.domain d"          \
	" LEFT JOIN main.domain t ON t.name = d.alias_of WHERE d.name = " name ")"

/* Each gives places and sentences; ?1 is the form's key for domain.ldap. */
static const char *const rules[] = {
	/* A domain of somebody else's. */
	"SELECT s.place, 'domain ' || s.name || ' belongs to provider ' || o ||"
	" '; remove it there first, or list that provider in this file too'"
	" FROM (SELECT place, name, " OWNER_IN_MAIN("s.name") " AS o"
	"  FROM seed.domain s) s"
	" WHERE o IS NOT NULL AND o NOT IN (SELECT id FROM seed.provider)",

	"SELECT s.place || '.alias_of', CASE"
	" WHEN t.name IS NULL THEN"
	"  'there is no domain ' || s.alias_of || ' in this provider''s list'"
	" WHEN t.owner <> s.owner THEN 'domain ' || s.alias_of ||"
	"  ' belongs to provider ' || t.owner || '; list its alias there'"
	" ELSE s.alias_of || ' is an alias itself; name ' || t.alias_of END"
	" FROM seed.domain s LEFT JOIN seed.domain t ON t.name = s.alias_of"
	" WHERE s.alias_of IS NOT NULL AND (t.name IS NULL"
	"  OR t.owner <> s.owner OR t.alias_of IS NOT NULL)",

	"SELECT s.place || '.' || ?1, 'there is no LDAP server ' || s.ldap ||"
	" ' in this file or the database'"
	" FROM seed.domain s WHERE s.ldap IS NOT NULL"
	" AND s.ldap NOT IN (SELECT id FROM seed.ldap_server)"
	" AND s.ldap NOT IN (SELECT id FROM main.ldap_server)",

	"SELECT s.place || '.domain', CASE"
	" WHEN t.name IS NULL OR t.owner <> s.owner THEN"
	"  'there is no domain ' || s.domain || ' in this provider''s list'"
	" ELSE s.domain || ' is an alias; give the service to ' || t.alias_of"
	" END FROM seed.service s LEFT JOIN seed.domain t ON t.name = s.domain"
	" WHERE s.domain IS NOT NULL AND (t.name IS NULL"
	"  OR t.owner <> s.owner OR t.alias_of IS NOT NULL)",

	/* Where the mailbox may stand is looked at below. */
	"SELECT s.place || '.mailbox', CASE WHEN m.address IS NULL THEN"
	" 'there is no mailbox ' || s.mailbox || ' in this file; list it in"
	" \"mailboxes\", with nothing but its address if need be'"
	" WHEN m.owner IS NULL THEN 'no provider lists ' || s.mailbox ||"
	" '; its services belong into \"services\" at the top of the file'"
	" ELSE s.mailbox || ' belongs to provider ' || m.owner ||"
	" '; list its services there' END"
	" FROM seed.service s LEFT JOIN seed.mailbox m ON m.address = s.mailbox"
	" WHERE s.mailbox IS NOT NULL"
	" AND (m.address IS NULL OR m.owner IS NOT s.owner)",

	/* More than an answer looks at. */
	"SELECT place, 'more than " STRING(SERVICES_MAX) " services for '"
	" || coalesce(mailbox, domain, 'all domains')"
	" || '; no answer can hold them'"
	" FROM (SELECT place, domain, mailbox, row_number() OVER"
	"  (PARTITION BY owner, domain, mailbox ORDER BY seq) AS n"
	"  FROM seed.service)"
	" WHERE n = " STRING(SERVICES_MAX) " + 1",

	"SELECT s.place || '.address', 'domain ' || mail_domain(s.address) ||"
	" CASE WHEN t.name IS NULL THEN ' is not in this provider''s list;"
	" the mailbox belongs into \"mailboxes\" at the top of the file'"
	" ELSE ' belongs to provider ' || t.owner ||"
	" '; list the mailbox there' END"
	" FROM seed.mailbox s LEFT JOIN seed.domain t"
	" ON t.name = mail_domain(s.address)"
	" WHERE s.owner IS NOT NULL AND t.owner IS NOT s.owner",

	"SELECT s.place || '.address', 'domain ' || mail_domain(s.address) ||"
	" ' belongs to provider ' || o || '; list the mailbox there'"
	" FROM (SELECT place, address, coalesce("
	"  (SELECT t.owner FROM seed.domain t WHERE t.name = mail_domain(address)),"
	"  (SELECT o FROM (SELECT " OWNER_IN_MAIN("mail_domain(address)") " AS o)"
	"   WHERE o NOT IN (SELECT id FROM seed.provider))) AS o"
	"  FROM seed.mailbox WHERE owner IS NULL) s WHERE o IS NOT NULL",
};

static enum err
check_rule(struct db *db, const char *sql, const char *ldap, struct faults *f)
{
	sqlite3_stmt	*st = db_prepare(db, sql);
	bool		 more = true;
	enum err	 e = st == NULL ? ERR_STORE : ERR_OK;

	if (e == ERR_OK && sqlite3_bind_parameter_count(st) > 0)
		db_bind_text(st, 1, ldap);
	while (e == ERR_OK && (e = db_step(db, st, &more)) == ERR_OK && more)
		fault_text(f, db_text(st, 0), "%s", db_text(st, 1));
	(void)sqlite3_finalize(st);
	return e;
}

enum err
refer_check(struct db *db, bool foreign, struct faults *f)
{
	size_t			 n;
	const struct column	*c = table_columns(TABLE_DOMAIN, &n);
	const char		*ldap = keys_name(
	    &c[column_index(TABLE_DOMAIN, "ldap")], foreign);
	enum err		 e = ERR_OK;

	for (size_t i = 0; i < NITEMS(rules) && e == ERR_OK; i++)
		e = check_rule(db, rules[i], ldap, f);
	return e;
}
