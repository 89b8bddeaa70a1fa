#include <stdio.h>
#include <string.h>

#include "lib/address.h"
#include "lib/arena.h"
#include "lib/buf.h"
#include "lib/err.h"
#include "lib/limits.h"
#include "lib/model.h"
#include "lib/text.h"
#include "schema/columns.h"
#include "schema/fault.h"
#include "schema/import_automx2_parts.h"
#include "schema/say.h"
#include "schema/value.h"
#include "schema/words.h"
#include "schema/wrong.h"

#define TYPE_MAX 20
/* Two quoted texts and the words around them. */
#define SENTENCE_MAX (2 * QUOTED_MAX + 100)
/* What a seed makes of one text. */
#define SEED_TEXT_ROOM 4096
/* A scheme, a port of 64 bits and a NUL. */
#define URL_ADDED 40

/* Columns of "offer". */
enum { O_NAME, O_PORT, O_SECURITY, O_USERNAME, O_AUTHENTICATION, O_PRIORITY,
	O_URL, O_TLS, O_DOMAIN_REQUIRED };

static void
run(struct automx2 *x, const char *sql)
{
	sqlite3_stmt *st = automx2_prepare(x, sql);

	while (automx2_step(x, st))
		continue;
	(void)sqlite3_finalize(st);
}

/* Does the database have the table, or the table the column? */
static bool
has(struct automx2 *x, const char *table, const char *column)
{
	sqlite3_stmt	*st = automx2_prepare(x, "SELECT 1 FROM"
	    " pragma_table_info(?1) WHERE ?2 IS NULL OR name = ?2");
	bool		 found = false;

	if (st != NULL && sqlite3_bind_text(st, 1, table, -1,
	    SQLITE_STATIC) == SQLITE_OK && sqlite3_bind_text(st, 2, column, -1,
	    SQLITE_STATIC) == SQLITE_OK)
		found = automx2_step(x, st);
	(void)sqlite3_finalize(st);
	return found;
}

/* Older versions have no priorities and no calendars. */
void
automx2_offers(struct automx2 *x)
{
	run(x, "CREATE TEMP TABLE offer (provider, domain, type, id, name,"
	    " port, security, username, authentication, priority, url, tls,"
	    " domain_required)");
	run(x, has(x, "server", "prio") ?
	    "INSERT INTO offer SELECT d.provider_id, d.id, s.type, s.id, s.name,"
	    " s.port, s.socket_type, s.user_name, s.authentication, s.prio,"
	    " NULL, NULL, NULL FROM domain d JOIN server_domain l"
	    " ON l.domain_id = d.id JOIN server s ON s.id = l.server_id" :
	    "INSERT INTO offer SELECT d.provider_id, d.id, s.type, s.id, s.name,"
	    " s.port, s.socket_type, s.user_name, s.authentication, 10,"
	    " NULL, NULL, NULL FROM domain d JOIN server_domain l"
	    " ON l.domain_id = d.id JOIN server s ON s.id = l.server_id");
	if (has(x, "davserver", NULL))
		run(x, "INSERT INTO offer SELECT d.provider_id, d.id, s.type,"
		    " s.id, NULL, s.port, NULL, s.user_name, NULL, 10, s.url,"
		    " s.use_ssl, s.domain_required FROM domain d"
		    " JOIN davserver_domain l ON l.domain_id = d.id"
		    " JOIN davserver s ON s.id = l.davserver_id");
	run(x, "CREATE TEMP TABLE offers AS SELECT provider, domain, type,"
	    " group_concat(quote(name) || quote(port) || quote(security) ||"
	    " quote(username) || quote(authentication) || quote(priority) ||"
	    " quote(url) || quote(tls) || quote(domain_required)) AS list"
	    " FROM (SELECT * FROM offer ORDER BY domain, type, priority, id)"
	    " GROUP BY provider, domain, type");
	run(x, "CREATE INDEX temp.offer_domain ON offer (domain, type)");
	run(x, "CREATE INDEX temp.offers_provider ON offers (provider, type)");
}

/* Would a seed take the text for this column of a service?  Else its reason is
 * said behind the sentence. */
