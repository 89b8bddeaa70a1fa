#include "schema/columns.h"

#include <assert.h>
#include <string.h>

#include "lib/err.h"

/* An alias belongs to the provider of the domain it stands for. */
#define DOMAIN_OWNER(m)                                                        \
	"coalesce(" m ".provider, (SELECT t.provider FROM main.domain t"       \
	" WHERE t.name = " m ".alias_of))"

/* What an address has is its domain's, now or by the wanted state. */
#define ADDRESS_OWNER(address)                                                 \
	"(SELECT " DOMAIN_OWNER("d") " FROM main.domain d"                     \
	" WHERE d.name = mail_domain(" address "))"
#define ADDRESS_OWNER_WANTED(address)                                          \
	"(SELECT d.owner FROM seed.domain d"                                   \
	" WHERE d.name = mail_domain(" address "))"

static const struct table_kind kinds[] = {
	[TABLE_LDAP_SERVER] = {
	    .name = "ldap_server", .word = "LDAP server", .words = "LDAP servers",
	    .list = "ldap_servers", .foreign_list = "ldapservers",
	    .at_top = true },
	[TABLE_PROVIDER] = {
	    .name = "provider", .word = "provider", .words = "providers",
	    .list = "providers", .at_top = true },
	[TABLE_DOMAIN] = {
	    .name = "domain", .word = "domain", .words = "domains",
	    .list = "domains", .foreign_list = "domains", .at_provider = true,
	    .owner = DOMAIN_OWNER("m") },
	[TABLE_SERVICE] = {
	    .name = "service", .word = "service", .words = "services",
	    .list = "services", .foreign_list = "servers",
	    .at_top = true, .at_provider = true, .ordered = true,
	    .owner = "coalesce(m.provider, " ADDRESS_OWNER("m.mailbox") ")",
	    .owner_wanted = ADDRESS_OWNER_WANTED("m.mailbox") },
	[TABLE_DOCUMENTATION] = {
	    .name = "documentation", .word = "page", .words = "pages",
	    .list = "documentation", .at_provider = true, .rare = true,
	    .ordered = true,
	    .owner = "m.provider" },
	[TABLE_MAILBOX] = {
	    .name = "mailbox", .word = "mailbox", .words = "mailboxes",
	    .list = "mailboxes", .at_top = true, .at_provider = true,
	    .owner = ADDRESS_OWNER("m.address"),
	    .owner_wanted = ADDRESS_OWNER_WANTED("m.address") },
};
static_assert(NITEMS(kinds) == TABLE__MAX, "a kind for every table");

#define KEY COLUMN_KEY
#define NEEDED COLUMN_NEEDED
#define OWNER COLUMN_OWNER
#define SECRET COLUMN_SECRET
#define LABEL COLUMN_LABEL
#define GROUP COLUMN_GROUP

