/* An Autodiscover body. */
#include <string.h>

#include "lib/outlook.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct outlook	 out;
	enum err	 e;

	memset(&out, 0x5a, sizeof(out));
	e = outlook_parse((const char *)data, size, &out);
	fuzz_must(e == ERR_OK || e == ERR_REQUEST || e == ERR_SCHEMA || e == ERR_NOMEM,
	    "an error of the contract");
	if (e == ERR_OK || e == ERR_SCHEMA)
		fuzz_must(out.dialect == DIALECT_OUTLOOK || out.dialect == DIALECT_MOBILESYNC,
		    "a dialect");
	if (e == ERR_OK && out.has_email)
		fuzz_must(memchr(out.email, '\0', sizeof(out.email)) != NULL,
		    "an address with an end");
	return 0;
}
