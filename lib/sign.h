/*
 * Signatures: CMS SignedData (RFC 5652) around a finished body, as Apple
 * devices read it: DER, attached, SHA-256, with the certificates that lead to
 * a root.  RSA and ECDSA keys.
 */
#ifndef MUACONF_SIGN_H
#define MUACONF_SIGN_H

#include <stdbool.h>
#include <time.h>

#include "lib/buf.h"

/* What is wrong with a certificate and its key, or will be. */
#define SIGN_PROBLEM 768

/*
 * A certificate file and its key.  The files are read at the first use and
 * again when one of them has changed, which is looked for once a second at
 * most.  One signer serves all threads.
 */
struct signer;

/*
 * cert   path of a PEM file: the signer's certificate first, then the
 *        intermediate ones; copied.
 * key    path of a PEM file with the key, without passphrase; copied.
 *
 * NULL when there is no memory.  Nothing is read yet.
 */
struct signer *signer_new(const char *cert, const char *key);

/* Give it back.  NULL is harmless. */
void signer_free(struct signer *s);

/*
 * Can it sign at this time?  When it can't, because a file is missing or
 * unreadable, the key belongs to another certificate, or the certificate isn't
 * valid, the reason has been logged: once, not with every call.  So has what
 * doesn't keep it from signing: see sign_check().
 */
bool signer_ready(struct signer *s, time_t now);

/*
 * Put the signed form in the place of the body.  False when it can't be
 * signed; then the body is as it was.
 */
bool signer_sign(struct signer *s, struct buf *body, time_t now);

/*
 * The same look at the files for people who check them.
 *
 * problem   a sentence about what keeps them from signing, or about what should
 *           be mended although they can: the certificate's end within
 *           SIGN_WARN_DAYS, and what makes devices show "Not Verified": an
 *           issuer that is neither in the file nor trusted on this machine, an
 *           intermediate certificate that has expired.  "" when all is well.
 *
 * Returns whether they can sign.
 */
bool sign_check(const char *cert, const char *key, time_t now,
    char problem[SIGN_PROBLEM]);

#endif
