#include "cgi/reply.h"

#include <assert.h>
#include <string.h>

#include "lib/text.h"

void
reply_init(struct reply *r, size_t max)
{
	memset(r, 0, sizeof(*r));
	buf_init(&r->body, max);
}

void
reply_free(struct reply *r)
{
	buf_free(&r->body);
}

void
reply_reset(struct reply *r)
{
	struct buf body = r->body;

	buf_reset(&body);
	memset(r, 0, sizeof(*r));
	r->body = body;
}

static bool
is_field_value(const char *value)
{
	for (; *value != '\0'; value++)
		if ((unsigned char)*value < 0x20 || (unsigned char)*value > 0x7e)
			return false;
	return true;
}

void
reply_field(struct reply *r, const char *name, const char *value)
{
	size_t i = 0;

	while (i < r->nfields && !text_equal_nocase(r->fields[i].name, name))
		i++;
	if (i == REPLY_FIELDS || !is_field_value(value)) {
		assert(0 && "a field of our own");
		return;
	}
	r->fields[i].name = name;
	r->fields[i].value = value;
	if (i == r->nfields)
		r->nfields++;
}

const char *
reply_get(const struct reply *r, const char *name)
{
	for (size_t i = 0; i < r->nfields; i++)
		if (text_equal_nocase(r->fields[i].name, name))
			return r->fields[i].value;
	return NULL;
}

const char *
reply_status_text(int status)
{
	/* clang-format off */
	static const struct {
		int		 status;
		const char	*text;
	} texts[] = {
		{ 200, "200 OK" },
		{ 301, "301 Moved Permanently" },
		{ 302, "302 Found" },
		{ 307, "307 Temporary Redirect" },
		{ 308, "308 Permanent Redirect" },
		{ 400, "400 Bad Request" },
		{ 404, "404 Not Found" },
		{ 405, "405 Method Not Allowed" },
		{ 413, "413 Content Too Large" },
		{ 414, "414 URI Too Long" },
		{ 500, "500 Internal Server Error" },
		{ 503, "503 Service Unavailable" },
	};
	/* clang-format on */

	for (size_t i = 0; i < NITEMS(texts); i++)
		if (texts[i].status == status)
			return texts[i].text;
	return "500 Internal Server Error";
}

int
status_of(enum err e)
{
	switch (e) {
	case ERR_OK:
		return 200;
	case ERR_REQUEST:
	case ERR_ADDRESS:
		return 400;
	case ERR_NOTFOUND:
	case ERR_NOSERVERS:
	case ERR_MOVED:
	case ERR_SCHEMA:
	case ERR_ROUTE:
		return 404;
	case ERR_METHOD:
		return 405;
	case ERR_TOOBIG:
		return 413;
	case ERR_STORE:
		return 503;
	case ERR_NOMEM:
	case ERR_XML:
	case ERR__MAX:
		break;
	}
	return 500;
}

void
reply_text(struct reply *r, int status, const char *phrase)
{
	r->status = status;
	reply_field(r, "Content-Type", "text/plain; charset=utf-8");
	reply_field(r, "Cache-Control", "no-store");
	buf_puts(&r->body, phrase);
	buf_putc(&r->body, '\n');
}
