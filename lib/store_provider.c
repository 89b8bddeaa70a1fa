#include "lib/store_provider.h"

#include <stdbool.h>

#include "lib/limits.h"
#include "lib/log.h"
#include "lib/store_db.h"

enum err
provider_read(sqlite3_stmt *st, struct arena *a, struct account *out)
{
	const char	*sections = (const char *)sqlite3_column_text(st, 0);
	bool		 full = false;

	/* The CHECK keeps other words out. */
	if (section_list(sections, &out->sections) != 0)
		out->sections = 0;
	out->in_order = sqlite3_column_int(st, 1) != 0;
	out->well_known_status = sqlite3_column_int(st, 2);
	out->webmail.url = store_text(a, st, 3, &full);
	out->webmail.user.id = store_text(a, st, 4, &full);
	out->webmail.user.name = store_text(a, st, 5, &full);
	out->webmail.password.id = store_text(a, st, 6, &full);
	out->webmail.password.name = store_text(a, st, 7, &full);
	out->webmail.button.id = store_text(a, st, 8, &full);
	out->webmail.button.name = store_text(a, st, 9, &full);
	out->oauth2.issuer = store_text(a, st, 10, &full);
	out->oauth2.auth_url = store_text(a, st, 11, &full);
	out->oauth2.token_url = store_text(a, st, 12, &full);
	out->oauth2.scope = store_text(a, st, 13, &full);
	out->oauth2.client_id = store_text(a, st, 14, &full);
	return full ? ERR_NOMEM : ERR_OK;
}

static enum err
read_document(sqlite3_stmt *st, struct arena *a, struct document *out)
{
	const char	*kind = (const char *)sqlite3_column_text(st, 0);
	bool		 full = false;

	if (kind == NULL || document_kind_parse(kind, &out->kind) != 0)
		out->kind = DOCUMENT_DOCUMENTATION;
	out->url = store_text(a, st, 1, &full);
	out->lang = store_text(a, st, 2, &full);
	out->text = store_text(a, st, 3, &full);
	return full ? ERR_NOMEM : ERR_OK;
}

/* Most providers have none, and then nothing is allocated. */
enum err
documents_read(sqlite3_stmt *st, struct arena *a, struct account *out)
{
	struct document	*documents = NULL;
	size_t		 n = 0;
	enum err	 e = ERR_OK;
	int		 code;

	while (e == ERR_OK && (code = sqlite3_step(st)) != SQLITE_DONE) {
		if (code != SQLITE_ROW)
			return ERR_STORE;
		if (n == DOCUMENTS_MAX) {
			log_line(LOG_LEVEL_WARNING, "provider=%s more than %d"
			    " rows of documentation, the rest is not used;"
			    " delete some", out->provider, DOCUMENTS_MAX);
			break;
		}
		if (documents == NULL && (documents = arena_alloc(a,
		    DOCUMENTS_MAX * sizeof(*documents))) == NULL)
			return ERR_NOMEM;
		if ((e = read_document(st, a, &documents[n])) == ERR_OK)
			n++;
	}
	out->documents = documents;
	out->ndocuments = n;
	return e;
}

static int
number(sqlite3_stmt *st, int col)
{
	return sqlite3_column_type(st, col) == SQLITE_NULL ? -1 :
	    sqlite3_column_int(st, col);
}

void
options_read(sqlite3_stmt *st, int first, struct service *out)
{
	out->pop3.leave_messages = number(st, first);
	out->pop3.days_to_leave = number(st, first + 1);
	out->pop3.download_on_check = number(st, first + 2);
	out->pop3.check_minutes = number(st, first + 3);
	out->global_server = number(st, first + 4);
	out->by_network = sqlite3_column_type(st, first + 5) != SQLITE_NULL;
}
