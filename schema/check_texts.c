#include "schema/check_texts.h"

#include "lib/err.h"

/* What is wrong with a text beside its characters, by kind: an SQL expression
 * around the column, NULL or a reason. */
static const struct {
	enum kind	 kind;
	bool		 export;	/* for export alone: check has a rule */
	const char	*before;
	const char	*after;
} reasons[] = {
	{ KIND_TRIMMED, false, "wrong_ends(", ")" },
	{ KIND_TEMPLATE, false, "wrong_ends(", ")" },
	{ KIND_TEMPLATE, true, "'holds ' || wrong_placeholder(",
	    ") || ', which is no placeholder'" },
	{ KIND_URL, false, "wrong_url(", ")" },
	{ KIND_URL_TEMPLATE, false, "wrong_url(", ")" },
	{ KIND_URL_TEMPLATE, true, "'holds ' || wrong_url_placeholder(",
	    ") || ', which is no placeholder'" },
	{ KIND_DOMAIN, true, "iif(is_domain(nullif(",
	    ", '*')) = 0, 'is no domain such as example.net', NULL)" },
	{ KIND_ADDRESS, true, "iif(is_address(",
	    ") = 0, 'is no mail address such as fred@example.net', NULL)" },
};

void
check_texts_rule(struct buf *sql, enum table t, bool writing)
{
	const struct table_kind	*kind = table_kind(t);
	size_t			 n;
	const struct column	*c = table_columns(t, &n);

	buf_printf(sql, "SELECT '', '%s ' || %s, coalesce(NULL", kind->name,
	    kind->ordered ? "id" : c[column_key(t)].name);
	for (size_t i = 0; i < n; i++) {
		if (column_integer(&c[i]))
			continue;
		buf_printf(sql, ", '%s ' || wrong_text(%s)", c[i].name,
		    c[i].name);
		for (size_t j = 0; j < NITEMS(reasons); j++)
			if (reasons[j].kind == c[i].kind &&
			    (writing || !reasons[j].export))
				buf_printf(sql, ", '%s ' || %s%s%s", c[i].name,
				    reasons[j].before, c[i].name,
				    reasons[j].after);
	}
	buf_printf(sql, ", NULL) || '; correct it' AS why FROM main.%s"
	    " WHERE why IS NOT NULL", kind->name);
}
