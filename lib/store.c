#include "lib/store.h"

#include <string.h>

#include "lib/account.h"
#include "lib/address.h"
#include "lib/limits.h"
#include "lib/log.h"
#include "lib/store_db.h"
#include "lib/store_provider.h"

/* The provider's first word, when it has no short name. */
static const char *
first_word(struct arena *a, const char *name, bool *full)
{
	char *word = arena_strndup(a, name, strcspn(name, " "));

	if (word == NULL)
		*full = true;
	return word;
}

/* What STMT_DOMAIN found, for later steps. */
struct found {
	const char	*target;	/* the domain whose settings count */
	const char	*mailbox;	/* the row that is there; NULL: none */
	const char	*directory;	/* ldap_server.id; NULL: none */
};

static enum err
read_domain(sqlite3_stmt *st, const char *domain, struct arena *a,
    struct account *out, struct found *found)
{
	bool full = false;

	if (sqlite3_column_int(st, 0) == 0)
		return ERR_NOTFOUND;
	found->target = store_text(a, st, 1, &full);
	out->provider = store_text(a, st, 2, &full);
	out->name = store_text(a, st, 3, &full);
	out->short_name = store_text(a, st, 4, &full);
	if (out->short_name == NULL && out->name != NULL)
		out->short_name = first_word(a, out->name, &full);
	out->help_url = store_text(a, st, 5, &full);
	out->webmail_url = store_text(a, st, 6, &full);
	out->logo_url = store_text(a, st, 7, &full);
	out->all_servers = sqlite3_column_int(st, 8);
	out->display_names = sqlite3_column_int(st, 9);
	out->redirect_domain = store_text(a, st, 10, &full);
	found->directory = store_text(a, st, 11, &full);
	out->redirect_url = store_text(a, st, 12, &full);
	if ((out->domain = arena_strdup(a, domain)) == NULL)
		full = true;
	if (!full && strcmp(found->target, domain) != 0 &&
	    strcmp(found->target, "*") != 0)
		out->alias_of = found->target;
	return full ? ERR_NOMEM : ERR_OK;
}

/* Is the row there?  Then the account's head is filled.  domain is the one that
 * was asked for, row the one that answers: the same, or "*". */
static enum err
find_domain(struct store *s, const char *row, const char *domain,
    struct arena *a, struct account *out, struct found *found)
{
	sqlite3_stmt	*st = store_bind(s, STMT_DOMAIN, row, NULL);
	enum err	 e;

	if (st == NULL)
		return store_trouble(s, "binding");
	switch (sqlite3_step(st)) {
	case SQLITE_ROW:
		e = read_domain(st, domain, a, out, found);
		/* A disabled row ends the search: "*" must not answer for it. */
		if (e == ERR_NOTFOUND)
			found->target = "";
		break;
	case SQLITE_DONE:
		e = ERR_NOTFOUND;
		break;
	default:
		return store_trouble(s, "reading a domain");
	}
	store_done(st);
	return e;
}

/* The first candidate with a row of its own, else the first for which "*" may
 * answer.  which: its number. */
static enum err
find_candidate(struct store *s, const struct store_key *key, struct arena *a,
    struct account *out, struct found *found, size_t *which)
{
	const struct candidate	*c = key->candidates;
	enum err		 e;

	for (size_t i = 0; i < key->ncandidates; i++) {
		*which = i;
		e = find_domain(s, c[i].domain, c[i].domain, a, out, found);
		if (e != ERR_NOTFOUND || found->target != NULL)
			return e;
	}
	for (size_t i = 0; i < key->ncandidates; i++) {
		if (!c[i].any)
			continue;
		*which = i;
		return find_domain(s, "*", c[i].domain, a, out, found);
	}
	return ERR_NOTFOUND;
}

/* This mailbox's own settings: none for most. */
static enum err
read_mailbox(struct store *s, const char *address, struct arena *a,
    struct account *out, struct found *found)
{
	sqlite3_stmt	*st = store_bind(s, STMT_MAILBOX, address, NULL);
	bool		 full = false;
	int		 code;

	if (st == NULL || ((code = sqlite3_step(st)) != SQLITE_ROW &&
	    code != SQLITE_DONE))
		return store_trouble(s, "reading a mailbox");
	if (code == SQLITE_ROW) {
		if (found->mailbox == NULL)
			found->mailbox = address;
		if (out->login == NULL)
			out->login = store_text(a, st, 0, &full);
		if (out->display_names && out->display_name == NULL)
			out->display_name = store_text(a, st, 1, &full);
	}
	store_done(st);
	return full ? ERR_NOMEM : ERR_OK;
}

/* At an alias the address is looked up as it is first, then at the domain that
 * it stands for, for what the first row leaves open. */
static enum err
find_mailbox(struct store *s, const char *local, struct arena *a,
    struct account *out, struct found *found)
{
	const char	*other;
	enum err	 e;

