#include "schema/xmltree.h"

#include <errno.h>
#include <expat.h>
#include <stdio.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/text.h"
#include "schema/say.h"

struct build {
	XML_Parser	 parser;
	const char	*path;
	struct xmltree	*tree;
	enum err	 err;
	size_t		 depth;
	struct xml_node	*open[XMLTREE_DEPTH];
	struct xml_node	*last[XMLTREE_DEPTH];	/* child of the one above */
	struct buf	 text[XMLTREE_DEPTH];
	struct xml_comment *last_comment;
};

/* Say what is wrong at the parser's line, once, and stop. */
static void
stop(struct build *b, enum err e, const char *why)
{
	char where[4200];

	if (b->err != ERR_OK)
		return;
	b->err = e;
	(void)snprintf(where, sizeof(where), "%s:%lu", b->path,
	    (unsigned long)XML_GetCurrentLineNumber(b->parser));
	complain(where, "%s", why);
	(void)XML_StopParser(b->parser, XML_FALSE);
}

static bool
take_attributes(struct build *b, struct xml_node *node, const XML_Char **attr)
{
	size_t n = 0;

	while (attr[2 * n] != NULL)
		n++;
	if (n > XMLTREE_ATTRIBUTES) {
		stop(b, ERR_REQUEST, "too many attributes");
		return false;
	}
	node->attributes = arena_alloc(&b->tree->arena,
	    (n + 1) * sizeof(*node->attributes));
	for (size_t i = 0; node->attributes != NULL && i < n; i++) {
		node->attributes[i].name = arena_strdup(&b->tree->arena,
		    attr[2 * i]);
		node->attributes[i].value = arena_strdup(&b->tree->arena,
		    attr[2 * i + 1]);
		if (node->attributes[i].name == NULL ||
		    node->attributes[i].value == NULL)
			node->attributes = NULL;
	}
	node->nattributes = n;
	return node->attributes != NULL;
}

static void XMLCALL
on_start(void *arg, const XML_Char *name, const XML_Char **attr)
{
	struct build	*b = arg;
	struct xml_node	*node;

	if (b->err != ERR_OK)
		return;
	if (b->depth == XMLTREE_DEPTH) {
		stop(b, ERR_REQUEST, "elements are nested too deep");
		return;
	}
	node = arena_alloc(&b->tree->arena, sizeof(*node));
	if (node == NULL || !take_attributes(b, node, attr) ||
	    (node->name = arena_strdup(&b->tree->arena, name)) == NULL) {
		stop(b, ERR_NOMEM, "the file is too large");
		return;
	}
	node->text = "";
	node->line = XML_GetCurrentLineNumber(b->parser);
	if (b->depth == 0)
		b->tree->root = node;
	else if (b->last[b->depth] == NULL)
		b->open[b->depth - 1]->first = node;
	else
		b->last[b->depth]->next = node;
	b->last[b->depth] = node;
	b->open[b->depth] = node;
	buf_reset(&b->text[b->depth]);
	if (++b->depth < XMLTREE_DEPTH)
		b->last[b->depth] = NULL;
}

static void XMLCALL
on_end(void *arg, const XML_Char *name)
{
	struct build	*b = arg;
	struct buf	*text;

	(void)name;
	if (b->err != ERR_OK)
		return;
	text = &b->text[--b->depth];
	if (text->len == 0)
		return;
	b->open[b->depth]->text = arena_strndup(&b->tree->arena, text->data,
	    text->len);
	if (buf_error(text) != ERR_OK || b->open[b->depth]->text == NULL)
		stop(b, ERR_NOMEM, "the file is too large");
}

static void XMLCALL
on_text(void *arg, const XML_Char *text, int len)
{
	struct build	*b = arg;
	struct xml_node	*node;
	size_t		 line;

	if (b->err != ERR_OK || b->depth == 0)
		return;
	node = b->open[b->depth - 1];
	buf_add(&b->text[b->depth - 1], text, (size_t)len);
	line = XML_GetCurrentLineNumber(b->parser);
	for (int i = 0; i < len && node->text_line == 0; i++) {
		if (!text_blank(text[i]))
			node->text_line = line;
		else if (text[i] == '\n')
			line++;
	}
}

static void
add_comment(struct build *b, const char *target, const char *text)
{
	struct xml_comment *c;

	if (b->err != ERR_OK)
		return;
	c = arena_alloc(&b->tree->arena, sizeof(*c));
	if (c == NULL ||
	    (c->text = arena_strdup(&b->tree->arena, text)) == NULL ||
	    (target != NULL && (c->target =
	    arena_strdup(&b->tree->arena, target)) == NULL)) {
		stop(b, ERR_NOMEM, "the file is too large");
		return;
	}
	c->line = XML_GetCurrentLineNumber(b->parser);
	if (b->last_comment == NULL)
		b->tree->comments = c;
	else
		b->last_comment->next = c;
	b->last_comment = c;
}

