#include "cgi/routes.h"

#include "lib/text.h"

#define READ (METHOD_GET | METHOD_HEAD)
#define ANY (READ | METHOD_POST | METHOD_OTHER)

/* SCRIPT_NAME is compared in any case: IIS never taught clients to be careful.
 * A longer path stands before the prefix that it begins with. */
/* clang-format off */
static const struct route routes[] = {
	/* SCRIPT_NAME                                      methods             flags          format */
	{ "/mail/config-v1.1.xml",                          READ,               0,             &mozilla_format },
	{ "/.well-known/autoconfig/mail/config-v1.1.xml",   READ,               ROUTE_QUIET,   &mozilla_format },
	{ "/.well-known/mail-v1.xml",                       READ,               ROUTE_QUIET,   &mozilla_format },
	{ "/v1.1/mail/config-v1.1.xml",                     READ,               0,             &mozilla_format },
	{ "/v1.1/",                                         READ,               ROUTE_PREFIX,  &mozilla_format },
	{ "/.well-known/user-agent-configuration.json",     READ,               ROUTE_QUIET,   &pacc_format },
	{ "/.well-known/caldav",                            ANY,                ROUTE_QUIET,   &caldav_format },
	{ "/.well-known/caldav/",                           ANY,                ROUTE_QUIET,   &caldav_format },
	{ "/.well-known/carddav",                           ANY,                ROUTE_QUIET,   &carddav_format },
	{ "/.well-known/carddav/",                          ANY,                ROUTE_QUIET,   &carddav_format },
	{ "/.well-known/jmap",                              ANY,                ROUTE_QUIET,   &jmap_format },
	{ "/.well-known/jmap/",                             ANY,                ROUTE_QUIET,   &jmap_format },
	{ "/autodiscover/autodiscover.xml",                 READ | METHOD_POST, 0,             &microsoft_format },
	{ "/autodiscover.xml",                              READ | METHOD_POST, 0,             &microsoft_format },
	{ "/autodiscover/autodiscover.json",                READ,               0,             &autodiscover_json_format },
	{ "/autodiscover/autodiscover.json/",               READ,               ROUTE_PREFIX,  &autodiscover_json_format },
	{ "/autodiscover/autodiscover.svc",                 ANY,                0,             &autodiscover_soap_format },
	{ "/mail.mobileconfig",                             READ,               0,             &apple_format },
	{ "/apple.mobileconfig",                            READ,               0,             &apple_format },
	{ "/email.mobileconfig",                            READ,               ROUTE_ADDRESS, &apple_format },
	{ "/profile.mobileconfig",                          READ,               ROUTE_ADDRESS, &apple_format },
	{ "/mobileconfig",                                  READ,               ROUTE_ADDRESS, &apple_format },
	{ "/mobileconfig/",                                 READ,               ROUTE_ADDRESS, &apple_format },
	{ "/",                                              READ,               0,             &page_format },
	{ "/setup",                                         READ,               0,             &page_format },
};
/* clang-format on */

const struct route *
route_find(const char *path)
{
	for (size_t i = 0; i < NITEMS(routes); i++) {
		if ((routes[i].flags & ROUTE_PREFIX) != 0 ?
		    text_starts_nocase(path, routes[i].path) :
		    text_equal_nocase(path, routes[i].path))
			return &routes[i];
	}
	return NULL;
}

const char *
route_allow(const struct route *route)
{
	return (route->methods & METHOD_POST) != 0 ? "GET, HEAD, POST" :
	    "GET, HEAD";
}
