#include "lib/sign.h"

#include <assert.h>
#include <errno.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/limits.h"
#include "lib/log.h"
#include "lib/sign_chain.h"

#define FLAGS ((unsigned)(CMS_BINARY | CMS_NOSMIMECAP))

/* What the files hold.  Each member is counted by libcrypto. */
struct material {
	X509		*cert;
	EVP_PKEY	*key;
	STACK_OF(X509)	*chain;
	struct sign_chain ends;		/* as far as it leads */
};

/* Tells a file from the one that was there before. */
struct stamp {
	dev_t		dev;
	ino_t		ino;
	off_t		size;
	struct timespec	changed;
	int		error;	/* errno when there is none */
};

struct signer {
	char		*cert;
	char		*key;
	pthread_mutex_t	 lock;	/* over all below */
	struct material	 material;	/* empty: can't sign */
	struct stamp	 stamps[2];
	time_t		 looked;	/* when the stamps were taken; 0: never */
	bool		 again;		/* the files are still to be read */
	char		 problem[SIGN_PROBLEM];	/* as it was logged last */
};

static void
material_free(struct material *m)
{
	X509_free(m->cert);
	EVP_PKEY_free(m->key);
	sk_X509_pop_free(m->chain, X509_free);
	memset(m, 0, sizeof(*m));
}

/* Another hold on the same; empty when there is none. */
static struct material
material_hold(const struct material *m)
{
	struct material copy = { .cert = NULL };

	if (m->cert == NULL || (copy.chain = X509_chain_up_ref(m->chain)) == NULL)
		return copy;
	(void)X509_up_ref(m->cert);
	(void)EVP_PKEY_up_ref(m->key);
	copy.cert = m->cert;
	copy.key = m->key;
	return copy;
}

/* A key with a passphrase is no key for us: nobody is there to type it. */
/* NOLINTNEXTLINE(readability-non-const-parameter): libcrypto sets the type */
static int
no_passphrase(char *out, int size, int writing, void *arg)
{
	(void)out;
	(void)size;
	(void)writing;
	(void)arg;
	return -1;
}

/* How it went. */
enum reading {
	READ_FINE,
	READ_UNFIT,	/* the files can't be used as they are */
	READ_LATER,	/* memory or files in use: the files may well be fine */
};

static enum reading
no_memory(char problem[SIGN_PROBLEM])
{
	(void)snprintf(problem, SIGN_PROBLEM, "out of memory");
	return READ_LATER;
}

/* What libcrypto could not do: for want of memory, or for the reason given. */
static enum reading
unfit(const char *path, const char *why, char problem[SIGN_PROBLEM])
{
	if (ERR_GET_REASON(ERR_peek_last_error()) == ERR_R_MALLOC_FAILURE)
		return no_memory(problem);
	(void)snprintf(problem, SIGN_PROBLEM, "%.200s: %s", path, why);
	return READ_UNFIT;
}

static enum reading
open_file(const char *path, BIO **out, char problem[SIGN_PROBLEM])
{
	FILE	*f = fopen(path, "re");
	int	 error = errno;
	bool	 ours = error == EMFILE || error == ENFILE || error == ENOMEM;

	if (f == NULL) {
		(void)snprintf(problem, SIGN_PROBLEM, "%.200s: %s; %s", path,
		    strerror(error), ours ? "it is read again within a second;"
		    " let this program have more open files (LimitNOFILE) and"
		    " memory" : "make the file readable for this program's user");
		return ours ? READ_LATER : READ_UNFIT;
	}
	if ((*out = BIO_new_fp(f, BIO_CLOSE)) == NULL) {
		(void)fclose(f);
		return no_memory(problem);
	}
	return READ_FINE;
}

