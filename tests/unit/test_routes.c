/* cgi/routes.h: the URL space. */
#include "cgi/routes.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/rows.h"

#define READ "GET, HEAD"
#define BOTH "GET, HEAD, POST"

static const struct {
	const char	*path;
	const char	*format;	/* NULL: no such path */
	const char	*allow;
	const char	*why;
} rows[] = {
	{ "/mail/config-v1.1.xml", "mozilla", READ, "on autoconfig.DOMAIN" },
	{ "/.well-known/autoconfig/mail/config-v1.1.xml", "mozilla", READ, "on DOMAIN" },
	{ "/.well-known/mail-v1.xml", "mozilla", READ, "GNOME Online Accounts" },
	{ "/v1.1/mail/config-v1.1.xml", "mozilla", READ, "Nine" },
	{ "/v1.1/example.com", "mozilla", READ, "a database of providers" },
	{ "/v1.1/xn--bcher-kva.example", "mozilla", READ, "the same" },
	{ "/MAIL/Config-V1.1.XML", "mozilla", READ, "in any case" },
	{ "/.Well-Known/AutoConfig/Mail/Config-v1.1.xml", "mozilla", READ, "in any case" },
	{ "/autodiscover/autodiscover.xml", "autodiscover", BOTH, "Autodiscover" },
	{ "/Autodiscover/Autodiscover.xml", "autodiscover", BOTH, "Outlook 2007" },
	{ "/AutoDiscover/AutoDiscover.xml", "autodiscover", BOTH, "Exchange's manuals" },
	{ "/AUTODISCOVER/AUTODISCOVER.XML", "autodiscover", BOTH, "in any case" },
	{ "/mail.mobileconfig", "apple", READ, "canonical" },
	{ "/mobileconfig", "apple", READ, "automx2, modoboa" },
	{ "/mobileconfig/", "apple", READ, "the same" },
	{ "/email.mobileconfig", "apple", READ, "Monogramm" },
	{ "/profile.mobileconfig", "apple", READ, "mox" },
	{ "/apple.mobileconfig", "apple", READ, "Mailu" },
	{ "/Mail.MobileConfig", "apple", READ, "in any case" },
	{ "/.well-known/user-agent-configuration.json", "pacc", READ, "on ua-auto-config.DOMAIN" },
	{ "/.well-known/caldav", "caldav", BOTH, "and every other method" },
	{ "/.well-known/caldav/", "caldav", BOTH, "one slash more" },
	{ "/.well-known/carddav", "carddav", BOTH, "and every other method" },
	{ "/.Well-Known/CardDAV/", "carddav", BOTH, "in any case" },
	{ "/.well-known/jmap", "jmap", BOTH, "and every other method" },
	{ "/.well-known/jmap/", "jmap", BOTH, "one slash more" },
	{ "/.well-known/caldav//", NULL, NULL, "two slashes more" },
	{ "/.well-known/caldavs", NULL, NULL, "another name" },
	{ "", NULL, NULL, "nothing" },
	{ "mail/config-v1.1.xml", NULL, NULL, "no slash" },
	{ "/mail", NULL, NULL, "half a path" },
	{ "/mail/", NULL, NULL, "half a path" },
	{ "/mail/config-v1.1.xm", NULL, NULL, "one octet short" },
	{ "/mail/config-v1.1.xml/", NULL, NULL, "a slash behind it" },
	{ "/mail/config-v1.1.xml/x", NULL, NULL, "something behind it" },
	{ "/mail/config-v1.1.xmlx", NULL, NULL, "something behind it" },
	{ "/mail/mozilla.xml", NULL, NULL, "format 1.0" },
	{ "/.well-known/autoconfig/mail", NULL, NULL, "half a path" },
	{ "/.well-known/com.apple.remotemanagement", NULL, NULL, "answering it would be an incident" },
	{ "/autodiscover/autodiscover.svc", "autodiscover-soap", BOTH, "SOAP" },
	{ "/Autodiscover/Autodiscover.SVC", "autodiscover-soap", BOTH, "in any case" },
	{ "/autodiscover/autodiscover.svc/wssecurity", NULL, NULL, "SOAP with signatures is not built" },
	{ "/autodiscover.xml", "autodiscover", BOTH, "MailEnable's connector" },
	{ "/autodiscover/autodiscover.json", "autodiscover-json", READ, "version 2" },
	{ "/AutoDiscover/AutoDiscover.JSON", "autodiscover-json", READ, "in any case" },
	{ "/autodiscover/autodiscover.json/v1.0/jane@example.com", "autodiscover-json", READ, "with the address in the path" },
	{ "/autodiscover/autodiscover.jsonx", NULL, NULL, "something behind it" },
	{ "/autodiscover/", NULL, NULL, "half a path" },
	{ "/autodiscover/autodiscover.xml/x", NULL, NULL, "something behind it" },
	{ "/v1.1", NULL, NULL, "half a path" },
	{ "/v1.10/example.com", NULL, NULL, "another version" },
	{ "/../mail/config-v1.1.xml", NULL, NULL, "a way up" },
	{ "//mail/config-v1.1.xml", NULL, NULL, "an empty segment" },
	{ "/ma\xc4\xb1l/config-v1.1.xml", NULL, NULL, "no Turkish dotless i" },
	{ "/mail/config-v1.1.xml\n", NULL, NULL, "a line feed behind it" },
};

