#include "cgi/person.h"

#include <string.h>

#include "lib/limits.h"
#include "lib/text.h"

/* Query parameters that hold the address: ours and automx2's, Monogramm's,
 * mox's (a list there; the first counts). */
static const char *const address_names[] = { "emailaddress", "email", "addresses" };

enum err
person_address(const struct request *rq, struct arena *a, struct query_value *out)
{
	const char	*comma;
	enum err	 e = ERR_OK;

	out->text = NULL;
	for (size_t i = 0; i < NITEMS(address_names) && out->text == NULL; i++) {
		e = query_get(rq->query, address_names[i], false, QUERY_FORM, a,
		    out);
		if (e != ERR_OK)
			return e;
		if (out->text != NULL && i == NITEMS(address_names) - 1 &&
		    (comma = memchr(out->text, ',', out->len)) != NULL)
			out->len = (size_t)(comma - out->text);
	}
	return ERR_OK;
}

/* The octets of a blank at the start, or the end; 0 when there is none.  U+00A0
 * comes from where people copy their names. */
static size_t
blank_start(const char *text, size_t len)
{
	if (len > 0 && *text == ' ')
		return 1;
	return len > 1 && memcmp(text, "\xc2\xa0", 2) == 0 ? 2 : 0;
}

static size_t
blank_end(const char *text, size_t len)
{
	if (len > 0 && text[len - 1] == ' ')
		return 1;
	return len > 1 && memcmp(text + len - 2, "\xc2\xa0", 2) == 0 ? 2 : 0;
}

enum err
person_name(const struct request *rq, struct arena *a, const char **out)
{
	struct query_value	value;
	size_t			n;
	enum err		e;

	*out = NULL;
	e = query_get(rq->query, "name", false, QUERY_FORM, a, &value);
	if (e != ERR_OK || value.text == NULL)
		return e;
	if (value.len > NAME_MAX_OCTETS || text_control(value.text, value.len) ||
	    !text_utf8(value.text, value.len))
		return ERR_REQUEST;
	for (size_t i = 1; i < value.len; i++)
		if ((unsigned char)value.text[i - 1] == 0xc2 &&
		    (unsigned char)value.text[i] < 0xa0)
			return ERR_REQUEST;	/* U+0080 to U+009F */
	while ((n = blank_end(value.text, value.len)) > 0)
		value.len -= n;
	while ((n = blank_start(value.text, value.len)) > 0) {
		value.text += n;
		value.len -= n;
	}
	/* A device refuses empty values. */
	if (value.len == 0)
		return ERR_OK;
	*out = arena_strndup(a, value.text, value.len);
	return *out == NULL ? ERR_NOMEM : ERR_OK;
}
