#include "schema/records.h"

#include <assert.h>
#include <string.h>

#include "lib/address.h"
#include "lib/num.h"

#define PACC_OWNER "_ua-auto-config"
#define AUTODISCOVER_OWNER "_autodiscover._tcp"

#define WEIGHT 1
/* POP3 comes after IMAP where a client knows both (RFC 6186, 3.4). */
#define POP3_FROM 10

/* The owners, in the order of the output.  A service with TLS from the start
 * goes to tls, any other to clear. */
/* clang-format off */
static const struct {
	enum service_type	 type;
	const char		*tls;
	const char		*clear;
	uint16_t		 tls_port;	/* of a url without one */
	uint16_t		 clear_port;
	bool			 path;		/* TXT "path=..." (RFC 6764, 4) */
	bool			 null;		/* say so when it is not offered */
	bool			 address;	/* clients log in with the address, whoever they are */
} kinds[] = {
	{ SERVICE_IMAP,        "_imaps._tcp",       "_imap._tcp",       993, 143,  false, true, true },
	{ SERVICE_POP3,        "_pop3s._tcp",       "_pop3._tcp",       995, 110,  false, true, true },
	{ SERVICE_SMTP,        "_submissions._tcp", "_submission._tcp", 465, 587,  false, true, true },
	{ SERVICE_MANAGESIEVE, "_sieve._tcp",       "_sieve._tcp",      4190, 4190, false, true, false },
	{ SERVICE_CALDAV,      "_caldavs._tcp",     "_caldav._tcp",     443, 80,   true,  true, false },
	{ SERVICE_CARDDAV,     "_carddavs._tcp",    "_carddav._tcp",    443, 80,   true,  true, false },
	{ SERVICE_JMAP,        "_jmap._tcp",        NULL,               443, 80,   false, true, false },
	/* No null records: _ldap is also how hosts of a directory domain find
	 * their controllers. */
	{ SERVICE_LDAP,        "_ldaps._tcp",       "_ldap._tcp",       636, 389,  false, false, false },
};
/* clang-format on */

struct list {
	struct record	*out;	/* RECORDS_MAX */
	size_t		 n;
	size_t		 room;	/* octets that an owner may have before the domain */
};

static struct list
list_of(const struct account *ac, struct record out[RECORDS_MAX])
{
	size_t		len = strlen(ac->domain);
	struct list	l = { out, 0, len < DOMAIN_MAX ? DOMAIN_MAX - len - 1 : 0 };

	return l;
}

static void
add(struct list *l, const struct record *r)
{
	assert(l->n < RECORDS_MAX);
	if (l->n < RECORDS_MAX && strlen(r->owner) <= l->room)
		l->out[l->n++] = *r;
}

/* Host, port and path of a service's url; path is in the url itself.
 * ERR_ADDRESS when DNS can't name that host. */
static enum err
split_url(const char *url, struct arena *a, const char **host, uint16_t *port,
    const char **path)
{
	char		 domain[DOMAIN_MAX + 1];
	char		 digits[6];
	unsigned long	 number;
	const char	*start = strstr(url, "://");
	size_t		 len, ndigits;

	if (start == NULL)
		return ERR_ADDRESS;
	start += 3;
	len = strcspn(start, ":/?#");
	*path = start + len;
	if (**path == ':') {
		ndigits = strcspn(*path + 1, "/?#");
		if (ndigits >= sizeof(digits))
			return ERR_ADDRESS;
		memcpy(digits, *path + 1, ndigits);
		digits[ndigits] = '\0';
		if (num_parse(digits, 1, 65535, &number) != 0)
			return ERR_ADDRESS;
		*port = (uint16_t)number;
		*path += 1 + ndigits;
	}
	if (domain_parse(start, len, domain) != ERR_OK)
		return ERR_ADDRESS;
	*host = arena_strdup(a, domain);
	return *host == NULL ? ERR_NOMEM : ERR_OK;
}

/* Both texts together, the second being len octets. */
static const char *
join(struct arena *a, const char *first, const char *second, size_t len)
{
	size_t	 n = strlen(first);
	char	*text = arena_alloc(a, n + len + 1);

	if (text == NULL)
		return NULL;
	memcpy(text, first, n);
	memcpy(text + n, second, len);
	return text;
}

