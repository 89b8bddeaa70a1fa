/* One server of a config-v1.1.xml file as a row of the table service. */
#include <stdio.h>
#include <string.h>

#include "lib/address.h"
#include "lib/num.h"
#include "lib/text.h"
#include "lib/url.h"
#include "schema/import_file.h"
#include "schema/placeholder.h"
#include "schema/say.h"

/* Elements and types that have a row in the table.  The order of incoming types
 * is the one in which muaconf.fcgi lists them. */
/* clang-format off */
static const struct server_kind {
	const char		*element;
	const char		*word;		/* attribute type, in any case */
	enum service_type	 type;
	enum section		 section;	/* SECTION__MAX: none */
} kinds[] = {
	{ "incomingServer", "imap",        SERVICE_IMAP,        SECTION__MAX },
	{ "incomingServer", "pop3",        SERVICE_POP3,        SECTION__MAX },
	{ "incomingServer", "jmap",        SERVICE_JMAP,        SECTION_JMAP },
	{ "incomingServer", "exchange",    SERVICE_EWS,         SECTION_EXCHANGE },
	{ "incomingServer", "ews",         SERVICE_EWS,         SECTION_EWS },
	{ "incomingServer", "activesync",  SERVICE_ACTIVESYNC,  SECTION_ACTIVESYNC },
	{ "outgoingServer", "smtp",        SERVICE_SMTP,        SECTION__MAX },
	{ "addressbook",    "carddav",     SERVICE_CARDDAV,     SECTION_ADDRESSBOOKS },
	{ "calendar",       "caldav",      SERVICE_CALDAV,      SECTION_CALENDARS },
	{ "fileShare",      "webdav",      SERVICE_WEBDAV,      SECTION_FILES },
	{ "setupServer",    "managesieve", SERVICE_MANAGESIEVE, SECTION_MANAGESIEVE },
};

/* Words for security; the first spelling is the format's. */
static const struct {
	const char	*word;
	enum security	 security;
} socket_types[] = {
	{ "SSL",      SECURITY_TLS },
	{ "STARTTLS", SECURITY_STARTTLS },
	{ "plain",    SECURITY_PLAIN },
	{ "TLS",      SECURITY_TLS },
	{ "none",     SECURITY_PLAIN },
};

/* Words beside our own, those of older files and of HTTP. */
static const struct {
	const char		*word;
	enum authentication	 authentication;
} old_words[] = {
	{ "plain",           AUTH_PASSWORD_CLEARTEXT },
	{ "secure",          AUTH_PASSWORD_ENCRYPTED },
	{ "client-ip-based", AUTH_CLIENT_IP_ADDRESS },
	{ "http-basic",      AUTH_PASSWORD_CLEARTEXT },
	{ "http-digest",     AUTH_PASSWORD_ENCRYPTED },
	{ "Basic",           AUTH_PASSWORD_CLEARTEXT },
	{ "Digest",          AUTH_PASSWORD_ENCRYPTED },
	{ "Negotiate",       AUTH_GSSAPI },
};
/* clang-format on */

static const struct server_kind *
kind_of(struct import_file *f, struct xml_node *node)
{
	const char *type = xml_attribute(node, "type");

	for (size_t i = 0; type != NULL && i < NITEMS(kinds); i++)
		if (text_equal_nocase(kinds[i].element, node->name) &&
		    text_equal_nocase(kinds[i].word, type))
			return &kinds[i];
	file_note(f, node, "is not kept: muaconf knows no type %s here",
	    quote(type == NULL ? "" : type).text);
	return NULL;
}

/* The text with the first occurrence of a part replaced; NULL when there is no
 * memory. */
static char *
replace(struct arena *a, const char *text, const char *part, const char *by)
{
	const char	*at = strstr(text, part);
	size_t		 before;
	char		*out;

	if (at == NULL)
		return arena_strdup(a, text);
	before = (size_t)(at - text);
	out = arena_alloc(a, strlen(text) + strlen(by) + 1);
	if (out == NULL)
		return NULL;
	memcpy(out, text, before);
	memcpy(out + before, by, strlen(by));
	memcpy(out + before + strlen(by), at + strlen(part),
	    strlen(at + strlen(part)));
	return out;
}

