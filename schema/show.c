/* muaconf show: the answer that a client gets, without a web server. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "cgi/format.h"
#include "cgi/serve.h"
#include "lib/limits.h"
#include "lib/store.h"
#include "schema/command.h"
#include "schema/db.h"
#include "schema/say.h"

static const struct format *
find_format(const char *name)
{
	for (size_t i = 0; formats[i] != NULL; i++)
		if (strcmp(formats[i]->name, name) == 0)
			return formats[i];
	return NULL;
}

static void
tell_formats(FILE *f)
{
	(void)fputs("usage: muaconf [-d DATABASE] show FORMAT ADDRESS\n"
	    "       FORMAT is one of:", f);
	for (size_t i = 0; formats[i] != NULL; i++)
		(void)fprintf(f, " %s", formats[i]->name);
	(void)putc('\n', f);
}

/* The answer to stdout when it is one; else what it says to stderr. */
static int
print(const struct reply *r, const char *address)
{
	const char *location = reply_get(r, "Location");

	if (r->directory != NULL)
		complain("directory", "%s", r->directory);
	if (r->status == 200) {
		(void)fwrite(r->body.data, 1, r->body.len, stdout);
		return command_flush();
	}
	complain(address, "%s%s%s%s%s", reply_status_text(r->status),
	    r->err == ERR_OK ? "" : ": ",
	    r->err == ERR_OK ? "" : err_phrase(r->err),
	    location == NULL ? "" : ": ", location == NULL ? "" : location);
	if (r->problem != NULL)
		complain("database", "%s", r->problem);
	return EXIT_NO;
}

/* Ask as a client would, at the host that clients try first. */
static int
ask(const char *database, const struct format *format,
    const struct address *address, const char *text)
{
	struct request	 rq = { .https = true, .query = "" };
	char		 host[DOMAIN_MAX + 16];
	struct store	*st = store_new(database);
	struct directory *d = directory_new(NULL);
	struct arena	 a = { .base = NULL };
	struct reply	 r;
	int		 status = EXIT_NO;

	memset(&r, 0, sizeof(r));
	(void)snprintf(host, sizeof(host), "autoconfig.%s", address->domain);
	rq.host = host;
	(void)clock_gettime(CLOCK_REALTIME, &rq.now);
	reply_init(&r, ANSWER_MAX);
	if (st == NULL || d == NULL || arena_init(&a, ARENA_MAX) != 0 ||
	    format->ask(address, &a, &rq) != ERR_OK) {
		complain(text, "%s", err_phrase(ERR_NOMEM));
	} else {
		serve(&rq, st, d, &a, &r);
		status = print(&r, text);
	}
	reply_free(&r);
	arena_free(&a);
	directory_free(d);
	store_free(st);
	return status;
}

int
show_run(const char *database, int argc, char *argv[])
{
	const struct format	*format;
	struct address		 address;
	struct db		 db;

	if (command_help(argc, argv)) {
		tell_formats(stdout);
		return command_flush();
	}
	if (argc != 3) {
		tell_formats(stderr);
		return EXIT_WRONG_USE;
	}
	if ((format = find_format(argv[1])) == NULL) {
		complain(argv[1], "there is no such format");
		tell_formats(stderr);
		return EXIT_WRONG_USE;
	}
	if (address_parse(argv[2], strlen(argv[2]), &address) != ERR_OK) {
		complain(argv[2], "%s; name one such as fred@example.net",
		    err_phrase(ERR_ADDRESS));
		return EXIT_WRONG_USE;
	}
	/* Says better than an answer can what is wrong with the file. */
	if (db_open_copy(&db, database, false) != ERR_OK)
		return EXIT_NO;
	db_close(&db);
	return ask(database, format, &address, argv[2]);
}
