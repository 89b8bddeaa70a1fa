/* What is left of a config-v1.1.xml when everybody took his part: said, line by
 * line. */
#include <stdint.h>
#include <string.h>

#include "lib/limits.h"
#include "lib/text.h"
#include "schema/import_file.h"
#include "schema/say.h"

/* What has no place in the database, and why. */
static const struct {
	const char	*element;
	const char	*why;
} losses[] = {
	{ "password", "a password has no place in an answer to everybody" },
	{ "inputField", "no client fills it in" },
	{ "identity", "no client of today reads it" },
	{ "addThisServer", "no client reads it" },
	{ "clientConfigUpdate", "no client reads it" },
	{ "chatServer", "no mail program reads it" },
	{ "videoConference", "no mail program reads it" },
	{ "clientSecret", "what everybody gets is no secret" },
	{ "emailProvider", "clients read the first one only" },
};

/* Why is nothing of this node kept?  It stands among the children of parent. */
static const char *
reason(const struct xml_node *parent, const struct xml_node *node)
{
	const struct xml_node *n;

	for (size_t i = 0; i < NITEMS(losses); i++)
		if (strcmp(losses[i].element, node->name) == 0)
			return losses[i].why;
	for (n = parent == NULL ? node : parent->first; n != node; n = n->next)
		if (n->seen && strcmp(n->name, node->name) == 0)
			return "the first one counts";
	if (!node->seen)
		return "muaconf knows no such element here";
	return "nothing is in it that muaconf knows";
}

/* Text that stands where elements are meant to be, by the line it starts in. */
static void
report_text(struct import_file *f, const struct xml_node *node)
{
	struct xml_node	 at = { .name = node->name, .line = node->text_line };
	const char	*text = node->text_line == 0 ? NULL :
	    file_text(f, &at, node->text, SIZE_MAX);

	if (text != NULL)
		file_note(f, &at, "text %s is not kept", quote(text).text);
}

static void
report(struct import_file *f, const struct xml_node *parent,
    const struct xml_node *node)
{
	if (node->settled)
		return;
	if (!xml_touched(node)) {
		file_note(f, node, "is not kept: %s", reason(parent, node));
		return;
	}
	for (size_t i = 0; i < node->nattributes; i++)
		if (!node->attributes[i].settled)
			file_note(f, node, "attribute %s %s is not kept",
			    node->attributes[i].name,
			    quote(node->attributes[i].value).text);
	if (!node->text_settled)
		report_text(f, node);
	for (const struct xml_node *n = node->first; n != NULL; n = n->next)
		report(f, node, n);
}

void
file_report_rest(struct import_file *f, const struct xml_node *node)
{
	report(f, NULL, node);
}

/* The user name that all of the file must have (FairEmail takes the last one in
 * it, whatever it belongs to), or answers leave the part out. */
static const char *
main_name(struct import_file *f)
{
	const cJSON *row;

	cJSON_ArrayForEach(row, f->services)
		if (strcmp(file_member(row, "type"),
		    service_kind(SERVICE_SMTP)->name) == 0)
			return file_member(row, "username");
	return NULL;
}

void
file_report_hidden(struct import_file *f)
{
	const char			*name = main_name(f);
	const char			*text;
	const struct import_service	*s;

	for (s = f->kept; s != NULL && name != NULL; s = s->next)
		if (s->section != SECTION__MAX &&
		    strcmp(file_member(s->row, "username"), name) != 0)
			file_note(f, s->node, "is kept, but a config-v1.1.xml"
			    " leaves it out, as its username %s is not %s, the"
			    " first outgoingServer's",
			    quote(file_member(s->row, "username")).text,
			    quote(name).text);
	if (f->login_name == NULL || name == NULL)
		return;
	text = file_text(f, f->login_name, f->login_name->text, 2 * USERNAME_MAX);
	if (text != NULL && strcmp(text, name) == 0)
		xml_settle_text(f->login_name);
	else
		file_lose(f, f->login_name, "%s is not kept: answers have the"
		    " first outgoingServer's, %s", quote(text == NULL ? "" :
		    text).text, quote(name).text);
}

/* Comments stay comments. */
void
file_comments(struct import_file *f, const struct xml_comment *c)
{
	cJSON		*list = NULL;
	const char	*text;

	for (; c != NULL; c = c->next) {
		struct xml_node nowhere = { .name = "comment", .line = c->line };

		if (c->target != NULL) {
			import_note(f->im, f->path, c->line, "the processing"
			    " instruction %s is not kept", quote(c->target).text);
			continue;
		}
		if ((text = file_text(f, &nowhere, c->text, SIZE_MAX)) == NULL)
			continue;
		if (list == NULL)
			list = cJSON_AddArrayToObject(f->provider, "_comments");
		file_word(f, list, text);
	}
}
