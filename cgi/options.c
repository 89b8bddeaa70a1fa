#include "cgi/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/num.h"

#define THREADS_DEFAULT "4"

static const char default_database[] = "/var/lib/muaconf/muaconf.db";

static int
usage(void)
{
	(void)fputs("usage: muaconf.fcgi [-V] [-d DATABASE] [-l LEVEL]"
	    " [-t THREADS] [-c CERTIFICATE -k KEY]\n", stderr);
	return 2;
}

static int
bad_level(const char *word)
{
	(void)fprintf(stderr, "muaconf.fcgi: -l %s: not a level; it is error,"
	    " warning, info or debug\n", word);
	return 2;
}

/* A variable of the environment; NULL when it is empty, too. */
static const char *
variable(const char *name)
{
	const char *value = getenv(name);

	return value == NULL || *value == '\0' ? NULL : value;
}

/* What the options mean together.  -1 to go on, else the exit status. */
static int
check_options(const struct options *o, const char *count)
{
	if (o->threads == 0) {
		(void)fprintf(stderr, "muaconf.fcgi: -t %s: not a number of"
		    " threads from 1 to %d\n", count, THREADS_MAX);
		return 2;
	}
	if ((o->cert == NULL) != (o->key == NULL)) {
		(void)fputs("muaconf.fcgi: signing: a certificate and its key"
		    " are named together: -c and -k\n", stderr);
		return 2;
	}
	return -1;
}

int
options_parse(int argc, char **argv, struct options *o)
{
	const char	*count = THREADS_DEFAULT;
	int		 option;

	o->database = variable("MUACONF_DATABASE");
	if (o->database == NULL)
		o->database = default_database;
	o->cert = variable("MUACONF_SIGN_CERT");
	o->key = variable("MUACONF_SIGN_KEY");
	o->level = LOG_LEVEL_INFO;
	while ((option = getopt(argc, argv, "c:d:k:l:t:V")) != -1) {
		switch (option) {
		case 'c':
			o->cert = optarg;
			break;
		case 'd':
			o->database = optarg;
			break;
		case 'k':
			o->key = optarg;
			break;
		case 'l':
			if (log_level_parse(optarg, &o->level) != 0)
				return bad_level(optarg);
			break;
		case 't':
			count = optarg;
			break;
		case 'V':
			(void)puts("muaconf.fcgi " MUACONF_VERSION);
			return 0;
		default:
			return usage();
		}
	}
	if (optind != argc)
		return usage();
	if (num_parse(count, 1, THREADS_MAX, &o->threads) != 0)
		o->threads = 0;
	return check_options(o, count);
}
