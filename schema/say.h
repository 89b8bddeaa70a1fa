/* Sentences for the administrator, on stderr. */
#ifndef MUACONF_SAY_H
#define MUACONF_SAY_H

#include <stddef.h>
#include <stdio.h>

/* The program's exit statuses, as muaconf(8) promises them. */
enum exit_status { EXIT_DONE = 0, EXIT_NO = 1, EXIT_WRONG_USE = 2 };

/*
 * Write "muaconf: WHAT: WHY\n" to stderr.  what names the thing (a file, a
 * command); the formatted why says what is wrong and what to do about it.
 * Control characters come out as \xHH, so a name can't play with the terminal.
 */
void complain(const char *what, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Write a text to f; control characters, and octets that are no UTF-8, come
 * out as \xHH. */
void say_safely(FILE *f, const char *text);

/*
 * A text from outside, to be quoted in a sentence: "text" in double quotes,
 * control characters as \xHH, and cut with "..." after 60 octets.  A text in
 * the middle of UTF-8 is cut between characters.
 */
#define QUOTED_MAX 320
struct quoted {
	char	text[QUOTED_MAX];
};
struct quoted quote(const char *text);

#endif
