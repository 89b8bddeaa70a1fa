/*
 * Lines for the administrator, on stderr: one line an event, made of
 * key=value pairs.  Whatever a client sent is escaped, so a line can't be
 * forged; addresses and bodies are never logged (only domains are).
 */
#ifndef MUACONF_LOG_H
#define MUACONF_LOG_H

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARNING, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

/* Lines above this level are dropped.  The one mutable global: set it once,
 * before the first thread starts. */
void log_set_level(enum log_level max);

/* The level of this name: error, warning, info or debug.  -1 for others. */
int log_level_parse(const char *word, enum log_level *out);

/* Prefix every line with sd-daemon(3) levels such as <3>, as journald reads
 * them.  Set it once, before the first thread starts. */
void log_set_journal(int on);

/*
 * Write "level=error FORMAT\n" in one write(2), so that lines of threads don't
 * mix.  In the formatted text every control character, and every octet above
 * 0x7e, becomes \xHH.  At most 1000 octets are written.  errno is kept.
 */
void log_line(enum log_level level, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* More of a value is cut off. */
#define LOG_QUOTED 900

/*
 * A value for log_line() that may hold anything, put between quotation marks: "
 * and \ become \" and \\, so that it can't end before its end.  In out, which is
 * given back.  value NULL counts as "".
 */
const char *log_quoted(const char *value, char out[LOG_QUOTED])
    __attribute__((nonnull(2)));

#endif
