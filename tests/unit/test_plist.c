/* lib/plist.h: property lists by Apple's DTD. */
#include "lib/plist.h"

#include <string.h>

#include "tests/unit/rows.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" \
    "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" " \
    "\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n" \
    "<plist version=\"1.0\">"

static void
a_profile_in_small(void **state)
{
	/* In this order, with anything but elements between them. */
	static const char *const	 parts[] = {
		HEAD, "<dict>", "<key>Content</key>", "<array>", "<dict>",
		"<key>Name</key>", "<string>A &amp; B &lt;x&gt;</string>",
		"<key>Port</key>", "<integer>993</integer>",
		"<key>UseSSL</key>", "<true/>", "<key>Other</key>", "<false/>",
		"</dict>", "</array>", "<key>Version</key>",
		"<integer>1</integer>", "</dict>", "</plist>",
	};
	struct buf	 b;
	struct xml	 x;
	const char	*at;

	(void)state;
	buf_init(&b, 4000);
	plist_begin(&x, &b);
	plist_array_open(&x, "Content");
	plist_dict_open(&x);
	plist_string(&x, "Name", "A & B <x>");
	plist_string(&x, "Missing", NULL);
	plist_integer(&x, "Port", 993);
	plist_boolean(&x, "UseSSL", 1);
	plist_boolean(&x, "Other", 0);
	plist_dict_close(&x);
	plist_array_close(&x);
	plist_integer(&x, "Version", 1);
	assert_int_equal(plist_end(&x), ERR_OK);
	buf_putc(&b, '\0');
	assert_int_equal(buf_error(&b), ERR_OK);
	at = b.data;
	for (size_t i = 0; i < NITEMS(parts); i++) {
		while (*at == '\n' || *at == '\t' || *at == ' ')
			at++;
		if (strncmp(at, parts[i], strlen(parts[i])) != 0) {
			row_str("the next part", "document", at, parts[i]);
			break;
		}
		at += strlen(parts[i]);
	}
	row_true("NULL writes no key either", "document",
	    strstr(b.data, "Missing") == NULL);
	buf_free(&b);
	rows_end();
}

static void
what_is_left_open_is_an_error(void **state)
{
	struct buf	 b;
	struct xml	 x;

	(void)state;
	buf_init(&b, 4000);
	plist_begin(&x, &b);
	plist_array_open(&x, "Content");
	assert_int_equal(plist_end(&x), ERR_XML);
	buf_free(&b);
}

static void
bad_text_and_full_buffers(void **state)
{
	struct buf	 b;
	struct xml	 x;

	(void)state;
	buf_init(&b, 4000);
	plist_begin(&x, &b);
	plist_string(&x, "Name", "\x02");
	assert_int_equal(plist_end(&x), ERR_XML);
	buf_free(&b);
	for (size_t max = 0; max < 200; max++) {
		buf_init(&b, max);
		plist_begin(&x, &b);
		plist_string(&x, "Name", "value");
		assert_int_equal(plist_end(&x), ERR_NOMEM);
		buf_free(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(a_profile_in_small),
		cmocka_unit_test(what_is_left_open_is_an_error),
		cmocka_unit_test(bad_text_and_full_buffers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