/* A host name with %EMAILDOMAIN% in it; NULL, and said, when it is none. */
static const char *
host_of(struct import_file *f, struct xml_node *server)
{
	static const char	 holder[] = "%EMAILDOMAIN%";
	static const char	 stand_in[] = "x--the-domain--x.example";
	struct xml_node		*node = xml_child(server, "hostname", NULL);
	const char		*text = node == NULL ? NULL :
	    file_text(f, node, node->text, 2 * DOMAIN_MAX);
	const char		*plain;
	char			 host[DOMAIN_MAX + 1];

	if (text == NULL) {
		file_note(f, server, "is not kept: it has no hostname");
		return NULL;
	}
	plain = replace(f->arena, text, holder, stand_in);
	if (plain != NULL && domain_parse(plain, strlen(plain), host) == ERR_OK)
		return strstr(text, holder) == NULL ?
		    arena_strdup(f->arena, host) :
		    replace(f->arena, host, stand_in, holder);
	file_note(f, node, "%s is not kept, nor is the server: it is no host"
	    " name in which %%EMAILDOMAIN%% stands once at most",
	    quote(text).text);
	return NULL;
}

/* The first security that is known, as Thunderbird does it. */
static bool
security_of(struct import_file *f, struct xml_node *server,
    enum security *out)
{
	const char	*text;
	bool		 found = false;

	for (struct xml_node *n = NULL;
	    (n = xml_child(server, "socketType", n)) != NULL;) {
		size_t i = 0;

		if (found) {
			file_note(f, n, "is not kept: the first one counts");
			continue;
		}
		if ((text = file_text(f, n, n->text, 40)) == NULL)
			text = "";
		while (i < NITEMS(socket_types) &&
		    !text_equal_nocase(socket_types[i].word, text))
			i++;
		if (i == NITEMS(socket_types)) {
			file_note(f, n, "%s is not kept: it is none of SSL,"
			    " STARTTLS, plain", quote(text).text);
			continue;
		}
		*out = socket_types[i].security;
		found = true;
		if (i > 2 || strcmp(socket_types[i].word, n->text) != 0)
			file_note(f, n, "%s is kept as security %s, though"
			    " clients don't read that spelling",
			    quote(n->text).text, security_name(*out));
	}
	return found;
}

static bool
read_authentication(const char *text, enum authentication *out)
{
	if (authentication_parse(text, out) == 0)
		return true;
	for (size_t i = 0; i < NITEMS(old_words); i++)
		if (strcmp(old_words[i].word, text) == 0) {
			*out = old_words[i].authentication;
			return true;
		}
	return false;
}

/* A word, or a list of several. */
static void
add_authentication(struct import_file *f, struct xml_node *server,
    cJSON *service)
{
	enum authentication	 auth;
	unsigned		 seen = 0;
	const char		*text;
	cJSON			*list = cJSON_CreateArray();
	cJSON			*word;

	for (struct xml_node *n = NULL;
	    (n = xml_child(server, "authentication", n)) != NULL;) {
		(void)xml_attribute(n, "system");
		text = file_text(f, n, n->text, 60);
		if (text == NULL || !read_authentication(text, &auth)) {
			file_note(f, n, "%s is not kept: muaconf knows no such"
			    " method", quote(text == NULL ? "" : text).text);
			continue;
		}
		if ((seen & 1U << auth) != 0)
			continue;
		seen |= 1U << auth;
		word = cJSON_CreateString(authentication_name(auth));
		if (word == NULL || !cJSON_AddItemToArray(list, word))
			f->nomem = true;
	}
	if (seen == 0) {
		file_note(f, server, "has no authentication that is known;"
		    " password-cleartext is assumed");
		word = cJSON_CreateString("password-cleartext");
		if (word == NULL || !cJSON_AddItemToArray(list, word))
			f->nomem = true;
	}
	if (cJSON_GetArraySize(list) == 1) {
		word = cJSON_DetachItemFromArray(list, 0);
		cJSON_Delete(list);
		list = word;
	}
	if (list == NULL || !cJSON_AddItemToObject(service, "authentication", list))
		f->nomem = true;
}

