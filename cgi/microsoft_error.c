/*
 * The error document of Autodiscover POX (MS-OXDSCLI 2.2.4, MS-ASCMD 2.2.1.1).
 */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>

#include "cgi/autodiscover.h"
#include "lib/text.h"

/* clang-format off */
/* Errors of MS-OXDSCLI, and the HTTP status that makes clients do the right
 * thing: any 2xx ends Thunderbird's search, so a foreign domain is a 404. */
static const struct {
	int		 code;
	const char	*message;
	int		 status;
} errors[] = {
	[ERR_NOMEM]     = { 603, "Server Error", 500 },
	[ERR_REQUEST]   = { 600, "Invalid Request", 200 },
	[ERR_ADDRESS]   = { 600, "Invalid Request", 200 },
	[ERR_SCHEMA]    = { 601, "Provider is not available", 200 },
	[ERR_NOTFOUND]  = { 500, "The email address can't be found.", 404 },
	[ERR_NOSERVERS] = { 601, "Provider is not available", 200 },
	[ERR_STORE]     = { 603, "Server Error", 503 },
	[ERR_XML]       = { 603, "Server Error", 500 },
};
static_assert(NITEMS(errors) == ERR__MAX, "an answer to every error");
/* clang-format on */

/* FNV-1a: a number that stands for the server's name, as the format has it. */
static uint32_t
server_id(const char *host)
{
	uint32_t hash = 2166136261U;

	for (; host != NULL && *host != '\0'; host++)
		hash = (hash ^ (unsigned char)text_lower(*host)) * 16777619U;
	return hash;
}

static void
render_error(struct xml *x, enum err e, const struct question *q)
{
	const struct timespec	*now = &q->request->now;
	unsigned long		 second = (unsigned long)(now->tv_sec % 86400);
	char			 time[32];
	char			 id[16];

	(void)snprintf(time, sizeof(time), "%02lu:%02lu:%02lu.%07lu",
	    second / 3600, second / 60 % 60, second % 60,
	    (unsigned long)now->tv_nsec / 100 % 10000000);
	(void)snprintf(id, sizeof(id), "%lu",
	    (unsigned long)server_id(q->request->host));
	xml_open(x, "Error");
	xml_attr(x, "Time", time);
	xml_attr(x, "Id", id);
	xml_leaf_uint(x, "ErrorCode", (unsigned long)errors[e].code);
	xml_leaf(x, "Message", errors[e].message);
	xml_empty(x, "DebugData");
	xml_close(x, "Error");
}

/*
 * A GET from a host that is not served gets a 404 with 600 (there was no request
 * in it), and no 200 with an error in any case: Delta Chat would stop its search
 * there.
 */
void
microsoft_refuse(enum err e, const struct question *q, struct arena *a,
    struct reply *r)
{
	struct xml	x;
	bool		post = q->request->method == METHOD_POST;
	bool		mobilesync = q->dialect == DIALECT_MOBILESYNC &&
	    errors[e].code == 601;

	(void)a;
	if (e == ERR_METHOD || e == ERR_TOOBIG) {
		reply_text(r, status_of(e), err_phrase(e));
		return;
	}
	if (!post && (e == ERR_NOTFOUND || e == ERR_NOSERVERS))
		e = ERR_ADDRESS;
	r->status = errors[e].status;
	if (!post && r->status == 200)
		r->status = 404;
	microsoft_open(&x, &r->body, mobilesync ? MOBILESYNC_NAMESPACE : NULL);
	render_error(&x, e, q);
	if (microsoft_close(&x, r) != ERR_OK)
		r->status = 500;
}