/* clang-format off */
const struct column columns[] = {
	/* table             name               kind                 flags                 min  max    usual                 foreign */
	{ TABLE_LDAP_SERVER, "id",              KIND_ID,             KEY | NEEDED | LABEL, 1,   63,    NULL,                 { NULL } },
	{ TABLE_LDAP_SERVER, "uri",             KIND_LDAP_URI,       NEEDED,               1,   500,   NULL,                 { NULL } },
	{ TABLE_LDAP_SERVER, "base",            KIND_TEXT,           NEEDED,               1,   1000,  NULL,                 { "search_base" } },
	{ TABLE_LDAP_SERVER, "scope",           KIND_SCOPE,          0,                    1,   20,    "sub",                { NULL } },
	{ TABLE_LDAP_SERVER, "filter",          KIND_FILTER,         0,                    1,   1000,  "(mail={0})",         { "search_filter" } },
	{ TABLE_LDAP_SERVER, "attribute_login", KIND_ATTRIBUTE,      0,                    1,   200,   "uid",                { "attr_uid" } },
	{ TABLE_LDAP_SERVER, "attribute_name",  KIND_ATTRIBUTE,      0,                    1,   200,   "cn",                 { "attr_cn" } },
	{ TABLE_LDAP_SERVER, "bind_dn",         KIND_TEXT,           0,                    1,   1000,  NULL,                 { "bind_user" } },
	{ TABLE_LDAP_SERVER, "bind_password",   KIND_TEXT,           SECRET,               1,   1000,  NULL,                 { NULL } },
	{ TABLE_LDAP_SERVER, "bind_password_file", KIND_PATH,         0,                    1,   500,   NULL,                 { NULL } },
	{ TABLE_LDAP_SERVER, "security",        KIND_SECURITY,       0,                    1,   20,    NULL,                 { NULL } },
	{ TABLE_LDAP_SERVER, "ca_file",         KIND_PATH,           0,                    1,   500,   NULL,                 { NULL } },
	{ TABLE_LDAP_SERVER, "timeout_ms",      KIND_NUMBER,         0,                    100, 4000,  "1000",               { NULL } },
	{ TABLE_LDAP_SERVER, "max_connections", KIND_NUMBER,         0,                    1,   64,    "4",                  { NULL } },
	{ TABLE_LDAP_SERVER, "cache_seconds",   KIND_NUMBER,         0,                    0,   3600,  "60",                 { NULL } },

	{ TABLE_PROVIDER,    "id",              KIND_ID,             KEY | NEEDED | LABEL, 1,   63,    NULL,                 { NULL } },
	{ TABLE_PROVIDER,    "name",            KIND_TRIMMED,        NEEDED,               1,   60,    NULL,                 { "provider" } },
	{ TABLE_PROVIDER,    "short_name",      KIND_TRIMMED,        0,                    1,   20,    NULL,                 { NULL } },
	{ TABLE_PROVIDER,    "help_url",        KIND_URL,            0,                    1,   500,   NULL,                 { NULL } },
	{ TABLE_PROVIDER,    "webmail_url",     KIND_URL,            0,                    1,   500,   NULL,                 { NULL } },
	{ TABLE_PROVIDER,    "logo_url",        KIND_URL,            0,                    1,   500,   NULL,                 { NULL } },
	{ TABLE_PROVIDER,    "all_servers",     KIND_BOOLEAN,        0,                    0,   1,     "0",                  { NULL } },
	{ TABLE_PROVIDER,    "display_names",   KIND_BOOLEAN,        0,                    0,   1,     "0",                  { NULL } },
	{ TABLE_PROVIDER,    "in_order",       KIND_BOOLEAN,        0,                    0,   1,     "0",                  { NULL } },
	{ TABLE_PROVIDER,    "sections",       KIND_SECTIONS,       0,                    1,   200,   NULL,                 { NULL } },
	{ TABLE_PROVIDER,    "well_known_status", KIND_NUMBER,         0,                    301, 308,   "301",                { NULL } },
	{ TABLE_PROVIDER,    "webmail_login_url", KIND_URL,            0,                    1,   500,   NULL,                 { NULL } },
	{ TABLE_PROVIDER,    "webmail_user_id", KIND_TEXT,           0,                    1,   100,   NULL,                 { NULL } },
	{ TABLE_PROVIDER,    "webmail_user_name", KIND_TEXT,           0,                    1,   100,   NULL,                 { NULL } },
	{ TABLE_PROVIDER,    "webmail_password_id", KIND_TEXT,           0,                    1,   100,   NULL,                 { NULL } },
	{ TABLE_PROVIDER,    "webmail_password_name", KIND_TEXT,           0,                    1,   100,   NULL,                 { NULL } },
	{ TABLE_PROVIDER,    "webmail_button_id", KIND_TEXT,           0,                    1,   100,   NULL,                 { NULL } },
	{ TABLE_PROVIDER,    "webmail_button_name", KIND_TEXT,           0,                    1,   100,   NULL,                 { NULL } },
	{ TABLE_PROVIDER,    "oauth2_issuer",  KIND_TEXT,           0,                    1,   500,   NULL,                 { NULL } },
	{ TABLE_PROVIDER,    "oauth2_auth_url", KIND_URL,            0,                    1,   500,   NULL,                 { NULL } },
	{ TABLE_PROVIDER,    "oauth2_token_url", KIND_URL,            0,                    1,   500,   NULL,                 { NULL } },
	{ TABLE_PROVIDER,    "oauth2_scope",   KIND_TEXT,           0,                    1,   500,   NULL,                 { NULL } },
	{ TABLE_PROVIDER,    "oauth2_client_id", KIND_TEXT,           0,                    1,   200,   NULL,                 { NULL } },

	{ TABLE_DOMAIN,      "name",            KIND_DOMAIN,         KEY | NEEDED | LABEL, 1,   253,   NULL,                 { NULL } },
	{ TABLE_DOMAIN,      "provider",        KIND_ID,             OWNER,                1,   63,    NULL,                 { NULL } },
	{ TABLE_DOMAIN,      "alias_of",        KIND_DOMAIN,         0,                    1,   253,   NULL,                 { NULL } },
	{ TABLE_DOMAIN,      "enabled",         KIND_BOOLEAN,        0,                    0,   1,     "1",                  { NULL } },
	{ TABLE_DOMAIN,      "ldap",            KIND_ID,             0,                    1,   63,    NULL,                 { "ldapserver_id" } },
	{ TABLE_DOMAIN,      "redirect_domain", KIND_DOMAIN,         0,                    1,   253,   NULL,                 { NULL } },
	{ TABLE_DOMAIN,      "redirect_url",    KIND_URL,            0,                    1,   500,   NULL,                 { NULL } },

	{ TABLE_SERVICE,     "provider",        KIND_ID,             OWNER | GROUP,        1,   63,    NULL,                 { NULL } },
	{ TABLE_SERVICE,     "domain",          KIND_DOMAIN,         GROUP,                1,   253,   NULL,                 { NULL } },
	{ TABLE_SERVICE,     "mailbox",         KIND_ADDRESS,        GROUP,                1,   254,   NULL,                 { NULL } },
	{ TABLE_SERVICE,     "priority",        KIND_NUMBER,         0,                    0,   65535, "10",                 { "prio" } },
	{ TABLE_SERVICE,     "type",            KIND_TYPE,           NEEDED | LABEL | GROUP, 1, 20,    NULL,                 { NULL } },
	{ TABLE_SERVICE,     "host",            KIND_HOST,           LABEL,                1,   253,   NULL,                 { "name" } },
	{ TABLE_SERVICE,     "port",            KIND_NUMBER,         0,                    1,   65535, NULL,                 { NULL } },
	{ TABLE_SERVICE,     "security",        KIND_SECURITY,       0,                    1,   20,    NULL,                 { "socket_type" } },
	{ TABLE_SERVICE,     "authentication",  KIND_AUTHENTICATION, 0,                    1,   200,   "password-cleartext", { "authentication", "auth" } },
	{ TABLE_SERVICE,     "username",        KIND_TEMPLATE,       0,                    1,   254,   "%EMAILADDRESS%",     { "user_name" } },
	{ TABLE_SERVICE,     "url",             KIND_URL_TEMPLATE,   LABEL,                1,   500,   NULL,                 { NULL } },
	{ TABLE_SERVICE,     "leave_messages", KIND_BOOLEAN,        0,                    0,   1,     NULL,                 { NULL } },
	{ TABLE_SERVICE,     "days_to_leave",  KIND_NUMBER,         0,                    0,   36500, NULL,                 { NULL } },
	{ TABLE_SERVICE,     "download_on_check", KIND_BOOLEAN,        0,                    0,   1,     NULL,                 { NULL } },
	{ TABLE_SERVICE,     "check_minutes",  KIND_NUMBER,         0,                    1,   10080, NULL,                 { NULL } },
	{ TABLE_SERVICE,     "global_server",  KIND_BOOLEAN,        0,                    0,   1,     NULL,                 { NULL } },
	{ TABLE_SERVICE,     "restriction",    KIND_RESTRICTION,    0,                    1,   40,    NULL,                 { NULL } },

	{ TABLE_DOCUMENTATION, "provider",      KIND_ID,             OWNER | GROUP,        1,   63,    NULL,                 { NULL } },
	{ TABLE_DOCUMENTATION,"kind",           KIND_DOCUMENT,       0,                    1,   20,    "documentation",      { NULL } },
	{ TABLE_DOCUMENTATION, "url",           KIND_URL,            NEEDED | LABEL,       1,   500,   NULL,                 { NULL } },
	{ TABLE_DOCUMENTATION, "lang",          KIND_LANGUAGE,       LABEL,                2,   35,    "en",                 { NULL } },
	{ TABLE_DOCUMENTATION,"text",           KIND_TEXT,           0,                    1,   500,   NULL,                 { NULL } },

	{ TABLE_MAILBOX,     "address",         KIND_ADDRESS,        KEY | NEEDED | LABEL, 1,   254,   NULL,                 { NULL } },
	{ TABLE_MAILBOX,     "login",           KIND_TRIMMED,        0,                    1,   254,   NULL,                 { NULL } },
	{ TABLE_MAILBOX,     "display_name",    KIND_TRIMMED,        0,                    1,   128,   NULL,                 { NULL } },
};
/* clang-format on */
const size_t ncolumns = NITEMS(columns);

