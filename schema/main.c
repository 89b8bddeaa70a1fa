/* The muaconf command: muaconf(8). */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/err.h"
#include "schema/command.h"
#include "schema/say.h"

#define DEFAULT_DATABASE "/var/lib/muaconf/muaconf.db"

/* A new command is a file and a row. */
static const struct command {
	const char	*name;
	const char	*arguments;
	command_run	*run;
	const char	*purpose;
	bool		 helps;		/* has options of its own, and says which */
} commands[] = {
	{ "init", "", init_run, "create an empty database", false },
	{ "seed", "[-n] FILE|-", seed_run,
	    "make the database agree with FILE (-n: say what would change)", false },
	{ "export", "[--secrets]", export_run,
	    "print the whole database as a seed file", false },
	{ "check", "[-c CERTIFICATE -k KEY]", check_run,
	    "look for settings that mail programs can't use", false },
	{ "show", "FORMAT ADDRESS", show_run,
	    "print the answer that a client gets", true },
	{ "import", "FILE...", import_run,
	    "print what files of other servers say as a seed file", false },
	{ "migrate", "", migrate_run,
	    "bring the database to this program's schema, keeping a copy", false },
	{ "dns", "[OPTION ...] [DOMAIN ...]", dns_run,
	    "print DNS records", true },
	{ "certs", "[OPTION ...] [DOMAIN ...]", certs_run,
	    "print which names need certificates", true },
	{ "nginx", "[OPTION ...] [DOMAIN ...]", nginx_run,
	    "print nginx's certificate map, or server blocks", true },
};

enum err
command_print(const char *data, size_t len)
{
	return len == 0 || fwrite(data, 1, len, stdout) == len ? ERR_OK :
	    ERR_TOOBIG;
}

int
command_flush(void)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return EXIT_DONE;
	complain("standard output", "can't be written: %s", strerror(errno));
	return EXIT_NO;
}

static void
usage(FILE *f)
{
	(void)fprintf(f, "usage: muaconf [-hV] [-d DATABASE] COMMAND ...\n"
	    "       DATABASE is $MUACONF_DATABASE, or " DEFAULT_DATABASE "\n\n");
	for (size_t i = 0; i < NITEMS(commands); i++)
		(void)fprintf(f, "  %-7s%-26s %s\n", commands[i].name,
		    commands[i].arguments, commands[i].purpose);
}

bool
command_help(int argc, char *argv[])
{
	return argc == 2 && (strcmp(argv[1], "--help") == 0 ||
	    strcmp(argv[1], "-h") == 0);
}

/* Run it with its own options; after wrong use, say what is right. */
static int
run(const struct command *c, const char *database, int argc, char *argv[])
{
	int status;

	if (command_help(argc, argv) && !c->helps) {
		(void)printf("usage: muaconf [-d DATABASE] %s%s%s\n"
		    "       %s\n", c->name, c->arguments[0] == '\0' ? "" : " ",
		    c->arguments, c->purpose);
		return command_flush();
	}
	opterr = 0;
	optind = 1;
	status = c->run(database, argc, argv);
	if (status == EXIT_WRONG_USE && c->run != show_run)
		(void)fprintf(stderr, "usage: muaconf [-d DATABASE] %s%s%s\n",
		    c->name, c->arguments[0] == '\0' ? "" : " ", c->arguments);
	return status;
}

int
main(int argc, char *argv[])
{
	const char	*database = getenv("MUACONF_DATABASE");
	int		 option;

	if (database == NULL || database[0] == '\0')
		database = DEFAULT_DATABASE;
	if (command_help(argc, argv)) {
		usage(stdout);
		return command_flush();
	}
	opterr = 0;
	while ((option = getopt(argc, argv, "d:hV")) != -1)
		switch (option) {
		case 'd':
			database = optarg;
			break;
		case 'h':
			usage(stdout);
			return command_flush();
		case 'V':
			(void)printf("muaconf %s\n", MUACONF_VERSION);
			return command_flush();
		default:
			usage(stderr);
			return EXIT_WRONG_USE;
		}
	argc -= optind;
	argv += optind;
	if (argc == 0) {
		usage(stderr);
		return EXIT_WRONG_USE;
	}
	for (size_t i = 0; i < NITEMS(commands); i++)
		if (strcmp(commands[i].name, argv[0]) == 0)
			return run(&commands[i], database, argc, argv);
	complain(argv[0], "there is no such command");
	usage(stderr);
	return EXIT_WRONG_USE;
}
