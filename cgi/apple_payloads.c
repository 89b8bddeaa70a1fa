#include "cgi/apple_payloads.h"

#include <string.h>

#include "cgi/apple_mail.h"
#include "cgi/query.h"
#include "lib/text.h"
#include "lib/url.h"

/* All that a row of the table looks at. */
struct payload {
	const struct identity	*id;
	const struct service	*service;
	struct url		 url;	/* its port is never 0 */
	const char		*login;	/* NULL: none is used, or it is unknown */
	struct arena		*arena;
};

/* A kind of payload that is made of one service with a url. */
struct payload_kind {
	enum service_type	 type;
	unsigned		 part;	/* of enum apple_part */
	const char		*name;	/* in identifiers and UUIDs: never change it */
	const char		*payload;
	enum message		 title;
	enum message		 description;
	bool			 usual_port;	/* there is no key for another one */
	enum err		(*write)(struct xml *x, const struct payload *p);
};

/* No principal URL: clients ignore it, or break on it; they ask the host's
 * /.well-known/ instead. */
static enum err
write_caldav(struct xml *x, const struct payload *p)
{
	plist_string(x, "CalDAVAccountDescription", p->id->shown);
	plist_string(x, "CalDAVHostName", p->url.host);
	plist_integer(x, "CalDAVPort", p->url.port);
	plist_boolean(x, "CalDAVUseSSL", p->url.tls);
	plist_string(x, "CalDAVUsername", p->login);
	return ERR_OK;
}

static enum err
write_carddav(struct xml *x, const struct payload *p)
{
	plist_string(x, "CardDAVAccountDescription", p->id->shown);
	plist_string(x, "CardDAVHostName", p->url.host);
	plist_integer(x, "CardDAVPort", p->url.port);
	plist_boolean(x, "CardDAVUseSSL", p->url.tls);
	plist_string(x, "CardDAVUsername", p->login);
	return ERR_OK;
}

/* "HostName" takes the whole URL here. */
static enum err
write_subscribed(struct xml *x, const struct payload *p)
{
	plist_string(x, "SubCalAccountDescription", p->id->shown);
	plist_string(x, "SubCalAccountHostName", p->service->url);
	plist_boolean(x, "SubCalAccountUseSSL", p->url.tls);
	plist_string(x, "SubCalAccountUsername", p->login);
	return ERR_OK;
}

/* The scope in an LDAP URL (RFC 4516: /base?attributes?scope?filter).  Where it
 * names none, people want the whole tree. */
static const char *
ldap_scope(const struct url *u)
{
	const char	*scope = strchr(u->query, '?');
	size_t		 n;

	if (scope != NULL) {
		n = strcspn(++scope, "?");
		if (n == 4 && text_starts_nocase(scope, "base"))
			return "LDAPSearchSettingScopeBase";
		if (n == 3 && text_starts_nocase(scope, "one"))
			return "LDAPSearchSettingScopeOneLevel";
	}
	return "LDAPSearchSettingScopeSubtree";
}

/* The base in an LDAP URL, without the blanks around it, which mean nothing in
 * a name (RFC 4514, 2.1); "" when there is none.  One that ends in an escaped
 * blank is no name that anybody has. */
static enum err
ldap_base(const struct payload *p, const char **out)
{
	struct query_value	 v = { "", 0 };
	enum err		 e = ERR_OK;
	char			*base;

	if (*p->url.path == '/')
		e = query_decode(p->url.path + 1,
		    strcspn(p->url.path + 1, "?#"), QUERY_LITERAL, p->arena,
		    &v);
	if (e == ERR_NOMEM)
		return e;
	if (e != ERR_OK || text_control(v.text, v.len) ||
	    !text_utf8(v.text, v.len))
		v.len = 0;
	query_trim(&v);
	if (v.len > 0 && v.text[v.len - 1] == '\\')
		v.len = 0;
	if ((base = arena_strndup(p->arena, v.text, v.len)) == NULL)
		return ERR_NOMEM;
	*out = base;
	return ERR_OK;
}

