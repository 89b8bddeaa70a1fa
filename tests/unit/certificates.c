#include "tests/unit/certificates.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/limits.h"
#include "lib/err.h"

struct certificates made;

static void
extension(X509 *cert, int nid, const char *value)
{
	X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, NULL, nid, value);

	assert_non_null(e);
	assert_int_equal(X509_add_ext(cert, e, -1), 1);
	X509_EXTENSION_free(e);
}

/* A pair that by issued; NULL: its own issuer.  Valid from and to these days.
 * key: take this one; NULL: a new one. */
static struct pair
issue_for(EVP_PKEY *key, const char *name, const char *type, const struct pair *by, long from, long to)
{
	static long		 serial = 1;
	struct pair		 p = { X509_new(), key };
	X509_NAME		*subject;

	if (key != NULL)
		(void)EVP_PKEY_up_ref(key);
	else if (strcmp(type, "RSA") == 0)
		p.key = EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)2048);
	else if (strcmp(type, "EC") == 0)
		p.key = EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256");
	else
		p.key = EVP_PKEY_Q_keygen(NULL, NULL, type);
	assert_non_null(p.cert);
	assert_non_null(p.key);
	if (by == NULL)
		by = &p;
	(void)X509_set_version(p.cert, X509_VERSION_3);
	(void)ASN1_INTEGER_set(X509_get_serialNumber(p.cert), serial++);
	subject = X509_get_subject_name(p.cert);
	(void)X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
	    (const unsigned char *)name, -1, -1, 0);
	(void)X509_set_issuer_name(p.cert, X509_get_subject_name(by->cert));
	(void)ASN1_TIME_set(X509_getm_notBefore(p.cert), NOW + from * DAY);
	(void)ASN1_TIME_set(X509_getm_notAfter(p.cert), NOW + to * DAY);
	(void)X509_set_pubkey(p.cert, p.key);
	extension(p.cert, NID_basic_constraints,
	    strcmp(name, "leaf") == 0 ? "critical,CA:FALSE" : "critical,CA:TRUE");
	assert_true(X509_sign(p.cert, by->key, strcmp(type, "ED25519") == 0 &&
	    by->key == p.key ? NULL : EVP_sha256()) > 0);
	return p;
}

static struct pair
issue(const char *name, const char *type, const struct pair *by, long from, long to)
{
	return issue_for(NULL, name, type, by, from, to);
}

/* The roots that this machine trusts: one. */
static void
trust(const struct pair *root)
{
	char	*path = kit_path("roots.pem");
	BIO	*b = BIO_new_file(path, "w");

	assert_non_null(b);
	assert_int_equal(PEM_write_bio_X509(b, root->cert), 1);
	(void)BIO_free(b);
	assert_int_equal(setenv("SSL_CERT_FILE", path, 1), 0);
	assert_int_equal(setenv("SSL_CERT_DIR", "/nonexistent", 1), 0);
	free(path);
}

int
certificates_make(void **state)
{
	(void)state;
	made.root = issue("root", "EC", NULL, -1, 900);
	made.middle = issue("middle", "EC", &made.root, -1, 900);
	/* The same name, another key: issued nothing. */
	made.foreign = issue("middle", "EC", &made.root, -1, 900);
	made.rsa = issue("leaf", "RSA", &made.middle, -1, 90);
	made.ec = issue("leaf", "EC", &made.middle, -1, 90);
	made.other = issue("leaf", "EC", &made.middle, -1, 90);
	made.ed25519 = issue("leaf", "ED25519", &made.middle, -1, 90);
	made.self = issue("leaf", "EC", NULL, -1, 90);
	made.soon = issue("leaf", "EC", &made.middle, -1, SIGN_WARN_DAYS - 1);
	made.old = issue("leaf", "EC", &made.middle, -20, -1);
	made.early = issue("leaf", "EC", &made.middle, 1, 90);
	made.lower = issue("lower", "EC", &made.middle, -1, 900);
	made.deep = issue("leaf", "EC", &made.lower, -1, 90);
	made.stale = issue("stale", "EC", &made.root, -20, -1);
	made.late = issue("leaf", "EC", &made.stale, -1, 90);
	made.again = issue_for(made.stale.key, "stale", "EC", &made.root, -20, 900);
	made.brief = issue("brief", "EC", &made.root, -1, 5);
	made.longer = issue("leaf", "EC", &made.brief, -1, 90);
	made.own = issue("own", "EC", NULL, -1, 900);
	made.direct = issue("leaf", "EC", &made.own, -1, 90);
	/* By one that is no authority. */
	made.inner = issue("inner", "EC", &made.ec, -1, 80);
	trust(&made.root);
	return 0;
}

