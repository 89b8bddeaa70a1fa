/*
 * What people read, in their language: the labels of Apple profiles and the
 * page.  Every text is here, and only here.
 */
#ifndef MUACONF_STRINGS_H
#define MUACONF_STRINGS_H

#include "cgi/request.h"
#include "lib/arena.h"

/* A new language is a row in language.c and a column of texts[] in strings.c. */
enum language { LANGUAGE_EN, LANGUAGE_DE, LANGUAGE_FR, LANGUAGE_ES, LANGUAGE__MAX };

enum message {
	/* Payloads of a profile: title, and description with {} for the address. */
	MSG_MAIL, MSG_MAIL_ACCOUNT,
	MSG_CALENDAR, MSG_CALENDAR_ACCOUNT,
	MSG_CONTACTS, MSG_CONTACTS_ACCOUNT,
	MSG_SUBSCRIBED, MSG_SUBSCRIBED_ACCOUNT,
	MSG_DIRECTORY, MSG_DIRECTORY_ACCOUNT,
	MSG_ACTIVESYNC, MSG_ACTIVESYNC_ACCOUNT,
	MSG_EXCHANGE, MSG_EXCHANGE_ACCOUNT,
	MSG_SETTINGS_FOR,
	/* The page: head and form. */
	MSG_SET_UP, MSG_INTRO, MSG_ADDRESS, MSG_ADDRESS_HINT, MSG_NAME, MSG_NAME_HINT,
	MSG_SHOW, MSG_ANOTHER, MSG_LANGUAGE, MSG_HELP, MSG_WEBMAIL,
	/* Apple. */
	MSG_APPLE, MSG_APPLE_INTRO, MSG_DOWNLOAD, MSG_IOS, MSG_IOS_1, MSG_IOS_2,
	MSG_IOS_3, MSG_IOS_4, MSG_MACOS, MSG_MACOS_1, MSG_MACOS_2, MSG_MACOS_3,
	MSG_SAFARI, MSG_MINUTES, MSG_UNSIGNED, MSG_REMOVE, MSG_LOCKDOWN, MSG_NO_PROFILE,
	MSG_NO_MAIL_PROFILE,
	MSG_SCAN, MSG_SCAN_TEXT, MSG_QR_LABEL,
	/* Other programs. */
	MSG_PROGRAMS, MSG_PROGRAMS_INTRO, MSG_THUNDERBIRD, MSG_OUTLOOK, MSG_LINUX,
	MSG_ANDROID, MSG_OTHER_PROGRAMS, MSG_OTHER,
	/* By hand. */
	MSG_BY_HAND, MSG_PASSWORD, MSG_FIRST_BEST, MSG_COLON, MSG_SERVER, MSG_PORT, MSG_ENCRYPTION, MSG_USER,
	MSG_SIGN_IN, MSG_LINK,
	MSG_SERVICE_IMAP, MSG_SERVICE_POP3, MSG_SERVICE_SMTP, MSG_SERVICE_MANAGESIEVE,
	MSG_SERVICE_CALDAV, MSG_SERVICE_CARDDAV, MSG_SERVICE_WEBDAV, MSG_SERVICE_ICAL,
	MSG_SERVICE_LDAP, MSG_SERVICE_JMAP, MSG_SERVICE_ACTIVESYNC, MSG_SERVICE_EWS,
	MSG_SERVICE_MAPIHTTP, MSG_SERVICE_OWA, MSG_SERVICE_GRAPH,
	MSG_SECURITY_PLAIN, MSG_SECURITY_STARTTLS, MSG_SECURITY_TLS,
	MSG_AUTH_CLEARTEXT, MSG_AUTH_ENCRYPTED, MSG_AUTH_NTLM, MSG_AUTH_GSSAPI,
	MSG_AUTH_OAUTH2, MSG_AUTH_IP, MSG_AUTH_CERTIFICATE, MSG_AUTH_NONE,
	/* What went wrong. */
	MSG_BAD_ADDRESS, MSG_BAD_NAME, MSG_NO_ADDRESS, MSG_UNKNOWN_DOMAIN, MSG_UNAVAILABLE, MSG_MOVED,
	MSG__MAX
};

/*
 * The language of a request: its query's "lang" where that names one of ours
 * (a tag such as "de-AT" counts as "de"), else the best of Accept-Language
 * (RFC 9110, 12.5.4), else English.
 */
enum language language_of(const struct request *rq);

/* Does the query's "lang" name one of ours?  Then out is it. */
bool language_asked(const struct request *rq, enum language *out);

/* The language's tag ("de") and its own name ("Deutsch"). */
const char *language_tag(enum language l);
const char *language_name(enum language l);

/* A text; in English where the language has none of its own.  Never NULL. */
const char *text_of(enum language l, enum message m);

/* A text with arg in the place of its {}; NULL at the arena's limit. */
const char *text_with(struct arena *a, enum language l, enum message m,
    const char *arg);

#endif
