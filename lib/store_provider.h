/*
 * A part of lib/store.c, for it alone: the columns that few formats read, from
 * a row that stands on the statement into the model.
 */
#ifndef MUACONF_STORE_PROVIDER_H
#define MUACONF_STORE_PROVIDER_H

#include <sqlite3.h>

#include "lib/arena.h"
#include "lib/err.h"
#include "lib/model.h"

/* ?1 is the provider's id. */
#define PROVIDER_SQL                                                           \
	"SELECT sections, in_order, well_known_status, webmail_login_url,"     \
	" webmail_user_id, webmail_user_name, webmail_password_id,"            \
	" webmail_password_name, webmail_button_id, webmail_button_name,"      \
	" oauth2_issuer, oauth2_auth_url, oauth2_token_url, oauth2_scope,"     \
	" oauth2_client_id FROM provider WHERE id = ?1"
#define PROVIDER_COLUMNS 15

#define DOCUMENTS_SQL                                                          \
	"SELECT kind, url, lang, text FROM documentation WHERE provider = ?1"  \
	" ORDER BY id"
#define DOCUMENTS_COLUMNS 4

/* Columns of service, to be selected behind others. */
#define OPTIONS_SQL                                                            \
	"leave_messages, days_to_leave, download_on_check, check_minutes,"     \
	" global_server, restriction"
#define OPTIONS_COLUMNS 6

/* The row of PROVIDER_SQL.  ERR_OK or ERR_NOMEM. */
enum err provider_read(sqlite3_stmt *st, struct arena *a, struct account *out)
    __attribute__((warn_unused_result));

/* All rows of DOCUMENTS_SQL, DOCUMENTS_MAX at most.  ERR_OK, ERR_NOMEM, or
 * ERR_STORE when SQLite failed. */
enum err documents_read(sqlite3_stmt *st, struct arena *a,
    struct account *out) __attribute__((warn_unused_result));

/* The columns of OPTIONS_SQL, the first being number first. */
void options_read(sqlite3_stmt *st, int first, struct service *out);

#endif
