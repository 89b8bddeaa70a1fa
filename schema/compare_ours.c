#include "schema/compare.h"

#include "lib/buf.h"

/* Whose a row m of main is, or will be. */
static void
write_owner(struct buf *sql, const struct table_kind *kind)
{
	if (kind->owner_wanted == NULL) {
		buf_puts(sql, kind->owner);
		return;
	}
	buf_puts(sql, "coalesce(");
	buf_puts(sql, kind->owner_wanted);
	buf_puts(sql, ", ");
	buf_puts(sql, kind->owner);
	buf_puts(sql, ")");
}

void
compare_ours(struct buf *sql, enum table t, const struct seed_lists *lists)
{
	const struct table_kind *kind = table_kind(t);

	buf_puts(sql, "(");
	write_owner(sql, kind);
	buf_puts(sql, " IN (SELECT id FROM seed.provider)");
	if (lists->at_top[t]) {
		buf_puts(sql, " OR ");
		write_owner(sql, kind);
		buf_puts(sql, " IS NULL");
	}
	buf_puts(sql, ")");
}
