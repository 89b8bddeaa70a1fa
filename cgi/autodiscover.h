/* What the files of Microsoft's Autodiscover share: not for other formats. */
#ifndef MUACONF_AUTODISCOVER_H
#define MUACONF_AUTODISCOVER_H

#include "cgi/format.h"
#include "lib/xml.h"

/* In lower case, and without a query: clients refuse other targets. */
#define AUTODISCOVER_XML "/autodiscover/autodiscover.xml"
#define AUTODISCOVER_JSON "/autodiscover/autodiscover.json"
#define AUTODISCOVER_SOAP "/autodiscover/autodiscover.svc"

#define AUTODISCOVER_SCHEMAS "http://schemas.microsoft.com/exchange/autodiscover/"
#define OUTLOOK_NAMESPACE AUTODISCOVER_SCHEMAS "outlook/responseschema/2006a"
#define MOBILESYNC_NAMESPACE AUTODISCOVER_SCHEMAS "mobilesync/responseschema/2006"

/* Where a domain that is hosted elsewhere has its Autodiscover. */
struct autodiscover_redirect {
	const char	*address;	/* ask for this one instead; NULL: ask url */
	const char	*url;		/* never NULL */
};

/*
 * Is the account's domain hosted elsewhere?  A redirect back to where the
 * question came to is none: it would lead a client in a circle.
 *
 * out   filled when the function returns true.
 * err   ERR_OK or ERR_NOMEM, then the return value is false.
 */
bool autodiscover_redirect(const struct account *ac, const struct question *q,
    struct arena *a, struct autodiscover_redirect *out, enum err *err);

/* Answer with 302 to a URL. */
void autodiscover_moved(struct reply *r, const char *url);

/*
 * What format.ask is for a format whose request is a POST with an XML body;
 * write gets the body, its declaration written, and the whole address.  rq's
 * body comes to live in the arena.  ERR_OK or ERR_NOMEM.
 */
enum err autodiscover_post(const struct address *address, const char *path,
    void (*write)(struct xml *x, const char *address), struct arena *a,
    struct request *rq) __attribute__((warn_unused_result));

/*
 * The POX document: Autodiscover and Response, up to the Response's children,
 * and from there on.  namespace is the Response's own, NULL in an error that
 * belongs to no dialect.
 */
void microsoft_open(struct xml *x, struct buf *b, const char *namespace);
enum err microsoft_close(struct xml *x, struct reply *r)
    __attribute__((warn_unused_result));

/* The two dialects; the contract is that of format.render. */
enum err microsoft_outlook(const struct account *ac, const struct question *q,
    struct arena *a, struct reply *r);
enum err microsoft_mobilesync(const struct account *ac,
    const struct question *q, struct arena *a, struct reply *r);

/*
 * The blocks of Exchange's protocols, before those for mail: nothing where no
 * such service is.  ERR_OK or ERR_NOMEM.
 */
enum err microsoft_exchange(struct xml *x, const struct account *ac,
    const struct question *q, struct arena *a)
    __attribute__((warn_unused_result));
/* Would it write any protocol? */
bool microsoft_has_exchange(const struct account *ac, const struct question *q);

/* The page where people read mail in a browser, as both protocols name it: a
 * service of type owa, else the provider's web mail; NULL: there is none. */
const char *autodiscover_web(const struct account *ac);

/* The error document; the contract is that of format.refuse. */
void microsoft_refuse(enum err e, const struct question *q, struct arena *a,
    struct reply *r);

/* What a setting of the SOAP protocol is, for one account. */
enum soap_answer {
	SOAP_GIVEN,
	SOAP_NOT_AVAILABLE,	/* the protocol knows it, this account has none */
	SOAP_INVALID,		/* not a setting of the protocol */
};

/*
 * The setting of a name.  x: where the element UserSetting or DomainSetting
 * goes when it is given; NULL: only tell.  Names are compared exactly, they are
 * an enumeration of the protocol's schema.
 */
enum soap_answer soap_user_setting(struct xml *x, const struct account *ac,
    const char *name);
enum soap_answer soap_domain_setting(struct xml *x, const struct account *ac,
    const char *name);

/* What the settings that a request names can hold of a person. */
enum personal soap_personal(const struct soap *soap);

#endif
