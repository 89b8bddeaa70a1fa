/* `muaconf import` of config-v1.1.xml: the whole file. */
#include <stdio.h>
#include <string.h>

#include "lib/address.h"
#include "lib/text.h"
#include "schema/import_file.h"
#include "schema/say.h"
#include "schema/wrong.h"

/* As the schema has them. */
#define NAME_CHARACTERS 60
#define SHORT_CHARACTERS 20
#define DOCUMENT_CHARACTERS 500
#define OAUTH2_CHARACTERS 500
#define FIELD_CHARACTERS 100

/* What has no place in the database, and why. */
static const struct {
	const char	*element;
	const char	*why;
} losses[] = {
	{ "password", "a password has no place in an answer to everybody" },
	{ "inputField", "no client uses it" },
	{ "identity", "no client of today reads it" },
	{ "clientConfigUpdate", "no client reads it" },
	{ "chatServer", "no mail program reads it" },
	{ "videoConference", "no mail program reads it" },
	{ "clientSecret", "what everybody gets is no secret" },
	{ "emailProvider", "clients read the first one only" },
};

static bool
has_string(const cJSON *list, const char *text)
{
	const cJSON *s;

	cJSON_ArrayForEach(s, list)
		if (strcmp(s->valuestring, text) == 0)
			return true;
	return false;
}

static void
read_domains(struct import_file *f, struct xml_node *provider)
{
	cJSON	*list = cJSON_AddArrayToObject(f->provider, "domains");
	char	 name[DOMAIN_MAX + 1];

	for (struct xml_node *n = NULL;
	    (n = xml_child(provider, "domain", n)) != NULL;) {
		const char *text = file_text(f, n, n->text, 2 * DOMAIN_MAX);

		if (text != NULL && strcmp(text, "%EMAILDOMAIN%") == 0) {
			file_note(f, n, "%s is kept as *, every domain that is"
			    " not listed", text);
			(void)snprintf(name, sizeof(name), "*");
		} else if (text == NULL ||
		    domain_parse(text, strlen(text), name) != ERR_OK) {
			file_note(f, n, "%s is not kept: it is no domain",
			    quote(text == NULL ? "" : text).text);
			continue;
		}
		if (import_has_domain(f->im, name) || has_string(list, name)) {
			file_note(f, n, "%s is not kept: it has been there"
			    " already", name);
			continue;
		}
		if (!cJSON_AddItemToArray(list, cJSON_CreateString(name)))
			f->nomem = true;
	}
}

/* A page, with a child for each language. */
static void
read_page(struct import_file *f, struct xml_node *page, const char *attribute,
    const char *element)
{
	const char	*url = file_url(f, page, xml_attribute(page, attribute),
	    TABLE_DOCUMENTATION, "url");
	struct xml_node	*n = xml_child(page, element, NULL);
	const char	*lang;
	const char	*text;
	cJSON		*row;

	if (url == NULL) {
		xml_done(page);
		return;
	}
	do {
		row = cJSON_CreateObject();
		if (row == NULL || !cJSON_AddItemToArray(f->documentation, row)) {
			f->nomem = true;
			return;
		}
		if (strcmp(page->name, "documentation") != 0)
			file_string(f, row, "kind", page->name);
		file_string(f, row, "url", url);
		if (n == NULL)
			return;
		lang = xml_attribute(n, "lang");
		if (lang == NULL || wrong_language(lang) != NULL) {
			file_note(f, n, "has no language in lang; en is assumed");
			lang = "en";
		}
		text = file_text(f, n, n->text, DOCUMENT_CHARACTERS);
		file_string(f, row, "lang", lang);
		file_string(f, row, "text", text);
	} while ((n = xml_child(page, element, n)) != NULL);
}

static void
read_pages(struct import_file *f, struct xml_node *parent)
{
	for (struct xml_node *n = parent->first; n != NULL; n = n->next) {
		if (strcmp(n->name, "documentation") != 0 &&
		    strcmp(n->name, "instruction") != 0 &&
		    strcmp(n->name, "enable") != 0)
			continue;
		n->seen = true;
		if (strcmp(n->name, "enable") == 0)
			read_page(f, n, "visiturl", "instruction");
		else
			read_page(f, n, "url", "descr");
	}
}

static void
read_servers(struct import_file *f, struct xml_node *parent)
{
	static const char *const elements[] = {
		"incomingServer", "outgoingServer", "addressbook", "calendar",
		"fileShare", "setupServer",
	};

	for (struct xml_node *n = parent->first; n != NULL; n = n->next)
		for (size_t i = 0; i < NITEMS(elements); i++)
			if (text_equal_nocase(n->name, elements[i])) {
				n->seen = true;
				file_server(f, n);
			}
}

