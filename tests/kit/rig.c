#include "tests/kit/rig.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/kit/kit.h"

/* 2023-11-14 22:13:20.123456700 UTC */
#define CLOCK_SECONDS 1700000000
#define CLOCK_NANOSECONDS 123456700L

char *
rig_sql(const char *path, const char *sql)
{
	sqlite3	*db = NULL;
	char	*message = NULL;

	if (sqlite3_open(path, &db) != SQLITE_OK ||
	    sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		message = kit_string(db != NULL ? sqlite3_errmsg(db) : "no memory");
	(void)sqlite3_close(db);
	return message;
}

void
rig_database(const char *path, const char *const *sql, size_t n)
{
	(void)unlink(path);
	for (size_t i = 0; i < n; i++) {
		size_t	 len;
		char	*text = kit_read(sql[i], &len);
		char	*message;

		if (text == NULL)
			kit_die("%s: can't read", sql[i]);
		message = rig_sql(path, text);
		if (message != NULL)
			kit_die("%s: %s", sql[i], message);
		free(text);
	}
}

/* Cut the line at *at off the text, and go on behind it. */
static char *
line_cut(char **at)
{
	char	*line = *at, *end = strchr(line, '\n');

	if (end == NULL)
		kit_die("a request ends before its empty line");
	*end = '\0';
	*at = end + 1;
	return line;
}

static void
set_method(const char *word, struct rig_request *out)
{
	out->method = word;
	if (strcmp(word, "GET") == 0)
		out->rq.method = METHOD_GET;
	else if (strcmp(word, "HEAD") == 0)
		out->rq.method = METHOD_HEAD;
	else if (strcmp(word, "POST") == 0)
		out->rq.method = METHOD_POST;
	else
		out->rq.method = METHOD_OTHER;
}

static void
set_field(const char *file, const char *name, const char *value,
    struct rig_request *out)
{
	if (strcmp(name, "Host") == 0)
		out->rq.host = value;
	else if (strcmp(name, "HTTPS") == 0)
		out->rq.https = strcmp(value, "on") == 0;
	else if (strcmp(name, "Accept") == 0)
		out->rq.accept = value;
	else if (strcmp(name, "Accept-Language") == 0)
		out->rq.language = value;
	else if (strcmp(name, "X-MapiHttpCapability") == 0)
		out->rq.mapi_http = value;
	else if (strcmp(name, "Fixture") == 0)
		out->fixture = value;
	else if (strcmp(name, "Body") == 0)
		out->rq.body_too_big = strcmp(value, "too-big") == 0;
	else
		kit_die("%s: unknown field %s", file, name);
}

void
rig_request(const char *path, struct rig_request *out)
{
	size_t	 len;
	char	*at, *line, *space, *query;

	memset(out, 0, sizeof(*out));
	out->text = kit_read(path, &len);
	if (out->text == NULL)
		kit_die("%s: can't read", path);
	at = out->text;
	line = line_cut(&at);
	space = strchr(line, ' ');
	if (space == NULL)
		kit_die("%s: no path", path);
	*space = '\0';
	set_method(line, out);
	out->rq.path = space + 1;
	query = strchr(space + 1, '?');
	if (query != NULL)
		*query++ = '\0';
	out->rq.query = query != NULL ? query : "";
	while (*(line = line_cut(&at)) != '\0') {
		char	*colon = strchr(line, ':');

		if (colon == NULL || colon[1] != ' ')
			kit_die("%s: no field: %s", path, line);
		*colon = '\0';
		set_field(path, line, colon + 2, out);
	}
	len -= (size_t)(at - out->text);
	if (len > 0 && !out->rq.body_too_big) {
		out->body = kit_exact(at, len);
		out->rq.body = out->body;
		out->rq.body_len = len;
	}
	out->rq.now.tv_sec = CLOCK_SECONDS;
	out->rq.now.tv_nsec = CLOCK_NANOSECONDS;
}

void
rig_request_free(struct rig_request *r)
{
	free(r->text);
	free(r->body);
	memset(r, 0, sizeof(*r));
}

void
rig_answer(const struct request *rq, const struct reply *r, struct buf *out)
{
	buf_reset(out);
	buf_puts(out, reply_status_text(r->status));
	buf_putc(out, '\n');
	for (size_t i = 0; i < r->nfields; i++) {
		buf_puts(out, r->fields[i].name);
		buf_puts(out, ": ");
		buf_puts(out, r->fields[i].value);
		buf_putc(out, '\n');
	}
	buf_putc(out, '\n');
	if (rq->method != METHOD_HEAD)
		buf_add(out, r->body.data, r->body.len);
}
