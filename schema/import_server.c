/* One server of a config-v1.1.xml file as a row of the table service. */
#include <string.h>

#include "lib/address.h"
#include "lib/num.h"
#include "lib/text.h"
#include "schema/import_file.h"
#include "schema/say.h"

/* Elements and types that have a row in the table.  The order of incoming types
 * is the one in which muaconf.fcgi lists them. */
/* clang-format off */
static const struct server_kind {
	const char		*parent;
	const char		*element;
	const char		*word;		/* attribute type */
	enum service_type	 type;
	enum server_form	 form;
	enum section		 section;	/* SECTION__MAX: none */
} kinds[] = {
	{ "emailProvider", "incomingServer", "imap",        SERVICE_IMAP,        SERVER_TCP,      SECTION__MAX },
	{ "emailProvider", "incomingServer", "pop3",        SERVICE_POP3,        SERVER_TCP,      SECTION__MAX },
	{ "emailProvider", "incomingServer", "jmap",        SERVICE_JMAP,        SERVER_URL,      SECTION_JMAP },
	{ "emailProvider", "incomingServer", "ews",         SERVICE_EWS,         SERVER_URL_SASL, SECTION_EWS },
	{ "emailProvider", "incomingServer", "owa",         SERVICE_OWA,         SERVER_URL_SASL, SECTION_OWA },
	{ "emailProvider", "incomingServer", "graph",       SERVICE_GRAPH,       SERVER_URL_SASL, SECTION_GRAPH },
	{ "emailProvider", "incomingServer", "activesync",  SERVICE_ACTIVESYNC,  SERVER_URL,      SECTION_ACTIVESYNC },
	{ "emailProvider", "incomingServer", "exchange",    SERVICE_EWS,         SERVER_EXCHANGE, SECTION_EXCHANGE },
	{ "emailProvider", "outgoingServer", "smtp",        SERVICE_SMTP,        SERVER_TCP,      SECTION__MAX },
	{ "clientConfig",  "addressbook",    "carddav",     SERVICE_CARDDAV,     SERVER_URL,      SECTION_ADDRESSBOOKS },
	{ "clientConfig",  "calendar",       "caldav",      SERVICE_CALDAV,      SERVER_URL,      SECTION_CALENDARS },
	{ "clientConfig",  "fileShare",      "webdav",      SERVICE_WEBDAV,      SERVER_URL,      SECTION_FILES },
	{ "clientConfig",  "setupServer",    "managesieve", SERVICE_MANAGESIEVE, SERVER_TCP,      SECTION_MANAGESIEVE },
};

/* Other spellings of these words in older files and in the draft. */
static const struct {
	const char	*old;
	const char	*word;
} spellings[] = {
	{ "addressBook", "addressbook" },
	{ "activeSync",  "activesync" },
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
/* clang-format on */

static const char *
spelled(const char *word)
{
	for (size_t i = 0; word != NULL && i < NITEMS(spellings); i++)
		if (strcmp(spellings[i].old, word) == 0)
			return spellings[i].word;
	return word;
}

/* The kind of a server below its parent; false when the element is none. */
static bool
kind_of(struct import_file *f, const struct xml_node *parent,
    struct xml_node *node, const struct server_kind **out)
{
	const char	*type = xml_attribute(node, "type");
	const char	*word = spelled(type);
	bool		 known = false;

	*out = NULL;
	for (size_t i = 0; i < NITEMS(kinds); i++) {
		if (strcmp(kinds[i].element, spelled(node->name)) != 0 ||
		    strcmp(kinds[i].parent, parent->name) != 0)
			continue;
		known = true;
		if (word != NULL && text_equal_nocase(kinds[i].word, word))
			*out = &kinds[i];
	}
	if (*out == NULL)
		return known;
	if (strcmp((*out)->word, word) != 0)
		file_note(f, node, "type %s is kept as %s, though clients don't"
		    " read that spelling", quote(type).text, (*out)->word);
	xml_settle_attribute(node, "type");
	return true;
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
		file_lose(f, server, "is not kept: it has no hostname");
		return NULL;
	}
	xml_settle_text(node);
	plain = replace(f->arena, text, holder, stand_in);
	if (plain != NULL && domain_parse(plain, strlen(plain), host) == ERR_OK)
		return strstr(text, holder) == NULL ?
		    arena_strdup(f->arena, host) :
		    replace(f->arena, host, stand_in, holder);
	file_note(f, node, "%s is not kept, nor is the server: it is no host"
	    " name in which %%EMAILDOMAIN%% stands once at most",
	    quote(text).text);
	xml_settle(server);
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
			file_lose(f, n, "is not kept: the first one counts");
			continue;
		}
		if ((text = file_text(f, n, n->text, 40)) == NULL)
			text = "";
		while (i < NITEMS(socket_types) &&
		    !text_equal_nocase(socket_types[i].word, text))
			i++;
		if (i == NITEMS(socket_types)) {
			file_lose(f, n, "%s is not kept: it is none of SSL,"
			    " STARTTLS, plain", quote(text).text);
			continue;
		}
		*out = socket_types[i].security;
		found = true;
		xml_settle_text(n);
		if (i > 2 || strcmp(socket_types[i].word, n->text) != 0)
			file_note(f, n, "%s is kept as security %s, though"
			    " clients don't read that spelling",
			    quote(n->text).text, security_name(*out));
		if (*out == SECURITY_PLAIN)
			file_note(f, n, "passwords and mail cross the network"
			    " in clear");
	}
	return found;
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
	if (node != NULL)
		xml_settle_text(node);
	file_number(f, service, "port", port);
}

