/* Name-based UUIDs (RFC 9562, 5.5: version 5, SHA-1). */
#ifndef MUACONF_UUID_H
#define MUACONF_UUID_H

#include <stddef.h>

#include "lib/err.h"

#define UUID_TEXT 37	/* 36 characters and NUL */

struct uuid {
	unsigned char	octets[16];
};

/* The namespace for domain names (RFC 9562, 6.6). */
extern const struct uuid uuid_dns;

/*
 * The UUID of the len octets at name in a namespace.
 * ERR_OK, or ERR_NOMEM when libcrypto can't compute a SHA-1.
 */
enum err uuid_v5(const struct uuid *ns, const char *name, size_t len,
    struct uuid *out) __attribute__((warn_unused_result));

/* As 8-4-4-4-12 hexadecimal digits, in lower or upper case. */
void uuid_text(const struct uuid *u, int upper, char out[UUID_TEXT]);

#endif
