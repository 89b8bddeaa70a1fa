/* lib/address.h: addresses, domains, the domain behind a Host header. */
#include "lib/address.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/rows.h"

#define S(literal) literal, sizeof(literal) - 1
#define TEN(s) s s s s s s s s s s
#define L63 TEN("abcdef") "abc"
#define L64 TEN("abcdef") "abcd"

/* Four labels with 61, 63, 63 and 63 octets and their dots: 253. */
#define D253 TEN("abcdef") "a." L63 "." L63 "." L63
/* 254 octets with a local part of one: the domain has 252. */
#define D252 TEN("abcdef") "." L63 "." L63 "." L63

static const struct {
	const char	*text;
	size_t		 len;
	enum err	 err;
	const char	*local, *domain;
	const char	*why;
} addresses[] = {
	{ S("jane@example.com"), ERR_OK, "jane", "example.com", "the usual" },
	{ S("Jane.Doe@EXAMPLE.Com"), ERR_OK, "Jane.Doe", "example.com", "the domain in lower case, the local part as it is" },
	{ S("a+b@example.com"), ERR_OK, "a+b", "example.com", "a sub-address" },
	{ S("jane@example.com."), ERR_OK, "jane", "example.com", "a final dot goes" },
	{ S("a@b.co"), ERR_OK, "a", "b.co", "short" },
	{ S("50%off@example.com"), ERR_OK, "50%off", "example.com", "a percent sign is legal" },
	{ S("%EMAILDOMAIN%@example.com"), ERR_OK, "%EMAILDOMAIN%", "example.com", "a placeholder is only text here" },
	{ S("a&b@example.com"), ERR_OK, "a&b", "example.com", "an ampersand is legal" },
	{ S("o'neill@example.com"), ERR_OK, "o'neill", "example.com", "so is an apostrophe" },
	{ S("j\xc3\xb6rg@example.com"), ERR_OK, "j\xc3\xb6rg", "example.com", "UTF-8 (RFC 6531)" },
	{ S("\xf0\x9f\x90\xb1@example.com"), ERR_OK, "\xf0\x9f\x90\xb1", "example.com", "UTF-8 of four octets" },
	{ S("\"a@b\"@example.com"), ERR_OK, "\"a@b\"", "example.com", "the last @ splits; one inside quotes is text" },
	{ S("\"a\\\"b\"@example.com"), ERR_OK, "\"a\\\"b\"", "example.com", "a quoted pair inside a quoted string" },
	{ S("\"\"@example.com"), ERR_OK, "\"\"", "example.com", "an empty quoted string is a local part" },
	{ S("x@b\xc3\xbc" "cher.example"), ERR_OK, "x", "xn--bcher-kva.example", "a U-label becomes an A-label" },
	{ S("x@B\xc3\x9c" "CHER.Example"), ERR_OK, "x", "xn--bcher-kva.example", "the same in capitals" },
	{ S("x@bu\xcc\x88" "cher.example"), ERR_OK, "x", "xn--bcher-kva.example", "the same with a combining mark" },
	{ S("x@XN--Bcher-KVA.example"), ERR_OK, "x", "xn--bcher-kva.example", "an A-label in any case" },
	{ S("x@fa\xc3\x9f.example"), ERR_OK, "x", "xn--fa-hia.example", "sharp s stays: nontransitional" },
	{ S("x@b\xc3\xbc" "cher\xe3\x80\x82" "example"), ERR_OK, "x", "xn--bcher-kva.example", "an ideographic full stop is a dot (UTS 46)" },
	{ S("x@3com.example"), ERR_OK, "x", "3com.example", "a label may start with a digit" },
	{ S("x@123.example"), ERR_OK, "x", "123.example", "digits alone do unless they are the last label" },
	{ S("x@a-b.example"), ERR_OK, "x", "a-b.example", "a hyphen inside" },
	{ S(L64 "@example.com"), ERR_OK, L64, "example.com", "64 octets of local part (RFC 5321, 4.5.3.1.1)" },
	{ S("a@" D252), ERR_OK, "a", D252, "254 octets in all (RFC 5321, 4.5.3.1.3)" },
	{ S("x@" L63 ".example"), ERR_OK, "x", L63 ".example", "a label of 63" },

	{ S(""), ERR_ADDRESS, NULL, NULL, "nothing" },
	{ S("@"), ERR_ADDRESS, NULL, NULL, "an @ alone" },
	{ S("jane"), ERR_ADDRESS, NULL, NULL, "no @" },
	{ S("jane@"), ERR_ADDRESS, NULL, NULL, "no domain" },
	{ S("@example.com"), ERR_ADDRESS, NULL, NULL, "no local part" },
	{ S("a@b@example.com"), ERR_ADDRESS, NULL, NULL, "an @ outside quotes" },
	{ S("@@example.com"), ERR_ADDRESS, NULL, NULL, "the same, nothing else" },
	{ S("a\"b@example.com"), ERR_ADDRESS, NULL, NULL, "a quote outside a quoted string" },
	{ S("\"ab@example.com"), ERR_ADDRESS, NULL, NULL, "a quoted string that does not end" },
	{ S("\"@example.com"), ERR_ADDRESS, NULL, NULL, "one quote alone" },
	{ S("\"a\"b@example.com"), ERR_ADDRESS, NULL, NULL, "text behind a quoted string" },
	{ S("a\"b\"@example.com"), ERR_ADDRESS, NULL, NULL, "text before a quoted string" },
	{ S("\"a\"@\"b\"@example.com"), ERR_ADDRESS, NULL, NULL, "two quoted strings" },
	{ S("\"a\\\"@example.com"), ERR_ADDRESS, NULL, NULL, "its closing quote is a quoted pair" },
	{ S("a b@example.com"), ERR_ADDRESS, NULL, NULL, "a blank" },
	{ S("\"a b\"@example.com"), ERR_ADDRESS, NULL, NULL, "a blank in quotes" },
	{ S(" jane@example.com"), ERR_ADDRESS, NULL, NULL, "a blank before it" },
	{ S("jane@example.com "), ERR_ADDRESS, NULL, NULL, "a blank behind it" },
	{ S("<jane@example.com>"), ERR_ADDRESS, NULL, NULL, "angle brackets" },
	{ S("\"x<y\"@example.com"), ERR_ADDRESS, NULL, NULL, "an angle bracket in quotes" },
	{ S("a>b@example.com"), ERR_ADDRESS, NULL, NULL, "an angle bracket" },
	{ S(L64 "e@example.com"), ERR_ADDRESS, NULL, NULL, "65 octets of local part" },
	{ S("a@a" D252), ERR_ADDRESS, NULL, NULL, "255 octets in all" },
	{ S("a@" L64 ".example"), ERR_ADDRESS, NULL, NULL, "a label of 64" },
	{ S("jane@localhost"), ERR_ADDRESS, NULL, NULL, "one label" },
	{ S("jane@localhost."), ERR_ADDRESS, NULL, NULL, "one label and a dot" },
	{ S("jane@[192.0.2.1]"), ERR_ADDRESS, NULL, NULL, "an address literal" },
	{ S("jane@[IPv6:2001:db8::1]"), ERR_ADDRESS, NULL, NULL, "one of version 6" },
	{ S("jane@192.0.2.1"), ERR_ADDRESS, NULL, NULL, "the last label is all digits" },
	{ S("jane@example.123"), ERR_ADDRESS, NULL, NULL, "the same" },
	{ S("jane@*"), ERR_ADDRESS, NULL, NULL, "a star is a row of the database, not a domain" },
	{ S("jane@*.example"), ERR_ADDRESS, NULL, NULL, "nor a label" },
	{ S("jane@.example.com"), ERR_ADDRESS, NULL, NULL, "an empty first label" },
	{ S("jane@a..example"), ERR_ADDRESS, NULL, NULL, "an empty label inside" },
	{ S("jane@example.com.."), ERR_ADDRESS, NULL, NULL, "two final dots" },
	{ S("jane@-a.example"), ERR_ADDRESS, NULL, NULL, "a label starts with a hyphen" },
	{ S("jane@a-.example"), ERR_ADDRESS, NULL, NULL, "a label ends with one" },
	{ S("jane@a_b.example"), ERR_ADDRESS, NULL, NULL, "an underscore" },
	{ S("jane@exa mple.com"), ERR_ADDRESS, NULL, NULL, "a blank in the domain" },
	{ S("jane@example.com:25"), ERR_ADDRESS, NULL, NULL, "a port" },
	{ S("jane@example.com/x"), ERR_ADDRESS, NULL, NULL, "a path" },
	{ S("jane@%EMAILDOMAIN%"), ERR_ADDRESS, NULL, NULL, "a placeholder for a domain" },
	{ S("%EMAILADDRESS%"), ERR_ADDRESS, NULL, NULL, "a placeholder that nobody replaced" },
	{ S("jane@\xe2\x80\xae" "a.example"), ERR_ADDRESS, NULL, NULL, "a character that no domain may have" },

	{ S("jane\0@example.com"), ERR_REQUEST, NULL, NULL, "NUL in the local part" },
	{ S("jane@example.com\0"), ERR_REQUEST, NULL, NULL, "NUL at the end" },
	{ S("jane@example.com\0.evil.example"), ERR_REQUEST, NULL, NULL, "NUL in the domain" },
	{ S("\0"), ERR_REQUEST, NULL, NULL, "NUL alone" },
	{ S("a\r\nX: y@example.com"), ERR_REQUEST, NULL, NULL, "a line break" },
	{ S("a@exa\nmple.com"), ERR_REQUEST, NULL, NULL, "a line feed in the domain" },
	{ S("a\tb@example.com"), ERR_REQUEST, NULL, NULL, "a tab" },
	{ S("a\x7f@example.com"), ERR_REQUEST, NULL, NULL, "DEL" },
	{ S("a\x1b[0m@example.com"), ERR_REQUEST, NULL, NULL, "an escape sequence" },
	{ S("\xff@example.com"), ERR_REQUEST, NULL, NULL, "not UTF-8" },
	{ S("j\xf6rg@example.com"), ERR_REQUEST, NULL, NULL, "Latin-1" },
	{ S("a@b\xfc" "cher.example"), ERR_REQUEST, NULL, NULL, "Latin-1 in the domain" },
	{ S("a\xc3@example.com"), ERR_REQUEST, NULL, NULL, "UTF-8 cut short" },
	{ S("a@example.com\xc3"), ERR_REQUEST, NULL, NULL, "UTF-8 cut short at the very end" },
	{ S("\xed\xa0\x80@example.com"), ERR_REQUEST, NULL, NULL, "a surrogate" },
};

