/*
 * muaconf.fcgi: the process.  Threads that accept FastCGI connections on
 * descriptor 0, or one request of plain CGI.
 */
#include <errno.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "cgi/crew.h"
#include "cgi/http.h"
#include "cgi/options.h"
#include "cgi/serve.h"
#include "cgi/status.h"
#include "lib/limits.h"
#include "lib/log.h"
#include "lib/metrics.h"
#include "lib/sign.h"

#define LISTEN_FD 0

/* What all threads share; each of these minds its own locks. */
struct shared {
	const char		*database;
	struct crew		*crew;	/* NULL: plain CGI */
	int			 wake;	/* readable when it is time to end */
	struct directory	*directory;
	struct signer		*signer;	/* NULL: profiles go out unsigned */
	struct metrics		 metrics;
};

/* All that one thread needs for itself. */
struct worker {
	struct shared		*shared;
	struct store		*store;
	struct arena		 arena;
	struct reply		 reply;
	struct http_space	 space;
};

static void
worker_free(struct worker *w)
{
	if (w == NULL)
		return;
	store_free(w->store);
	reply_free(&w->reply);
	arena_free(&w->arena);
	free(w);
}

static struct worker *
worker_new(struct shared *shared)
{
	struct worker *w = calloc(1, sizeof(*w));

	if (w == NULL)
		return NULL;
	w->shared = shared;
	reply_init(&w->reply, ANSWER_MAX);
	if ((w->store = store_new(shared->database)) == NULL ||
	    arena_init(&w->arena, ARENA_MAX) != 0) {
		worker_free(w);
		return NULL;
	}
	return w;
}

static const char *
method_name(enum method method)
{
	switch (method) {
	case METHOD_GET:
		return "GET";
	case METHOD_HEAD:
		return "HEAD";
	case METHOD_POST:
		return "POST";
	case METHOD_OTHER:
		break;
	}
	return "other";
}

/* Microseconds since the request came. */
static long long
duration(const struct request *rq)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_REALTIME, &now);
	return (long long)(now.tv_sec - rq->now.tv_sec) * 1000000 +
	    (now.tv_nsec - rq->now.tv_nsec) / 1000;
}

static enum log_level
log_level(const struct reply *r)
{
	if (r->status >= 500)
		return LOG_LEVEL_ERROR;
	return r->routine ? LOG_LEVEL_DEBUG : LOG_LEVEL_INFO;
}

/* One line a request: the domain, never the address. */
static void
log_request(const struct request *rq, const struct reply *r, long long us)
{
	char directory[LOG_QUOTED];
	char error[LOG_QUOTED];

	log_line(log_level(r),
	    "status=%d method=%s route=%s domain=%s us=%lld bytes=%zu%s%s%s%s",
	    r->status, method_name(rq->method),
	    r->route == NULL ? "-" : r->route,
	    r->domain == NULL ? "-" : r->domain, us, r->body.len,
	    r->directory == NULL ? "" : " directory=",
	    r->directory == NULL ? "" : log_quoted(r->directory, directory),
	    r->err == ERR_OK ? "" : " error=",
	    r->err == ERR_OK ? "" : log_quoted(r->problem != NULL ?
	    r->problem : err_phrase(r->err), error));
}

/* One request, whoever brings it. */
static int
work(struct worker *w, const struct http_peer *peer)
{
	struct shared	*shared = w->shared;
	struct request	 rq;
	long long	 us;
	int		 result;

	http_read(peer, &w->space, &rq);
	rq.signs = shared->signer != NULL &&
	    signer_ready(shared->signer, rq.now.tv_sec);
	if (!status_serve(&rq, w->store, &shared->metrics, &w->arena, &w->reply))
		serve(&rq, w->store, shared->directory, &w->arena, &w->reply);
	/* A profile that can't be signed goes out as it is. */
	if (w->reply.sign && shared->signer != NULL)
		(void)signer_sign(shared->signer, &w->reply.body, rq.now.tv_sec);
	result = http_write(peer, &rq, &w->reply);
	us = duration(&rq);
	metrics_count(&shared->metrics, w->reply.route, w->reply.status, us,
	    w->reply.body.len);
	log_request(&rq, &w->reply, us);
	reply_reset(&w->reply);
	arena_reset(&w->arena);
	return result;
}

