/*
 * The settings of Autodiscover by SOAP (MS-OXWSADISC 3.1.4.2.4): which of them
 * there are, and what an account has of them.
 */
#include <assert.h>
#include <string.h>

#include "cgi/autodiscover.h"

enum kind {
	KIND_NAME,		/* the person, else the address */
	KIND_ADDRESS,
	KIND_URL,		/* a service's url */
	KIND_WEBMAIL,
	KIND_CONNECTIONS,	/* a service's hosts and ports */
	KIND_NOTHING,		/* a value that is nil */
};

/*
 * What there is.  Nothing stands for what clients of EWS ask for in passing and
 * can do without: exchangelib gives up when an error comes back for one of them.
 */
/* clang-format off */
static const struct setting {
	const char		*name;
	enum kind		 kind;
	enum service_type	 type;
} settings[] = {
	{ "UserDisplayName",          KIND_NAME,        SERVICE__MAX },
	{ "AutoDiscoverSMTPAddress",  KIND_ADDRESS,     SERVICE__MAX },
	{ "UserDN",                   KIND_NOTHING,     SERVICE__MAX },
	{ "MailboxDN",                KIND_NOTHING,     SERVICE__MAX },
	{ "EwsSupportedSchemas",      KIND_NOTHING,     SERVICE__MAX },
	{ "InternalEwsUrl",           KIND_URL,         SERVICE_EWS },
	{ "ExternalEwsUrl",           KIND_URL,         SERVICE_EWS },
	{ "InternalWebClientUrls",    KIND_WEBMAIL,     SERVICE__MAX },
	{ "ExternalWebClientUrls",    KIND_WEBMAIL,     SERVICE__MAX },
	{ "InternalImap4Connections", KIND_CONNECTIONS, SERVICE_IMAP },
	{ "ExternalImap4Connections", KIND_CONNECTIONS, SERVICE_IMAP },
	{ "InternalPop3Connections",  KIND_CONNECTIONS, SERVICE_POP3 },
	{ "ExternalPop3Connections",  KIND_CONNECTIONS, SERVICE_POP3 },
	{ "InternalSmtpConnections",  KIND_CONNECTIONS, SERVICE_SMTP },
	{ "ExternalSmtpConnections",  KIND_CONNECTIONS, SERVICE_SMTP },
};

/* What there is as well in the protocol, and never here. */
static const char *const others[] = {
	"ActiveDirectoryServer", "AlternateMailboxes", "CasVersion",
	"CrossOrganizationSharingEnabled", "EcpDeliveryReportUrlFragment",
	"EcpEmailSubscriptionsUrlFragment", "EcpPublishingUrlFragment",
	"EcpRetentionPolicyTagsUrlFragment", "EcpTextMessagingUrlFragment",
	"EcpVoicemailUrlFragment", "ExchangeRpcUrl",
	"ExternalEcpDeliveryReportUrl", "ExternalEcpEmailSubscriptionsUrl",
	"ExternalEcpPublishingUrl", "ExternalEcpRetentionPolicyTagsUrl",
	"ExternalEcpTextMessagingUrl", "ExternalEcpUrl",
	"ExternalEcpVoicemailUrl", "ExternalEwsVersion",
	"ExternalMailboxServer", "ExternalMailboxServerAuthenticationMethods",
	"ExternalMailboxServerRequiresSSL", "ExternalOABUrl",
	"ExternalServerExclusiveConnect", "ExternalUMUrl",
	"GroupingInformation", "InternalEcpDeliveryReportUrl",
	"InternalEcpEmailSubscriptionsUrl", "InternalEcpPublishingUrl",
	"InternalEcpRetentionPolicyTagsUrl", "InternalEcpTextMessagingUrl",
	"InternalEcpUrl", "InternalEcpVoicemailUrl", "InternalMailboxServer",
	"InternalMailboxServerDN", "InternalOABUrl",
	"InternalRpcClientServer", "InternalServerExclusiveConnect",
	"InternalUMUrl", "InteropExternalEwsUrl", "InteropExternalEwsVersion",
	"MapiHttpEnabled", "MobileMailboxPolicyInterop", "PublicFolderServer",
	"ShowGalAsDefaultView", "UserDeploymentId", "UserMSOnline",
};

/* EncryptionMethod; NULL: none. */
static const char *const encryptions[] = {
	[SECURITY_PLAIN]    = NULL,
	[SECURITY_STARTTLS] = "TLS",
	[SECURITY_TLS]      = "SSL",
};
static_assert(NITEMS(encryptions) == SECURITY__MAX, "a word for every security");
/* clang-format on */

static void
open_setting(struct xml *x, const char *element, const char *type,
    const char *name)
{
	xml_open(x, element);
	xml_attr(x, "i:type", type);
	xml_leaf(x, "Name", name);
}

