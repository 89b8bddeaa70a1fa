/*
 * The golden cases: every answer must be, octet by octet, the one that is
 * kept.
 *
 *     run_golden SOURCE                  compare; UPDATE=1 in the environment
 *                                        keeps what came instead
 *     run_golden SOURCE CASE             one case; what came goes to stdout
 *     run_golden SOURCE CASE N           the same N times, for a profiler
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cgi/serve.h"
#include "lib/limits.h"
#include "tests/golden/golden.h"
#include "tests/kit/kit.h"

/* An answer is a few thousand octets; the text has header fields besides. */
#define TEXT_MAX (2 * ANSWER_MAX)

struct bench {
	struct arena	 arena;
	struct reply	 reply;
	struct buf	 text, again;
};

static void
answer(struct bench *b, const struct golden *c, const struct request *rq, struct buf *text)
{
	arena_reset(&b->arena);
	reply_reset(&b->reply);
	serve(rq, c->store, NULL, &b->arena, &b->reply);
	rig_answer(rq, &b->reply, text);
	if (buf_error(text) != ERR_OK)
		kit_die("%s: the answer is too long", c->name);
}

static int
same(const struct buf *a, const char *data, size_t len)
{
	return a->len == len && (len == 0 || memcmp(a->data, data, len) == 0);
}

static int
complain(const struct golden *c, const char *what)
{
	(void)fprintf(stderr, "%s: %s\n", c->name, what);
	return 1;
}

/* What holds for every answer; b->text is the one that came. */
static int
invariants(struct bench *b, const struct golden *c)
{
	struct request	 rq = c->request.rq;
	int		 status = b->reply.status;

	if (status == 401 || status == 403 || status == 204)
		return complain(c, "a status that clients stop at");
	if (status == 200 && b->reply.body.len == 0)
		return complain(c, "200 with nothing");
	if (reply_get(&b->reply, "WWW-Authenticate") != NULL || reply_get(&b->reply, "Set-Cookie") != NULL)
		return complain(c, "a field that must not be");
	answer(b, c, &rq, &b->again);
	if (!same(&b->again, b->text.data, b->text.len))
		return complain(c, "the second answer is another one");
	if (rq.method != METHOD_HEAD)
		return 0;
	/* HEAD is GET without its body, and the body is made for it too. */
	rq.method = METHOD_GET;
	answer(b, c, &rq, &b->again);
	if (b->again.len < b->text.len || !same(&b->text, b->again.data, b->text.len))
		return complain(c, "HEAD and GET differ");
	rq.method = METHOD_HEAD;
	answer(b, c, &rq, &b->text);
	if (b->again.len - b->text.len != b->reply.body.len)
		return complain(c, "HEAD has no body to be counted");
	return 0;
}

static int
compare(struct bench *b, const struct golden *c)
{
	size_t	 len = 0;
	char	*kept = golden_kept(c, &len);
	int	 bad = kept == NULL || !same(&b->text, kept, len);

	if (bad)
		(void)fprintf(stderr, "%s: the answer differs.\n--- kept\n%.*s\n--- came\n%.*s\n---\n",
		    c->name, (int)len, kept != NULL ? kept : "", (int)b->text.len, b->text.data);
	free(kept);
	return bad;
}

static int
keep(const struct bench *b, const struct golden *c)
{
	char	*path = kit_printf("%s/response", c->dir);
	int	 bad = kit_write(path, b->text.data, b->text.len);

	if (bad)
		(void)fprintf(stderr, "%s: can't write\n", path);
	free(path);
	return bad != 0;
}

static int
run_all(struct bench *b, const struct goldens *g)
{
	const char	*update = getenv("UPDATE");
	int		 bad = 0, updating = update != NULL && strcmp(update, "1") == 0;

	for (size_t i = 0; i < g->n; i++) {
		answer(b, &g->cases[i], &g->cases[i].request.rq, &b->text);
		bad += invariants(b, &g->cases[i]);
		bad += updating ? keep(b, &g->cases[i]) : compare(b, &g->cases[i]);
	}
	(void)printf("%zu cases, %d failed\n", g->n, bad);
	return bad > 0;
}

static void
run_one(struct bench *b, const struct golden *c, const char *times)
{
	unsigned long	 n = times != NULL ? strtoul(times, NULL, 10) : 1;

	for (unsigned long i = 0; i < n; i++) {
		arena_reset(&b->arena);
		reply_reset(&b->reply);
		serve(&c->request.rq, c->store, NULL, &b->arena, &b->reply);
	}
	rig_answer(&c->request.rq, &b->reply, &b->text);
	if (times == NULL)
		(void)fwrite(b->text.data, 1, b->text.len, stdout);
}

int
main(int argc, char *argv[])
{
	struct goldens	 g;
	struct bench	 b;
	int		 status = 0;

	if (argc < 2 || argc > 4)
		kit_die("usage: run_golden SOURCE [CASE [N]]");
	goldens_load(argv[1], argc > 2 ? argv[2] : NULL, &g);
	if (arena_init(&b.arena, ARENA_MAX) != 0)
		kit_die("no memory");
	reply_init(&b.reply, ANSWER_MAX);
	buf_init(&b.text, TEXT_MAX);
	buf_init(&b.again, TEXT_MAX);
	if (argc == 2)
		status = run_all(&b, &g);
	else
		run_one(&b, &g.cases[0], argc == 4 ? argv[3] : NULL);
	buf_free(&b.again);
	buf_free(&b.text);
	reply_free(&b.reply);
	arena_free(&b.arena);
	goldens_free(&g);
	return status;
}
