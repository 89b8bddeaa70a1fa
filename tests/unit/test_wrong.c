/* schema/wrong.h: what makes a text or a URL unusable. */
#include "schema/wrong.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "lib/err.h"
#include "tests/unit/rows.h"

#define S(literal) literal, sizeof(literal) - 1
static const struct {
	const char	*text;
	size_t		 len;
	const char	*want;	/* the sentence's start; NULL: nothing is wrong */
	const char	*why;
} texts[] = {
	{ S(""), NULL, "nothing" },
	{ S("J\xc3\xbcrgen \xf0\x9f\x93\xac"), NULL, "all of Unicode" },
	{ S("a\0b"), "holds a NUL octet", "what is behind it would be lost" },
	{ S("a\nb"), "holds a control character", "C0" },
	{ S("a\x7f"), "holds a control character", "DEL" },
	{ S("A\xff""B"), "holds a character that no answer", "no UTF-8" },
	{ S("A\xc3"), "holds a character that no answer", "cut short" },
	{ S("\xc0\xaf"), "holds a character that no answer", "overlong" },
	{ S("\xed\xa0\x80"), "holds a character that no answer", "a surrogate" },
	{ S("\xef\xbf\xbe"), "holds a character that no answer", "U+FFFE" },
	{ S("\xef\xbf\xbf"), "holds a character that no answer", "U+FFFF" },
};

/* Does the sentence start so? */
static void
row_wrong(const char *why, const char *got, const char *want)
{
	bool same = got == NULL || want == NULL ? got == want :
	    strncmp(got, want, strlen(want)) == 0;

	row_int(why, got == NULL ? "nothing" : got, same, true);
}

static void
texts_that_no_answer_holds(void **state)
{
	(void)state;
	for (size_t i = 0; i < NITEMS(texts); i++) {
		/* Exactly so long, so that a sanitizer sees one octet too far. */
		char *text = malloc(texts[i].len + (texts[i].len == 0));

		assert_non_null(text);
		memcpy(text, texts[i].text, texts[i].len);
		row_wrong(texts[i].why, wrong_text(text, texts[i].len),
		    texts[i].want);
		free(text);
	}
	rows_end();
}

static const struct {
	const char	*text;
	bool		 good;
	const char	*why;
} ends[] = {
	{ "", true, "nothing has no end" },
	{ "a b", true, "a blank inside" },
	{ "a\xc2\xa0" "b", true, "a no-break space inside" },
	{ " a", false, "in front" },
	{ "a ", false, "behind" },
	{ " ", false, "nothing else" },
	{ "\xc2\xa0" "a", false, "U+00A0" },
	{ "a\xc2\xa0", false, "U+00A0 behind" },
	{ "a\xe2\x80\x8b", false, "U+200B has no width" },
	{ "a\xe3\x80\x80", false, "U+3000" },
	{ "\xef\xbb\xbf" "a", false, "a byte order mark" },
	{ "\xc3\xa0", true, "ends like U+00A0 and is none" },
};

static void
blanks_at_the_ends(void **state)
{
	(void)state;
	for (size_t i = 0; i < NITEMS(ends); i++) {
		char *text = kit_string(ends[i].text);

		row_int(ends[i].why, "good", wrong_ends(text) == NULL,
		    ends[i].good);
		free(text);
	}
	rows_end();
}

static const struct {
	const char	*url;
	const char	*want;
	const char	*why;
} urls[] = {
	{ "https://x.example", NULL, "a host alone" },
	{ "https://x.example:8443/a?b#c", NULL, "all parts" },
	{ "https://x.example?b@c", NULL, "an @ behind the host" },
	{ "https://%EMAILDOMAIN%/", NULL, "the domain is a host" },
	{ "https://a.%EMAILDOMAIN%:1/%EMAILADDRESS%", NULL, "placeholders where they may be" },
	{ "https://x.example/%EMAILLOCALPART%", NULL, "the local part in the path" },
	{ "ldaps://x.example/dc=x", NULL, "a directory" },
	{ "https:///x", "names no host", "none" },
	{ "https://:1/x", "names no host", "a port alone" },
	{ "https://localhost/", "names no host", "one label" },
	{ "https://192.0.2.1/", "names no host", "an IPv4 address" },
	{ "https://[2001:db8::1]/", "names no host", "an IPv6 address" },
	{ "https://u@x.example/", "has a user name", "userinfo" },
	{ "https://x.example@y.example/", "has a user name", "userinfo that looks like a host" },
	{ "https://x.example:0/", "has a port", "below the range" },
	{ "https://x.example:65536/", "has a port", "above it" },
	{ "https://x.example:99999999999999999999/", "has a port", "far above it" },
	{ "https://x.example:/", "has a port", "announced, and none there" },
	{ "https://x.example:1x/", "has a port", "no number" },
	{ "https://%EMAILLOCALPART%.x.example/", "makes a host name", "the local part" },
	{ "https://%EMAILADDRESS%/", "makes a host name", "the address" },
	{ "https://b\xc3\xbc.example/", "has a host name in other letters", "a U-label" },
	{ "https://x.example/\xc3\xbc", "holds a character", "a letter in the path" },
	{ "https://x.example/a b", "holds a character", "a blank in the path" },
};

