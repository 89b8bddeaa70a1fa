/* cgi/format.h: which domains a question is about. */
#include <stdlib.h>
#include <string.h>

#include "cgi/format.h"
#include "tests/unit/rows.h"

static void
the_domains_of_a_host(void **state)
{
	static const struct {
		const char	*host;
		enum err	 err;
		const char	*first, *last;
		const char	*why;
	} rows[] = {
		{ "example.com", ERR_OK, "example.com", "example.com", "nothing to strip" },
		{ "autoconfig.example.com", ERR_OK, "example.com", "autoconfig.example.com", "first without its label, then as it is" },
		{ "Mail.Example.Com:443", ERR_OK, "example.com", "mail.example.com", "the same in capitals with a port" },
		{ "mail.example", ERR_OK, "mail.example", "mail.example", "no domain would be left" },
		{ NULL, ERR_ADDRESS, NULL, NULL, "no Host" },
		{ "localhost", ERR_ADDRESS, NULL, NULL, "no domain" },
		{ "192.0.2.1", ERR_ADDRESS, NULL, NULL, "an address literal" },
	};

	(void)state;
	for (size_t i = 0; i < NITEMS(rows); i++) {
		struct request	 rq = { .host = rows[i].host, .query = "", .path = "/" };
		struct question	 q;

		memset(&q, 0, sizeof(q));
		q.request = &rq;
		row_int(rows[i].why, "error", question_host(&q), rows[i].err);
		row_int(rows[i].why, "there are domains", q.ndomains > 0, rows[i].err == ERR_OK);
		if (rows[i].err != ERR_OK || q.ndomains == 0)
			continue;
		row_str(rows[i].why, "first", q.domains[0].name, rows[i].first);
		row_str(rows[i].why, "last", q.domains[q.ndomains - 1].name, rows[i].last);
		row_true(rows[i].why, "no address", !q.has_address);
	}
	rows_end();
}

static void
an_address_wins_over_host(void **state)
{
	struct request	 rq = { .host = "autoconfig.hoster.example", .query = "", .path = "/" };
	struct address	 address;
	struct question	 q;

	(void)state;
	memset(&q, 0, sizeof(q));
	q.request = &rq;
	assert_int_equal(address_parse("Fred@Customer.example", 21, &address), ERR_OK);
	question_address(&q, &address);
	assert_true(q.has_address);
	assert_string_equal(q.address.local, "Fred");
	assert_string_equal(q.address.domain, "customer.example");
	assert_int_equal(q.ndomains, 1);
	assert_string_equal(q.domains[0].name, "customer.example");
	assert_true(q.domains[0].any);
	/* With a host behind it there is room for all three. */
	assert_int_equal(question_host(&q), ERR_OK);
	assert_int_equal(q.ndomains, QUESTION_DOMAINS);
	assert_string_equal(q.domains[0].name, "customer.example");
	assert_string_equal(q.domains[1].name, "hoster.example");
	assert_string_equal(q.domains[2].name, "autoconfig.hoster.example");
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(the_domains_of_a_host),
		cmocka_unit_test(an_address_wins_over_host),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
