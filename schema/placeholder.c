#include "schema/placeholder.h"

#include <stdio.h>
#include <string.h>

#include "lib/err.h"
#include "lib/text.h"

static const char *const known[] = {
	"%EMAILADDRESS%", "%EMAILLOCALPART%", "%EMAILDOMAIN%",
};

/* The octets of the placeholder that starts at text, 0 for none. */
static size_t
known_length(const char *text)
{
	for (size_t i = 0; i < NITEMS(known); i++)
		if (strncmp(text, known[i], strlen(known[i])) == 0)
			return strlen(known[i]);
	return 0;
}

/* The octets of %LETTERS%, 0 when it is something else. */
static size_t
token_length(const char *text)
{
	size_t n = strspn(text + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz_");

	return n >= 3 && text[n + 1] == '%' ? n + 2 : 0;
}

static bool
find(const char *text, bool tokens, char out[PLACEHOLDER_WRONG_MAX])
{
	size_t n;

	while ((text = strchr(text, '%')) != NULL) {
		if ((n = known_length(text)) > 0) {
			text += n;
			continue;
		}
		n = token_length(text);
		if (text_starts_nocase(text, "%email") || (tokens && n > 0)) {
			if (n == 0)
				n = 1 + strcspn(text + 1, "%@/ ");
			(void)snprintf(out, PLACEHOLDER_WRONG_MAX, "%.*s",
			    n > 28 ? 28 : (int)n, text);
			return true;
		}
		text++;
	}
	return false;
}

bool
placeholder_wrong(const char *text, char out[PLACEHOLDER_WRONG_MAX])
{
	return find(text, true, out);
}

bool
placeholder_wrong_url(const char *text, char out[PLACEHOLDER_WRONG_MAX])
{
	return find(text, false, out);
}
