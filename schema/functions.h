/* SQL functions of ours, for comparing and checking. */
#ifndef MUACONF_FUNCTIONS_H
#define MUACONF_FUNCTIONS_H

#include <sqlite3.h>

/*
 * Add them to a connection; each gives NULL for NULL.
 *
 *   mail_domain(address)          what stands behind the last '@'; else NULL
 *   is_domain(text)               1 when domain_parse() gives just this text
 *   is_address(text)              1 when address_parse() takes it
 *   wrong_placeholder(text)       what only looks like a placeholder of a user
 *                                 name; else NULL
 *   wrong_url_placeholder(text)   the same for a URL
 *   wrong_text(text), wrong_ends(text), wrong_url(text)
 *                                 as in wrong.h; NULL when nothing is wrong
 *   usual_port(type)              what NULL in service.port means; NULL for a
 *                                 type with url
 *   port_security(port)           what NULL in service.security means
 *
 * SQLITE_OK, or SQLite's error.
 */
int functions_add(sqlite3 *handle);

#endif
