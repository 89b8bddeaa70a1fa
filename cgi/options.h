/*
 * The command line of muaconf.fcgi, and the variables of the environment that
 * stand for its options, as muaconf.fcgi(8) has them.
 */
#ifndef MUACONF_OPTIONS_H
#define MUACONF_OPTIONS_H

#include "lib/log.h"

/* More threads than any machine has use for. */
#define THREADS_MAX 256

/* The strings are those of argv and the environment. */
struct options {
	const char	*database;	/* the path of the SQLite file */
	const char	*cert;	/* PEM file; NULL: profiles go out unsigned */
	const char	*key;	/* PEM file; NULL as cert */
	unsigned long	 threads;	/* 1 to THREADS_MAX */
	enum log_level	 level;
};

/*
 * Read the options (an option beats its variable).  -1 to go on with out, else
 * the exit status: 0 when -V was answered on stdout, 2 after a message on stderr
 * that names the option and what it takes.
 */
int options_parse(int argc, char **argv, struct options *out);

#endif
