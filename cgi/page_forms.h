/* The three forms of the page for people: functions from data to a body. */
#ifndef MUACONF_PAGE_FORMS_H
#define MUACONF_PAGE_FORMS_H

#include "cgi/page_parts.h"

/* They set Content-Type and what else is their own.  ERR_OK,
 * ERR_XML, ERR_NOMEM. */
enum err page_html(const struct page *p, struct reply *r);
enum err page_text(const struct page *p, struct reply *r);
enum err page_json(const struct page *p, struct reply *r);

#endif
