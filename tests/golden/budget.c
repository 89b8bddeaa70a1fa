/*
 * Every golden request again with too little memory: the arena, then the
 * answer's buffer, grow from nothing until the answer is whole.  Each run
 * gives the golden answer or an honest error: no crash, no leak, no half
 * answer.
 *
 *     budget SOURCE
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cgi/serve.h"
#include "lib/limits.h"
#include "tests/golden/golden.h"
#include "tests/kit/kit.h"

/* Small against any allocation, so that each one is the one that fails. */
#define ARENA_STEP 32
#define BODY_STEP 29
/* The largest golden answer needs a tenth of it. */
#define SWEEP_MAX 131072

/* Is this body a whole one, as far as that can be seen from its end? */
static int
whole(const struct buf *body)
{
	static const char *const	 ends[] = { "\n", "</Autodiscover>", "</html>", "}" };

	if (body->len == 0)
		return 1;
	for (size_t i = 0; i < NITEMS(ends); i++) {
		size_t	 n = strlen(ends[i]);

		if (body->len >= n && memcmp(body->data + body->len - n, ends[i], n) == 0)
			return 1;
	}
	return 0;
}

/* 1: the golden answer, 0: an error, -1: neither. */
static int
try(const struct golden *c, size_t arena_size, size_t body_max, const char *kept, size_t len)
{
	struct arena	 a;
	struct reply	 r;
	struct buf	 text;
	int		 result = -1;

	(void)arena_init(&a, arena_size);	/* no memory at all is a case too */
	reply_init(&r, body_max);
	buf_init(&text, 2 * ANSWER_MAX);
	serve(&c->request.rq, c->store, NULL, &a, &r);
	rig_answer(&c->request.rq, &r, &text);
	if (buf_error(&text) == ERR_OK && text.len == len && memcmp(text.data, kept, len) == 0)
		result = 1;
	else if (r.status >= 500 && whole(&r.body) && buf_error(&r.body) == ERR_OK)
		result = 0;
	if (result < 0)
		(void)fprintf(stderr, "%s: arena %zu, body %zu: neither the answer nor an error:\n%.*s\n",
		    c->name, arena_size, body_max, (int)text.len, text.data);
	buf_free(&text);
	reply_free(&r);
	arena_free(&a);
	return result;
}

/* Grow one of the two until the answer is there.  0, or -1. */
static int
sweep(const struct golden *c, int arena, const char *kept, size_t len)
{
	const size_t	 step = arena ? ARENA_STEP : BODY_STEP;

	for (size_t size = 0; size < SWEEP_MAX; size += step) {
		int	 result = try(c, arena ? size : ARENA_MAX, arena ? ANSWER_MAX : size, kept, len);

		if (result != 0)
			return result > 0 ? 0 : -1;
	}
	(void)fprintf(stderr, "%s: no answer within the limits\n", c->name);
	return -1;
}

int
main(int argc, char *argv[])
{
	struct goldens	 g;
	int		 bad = 0;

	if (argc != 2)
		kit_die("usage: budget SOURCE");
	goldens_load(argv[1], NULL, &g);
	for (size_t i = 0; i < g.n; i++) {
		size_t	 len;
		char	*kept = golden_kept(&g.cases[i], &len);

		if (kept == NULL)
			kit_die("%s: no answer is kept", g.cases[i].name);
		if (sweep(&g.cases[i], 1, kept, len) != 0 || sweep(&g.cases[i], 0, kept, len) != 0)
			bad++;
		free(kept);
	}
	(void)printf("%zu cases, %d failed\n", g.n, bad);
	goldens_free(&g);
	return bad > 0;
}