static enum err
write_ldap(struct xml *x, const struct payload *p)
{
	const char	*base;
	enum err	 e = ldap_base(p, &base);

	if (e != ERR_OK)
		return e;
	plist_string(x, "LDAPAccountDescription", p->id->shown);
	plist_string(x, "LDAPAccountHostName", p->url.host);
	plist_string(x, "LDAPAccountUserName", p->login);
	plist_boolean(x, "LDAPAccountUseSSL", p->url.tls);
	/* An empty base is no value that a device takes. */
	if (*base != '\0') {
		plist_array_open(x, "LDAPSearchSettings");
		plist_dict_open(x);
		plist_string(x, "LDAPSearchSettingDescription", p->id->ac->name);
		plist_string(x, "LDAPSearchSettingScope", ldap_scope(&p->url));
		plist_string(x, "LDAPSearchSettingSearchBase", base);
		plist_dict_close(x);
		plist_array_close(x);
	}
	return ERR_OK;
}

/* What other payloads bring already is switched off here, or people would see
 * everything twice; notes are no other payload's, so something stays on. */
static enum err
write_activesync(struct xml *x, const struct payload *p)
{
	unsigned parts = apple_parts(p->id->ac);

	plist_string(x, "EmailAddress", p->id->ac->address);
	if ((parts & APPLE_CALENDAR) != 0) {
		plist_boolean(x, "EnableCalendars", 0);
		plist_boolean(x, "EnableReminders", 0);
	}
	if ((parts & APPLE_CONTACTS) != 0)
		plist_boolean(x, "EnableContacts", 0);
	if ((parts & APPLE_MAIL) != 0)
		plist_boolean(x, "EnableMail", 0);
	plist_string(x, "Host", p->url.host);
	plist_boolean(x, "SSL", p->url.tls);
	plist_string(x, "UserName", p->login);
	return ERR_OK;
}

static enum err
write_ews(struct xml *x, const struct payload *p)
{
	plist_string(x, "EmailAddress", p->id->ac->address);
	plist_string(x, "Host", p->url.host);
	if (p->url.path[0] != '\0' && p->url.path[1] != '\0') {
		char *path = arena_strndup(p->arena, p->url.path,
		    strcspn(p->url.path, "?#"));

		if (path == NULL)
			return ERR_NOMEM;
		plist_string(x, "Path", path);
	}
	plist_integer(x, "Port", p->url.port);
	plist_boolean(x, "SSL", p->url.tls);
	plist_string(x, "UserName", p->login);
	return ERR_OK;
}

/* In the order of the profile, behind mail.  A new one is a row and a function. */
/* clang-format off */
static const struct payload_kind kinds[] = {
	{ SERVICE_CALDAV, APPLE_CALENDAR, "caldav", "com.apple.caldav.account",
	    MSG_CALENDAR, MSG_CALENDAR_ACCOUNT, false, write_caldav },
	{ SERVICE_CARDDAV, APPLE_CONTACTS, "carddav", "com.apple.carddav.account",
	    MSG_CONTACTS, MSG_CONTACTS_ACCOUNT, false, write_carddav },
	{ SERVICE_ICAL, APPLE_OTHER, "subcal", "com.apple.subscribedcalendar.account",
	    MSG_SUBSCRIBED, MSG_SUBSCRIBED_ACCOUNT, false, write_subscribed },
	{ SERVICE_LDAP, APPLE_OTHER, "ldap", "com.apple.ldap.account",
	    MSG_DIRECTORY, MSG_DIRECTORY_ACCOUNT, true, write_ldap },
	{ SERVICE_ACTIVESYNC, APPLE_OTHER, "eas", "com.apple.eas.account",
	    MSG_ACTIVESYNC, MSG_ACTIVESYNC_ACCOUNT, true, write_activesync },
	{ SERVICE_EWS, APPLE_OTHER, "ews", "com.apple.ews.account",
	    MSG_EXCHANGE, MSG_EXCHANGE_ACCOUNT, false, write_ews },
};
/* clang-format on */

/* Can a device sign in?  With a password, or where none is asked for; not with
 * OAuth2, Kerberos or a certificate, for which these payloads have no word. */
static bool
signs_in(const struct service *s, bool *password)
{
	static const unsigned with = 1U << AUTH_PASSWORD_CLEARTEXT |
	    1U << AUTH_PASSWORD_ENCRYPTED | 1U << AUTH_NTLM;
	static const unsigned without = 1U << AUTH_CLIENT_IP_ADDRESS |
	    1U << AUTH_NONE;
	unsigned methods = 0;

	for (size_t i = 0; i < s->nauth; i++)
		methods |= 1U << s->auth[i];
	*password = (methods & with) != 0;
	return (methods & (with | without)) != 0;
}

/* Can this service be a payload of this kind?  Then p holds its parts. */
static bool
fits(const struct payload_kind *kind, const struct service *s,
    struct payload *p)
{
	bool password;