static bool
seed_takes(struct automx2 *x, const char *column, const char *text,
    const char *sentence)
{
	char			 where[4400];
	struct faults		 faults = { .file = where };
	const struct place	 at = { .key = column };
	struct arena		 arena;
	struct value		 value;
	cJSON			*item = cJSON_CreateString(text);
	bool			 good = false;

	(void)snprintf(where, sizeof(where), "%s: %s", x->path, sentence);
	if (arena_init(&arena, SEED_TEXT_ROOM) != 0 || item == NULL)
		x->full = true;
	else
		good = value_read(item, table_columns(TABLE_SERVICE,
		    &(size_t){ 0 }) + column_index(TABLE_SERVICE, column),
		    false, &arena, &faults, &at, &value);
	x->import->notes += faults.count;
	arena_free(&arena);
	cJSON_Delete(item);
	return good;
}

/* Port and security, where they are not the usual ones. */
static void
add_security(struct automx2 *x, cJSON *service, sqlite3_stmt *st,
    enum service_type type)
{
	const char	*word = automx2_text(st, O_SECURITY);
	const char	*name = automx2_text(st, O_NAME);
	long long	 port = sqlite3_column_int64(st, O_PORT);
	enum security	 security;

	if (port < 1 || port > 65535) {
		import_note(x->import, x->path, 0, "server %s: port %lld is out of range"
		    " 1..65535; the usual one is taken", quote(name).text, port);
		port = service_port(type);
	}
	if (port != service_port(type))
		automx2_number(x, service, "port", port);
	if (!words_foreign_security(word, &security)) {
		security = security_of_port((unsigned long)port);
		import_note(x->import, x->path, 0, "server %s: socket type %s is unknown;"
		    " its port %lld means %s", quote(name).text,
		    quote(word).text, port, security_name(security));
	}
	if (security != security_of_port((unsigned long)port))
		automx2_string(x, service, "security", security_name(security));
	if (security == SECURITY_PLAIN)
		import_note(x->import, x->path, 0, "server %s: passwords cross the network in"
		    " clear (socket type %s)", quote(name).text, word);
}

static void
add_mail(struct automx2 *x, cJSON *service, sqlite3_stmt *st,
    enum service_type type)
{
	const char		*word = automx2_text(st, O_AUTHENTICATION);
	enum authentication	 auth;

	automx2_string(x, service, "host", automx2_text(st, O_NAME));
	add_security(x, service, st, type);
	if (authentication_parse(word, &auth) != 0 &&
	    !words_foreign_authentication(word, &auth)) {
		import_note(x->import, x->path, 0, "server %s: authentication %s is unknown;"
		    " password-cleartext is taken",
		    quote(automx2_text(st, O_NAME)).text, quote(word).text);
		auth = AUTH_PASSWORD_CLEARTEXT;
	}
	if (auth != AUTH_PASSWORD_CLEARTEXT)
		automx2_string(x, service, "authentication",
		    authentication_name(auth));
}

/* One url from automx2's url, port and use_ssl, with a NUL. */
static void
put_url(struct buf *b, const char *url, const char *scheme, long long port)
{
	const char	*rest = strstr(url, "://");
	size_t		 len;

	rest = rest == NULL ? url : rest + 3;
	len = strcspn(rest, "/?#");
	buf_puts(b, scheme);
	buf_puts(b, "://");
	buf_add(b, rest, len);
	if (port > 0 && port != (strcmp(scheme, "https") == 0 ? 443 : 80) &&
	    memchr(rest, ':', len) == NULL)
		buf_printf(b, ":%lld", port);
	buf_puts(b, rest + len);
	buf_putc(b, '\0');
}

/* The url of a davserver, for buf_free(); false, and it is said, when a seed
 * would be refused for it. */
static bool
dav_url(struct automx2 *x, sqlite3_stmt *st, const char *sentence,
    struct buf *out)
{
	const char	*url = automx2_text(st, O_URL);
	const char	*scheme = sqlite3_column_int(st, O_TLS) != 0 ?
	    "https" : "http";
	const char	*said = strncmp(url, "https://", 8) == 0 ? "https" :
	    strncmp(url, "http://", 7) == 0 ? "http" : scheme;

