/* What the test programs share: exact copies, files, a private directory. */
#ifndef MUACONF_KIT_H
#define MUACONF_KIT_H

#include <stddef.h>

/*
 * The len octets at s in a malloc of exactly that length and without a NUL, so
 * that a sanitizer sees a reader who goes one octet too far.  Ends the program
 * when there is no memory.  Free it.
 */
char *kit_exact(const char *s, size_t len);

/* The same for a string, with its NUL as the last octet of the block. */
char *kit_string(const char *s);

/*
 * A whole file in a block of exactly its length and a NUL behind it that does
 * not count.  NULL when it can't be read.  Free it.
 */
char *kit_read(const char *path, size_t *len);

/* Write a file anew.  0, or -1. */
int kit_write(const char *path, const void *data, size_t len);

/*
 * A new directory for this process below $TMPDIR or /tmp; kit_path() names a
 * file in it, in a buffer of its own for each call; kit_clean() removes the
 * directory and the files directly in it.
 */
const char *kit_dir(void);
char *kit_path(const char *name);
void kit_clean(void);

/* printf(3) into a new string.  Free it. */
char *kit_printf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Print a message and end the program with status 2: the test itself can't run. */
void kit_die(const char *fmt, ...)
    __attribute__((format(printf, 1, 2), noreturn));

#endif
