#include <stdio.h>
#include <stdlib.h>

#include "tests/fuzz/fuzz.h"

void
fuzz_must(int is_so, const char *what)
{
	if (is_so)
		return;
	(void)fprintf(stderr, "does not hold: %s\n", what);
	abort();
}
