/*
 * What an answer is made of, and the words of the database for it.  Plain
 * read-only data that knows no format: the formats translate it.
 */
#ifndef MUACONF_MODEL_H
#define MUACONF_MODEL_H

#include <stddef.h>
#include <stdint.h>

/* In the order in which answers list them (IMAP first: FairEmail and Geary
 * read nothing when another type stands before it). */
enum service_type {
	SERVICE_IMAP,
	SERVICE_POP3,
	SERVICE_SMTP,
	SERVICE_MANAGESIEVE,
	SERVICE_CALDAV,
	SERVICE_CARDDAV,
	SERVICE_WEBDAV,		/* files */
	SERVICE_ICAL,		/* a calendar to subscribe to */
	SERVICE_LDAP,		/* an address book; ldap(s)://host:port/base */
	SERVICE_JMAP,
	SERVICE_ACTIVESYNC,
	SERVICE_EWS,
	SERVICE_MAPIHTTP,
	SERVICE__MAX
};

/* In order of preference, worst first. */
enum security { SECURITY_PLAIN, SECURITY_STARTTLS, SECURITY_TLS, SECURITY__MAX };

enum authentication {
	AUTH_PASSWORD_CLEARTEXT,
	AUTH_PASSWORD_ENCRYPTED,
	AUTH_NTLM,
	AUTH_GSSAPI,
	AUTH_OAUTH2,
	AUTH_CLIENT_IP_ADDRESS,
	AUTH_TLS_CLIENT_CERT,
	AUTH_NONE,
	AUTH__MAX
};

/* One way to reach one service.  As the store reads it, host and url hold their
 * placeholders and username is NULL; formats get it from account_expand(). */
struct service {
	int64_t			 id;	/* service.id, for the log */
	enum service_type	 type;
	enum security		 security;	/* TLS or plain for a service with a url */
	int			 priority;	/* lower comes first */
	uint16_t		 port;		/* never 0 for a service with a host; else 0: the scheme's */
	const char		*host;		/* lower case A-labels; NULL for a service with a url */
	const char		*url;		/* no placeholder left; NULL for a service with a host */
	const char		*template;	/* the user name with its placeholders; never NULL */
	const char		*username;	/* expanded; NULL when that needs an address and none is known */
	size_t			 nauth;		/* 1..AUTH__MAX */
	enum authentication	 auth[AUTH__MAX];	/* best first, each once */
};

/* The whole answer as data.  Strings are NUL-terminated UTF-8 without control
 * characters.  All of it lives in one arena. */
struct account {
	const char		*provider;	/* provider.id */
	const char		*name;		/* provider.name */
	const char		*short_name;	/* never NULL */
	const char		*help_url;	/* NULL: none */
	const char		*webmail_url;	/* NULL: none */
	const char		*domain;	/* the one that was asked for, lower case A-labels */
	const char		*address;	/* local part as asked, domain as above; NULL: only the domain is known */
	const char		*local;		/* the address's local part; NULL as above */
	const char		*login;		/* this mailbox's own login; NULL: as the templates say */
	const char		*display_name;	/* NULL: unknown, or not to be shown */
	const char		*redirect_domain;	/* NULL: hosted here */
	int			 all_servers;	/* formats name every server of a type, not the best only */
	size_t			 nservices;
	const struct service	*services;	/* by type, priority, security (best first), id; the store gives them by id */
};

/* What is known of a type of service. */
struct service_kind {
	const char	*name;		/* the database's word for it */
	int		 has_url;	/* reached by url, else by host and port */
	uint16_t	 port;		/* where TLS is implied; 0 with a url, or none */
	uint16_t	 starttls_port;	/* where it is STARTTLS; 0: none */
};

/* What NULL means in service.port; 0 for a service with a url. */
uint16_t service_port(enum service_type type);

/* The kind of a type; never NULL for a type below SERVICE__MAX. */
const struct service_kind *service_kind(enum service_type type);

/* Words of the database and the seed files, in both directions.  The parse
 * functions take a NUL-terminated word, compare case, and return -1 for a word
 * they don't know. */
const char *security_name(enum security s);
int security_parse(const char *word, enum security *out);
const char *authentication_name(enum authentication a);
int authentication_parse(const char *word, enum authentication *out);
int service_type_parse(const char *word, enum service_type *out);

/*
 * The list in service.authentication ("OAuth2 password-cleartext") as an
 * array.  Returns how many there are, 0 when the text is not such a list.
 */
size_t authentication_list(const char *words, enum authentication out[AUTH__MAX]);

/* What NULL means in service.security: STARTTLS on ports 143, 110, 587, 25 and
 * 4190, else TLS (RFC 8314, 3; RFC 5804, 1.7). */
enum security security_of_port(unsigned long port);

/*
 * The service among n that formats with room for one server of a type should
 * name: the first of that type, as sorted.  NULL when there is none.
 */
const struct service *account_first(const struct account *a, enum service_type type);

#endif
