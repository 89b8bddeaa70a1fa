/* The long options of the commands that print lists. */
#ifndef MUACONF_ARGUMENTS_H
#define MUACONF_ARGUMENTS_H

#include <stddef.h>

/* No command has more. */
#define ARGUMENTS_MAX 16

/* One option; its number is its place in the command's table. */
struct argument {
	const char	*name;		/* without the two dashes */
	const char	*value;		/* what stands behind it, for people; NULL: nothing */
	const char	*help;		/* what it does, in some words */
};

/* Take an option; value is NULL where there is none.  0; -1 when the value is
 * wrong, which has been said then. */
typedef int arguments_take(void *ctx, int option, const char *value);

/*
 * Read the options, which may stand between and behind the domains.
 *
 * command   its name, for sentences.
 * table     n options, at most ARGUMENTS_MAX.
 * argv      as a command gets it.  Its order changes: the domains are last, and
 *           optind is the first of them.
 *
 * -1 to go on; else the command's exit status (say.h): that of --help or -h, which
 * has been printed on stdout, or EXIT_WRONG_USE when an option is unknown, lacks
 * its value or was not taken: the reason has been said.
 */
int arguments_read(const char *command,
    const struct argument *table, size_t n, int argc, char **argv,
    arguments_take *take, void *ctx);

#endif
