/*
 * Every limit of the project with its reason.  At a limit a function fails
 * with an error; nothing is ever cut.  All are octets unless said otherwise.
 */
#ifndef MUACONF_LIMITS_H
#define MUACONF_LIMITS_H

/* RFC 5321, 4.5.3.1: a local part, a domain, a whole address (a path of 256
 * less its angle brackets). */
#define LOCAL_MAX 64
#define DOMAIN_MAX 253
#define ADDRESS_MAX 254

/* A user name or login, as the database's CHECK has it. */
#define USERNAME_MAX 254

/* The schema's limit for a URL. */
#define URL_MAX 500

/* Autodiscover requests seen in the field are under 600 octets; nginx is told
 * the same limit (client_max_body_size 16k). */
#define BODY_MAX 16384

/* nginx takes at most 8k for a request line. */
#define PATH_MAX_OCTETS 8192
#define QUERY_MAX 8192
#define HOST_MAX 512

/* Real Autodiscover requests nest 3 deep, SOAP ones 7. */
#define XML_IN_DEPTH 16
#define XML_IN_ELEMENTS 256
/* One value in a request: an address with blanks around it, a schema's URL. */
#define XML_IN_TEXT 319

/* Autodiscover by SOAP.  Clients ask for one mailbox and 6 settings; the
 * protocol has about 70 of them.  8 times 128 still fit into one answer. */
#define SOAP_SUBJECTS_MAX 8
#define SOAP_SETTINGS_MAX 128
#define SOAP_ELEMENTS_MAX 512
/* An Apple profile nests 5 deep, a web page about 12. */
#define XML_OUT_DEPTH 24

/* Services of one provider, a domain's own included, that an answer looks at. */
#define SERVICES_MAX 64

/* Pages of help with all their languages: the providers of the field have 20. */
#define DOCUMENTS_MAX 64

/* The largest answer: 64 services in an Apple profile are about 100 KB. */
#define ANSWER_MAX 262144

/* One request's memory: the model, and what the format needs on the way. */
#define ARENA_MAX 524288

/* Octets of a person's name on an Apple profile. */
#define NAME_MAX_OCTETS 128

/* How long, in seconds, the web server may be silent in the middle of a request
 * or an answer before its connection is given up.  nginx sends whole requests
 * and is told to wait 5 seconds for an answer. */
#define PEER_SECONDS 5

/* How long, in milliseconds, a request waits for a writer of the database. */
#define STORE_BUSY_MS 500

/* Questions that wait for directories at a time, all together.  One directory may
 * hold half of that, more than a busy provider has people setting up programs at
 * once; each of them costs a thread, of half a megabyte with its open database. */
#define DIRECTORY_WAITING_MAX 128
/* Directories.  A dead one costs one time-out and is then left alone this long. */
#define DIRECTORY_PAUSE_MS 5000
/* Firewalls forget a silent connection after minutes; we close it before. */
#define DIRECTORY_IDLE_MS 60000
/* As ldap_server.max_connections in the schema. */
#define DIRECTORY_CONNECTIONS_MAX 64
/* Rows of ldap_server with connections at a time; more take turns. */
#define DIRECTORY_SERVERS_MAX 64
/* Answers kept of users that are there, and as many of users that are not, so
 * that asking for nonsense pushes out nobody: at most 8 MB in all. */
#define DIRECTORY_CACHE_ENTRIES 4096
/* One message of a directory: two attributes of one entry are far smaller. */
#define DIRECTORY_MESSAGE_MAX 65536
/* Entries and results read for one question that wants two; references to other
 * servers are passed over, and don't count. */
#define DIRECTORY_MESSAGES_MAX 32
/* ldap_server.bind_password in the schema, and the file that holds one. */
#define DIRECTORY_PASSWORD_MAX 1000
/* What failed, in one sentence. */
#define DIRECTORY_WHY_MAX 400
/* Addresses of one host name that are tried. */
#define DIAL_ADDRESSES_MAX 8
/* Modules along a side of a QR code: version 25 holds a link of 997 octets.  A
 * longer one is none that a phone's camera reads from a screen. */
#define QR_WIDTH_MAX 117

/* `muaconf certs --only-resolving`.  A name whose servers are dead takes libc
 * ten seconds, so this many threads are through with a batch of such names well
 * before its deadline; with live ones they ask for thousands in a second. */
#define RESOLVE_THREADS 64
#define RESOLVE_BATCH 512
#define RESOLVE_DEADLINE_MS 120000

/* Days before a signing certificate's end that a warning is due: Let's Encrypt
 * renews 30 days before it, so then a renewal has failed for two weeks. */
#define SIGN_WARN_DAYS 14

#endif
