/* lib/soap.h: the body of an Autodiscover request by SOAP. */
#include "lib/soap.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/rows.h"

#define A "http://schemas.microsoft.com/exchange/2010/Autodiscover"
#define S "http://schemas.xmlsoap.org/soap/envelope/"
#define DOC(header, body) "<s:Envelope xmlns:s=\"" S "\" xmlns:a=\"" A "\" xmlns:w=\"http://www.w3.org/2005/08/addressing\">" \
	header "<s:Body>" body "</s:Body></s:Envelope>"
#define USERS(users, settings) "<a:GetUserSettingsRequestMessage><a:Request><a:Users>" users "</a:Users>" \
	"<a:RequestedSettings>" settings "</a:RequestedSettings></a:Request></a:GetUserSettingsRequestMessage>"
#define DOMAINS(domains, settings) "<a:GetDomainSettingsRequestMessage><a:Request><a:Domains>" domains "</a:Domains>" \
	"<a:RequestedSettings>" settings "</a:RequestedSettings></a:Request></a:GetDomainSettingsRequestMessage>"
#define USER(x) "<a:User><a:Mailbox>" x "</a:Mailbox></a:User>"
#define DOMAIN(x) "<a:Domain>" x "</a:Domain>"
#define SETTING(x) "<a:Setting>" x "</a:Setting>"
#define HEADER "<s:Header><a:RequestedServerVersion>Exchange2013</a:RequestedServerVersion><w:MessageID>urn:uuid:1</w:MessageID></s:Header>"

static const struct {
	const char		*body;
	enum err		 err;
	enum soap_operation	 operation;
	size_t			 nsubjects, nsettings;
	const char		*subject, *setting;	/* the first ones */
	const char		*message_id;
	const char		*why;
} rows[] = {
	{ DOC(HEADER, USERS(USER("j@a.example"), SETTING("ExternalEwsUrl"))), ERR_OK, SOAP_USER_SETTINGS, 1, 1, "j@a.example", "ExternalEwsUrl", "urn:uuid:1", "one user" },
	{ DOC("", USERS(USER("j@a.example") USER("k@a.example"), SETTING("A") SETTING("B"))), ERR_OK, SOAP_USER_SETTINGS, 2, 2, "j@a.example", "A", NULL, "two, and no header" },
	{ DOC("", USERS(USER("\n j@a.example "), SETTING(" A "))), ERR_OK, SOAP_USER_SETTINGS, 1, 1, "j@a.example", "A", NULL, "blanks around it" },
	{ DOC("", USERS(USER("j@a.example"), SETTING("A") SETTING("A") SETTING("B") SETTING("A"))), ERR_OK, SOAP_USER_SETTINGS, 1, 2, "j@a.example", "A", NULL, "each setting once" },
	{ DOC("", USERS("", "")), ERR_OK, SOAP_USER_SETTINGS, 0, 0, NULL, NULL, NULL, "nobody, nothing" },
	{ DOC("", USERS(USER(""), SETTING(""))), ERR_OK, SOAP_USER_SETTINGS, 1, 1, "", "", NULL, "empty ones" },
	{ DOC("", DOMAINS(DOMAIN("a.example"), SETTING("ExternalEwsUrl"))), ERR_OK, SOAP_DOMAIN_SETTINGS, 1, 1, "a.example", "ExternalEwsUrl", NULL, "one domain" },
	{ DOC("", "<a:GetFederationInformationRequestMessage><a:Request><a:Domain>a.example</a:Domain></a:Request></a:GetFederationInformationRequestMessage>"), ERR_OK, SOAP_FEDERATION, 1, 0, "a.example", NULL, NULL, "federation" },
	{ DOC("", ""), ERR_OK, SOAP_UNKNOWN, 0, 0, NULL, NULL, NULL, "no operation" },
	{ DOC("", "<a:Other/>"), ERR_OK, SOAP_UNKNOWN, 0, 0, NULL, NULL, NULL, "another operation" },
	{ "<Envelope/>", ERR_OK, SOAP_UNKNOWN, 0, 0, NULL, NULL, NULL, "no namespace, no body" },
	{ DOC("", USERS(DOMAIN("a.example"), SETTING("A"))), ERR_OK, SOAP_USER_SETTINGS, 0, 1, NULL, "A", NULL, "a known name at the wrong place is unknown" },
	{ DOC("<s:Header><x><w:MessageID>y</w:MessageID></x></s:Header>", USERS("", "")), ERR_OK, SOAP_USER_SETTINGS, 0, 0, NULL, NULL, NULL, "the same in the header" },

	{ DOC("", USERS("", "") USERS("", "")), ERR_REQUEST, 0, 0, 0, NULL, NULL, NULL, "two operations" },
	{ DOC("", USERS("", "") DOMAINS("", "")), ERR_REQUEST, 0, 0, 0, NULL, NULL, NULL, "two operations" },
	{ DOC("<s:Header><w:MessageID>1</w:MessageID><w:MessageID>2</w:MessageID></s:Header>", ""), ERR_REQUEST, 0, 0, 0, NULL, NULL, NULL, "two message ids" },
	{ DOC("", USERS("", SETTING("a&#10;b"))), ERR_REQUEST, 0, 0, 0, NULL, NULL, NULL, "a control character that would come back" },
	{ DOC("<s:Header><w:MessageID>a&#10;b</w:MessageID></s:Header>", ""), ERR_REQUEST, 0, 0, 0, NULL, NULL, NULL, "the same in the header" },
	{ "<Body/>", ERR_REQUEST, 0, 0, 0, NULL, NULL, NULL, "another document" },
	{ "<Autodiscover><Request/></Autodiscover>", ERR_REQUEST, 0, 0, 0, NULL, NULL, NULL, "POX" },
	{ "", ERR_REQUEST, 0, 0, 0, NULL, NULL, NULL, "nothing" },
	{ "<!DOCTYPE a>" DOC("", ""), ERR_REQUEST, 0, 0, 0, NULL, NULL, NULL, "a DOCTYPE" },
	{ DOC("", USERS(USER("a&b"), "")), ERR_REQUEST, 0, 0, 0, NULL, NULL, NULL, "not well-formed" },
};

