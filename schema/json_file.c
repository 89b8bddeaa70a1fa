#include "schema/json_file.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/buf.h"
#include "schema/json_syntax.h"
#include "schema/say.h"

/* The whole file into b. */
static enum err
read_all(const char *path, FILE *f, struct faults *faults, struct buf *b)
{
	char	block[65536];
	size_t	n;

	errno = 0;
	while ((n = fread(block, 1, sizeof(block), f)) > 0) {
		if (n > JSON_FILE_MAX - b->len) {
			fault(faults, NULL, "is over %lu MB; split it",
			    JSON_FILE_MAX / 1024 / 1024);
			return ERR_REQUEST;
		}
		buf_add(b, block, n);
		if (buf_error(b) != ERR_OK) {
			fault(faults, NULL, "out of memory");
			return ERR_NOMEM;
		}
	}
	if (ferror(f)) {
		fault(faults, NULL, "can't read %s: %s", path, strerror(errno));
		return ERR_REQUEST;
	}
	return ERR_OK;
}

/* The octets of a byte order mark; UTF-16 is refused. */
static enum err
skip_bom(const struct buf *b, struct faults *faults, size_t *skip)
{
	*skip = 0;
	if (b->len >= 3 && memcmp(b->data, "\xef\xbb\xbf", 3) == 0)
		*skip = 3;
	if (b->len >= 2 && (memcmp(b->data, "\xff\xfe", 2) == 0 ||
	    memcmp(b->data, "\xfe\xff", 2) == 0)) {
		fault(faults, NULL, "is UTF-16; save it as UTF-8");
		return ERR_REQUEST;
	}
	return ERR_OK;
}

static enum err
parse(const char *text, size_t len, struct faults *faults, cJSON **out)
{
	struct json_mistake	m;
	char			where[5000];
	enum err		e;

	if ((e = json_syntax(text, len, &m)) != ERR_OK) {
		(void)snprintf(where, sizeof(where), "%s:%zu:%zu", faults->file,
		    m.line, m.column);
		complain(where, "%s", m.why);
		faults->count++;
		return e;
	}
	if ((*out = cJSON_ParseWithLength(text, len)) == NULL) {
		fault(faults, NULL, "out of memory");
		return ERR_NOMEM;
	}
	return ERR_OK;
}

enum err
json_file_read(const char *path, struct faults *faults, cJSON **out)
{
	bool		 std = strcmp(path, "-") == 0;
	FILE		*f = std ? stdin : fopen(path, "rb");
	struct buf	 b;
	size_t		 skip;
	enum err	 e;

	*out = NULL;
	buf_init(&b, JSON_FILE_MAX);
	if (f == NULL) {
		fault(faults, NULL, "can't be opened: %s", strerror(errno));
		return ERR_REQUEST;
	}
	e = read_all(path, f, faults, &b);
	if (e == ERR_OK && b.len == 0) {
		fault(faults, NULL, "is empty");
		e = ERR_REQUEST;
	}
	if (e == ERR_OK)
		e = skip_bom(&b, faults, &skip);
	if (e == ERR_OK)
		e = parse(b.data + skip, b.len - skip, faults, out);
	buf_free(&b);
	if (!std)
		(void)fclose(f);
	return e;
}
