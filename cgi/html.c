#include "cgi/html.h"

#include <openssl/evp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "cgi/page_style.h"
#include "lib/url.h"

/* base64 of a SHA-256 and its NUL */
#define HASH_SIZE 45

void
html_leaf(struct xml *x, const char *name, const char *class, const char *text)
{
	xml_open(x, name);
	if (class != NULL)
		xml_attr(x, "class", class);
	xml_text(x, text);
	xml_close(x, name);
}

void
html_open(struct xml *x, const char *name, const char *class)
{
	xml_open(x, name);
	xml_attr(x, "class", class);
}

void
html_link(struct xml *x, const char *class, const char *href, const char *text)
{
	xml_open(x, "a");
	if (class != NULL)
		xml_attr(x, "class", class);
	xml_attr(x, "href", href);
	xml_text(x, text);
	xml_close(x, "a");
}

static void
meta(struct xml *x, const char *name, const char *content)
{
	xml_open(x, "meta");
	xml_attr(x, "name", name);
	xml_attr(x, "content", content);
	xml_close(x, "meta");
}

void
html_begin(struct xml *x, struct buf *b, const char *lang, const char *title)
{
	xml_begin_html(x, b);
	xml_open(x, "html");
	xml_attr(x, "lang", lang);
	xml_open(x, "head");
	xml_open(x, "meta");
	xml_attr(x, "charset", "utf-8");
	xml_close(x, "meta");
	meta(x, "viewport", "width=device-width, initial-scale=1");
	meta(x, "color-scheme", "light dark");
	meta(x, "robots", "noindex");
	xml_leaf(x, "title", title);
	/* Octet for octet what the policy's hash is of: nothing in the sheet
	 * needs escaping, which its build sees to. */
	xml_leaf(x, "style", page_style);
	xml_close(x, "head");
	xml_open(x, "body");
}

enum err
html_end(struct xml *x)
{
	xml_close(x, "body");
	xml_close(x, "html");
	return xml_end(x);
}

/* "https://host:port" of a URL, after a blank; "" without one. */
static void
origin_of(const char *url, char *out, size_t size)
{
	struct url u;

	*out = '\0';
	if (url == NULL || url_parse(url, &u) != ERR_OK || !u.tls)
		return;
	if (u.port == 0)
		(void)snprintf(out, size, " https://%s", u.host);
	else
		(void)snprintf(out, size, " https://%s:%u", u.host,
		    (unsigned)(uint16_t)u.port);
}

const char *
html_policy(struct arena *a, const char *image_url)
{
	static const char format[] = "default-src 'none';"
	    " style-src 'sha256-%s'; img-src 'self'%s; form-action 'self';"
	    " base-uri 'none'; frame-ancestors 'none'";
	unsigned char	 digest[32];
	char		 hash[HASH_SIZE];
	char		 origin[DOMAIN_MAX + sizeof(" https://:65535")];
	size_t		 size = sizeof(format) + sizeof(hash) + sizeof(origin);
	char		*out;

	if (EVP_Digest(page_style, strlen(page_style), digest, NULL,
	    EVP_sha256(), NULL) != 1)
		return NULL;
	(void)EVP_EncodeBlock((unsigned char *)hash, digest,
	    (int)sizeof(digest));
	origin_of(image_url, origin, sizeof(origin));
	if ((out = arena_alloc(a, size)) != NULL)
		(void)snprintf(out, size, format, hash, origin);
	return out;
}