static void
add_username(struct import_file *f, struct xml_node *server, cJSON *service)
{
	struct xml_node	*node = xml_child(server, "username", NULL);
	const char	*text = node == NULL ? NULL :
	    file_text(f, node, node->text, USERNAME_MAX);
	char		 wrong[PLACEHOLDER_WRONG_MAX];

	if (text == NULL) {
		file_note(f, server, "has no username; %%EMAILADDRESS%% is"
		    " assumed");
		text = "%EMAILADDRESS%";
	} else if (placeholder_wrong(text, wrong)) {
		file_note(f, node, "%s is not kept: %s is no placeholder that"
		    " clients know; %%EMAILADDRESS%% is assumed",
		    quote(text).text, wrong);
		text = "%EMAILADDRESS%";
	}
	file_string(f, service, "username", text);
}

static void
add_port(struct import_file *f, struct xml_node *server, cJSON *service,
    const struct server_kind *kind, enum security security)
{
	const struct service_kind	*known = service_kind(kind->type);
	struct xml_node			*node = xml_child(server, "port", NULL);
	const char			*text = node == NULL ? NULL :
	    file_text(f, node, node->text, 20);
	unsigned long			 port;

	if (num_parse(text, 1, 65535, &port) != 0) {
		port = security == SECURITY_TLS && known->port != 0 ?
		    known->port : known->starttls_port;
		file_note(f, node == NULL ? server : node, "there is no port in"
		    " 1..65535; %lu is assumed", port);
	}
	file_number(f, service, "port", port);
}

static void
add_flag(struct import_file *f, struct xml_node *parent, const char *element,
    cJSON *service, const char *name)
{
	struct xml_node	*node = xml_child(parent, element, NULL);
	int		 value = node == NULL ? -1 : file_boolean(f, node);

	if (value >= 0)
		file_bool(f, service, name, value != 0);
}

static void
add_count(struct import_file *f, const struct xml_node *node, const char *value,
    unsigned long min, unsigned long max, cJSON *service, const char *name)
{
	const char	*text = value == NULL ? NULL :
	    file_text(f, node, value, 20);
	unsigned long	 number;

	if (num_parse(text, min, max, &number) == 0)
		file_number(f, service, name, number);
	else
		file_note(f, node, "%s is not kept: it is not in %lu..%lu",
		    quote(text == NULL ? "" : text).text, min, max);
}

static void
add_pop3(struct import_file *f, struct xml_node *server, cJSON *service)
{
	struct xml_node	*options = xml_child(server, "pop3", NULL);
	struct xml_node	*node;

	if (options == NULL)
		return;
	add_flag(f, options, "leaveMessagesOnServer", service, "leave_messages");
	node = xml_child(options, "daysToLeaveMessagesOnServer", NULL);
	if (node != NULL)
		add_count(f, node, node->text, 0, 36500, service,
		    "days_to_leave");
	add_flag(f, options, "downloadOnBiff", service, "download_on_check");
	node = xml_child(options, "checkInterval", NULL);
	if (node != NULL)
		add_count(f, node, xml_attribute(node, "minutes"), 1, 10080,
		    service, "check_minutes");
}

/* The newest row; there is one. */
static cJSON *
newest(struct import_file *f)
{
	return cJSON_GetArrayItem(f->services,
	    cJSON_GetArraySize(f->services) - 1);
}

static void
add_smtp(struct import_file *f, struct xml_node *server, cJSON *service)
{
	struct xml_node	*node = xml_child(server, "restriction", NULL);
	const char	*text = node == NULL ? NULL :
	    file_text(f, node, node->text, 60);

	if (text != NULL && text_equal_nocase(text, "client-IP-address"))
		file_string(f, service, "restriction", "client-IP-address");
	else if (node != NULL)
		file_note(f, node, "%s is not kept: only client-IP-address is"
		    " known", quote(text == NULL ? "" : text).text);
	node = xml_child(server, "addThisServer", NULL);
	if (node != NULL && file_boolean(f, node) == 0)
		file_note(f, node, "is not kept: no client reads it");
}

/* A row for the service; NULL when there is no memory. */
static cJSON *
new_service(struct import_file *f, enum service_type type)
{
	cJSON *service = cJSON_CreateObject();

	if (service == NULL || !cJSON_AddItemToArray(f->services, service)) {
		f->nomem = true;
		return NULL;
	}
	file_string(f, service, "type", service_kind(type)->name);
	f->count[type]++;
	return service;
}

