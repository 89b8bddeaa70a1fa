#include "cgi/query.h"

#include <stdio.h>
#include <string.h>

#include "lib/text.h"

/* The value of a hexadecimal digit, -1 for anything else. */
static int
hex(char c)
{
	c = text_lower(c);
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

enum err
query_decode(const char *text, size_t len, enum query_rule rule, struct arena *a,
    struct query_value *out)
{
	char	*copy = arena_alloc(a, len + 1);
	size_t	 n = 0;

	if (copy == NULL)
		return ERR_NOMEM;
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '%' && len - i > 2 && hex(text[i + 1]) >= 0 &&
		    hex(text[i + 2]) >= 0) {
			copy[n++] = (char)(hex(text[i + 1]) * 16 +
			    hex(text[i + 2]));
			i += 2;
		} else if (text[i] == '%' && rule == QUERY_FORM) {
			return ERR_REQUEST;
		} else {
			copy[n++] = text[i] == '+' && rule == QUERY_FORM ?
			    ' ' : text[i];
		}
	}
	out->text = copy;
	out->len = n;
	return ERR_OK;
}

static bool
is_name(const char *text, size_t len, const char *name, bool nocase)
{
	if (strlen(name) != len)
		return false;
	return nocase ? text_starts_nocase(text, name) :
	    memcmp(text, name, len) == 0;
}

enum err
query_get(const char *query, const char *name, bool nocase,
    enum query_rule rule, struct arena *a, struct query_value *out)
{
	size_t	len;
	size_t	key;

	out->text = NULL;
	out->len = 0;
	for (;; query += len + 1) {
		len = strcspn(query, "&");
		key = strcspn(query, "=&");
		if (is_name(query, key, name, nocase)) {
			if (key < len)
				key++;	/* the '=' */
			return query_decode(query + key, len - key, rule, a, out);
		}
		if (query[len] == '\0')
			return ERR_OK;
	}
}

void
query_trim(struct query_value *v)
{
	for (; v->len > 0 && *v->text == ' '; v->len--)
		v->text++;
	while (v->len > 0 && v->text[v->len - 1] == ' ')
		v->len--;
}

char *
query_encode(struct arena *a, const char *text)
{
	static const char	 digits[] = "0123456789ABCDEF";
	char			*out = arena_alloc(a, 3 * strlen(text) + 1);
	char			*p = out;

	if (out == NULL)
		return NULL;
	for (; *text != '\0'; text++) {
		char c = text_lower(*text);

		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		    strchr("-._~", c) != NULL) {
			*p++ = *text;
			continue;
		}
		*p++ = '%';
		*p++ = digits[(unsigned char)*text >> 4];
		*p++ = digits[(unsigned char)*text & 15];
	}
	return out;
}

char *
query_address(struct arena *a, const char *name, const char *local,
    const char *domain)
{
	const char	*encoded = query_encode(a, local);
	char		*query;
	size_t		 size;

	if (encoded == NULL)
		return NULL;
	size = strlen(name) + 1 + strlen(encoded) + 3 + strlen(domain) + 1;
	if ((query = arena_alloc(a, size)) != NULL)
		(void)snprintf(query, size, "%s=%s%%40%s", name, encoded,
		    domain);
	return query;
}
