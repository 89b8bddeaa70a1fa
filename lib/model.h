/*
 * What an answer is made of, and the words of the database for it.  Plain
 * read-only data that knows no format: the formats translate it.
 */
#ifndef MUACONF_MODEL_H
#define MUACONF_MODEL_H

#include <stdbool.h>
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
	SERVICE_OWA,		/* Outlook on the web, by a program */
	SERVICE_GRAPH,		/* Microsoft Graph */
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

/* Parts of an answer that a few clients read and others stumble over: left out
 * unless provider.sections names them. */
enum section {
	SECTION_ADDRESSBOOKS,
	SECTION_CALENDARS,
	SECTION_FILES,
	SECTION_JMAP,
	SECTION_EWS,
	SECTION_OWA,
	SECTION_GRAPH,
	SECTION_ACTIVESYNC,
	SECTION_EXCHANGE,	/* EWS, OWA and ActiveSync as one old-style server */
	SECTION_MANAGESIEVE,
	SECTION_WEBMAIL,
	SECTION_OAUTH2,
	SECTION__MAX
};

/* What a page is for. */
enum document_kind {
	DOCUMENT_DOCUMENTATION,
	DOCUMENT_INSTRUCTION,
	DOCUMENT_ENABLE,	/* people must switch IMAP on there */
	DOCUMENT__MAX
};

/* A page in one language.  Neighbours with one kind and url are one page. */
struct document {
	enum document_kind	 kind;
	const char		*url;
	const char		*lang;	/* a language tag (RFC 5646) */
	const char		*text;	/* what it is about; NULL: nothing is said */
};

/* An element of the web mail's log-in form: its id and name there, or NULL. */
struct form_field {
	const char	*id;
	const char	*name;
};

struct webmail_login {
	const char		*url;	/* NULL: unknown, and the rest too */
	struct form_field	 user;
	struct form_field	 password;
	struct form_field	 button;
};

/* Where any mail program gets its tokens. */
struct oauth2 {
	const char	*issuer;	/* NULL: none, and the rest too */
	const char	*auth_url;	/* NULL: token_url and scope too */
	const char	*token_url;
	const char	*scope;
	const char	*client_id;	/* NULL: none */
};

/* Wishes for a POP3 client; -1: as the client likes. */
struct pop3_options {
	int	leave_messages;		/* on the server: 0 or 1 */
	int	days_to_leave;
	int	download_on_check;	/* 0 or 1 */
	int	check_minutes;
};

/* One way to reach one service.  As the store reads it, host and url hold their
 * placeholders, port stands beside the url, and username is NULL; formats get it
 * from account_expand(). */
struct service {
	int64_t			 id;	/* service.id, for the log */
	enum service_type	 type;
	enum security		 security;	/* TLS or plain for a service with a url */
	int			 priority;	/* lower comes first */
	uint16_t		 port;		/* never 0 for a service with a host; else 0: it is in the url */
	const char		*host;		/* lower case A-labels; NULL for a service with a url */
	const char		*url;		/* no placeholder left; NULL for a service with a host */
	bool			 url_cut;	/* what follows in url needs an address, and none is known */
	const char		*template;	/* the user name with its placeholders; never NULL */
	const char		*username;	/* expanded; NULL when that needs an address and none is known */
	struct pop3_options	 pop3;
	int			 global_server;	/* prefer the SMTP server that the person uses already; -1: nothing is said */
	bool			 by_network;	/* SMTP: only clients in the provider's network may use it */
	size_t			 nauth;		/* 1..AUTH__MAX */
	enum authentication	 auth[AUTH__MAX];	/* best first, each once */
};

enum directory_scope { SCOPE_BASE, SCOPE_ONE, SCOPE_SUB, SCOPE__MAX };

/* Where logins are looked up: a row of ldap_server. */
struct directory_server {
	const char		*id;
	const char		*uri;	/* ldap://host:port or ldaps://host:port */
	const char		*base;	/* with placeholders, as filter */
	const char		*filter;
	enum directory_scope	 scope;
	enum security		 security;
	const char		*attribute_login;
	const char		*attribute_name;
	const char		*bind_dn;	/* NULL: anonymous */
	const char		*bind_password;	/* NULL: in the file */
	const char		*bind_password_file;	/* NULL: none */
	const char		*ca_file;	/* NULL: the system's certificates */
	int			 timeout_ms;	/* for everything that one question needs */
	int			 max_connections;
	int			 cache_seconds;	/* 0: no cache */
};

