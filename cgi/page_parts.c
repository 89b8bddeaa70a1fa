#include "cgi/page_parts.h"

#include "cgi/query.h"

const char *
page_text_with(const struct page *p, enum message m, const char *arg)
{
	const char *text = text_with(p->arena, p->language, m, arg);

	return text == NULL ? "" : text;
}

const char *
page_link(const struct page *p, const char *path, enum language language)
{
	const char	*address = query_encode(p->arena, p->typed);
	const char	*name = query_encode(p->arena, p->name);
	const char	*lang = language == LANGUAGE__MAX ? "" :
	    language_tag(language);
	const char	*parts[8] = { path };
	size_t		 n = 1;

	if (address == NULL || name == NULL)
		return NULL;
	if (*address != '\0') {
		parts[n++] = "?emailaddress=";
		parts[n++] = address;
	}
	if (*name != '\0') {
		parts[n] = n > 1 ? "&name=" : "?name=";
		n++;
		parts[n++] = name;
	}
	if (*lang != '\0') {
		parts[n] = n > 1 ? "&lang=" : "?lang=";
		n++;
		parts[n++] = lang;
	}
	return arena_join(p->arena, parts, n);
}
