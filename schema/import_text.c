#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lib/text.h"
#include "schema/import_file.h"
#include "schema/say.h"
#include "schema/value_text.h"
#include "schema/wrong.h"

/* As the schema has it. */
#define URL_CHARACTERS 500

void
file_note(struct import_file *f, const struct xml_node *node, const char *fmt,
    ...)
{
	char	why[900];
	va_list	ap;

	va_start(ap, fmt);
	(void)vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	import_note(f->im, f->path, node->line, "%s: %s", node->name, why);
}

void
file_lose(struct import_file *f, struct xml_node *node, const char *fmt, ...)
{
	char	why[900];
	va_list	ap;

	va_start(ap, fmt);
	(void)vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	file_note(f, node, "%s", why);
	xml_settle(node);
}

void
file_string(struct import_file *f, cJSON *object, const char *name,
    const char *value)
{
	if (value != NULL && cJSON_AddStringToObject(object, name, value) == NULL)
		f->nomem = true;
}

void
file_number(struct import_file *f, cJSON *object, const char *name,
    unsigned long value)
{
	if (cJSON_AddNumberToObject(object, name, (double)value) == NULL)
		f->nomem = true;
}

void
file_bool(struct import_file *f, cJSON *object, const char *name, bool value)
{
	if (cJSON_AddBoolToObject(object, name, value) == NULL)
		f->nomem = true;
}

void
file_word(struct import_file *f, cJSON *list, const char *value)
{
	cJSON *word = cJSON_CreateString(value);

	if (word == NULL || !cJSON_AddItemToArray(list, word))
		f->nomem = true;
}

const char *
file_member(const cJSON *object, const char *name)
{
	return cJSON_GetStringValue(
	    cJSON_GetObjectItemCaseSensitive(object, name));
}

/* The octets of the first max characters, or of all. */
static size_t
characters(const char *text, size_t max)
{
	size_t n = 0;

	for (size_t i = 0; text[i] != '\0'; i++) {
		if (((unsigned char)text[i] & 0xc0) != 0x80 && n++ == max)
			return i;
	}
	return strlen(text);
}

/* Blanks and control characters become one blank, none at the ends. */
static void
squeeze(char *text)
{
	size_t n = 0, blank;

	for (size_t i = 0; text[i] != '\0'; i++) {
		if (!text_blank(text[i]) && !text_control(&text[i], 1))
			text[n++] = text[i];
		else if (n > 0 && text[n - 1] != ' ')
			text[n++] = ' ';
	}
	text[n] = '\0';
	while ((blank = text_blank_end(text, n)) > 0)
		text[n -= blank] = '\0';
	while ((blank = text_blank_start(text, n)) > 0)
		memmove(text, text + blank, (n -= blank) + 1);
}

const char *
file_text(struct import_file *f, const struct xml_node *node, const char *text,
    size_t max)
{
	char	*copy = arena_strdup(f->arena, text);
	size_t	 n;

	if (copy == NULL) {
		f->nomem = true;
		return NULL;
	}
	squeeze(copy);
	n = characters(copy, max);
	if (copy[n] != '\0') {
		file_note(f, node, "%s is cut after %zu characters",
		    quote(copy).text, max);
		copy[n] = '\0';
		squeeze(copy);
	}
	return copy[0] == '\0' ? NULL : copy;
}

const char *
file_keep(struct import_file *f, cJSON *object, const char *name,
    struct xml_node *node, size_t max)
{
	const char *text = file_text(f, node, node->text, max);

	if (text == NULL)
		return NULL;
	file_string(f, object, name, text);
	xml_settle_text(node);
	return text;
}

const char *
file_keep_attribute(struct import_file *f, cJSON *object, const char *name,
    struct xml_node *node, const char *attribute, size_t max)
{
	const char *value = xml_attribute(node, attribute);
	const char *text = value == NULL ? NULL :
	    file_text(f, node, value, max);

	if (text == NULL)
		return NULL;
	file_string(f, object, name, text);
	xml_settle_attribute(node, attribute);
	return text;
}

const char *
file_url(struct import_file *f, struct xml_node *node, const char *text,
    enum table table, const char *column)
{
	char			 where[4400];
	struct faults		 faults = { .file = where };
	struct text_reading	 r = { .arena = f->arena, .faults = &faults,
	    .column = table_columns(table, &(size_t){ 0 }) +
	    column_index(table, column) };
	const char		*given = text == NULL ? NULL :
	    file_text(f, node, text, 4 * URL_CHARACTERS);
	const char		*url = given;
	char			*lower;

	if (url == NULL) {
		file_lose(f, node, "is not kept: there is no URL");
		return NULL;
	}
	if ((!text_starts_nocase(url, "https://") &&
	    !text_starts_nocase(url, "http://")) ||
	    characters(url, URL_CHARACTERS) != strlen(url)) {
		file_lose(f, node, "%s is not kept: it is no http or https URL"
		    " of at most %d characters", quote(url).text,
		    URL_CHARACTERS);
		return NULL;
	}
	if ((lower = arena_strdup(f->arena, url)) == NULL) {
		f->nomem = true;
		return NULL;
	}
	for (size_t i = 0; lower[i] != ':'; i++)
		lower[i] = text_lower(lower[i]);
	(void)snprintf(where, sizeof(where), "%s:%zu: %s: is not kept", f->path,
	    node->line, node->name);
	url = lower;
	if (value_text(&r, &url) &&
	    characters(url, URL_CHARACTERS) == strlen(url))
		return url;
	if (faults.count == 0)
		file_note(f, node, "%s is not kept: it is over %d characters"
		    " with all of them in ASCII", quote(given).text,
		    URL_CHARACTERS);
	else
		f->im->notes++;
	xml_settle(node);
	return NULL;
}

int
file_boolean(struct import_file *f, struct xml_node *node)
{
	const char	*text = file_text(f, node, node->text, 20);
	int		 value = -1;

	if (text != NULL && (text_equal_nocase(text, "true") ||
	    strcmp(text, "1") == 0))
		value = 1;
	else if (text != NULL && (text_equal_nocase(text, "false") ||
	    strcmp(text, "0") == 0))
		value = 0;
	if (value >= 0)
		xml_settle_text(node);
	else
		file_lose(f, node, "%s is not kept: it is neither true nor"
		    " false", quote(text == NULL ? "" : text).text);
	return value;
}

void
file_flag(struct import_file *f, struct xml_node *parent, const char *element,
    cJSON *row, const char *name)
{
	struct xml_node	*node = xml_child(parent, element, NULL);
	int		 value = node == NULL ? -1 : file_boolean(f, node);

	if (value >= 0)
		file_bool(f, row, name, value != 0);
}
