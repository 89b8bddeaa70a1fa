#include "schema/import_print.h"

#include "schema/export_json.h"

/* Levels that are spread over lines: the file, a list, a row of it, and the
 * lists in it. */
#define LEVELS 4

static void print_value(FILE *f, const cJSON *v, int level);

static void
print_children(FILE *f, const cJSON *v, int level)
{
	int		 lines = level < LEVELS && v->child != NULL;
	const cJSON	*child;

	(void)putc(cJSON_IsObject(v) ? '{' : '[', f);
	cJSON_ArrayForEach(child, v)
	{
		if (child != v->child)
			(void)fputs(lines ? "," : ", ", f);
		if (lines)
			(void)fprintf(f, "\n%*s", 2 * (level + 1), "");
		if (cJSON_IsObject(v)) {
			export_json_string(f, child->string);
			(void)fputs(": ", f);
		}
		print_value(f, child, level + 1);
	}
	if (lines)
		(void)fprintf(f, "\n%*s", 2 * level, "");
	(void)putc(cJSON_IsObject(v) ? '}' : ']', f);
}

static void
print_value(FILE *f, const cJSON *v, int level)
{
	if (cJSON_IsString(v))
		export_json_string(f, v->valuestring);
	else if (cJSON_IsNumber(v))
		(void)fprintf(f, "%.0f", v->valuedouble);
	else if (cJSON_IsBool(v))
		(void)fputs(cJSON_IsTrue(v) ? "true" : "false", f);
	else if (cJSON_IsNull(v))
		(void)fputs("null", f);
	else
		print_children(f, v, level);
}

void
import_print(FILE *f, const cJSON *seed)
{
	print_value(f, seed, 0);
	(void)putc('\n', f);
}
