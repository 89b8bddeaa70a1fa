#include "schema/check_rules.h"

#include "lib/err.h"
#include "lib/limits.h"

#define STRING_OF(n) #n
#define STRING(n) STRING_OF(n)

const char check_views[] =
    "CREATE TEMP VIEW served AS"
    " SELECT d.name, t.name AS target, t.provider FROM domain d"
    " JOIN domain t ON t.name = coalesce(d.alias_of, d.name)"
    " WHERE d.enabled = 1 AND t.enabled = 1 AND d.redirect_domain IS NULL;"
    "CREATE TEMP VIEW reach AS"
    " SELECT s.*, coalesce(port, usual_port(type)) AS to_port,"
    " coalesce(security, port_security(coalesce(port, usual_port(type)))) AS by,"
    " 'service ' || id || ' (' || type || ' ' || coalesce(host, url) || ' of '"
    " || coalesce(mailbox, domain, provider) || ')' AS subject,"
    " coalesce(provider, (SELECT t.provider FROM domain d"
    " JOIN domain t ON t.name = coalesce(d.alias_of, d.name)"
    " WHERE d.name = mail_domain(s.mailbox)),"
    " (SELECT provider FROM domain WHERE name = '*')) AS answers FROM service s;"
    /* A url's parts; own is the port in it, at_port the one that answers have.
     * With a user name or an address in front, which wrong_url() names, there
     * is no port to be read. */
    "CREATE TEMP VIEW target AS SELECT id AS service, own,"
    " scheme || lower(name) || iif(path = '', '/', path) AS place,"
    " coalesce(port, own, CASE scheme WHEN 'https://' THEN 443 WHEN 'http://'"
    " THEN 80 WHEN 'ldaps://' THEN 636 ELSE 389 END) AS at_port"
    " FROM (SELECT id, port, scheme, substr(rest, length(authority) + 1) AS path,"
    " substr(authority, 1, colon - 1) AS name,"
    " CAST(nullif(substr(authority, colon + 1), '') AS INTEGER) AS own"
    " FROM (SELECT *, iif(instr(authority, '@') OR instr(authority, '['),"
    " length(authority) + 1, instr(authority || ':', ':')) AS colon"
    " FROM (SELECT *, substr(rest, 1, min(instr(rest || '/',"
    " '/'), instr(rest || '?', '?'), instr(rest || '#', '#')) - 1) AS authority"
    " FROM (SELECT id, port, substr(url, 1, instr(url, '://') + 2) AS scheme,"
    " substr(url, instr(url, '://') + 3) AS rest FROM service"
    " WHERE url IS NOT NULL))));"
    "CREATE TEMP VIEW section_of (section, type) AS VALUES"
    " ('addressbooks', 'carddav'), ('calendars', 'caldav'), ('files', 'webdav'),"
    " ('jmap', 'jmap'), ('ews', 'ews'), ('owa', 'owa'), ('graph', 'graph'),"
    " ('exchange', 'ews'),"
    " ('activesync', 'activesync'), ('managesieve', 'managesieve')";

/* Does the domain have a service of the type, its own or the provider's? */
#define HAS(type)                                                              \
	"EXISTS (SELECT 1 FROM service s WHERE s.provider = served.provider"   \
	" AND s.type = '" type "' AND s.mailbox IS NULL"                       \
	" AND (s.domain IS NULL OR s.domain = served.target))"

/* The statement that mends a domain without services of a type. */
#define ADD_SERVICE(type)                                                      \
	"'INSERT INTO service (provider, type, host) VALUES (''' || provider"  \
	" || ''', ''" type "'', ''mail.' || replace(name, '*', 'example.net')" \
	" || ''')'"