/* The certificates behind the first one. */
static enum reading
read_others(const char *path, BIO *b, struct material *m,
    char problem[SIGN_PROBLEM])
{
	X509 *next;

	if ((m->chain = sk_X509_new_null()) == NULL)
		return no_memory(problem);
	while ((next = PEM_read_bio_X509(b, NULL, no_passphrase, NULL)) != NULL)
		if (sk_X509_push(m->chain, next) == 0) {
			X509_free(next);
			return no_memory(problem);
		}
	/* Where the file ends there is no start line; anything else is damage,
	 * and a chain with a hole is "Not Verified" on a device. */
	if (ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE)
		return READ_FINE;
	return unfit(path, "a certificate behind the first one is damaged; get"
	    " the file anew", problem);
}

static enum reading
read_certificates(const char *path, struct material *m,
    char problem[SIGN_PROBLEM])
{
	BIO		*b;
	enum reading	 r = open_file(path, &b, problem);

	if (r != READ_FINE)
		return r;
	ERR_clear_error();
	m->cert = PEM_read_bio_X509(b, NULL, no_passphrase, NULL);
	r = m->cert != NULL ? read_others(path, b, m, problem) :
	    unfit(path, "there is no certificate in PEM form in it", problem);
	(void)BIO_free(b);
	return r;
}

static enum reading
read_key(const char *path, struct material *m, char problem[SIGN_PROBLEM])
{
	BIO		*b;
	enum reading	 r = open_file(path, &b, problem);

	if (r != READ_FINE)
		return r;
	ERR_clear_error();
	m->key = PEM_read_bio_PrivateKey(b, NULL, no_passphrase, NULL);
	(void)BIO_free(b);
	return m->key != NULL ? READ_FINE : unfit(path, "there is no key in PEM"
	    " form without passphrase in it", problem);
}

/* Do the two belong together, and will devices know them? */
static enum reading
match(const char *cert, const char *key, const struct material *m,
    char problem[SIGN_PROBLEM])
{
	if (EVP_PKEY_get_base_id(m->key) != EVP_PKEY_RSA &&
	    EVP_PKEY_get_base_id(m->key) != EVP_PKEY_EC) {
		(void)snprintf(problem, SIGN_PROBLEM, "%.200s: this key is"
		    " neither RSA nor ECDSA, which is what devices know", key);
		return READ_UNFIT;
	}
	if (X509_check_private_key(m->cert, m->key) != 1) {
		(void)snprintf(problem, SIGN_PROBLEM, "%.200s: this key does"
		    " not belong to the certificate in %.200s; name the two"
		    " that belong together", key, cert);
		return READ_UNFIT;
	}
	return READ_FINE;
}

/* Read both files; the reason when they can't be used. */
static enum reading
load(const char *cert, const char *key, time_t now, struct material *m,
    char problem[SIGN_PROBLEM])
{
	enum reading r;

	memset(m, 0, sizeof(*m));
	problem[0] = '\0';
	if ((r = read_certificates(cert, m, problem)) == READ_FINE &&
	    (r = read_key(key, m, problem)) == READ_FINE &&
	    (r = match(cert, key, m, problem)) == READ_FINE &&
	    !sign_chain(m->cert, m->chain, now, &m->ends))
		r = no_memory(problem);
	if (r != READ_FINE)
		material_free(m);
	ERR_clear_error();	/* the reasons above are better */
	return r;
}

/* Days until the certificate's end, begun ones counted. */
static int
days_left(const X509 *cert, time_t now)
{
	ASN1_TIME	*at = ASN1_TIME_set(NULL, now);
	int		 days = 0;
	int		 seconds = 0;

	if (at != NULL)
		(void)ASN1_TIME_diff(&days, &seconds, at,
		    X509_get0_notAfter(cert));
	ASN1_TIME_free(at);
	return days + (seconds > 0);
}

/* Can the certificate be used now?  The reason when it can't; what is worth
 * mending when it can, or won't be able to for long. */
