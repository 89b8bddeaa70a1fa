#include "lib/dial.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "lib/limits.h"

struct dial_address {
	struct sockaddr_storage	addr;
	socklen_t		len;
};

struct resolver {
	pthread_mutex_t		 lock;
	pthread_cond_t		 ready;
	unsigned		 refs;	/* the owner's, and the thread's */
	bool			 running;
	char			*host;	/* the thread's, while it runs */
	char			 port[8];
	int			 code;	/* of getaddrinfo(3) */
	size_t			 naddresses;
	struct dial_address	 addresses[DIAL_ADDRESSES_MAX];
};

long long
clock_ms(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct resolver *
resolver_new(void)
{
	struct resolver		*r = calloc(1, sizeof(*r));
	pthread_condattr_t	 attr;

	if (r == NULL)
		return NULL;
	(void)pthread_mutex_init(&r->lock, NULL);
	(void)pthread_condattr_init(&attr);
	(void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&r->ready, &attr);
	(void)pthread_condattr_destroy(&attr);
	r->refs = 1;
	return r;
}

/* Unlocks, too. */
static void
unref(struct resolver *r)
{
	bool last = --r->refs == 0;

	(void)pthread_mutex_unlock(&r->lock);
	if (!last)
		return;
	(void)pthread_cond_destroy(&r->ready);
	(void)pthread_mutex_destroy(&r->lock);
	free(r->host);
	free(r);
}

void
resolver_free(struct resolver *r)
{
	if (r == NULL)
		return;
	(void)pthread_mutex_lock(&r->lock);
	unref(r);
}

/* getaddrinfo(3) into a table of ours; its code. */
static int
addresses_of(const char *host, const char *port, int flags,
    struct dial_address out[DIAL_ADDRESSES_MAX], size_t *n)
{
	const struct addrinfo	 hints = { .ai_flags = flags | AI_NUMERICSERV,
	    .ai_socktype = SOCK_STREAM };
	struct addrinfo		*found = NULL;
	int			 code = getaddrinfo(host, port, &hints, &found);

	*n = 0;
	if (code != 0)
		return code;
	for (const struct addrinfo *i = found; i != NULL &&
	    *n < DIAL_ADDRESSES_MAX; i = i->ai_next) {
		if (i->ai_addrlen > sizeof(out->addr))
			continue;
		memcpy(&out[*n].addr, i->ai_addr, i->ai_addrlen);
		out[*n].len = i->ai_addrlen;
		++*n;
	}
	freeaddrinfo(found);
	return 0;
}

static void *
resolve(void *arg)
{
	struct resolver		*r = arg;
	struct dial_address	 found[DIAL_ADDRESSES_MAX];
	size_t			 n;
	int			 code;

	code = addresses_of(r->host, r->port, 0, found, &n);
	(void)pthread_mutex_lock(&r->lock);
	r->code = code;
	r->naddresses = n;
	memcpy(r->addresses, found, n * sizeof(*found));
	r->running = false;
	(void)pthread_cond_broadcast(&r->ready);
	unref(r);
	return NULL;
}

/* Start the thread; locked. */
static int
start(struct resolver *r, const char *host, const char *port)
{
	pthread_attr_t	 attr;
	pthread_t	 thread;
	char		*copy = strdup(host);
	int		 code;

	if (copy == NULL)
		return ENOMEM;
	free(r->host);
	r->host = copy;
	(void)snprintf(r->port, sizeof(r->port), "%s", port);
	(void)pthread_attr_init(&attr);
	(void)pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	r->running = true;
	r->refs++;
	if ((code = pthread_create(&thread, &attr, resolve, r)) != 0) {
		r->running = false;
		r->refs--;
	}
	(void)pthread_attr_destroy(&attr);
	return code;
}

/* How many addresses a name has; 0 and why when none. */
static size_t
look_up(struct resolver *r, const char *host, const char *port,
    long long deadline, struct dial_address *out, char *why, size_t size)
{
	struct timespec	until = { .tv_sec = (time_t)(deadline / 1000),
	    .tv_nsec = (long)(deadline % 1000) * 1000000 };
	size_t		n = 0;
	int		code = 0;

	(void)pthread_mutex_lock(&r->lock);
	if (!r->running)
		code = start(r, host, port);
	while (r->running && code == 0)
		code = pthread_cond_timedwait(&r->ready, &r->lock, &until);
	if (code == 0 && r->code == 0) {
		n = r->naddresses;
		memcpy(out, r->addresses, n * sizeof(*out));
	}
	if (n == 0)
		(void)snprintf(why, size, "looking up its name: %s",
		    code == ETIMEDOUT ? "no answer in time" : code != 0 ?
		    "no thread for it" : r->code == 0 ? "no address" :
		    gai_strerror(r->code));
	(void)pthread_mutex_unlock(&r->lock);
	return n;
}

/* 0 or an errno. */
static int
wait_connected(int fd, long long deadline)
{
	struct pollfd	p = { .fd = fd, .events = POLLOUT };
	socklen_t	len = sizeof(int);
	int		error = 0;
	int		n;

	do {
		long long left = deadline - clock_ms();

		n = poll(&p, 1, left > 0 ? (int)left : 0);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		return errno;
	if (n == 0)
		return ETIMEDOUT;
	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len) != 0)
		return errno;
	return error;
}

/* A connected socket, or -1 and error. */
static int
try_one(const struct dial_address *to, long long deadline, int *error)
{
	static const int	on = 1;
	int			fd = socket(to->addr.ss_family, SOCK_STREAM, 0);

	if (fd < 0) {
		*error = errno;
		return -1;
	}
	*error = 0;
	if (fcntl(fd, F_SETFD, FD_CLOEXEC) != 0 ||
	    fcntl(fd, F_SETFL, O_NONBLOCK) != 0 ||
	    connect(fd, (const struct sockaddr *)&to->addr, to->len) != 0)
		*error = errno;
	if (*error == EINPROGRESS || *error == EINTR)
		*error = wait_connected(fd, deadline);
	if (*error != 0) {
		(void)close(fd);
		return -1;
	}
	/* One small question, one small answer: no time to gather. */
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	(void)setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
	return fd;
}

int
dial(struct resolver *r, const char *host, uint16_t port, long long deadline,
    char *why, size_t size)
{
	struct dial_address	addresses[DIAL_ADDRESSES_MAX];
	char			number[8];
	size_t			n;
	int			error = 0;
	int			fd = -1;

	(void)snprintf(number, sizeof(number), "%u", (unsigned)port);
	/* A literal address needs nobody's answer. */
	if (addresses_of(host, number, AI_NUMERICHOST, addresses, &n) != 0)
		n = look_up(r, host, number, deadline, addresses, why, size);
	for (size_t i = 0; i < n && fd < 0; i++) {
		long long now = clock_ms();
		long long share = (deadline - now) / (long long)(n - i);

		fd = try_one(&addresses[i], now + share, &error);
	}
	if (fd < 0 && n > 0)
		(void)snprintf(why, size, "connecting: %s", strerror(error));
	return fd;
}
