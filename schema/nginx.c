#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/buf.h"
#include "lib/limits.h"
#include "lib/num.h"
#include "schema/arguments.h"
#include "schema/command.h"
#include "schema/nginx_text.h"
#include "schema/say.h"
#include "schema/setup.h"
#include "schema/walk.h"

/* One domain's server blocks. */
#define BLOCKS_MAX 32768
#define FILE_PATH_MAX 4096

struct nginx {
	bool			 vhosts;
	bool			 pacc;
	struct nginx_style	 style;
	struct buf		 text;
};

/* The names of the domain, one blank between. */
static enum err
put_names(struct buf *b, const struct setup *setup, const char *domain)
{
	size_t before = b->len;

	for (size_t i = 0; i < setup->nlabels; i++) {
		if (strlen(setup_labels[i]) + 1 + strlen(domain) > DOMAIN_MAX)
			continue;
		if (b->len > before)
			buf_putc(b, ' ');
		buf_puts(b, setup_labels[i]);
		buf_putc(b, '.');
		buf_puts(b, domain);
	}
	return b->len > before ? buf_error(b) : ERR_NOTFOUND;
}

/* The lines of the certificate map. */
static enum err
visit_map(void *ctx, const struct walk_stop *stop)
{
	struct nginx	*x = ctx;
	const char	*domain = stop->account->domain;
	struct setup	 setup;
	enum err	 e;

	if ((e = setup_of(stop, x->pacc, &setup)) != ERR_OK)
		return e;
	buf_reset(&x->text);
	for (size_t i = 0; i < setup.nlabels; i++) {
		if (strlen(setup_labels[i]) + 1 + strlen(domain) > DOMAIN_MAX)
			continue;
		buf_printf(&x->text, "%s.", setup_labels[i]);
		buf_printf(&x->text, "%s ", domain);
		buf_printf(&x->text, "%s;\n", domain);
	}
	if ((e = buf_error(&x->text)) != ERR_OK)
		return e;
	return command_print(x->text.data, x->text.len);
}

/* Are the certificate and its key there? */
static bool
has_certificate(const struct nginx *x, const char *domain)
{
	static const char *const	files[] = { "fullchain.pem",
	    "privkey.pem" };
	char				path[FILE_PATH_MAX];
	int				n;

	for (size_t i = 0; i < NITEMS(files); i++) {
		n = snprintf(path, sizeof(path), "%s/%s/%s",
		    x->style.certificates, domain, files[i]);
		if (n < 0 || (size_t)n >= sizeof(path) ||
		    access(path, F_OK) != 0)
			return false;
	}
	return true;
}

/* The server blocks.  nginx doesn't start when a certificate is missing, and
 * none can be ordered without port 80: so that block comes first and alone. */
static enum err
visit_vhosts(void *ctx, const struct walk_stop *stop)
{
	struct nginx	*x = ctx;
	const char	*domain = stop->account->domain;
	struct setup	 setup;
	struct buf	 names;
	enum err	 e;

	if ((e = setup_of(stop, x->pacc, &setup)) != ERR_OK)
		return e;
	buf_init(&names, 4 * DOMAIN_MAX);
	buf_reset(&x->text);
	if ((e = put_names(&names, &setup, domain)) == ERR_OK) {
		buf_putc(&names, '\0');
		if ((e = buf_error(&names)) == ERR_OK)
			nginx_port_80(&x->text, &x->style, names.data);
	}
	if (e == ERR_OK && has_certificate(x, domain))
		nginx_port_443(&x->text, &x->style, names.data, domain);
	else if (e == ERR_OK)
		complain(domain, "no certificate in %s/%s yet: only port 80 is"
		    " answered; order it, and run this again",
		    x->style.certificates, domain);
	buf_free(&names);
	if (e == ERR_NOTFOUND)	/* no name is short enough */
		return ERR_OK;
	if (e == ERR_OK)
		e = buf_error(&x->text);
	return e == ERR_OK ? command_print(x->text.data, x->text.len) : e;
}

