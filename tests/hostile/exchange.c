/*
 * Hostile input for Autodiscover version 2 and SOAP, and for phones: where a
 * domain has Exchange's protocols.  Every body of bodies/ goes to SOAP as well,
 * where none of them is a request.
 *
 *     run_hostile_exchange SOURCE
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cgi/serve.h"
#include "lib/limits.h"
#include "tests/kit/kit.h"
#include "tests/kit/rig.h"

#define JSON "/autodiscover/autodiscover.json"
#define SOAP "/autodiscover/autodiscover.svc"
#define POX "/autodiscover/autodiscover.xml"
#define EWS "autodiscover.ews.example"
#define GOOD "Email=jane@ews.example&Protocol="

/* The ErrorCode wanted; NULL: none, there is a Url. */
static const struct line_row {
	const char	*path, *query, *host;
	int		 status;
	const char	*code, *why;
} lines[] = {
	{ JSON, GOOD "Ews", EWS, 200, NULL, "as it should be" },
	{ JSON, GOOD "eWs", EWS, 200, NULL, "any case" },
	{ JSON, GOOD "E%77s", EWS, 200, NULL, "coded once" },
	{ JSON, GOOD "E%2577s", EWS, 400, "InvalidProtocol", "coded twice" },
	{ JSON, GOOD "Ews%00", EWS, 400, "InvalidProtocol", "NUL behind it" },
	{ JSON, GOOD "%00", EWS, 400, "InvalidProtocol", "NUL alone" },
	{ JSON, GOOD "%", EWS, 400, "InvalidProtocol", "a percent sign" },
	{ JSON, GOOD "%4", EWS, 400, "InvalidProtocol", "cut short" },
	{ JSON, GOOD "%ff%fe", EWS, 400, "InvalidProtocol", "not UTF-8" },
	{ JSON, GOOD "%ed%a0%80", EWS, 400, "InvalidProtocol", "half a character" },
	{ JSON, GOOD "%f4%90%80%80", EWS, 400, "InvalidProtocol", "beyond Unicode" },
	{ JSON, GOOD "%e2%82", EWS, 400, "InvalidProtocol", "a character cut short" },
	{ JSON, GOOD "%e2%80%ae", EWS, 400, "InvalidProtocol", "text that runs backwards" },
	{ JSON, GOOD "\x01\x02", EWS, 400, "InvalidProtocol", "raw control characters" },
	{ JSON, GOOD "a%0d%0aSet-Cookie:%20x", EWS, 400, "InvalidProtocol", "a header field in disguise" },
	{ JSON, GOOD "%22,%22Url%22:%22https://evil.example/%22", EWS, 400, "InvalidProtocol", "a member in disguise" },
	{ JSON, GOOD "%5c%22%5c", EWS, 400, "InvalidProtocol", "backslashes" },
	{ JSON, GOOD "%3C/script%3E%3Cscript%3E", EWS, 400, "InvalidProtocol", "markup" },
	{ JSON, GOOD "'OR'1'='1", EWS, 400, "InvalidProtocol", "SQL" },
	{ JSON, GOOD "%s%n%p", EWS, 400, "InvalidProtocol", "a format" },
	{ JSON, GOOD "+Ews", EWS, 400, "InvalidProtocol", "a plus is a plus" },
	{ JSON, GOOD "Ews&Protocol=REST", EWS, 200, NULL, "the first of two" },
	{ JSON, GOOD "&Protocol=Ews", EWS, 400, "MissingProtocol", "the first of two, empty" },
	{ JSON, "Email=jane@ews.example&Protocol", EWS, 400, "MissingProtocol", "a name alone" },
	{ JSON, "Email=jane@ews.example&Protoco=Ews", EWS, 400, "MissingProtocol", "a letter short" },
	{ JSON, "Email=jane@ews.example&Protocol%00=Ews", EWS, 400, "MissingProtocol", "NUL in the name" },
	{ JSON, "Email=jane@ews.example;Protocol=Ews", EWS, 400, "MandatoryParameterMissing", "semicolons" },
	{ JSON, "?" GOOD "Ews", EWS, 400, "MandatoryParameterMissing", "one question mark too many" },
	{ JSON, "&&&&", EWS, 400, "MandatoryParameterMissing", "nothing but &" },
	{ JSON, "=", EWS, 400, "MandatoryParameterMissing", "nothing but =" },
	{ JSON, "%", EWS, 400, "MandatoryParameterMissing", "nothing but %" },
	{ JSON, "Email=%00@ews.example&Protocol=Ews", EWS, 400, "MandatoryParameterMissing", "NUL" },
	{ JSON, "Email=jane@ews.example%00.evil.example&Protocol=Ews", EWS, 400, "MandatoryParameterMissing", "NUL in the domain" },
	{ JSON, "Email=jane%0a@ews.example&Protocol=Ews", EWS, 400, "MandatoryParameterMissing", "a line feed" },
	{ JSON, "Email=%3Cscript%3E@ews.example&Protocol=Ews", EWS, 400, "MandatoryParameterMissing", "markup" },
	{ JSON, "Email=a@b@ews.example&Protocol=Ews", EWS, 400, "MandatoryParameterMissing", "two @" },
	{ JSON, "Email=@ews.example&Protocol=Ews", EWS, 400, "MandatoryParameterMissing", "no local part" },
	{ JSON, "Email=jane@&Protocol=Ews", EWS, 400, "MandatoryParameterMissing", "no domain" },
	{ JSON, "Email=jane@*&Protocol=Ews", EWS, 400, "MandatoryParameterMissing", "the star" },
	{ JSON, "Email=jane@[127.0.0.1]&Protocol=Ews", EWS, 400, "MandatoryParameterMissing", "an address literal" },
	{ JSON, "Email=jane@localhost&Protocol=Ews", EWS, 400, "MandatoryParameterMissing", "one label" },
	{ JSON, "Email=jane@ews.example.&Protocol=Ews", EWS, 200, NULL, "a final dot" },
	{ JSON, "Email=JANE@EWS.EXAMPLE&Protocol=Ews", EWS, 200, NULL, "capitals" },
	{ JSON, "Email=\"a@b\"@ews.example&Protocol=Ews", EWS, 200, NULL, "a quoted local part" },
	{ JSON, "Email=%25EMAILDOMAIN%25@ews.example&Protocol=Ews", EWS, 200, NULL, "a placeholder is text" },
	{ JSON, "Email=jane@nothere.example&Protocol=Ews", EWS, 404, "UserNotFound", "not served" },
	{ JSON, "Email=jane@evil.ews.example&Protocol=Ews", EWS, 404, "UserNotFound", "below a domain that is served" },
	{ JSON, GOOD "AutodiscoverV1", "evil.example/x", 200, NULL, "a Host that is none" },
	{ JSON, GOOD "AutodiscoverV1", "ews.example@evil.example", 200, NULL, "user information" },
	{ JSON, GOOD "AutodiscoverV1", "autodiscover.ews.example\r\nX: y", 200, NULL, "a header field in disguise" },
	{ JSON, GOOD "AutodiscoverV1", "autodiscover.ews.example.evil.example", 200, NULL, "a Host that goes on" },
	{ JSON, GOOD "AutodiscoverV1", "\"><script>.example", 200, NULL, "markup" },
	{ JSON "/v1.0/jane@ews.example", "Protocol=Ews", EWS, 200, NULL, "in the path" },
	{ JSON "/v1.0//jane@ews.example", "Protocol=Ews", EWS, 200, NULL, "a slash is legal in a local part" },
	{ JSON "/v1.0/jane@ews.example/", "Protocol=Ews", EWS, 400, "MandatoryParameterMissing", "a slash behind it" },
	{ JSON "/v1.0/jane@ews.example\n", "Protocol=Ews", EWS, 200, NULL, "blanks around it are cut" },
	{ JSON "/v1.0/ja\nne@ews.example", "Protocol=Ews", EWS, 400, "MandatoryParameterMissing", "a line feed" },
	{ JSON "/v1.0/<b>@ews.example", "Protocol=Ews", EWS, 400, "MandatoryParameterMissing", "markup" },
	{ JSON "/v1.0/\xff@ews.example", "Protocol=Ews", EWS, 400, "MandatoryParameterMissing", "not UTF-8" },
	{ JSON "/v1.0/jane%40ews.example", "Protocol=Ews", EWS, 400, "MandatoryParameterMissing", "coded twice" },
	{ JSON "/v/jane@ews.example", "Protocol=Ews", EWS, 400, "MandatoryParameterMissing", "no version" },
	{ JSON "/v1.0jane@ews.example", "Protocol=Ews", EWS, 400, "MandatoryParameterMissing", "no slash" },
	{ JSON "/1.0/jane@ews.example", "Protocol=Ews", EWS, 400, "MandatoryParameterMissing", "no v" },
	{ JSON "/v1.0/../../etc/passwd", "Protocol=Ews", EWS, 400, "MandatoryParameterMissing", "a way up" },
	{ JSON "/////", "Protocol=Ews", EWS, 400, "MandatoryParameterMissing", "slashes" },
};

