/* lib/text.h: ASCII without locales, UTF-8, printable characters. */
#include "lib/text.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "lib/err.h"
#include "tests/unit/rows.h"

static void
lower_case_is_ascii_only(void **state)
{
	(void)state;
	for (int c = 0; c < 256; c++) {
		int	 want = c >= 'A' && c <= 'Z' ? c + 32 : c;

		assert_int_equal((unsigned char)text_lower((char)c), want);
	}
}

static const struct {
	const char	*a, *b;
	bool		 equal, starts, holds;	/* a against b */
	const char	*why;
} pairs[] = {
	{ "abc", "abc", true, true, true, "the same" },
	{ "aBc", "AbC", true, true, true, "but for case" },
	{ "abc", "ab", false, true, true, "a prefix" },
	{ "ab", "abc", false, false, false, "shorter than the other" },
	{ "xabc", "ABC", false, false, true, "at the end" },
	{ "xabcx", "aBc", false, false, true, "in the middle" },
	{ "aabc", "abc", false, false, true, "a false start before it" },
	{ "ababac", "abac", false, false, true, "a false start that overlaps" },
	{ "", "", true, true, true, "nothing in nothing" },
	{ "", "a", false, false, false, "something in nothing" },
	{ "a", "", false, true, true, "nothing in something" },
	{ "[", "{", false, false, false, "differ in the case bit only, yet are no letters" },
	{ "@", "`", false, false, false, "the same at the other end" },
	{ "\xc3\x84", "\xc3\xa4", false, false, false, "letters beyond ASCII keep their case" },
	{ "I", "\xc4\xb1", false, false, false, "no Turkish dotless i" },
};

static void
comparing_without_case(void **state)
{
	(void)state;
	for (size_t i = 0; i < NITEMS(pairs); i++) {
		char	*a = kit_string(pairs[i].a), *b = kit_string(pairs[i].b);

		row_int(pairs[i].why, "equal", text_equal_nocase(a, b), pairs[i].equal);
		row_int(pairs[i].why, "starts", text_starts_nocase(a, b), pairs[i].starts);
		row_int(pairs[i].why, "holds", text_holds_nocase(a, b), pairs[i].holds);
		free(a);
		free(b);
	}
	rows_end();
}

#define S(literal) literal, sizeof(literal) - 1

static const struct {
	const char	*text;
	size_t		 len;
	bool		 valid;
	const char	*why;
} utf8[] = {
	{ S(""), true, "nothing" },
	{ S("plain ASCII ~"), true, "ASCII" },
	{ S("\xc2\x80"), true, "U+0080, first of two octets" },
	{ S("\xdf\xbf"), true, "U+07FF, last of two" },
	{ S("\xe0\xa0\x80"), true, "U+0800, first of three" },
	{ S("\xed\x9f\xbf"), true, "U+D7FF, last before the surrogates" },
	{ S("\xee\x80\x80"), true, "U+E000, first behind them" },
	{ S("\xef\xbf\xbd"), true, "U+FFFD" },
	{ S("\xf0\x90\x80\x80"), true, "U+10000, first of four" },
	{ S("\xf4\x8f\xbf\xbd"), true, "U+10FFFD, at the end of all" },
	{ S("\xf0\x9f\x90\xb1"), true, "an emoji" },
	{ S("\x80"), false, "a lone continuation" },
	{ S("\xbf"), false, "another" },
	{ S("a\xc3"), false, "two octets cut short" },
	{ S("\xe2\x82"), false, "three cut short by one" },
	{ S("\xe2"), false, "three cut short by two" },
	{ S("\xf0\x9f\x90"), false, "four cut short by one" },
	{ S("\xf0"), false, "four cut short by three" },
	{ S("\xc3" "a"), false, "a letter where a continuation belongs" },
	{ S("\xe2\x82" "a"), false, "the same for the third" },
	{ S("\xc0\xaf"), false, "overlong slash in two" },
	{ S("\xc1\xbf"), false, "overlong U+007F" },
	{ S("\xe0\x9f\xbf"), false, "overlong U+07FF in three" },
	{ S("\xe0\x80\xaf"), false, "overlong slash in three" },
	{ S("\xf0\x8f\xbf\xbf"), false, "overlong U+FFFF in four" },
	{ S("\xf0\x80\x80\xaf"), false, "overlong slash in four" },
	{ S("\xed\xa0\x80"), false, "U+D800, a surrogate" },
	{ S("\xed\xbf\xbf"), false, "U+DFFF, a surrogate" },
	{ S("\xef\xbf\xbe"), false, "U+FFFE: XML can't hold it" },
	{ S("\xef\xbf\xbf"), false, "U+FFFF: XML can't hold it" },
	{ S("\xf4\x90\x80\x80"), false, "U+110000, beyond the end" },
	{ S("\xf5\x80\x80\x80"), false, "a lead octet that leads nowhere" },
	{ S("\xf8\x88\x80\x80\x80"), false, "five octets" },
	{ S("\xfc\x84\x80\x80\x80\x80"), false, "six octets" },
	{ S("\xfe"), false, "never an octet of UTF-8" },
	{ S("\xff"), false, "nor this" },
	{ S("J\xf6rg"), false, "Latin-1" },
};

