/*
 * A corpus once more, without libFuzzer.
 *
 *     replay_TARGET FILE-OR-DIRECTORY...
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "tests/kit/kit.h"

static size_t	 files;

static void
replay_file(const char *path)
{
	size_t	 len;
	char	*text = kit_read(path, &len), *data;

	if (text == NULL)
		kit_die("%s: can't read", path);
	data = kit_exact(text, len);
	free(text);
	(void)LLVMFuzzerTestOneInput((const uint8_t *)data, len);
	free(data);
	files++;
}

int
main(int argc, char *argv[])
{
	for (int i = 1; i < argc; i++) {
		DIR		*dir = opendir(argv[i]);
		struct dirent	*entry;

		if (dir == NULL) {
			replay_file(argv[i]);
			continue;
		}
		while ((entry = readdir(dir)) != NULL) {
			char	*path = kit_printf("%s/%s", argv[i], entry->d_name);

			if (entry->d_name[0] != '.')
				replay_file(path);
			free(path);
		}
		(void)closedir(dir);
	}
	(void)printf("%zu files\n", files);
	return files == 0;
}