const struct table_kind *
table_kind(enum table t)
{
	assert((unsigned)t < TABLE__MAX);
	return &kinds[t];
}

const struct column *
table_columns(enum table t, size_t *n)
{
	size_t first = 0, end = NITEMS(columns);

	/* In the middle of reading a million rows: they are sorted. */
	while (first < end) {
		size_t middle = first + (end - first) / 2;

		if (columns[middle].table < t)
			first = middle + 1;
		else
			end = middle;
	}
	*n = 0;
	while (first + *n < ncolumns && columns[first + *n].table == t)
		++*n;
	assert(*n > 0 && *n <= COLUMNS_PER_TABLE);
	return &columns[first];
}

size_t
column_index(enum table t, const char *name)
{
	size_t			 n, i;
	const struct column	*c = table_columns(t, &n);

	for (i = 0; i < n && strcmp(c[i].name, name) != 0; i++)
		continue;
	assert(i < n);
	return i;
}

size_t
column_key(enum table t)
{
	size_t			 n, i;
	const struct column	*c = table_columns(t, &n);

	for (i = 0; i < n && (c[i].flags & COLUMN_KEY) == 0; i++)
		continue;
	assert(i < n);
	return i;
}

bool
column_words(const struct column *c)
{
	return c->kind == KIND_AUTHENTICATION || c->kind == KIND_SECTIONS;
}

bool
column_integer(const struct column *c)
{
	return c->kind == KIND_NUMBER || c->kind == KIND_BOOLEAN;
}

const char *
column_collation(const struct column *c)
{
	return c->kind == KIND_DOMAIN || c->kind == KIND_ADDRESS ? "NOCASE" :
	    "BINARY";
}

void
columns_list(struct buf *b, enum table t, const char *prefix)
{
	size_t			 n;
	const struct column	*c = table_columns(t, &n);

	for (size_t i = 0; i < n; i++)
		buf_printf(b, "%s%s%s", i == 0 ? "" : ", ", prefix, c[i].name);
}
