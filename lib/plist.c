#include "lib/plist.h"

/* The address is an identifier that Apple's own tools write; nobody fetches it. */
#define DOCTYPE "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\"" \
	" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">"

void
plist_begin(struct xml *x, struct buf *b)
{
	xml_begin(x, b, "\t");
	xml_prolog(x, "UTF-8", DOCTYPE);
	xml_open(x, "plist");
	xml_attr(x, "version", "1.0");
	xml_open(x, "dict");
}

enum err
plist_end(struct xml *x)
{
	xml_close(x, "dict");
	xml_close(x, "plist");
	return xml_end(x);
}

void
plist_string(struct xml *x, const char *key, const char *value)
{
	if (value == NULL)
		return;
	xml_leaf(x, "key", key);
	xml_leaf(x, "string", value);
}

void
plist_integer(struct xml *x, const char *key, unsigned long value)
{
	xml_leaf(x, "key", key);
	xml_leaf_uint(x, "integer", value);
}

void
plist_boolean(struct xml *x, const char *key, int value)
{
	xml_leaf(x, "key", key);
	xml_empty(x, value ? "true" : "false");
}

void
plist_array_open(struct xml *x, const char *key)
{
	xml_leaf(x, "key", key);
	xml_open(x, "array");
}

void
plist_array_close(struct xml *x)
{
	xml_close(x, "array");
}

void
plist_dict_open(struct xml *x)
{
	xml_open(x, "dict");
}

void
plist_dict_close(struct xml *x)
{
	xml_close(x, "dict");
}
