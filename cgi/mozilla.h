/* Between the two halves of Mozilla's format: what is asked, and the file. */
#ifndef MUACONF_MOZILLA_H
#define MUACONF_MOZILLA_H

#include "lib/model.h"
#include "lib/xml.h"

/*
 * The user name that the file shows for a service.  The two common templates
 * stay as they are, also when the address is known: GNOME Online Accounts and
 * Mailspring want the placeholder, and Thunderbird turns a literal 0123 into
 * 123.  Any other one is expanded where it can be.
 */
const char *mozilla_username(const struct service *s);

/* The element clientConfig.  The account has a way to receive and a way to send
 * mail. */
void mozilla_write(struct xml *x, const struct account *ac);

#endif
