#include "lib/err.h"

#include <assert.h>

static const char *const phrases[] = {
	[ERR_OK]        = "done",
	[ERR_NOMEM]     = "out of memory, or an answer over its limit",
	[ERR_REQUEST]   = "the request can't be understood",
	[ERR_ADDRESS]   = "this is not a usable mail address or domain",
	[ERR_SCHEMA]    = "what was asked for is not offered here",
	[ERR_NOTFOUND]  = "this domain is not served here",
	[ERR_NOSERVERS] = "this domain has no server that can be set up this way",
	[ERR_MOVED]     = "the mail of this domain is hosted elsewhere",
	[ERR_ROUTE]     = "there is nothing at this path",
	[ERR_METHOD]    = "this method is not answered here",
	[ERR_TOOBIG]    = "the request is too large",
	[ERR_STORE]     = "the settings can't be read at the moment",
	[ERR_XML]       = "the answer can't be written",
};
static_assert(NITEMS(phrases) == ERR__MAX, "a phrase for every enum err");

const char *
err_phrase(enum err e)
{
	if ((unsigned)e >= ERR__MAX)
		return "unknown error";
	return phrases[e];
}
