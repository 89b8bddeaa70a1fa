/* Pages for people, the web mail and OAuth2 of a config-v1.1.xml. */
#include <string.h>

#include "lib/limits.h"
#include "schema/import_file.h"
#include "schema/wrong.h"

/* As the schema has them. */
#define DOCUMENT_CHARACTERS 500
#define OAUTH2_CHARACTERS 500
#define FIELD_CHARACTERS 100

/* A row for the page; NULL when there is no memory, or no room: then the node,
 * which is the page or a part of it, is lost. */
static cJSON *
new_page(struct import_file *f, const struct xml_node *page, const char *url,
    struct xml_node *node)
{
	cJSON *row;

	if (cJSON_GetArraySize(f->documentation) >= DOCUMENTS_MAX) {
		file_lose(f, node, "is not kept: %d pages and languages are the"
		    " limit", DOCUMENTS_MAX);
		return NULL;
	}
	row = cJSON_CreateObject();
	if (row == NULL || !cJSON_AddItemToArray(f->documentation, row)) {
		f->nomem = true;
		return NULL;
	}
	if (strcmp(page->name, "documentation") != 0)
		file_string(f, row, "kind", page->name);
	file_string(f, row, "url", url);
	return row;
}

/* What is said about a page in one language. */
static void
read_words(struct import_file *f, const struct xml_node *page, const char *url,
    struct xml_node *n)
{
	const char	*lang = xml_attribute(n, "lang");
	const char	*text = file_text(f, n, n->text, DOCUMENT_CHARACTERS);
	cJSON		*row;

	if (text == NULL) {
		file_lose(f, n, "is not kept: it is empty");
		return;
	}
	if (lang == NULL || wrong_language(lang) != NULL) {
		file_note(f, n, "has no language in lang; en is assumed");
		lang = "en";
	}
	if ((row = new_page(f, page, url, n)) == NULL)
		return;
	file_string(f, row, "lang", lang);
	file_string(f, row, "text", text);
	xml_settle_attribute(n, "lang");
	xml_settle_text(n);
}

static void
read_page(struct import_file *f, struct xml_node *page, const char *attribute,
    const char *element)
{
	const char	*url = file_url(f, page, xml_attribute(page, attribute),
	    TABLE_DOCUMENTATION, "url");
	int		 before = cJSON_GetArraySize(f->documentation);

	if (url == NULL)
		return;
	/* Without a row below, the page is lost as a whole. */
	xml_settle_attribute(page, attribute);
	for (struct xml_node *n = NULL;
	    (n = xml_child(page, element, n)) != NULL;)
		read_words(f, page, url, n);
	if (cJSON_GetArraySize(f->documentation) == before)
		(void)new_page(f, page, url, page);
}

void
file_pages(struct import_file *f, struct xml_node *parent)
{
	for (struct xml_node *n = parent->first; n != NULL; n = n->next) {
		if (strcmp(n->name, "enable") == 0)
			read_page(f, n, "visiturl", "instruction");
		else if (strcmp(n->name, "documentation") == 0 ||
		    strcmp(n->name, "instruction") == 0)
			read_page(f, n, "url", "descr");
	}
}

/* The URL of a page in its attribute. */
static bool
read_url(struct import_file *f, struct xml_node *page, const char *column)
{
	const char *url = file_url(f, page, xml_attribute(page, "url"),
	    TABLE_PROVIDER, column);

	if (url == NULL)
		return false;
	file_string(f, f->provider, column, url);
	xml_settle_attribute(page, "url");
	f->sections |= 1U << SECTION_WEBMAIL;
	return true;
}

/* A field of the log-in form by its id and name. */
static void
read_field(struct import_file *f, struct xml_node *info, const char *element,
    const char *id_column, const char *name_column)
{
	struct xml_node	*n = xml_child(info, element, NULL);

	if (n == NULL)
		return;
	(void)file_keep_attribute(f, f->provider, id_column, n, "id",
	    FIELD_CHARACTERS);
	(void)file_keep_attribute(f, f->provider, name_column, n, "name",
	    FIELD_CHARACTERS);
}

void
file_webmail(struct import_file *f, struct xml_node *root)
{
	struct xml_node	*webmail = xml_child(root, "webMail", NULL);
	struct xml_node	*page;
	struct xml_node	*info;

	if (webmail == NULL)
		return;
	page = xml_child(webmail, "loginPage", NULL);
	if (page != NULL)
		(void)read_url(f, page, "webmail_url");
	info = xml_child(webmail, "loginPageInfo", NULL);
	if (info == NULL || !read_url(f, info, "webmail_login_url"))
		return;
	f->login_name = xml_child(info, "username", NULL);
	read_field(f, info, "usernameField", "webmail_user_id",
	    "webmail_user_name");
	read_field(f, info, "passwordField", "webmail_password_id",
	    "webmail_password_name");
	read_field(f, info, "loginButton", "webmail_button_id",
	    "webmail_button_name");
}

/* What all of OAuth2 is made of: it is whole, or nothing of it is kept. */
static const struct {
	const char	*element;
	const char	*column;
	bool		 url;
} oauth2_parts[] = {
	{ "issuer",   "oauth2_issuer",    false },
	{ "scope",    "oauth2_scope",     false },
	{ "authURL",  "oauth2_auth_url",  true },
	{ "tokenURL", "oauth2_token_url", true },
};

void
file_oauth2(struct import_file *f, struct xml_node *root)
{
	struct xml_node	*oauth2 = xml_child(root, "oAuth2", NULL);
	struct xml_node	*n[NITEMS(oauth2_parts)];
	const char	*values[NITEMS(oauth2_parts)];

	if (oauth2 == NULL)
		return;
	for (size_t i = 0; i < NITEMS(oauth2_parts); i++) {
		n[i] = xml_child(oauth2, oauth2_parts[i].element, NULL);
		values[i] = n[i] == NULL ? NULL :
		    file_text(f, n[i], n[i]->text, OAUTH2_CHARACTERS);
		if (values[i] != NULL && oauth2_parts[i].url)
			values[i] = file_url(f, n[i], values[i], TABLE_PROVIDER,
			    oauth2_parts[i].column);
		if (values[i] == NULL) {
			file_lose(f, oauth2, "is not kept: issuer, scope,"
			    " authURL and tokenURL are needed");
			return;
		}
	}
	for (size_t i = 0; i < NITEMS(oauth2_parts); i++) {
		file_string(f, f->provider, oauth2_parts[i].column, values[i]);
		xml_settle_text(n[i]);
	}
	f->sections |= 1U << SECTION_OAUTH2;
	n[0] = xml_child(oauth2, "clientID", NULL);
	if (n[0] != NULL)
		(void)file_keep(f, f->provider, "oauth2_client_id", n[0], 200);
}
