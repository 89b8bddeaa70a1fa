/* Connections by OpenLDAP's libldap; the only place that includes <ldap.h>. */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <ldap.h>
#include <openldap.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "lib/directory_io.h"
#include "lib/directory_link.h"
#include "lib/err.h"
#include "lib/text.h"

#define SYSTEM_CA_FILE "/etc/ssl/certs/ca-certificates.crt"

struct directory_link {
	LDAP			*ld;
	struct directory_io	 io;
};

static const int scopes[] = {
	[SCOPE_BASE] = LDAP_SCOPE_BASE,
	[SCOPE_ONE] = LDAP_SCOPE_ONELEVEL,
	[SCOPE_SUB] = LDAP_SCOPE_SUBTREE,
};
static_assert(NITEMS(scopes) == SCOPE__MAX, "a number for every scope");

bool
directory_link_possible(void)
{
	return true;
}

void
directory_link_init(void)
{
	/* Only fails without memory; then every link sets all it needs anyway. */
	(void)setenv("LDAPNOINIT", "1", 1);
}

/* Never 0, which libldap takes for "for ever" in places. */
static struct timeval
time_left(long long deadline)
{
	long long	left = deadline - clock_ms();
	struct timeval	tv;

	if (left < 1)
		left = 1;
	tv.tv_sec = (time_t)(left / 1000);
	tv.tv_usec = (suseconds_t)(left % 1000) * 1000;
	return tv;
}

/* Keep what failed.  code: libldap's, or the server's. */
static int
failed(LDAP *ld, const char *doing, int code, char *why)
{
	char *detail = NULL;

	if (ld != NULL)
		(void)ldap_get_option(ld, LDAP_OPT_DIAGNOSTIC_MESSAGE, &detail);
	(void)snprintf(why, DIRECTORY_WHY_MAX, "%s: %s%s%.200s%s", doing,
	    ldap_err2string(code), detail == NULL || *detail == '\0' ? "" : " (",
	    detail == NULL ? "" : detail,
	    detail == NULL || *detail == '\0' ? "" : ")");
	ldap_memfree(detail);
	return -1;
}

/* The next message of an operation.  NULL, with code set, when there is none in
 * time. */
static LDAPMessage *
next_message(LDAP *ld, int id, int all, long long deadline, int *code)
{
	struct timeval	 tv = time_left(deadline);
	LDAPMessage	*message = NULL;

	/* libldap hands out what is there already without a look at the clock. */
	if (clock_ms() >= deadline) {
		*code = LDAP_TIMEOUT;
		return NULL;
	}
	switch (ldap_result(ld, id, all, &tv, &message)) {
	case -1:
		*code = LDAP_SERVER_DOWN;
		(void)ldap_get_option(ld, LDAP_OPT_RESULT_CODE, code);
		if (clock_ms() >= deadline)
			*code = LDAP_TIMEOUT;
		else if (*code == LDAP_SUCCESS)
			*code = LDAP_SERVER_DOWN;
		return NULL;
	case 0:
		*code = LDAP_TIMEOUT;
		return NULL;
	default:
		return message;
	}
}

/* Wait for an operation and give its result code. */
static int
result_of(LDAP *ld, int id, long long deadline)
{
	LDAPMessage	*message;
	int		 code = LDAP_SERVER_DOWN;
	int		 parsed;

	message = next_message(ld, id, LDAP_MSG_ALL, deadline, &code);
	if (message == NULL)
		return code;
	parsed = ldap_parse_result(ld, message, &code, NULL, NULL, NULL, NULL, 1);
	return parsed != LDAP_SUCCESS ? parsed : code;
}

static int
set(LDAP *ld, int option, const void *value)
{
	return ldap_set_option(ld, option, value) == LDAP_OPT_SUCCESS ? 0 : -1;
}

/* Options that make TLS strict, whatever a library's default is; all for this
 * connection alone. */
