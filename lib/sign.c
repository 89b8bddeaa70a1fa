#include "lib/sign.h"

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

#define FLAGS ((unsigned)(CMS_BINARY | CMS_NOSMIMECAP))

/* What the files hold.  Each member is counted by libcrypto. */
struct material {
	X509		*cert;
	EVP_PKEY	*key;
	STACK_OF(X509)	*chain;
	bool		 alone;		/* its issuer is not in the chain */
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

/* A file to read; NULL, with the reason, when it can't be opened. */
static BIO *
open_file(const char *path, char problem[SIGN_PROBLEM])
{
	FILE	*f = fopen(path, "re");
	BIO	*b;

	if (f == NULL) {
		(void)snprintf(problem, SIGN_PROBLEM, "%.200s: %s; make the"
		    " file readable for this program's user", path,
		    strerror(errno));
		return NULL;
	}
	if ((b = BIO_new_fp(f, BIO_CLOSE)) == NULL)
		(void)fclose(f);
	return b;
}

static bool
read_certificates(const char *path, struct material *m,
    char problem[SIGN_PROBLEM])
{
	BIO	*b = open_file(path, problem);
	X509	*next;
	bool	 fine;

	if (b == NULL)
		return false;
	ERR_clear_error();
	m->cert = PEM_read_bio_X509(b, NULL, no_passphrase, NULL);
	m->chain = sk_X509_new_null();
	if (m->cert == NULL)
		(void)snprintf(problem, SIGN_PROBLEM, "%.200s: there is no"
		    " certificate in PEM form in it", path);
	fine = m->cert != NULL && m->chain != NULL;
	while (fine && (next = PEM_read_bio_X509(b, NULL, no_passphrase,
	    NULL)) != NULL) {
		if (sk_X509_push(m->chain, next) == 0) {
			X509_free(next);
			fine = false;
		}
	}
	/* Where the file ends there is no start line; anything else is damage,
	 * and a chain with a hole is "Not Verified" on a device. */
	if (fine && ERR_GET_REASON(ERR_peek_last_error()) !=
	    PEM_R_NO_START_LINE) {
		(void)snprintf(problem, SIGN_PROBLEM, "%.200s: a certificate"
		    " behind the first one is damaged; get the file anew", path);
		fine = false;
	}
	(void)BIO_free(b);
	return fine;
}

static bool
read_key(const char *path, struct material *m, char problem[SIGN_PROBLEM])
{
	BIO *b = open_file(path, problem);

	if (b == NULL)
		return false;
	m->key = PEM_read_bio_PrivateKey(b, NULL, no_passphrase, NULL);
	(void)BIO_free(b);
	if (m->key == NULL)
		(void)snprintf(problem, SIGN_PROBLEM, "%.200s: there is no key"
		    " in PEM form without passphrase in it", path);
	return m->key != NULL;
}

/* Is the certificate's issuer missing from the chain?  One that is its own
 * issuer needs none. */
static bool
is_alone(const struct material *m)
{
	X509 *issuer;

	if (X509_self_signed(m->cert, 0) == 1)
		return false;
	for (int i = 0; i < sk_X509_num(m->chain); i++) {
		issuer = sk_X509_value(m->chain, i);
		if (X509_check_issued(issuer, m->cert) == X509_V_OK &&
		    X509_verify(m->cert, X509_get0_pubkey(issuer)) == 1)
			return false;
	}
	return true;
}

/* Read both files.  False, with the reason, when they can't be used. */
static bool
load(const char *cert, const char *key, struct material *m,
    char problem[SIGN_PROBLEM])
{
	bool fine;

	memset(m, 0, sizeof(*m));
	(void)snprintf(problem, SIGN_PROBLEM, "out of memory");
	fine = read_certificates(cert, m, problem) && read_key(key, m, problem);
	if (fine && EVP_PKEY_get_base_id(m->key) != EVP_PKEY_RSA &&
	    EVP_PKEY_get_base_id(m->key) != EVP_PKEY_EC) {
		(void)snprintf(problem, SIGN_PROBLEM, "%.200s: this key is"
		    " neither RSA nor ECDSA, which is what devices know", key);
		fine = false;
	}
	if (fine && X509_check_private_key(m->cert, m->key) != 1) {
		(void)snprintf(problem, SIGN_PROBLEM, "%.200s: this key does"
		    " not belong to the certificate in %.200s; name the two"
		    " that belong together", key, cert);
		fine = false;
	}
	if (fine) {
		problem[0] = '\0';
		m->alone = is_alone(m);
	} else {
		material_free(m);
	}
	ERR_clear_error();	/* the reasons above are better */
	return fine;
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
	static const char	 alone[] = ": the certificate that issued this"
	    " one is not in the file, and devices show it as not verified;"
	    " append the intermediate certificates";
	static const char	 also[] = "; and with the intermediate"
	    " certificates, which are not in the file";
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
	if (ends)
		(void)snprintf(problem, SIGN_PROBLEM, "%.200s: this certificate"
		    " expires in %d day%s; put a new one in its place in"
		    " time%s", path, days, days == 1 ? "" : "s",
		    m->alone ? also : "");
	else if (m->alone)
		(void)snprintf(problem, SIGN_PROBLEM, "%.200s%s", path, alone);
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

/* Log what is new about the files; the same sentence once. */
static void
report(struct signer *s, const char *problem, bool signs)
{
	if (strcmp(problem, s->problem) == 0)
		return;
	if (problem[0] != '\0')
		log_line(signs ? LOG_LEVEL_WARNING : LOG_LEVEL_ERROR,
		    "signing=%s problem=\"%s\"", signs ? "yes" : "no", problem);
	else
		log_line(LOG_LEVEL_INFO, "signing=yes");
	(void)snprintf(s->problem, sizeof(s->problem), "%s", problem);
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
		if (s->looked == 0 || !same_stamp(&stamps[0], &s->stamps[0]) ||
		    !same_stamp(&stamps[1], &s->stamps[1])) {
			/* Stamps from before the reading: a change while it
			 * lasts is seen at the next look. */
			memcpy(s->stamps, stamps, sizeof(s->stamps));
			material_free(&s->material);
			if (!load(s->cert, s->key, &s->material, problem))
				report(s, problem, false);
		}
		s->looked = now;
	}
	if (s->material.cert == NULL)
		return false;
	fine = check_certificate(&s->material, s->cert, now, problem);
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

/* What should have signed could not: leave it until a file changes. */
static void
give_up(struct signer *s)
{
	const char	*why = ERR_reason_error_string(ERR_peek_last_error());
	char		 problem[SIGN_PROBLEM];

	(void)snprintf(problem, sizeof(problem), "%.200s: signing: %s", s->cert,
	    why == NULL ? "out of memory" : why);
	ERR_clear_error();
	(void)pthread_mutex_lock(&s->lock);
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

	if (!load(cert, key, &m, problem))
		return false;
	fine = check_certificate(&m, cert, now, problem);
	material_free(&m);
	return fine;
}
