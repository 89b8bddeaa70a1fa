#include "schema/command.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "lib/address.h"
#include "lib/num.h"
#include "schema/dns_write.h"
#include "schema/records.h"
#include "schema/say.h"
#include "schema/setup.h"
#include "schema/walk.h"

/* A week; resolvers keep nothing longer anyway. */
#define TTL_MAX 604800

struct hosts {
	char	autoconfig[DOMAIN_MAX + 1];	/* "": not said */
	char	autodiscover[DOMAIN_MAX + 1];
};

struct dns {
	const struct dns_writer	*writer;
	struct dns_style	 style;
	struct hosts		 hosts;
	bool			 lean;
	bool			 pacc;
	size_t			 count;
	struct buf		 text;
	struct record		 records[RECORDS_MAX];
	struct record		 owned[RECORDS_MAX];
};

static enum err
visit(void *ctx, const struct walk_stop *stop)
{
	struct dns		*d = ctx;
	struct setup		 setup;
	struct record_hosts	 hosts = { .lean = d->lean };
	struct dns_zone		 zone = { .domain = stop->account->domain,
	    .records = d->records, .owned = d->owned };
	enum err		 e;

	if (d->hosts.autoconfig[0] != '\0')
		hosts.autoconfig = d->hosts.autoconfig;
	if (d->hosts.autodiscover[0] != '\0')
		hosts.autodiscover = d->hosts.autodiscover;
	/* The digest is of use only where the document can be found. */
	e = setup_of(stop, d->pacc && !d->lean && hosts.autoconfig != NULL,
	    &setup);
	if (e == ERR_OK)
		e = records_of(stop->account, &setup, &hosts, stop->arena,
		    d->records, &zone.n);
	if (e != ERR_OK)
		return e;
	records_owned(stop->account, &hosts, d->records, zone.n, d->owned,
	    &zone.nowned);
	buf_reset(&d->text);
	if (d->count++ > 0)
		buf_puts(&d->text, d->writer->between);
	d->writer->write(&d->text, &d->style, &zone);
	if ((e = buf_error(&d->text)) != ERR_OK)
		return e;
	return command_print(d->text.data, d->text.len);
}

static int
host_option(const char *option, const char *value, char out[DOMAIN_MAX + 1])
{
	size_t len = strlen(value);

	if (domain_parse(value, len, out) == ERR_OK)
		return 0;
	complain("dns", "--%s %s is no host name such as autoconfig.example.net",
	    option, quote(value).text);
	return -1;
}

enum { OPT_FULL = 256, OPT_LEAN, OPT_RELATIVE, OPT_FORMAT, OPT_HOST,
	OPT_AUTOCONFIG, OPT_AUTODISCOVER, OPT_NO_PACC, OPT_TTL };

static const struct option options[] = {
	{ "full", no_argument, NULL, OPT_FULL },
	{ "lean", no_argument, NULL, OPT_LEAN },
	{ "relative", no_argument, NULL, OPT_RELATIVE },
	{ "format", required_argument, NULL, OPT_FORMAT },
	{ "host", required_argument, NULL, OPT_HOST },
	{ "autoconfig-host", required_argument, NULL, OPT_AUTOCONFIG },
	{ "autodiscover-host", required_argument, NULL, OPT_AUTODISCOVER },
	{ "no-pacc", no_argument, NULL, OPT_NO_PACC },
	{ "ttl", required_argument, NULL, OPT_TTL },
	{ NULL, 0, NULL, 0 },
};

/* One option.  -1 when it is wrong; that has been said then. */
static int
option_read(struct dns *d, int option, const char *value, struct hosts *both)
{
	switch (option) {
	case OPT_FULL:
	case OPT_LEAN:
		d->lean = option == OPT_LEAN;
		return 0;
	case OPT_RELATIVE:
		d->style.relative = true;
		return 0;
	case OPT_NO_PACC:
		d->pacc = false;
		return 0;
	case OPT_HOST:
		if (host_option("host", value, both->autoconfig) != 0)
			return -1;
		memcpy(both->autodiscover, both->autoconfig,
		    sizeof(both->autodiscover));
		return 0;
	case OPT_AUTOCONFIG:
		return host_option("autoconfig-host", value,
		    d->hosts.autoconfig);
	case OPT_AUTODISCOVER:
		return host_option("autodiscover-host", value,
		    d->hosts.autodiscover);
	case OPT_FORMAT:
		if ((d->writer = dns_writer_find(value)) != NULL)
			return 0;
		complain("dns", "--format %s is none of bind, nsupdate, json"
		    " and table", quote(value).text);
		return -1;
	case OPT_TTL:
		if (num_parse(value, 1, TTL_MAX, &d->style.ttl) == 0)
			return 0;
		complain("dns", "--ttl %s is no number of seconds from 1 to %d",
		    quote(value).text, TTL_MAX);
		return -1;
	default:
		complain("dns", "there is no such option, or its value is"
		    " missing; see muaconf(8)");
		return -1;
	}
}

static int
options_read(struct dns *d, int argc, char **argv)
{
	struct hosts	both = { "", "" };
	int		option;

	optind = 0;	/* anew: options may follow domains */
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1)
		if (option_read(d, option, optarg, &both) != 0)
			return -1;
	/* --host is for the one that is not named by an option of its own. */
	if (d->hosts.autoconfig[0] == '\0')
		memcpy(d->hosts.autoconfig, both.autoconfig,
		    sizeof(both.autoconfig));
	if (d->hosts.autodiscover[0] == '\0')
		memcpy(d->hosts.autodiscover, both.autodiscover,
		    sizeof(both.autodiscover));
	return 0;
}

int
dns_run(const char *database, int argc, char *argv[])
{
	struct dns	d = { .writer = dns_writer_find("bind"), .pacc = true };
	int		status;

	if (options_read(&d, argc, argv) != 0)
		return EXIT_WRONG_USE;
	buf_init(&d.text, DNS_TEXT_MAX);
	if (d.writer->begin != NULL)
		(void)fputs(d.writer->begin, stdout);
	status = walk_domains(database, "dns", argv + optind,
	    (size_t)(argc - optind), visit, &d);
	(void)fputs(d.writer->end, stdout);
	buf_free(&d.text);
	if (command_flush() != EXIT_DONE)
		status = EXIT_NO;
	if (d.count > 0 && (d.hosts.autodiscover[0] == '\0' ||
	    (d.hosts.autoconfig[0] == '\0' && !d.lean)))
		complain("dns", "the records that lead to this server are left"
		    " out; say where it is, as in --host autoconfig.example.net");
	return status;
}