/* "path=/dav/" behind the SRV record. */
static enum err
add_path(struct list *l, const char *owner, const char *path, struct arena *a)
{
	struct record	 r = { .type = RECORD_TXT, .owner = owner };
	size_t		 len = strcspn(path, "?#");

	if (len == 0) {
		path = "/";
		len = 1;
	}
	if ((r.text = join(a, "path=", path, len)) == NULL)
		return ERR_NOMEM;
	add(l, &r);
	return ERR_OK;
}

/* Do both stand at the same place in the order of preference? */
static bool
same_rank(const struct service *a, const struct service *b)
{
	return a->priority == b->priority && a->security == b->security;
}

/* How many places of preference there are among a type's services. */
static uint16_t
ranks(const struct account *ac, enum service_type type)
{
	const struct service	*last = NULL;
	uint16_t		 n = 0;

	for (size_t i = 0; i < ac->nservices; i++) {
		if (ac->services[i].type != type)
			continue;
		if (last == NULL || !same_rank(last, &ac->services[i]))
			n++;
		last = &ac->services[i];
	}
	return n;
}

/* One service behind one owner.  ERR_ADDRESS when DNS has no name for it: an
 * address in place of a host, or JMAP without TLS. */
static enum err
add_service(struct list *l, size_t kind, const struct service *s,
    uint16_t priority, struct arena *a)
{
	bool		 tls = s->security == SECURITY_TLS;
	struct record	 r = { .type = RECORD_SRV, .priority = priority,
	    .weight = WEIGHT, .port = s->port, .target = s->host };
	const char	*path = "";
	enum err	 e;

	r.owner = tls ? kinds[kind].tls : kinds[kind].clear;
	if (r.owner == NULL)
		return ERR_ADDRESS;
	if (s->url != NULL) {
		r.port = tls ? kinds[kind].tls_port : kinds[kind].clear_port;
		e = split_url(s->url, a, &r.target, &r.port, &path);
		if (e != ERR_OK)
			return e;
	}
	add(l, &r);
	return kinds[kind].path ? add_path(l, r.owner, path, a) : ERR_OK;
}

/* "Decidedly not offered", where no record of the owner is there. */
static void
add_null(struct list *l, size_t from, const char *owner)
{
	const struct record r = { .type = RECORD_SRV, .owner = owner,
	    .target = "" };

	if (owner == NULL)
		return;
	for (size_t i = from; i < l->n; i++)
		if (strcmp(l->out[i].owner, owner) == 0)
			return;
	add(l, &r);
}

/*
 * Would a client that follows the record log in by the wrong name?  Evolution
 * 3.46 takes the address for the login and prefers this to what the answer
 * says, RFC 6186 (4) tries the part before the @ after it, and none knows what
 * stands in a directory.
 */
static bool
misleads(size_t kind, const struct account *ac, const struct service *s)
{
	return kinds[kind].address && (ac->in_directory ||
	    strcmp(s->template, "%EMAILADDRESS%") != 0);
}

/* All services of one kind.  With a path there is room for the best one only:
 * TXT records don't say to which SRV record they belong. */
static enum err
add_kind(struct list *l, size_t kind, const struct account *ac,
    struct arena *a)
{
	const struct service	*last = NULL;
	const struct service	*s;
	size_t			 from = l->n;
	uint16_t		 priority = 0;
	bool			 unnamed = false;
	enum err		 e;

	if (kinds[kind].type == SERVICE_POP3) {
		priority = ranks(ac, SERVICE_IMAP);
		if (priority < POP3_FROM)
			priority = POP3_FROM;
	}
	for (size_t i = 0; i < ac->nservices; i++) {
		s = &ac->services[i];
		if (s->type != kinds[kind].type ||
		    (kinds[kind].path && l->n > from))
			continue;
		if (last != NULL && !same_rank(last, s))
			priority++;
		last = s;
		e = misleads(kind, ac, s) ? ERR_ADDRESS :
		    add_service(l, kind, s, priority, a);
		if (e == ERR_ADDRESS)
			unnamed = true;
		else if (e != ERR_OK)
			return e;
	}
	/* What is offered under no name must not be denied. */
	if (kinds[kind].null && !unnamed) {
		add_null(l, from, kinds[kind].tls);
		add_null(l, from, kinds[kind].clear);
	}
	return ERR_OK;
}