static bool
check_certificate(const struct material *m, const char *path, time_t now,
    char problem[SIGN_PROBLEM])
{
	char			 chain[SIGN_CHAIN_PROBLEM];
	time_t			 soon = now +
	    (time_t)SIGN_WARN_DAYS * 24 * 3600;
	int			 days = days_left(m->cert, now);
	bool			 ends = X509_cmp_time(
	    X509_get0_notAfter(m->cert), &soon) < 0;

	problem[0] = '\0';
	if (X509_cmp_time(X509_get0_notBefore(m->cert), &now) > 0) {
		(void)snprintf(problem, SIGN_PROBLEM, "%.200s: this certificate"
		    " is not valid yet; look at the clock", path);
		return false;
	}
	if (X509_cmp_time(X509_get0_notAfter(m->cert), &now) < 0) {
		(void)snprintf(problem, SIGN_PROBLEM, "%.200s: this certificate"
		    " has expired; put a new one in its place", path);
		return false;
	}
	sign_chain_problem(&m->ends, now, chain);
	if (ends)
		(void)snprintf(problem, SIGN_PROBLEM, "%.200s: this certificate"
		    " expires in %d day%s; put a new one in its place in"
		    " time%s%s", path, days, days == 1 ? "" : "s",
		    chain[0] == '\0' ? "" : "; besides, ", chain);
	else if (chain[0] != '\0')
		(void)snprintf(problem, SIGN_PROBLEM, "%.200s: %s", path, chain);
	return true;
}

struct signer *
signer_new(const char *cert, const char *key)
{
	struct signer *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	s->cert = strdup(cert);
	s->key = strdup(key);
	if (s->cert == NULL || s->key == NULL ||
	    pthread_mutex_init(&s->lock, NULL) != 0) {
		free(s->cert);
		free(s->key);
		free(s);
		return NULL;
	}
	return s;
}

void
signer_free(struct signer *s)
{
	if (s == NULL)
		return;
	material_free(&s->material);
	(void)pthread_mutex_destroy(&s->lock);
	free(s->cert);
	free(s->key);
	free(s);
}

static void
take_stamp(const char *path, struct stamp *out)
{
	struct stat sb;

	memset(out, 0, sizeof(*out));
	if (stat(path, &sb) != 0) {
		out->error = errno;
		return;
	}
	out->dev = sb.st_dev;
	out->ino = sb.st_ino;
	out->size = sb.st_size;
	out->changed = sb.st_ctim;
}

static bool
same_stamp(const struct stamp *a, const struct stamp *b)
{
	return a->dev == b->dev && a->ino == b->ino && a->size == b->size &&
	    a->changed.tv_sec == b->changed.tv_sec &&
	    a->changed.tv_nsec == b->changed.tv_nsec && a->error == b->error;
}

static_assert(LOG_QUOTED > SIGN_PROBLEM, "the log tells the remedy, too");

/* Log what is new about the files; the same sentence once. */
static void
report(struct signer *s, const char *problem, bool signs)
{
	char quoted[LOG_QUOTED];

	if (strcmp(problem, s->problem) == 0)
		return;
	if (problem[0] != '\0')
		log_line(signs ? LOG_LEVEL_WARNING : LOG_LEVEL_ERROR,
		    "signing=%s problem=%s", signs ? "yes" : "no",
		    log_quoted(problem, quoted));
	else
		log_line(LOG_LEVEL_INFO, "signing=yes");
	(void)snprintf(s->problem, sizeof(s->problem), "%s", problem);
}

/* Read the files, which are others than before, or could not be read then. */
static void
renew(struct signer *s, time_t now)
{
	struct material	fresh;
	char		problem[SIGN_PROBLEM];
	enum reading	r = load(s->cert, s->key, now, &fresh, problem);

	s->again = r == READ_LATER;
	if (r != READ_FINE)
		report(s, problem, s->again && s->material.cert != NULL);
	/* What is there signs on, until it is known that the files are unfit. */
	if (r == READ_LATER)
		return;
	material_free(&s->material);
	s->material = fresh;
}