static void
requests(void **state)
{
	struct arena	a;

	(void)state;
	assert_int_equal(arena_init(&a, ARENA_MAX), 0);
	for (size_t i = 0; i < NITEMS(rows); i++) {
		size_t		 len = strlen(rows[i].body);
		char		*body = kit_exact(rows[i].body, len);
		struct soap	 out;
		enum err	 e;

		arena_reset(&a);
		memset(&out, 0x5a, sizeof(out));
		e = soap_parse(body, len, &a, &out);
		free(body);
		row_int(rows[i].why, err_phrase(e), e, rows[i].err);
		if (e != ERR_OK || rows[i].err != ERR_OK)
			continue;
		row_int(rows[i].why, "operation", out.operation, rows[i].operation);
		row_int(rows[i].why, "subjects", (long long)out.nsubjects, (long long)rows[i].nsubjects);
		row_int(rows[i].why, "settings", (long long)out.nsettings, (long long)rows[i].nsettings);
		row_str(rows[i].why, "subject", out.subjects[0], rows[i].subject);
		row_str(rows[i].why, "setting", out.settings[0], rows[i].setting);
		row_str(rows[i].why, "message id", out.message_id, rows[i].message_id);
	}
	rows_end();
	arena_free(&a);
}

static void
versions(void **state)
{
	static const struct {
		const char	*body;
		bool		 version12;
		const char	*why;
	} documents[] = {
		{ "<s:Envelope xmlns:s=\"" S "\"/>", false, "SOAP 1.1" },
		{ "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"/>", true, "SOAP 1.2" },
		{ "<s:Envelope xmlns:s=\"https://schemas.xmlsoap.org/soap/envelope/\"/>", false, "as some write 1.1" },
		{ "<Envelope/>", false, "no namespace" },
	};
	struct arena a;

	(void)state;
	assert_int_equal(arena_init(&a, ARENA_MAX), 0);
	for (size_t i = 0; i < NITEMS(documents); i++) {
		struct soap out;

		arena_reset(&a);
		row_int(documents[i].why, "error", soap_parse(documents[i].body, strlen(documents[i].body), &a, &out), ERR_OK);
		row_int(documents[i].why, "SOAP 1.2", out.version12, documents[i].version12);
	}
	rows_end();
	arena_free(&a);
}

/* n users and m settings. */
static char *
many(size_t n, size_t m)
{
	char	*users = kit_string(""), *settings = kit_string(""), *more;

	for (size_t i = 0; i < n; i++) {
		more = kit_printf("%s<a:User><a:Mailbox>u%zu</a:Mailbox></a:User>", users, i);
		free(users);
		users = more;
	}
	for (size_t i = 0; i < m; i++) {
		more = kit_printf("%s<a:Setting>S%zu</a:Setting>", settings, i);
		free(settings);
		settings = more;
	}
	more = kit_printf("<s:Envelope xmlns:s=\"" S "\" xmlns:a=\"" A "\"><s:Body><a:GetUserSettingsRequestMessage>"
	    "<a:Request><a:Users>%s</a:Users><a:RequestedSettings>%s</a:RequestedSettings></a:Request>"
	    "</a:GetUserSettingsRequestMessage></s:Body></s:Envelope>", users, settings);
	free(users);
	free(settings);
	return more;
}

static void
numbers_have_limits(void **state)
{
	static const struct {
		size_t		 n, m;
		size_t		 nsubjects, nsettings;
		const char	*why;
	} limits[] = {
		{ SOAP_SUBJECTS_MAX, SOAP_SETTINGS_MAX, SOAP_SUBJECTS_MAX, SOAP_SETTINGS_MAX, "as many as answered" },
		{ SOAP_SUBJECTS_MAX + 1, SOAP_SETTINGS_MAX + 1, SOAP_SUBJECTS_MAX + 1, SOAP_SETTINGS_MAX + 1, "one more" },
		{ SOAP_SUBJECTS_MAX + 90, SOAP_SETTINGS_MAX + 90, SOAP_SUBJECTS_MAX + 1, SOAP_SETTINGS_MAX + 1, "far more" },
	};
	struct arena	a;

	(void)state;
	assert_int_equal(arena_init(&a, ARENA_MAX), 0);
	for (size_t i = 0; i < NITEMS(limits); i++) {
		char		*body = many(limits[i].n, limits[i].m);
		struct soap	 out;

		arena_reset(&a);
		row_int(limits[i].why, "read", soap_parse(body, strlen(body), &a, &out), ERR_OK);
		row_int(limits[i].why, "subjects", (long long)out.nsubjects, (long long)limits[i].nsubjects);
		row_int(limits[i].why, "settings", (long long)out.nsettings, (long long)limits[i].nsettings);
		free(body);
	}
	rows_end();
	arena_free(&a);
}

/* Without room there is an error, never a part. */
static void
every_amount_of_memory(void **state)
{
	static const char	 body[] = DOC(HEADER, USERS(USER("j@a.example") USER("k@a.example"), SETTING("A") SETTING("B")));
	enum err		 e = ERR_NOMEM;

	(void)state;
	for (size_t size = 1; e == ERR_NOMEM && size < 4096; size += 8) {
		struct arena	a;
		struct soap	out;

		assert_int_equal(arena_init(&a, size), 0);
		e = soap_parse(body, sizeof(body) - 1, &a, &out);
		if (e == ERR_OK)
			assert_string_equal(out.settings[1], "B");
		arena_free(&a);
	}
	assert_int_equal(e, ERR_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(requests),
		cmocka_unit_test(versions),
		cmocka_unit_test(numbers_have_limits),
		cmocka_unit_test(every_amount_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
