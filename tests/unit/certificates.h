/* Certificates with their keys, made anew for the tests of signing, and files of them. */
#ifndef MUACONF_TESTS_CERTIFICATES_H
#define MUACONF_TESTS_CERTIFICATES_H

#include <openssl/x509.h>
#include <stddef.h>
#include <time.h>

#include "tests/unit/rows.h"

/* When all of this happens; certificates are valid from a day before. */
#define NOW ((time_t)1800000000)
#define DAY ((time_t)24 * 3600)

/* A certificate with its key. */
struct pair {
	X509		*cert;
	EVP_PKEY	*key;
};

struct certificates {
	struct pair	 root, middle, foreign;
	struct pair	 rsa, ec, ed25519, self, other;
	struct pair	 soon, old, early;
	struct pair	 lower, deep;		/* two intermediate certificates */
	struct pair	 stale, late;		/* one that has expired */
	struct pair	 own, direct, inner;	/* a root that this machine doesn't know */
	struct pair	 brief, longer;		/* one that ends before what it issued */
	struct pair	 again;			/* the name and key of stale, and valid */
};

extern struct certificates made;

/* For cmocka: make them all, and have OpenSSL trust made.root alone; forget them. */
int certificates_make(void **state);
int certificates_free(void **state);

/* What a file holds, in this order. */
enum content { NOTHING, MISSING, WORDS, LEAF, CHAIN, ROOT, FOREIGN, LOWER, STALE, AGAIN, OWN, EC_LEAF, BROKEN, KEY, LOCKED, OTHER_KEY };

/* Write a file of n parts anew, as another file with the same name. */
void write_file(const char *path, const struct pair *p, const enum content *what, size_t n);

/* A signer's two files. */
struct files {
	char	*cert, *key;
};

/* The pair's two files, cert of n parts; to be given back. */
struct files files_of(const struct pair *p, const enum content *cert, size_t n, enum content key);
void files_free(struct files *f);

#endif
