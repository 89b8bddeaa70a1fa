/* A query string: the first octet chooses how it is read. */
#include <stdlib.h>
#include <string.h>

#include "cgi/query.h"
#include "tests/fuzz/fuzz.h"

#define SIZE 65536

/* What was read, encoded and read again, is the same. */
static void
check_value(struct arena *a, const struct query_value *v)
{
	struct query_value	 again;
	char			*encoded, *query;

	fuzz_must(v->text[v->len] == '\0', "a NUL behind the value");
	if (memchr(v->text, '\0', v->len) != NULL)
		return;
	encoded = query_encode(a, v->text);
	if (encoded == NULL || (query = arena_alloc(a, strlen(encoded) + 3)) == NULL)
		return;
	memcpy(query, "e=", 2);
	memcpy(query + 2, encoded, strlen(encoded));
	for (int form = 0; form < 2; form++) {
		if (query_get(query, "e", false, form ? QUERY_FORM : QUERY_LITERAL, a,
		    &again) != ERR_OK)
			continue;	/* no memory */
		fuzz_must(again.text != NULL && again.len == v->len &&
		    memcmp(again.text, v->text, v->len) == 0, "encoding and reading undo each other");
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena		 a;
	struct query_value	 v = { NULL, 0 };
	char			*query;

	if (size == 0 || arena_init(&a, SIZE) != 0)
		return 0;
	query = malloc(size);
	if (query != NULL) {
		memcpy(query, data + 1, size - 1);
		query[size - 1] = '\0';
		if (query_get(query, "emailaddress", (data[0] & 1) != 0,
		    (data[0] & 2) != 0 ? QUERY_FORM : QUERY_LITERAL, &a, &v) == ERR_OK &&
		    v.text != NULL)
			check_value(&a, &v);
	}
	free(query);
	arena_free(&a);
	return 0;
}
