/*
 * Tables of test rows on top of cmocka: a row that fails is reported with its
 * reason and the table goes on; the test fails at rows_end().
 */
#ifndef MUACONF_ROWS_H
#define MUACONF_ROWS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/kit/kit.h"

/* Each says what was got and wanted, with the row's reason in front. */
void row_int(const char *why, const char *what, long long got, long long want);
/* Strings; NULL is a value of its own. */
void row_str(const char *why, const char *what, const char *got, const char *want);
void row_mem(const char *why, const char *what, const void *got, size_t got_len,
    const void *want, size_t want_len);
void row_true(const char *why, const char *what, int is);

/* Fail the running test when any row since the last call failed. */
void rows_end(void);

#endif