/* Around a request to SOAP, or in it. */
#define ENVELOPE(body) "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:a=\"http://schemas.microsoft.com/exchange/2010/Autodiscover\"><s:Body>" body "</s:Body></s:Envelope>"
#define ASK(users, settings) ENVELOPE("<a:GetUserSettingsRequestMessage><a:Request><a:Users>" users "</a:Users><a:RequestedSettings>" settings "</a:RequestedSettings></a:Request></a:GetUserSettingsRequestMessage>")
#define USER(mailbox) "<a:User><a:Mailbox>" mailbox "</a:Mailbox></a:User>"
#define SETTING(name) "<a:Setting>" name "</a:Setting>"
#define JANE USER("jane@ews.example")
#define EWSURL SETTING("ExternalEwsUrl")

/* The code of the first user, or of the whole: the last ErrorCode wins. */
static const struct soap_row {
	const char	*body;
	int		 status;
	const char	*code, *why;
} soaps[] = {
	{ ASK(JANE, EWSURL), 200, "NoError", "as it should be" },
	{ "\xef\xbb\xbf" ASK(JANE, EWSURL), 200, "NoError", "a BOM" },
	{ "\r\n" ASK(JANE, EWSURL), 200, "NoError", "a line before it" },
	{ ASK(JANE, EWSURL) "junk", 400, NULL, "junk behind it" },
	{ "<?xml version=\"1.0\" encoding=\"windows-1252\"?>" ASK(JANE, EWSURL), 400, NULL, "an encoding that is not read" },
	{ "<!DOCTYPE a SYSTEM \"file:///etc/passwd\">" ASK(JANE, EWSURL), 400, NULL, "a DOCTYPE" },
	{ "<!DOCTYPE a [<!ENTITY e \"jane\">]>" ASK(USER("&e;@ews.example"), EWSURL), 400, NULL, "an entity" },
	{ ASK(USER("a&b@ews.example"), EWSURL), 400, NULL, "an ampersand" },
	{ ASK(USER("&nbsp;@ews.example"), EWSURL), 400, NULL, "an entity of HTML" },
	{ ASK(USER("<x>jane@ews.example</x>"), EWSURL), 400, NULL, "an element in a value" },
	{ ASK(USER("a&amp;b@ews.example"), EWSURL), 200, "NoError", "an ampersand, escaped" },
	{ ASK(USER("<![CDATA[jane@ews.example]]>"), EWSURL), 200, "NoError", "CDATA" },
	{ ASK(USER("\n jane@ews.example \t"), EWSURL), 200, "NoError", "blanks around it" },
	{ ASK(USER("&lt;b&gt;@ews.example"), EWSURL), 200, "InvalidUser", "markup" },
	{ ASK(USER("ja&#10;ne@ews.example"), EWSURL), 200, "InvalidUser", "a line feed" },
	{ ASK(USER(""), EWSURL), 200, "InvalidUser", "empty" },
	{ ASK(USER("*"), EWSURL), 200, "InvalidUser", "the star" },
	{ ASK(USER("jane@*"), EWSURL), 200, "InvalidUser", "the star" },
	{ ASK(USER("jane@[::1]"), EWSURL), 200, "InvalidUser", "an address literal" },
	{ ASK(USER("x' OR '1'='1@ews.example"), EWSURL), 200, "InvalidUser", "SQL" },
	{ ASK(USER("x'--@ews.example"), EWSURL), 200, "NoError", "SQL without blanks is only text" },
	{ ASK("<a:User/>", EWSURL), 200, "InvalidRequest", "a user without a mailbox" },
	{ ASK("", EWSURL), 200, "InvalidRequest", "nobody" },
	{ ASK(JANE, ""), 200, "InvalidRequest", "nothing" },
	{ ASK(JANE, SETTING("")), 200, "InvalidSetting", "an empty setting" },
	{ ASK(JANE, SETTING("&lt;script&gt;")), 200, "InvalidSetting", "a setting that is markup" },
	{ ASK(JANE, SETTING("]]&gt;")), 200, "InvalidSetting", "the end of CDATA" },
	{ ASK(JANE, SETTING("a&#9;b")), 400, NULL, "a control character" },
	{ ASK(JANE, SETTING("CasVersion")), 200, "SettingIsNotAvailable", "a setting that is not here" },
	{ ASK(JANE, EWSURL "<a:Other>x</a:Other>"), 200, "NoError", "an unknown element" },
	{ ENVELOPE(""), 500, NULL, "no operation" },
	{ ENVELOPE("<a:Other/>"), 500, NULL, "another operation" },
	{ "<Envelope/>", 500, NULL, "no body" },
	{ "<s:Envelope/>", 400, NULL, "a prefix that is not declared" },
	{ "<Body/>", 400, NULL, "no envelope" },
	{ "", 400, NULL, "nothing" },
};