static void
addresses_are_split(void **state)
{
	(void)state;
	for (size_t i = 0; i < NITEMS(addresses); i++) {
		struct address	 out, before;
		char		*text = kit_exact(addresses[i].text, addresses[i].len);
		enum err	 e;

		memset(&out, 0x5a, sizeof(out));
		before = out;
		e = address_parse(text, addresses[i].len, &out);
		row_int(addresses[i].why, err_phrase(e), e, addresses[i].err);
		if (e == ERR_OK && addresses[i].err == ERR_OK) {
			row_str(addresses[i].why, "local", out.local, addresses[i].local);
			row_str(addresses[i].why, "domain", out.domain, addresses[i].domain);
		}
		if (e != ERR_OK)
			row_true(addresses[i].why, "out is untouched",
			    memcmp(&out, &before, sizeof(out)) == 0);
		free(text);
	}
	rows_end();
}

static const struct {
	const char	*text;
	size_t		 len;
	const char	*domain;	/* NULL: ERR_ADDRESS */
	const char	*why;
} domains[] = {
	{ S("example.com"), "example.com", "the usual" },
	{ S("EXAMPLE.com."), "example.com", "capitals and a final dot" },
	{ S("a.b"), "a.b", "short" },
	{ S(D253), D253, "253 octets" },
	{ S("a" D253), NULL, "254 octets" },
	{ S(D253 "."), D253, "253 octets and the final dot" },
	{ S("b\xc3\xbc" "cher.example"), "xn--bcher-kva.example", "a U-label" },
	{ S("*"), NULL, "the star is no domain" },
	{ S(""), NULL, "nothing" },
	{ S("."), NULL, "the root" },
	{ S("localhost"), NULL, "one label" },
	{ S("com."), NULL, "one label and a dot" },
	{ S("example.com\0"), NULL, "NUL" },
	{ S("exam\nple.com"), NULL, "a line feed" },
	{ S("b\xfc" "cher.example"), NULL, "Latin-1" },
	{ S("jane@example.com"), NULL, "an address" },
	{ S("192.0.2.1"), NULL, "an IPv4 address" },
	{ S("[2001:db8::1]"), NULL, "an IPv6 address" },
	{ S("2001:db8::1"), NULL, "the same without brackets" },
	{ S("a,b.example"), NULL, "a comma" },
	{ S("..."), NULL, "dots alone" },
	{ S("-.-"), NULL, "hyphens alone" },
	{ S("b\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc"
	    "cherbcherbcherbcherbcherbcherbcherbcherbcherbcher.example"), NULL,
	    "a label that is over 63 octets as an A-label" },
};

