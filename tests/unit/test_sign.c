/* lib/sign.h: certificates, keys, what is said about them, and the signature. */
#include "lib/sign.h"

#include <openssl/cms.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/limits.h"
#include "tests/unit/rows.h"

/* When all of this happens; certificates are valid from a day before. */
#define NOW ((time_t)1800000000)
#define DAY ((time_t)24 * 3600)

/* A certificate with its key. */
struct pair {
	X509		*cert;
	EVP_PKEY	*key;
};

static struct {
	struct pair	 root, middle, foreign;
	struct pair	 rsa, ec, ed25519, self, other;
	struct pair	 soon, old, early;
} made;

static void
extension(X509 *cert, int nid, const char *value)
{
	X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, NULL, nid, value);

	assert_non_null(e);
	assert_int_equal(X509_add_ext(cert, e, -1), 1);
	X509_EXTENSION_free(e);
}

/* A pair that by issued; NULL: its own issuer.  Valid from and to these days. */
static struct pair
issue(const char *name, const char *type, const struct pair *by, long from, long to)
{
	static long		 serial = 1;
	struct pair		 p = { X509_new(), NULL };
	X509_NAME		*subject;

	if (strcmp(type, "RSA") == 0)
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

static int
setup(void **state)
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
	return 0;
}

static int
teardown(void **state)
{
	struct pair	*all[] = { &made.root, &made.middle, &made.foreign, &made.rsa, &made.ec,
		&made.ed25519, &made.self, &made.other, &made.soon, &made.old, &made.early };

	(void)state;
	for (size_t i = 0; i < NITEMS(all); i++) {
		X509_free(all[i]->cert);
		EVP_PKEY_free(all[i]->key);
	}
	kit_clean();
	return 0;
}

/* What a file holds, in this order. */
enum content { NOTHING, MISSING, WORDS, LEAF, CHAIN, ROOT, FOREIGN, BROKEN, KEY, LOCKED, OTHER_KEY };