static int
set_tls(LDAP *ld, const struct directory_server *s)
{
	static const int	demand = LDAP_OPT_X_TLS_DEMAND;
	static const int	oldest = LDAP_OPT_X_TLS_PROTOCOL_TLS1_2;
	static const int	client = 0;

	if (set(ld, LDAP_OPT_X_TLS_REQUIRE_CERT, &demand) != 0 ||
	    set(ld, LDAP_OPT_X_TLS_PROTOCOL_MIN, &oldest) != 0 ||
	    set(ld, LDAP_OPT_X_TLS_CACERTFILE,
	    s->ca_file == NULL ? SYSTEM_CA_FILE : s->ca_file) != 0)
		return -1;
	return set(ld, LDAP_OPT_X_TLS_NEWCTX, &client);
}

static int
set_options(struct directory_link *l)
{
	static const int	version = LDAP_VERSION3;
	static const int	deref = LDAP_DEREF_NEVER;
	ber_len_t		max = DIRECTORY_MESSAGE_MAX;
	Sockbuf			*sb = NULL;

	if (set(l->ld, LDAP_OPT_PROTOCOL_VERSION, &version) != 0 ||
	    set(l->ld, LDAP_OPT_DEREF, &deref) != 0 ||
	    set(l->ld, LDAP_OPT_REFERRALS, LDAP_OPT_OFF) != 0 ||
	    set(l->ld, LDAP_OPT_RESTART, LDAP_OPT_OFF) != 0 ||
	    ldap_get_option(l->ld, LDAP_OPT_SOCKBUF, &sb) != LDAP_OPT_SUCCESS ||
	    sb == NULL ||
	    ber_sockbuf_ctrl(sb, LBER_SB_OPT_SET_MAX_INCOMING, &max) <= 0)
		return -1;
	return directory_io_add(sb, &l->io);
}

static int
handshake(struct directory_link *l, const struct directory_server *s,
    long long deadline, char *why)
{
	int code;

	if (set_tls(l->ld, s) != 0) {
		(void)snprintf(why, DIRECTORY_WHY_MAX,
		    "TLS: the certificates in %s can't be read",
		    s->ca_file == NULL ? SYSTEM_CA_FILE : s->ca_file);
		return -1;
	}
	if ((code = ldap_install_tls(l->ld)) == LDAP_SUCCESS)
		return 0;
	if (clock_ms() >= deadline)
		return failed(NULL, "TLS handshake", LDAP_TIMEOUT, why);
	return failed(l->ld, "TLS handshake failed or the certificate is not to"
	    " be trusted (issuer, name, dates)", code, why);
}

static int
start_tls(struct directory_link *l, const struct directory_server *s,
    long long deadline, char *why)
{
	int	id = -1;
	int	code = ldap_start_tls(l->ld, NULL, NULL, &id);

	if (code == LDAP_SUCCESS)
		code = result_of(l->ld, id, deadline);
	if (code != LDAP_SUCCESS)
		return failed(l->ld, "asking for StartTLS", code, why);
	return handshake(l, s, deadline, why);
}

/* The password from its file, without the line's end. */
static int
read_password(const char *path, char *out, size_t size, char *why)
{
	int	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t	n = fd < 0 ? -1 : read(fd, out, size);
	int	error = errno;

	if (fd >= 0)
		(void)close(fd);
	while (n > 0 && (size_t)n < size &&
	    (out[n - 1] == '\n' || out[n - 1] == '\r'))
		n--;
	if (n > 0 && (size_t)n < size) {
		out[n] = '\0';
		return 0;
	}
	(void)snprintf(why, DIRECTORY_WHY_MAX, "bind_password_file %s: %s", path,
	    n < 0 ? strerror(error) : n == 0 ? "it is empty" : "it is too long");
	return -1;
}

