/* lib/xml.h: the only place where markup is written. */
#include "lib/xml.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/rows.h"

/* What was written, less one final line feed, which the contract leaves open. */
static char *
written(const struct buf *b)
{
	size_t	 len = b->len;

	if (len > 0 && b->data[len - 1] == '\n')
		len--;
	return kit_printf("%.*s", (int)len, len > 0 ? b->data : "");
}

static void
document(const char *indent, struct buf *b)
{
	struct xml	 x;

	xml_begin(&x, b, indent);
	xml_prolog(&x, "UTF-8", NULL);
	xml_open(&x, "a");
	xml_attr(&x, "v", "1");
	xml_open(&x, "b");
	xml_leaf(&x, "c", " x y ");
	xml_leaf_uint(&x, "d", 65535);
	xml_empty(&x, "e");
	xml_close(&x, "b");
	xml_close(&x, "a");
	assert_int_equal(xml_end(&x), ERR_OK);
}

static void
with_and_without_indentation(void **state)
{
	static const struct {
		const char	*indent, *out, *why;
	} rows[] = {
		{ "  ", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a v=\"1\">\n  <b>\n"
		    "    <c> x y </c>\n    <d>65535</d>\n    <e/>\n  </b>\n</a>", "two blanks a step" },
		{ "\t", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a v=\"1\">\n\t<b>\n"
		    "\t\t<c> x y </c>\n\t\t<d>65535</d>\n\t\t<e/>\n\t</b>\n</a>", "a tab a step" },
		{ NULL, "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a v=\"1\"><b>"
		    "<c> x y </c><d>65535</d><e/></b></a>", "no line breaks at all" },
	};

	(void)state;
	for (size_t i = 0; i < NITEMS(rows); i++) {
		struct buf	 b;
		char		*got;

		buf_init(&b, 1000);
		document(rows[i].indent, &b);
		got = written(&b);
		row_str(rows[i].why, "document", got, rows[i].out);
		free(got);
		buf_free(&b);
	}
	rows_end();
}

