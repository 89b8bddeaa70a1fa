/* Mistakes in a seed file: each with its place, all of them up to a limit. */
#ifndef MUACONF_FAULT_H
#define MUACONF_FAULT_H

#include <stddef.h>

/* So many are shown; the rest is counted. */
#define FAULTS_SHOWN 20

/* A place in the file: a chain on the stack, from the inside to the top.
 * The top itself is NULL. */
struct place {
	const struct place	*up;
	const char		*key;	/* a member of an object; NULL: an element of a list */
	size_t			 index;
};

/* servers[1].port, as text; a key that is no plain word is quoted. */
#define PLACE_MAX 512
struct place_text {
	char	text[PLACE_MAX];
};
struct place_text place_text(const struct place *at);

struct faults {
	const char	*file;	/* as it is named in the sentences */
	size_t		 count;
};

/* Say "FILE: PLACE: why"; at may be NULL for the whole file. */
void fault(struct faults *f, const struct place *at, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The same for a place that is text already. */
void fault_text(struct faults *f, const char *place, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* After the last one: say how many more there are, if any. */
void faults_end(const struct faults *f);

#endif
