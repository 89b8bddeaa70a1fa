/* cgi/negotiate.h and the choice of a language in cgi/strings.h. */
#include "cgi/negotiate.h"

#include <stdlib.h>
#include <string.h>

#include "cgi/strings.h"
#include "lib/err.h"
#include "tests/unit/rows.h"

static const struct {
	const char	*accept;
	enum media	 media;
} medias[] = {
	{ NULL, MEDIA_HTML },
	{ "", MEDIA_HTML },
	{ "*/*", MEDIA_HTML },
	{ "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", MEDIA_HTML },
	{ "text/plain", MEDIA_TEXT },
	{ "TEXT/PLAIN", MEDIA_TEXT },
	{ "text/plain; charset=utf-8", MEDIA_TEXT },
	{ "application/json", MEDIA_JSON },
	{ "application/json, text/plain, */*", MEDIA_JSON },
	{ "text/plain;q=0.5, application/json;q=0.6", MEDIA_JSON },
	{ "text/plain;q=0.5,application/json;q=0.499", MEDIA_TEXT },
	{ "text/plain ; q=0 , application/json", MEDIA_JSON },
	{ "text/plain;q=0", MEDIA_HTML },
	{ "text/plain;q=0.000", MEDIA_HTML },
	{ "text/plain;q=1.000, text/html;q=0.9", MEDIA_TEXT },
	{ "text/plain;q=junk", MEDIA_TEXT },
	{ "text/plain;format=flowed;Q=0.2, text/html;q=0.3", MEDIA_HTML },
	{ ",,, text/plain ,,", MEDIA_TEXT },
	{ "text/plainer", MEDIA_HTML },
	{ "text", MEDIA_HTML },
	{ ";;;q=;,;", MEDIA_HTML },
};

static void
the_form_that_is_preferred(void **state)
{
	(void)state;
	for (size_t i = 0; i < NITEMS(medias); i++)
		row_int(medias[i].accept == NULL ? "absent" : medias[i].accept, "form",
		    media_of(medias[i].accept), medias[i].media);
	rows_end();
}

static const struct {
	const char	*query, *accept;
	enum language	 language;
} languages[] = {
	{ "", NULL, LANGUAGE_EN },
	{ "", "", LANGUAGE_EN },
	{ "", "de", LANGUAGE_DE },
	{ "", "DE-at", LANGUAGE_DE },
	{ "", "den", LANGUAGE_EN },
	{ "", "it, ja;q=0.5", LANGUAGE_EN },
	{ "", "it, fr;q=0.1", LANGUAGE_FR },
	{ "", "fr;q=0.3, es;q=0.8, en;q=0.7", LANGUAGE_ES },
	{ "", "en-GB, de;q=0.9", LANGUAGE_EN },
	{ "", "de;q=0, fr;q=0.001", LANGUAGE_FR },
	{ "", "*", LANGUAGE_EN },
	{ "lang=fr", "de", LANGUAGE_FR },
	{ "a=b&lang=es-MX&c", "de", LANGUAGE_ES },
	{ "lang=it", "de", LANGUAGE_DE },
	{ "lang=", "de", LANGUAGE_DE },
	{ "lang", "de", LANGUAGE_DE },
	{ "slang=fr", "de", LANGUAGE_DE },
	{ "lang=%66r", "de", LANGUAGE_DE },
	{ "lang=xx&lang=fr", "de", LANGUAGE_DE },
};

static void
the_language_that_is_preferred(void **state)
{
	(void)state;
	for (size_t i = 0; i < NITEMS(languages); i++) {
		struct request	 rq = { .query = languages[i].query, .language = languages[i].accept };
		char		*why = kit_printf("%s, %s", rq.query, rq.language == NULL ? "-" : rq.language);

		row_str(why, "language", language_tag(language_of(&rq)),
		    language_tag(languages[i].language));
		free(why);
	}
	rows_end();
}

/* A text and its translations: all have the address's place, or none has; none
 * is empty, padded, or longer than a line of a device. */
int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_form_that_is_preferred),
		cmocka_unit_test(the_language_that_is_preferred),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
