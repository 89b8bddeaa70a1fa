#include "schema/dns_write.h"

#include <assert.h>
#include <string.h>

#include "lib/json.h"

/* nsupdate has no default of its own. */
#define TTL_USUAL 3600
/* RFC 1035, 3.3: one character-string. */
#define STRING_MAX 255

static const char *const type_names[] = {
	[RECORD_CNAME] = "CNAME",
	[RECORD_SRV] = "SRV",
	[RECORD_TXT] = "TXT",
};
static_assert(NITEMS(type_names) == RECORD__MAX, "name every record type");

/* Quoted character-strings, as many as the text needs (RFC 1035, 5.1). */
static void
put_text(struct buf *b, const char *text)
{
	size_t n = 0;

	buf_putc(b, '"');
	for (; *text != '\0'; text++, n++) {
		unsigned char c = (unsigned char)*text;

		if (n == STRING_MAX) {
			buf_puts(b, "\" \"");
			n = 0;
		}
		if (c < 0x20 || c > 0x7e)
			buf_printf(b, "\\%03u", (unsigned)c);
		else if (c == '"' || c == '\\')
			buf_printf(b, "\\%c", (char)c);
		else
			buf_putc(b, (char)c);
	}
	buf_putc(b, '"');
}

/* What stands behind the type. */
static void
put_data(struct buf *b, const struct record *r)
{
	switch (r->type) {
	case RECORD_SRV:
		buf_printf(b, "%u %u %u ", (unsigned)r->priority,
		    (unsigned)r->weight, (unsigned)r->port);
		buf_printf(b, "%s.", r->target);
		break;
	case RECORD_CNAME:
		buf_printf(b, "%s.", r->target);
		break;
	case RECORD_TXT:
		put_text(b, r->text);
		break;
	case RECORD__MAX:
		break;
	}
}

static void
put_owner(struct buf *b, const struct record *r, const char *domain,
    const char *end)
{
	buf_puts(b, r->owner);
	if (domain != NULL) {
		buf_putc(b, '.');
		buf_puts(b, domain);
	}
	buf_puts(b, end);
}

static void
write_bind(struct buf *b, const struct dns_style *style,
    const struct dns_zone *zone)
{
	if (style->relative)
		buf_printf(b, "$ORIGIN %s.\n", zone->domain);
	for (size_t i = 0; i < zone->n; i++) {
		if (style->relative)
			put_owner(b, &zone->records[i], NULL, "\t");
		else
			put_owner(b, &zone->records[i], zone->domain, ".\t");
		if (style->ttl != 0)
			buf_printf(b, "%lu\t", style->ttl);
		buf_printf(b, "IN\t%s\t", type_names[zone->records[i].type]);
		put_data(b, &zone->records[i]);
		buf_putc(b, '\n');
	}
}

/* What was there under names that are ours is replaced. */
static void
write_nsupdate(struct buf *b, const struct dns_style *style,
    const struct dns_zone *zone)
{
	const struct record	*records = zone->records;

	for (size_t i = 0; i < zone->nowned; i++) {
		buf_puts(b, "update delete ");
		put_owner(b, &zone->owned[i], zone->domain, ". ");
		buf_printf(b, "%s\n", type_names[zone->owned[i].type]);
	}
	for (size_t i = 0; i < zone->n; i++) {
		buf_puts(b, "update add ");
		put_owner(b, &records[i], zone->domain, ". ");
		buf_printf(b, "%lu IN %s ",
		    style->ttl != 0 ? style->ttl : TTL_USUAL,
		    type_names[records[i].type]);
		put_data(b, &records[i]);
		buf_putc(b, '\n');
	}
	buf_puts(b, "send\n");
}

static void
json_record(struct json *j, const struct record *r, unsigned long ttl)
{
	json_object(j, NULL);
	json_string(j, "name", r->owner);
	json_string(j, "type", type_names[r->type]);
	if (ttl != 0)
		json_uint(j, "ttl", ttl);
	if (r->type == RECORD_SRV) {
		json_uint(j, "priority", r->priority);
		json_uint(j, "weight", r->weight);
		json_uint(j, "port", r->port);
	}
	json_string(j, "target", r->target == NULL ? NULL :
	    r->target[0] == '\0' ? "." : r->target);
	json_string(j, "text", r->text);
	json_close(j);
}

static void
write_json(struct buf *b, const struct dns_style *style,
    const struct dns_zone *zone)
{
	struct json j;

	json_begin(&j, b);
	json_object(&j, NULL);
	json_string(&j, "domain", zone->domain);
	json_array(&j, "records");
	for (size_t i = 0; i < zone->n; i++)
		json_record(&j, &zone->records[i], style->ttl);
	json_close(&j);
	json_close(&j);
	if (json_end(&j) != ERR_OK && b->err == ERR_OK)
		b->err = ERR_NOMEM;
}

/* A column, filled up with blanks. */
static void
put_cell(struct buf *b, const char *text, size_t width)
{
	buf_puts(b, text);
	for (size_t len = strlen(text); len < width; len++)
		buf_putc(b, ' ');
	buf_puts(b, "  ");
}

/* As the forms of DNS providers have it: the name below the domain. */
static void
write_table(struct buf *b, const struct dns_style *style,
    const struct dns_zone *zone)
{
	const struct record	*records = zone->records;
	size_t			 width = sizeof("name") - 1;

	(void)style;
	for (size_t i = 0; i < zone->n; i++)
		if (strlen(records[i].owner) > width)
			width = strlen(records[i].owner);
	buf_printf(b, "%s\n", zone->domain);
	put_cell(b, "name", width);
	buf_puts(b, "type   priority  weight  port   value\n");
	for (size_t i = 0; i < zone->n; i++) {
		const struct record *r = &records[i];

		put_cell(b, r->owner, width);
		if (r->type == RECORD_SRV)
			buf_printf(b, "SRV    %-8u  %-6u  %-5u  %s\n",
			    (unsigned)r->priority, (unsigned)r->weight,
			    (unsigned)r->port,
			    r->target[0] == '\0' ? "." : r->target);
		else {
			buf_printf(b, "%-5s                          ",
			    type_names[r->type]);
			buf_puts(b, r->type == RECORD_TXT ? r->text : r->target);
			buf_putc(b, '\n');
		}
	}
}

static const struct dns_writer writers[] = {
	{ "bind", NULL, "\n", "", write_bind },
	{ "nsupdate", NULL, "", "", write_nsupdate },
	{ "json", "[\n", ",\n", "\n]\n", write_json },
	{ "table", NULL, "\n", "", write_table },
};

const struct dns_writer *
dns_writer_find(const char *name)
{
	for (size_t i = 0; i < NITEMS(writers); i++)
		if (strcmp(writers[i].name, name) == 0)
			return &writers[i];
	return NULL;
}
