#include <stddef.h>

#include "lib/err.h"
#include "schema/import_automx2_parts.h"
#include "schema/say.h"

/*
 * What automx2 makes of its settings, by its source (2023), against what
 * clients need.  Each query gives a number, and one name as example; 0 means
 * that it does not matter here.
 */
/* clang-format off */
static const struct {
	const char	*sql;
	const char	*sentence;
} differences[] = {
	{ "SELECT count(DISTINCT name), min(name) FROM offer WHERE security = 'STARTTLS'",
	  "servers with STARTTLS: automx2 told Outlook and Apple devices SSL off; to"
	  " Thunderbird and Delta Chat that means no encryption, and Apple devices send"
	  " the password in clear.  muaconf says SSL on, with Encryption TLS" },
	{ "SELECT count(DISTINCT domain), NULL FROM offer WHERE url IS NULL",
	  "domains: automx2 left out SPA, AuthRequired and DomainRequired for Outlook,"
	  " whose defaults do not fit.  muaconf says them" },
	{ "SELECT count(DISTINCT name), min(name) FROM offer"
	  " WHERE authentication IN ('plain', 'cleartext', 'encrypted')",
	  "servers with an old word for authentication: muaconf says"
	  " password-cleartext or password-encrypted" },
	{ "SELECT count(DISTINCT name), min(name) FROM offer"
	  " WHERE url IS NULL AND authentication NOT IN ('none', 'NTLM', 'plain')",
	  "servers: automx2 had no Apple profile for their authentication, only an"
	  " error.  muaconf has one" },
	{ "SELECT count(*), min(url) FROM (SELECT DISTINCT url FROM offer WHERE url IS NOT NULL)",
	  "calendar and address book servers: automx2 told them to Outlook alone."
	  "  muaconf tells every client that has a word for them" },
	{ "SELECT count(*), min(first) FROM (SELECT min(name) AS first FROM domain"
	  " GROUP BY provider_id HAVING count(*) > 1)",
	  "providers with several domains: automx2 listed all of them in each answer"
	  " for Thunderbird.  muaconf names the one that was asked for" },
	{ "SELECT count(*), NULL FROM provider",
	  "providers: automx2 called them automx2-NUMBER, which Thunderbird for Android"
	  " does not take.  muaconf uses the domain" },
	{ "SELECT count(*), min(name) FROM domain WHERE id NOT IN (SELECT domain FROM offer)",
	  "domains without any server: automx2 answered Thunderbird and Outlook with"
	  " an empty 200, which ends their search.  muaconf answers 404" },
	{ "SELECT count(*), NULL FROM domain",
	  "domains, and all others: automx2 answered an unknown domain with status 204,"
	  " which Thunderbird and Delta Chat take as final.  muaconf answers 404" },
	{ "SELECT count(*), NULL FROM domain WHERE id IN (SELECT domain FROM offer)",
	  "domains: each Apple profile from automx2 had new identifiers, so a second one"
	  " made a second account.  muaconf's replace their older version; profiles"
	  " from automx2 have to be removed by hand" },
	{ "SELECT count(*), min(name) FROM (SELECT d.name FROM offer o JOIN domain d ON"
	  " d.id = o.domain GROUP BY o.domain, o.type HAVING count(*) > 1)",
	  "domains with several servers of a type: automx2 named them all.  muaconf"
	  " names the best one; provider.all_servers = 1 names them all" },
	{ "SELECT count(*), min(name) FROM domain WHERE ldapserver_id IS NOT NULL",
	  "domains with an LDAP server: automx2 answered an unknown mailbox with an"
	  " error, so mailboxes could be listed.  muaconf gives the domain's answer" },
};
/* clang-format on */

void
automx2_differences(struct automx2 *x)
{
	sqlite3_stmt	*st;
	long long	 n;

	for (size_t i = 0; i < NITEMS(differences); i++) {
		st = automx2_prepare(x, differences[i].sql);
		if (automx2_step(x, st) &&
		    (n = sqlite3_column_int64(st, 0)) > 0) {
			if (sqlite3_column_type(st, 1) == SQLITE_NULL)
				import_note(x->import, x->path, 0, "note: %lld %s", n,
				    differences[i].sentence);
			else
				import_note(x->import, x->path, 0, "note: %lld (%s%s) %s", n,
				    automx2_text(st, 1), n > 1 ? ", ..." : "",
				    differences[i].sentence);
		}
		(void)sqlite3_finalize(st);
	}
}
