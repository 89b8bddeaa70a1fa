/* schema/resolve.h: many names at the same time, up to a deadline. */
#include "schema/resolve.h"

#include <netdb.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/limits.h"
#include "tests/unit/rows.h"

/* Long enough for any machine. */
#define PATIENCE_S 60
#define PATIENCE_MS (PATIENCE_S * 1000L)

static pthread_mutex_t	lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t	changed = PTHREAD_COND_INITIALIZER;
static size_t		inside;		/* questions under way */
static size_t		most;		/* ... at the same time */
static size_t		asked;		/* questions in all */
static size_t		wanted;		/* none is answered before so many are under way */

/* The code is the number behind the dash. */
static int
code_of(const char *name)
{
	return (int)strtol(strrchr(name, '/') + 1, NULL, 10);
}

static int
at_once(const char *name)
{
	struct timespec until;

	(void)pthread_mutex_lock(&lock);
	inside++;
	asked++;
	if (inside > most)
		most = inside;
	(void)pthread_cond_broadcast(&changed);
	(void)clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += PATIENCE_S;
	while (most < wanted &&
	    pthread_cond_timedwait(&changed, &lock, &until) == 0)
		continue;
	inside--;
	(void)pthread_cond_broadcast(&changed);
	(void)pthread_mutex_unlock(&lock);
	return code_of(name);
}

/* "name 0/0", "name 1/-1", ...; for free(). */
static struct resolve *
make_names(size_t n, char (*texts)[32])
{
	struct resolve *names = calloc(n, sizeof(*names));

	if (names == NULL)
		kit_die("out of memory");
	for (size_t i = 0; i < n; i++) {
		(void)snprintf(texts[i], sizeof(texts[i]), "name %zu/%d", i,
		    -(int)(i % 5));
		names[i].name = texts[i];
	}
	return names;
}

static void
answers(void **state)
{
	static const struct {
		size_t		 n;
		size_t		 together;
		const char	*why;
	} rows[] = {
		{ 0, 0, "none" },
		{ 1, 1, "one" },
		{ RESOLVE_THREADS, RESOLVE_THREADS, "all at the same time" },
		{ 3 * RESOLVE_THREADS + 1, RESOLVE_THREADS, "as many as there are threads" },
	};
	static char texts[3 * RESOLVE_THREADS + 1][32];

	(void)state;
	for (size_t r = 0; r < NITEMS(rows); r++) {
		struct resolve *names = make_names(rows[r].n, texts);

		inside = most = asked = 0;
		wanted = rows[r].together;
		row_int(rows[r].why, "error", resolve_all(names, rows[r].n,
		    at_once, 2 * PATIENCE_MS), ERR_OK);
		row_int(rows[r].why, "asked for once each",
		    (long long)asked, (long long)rows[r].n);
		row_int(rows[r].why, "at the same time",
		    (long long)most, (long long)rows[r].together);
		for (size_t i = 0; i < rows[r].n; i++) {
			row_true(rows[r].why, "answered", names[i].answered);
			row_int(names[i].name, "its own answer", names[i].code,
			    code_of(names[i].name));
		}
		free(names);
	}
	rows_end();
}

static bool released;

/* Names that end with /0 are never answered while anybody waits. */
static int
stuck(const char *name)
{
	(void)pthread_mutex_lock(&lock);
	inside++;
	while (code_of(name) == 0 && !released)
		(void)pthread_cond_wait(&changed, &lock);
	inside--;
	(void)pthread_cond_broadcast(&changed);
	(void)pthread_mutex_unlock(&lock);
	return code_of(name);
}

static void
deadline(void **state)
{
	static char	 texts[5][32];
	struct resolve	*names = make_names(NITEMS(texts), texts);

	(void)state;
	inside = 0;
	row_int("one is stuck", "error", resolve_all(names, NITEMS(texts),
	    stuck, 200), ERR_OK);
	row_true("one is stuck", "unanswered", !names[0].answered);
	/* The question goes on without us, and its memory with it. */
	free(names);
	memset(texts, 0, sizeof(texts));
	(void)pthread_mutex_lock(&lock);
	released = true;
	(void)pthread_cond_broadcast(&changed);
	while (inside > 0)
		(void)pthread_cond_wait(&changed, &lock);
	(void)pthread_mutex_unlock(&lock);
	rows_end();
}

/* The rest of it is in test_certs.c. */
static void
system_asks(void **state)
{
	char text[DOMAIN_MAX + 2];

	(void)state;
	memset(text, 'a', sizeof(text));
	text[DOMAIN_MAX + 1] = '\0';
	row_int("too long", "none", resolve_system(text), EAI_NONAME);
	row_int("empty", "none", resolve_system(""), EAI_NONAME);
	rows_end();
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers),
		cmocka_unit_test(deadline),
		cmocka_unit_test(system_asks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
