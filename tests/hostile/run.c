/*
 * Hostile input and what each must lead to.  Bodies are kept as files in
 * bodies/; a file without a row fails, and so does a row without a file.
 *
 *     run_hostile SOURCE
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cgi/serve.h"
#include "lib/limits.h"
#include "lib/text.h"
#include "tests/kit/kit.h"
#include "tests/kit/rig.h"

/* ErrorCode of a row: 0 settings (or a status without a document), -1 either. */
static const struct body_row {
	const char	*file;
	int		 status, code;
	const char	*why;
} bodies[] = {
	{ "good", 200, 0, "as it should be" },
	{ "xxe-file", 200, 600, "an external entity" },
	{ "xxe-http", 200, 600, "an external entity by HTTP" },
	{ "xxe-parameter", 200, 600, "a parameter entity" },
	{ "xxe-external-subset", 200, 600, "an external DTD" },
	{ "xxe-public", 200, 600, "a public DTD" },
	{ "billion-laughs", 200, 600, "entities that multiply" },
	{ "quadratic-blowup", 200, 600, "one long entity, many times" },
	{ "entity-loop", 200, 600, "entities in a circle" },
	{ "doctype-empty", 200, 600, "no client sends a DOCTYPE" },
	{ "doctype-attribute-list", 200, 600, "nor this" },
	{ "doctype-late", 200, 600, "nor at the end" },
	{ "xinclude", 200, 600, "nobody includes anything; so there is no address" },
	{ "stylesheet", 200, 0, "a processing instruction is nothing" },
	{ "deep-16384", 200, 600, "as deep as the size allows" },
	{ "deep-10000", 413, 0, "deeper, and so too large" },
	{ "deep-below-request", 200, 600, "deep, with an address behind" },
	{ "depth-16", 200, 0, "as deep as allowed" },
	{ "depth-17", 200, 600, "one deeper" },
	{ "elements-256", 200, 0, "as many elements as allowed" },
	{ "elements-257", 200, 600, "one more" },
	{ "elements-3000", 200, 600, "as many as the size allows" },
	{ "attributes-many", 200, 0, "attributes are not looked at" },
	{ "attribute-twice", 200, 600, "not well-formed" },
	{ "attribute-long", 200, 0, "attributes are not looked at" },
	{ "name-long", 200, 600, "a name of 16,000 octets" },
	{ "prefixes-many", 200, 0, "prefixes are not looked at" },
	{ "namespace-long", 200, 0, "an unknown namespace says nothing" },
	{ "comment-long", 200, 0, "a comment is nothing" },
	{ "cdata-many", 200, 0, "text in a thousand pieces" },
	{ "text-long", 200, 600, "an address over every limit" },
	{ "schema-long", 200, -1, "a schema over every limit" },
	{ "blanks-long", 200, -1, "blanks over every limit" },
	{ "size-16384", 200, 0, "as large as allowed" },
	{ "size-16385", 413, 0, "one octet more" },
	{ "size-20000", 413, 0, "far more" },
	{ "address-64-local", 200, 0, "the longest local part" },
	{ "address-65-local", 200, 600, "one octet more" },
	{ "address-254", 404, 500, "the longest address" },
	{ "address-255", 200, 600, "one octet more" },
	{ "address-320", 200, 600, "an old limit" },
	{ "address-label-64", 200, 600, "a label too long" },
	{ "address-two", 200, -1, "the first, or an error" },
	{ "address-two-same", 200, -1, "the first, or an error" },
	{ "schema-two", 200, 0, "the first that is known" },
	{ "request-two", 200, -1, "the first, or an error" },
	{ "root-two", 200, 600, "junk behind the root" },
	{ "element-in-address", 200, -1, "its text, or an error" },
	{ "address-in-attribute", 200, 600, "attributes are not looked at" },
	{ "address-outside-request", 200, 600, "a known name at the wrong place" },
	{ "address-too-deep", 200, 600, "a known name at the wrong place" },
	{ "address-root", 200, 600, "a known name at the wrong place" },
	{ "address-nul-reference", 200, 600, "XML has no NUL" },
	{ "address-control-reference", 200, 600, "nor control characters" },
	{ "address-del", 200, 600, "a control character" },
	{ "address-line-break-reference", 200, 600, "a line break would split a header field" },
	{ "address-tab-reference", 200, 600, "a control character" },
	{ "address-surrogate-reference", 200, 600, "half a character" },
	{ "address-ffff-reference", 200, 600, "no character" },
	{ "address-beyond-reference", 200, 600, "beyond Unicode" },
	{ "address-huge-reference", 200, 600, "beyond numbers" },
	{ "address-blank", 200, 600, "no blank in an address" },
	{ "address-blank-no-break", 200, -1, "a blank of another kind" },
	{ "address-bidi", 200, -1, "text that runs backwards" },
	{ "address-bidi-domain", 200, 600, "no domain has it" },
	{ "address-bracket", 200, 600, "no markup in an address" },
	{ "address-sql", 200, 600, "blanks, to begin with" },
	{ "address-sql-domain", 200, 600, "no domain" },
	{ "address-sql-comment", 200, 600, "no domain" },
	{ "address-star", 200, 600, "the star is no domain" },
	{ "address-localhost", 200, 600, "one label" },
	{ "address-literal", 200, 600, "no domain" },
	{ "address-ipv4", 200, 600, "no domain" },
	{ "address-two-ats", 200, 600, "an @ outside quotes" },
	{ "address-empty-local", 200, 600, "no local part" },
	{ "address-empty-domain", 200, 600, "no domain" },
	{ "address-dots", 200, 600, "no domain" },
	{ "address-placeholder", 200, 0, "only text here" },
	{ "address-placeholder-domain", 200, 600, "no domain" },
	{ "address-format", 200, 0, "only text here" },
	{ "address-overlong-dot", 200, 0, "an ideographic full stop is a dot" },
	{ "address-underscore", 200, 600, "no domain" },
	{ "nul-inside", 200, 600, "NUL in the address" },
	{ "nul-first", 200, 600, "NUL before all" },
	{ "nul-last", 200, 0, "NULs behind it are padding" },
	{ "nul-only", 200, 600, "nothing else" },
	{ "control-inside", 200, 600, "a control character" },
	{ "utf8-bad", 200, 600, "not UTF-8" },
	{ "utf8-cut", 200, 600, "a character cut short" },
	{ "utf8-overlong", 200, 600, "a bracket in disguise" },
	{ "utf8-surrogate", 200, 600, "half a character" },
	{ "utf8-bad-element", 200, 600, "in a name" },
	{ "utf8-latin1-undeclared", 200, 600, "Latin-1 that does not say so" },
	{ "utf16le-bom", 200, 0, "UTF-16" },
	{ "utf16be-bom", 200, 0, "UTF-16" },
	{ "utf16le", 200, 0, "UTF-16 without BOM" },
	{ "utf16be", 200, 0, "UTF-16 without BOM" },
	{ "utf16-says-utf8", 200, 600, "it lies" },
	{ "utf8-says-utf16", 200, 600, "it lies" },
	{ "utf16-odd", 200, 600, "half a character at the end" },
	{ "utf16-surrogate-alone", 200, 600, "half a character" },
	{ "utf32", 200, 600, "an encoding that is not read" },
	{ "encoding-windows-1252", 200, 600, "an encoding that is not read" },
	{ "encoding-unknown", 200, 600, "an encoding that nobody knows" },
	{ "encoding-utf7", 200, 600, "an encoding that hides brackets" },
	{ "encoding-latin1", 200, 0, "Latin-1 that says so" },
	{ "version-1.1", 200, 0, "read like 1.0" },
	{ "version-2.0", 200, -1, "there is none" },
	{ "declaration-late", 200, 600, "not well-formed" },
	{ "declaration-two", 200, 600, "not well-formed" },
	{ "declaration-after-blank", 200, 0, "blanks first are tolerated" },
	{ "cut-declaration", 200, 600, "cut short" },
	{ "cut-tag", 200, 600, "cut short" },
	{ "cut-address", 200, 600, "cut short" },
	{ "cut-end", 200, 600, "cut short by one octet" },
	{ "cut-all-but-root-end", 200, 600, "all is there but the end" },
	{ "junk-behind", 200, 600, "junk" },
	{ "junk-before", 200, 600, "junk" },
	{ "mismatched-tags", 200, 600, "not well-formed" },
	{ "entity-undefined", 200, 600, "an entity of HTML" },
	{ "ampersand-raw", 200, 600, "as Thunderbird sends it" },
	{ "prefix-undeclared", 200, 600, "not well-formed" },
	{ "prefix-xml", 200, 600, "another document" },
	{ "empty", 200, 600, "nothing" },
	{ "one-octet", 200, 600, "next to nothing" },
	{ "blanks", 200, 600, "nothing to read" },
	{ "bom-only", 200, 600, "nothing to read" },
	{ "bom-utf16-only", 200, 600, "nothing to read" },
	{ "bom-two", 200, 600, "one BOM too many" },
	{ "text", 200, 600, "no XML" },
	{ "json", 200, 600, "no XML" },
	{ "form", 200, 600, "no XML" },
	{ "html", 200, 600, "another document" },
	{ "soap", 200, 600, "another document" },
	{ "binary", 200, 600, "every octet" },
	{ "gzip", 200, 600, "compressed" },
	{ "root-case", 200, -1, "a root in lower case" },
	{ "legacy-dn-only", 404, 500, "there is no directory" },
	{ "legacy-dn-long", 200, -1, "a name over every limit" },
	{ "schema-unknown", 200, 601, "nobody knows it" },
	{ "schema-empty", 200, 601, "nobody knows it" },
	{ "mobilesync", 200, 601, "no ActiveSync here" },
	{ "unknown-domain", 404, 500, "not served" },
	{ "response-as-request", 200, 600, "our own answer" },
};