struct bench {
	struct store	*store;
	struct arena	 arena;
	struct reply	 reply;
	struct buf	 text;
};

static int	 failed;

static void
wrong(const char *name, const char *why, const char *what)
{
	(void)fprintf(stderr, "%s (%s): %s\n", name, why, what);
	failed++;
}

static void
ask(struct bench *b, const struct request *rq, const char *name, const char *why)
{
	static const char *const	 never[] = { "root:", "<script", "\nSet-Cookie",
		":\"https://evil.example", "lollol" };
	clock_t				 begin = clock();

	arena_reset(&b->arena);
	reply_reset(&b->reply);
	serve(rq, b->store, NULL, &b->arena, &b->reply);
	rig_answer(rq, &b->reply, &b->text);
	if (clock() - begin > CLOCKS_PER_SEC)
		wrong(name, why, "it took more than a second");
	if (b->reply.status >= 500 &&
	    (b->reply.status != 500 || rq->method != METHOD_POST))
		wrong(name, why, "a status that must not be");
	if (buf_error(&b->text) != ERR_OK || memchr(b->text.data, '\0', b->text.len) != NULL)
		wrong(name, why, "NUL, or far too much, in the answer");
	buf_putc(&b->text, '\0');
	if (b->reply.status == 500 && strstr(b->text.data, "<s:Fault>") == NULL)
		wrong(name, why, "500 without a fault");
	for (size_t i = 0; i < NITEMS(never); i++)
		if (strstr(b->text.data, never[i]) != NULL)
			wrong(name, why, "something in the answer that must not be");
}

