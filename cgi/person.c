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
	    !text_utf8(value.text, value.len) ||
	    text_control_c1(value.text, value.len))
		return ERR_REQUEST;
	while ((n = text_blank_end(value.text, value.len)) > 0)
		value.len -= n;
	while ((n = text_blank_start(value.text, value.len)) > 0) {
		value.text += n;
		value.len -= n;
	}
	/* A device refuses empty values. */
	if (value.len == 0)
		return ERR_OK;
	*out = arena_strndup(a, value.text, value.len);
	return *out == NULL ? ERR_NOMEM : ERR_OK;
}
