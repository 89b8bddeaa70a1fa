#include "lib/outlook.h"

#include <assert.h>
#include <expat.h>
#include <string.h>

#include "lib/text.h"

/* Namespace and name arrive as "namespace\nname". */
#define SEPARATOR '\n'

enum where {
	OUTSIDE,
	IN_AUTODISCOVER,
	IN_REQUEST,
	IN_EMAIL,
	IN_LEGACY_DN,
	IN_SCHEMA,
	IN_OTHER
};

/* The document, a row an element.  Names are compared without ASCII case: no
 * client needs that, but it can do no harm. */
/* clang-format off */
static const struct {
	enum where	 from;
	const char	*name;
	enum where	 to;
} steps[] = {
	{ OUTSIDE,         "Autodiscover",             IN_AUTODISCOVER },
	{ IN_AUTODISCOVER, "Request",                  IN_REQUEST },
	{ IN_REQUEST,      "EMailAddress",             IN_EMAIL },
	{ IN_REQUEST,      "LegacyDN",                 IN_LEGACY_DN },
	{ IN_REQUEST,      "AcceptableResponseSchema", IN_SCHEMA },
};

/* What marks a dialect in a schema's URL or the root's namespace. */
static const struct {
	const char	*part;
	enum dialect	 dialect;
} dialects[] = {
	{ "/mobilesync/", DIALECT_MOBILESYNC },
	{ "/outlook/",    DIALECT_OUTLOOK },
};
/* clang-format on */

struct parse {
	XML_Parser	 parser;
	struct outlook	*out;
	enum err	 err;
	size_t		 depth;
	size_t		 elements;
	enum where	 where[XML_IN_DEPTH + 1];
	bool		 has_dialect;
	bool		 has_schema;
	enum dialect	 root;
	/* The text of the element that is being read. */
	bool		 too_long;
	size_t		 text_len;
	char		 text[sizeof(((struct outlook *)0)->email)];
};

static void
stop(struct parse *p, enum err e)
{
	if (p->err == ERR_OK)
		p->err = e;
	(void)XML_StopParser(p->parser, XML_FALSE);
}

static bool
dialect_of(const char *text, enum dialect *out)
{
	for (size_t i = 0; i < NITEMS(dialects); i++)
		if (text_holds_nocase(text, dialects[i].part)) {
			*out = dialects[i].dialect;
			return true;
		}
	return false;
}

static void XMLCALL
on_start(void *arg, const XML_Char *name, const XML_Char **attr)
{
	struct parse	*p = arg;
	const char	*local = strrchr(name, SEPARATOR);
	enum where	 to = IN_OTHER;

	(void)attr;
	if (p->err != ERR_OK)
		return;
	/* An element inside a value would leave open what the value is. */
	if (p->depth == XML_IN_DEPTH || ++p->elements > XML_IN_ELEMENTS ||
	    p->where[p->depth] == IN_EMAIL || p->where[p->depth] == IN_SCHEMA) {
		stop(p, ERR_REQUEST);
		return;
	}
	local = local == NULL ? name : local + 1;
	for (size_t i = 0; i < NITEMS(steps); i++)
		if (steps[i].from == p->where[p->depth] &&
		    text_equal_nocase(steps[i].name, local))
			to = steps[i].to;
	if (p->depth == 0 && to != IN_AUTODISCOVER) {
		stop(p, ERR_REQUEST);	/* another kind of document */
		return;
	}
	if (to == IN_AUTODISCOVER)
		(void)dialect_of(name, &p->root);
	p->where[++p->depth] = to;
	p->text_len = 0;
	p->too_long = false;
}

static void XMLCALL
on_text(void *arg, const XML_Char *text, int len)
{
	struct parse	*p = arg;
	enum where	 where = p->where[p->depth];
	size_t		 n = (size_t)len;

	if (p->err != ERR_OK || (where != IN_EMAIL && where != IN_SCHEMA))
		return;
	if (n > sizeof(p->text) - 1 - p->text_len) {
		p->too_long = true;
		return;
	}
	memcpy(p->text + p->text_len, text, n);
	p->text_len += n;
}

/* The text of the element that ends, without blanks around it. */
static const char *
trimmed(struct parse *p)
{
	size_t start = 0;

	while (p->text_len > 0 && text_blank(p->text[p->text_len - 1]))
		p->text_len--;
	while (start < p->text_len && text_blank(p->text[start]))
		start++;
	p->text[p->text_len] = '\0';
	return p->text + start;
}

static void
end_email(struct parse *p)
{
	/* A second address would leave open which one is meant. */
	if (p->out->has_email || p->too_long) {
		stop(p, ERR_REQUEST);
		return;
	}
	text_copy(p->out->email, sizeof(p->out->email), trimmed(p));
	p->out->has_email = p->out->email[0] != '\0';
}

static void XMLCALL
on_end(void *arg, const XML_Char *name)
{
	struct parse *p = arg;

	(void)name;
	if (p->err != ERR_OK)
		return;
	switch (p->where[p->depth--]) {
	case IN_EMAIL:
		end_email(p);
		break;
	case IN_LEGACY_DN:
		p->out->has_legacy_dn = true;
		break;
	case IN_SCHEMA:
		p->has_schema = true;
		if (!p->has_dialect && !p->too_long)
			p->has_dialect = dialect_of(trimmed(p),
			    &p->out->dialect);
		break;
	case OUTSIDE:
	case IN_AUTODISCOVER:
	case IN_REQUEST:
	case IN_OTHER:
		break;
	}
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

/* Blanks before the declaration and NULs at the end are tolerated. */
static void
trim_body(const char **body, size_t *len)
{
	if (is_utf16(*body, *len))
		return;
	while (*len > 0 && text_blank(**body)) {
		++*body;
		--*len;
	}
	while (*len > 0 && ((*body)[*len - 1] == '\0' ||
	    text_blank((*body)[*len - 1])))
		--*len;
}

static enum err
result(struct parse *p)
{
	if (p->has_dialect)
		return ERR_OK;
	p->out->dialect = p->root;
	return p->has_schema ? ERR_SCHEMA : ERR_OK;
}

enum err
outlook_parse(const char *body, size_t len, struct outlook *out)
{
	struct parse p;

	static_assert(BODY_MAX <= 0x7fffffff, "expat takes an int");
	memset(out, 0, sizeof(*out));
	if (len > BODY_MAX)
		return ERR_REQUEST;
	trim_body(&body, &len);
	if (len == 0)
		return ERR_REQUEST;
	memset(&p, 0, sizeof(p));
	p.out = out;
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
	if (p.err != ERR_OK)
		return p.err;
	return result(&p);
}