static void
domains_have_one_form(void **state)
{
	(void)state;
	for (size_t i = 0; i < NITEMS(domains); i++) {
		char		 out[DOMAIN_MAX + 1];
		char		*text = kit_exact(domains[i].text, domains[i].len);
		enum err	 e;

		memset(out, 0x5a, sizeof(out));
		e = domain_parse(text, domains[i].len, out);
		row_int(domains[i].why, "error", e,
		    domains[i].domain != NULL ? ERR_OK : ERR_ADDRESS);
		if (e == ERR_OK)
			row_str(domains[i].why, "domain", out, domains[i].domain);
		else
			for (size_t j = 0; j < sizeof(out); j++)
				row_int(domains[i].why, "untouched octet", out[j], 0x5a);
		free(text);
	}
	rows_end();
}

static const struct {
	const char	*host, *full, *stripped;	/* full NULL: no domain */
	const char	*why;
} hosts[] = {
	{ "example.com", "example.com", "example.com", "no label to strip" },
	{ "autoconfig.example.com", "autoconfig.example.com", "example.com", "Mozilla" },
	{ "autodiscover.example.com", "autodiscover.example.com", "example.com", "Microsoft" },
	{ "mail.example.com", "mail.example.com", "example.com", "a mail host" },
	{ "ua-auto-config.example.com", "ua-auto-config.example.com", "example.com", "PACC" },
	{ "AUTOCONFIG.Example.COM.:8443", "autoconfig.example.com", "example.com", "capitals, a final dot and a port" },
	{ "example.com:443", "example.com", "example.com", "a port" },
	{ "autoconfig.autoconfig.example.com", "autoconfig.autoconfig.example.com", "autoconfig.example.com", "one label only" },
	{ "autoconfigs.example.com", "autoconfigs.example.com", "autoconfigs.example.com", "another label" },
	{ "xautoconfig.example.com", "xautoconfig.example.com", "xautoconfig.example.com", "another label" },
	{ "imap.mail.example.com", "imap.mail.example.com", "imap.mail.example.com", "not the leading label" },
	{ "mail.example", "mail.example", "mail.example", "no domain would be left" },
	{ "autoconfig.com", "autoconfig.com", "autoconfig.com", "the same" },
	{ "autoconfig.b\xc3\xbc" "cher.example", "autoconfig.xn--bcher-kva.example", "xn--bcher-kva.example", "a U-label" },
	{ "autoconfig.xn--bcher-kva.example", "autoconfig.xn--bcher-kva.example", "xn--bcher-kva.example", "an A-label" },
	{ NULL, NULL, NULL, "absent" },
	{ "", NULL, NULL, "empty" },
	{ ":80", NULL, NULL, "a port alone" },
	{ "localhost", NULL, NULL, "one label" },
	{ "localhost:8080", NULL, NULL, "one label and a port" },
	{ "autoconfig", NULL, NULL, "the label alone" },
	{ "192.0.2.1", NULL, NULL, "an IPv4 address" },
	{ "192.0.2.1:80", NULL, NULL, "the same with a port" },
	{ "autoconfig.192.0.2.1", NULL, NULL, "an IPv4 address in disguise" },
	{ "[2001:db8::1]", NULL, NULL, "an IPv6 address" },
	{ "[2001:db8::1]:443", NULL, NULL, "the same with a port" },
	{ "example.com, example.net", NULL, NULL, "two hosts" },
	{ "example.com/mail", NULL, NULL, "a path" },
	{ "user@example.com", NULL, NULL, "user information" },
	{ "exam ple.com", NULL, NULL, "a blank" },
	{ "example.com\r\nX: y", NULL, NULL, "a line break" },
	{ "*.example.com", NULL, NULL, "a star" },
	{ "autoconfig.*", NULL, NULL, "nginx's server_name pattern" },
	{ "<script>.example", NULL, NULL, "markup" },
	{ "\xff.example", NULL, NULL, "not UTF-8" },
};

