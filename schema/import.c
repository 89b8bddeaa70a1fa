#include "schema/import.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "lib/text.h"
#include "schema/command.h"
#include "schema/import_print.h"
#include "schema/say.h"

/* What a file starts with tells its kind; anything else is taken for XML. */
static const struct {
	const char	*start;
	size_t		 len;
	import_reader	*reader;
} kinds[] = {
	{ "SQLite format 3", 16, import_automx2 },
	{ "", 0, import_mozilla },
};

void
import_note(struct import *im, const char *file, size_t line, const char *fmt,
    ...)
{
	char	where[4200];
	char	why[1024];
	va_list	ap;

	va_start(ap, fmt);
	(void)vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	if (line == 0)
		(void)snprintf(where, sizeof(where), "%s", file);
	else
		(void)snprintf(where, sizeof(where), "%s:%zu", file, line);
	complain(where, "%s", why);
	im->notes++;
}

cJSON *
import_list(struct import *im, const char *name)
{
	cJSON *list = cJSON_GetObjectItemCaseSensitive(im->seed, name);

	return list != NULL ? list : cJSON_AddArrayToObject(im->seed, name);
}

static bool
has_id(const struct import *im, const char *id)
{
	const cJSON	*list = cJSON_GetObjectItemCaseSensitive(im->seed, "providers");
	const cJSON	*p;

	cJSON_ArrayForEach(p, list)
	{
		const char *other = cJSON_GetStringValue(
		    cJSON_GetObjectItemCaseSensitive(p, "id"));

		if (other != NULL && strcmp(other, id) == 0)
			return true;
	}
	return false;
}

void
import_id(const struct import *im, const char *text, char out[IMPORT_ID])
{
	char	base[IMPORT_ID - 8];
	size_t	n = 0;

	for (; *text != '\0' && n < sizeof(base) - 1; text++) {
		char c = text_lower(*text);

		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			base[n++] = c;
		else if (n > 0 && base[n - 1] != '-')
			base[n++] = '-';
	}
	while (n > 0 && base[n - 1] == '-')
		n--;
	base[n] = '\0';
	if (n == 0)
		(void)snprintf(base, sizeof(base), "provider");
	(void)snprintf(out, IMPORT_ID, "%s", base);
	for (unsigned i = 2; has_id(im, out) && i < 100000; i++)
		(void)snprintf(out, IMPORT_ID, "%s-%u", base, i);
}

int
import_has_domain(const struct import *im, const char *domain)
{
	const cJSON	*list = cJSON_GetObjectItemCaseSensitive(im->seed, "providers");
	const cJSON	*p;
	const cJSON	*d;

	cJSON_ArrayForEach(p, list)
	{
		cJSON_ArrayForEach(d,
		    cJSON_GetObjectItemCaseSensitive(p, "domains"))
		{
			const cJSON *name = cJSON_IsString(d) ? d :
			    cJSON_GetObjectItemCaseSensitive(d, "name");

			if (cJSON_IsString(name) &&
			    strcmp(name->valuestring, domain) == 0)
				return 1;
		}
	}
	return 0;
}

static import_reader *
reader_of(const char *path)
{
	char	 start[16];
	size_t	 n = 0, i = 0;
	FILE	*f = fopen(path, "rb");

	if (f == NULL) {
		complain(path, "can't be opened: %s", strerror(errno));
		return NULL;
	}
	n = fread(start, 1, sizeof(start), f);
	(void)fclose(f);
	while (kinds[i].len > n || memcmp(kinds[i].start, start, kinds[i].len) != 0)
		i++;	/* the last row fits all */
	return kinds[i].reader;
}

/* All files, and the seed if every one could be read. */
static int
run(struct import *im, char *paths[])
{
	import_reader	*reader;
	int		 status = EXIT_DONE;

	for (; *paths != NULL; paths++)
		if ((reader = reader_of(*paths)) == NULL ||
		    reader(*paths, im) != ERR_OK)
			status = EXIT_NO;
	if (cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(im->seed,
	    "providers")) == 0)
		return EXIT_NO;
	import_print(stdout, im->seed);
	return command_flush() == EXIT_DONE ? status : EXIT_NO;
}

int
import_run(const char *database, int argc, char *argv[])
{
	struct import	im = { .notes = 0 };
	int		status;

	(void)database;
	if (argc < 2 || argv[1][0] == '-')
		return EXIT_WRONG_USE;
	if ((im.seed = cJSON_CreateObject()) == NULL) {
		complain("import", "out of memory");
		return EXIT_NO;
	}
	status = run(&im, argv + 1);
	cJSON_Delete(im.seed);
	return status;
}
