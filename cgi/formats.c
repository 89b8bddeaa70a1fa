#include "cgi/format.h"

const struct format *const formats[] = {
	&mozilla_format,
	&microsoft_format,
	&autodiscover_json_format,
	&autodiscover_soap_format,
	&apple_format,
	&pacc_format,
	&caldav_format,
	&carddav_format,
	&jmap_format,
	&page_format,
	NULL,
};
