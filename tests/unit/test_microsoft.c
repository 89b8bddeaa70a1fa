/* cgi/microsoft.c: Autodiscover from an account. */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/form.h"

#define PATH "/autodiscover/autodiscover.xml"
#define HOST "autodiscover.example.com"

static const struct service imap_tls = {
	.type = SERVICE_IMAP, .security = SECURITY_TLS, .port = 993, .host = "imap.example.com",
	.template = "%EMAILADDRESS%", .username = "jane.doe@example.com", .nauth = 1,
	.auth = { AUTH_PASSWORD_CLEARTEXT } };
static const struct service smtp_starttls = {
	.type = SERVICE_SMTP, .security = SECURITY_STARTTLS, .port = 587, .host = "smtp.example.com",
	.template = "%EMAILADDRESS%", .username = "jane.doe@example.com", .nauth = 1,
	.auth = { AUTH_PASSWORD_CLEARTEXT } };
static const struct service caldav = {
	.type = SERVICE_CALDAV, .security = SECURITY_TLS, .url = "https://dav.example.com/dav/jane.doe@example.com/",
	.template = "%EMAILADDRESS%", .username = "jane.doe@example.com", .nauth = 1,
	.auth = { AUTH_PASSWORD_CLEARTEXT } };

/* The question of a POST for jane.doe@example.com. */
static void
post(struct form *f)
{
	form_ask(f, PATH, "", HOST);
	f->rq.method = METHOD_POST;
	form_address(f, "jane.doe@example.com");
}

static void
the_whole_document(void **state)
{
	static const char *const	 parts[] = {
		"<?xml version=\"1.0\" encoding=\"utf-8\"?>",
		"<Autodiscover xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006\">",
		"<Response xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a\">",
		"<User>", "<DisplayName>jane.doe@example.com</DisplayName>", "</User>", "<Account>",
		"<AccountType>email</AccountType>", "<Action>settings</Action>",
		"<Protocol>", "<Type>IMAP</Type>", "<Server>imap.example.com</Server>", "<Port>993</Port>",
		"<LoginName>jane.doe@example.com</LoginName>", "<DomainRequired>off</DomainRequired>",
		"<SPA>off</SPA>", "<SSL>on</SSL>", "<Encryption>SSL</Encryption>",
		"<AuthRequired>on</AuthRequired>", "</Protocol>",
		"<Protocol>", "<Type>SMTP</Type>", "<Server>smtp.example.com</Server>", "<Port>587</Port>",
		"<LoginName>jane.doe@example.com</LoginName>", "<DomainRequired>off</DomainRequired>",
		"<SPA>off</SPA>", "<SSL>on</SSL>", "<Encryption>TLS</Encryption>",
		"<AuthRequired>on</AuthRequired>", "<UsePOPAuth>on</UsePOPAuth>", "<SMTPLast>off</SMTPLast>",
		"</Protocol>", "<Protocol>", "<Type>CalDAV</Type>",
		"<Server>https://dav.example.com/dav/jane.doe@example.com/</Server>",
		"<LoginName>jane.doe@example.com</LoginName>", "<DomainRequired>off</DomainRequired>",
		"</Protocol>", "</Account>", "</Response>", "</Autodiscover>", NULL,
	};
	const struct service	 s[] = { imap_tls, smtp_starttls, caldav };
	const struct account	 ac = form_account(s, 3);
	struct form		*f = *state;

	post(f);
	assert_int_equal(form_render(f, &ac), ERR_OK);
	assert_int_equal(f->reply.status, 200);
	row_parts("in this order", f, parts);
	row_str("exactly", "type", reply_get(&f->reply, "Content-Type"), "text/xml; charset=utf-8");
	row_str("names an address", "cache", reply_get(&f->reply, "Cache-Control"), "no-store");
	rows_end();
}