int
certificates_free(void **state)
{
	struct pair	*all[] = { &made.root, &made.middle, &made.foreign, &made.rsa, &made.ec,
		&made.ed25519, &made.self, &made.other, &made.soon, &made.old, &made.early,
		&made.lower, &made.deep, &made.stale, &made.late, &made.own, &made.direct, &made.inner, &made.again,
		&made.brief, &made.longer };

	(void)state;
	for (size_t i = 0; i < NITEMS(all); i++) {
		X509_free(all[i]->cert);
		EVP_PKEY_free(all[i]->key);
	}
	kit_clean();
	return 0;
}

static void
put(BIO *b, const struct pair *p, enum content what)
{
	static const unsigned char	 secret[] = "secret";
	static const struct pair	*const others[] = {
		[CHAIN] = &made.middle, [ROOT] = &made.root, [FOREIGN] = &made.foreign,
		[LOWER] = &made.lower, [STALE] = &made.stale, [AGAIN] = &made.again,
		[OWN] = &made.own, [EC_LEAF] = &made.ec,
	};

	switch (what) {
	case NOTHING:
	case MISSING:
		break;
	case WORDS:
		(void)BIO_puts(b, "not a certificate\n");
		break;
	case LEAF:
		assert_int_equal(PEM_write_bio_X509(b, p->cert), 1);
		break;
	case CHAIN:
	case ROOT:
	case FOREIGN:
	case LOWER:
	case STALE:
	case AGAIN:
	case OWN:
	case EC_LEAF:
		assert_int_equal(PEM_write_bio_X509(b, others[what]->cert), 1);
		break;
	case BROKEN:
		(void)BIO_puts(b, "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
		break;
	case KEY:
		assert_int_equal(PEM_write_bio_PrivateKey(b, p->key, NULL, NULL, 0, NULL, NULL), 1);
		break;
	case LOCKED:
		assert_int_equal(PEM_write_bio_PrivateKey(b, p->key, EVP_aes_256_cbc(), secret,
		    (int)sizeof(secret) - 1, NULL, NULL), 1);
		break;
	case OTHER_KEY:
		assert_int_equal(PEM_write_bio_PrivateKey(b, made.other.key, NULL, NULL, 0, NULL, NULL), 1);
		break;
	}
}

void
write_file(const char *path, const struct pair *p, const enum content *what, size_t n)
{
	char	*fresh = kit_path("fresh");
	char	*data;
	BIO	*b = BIO_new(BIO_s_mem());
	long	 len;

	(void)unlink(path);
	if (what[0] != MISSING) {
		for (size_t i = 0; i < n; i++)
			put(b, p, what[i]);
		len = BIO_get_mem_data(b, &data);
		assert_int_equal(kit_write(fresh, data, (size_t)len), 0);
		assert_int_equal(rename(fresh, path), 0);
	}
	(void)BIO_free(b);
	free(fresh);
}

struct files
files_of(const struct pair *p, const enum content *cert, size_t n, enum content key)
{
	struct files	 f = { kit_path("cert.pem"), kit_path("key.pem") };

	write_file(f.cert, p, cert, n);
	write_file(f.key, p, &key, 1);
	return f;
}

void
files_free(struct files *f)
{
	free(f->cert);
	free(f->key);
}
