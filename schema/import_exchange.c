/* Servers by their URL, and Exchange's old form, of a config-v1.1.xml. */
#include <string.h>

#include "lib/limits.h"
#include "lib/num.h"
#include "lib/text.h"
#include "lib/url.h"
#include "schema/import_file.h"
#include "schema/say.h"

/* The one service of the type; NULL when there is none. */
static cJSON *
service_of(struct import_file *f, enum service_type type)
{
	cJSON *row;

	cJSON_ArrayForEach(row, f->services)
		if (strcmp(file_member(row, "type"),
		    service_kind(type)->name) == 0)
			return row;
	return NULL;
}

static const char *
url_in(struct import_file *f, struct xml_node *node)
{
	return node == NULL ? NULL :
	    file_url(f, node, node->text, TABLE_SERVICE, "url");
}

/* Is what the server says of its methods and user name what the row says? */
static bool
same_login(struct import_file *f, struct xml_node *server,
    enum service_type type, enum server_form form, const cJSON *row)
{
	static const char *const members[] = { "authentication", "username" };
	size_t	 count = f->count[type];
	cJSON	*other = file_service(f, server, type, form);
	bool	 same = other != NULL;

	for (size_t i = 0; same && i < NITEMS(members); i++)
		same = cJSON_Compare(
		    cJSON_GetObjectItemCaseSensitive(row, members[i]),
		    cJSON_GetObjectItemCaseSensitive(other, members[i]), 1);
	if (other != NULL)
		cJSON_Delete(cJSON_DetachItemViaPointer(f->services, other));
	f->count[type] = count;
	return same;
}

static void
lose_second(struct import_file *f, struct xml_node *node, const cJSON *row)
{
	file_lose(f, node, "is not kept: next to an exchange server there is one"
	    " service of type %s, and that of %s before it differs in URL or"
	    " login", file_member(row, "type"),
	    quote(file_member(row, "url")).text);
}

/*
 * An exchange server shows the services of the types ews, owa and activesync
 * as one, so with it there is one of each.  The row that another element made
 * of this URL already, or NULL with lost set when it made one of another.
 */
static cJSON *
shared(struct import_file *f, struct xml_node *server, struct xml_node *node,
    const char *url, enum service_type type, enum server_form form, bool *lost)
{
	cJSON *row = service_of(f, type);

	*lost = false;
	if (row == NULL)
		return NULL;
	if (f->count[type] == 1 && strcmp(file_member(row, "url"), url) == 0 &&
	    same_login(f, server, type, form, row))
		return row;
	*lost = true;
	lose_second(f, node, row);
	return NULL;
}

cJSON *
file_url_server(struct import_file *f, struct xml_node *server,
    enum service_type type, enum server_form form)
{
	struct xml_node	*node = xml_child(server, "url", NULL);
	const char	*url;
	cJSON		*row = NULL;
	bool		 lost = false;

	if (node == NULL)
		node = xml_child(server, "serverURL", NULL);
	if ((url = url_in(f, node)) == NULL) {
		file_lose(f, server, "is not kept: it has no url");
		return NULL;
	}
	if (f->exchange != NULL && (type == SERVICE_EWS ||
	    type == SERVICE_OWA || type == SERVICE_ACTIVESYNC))
		row = shared(f, server, server, url, type, form, &lost);
	if (lost)
		return NULL;
	if (row == NULL) {
		if ((row = file_service(f, server, type, form)) == NULL)
			return NULL;
		file_string(f, row, "url", url);
	}
	xml_settle_text(node);
	return row;
}

/* The rest of an exchange server: where it differs from what answers make of
 * ewsURL, they can't say it. */
static void
compare_host(struct import_file *f, struct xml_node *server, const char *url)
{
	struct xml_node	*host = xml_child(server, "hostname", NULL);
	struct xml_node	*port = xml_child(server, "port", NULL);
	struct xml_node	*security = xml_child(server, "socketType", NULL);
	unsigned long	 number;
	struct url	 parts;

	if (url_parse(url, &parts) != ERR_OK)
		return;
	if (host != NULL && text_equal_nocase(parts.host, host->text))
		xml_settle_text(host);
	if (port != NULL && num_parse(port->text, 1, 65535, &number) == 0 &&
	    number == (parts.port != 0 ? parts.port : parts.usual_port))
		xml_settle_text(port);
	if (security != NULL && strcmp(security->text,
	    parts.tls ? "SSL" : "plain") == 0)
		xml_settle_text(security);
	if (host != NULL && !host->text_settled)
		file_lose(f, host, "%s is not kept: ewsURL says the host",
		    quote(host->text).text);
	if (port != NULL && !port->text_settled)
		file_lose(f, port, "%s is not kept: ewsURL says the port",
		    quote(port->text).text);
	if (security != NULL && !security->text_settled)
		file_lose(f, security, "%s is not kept: ewsURL says the"
		    " security", quote(security->text).text);
}

/* owaURL or easURL: a service of its own, with the server's login. */
static void
add_companion(struct import_file *f, struct xml_node *server,
    const char *element, enum service_type type, const cJSON *ews)
{
	struct xml_node	*node = xml_child(server, element, NULL);
	const char	*url = url_in(f, node);
	cJSON		*row = service_of(f, type);

	if (url == NULL)
		return;
	if (row != NULL && (f->count[type] > 1 ||
	    strcmp(file_member(row, "url"), url) != 0)) {
		lose_second(f, node, row);
		return;
	}
	if (row == NULL && cJSON_GetArraySize(f->services) >= SERVICES_MAX) {
		file_lose(f, node, "is not kept: %d servers are the limit",
		    SERVICES_MAX);
		return;
	}
	xml_settle_text(node);
	if (row != NULL)
		return;
	row = cJSON_Duplicate(ews, 1);
	if (row == NULL || !cJSON_AddItemToArray(f->services, row)) {
		f->nomem = true;
		return;
	}
	(void)cJSON_SetValuestring(cJSON_GetObjectItemCaseSensitive(row, "type"),
	    service_kind(type)->name);
	(void)cJSON_SetValuestring(cJSON_GetObjectItemCaseSensitive(row, "url"),
	    url);
	cJSON_DeleteItemFromObjectCaseSensitive(row, "global_server");
	f->count[type]++;
}

cJSON *
file_exchange(struct import_file *f, struct xml_node *server)
{
	struct xml_node	*node = xml_child(server, "ewsURL", NULL);
	const char	*url = url_in(f, node);
	cJSON		*row;
	bool		 lost;

	if (url == NULL || f->exchange != NULL) {
		file_lose(f, server, "is not kept: %s", url == NULL ?
		    "it has no ewsURL" : "the first one counts");
		return NULL;
	}
	row = shared(f, server, server, url, SERVICE_EWS, SERVER_EXCHANGE, &lost);
	if (lost)
		return NULL;
	if (row == NULL) {
		if ((row = file_service(f, server, SERVICE_EWS,
		    SERVER_EXCHANGE)) == NULL)
			return NULL;
		file_string(f, row, "url", url);
	}
	f->exchange = server;
	xml_settle_text(node);
	file_flag(f, server, "useGlobalPreferredServer", row, "global_server");
	compare_host(f, server, url);
	add_companion(f, server, "owaURL", SERVICE_OWA, row);
	add_companion(f, server, "easURL", SERVICE_ACTIVESYNC, row);
	return row;
}
