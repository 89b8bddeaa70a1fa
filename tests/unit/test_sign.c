/* lib/sign.h: certificates, keys, what is said about them, and the signature. */
#include "lib/sign.h"

#include <openssl/cms.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "lib/limits.h"
#include "lib/sign_chain.h"
#include "tests/unit/certificates.h"

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
		{ &made.ec, { LEAF }, KEY, true, "of /CN=middle is neither", "a leaf alone" },
		{ &made.ec, { LEAF, ROOT }, KEY, true, "of /CN=middle is neither", "a hole in the chain" },
		{ &made.ec, { LEAF, FOREIGN }, KEY, true, "signature failure", "an issuer in name only" },
		{ &made.deep, { LEAF, LOWER, CHAIN }, KEY, true, NULL, "two intermediate ones" },
		{ &made.deep, { LEAF, CHAIN, LOWER }, KEY, true, NULL, "two in another order" },
		{ &made.deep, { LEAF, LOWER }, KEY, true, "of /CN=middle is neither", "the second is missing" },
		{ &made.deep, { LEAF, CHAIN }, KEY, true, "of /CN=lower is neither", "the first is missing" },
		{ &made.late, { LEAF, STALE }, KEY, true, "of /CN=stale behind the first one has expired", "an expired one" },
		{ &made.late, { LEAF, STALE, AGAIN }, KEY, true, NULL, "an expired one, and its successor" },
		{ &made.ec, { LEAF, CHAIN, STALE }, KEY, true, NULL, "an expired one that is in nobody's way" },
		{ &made.direct, { LEAF }, KEY, true, "if it is a root of your own", "a root of one's own" },
		{ &made.direct, { LEAF, OWN }, KEY, true, NULL, "and in the file" },
		{ &made.inner, { LEAF, EC_LEAF, CHAIN }, KEY, true, "invalid CA certificate", "issued by who may not" },
		{ &made.soon, { LEAF, CHAIN }, KEY, true, "expires in 13 days", "soon to expire" },
		{ &made.soon, { LEAF }, KEY, true, "in time; besides, the certificate of /CN=middle", "soon to expire, and alone" },
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

/* An intermediate certificate ends behind one that goes on; nothing is read anew. */
static void
an_end_behind_it(void **state)
{
	STACK_OF(X509)		*others = sk_X509_new_null();
	char			 problem[SIGN_CHAIN_PROBLEM];
	struct sign_chain	 c;

	(void)state;
	assert_true(sk_X509_push(others, made.brief.cert) > 0);
	assert_true(sk_X509_push(others, made.stale.cert) > 0);
	assert_true(sign_chain(made.longer.cert, others, NOW, &c));
	sign_chain_problem(&c, NOW + 5 * DAY - 1, problem);
	row_str("its last second", "problem", problem, "");
	sign_chain_problem(&c, NOW + 5 * DAY + 1, problem);
	row_true("after it", problem, strstr(problem, "of /CN=brief behind the first one has expired") != NULL);
	sk_X509_free(others);
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

/* Signs when the files are read while no more may be open, and when they may. */
static void
too_many_files(void **state)
{
	static const enum content	 cert[] = { LEAF, CHAIN };
	struct files			 f = files_of(&made.ec, cert, 2, KEY);
	struct signer			*s = signer_new(f.cert, f.key);
	struct signer			*first = signer_new(f.cert, f.key);
	char				 problem[SIGN_PROBLEM];
	struct rlimit			 usual, none;

	(void)state;
	row_step("before", s, NOW, &made.ec);
	files_free(&f);
	f = files_of(&made.rsa, cert, 2, KEY);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &usual), 0);
	none = usual;
	none.rlim_cur = (rlim_t)dup(0);
	(void)close((int)none.rlim_cur);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	row_step("what was there signs on", s, NOW + 1, &made.ec);
	row_step("at the start there is nothing", first, NOW + 1, NULL);
	row_int("none", "muaconf check", sign_check(f.cert, f.key, NOW, problem), false);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &usual), 0);
	row_true("whose fault", problem, strstr(problem, "more open files") != NULL &&
	    strstr(problem, "readable") == NULL);
	row_step("the new ones, which no longer change", s, NOW + 2, &made.rsa);
	row_step("the same for who had nothing", first, NOW + 2, &made.rsa);
	signer_free(s);
	signer_free(first);
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
		cmocka_unit_test(too_many_files),
		cmocka_unit_test(an_end_behind_it),
	};

	return cmocka_run_group_tests(tests, certificates_make, certificates_free);
}
