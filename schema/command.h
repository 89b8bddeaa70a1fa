/* The commands of muaconf, one file each. */
#ifndef MUACONF_COMMAND_H
#define MUACONF_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/err.h"

/*
 * Run a command.
 *
 * database   the path that -d or the environment named.
 * argv       the command's name and its arguments, as main() gets them;
 *            optind is 1.
 *
 * An exit status (say.h); EXIT_WRONG_USE lets main.c print the usage.
 */
typedef int command_run(const char *database, int argc, char *argv[]);

command_run init_run, seed_run, export_run, check_run, show_run, import_run,
    migrate_run, dns_run, certs_run, nginx_run;

/* Is "--help" or "-h" all that is said to a command?  For those that say more than
 * main.c's table about themselves. */
bool command_help(int argc, char *argv[]);

/* Write len octets to stdout.  ERR_OK; ERR_TOOBIG when they can't be written,
 * which command_flush() will say. */
enum err command_print(const char *data, size_t len)
    __attribute__((warn_unused_result));

/* Flush stdout.  EXIT_DONE, or EXIT_NO when not all could be written; that
 * has been said. */
int command_flush(void);

#endif
