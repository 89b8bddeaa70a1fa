/* What every server of a config-v1.1.xml has: ways to log in, and a user name. */
#include <string.h>

#include "lib/limits.h"
#include "schema/import_file.h"
#include "schema/placeholder.h"
#include "schema/say.h"

/* clang-format off */
/* Words beside our own, those of older files and of HTTP. */
static const struct {
	const char		*word;
	enum authentication	 authentication;
	bool			 http;	/* for services with a URL, else for the others */
} old_words[] = {
	{ "plain",           AUTH_PASSWORD_CLEARTEXT, false },
	{ "secure",          AUTH_PASSWORD_ENCRYPTED, false },
	{ "client-ip-based", AUTH_CLIENT_IP_ADDRESS,  false },
	{ "http-basic",      AUTH_PASSWORD_CLEARTEXT, true },
	{ "http-digest",     AUTH_PASSWORD_ENCRYPTED, true },
	{ "Basic",           AUTH_PASSWORD_CLEARTEXT, true },
	{ "Digest",          AUTH_PASSWORD_ENCRYPTED, true },
	{ "Negotiate",       AUTH_GSSAPI,             true },
};

/* What HTTP has no word for, so that no answer shows it. */
#define NOT_HTTP (1U << AUTH_CLIENT_IP_ADDRESS | 1U << AUTH_TLS_CLIENT_CERT | \
    1U << AUTH_NONE)
/* clang-format on */

/* The method that a word means, and whether it is one of HTTP's own words; -1:
 * it isn't known. */
static int
read_method(const char *text, enum authentication *out, bool *http)
{
	*http = false;
	if (authentication_parse(text, out) == 0)
		return 0;
	for (size_t i = 0; i < NITEMS(old_words); i++)
		if (strcmp(old_words[i].word, text) == 0) {
			*out = old_words[i].authentication;
			*http = old_words[i].http;
			return 0;
		}
	return -1;
}

/* One method, unless there is something against it; seen is a bit for each one
 * that is there. */
static void
add_method(struct import_file *f, struct xml_node *n, enum server_form form,
    cJSON *list, unsigned *seen)
{
	const char		*text = file_text(f, n, n->text, 60);
	const char		*system = xml_attribute(n, "system");
	struct quoted		 shown = quote(text == NULL ? "" : text);
	enum authentication	 method;
	bool			 http;

	if (text == NULL || read_method(text, &method, &http) != 0) {
		file_lose(f, n, "%s is not kept: muaconf knows no such"
		    " method", shown.text);
		return;
	}
	if ((*seen & 1U << method) != 0) {
		file_lose(f, n, "%s is not kept: it has been there already",
		    shown.text);
		return;
	}
	if (form == SERVER_URL && (NOT_HTTP & 1U << method) != 0) {
		file_lose(f, n, "%s is not kept: HTTP has no such method",
		    shown.text);
		return;
	}
	*seen |= 1U << method;
	file_word(f, list, authentication_name(method));
	xml_settle_text(n);
	if (http && form != SERVER_URL)
		file_note(f, n, "%s is kept as %s, though clients don't read"
		    " that word here", shown.text, authentication_name(method));
	/* The answer says so for all of HTTP's words; OAuth2 is none of them. */
	if (form == SERVER_URL && method != AUTH_OAUTH2 && system != NULL &&
	    strcmp(system, "http") == 0)
		xml_settle_attribute(n, "system");
}

/* A word, or a list of several. */
static void
add_authentication(struct import_file *f, struct xml_node *server,
    enum server_form form, cJSON *service)
{
	unsigned	 seen = 0;
	cJSON		*list = cJSON_CreateArray();
	cJSON		*word;

	for (struct xml_node *n = NULL;
	    (n = xml_child(server, "authentication", n)) != NULL;)
		add_method(f, n, form, list, &seen);
	if (seen == 0) {
		file_note(f, server, "has no authentication that is known;"
		    " password-cleartext is assumed");
		file_word(f, list, "password-cleartext");
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
		file_lose(f, node, "%s is not kept: %s is no placeholder that"
		    " clients know; %%EMAILADDRESS%% is assumed",
		    quote(text).text, wrong);
		text = "%EMAILADDRESS%";
	} else if (strstr(text, "%EMAIL") == NULL) {
		file_note(f, node, "%s is kept as the login of everybody: it"
		    " holds no placeholder", quote(text).text);
	}
	if (node != NULL)
		xml_settle_text(node);
	file_string(f, service, "username", text);
}

/* The order of the file is the order of the priorities. */
cJSON *
file_service(struct import_file *f, struct xml_node *server,
    enum service_type type, enum server_form form)
{
	cJSON *service = cJSON_CreateObject();

	if (service == NULL || !cJSON_AddItemToArray(f->services, service)) {
		f->nomem = true;
		return NULL;
	}
	file_string(f, service, "type", service_kind(type)->name);
	f->count[type]++;
	add_authentication(f, server, form, service);
	add_username(f, server, service);
	file_number(f, service, "priority",
	    10UL * (unsigned long)cJSON_GetArraySize(f->services));
	return service;
}