	out->local = arena_strdup(a, local);
	out->address = address_join(a, local, out->domain);
	if (out->local == NULL || out->address == NULL)
		return ERR_NOMEM;
	e = read_mailbox(s, out->address, a, out, found);
	if (e != ERR_OK || out->alias_of == NULL ||
	    (found->mailbox != NULL && out->login != NULL))
		return e;
	if ((other = address_join(a, local, out->alias_of)) == NULL)
		return ERR_NOMEM;
	return read_mailbox(s, other, a, out, found);
}

/* A number of a row that the CHECKs keep within min..max. */
static int
number(sqlite3_stmt *st, int col, int min, int max)
{
	int n = sqlite3_column_int(st, col);

	return n < min ? min : n > max ? max : n;
}

/* ERR_NOTFOUND when a word can't be: the CHECKs keep that out. */
static enum err
read_directory(sqlite3_stmt *st, struct arena *a, struct directory_server *out)
{
	const char	*scope = (const char *)sqlite3_column_text(st, 4);
	const char	*security = (const char *)sqlite3_column_text(st, 5);
	bool		 full = false;

	out->id = store_text(a, st, 0, &full);
	out->uri = store_text(a, st, 1, &full);
	out->base = store_text(a, st, 2, &full);
	out->filter = store_text(a, st, 3, &full);
	out->attribute_login = store_text(a, st, 6, &full);
	out->attribute_name = store_text(a, st, 7, &full);
	out->bind_dn = store_text(a, st, 8, &full);
	out->bind_password = store_text(a, st, 9, &full);
	out->bind_password_file = store_text(a, st, 10, &full);
	out->ca_file = store_text(a, st, 11, &full);
	if (full)
		return ERR_NOMEM;
	out->timeout_ms = number(st, 12, 100, 4000);
	out->max_connections = number(st, 13, 1, DIRECTORY_CONNECTIONS_MAX);
	out->cache_seconds = number(st, 14, 0, 3600);
	out->security = strncmp(out->uri, "ldaps:", 6) == 0 ? SECURITY_TLS :
	    SECURITY_STARTTLS;
	if (security != NULL && security_parse(security, &out->security) != 0)
		return ERR_NOTFOUND;
	if (scope == NULL || directory_scope_parse(scope, &out->scope) != 0)
		return ERR_NOTFOUND;
	return ERR_OK;
}

/* ERR_NOTFOUND when the row is not there, or of no use. */
static enum err
find_directory(struct store *s, const char *id, struct arena *a,
    struct directory_server *out)
{
	sqlite3_stmt	*st = store_bind(s, STMT_DIRECTORY, id, NULL);
	enum err	 e = ERR_NOTFOUND;
	int		 code;

	if (st == NULL || ((code = sqlite3_step(st)) != SQLITE_ROW &&
	    code != SQLITE_DONE))
		return store_trouble(s, "reading an ldap_server");
	if (code == SQLITE_ROW)
		e = read_directory(st, a, out);
	store_done(st);
	return e;
}

/* Where to look for the login, when the mailbox has none of its own. */
static enum err
set_directory(struct store *s, const char *id, struct arena *a,
    struct account *out)
{
	struct directory_server	*server = arena_alloc(a, sizeof(*server));
	enum err		 e;

	if (server == NULL)
		return ERR_NOMEM;
	e = find_directory(s, id, a, server);
	if (e == ERR_OK)
		out->directory = server;
	if (e != ERR_NOTFOUND)
		return e;
	log_line(LOG_LEVEL_WARNING, "directory=%s is not used: it isn't there,"
	    " or its words can't be; run: muaconf check", id);
	return ERR_OK;
}

/* Port and security of a service with their defaults. */
static enum err
read_server(sqlite3_stmt *st, struct arena *a, struct service *out, bool *full)
{
	const char *security = (const char *)sqlite3_column_text(st, 4);

	out->host = store_text(a, st, 2, full);
	out->port = sqlite3_column_type(st, 3) == SQLITE_NULL ?
	    service_port(out->type) : (uint16_t)sqlite3_column_int(st, 3);
	if (security == NULL)
		out->security = security_of_port(out->port);
	else if (security_parse(security, &out->security) != 0)
		return ERR_ADDRESS;
	return out->host == NULL ? ERR_ADDRESS : ERR_OK;
}

static enum err
read_url(sqlite3_stmt *st, struct arena *a, struct service *out, bool *full)
{
	out->url = store_text(a, st, 7, full);
	if (out->url == NULL)
		return ERR_ADDRESS;
	out->port = (uint16_t)sqlite3_column_int(st, 3);
	out->security = strncmp(out->url, "https:", 6) == 0 ||
	    strncmp(out->url, "ldaps:", 6) == 0 ? SECURITY_TLS : SECURITY_PLAIN;
	return ERR_OK;
}

/* One row, its placeholders as they are.  ERR_ADDRESS when it can't be used:
 * the CHECKs keep that out. */
