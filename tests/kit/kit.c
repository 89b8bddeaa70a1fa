#include "tests/kit/kit.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char private_dir[512];

void
kit_die(const char *fmt, ...)
{
	va_list	 ap;

	va_start(ap, fmt);
	(void)vfprintf(stderr, fmt, ap);
	va_end(ap);
	(void)fputc('\n', stderr);
	exit(2);
}

char *
kit_exact(const char *s, size_t len)
{
	/* malloc(0) may be NULL; then one octet that nobody is told about. */
	char	*copy = malloc(len > 0 ? len : 1);

	if (copy == NULL)
		kit_die("no memory");
	if (len > 0)
		memcpy(copy, s, len);
	return copy;
}

char *
kit_string(const char *s)
{
	return kit_exact(s, strlen(s) + 1);
}

char *
kit_read(const char *path, size_t *len)
{
	FILE	*f = fopen(path, "rb");
	char	*data = NULL;
	long	 size;

	if (f == NULL)
		return NULL;
	if (fseek(f, 0, SEEK_END) != 0 || (size = ftell(f)) < 0 ||
	    fseek(f, 0, SEEK_SET) != 0)
		goto out;
	data = malloc((size_t)size + 1);
	if (data == NULL)
		goto out;
	if (fread(data, 1, (size_t)size, f) != (size_t)size) {
		free(data);
		data = NULL;
		goto out;
	}
	data[size] = '\0';
	*len = (size_t)size;
out:
	(void)fclose(f);
	return data;
}

int
kit_write(const char *path, const void *data, size_t len)
{
	FILE	*f = fopen(path, "wb");
	int	 bad;

	if (f == NULL)
		return -1;
	bad = len > 0 && fwrite(data, 1, len, f) != len;
	if (fclose(f) != 0)
		bad = 1;
	return bad ? -1 : 0;
}

const char *
kit_dir(void)
{
	const char	*tmp = getenv("TMPDIR");

	if (private_dir[0] == '\0') {
		int	 n = snprintf(private_dir, sizeof(private_dir),
			    "%s/muaconf-test-XXXXXX",
			    tmp != NULL && tmp[0] != '\0' ? tmp : "/tmp");

		if (n < 0 || (size_t)n >= sizeof(private_dir) ||
		    mkdtemp(private_dir) == NULL)
			kit_die("no temporary directory");
	}
	return private_dir;
}

char *
kit_path(const char *name)
{
	return kit_printf("%s/%s", kit_dir(), name);
}

void
kit_clean(void)
{
	DIR		*dir;
	struct dirent	*entry;

	if (private_dir[0] == '\0' || (dir = opendir(private_dir)) == NULL)
		return;
	while ((entry = readdir(dir)) != NULL) {
		char	*path = kit_path(entry->d_name);

		if (strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0)
			(void)unlink(path);
		free(path);
	}
	(void)closedir(dir);
	(void)rmdir(private_dir);
	private_dir[0] = '\0';
}

char *
kit_printf(const char *fmt, ...)
{
	va_list	 ap;
	char	*text;
	int	 n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0 || (text = malloc((size_t)n + 1)) == NULL)
		kit_die("no memory");
	va_start(ap, fmt);
	(void)vsnprintf(text, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return text;
}