static void
want(struct bench *b, const char *name, const char *why, int status, const char *part)
{
	if (b->reply.status == status && (part == NULL || strstr(b->text.data, part) != NULL))
		return;
	wrong(name, why, "another answer:");
	(void)fprintf(stderr, "  %d %s wanted, this came:\n%s\n", status, part == NULL ? "" : part,
	    b->text.data);
}

static void
run_line(struct bench *b, const struct line_row *row)
{
	struct request	 rq = { .method = METHOD_GET, .https = true };
	char		*path = kit_string(row->path), *query = kit_string(row->query);
	char		*host = kit_string(row->host);
	char		*part = row->code == NULL ? kit_string("\"Url\":\"https://") :
			    kit_printf("{\"ErrorCode\":\"%s\",", row->code);

	rq.path = path;
	rq.query = query;
	rq.host = host;
	ask(b, &rq, query, row->why);
	want(b, query, row->why, row->status, part);
	free(path);
	free(query);
	free(host);
	free(part);
}

static void
post(struct bench *b, const char *path, const char *host, const char *body, size_t len,
    const char *name, const char *why)
{
	struct request	 rq = { .method = METHOD_POST, .path = path, .query = "", .host = host,
			    .https = true, .body_too_big = len > BODY_MAX };
	char		*exact = kit_exact(body, len);

	if (!rq.body_too_big && len > 0) {
		rq.body = exact;
		rq.body_len = len;
	}
	ask(b, &rq, name, why);
	free(exact);
}

