/* The page for people: what other formats need of it. */
#ifndef MUACONF_PAGE_H
#define MUACONF_PAGE_H

#include "cgi/format.h"

/* A format's refuse function: the page with the form and what went wrong. */
void page_refuse(enum err e, const struct question *q, struct arena *a,
    struct reply *r);

#endif
