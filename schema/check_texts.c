#include "schema/check_texts.h"

/* The SQL functions beside wrong_text() for a kind; NULL: none. */
static const char *
function_for(enum kind kind)
{
	switch ((int)kind) {
	case KIND_TRIMMED:
	case KIND_TEMPLATE:
		return "wrong_ends";
	case KIND_URL:
	case KIND_URL_TEMPLATE:
		return "wrong_url";
	default:
		return NULL;
	}
}

void
check_texts_rule(struct buf *sql, enum table t, bool writing)
{
	const struct table_kind	*kind = table_kind(t);
	size_t			 n;
	const struct column	*c = table_columns(t, &n);
	const char		*function;

	buf_printf(sql, "SELECT '', '%s ' || %s, coalesce(NULL", kind->name,
	    kind->ordered ? "id" : c[column_key(t)].name);
	for (size_t i = 0; i < n; i++) {
		if (column_integer(&c[i]))
			continue;
		buf_printf(sql, ", '%s ' || wrong_text(%s)", c[i].name,
		    c[i].name);
		function = writing ? NULL : function_for(c[i].kind);
		if (function != NULL)
			buf_printf(sql, ", '%s ' || %s(%s)", c[i].name,
			    function, c[i].name);
	}
	buf_printf(sql, ", NULL) || '; correct it' AS why FROM main.%s"
	    " WHERE why IS NOT NULL", kind->name);
}