static void
utf8_as_rfc_3629_has_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < NITEMS(utf8); i++) {
		char	*text = kit_exact(utf8[i].text, utf8[i].len);

		row_int(utf8[i].why, "valid", text_utf8(text, utf8[i].len), utf8[i].valid);
		free(text);
	}
	rows_end();
}

static void
utf8_in_the_middle_of_long_text(void **state)
{
	(void)state;
	/* Whatever reads several octets at a time must see a bad one anywhere. */
	for (size_t len = 1; len < 40; len++) {
		for (size_t at = 0; at < len; at++) {
			char	*text = kit_exact(
				    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", len);

			assert_true(text_utf8(text, len));
			assert_false(text_control(text, len));
			text[at] = (char)0xff;
			assert_false(text_utf8(text, len));
			assert_false(text_control(text, len));
			text[at] = 0x1f;
			assert_true(text_control(text, len));
			free(text);
		}
	}
}

static void
control_characters(void **state)
{
	(void)state;
	assert_false(text_control("", 0));
	for (int c = 0; c < 256; c++) {
		char	*text = kit_exact("aXb", 3);

		text[1] = (char)c;
		row_int("below 0x20, and 0x7f", "control", text_control(text, 3),
		    c < 0x20 || c == 0x7f);
		free(text);
	}
	rows_end();
}

static void
blanks(void **state)
{
	(void)state;
	for (int c = 0; c < 256; c++)
		assert_int_equal(text_blank((char)c),
		    c == ' ' || c == '\t' || c == '\n' || c == '\r');
}

static void
controls_and_blanks_beyond_ascii(void **state)
{
	static const struct {
		const char	*label, *text;
		int		 c1, start, end;
	} rows[] = {
		{ "nothing", "", 0, 0, 0 },
		{ "a letter", "a", 0, 0, 0 },
		{ "half a character", "\xc2", 0, 0, 0 },
		{ "U+0080", "a\xc2\x80z", 1, 0, 0 },
		{ "U+009F", "a\xc2\x9f", 1, 0, 0 },
		{ "U+00A0 is a blank", "\xc2\xa0" "a\xc2\xa0", 0, 2, 2 },
		{ "U+00A1 is neither", "\xc2\xa1", 0, 0, 0 },
		{ "U+00C5 ends in 0x85", "\xc3\x85", 0, 0, 0 },
		{ "a tab and a line feed", "\ta\n", 0, 1, 1 },
		{ "U+3000 and U+200B", "\xe3\x80\x80" "a\xe2\x80\x8b", 0, 3, 3 },
		{ "a blank in the middle", "a b", 0, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < NITEMS(rows); i++) {
		size_t	 len = strlen(rows[i].text);
		char	*text = kit_exact(rows[i].text, len);

		row_int(rows[i].label, "C1", text_control_c1(text, len), rows[i].c1);
		row_int(rows[i].label, "start",
		    (long long)text_blank_start(text, len), rows[i].start);
		row_int(rows[i].label, "end",
		    (long long)text_blank_end(text, len), rows[i].end);
		free(text);
	}
	rows_end();
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(lower_case_is_ascii_only),
		cmocka_unit_test(comparing_without_case),
		cmocka_unit_test(utf8_as_rfc_3629_has_it),
		cmocka_unit_test(utf8_in_the_middle_of_long_text),
		cmocka_unit_test(control_characters),
		cmocka_unit_test(blanks),
		cmocka_unit_test(controls_and_blanks_beyond_ascii),
	};

	/* A locale of the environment must not change anything. */
	(void)setlocale(LC_ALL, "");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