static enum err
read_service(sqlite3_stmt *st, struct arena *a, struct service *out)
{
	const char	*type = (const char *)sqlite3_column_text(st, 1);
	const char	*auth = (const char *)sqlite3_column_text(st, 5);
	bool		 full = false;
	enum err	 e;

	memset(out, 0, sizeof(*out));
	if (type == NULL || service_type_parse(type, &out->type) != 0)
		return ERR_ADDRESS;
	out->id = sqlite3_column_int64(st, 0);
	out->priority = sqlite3_column_int(st, 8);
	options_read(st, 9, out);
	out->nauth = auth == NULL ? 0 : authentication_list(auth, out->auth);
	if (out->nauth == 0)
		return ERR_ADDRESS;
	e = service_kind(out->type)->has_url ?
	    read_url(st, a, out, &full) : read_server(st, a, out, &full);
	out->template = store_text(a, st, 6, &full);
	if (full)
		return ERR_NOMEM;
	return out->template == NULL ? ERR_ADDRESS : e;
}

static enum err
find_services(struct store *s, const struct found *found, struct arena *a,
    struct account *out)
{
	struct service	*services;
	sqlite3_stmt	*st = store_bind(s, STMT_SERVICES, out->provider, found->target);
	bool		 own = found->mailbox != NULL;
	size_t		 n = 0;
	enum err	 e = ERR_OK;
	int		 code;

	if (st == NULL || (own && sqlite3_bind_text(st, 3, found->mailbox, -1,
	    SQLITE_STATIC) != SQLITE_OK))
		return store_trouble(s, "binding");
	services = arena_alloc(a, SERVICES_MAX * sizeof(*services));
	if (services == NULL)
		e = ERR_NOMEM;
	while (e == ERR_OK && (code = sqlite3_step(st)) != SQLITE_DONE) {
		if (code != SQLITE_ROW)
			return store_trouble(s, "reading services");
		if (n == SERVICES_MAX) {
			log_line(LOG_LEVEL_WARNING, "provider=%s more than %d"
			    " services, the rest is not used; delete some",
			    out->provider, SERVICES_MAX);
			break;
		}
		e = read_service(st, a, &services[n]);
		if (e == ERR_OK) {
			out->personal |= sqlite3_column_int(st,
			    9 + OPTIONS_COLUMNS);
			n++;
		} else if (e == ERR_ADDRESS) {
			log_line(LOG_LEVEL_WARNING, "domain=%s service=%lld"
			    " is not used: its words can't be; run: muaconf check",
			    out->domain, (long long)sqlite3_column_int64(st, 0));
			e = ERR_OK;
		}
	}
	store_done(st);
	out->services = services;
	out->nservices = n;
	return e;
}

/* What the provider says beside its services. */
static enum err
find_provider(struct store *s, struct arena *a, struct account *out)
{
	sqlite3_stmt	*st = store_bind(s, STMT_PROVIDER, out->provider, NULL);
	enum err	 e;

	if (st == NULL || sqlite3_step(st) != SQLITE_ROW)
		return store_trouble(s, "reading a provider");
	e = provider_read(st, a, out);
	store_done(st);
	if (e != ERR_OK)
		return e;
	if ((st = store_bind(s, STMT_DOCUMENTS, out->provider, NULL)) == NULL)
		return store_trouble(s, "binding");
	if ((e = documents_read(st, a, out)) == ERR_STORE)
		return store_trouble(s, "reading documentation");
	store_done(st);
	return e;
}

static enum err
read_account(struct store *s, const struct store_key *key, struct arena *a,
    struct account *out)
{
	struct found	found = { NULL, NULL, NULL };
	size_t		which = 0;
	enum err	e;

	e = find_candidate(s, key, a, out, &found, &which);
	out->in_directory = found.directory != NULL;
	if (e == ERR_OK && key->local != NULL && which == 0)
		e = find_mailbox(s, key->local, a, out, &found);
	if (e == ERR_OK && out->address != NULL && out->login == NULL &&
	    found.directory != NULL && out->redirect_domain == NULL)
		e = set_directory(s, found.directory, a, out);
	if (e == ERR_OK)
		e = find_provider(s, a, out);
	if (e == ERR_OK)
		e = find_services(s, &found, a, out);
	return e;
}

enum err
store_account(struct store *s, const struct store_key *key, struct arena *a,
    struct account *out)
{
	struct account	account;
	enum err	e;

	if ((e = store_open(s)) != ERR_OK)
		return e;
	if (store_run(s, STMT_BEGIN) != 0)
		return store_trouble(s, "beginning");
	memset(&account, 0, sizeof(account));
	if ((e = store_version(s)) == ERR_OK)
		e = read_account(s, key, a, &account);
	if (s->db != NULL && store_run(s, STMT_END) != 0)
		return store_trouble(s, "ending");
	if (e == ERR_OK)
		*out = account;
	return e;
}

enum err
store_directory(struct store *s, const char *id, struct arena *a,
    struct directory_server *out)
{
	enum err e = store_open(s);

	return e == ERR_OK ? find_directory(s, id, a, out) : e;
}

enum err
store_ready(struct store *s)
{
	enum err e = store_open(s);

	return e == ERR_OK ? store_version(s) : e;
}
