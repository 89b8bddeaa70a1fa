#include "tests/unit/rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failed;

static void
say(const char *why, const char *what, const char *got, const char *want)
{
	failed++;
	print_error("row: %s\n  %s is:     %s\n  %*s should: %s\n", why, what,
	    got, (int)strlen(what), "", want);
}

static const char *
shown(const char *s)
{
	return s != NULL ? s : "(NULL)";
}

void
row_int(const char *why, const char *what, long long got, long long want)
{
	char	 g[32], w[32];

	if (got == want)
		return;
	(void)snprintf(g, sizeof(g), "%lld", got);
	(void)snprintf(w, sizeof(w), "%lld", want);
	say(why, what, g, w);
}

void
row_str(const char *why, const char *what, const char *got, const char *want)
{
	if (got == want)
		return;
	if (got == NULL || want == NULL || strcmp(got, want) != 0)
		say(why, what, shown(got), shown(want));
}

void
row_mem(const char *why, const char *what, const void *got, size_t got_len,
    const void *want, size_t want_len)
{
	char	*g, *w;

	if (got_len == want_len &&
	    (want_len == 0 || memcmp(got, want, want_len) == 0))
		return;
	g = kit_printf("%zu octets: %.*s", got_len, (int)got_len,
	    got_len > 0 ? (const char *)got : "");
	w = kit_printf("%zu octets: %.*s", want_len, (int)want_len,
	    want_len > 0 ? (const char *)want : "");
	say(why, what, g, w);
	free(g);
	free(w);
}

void
row_true(const char *why, const char *what, int is)
{
	if (!is)
		say(why, what, "not so", "so");
}

void
rows_end(void)
{
	int	 n = failed;

	failed = 0;
	if (n > 0) {
		print_error("%d rows failed\n", n);
		fail();
	}
}