static void
paths(void **state)
{
	(void)state;
	for (size_t i = 0; i < NITEMS(rows); i++) {
		char			*path = kit_string(rows[i].path);
		const struct route	*route = route_find(path);

		free(path);
		row_int(rows[i].path, rows[i].why, route != NULL, rows[i].format != NULL);
		if (route == NULL || rows[i].format == NULL)
			continue;
		row_str(rows[i].path, "format", route->format->name, rows[i].format);
		row_str(rows[i].path, "Allow", route_allow(route), rows[i].allow);
	}
	rows_end();
}

static void
what_is_special(void **state)
{
	static const struct {
		const char	*path;
		unsigned	 flag;
		int		 set;
		const char	*why;
	} flags[] = {
		{ "/mail/config-v1.1.xml", ROUTE_QUIET, 0, "KMail and Geary end at an empty 404" },
		{ "/v1.1/mail/config-v1.1.xml", ROUTE_QUIET, 0, "the same host" },
		{ "/.well-known/autoconfig/mail/config-v1.1.xml", ROUTE_QUIET, ROUTE_QUIET, "KMail 22.12 loops at a 404 with a body" },
		{ "/.well-known/mail-v1.xml", ROUTE_QUIET, ROUTE_QUIET, "below /.well-known/ too" },
		{ "/v1.1/example.com", ROUTE_PREFIX, ROUTE_PREFIX, "the rest of the path is the domain" },
		{ "/mobileconfig", ROUTE_ADDRESS, ROUTE_ADDRESS, "as automx2 has it" },
		{ "/mobileconfig/", ROUTE_ADDRESS, ROUTE_ADDRESS, "the same" },
		{ "/mail.mobileconfig", ROUTE_ADDRESS, 0, "a generic profile for the Host" },
		{ "/apple.mobileconfig", ROUTE_ADDRESS, 0, "the same" },
		{ "/mail/config-v1.1.xml", ROUTE_ADDRESS, 0, "six clients send no address" },
	};

	(void)state;
	for (size_t i = 0; i < NITEMS(flags); i++) {
		const struct route	*route = route_find(flags[i].path);

		row_true(flags[i].path, "is there", route != NULL);
		if (route != NULL)
			row_int(flags[i].path, flags[i].why,
			    route->flags & flags[i].flag, flags[i].set);
	}
	rows_end();
}

static void
every_format_is_whole(void **state)
{
	(void)state;
	for (const struct format *const *f = formats; *f != NULL; f++) {
		assert_non_null((*f)->name);
		assert_non_null((*f)->parse);
		assert_non_null((*f)->render);
		assert_non_null((*f)->ask);
	}
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(paths),
		cmocka_unit_test(what_is_special),
		cmocka_unit_test(every_format_is_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
