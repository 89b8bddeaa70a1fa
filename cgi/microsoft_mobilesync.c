/*
 * Autodiscover POX in the dialect of phones (MS-ASCMD 2.2.1.1): where ActiveSync
 * is.
 */
#include "cgi/autodiscover.h"

/* Type stands before Url: the reader in AOSP needs that order. */
static void
render_settings(struct xml *x, const struct service *s)
{
	xml_open(x, "Settings");
	xml_open(x, "Server");
	xml_leaf(x, "Type", "MobileSync");
	xml_leaf(x, "Url", s->url);
	xml_leaf(x, "Name", s->url);
	xml_close(x, "Server");
	xml_close(x, "Settings");
}

enum err
microsoft_mobilesync(const struct account *ac, const struct question *q,
    struct arena *a, struct reply *r)
{
	const struct service		*s = account_first(ac, SERVICE_ACTIVESYNC);
	struct autodiscover_redirect	 elsewhere;
	enum err			 e;
	bool				 moved;
	struct xml			 x;

	moved = autodiscover_redirect(ac, q, a, &elsewhere, &e);
	if (e != ERR_OK)
		return e;
	/* The dialect has a word for another address, but none for a URL. */
	if (moved && elsewhere.address == NULL) {
		autodiscover_moved(r, elsewhere.url);
		return ERR_OK;
	}
	if (!moved && s == NULL)
		return ERR_NOSERVERS;
	microsoft_open(&x, &r->body, MOBILESYNC_NAMESPACE);
	xml_leaf(&x, "Culture", "en:us");
	xml_open(&x, "User");
	xml_leaf(&x, "DisplayName", ac->display_name != NULL ?
	    ac->display_name : ac->address);
	xml_leaf(&x, "EMailAddress", ac->address);
	xml_close(&x, "User");
	xml_open(&x, "Action");
	if (moved)
		xml_leaf(&x, "Redirect", elsewhere.address);
	else
		render_settings(&x, s);
	xml_close(&x, "Action");
	return microsoft_close(&x, r);
}