static void
a_host_names_a_domain(void **state)
{
	(void)state;
	for (size_t i = 0; i < NITEMS(hosts); i++) {
		char		 full[DOMAIN_MAX + 1], stripped[DOMAIN_MAX + 1];
		char		*host = hosts[i].host != NULL ? kit_string(hosts[i].host) : NULL;
		enum err	 e;

		memset(full, 0x5a, sizeof(full));
		memset(stripped, 0x5a, sizeof(stripped));
		e = domain_of_host(host, full, stripped);
		free(host);
		row_int(hosts[i].why, "error", e,
		    hosts[i].full != NULL ? ERR_OK : ERR_ADDRESS);
		if (e != ERR_OK && (full[0] != '\0' || stripped[0] != '\0')) {
			row_true(hosts[i].why, "both are empty", 0);
			continue;
		}
		row_str(hosts[i].why, "full", full,
		    hosts[i].full != NULL ? hosts[i].full : "");
		row_str(hosts[i].why, "stripped", stripped,
		    hosts[i].full != NULL ? hosts[i].stripped : "");
	}
	rows_end();
}

static void
a_host_at_its_limit(void **state)
{
	char		 full[DOMAIN_MAX + 1], stripped[DOMAIN_MAX + 1];
	char		*host;

	(void)state;
	assert_int_equal(domain_of_host(D253 ".:65535", full, stripped), ERR_OK);
	assert_string_equal(full, D253);
	assert_int_equal(domain_of_host("a" D253, full, stripped), ERR_ADDRESS);
	host = malloc(100001);
	assert_non_null(host);
	memset(host, 'a', 100000);
	host[100000] = '\0';
	for (size_t i = 50; i < 100000; i += 50)
		host[i] = '.';
	assert_int_equal(domain_of_host(host, full, stripped), ERR_ADDRESS);
	free(host);
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(addresses_are_split),
		cmocka_unit_test(domains_have_one_form),
		cmocka_unit_test(a_host_names_a_domain),
		cmocka_unit_test(a_host_at_its_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