/* Have in memory what is in the files now.  Can it sign?  Holds the lock. */
static bool
refresh(struct signer *s, time_t now)
{
	struct stamp	stamps[2];
	char		problem[SIGN_PROBLEM];
	bool		fine;

	if (s->looked != now) {
		take_stamp(s->cert, &stamps[0]);
		take_stamp(s->key, &stamps[1]);
		if (s->looked == 0 || s->again ||
		    !same_stamp(&stamps[0], &s->stamps[0]) ||
		    !same_stamp(&stamps[1], &s->stamps[1])) {
			/* Stamps from before the reading: a change while it
			 * lasts is seen at the next look. */
			memcpy(s->stamps, stamps, sizeof(s->stamps));
			renew(s, now);
		}
		s->looked = now;
	}
	if (s->material.cert == NULL)
		return false;
	fine = check_certificate(&s->material, s->cert, now, problem);
	/* That new files wait to be read has been said, and comes first. */
	if (!s->again || !fine)
		report(s, problem, fine);
	return fine;
}

bool
signer_ready(struct signer *s, time_t now)
{
	bool ready;

	(void)pthread_mutex_lock(&s->lock);
	ready = refresh(s, now);
	(void)pthread_mutex_unlock(&s->lock);
	return ready;
}

/* The signed form of len octets in memory of libcrypto's; its length, or 0. */
static size_t
sign(const struct material *m, const void *data, size_t len,
    unsigned char **out)
{
	BIO			*in = BIO_new_mem_buf(data, (int)len);
	CMS_ContentInfo		*cms;
	int			 n = 0;

	*out = NULL;
	cms = CMS_sign(NULL, NULL, m->chain, NULL, FLAGS | CMS_PARTIAL);
	if (in != NULL && cms != NULL && CMS_add1_signer(cms, m->cert, m->key,
	    EVP_sha256(), FLAGS) != NULL &&
	    CMS_final(cms, in, NULL, CMS_BINARY) == 1)
		n = i2d_CMS_ContentInfo(cms, out);
	CMS_ContentInfo_free(cms);
	(void)BIO_free(in);
	return n > 0 ? (size_t)n : 0;
}

/* A hold on what is in memory; empty when it can't sign now. */
static struct material
hold(struct signer *s, time_t now)
{
	struct material m = { .cert = NULL };

	(void)pthread_mutex_lock(&s->lock);
	if (refresh(s, now))
		m = material_hold(&s->material);
	(void)pthread_mutex_unlock(&s->lock);
	return m;
}

/* What should have signed could not: leave it until a file changes, or there is
 * memory again. */
static void
give_up(struct signer *s)
{
	unsigned long	 error = ERR_peek_last_error();
	const char	*why = ERR_reason_error_string(error);
	char		 problem[SIGN_PROBLEM];

	(void)snprintf(problem, sizeof(problem), "%.200s: signing: %s", s->cert,
	    why == NULL ? "out of memory" : why);
	ERR_clear_error();
	(void)pthread_mutex_lock(&s->lock);
	s->again = why == NULL || ERR_GET_REASON(error) == ERR_R_MALLOC_FAILURE;
	material_free(&s->material);
	report(s, problem, false);
	(void)pthread_mutex_unlock(&s->lock);
}

bool
signer_sign(struct signer *s, struct buf *body, time_t now)
{
	struct material	 m = hold(s, now);
	struct buf	 out;
	unsigned char	*der = NULL;
	size_t		 n = 0;

	if (m.cert != NULL && buf_error(body) == ERR_OK && body->len > 0 &&
	    (n = sign(&m, body->data, body->len, &der)) == 0)
		give_up(s);
	material_free(&m);
	buf_init(&out, body->max);
	buf_add(&out, der, n);
	OPENSSL_free(der);
	if (n == 0 || buf_error(&out) != ERR_OK) {
		buf_free(&out);
		return false;
	}
	buf_free(body);
	*body = out;
	return true;
}

bool
sign_check(const char *cert, const char *key, time_t now,
    char problem[SIGN_PROBLEM])
{
	struct material	m;
	bool		fine;

	if (load(cert, key, now, &m, problem) != READ_FINE)
		return false;
	fine = check_certificate(&m, cert, now, problem);
	material_free(&m);
	return fine;
}
