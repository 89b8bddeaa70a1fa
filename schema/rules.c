#include "schema/rules.h"

#include <string.h>

#include "lib/err.h"
#include "lib/model.h"
#include "lib/text.h"
#include "schema/keys.h"
#include "schema/say.h"
#include "schema/words.h"

struct context {
	bool			 foreign;
	struct arena		*arena;
	struct faults		*faults;
	const struct place	*at;
};

/* The row's value of the column with this name. */
static struct value *
get(struct row *row, const char *name)
{
	return &row->values[column_index(row->table, name)];
}

static bool
said(struct row *row, const char *name)
{
	return get(row, name)->is != VALUE_UNSAID;
}

/* The form's key for a column, for sentences. */
static const char *
key_of(const struct context *c, const struct row *row, const char *name)
{
	size_t			 n;
	const struct column	*columns_of = table_columns(row->table, &n);

	return keys_name(&columns_of[column_index(row->table, name)],
	    c->foreign);
}

static void
set_text(struct value *v, const char *text)
{
	v->is = VALUE_TEXT;
	v->text = text;
}

static bool
clash(const struct context *c, struct row *row, const char *name,
    const char *word, const char *why)
{
	const struct place at = { .up = c->at, .key = key_of(c, row, name) };

	fault(c->faults, &at, "contradicts type %s: %s", word, why);
	return false;
}

static bool
lacks(const struct context *c, struct row *row, const char *name,
    const char *word)
{
	fault(c->faults, c->at, "a %s service needs \"%s\"", word,
	    key_of(c, row, name));
	return false;
}

/* Host or url, as the type is reached. */
static bool
service_target(const struct context *c, struct row *row,
    const struct word_type *word)
{
	if (service_kind(word->type)->has_url) {
		if (said(row, "host"))
			return clash(c, row, "host", word->word,
			    "it is reached by \"url\", not by host");
		if (said(row, "security"))
			return clash(c, row, "security", word->word,
			    "https:// in \"url\" says it");
		if (!said(row, "url"))
			return lacks(c, row, "url", word->word);
		if ((strncmp(get(row, "url")->text, "ldap", 4) == 0) !=
		    (word->type == SERVICE_LDAP))
			return clash(c, row, "url", word->word,
			    word->type == SERVICE_LDAP ?
			    "it starts with ldaps:// or ldap://" :
			    "it starts with https:// or http://");
		return true;
	}
	if (said(row, "url"))
		return clash(c, row, "url", word->word,
		    "it is reached by host and port");
	return said(row, "host") || lacks(c, row, "host", word->word);
}

/* imaps, smtps, ...: whatever the port, TLS from the first octet. */
static bool
service_tls(const struct context *c, struct row *row,
    const struct word_type *word)
{
	const char	*tls = security_name(SECURITY_TLS);
	struct value	*security = get(row, "security");
	struct value	*port = get(row, "port");

	if (security->is == VALUE_TEXT && strcmp(security->text, tls) != 0)
		return clash(c, row, "security", word->word,
		    "it says TLS from the start; say the type without s");
	if (security->is == VALUE_UNSAID && port->is == VALUE_NUMBER &&
	    security_of_port((unsigned long)port->number) != SECURITY_TLS)
		set_text(security, tls);
	return true;
}

static bool
service_row(struct row *row, const struct context *c)
{
	struct value		*type = get(row, "type");
	struct value		*port = get(row, "port");
	struct word_type	 word;

	if (type->is != VALUE_TEXT || !words_type(type->text, &word))
		return false;	/* told already */
	if (!service_target(c, row, &word))
		return false;
	if (said(row, "domain") && said(row, "mailbox")) {
		fault(c->faults, c->at, "has \"domain\" and \"mailbox\"; a"
		    " service is for one of them");
		return false;
	}
	if (row->owner == NULL && !said(row, "mailbox")) {
		fault(c->faults, c->at, "names no \"mailbox\"; all other"
		    " services stand in the \"services\" of their provider");
		return false;
	}
	if (said(row, "mailbox"))
		get(row, "provider")->is = VALUE_NULL;
	if (word.tls && !service_tls(c, row, &word))
		return false;
	if (word.port != 0 && port->is == VALUE_UNSAID) {
		port->is = VALUE_NUMBER;
		port->number = word.port;
	}
	type->text = words_type_name(word.type);
	return true;
}