#define MOZILLA "/mail/config-v1.1.xml"
#define APPLE "/mail.mobileconfig"
#define AUTO "/autodiscover/autodiscover.xml"

/* status 0: 200 or 400, as it likes. */
static const struct line_row {
	const char	*path, *query, *host;
	int		 status;
	const char	*why;
} lines[] = {
	/* Queries.  On the first route an address that can't be used counts as
	 * missing, so the answer is the Host's. */
	{ MOZILLA, "emailaddress", "example.com", 200, "a name alone" },
	{ MOZILLA, "emailaddress=", "example.com", 200, "empty" },
	{ MOZILLA, "=", "example.com", 200, "nothing but =" },
	{ MOZILLA, "&&&&", "example.com", 200, "nothing but &" },
	{ MOZILLA, "%", "example.com", 200, "a percent sign" },
	{ MOZILLA, "emailaddress=%", "example.com", 200, "a percent sign for a value" },
	{ MOZILLA, "emailaddress=%4", "example.com", 200, "cut short" },
	{ MOZILLA, "emailaddress=%zz%", "example.com", 200, "no digits" },
	{ MOZILLA, "emailaddress=%00", "example.com", 400, "NUL" },
	{ MOZILLA, "emailaddress=%00@example.com", "example.com", 400, "NUL" },
	{ MOZILLA, "emailaddress=x@example.com%00", "example.com", 400, "NUL at the end" },
	{ MOZILLA, "emailaddress=x@example.com%00.evil.example", "example.com", 400, "NUL in the domain" },
	{ MOZILLA, "emailaddress=x%0d%0aSet-Cookie:%20a=b@example.com", "example.com", 400, "a header field in disguise" },
	{ MOZILLA, "emailaddress=x%0a@example.com", "example.com", 400, "a line feed" },
	{ MOZILLA, "emailaddress=%1b%5b31mx@example.com", "example.com", 400, "paint for a terminal" },
	{ MOZILLA, "emailaddress=%7f@example.com", "example.com", 400, "DEL" },
	{ MOZILLA, "emailaddress=%ff@example.com", "example.com", 400, "not UTF-8" },
	{ MOZILLA, "emailaddress=%c0%80@example.com", "example.com", 400, "NUL, overlong" },
	{ MOZILLA, "emailaddress=%ed%a0%80@example.com", "example.com", 400, "half a character" },
	{ MOZILLA, "emailaddress=%f4%90%80%80@example.com", "example.com", 400, "beyond Unicode" },
	{ MOZILLA, "emailaddress=\xff\xfe@example.com", "example.com", 400, "raw octets that are no UTF-8" },
	{ MOZILLA, "emailaddress=\x01@example.com", "example.com", 400, "a raw control character" },
	{ MOZILLA, "emailaddress=%253Cscript%253E@comp.example", "example.com", 200, "coded twice" },
	{ MOZILLA, "emailaddress=<script>@comp.example", "example.com", 200, "markup, unusable" },
	{ MOZILLA, "emailaddress=]]>@comp.example", "example.com", 200, "the end of CDATA, unusable" },
	{ MOZILLA, "emailaddress=%26lt%3bb%26gt%3b@comp.example", "example.com", 200, "entities as text" },
	{ MOZILLA, "emailaddress=x'%20OR%20'1'='1@example.com", "example.com", 200, "SQL; its blanks count as plus signs" },
	{ MOZILLA, "emailaddress=x';DROP%20TABLE%20domain;--@example.com", "example.com", 200, "SQL" },
	{ MOZILLA, "emailaddress=x@example.com'--", "example.com", 200, "no domain" },
	{ MOZILLA, "emailaddress=x@%25", "example.com", 200, "a pattern" },
	{ MOZILLA, "emailaddress=x@*", "example.com", 200, "the star" },
	{ MOZILLA, "emailaddress=*", "example.com", 200, "the star alone" },
	{ MOZILLA, "emailaddress=x@..%2f..%2fetc%2fpasswd", "example.com", 200, "a path" },
	{ MOZILLA, "emailaddress=x@[::1]", "example.com", 200, "an address literal" },
	{ MOZILLA, "emailaddress=x@nothere.example", "example.com", 404, "not served" },
	{ MOZILLA, "emailaddress=x@xn--a.example", "example.com", 0, "no true A-label" },
	{ MOZILLA, "emailaddress=@@@@@@@@", "example.com", 200, "nothing but @" },
	{ MOZILLA, "emailaddress=\"\"\"\"@example.com", "example.com", 200, "nothing but quotes" },
	{ MOZILLA, "emailaddress=\"\\@example.com", "example.com", 200, "a quoted pair without end" },
	{ MOZILLA, "EMAILADDRESS=x@nothere.example", "example.com", 200, "another name" },
	{ MOZILLA, "email%61ddress=x@nothere.example", "example.com", 0, "a name in disguise" },
	{ APPLE, "emailaddress=%", "example.com", 400, "cut short" },
	{ APPLE, "emailaddress", "example.com", 400, "a name alone" },
	{ APPLE, "emailaddress=x%0d%0aSet-Cookie:%20a=b@example.com", "example.com", 400, "a header field in disguise" },
	{ APPLE, "emailaddress=%22%3e%3cscript%3e@example.com", "example.com", 400, "markup" },
	{ APPLE, "emailaddress=x@%3cscript%3e.example", "example.com", 400, "markup in the domain" },
	{ APPLE, "emailaddress=x%00@example.com", "example.com", 400, "NUL" },
	{ APPLE, "emailaddress=%ff@example.com", "example.com", 400, "not UTF-8" },
	{ APPLE, "emailaddress=x@example.com&name=%00", "example.com", 400, "NUL for a name" },
	{ APPLE, "emailaddress=x@example.com&name=%ff", "example.com", 400, "a name that is not UTF-8" },
	{ APPLE, "emailaddress=x@example.com&name=a%0ab", "example.com", 400, "a line feed in a name" },
	{ APPLE, "emailaddress=x@example.com&name=%ef%bf%bf", "example.com", 400, "a name that XML can't hold" },
	{ APPLE, "emailaddress=x@example.com&name=%3C%2Fstring%3E%3Ckey%3E", "example.com", 200, "a name that looks like markup" },
	{ APPLE, "emailaddress=x@example.com&name=%", "example.com", 400, "a name cut short" },
	{ APPLE, "emailaddress=x@example.com&password=secret", "example.com", 200, "a password is not looked at" },
	{ APPLE, "emailaddress=x@nothere.example", "example.com", 404, "not served" },
	{ "/v1.1/", "", "example.com", 404, "no domain in the path" },
	{ "/v1.1/..", "", "example.com", 404, "a way up" },
	{ "/v1.1/example.com/", "", "example.com", 404, "a slash behind it" },
	{ "/v1.1/example.com\n", "", "example.com", 404, "a line feed behind it" },
	{ "/v1.1/\xff", "", "example.com", 404, "not UTF-8" },
	{ "/v1.1/x@example.com", "", "example.com", 404, "an address" },
	{ "/v1.1/*", "", "example.com", 404, "the star" },

	/* Hosts. */
	{ MOZILLA, "", NULL, 400, "none" },
	{ MOZILLA, "", "", 400, "empty" },
	{ MOZILLA, "", " ", 400, "a blank" },
	{ MOZILLA, "", ".", 400, "a dot" },
	{ MOZILLA, "", "..", 400, "two" },
	{ MOZILLA, "", ":80", 400, "a port alone" },
	{ MOZILLA, "", "*", 400, "the star" },
	{ MOZILLA, "", "autoconfig.*", 400, "a pattern of nginx" },
	{ MOZILLA, "", "localhost", 400, "one label" },
	{ MOZILLA, "", "127.0.0.1", 400, "an address literal" },
	{ MOZILLA, "", "127.0.0.1:8080", 400, "the same with a port" },
	{ MOZILLA, "", "[::1]", 400, "an IPv6 address" },
	{ MOZILLA, "", "[::1]:8080", 400, "the same with a port" },
	{ MOZILLA, "", "0x7f000001", 400, "a number" },
	{ MOZILLA, "", "example.com@evil.example", 400, "user information" },
	{ MOZILLA, "", "example.com/x", 400, "a path" },
	{ MOZILLA, "", "example.com?x", 400, "a query" },
	{ MOZILLA, "", "example.com#x", 400, "a fragment" },
	{ MOZILLA, "", "example.com, example.net", 400, "two" },
	{ MOZILLA, "", "example.com example.net", 400, "two" },
	{ MOZILLA, "", "example.com\r\nX: y", 400, "a header field in disguise" },
	{ MOZILLA, "", "exam\tple.com", 400, "a tab" },
	{ MOZILLA, "", "<script>.example", 400, "markup" },
	{ MOZILLA, "", "x' OR '1'='1.example", 400, "SQL" },
	{ MOZILLA, "", "\xff.example", 400, "not UTF-8" },
	{ MOZILLA, "", "nothere.example", 404, "not served" },
	{ MOZILLA, "", "evil.example.com", 404, "below a domain that is served" },
	{ MOZILLA, "", "autoconfig.autoconfig.example.com", 404, "two labels to strip, one is" },
	{ MOZILLA, "", "EXAMPLE.COM.", 200, "capitals and a final dot" },
	{ APPLE, "", "<script>.example", 400, "markup" },
	{ APPLE, "", "nothere.example", 404, "not served" },
	{ AUTO, "", "localhost", 404, "one label" },
	{ AUTO, "", "", 404, "empty" },
	{ AUTO, "", "nothere.example", 404, "not served" },
	{ AUTO, "", "<script>.example", 404, "markup" },
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

/* What holds for every answer to a hostile request. */
static void
check_answer(struct bench *b, const char *name, const char *why)
{
	const struct reply	*r = &b->reply;

	if (r->status == 401 || r->status == 204 || (r->status >= 500 && r->status != 503))
		wrong(name, why, "a status that must not be");
	for (size_t i = 0; i < r->nfields; i++)
		if (text_control(r->fields[i].value, strlen(r->fields[i].value)))
			wrong(name, why, "a control character in a header field");
	if (buf_error(&b->text) != ERR_OK || memchr(b->text.data, '\0', b->text.len) != NULL)
		wrong(name, why, "NUL, or far too much, in the answer");
	buf_putc(&b->text, '\0');
	if (strstr(b->text.data, "root:") != NULL || strstr(b->text.data, "lollol") != NULL ||
	    strstr(b->text.data, "<script") != NULL || strstr(b->text.data, "Set-Cookie") != NULL ||
	    strstr(b->text.data, "secret") != NULL || strstr(b->text.data, "</string><key><") != NULL)
		wrong(name, why, "something in the answer that must not be");
}

static void
ask(struct bench *b, const struct request *rq)
{
	arena_reset(&b->arena);
	reply_reset(&b->reply);
	serve(rq, b->store, NULL, &b->arena, &b->reply);
	rig_answer(rq, &b->reply, &b->text);
}

/* The code of the document in b->text, 0 for settings, -2 for neither. */
static int
code_of(const struct bench *b)
{
	const char	*code = strstr(b->text.data, "<ErrorCode>");

	if (code != NULL)
		return (int)strtol(code + strlen("<ErrorCode>"), NULL, 10);
	return strstr(b->text.data, "<Account>") != NULL ? 0 : -2;
}

static void
run_body(struct bench *b, const char *dir, const struct body_row *row)
{
	char		*path = kit_printf("%s/%s", dir, row->file);
	struct request	 rq = { .method = METHOD_POST, .path = AUTO, .query = "",
			    .host = "autodiscover.example.com", .https = true };
	clock_t		 start = clock();
	size_t		 len;
	char		*file = kit_read(path, &len), *body;
	int		 code;

	free(path);
	if (file == NULL) {
		wrong(row->file, row->why, "there is no such file");
		return;
	}
	body = kit_exact(file, len);
	free(file);
	rq.body_too_big = len > BODY_MAX;	/* as the web program marks it */
	if (!rq.body_too_big && len > 0) {
		rq.body = body;
		rq.body_len = len;
	}
	ask(b, &rq);
	if (clock() - start > CLOCKS_PER_SEC)
		wrong(row->file, row->why, "it took more than a second");
	check_answer(b, row->file, row->why);
	code = code_of(b);
	if (b->reply.status != row->status ||
	    (row->status == 413 ? code != -2 : row->code != code && (row->code >= 0 || code == -2))) {
		wrong(row->file, row->why, "another answer:");
		(void)fprintf(stderr, "  %d %d wanted, %d %d came\n", row->status, row->code,
		    b->reply.status, code);
	}
	free(body);
}

static void
run_line(struct bench *b, const struct line_row *row)
{
	struct request	 rq = { .method = METHOD_GET, .https = true };
	char		*path = kit_string(row->path), *query = kit_string(row->query);
	char		*host = row->host != NULL ? kit_string(row->host) : NULL;
	char		*name = kit_printf("%s?%s, Host %s", path, query, host != NULL ? host : "(none)");

	rq.path = path;
	rq.query = query;
	rq.host = host;
	ask(b, &rq);
	check_answer(b, name, row->why);
	if (row->status != 0 ? b->reply.status != row->status :
	    b->reply.status != 200 && b->reply.status != 400 && b->reply.status != 404) {
		wrong(name, row->why, "another status:");
		(void)fprintf(stderr, "  %d wanted, %d came\n", row->status, b->reply.status);
	}
	free(name);
	free(host);
	free(query);
	free(path);
}

/* Every file needs a row. */
static void
find_strays(const char *dir)
{
	DIR		*d = opendir(dir);
	struct dirent	*entry;

	if (d == NULL)
		kit_die("%s: can't read", dir);
	while ((entry = readdir(d)) != NULL) {
		int	 known = entry->d_name[0] == '.';

		for (size_t i = 0; i < NITEMS(bodies); i++)
			known |= strcmp(bodies[i].file, entry->d_name) == 0;
		if (!known)
			wrong(entry->d_name, "no row", "says what it must lead to");
	}
	(void)closedir(d);
}

/* Values of the longest kinds, made here: files of them would say nothing. */
static void
run_long(struct bench *b)
{
	static const struct {
		char		 c;
		size_t		 len;
		const char	*why;
	} rows[] = {
		{ 'a', QUERY_MAX - 13, "the longest query" }, { '%', QUERY_MAX - 13, "percent signs" },
		{ '@', QUERY_MAX - 13, "@ signs" }, { '&', QUERY_MAX - 13, "a thousand parameters" },
		{ '"', QUERY_MAX - 13, "quotes" }, { '.', QUERY_MAX - 13, "dots" },
	};

	for (size_t i = 0; i < NITEMS(rows); i++) {
		char		*query = kit_printf("emailaddress=%*s", (int)rows[i].len, "");
		struct request	 rq = { .method = METHOD_GET, .path = MOZILLA, .host = "example.com" };

		memset(query + 13, rows[i].c, rows[i].len);
		rq.query = query;
		ask(b, &rq);
		check_answer(b, "a long query", rows[i].why);
		if (b->reply.status != 200 && b->reply.status != 400)
			wrong("a long query", rows[i].why, "another status");
		rq.query = "";
		rq.host = query + 13;
		ask(b, &rq);
		check_answer(b, "a long host", rows[i].why);
		if (b->reply.status != 400)
			wrong("a long host", rows[i].why, "another status than 400");
		free(query);
	}
}

int
main(int argc, char *argv[])
{
	struct bench	 b;
	char		*db, *schema, *fixture, *dir;
	const char	*sql[2];

	if (argc != 2)
		kit_die("usage: run_hostile SOURCE");
	db = kit_path("hostile.db");
	sql[0] = schema = kit_printf("%s/schema/schema.sql", argv[1]);
	sql[1] = fixture = kit_printf("%s/tests/hostile/fixture.sql", argv[1]);
	dir = kit_printf("%s/tests/hostile/bodies", argv[1]);
	rig_database(db, sql, 2);
	b.store = store_new(db);
	if (b.store == NULL || arena_init(&b.arena, ARENA_MAX) != 0)
		kit_die("no memory");
	reply_init(&b.reply, ANSWER_MAX);
	buf_init(&b.text, 2 * ANSWER_MAX);
	for (size_t i = 0; i < NITEMS(bodies); i++)
		run_body(&b, dir, &bodies[i]);
	for (size_t i = 0; i < NITEMS(lines); i++)
		run_line(&b, &lines[i]);
	run_long(&b);
	find_strays(dir);
	(void)printf("%zu bodies, %zu lines, %d wrong\n", NITEMS(bodies), NITEMS(lines), failed);
	buf_free(&b.text);
	reply_free(&b.reply);
	arena_free(&b.arena);
	store_free(b.store);
	free(db);
	free(schema);
	free(fixture);
	free(dir);
	kit_clean();
	return failed > 0;
}
