/* `muaconf import` of config-v1.1.xml: the whole file. */
#include <stdio.h>
#include <string.h>

#include "lib/address.h"
#include "schema/import_file.h"
#include "schema/say.h"

/* As the schema has them. */
#define NAME_CHARACTERS 60
#define SHORT_CHARACTERS 20

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
			file_lose(f, n, "%s is not kept: it is no domain",
			    quote(text == NULL ? "" : text).text);
			continue;
		}
		if (import_has_domain(f->im, name) || has_string(list, name)) {
			file_lose(f, n, "%s is not kept: it has been there"
			    " already", name);
			continue;
		}
		file_word(f, list, name);
		xml_settle_text(n);
	}
}

static void
read_names(struct import_file *f, struct xml_node *provider)
{
	struct xml_node	*n = xml_child(provider, "displayName", NULL);
	const char	*id = xml_attribute(provider, "id");
	char		 key[IMPORT_ID];

	import_id(f->im, id == NULL ? "" : id, key);
	file_string(f, f->provider, "id", key);
	if (n == NULL || file_keep(f, f->provider, "name", n,
	    NAME_CHARACTERS) == NULL) {
		file_note(f, provider, "has no displayName; its id is assumed");
		file_string(f, f->provider, "name", key);
	}
	n = xml_child(provider, "displayShortName", NULL);
	if (n != NULL)
		(void)file_keep(f, f->provider, "short_name", n,
		    SHORT_CHARACTERS);
}

/* Answers have the domain as id; that is kept where it is one of them. */
static void
look_at_id(struct import_file *f, struct xml_node *provider)
{
	const char	*id = xml_attribute(provider, "id");
	char		 name[DOMAIN_MAX + 1];

	if (id == NULL)
		return;
	if (domain_parse(id, strlen(id), name) != ERR_OK ||
	    !has_string(cJSON_GetObjectItemCaseSensitive(f->provider,
	    "domains"), name))
		file_note(f, provider, "id %s is not kept: an answer's id is"
		    " the domain that was asked for", quote(id).text);
	xml_settle_attribute(provider, "id");
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
		if ((f->sections & 1U << i) != 0)
			file_word(f, words, section_name((enum section)i));
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

/* What the file as a whole comes to. */
static void
look_at_servers(struct import_file *f, const struct xml_node *provider)
{
	if (f->count[SERVICE_SMTP] == 0 ||
	    f->count[SERVICE_IMAP] + f->count[SERVICE_POP3] == 0)
		file_note(f, provider, "has no IMAP or POP3 server that is kept,"
		    " or none to send: a config-v1.1.xml is not answered then,"
		    " whatever else is kept");
	if (f->in_order)
		file_note(f, provider, "lists another server before IMAP; that"
		    " is kept by in_order, but FairEmail and Geary read IMAP"
		    " first: leave in_order out to mend it");
	if (f->in_order && f->out_of_order)
		file_note(f, provider, "lists Exchange's servers in an order"
		    " that is not kept: what stands in two elements has one"
		    " priority");
}

/* People find the web mail by it, where nothing else names one. */
static void
add_webmail(struct import_file *f)
{
	const cJSON	*row;
	const char	*url;

	if ((f->sections & 1U << SECTION_WEBMAIL) != 0)
		return;
	cJSON_ArrayForEach(row, f->services)
	{
		url = file_member(row, "url");
		if (strcmp(file_member(row, "type"),
		    service_kind(SERVICE_OWA)->name) == 0 &&
		    strstr(url, "%EMAIL") == NULL) {
			file_string(f, f->provider, "webmail_url", url);
			return;
		}
	}
}

static void
read_root(struct import_file *f, struct xml_node *root,
    struct xml_node *provider)
{
	const char *version = xml_attribute(root, "version");

	if (version != NULL && strcmp(version, "1.1") == 0)
		xml_settle_attribute(root, "version");
	read_names(f, provider);
	read_domains(f, provider);
	look_at_id(f, provider);
	file_webmail(f, root);
	file_oauth2(f, root);
	file_servers(f, provider);
	file_servers(f, root);
	file_pages(f, provider);
	file_pages(f, root);
	file_report_hidden(f);
	file_report_rest(f, root);
	look_at_servers(f, provider);
	add_options(f);
	add_webmail(f);
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
	file_comments(f, tree->comments);
	return f->nomem ? ERR_NOMEM : ERR_OK;
}

enum err
import_mozilla(const char *path, struct import *im)
{
	struct xmltree		tree;
	struct import_file	f = { .path = path, .im = im,
	    .arena = &tree.arena, .last_place = -1 };
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