/* A field of the log-in form by its id and name. */
static void
read_field(struct import_file *f, struct xml_node *info, const char *element,
    const char *id_column, const char *name_column)
{
	struct xml_node	*n = xml_child(info, element, NULL);
	const char	*id = n == NULL ? NULL : xml_attribute(n, "id");
	const char	*name = n == NULL ? NULL : xml_attribute(n, "name");

	if (id != NULL)
		file_string(f, f->provider, id_column,
		    file_text(f, n, id, FIELD_CHARACTERS));
	if (name != NULL)
		file_string(f, f->provider, name_column,
		    file_text(f, n, name, FIELD_CHARACTERS));
}

static void
read_webmail(struct import_file *f, struct xml_node *root)
{
	struct xml_node	*webmail = xml_child(root, "webMail", NULL);
	struct xml_node	*page;
	struct xml_node	*info;
	const char	*url;

	if (webmail == NULL)
		return;
	f->sections |= 1U << SECTION_WEBMAIL;
	page = xml_child(webmail, "loginPage", NULL);
	if (page != NULL)
		file_string(f, f->provider, "webmail_url",
		    file_url(f, page, xml_attribute(page, "url"),
			TABLE_PROVIDER, "webmail_url"));
	info = xml_child(webmail, "loginPageInfo", NULL);
	if (info == NULL ||
	    (url = file_url(f, info, xml_attribute(info, "url"),
	    TABLE_PROVIDER, "webmail_login_url")) == NULL)
		return;
	/* It is the mail server's, or FairEmail takes the wrong one. */
	(void)xml_child(info, "username", NULL);
	file_string(f, f->provider, "webmail_login_url", url);
	read_field(f, info, "usernameField", "webmail_user_id",
	    "webmail_user_name");
	read_field(f, info, "passwordField", "webmail_password_id",
	    "webmail_password_name");
	read_field(f, info, "loginButton", "webmail_button_id",
	    "webmail_button_name");
}

static const char *
leaf(struct import_file *f, struct xml_node *parent, const char *element)
{
	struct xml_node *n = xml_child(parent, element, NULL);

	return n == NULL ? NULL : file_text(f, n, n->text, OAUTH2_CHARACTERS);
}

static void
read_oauth2(struct import_file *f, struct xml_node *root)
{
	struct xml_node	*n = xml_child(root, "oAuth2", NULL);
	const char	*issuer, *scope, *auth_url, *token_url;

	if (n == NULL)
		return;
	issuer = leaf(f, n, "issuer");
	scope = leaf(f, n, "scope");
	auth_url = leaf(f, n, "authURL");
	token_url = leaf(f, n, "tokenURL");
	if (issuer == NULL || scope == NULL || auth_url == NULL ||
	    token_url == NULL ||
	    (auth_url = file_url(f, n, auth_url, TABLE_PROVIDER,
	    "oauth2_auth_url")) == NULL ||
	    (token_url = file_url(f, n, token_url, TABLE_PROVIDER,
	    "oauth2_token_url")) == NULL) {
		file_note(f, n, "is not kept: issuer, scope, authURL and tokenURL"
		    " are needed");
		return;
	}
	f->sections |= 1U << SECTION_OAUTH2;
	file_string(f, f->provider, "oauth2_issuer", issuer);
	file_string(f, f->provider, "oauth2_auth_url", auth_url);
	file_string(f, f->provider, "oauth2_token_url", token_url);
	file_string(f, f->provider, "oauth2_scope", scope);
	file_string(f, f->provider, "oauth2_client_id",
	    leaf(f, n, "clientID"));
}

/* Whatever nobody took notice of. */
static void
report_unseen(struct import_file *f, const struct xml_node *node)
{
	size_t i = 0;

	if (!node->seen) {
		while (i < NITEMS(losses) &&
		    strcmp(losses[i].element, node->name) != 0)
			i++;
		file_note(f, node, "is not kept: %s", i < NITEMS(losses) ?
		    losses[i].why : "muaconf knows no such element here");
		return;
	}
	for (i = 0; i < node->nattributes; i++)
		if (!node->attributes[i].seen &&
		    strncmp(node->attributes[i].name, "xmlns", 5) != 0)
			file_note(f, node, "attribute %s is not kept",
			    node->attributes[i].name);
	for (const struct xml_node *n = node->first; n != NULL; n = n->next)
		report_unseen(f, n);
}

/* Comments stay comments. */
static void
keep_comments(struct import_file *f, const struct xml_comment *c)
{
	cJSON		*list = NULL;
	const char	*text;
	struct xml_node	 nowhere = { .name = "comment" };

	for (; c != NULL; c = c->next) {
		if ((text = file_text(f, &nowhere, c->text, 1000)) == NULL)
			continue;
		if (list == NULL)
			list = cJSON_AddArrayToObject(f->provider, "_comments");
		if (list == NULL ||
		    !cJSON_AddItemToArray(list, cJSON_CreateString(text)))
			f->nomem = true;
	}
}