static void
run_soap(struct bench *b, const struct soap_row *row)
{
	char *part = row->code == NULL ? NULL : kit_printf("<ErrorCode>%s</ErrorCode>", row->code);

	post(b, SOAP, EWS, row->body, strlen(row->body), row->body, row->why);
	want(b, row->body, row->why, row->status, part);
	post(b, SOAP, "autodiscover.example.com", row->body, strlen(row->body), row->body, "no EWS there");
	if (strstr(row->body, "ews.example") == NULL)
		want(b, row->body, "no EWS there", 404, NULL);
	free(part);
}

/* No body for POX is one for SOAP; and for phones it leads where it leads Outlook. */
static void
run_file(struct bench *b, const char *dir, const char *file)
{
	char	*path = kit_printf("%s/%s", dir, file);
	size_t	 len;
	char	*body = kit_read(path, &len);

	free(path);
	if (body == NULL)
		kit_die("%s: can't read", file);
	post(b, SOAP, EWS, body, len, file, "to SOAP");
	if (b->reply.status != 400 && b->reply.status != 413 && b->reply.status != 500)
		wrong(file, "to SOAP", "another status");
	post(b, SOAP, "autodiscover.example.com", body, len, file, "to SOAP, no EWS there");
	if (b->reply.status != 404 && b->reply.status != 413)
		wrong(file, "to SOAP, no EWS there", "another status");
	post(b, POX, EWS, body, len, file, "to POX where EWS is");
	if (b->reply.status != 200 && b->reply.status != 404 && b->reply.status != 413)
		wrong(file, "to POX where EWS is", "another status");
	free(body);
}

int
main(int argc, char **argv)
{
	struct bench	 b = { 0 };
	char		*db = kit_path("exchange.db"), *schema, *fixture, *dir;
	const char	*sql[2];
	DIR		*d;
	struct dirent	*entry;
	size_t		 files = 0;

	if (argc != 2)
		kit_die("usage: run_hostile_exchange SOURCE");
	sql[0] = schema = kit_printf("%s/schema/schema.sql", argv[1]);
	sql[1] = fixture = kit_printf("%s/tests/golden/fixtures/exchange.sql", argv[1]);
	dir = kit_printf("%s/tests/hostile/bodies", argv[1]);
	rig_database(db, sql, 2);
	b.store = store_new(db);
	if (b.store == NULL || arena_init(&b.arena, ARENA_MAX) != 0)
		kit_die("no memory");
	reply_init(&b.reply, ANSWER_MAX);
	buf_init(&b.text, 2 * ANSWER_MAX);
	for (size_t i = 0; i < NITEMS(lines); i++)
		run_line(&b, &lines[i]);
	for (size_t i = 0; i < NITEMS(soaps); i++)
		run_soap(&b, &soaps[i]);
	if ((d = opendir(dir)) == NULL)
		kit_die("%s: can't read", dir);
	while ((entry = readdir(d)) != NULL)
		if (entry->d_name[0] != '.') {
			run_file(&b, dir, entry->d_name);
			files++;
		}
	(void)closedir(d);
	(void)printf("%zu lines, %zu envelopes, %zu bodies three times, %d wrong\n", NITEMS(lines),
	    NITEMS(soaps), files, failed);
	store_free(b.store);
	arena_free(&b.arena);
	reply_free(&b.reply);
	buf_free(&b.text);
	free(dir);
	free(fixture);
	free(schema);
	free(db);
	kit_clean();
	return failed > 0;
}