static void
securities(void **state)
{
	static const struct {
		enum security	 security;
		uint16_t	 port;
		const char	*ssl, *encryption, *why;
	} rows[] = {
		{ SECURITY_TLS, 993, "<SSL>on</SSL>", "<Encryption>SSL</Encryption>", "TLS from the start" },
		{ SECURITY_TLS, 143, "<SSL>on</SSL>", "<Encryption>SSL</Encryption>", "whatever the port says" },
		{ SECURITY_STARTTLS, 143, "<SSL>on</SSL>", "<Encryption>TLS</Encryption>", "off would be no encryption in Thunderbird" },
		{ SECURITY_PLAIN, 143, "<SSL>off</SSL>", "<Encryption>None</Encryption>", "none" },
	};
	struct form	*f = *state;

	for (size_t i = 0; i < NITEMS(rows); i++) {
		struct service		 s = imap_tls;
		const struct account	 ac = form_account(&s, 1);
		const char *const	 parts[] = { rows[i].ssl, rows[i].encryption, NULL };

		s.security = rows[i].security;
		s.port = rows[i].port;
		post(f);
		row_int(rows[i].why, "error", form_render(f, &ac), ERR_OK);
		row_parts(rows[i].why, f, parts);
	}
	rows_end();
}

static void
authentications(void **state)
{
	static const struct {
		enum authentication	 auth;
		const char		*spa, *required;
		int			 login;
		const char		*why;
	} rows[] = {
		{ AUTH_PASSWORD_CLEARTEXT, "<SPA>off", "<AuthRequired>on", 1, "a password" },
		{ AUTH_PASSWORD_ENCRYPTED, "<SPA>off", "<AuthRequired>on", 1, "Outlook has no CRAM-MD5" },
		{ AUTH_NTLM, "<SPA>on", "<AuthRequired>on", 1, "NTLM is SPA" },
		{ AUTH_GSSAPI, "<SPA>on", "<AuthRequired>on", 1, "so is Kerberos" },
		{ AUTH_OAUTH2, "<SPA>off", "<AuthRequired>on", 1, "can't be said" },
		{ AUTH_TLS_CLIENT_CERT, "<SPA>off", "<AuthRequired>on", 1, "can't be said" },
		{ AUTH_CLIENT_IP_ADDRESS, "<SPA>off", "<AuthRequired>off", 0, "no login" },
		{ AUTH_NONE, "<SPA>off", "<AuthRequired>off", 0, "no login" },
	};
	struct form	*f = *state;

	assert_int_equal(NITEMS(rows), AUTH__MAX);
	for (size_t i = 0; i < NITEMS(rows); i++) {
		struct service		 s = smtp_starttls;
		const struct account	 ac = form_account(&s, 1);
		const char *const	 parts[] = { rows[i].spa, rows[i].required, NULL };

		s.auth[0] = rows[i].auth;
		post(f);
		row_int(rows[i].why, "error", form_render(f, &ac), ERR_OK);
		row_parts(rows[i].why, f, parts);
		row_int(rows[i].why, "LoginName", strstr(f->reply.body.data, "<LoginName>") != NULL,
		    rows[i].login);
	}
	rows_end();
}

static void
without_an_address(void **state)
{
	struct service	 s[] = { imap_tls, smtp_starttls };
	struct account	 ac = form_account(s, 2);
	struct form	*f = *state;

	ac.address = ac.local = NULL;
	s[0].username = s[1].username = NULL;
	form_ask(f, PATH, "", HOST);
	assert_int_equal(form_render(f, &ac), ERR_OK);
	row_absent("no login name is known", f, "LoginName");
	row_absent("and no placeholder helps", f, "%EMAIL");
	s[0].username = s[1].username = s[0].template = s[1].template = "shared";
	form_ask(f, PATH, "", HOST);
	assert_int_equal(form_render(f, &ac), ERR_OK);
	row_parts("fixed text is known", f, (const char *const[]){ "<LoginName>shared</LoginName>", NULL });
	rows_end();
}

static void
names_of_people(void **state)
{
	const struct service	 s[] = { imap_tls, smtp_starttls };
	struct account		 ac = form_account(s, 2);
	struct form		*f = *state;

	ac.display_name = "Jane <Doe> & Co";
	post(f);
	assert_int_equal(form_render(f, &ac), ERR_OK);
	row_parts("escaped", f,
	    (const char *const[]){ "<DisplayName>Jane &lt;Doe&gt; &amp; Co</DisplayName>", NULL });
	rows_end();
}

