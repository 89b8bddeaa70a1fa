#include "lib/xmlread.h"

#include <assert.h>
#include <expat.h>
#include <string.h>

#include "lib/limits.h"
#include "lib/text.h"

/* Namespace and name arrive as "namespace\nname". */
#define SEPARATOR '\n'

struct parse {
	XML_Parser			 parser;
	const struct xml_reading	*reading;
	void				*ctx;
	enum err			 err;
	size_t				 depth;
	size_t				 elements;
	int				 place[XML_IN_DEPTH + 1];
	/* The value that is being read. */
	bool				 in_value;
	bool				 too_long;
	size_t				 text_len;
	char				 text[XML_IN_TEXT + 1];
};

static void
stop(struct parse *p, enum err e)
{
	if (p->err == ERR_OK)
		p->err = e;
	(void)XML_StopParser(p->parser, XML_FALSE);
}

static const struct xml_step *
find_step(const struct parse *p, const char *name)
{
	const struct xml_step *step = p->reading->steps;

	for (size_t i = 0; i < p->reading->nsteps; i++, step++)
		if (step->from == p->place[p->depth] &&
		    (strcmp(step->name, "*") == 0 ||
		    text_equal_nocase(step->name, name)))
			return step;
	return NULL;
}

/* Tell the reading about an element; full is "namespace\nname" or "name". */
static enum err
announce(struct parse *p, int place, const char *full)
{
	char		 namespace[XML_IN_TEXT + 1];
	const char	*local = strrchr(full, SEPARATOR);
	size_t		 n = local == NULL ? 0 : (size_t)(local - full);

	if (p->reading->open == NULL)
		return ERR_OK;
	if (n >= sizeof(namespace))
		n = 0;
	memcpy(namespace, full, n);
	namespace[n] = '\0';
	return p->reading->open(p->ctx, place, namespace,
	    local == NULL ? full : local + 1);
}

static void XMLCALL
on_start(void *arg, const XML_Char *name, const XML_Char **attr)
{
	struct parse		*p = arg;
	const char		*local = strrchr(name, SEPARATOR);
	const struct xml_step	*step;
	enum err		 e;

	(void)attr;
	if (p->err != ERR_OK)
		return;
	/* An element inside a value would leave open what the value is. */
	if (p->depth == XML_IN_DEPTH || p->in_value ||
	    ++p->elements > p->reading->elements) {
		stop(p, ERR_REQUEST);
		return;
	}
	step = find_step(p, local == NULL ? name : local + 1);
	p->place[++p->depth] = step == NULL ? XML_ELSEWHERE : step->to;
	p->in_value = step != NULL && step->text;
	p->too_long = false;
	p->text_len = 0;
	if (step != NULL && (e = announce(p, step->to, name)) != ERR_OK)
		stop(p, e);
}

static void XMLCALL
on_text(void *arg, const XML_Char *text, int len)
{
	struct parse	*p = arg;
	size_t		 n = (size_t)len;

	if (p->err != ERR_OK || !p->in_value)
		return;
	if (n > sizeof(p->text) - 1 - p->text_len) {
		p->too_long = true;
		return;
	}
	memcpy(p->text + p->text_len, text, n);
	p->text_len += n;
}

/* The value that ends, without blanks around it. */
static const char *
value(struct parse *p)
{
	size_t start = 0;

	if (p->too_long)
		return NULL;
	while (p->text_len > 0 && text_blank(p->text[p->text_len - 1]))
		p->text_len--;
	while (start < p->text_len && text_blank(p->text[start]))
		start++;
	p->text[p->text_len] = '\0';
	return p->text + start;
}

static void XMLCALL
on_end(void *arg, const XML_Char *name)
{
	struct parse	*p = arg;
	int		 place;
	enum err	 e;

	(void)name;
	if (p->err != ERR_OK)
		return;
	place = p->place[p->depth--];
	if (place == XML_ELSEWHERE)
		return;
	e = p->reading->close(p->ctx, place, p->in_value ? value(p) : "");
	p->in_value = false;
	if (e != ERR_OK)
		stop(p, e);
}

/* The whole defence against entities: a document with a DOCTYPE is not read. */
static void XMLCALL
on_doctype(void *arg, const XML_Char *name, const XML_Char *sysid,
    const XML_Char *pubid, int internal)
{
	(void)name;
	(void)sysid;
	(void)pubid;
	(void)internal;
	stop(arg, ERR_REQUEST);
}

static bool
is_utf16(const char *body, size_t len)
{
	static const char marks[][2] = {
		{ '\xfe', '\xff' }, { '\xff', '\xfe' },
		{ '\0', '<' }, { '<', '\0' },
	};

	for (size_t i = 0; len >= 2 && i < NITEMS(marks); i++)
		if (memcmp(body, marks[i], 2) == 0)
			return true;
	return false;
}

/* Blanks before the declaration, behind a BOM too, and NULs at the end. */
static void
trim_body(const char **body, size_t *len)
{
	size_t start = 0;

	if (is_utf16(*body, *len))
		return;
	if (*len > 3 && memcmp(*body, "\xef\xbb\xbf", 3) == 0 &&
	    text_blank((*body)[3]))
		start = 3;
	while (start < *len && text_blank((*body)[start]))
		start++;
	*body += start;
	*len -= start;
	while (*len > 0 && ((*body)[*len - 1] == '\0' ||
	    text_blank((*body)[*len - 1])))
		--*len;
}

enum err
xml_read(const char *body, size_t len, const struct xml_reading *reading,
    void *ctx)
{
	struct parse p;

	static_assert(BODY_MAX <= 0x7fffffff, "expat takes an int");
	if (len > BODY_MAX)
		return ERR_REQUEST;
	trim_body(&body, &len);
	if (len == 0)
		return ERR_REQUEST;
	memset(&p, 0, sizeof(p));
	p.reading = reading;
	p.ctx = ctx;
	if ((p.parser = XML_ParserCreateNS(NULL, SEPARATOR)) == NULL)
		return ERR_NOMEM;
	XML_SetUserData(p.parser, &p);
	XML_SetElementHandler(p.parser, on_start, on_end);
	XML_SetCharacterDataHandler(p.parser, on_text);
	XML_SetStartDoctypeDeclHandler(p.parser, on_doctype);
	/* The whole body at once: no quadratic time over cut tokens. */
	if (XML_Parse(p.parser, body, (int)len, XML_TRUE) != XML_STATUS_OK &&
	    p.err == ERR_OK)
		p.err = XML_GetErrorCode(p.parser) == XML_ERROR_NO_MEMORY ?
		    ERR_NOMEM : ERR_REQUEST;
	XML_ParserFree(p.parser);
	return p.err;
}
