#include "cgi/apple_identity.h"

#include <stdio.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/text.h"

/* "com.example." for "example.com"; how long that is. */
static size_t
reverse_labels(const char *domain, char *out)
{
	const char	*end = domain + strlen(domain);
	const char	*label;
	size_t		 n = 0;

	for (label = end; label > domain; end = label - 1) {
		for (label = end; label > domain && label[-1] != '.'; label--)
			continue;
		memcpy(out + n, label, (size_t)(end - label));
		n += (size_t)(end - label);
		out[n++] = '.';
	}
	return n;
}

/* The UUID of "kind:addr", or of "kind:addr:url". */
static enum err
name_uuid(const struct identity *id, const char *kind, const char *url,
    struct uuid *out)
{
	struct buf	text;
	enum err	e;

	/* No answer holds a URL that is longer than answers get. */
	buf_init(&text, ANSWER_MAX);
	buf_puts(&text, kind);
	buf_putc(&text, ':');
	buf_puts(&text, id->addr);
	if (url != NULL) {
		buf_putc(&text, ':');
		buf_puts(&text, url);
	}
	if ((e = buf_error(&text)) == ERR_OK)
		e = uuid_v5(&id->ns, text.data, text.len, out);
	buf_free(&text);
	return e;
}

enum err
identity_make(const struct account *ac, struct identity *out)
{
	char		uuid[UUID_TEXT];
	struct uuid	u;
	size_t		n;
	enum err	e;

	out->ac = ac;
	out->shown = ac->address != NULL ? ac->address : ac->domain;
	(void)snprintf(out->addr, sizeof(out->addr), "%s@%s",
	    ac->local == NULL ? "" : ac->local, ac->domain);
	for (char *p = out->addr; *p != '\0'; p++)
		*p = text_lower(*p);
	if ((e = uuid_v5(&uuid_dns, ac->domain, strlen(ac->domain),
	    &out->ns)) != ERR_OK)
		return e;
	if ((e = name_uuid(out, "profile", NULL, &u)) != ERR_OK)
		return e;
	uuid_text(&u, 0, uuid);
	n = reverse_labels(ac->domain, out->profile);
	(void)snprintf(out->profile + n, sizeof(out->profile) - n,
	    "mailconfig.%s", uuid);
	return ERR_OK;
}

enum err
identity_uuid(const struct identity *id, char out[UUID_TEXT])
{
	struct uuid	u;
	enum err	e = name_uuid(id, "profile", NULL, &u);

	if (e == ERR_OK)
		uuid_text(&u, 1, out);
	return e;
}

enum err
identity_payload(const struct identity *id, const char *kind, unsigned nth,
    const char *url, struct payload_names *out)
{
	struct uuid	u;
	enum err	e = name_uuid(id, kind, nth > 1 ? url : NULL, &u);

	if (e != ERR_OK)
		return e;
	uuid_text(&u, 1, out->uuid);
	if (nth > 1)
		(void)snprintf(out->identifier, sizeof(out->identifier),
		    "%s.%s%u", id->profile, kind, nth);
	else
		(void)snprintf(out->identifier, sizeof(out->identifier),
		    "%s.%s", id->profile, kind);
	return ERR_OK;
}

const char *
identity_title(const struct identity *id, struct arena *a, const char *title)
{
	const char *const parts[] = { title, " (", id->shown, ")" };

	return arena_join(a, parts, NITEMS(parts));
}
