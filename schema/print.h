/* Standard output of the commands that print lists. */
#ifndef MUACONF_PRINT_H
#define MUACONF_PRINT_H

#include <stddef.h>

#include "lib/err.h"

/* Write len octets.  ERR_OK; ERR_TOOBIG when they can't be written: whoever
 * reads has gone, or the disk is full. */
enum err print(const char *data, size_t len) __attribute__((warn_unused_result));

/* Flush.  0, or -1 when any write failed; the reason has been said then. */
int print_end(void);

#endif
