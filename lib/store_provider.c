#include "lib/store_provider.h"

#include <stdbool.h>

#include "lib/limits.h"
#include "lib/log.h"

/* A column's text in the arena; NULL for NULL.  full is set when it didn't fit. */
static const char *
text(struct arena *a, sqlite3_stmt *st, int col, bool *full)
{
	const char	*value = (const char *)sqlite3_column_text(st, col);
	char		*copy;

	if (value == NULL)
		return NULL;
	copy = arena_strndup(a, value, (size_t)sqlite3_column_bytes(st, col));
	if (copy == NULL)
		*full = true;
	return copy;
}

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
	out->webmail.url = text(a, st, 3, &full);
	out->webmail.user.id = text(a, st, 4, &full);
	out->webmail.user.name = text(a, st, 5, &full);
	out->webmail.password.id = text(a, st, 6, &full);
	out->webmail.password.name = text(a, st, 7, &full);
	out->webmail.button.id = text(a, st, 8, &full);
	out->webmail.button.name = text(a, st, 9, &full);
	out->oauth2.issuer = text(a, st, 10, &full);
	out->oauth2.auth_url = text(a, st, 11, &full);
	out->oauth2.token_url = text(a, st, 12, &full);
	out->oauth2.scope = text(a, st, 13, &full);
	out->oauth2.client_id = text(a, st, 14, &full);
	return full ? ERR_NOMEM : ERR_OK;
}

static enum err
read_document(sqlite3_stmt *st, struct arena *a, struct document *out)
{
	const char	*kind = (const char *)sqlite3_column_text(st, 0);
	bool		 full = false;

	if (kind == NULL || document_kind_parse(kind, &out->kind) != 0)
		out->kind = DOCUMENT_DOCUMENTATION;
	out->url = text(a, st, 1, &full);
	out->lang = text(a, st, 2, &full);
	out->text = text(a, st, 3, &full);
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
