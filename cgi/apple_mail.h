/* The mail payload: one incoming and one outgoing server. */
#ifndef MUACONF_APPLE_MAIL_H
#define MUACONF_APPLE_MAIL_H

#include <stdbool.h>

#include "cgi/apple_identity.h"
#include "lib/plist.h"

struct apple_mail {
	const struct service	*in;
	const struct service	*out;
};

/*
 * Choose the servers: IMAP, else POP3, and SMTP; of each type one with
 * encryption before one without, then by priority; none whose sign-in Apple
 * has no word for.  False when there is no such pair.
 */
bool apple_mail_choose(const struct account *ac, struct apple_mail *out);

/* Their keys in the open dict, the common ones of a payload not among them. */
void apple_mail_write(struct xml *x, const struct identity *id,
    const struct apple_mail *mail);

#endif
