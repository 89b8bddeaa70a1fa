#include <getopt.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "lib/buf.h"
#include "lib/limits.h"
#include "schema/command.h"
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

struct certs {
	const struct certs_style	*style;
	const char			*webroot;
	bool				 pacc;
	bool				 only_resolving;
	struct buf			 line;
};

/* Has the name an address now? */
static bool
resolves(const char *name)
{
	const struct addrinfo	 hints = { .ai_socktype = SOCK_STREAM };
	struct addrinfo		*found = NULL;
	int			 code = getaddrinfo(name, NULL, &hints, &found);

	if (code == 0) {
		freeaddrinfo(found);
		return true;
	}
	complain(name, "%s; left out", gai_strerror(code));
	return false;
}

/* Should the name be in the list?  Its text is put into name. */
static bool
name_of(const struct certs *c, const char *label, const char *domain,
    char name[DOMAIN_MAX + 1])
{
	int n = snprintf(name, DOMAIN_MAX + 1, "%s.%s", label, domain);

	if (n < 0 || n > DOMAIN_MAX) {
		complain(domain, "%s.%s is longer than %d octets; left out",
		    label, domain, DOMAIN_MAX);
		return false;
	}
	return !c->only_resolving || resolves(name);
}

static enum err
visit(void *ctx, const struct walk_stop *stop)
{
	struct certs			*c = ctx;
	const struct certs_style	*style = c->style;
	const char			*domain = stop->account->domain;
	char				 name[DOMAIN_MAX + 1];
	struct setup			 setup;
	size_t				 n = 0;
	enum err			 e;

	if ((e = setup_of(stop, c->pacc, &setup)) != ERR_OK)
		return e;
	buf_reset(&c->line);
	buf_puts(&c->line, style->begin);
	if (style->begin[0] != '\0') {
		buf_puts(&c->line, c->webroot);
		buf_putc(&c->line, ' ');
	}
	for (size_t i = 0; i < setup.nlabels; i++) {
		if (!name_of(c, setup_labels[i], domain, name))
			continue;
		if (n++ > 0)
			buf_puts(&c->line, style->between);
		buf_puts(&c->line, style->each);
		buf_puts(&c->line, name);
	}
	if (n == 0)
		return ERR_OK;
	if (style->before_end != NULL) {
		buf_puts(&c->line, style->before_end);
		buf_puts(&c->line, domain);
	}
	buf_putc(&c->line, '\n');
	if ((e = buf_error(&c->line)) != ERR_OK)
		return e;
	return command_print(c->line.data, c->line.len);
}

enum { OPT_FORMAT = 256, OPT_WEBROOT, OPT_NO_PACC, OPT_ONLY_RESOLVING };

static const struct option options[] = {
	{ "format", required_argument, NULL, OPT_FORMAT },
	{ "webroot", required_argument, NULL, OPT_WEBROOT },
	{ "no-pacc", no_argument, NULL, OPT_NO_PACC },
	{ "only-resolving", no_argument, NULL, OPT_ONLY_RESOLVING },
	{ NULL, 0, NULL, 0 },
};

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
option_read(struct certs *c, int option, const char *value)
{
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
		complain("certs", "there is no such option, or its value is"
		    " missing; see muaconf(8)");
		return -1;
	}
}

int
certs_run(const char *database, int argc, char *argv[])
{
	struct certs	c = { .style = &styles[0], .webroot = "/var/www/html",
	    .pacc = true };
	int		option, status;

	optind = 0;	/* anew: options may follow domains */
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1)
		if (option_read(&c, option, optarg) != 0)
			return EXIT_WRONG_USE;
	buf_init(&c.line, LINE_OCTETS);
	status = walk_domains(database, "certs", argv + optind,
	    (size_t)(argc - optind), visit, &c);
	buf_free(&c.line);
	return command_flush() == EXIT_DONE ? status : EXIT_NO;
}
