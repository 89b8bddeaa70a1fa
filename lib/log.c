#include "lib/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/err.h"

#define LINE_MAX_OCTETS 1000

static enum log_level	max_level = LOG_LEVEL_INFO;
static int		journal;

static const struct {
	const char	*name;
	const char	*prefix;	/* sd-daemon(3) */
} levels[] = {
	[LOG_LEVEL_ERROR]   = { "error", "<3>" },
	[LOG_LEVEL_WARNING] = { "warning", "<4>" },
	[LOG_LEVEL_INFO]    = { "info", "<6>" },
	[LOG_LEVEL_DEBUG]   = { "debug", "<7>" },
};

int
log_level_parse(const char *word, enum log_level *out)
{
	for (size_t i = 0; i < NITEMS(levels); i++)
		if (strcmp(levels[i].name, word) == 0) {
			*out = (enum log_level)i;
			return 0;
		}
	return -1;
}

void
log_set_level(enum log_level max)
{
	max_level = max;
}

void
log_set_journal(int on)
{
	journal = on;
}

const char *
log_quoted(const char *value, char out[LOG_QUOTED])
{
	size_t used = 0;

	out[used++] = '"';
	/* Room for two octets, the mark and NUL. */
	for (; value != NULL && *value != '\0' && used < LOG_QUOTED - 4;
	    value++) {
		if (*value == '"' || *value == '\\')
			out[used++] = '\\';
		out[used++] = *value;
	}
	out[used++] = '"';
	out[used] = '\0';
	return out;
}

void
log_line(enum log_level level, const char *fmt, ...)
{
	static const char	hex[] = "0123456789abcdef";
	char			text[LINE_MAX_OCTETS];
	char			line[LINE_MAX_OCTETS];
	int			saved = errno;
	va_list			ap;
	size_t			used;
	int			n;

	if (level > max_level)
		return;
	va_start(ap, fmt);
	n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (n < 0)
		text[0] = '\0';
	n = snprintf(line, sizeof(line), "%slevel=%s ",
	    journal ? levels[level].prefix : "", levels[level].name);
	used = n < 0 ? 0 : (size_t)n;
	for (const char *p = text; *p != '\0'; p++) {
		unsigned char c = (unsigned char)*p;

		if (sizeof(line) - used < 6)	/* \xHH, the line feed, a spare */
			break;
		if (c >= 0x20 && c <= 0x7e) {
			line[used++] = *p;
			continue;
		}
		line[used++] = '\\';
		line[used++] = 'x';
		line[used++] = hex[c >> 4];
		line[used++] = hex[c & 15];
	}
	line[used++] = '\n';
	/* Nobody is left to tell when this fails. */
	if (write(STDERR_FILENO, line, used) < 0)
		errno = 0;
	errno = saved;
}
