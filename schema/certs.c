#include <assert.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/address.h"
#include "lib/buf.h"
#include "lib/limits.h"
#include "schema/arguments.h"
#include "schema/command.h"
#include "schema/resolve.h"
#include "schema/say.h"
#include "schema/setup.h"
#include "schema/walk.h"

/* One domain's line. */
#define LINE_OCTETS 8192

struct certs_style {
	const char	*name;	/* as in --format NAME */
	const char	*begin;
	const char	*each;	/* before every name */
	const char	*between;
	const char	*before_end;	/* then the domain, then a line feed; NULL: no domain */
};

/* clang-format off */
static const struct certs_style styles[] = {
	/* name          begin  each   between  before_end */
	{ "dehydrated",  "",    "",    " ",     " > " },
	{ "certbot",     "certbot certonly --non-interactive --agree-tos"
	                 " --keep-until-expiring --webroot --webroot-path ",
	                        "--domain ", " ", " --cert-name " },
	{ "plain",       "",    "",    "\n",    NULL },
};
/* clang-format on */

/* A domain and its names. */
struct entry {
	char		domain[DOMAIN_MAX + 1];
	char		names[SETUP_LABELS][DOMAIN_MAX + 1];
	size_t		nnames;
};

#define ENTRIES_MAX (RESOLVE_BATCH / SETUP_LABELS)

struct certs {
	const struct certs_style	*style;
	const char			*webroot;
	bool				 pacc;
	bool				 only_resolving;
	bool				 late;		/* the name servers are: no more */
	size_t				 unknown;	/* so many names have no final answer */
	char				 first[DOMAIN_MAX + 1];	/* one of them */
	size_t				 nentries;	/* not printed yet */
	struct entry			*entries;	/* ENTRIES_MAX */
	struct buf			 line;
};

/* Leave out a name without an address, and say why. */
static void
leave_out(struct certs *c, const struct resolve *r, char name[DOMAIN_MAX + 1])
{
	if (r->answered && r->code == 0)
		return;
	if (!r->answered || resolve_failed(r->code)) {
		c->late = c->late || !r->answered;
		if (c->unknown++ == 0)
			(void)snprintf(c->first, sizeof(c->first), "%s", name);
	}
	if (!r->answered)
		complain(name, "no answer within %d seconds; left out",
		    RESOLVE_DEADLINE_MS / 1000);
	else
		complain(name, "%s; left out", gai_strerror(r->code));
	name[0] = '\0';
}

/* Empty all names that have no address now. */
static enum err
resolve_entries(struct certs *c)
{
	struct resolve	names[ENTRIES_MAX * SETUP_LABELS];
	size_t		n = 0, next = 0;
	enum err	e;

	for (size_t i = 0; i < c->nentries; i++)
		for (size_t j = 0; j < c->entries[i].nnames; j++)
			names[n++].name = c->entries[i].names[j];
	e = resolve_all(names, n, resolve_system, RESOLVE_DEADLINE_MS);
	if (e != ERR_OK)
		return e;
	for (size_t i = 0; i < c->nentries; i++)
		for (size_t j = 0; j < c->entries[i].nnames; j++)
			leave_out(c, &names[next++], c->entries[i].names[j]);
	return ERR_OK;
}

static enum err
print_entry(struct certs *c, const struct entry *entry)
{
	const struct certs_style	*style = c->style;
	size_t				 n = 0;
	enum err			 e;

	buf_reset(&c->line);
	buf_puts(&c->line, style->begin);
	if (style->begin[0] != '\0') {
		buf_puts(&c->line, c->webroot);
		buf_putc(&c->line, ' ');
	}
	for (size_t i = 0; i < entry->nnames; i++) {
		if (entry->names[i][0] == '\0')
			continue;
		if (n++ > 0)
			buf_puts(&c->line, style->between);
		buf_puts(&c->line, style->each);
		buf_puts(&c->line, entry->names[i]);
	}
	if (n == 0)
		return ERR_OK;
	if (style->before_end != NULL) {
		buf_puts(&c->line, style->before_end);
		buf_puts(&c->line, entry->domain);
	}
	buf_putc(&c->line, '\n');
	if ((e = buf_error(&c->line)) != ERR_OK)
		return e;
	return command_print(c->line.data, c->line.len);
}

/* Print what has come together. */
static enum err
flush(struct certs *c)
{
	enum err e = c->only_resolving ? resolve_entries(c) : ERR_OK;

	for (size_t i = 0; i < c->nentries && e == ERR_OK; i++)
		e = print_entry(c, &c->entries[i]);
	c->nentries = 0;
	return e;
}

