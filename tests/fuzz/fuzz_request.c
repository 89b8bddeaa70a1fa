/*
 * A whole request through serve(), with a database behind it:
 *
 *     one octet: the method; then lines: path, query, host; then the body
 */
#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include "cgi/serve.h"
#include "lib/limits.h"
#include "lib/text.h"
#include "tests/fuzz/fuzz.h"
#include "tests/kit/kit.h"
#include "tests/kit/rig.h"

static struct {
	struct store	*store;
	struct arena	 arena;
	struct reply	 reply;
} bench;

static void
finish(void)
{
	store_free(bench.store);
	arena_free(&bench.arena);
	reply_free(&bench.reply);
	kit_clean();
}

/* Once a process. */
static void
start(void)
{
	static const char *const	 sql[] = { SOURCE_DIR "/schema/schema.sql",
		SOURCE_DIR "/tests/golden/fixtures/main.sql" };
	char				*path;

	if (bench.store != NULL)
		return;
	path = kit_path("fuzz.db");
	rig_database(path, sql, 2);
	bench.store = store_new(path);
	free(path);
	if (bench.store == NULL || arena_init(&bench.arena, ARENA_MAX) != 0 || atexit(finish) != 0)
		kit_die("no memory");
	reply_init(&bench.reply, ANSWER_MAX);
}

/* Up to the next line feed, cut off; "" at the end. */
static const char *
line_of(char **at)
{
	char	*line = *at, *end = strchr(line, '\n');

	if (end == NULL) {
		*at = line + strlen(line);
		return line;
	}
	*end = '\0';
	*at = end + 1;
	return line;
}

static void
check_xml(const struct buf *body)
{
	XML_Parser	 p = XML_ParserCreateNS("UTF-8", '\n');

	if (p == NULL)
		return;
	fuzz_must(XML_Parse(p, body->data, (int)body->len, XML_TRUE) == XML_STATUS_OK,
	    "an answer is well-formed");
	XML_ParserFree(p);
}

static void
check_reply(const struct reply *r)
{
	const char	*type = reply_get(r, "Content-Type");

	fuzz_must(r->status == 200 || r->status == 301 || r->status == 302 || r->status == 307 ||
	    r->status == 400 || r->status == 404 || r->status == 405 || r->status == 413,
	    "a status that a request can lead to");
	for (size_t i = 0; i < r->nfields; i++)
		fuzz_must(!text_control(r->fields[i].value, strlen(r->fields[i].value)),
		    "header fields are clean");
	fuzz_must(buf_error(&r->body) == ERR_OK, "an answer is whole");
	if (r->body.len == 0)
		return;
	fuzz_must(type != NULL, "a body has a type");
	fuzz_must(memchr(r->body.data, '\0', r->body.len) == NULL, "no NUL in it");
	if (strncmp(type, "text/xml", 8) == 0 || strstr(type, "aspen-config") != NULL)
		check_xml(&r->body);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum method	 methods[] = { METHOD_GET, METHOD_HEAD, METHOD_POST, METHOD_OTHER };
	struct request			 rq = { .https = true };
	char				*text, *at, *body = NULL;

	if (size == 0 || size > BODY_MAX)
		return 0;
	start();
	text = malloc(size);
	if (text == NULL)
		return 0;
	memcpy(text, data + 1, size - 1);
	text[size - 1] = '\0';
	at = text;
	rq.method = methods[data[0] & 3];
	rq.path = line_of(&at);
	rq.query = line_of(&at);
	rq.host = line_of(&at);
	if (rq.method == METHOD_POST && at < text + size - 1) {
		rq.body_len = size - 1 - (size_t)(at - text);
		rq.body = body = kit_exact(at, rq.body_len);
	}
	serve(&rq, bench.store, NULL, &bench.arena, &bench.reply);
	check_reply(&bench.reply);
	arena_reset(&bench.arena);
	reply_reset(&bench.reply);
	free(body);
	free(text);
	return 0;
}