static void
read_names(struct import_file *f, struct xml_node *provider)
{
	struct xml_node	*n = xml_child(provider, "displayName", NULL);
	const char	*id = xml_attribute(provider, "id");
	const char	*name = n == NULL ? NULL :
	    file_text(f, n, n->text, NAME_CHARACTERS);
	char		 key[IMPORT_ID];

	import_id(f->im, id == NULL ? "" : id, key);
	file_string(f, f->provider, "id", key);
	if (name == NULL) {
		file_note(f, provider, "has no displayName; its id is assumed");
		name = key;
	}
	file_string(f, f->provider, "name", name);
	n = xml_child(provider, "displayShortName", NULL);
	if (n != NULL)
		file_string(f, f->provider, "short_name",
		    file_text(f, n, n->text, SHORT_CHARACTERS));
}

/* What the services say about the provider. */
static void
add_options(struct import_file *f)
{
	cJSON	*words;
	bool	 several = false;

	for (size_t i = 0; i < SERVICE__MAX; i++)
		if (f->count[i] > 1)
			several = true;
	if (several)
		file_bool(f, f->provider, "all_servers", true);
	if (f->in_order)
		file_bool(f, f->provider, "in_order", true);
	if (f->sections == 0)
		return;
	words = cJSON_AddArrayToObject(f->provider, "sections");
	for (unsigned i = 0; i < SECTION__MAX; i++)
		if ((f->sections & 1U << i) != 0 && !cJSON_AddItemToArray(words,
		    cJSON_CreateString(section_name((enum section)i))))
			f->nomem = true;
}

/* Services and pages, if any, as lists of the provider. */
static void
add_lists(struct import_file *f)
{
	cJSON_AddItemToObject(f->provider, "services", f->services);
	if (cJSON_GetArraySize(f->documentation) > 0)
		cJSON_AddItemToObject(f->provider, "documentation",
		    f->documentation);
	else
		cJSON_Delete(f->documentation);
	f->services = NULL;
	f->documentation = NULL;
}

static void
check_mail(struct import_file *f, const struct xml_node *provider)
{
	if (f->count[SERVICE_SMTP] == 0 || f->count[SERVICE_IMAP] +
	    f->count[SERVICE_POP3] + f->count[SERVICE_EWS] == 0)
		file_note(f, provider, "has no server that is kept to receive,"
		    " or none to send: Thunderbird refuses such a file");
	if (f->in_order)
		file_note(f, provider, "lists another server before IMAP; that"
		    " is kept by in_order, but FairEmail and Geary read IMAP"
		    " first: leave in_order out to mend it");
}

static void
read_root(struct import_file *f, struct xml_node *root,
    struct xml_node *provider)
{
	root->seen = true;
	(void)xml_attribute(root, "version");
	read_names(f, provider);
	read_domains(f, provider);
	read_webmail(f, root);
	read_oauth2(f, root);
	read_servers(f, provider);
	read_servers(f, root);
	read_pages(f, provider);
	read_pages(f, root);
	add_options(f);
	add_lists(f);
}

static enum err
import_tree(struct import_file *f, struct xmltree *tree)
{
	struct xml_node	*root = tree->root;
	struct xml_node	*provider = NULL;

	if (strcmp(root->name, "clientConfig") == 0)
		provider = xml_child(root, "emailProvider", NULL);
	if (provider == NULL) {
		complain(f->path, "is no config-v1.1.xml: it has no clientConfig"
		    " with an emailProvider");
		return ERR_REQUEST;
	}
	f->provider = cJSON_CreateObject();
	f->services = cJSON_CreateArray();
	f->documentation = cJSON_CreateArray();
	if (f->provider == NULL || f->services == NULL ||
	    f->documentation == NULL)
		return ERR_NOMEM;
	read_root(f, root, provider);
	keep_comments(f, tree->comments);
	report_unseen(f, root);
	check_mail(f, provider);
	return f->nomem ? ERR_NOMEM : ERR_OK;
}

enum err
import_mozilla(const char *path, struct import *im)
{
	struct xmltree		tree;
	struct import_file	f = { .path = path, .im = im,
	    .arena = &tree.arena, .last_incoming = -1 };
	enum err		e = xmltree_read(path, &tree);
	cJSON			*providers = import_list(im, "providers");

	if (e == ERR_OK)
		e = import_tree(&f, &tree);
	if (e == ERR_OK && (providers == NULL ||
	    !cJSON_AddItemToArray(providers, f.provider)))
		e = ERR_NOMEM;
	if (e == ERR_NOMEM)
		complain(path, "out of memory");
	if (e != ERR_OK) {
		cJSON_Delete(f.provider);
		cJSON_Delete(f.services);
		cJSON_Delete(f.documentation);
	}
	xmltree_free(&tree);
	return e;
}
