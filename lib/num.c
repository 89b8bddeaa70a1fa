#include "lib/num.h"

#include <limits.h>
#include <stddef.h>

int
num_parse(const char *text, unsigned long min, unsigned long max,
    unsigned long *out)
{
	unsigned long	value = 0;
	unsigned long	digit;

	if (text == NULL || *text == '\0')
		return -1;
	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9')
			return -1;
		digit = (unsigned long)(*text - '0');
		if (value > (ULONG_MAX - digit) / 10)
			return -1;
		value = value * 10 + digit;
	}
	if (value < min || value > max)
		return -1;
	*out = value;
	return 0;
}