static const char *
fcgi_param(void *ctx, const char *name)
{
	const FCGX_Request *request = ctx;

	return FCGX_GetParam(name, request->envp);
}

static size_t
fcgi_read(void *ctx, char *data, size_t n)
{
	const FCGX_Request	*request = ctx;
	int			 got = FCGX_GetStr(data, (int)n, request->in);

	return got < 0 ? 0 : (size_t)got;
}

static int
fcgi_write(void *ctx, const char *data, size_t n)
{
	const FCGX_Request *request = ctx;

	return FCGX_PutStr(data, (int)n, request->out) == (int)n ? 0 : -1;
}

/* Wait for a connection.  0 when there may be one, -1 when it is time to end. */
static int
wait_for_connection(const struct worker *w)
{
	struct pollfd fds[] = {
		{ .fd = LISTEN_FD, .events = POLLIN },
		{ .fd = w->shared->wake, .events = POLLIN },
	};

	for (;;) {
		if (poll(fds, 2, -1) < 0) {
			if (errno == EINTR)
				continue;
			return -1;
		}
		if (fds[1].revents != 0)
			return -1;
		if ((fds[0].revents & (POLLERR | POLLNVAL)) != 0) {
			log_line(LOG_LEVEL_ERROR,
			    "the listening socket on descriptor 0 is gone");
			return -1;
		}
		if (fds[0].revents != 0)
			return 0;
	}
}