static void
string_setting(struct xml *x, const char *name, const char *value)
{
	open_setting(x, "UserSetting", "StringSetting", name);
	if (value != NULL) {
		xml_leaf(x, "Value", value);
	} else {
		xml_open(x, "Value");
		xml_attr(x, "i:nil", "true");
		xml_close(x, "Value");
	}
	xml_close(x, "UserSetting");
}

static void
webmail_setting(struct xml *x, const char *name, const char *url)
{
	open_setting(x, "UserSetting", "WebClientUrlCollectionSetting", name);
	xml_open(x, "WebClientUrls");
	xml_open(x, "WebClientUrl");
	xml_leaf(x, "AuthenticationMethods", "FBA");
	xml_leaf(x, "Url", url);
	xml_close(x, "WebClientUrl");
	xml_close(x, "WebClientUrls");
	xml_close(x, "UserSetting");
}

/* The best server of the type, or all of them, as everywhere. */
static void
connections_setting(struct xml *x, const struct account *ac, const char *name,
    enum service_type type)
{
	const struct service *s = ac->services;

	open_setting(x, "UserSetting", "ProtocolConnectionCollectionSetting",
	    name);
	xml_open(x, "ProtocolConnections");
	for (size_t i = 0; i < ac->nservices; i++, s++) {
		if (s->type != type)
			continue;
		xml_open(x, "ProtocolConnection");
		xml_leaf(x, "Hostname", s->host);
		xml_leaf_uint(x, "Port", s->port);
		if (encryptions[s->security] != NULL)
			xml_leaf(x, "EncryptionMethod", encryptions[s->security]);
		xml_close(x, "ProtocolConnection");
		if (!ac->all_servers)
			break;
	}
	xml_close(x, "ProtocolConnections");
	xml_close(x, "UserSetting");
}

/* Does the account have it? */
static bool
has(const struct account *ac, const struct setting *setting)
{
	if (setting->kind == KIND_WEBMAIL)
		return autodiscover_web(ac) != NULL;
	return setting->type == SERVICE__MAX ||
	    account_first(ac, setting->type) != NULL;
}

static void
write_setting(struct xml *x, const struct account *ac,
    const struct setting *setting)
{
	const char *name = setting->name;

	switch (setting->kind) {
	case KIND_NAME:
		string_setting(x, name, ac->display_name != NULL ?
		    ac->display_name : ac->address);
		break;
	case KIND_ADDRESS:
		string_setting(x, name, ac->address);
		break;
	case KIND_URL:
		string_setting(x, name, account_first(ac, setting->type)->url);
		break;
	case KIND_WEBMAIL:
		webmail_setting(x, name, autodiscover_web(ac));
		break;
	case KIND_CONNECTIONS:
		connections_setting(x, ac, name, setting->type);
		break;
	case KIND_NOTHING:
		string_setting(x, name, NULL);
		break;
	}
}

enum soap_answer
soap_user_setting(struct xml *x, const struct account *ac, const char *name)
{
	for (size_t i = 0; i < NITEMS(settings); i++) {
		if (strcmp(settings[i].name, name) != 0)
			continue;
		if (!has(ac, &settings[i]))
			return SOAP_NOT_AVAILABLE;
		if (x != NULL)
			write_setting(x, ac, &settings[i]);
		return SOAP_GIVEN;
	}
	for (size_t i = 0; i < NITEMS(others); i++)
		if (strcmp(others[i], name) == 0)
			return SOAP_NOT_AVAILABLE;
	return SOAP_INVALID;
}

enum personal
soap_personal(const struct soap *soap)
{
	if (soap->operation != SOAP_USER_SETTINGS ||
	    soap->nsettings > SOAP_SETTINGS_MAX)
		return PERSONAL_NOTHING;
	for (size_t i = 0; i < NITEMS(settings); i++)
		for (size_t k = 0; k < soap->nsettings; k++)
			if (settings[i].kind == KIND_NAME &&
			    strcmp(settings[i].name, soap->settings[k]) == 0)
				return PERSONAL_NAME;
	return PERSONAL_NOTHING;
}

/* The protocol has two: the URL of EWS, and Exchange's version there. */
enum soap_answer
soap_domain_setting(struct xml *x, const struct account *ac, const char *name)
{
	const struct service *ews = account_first(ac, SERVICE_EWS);

	if (strcmp(name, "ExternalEwsUrl") != 0)
		return strcmp(name, "ExternalEwsVersion") == 0 ?
		    SOAP_NOT_AVAILABLE : SOAP_INVALID;
	if (ews == NULL)
		return SOAP_NOT_AVAILABLE;
	if (x == NULL)
		return SOAP_GIVEN;
	open_setting(x, "DomainSetting", "DomainStringSetting", name);
	xml_leaf(x, "Value", ews->url);
	xml_close(x, "DomainSetting");
	return SOAP_GIVEN;
}
