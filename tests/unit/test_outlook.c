/* lib/outlook.h: the body of an Autodiscover request. */
#include "lib/outlook.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/address.h"
#include "tests/unit/rows.h"

#define S(literal) literal, sizeof(literal) - 1
#define NS_O "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"
#define NS_M "http://schemas.microsoft.com/exchange/autodiscover/mobilesync/requestschema/2006"
#define WANT_O "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"
#define WANT_M "http://schemas.microsoft.com/exchange/autodiscover/mobilesync/responseschema/2006"
#define ADDR "<EMailAddress>jane@example.com</EMailAddress>"
#define SCHEMA(s) "<AcceptableResponseSchema>" s "</AcceptableResponseSchema>"
#define DOC(ns, inner) "<Autodiscover xmlns=\"" ns "\"><Request>" inner "</Request></Autodiscover>"
#define DECL "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
#define GOOD DOC(NS_O, ADDR SCHEMA(WANT_O))

static const struct {
	const char	*body;
	size_t		 len;
	enum err	 err;
	enum dialect	 dialect;	/* on success and ERR_SCHEMA */
	const char	*email;		/* NULL: none */
	const char	*why;
} bodies[] = {
	{ S(DECL GOOD), ERR_OK, DIALECT_OUTLOOK, "jane@example.com", "Outlook" },
	{ S(DECL DOC(NS_M, ADDR SCHEMA(WANT_M))), ERR_OK, DIALECT_MOBILESYNC, "jane@example.com", "a phone" },
	{ S(GOOD), ERR_OK, DIALECT_OUTLOOK, "jane@example.com", "no declaration (Evolution)" },
	{ S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" GOOD), ERR_OK, DIALECT_OUTLOOK, "jane@example.com", "UTF-8 in capitals (Outlook 2016)" },
	{ S("\xef\xbb\xbf" DECL GOOD), ERR_OK, DIALECT_OUTLOOK, "jane@example.com", "a BOM" },
	{ S("\xef\xbb\xbf" GOOD), ERR_OK, DIALECT_OUTLOOK, "jane@example.com", "a BOM, no declaration" },
	{ S("\r\n" DECL GOOD), ERR_OK, DIALECT_OUTLOOK, "jane@example.com", "a line break before the declaration" },
	{ S(" \t\n" GOOD), ERR_OK, DIALECT_OUTLOOK, "jane@example.com", "blanks before the root" },
	{ S(DECL GOOD "\n \r\n\t"), ERR_OK, DIALECT_OUTLOOK, "jane@example.com", "blanks behind it" },
	{ S(DECL GOOD "\0\0\0"), ERR_OK, DIALECT_OUTLOOK, "jane@example.com", "NULs behind it" },
	{ S(DECL GOOD "\r\n\0\0"), ERR_OK, DIALECT_OUTLOOK, "jane@example.com", "both behind it" },
	{ S("<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>" GOOD), ERR_OK, DIALECT_OUTLOOK, "jane@example.com", "Latin-1" },
	{ S("<?xml version=\"1.0\" encoding=\"us-ascii\"?>" GOOD), ERR_OK, DIALECT_OUTLOOK, "jane@example.com", "ASCII" },
	{ S("<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>" DOC(NS_O, "<EMailAddress>j\xf6rg@example.com</EMailAddress>")), ERR_OK, DIALECT_OUTLOOK, "j\xc3\xb6rg@example.com", "Latin-1 comes out as UTF-8" },
	{ S(DOC(NS_O, "<EMailAddress>j\xc3\xb6rg@example.com</EMailAddress>")), ERR_OK, DIALECT_OUTLOOK, "j\xc3\xb6rg@example.com", "UTF-8" },
	{ S("<Autodiscover><Request>" ADDR "</Request></Autodiscover>"), ERR_OK, DIALECT_OUTLOOK, "jane@example.com", "no namespace" },
	{ S(DOC("https://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006", ADDR)), ERR_OK, DIALECT_OUTLOOK, "jane@example.com", "https in the namespace" },
	{ S(DOC(NS_O, ADDR SCHEMA("https://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"))), ERR_OK, DIALECT_OUTLOOK, "jane@example.com", "https in the schema" },
	{ S("<a:Autodiscover xmlns:a=\"" NS_O "\"><a:Request><a:EMailAddress>jane@example.com</a:EMailAddress></a:Request></a:Autodiscover>"), ERR_OK, DIALECT_OUTLOOK, "jane@example.com", "prefixes" },
	{ S("<Autodiscover><Request xmlns=\"" NS_O "\">" ADDR "</Request></Autodiscover>"), ERR_OK, DIALECT_OUTLOOK, "jane@example.com", "the namespace on the inner element" },
	{ S(DOC(NS_O, SCHEMA(WANT_O) ADDR)), ERR_OK, DIALECT_OUTLOOK, "jane@example.com", "the other order" },
	{ S(DOC(NS_O, "<Unknown a=\"b\"><x>y</x></Unknown>" ADDR "<More/>")), ERR_OK, DIALECT_OUTLOOK, "jane@example.com", "unknown elements" },
	{ S(DOC(NS_O, "<Unknown><EMailAddress>evil@example.com</EMailAddress></Unknown>" ADDR)), ERR_OK, DIALECT_OUTLOOK, "jane@example.com", "a known name below an unknown element is unknown" },
	{ S("<Autodiscover><EMailAddress>evil@example.com</EMailAddress><Request>" ADDR "</Request></Autodiscover>"), ERR_OK, DIALECT_OUTLOOK, "jane@example.com", "a known name at the wrong place is unknown" },
	{ S(DOC(NS_O, "<EMailAddress>\n\t jane@example.com \r\n</EMailAddress>")), ERR_OK, DIALECT_OUTLOOK, "jane@example.com", "blanks around the address" },
	{ S(DOC(NS_O, ADDR SCHEMA("\n  " WANT_M "\n"))), ERR_OK, DIALECT_MOBILESYNC, "jane@example.com", "blanks around the schema" },
	{ S(DOC(NS_O, "<EMailAddress><![CDATA[a&b@example.com]]></EMailAddress>")), ERR_OK, DIALECT_OUTLOOK, "a&b@example.com", "CDATA" },
	{ S(DOC(NS_O, "<EMailAddress>jane&#x40;example&#46;com</EMailAddress>")), ERR_OK, DIALECT_OUTLOOK, "jane@example.com", "character references" },
	{ S(DOC(NS_O, "<EMailAddress>a&amp;b&lt;c@example.com</EMailAddress>")), ERR_OK, DIALECT_OUTLOOK, "a&b<c@example.com", "the five entities come in pieces" },
	{ S(DOC(NS_O, "<EMailAddress>jane<!-- x -->@example.com</EMailAddress>")), ERR_OK, DIALECT_OUTLOOK, "jane@example.com", "a comment inside" },
	{ S("<?xml version=\"1.0\"?><?pi x?><!-- c -->" GOOD "<!-- c -->"), ERR_OK, DIALECT_OUTLOOK, "jane@example.com", "a processing instruction and comments" },
	{ S("<?xml version=\"1.1\"?>" GOOD), ERR_OK, DIALECT_OUTLOOK, "jane@example.com", "XML 1.1 in the declaration" },

	{ S(DOC(NS_O, ADDR)), ERR_OK, DIALECT_OUTLOOK, "jane@example.com", "no schema: the root's namespace decides" },
	{ S(DOC(NS_M, ADDR)), ERR_OK, DIALECT_MOBILESYNC, "jane@example.com", "the same for phones" },
	{ S(DOC(NS_M, ADDR SCHEMA(WANT_O))), ERR_OK, DIALECT_OUTLOOK, "jane@example.com", "the schema wins over the namespace" },
	{ S(DOC(NS_O, ADDR SCHEMA(WANT_M) SCHEMA(WANT_O))), ERR_OK, DIALECT_MOBILESYNC, "jane@example.com", "the first of two" },
	{ S(DOC(NS_O, ADDR SCHEMA(WANT_O) SCHEMA(WANT_M))), ERR_OK, DIALECT_OUTLOOK, "jane@example.com", "the first of two" },
	{ S(DOC(NS_O, ADDR SCHEMA("urn:x") SCHEMA(WANT_M))), ERR_OK, DIALECT_MOBILESYNC, "jane@example.com", "the first that is known" },
	{ S(DOC(NS_O, ADDR SCHEMA("HTTP://SCHEMAS.MICROSOFT.COM/EXCHANGE/AUTODISCOVER/MOBILESYNC/RESPONSESCHEMA/2006"))), ERR_OK, DIALECT_MOBILESYNC, "jane@example.com", "in any case" },
	{ S(DOC(NS_O, ADDR SCHEMA("urn:x"))), ERR_SCHEMA, DIALECT_OUTLOOK, NULL, "an unknown schema" },
	{ S(DOC(NS_M, ADDR SCHEMA("urn:x"))), ERR_SCHEMA, DIALECT_MOBILESYNC, NULL, "an unknown schema, asked by a phone" },
	{ S(DOC(NS_O, ADDR SCHEMA(""))), ERR_SCHEMA, DIALECT_OUTLOOK, NULL, "an empty schema is an unknown one" },

	{ S(DOC(NS_O, SCHEMA(WANT_O))), ERR_OK, DIALECT_OUTLOOK, NULL, "no address" },
	{ S(DOC(NS_O, "<LegacyDN>/o=x</LegacyDN>" SCHEMA(WANT_O))), ERR_OK, DIALECT_OUTLOOK, NULL, "a LegacyDN alone" },

	{ S(""), ERR_REQUEST, DIALECT_OUTLOOK, NULL, "nothing" },
	{ S("\0\0\0"), ERR_REQUEST, DIALECT_OUTLOOK, NULL, "NULs alone" },
	{ S(" \n"), ERR_REQUEST, DIALECT_OUTLOOK, NULL, "blanks alone" },
	{ S("\xef\xbb\xbf"), ERR_REQUEST, DIALECT_OUTLOOK, NULL, "a BOM alone" },
	{ S("\xff\xfe"), ERR_REQUEST, DIALECT_OUTLOOK, NULL, "another BOM alone" },
	{ S("\xff"), ERR_REQUEST, DIALECT_OUTLOOK, NULL, "half of it" },
	{ S("hello"), ERR_REQUEST, DIALECT_OUTLOOK, NULL, "text" },
	{ S("emailaddress=jane%40example.com"), ERR_REQUEST, DIALECT_OUTLOOK, NULL, "a form" },
	{ S("<"), ERR_REQUEST, DIALECT_OUTLOOK, NULL, "one octet" },
	{ S("<a>"), ERR_REQUEST, DIALECT_OUTLOOK, NULL, "an open element" },
	{ S("<a/>"), ERR_REQUEST, DIALECT_OUTLOOK, NULL, "another document" },
	{ S("<html><body/></html>"), ERR_REQUEST, DIALECT_OUTLOOK, NULL, "a web page" },
	{ S(DECL "<Autodiscover xmlns=\"" NS_O "\"><Request>" ADDR), ERR_REQUEST, DIALECT_OUTLOOK, NULL, "cut short behind the address" },
	{ S(DECL "<Autodiscover xmlns=\"" NS_O "\"><Request>" ADDR "</Request></Autodiscover"), ERR_REQUEST, DIALECT_OUTLOOK, NULL, "cut short by one octet" },
	{ S(GOOD "x"), ERR_REQUEST, DIALECT_OUTLOOK, NULL, "junk behind the root" },
	{ S(GOOD "<a/>"), ERR_REQUEST, DIALECT_OUTLOOK, NULL, "two roots" },
	{ S(GOOD "\0x"), ERR_REQUEST, DIALECT_OUTLOOK, NULL, "a NUL and junk behind the root" },
	{ S(DOC(NS_O, "<EMailAddress>a&b@example.com</EMailAddress>")), ERR_REQUEST, DIALECT_OUTLOOK, NULL, "an address that is not escaped (Thunderbird)" },
	{ S(DOC(NS_O, "<EMailAddress>a&nbsp;b@example.com</EMailAddress>")), ERR_REQUEST, DIALECT_OUTLOOK, NULL, "an entity that nobody knows" },
	{ S(DOC(NS_O, "<EMailAddress>a&#0;b@example.com</EMailAddress>")), ERR_REQUEST, DIALECT_OUTLOOK, NULL, "a reference to NUL" },
	{ S(DOC(NS_O, "<EMailAddress>a\0b@example.com</EMailAddress>")), ERR_REQUEST, DIALECT_OUTLOOK, NULL, "NUL inside" },
	{ S(DOC(NS_O, "<EMailAddress>a\x01" "b@example.com</EMailAddress>")), ERR_REQUEST, DIALECT_OUTLOOK, NULL, "a control character inside" },
	{ S(DOC(NS_O, "<EMailAddress>\xff@example.com</EMailAddress>")), ERR_REQUEST, DIALECT_OUTLOOK, NULL, "not UTF-8" },
	{ S("<?xml version=\"1.0\" encoding=\"windows-1252\"?>" GOOD), ERR_REQUEST, DIALECT_OUTLOOK, NULL, "an encoding that is not read" },
	{ S("<?xml version=\"1.0\" encoding=\"utf-16\"?>" GOOD), ERR_REQUEST, DIALECT_OUTLOOK, NULL, "UTF-8 that says UTF-16" },
	{ S("<a:Autodiscover><a:Request/></a:Autodiscover>"), ERR_REQUEST, DIALECT_OUTLOOK, NULL, "a prefix without declaration" },
	{ S("<!DOCTYPE Autodiscover>" GOOD), ERR_REQUEST, DIALECT_OUTLOOK, NULL, "a DOCTYPE" },
	{ S("<!DOCTYPE Autodiscover SYSTEM \"file:///etc/passwd\">" GOOD), ERR_REQUEST, DIALECT_OUTLOOK, NULL, "an external DTD" },
	{ S("<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" DOC(NS_O, "<EMailAddress>&e;</EMailAddress>")), ERR_REQUEST, DIALECT_OUTLOOK, NULL, "an external entity" },
	{ S("<!DOCTYPE a [<!ENTITY e \"jane@example.com\">]>" DOC(NS_O, "<EMailAddress>&e;</EMailAddress>")), ERR_REQUEST, DIALECT_OUTLOOK, NULL, "an internal entity" },
	{ S("<!DOCTYPE a [<!ENTITY % p SYSTEM \"http://127.0.0.1/\"> %p;]>" GOOD), ERR_REQUEST, DIALECT_OUTLOOK, NULL, "a parameter entity" },
};

static void
requests_as_they_come(void **state)
{
	(void)state;
	for (size_t i = 0; i < NITEMS(bodies); i++) {
		struct outlook	 out;
		char		*body = kit_exact(bodies[i].body, bodies[i].len);
		enum err	 e;

		memset(&out, 0, sizeof(out));
		e = outlook_parse(body, bodies[i].len, &out);
		free(body);
		row_int(bodies[i].why, err_phrase(e), e, bodies[i].err);
		if (e != bodies[i].err)
			continue;
		if (e == ERR_OK || e == ERR_SCHEMA)
			row_int(bodies[i].why, "dialect", out.dialect, bodies[i].dialect);
		if (e != ERR_OK)
			continue;
		row_int(bodies[i].why, "has_email", out.has_email, bodies[i].email != NULL);
		if (out.has_email)
			row_str(bodies[i].why, "email", out.email, bodies[i].email);
	}
	rows_end();
}

static void
a_legacy_dn_is_noticed(void **state)
{
	struct outlook	 out;

	(void)state;
	assert_int_equal(outlook_parse(S(DOC(NS_O, "<LegacyDN>/o=x/ou=y</LegacyDN>")), &out), ERR_OK);
	assert_true(out.has_legacy_dn);
	assert_false(out.has_email);
	assert_int_equal(outlook_parse(S(DOC(NS_O, "<LegacyDN>/o=x</LegacyDN>" ADDR)), &out), ERR_OK);
	assert_true(out.has_legacy_dn);
	assert_string_equal(out.email, "jane@example.com");
	assert_int_equal(outlook_parse(S(GOOD), &out), ERR_OK);
	assert_false(out.has_legacy_dn);
}

/* One of two equal answers to a second address: the first one, or an error. */
static void
two_addresses(void **state)
{
	struct outlook	 out;
	enum err	 e = outlook_parse(
		    S(DOC(NS_O, ADDR "<EMailAddress>evil@example.com</EMailAddress>")), &out);

	(void)state;
	if (e == ERR_OK)
		assert_string_equal(out.email, "jane@example.com");
	else
		assert_int_equal(e, ERR_REQUEST);
}

/* ASCII as UTF-16.  Free it. */
static char *
utf16(const char *ascii, int big, int bom, size_t *len)
{
	size_t	 n = strlen(ascii), o = 0;
	char	*out = malloc(2 * n + 2);

	if (out == NULL)
		kit_die("no memory");
	if (bom) {
		out[o++] = (char)(big ? 0xfe : 0xff);
		out[o++] = (char)(big ? 0xff : 0xfe);
	}
	for (size_t i = 0; i < n; i++) {
		out[o++] = big ? '\0' : ascii[i];
		out[o++] = big ? ascii[i] : '\0';
	}
	*len = o;
	return out;
}

static void
utf16_is_read(void **state)
{
	static const struct {
		const char	*text;
		int		 big, bom;
		enum err	 err;
		const char	*why;
	} rows[] = {
		{ GOOD, 0, 1, ERR_OK, "little-endian with BOM" },
		{ GOOD, 1, 1, ERR_OK, "big-endian with BOM" },
		{ GOOD, 0, 0, ERR_OK, "little-endian without" },
		{ GOOD, 1, 0, ERR_OK, "big-endian without" },
		{ "<?xml version=\"1.0\" encoding=\"utf-16\"?>" GOOD, 0, 1, ERR_OK, "declared, little-endian with BOM" },
		{ "<?xml version=\"1.0\" encoding=\"utf-16\"?>" GOOD, 1, 1, ERR_OK, "declared, big-endian with BOM" },
		{ "<?xml version=\"1.0\" encoding=\"utf-16\"?>" GOOD, 0, 0, ERR_OK, "declared, little-endian without" },
		{ "<?xml version=\"1.0\" encoding=\"utf-16\"?>" GOOD, 1, 0, ERR_OK, "declared, big-endian without" },
		{ DECL GOOD, 0, 1, ERR_REQUEST, "UTF-16 that says UTF-8" },
		{ GOOD "\n", 0, 1, ERR_OK, "a line feed behind the root: its NUL is no padding" },
		{ GOOD "\n", 1, 1, ERR_OK, "the same, big-endian" },
	};

	(void)state;
	for (size_t i = 0; i < NITEMS(rows); i++) {
		struct outlook	 out;
		size_t		 len;
		char		*body = utf16(rows[i].text, rows[i].big, rows[i].bom, &len);
		char		*exact = kit_exact(body, len);
		enum err	 e = outlook_parse(exact, len, &out);

		row_int(rows[i].why, err_phrase(e), e, rows[i].err);
		if (e == ERR_OK && rows[i].err == ERR_OK)
			row_str(rows[i].why, "email", out.email, "jane@example.com");
		free(body);
		free(exact);
	}
	rows_end();
}

/* Autodiscover/Request/x/x/... around an address at its place. */
static char *
nested(size_t depth, size_t siblings)
{
	char	*doc = kit_string("<Autodiscover><Request>" ADDR), *more;

	for (size_t i = 2; i < depth; i++) {
		more = kit_printf("%s<x>", doc);
		free(doc);
		doc = more;
	}
	for (size_t i = 2; i < depth; i++) {
		more = kit_printf("%s</x>", doc);
		free(doc);
		doc = more;
	}
	for (size_t i = 0; i < siblings; i++) {
		more = kit_printf("%s<y/>", doc);
		free(doc);
		doc = more;
	}
	more = kit_printf("%s</Request></Autodiscover>", doc);
	free(doc);
	return more;
}

static void
depth_and_number_have_limits(void **state)
{
	static const struct {
		size_t		 depth, siblings;
		enum err	 err;
		const char	*why;
	} rows[] = {
		{ 3, 0, ERR_OK, "as in the field" },
		{ XML_IN_DEPTH, 0, ERR_OK, "as deep as allowed" },
		{ XML_IN_DEPTH + 1, 0, ERR_REQUEST, "one deeper" },
		{ 500, 0, ERR_REQUEST, "far deeper" },
		{ 2, XML_IN_ELEMENTS - 3, ERR_OK, "as many elements as allowed" },
		{ 2, XML_IN_ELEMENTS - 2, ERR_REQUEST, "one more" },
		{ 2, 2000, ERR_REQUEST, "far more" },
	};

	(void)state;
	for (size_t i = 0; i < NITEMS(rows); i++) {
		struct outlook	 out;
		char		*doc = nested(rows[i].depth, rows[i].siblings);
		char		*body = kit_exact(doc, strlen(doc));
		enum err	 e = outlook_parse(body, strlen(doc), &out);

		row_int(rows[i].why, err_phrase(e), e, rows[i].err);
		free(doc);
		free(body);
	}
	rows_end();
}

/* An address too long is never cut to one that fits. */
static void
text_has_limits(void **state)
{
	(void)state;
	for (size_t n = ADDRESS_MAX - 20; n < ADDRESS_MAX + 400; n++) {
		struct outlook	 out;
		struct address	 address;
		char		*local = malloc(n + 1);
		char		*doc;
		enum err	 e;

		assert_non_null(local);
		memset(local, 'a', n);
		local[n] = '\0';
		doc = kit_printf("<Autodiscover><Request><EMailAddress>%s@example.com"
		    "</EMailAddress></Request></Autodiscover>", local);
		e = outlook_parse(doc, strlen(doc), &out);
		if (e == ERR_OK && out.has_email) {
			assert_true(strlen(out.email) < sizeof(out.email));
			assert_int_equal(address_parse(out.email, strlen(out.email),
			    &address), ERR_ADDRESS);
		} else if (e != ERR_OK)
			assert_int_equal(e, ERR_REQUEST);
		free(doc);
		free(local);
	}
}

static void
the_longest_address_fits(void **state)
{
	struct outlook	 out;
	char		 domain[200];
	char		*doc, *want;

	(void)state;
	memset(domain, 'd', sizeof(domain));
	for (size_t i = 40; i < sizeof(domain) - 11; i += 40)
		domain[i] = '.';
	domain[189] = '\0';	/* 64 + 1 + 189 = 254 */
	want = kit_printf("%064d@%s", 1, domain);
	assert_int_equal(strlen(want), ADDRESS_MAX);
	doc = kit_printf("<Autodiscover><Request><EMailAddress>\n\t\t%s\n\t</EMailAddress>"
	    "</Request></Autodiscover>", want);
	assert_int_equal(outlook_parse(doc, strlen(doc), &out), ERR_OK);
	assert_string_equal(out.email, want);
	free(doc);
	free(want);
}

static void
every_prefix_of_a_request(void **state)
{
	static const char	 good[] = DECL GOOD;

	(void)state;
	for (size_t len = 0; len < sizeof(good) - 1; len++) {
		struct outlook	 out;
		char		*body = kit_exact(good, len);

		assert_int_equal(outlook_parse(body, len, &out), ERR_REQUEST);
		free(body);
	}
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(requests_as_they_come),
		cmocka_unit_test(a_legacy_dn_is_noticed),
		cmocka_unit_test(two_addresses),
		cmocka_unit_test(utf16_is_read),
		cmocka_unit_test(depth_and_number_have_limits),
		cmocka_unit_test(text_has_limits),
		cmocka_unit_test(the_longest_address_fits),
		cmocka_unit_test(every_prefix_of_a_request),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
