#include "schema/arguments.h"

#include <assert.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "schema/command.h"
#include "schema/say.h"

/* Beyond every letter. */
#define FIRST 256
#define HELP 'h'
/* "--autodiscover-host HOST" */
#define WIDTH 26

static void
print_help(const char *command, const struct argument *table, size_t n)
{
	(void)printf("usage: muaconf [-d DATABASE] %s [OPTION ...] [DOMAIN ...]\n"
	    "       Without a DOMAIN: every one that is enabled.\n\n", command);
	for (size_t i = 0; i < n; i++) {
		const char	*value = table[i].value;
		int		 used = printf("  --%s%s%s", table[i].name,
		    value == NULL ? "" : " ", value == NULL ? "" : value);

		(void)printf("%*s%s\n", used < WIDTH + 2 ? WIDTH + 4 - used : 2,
		    "", table[i].help);
	}
	(void)puts("\nmuaconf(8) says more.");
}

/* Why an option can't be taken.  argv[optind - 1] is where getopt_long(3) is
 * behind a long one; a short one is in optopt. */
static void
say_unknown(const char *command, const char *option)
{
	const char letter[] = { '-', (char)optopt, '\0' };

	complain(command, "%s: there is no such option; muaconf %s --help lists"
	    " them", quote(optopt > 0 && optopt < FIRST ? letter :
	    option).text, command);
}

int
arguments_read(const char *command, const struct argument *table, size_t n,
    int argc, char **argv, arguments_take *take, void *ctx)
{
	struct option	options[ARGUMENTS_MAX + 2];
	int		option;

	assert(n <= ARGUMENTS_MAX);
	for (size_t i = 0; i < n; i++)
		options[i] = (struct option){ table[i].name,
			table[i].value == NULL ? no_argument :
			required_argument, NULL, FIRST + (int)i };
	options[n] = (struct option){ "help", no_argument, NULL, HELP };
	options[n + 1] = (struct option){ NULL, 0, NULL, 0 };
	optind = 0;	/* anew */
	while ((option = getopt_long(argc, argv, ":h", options, NULL)) != -1) {
		if (option == HELP) {
			print_help(command, table, n);
			return command_flush();
		}
		if (option == ':') {
			complain(command, "--%s needs a value: %s",
			    table[optopt - FIRST].name,
			    table[optopt - FIRST].value);
			return EXIT_WRONG_USE;
		}
		if (option < FIRST) {
			say_unknown(command, argv[optind - 1]);
			return EXIT_WRONG_USE;
		}
		if (take(ctx, option - FIRST, optarg) != 0)
			return EXIT_WRONG_USE;
	}
	return -1;
}
