#include "cgi/format.h"

const struct format *const formats[] = {
	&mozilla_format,
	&microsoft_format,
	&apple_format,
	NULL,
};
