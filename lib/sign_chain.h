/*
 * The certificates between a signer's and a root: what a device misses when it
 * reads a signature, as far as that can be told here.
 */
#ifndef MUACONF_SIGN_CHAIN_H
#define MUACONF_SIGN_CHAIN_H

#include <openssl/x509.h>
#include <stdbool.h>
#include <time.h>

/* Of a subject as people read it; longer ones are cut. */
#define SIGN_NAME 100
/* Room for what is said about a chain. */
#define SIGN_CHAIN_PROBLEM 440

struct sign_chain {
	char		 missing[SIGN_NAME];	/* who issued the last one, and is neither in the file nor trusted here; "": nobody */
	const X509	*first;	/* the one of the chain in the file that ends first; NULL: none is there */
	int		 error;	/* X509_V_OK, or what else is wrong with the chain */
};

/*
 * Build the chain of a certificate.
 *
 * cert     the signer's.
 * others   the rest of its file, in any order.
 * now      prefer what is valid at this time.
 * out      first is one of others.
 *
 * The roots are those that OpenSSL trusts on this machine (SSL_CERT_FILE and
 * SSL_CERT_DIR, or the system's); one that others hold is an end, too, and a
 * certificate that is its own issuer needs nothing.
 *
 * False when there is no memory; then nothing is wrong in out.
 */
bool sign_chain(X509 *cert, STACK_OF(X509) *others, time_t now,
    struct sign_chain *out);

/*
 * What to mend in a chain, as the rest of a sentence that starts with the
 * file's name; "" when nothing is.
 */
void sign_chain_problem(const struct sign_chain *c, time_t now,
    char out[SIGN_CHAIN_PROBLEM]);

#endif