/* The order of the file is the order of the priorities. */
static void
add_priority(struct import_file *f, cJSON *service)
{
	file_number(f, service, "priority",
	    10UL * (unsigned long)cJSON_GetArraySize(f->services));
}

static void
add_tcp(struct import_file *f, struct xml_node *server,
    const struct server_kind *kind)
{
	const char	*host = host_of(f, server);
	enum security	 security;
	cJSON		*service;

	if (host == NULL)
		return;
	if (!security_of(f, server, &security)) {
		file_note(f, server, "is not kept: it has no socketType");
		return;
	}
	if ((service = new_service(f, kind->type)) == NULL)
		return;
	file_string(f, service, "host", host);
	add_port(f, server, service, kind, security);
	file_string(f, service, "security", security_name(security));
	add_authentication(f, server, service);
	add_username(f, server, service);
	add_priority(f, service);
	add_flag(f, server, "useGlobalPreferredServer", service,
	    "global_server");
	if (kind->type == SERVICE_POP3)
		add_pop3(f, server, service);
	if (kind->type == SERVICE_SMTP)
		add_smtp(f, server, service);
}

/* A service by its URL, in the element of that name. */
static bool
add_url(struct import_file *f, struct xml_node *server, const char *element,
    enum service_type type)
{
	struct xml_node	*node = xml_child(server, element, NULL);
	const char	*url = node == NULL ? NULL : file_url(f, node, node->text,
	    TABLE_SERVICE, "url");
	cJSON		*service;

	if (url == NULL || (service = new_service(f, type)) == NULL)
		return false;
	file_string(f, service, "url", url);
	add_authentication(f, server, service);
	add_username(f, server, service);
	add_priority(f, service);
	return true;
}

/* Host, port and security of the old form follow from the URL. */
static void
add_exchange(struct import_file *f, struct xml_node *server)
{
	struct xml_node	*owa = xml_child(server, "owaURL", NULL);
	struct xml_node	*host = xml_child(server, "hostname", NULL);
	const char	*url;
	struct url	 parts;

	(void)xml_child(server, "port", NULL);
	(void)xml_child(server, "socketType", NULL);
	if (!add_url(f, server, "ewsURL", SERVICE_EWS)) {
		file_note(f, server, "is not kept: it has no ewsURL");
		return;
	}
	add_flag(f, server, "useGlobalPreferredServer", newest(f),
	    "global_server");
	if (host != NULL && url_parse(cJSON_GetStringValue(
	    cJSON_GetObjectItemCaseSensitive(newest(f), "url")), &parts) == ERR_OK &&
	    !text_equal_nocase(parts.host, host->text))
		file_note(f, host, "%s is not kept: ewsURL says the host",
		    quote(host->text).text);
	if (xml_child(server, "easURL", NULL) != NULL)
		(void)add_url(f, server, "easURL", SERVICE_ACTIVESYNC);
	if (owa == NULL || (url = file_url(f, owa, owa->text,
	    TABLE_PROVIDER, "webmail_url")) == NULL)
		return;
	if (cJSON_GetObjectItemCaseSensitive(f->provider, "webmail_url") == NULL)
		file_string(f, f->provider, "webmail_url", url);
}

/* Does the file list incoming servers in an order that is not ours? */
static void
look_at_order(struct import_file *f, const struct server_kind *kind)
{
	long place = kind - kinds;

	if (strcmp(kind->element, "incomingServer") != 0)
		return;
	if (place < f->last_incoming)
		f->in_order = true;
	else
		f->last_incoming = place;
}

void
file_server(struct import_file *f, struct xml_node *node)
{
	const struct server_kind	*kind = kind_of(f, node);
	int			 before = cJSON_GetArraySize(f->services);

	if (kind == NULL) {
		xml_done(node);
		return;
	}
	if (kind->section == SECTION_EXCHANGE)
		add_exchange(f, node);
	else if (!service_kind(kind->type)->has_url)
		add_tcp(f, node, kind);
	else if (!add_url(f, node, xml_child(node, "url", NULL) != NULL ?
	    "url" : "serverURL", kind->type))
		file_note(f, node, "is not kept: it has no url");
	if (cJSON_GetArraySize(f->services) == before) {
		xml_done(node);
		return;
	}
	look_at_order(f, kind);
	if (kind->section != SECTION__MAX)
		f->sections |= 1U << kind->section;
}
