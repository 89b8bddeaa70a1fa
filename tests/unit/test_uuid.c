/* lib/uuid.h: name-based UUIDs. */
#include "lib/uuid.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/rows.h"

/* domain "": directly below the namespace for domain names. */
static const struct {
	const char	*domain, *name, *uuid, *why;
} vectors[] = {
	{ "", "www.example.com", "2ed6657d-e927-568b-95e1-2665a8aea6a2", "RFC 9562, A.4" },
	{ "", "example.com", "cfbff0d1-9375-5685-968c-48ce8b15ae17", "a domain" },
	{ "example.com", "profile:alice@example.com", "8f258bee-12e4-592b-9543-8209ee458c45", "a profile" },
	{ "example.com", "mail:alice@example.com", "5c476f5d-a4cd-568f-ab7d-78f11521dde3", "its mail payload" },
	{ "example.com", "caldav:alice@example.com", "79d7f338-6a62-5a73-92eb-f11171531f42", "its calendar" },
	{ "example.com", "carddav:alice@example.com", "e0731976-c290-5e4e-9d0c-4407bb3b9f81", "its address book" },
	{ "example.com", "caldav:alice@example.com:https://dav2.example.com/", "b5754a19-1437-510d-8a1b-12cdf45498be", "a second calendar" },
	{ "example.com", "profile:@example.com", "7470779d-da75-5df6-9d20-9f9c5c25d3cc", "a profile without address" },
	{ "example.com", "mail:@example.com", "f7a9c188-a0a4-5e7b-b075-c932e5d0b264", "its mail payload" },
	{ "example.com", "profile:bob@example.com", "3657b6df-0534-5afc-bef1-a1ca36a01a71", "another address" },
	{ "", "xn--bcher-kva.example", "1bda5572-6f81-5401-9de2-0135360b3c21", "an A-label" },
	{ "xn--bcher-kva.example", "profile:info@xn--bcher-kva.example", "a9666c2f-e982-51ae-8c24-71dbe55c7221", "a profile there" },
};

static void
vectors_come_out(void **state)
{
	(void)state;
	for (size_t i = 0; i < NITEMS(vectors); i++) {
		struct uuid	 ns = uuid_dns, u;
		char		 text[UUID_TEXT];
		size_t		 len = strlen(vectors[i].name);
		char		*name = kit_exact(vectors[i].name, len);

		if (vectors[i].domain[0] != '\0')
			assert_int_equal(uuid_v5(&uuid_dns, vectors[i].domain,
			    strlen(vectors[i].domain), &ns), ERR_OK);
		assert_int_equal(uuid_v5(&ns, name, len, &u), ERR_OK);
		uuid_text(&u, 0, text);
		row_str(vectors[i].why, vectors[i].name, text, vectors[i].uuid);
		row_int(vectors[i].why, "version", text[14], '5');
		row_true(vectors[i].why, "variant", strchr("89ab", text[19]) != NULL);
		free(name);
	}
	rows_end();
}

static void
in_both_cases(void **state)
{
	struct uuid	 u;
	char		 text[UUID_TEXT];

	(void)state;
	uuid_text(&uuid_dns, 0, text);
	assert_string_equal(text, "6ba7b810-9dad-11d1-80b4-00c04fd430c8");
	uuid_text(&uuid_dns, 1, text);
	assert_string_equal(text, "6BA7B810-9DAD-11D1-80B4-00C04FD430C8");
	memset(&u, 0, sizeof(u));
	uuid_text(&u, 1, text);
	assert_string_equal(text, "00000000-0000-0000-0000-000000000000");
	assert_int_equal(uuid_v5(&uuid_dns, "", 0, &u), ERR_OK);
	uuid_text(&u, 0, text);
	assert_string_equal(text, "4ebd0208-8328-5d69-8c44-ec50939c0967");
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(vectors_come_out),
		cmocka_unit_test(in_both_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
