#include "lib/uuid.h"

#include <openssl/evp.h>
#include <string.h>

const struct uuid uuid_dns = { {
	0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1,
	0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8,
} };

enum err
uuid_v5(const struct uuid *ns, const char *name, size_t len, struct uuid *out)
{
	EVP_MD_CTX	*ctx = EVP_MD_CTX_new();
	unsigned char	 md[EVP_MAX_MD_SIZE];
	enum err	 e = ERR_NOMEM;

	if (ctx == NULL)
		return ERR_NOMEM;
	/* SHA-1 names things here; nothing is kept safe by it. */
	if (EVP_DigestInit_ex(ctx, EVP_sha1(), NULL) == 1 &&
	    EVP_DigestUpdate(ctx, ns->octets, sizeof(ns->octets)) == 1 &&
	    EVP_DigestUpdate(ctx, name, len) == 1 &&
	    EVP_DigestFinal_ex(ctx, md, NULL) == 1) {
		memcpy(out->octets, md, sizeof(out->octets));
		out->octets[6] = (unsigned char)((md[6] & 0x0f) | 0x50);
		out->octets[8] = (unsigned char)((md[8] & 0x3f) | 0x80);
		e = ERR_OK;
	}
	EVP_MD_CTX_free(ctx);
	return e;
}

void
uuid_text(const struct uuid *u, int upper, char out[UUID_TEXT])
{
	const char	*hex = upper ? "0123456789ABCDEF" : "0123456789abcdef";

	for (size_t i = 0; i < sizeof(u->octets); i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*out++ = '-';
		*out++ = hex[u->octets[i] >> 4];
		*out++ = hex[u->octets[i] & 15];
	}
	*out = '\0';
}
