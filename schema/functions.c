#include "schema/functions.h"

#include <string.h>

#include "lib/address.h"
#include "lib/model.h"
#include "schema/placeholder.h"
#include "schema/wrong.h"

/* The only argument as text; NULL for NULL. */
static const char *
text_of(sqlite3_value **values)
{
	return (const char *)sqlite3_value_text(values[0]);
}

static void
mail_domain(sqlite3_context *c, int n, sqlite3_value **values)
{
	const char	*text = text_of(values);
	const char	*at = text == NULL ? NULL : strrchr(text, '@');

	(void)n;
	if (at != NULL)
		sqlite3_result_text(c, at + 1, -1, SQLITE_TRANSIENT);
}

static void
is_domain(sqlite3_context *c, int n, sqlite3_value **values)
{
	const char	*text = text_of(values);
	char		 out[DOMAIN_MAX + 1];

	(void)n;
	if (text != NULL)
		sqlite3_result_int(c,
		    domain_parse(text, strlen(text), out) == ERR_OK &&
		    strcmp(text, out) == 0);
}

static void
is_address(sqlite3_context *c, int n, sqlite3_value **values)
{
	const char	*text = text_of(values);
	struct address	 a;

	(void)n;
	if (text != NULL)
		sqlite3_result_int(c,
		    address_parse(text, strlen(text), &a) == ERR_OK);
}

static void
wrong_placeholder(sqlite3_context *c, int n, sqlite3_value **values)
{
	const char	*text = text_of(values);
	char		 out[PLACEHOLDER_WRONG_MAX];

	(void)n;
	if (text != NULL && placeholder_wrong(text, out))
		sqlite3_result_text(c, out, -1, SQLITE_TRANSIENT);
}

static void
wrong_url_placeholder(sqlite3_context *c, int n, sqlite3_value **values)
{
	const char	*text = text_of(values);
	char		 out[PLACEHOLDER_WRONG_MAX];

	(void)n;
	if (text != NULL && placeholder_wrong_url(text, out))
		sqlite3_result_text(c, out, -1, SQLITE_TRANSIENT);
}

/* A literal, or NULL. */
static void
result_literal(sqlite3_context *c, const char *text)
{
	sqlite3_result_text(c, text, -1, SQLITE_STATIC);
}

static void
text_wrong(sqlite3_context *c, int n, sqlite3_value **values)
{
	const char *text = text_of(values);

	(void)n;
	if (text != NULL)
		result_literal(c, wrong_text(text,
		    (size_t)sqlite3_value_bytes(values[0])));
}

static void
ends_wrong(sqlite3_context *c, int n, sqlite3_value **values)
{
	const char *text = text_of(values);

	(void)n;
	if (text != NULL)
		result_literal(c, wrong_ends(text));
}

static void
url_wrong(sqlite3_context *c, int n, sqlite3_value **values)
{
	const char *text = text_of(values);

	(void)n;
	if (text != NULL)
		result_literal(c, wrong_url(text));
}

static void
usual_port(sqlite3_context *c, int n, sqlite3_value **values)
{
	const char		*text = text_of(values);
	enum service_type	 type;

	(void)n;
	if (text != NULL && service_type_parse(text, &type) == 0 &&
	    service_port(type) != 0)
		sqlite3_result_int(c, service_port(type));
}

static void
port_security(sqlite3_context *c, int n, sqlite3_value **values)
{
	sqlite3_int64 port = sqlite3_value_int64(values[0]);

	(void)n;
	if (sqlite3_value_type(values[0]) != SQLITE_NULL && port > 0)
		sqlite3_result_text(c,
		    security_name(security_of_port((unsigned long)port)), -1,
		    SQLITE_STATIC);
}

int
functions_add(sqlite3 *handle)
{
	static const struct {
		const char	*name;
		void		(*run)(sqlite3_context *, int, sqlite3_value **);
	} functions[] = {
		{ "mail_domain", mail_domain },
		{ "is_domain", is_domain },
		{ "is_address", is_address },
		{ "wrong_placeholder", wrong_placeholder },
		{ "wrong_url_placeholder", wrong_url_placeholder },
		{ "wrong_text", text_wrong },
		{ "wrong_ends", ends_wrong },
		{ "wrong_url", url_wrong },
		{ "usual_port", usual_port },
		{ "port_security", port_security },
	};
	int code = SQLITE_OK;

	for (size_t i = 0; i < NITEMS(functions) && code == SQLITE_OK; i++)
		code = sqlite3_create_function_v2(handle, functions[i].name, 1,
		    SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
		    NULL, functions[i].run, NULL, NULL, NULL);
	return code;
}