const char *const check_rules[] = {
	"SELECT '', 'provider ' || id, 'no domains: it answers for nobody; add"
	" one with: INSERT INTO domain (name, provider)"
	" VALUES (''example.net'', ''' || id || ''')'"
	" FROM provider p WHERE NOT EXISTS"
	" (SELECT 1 FROM domain d WHERE d.provider = p.id)",

	"SELECT '', 'provider ' || id, 'the first word of its name has more than"
	" 20 characters, too many for a short name; set short_name'"
	" FROM provider WHERE short_name IS NULL"
	" AND length(substr(name, 1, instr(name || ' ', ' ') - 1)) > 20",

	"SELECT provider, name, 'no mail services: no program finds anything;"
	" add them, the first with: ' || " ADD_SERVICE("imap")
	" FROM served WHERE NOT " HAS("imap") " AND NOT " HAS("pop3")
	" AND NOT " HAS("smtp"),

	"SELECT provider, name, 'no smtp service: Thunderbird refuses the"
	" answer; add one with: ' || " ADD_SERVICE("smtp")
	" FROM served WHERE NOT " HAS("smtp") " AND (" HAS("imap") " OR "
	HAS("pop3") ")",

	"SELECT provider, name, 'no imap or pop3 service: there is no mail to"
	" read; add one with: ' || " ADD_SERVICE("imap")
	" FROM served WHERE " HAS("smtp") " AND NOT " HAS("imap")
	" AND NOT " HAS("pop3"),

	"SELECT provider, name, 'pop3 without imap: Geary and others find"
	" nothing; add one with: ' || " ADD_SERVICE("imap")
	" FROM served WHERE " HAS("pop3") " AND NOT " HAS("imap"),

	"SELECT '', name, 'no client asks for this domain: it is no name of the"
	" form example.net; correct it'"
	" FROM domain WHERE name <> '*' AND NOT is_domain(name)",

	"SELECT '', name, 'redirect_domain ' || redirect_domain || ' leads"
	" nowhere: name the domain whose settings are meant' FROM domain"
	" WHERE redirect_domain = name OR NOT is_domain(redirect_domain)",

	"SELECT '', d.name, 'alias of ' || t.name || ', which is an alias itself:"
	" no client gets an answer; set alias_of to ' || t.alias_of"
	" FROM domain d JOIN domain t ON t.name = d.alias_of"
	" WHERE t.alias_of IS NOT NULL",

	"SELECT '', subject, 'its domain is ' || coalesce('at provider '"
	" || d.provider || ': set its provider to that', 'an alias of '"
	" || d.alias_of || ': set its domain to that, or delete it')"
	" FROM reach JOIN domain d ON d.name = reach.domain"
	" WHERE d.provider IS NOT reach.provider",
	"SELECT '', d.name, 'redirect_domain ' || t.name || ' redirects on, and"
	" few clients follow twice: name the domain that it leads to'"
	" FROM domain d JOIN domain t ON t.name = d.redirect_domain"
	" WHERE t.enabled = 1 AND t.name <> d.name"
	" AND (t.redirect_domain IS NOT NULL OR t.redirect_url IS NOT NULL)",

	"SELECT '', d.name, 'alias of ' || t.name || ', which is disabled:"
	" no client gets an answer; enable that one, or disable the alias too'"
	" FROM domain d JOIN domain t ON t.name = d.alias_of"
	" WHERE d.enabled = 1 AND t.enabled = 0",

	"SELECT provider, subject, 'host ' || host || ' is no name that a client"
	" can look up; correct it' FROM reach WHERE NOT is_domain("
	"replace(lower(host), '%emaildomain%', 'example.net'))",

	"SELECT provider, subject, 'security plain: passwords cross the network"
	" readable; set it to tls or starttls' FROM reach WHERE by = 'plain'",

	"SELECT provider, subject, 'a url without TLS: passwords cross the network"
	" readable; use ' || iif(type = 'ldap', 'ldaps://', 'https://')"
	" FROM reach WHERE url GLOB 'http://*' OR url GLOB 'ldap://*'",

	/* Its URLs go on behind this one and name the mailbox. */
	"SELECT provider, subject, 'a url with ? or #: no answer names it, for"
	" Outlook gets it with more behind it; write such as"
	" https://mail.example.net/mapi' FROM reach"
	" WHERE type = 'mapihttp' AND (instr(url, '?') > 0 OR instr(url, '#') > 0)",

	"SELECT provider, subject, 'its url names no base: Apple devices have"
	" nothing to search in; write such as ldaps://ldap.example.net/dc=example'"
	" FROM (SELECT reach.*, substr(replace(url, '%20', ''),"
	" instr(url, '://') + 3) AS rest FROM reach WHERE type = 'ldap')"
	" WHERE instr(rest, '/') = 0"
	" OR substr(rest, instr(rest, '/') + 1, 1) IN ('', '?')",

	"SELECT provider, subject, 'port 25 is for servers, and many networks"
	" block it for clients; use 465 or 587' FROM reach"
	" WHERE type = 'smtp' AND to_port = 25",

	"SELECT provider, subject, 'port ' || to_port || ' with ' || by ||"
	" ': servers speak ' || (CASE by WHEN 'tls' THEN 'starttls' ELSE 'tls'"
	" END) || ' there; change one of the two' FROM reach"
	" WHERE host IS NOT NULL AND by <> 'plain' AND"
	" by <> port_security(to_port) AND"
	" to_port IN (465, 993, 995, 143, 110, 587, 4190)",

	"SELECT provider, subject, 'OAuth2 alone: programs without a"
	" registration at this provider drop the server; add a password method"
	" behind it: ''OAuth2 password-cleartext''' FROM reach"
	" WHERE authentication = 'OAuth2'",

	"SELECT provider, subject, 'password-encrypted alone: Outlook and others"
	" have no such method; over TLS password-cleartext is safe, add it'"
	" FROM reach WHERE authentication = 'password-encrypted'",

	"SELECT provider, subject, 'username holds ' ||"
	" wrong_placeholder(username) || ', which is no placeholder; there are"
	" %EMAILADDRESS%, %EMAILLOCALPART% and %EMAILDOMAIN%' FROM reach"
	" WHERE wrong_placeholder(username) IS NOT NULL",

	"SELECT provider, subject, 'url holds ' || wrong_url_placeholder(url) ||"
	" ', which is no placeholder; there are %EMAILADDRESS%,"
	" %EMAILLOCALPART% and %EMAILDOMAIN%' FROM reach"
	" WHERE wrong_url_placeholder(url) IS NOT NULL",

	/* Sections are written with the mail server's user name or not at all. */
	"SELECT DISTINCT r.answers, r.subject, 'its username differs from the smtp"
	" service''s: config-v1.1.xml leaves it out, for FairEmail would take it"
	" for mail; make them equal' FROM reach r JOIN provider p"
	" ON p.id = r.answers JOIN section_of o ON o.type = r.type"
	" AND instr(' ' || p.sections || ' ', ' ' || o.section || ' ') > 0"
	" WHERE NOT EXISTS (SELECT 1 FROM service s"
	" WHERE s.type = 'smtp' AND s.username = r.username AND (s.mailbox = r.mailbox"
	" OR (s.provider = r.answers AND NOT EXISTS (SELECT 1 FROM service o"
	" WHERE o.mailbox = r.mailbox AND o.type = 'smtp'))))",

	"SELECT p.id, 'provider ' || p.id, 'section ' || o.section || ' has"
	" nothing to show: there is no ' || o.type || ' service; add one, or take"
	" the word out' FROM provider p JOIN section_of o"
	" ON instr(' ' || p.sections || ' ', ' ' || o.section || ' ') > 0"
	" WHERE (p.id, o.type) NOT IN (SELECT answers, type FROM reach"
	" WHERE answers IS NOT NULL)",

	"SELECT id, 'provider ' || id, 'section oauth2 has nothing to show: set"
	" oauth2_issuer, oauth2_auth_url, oauth2_token_url and oauth2_scope'"
	" FROM provider WHERE instr(' ' || sections || ' ', ' oauth2 ') > 0"
	" AND oauth2_auth_url IS NULL",

	"SELECT id, 'provider ' || id, 'section webmail has nothing to show: set"
	" webmail_url' FROM provider"
	" WHERE instr(' ' || sections || ' ', ' webmail ') > 0"
	" AND coalesce(webmail_url, webmail_login_url) IS NULL",

	"SELECT DISTINCT provider, 'provider ' || provider, 'in_order lists"
	" another server before imap: FairEmail and Geary then read nothing; give"
	" imap the lowest priority' FROM provider p JOIN service s"
	" ON s.provider = p.id AND s.mailbox IS NULL"
	" WHERE p.in_order = 1 AND s.type <> 'imap'"
	" AND s.type IN ('pop3', 'jmap', 'ews', 'owa', 'graph', 'activesync') AND s.priority <"
	" (SELECT min(priority) FROM service i WHERE i.provider = p.id"
	" AND i.mailbox IS NULL AND i.type = 'imap')",

	"SELECT '', 'provider ' || provider, count(*) || ' rows of documentation:"
	" no answer holds more than ' || " STRING(DOCUMENTS_MAX) " || '; remove"
	" some' FROM documentation GROUP BY provider"
	" HAVING count(*) > " STRING(DOCUMENTS_MAX),

	"SELECT provider, subject, 'the same server is there ' || count(*) ||"
	" ' times; delete all but one' FROM reach"
	" LEFT JOIN target ON service = id GROUP BY provider, domain, mailbox,"
	" type, coalesce(place, host), coalesce(at_port, to_port)"
	" HAVING count(*) > 1",

	"SELECT provider, subject, 'its url has port ' || own || ', and answers"
	" have port ' || port || ' of the row in its place; take one of the two"
	" out' FROM reach JOIN target ON service = id WHERE own <> port",

	"SELECT '', coalesce('mailbox ' || mailbox, 'provider ' || provider"
	" || coalesce(', domain ' || domain, '')), "
	" count(*) || ' services: no answer holds more than '"
	" || " STRING(SERVICES_MAX) " || '; remove some' FROM service"
	" GROUP BY provider, domain, mailbox HAVING count(*) > " STRING(SERVICES_MAX),

	"SELECT '', 'LDAP server ' || id, 'security plain: the password of bind_dn"
	" crosses the network readable; set it to starttls, or use ldaps://'"
	" FROM ldap_server WHERE security = 'plain' AND bind_dn IS NOT NULL"
	" AND uri NOT GLOB 'ldap://127.*' AND uri NOT GLOB 'ldap://localhost*'",

	"SELECT '', 'LDAP server ' || id, 'no domain uses it: set domain.ldap,"
	" or delete it' FROM ldap_server l"
	" WHERE NOT EXISTS (SELECT 1 FROM domain d WHERE d.ldap = l.id)",

	"SELECT 'mailbox', address, 'this is no mail address that a client can"
	" ask for; correct it' FROM mailbox WHERE NOT is_address(address)",

	"SELECT 'mailbox', address, 'its domain is not served; add the domain,"
	" or delete the mailbox' FROM mailbox m WHERE NOT EXISTS"
	" (SELECT 1 FROM domain d JOIN domain t"
	" ON t.name = coalesce(d.alias_of, d.name) WHERE d.enabled = 1"
	" AND t.enabled = 1 AND d.name = mail_domain(m.address)) AND (EXISTS"
	" (SELECT 1 FROM domain d WHERE d.name = mail_domain(m.address))"
	" OR NOT EXISTS (SELECT 1 FROM domain d WHERE d.name = '*'"
	" AND d.enabled = 1))",

	"SELECT '', 'ldap_server ' || id, 'its filter holds no {0}: it finds the"
	" same entry for every address; write such as (mail={0})'"
	" FROM ldap_server WHERE instr(filter, '{0}') = 0"
	" AND instr(filter, '%EMAIL') = 0",
};
const size_t ncheck_rules = NITEMS(check_rules);
