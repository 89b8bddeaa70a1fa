#include "tests/golden/golden.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/kit/kit.h"

static int
visible(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

/* The store of a fixture: made when it is asked for first. */
static struct store *
fixture(const char *source, struct goldens *g, const char *name)
{
	const size_t	 max = sizeof(g->fixtures) / sizeof(g->fixtures[0]);
	char		*schema, *sql, *file, *path;

	for (size_t i = 0; i < g->nfixtures; i++)
		if (strcmp(g->fixtures[i].name, name) == 0)
			return g->fixtures[i].store;
	if (g->nfixtures == max)
		kit_die("too many fixtures");
	file = kit_printf("%s.db", name);
	path = kit_path(file);
	schema = kit_printf("%s/schema/schema.sql", source);
	sql = kit_printf("%s/tests/golden/fixtures/%s.sql", source, name);
	/* "missing" is the database that is not there. */
	if (strcmp(name, "missing") != 0) {
		const char *const	 files[] = { schema, sql };

		rig_database(path, files, 2);
	}
	g->fixtures[g->nfixtures].name = kit_string(name);
	g->fixtures[g->nfixtures].store = store_new(path);
	if (g->fixtures[g->nfixtures].store == NULL)
		kit_die("no memory");
	free(file);
	free(path);
	free(schema);
	free(sql);
	return g->fixtures[g->nfixtures++].store;
}

static void
add(const char *source, struct goldens *g, const char *name)
{
	struct golden	*more = realloc(g->cases, (g->n + 1) * sizeof(*more)), *c;
	char		*path;

	if (more == NULL)
		kit_die("no memory");
	g->cases = more;
	c = &more[g->n++];
	c->name = kit_string(name);
	c->dir = kit_printf("%s/tests/golden/%s", source, c->name);
	path = kit_printf("%s/request", c->dir);
	rig_request(path, &c->request);
	c->store = fixture(source, g, c->request.fixture != NULL ? c->request.fixture : "main");
	free(path);
}

static void
add_format(const char *source, struct goldens *g, const char *format, const char *only)
{
	char		*dir = kit_printf("%s/tests/golden/%s", source, format);
	struct dirent	**entries;
	int		 n = scandir(dir, &entries, visible, alphasort);

	for (int i = 0; i < n; i++) {
		char	*name = kit_printf("%s/%s", format, entries[i]->d_name);
		char	*request = kit_printf("%s/%s/request", dir, entries[i]->d_name);

		if ((only == NULL || strcmp(only, name) == 0) && access(request, F_OK) == 0)
			add(source, g, name);
		free(name);
		free(request);
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
	free(dir);
}

void
goldens_load(const char *source, const char *only, struct goldens *out)
{
	char		*dir = kit_printf("%s/tests/golden", source);
	struct dirent	**entries;
	int		 n = scandir(dir, &entries, visible, alphasort);

	memset(out, 0, sizeof(*out));
	for (int i = 0; i < n; i++) {
		add_format(source, out, entries[i]->d_name, only);
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
	if (out->n == 0)
		kit_die("%s: no such case", dir);
	free(dir);
}

void
goldens_free(struct goldens *g)
{
	for (size_t i = 0; i < g->n; i++) {
		rig_request_free(&g->cases[i].request);
		free(g->cases[i].name);
		free(g->cases[i].dir);
	}
	free(g->cases);
	for (size_t i = 0; i < g->nfixtures; i++) {
		store_free(g->fixtures[i].store);
		free(g->fixtures[i].name);
	}
	memset(g, 0, sizeof(*g));
	kit_clean();
}

char *
golden_kept(const struct golden *c, size_t *len)
{
	char	*path = kit_printf("%s/response", c->dir);
	char	*text = kit_read(path, len);

	free(path);
	return text;
}
