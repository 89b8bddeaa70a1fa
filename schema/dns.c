#include "schema/command.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/address.h"
#include "lib/num.h"
#include "schema/arguments.h"
#include "schema/dns_write.h"
#include "schema/logins.h"
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
	struct hosts		 both;		/* of --host */
	bool			 lean;
	bool			 pacc;
	size_t			 count;
	const char		*database;
	struct logins		 logins;
	struct buf		 text;
	struct record		 records[RECORDS_MAX];
	struct record		 owned[RECORDS_MAX];
};

/* Does a record lead mail programs to a mail server? */
static bool
leads_to_mail(const struct record *r)
{
	return r->type == RECORD_SRV && r->target[0] != '\0' &&
	    (strncmp(r->owner, "_imap", 5) == 0 ||
	    strncmp(r->owner, "_pop3", 5) == 0 ||
	    strncmp(r->owner, "_submission", 11) == 0);
}

static enum err
find_logins(struct dns *d, const struct dns_zone *zone)
{
	for (size_t i = 0; i < zone->n; i++)
		if (leads_to_mail(&zone->records[i]))
			return logins_find(&d->logins, d->database, zone->domain);
	return ERR_OK;
}

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
	if (e == ERR_OK)
		e = find_logins(d, &zone);
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

enum { OPT_HOST, OPT_AUTOCONFIG, OPT_AUTODISCOVER, OPT_FULL, OPT_LEAN,
	OPT_NO_PACC, OPT_FORMAT, OPT_RELATIVE, OPT_TTL, OPT__MAX };

static const struct argument options[] = {
	[OPT_HOST] = { "host", "HOST",
	    "where nginx answers; without it no record leads there" },
	[OPT_AUTOCONFIG] = { "autoconfig-host", "HOST",
	    "the same for autoconfig alone" },
	[OPT_AUTODISCOVER] = { "autodiscover-host", "HOST",
	    "the same for Autodiscover alone" },
	[OPT_FULL] = { "full", NULL,
	    "with names that need a certificate (the default)" },
	[OPT_LEAN] = { "lean", NULL, "without them: SRV records alone" },
	[OPT_NO_PACC] = { "no-pacc", NULL, "without ua-auto-config" },
	[OPT_FORMAT] = { "format", "FORMAT",
	    "bind (the default), nsupdate, json or table" },
	[OPT_RELATIVE] = { "relative", NULL,
	    "bind: names relative to the domain" },
	[OPT_TTL] = { "ttl", "SECONDS", "a time to live for each record" },
};
static_assert(NITEMS(options) == OPT__MAX && OPT__MAX <= ARGUMENTS_MAX,
    "a row for every option");

static int
option_take(void *ctx, int option, const char *value)
{
	struct dns *d = ctx;

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
		if (host_option("host", value, d->both.autoconfig) != 0)
			return -1;
		memcpy(d->both.autodiscover, d->both.autoconfig,
		    sizeof(d->both.autodiscover));
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
		return -1;
	}
}

/* --host is for the one that is not named by an option of its own. */
static void
fill_hosts(struct hosts *hosts, const struct hosts *both)
{
	if (hosts->autoconfig[0] == '\0')
		memcpy(hosts->autoconfig, both->autoconfig,
		    sizeof(both->autoconfig));
	if (hosts->autodiscover[0] == '\0')
		memcpy(hosts->autodiscover, both->autodiscover,
		    sizeof(both->autodiscover));
}

int
dns_run(const char *database, int argc, char *argv[])
{
	struct dns	d = { .writer = dns_writer_find("bind"), .pacc = true,
	    .database = database };
	int		status = arguments_read("dns", options, NITEMS(options), argc,
			    argv, option_take, &d);

	if (status >= 0)
		return status;
	fill_hosts(&d.hosts, &d.both);
	buf_init(&d.text, DNS_TEXT_MAX);
	if (d.writer->begin != NULL)
		(void)fputs(d.writer->begin, stdout);
	status = walk_domains(database, "dns", argv + optind,
	    (size_t)(argc - optind), visit, &d);
	(void)fputs(d.writer->end, stdout);
	buf_free(&d.text);
	logins_close(&d.logins);
	if (d.logins.first[0] != '\0')
		complain("dns", "%s, and maybe others, has a login or servers of"
		    " its own; SRV records can't say so, and programs that"
		    " follow those alone take the domain's", d.logins.first);
	if (command_flush() != EXIT_DONE)
		status = EXIT_NO;
	if (d.count > 0 && (d.hosts.autodiscover[0] == '\0' ||
	    (d.hosts.autoconfig[0] == '\0' && !d.lean)))
		complain("dns", "the records that lead to this server are left"
		    " out; say where it is, as in --host autoconfig.example.net");
	return status;
}
