#include "tests/unit/form.h"

#include <stdlib.h>
#include <string.h>

#include "lib/limits.h"

int
form_setup(void **state)
{
	struct form	*f = calloc(1, sizeof(*f));

	if (f == NULL || arena_init(&f->arena, ARENA_MAX) != 0)
		kit_die("no memory");
	reply_init(&f->reply, ANSWER_MAX);
	*state = f;
	return 0;
}

int
form_teardown(void **state)
{
	struct form	*f = *state;

	reply_free(&f->reply);
	arena_free(&f->arena);
	free(f);
	return 0;
}

void
form_ask(struct form *f, const char *path, const char *query, const char *host)
{
	arena_reset(&f->arena);
	reply_reset(&f->reply);
	memset(&f->rq, 0, sizeof(f->rq));
	memset(&f->q, 0, sizeof(f->q));
	f->rq.method = METHOD_GET;
	f->rq.path = path;
	f->rq.query = query;
	f->rq.host = host;
	f->rq.https = true;
	f->rq.now.tv_sec = 1700000000;
	f->rq.now.tv_nsec = 123456700;
	f->q.request = &f->rq;
	f->q.route = route_find(path);
	if (f->q.route == NULL)
		kit_die("%s: no route", path);
}

enum err
form_parse(struct form *f)
{
	return f->q.route->format->parse(&f->rq, &f->arena, &f->q);
}

void
form_address(struct form *f, const char *address)
{
	struct address	 a;

	if (address_parse(address, strlen(address), &a) != ERR_OK)
		kit_die("%s: no address", address);
	question_address(&f->q, &a);
}

/* A NUL behind the body that does not count. */
static void
terminate(struct form *f)
{
	buf_putc(&f->reply.body, '\0');
	if (buf_error(&f->reply.body) == ERR_OK)
		f->reply.body.len--;
}

enum err
form_render(struct form *f, const struct account *ac)
{
	enum err	 e;

	f->reply.status = 200;
	e = f->q.route->format->render(ac, &f->q, &f->arena, &f->reply);
	terminate(f);
	return e;
}

void
form_refuse(struct form *f, enum err e)
{
	assert_non_null(f->q.route->format->refuse);
	f->q.route->format->refuse(e, &f->q, &f->arena, &f->reply);
	terminate(f);
}

struct account
form_account(const struct service *services, size_t n)
{
	const struct account	 ac = {
		.provider = "example", .name = "Example Mail", .short_name = "Example",
		.domain = "example.com", .address = "jane.doe@example.com", .local = "jane.doe",
		.nservices = n, .services = services,
	};

	return ac;
}

void
row_parts(const char *why, const struct form *f, const char *const *parts)
{
	const char	*at = f->reply.body.data;

	for (size_t i = 0; parts[i] != NULL; i++) {
		const char	*found = at != NULL ? strstr(at, parts[i]) : NULL;

		if (found == NULL) {
			row_str(why, "next part", at, parts[i]);
			return;
		}
		at = found + strlen(parts[i]);
	}
}

void
row_absent(const char *why, const struct form *f, const char *part)
{
	row_true(why, part, f->reply.body.data == NULL ||
	    strstr(f->reply.body.data, part) == NULL);
}

void
form_ask_and_parse(struct form *f, const struct format *format)
{
	static const char *const	 addresses[] = {
		"jane@example.com", "a+b@example.com", "50%off@example.com", "%zz@example.com",
		"a&b=c@example.com", "\"a@b\"@example.com", "j\xc3\xb6rg@example.com",
		"o'neill@xn--bcher-kva.example",
	};

	for (size_t i = 0; i < NITEMS(addresses); i++) {
		struct address	 a;
		struct request	 rq = { .host = "autoconfig.example.com", .https = true, .query = "" };

		arena_reset(&f->arena);
		assert_int_equal(address_parse(addresses[i], strlen(addresses[i]), &a), ERR_OK);
		assert_int_equal(format->ask(&a, &f->arena, &rq), ERR_OK);
		memset(&f->q, 0, sizeof(f->q));
		f->rq = rq;
		f->q.request = &f->rq;
		f->q.route = route_find(rq.path);
		assert_non_null(f->q.route);
		assert_ptr_equal(f->q.route->format, format);
		assert_int_not_equal(f->q.route->methods & rq.method, 0);
		row_int(addresses[i], "parse", format->parse(&f->rq, &f->arena, &f->q), ERR_OK);
		row_true(addresses[i], "has an address", f->q.has_address);
		row_str(addresses[i], "local part", f->q.address.local, a.local);
		row_str(addresses[i], "domain", f->q.address.domain, a.domain);
	}
	rows_end();
}
