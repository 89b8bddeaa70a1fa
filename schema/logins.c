#include "schema/logins.h"

#include <sqlite3.h>
#include <stdio.h>

#include "schema/say.h"

/* The expression is that of the index by domain. */
static const char sql[] =
    "SELECT address FROM mailbox WHERE"
    " lower(substr(address, length(rtrim(address, replace(address, '@', ''))) + 1))"
    " IN (?1, (SELECT alias_of FROM domain WHERE name = ?1))"
    " AND (login <> address COLLATE NOCASE OR EXISTS (SELECT 1 FROM service"
    " WHERE mailbox = address AND type IN ('imap', 'pop3', 'smtp'))) LIMIT 1";

static int
start(struct logins *l, const char *database)
{
	int code = SQLITE_OK;

	if (l->st != NULL)
		return SQLITE_OK;
	if (l->db == NULL)
		code = sqlite3_open_v2(database, &l->db, SQLITE_OPEN_READONLY, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_busy_timeout(l->db, STORE_BUSY_MS);
	return code != SQLITE_OK ? code :
	    sqlite3_prepare_v2(l->db, sql, -1, &l->st, NULL);
}

enum err
logins_find(struct logins *l, const char *database, const char *domain)
{
	int code;

	if (l->first[0] != '\0')
		return ERR_OK;
	if ((code = start(l, database)) == SQLITE_OK)
		code = sqlite3_bind_text(l->st, 1, domain, -1, SQLITE_TRANSIENT);
	if (code == SQLITE_OK && (code = sqlite3_step(l->st)) == SQLITE_ROW)
		(void)snprintf(l->first, sizeof(l->first), "%s",
		    (const char *)sqlite3_column_text(l->st, 0));
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		complain(database, "reading the mailboxes: %s; run: muaconf check",
		    l->db == NULL ? "out of memory" : sqlite3_errmsg(l->db));
	if (l->st != NULL)
		(void)sqlite3_reset(l->st);
	return code == SQLITE_ROW || code == SQLITE_DONE ? ERR_OK : ERR_STORE;
}

void
logins_close(struct logins *l)
{
	(void)sqlite3_finalize(l->st);
	(void)sqlite3_close(l->db);
	l->st = NULL;
	l->db = NULL;
}