/* Somewhere else, and somewhere. */
static bool
domain_redirect(struct row *row, const struct context *c)
{
	const struct value	*name = get(row, "name");
	const struct value	*to = get(row, "redirect_domain");
	const struct place	 at = { .up = c->at, .key = "redirect_domain" };

	if (to->is != VALUE_TEXT)
		return true;
	if (strcmp(to->text, "*") == 0) {
		fault(c->faults, &at,
		    "* can't be: clients are sent to one domain");
		return false;
	}
	if (strcmp(to->text, name->text) == 0) {
		fault(c->faults, &at, "%s can't be sent to itself", name->text);
		return false;
	}
	return true;
}

static bool
domain_row(struct row *row, const struct context *c)
{
	const struct value	*name = get(row, "name");
	const struct value	*alias = get(row, "alias_of");
	const struct place	 at = { .up = c->at, .key = "alias_of" };

	if (!domain_redirect(row, c))
		return false;
	if (alias->is != VALUE_TEXT)
		return true;
	if (strcmp(name->text, "*") == 0) {
		fault(c->faults, &at, "* can't be an alias");
		return false;
	}
	if (strcmp(name->text, alias->text) == 0) {
		fault(c->faults, &at, "%s can't be an alias of itself",
		    name->text);
		return false;
	}
	get(row, "provider")->is = VALUE_NULL;
	return true;
}

/* One password, and TLS as the uri has it. */
static bool
ldap_server_row(struct row *row, const struct context *c)
{
	const struct value	*uri = get(row, "uri");
	const struct value	*security = get(row, "security");
	const struct place	 at = { .up = c->at, .key = "security" };
	bool			 tls;

	if (said(row, "bind_password") && said(row, "bind_password_file")) {
		fault(c->faults, c->at, "has \"bind_password\" and"
		    " \"bind_password_file\"; say one of them");
		return false;
	}
	if (uri->is != VALUE_TEXT || security->is != VALUE_TEXT)
		return true;
	tls = strcmp(security->text, security_name(SECURITY_TLS)) == 0;
	if (tls == (strncmp(uri->text, "ldaps:", 6) == 0))
		return true;
	fault(c->faults, &at, "contradicts \"uri\": ldaps:// is tls, ldap:// is"
	    " starttls or plain");
	return false;
}

/* What is not said is the first word of the name, and has the same limit. */
static bool
short_name(struct row *row, const struct context *c)
{
	const struct value	*name = get(row, "name");
	const struct place	 at = { .up = c->at,
		.key = key_of(c, row, "name") };
	size_t			 n;
	const struct column	*of = table_columns(row->table, &n);
	long			 max = of[column_index(row->table,
	    "short_name")].max;
	const char		*word = arena_strndup(c->arena, name->text,
	    strcspn(name->text, " "));

	if (said(row, "short_name"))
		return true;
	if (word == NULL) {
		fault(c->faults, &at, "out of memory");
		return false;
	}
	if (value_characters(word) <= max)
		return true;
	fault(c->faults, &at, "the first word of %s has more than %ld"
	    " characters; say a \"short_name\"", quote(name->text).text, max);
	return false;
}

/* The short forms have no id: "Example Net." is example-net. */
static bool
provider_row(struct row *row, const struct context *c)
{
	struct value		*id = get(row, "id");
	const struct value	*name = get(row, "name");
	char			 out[64];
	size_t			 n = 0;

	if (!short_name(row, c))
		return false;
	if (!c->foreign || id->is == VALUE_TEXT)
		return true;
	for (const char *p = name->text; *p != '\0' && n < 63; p++) {
		char l = text_lower(*p);

		if ((l >= 'a' && l <= 'z') || (l >= '0' && l <= '9'))
			out[n++] = l;
		else if (n > 0 && out[n - 1] != '-')
			out[n++] = '-';
	}
	while (n > 0 && out[n - 1] == '-')
		n--;
	if (n == 0) {
		fault(c->faults, c->at, "the name %s has no letter to make an"
		    " id of; say \"id\"", quote(name->text).text);
		return false;
	}
	set_text(id, arena_strndup(c->arena, out, n));
	return id->text != NULL;
}

bool
rules_row(struct row *row, bool foreign, struct arena *a, struct faults *f,
    const struct place *at)
{
	static bool (*const rules[TABLE__MAX])(struct row *,
	    const struct context *) = {
		[TABLE_LDAP_SERVER] = ldap_server_row,
		[TABLE_PROVIDER] = provider_row,
		[TABLE_DOMAIN] = domain_row,
		[TABLE_SERVICE] = service_row,
	};
	const struct context c = {
		.foreign = foreign, .arena = a, .faults = f, .at = at,
	};

	return rules[row->table] == NULL || rules[row->table](row, &c);
}
