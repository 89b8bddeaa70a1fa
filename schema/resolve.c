#include "schema/resolve.h"

#include <netdb.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "lib/address.h"
#include "lib/limits.h"

/* The threads' own: it may live on after the deadline. */
struct job {
	pthread_mutex_t	 lock;
	pthread_cond_t	 ready;		/* the last answer is there */
	unsigned	 refs;		/* the caller's, and each thread's */
	resolve_ask	 ask;
	size_t		 n;
	size_t		 next;		/* to be asked; n: none */
	size_t		 answers;
	struct resolve	*names;		/* with copies of the names */
};

int
resolve_system(const char *name)
{
	const struct addrinfo	 hints = { .ai_socktype = SOCK_STREAM };
	struct addrinfo		*found = NULL;
	size_t			 len = strlen(name);
	char			 absolute[DOMAIN_MAX + 2];
	int			 code;

	if (len == 0 || len > DOMAIN_MAX)
		return EAI_NONAME;
	memcpy(absolute, name, len);
	memcpy(absolute + len, ".", 2);
	if ((code = getaddrinfo(absolute, NULL, &hints, &found)) == 0)
		freeaddrinfo(found);
	return code;
}

bool
resolve_failed(int code)
{
	return code == EAI_AGAIN || code == EAI_FAIL || code == EAI_MEMORY ||
	    code == EAI_SYSTEM;
}

/* Unlocks, too. */
static void
unref(struct job *j)
{
	bool last = --j->refs == 0;

	(void)pthread_mutex_unlock(&j->lock);
	if (!last)
		return;
	(void)pthread_cond_destroy(&j->ready);
	(void)pthread_mutex_destroy(&j->lock);
	free(j->names);
	free(j);
}

/* Names and their list in one piece of memory. */
static struct resolve *
copy_names(const struct resolve *names, size_t n)
{
	struct resolve	*copy;
	size_t		 size = n * sizeof(*copy);
	char		*text;

	for (size_t i = 0; i < n; i++)
		size += strlen(names[i].name) + 1;
	if ((copy = malloc(size)) == NULL)
		return NULL;
	text = (char *)(copy + n);
	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(names[i].name) + 1;

		copy[i] = (struct resolve){ .name = text };
		memcpy(text, names[i].name, len);
		text += len;
	}
	return copy;
}

static struct job *
job_new(const struct resolve *names, size_t n, resolve_ask ask)
{
	struct job		*j = calloc(1, sizeof(*j));
	pthread_condattr_t	 attr;

	if (j == NULL || (j->names = copy_names(names, n)) == NULL) {
		free(j);
		return NULL;
	}
	(void)pthread_mutex_init(&j->lock, NULL);
	(void)pthread_condattr_init(&attr);
	(void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&j->ready, &attr);
	(void)pthread_condattr_destroy(&attr);
	j->refs = 1;
	j->ask = ask;
	j->n = n;
	return j;
}

/* One thread: a name, the next one, until there is none. */
static void *
work(void *arg)
{
	struct job *j = arg;

	(void)pthread_mutex_lock(&j->lock);
	while (j->next < j->n) {
		size_t	i = j->next++;
		int	code;

		(void)pthread_mutex_unlock(&j->lock);
		code = j->ask(j->names[i].name);
		(void)pthread_mutex_lock(&j->lock);
		j->names[i].code = code;
		j->names[i].answered = true;
		if (++j->answers == j->n)
			(void)pthread_cond_signal(&j->ready);
	}
	unref(j);
	return NULL;
}

/* How many were started.  The job is locked. */
static size_t
start_threads(struct job *j)
{
	pthread_attr_t	attr;
	pthread_t	thread;
	size_t		started = 0;

	(void)pthread_attr_init(&attr);
	(void)pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	while (started < j->n && started < RESOLVE_THREADS &&
	    pthread_create(&thread, &attr, work, j) == 0) {
		j->refs++;
		started++;
	}
	(void)pthread_attr_destroy(&attr);
	return started;
}

static struct timespec
after_ms(long ms)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	t.tv_sec += ms / 1000;
	t.tv_nsec += ms % 1000 * 1000000;
	if (t.tv_nsec >= 1000000000) {
		t.tv_nsec -= 1000000000;
		t.tv_sec++;
	}
	return t;
}

enum err
resolve_all(struct resolve *names, size_t n, resolve_ask ask, long deadline_ms)
{
	struct timespec	 deadline = after_ms(deadline_ms);
	struct job	*j;
	enum err	 e;

	if (n == 0)
		return ERR_OK;
	if ((j = job_new(names, n, ask)) == NULL)
		return ERR_NOMEM;
	(void)pthread_mutex_lock(&j->lock);
	e = start_threads(j) > 0 ? ERR_OK : ERR_NOMEM;
	while (e == ERR_OK && j->answers < n &&
	    pthread_cond_timedwait(&j->ready, &j->lock, &deadline) == 0)
		continue;
	j->next = n;	/* nobody begins another one */
	for (size_t i = 0; i < n; i++) {
		names[i].answered = j->names[i].answered;
		names[i].code = j->names[i].code;
	}
	unref(j);
	return e;
}