	buf_init(out, strlen(url) + URL_ADDED);
	put_url(out, url, said, sqlite3_column_int64(st, O_PORT));
	if (buf_error(out) != ERR_OK) {
		x->full = true;
		return false;
	}
	if (!seed_takes(x, "url", out->data, sentence))
		return false;
	if (strcmp(said, scheme) != 0)
		import_note(x->import, x->path, 0, "davserver %s: use_ssl says"
		    " %s; the url is taken as it is", quote(url).text, scheme);
	if (sqlite3_column_int(st, O_DOMAIN_REQUIRED) != 0)
		import_note(x->import, x->path, 0, "davserver %s:"
		    " domain_required is not kept; the user name says what is"
		    " needed", quote(url).text);
	return true;
}

/* The text, valid UTF-8, without blanks around it, with a NUL. */
static void
put_trimmed(struct buf *b, const char *text)
{
	size_t	len = strlen(text), blank;

	while ((blank = text_blank_start(text, len)) > 0) {
		text += blank;
		len -= blank;
	}
	while ((blank = text_blank_end(text, len)) > 0)
		len -= blank;
	buf_add(b, text, len);
	buf_putc(b, '\0');
}

/* The user name without blanks around it; one that a seed would be refused for
 * is not kept. */
static void
add_username(struct automx2 *x, cJSON *service, const char *given,
    const char *server)
{
	static const char	 usual[] = "%EMAILADDRESS%";
	struct buf		 trimmed;
	const char		*text = given;
	char			 sentence[SENTENCE_MAX];

	buf_init(&trimmed, strlen(given) + 1);
	if (wrong_text(given, strlen(given)) == NULL &&
	    wrong_ends(given) != NULL) {
		put_trimmed(&trimmed, given);
		if (buf_error(&trimmed) != ERR_OK)
			x->full = true;
		else
			text = trimmed.data;
		import_note(x->import, x->path, 0, "server %s: user name %s"
		    " has blanks at its start or end; %s is taken",
		    quote(server).text, quote(given).text,
		    text[0] == '\0' ? usual : quote(text).text);
	}
	(void)snprintf(sentence, sizeof(sentence), "server %s: user name %s is"
	    " not kept, %s is taken", quote(server).text, quote(text).text,
	    usual);
	if (text[0] != '\0' && strcmp(text, usual) != 0 &&
	    seed_takes(x, "username", text, sentence))
		automx2_string(x, service, "username", text);
	buf_free(&trimmed);
}

static void
add_service(struct automx2 *x, cJSON *services, sqlite3_stmt *st,
    enum service_type type, const char *domain)
{
	bool		 has_url = service_kind(type)->has_url;
	const char	*name = automx2_text(st, has_url ? O_URL : O_NAME);
	long long	 priority = sqlite3_column_int64(st, O_PRIORITY);
	char		 sentence[SENTENCE_MAX];
	struct buf	 url;
	cJSON		*service;

	(void)snprintf(sentence, sizeof(sentence), "%s server %s is left out",
	    words_type_name(type), quote(name).text);
	buf_init(&url, 0);
	if (has_url ? !dav_url(x, st, sentence, &url) :
	    !seed_takes(x, "host", name, sentence)) {
		buf_free(&url);
		return;
	}
	service = automx2_object(x, services);
	automx2_string(x, service, "type", words_type_name(type));
	if (domain != NULL)
		automx2_string(x, service, "domain", domain);
	if (priority < 0 || priority > 65535) {
		import_note(x->import, x->path, 0, "server %s: prio %lld is out of range"
		    " 0..65535; 10 is taken", quote(name).text, priority);
		priority = 10;
	}
	if (priority != 10)
		automx2_number(x, service, "priority", priority);
	if (has_url)
		automx2_string(x, service, "url", url.data);
	else
		add_mail(x, service, st, type);
	add_username(x, service, automx2_text(st, O_USERNAME), name);
	buf_free(&url);
}