static int
bind_simple(struct directory_link *l, const struct directory_server *s,
    long long deadline, char *why)
{
	char		 secret[DIRECTORY_PASSWORD_MAX + 3] = "";
	const char	*password = s->bind_password;
	struct berval	 credentials;
	int		 id = -1;
	int		 code;

	if (s->bind_dn == NULL)
		return 0;	/* anonymous: nothing to be said */
	if (password == NULL && s->bind_password_file != NULL) {
		if (read_password(s->bind_password_file, secret, sizeof(secret),
		    why) != 0)
			return -1;
		password = secret;
	}
	/* An empty password would be an anonymous bind (RFC 4513, 5.1.2). */
	if (password == NULL || *password == '\0') {
		(void)snprintf(why, DIRECTORY_WHY_MAX,
		    "binding: bind_dn has no password");
		return -1;
	}
	credentials.bv_len = strlen(password);
	if ((credentials.bv_val = strdup(password)) == NULL)
		return failed(NULL, "binding", LDAP_NO_MEMORY, why);
	code = ldap_sasl_bind(l->ld, s->bind_dn, LDAP_SASL_SIMPLE, &credentials,
	    NULL, NULL, &id);
	free(credentials.bv_val);
	if (code == LDAP_SUCCESS)
		code = result_of(l->ld, id, deadline);
	return code == LDAP_SUCCESS ? 0 : failed(l->ld, "binding", code, why);
}

/* The host and port of a URI in place of its text. */
static int
connect_to(struct directory_link *l, const char *uri, struct resolver *r,
    long long deadline, char *why)
{
	LDAPURLDesc	*url = NULL;
	int		 code;

	if (ldap_url_parse(uri, &url) != LDAP_URL_SUCCESS ||
	    url->lud_host == NULL || *url->lud_host == '\0' ||
	    url->lud_port < 1 || url->lud_port > 65535) {
		(void)snprintf(why, DIRECTORY_WHY_MAX, "uri: it names no host and port");
		ldap_free_urldesc(url);
		return -1;
	}
	l->io.fd = dial(r, url->lud_host, (uint16_t)url->lud_port, deadline, why,
	    DIRECTORY_WHY_MAX);
	ldap_free_urldesc(url);
	if (l->io.fd < 0)
		return -1;
	l->io.deadline = deadline;
	code = ldap_init_fd(l->io.fd, LDAP_PROTO_EXT, uri, &l->ld);
	if (code == LDAP_SUCCESS && set_options(l) != 0)
		code = LDAP_LOCAL_ERROR;
	return code == LDAP_SUCCESS ? 0 : failed(NULL, "connecting", code, why);
}

struct directory_link *
directory_link_open(const struct directory_server *s, struct resolver *r,
    long long deadline, char *why)
{
	struct directory_link	*l = calloc(1, sizeof(*l));
	int			 result;

	if (l == NULL) {
		(void)failed(NULL, "connecting", LDAP_NO_MEMORY, why);
		return NULL;
	}
	l->io.fd = -1;
	result = connect_to(l, s->uri, r, deadline, why);
	if (result == 0 && s->security == SECURITY_TLS)
		result = handshake(l, s, deadline, why);
	if (result == 0 && s->security == SECURITY_STARTTLS)
		result = start_tls(l, s, deadline, why);
	if (result == 0)
		result = bind_simple(l, s, deadline, why);
	if (result == 0)
		return l;
	directory_link_close(l);
	return NULL;
}

bool
directory_link_stale(const struct directory_link *l)
{
	struct pollfd p = { .fd = l->io.fd, .events = POLLIN };

	return poll(&p, 1, 0) != 0;
}

/* The first value of an attribute, if it is text of at most size - 1 octets
 * that can be shown; else "". */