	if (s->type != kind->type || s->url == NULL || !service_reachable(s) ||
	    !signs_in(s, &password) || url_parse(s->url, &p->url) != ERR_OK)
		return false;
	if (p->url.port == 0)
		p->url.port = p->url.usual_port;
	if (kind->usual_port && p->url.port != p->url.usual_port)
		return false;
	p->service = s;
	p->login = password ? s->username : NULL;
	return true;
}

/* Is there a payload for the same place before the nth service, which p is of?
 * Two of one place would have one UUID, and a device refuses such a profile. */
static bool
repeated(const struct payload_kind *kind, const struct account *ac, size_t nth,
    const struct payload *p)
{
	struct payload other;

	for (size_t i = 0; i < nth; i++)
		if (fits(kind, &ac->services[i], &other) &&
		    other.url.tls == p->url.tls &&
		    other.url.port == p->url.port &&
		    strcmp(other.url.host, p->url.host) == 0 &&
		    strcmp(other.url.path, p->url.path) == 0)
			return true;
	return false;
}

unsigned
apple_parts(const struct account *ac)
{
	struct apple_mail	mail;
	struct payload		p;
	unsigned		parts = 0;

	if (apple_mail_choose(ac, &mail))
		parts |= APPLE_MAIL;
	for (size_t row = 0; row < NITEMS(kinds); row++)
		for (size_t i = 0; i < ac->nservices; i++)
			if (fits(&kinds[row], &ac->services[i], &p))
				parts |= kinds[row].part;
	return parts;
}

/* The keys that every payload ends with. */
static enum err
common_keys(struct xml *x, const struct identity *id, struct arena *a,
    const struct payload_kind *kind, unsigned nth, const char *url)
{
	struct payload_names	 names;
	const char		*description;
	const char		*title;
	enum err		 e;

	e = identity_payload(id, kind->name, nth, url, &names);
	if (e != ERR_OK)
		return e;
	description = text_with(a, id->language, kind->description, id->shown);
	title = identity_title(id, a, text_of(id->language, kind->title));
	if (description == NULL || title == NULL)
		return ERR_NOMEM;
	plist_string(x, "PayloadDescription", description);
	plist_string(x, "PayloadDisplayName", title);
	plist_string(x, "PayloadIdentifier", names.identifier);
	plist_string(x, "PayloadType", kind->payload);
	plist_string(x, "PayloadUUID", names.uuid);
	plist_integer(x, "PayloadVersion", 1);
	return ERR_OK;
}

/* The mail payload, if there is one. */
static enum err
write_mail(struct xml *x, const struct identity *id, struct arena *a)
{
	/* clang-format off */
	static const struct payload_kind kind = {
		SERVICE_IMAP, APPLE_MAIL, "mail", "com.apple.mail.managed",
		MSG_MAIL, MSG_MAIL_ACCOUNT, false, NULL,
	};
	/* clang-format on */
	struct apple_mail	mail;
	enum err		e;

	if (!apple_mail_choose(id->ac, &mail))
		return ERR_OK;
	plist_dict_open(x);
	apple_mail_write(x, id, &mail);
	e = common_keys(x, id, a, &kind, 1, NULL);
	plist_dict_close(x);
	return e;
}

/* All payloads of one kind. */
static enum err
write_kind(struct xml *x, const struct payload_kind *kind,
    const struct identity *id, struct arena *a)
{
	struct payload	p = { .id = id, .arena = a };
	unsigned	nth = 0;
	enum err	e;

	for (size_t i = 0; i < id->ac->nservices; i++) {
		if (!fits(kind, &id->ac->services[i], &p) ||
		    repeated(kind, id->ac, i, &p))
			continue;
		plist_dict_open(x);
		if ((e = kind->write(x, &p)) != ERR_OK ||
		    (e = common_keys(x, id, a, kind, ++nth,
		    p.service->url)) != ERR_OK)
			return e;
		plist_dict_close(x);
	}
	return ERR_OK;
}

enum err
apple_payloads(struct xml *x, const struct identity *id, struct arena *a)
{
	enum err e;

	if (apple_parts(id->ac) == 0)
		return ERR_NOSERVERS;
	if ((e = write_mail(x, id, a)) != ERR_OK)
		return e;
	for (size_t row = 0; row < NITEMS(kinds); row++)
		if ((e = write_kind(x, &kinds[row], id, a)) != ERR_OK)
			return e;
	return ERR_OK;
}