static void XMLCALL
on_comment(void *arg, const XML_Char *text)
{
	add_comment(arg, NULL, text);
}

static void XMLCALL
on_instruction(void *arg, const XML_Char *target, const XML_Char *data)
{
	add_comment(arg, target, data);
}

/* Without a DOCTYPE there are no entities to expand or to fetch. */
static void XMLCALL
on_doctype(void *arg, const XML_Char *name, const XML_Char *sysid,
    const XML_Char *pubid, int has_internal_subset)
{
	(void)name;
	(void)sysid;
	(void)pubid;
	(void)has_internal_subset;
	stop(arg, ERR_REQUEST, "a DOCTYPE is refused; delete it");
}

/* The whole file in one buffer of the arena. */
static enum err
read_file(const char *path, struct arena *a, char **data, size_t *len)
{
	FILE		*f = fopen(path, "rb");
	enum err	 e = ERR_REQUEST;

	if (f == NULL) {
		complain(path, "can't be opened: %s", strerror(errno));
		return ERR_REQUEST;
	}
	*data = arena_alloc(a, XMLTREE_FILE_MAX + 1);
	errno = 0;
	*len = *data == NULL ? 0 : fread(*data, 1, XMLTREE_FILE_MAX + 1, f);
	if (*data == NULL) {
		complain(path, "out of memory");
		e = ERR_NOMEM;
	} else if (ferror(f)) {
		complain(path, "can't be read: %s", strerror(errno));
	} else if (*len > XMLTREE_FILE_MAX) {
		complain(path, "is over %lu MB",
		    XMLTREE_FILE_MAX / 1024 / 1024);
	} else {
		e = ERR_OK;
	}
	(void)fclose(f);
	return e;
}

static enum err
parse(struct build *b, const char *data, size_t len)
{
	XML_SetUserData(b->parser, b);
	XML_SetElementHandler(b->parser, on_start, on_end);
	XML_SetCharacterDataHandler(b->parser, on_text);
	XML_SetCommentHandler(b->parser, on_comment);
	XML_SetProcessingInstructionHandler(b->parser, on_instruction);
	XML_SetStartDoctypeDeclHandler(b->parser, on_doctype);
	if (XML_Parse(b->parser, data, (int)len, 1) == XML_STATUS_ERROR)
		stop(b, ERR_REQUEST,
		    XML_ErrorString(XML_GetErrorCode(b->parser)));
	return b->err;
}

enum err
xmltree_read(const char *path, struct xmltree *out)
{
	struct build	 b = { .path = path, .tree = out };
	char		*data = NULL;
	size_t		 len = 0;
	enum err	 e;

	memset(out, 0, sizeof(*out));
	if (arena_init(&out->arena, XMLTREE_MEMORY) != 0 ||
	    (b.parser = XML_ParserCreate(NULL)) == NULL) {
		complain(path, "out of memory");
		return ERR_NOMEM;
	}
	for (size_t i = 0; i < XMLTREE_DEPTH; i++)
		buf_init(&b.text[i], XMLTREE_FILE_MAX);
	e = read_file(path, &out->arena, &data, &len);
	if (e == ERR_OK)
		e = parse(&b, data, len);
	for (size_t i = 0; i < XMLTREE_DEPTH; i++)
		buf_free(&b.text[i]);
	XML_ParserFree(b.parser);
	return e;
}

void
xmltree_free(struct xmltree *t)
{
	arena_free(&t->arena);
	t->root = NULL;
	t->comments = NULL;
}

struct xml_node *
xml_child(struct xml_node *parent, const char *name,
    const struct xml_node *after)
{
	struct xml_node *n = after == NULL ? parent->first : after->next;

	while (n != NULL && strcmp(n->name, name) != 0)
		n = n->next;
	if (n != NULL)
		n->seen = true;
	return n;
}

const char *
xml_attribute(const struct xml_node *node, const char *name)
{
	for (size_t i = 0; i < node->nattributes; i++)
		if (strcmp(node->attributes[i].name, name) == 0)
			return node->attributes[i].value;
	return NULL;
}

void
xml_settle(struct xml_node *node)
{
	node->settled = true;
}

void
xml_settle_text(struct xml_node *node)
{
	node->text_settled = true;
}

void
xml_settle_attribute(struct xml_node *node, const char *name)
{
	for (size_t i = 0; i < node->nattributes; i++)
		if (strcmp(node->attributes[i].name, name) == 0)
			node->attributes[i].settled = true;
}

bool
xml_touched(const struct xml_node *node)
{
	if (node->settled || node->text_settled)
		return true;
	for (size_t i = 0; i < node->nattributes; i++)
		if (node->attributes[i].settled)
			return true;
	for (const struct xml_node *n = node->first; n != NULL; n = n->next)
		if (xml_touched(n))
			return true;
	return false;
}
