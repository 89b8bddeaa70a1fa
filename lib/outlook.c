#include "lib/outlook.h"

#include <string.h>

#include "lib/text.h"
#include "lib/xmlread.h"

enum place {
	IN_AUTODISCOVER = XML_PLACES,
	IN_REQUEST,
	IN_EMAIL,
	IN_LEGACY_DN,
	IN_SCHEMA,
};

/* clang-format off */
static const struct xml_step steps[] = {
	{ XML_DOCUMENT,    "Autodiscover",             IN_AUTODISCOVER, false },
	{ IN_AUTODISCOVER, "Request",                  IN_REQUEST,      false },
	{ IN_REQUEST,      "EMailAddress",             IN_EMAIL,        true },
	{ IN_REQUEST,      "LegacyDN",                 IN_LEGACY_DN,    true },
	{ IN_REQUEST,      "AcceptableResponseSchema", IN_SCHEMA,       true },
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
	struct outlook	*out;
	bool		 seen_email;
	bool		 has_root;
	bool		 has_dialect;
	bool		 has_schema;
	enum dialect	 root;
};

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

static enum err
on_open(void *ctx, int place, const char *namespace, const char *name)
{
	struct parse *p = ctx;

	(void)name;
	if (place == IN_AUTODISCOVER) {
		p->has_root = true;
		(void)dialect_of(namespace, &p->root);
	}
	return ERR_OK;
}

static enum err
end_email(struct parse *p, const char *text)
{
	/* A second address would leave open which one is meant. */
	if (p->seen_email || text == NULL)
		return ERR_REQUEST;
	p->seen_email = true;
	text_copy(p->out->email, sizeof(p->out->email), text);
	p->out->has_email = text[0] != '\0';
	return ERR_OK;
}

static enum err
on_close(void *ctx, int place, const char *text)
{
	struct parse *p = ctx;

	switch (place) {
	case IN_EMAIL:
		return end_email(p, text);
	case IN_LEGACY_DN:
		p->out->has_legacy_dn = true;
		break;
	case IN_SCHEMA:
		p->has_schema = true;
		if (!p->has_dialect && text != NULL)
			p->has_dialect = dialect_of(text, &p->out->dialect);
		break;
	default:
		break;
	}
	return ERR_OK;
}

/* What came of it, once the document has been read to its end. */
static enum err
result(struct parse *p)
{
	if (!p->has_root)
		return ERR_REQUEST;	/* another kind of document */
	if (p->has_dialect)
		return ERR_OK;
	p->out->dialect = p->root;
	return p->has_schema ? ERR_SCHEMA : ERR_OK;
}

enum err
outlook_parse(const char *body, size_t len, struct outlook *out)
{
	static const struct xml_reading reading = {
		.steps = steps, .nsteps = NITEMS(steps),
		.elements = XML_IN_ELEMENTS, .open = on_open, .close = on_close,
	};
	struct parse	p = { .out = out };
	enum err	e;

	memset(out, 0, sizeof(*out));
	e = xml_read(body, len, &reading, &p);
	return e == ERR_OK ? result(&p) : e;
}