/* The number in an element's text, or in its attribute; true when it is kept. */
static bool
add_count(struct import_file *f, struct xml_node *node, const char *value,
    unsigned long min, unsigned long max, cJSON *service, const char *name)
{
	const char	*text = value == NULL ? NULL :
	    file_text(f, node, value, 20);
	unsigned long	 number;

	if (num_parse(text, min, max, &number) != 0) {
		file_lose(f, node, "%s is not kept: it is not in %lu..%lu",
		    quote(text == NULL ? "" : text).text, min, max);
		return false;
	}
	file_number(f, service, name, number);
	return true;
}

static void
add_pop3(struct import_file *f, struct xml_node *server, cJSON *service)
{
	struct xml_node	*options = xml_child(server, "pop3", NULL);
	struct xml_node	*node;

	if (options == NULL)
		return;
	file_flag(f, options, "leaveMessagesOnServer", service, "leave_messages");
	node = xml_child(options, "daysToLeaveMessagesOnServer", NULL);
	if (node != NULL && add_count(f, node, node->text, 0, 36500, service,
	    "days_to_leave"))
		xml_settle_text(node);
	file_flag(f, options, "downloadOnBiff", service, "download_on_check");
	node = xml_child(options, "checkInterval", NULL);
	if (node != NULL && add_count(f, node, xml_attribute(node, "minutes"),
	    1, 10080, service, "check_minutes"))
		xml_settle_attribute(node, "minutes");
}

static void
add_restriction(struct import_file *f, struct xml_node *server, cJSON *service)
{
	struct xml_node	*node = xml_child(server, "restriction", NULL);
	const char	*text = node == NULL ? NULL :
	    file_text(f, node, node->text, 60);

	if (node == NULL)
		return;
	if (text == NULL || !text_equal_nocase(text, "client-IP-address")) {
		file_lose(f, node, "%s is not kept: only client-IP-address is"
		    " known", quote(text == NULL ? "" : text).text);
		return;
	}
	file_string(f, service, "restriction", "client-IP-address");
	xml_settle_text(node);
}

static cJSON *
add_tcp(struct import_file *f, struct xml_node *server,
    const struct server_kind *kind)
{
	const char	*host = host_of(f, server);
	enum security	 security;
	cJSON		*service;

	if (host == NULL)
		return NULL;
	if (!security_of(f, server, &security)) {
		file_lose(f, server, "is not kept: it has no socketType");
		return NULL;
	}
	if ((service = file_service(f, server, kind->type, SERVER_TCP)) == NULL)
		return NULL;
	file_string(f, service, "host", host);
	add_port(f, server, service, kind, security);
	file_string(f, service, "security", security_name(security));
	if (kind->type != SERVICE_MANAGESIEVE)
		file_flag(f, server, "useGlobalPreferredServer", service,
		    "global_server");
	if (kind->type == SERVICE_POP3)
		add_pop3(f, server, service);
	if (kind->type == SERVICE_SMTP)
		add_restriction(f, server, service);
	return service;
}

/* Does the file list incoming servers in our order, or in that of priorities?
 * A service that stands in two elements has one priority for both. */
static void
look_at_order(struct import_file *f, const struct server_kind *kind,
    const cJSON *row)
{
	long place = kind - kinds;
	long priority = (long)cJSON_GetNumberValue(
	    cJSON_GetObjectItemCaseSensitive(row, "priority"));

	if (strcmp(kind->element, "incomingServer") != 0)
		return;
	if (place < f->last_place)
		f->in_order = true;
	if (priority < f->last_priority ||
	    (priority == f->last_priority && place < f->last_place))
		f->out_of_order = true;
	f->last_place = place;
	f->last_priority = priority;
}

static void
read_server(struct import_file *f, struct xml_node *node,
    const struct server_kind *kind)
{
	struct import_service	*kept;
	cJSON			*row;

	if (cJSON_GetArraySize(f->services) >= SERVICES_MAX) {
		file_lose(f, node, "is not kept: %d servers are the limit",
		    SERVICES_MAX);
		return;
	}
	if (kind->form == SERVER_EXCHANGE)
		row = file_exchange(f, node);
	else if (kind->form == SERVER_TCP)
		row = add_tcp(f, node, kind);
	else
		row = file_url_server(f, node, kind->type, kind->form);
	if (row == NULL)
		return;
	if ((kept = arena_alloc(f->arena, sizeof(*kept))) == NULL) {
		f->nomem = true;
		return;
	}
	*kept = (struct import_service){ node, row, kind->section, f->kept };
	f->kept = kept;
	look_at_order(f, kind, row);
	if (kind->section != SECTION__MAX)
		f->sections |= 1U << kind->section;
}

void
file_servers(struct import_file *f, struct xml_node *parent)
{
	const struct server_kind *kind;

	for (struct xml_node *n = parent->first; n != NULL; n = n->next) {
		if (!kind_of(f, parent, n, &kind))
			continue;
		if (kind != NULL)
			read_server(f, n, kind);
		else
			file_lose(f, n, "is not kept: muaconf knows no type %s"
			    " here", quote(xml_attribute(n, "type") == NULL ?
			    "" : xml_attribute(n, "type")).text);
	}
}