/* Where a name leads; NULL: nobody said. */
static const char *
label_host(const struct record_hosts *hosts, const char *label)
{
	return strcmp(label, "autodiscover") == 0 ? hosts->autodiscover :
	    hosts->autoconfig;
}

/* An alias for this server, unless the name is the server's own. */
static void
add_cname(struct list *l, const char *label, const char *domain,
    const char *host)
{
	struct record	r = { .type = RECORD_CNAME, .owner = label,
	    .target = host };
	size_t		len = strlen(label);

	if (host == NULL || (strncmp(host, label, len) == 0 &&
	    host[len] == '.' && strcmp(host + len + 1, domain) == 0))
		return;
	add(l, &r);
}

static enum err
add_names(struct list *l, const struct account *ac, const struct setup *setup,
    const struct record_hosts *hosts, struct arena *a)
{
	struct record	r = { .type = RECORD_TXT, .owner = PACC_OWNER };

	for (size_t i = 0; !hosts->lean && i < setup->nlabels; i++)
		add_cname(l, setup_labels[i], ac->domain,
		    label_host(hosts, setup_labels[i]));
	if (!hosts->lean && setup->pacc) {
		r.text = join(a, "v=UAAC1; a=sha256; d=", setup->digest,
		    strlen(setup->digest));
		if (r.text == NULL)
			return ERR_NOMEM;
		add(l, &r);
	}
	if (hosts->autodiscover != NULL) {
		r = (struct record){ .type = RECORD_SRV,
		    .owner = AUTODISCOVER_OWNER, .port = 443,
		    .target = hosts->autodiscover };
		add(l, &r);
	}
	return ERR_OK;
}

enum err
records_of(const struct account *ac, const struct setup *setup,
    const struct record_hosts *hosts, struct arena *a,
    struct record out[RECORDS_MAX], size_t *n)
{
	struct list	l = list_of(ac, out);
	enum err	e = add_names(&l, ac, setup, hosts, a);

	if (ac->redirect_domain == NULL)
		for (size_t i = 0; e == ERR_OK && i < NITEMS(kinds); i++)
			e = add_kind(&l, i, ac, a);
	*n = l.n;
	return e;
}

static void
add_owned(struct list *l, enum record_type type, const char *owner)
{
	const struct record r = { .type = type, .owner = owner };

	for (size_t i = 0; i < l->n; i++)
		if (l->out[i].type == type &&
		    strcmp(l->out[i].owner, owner) == 0)
			return;
	add(l, &r);
}

/* What add_names() could have added. */
static void
add_owned_names(struct list *l, const struct account *ac,
    const struct record_hosts *hosts)
{
	for (size_t i = 0; i < SETUP_LABELS; i++)
		add_cname(l, setup_labels[i], ac->domain,
		    label_host(hosts, setup_labels[i]));
	if (hosts->autoconfig != NULL)
		add_owned(l, RECORD_TXT, PACC_OWNER);
	if (hosts->autodiscover != NULL)
		add_owned(l, RECORD_SRV, AUTODISCOVER_OWNER);
}

/* What add_kind() could have added.  Without null records there may be others
 * who have the name to themselves. */
static void
add_owned_kind(struct list *l, size_t kind)
{
	const char *const owners[] = { kinds[kind].tls, kinds[kind].clear };

	for (size_t i = 0; i < NITEMS(owners) && kinds[kind].null; i++) {
		if (owners[i] == NULL)
			continue;
		add_owned(l, RECORD_SRV, owners[i]);
		if (kinds[kind].path)
			add_owned(l, RECORD_TXT, owners[i]);
	}
}

void
records_owned(const struct account *ac, const struct record_hosts *hosts,
    const struct record *records, size_t nrecords,
    struct record out[RECORDS_MAX], size_t *n)
{
	struct list l = list_of(ac, out);

	add_owned_names(&l, ac, hosts);
	for (size_t i = 0; i < NITEMS(kinds) && ac->redirect_domain == NULL; i++)
		add_owned_kind(&l, i);
	for (size_t i = 0; i < nrecords; i++)
		add_owned(&l, records[i].type, records[i].owner);
	*n = l.n;
}
