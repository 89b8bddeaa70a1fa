/* An address, a domain, a Host: whatever is read must be a fixed point. */
#include <stdlib.h>
#include <string.h>

#include "lib/address.h"
#include "lib/text.h"
#include "tests/fuzz/fuzz.h"
#include "tests/kit/kit.h"

static void
check_domain(const char *domain)
{
	char	 again[DOMAIN_MAX + 1];
	size_t	 len = strlen(domain);

	fuzz_must(len >= 3 && len <= DOMAIN_MAX, "a domain within its limits");
	for (size_t i = 0; i < len; i++)
		fuzz_must(strchr("abcdefghijklmnopqrstuvwxyz0123456789-.", domain[i]) != NULL,
		    "letters, digits, hyphens, dots");
	fuzz_must(domain_parse(domain, len, again) == ERR_OK && strcmp(again, domain) == 0,
	    "a domain is its own form");
}

static void
check_address(const struct address *a)
{
	struct address	 again;
	size_t		 len = strlen(a->local);
	char		*text = kit_printf("%s@%s", a->local, a->domain);

	fuzz_must(len >= 1 && len <= LOCAL_MAX, "a local part within its limits");
	fuzz_must(text_utf8(a->local, len) && !text_control(a->local, len), "clean text");
	check_domain(a->domain);
	/* The A-labels may be longer than what came. */
	if (strlen(text) <= ADDRESS_MAX)
		fuzz_must(address_parse(text, strlen(text), &again) == ERR_OK &&
		    strcmp(again.local, a->local) == 0 && strcmp(again.domain, a->domain) == 0,
		    "an address is its own form");
	free(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char		 full[DOMAIN_MAX + 1], stripped[DOMAIN_MAX + 1];
	struct address	 address;
	char		*host;

	if (address_parse((const char *)data, size, &address) == ERR_OK)
		check_address(&address);
	if (domain_parse((const char *)data, size, full) == ERR_OK)
		check_domain(full);
	host = malloc(size + 1);
	if (host == NULL)
		return 0;
	if (size > 0)
		memcpy(host, data, size);
	host[size] = '\0';
	if (domain_of_host(host, full, stripped) == ERR_OK) {
		check_domain(full);
		check_domain(stripped);
	} else
		fuzz_must(full[0] == '\0' && stripped[0] == '\0', "both are empty");
	free(host);
	return 0;
}
