/* Numbers in text. */
#ifndef MUACONF_NUM_H
#define MUACONF_NUM_H

/*
 * Read the whole string as a decimal number without sign, blanks or anything
 * else, and only within min..max.
 *
 * text   NUL-terminated; NULL counts as no number.
 * out    set on success only.
 *
 * 0 on success, -1 when text is not such a number.
 */
int num_parse(const char *text, unsigned long min, unsigned long max,
    unsigned long *out) __attribute__((warn_unused_result));

#endif