static void
add_name(struct entry *entry, const char *label, const char *domain)
{
	int n = snprintf(entry->names[entry->nnames], DOMAIN_MAX + 1, "%s.%s",
	    label, domain);

	if (n < 0 || n > DOMAIN_MAX)
		complain(domain, "%s.%s is longer than %d octets; left out",
		    label, domain, DOMAIN_MAX);
	else
		entry->nnames++;
}

static enum err
visit(void *ctx, const struct walk_stop *stop)
{
	struct certs	*c = ctx;
	struct entry	*entry = &c->entries[c->nentries];
	struct setup	 setup;
	enum err	 e;

	if (c->late)
		return ERR_OK;
	if ((e = setup_of(stop, c->pacc, &setup)) != ERR_OK)
		return e;
	entry->nnames = 0;
	(void)snprintf(entry->domain, sizeof(entry->domain), "%s",
	    stop->account->domain);
	for (size_t i = 0; i < setup.nlabels; i++)
		add_name(entry, setup_labels[i], stop->account->domain);
	c->nentries++;
	return c->only_resolving && c->nentries < ENTRIES_MAX ? ERR_OK :
	    flush(c);
}

enum { OPT_FORMAT, OPT_WEBROOT, OPT_ONLY_RESOLVING, OPT_NO_PACC, OPT__MAX };

static const struct argument options[] = {
	[OPT_FORMAT] = { "format", "FORMAT",
	    "dehydrated (the default), certbot or plain" },
	[OPT_WEBROOT] = { "webroot", "DIRECTORY",
	    "certbot: where nginx finds challenges (/var/www/html)" },
	[OPT_ONLY_RESOLVING] = { "only-resolving", NULL,
	    "leave out names that have no address yet" },
	[OPT_NO_PACC] = { "no-pacc", NULL, "without ua-auto-config" },
};
static_assert(NITEMS(options) == OPT__MAX && OPT__MAX <= ARGUMENTS_MAX,
    "a row for every option");

static int
format_option(struct certs *c, const char *name)
{
	for (size_t i = 0; i < NITEMS(styles); i++)
		if (strcmp(styles[i].name, name) == 0) {
			c->style = &styles[i];
			return 0;
		}
	complain("certs", "--format %s is none of dehydrated, certbot and plain",
	    quote(name).text);
	return -1;
}

/* The path becomes part of a shell command, so it has to be a plain one. */
static int
webroot_option(struct certs *c, const char *path)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-";

	if (path[0] != '/' || path[strspn(path, plain)] != '\0') {
		complain("certs", "--webroot %s: an absolute path of letters,"
		    " digits and /._- is needed", quote(path).text);
		return -1;
	}
	c->webroot = path;
	return 0;
}

static int
option_take(void *ctx, int option, const char *value)
{
	struct certs *c = ctx;

	switch (option) {
	case OPT_FORMAT:
		return format_option(c, value);
	case OPT_WEBROOT:
		return webroot_option(c, value);
	case OPT_NO_PACC:
		c->pacc = false;
		return 0;
	case OPT_ONLY_RESOLVING:
		c->only_resolving = true;
		return 0;
	default:
		return -1;
	}
}

/* The walk, and what it left to do. */
static int
print_all(struct certs *c, const char *database, char *const *names, size_t n)
{
	int		status = walk_domains(database, "certs", names, n, visit, c);
	enum err	e = flush(c);

	if (e != ERR_OK) {
		complain("certs", "%s", err_phrase(e));
		status = EXIT_NO;
	}
	if (c->unknown > 0) {
		complain("certs", "the name servers don't answer (%s and %zu more),"
		    " so names are missing here: don't use this list, and try"
		    " again later", c->first, c->unknown - 1);
		status = EXIT_NO;
	}
	return status;
}

int
certs_run(const char *database, int argc, char *argv[])
{
	struct certs	c = { .style = &styles[0], .webroot = "/var/www/html",
	    .pacc = true };
	int		status = arguments_read("certs", options, NITEMS(options), argc,
			    argv, option_take, &c);

	if (status >= 0)
		return status;
	status = EXIT_NO;
	buf_init(&c.line, LINE_OCTETS);
	if ((c.entries = calloc(ENTRIES_MAX, sizeof(*c.entries))) == NULL)
		complain("certs", "out of memory");
	else
		status = print_all(&c, database, argv + optind,
		    (size_t)(argc - optind));
	free(c.entries);
	buf_free(&c.line);
	return command_flush() == EXIT_DONE ? status : EXIT_NO;
}
