/*
 * What the web server handed over: bounded, borrowed, nothing interpreted.
 * Strings are NUL-terminated and untrusted; they live as long as the request.
 */
#ifndef MUACONF_REQUEST_H
#define MUACONF_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

enum method {
	METHOD_GET = 1,
	METHOD_HEAD = 2,
	METHOD_POST = 4,
	METHOD_OTHER = 8,	/* PROPFIND, PUT, anything */
};

struct request {
	enum method	 method;
	const char	*path;		/* SCRIPT_NAME and PATH_INFO, percent-decoded by the web server */
	const char	*query;		/* QUERY_STRING, raw; "" when there is none */
	const char	*host;		/* HTTP_HOST; NULL when absent */
	const char	*language;	/* HTTP_ACCEPT_LANGUAGE; NULL when absent */
	const char	*accept;	/* HTTP_ACCEPT; NULL when absent */
	const char	*mapi_http;	/* HTTP_X_MAPIHTTPCAPABILITY; NULL when absent */
	bool		 https;
	const char	*body;		/* body_len octets, no NUL after them; NULL when empty */
	size_t		 body_len;
	bool		 body_too_big;	/* over BODY_MAX; then body is NULL */
	bool		 query_too_big;	/* over QUERY_MAX; then query is "" */
	bool		 signs;		/* Apple profiles go out signed */
	struct timespec	 now;		/* when the request came; the only clock an answer sees */
};

#endif