static void
value(LDAP *ld, LDAPMessage *entry, const char *attribute, char *out,
    size_t size)
{
	struct berval	**values = ldap_get_values_len(ld, entry, attribute);
	const char	 *text;
	size_t		  len;

	out[0] = '\0';
	if (values == NULL)
		return;
	if (values[0] != NULL) {
		text = values[0]->bv_val;
		len = values[0]->bv_len;
		if (len > 0 && len < size && text_utf8(text, len) &&
		    !text_control(text, len) && !text_blank(text[0]) &&
		    !text_blank(text[len - 1])) {
			memcpy(out, text, len);
			out[len] = '\0';
		}
	}
	ldap_value_free_len(values);
}

/* What the code at a search's end means for what was found: 0, or -1. */
static int
judge(LDAP *ld, int code, struct directory_found *out, char *why)
{
	switch (code) {
	case LDAP_SUCCESS:
		return 0;
	case LDAP_SIZELIMIT_EXCEEDED:
		out->entries = 2;
		return 0;
	case LDAP_NO_SUCH_OBJECT:
	case LDAP_INVALID_DN_SYNTAX:
	case LDAP_REFERRAL:
		/* May be so for one domain only: the base has placeholders. */
		out->entries = 0;
		out->no_base = true;
		return 0;
	default:
		return failed(ld, "searching", code, why);
	}
}

static int
gather(LDAP *ld, int id, const struct directory_server *s, long long deadline,
    struct directory_found *out, char *why)
{
	LDAPMessage	*message;
	int		 code = LDAP_SERVER_DOWN;
	int		 type;

	for (int i = 0; i < DIRECTORY_MESSAGES_MAX;) {
		message = next_message(ld, id, LDAP_MSG_ONE, deadline, &code);
		if (message == NULL)
			return failed(ld, "searching", code, why);
		type = ldap_msgtype(message);
		/* A server may know of any number of others; the deadline ends
		 * those of a hostile one. */
		i += type != LDAP_RES_SEARCH_REFERENCE;
		if (type == LDAP_RES_SEARCH_RESULT) {
			if (ldap_parse_result(ld, message, &code, NULL, NULL,
			    NULL, NULL, 1) != LDAP_SUCCESS)
				code = LDAP_DECODING_ERROR;
			return judge(ld, code, out, why);
		}
		if (type == LDAP_RES_SEARCH_ENTRY && out->entries < 2 &&
		    ++out->entries == 1) {
			value(ld, message, s->attribute_login, out->login,
			    sizeof(out->login));
			value(ld, message, s->attribute_name, out->name,
			    sizeof(out->name));
		}
		(void)ldap_msgfree(message);
	}
	(void)snprintf(why, DIRECTORY_WHY_MAX, "searching: more than %d messages"
	    " though two were asked for", DIRECTORY_MESSAGES_MAX);
	return -1;
}

int
directory_link_search(struct directory_link *l, const struct directory_server *s,
    const char *base, const char *filter, long long deadline,
    struct directory_found *out, char *why)
{
	struct timeval	 limit = time_left(deadline);
	char		*login = strdup(s->attribute_login);
	char		*name = strdup(s->attribute_name);
	char		*attributes[] = { login, name, NULL };
	int		 id = -1;
	int		 code = LDAP_NO_MEMORY;

	memset(out, 0, sizeof(*out));
	l->io.deadline = deadline;
	if (limit.tv_usec != 0) {	/* the server counts whole seconds */
		limit.tv_sec++;
		limit.tv_usec = 0;
	}
	if (login != NULL && name != NULL)
		code = ldap_search_ext(l->ld, base, scopes[s->scope], filter,
		    attributes, 0, NULL, NULL, &limit, 2, &id);
	free(login);
	free(name);
	if (code != LDAP_SUCCESS)
		return failed(NULL, "searching", code, why);
	return gather(l->ld, id, s, deadline, out, why);
}

void
directory_link_close(struct directory_link *l)
{
	if (l == NULL)
		return;
	l->io.deadline = 0;	/* say good-bye if that goes at once */
	if (l->ld != NULL)
		(void)ldap_unbind_ext(l->ld, NULL, NULL);
	if (l->io.fd >= 0)
		(void)close(l->io.fd);
	free(l);
}