static void
errors(void **state)
{
	static const struct {
		enum err	 err;
		int		 status;
		const char	*code, *message, *why;
	} rows[] = {
		{ ERR_NOTFOUND, 404, "<ErrorCode>500<", "The email address can't be found.", "a 200 would end the search" },
		{ ERR_REQUEST, 200, "<ErrorCode>600<", "Invalid Request", "malformed" },
		{ ERR_ADDRESS, 200, "<ErrorCode>600<", "Invalid Request", "no usable address" },
		{ ERR_SCHEMA, 200, "<ErrorCode>601<", "Provider is not available", "an unknown schema" },
		{ ERR_STORE, 503, "<ErrorCode>603<", "Server Error", "our trouble" },
		{ ERR_NOMEM, 500, "<ErrorCode>603<", "Server Error", "our trouble" },
		{ ERR_XML, 500, "<ErrorCode>603<", "Server Error", "our trouble" },
	};
	struct form	*f = *state;

	for (size_t i = 0; i < NITEMS(rows); i++) {
		const char *const	 parts[] = { "<?xml", "responseschema/2006\">", "<Response>",
			"<Error Time=\"22:13:20.1234567\" Id=\"", rows[i].code, rows[i].message,
			"<DebugData/>", "</Autodiscover>", NULL };

		form_ask(f, PATH, "", HOST);
		f->rq.method = METHOD_POST;
		form_refuse(f, rows[i].err);
		row_int(rows[i].why, "status", f->reply.status, rows[i].status);
		row_parts(rows[i].why, f, parts);
		row_str(rows[i].why, "type", reply_get(&f->reply, "Content-Type"), "text/xml; charset=utf-8");
	}
	rows_end();
}

static void
what_is_asked(void **state)
{
	static const struct {
		const char	*inner;
		enum err	 err;
		const char	*local, *why;
	} rows[] = {
		{ "<EMailAddress>Jane@Example.Net</EMailAddress>", ERR_OK, "Jane", "the usual" },
		{ "<EMailAddress>a+b@example.net</EMailAddress>", ERR_OK, "a+b", "a plus stays" },
		{ "<EMailAddress>no-at</EMailAddress>", ERR_ADDRESS, NULL, "no address" },
		{ "<EMailAddress></EMailAddress>", ERR_ADDRESS, NULL, "empty" },
		{ "<LegacyDN>/o=x</LegacyDN>", ERR_NOTFOUND, NULL, "there is no directory" },
		{ "<AcceptableResponseSchema>urn:x</AcceptableResponseSchema>", ERR_ADDRESS, NULL, "an unknown schema" },
		{ "<x>", ERR_REQUEST, NULL, "malformed" },
	};
	struct form	*f = *state;

	for (size_t i = 0; i < NITEMS(rows); i++) {
		char		*doc = kit_printf("<Autodiscover><Request>%s</Request></Autodiscover>", rows[i].inner);
		char		*body = kit_exact(doc, strlen(doc));
		enum err	 e;

		form_ask(f, PATH, "", HOST);
		f->rq.method = METHOD_POST;
		f->rq.body = body;
		f->rq.body_len = strlen(doc);
		e = form_parse(f);
		row_int(rows[i].why, err_phrase(e), e, rows[i].err);
		if (e == ERR_OK && rows[i].err == ERR_OK) {
			row_str(rows[i].why, "local part", f->q.address.local, rows[i].local);
			row_str(rows[i].why, "domain", f->q.domains[0].name, "example.net");
		}
		free(doc);
		free(body);
	}
	form_ask(f, PATH, "", HOST);
	row_int("a GET has no body", "error", form_parse(f), ERR_OK);
	row_str("and asks for the Host's domain", "domain", f->q.domains[0].name, "example.com");
	rows_end();
}

static void
asking_and_parsing(void **state)
{
	form_ask_and_parse(*state, &microsoft_format);
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(the_whole_document),
		cmocka_unit_test(securities),
		cmocka_unit_test(authentications),
		cmocka_unit_test(without_an_address),
		cmocka_unit_test(names_of_people),
		cmocka_unit_test(errors),
		cmocka_unit_test(what_is_asked),
		cmocka_unit_test(asking_and_parsing),
	};

	return cmocka_run_group_tests(tests, form_setup, form_teardown);
}
