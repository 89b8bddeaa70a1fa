#include "schema/print.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "schema/say.h"

enum err
print(const char *data, size_t len)
{
	if (len == 0 || fwrite(data, 1, len, stdout) == len)
		return ERR_OK;
	return ERR_TOOBIG;
}

int
print_end(void)
{
	if (fflush(stdout) == 0 && ferror(stdout) == 0)
		return 0;
	complain("standard output", "%s; the output is not complete",
	    strerror(errno));
	return -1;
}
