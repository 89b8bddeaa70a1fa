/*
 * The body of an Autodiscover request by SOAP (MS-OXWSADISC 3.1.4), read with
 * lib/xmlread.h.
 */
#ifndef MUACONF_SOAP_H
#define MUACONF_SOAP_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/arena.h"
#include "lib/err.h"
#include "lib/limits.h"

enum soap_operation {
	SOAP_UNKNOWN,		/* an envelope around something else */
	SOAP_USER_SETTINGS,	/* GetUserSettings: subjects are mailboxes */
	SOAP_DOMAIN_SETTINGS,	/* GetDomainSettings: subjects are domains */
	SOAP_FEDERATION,	/* GetFederationInformation: one domain */
	SOAP__MAX
};

/* Strings are as sent, blanks around them cut; not checked. */
struct soap {
	enum soap_operation	 operation;
	bool			 version12;	/* the envelope is that of SOAP 1.2 */
	const char		*message_id;	/* of WS-Addressing; NULL: none */
	size_t			 nsubjects;	/* SOAP_SUBJECTS_MAX + 1: more than are answered */
	const char		*subjects[SOAP_SUBJECTS_MAX];
	size_t			 nsettings;	/* each name once; SOAP_SETTINGS_MAX + 1: too many */
	const char		*settings[SOAP_SETTINGS_MAX];
};

/*
 * Read a request, as tolerant and as strict as xml_read(); namespaces don't
 * count, as the field has https:// names and misspelt ones, but for that of
 * SOAP 1.2, which is another protocol.
 *
 * body   len octets, untrusted.
 * a      what out points to comes to live here.
 * out    filled on success only.
 *
 * ERR_OK; ERR_REQUEST when the body is no SOAP envelope; ERR_NOMEM.
 */
enum err soap_parse(const char *body, size_t len, struct arena *a,
    struct soap *out) __attribute__((warn_unused_result));

#endif
