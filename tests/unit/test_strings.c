/* cgi/strings.h: every text in every language, by that language's rules. */
#include "cgi/strings.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/err.h"
#include "lib/text.h"
#include "tests/unit/rows.h"

#define NBSP "\xc2\xa0"
#define NARROW "\xe2\x80\xaf"	/* U+202F, which doesn't break either */

/* What these tests say about: text m in language l. */
static const char *
name_of(unsigned m, unsigned l)
{
	static char name[40];

	(void)snprintf(name, sizeof(name), "message %u, %s", m, language_tag((enum language)l));
	return name;
}

static int
count(const char *text, const char *part)
{
	int n = 0;

	for (; (text = strstr(text, part)) != NULL; text += strlen(part))
		n++;
	return n;
}

/* Does the text end with a sentence's point? */
static bool
is_sentence(const char *text)
{
	size_t len = strlen(text);

	return len > 1 && text[len - 1] == '.';
}

static void
row_all(const char *why, const char *text)
{
	size_t len = strlen(text);

	row_true(why, "is not empty", len > 0);
	row_true(why, "UTF-8 without control characters", text_utf8(text, len) && !text_control(text, len));
	row_true(why, "no blanks around it", strcmp(text, ": ") == 0 ||
	    strcmp(text, NBSP ": ") == 0 || (text[0] != ' ' && text[len - 1] != ' '));
	row_int(why, "two blanks", count(text, "  "), 0);
	row_int(why, "typewriter's quotes", count(text, "\"") + count(text, "'"), 0);
	row_int(why, "three points", count(text, "..."), 0);
}

static void
each_text(void **state)
{
	(void)state;
	for (unsigned m = 0; m < MSG__MAX; m++) {
		const char *english = text_of(LANGUAGE_EN, (enum message)m);

		for (unsigned l = 0; l < LANGUAGE__MAX; l++) {
			const char *text = text_of((enum language)l, (enum message)m);
			const char *why = name_of(m, l);

			row_all(why, text);
			row_int(why, "places for a word", count(text, "{}"), count(english, "{}"));
			row_int(why, "braces", count(text, "{"), count(text, "{}"));
			row_true(why, "a sentence where the English is one",
			    is_sentence(text) == is_sentence(english));
		}
	}
	rows_end();
}

/* Marks of other languages, which a copy leaves behind. */
static void
quotes(void **state)
{
	static const struct {
		enum language	 language;
		const char	*open, *close;
		const char	*foreign[4];
	} rows[] = {
		{ LANGUAGE_EN, "\u201c", "\u201d", { "\u00ab", "\u00bb", "\u201e", NULL } },
		{ LANGUAGE_DE, "\u201e", "\u201c", { "\u00ab", "\u00bb", "\u201d", NULL } },
		{ LANGUAGE_FR, "\u00ab" NBSP, NBSP "\u00bb", { "\u201c", "\u201d", "\u201e", NULL } },
		{ LANGUAGE_ES, "\u00ab", "\u00bb", { "\u201c", "\u201d", "\u201e", NULL } },
	};

	(void)state;
	assert_int_equal(NITEMS(rows), LANGUAGE__MAX);
	for (size_t i = 0; i < NITEMS(rows); i++)
		for (unsigned m = 0; m < MSG__MAX; m++) {
			const char *text = text_of(rows[i].language, (enum message)m);
			const char *why = name_of(m, (unsigned)rows[i].language);

			row_int(why, "quotes that open and close", count(text, rows[i].open),
			    count(text, rows[i].close));
			for (size_t k = 0; rows[i].foreign[k] != NULL; k++)
				row_int(why, rows[i].foreign[k], count(text, rows[i].foreign[k]), 0);
		}
	rows_end();
}

/* A colon has a space that doesn't break before it, a semicolon, a question and
 * an exclamation mark a narrow one, and quotes have spaces inside. */
static void
french_spaces(void **state)
{
	static const char *const narrow[] = { ";", "?", "!" };

	(void)state;
	for (unsigned m = 0; m < MSG__MAX; m++) {
		const char *text = text_of(LANGUAGE_FR, (enum message)m);
		const char *why = name_of(m, LANGUAGE_FR);

		row_int(why, "colons", count(text, NBSP ":"), count(text, ":"));
		row_int(why, "opening quotes", count(text, "\u00ab" NBSP), count(text, "\u00ab"));
		row_int(why, "closing quotes", count(text, NBSP "\u00bb"), count(text, "\u00bb"));
		for (size_t i = 0; i < NITEMS(narrow); i++) {
			char *spaced = kit_printf(NARROW "%s", narrow[i]);

			row_int(why, narrow[i], count(text, spaced), count(text, narrow[i]));
			free(spaced);
		}
	}
	rows_end();
}

static void
spanish_marks(void **state)
{
	(void)state;
	for (unsigned m = 0; m < MSG__MAX; m++) {
		const char *text = text_of(LANGUAGE_ES, (enum message)m);
		const char *why = name_of(m, LANGUAGE_ES);

		row_int(why, "questions", count(text, "\u00bf"), count(text, "?"));
		row_int(why, "exclamations", count(text, "\u00a1"), count(text, "!"));
	}
	rows_end();
}

static void
a_text_with_an_address(void **state)
{
	struct arena a;

	(void)state;
	(void)arena_init(&a, 4096);
	row_str("en", "text", text_with(&a, LANGUAGE_EN, MSG_SETTINGS_FOR, "a@b.example"),
	    "Settings for a@b.example");
	row_str("what looks like the place again stays", "text",
	    text_with(&a, LANGUAGE_DE, MSG_MAIL_ACCOUNT, "{}@b.example"), "E-Mail-Konto {}@b.example");
	row_str("no place", "text", text_with(&a, LANGUAGE_ES, MSG_MAIL, "x"), "Correo");
	row_int("not full yet", "full", a.full, 0);
	arena_free(&a);
	(void)arena_init(&a, 16);
	row_str("no room", "text", text_with(&a, LANGUAGE_EN, MSG_SETTINGS_FOR, "a@b.example"), NULL);
	row_int("and that is remembered", "full", a.full, 1);
	arena_free(&a);
	rows_end();
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(each_text),
		cmocka_unit_test(quotes),
		cmocka_unit_test(french_spaces),
		cmocka_unit_test(spanish_marks),
		cmocka_unit_test(a_text_with_an_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
