/* An Autodiscover body by SOAP. */
#include <string.h>

#include "lib/soap.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena	 a;
	struct soap	 out;
	enum err	 e;

	if (arena_init(&a, ARENA_MAX) != 0)
		return 0;
	memset(&out, 0x5a, sizeof(out));
	e = soap_parse((const char *)data, size, &a, &out);
	fuzz_must(e == ERR_OK || e == ERR_REQUEST || e == ERR_NOMEM, "an error of the contract");
	if (e == ERR_OK) {
		fuzz_must((unsigned)out.operation < SOAP__MAX, "an operation");
		fuzz_must(out.nsubjects <= SOAP_SUBJECTS_MAX + 1, "a number of subjects");
		fuzz_must(out.nsettings <= SOAP_SETTINGS_MAX + 1, "a number of settings");
		for (size_t i = 0; i < out.nsubjects && i < SOAP_SUBJECTS_MAX; i++)
			fuzz_must(strlen(out.subjects[i]) <= XML_IN_TEXT, "a subject");
		for (size_t i = 0; i < out.nsettings && i < SOAP_SETTINGS_MAX; i++)
			fuzz_must(strlen(out.settings[i]) <= XML_IN_TEXT, "a setting");
	}
	arena_free(&a);
	return 0;
}