/* A connection that can't keep a thread for ever; -1 when there is none. */
static int
accept_connection(void)
{
	static const struct timespec	pause = { .tv_nsec = 20000000 };
	static const struct timeval	limit = { .tv_sec = PEER_SECONDS };
	int				fd = accept(LISTEN_FD, NULL, NULL);

	if (fd < 0) {
		/* Another thread was faster, or the peer has gone again. */
		if (errno == EAGAIN || errno == EINTR || errno == ECONNABORTED)
			return -1;
		log_line(LOG_LEVEL_WARNING, "accepting a connection: %s",
		    strerror(errno));
		(void)nanosleep(&pause, NULL);
		return -1;
	}
	(void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	(void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
	return fd;
}

/*
 * Accept one connection and answer.  The socket does not block, so a thread that
 * comes too late for a connection waits again, and every thread sees the end.
 * libfcgi's own accept would not do: a signal wakes it in one thread at most,
 * and it has no deadline for silent peers.  It accepts none while the request
 * has a connection that it believes to be kept.
 *
 * A connection that the peer wants to keep is closed after its answer all the
 * same, since a thread that waits on one accepts no other.
 */
static int
work_once(void *own)
{
	struct worker		*w = own;
	FCGX_Request		 request;
	struct http_peer	 peer = { &request, fcgi_param, fcgi_read,
	    fcgi_write };
	int			 fd;

	if (wait_for_connection(w) != 0)
		return -1;
	if ((fd = accept_connection()) < 0)
		return 0;
	if (FCGX_InitRequest(&request, LISTEN_FD, FCGI_FAIL_ACCEPT_ON_INTR) !=
	    0) {
		(void)close(fd);
		return -1;
	}
	request.ipcFd = fd;
	request.keepConnection = 1;
	if (FCGX_Accept_r(&request) >= 0) {
		(void)work(w, &peer);
		FCGX_Finish_r(&request);
	}
	FCGX_Free(&request, 1);
	return 0;
}

static void *
prepare(void *ctx)
{
	return worker_new(ctx);
}

static void
clean_up(void *own)
{
	worker_free(own);
}

static bool
step_aside(void *crew)
{
	return crew_step_aside(crew);
}

static void
step_back(void *crew)
{
	crew_step_back(crew);
}

/* Block what is to end the process; before FCGX_Init(), which takes over what is
 * at its default. */
static void
block_signals(sigset_t *signals)
{
	(void)sigemptyset(signals);
	(void)sigaddset(signals, SIGTERM);
	(void)sigaddset(signals, SIGINT);
	(void)sigaddset(signals, SIGHUP);
	(void)sigaddset(signals, SIGUSR1);
	(void)pthread_sigmask(SIG_BLOCK, signals, NULL);
	(void)signal(SIGPIPE, SIG_IGN);
}

/* Start the threads, wait for a signal, let them finish. */
static int
run_fcgi(struct shared *shared, unsigned long threads)
{
	sigset_t	signals;
	int		wake[2];
	int		flags;
	int		signal;
	int		started;

	block_signals(&signals);
	if (FCGX_Init() != 0 || pipe(wake) != 0) {
		log_line(LOG_LEVEL_ERROR, "starting: %s", strerror(errno));
		return 1;
	}
	flags = fcntl(LISTEN_FD, F_GETFL);
	if (flags < 0 || fcntl(LISTEN_FD, F_SETFL, flags | O_NONBLOCK) < 0) {
		log_line(LOG_LEVEL_ERROR, "descriptor 0: %s", strerror(errno));
		return 1;
	}
	shared->wake = wake[0];
	if ((started = crew_start(shared->crew)) == 0) {
		log_line(LOG_LEVEL_INFO, "ready threads=%lu version=%s",
		    threads, MUACONF_VERSION);
		(void)sigwait(&signals, &signal);
	}
	(void)close(wake[1]);	/* every poll(2) on the other end returns */
	crew_stop(shared->crew);
	(void)close(wake[0]);
	return started == 0 ? 0 : 1;
}

static const char *
cgi_param(void *ctx, const char *name)
{
	(void)ctx;
	return getenv(name);
}

static size_t
cgi_read(void *ctx, char *data, size_t n)
{
	return fread(data, 1, n, ctx);
}

static int
cgi_write(void *ctx, const char *data, size_t n)
{
	(void)ctx;
	return fwrite(data, 1, n, stdout) == n && fflush(stdout) == 0 ? 0 : -1;
}

static int
run_cgi(struct shared *shared)
{
	struct http_peer	 peer = { stdin, cgi_param, cgi_read, cgi_write };
	struct worker		*w;
	int			 result;

	if (getenv("REQUEST_METHOD") == NULL) {
		(void)fputs("muaconf.fcgi: descriptor 0: no listening socket,"
		    " and no CGI request either; start it with spawn-fcgi or by"
		    " a systemd socket (see muaconf.fcgi(8))\n", stderr);
		return 2;
	}
	(void)signal(SIGPIPE, SIG_IGN);
	if ((w = worker_new(shared)) == NULL) {
		log_line(LOG_LEVEL_ERROR, "starting: out of memory");
		return 1;
	}
	result = work(w, &peer);
	worker_free(w);
	return result == 0 ? 0 : 1;
}

/* What all threads share; -1 when there is no memory for it. */
static int
share(const struct options *o, bool cgi, struct shared *shared)
{
	struct crew_job			job = { prepare, work_once, clean_up,
	    shared };
	struct directory_stand_in	stand_in = { step_aside, step_back,
	    NULL };
	struct timespec			now;

	(void)clock_gettime(CLOCK_REALTIME, &now);
	shared->database = o->database;
	metrics_init(&shared->metrics, (long long)now.tv_sec);
	if (!cgi && (shared->crew = crew_new(&job, (unsigned)o->threads,
	    DIRECTORY_WAITING_MAX)) == NULL)
		return -1;
	stand_in.ctx = shared->crew;
	shared->directory = directory_new(cgi ? NULL : &stand_in);
	if (shared->directory == NULL)
		return -1;
	if (o->cert == NULL)
		return 0;
	if ((shared->signer = signer_new(o->cert, o->key)) == NULL)
		return -1;
	/* So that the log says at the start what is wrong with it. */
	(void)signer_ready(shared->signer, now.tv_sec);
	return 0;
}

int
main(int argc, char **argv)
{
	struct options	o = { .threads = 0 };
	struct shared	shared = { .database = NULL };
	int		status = options_parse(argc, argv, &o);
	int		cgi = FCGX_IsCGI();

	if (status >= 0)
		return status;
	/* systemd sets it where stderr goes to the journal. */
	log_set_journal(getenv("JOURNAL_STREAM") != NULL);
	log_set_level(o.level);
	if (share(&o, cgi, &shared) == 0) {
		status = cgi ? run_cgi(&shared) : run_fcgi(&shared, o.threads);
	} else {
		log_line(LOG_LEVEL_ERROR, "starting: out of memory");
		status = 1;
	}
	signer_free(shared.signer);
	directory_free(shared.directory);
	crew_free(shared.crew);
	return status;
}