static void
urls_that_lead_nowhere(void **state)
{
	(void)state;
	for (size_t i = 0; i < NITEMS(urls); i++) {
		char *url = kit_string(urls[i].url);

		row_wrong(urls[i].why, wrong_url(url), urls[i].want);
		free(url);
	}
	rows_end();
}

static const struct {
	const char	*url;
	const char	*want;	/* NULL: stays as it is */
	const char	*why;
} letters[] = {
	{ "https://x.example/", NULL, "ASCII already" },
	{ "https://B\xc3\x9c" "CHER.example:8443/", "https://xn--bcher-kva.example:8443/", "the host" },
	{ "https://b\xc3\xbc" "cher.example", "https://xn--bcher-kva.example", "nothing behind it" },
	{ "https://X.%EMAILDOMAIN%/\xc3\xbc%20", "https://X.%EMAILDOMAIN%/%C3%BC%20", "the path alone" },
	{ "https://b\xc3\xbc.%EMAILDOMAIN%/", NULL, "nobody knows the host" },
	{ "\xc3\xbc", NULL, "no URL at all" },
};

static void
urls_become_ascii(void **state)
{
	char	 out[URL_MAX + 1];
	char	 big[URL_MAX + 1] = "https://x.example/";
	bool	 changed;

	(void)state;
	for (size_t i = 0; i < NITEMS(letters); i++) {
		char *url = kit_string(letters[i].url);

		changed = url_in_ascii(url, out);
		row_int(letters[i].why, "changed", changed,
		    letters[i].want != NULL);
		if (changed && letters[i].want != NULL)
			row_int(letters[i].why, out,
			    strcmp(out, letters[i].want), 0);
		free(url);
	}
	/* Three octets for each of two: too long then. */
	for (size_t n = strlen(big); n + 2 <= URL_MAX; n += 2)
		memcpy(big + n, "\xc3\xbc", 3);
	row_int("no room", "changed", url_in_ascii(big, out), false);
	rows_end();
}

static const struct {
	const char	*tag;
	bool		 good;
	const char	*why;
} tags[] = {
	{ "de", true, "two letters" },
	{ "pt-BR", true, "a region" },
	{ "zh-Hant-TW", true, "a script and a region" },
	{ "sr-Latn", true, "a script" },
	{ "es-419", true, "a region of digits" },
	{ "x-own", true, "private use" },
	{ "abcdefgh-12345678", true, "as long as subtags get" },
	{ "", false, "nothing" },
	{ "e", false, "one letter" },
	{ "e1", false, "a digit in the first subtag" },
	{ "1e", false, "a digit in front" },
	{ "en--us", false, "an empty subtag" },
	{ "en-", false, "an empty one behind" },
	{ "-en", false, "an empty one in front" },
	{ "en_US", false, "a locale" },
	{ "en-us-", false, "an empty one behind two" },
	{ "abcdefghi", false, "nine letters" },
	{ "en-123456789", false, "nine behind the hyphen" },
	{ "d\xc3\xa9", false, "a letter beyond ASCII" },
	{ "aa-aaaaaaaa-aaaaaaaa-aaaaaaaa-aaaaa", true, "35 octets" },
	{ "aa-aaaaaaaa-aaaaaaaa-aaaaaaaa-aaaaaa", false, "36 octets" },
};

/* The command's word for it, and the database's. */
static void
language_tags(void **state)
{
	sqlite3		*db;
	sqlite3_stmt	*st;
	size_t		 len;
	char		*schema = kit_read(SOURCE_DIR "/schema/schema.sql", &len);

	(void)state;
	if (schema == NULL || sqlite3_open(":memory:", &db) != SQLITE_OK ||
	    sqlite3_exec(db, schema, NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_exec(db, "INSERT INTO provider (id, name) VALUES ('p', 'P')",
	    NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(db, "INSERT INTO documentation (provider, url, lang)"
	    " VALUES ('p', 'https://www.example/', ?1)", -1, &st, NULL) != SQLITE_OK)
		kit_die("no database");
	free(schema);
	for (size_t i = 0; i < NITEMS(tags); i++) {
		row_wrong(tags[i].why, wrong_language(tags[i].tag),
		    tags[i].good ? NULL : "is no language tag");
		(void)sqlite3_bind_text(st, 1, tags[i].tag, -1, SQLITE_STATIC);
		row_int(tags[i].why, "the database takes it",
		    sqlite3_step(st) == SQLITE_DONE, tags[i].good);
		(void)sqlite3_reset(st);
	}
	(void)sqlite3_finalize(st);
	(void)sqlite3_close(db);
	rows_end();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_that_no_answer_holds),
		cmocka_unit_test(blanks_at_the_ends),
		cmocka_unit_test(urls_that_lead_nowhere),
		cmocka_unit_test(urls_become_ascii),
		cmocka_unit_test(language_tags),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
