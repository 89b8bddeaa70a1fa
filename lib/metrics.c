#include "lib/metrics.h"

#include <assert.h>
#include <string.h>

#include "lib/err.h"

/* The other ones are counted as "other". */
static const int statuses[] = {
	200, 301, 302, 303, 307, 308, 400, 404, 405, 406, 413, 429, 500, 503,
};
static_assert(NITEMS(statuses) < METRICS_STATUSES, "a place for other ones");

/* Microseconds, and the same in seconds for people who read the text. */
static const struct {
	long long	 us;
	const char	*seconds;
} bounds[] = {
	{ 100, "0.0001" }, { 250, "0.00025" }, { 500, "0.0005" },
	{ 1000, "0.001" }, { 2500, "0.0025" }, { 5000, "0.005" },
	{ 10000, "0.01" }, { 25000, "0.025" }, { 50000, "0.05" },
	{ 100000, "0.1" }, { 250000, "0.25" }, { 1000000, "1" },
	{ 5000000, "5" },
};
static_assert(NITEMS(bounds) == METRICS_BUCKETS - 1, "one more for the rest");

void
metrics_init(struct metrics *m, long long start)
{
	memset(m, 0, sizeof(*m));
	m->start = start;
	for (size_t i = 0; i < METRICS_ROUTES; i++) {
		struct metrics_route *r = &m->routes[i];

		atomic_init(&r->name, NULL);
		atomic_init(&r->microseconds, 0);
		atomic_init(&r->octets, 0);
		for (size_t j = 0; j < METRICS_STATUSES; j++)
			atomic_init(&r->statuses[j], 0);
		for (size_t j = 0; j < METRICS_BUCKETS; j++)
			atomic_init(&r->buckets[j], 0);
	}
}

/* The place of a route, taken by the first one that comes with its name. */
static struct metrics_route *
find_route(struct metrics *m, const char *name)
{
	size_t i;

	for (i = 0; i < METRICS_ROUTES - 1; i++) {
		const char *there = atomic_load(&m->routes[i].name);

		if (there == NULL && atomic_compare_exchange_strong(
		    &m->routes[i].name, &there, name))
			return &m->routes[i];
		if (strcmp(there, name) == 0)
			return &m->routes[i];
	}
	atomic_store(&m->routes[i].name, "other");
	return &m->routes[i];
}

static void
add(atomic_ullong *counter, unsigned long long n)
{
	(void)atomic_fetch_add_explicit(counter, n, memory_order_relaxed);
}

void
metrics_count(struct metrics *m, const char *route, int status,
    long long microseconds, size_t octets)
{
	struct metrics_route	*r = find_route(m, route == NULL ? "none" : route);
	size_t			 i = 0;

	while (i < NITEMS(statuses) && statuses[i] != status)
		i++;
	add(&r->statuses[i], 1);
	if (microseconds < 0)
		microseconds = 0;
	i = 0;
	while (i < NITEMS(bounds) && microseconds > bounds[i].us)
		i++;
	add(&r->buckets[i], 1);
	add(&r->microseconds, (unsigned long long)microseconds);
	add(&r->octets, octets);
}

static unsigned long long
get(const atomic_ullong *counter)
{
	return atomic_load_explicit(counter, memory_order_relaxed);
}

/* The routes in use follow each other, but for the last place. */
static const char *
name_of(const struct metrics *m, size_t i)
{
	return atomic_load(&m->routes[i].name);
}

static void
write_statuses(const struct metrics *m, struct buf *b)
{
	unsigned long long	n;
	const char		*name;

	buf_puts(b, "# HELP muaconf_requests_total Answers, by route and HTTP"
	    " status.\n# TYPE muaconf_requests_total counter\n");
	for (size_t i = 0; i < METRICS_ROUTES; i++) {
		if ((name = name_of(m, i)) == NULL)
			continue;
		for (size_t j = 0; j <= NITEMS(statuses); j++) {
			if ((n = get(&m->routes[i].statuses[j])) == 0)
				continue;
			buf_printf(b, "muaconf_requests_total{route=\"%s\",", name);
			if (j < NITEMS(statuses))
				buf_printf(b, "status=\"%d\"} %llu\n",
				    statuses[j], n);
			else
				buf_printf(b, "status=\"other\"} %llu\n", n);
		}
	}
}

static void
write_durations(const struct metrics *m, struct buf *b)
{
	static const char	 metric[] = "muaconf_request_duration_seconds";
	unsigned long long	 n, us;
	const char		*name;

	buf_printf(b, "# HELP %s From the request to the sent answer.\n"
	    "# TYPE %s histogram\n", metric, metric);
	for (size_t i = 0; i < METRICS_ROUTES; i++) {
		if ((name = name_of(m, i)) == NULL)
			continue;
		n = 0;
		for (size_t j = 0; j < METRICS_BUCKETS; j++) {
			n += get(&m->routes[i].buckets[j]);
			buf_printf(b, "%s_bucket{route=\"%s\",le=\"%s\"} %llu\n",
			    metric, name,
			    j < NITEMS(bounds) ? bounds[j].seconds : "+Inf", n);
		}
		us = get(&m->routes[i].microseconds);
		buf_printf(b, "%s_sum{route=\"%s\"} %llu.%06llu\n", metric,
		    name, us / 1000000, us % 1000000);
		buf_printf(b, "%s_count{route=\"%s\"} %llu\n", metric, name, n);
	}
}

static void
write_octets(const struct metrics *m, struct buf *b)
{
	const char *name;

	buf_puts(b, "# HELP muaconf_response_bytes_total Octets of bodies, by"
	    " route.\n# TYPE muaconf_response_bytes_total counter\n");
	for (size_t i = 0; i < METRICS_ROUTES; i++)
		if ((name = name_of(m, i)) != NULL)
			buf_printf(b, "muaconf_response_bytes_total"
			    "{route=\"%s\"} %llu\n", name,
			    get(&m->routes[i].octets));
}

void
metrics_write(const struct metrics *m, const char *version, int ready,
    struct buf *b)
{
	buf_puts(b, "# HELP muaconf_build_info The program's version.\n"
	    "# TYPE muaconf_build_info gauge\n");
	buf_printf(b, "muaconf_build_info{version=\"%s\"} 1\n", version);
	buf_puts(b, "# HELP muaconf_start_time_seconds When the program"
	    " started, since 1970.\n"
	    "# TYPE muaconf_start_time_seconds gauge\n");
	buf_printf(b, "muaconf_start_time_seconds %lld\n", m->start);
	buf_puts(b, "# HELP muaconf_database_ready Can the database be"
	    " read?\n# TYPE muaconf_database_ready gauge\n");
	buf_printf(b, "muaconf_database_ready %d\n", ready != 0);
	write_statuses(m, b);
	write_durations(m, b);
	write_octets(m, b);
}
