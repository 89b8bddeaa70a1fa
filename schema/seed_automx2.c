#include "schema/seed_automx2.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "lib/text.h"
#include "schema/say.h"
#include "schema/value.h"

#define LDAPS_PORT 636
#define LDAP_PORT 389

/* The words that automx2 takes for yes and no. */
static bool
read_yes(const cJSON *item, bool *out)
{
	static const char *const words[][2] = {
		{ "no", "yes" }, { "false", "true" }, { "off", "on" },
		{ "0", "1" }, { "n", "y" },
	};

	if (cJSON_IsBool(item)) {
		*out = cJSON_IsTrue(item) != 0;
		return true;
	}
	if (cJSON_IsNumber(item)) {
		*out = item->valuedouble > 0;
		return !(item->valuedouble < 0) && !(item->valuedouble > 1);
	}
	for (size_t i = 0; cJSON_IsString(item) && i < NITEMS(words); i++)
		for (size_t yes = 0; yes < 2; yes++)
			if (text_equal_nocase(item->valuestring, words[i][yes])) {
				*out = yes == 1;
				return true;
			}
	return false;
}

/* A member of the object that is neither missing nor null. */
static const cJSON *
member(const cJSON *object, const char *key)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);

	return cJSON_IsNull(item) ? NULL : item;
}

static bool
read_port(const cJSON *object, const struct place *at, struct faults *f,
    long long *out)
{
	static const struct column	column = {
		.kind = KIND_NUMBER, .min = 1, .max = 65535,
	};
	const struct place	in = { .up = at, .key = "port" };
	const cJSON		*item = member(object, "port");
	struct value		 v;

	*out = 0;
	if (item == NULL)
		return true;
	if (!value_read(item, &column, true, NULL, f, &in, &v))
		return false;
	*out = v.number;
	return true;
}

static bool
read_tls(const cJSON *object, const struct place *at, struct faults *f,
    long long port, bool *out)
{
	const struct place	in = { .up = at, .key = "use_ssl" };
	const cJSON		*item = member(object, "use_ssl");

	*out = port == 0 || port == LDAPS_PORT;
	if (item == NULL || read_yes(item, out))
		return true;
	fault(f, &in, "must be true or false");
	return false;
}

static bool
read_name(const cJSON *object, const struct place *at, struct faults *f,
    const char **out)
{
	const struct place	 in = { .up = at, .key = "name" };
	const cJSON		*item = member(object, "name");

	if (item == NULL) {
		fault(f, at, "\"name\" is missing");
		return false;
	}
	*out = cJSON_GetStringValue(item);
	if (*out == NULL) {
		fault(f, &in, "must be a string, not %s", value_type(item));
		return false;
	}
	/* One host: no blank, which would make it several for libldap. */
	if (**out == '\0' || strlen(*out) > 253 ||
	    strpbrk(*out, " /?#@\t\r\n") != NULL) {
		fault(f, &in, "%s is no host name such as ldap.example.net",
		    quote(*out).text);
		return false;
	}
	return true;
}

/* The URI that name, port and use_ssl mean. */
static bool
read_uri(const cJSON *object, const struct place *at, struct faults *f,
    char *out, size_t size)
{
	const char	*name = NULL;
	long long	 port;
	bool		 tls = true;

	if (!read_name(object, at, f, &name) ||
	    !read_port(object, at, f, &port) ||
	    !read_tls(object, at, f, port, &tls))
		return false;
	if (port == 0)
		port = tls ? LDAPS_PORT : LDAP_PORT;
	(void)snprintf(out, size, "%s://%s:%lld", tls ? "ldaps" : "ldap", name,
	    port);
	return true;
}

static enum err
rewrite(cJSON *object, const struct place *at, struct faults *f)
{
	char uri[300];

	/* Whoever says a uri knows our form. */
	if (!cJSON_IsObject(object) || member(object, "uri") != NULL)
		return ERR_OK;
	/* A mistake has been told then; the row's others shall be, too. */
	if (!read_uri(object, at, f, uri, sizeof(uri)))
		(void)snprintf(uri, sizeof(uri), "ldaps://wrong.invalid");
	cJSON_DeleteItemFromObjectCaseSensitive(object, "name");
	cJSON_DeleteItemFromObjectCaseSensitive(object, "port");
	cJSON_DeleteItemFromObjectCaseSensitive(object, "use_ssl");
	return cJSON_AddStringToObject(object, "uri", uri) == NULL ? ERR_NOMEM :
	    ERR_OK;
}

enum err
seed_automx2_ldap(cJSON *list, const struct place *at, struct faults *f)
{
	struct place	 in = { .up = at };
	cJSON		*item;
	enum err	 e = ERR_OK;

	cJSON_ArrayForEach(item, list) {
		if (e == ERR_OK)
			e = rewrite(item, &in, f);
		in.index++;
	}
	return e;
}
