#include "schema/json_memory.h"

#include <cjson/cJSON.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* Small files need one; a million domains some hundreds. */
#define BLOCK_SIZE (1024 * 1024)

/* cJSON's nodes hold pointers and doubles; its strings don't care. */
#define ALIGNMENT (sizeof(double) > sizeof(void *) ? sizeof(double) :          \
	sizeof(void *))

struct block {
	struct block	*next;
	size_t		 used;
	size_t		 size;
	_Alignas(max_align_t) unsigned char	 data[];
};

static struct block *blocks;	/* the newest one first */

static struct block *
new_block(size_t size)
{
	struct block *b = malloc(sizeof(*b) + size);

	if (b == NULL)
		return NULL;
	b->next = blocks;
	b->used = 0;
	b->size = size;
	blocks = b;
	return b;
}

static void *
take(size_t n)
{
	struct block	*b = blocks;
	void		*p;

	if (n > SIZE_MAX - sizeof(*b) - ALIGNMENT)
		return NULL;
	n = (n + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if ((b == NULL || n > b->size - b->used) &&
	    (b = new_block(n > BLOCK_SIZE ? n : BLOCK_SIZE)) == NULL)
		return NULL;
	p = b->data + b->used;
	b->used += n;
	return p;
}

static void
give_back(void *p)
{
	(void)p;
}

void
json_memory_start(void)
{
	cJSON_Hooks hooks = { .malloc_fn = take, .free_fn = give_back };

	cJSON_InitHooks(&hooks);
}

void
json_memory_free(void)
{
	struct block *next;

	for (; blocks != NULL; blocks = next) {
		next = blocks->next;
		free(blocks);
	}
	cJSON_InitHooks(NULL);
}