static void
put(BIO *b, const struct pair *p, enum content what)
{
	static const unsigned char	 secret[] = "secret";

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
		assert_int_equal(PEM_write_bio_X509(b, made.middle.cert), 1);
		break;
	case ROOT:
		assert_int_equal(PEM_write_bio_X509(b, made.root.cert), 1);
		break;
	case FOREIGN:
		assert_int_equal(PEM_write_bio_X509(b, made.foreign.cert), 1);
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

/* Write a file of up to three parts anew, as another file with the same name. */
static void
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

/* A signer's two files. */
struct files {
	char	*cert, *key;
};

static struct files
files_of(const struct pair *p, const enum content *cert, size_t n, enum content key)
{
	struct files	 f = { kit_path("cert.pem"), kit_path("key.pem") };

	write_file(f.cert, p, cert, n);
	write_file(f.key, p, &key, 1);
	return f;
}

static void
files_free(struct files *f)
{
	free(f->cert);
	free(f->key);
}

static void
what_is_said(void **state)
{
	static const struct {
		const struct pair	*pair;
		enum content		 cert[3], key;
		bool			 signs;
		const char		*said;	/* a part of it; NULL: nothing */
		const char		*why;
	} rows[] = {
		{ &made.rsa, { LEAF, CHAIN }, KEY, true, NULL, "RSA with its chain" },
		{ &made.ec, { LEAF, CHAIN }, KEY, true, NULL, "ECDSA with its chain" },
		{ &made.ec, { LEAF, CHAIN, ROOT }, KEY, true, NULL, "the root too" },
		{ &made.ec, { LEAF, ROOT, CHAIN }, KEY, true, NULL, "in another order" },
		{ &made.self, { LEAF }, KEY, true, NULL, "its own issuer" },
		{ &made.ec, { LEAF }, KEY, true, "append the intermediate", "a leaf alone" },
		{ &made.ec, { LEAF, ROOT }, KEY, true, "append the intermediate", "a hole in the chain" },
		{ &made.ec, { LEAF, FOREIGN }, KEY, true, "append the intermediate", "an issuer in name only" },
		{ &made.soon, { LEAF, CHAIN }, KEY, true, "expires in 13 days", "soon to expire" },
		{ &made.soon, { LEAF }, KEY, true, "with the intermediate", "soon to expire, and alone" },
		{ &made.old, { LEAF, CHAIN }, KEY, false, "has expired", "expired" },
		{ &made.early, { LEAF, CHAIN }, KEY, false, "not valid yet", "not valid yet" },
		{ &made.ec, { LEAF, CHAIN }, OTHER_KEY, false, "does not belong", "another key" },
		{ &made.ed25519, { LEAF, CHAIN }, KEY, false, "neither RSA nor ECDSA", "a kind that devices don't know" },
		{ &made.ec, { LEAF, CHAIN }, LOCKED, false, "without passphrase", "a passphrase" },
		{ &made.ec, { LEAF, CHAIN }, WORDS, false, "no key", "a key file without key" },
		{ &made.ec, { LEAF, CHAIN }, MISSING, false, "No such file", "no key file" },
		{ &made.ec, { MISSING }, KEY, false, "No such file", "no certificate file" },
		{ &made.ec, { NOTHING }, KEY, false, "no certificate", "an empty file" },
		{ &made.ec, { WORDS }, KEY, false, "no certificate", "no PEM" },
		{ &made.ec, { BROKEN }, KEY, false, "no certificate", "PEM around nothing" },
		{ &made.ec, { LEAF, BROKEN }, KEY, false, "damaged", "a chain that is damaged" },
		{ &made.ec, { WORDS, LEAF, CHAIN }, KEY, true, NULL, "words before it, as openssl writes them" },
	};

	(void)state;
	for (size_t i = 0; i < NITEMS(rows); i++) {
		struct files	 f = files_of(rows[i].pair, rows[i].cert, 3, rows[i].key);
		struct signer	*s = signer_new(f.cert, f.key);
		char		 problem[SIGN_PROBLEM];

		row_int(rows[i].why, "signs", sign_check(f.cert, f.key, NOW, problem), rows[i].signs);
		if (rows[i].said == NULL)
			row_str(rows[i].why, "problem", problem, "");
		else
			row_true(rows[i].why, problem, strstr(problem, rows[i].said) != NULL);
		assert_non_null(s);
		row_int(rows[i].why, "the signer is ready", signer_ready(s, NOW), rows[i].signs);
		signer_free(s);
		files_free(&f);
	}
	rows_end();
}

/* The end comes while the program runs; no file has changed. */
static void
time_goes_by(void **state)
{
	static const struct {
		time_t		 at;
		bool		 signs;
		const char	*said;
	} rows[] = {
		{ -1 * DAY - 1, false, "not valid yet" },
		{ 0, true, "" },
		{ (90 - SIGN_WARN_DAYS) * DAY - 1, true, "" },
		{ (90 - SIGN_WARN_DAYS) * DAY + 1, true, "expires in 14 days" },
		{ 89 * DAY - 3600, true, "expires in 2 days" },
		{ 89 * DAY + 3600, true, "expires in 1 day;" },
		{ 90 * DAY + 1, false, "has expired" },
	};
	static const enum content	 cert[] = { LEAF, CHAIN };
	struct files			 f = files_of(&made.ec, cert, 2, KEY);
	struct signer			*s = signer_new(f.cert, f.key);
	char				 problem[SIGN_PROBLEM];

	(void)state;
	for (size_t i = 0; i < NITEMS(rows); i++) {
		row_int(rows[i].said, "ready", signer_ready(s, NOW + rows[i].at), rows[i].signs);
		(void)sign_check(f.cert, f.key, NOW + rows[i].at, problem);
		row_true(rows[i].said, problem, rows[i].said[0] == '\0' ? problem[0] == '\0' :
		    strstr(problem, rows[i].said) != NULL);
	}
	signer_free(s);
	files_free(&f);
	rows_end();
}

#define BODY "<plist>\n\t<string>\xc3\xbc &amp;</string>\n</plist>\n"

/* What a signature holds. */
struct inside {
	int	 certs;		/* how many */
	int	 signers;
	bool	 by;		/* by this certificate, and by its key */
	bool	 sha256;
	char	 body[200];
};

static struct inside
look_inside(const struct buf *b, X509 *by)
{
	const unsigned char	*der = (const unsigned char *)b->data;
	CMS_ContentInfo		*cms = d2i_CMS_ContentInfo(NULL, &der, (long)b->len);
	STACK_OF(CMS_SignerInfo) *infos;
	STACK_OF(X509)		*certs;
	CMS_SignerInfo		*info;
	X509_ALGOR		*digest;
	struct inside		 in = { 0 };
	BIO			*out = BIO_new(BIO_s_mem());

	assert_non_null(cms);
	assert_ptr_equal(der, (const unsigned char *)b->data + b->len);
	certs = CMS_get1_certs(cms);
	in.certs = sk_X509_num(certs);
	infos = CMS_get0_SignerInfos(cms);
	in.signers = sk_CMS_SignerInfo_num(infos);
	info = sk_CMS_SignerInfo_value(infos, 0);
	CMS_SignerInfo_get0_algs(info, NULL, NULL, &digest, NULL);
	in.sha256 = OBJ_obj2nid(digest->algorithm) == NID_sha256;
	in.by = CMS_SignerInfo_cert_cmp(info, by) == 0 && CMS_verify(cms, NULL, NULL, NULL, out,
	    CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY) == 1;
	(void)BIO_read(out, in.body, (int)sizeof(in.body) - 1);
	sk_X509_pop_free(certs, X509_free);
	CMS_ContentInfo_free(cms);
	(void)BIO_free(out);
	return in;
}

static void
row_signed(const char *why, const struct buf *b, const struct pair *by, int certs)
{
	struct inside	 in;

	/* A length of two octets that is definite: DER, nothing detached. */
	row_mem(why, "first octets", b->data, 2, "\x30\x82", 2);
	in = look_inside(b, by->cert);
	row_int(why, "certificates", in.certs, certs);
	row_int(why, "signers", in.signers, 1);
	row_true(why, "signed by this one", in.by);
	row_true(why, "SHA-256", in.sha256);
	row_str(why, "the same octets inside", in.body, BODY);
}

static void
signatures(void **state)
{
	static const struct {
		const struct pair	*pair;
		enum content		 cert[3];
		int			 certs;
		const char		*why;
	} rows[] = {
		{ &made.rsa, { LEAF, CHAIN }, 2, "RSA" },
		{ &made.ec, { LEAF, CHAIN }, 2, "ECDSA" },
		{ &made.ec, { LEAF, CHAIN, ROOT }, 3, "as many as there are in the file" },
		{ &made.ec, { LEAF }, 1, "a leaf alone signs all the same" },
		{ &made.self, { LEAF }, 1, "its own issuer" },
		{ &made.soon, { LEAF, CHAIN }, 2, "up to its last day" },
	};

	(void)state;
	for (size_t i = 0; i < NITEMS(rows); i++) {
		struct files	 f = files_of(rows[i].pair, rows[i].cert, 3, KEY);
		struct signer	*s = signer_new(f.cert, f.key);
		struct buf	 b;

		buf_init(&b, ANSWER_MAX);
		buf_puts(&b, BODY);
		row_true(rows[i].why, "signs", signer_sign(s, &b, NOW));
		row_signed(rows[i].why, &b, rows[i].pair, rows[i].certs);
		buf_free(&b);
		signer_free(s);
		files_free(&f);
	}
	rows_end();
}

/* A body that can't be signed stays as it was. */
static void
unsigned_as_it_was(void **state)
{
	static const enum content	 cert[] = { LEAF, CHAIN };
	struct files			 f = files_of(&made.ec, cert, 2, OTHER_KEY);
	struct signer			*s = signer_new(f.cert, f.key);
	struct buf			 b;

	(void)state;
	buf_init(&b, ANSWER_MAX);
	buf_puts(&b, BODY);
	row_true("another key", "signs", !signer_sign(s, &b, NOW));
	row_mem("another key", "body", b.data, b.len, BODY, sizeof(BODY) - 1);
	buf_free(&b);
	signer_free(s);
	files_free(&f);

	f = files_of(&made.ec, cert, 2, KEY);
	s = signer_new(f.cert, f.key);
	buf_init(&b, sizeof(BODY) + 100);
	buf_puts(&b, BODY);
	row_true("no room for a signature", "signs", !signer_sign(s, &b, NOW));
	row_mem("no room for a signature", "body", b.data, b.len, BODY, sizeof(BODY) - 1);
	buf_free(&b);
	buf_init(&b, ANSWER_MAX);
	row_true("no body", "signs", !signer_sign(s, &b, NOW));
	row_int("no body", "length", (long long)b.len, 0);
	buf_free(&b);
	signer_free(s);
	files_free(&f);
	rows_end();
}

/* Sign at this time, and say by whom. */
static void
row_step(const char *why, struct signer *s, time_t now, const struct pair *by)
{
	struct buf	 b;
	bool		 done;

	buf_init(&b, ANSWER_MAX);
	buf_puts(&b, BODY);
	done = signer_sign(s, &b, now);
	row_int(why, "signs", done, by != NULL);
	if (done && by != NULL)
		row_signed(why, &b, by, 2);
	buf_free(&b);
}

static void
files_that_change(void **state)
{
	static const enum content	 cert[] = { LEAF, CHAIN };
	static const enum content	 gone[] = { MISSING };
	struct files			 f = files_of(&made.ec, gone, 1, MISSING);
	struct signer			*s = signer_new(f.cert, f.key);

	(void)state;
	row_step("nothing there yet", s, NOW, NULL);
	files_free(&f);
	f = files_of(&made.ec, cert, 2, KEY);
	row_step("not looked at again within the second", s, NOW, NULL);
	row_step("there now", s, NOW + 1, &made.ec);
	files_free(&f);
	f = files_of(&made.rsa, cert, 2, KEY);
	row_step("kept within the second", s, NOW + 1, &made.ec);
	row_step("both new", s, NOW + 2, &made.rsa);
	write_file(f.cert, &made.ec, cert, 2);
	row_step("only one of the two is new", s, NOW + 3, NULL);
	row_step("and stays so", s, NOW + 4, NULL);
	write_file(f.key, &made.ec, (const enum content[]){ KEY }, 1);
	row_step("the other one too", s, NOW + 5, &made.ec);
	(void)unlink(f.key);
	row_step("a key that is gone", s, NOW + 6, NULL);
	write_file(f.key, &made.ec, (const enum content[]){ KEY }, 1);
	row_step("and is back", s, NOW + 7, &made.ec);
	signer_free(s);
	signer_free(NULL);
	files_free(&f);
	rows_end();
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(what_is_said),
		cmocka_unit_test(time_goes_by),
		cmocka_unit_test(signatures),
		cmocka_unit_test(unsigned_as_it_was),
		cmocka_unit_test(files_that_change),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