/* The whole answer as data.  Strings are NUL-terminated UTF-8 without control
 * characters.  All of it lives in one arena. */
struct account {
	const char		*provider;	/* provider.id */
	const char		*name;		/* provider.name */
	const char		*short_name;	/* never NULL */
	const char		*help_url;	/* NULL: none */
	const char		*webmail_url;	/* NULL: none */
	const char		*logo_url;	/* https; NULL: none */
	const char		*domain;	/* the one that was asked for, lower case A-labels */
	const char		*address;	/* local part as asked, domain as above; NULL: only the domain is known */
	const char		*local;		/* the address's local part; NULL as above */
	const char		*login;		/* this mailbox's own login; NULL: as the templates say */
	const char		*display_name;	/* NULL: unknown, or not to be shown */
	int			 personal;	/* differs from the domain's answer for everybody */
	int			 display_names;	/* display_name may be shown */
	const char		*alias_of;	/* the domain whose settings count; NULL: domain itself, or "*" */
	const struct directory_server	*directory;	/* to ask for the login; NULL: nowhere, and for every format */
	bool			 in_directory;	/* the domain's logins stand in one, whether or not it is asked */
	const char		*redirect_domain;	/* NULL: hosted here */
	const char		*redirect_url;	/* Autodiscover's own, https; NULL: none */
	int			 all_servers;	/* formats name every server of a type, not the best only */
	bool			 in_order;	/* incoming servers by priority alone, whatever their type */
	unsigned		 sections;	/* bits 1U << enum section */
	int			 well_known_status;	/* 301, 302, 307 or 308 */
	struct webmail_login	 webmail;
	struct oauth2		 oauth2;
	size_t			 ndocuments;
	const struct document	*documents;	/* as in the database */
	size_t			 nservices;
	const struct service	*services;	/* by type, priority, security (best first), id; the store gives them by priority and id */
	const struct account	*next;	/* of the next one that was asked for; NULL: no other */
};

/* What is known of a type of service. */
struct service_kind {
	const char	*name;		/* the database's word for it */
	int		 has_url;	/* reached by url, else by host and port */
	uint16_t	 port;		/* where TLS is implied; 0 with a url, or none */
	uint16_t	 starttls_port;	/* where it is STARTTLS; 0: none */
	int		 searched;	/* clients look for what they need from any url above it (RFC 6764, 6) */
};

/* What NULL means in service.port; 0 for a service with a url. */
uint16_t service_port(enum service_type type);

/* The kind of a type; never NULL for a type below SERVICE__MAX. */
const struct service_kind *service_kind(enum service_type type);

/* Can a client use the service as far as its url is known?  Not one that needs
 * an address where none is known, unless it is searched from above. */
bool service_reachable(const struct service *s);

/* Words of the database and the seed files, in both directions.  The parse
 * functions take a NUL-terminated word, compare case, and return -1 for a word
 * they don't know. */
const char *security_name(enum security s);
int security_parse(const char *word, enum security *out);
const char *authentication_name(enum authentication a);
int authentication_parse(const char *word, enum authentication *out);
int service_type_parse(const char *word, enum service_type *out);
int directory_scope_parse(const char *word, enum directory_scope *out);

const char *section_name(enum section s);
int section_parse(const char *word, enum section *out);
const char *document_kind_name(enum document_kind k);
int document_kind_parse(const char *word, enum document_kind *out);

/*
 * The list in provider.sections ("calendars oauth2") as bits; NULL is none.
 * 0, or -1 when the text is not such a list, each word once.
 */
int section_list(const char *words, unsigned *out);

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
 * name: the first reachable one of that type, as sorted.  NULL when there is none.
 */
const struct service *account_first(const struct account *a, enum service_type type);

/* Can mail be both received and sent with it? */
int account_has_mail(const struct account *a);

#endif
