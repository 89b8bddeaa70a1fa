/* lib/metrics.h: nothing is lost between threads, and Prometheus can read it. */
#include "lib/metrics.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "lib/err.h"
#include "tests/unit/rows.h"

#define THREADS 4
#define EACH 20000

static struct metrics metrics;

static char *
text_of(void)
{
	struct buf	 b;
	char		*text;

	buf_init(&b, 262144);
	metrics_write(&metrics, "1.2", 1, &b);
	row_int("written", "error", buf_error(&b), ERR_OK);
	text = kit_printf("%.*s", (int)b.len, b.data);
	buf_free(&b);
	return text;
}

static void
counts(void **state)
{
	/* clang-format off */
	static const char *const lines[] = {
		"\nmuaconf_build_info{version=\"1.2\"} 1\n",
		"\nmuaconf_start_time_seconds 1234\n",
		"\nmuaconf_database_ready 1\n",
		"\nmuaconf_requests_total{route=\"mozilla\",status=\"200\"} 2\n",
		"\nmuaconf_requests_total{route=\"mozilla\",status=\"404\"} 1\n",
		"\nmuaconf_requests_total{route=\"none\",status=\"other\"} 1\n",
		"\nmuaconf_request_duration_seconds_bucket{route=\"mozilla\",le=\"0.0001\"} 1\n",
		"\nmuaconf_request_duration_seconds_bucket{route=\"mozilla\",le=\"0.00025\"} 2\n",
		"\nmuaconf_request_duration_seconds_bucket{route=\"mozilla\",le=\"5\"} 2\n",
		"\nmuaconf_request_duration_seconds_bucket{route=\"mozilla\",le=\"+Inf\"} 3\n",
		"\nmuaconf_request_duration_seconds_sum{route=\"mozilla\"} 7.000201\n",
		"\nmuaconf_request_duration_seconds_count{route=\"mozilla\"} 3\n",
		"\nmuaconf_response_bytes_total{route=\"mozilla\"} 30\n",
		"\nmuaconf_request_duration_seconds_sum{route=\"none\"} 0.000000\n",
	};
	/* clang-format on */
	char *text;

	(void)state;
	metrics_init(&metrics, 1234);
	metrics_count(&metrics, "mozilla", 200, 100, 10);
	metrics_count(&metrics, "mozilla", 200, 101, 20);
	metrics_count(&metrics, "mozilla", 404, 7000000, 0);
	metrics_count(&metrics, NULL, 418, -5, 1);
	text = text_of();
	for (size_t i = 0; i < NITEMS(lines); i++)
		row_true(lines[i], "there", strstr(text, lines[i]) != NULL);
	free(text);
	rows_end();
}

static void
too_many_routes(void **state)
{
	static char	 names[METRICS_ROUTES + 5][4];
	char		*text;

	(void)state;
	metrics_init(&metrics, 0);
	for (size_t i = 0; i < NITEMS(names); i++) {
		names[i][0] = 'r';
		names[i][1] = (char)('a' + i / 10);
		names[i][2] = (char)('0' + i % 10);
		metrics_count(&metrics, names[i], 200, 1, 1);
	}
	text = text_of();
	row_true("the last place is for all the others", "other",
	    strstr(text, "{route=\"other\",status=\"200\"} 6\n") != NULL);
	free(text);
	rows_end();
}

static void *
count_many(void *arg)
{
	static const char *const names[] = { "a", "b", "c" };

	(void)arg;
	for (size_t i = 0; i < EACH; i++)
		metrics_count(&metrics, names[i % 3], 200, 1, 3);
	return NULL;
}

static void
threads(void **state)
{
	pthread_t	 thread[THREADS];
	char		*text;

	(void)state;
	metrics_init(&metrics, 0);
	for (size_t i = 0; i < THREADS; i++)
		if (pthread_create(&thread[i], NULL, count_many, NULL) != 0)
			kit_die("no thread");
	for (size_t i = 0; i < THREADS; i++)
		(void)pthread_join(thread[i], NULL);
	text = text_of();
	row_true("each is counted once, under one name", "a",
	    strstr(text, "muaconf_requests_total{route=\"a\",status=\"200\"} 26668\n")
	    != NULL);
	row_true("octets too", "octets",
	    strstr(text, "muaconf_response_bytes_total{route=\"a\"} 80004\n") != NULL);
	free(text);
	rows_end();
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts),
		cmocka_unit_test(too_many_routes),
		cmocka_unit_test(threads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
