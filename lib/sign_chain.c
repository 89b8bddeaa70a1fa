#include "lib/sign_chain.h"

#include <openssl/x509_vfy.h>
#include <stdio.h>
#include <string.h>

/* Note what is wrong, and go on: a wrong root must not hide what is missing. */
static int
note(int fine, X509_STORE_CTX *ctx)
{
	struct sign_chain	*out = X509_STORE_CTX_get_app_data(ctx);
	int			 error = X509_STORE_CTX_get_error(ctx);
	const X509		*x = X509_STORE_CTX_get_current_cert(ctx);

	if (fine)
		return 1;
	switch (error) {
	/* The first two are a root that only its owner's devices know; the ends,
	 * and all times of the first certificate, are looked at with every use. */
	case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
	case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
	case X509_V_ERR_CERT_HAS_EXPIRED:
		break;
	case X509_V_ERR_CERT_NOT_YET_VALID:
		if (X509_STORE_CTX_get_error_depth(ctx) > 0 &&
		    out->error == X509_V_OK)
			out->error = error;
		break;
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
	case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
		if (out->missing[0] == '\0' && x != NULL)
			(void)X509_NAME_oneline(X509_get_issuer_name(x),
			    out->missing, (int)sizeof(out->missing));
		break;
	default:
		if (out->error == X509_V_OK)
			out->error = error;
	}
	return 1;
}

/* Which certificate of the chain and the file ends first? */
static const X509 *
first_end(X509_STORE_CTX *ctx, STACK_OF(X509) *others)
{
	STACK_OF(X509)	*chain = X509_STORE_CTX_get0_chain(ctx);
	const X509	*first = NULL;

	for (int i = 1; i < sk_X509_num(chain); i++)
		for (int k = 0; k < sk_X509_num(others); k++) {
			const X509 *x = sk_X509_value(others, k);

			if (x == sk_X509_value(chain, i) && (first == NULL ||
			    ASN1_TIME_compare(X509_get0_notAfter(x),
			    X509_get0_notAfter(first)) < 0))
				first = x;
		}
	return first;
}

bool
sign_chain(X509 *cert, STACK_OF(X509) *others, time_t now,
    struct sign_chain *out)
{
	X509_STORE	*roots = X509_STORE_new();
	X509_STORE_CTX	*ctx = X509_STORE_CTX_new();
	bool		 fine = false;

	memset(out, 0, sizeof(*out));
	if (roots != NULL && ctx != NULL &&
	    X509_STORE_set_default_paths(roots) == 1 &&
	    X509_STORE_CTX_init(ctx, roots, cert, others) == 1 &&
	    X509_STORE_CTX_set_app_data(ctx, out) == 1) {
		/* Who trusts an intermediate certificate trusts what it issued. */
		X509_STORE_CTX_set_flags(ctx, X509_V_FLAG_PARTIAL_CHAIN);
		X509_STORE_CTX_set_time(ctx, 0, now);
		X509_STORE_CTX_set_verify_cb(ctx, note);
		/* Negative: no memory; else note() has told all. */
		fine = X509_verify_cert(ctx) >= 0 &&
		    out->error != X509_V_ERR_OUT_OF_MEM;
		out->first = first_end(ctx, others);
	}
	X509_STORE_CTX_free(ctx);
	X509_STORE_free(roots);
	if (!fine)
		memset(out, 0, sizeof(*out));
	return fine;
}

void
sign_chain_problem(const struct sign_chain *c, time_t now,
    char out[SIGN_CHAIN_PROBLEM])
{
	char name[SIGN_NAME];

	out[0] = '\0';
	if (c->first != NULL &&
	    X509_cmp_time(X509_get0_notAfter(c->first), &now) < 0) {
		(void)X509_NAME_oneline(X509_get_subject_name(c->first), name,
		    (int)sizeof(name));
		(void)snprintf(out, SIGN_CHAIN_PROBLEM, "the certificate of %s behind the"
		    " first one has expired, and devices show profiles as not"
		    " verified; get the file anew", name);
	} else if (c->missing[0] != '\0') {
		(void)snprintf(out, SIGN_CHAIN_PROBLEM, "the certificate of %s is neither in"
		    " the file nor trusted on this machine, and devices may show"
		    " profiles as not verified; append it if it is an"
		    " intermediate certificate; if it is a root of your own, give"
		    " it to this machine (update-ca-certificates) and to the"
		    " devices", c->missing);
	} else if (c->error != X509_V_OK) {
		(void)snprintf(out, SIGN_CHAIN_PROBLEM, "the certificates behind the first one"
		    " don't lead to a root (%s), and devices show profiles as not"
		    " verified; get the file anew",
		    X509_verify_cert_error_string(c->error));
	}
}