/* All services of a type that one domain has. */
static void
add_offers(struct automx2 *x, cJSON *services, long long domain_id,
    const char *word, enum service_type type, const char *domain)
{
	sqlite3_stmt *st = automx2_prepare(x, "SELECT name, port, security,"
	    " username, authentication, priority, url, tls, domain_required"
	    " FROM offer WHERE domain = ?1 AND type = ?2 ORDER BY priority, id");

	if (st != NULL) {
		(void)sqlite3_bind_int64(st, 1, domain_id);
		(void)sqlite3_bind_text(st, 2, word, -1, SQLITE_STATIC);
	}
	while (services != NULL && automx2_step(x, st))
		add_service(x, services, st, type, domain);
	(void)sqlite3_finalize(st);
}

/* The list that most domains of the provider have: theirs becomes the
 * provider's, when no domain is without one.  The id of a domain that has it;
 * -1 for none. */
static long long
common(struct automx2 *x, long long provider, const char *word)
{
	long long	 id = -1;
	sqlite3_stmt	*st = automx2_prepare(x, "SELECT min(domain) FROM offers"
	    " WHERE provider = ?1 AND type = ?2 AND (SELECT count(*) FROM offers"
	    " WHERE provider = ?1 AND type = ?2) = (SELECT count(*) FROM domain"
	    " WHERE provider_id = ?1) GROUP BY list"
	    " ORDER BY count(*) DESC, min(domain) LIMIT 1");

	if (st != NULL) {
		(void)sqlite3_bind_int64(st, 1, provider);
		(void)sqlite3_bind_text(st, 2, word, -1, SQLITE_STATIC);
	}
	if (automx2_step(x, st))
		id = sqlite3_column_int64(st, 0);
	(void)sqlite3_finalize(st);
	return id;
}

/* One type of a provider: its own list, then the domains with another one. */
static void
add_type(struct automx2 *x, long long provider, const char *word,
    enum service_type type, cJSON *services)
{
	long long	 id = common(x, provider, word);
	sqlite3_stmt	*st;

	if (id >= 0)
		add_offers(x, services, id, word, type, NULL);
	st = automx2_prepare(x, "SELECT o.domain, lower(d.name) FROM offers o"
	    " JOIN domain d ON d.id = o.domain WHERE o.provider = ?1"
	    " AND o.type = ?2 AND o.list IS NOT (SELECT list FROM offers"
	    " WHERE domain = ?3 AND provider = ?1 AND type = ?2)"
	    " ORDER BY lower(d.name)");
	if (st != NULL) {
		(void)sqlite3_bind_int64(st, 1, provider);
		(void)sqlite3_bind_text(st, 2, word, -1, SQLITE_STATIC);
		(void)sqlite3_bind_int64(st, 3, id);
	}
	while (automx2_step(x, st)) {
		const char	*name = automx2_text(st, 1);
		char		 domain[DOMAIN_MAX + 1];

		/* Told already, when it is none. */
		if (domain_parse(name, strlen(name), domain) == ERR_OK)
			add_offers(x, services, sqlite3_column_int64(st, 0),
			    word, type, domain);
	}
	(void)sqlite3_finalize(st);
}

void
automx2_services(struct automx2 *x, long long provider, cJSON *services)
{
	struct word_type	 type;
	char			 word[TYPE_MAX + 1];
	sqlite3_stmt		*st = automx2_prepare(x, "SELECT DISTINCT type"
	    " FROM offers WHERE provider = ?1 ORDER BY type");

	if (st != NULL)
		(void)sqlite3_bind_int64(st, 1, provider);
	while (services != NULL && automx2_step(x, st)) {
		const char *text = automx2_text(st, 0);

		if (strlen(text) > TYPE_MAX || !words_type(text, &type)) {
			import_note(x->import, x->path, 0, "servers of type %s are left out;"
			    " automx2 answered each request for their domains"
			    " with an error", quote(text).text);
			continue;
		}
		memcpy(word, text, strlen(text) + 1);
		add_type(x, provider, word, type.type, services);
	}
	(void)sqlite3_finalize(st);
}