static void
the_prolog_as_it_is_given(void **state)
{
	struct buf	 b;
	struct xml	 x;
	char		*got;

	(void)state;
	buf_init(&b, 1000);
	xml_begin(&x, &b, "  ");
	xml_prolog(&x, "utf-8", "<!DOCTYPE a>");
	xml_open(&x, "a");
	xml_text(&x, "t");
	xml_close(&x, "a");
	assert_int_equal(xml_end(&x), ERR_OK);
	got = written(&b);
	assert_string_equal(got, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE a>\n<a>t</a>");
	free(got);
	buf_free(&b);
}

static void
text_is_escaped(void **state)
{
	static const struct {
		const char	*in, *out, *why;
	} rows[] = {
		{ "a&b", "a&amp;b", "ampersand" },
		{ "&amp;", "&amp;amp;", "what looks escaped is text too" },
		{ "<b>", "&lt;b&gt;", "brackets" },
		{ "]]>", "]]&gt;", "no end of CDATA in text" },
		{ "\xc3\xa4\xf0\x9f\x90\xb1", "\xc3\xa4\xf0\x9f\x90\xb1", "UTF-8 stays" },
		{ "", "", "nothing" },
	};

	(void)state;
	for (size_t i = 0; i < NITEMS(rows); i++) {
		struct buf	 b;
		struct xml	 x;
		char		*got, *want = kit_printf("<a><b>t%s</b></a>", rows[i].out);
		char		*text = kit_printf("t%s", rows[i].in);

		buf_init(&b, 1000);
		xml_begin(&x, &b, NULL);
		xml_open(&x, "a");
		xml_leaf(&x, "b", text);
		xml_close(&x, "a");
		row_int(rows[i].why, "error", xml_end(&x), ERR_OK);
		got = written(&b);
		row_str(rows[i].why, "document", got, want);
		free(text);
		free(got);
		free(want);
		buf_free(&b);
	}
	rows_end();
}

static void
attributes_are_escaped(void **state)
{
	struct buf	 b;
	struct xml	 x;

	(void)state;
	buf_init(&b, 1000);
	xml_begin(&x, &b, NULL);
	xml_open(&x, "a");
	xml_attr(&x, "v", "\"><b c='&'");
	xml_attr(&x, "w", "2");
	xml_close(&x, "a");
	assert_int_equal(xml_end(&x), ERR_OK);
	buf_putc(&b, '\0');
	assert_int_equal(buf_error(&b), ERR_OK);
	assert_ptr_equal(strstr(b.data, "<a v=\"&quot;&gt;&lt;b c="), b.data);
	assert_non_null(strstr(b.data, "&amp;"));
	assert_non_null(strstr(b.data, " w=\"2\""));
	assert_null(strstr(b.data, "<b"));
	buf_free(&b);
}

static void
text_that_xml_cannot_hold(void **state)
{
	static const struct {
		const char	*text, *why;
	} rows[] = {
		{ "a\x01", "a control character" },
		{ "\x1f", "the last of them" },
		{ "\x0b", "vertical tab" },
		{ "\xff", "not UTF-8" },
		{ "\xc3", "UTF-8 cut short" },
		{ "\xc0\xbc", "an overlong bracket" },
		{ "\xed\xa0\x80", "a surrogate" },
		{ "\xef\xbf\xbe", "U+FFFE" },
		{ "\xef\xbf\xbf", "U+FFFF" },
	};

	(void)state;
	for (size_t i = 0; i < NITEMS(rows); i++) {
		for (int place = 0; place < 3; place++) {
			struct buf	 b;
			struct xml	 x;
			char		*text = kit_string(rows[i].text);

			buf_init(&b, 1000);
			xml_begin(&x, &b, NULL);
			xml_open(&x, "a");
			if (place == 0)
				xml_attr(&x, "v", text);
			else if (place == 1)
				xml_text(&x, text);
			else
				xml_leaf(&x, "b", text);
			xml_close(&x, "a");
			row_int(rows[i].why, "error", xml_end(&x), ERR_XML);
			free(text);
			buf_free(&b);
		}
	}
	rows_end();
}

enum misuse { WRONG_CLOSE, UNCLOSED, CLOSE_NOTHING, CLOSE_TWICE, ATTR_LATE, ATTR_NOWHERE };

static void
misuse_is_an_error(void **state)
{
	static const struct {
		enum misuse	 what;
		const char	*why;
	} rows[] = {
		{ WRONG_CLOSE, "another name than the open element's" },
		{ UNCLOSED, "an element left open" },
		{ CLOSE_NOTHING, "nothing is open" },
		{ CLOSE_TWICE, "closed once more" },
		{ ATTR_LATE, "an attribute behind text" },
		{ ATTR_NOWHERE, "an attribute of nothing" },
	};

	(void)state;
	for (size_t i = 0; i < NITEMS(rows); i++) {
		struct buf	 b;
		struct xml	 x;

		buf_init(&b, 1000);
		xml_begin(&x, &b, NULL);
		if (rows[i].what == ATTR_NOWHERE)
			xml_attr(&x, "v", "1");
		if (rows[i].what != CLOSE_NOTHING)
			xml_open(&x, "a");
		if (rows[i].what == ATTR_LATE) {
			xml_text(&x, "t");
			xml_attr(&x, "v", "1");
		}
		if (rows[i].what != UNCLOSED)
			xml_close(&x, rows[i].what == WRONG_CLOSE ? "b" : "a");
		if (rows[i].what == CLOSE_TWICE)
			xml_close(&x, "a");
		row_int(rows[i].why, "error", xml_end(&x), ERR_XML);
		buf_free(&b);
	}
	rows_end();
}

static void
depth_has_a_limit(void **state)
{
	(void)state;
	for (size_t depth = XML_OUT_DEPTH; depth <= XML_OUT_DEPTH + 2; depth++) {
		struct buf	 b;
		struct xml	 x;
		enum err	 e;

		buf_init(&b, 10000);
		xml_begin(&x, &b, " ");
		for (size_t i = 0; i < depth; i++)
			xml_open(&x, "a");
		for (size_t i = 0; i < depth; i++)
			xml_close(&x, "a");
		e = xml_end(&x);
		row_int("as deep as allowed, or an error", "is fine", e == ERR_OK,
		    depth <= XML_OUT_DEPTH);
		buf_free(&b);
	}
	rows_end();
}

static void
a_full_buffer_is_told(void **state)
{
	struct buf	 whole, b;

	(void)state;
	buf_init(&whole, 1000);
	document("  ", &whole);
	for (size_t max = 0; max <= whole.len; max++) {
		struct xml	 x;
		enum err	 e;

		buf_init(&b, max);
		xml_begin(&x, &b, "  ");
		xml_prolog(&x, "UTF-8", NULL);
		xml_open(&x, "a");
		xml_attr(&x, "v", "1");
		xml_open(&x, "b");
		xml_leaf(&x, "c", " x y ");
		xml_leaf_uint(&x, "d", 65535);
		xml_empty(&x, "e");
		xml_close(&x, "b");
		xml_close(&x, "a");
		e = xml_end(&x);
		assert_int_equal(e, max < whole.len ? ERR_NOMEM : ERR_OK);
		buf_free(&b);
	}
	buf_free(&whole);
}

static void
as_html(void **state)
{
	static const char want[] = "<!DOCTYPE html>\n<p class=\"a\"><input name=\"x\">"
	    "<td></td><b>&lt;</b></p>";
	struct xml	 x;
	struct buf	 b;

	(void)state;
	buf_init(&b, 1000);
	xml_begin_html(&x, &b);
	xml_open(&x, "p");
	xml_attr(&x, "class", "a");
	xml_open(&x, "input");
	xml_attr(&x, "name", "x");
	xml_close(&x, "input");
	xml_empty(&x, "td");
	xml_leaf(&x, "b", "<");
	xml_close(&x, "p");
	assert_int_equal(xml_end(&x), ERR_OK);
	row_mem("void elements and others", "HTML", b.data, b.len, want, sizeof(want) - 1);
	buf_free(&b);
	rows_end();
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(with_and_without_indentation),
		cmocka_unit_test(the_prolog_as_it_is_given),
		cmocka_unit_test(text_is_escaped),
		cmocka_unit_test(attributes_are_escaped),
		cmocka_unit_test(text_that_xml_cannot_hold),
		cmocka_unit_test(misuse_is_an_error),
		cmocka_unit_test(depth_has_a_limit),
		cmocka_unit_test(a_full_buffer_is_told),
		cmocka_unit_test(as_html),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
