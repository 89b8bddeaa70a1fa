/* lib/xmlread.h: the table of steps, and what stops it.  That bodies are read as
 * they come is in test_outlook.c. */
#include "lib/xmlread.h"

#include <stdlib.h>
#include <string.h>

#include "lib/limits.h"
#include "tests/unit/rows.h"

enum place { IN_ROOT = XML_PLACES, IN_LIST, IN_ITEM, IN_ANY };

static const struct xml_step steps[] = {
	{ XML_DOCUMENT, "root", IN_ROOT, false },
	{ IN_ROOT,      "list", IN_LIST, false },
	{ IN_LIST,      "item", IN_ITEM, true },
	{ IN_ROOT,      "any",  IN_ANY,  false },
	{ IN_ANY,       "*",    IN_ITEM, true },
};

/* What happened, as text. */
struct trace {
	char		 text[4096];
	const char	*stop;	/* at a value that is this */
};

static void
note(struct trace *t, const char *s1, const char *s2, const char *s3)
{
	strncat(t->text, s1, sizeof(t->text) - strlen(t->text) - 1);
	strncat(t->text, s2, sizeof(t->text) - strlen(t->text) - 1);
	strncat(t->text, s3, sizeof(t->text) - strlen(t->text) - 1);
}

static enum err
on_open(void *ctx, int place, const char *namespace, const char *name)
{
	(void)place;
	note(ctx, "<", name, namespace[0] == '\0' ? "" : " ");
	note(ctx, namespace, ">", "");
	return ERR_OK;
}

static enum err
on_close(void *ctx, int place, const char *text)
{
	struct trace *t = ctx;

	note(t, "[", text == NULL ? "too long" : text, place == IN_ITEM ? "]" : ")");
	return t->stop != NULL && text != NULL && strcmp(text, t->stop) == 0 ? ERR_SCHEMA : ERR_OK;
}

static enum err
run(const char *body, size_t elements, const char *stop, struct trace *t)
{
	const struct xml_reading reading = {
		.steps = steps, .nsteps = NITEMS(steps), .elements = elements,
		.open = on_open, .close = on_close,
	};
	char		*exact = kit_exact(body, strlen(body));
	enum err	 e;

	memset(t, 0, sizeof(*t));
	t->stop = stop;
	e = xml_read(exact, strlen(body), &reading, t);
	free(exact);
	return e;
}

static void
steps_lead(void **state)
{
	static const struct {
		const char	*body, *trace;
		enum err	 err;
		const char	*why;
	} rows[] = {
		{ "<root/>", "<root>[)", ERR_OK, "an element of the table" },
		{ "<other/>", "", ERR_OK, "an unknown root is for the caller to miss" },
		{ "<root><list><item> a b </item><item/></list></root>", "<root><list><item>[a b]<item>[][)[)", ERR_OK, "values without blanks around them" },
		{ "<ROOT><List/></ROOT>", "<ROOT><List>[)[)", ERR_OK, "any case" },
		{ "<root><item>a</item></root>", "<root>[)", ERR_OK, "a known name at the wrong place" },
		{ "<root><x><list><item>a</item></list></x></root>", "<root>[)", ERR_OK, "below an unknown element" },
		{ "<root>text<list>text</list></root>", "<root><list>[)[)", ERR_OK, "text of what is no value" },
		{ "<root><any><p>1</p><q>2</q></any></root>", "<root><any><p>[1]<q>[2][)[)", ERR_OK, "any name" },
		{ "<a:root xmlns:a=\"urn:a\"><list xmlns=\"urn:b\"/></a:root>", "<root urn:a><list urn:b>[)[)", ERR_OK, "namespaces are told" },
		{ "<root xmlns=\"urn:&#10;x\"/>", "", ERR_REQUEST, "the separator in a namespace" },
		{ "<root><list><item>a<b/></item></list></root>", "<root><list><item>", ERR_REQUEST, "an element in a value" },
		{ "<root><list><item>a<!-- x -->b&amp;<![CDATA[<c>]]></item></list></root>", "<root><list><item>[ab&<c>][)[)", ERR_OK, "text in pieces" },
		{ "<root><list><item>stop</item><item>b</item></list></root>", "<root><list><item>[stop]", ERR_SCHEMA, "a callback's error stops it" },
		{ "<root><list>", "<root><list>", ERR_REQUEST, "cut short" },
		{ "\xef\xbb\xbf\r\n<?xml version=\"1.0\"?><root/>", "<root>[)", ERR_OK, "a line behind a BOM" },
		{ "\xef\xbb\xbf\xef\xbb\xbf<root/>", "", ERR_REQUEST, "two BOMs" },
	};
	struct trace	t;

	(void)state;
	for (size_t i = 0; i < NITEMS(rows); i++) {
		row_int(rows[i].why, "error", run(rows[i].body, 100, "stop", &t), rows[i].err);
		row_str(rows[i].why, "trace", t.text, rows[i].trace);
	}
	rows_end();
}

static void
limits(void **state)
{
	char		 value[XML_IN_TEXT + 2];
	char		*body;
	struct trace	 t;

	(void)state;
	memset(value, 'v', sizeof(value));
	for (size_t n = XML_IN_TEXT - 1; n <= XML_IN_TEXT + 1; n++) {
		body = kit_printf("<root><list><item>%.*s</item></list></root>", (int)n, value);
		assert_int_equal(run(body, 100, NULL, &t), ERR_OK);
		row_true("a value", "is too long beyond its limit",
		    (strstr(t.text, "too long") != NULL) == (n > XML_IN_TEXT));
		free(body);
		body = kit_printf("<root xmlns=\"%.*s\"/>", (int)n, value);
		assert_int_equal(run(body, 100, NULL, &t), ERR_OK);
		row_true("a namespace", "is none beyond its limit",
		    (strchr(t.text, ' ') == NULL) == (n > XML_IN_TEXT));
		free(body);
	}
	row_int("elements", "as many", run("<root><a/><b/></root>", 3, NULL, &t), ERR_OK);
	row_int("elements", "one more", run("<root><a/><b/></root>", 2, NULL, &t), ERR_REQUEST);
	rows_end();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(steps_lead),
		cmocka_unit_test(limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