enum { OPT_VHOSTS, OPT_CERTIFICATES, OPT_CHALLENGES, OPT_SOCKET,
	OPT_HTTP_PORT, OPT_HTTPS_PORT, OPT_NO_PACC, OPT__MAX };

static const struct argument options[] = {
	[OPT_VHOSTS] = { "vhosts", NULL,
	    "server blocks in place of the map of certificates" },
	[OPT_CERTIFICATES] = { "certificates", "DIRECTORY",
	    "where they are (/var/lib/dehydrated/certs)" },
	[OPT_CHALLENGES] = { "challenges", "DIRECTORY",
	    "... and challenges (/var/lib/dehydrated/acme-challenges)" },
	[OPT_SOCKET] = { "socket", "PATH",
	    "where muaconf.fcgi listens (/run/muaconf/muaconf.sock)" },
	[OPT_HTTP_PORT] = { "http-port", "PORT", "in place of 80" },
	[OPT_HTTPS_PORT] = { "https-port", "PORT", "in place of 443" },
	[OPT_NO_PACC] = { "no-pacc", NULL, "without ua-auto-config" },
};
static_assert(NITEMS(options) == OPT__MAX && OPT__MAX <= ARGUMENTS_MAX,
    "a row for every option");

/* A path that nginx reads as it stands. */
static int
path_option(const char *option, const char *value, const char **out)
{
	size_t len = strlen(value);

	if (value[0] != '/' || len > 1024 || strpbrk(value, " \t\r\n\"'\\;{}$#")
	    != NULL) {
		complain("nginx", "--%s %s: an absolute path without blanks and"
		    " signs of nginx's language is needed", option,
		    quote(value).text);
		return -1;
	}
	*out = value;
	return 0;
}

static int
port_option(const char *option, const char *value, unsigned long *out)
{
	if (num_parse(value, 1, 65535, out) == 0)
		return 0;
	complain("nginx", "--%s %s is out of range 1..65535", option,
	    quote(value).text);
	return -1;
}

static int
option_take(void *ctx, int option, const char *value)
{
	struct nginx *x = ctx;

	switch (option) {
	case OPT_VHOSTS:
		x->vhosts = true;
		return 0;
	case OPT_NO_PACC:
		x->pacc = false;
		return 0;
	case OPT_CERTIFICATES:
		return path_option("certificates", value,
		    &x->style.certificates);
	case OPT_CHALLENGES:
		return path_option("challenges", value, &x->style.challenges);
	case OPT_SOCKET:
		return path_option("socket", value, &x->style.socket);
	case OPT_HTTP_PORT:
		return port_option("http-port", value, &x->style.http_port);
	case OPT_HTTPS_PORT:
		return port_option("https-port", value, &x->style.https_port);
	default:
		return -1;
	}
}

int
nginx_run(const char *database, int argc, char *argv[])
{
	struct nginx	x = { .pacc = true, .style = {
	    .certificates = "/var/lib/dehydrated/certs",
	    .challenges = "/var/lib/dehydrated/acme-challenges",
	    .socket = "/run/muaconf/muaconf.sock",
	    .http_port = 80, .https_port = 443 } };
	int		status = arguments_read("nginx", options, NITEMS(options), argc,
			    argv, option_take, &x);

	if (status >= 0)
		return status;
	status = EXIT_DONE;
	buf_init(&x.text, BLOCKS_MAX);
	if (x.vhosts) {
		nginx_head(&x.text, &x.style);
		if (buf_error(&x.text) != ERR_OK ||
		    command_print(x.text.data, x.text.len) != ERR_OK)
			status = EXIT_NO;
	}
	if (status == EXIT_DONE)
		status = walk_domains(database, "nginx", argv + optind,
		    (size_t)(argc - optind),
		    x.vhosts ? visit_vhosts : visit_map, &x);
	buf_free(&x.text);
	return command_flush() == EXIT_DONE ? status : EXIT_NO;
}
