/*
 * A format: a protocol that some family of clients speaks.  Functions from
 * data to data; formats see neither the store nor FastCGI.
 *
 * A new format is one file in cgi/, one line at the end of this header, and
 * its rows in cgi/routes.c.
 */
#ifndef MUACONF_FORMAT_H
#define MUACONF_FORMAT_H

#include <stdbool.h>

#include "cgi/reply.h"
#include "cgi/request.h"
#include "lib/address.h"
#include "lib/arena.h"
#include "lib/err.h"
#include "lib/model.h"
#include "lib/outlook.h"
#include "lib/soap.h"

#define QUESTION_DOMAINS 3

/* A domain that the question may be about. */
struct question_domain {
	char	name[DOMAIN_MAX + 1];
	bool	any;	/* may the row "*" answer for it? */
};

/* What an answer can hold of a person: so whether a directory is asked. */
enum personal {
	PERSONAL_LOGIN,		/* and the display name */
	PERSONAL_NAME,		/* the display name only */
	PERSONAL_NOTHING
};

/* What the client asks. */
struct question {
	const struct request	*request;
	const struct route	*route;
	bool			 has_address;
	struct address		 address;
	size_t			 ndomains;	/* the first one that is served counts */
	struct question_domain	 domains[QUESTION_DOMAINS];
	/* Further accounts, each looked up on its own (SOAP): account.next.  A
	 * local part "" asks for a domain, a domain "" is none at all. */
	size_t			 nothers;
	const struct address	*others;
	bool			 others_listed;	/* the row "*" does not answer for them */
	enum personal		 personal;
	/* Options of single formats. */
	enum dialect		 dialect;	/* Autodiscover: whose XML */
	bool			 no_dialect;	/* Autodiscover: nobody knows the schema that is wanted */
	const char		*protocol;	/* Autodiscover v2: as sent */
	const struct soap	*soap;		/* Autodiscover by SOAP */
	const char		*name;		/* Apple: the person's name; NULL: none */
};

struct format {
	const char	*name;	/* as in `muaconf show NAME ADDRESS` and in the log */

	/*
	 * From the request to the question.  q comes zeroed but for request and
	 * route.  What it points to is the request's or the arena's.
	 * ERR_OK, ERR_REQUEST, ERR_ADDRESS, ERR_SCHEMA, ERR_NOMEM.
	 */
	enum err	(*parse)(const struct request *rq, struct arena *a,
			    struct question *q);

	/*
	 * From the account to the body and its header fields; the status is
	 * 200 unless it sets another.  ERR_OK; ERR_SCHEMA or ERR_NOSERVERS when
	 * the account has nothing that the format can express; ERR_NOTFOUND when
	 * only a further account is there; ERR_XML, ERR_NOMEM.
	 */
	enum err	(*render)(const struct account *ac,
			    const struct question *q, struct arena *a,
			    struct reply *r);

	/*
	 * The answer to an error, whichever step it came from; r comes empty.
	 * NULL: reply_text() with status_of() and the error's phrase.
	 */
	void		(*refuse)(enum err e, const struct question *q,
			    struct arena *a, struct reply *r);

	/*
	 * The request that a client of this format sends for an address, for
	 * `muaconf show`: fills method, path, query, body.  rq comes zeroed but
	 * for host, https and now.  ERR_OK or ERR_NOMEM.
	 */
	enum err	(*ask)(const struct address *address, struct arena *a,
			    struct request *rq);
};

/*
 * Put the address into the question: it and its domain, which wins over Host
 * (MX look-ups ask autoconfig.<provider> for a customer's address).
 */
void question_address(struct question *q, const struct address *address);

/* Put a domain into the question, behind what is there.  name is as
 * domain_parse() gives it; any: may the row "*" answer for it? */
void question_domain(struct question *q, const char *name, bool any);

/*
 * Put the domains of the request's Host into the question, behind what is
 * there: first without its leading label (autoconfig., ...), then as it is.
 * ERR_OK, or ERR_ADDRESS when Host names no domain.
 */
enum err question_host(struct question *q) __attribute__((warn_unused_result));

/* What ask() does where the address is the parameter emailaddress of a GET.
 * path is a literal.  ERR_OK or ERR_NOMEM. */
enum err ask_with_address(const char *path, const struct address *address,
    struct arena *a, struct request *rq) __attribute__((warn_unused_result));

/* All formats, ended by NULL. */
extern const struct format *const formats[];

extern const struct format mozilla_format;
extern const struct format microsoft_format;
extern const struct format autodiscover_json_format;
extern const struct format autodiscover_soap_format;
extern const struct format apple_format;
extern const struct format pacc_format;
extern const struct format caldav_format;
extern const struct format carddav_format;
extern const struct format jmap_format;
extern const struct format page_format;

#endif
