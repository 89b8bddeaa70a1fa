/* lib/log.h: one line an event, and none can be forged. */
#include "lib/log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/err.h"
#include "tests/unit/rows.h"

static char	 seen[70000];
static int	 stderr_copy;

/* From here on stderr is a file, up to heard(). */
static void
listen_to_stderr(void)
{
	char	*path = kit_path("stderr");

	stderr_copy = dup(STDERR_FILENO);
	if (stderr_copy < 0 || freopen(path, "w", stderr) == NULL)
		kit_die("can't redirect stderr");
	free(path);
}

static const char *
heard(void)
{
	char	*path = kit_path("stderr"), *text;
	size_t	 len;

	(void)fflush(stderr);
	if (dup2(stderr_copy, STDERR_FILENO) < 0)
		kit_die("can't restore stderr");
	(void)close(stderr_copy);
	text = kit_read(path, &len);
	free(path);
	if (text == NULL || len >= sizeof(seen))
		kit_die("nothing to read");
	memcpy(seen, text, len + 1);
	free(text);
	return seen;
}

static void
levels(void **state)
{
	static const struct {
		enum log_level	 max, level;
		const char	*line, *why;
	} rows[] = {
		{ LOG_LEVEL_ERROR, LOG_LEVEL_ERROR, "level=error a=1\n", "an error is always told" },
		{ LOG_LEVEL_ERROR, LOG_LEVEL_WARNING, "", "above the level" },
		{ LOG_LEVEL_WARNING, LOG_LEVEL_WARNING, "level=warning a=1\n", "at the level" },
		{ LOG_LEVEL_WARNING, LOG_LEVEL_INFO, "", "above it" },
		{ LOG_LEVEL_INFO, LOG_LEVEL_INFO, "level=info a=1\n", "at the level" },
		{ LOG_LEVEL_INFO, LOG_LEVEL_DEBUG, "", "above it" },
		{ LOG_LEVEL_DEBUG, LOG_LEVEL_DEBUG, "level=debug a=1\n", "all of it" },
		{ LOG_LEVEL_DEBUG, LOG_LEVEL_ERROR, "level=error a=1\n", "below it" },
	};

	(void)state;
	for (size_t i = 0; i < NITEMS(rows); i++) {
		log_set_level(rows[i].max);
		listen_to_stderr();
		log_line(rows[i].level, "a=%d", 1);
		row_str(rows[i].why, "line", heard(), rows[i].line);
	}
	rows_end();
}

static void
what_clients_send_is_escaped(void **state)
{
	static const struct {
		const char	*in, *out, *why;
	} rows[] = {
		{ "plain ~", "plain ~", "printable ASCII stays" },
		{ "a\nlevel=error b", "a\\x0alevel=error b", "a line feed would forge a line" },
		{ "a\r\n", "a\\x0d\\x0a", "so would these" },
		{ "\x1b[31m", "\\x1b[31m", "an escape sequence would paint the terminal" },
		{ "\x7f", "\\x7f", "DEL" },
		{ "\x01\x1f\t", "\\x01\\x1f\\x09", "the others" },
		{ "\xc3\xa4\xff", "\\xc3\\xa4\\xff", "octets above 0x7e" },
		{ "%s%n%d", "%s%n%d", "formats come in as data" },
	};

	(void)state;
	log_set_level(LOG_LEVEL_DEBUG);
	for (size_t i = 0; i < NITEMS(rows); i++) {
		char	*want = kit_printf("level=error x=%s\n", rows[i].out);

		listen_to_stderr();
		log_line(LOG_LEVEL_ERROR, "x=%s", rows[i].in);
		row_str(rows[i].why, "line", heard(), want);
		free(want);
	}
	rows_end();
}

static void
values_end_at_their_end(void **state)
{
	static const struct {
		const char	*in, *out, *why;
	} rows[] = {
		{ "no access", "\"no access\"", "plain text stays" },
		{ "", "\"\"", "nothing" },
		{ NULL, "\"\"", "none" },
		{ "cn=\"x\" status=200 domain=evil.example", "\"cn=\\\"x\\\" status=200 domain=evil.example\"", "would end the value" },
		{ "\\", "\"\\\\\"", "would escape the mark at the end" },
		{ "\\\"", "\"\\\\\\\"\"", "both" },
	};
	char	 out[LOG_QUOTED], text[2 * LOG_QUOTED + 1];

	(void)state;
	for (size_t i = 0; i < NITEMS(rows); i++)
		row_str(rows[i].why, "value", log_quoted(rows[i].in, out), rows[i].out);
	rows_end();
	/* However long, it has its mark at the end. */
	for (size_t len = 0; len < sizeof(text); len++) {
		size_t	 n;

		memset(text, '"', len);
		text[len] = '\0';
		n = strlen(log_quoted(text, out));
		assert_true(n < LOG_QUOTED && n % 2 == 0 && out[n - 1] == '"');
	}
}

static void
long_lines_end(void **state)
{
	static char	 text[5001];

	(void)state;
	log_set_level(LOG_LEVEL_DEBUG);
	for (size_t len = 0; len <= 5000; len = len < 900 || len > 1100 ? len + 100 : len + 1) {
		for (int control = 0; control < 2; control++) {
			const char	*line;

			memset(text, control ? '\n' : 'x', len);
			text[len] = '\0';
			listen_to_stderr();
			log_line(LOG_LEVEL_ERROR, "x=%s", text);
			line = heard();
			assert_true(strlen(line) <= 1000);
			assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
		}
	}
}

static void
errno_is_kept(void **state)
{
	(void)state;
	listen_to_stderr();
	errno = ENOSPC;
	log_line(LOG_LEVEL_ERROR, "x=%s", strerror(EACCES));
	assert_int_equal(errno, ENOSPC);
	(void)heard();
}

static void
journald_levels(void **state)
{
	static const struct {
		enum log_level	 level;
		const char	*line;
	} rows[] = {
		{ LOG_LEVEL_ERROR, "<3>level=error a\n" },
		{ LOG_LEVEL_WARNING, "<4>level=warning a\n" },
		{ LOG_LEVEL_INFO, "<6>level=info a\n" },
		{ LOG_LEVEL_DEBUG, "<7>level=debug a\n" },
	};

	(void)state;
	log_set_level(LOG_LEVEL_DEBUG);
	log_set_journal(1);
	for (size_t i = 0; i < NITEMS(rows); i++) {
		listen_to_stderr();
		log_line(rows[i].level, "a");
		row_str("sd-daemon(3)", "line", heard(), rows[i].line);
	}
	log_set_journal(0);
	listen_to_stderr();
	log_line(LOG_LEVEL_ERROR, "a");
	row_str("without a journal", "line", heard(), "level=error a\n");
	rows_end();
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(levels),
		cmocka_unit_test(what_clients_send_is_escaped),
		cmocka_unit_test(values_end_at_their_end),
		cmocka_unit_test(long_lines_end),
		cmocka_unit_test(errno_is_kept),
		cmocka_unit_test(journald_levels),
	};
	int	 failed = cmocka_run_group_tests(tests, NULL, NULL);

	kit_clean();
	return failed;
}
