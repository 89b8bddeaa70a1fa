/*
 * Microsoft Autodiscover, POX: what all its answers have in common.
 */
#include "cgi/autodiscover.h"

/* Requests may say https:// here, answers never: Outlook refuses that. */
static const char root_namespace[] = AUTODISCOVER_SCHEMAS "responseschema/2006";

void
microsoft_open(struct xml *x, struct buf *b, const char *namespace)
{
	xml_begin(x, b, "  ");
	xml_prolog(x, "utf-8", NULL);
	xml_open(x, "Autodiscover");
	xml_attr(x, "xmlns", root_namespace);
	xml_open(x, "Response");
	if (namespace != NULL)
		xml_attr(x, "xmlns", namespace);
}

enum err
microsoft_close(struct xml *x, struct reply *r)
{
	xml_close(x, "Response");
	xml_close(x, "Autodiscover");
	/* DavMail compares this string as a whole. */
	reply_field(r, "Content-Type", "text/xml; charset=utf-8");
	reply_field(r, "Cache-Control", "no-store");
	return xml_end(x);
}
