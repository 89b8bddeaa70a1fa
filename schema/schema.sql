-- The muaconf database, version 1.
--
-- Edit it with the sqlite3 command line: every mistake is refused with a
-- sentence that says what is wrong.  A change is in the next answer.
--
--   add a domain           INSERT INTO domain (name, provider) VALUES ('example.net', 'example');
--   move the IMAP host     UPDATE service SET host = 'imap2.example.net'
--                           WHERE provider = 'example' AND type = 'imap' AND domain IS NULL;
--   one domain's own SMTP  INSERT INTO service (provider, domain, type, host)
--                          VALUES ('example', 'example.net', 'smtp', 'relay.example.net');
--   one mailbox's login    INSERT INTO mailbox (address, login) VALUES ('fred@example.net', 'u1234');
--   one mailbox's own IMAP INSERT INTO service (mailbox, type, host)
--                          VALUES ('fred@example.net', 'imap', 'imap9.example.net');
--
-- NULL in a column of settings means the usual value, named in its comment.
--
-- Where the sentences come from: a CHECK fails with its name, so a column that
-- can't be NULL says so there instead of NOT NULL; a unique index fails with its
-- name when it holds an expression, so each key has one beside it, with the
-- constant (0); OR IGNORE, REPLACE and ON CONFLICT work as ever.  The rest is
-- triggers: the sqlite3 shell does not enforce foreign keys unless told to.

PRAGMA application_id = 1836409187;	-- "muac" in ASCII
PRAGMA user_version = 1;

CREATE TABLE provider (
	id		TEXT NOT NULL PRIMARY KEY
	  CONSTRAINT "provider.id is 1..63 of a-z, 0-9 and -, and starts with a letter or digit"
	  CHECK (instr(id, char(0)) = 0 AND length(id) BETWEEN 1 AND 63 AND id NOT GLOB '*[^a-z0-9-]*' AND id NOT GLOB '-*'),
	name		TEXT	-- shown to people; 60 characters at most
	  CONSTRAINT "provider.name is 1..60 printable characters without blanks around them"
	  CHECK (name IS NOT NULL AND instr(name, char(0)) = 0 AND name = trim(name) AND length(name) BETWEEN 1 AND 60 AND name NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'),
	short_name	TEXT		-- NULL: the first word of name; 20 characters at most
	  CONSTRAINT "provider.short_name is 1..20 printable characters without blanks around them"
	  CHECK (instr(short_name, char(0)) = 0 AND short_name = trim(short_name) AND length(short_name) BETWEEN 1 AND 20 AND short_name NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'),
	help_url	TEXT		-- a page about setting up mail; NULL: none
	  CONSTRAINT "provider.help_url starts with https:// or http:// and has no blanks"
	  CHECK (instr(help_url, char(0)) = 0 AND (help_url GLOB 'https://?*' OR help_url GLOB 'http://?*')
	     AND length(help_url) <= 500 AND help_url NOT GLOB '*[' || char(1) || '- "<>' || char(127) || ']*'),
	webmail_url	TEXT		-- the web mail's front page; NULL: none
	  CONSTRAINT "provider.webmail_url starts with https:// or http:// and has no blanks"
	  CHECK (instr(webmail_url, char(0)) = 0 AND (webmail_url GLOB 'https://?*' OR webmail_url GLOB 'http://?*')
	     AND length(webmail_url) <= 500 AND webmail_url NOT GLOB '*[' || char(1) || '- "<>' || char(127) || ']*'),
	logo_url	TEXT		-- a picture for the page; NULL: the name is shown
	  CONSTRAINT "provider.logo_url starts with https:// and has no blanks"
	  CHECK (logo_url GLOB 'https://?*' AND length(logo_url) <= 500
	     AND logo_url NOT GLOB '*[' || char(1) || '- "<>' || char(127) || ']*'),
	all_servers	INTEGER DEFAULT 0	-- 1: answers name every server of a type, not the best one only
	  CONSTRAINT "provider.all_servers is 0 or 1" CHECK (all_servers IS NOT NULL AND all_servers IN (0, 1)),
	display_names	INTEGER DEFAULT 0	-- 1: answers show mailbox.display_name to whoever asks
	  CONSTRAINT "provider.display_names is 0 or 1" CHECK (display_names IS NOT NULL AND display_names IN (0, 1)),
	in_order	INTEGER DEFAULT 0	-- 1: incoming servers by priority alone, POP3 first if it comes to that
	  CONSTRAINT "provider.in_order is 0 or 1" CHECK (in_order IS NOT NULL AND in_order IN (0, 1)),
	-- Parts of config-v1.1.xml that some clients stumble over; NULL: none of them.
	sections	TEXT
	  CONSTRAINT "provider.sections is words with one blank between, each once: addressbooks calendars files jmap ews owa graph activesync exchange managesieve webmail oauth2"
	  CHECK (instr(sections, char(0)) = 0 AND length(sections) + 1 =
	     13 * (instr(' ' || sections || ' ', ' addressbooks ') > 0) + 10 * (instr(' ' || sections || ' ', ' calendars ') > 0) +
	     6 * (instr(' ' || sections || ' ', ' files ') > 0) + 5 * (instr(' ' || sections || ' ', ' jmap ') > 0) +
	     4 * (instr(' ' || sections || ' ', ' ews ') > 0) + 4 * (instr(' ' || sections || ' ', ' owa ') > 0) +
	     6 * (instr(' ' || sections || ' ', ' graph ') > 0) + 11 * (instr(' ' || sections || ' ', ' activesync ') > 0) +
	     9 * (instr(' ' || sections || ' ', ' exchange ') > 0) + 12 * (instr(' ' || sections || ' ', ' managesieve ') > 0) +
	     8 * (instr(' ' || sections || ' ', ' webmail ') > 0) + 7 * (instr(' ' || sections || ' ', ' oauth2 ') > 0)),
	well_known_status INTEGER DEFAULT 301	-- of the redirects at /.well-known/caldav, carddav, jmap
	  CONSTRAINT "provider.well_known_status is 301, 302, 307 or 308" CHECK (well_known_status IS NOT NULL AND well_known_status IN (301, 302, 307, 308)),
	webmail_login_url TEXT		-- the web mail's log-in form; its fields by their id and name in the page:
	  CONSTRAINT "provider.webmail_login_url starts with https:// or http:// and has no blanks"
	  CHECK (instr(webmail_login_url, char(0)) = 0 AND (webmail_login_url GLOB 'https://?*' OR webmail_login_url GLOB 'http://?*')
	     AND length(webmail_login_url) <= 500 AND webmail_login_url NOT GLOB '*[' || char(1) || '- "<>' || char(127) || ']*'),
	webmail_user_id TEXT CONSTRAINT "provider.webmail_user_id is 1..100 printable characters"
	  CHECK (instr(webmail_user_id, char(0)) = 0 AND length(webmail_user_id) BETWEEN 1 AND 100 AND webmail_user_id NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'),
	webmail_user_name TEXT CONSTRAINT "provider.webmail_user_name is 1..100 printable characters"
	  CHECK (instr(webmail_user_name, char(0)) = 0 AND length(webmail_user_name) BETWEEN 1 AND 100 AND webmail_user_name NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'),
	webmail_password_id TEXT CONSTRAINT "provider.webmail_password_id is 1..100 printable characters"
	  CHECK (instr(webmail_password_id, char(0)) = 0 AND length(webmail_password_id) BETWEEN 1 AND 100 AND webmail_password_id NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'),
	webmail_password_name TEXT CONSTRAINT "provider.webmail_password_name is 1..100 printable characters"
	  CHECK (instr(webmail_password_name, char(0)) = 0 AND length(webmail_password_name) BETWEEN 1 AND 100 AND webmail_password_name NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'),
	webmail_button_id TEXT CONSTRAINT "provider.webmail_button_id is 1..100 printable characters"
	  CHECK (instr(webmail_button_id, char(0)) = 0 AND length(webmail_button_id) BETWEEN 1 AND 100 AND webmail_button_id NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'),
	webmail_button_name TEXT CONSTRAINT "provider.webmail_button_name is 1..100 printable characters"
	  CHECK (instr(webmail_button_name, char(0)) = 0 AND length(webmail_button_name) BETWEEN 1 AND 100 AND webmail_button_name NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'),
	oauth2_issuer	TEXT		-- https://..., or a bare host name
	  CONSTRAINT "provider.oauth2_issuer is 1..500 printable characters"
	  CHECK (instr(oauth2_issuer, char(0)) = 0 AND length(oauth2_issuer) BETWEEN 1 AND 500 AND oauth2_issuer NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'),
	oauth2_auth_url	TEXT CONSTRAINT "provider.oauth2_auth_url starts with https:// or http:// and has no blanks"
	  CHECK (instr(oauth2_auth_url, char(0)) = 0 AND (oauth2_auth_url GLOB 'https://?*' OR oauth2_auth_url GLOB 'http://?*')
	     AND length(oauth2_auth_url) <= 500 AND oauth2_auth_url NOT GLOB '*[' || char(1) || '- "<>' || char(127) || ']*'),
	oauth2_token_url TEXT CONSTRAINT "provider.oauth2_token_url starts with https:// or http:// and has no blanks"
	  CHECK (instr(oauth2_token_url, char(0)) = 0 AND (oauth2_token_url GLOB 'https://?*' OR oauth2_token_url GLOB 'http://?*')
	     AND length(oauth2_token_url) <= 500 AND oauth2_token_url NOT GLOB '*[' || char(1) || '- "<>' || char(127) || ']*'),
	oauth2_scope	TEXT		-- words with blanks between
	  CONSTRAINT "provider.oauth2_scope is 1..500 printable characters"
	  CHECK (instr(oauth2_scope, char(0)) = 0 AND length(oauth2_scope) BETWEEN 1 AND 500 AND oauth2_scope NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'),
	oauth2_client_id TEXT		-- one that any mail program may use
	  CONSTRAINT "provider.oauth2_client_id is 1..200 printable characters"
	  CHECK (instr(oauth2_client_id, char(0)) = 0 AND length(oauth2_client_id) BETWEEN 1 AND 200 AND oauth2_client_id NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'),
	CONSTRAINT "provider.webmail_user, webmail_password and webmail_button fields need a webmail_login_url"
	  CHECK (webmail_login_url IS NOT NULL OR coalesce(webmail_user_id, webmail_user_name, webmail_password_id,
	     webmail_password_name, webmail_button_id, webmail_button_name) IS NULL),
	CONSTRAINT "provider.oauth2_auth_url, oauth2_token_url and oauth2_scope go together, and need an oauth2_issuer"
	  CHECK ((oauth2_auth_url IS NULL) = (oauth2_token_url IS NULL) AND (oauth2_auth_url IS NULL) = (oauth2_scope IS NULL)
	     AND (oauth2_issuer IS NOT NULL OR coalesce(oauth2_auth_url, oauth2_client_id) IS NULL))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX "provider.id: there is a provider with this id already; UPDATE that, or take another id" ON provider (id, (0));

-- Where logins are looked up in a directory (LDAP).  domain.ldap names a row.
-- base and filter may hold {0} or %EMAILADDRESS% for the address, and
-- %EMAILLOCALPART% and %EMAILDOMAIN%; values are escaped.
CREATE TABLE ldap_server (
	id		TEXT NOT NULL PRIMARY KEY
	  CONSTRAINT "ldap_server.id is 1..63 of a-z, 0-9 and -, and starts with a letter or digit"
	  CHECK (instr(id, char(0)) = 0 AND length(id) BETWEEN 1 AND 63 AND id NOT GLOB '*[^a-z0-9-]*' AND id NOT GLOB '-*'),
	uri		TEXT	-- ldap://host:port or ldaps://host:port
	  CONSTRAINT "ldap_server.uri is ldap:// or ldaps:// and one host, with :port where it is not 389 or 636"
	  CHECK (uri IS NOT NULL AND instr(uri, char(0)) = 0 AND (uri GLOB 'ldap://[^/]*' OR uri GLOB 'ldaps://[^/]*') AND length(uri) <= 500
	     AND uri NOT GLOB '*[' || char(1) || '- "<>,?#@' || char(127) || ']*' AND rtrim(substr(uri, 9), '/') NOT GLOB '*/*'),
	base		TEXT	-- the DN to search at or below
	  CONSTRAINT "ldap_server.base is 1..1000 printable characters"
	  CHECK (base IS NOT NULL AND instr(base, char(0)) = 0 AND length(base) BETWEEN 1 AND 1000 AND base NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'),
	scope		TEXT DEFAULT 'sub'
	  CONSTRAINT "ldap_server.scope is base, one or sub" CHECK (scope IS NOT NULL AND scope IN ('base', 'one', 'sub')),
	filter		TEXT DEFAULT '(mail={0})'
	  CONSTRAINT "ldap_server.filter is 1..1000 printable characters in brackets, such as (mail={0})"
	  CHECK (filter IS NOT NULL AND instr(filter, char(0)) = 0 AND length(filter) BETWEEN 1 AND 1000 AND filter GLOB '(?*)' AND filter NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'),
	attribute_login	TEXT DEFAULT 'uid'
	  CONSTRAINT "ldap_server.attribute_login is the name of an attribute"
	  CHECK (attribute_login IS NOT NULL AND instr(attribute_login, char(0)) = 0 AND length(attribute_login) BETWEEN 1 AND 200 AND attribute_login NOT GLOB '*[^A-Za-z0-9.;-]*'),
	attribute_name	TEXT DEFAULT 'cn'
	  CONSTRAINT "ldap_server.attribute_name is the name of an attribute"
	  CHECK (attribute_name IS NOT NULL AND instr(attribute_name, char(0)) = 0 AND length(attribute_name) BETWEEN 1 AND 200 AND attribute_name NOT GLOB '*[^A-Za-z0-9.;-]*'),
	bind_dn		TEXT		-- NULL: anonymous
	  CONSTRAINT "ldap_server.bind_dn is 1..1000 printable characters"
	  CHECK (instr(bind_dn, char(0)) = 0 AND length(bind_dn) BETWEEN 1 AND 1000 AND bind_dn NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'),
	bind_password	TEXT
	  CONSTRAINT "ldap_server.bind_password is 1..1000 printable characters"
	  CHECK (instr(bind_password, char(0)) = 0 AND length(bind_password) BETWEEN 1 AND 1000 AND bind_password NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'),
	bind_password_file TEXT		-- holds the password; read by the web program's user
	  CONSTRAINT "ldap_server.bind_password_file is an absolute path"
	  CHECK (instr(bind_password_file, char(0)) = 0 AND bind_password_file GLOB '/?*' AND length(bind_password_file) <= 500
	     AND bind_password_file NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'),
	security	TEXT		-- NULL: tls for ldaps://, starttls for ldap://
	  CONSTRAINT "ldap_server.security is tls for ldaps://, starttls or plain for ldap://"
	  CHECK ((uri GLOB 'ldaps://*' AND security = 'tls') OR (uri GLOB 'ldap://*' AND security IN ('starttls', 'plain'))),
	ca_file		TEXT		-- certificates to trust; NULL: the system's
	  CONSTRAINT "ldap_server.ca_file is an absolute path"
	  CHECK (instr(ca_file, char(0)) = 0 AND ca_file GLOB '/?*' AND length(ca_file) <= 500 AND ca_file NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'),
	timeout_ms	INTEGER DEFAULT 1000	-- for all that one question needs; clients wait for 5 seconds
	  CONSTRAINT "ldap_server.timeout_ms is 100..4000" CHECK (timeout_ms IS NOT NULL AND timeout_ms BETWEEN 100 AND 4000),
	max_connections	INTEGER DEFAULT 4
	  CONSTRAINT "ldap_server.max_connections is 1..64" CHECK (max_connections IS NOT NULL AND max_connections BETWEEN 1 AND 64),
	cache_seconds	INTEGER DEFAULT 60	-- how long an answer is kept; 0: not at all
	  CONSTRAINT "ldap_server.cache_seconds is 0..3600" CHECK (cache_seconds IS NOT NULL AND cache_seconds BETWEEN 0 AND 3600),
	CONSTRAINT "ldap_server has bind_password or bind_password_file, not both"
	  CHECK (bind_password IS NULL OR bind_password_file IS NULL)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX "ldap_server.id: there is an ldap_server with this id already; UPDATE that, or take another id" ON ldap_server (id, (0));

CREATE TABLE domain (
	name		TEXT NOT NULL PRIMARY KEY COLLATE NOCASE
	  CONSTRAINT "domain.name is an ASCII domain such as example.net (xn-- for other letters), or *"
	  CHECK (name = '*' OR (instr(name, char(0)) = 0 AND length(name) BETWEEN 3 AND 253 AND name GLOB '?*.?*'
	     AND lower(name) NOT GLOB '*[^a-z0-9.-]*' AND '.' || name || '.' NOT GLOB '*..*'
	     AND '.' || name || '.' NOT GLOB '*.-*' AND '.' || name || '.' NOT GLOB '*-.*')),
	provider	TEXT REFERENCES provider (id),
	alias_of	TEXT COLLATE NOCASE REFERENCES domain (name),	-- answers like that domain, or not at all when that is disabled, under its own name
	enabled		INTEGER DEFAULT 1	-- 0: answers as if it were not here
	  CONSTRAINT "domain.enabled is 0 or 1" CHECK (enabled IS NOT NULL AND enabled IN (0, 1)),
	ldap		TEXT REFERENCES ldap_server (id),
	redirect_domain	TEXT COLLATE NOCASE	-- hosted elsewhere: ask for the same local part there
	  CONSTRAINT "domain.redirect_domain is an ASCII domain such as example.net"
	  CHECK (redirect_domain IS NULL OR (instr(redirect_domain, char(0)) = 0 AND redirect_domain GLOB '?*.?*'
	     AND redirect_domain NOT GLOB '*[^A-Za-z0-9.-]*' AND length(redirect_domain) <= 253
	     AND '.' || redirect_domain || '.' NOT GLOB '*..*' AND '.' || redirect_domain || '.' NOT GLOB '*.-*'
	     AND '.' || redirect_domain || '.' NOT GLOB '*-.*')),
	redirect_url	TEXT		-- hosted elsewhere: Autodiscover asks there; goes before redirect_domain
	  CONSTRAINT "domain.redirect_url is https://HOST/autodiscover/autodiscover.xml"
	  CHECK (redirect_url IS NULL OR (redirect_url GLOB 'https://*' AND lower(redirect_url) GLOB 'https://?*/autodiscover/autodiscover.xml'
	     AND length(redirect_url) <= 500
	     AND substr(lower(redirect_url), 9, length(redirect_url) - 38) NOT GLOB '*[^a-z0-9.:-]*')),
	CONSTRAINT "a domain has either a provider or alias_of"
	  CHECK ((provider IS NULL) <> (alias_of IS NULL)),
	CONSTRAINT "a domain's redirect_domain is another domain"
	  CHECK (redirect_domain IS NULL OR lower(redirect_domain) <> lower(name)),
	CONSTRAINT "the domain * can't be an alias"
	  CHECK (name <> '*' OR alias_of IS NULL),
	CONSTRAINT "a domain can't be an alias of itself"
	  CHECK (alias_of IS NULL OR lower(alias_of) <> lower(name)),
	CONSTRAINT "domain.redirect_url can't lead to the domain itself"
	  CHECK (redirect_url IS NULL OR lower(redirect_url) NOT IN
	     ('https://' || lower(name) || '/autodiscover/autodiscover.xml',
	     'https://autodiscover.' || lower(name) || '/autodiscover/autodiscover.xml'))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX "domain.name: this domain is there already; UPDATE it, or DELETE it first" ON domain (name, (0));
CREATE INDEX domain_provider ON domain (provider);
CREATE INDEX domain_alias_of ON domain (alias_of) WHERE alias_of IS NOT NULL;

CREATE TABLE service (
	id		INTEGER PRIMARY KEY	-- not said: the next number
	  CONSTRAINT "service.id is 1 or more" CHECK (id > 0),
	provider	TEXT REFERENCES provider (id)	-- NULL: that of the mailbox, wherever its domain goes
	  CONSTRAINT "service.provider names the provider it belongs to; it can't be NULL but for a mailbox's own service" CHECK (provider IS NOT NULL OR mailbox IS NOT NULL)
	  CONSTRAINT "service.provider is NULL for a mailbox's own service: leave it out, the mailbox's domain says whose it is" CHECK (provider IS NULL OR mailbox IS NULL),
	domain		TEXT COLLATE NOCASE REFERENCES domain (name),	-- NULL: all of the provider's domains
	mailbox		TEXT COLLATE NOCASE REFERENCES mailbox (address),	-- for this one alone; NULL: for all
	priority	INTEGER DEFAULT 10	-- lower comes first
	  CONSTRAINT "service.priority is 0..65535" CHECK (priority IS NOT NULL AND priority BETWEEN 0 AND 65535),
	type		TEXT,
	host		TEXT		-- may hold %EMAILDOMAIN%
	  CONSTRAINT "service.host is an ASCII host name; %EMAILDOMAIN% is its only placeholder"
	  CHECK (instr(host, char(0)) = 0 AND lower(replace(host, '%EMAILDOMAIN%', 'd')) NOT GLOB '*[^a-z0-9.-]*' AND length(host) BETWEEN 1 AND 253
	     AND host NOT GLOB '.*' AND host NOT GLOB '*.' AND host NOT GLOB '*..*' AND host NOT GLOB '-*' AND host NOT GLOB '*-'),
	port		INTEGER		-- NULL: 993, 995, 465, 4190 by type; with a url: wins over the port in it
	  CONSTRAINT "service.port is 1..65535" CHECK (port BETWEEN 1 AND 65535),
	security	TEXT		-- NULL: starttls on ports 143, 110, 587, 25 and 4190, else tls
	  CONSTRAINT "service.security is tls, starttls or plain" CHECK (security IN ('tls', 'starttls', 'plain')),
	authentication	TEXT DEFAULT 'password-cleartext'	-- one word or several, best first
	  CONSTRAINT "service.authentication is words, each once, with one blank between: password-cleartext password-encrypted NTLM GSSAPI OAuth2 client-IP-address TLS-client-cert none"
	  CHECK (authentication IS NOT NULL AND authentication <> '' AND replace(replace(replace(replace(replace(replace(replace(replace(
	     ' ' || authentication || ' ', ' password-cleartext ', ' '), ' password-encrypted ', ' '), ' NTLM ', ' '),
	     ' GSSAPI ', ' '), ' OAuth2 ', ' '), ' client-IP-address ', ' '), ' TLS-client-cert ', ' '), ' none ', ' ') = ' '),
	username	TEXT DEFAULT '%EMAILADDRESS%'	-- may hold %EMAILADDRESS%, %EMAILLOCALPART%, %EMAILDOMAIN%
	  CONSTRAINT "service.username is 1..254 characters without blanks around it"
	  CHECK (username IS NOT NULL AND instr(username, char(0)) = 0 AND length(username) BETWEEN 1 AND 254 AND username = trim(username)
	     AND username NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'),
	url		TEXT		-- may hold the same placeholders
	  CONSTRAINT "service.url starts with https:// or http:// (ldaps:// or ldap:// for type ldap) and has no blanks"
	  CHECK (instr(url, char(0)) = 0 AND (CASE type WHEN 'ldap' THEN url GLOB 'ldaps://?*' OR url GLOB 'ldap://?*'
	     ELSE url GLOB 'https://?*' OR url GLOB 'http://?*' END) AND length(url) <= 500
	     AND url NOT GLOB '*[' || char(1) || '- "<>' || char(127) || ']*'),
	leave_messages	INTEGER		-- POP3: 1 keeps messages on the server; NULL: as the client likes, here and below
	  CONSTRAINT "service.leave_messages is 0 or 1" CHECK (leave_messages IN (0, 1)),
	days_to_leave	INTEGER		-- POP3: ... for so many days
	  CONSTRAINT "service.days_to_leave is 0..36500" CHECK (days_to_leave BETWEEN 0 AND 36500),
	download_on_check INTEGER	-- POP3: 1 downloads messages when it looks for new ones
	  CONSTRAINT "service.download_on_check is 0 or 1" CHECK (download_on_check IN (0, 1)),
	check_minutes	INTEGER		-- POP3: look for new messages so often
	  CONSTRAINT "service.check_minutes is 1..10080" CHECK (check_minutes BETWEEN 1 AND 10080),
	global_server	INTEGER		-- 1 prefers the SMTP server that the person uses already
	  CONSTRAINT "service.global_server is 0 or 1" CHECK (global_server IN (0, 1)),
	restriction	TEXT		-- SMTP: who may use it
	  CONSTRAINT "service.restriction is client-IP-address" CHECK (restriction = 'client-IP-address'),
	CONSTRAINT "service.leave_messages, days_to_leave, download_on_check and check_minutes are for type pop3"
	  CHECK (type = 'pop3' OR coalesce(leave_messages, days_to_leave, download_on_check, check_minutes) IS NULL),
	CONSTRAINT "service.global_server is for types imap, pop3, smtp and ews"
	  CHECK (type IN ('imap', 'pop3', 'smtp', 'ews') OR global_server IS NULL),
	CONSTRAINT "service.restriction is for type smtp"
	  CHECK (type = 'smtp' OR restriction IS NULL),
	CONSTRAINT "a service is for a domain or for a mailbox, not for both"
	  CHECK (domain IS NULL OR mailbox IS NULL),
	CONSTRAINT "service.type is imap, pop3, smtp or managesieve with a host, or caldav, carddav, webdav, ical, ldap, jmap, activesync, ews, mapihttp, owa or graph with a url"
	  CHECK (type IS NOT NULL AND (
	     (type IN ('imap', 'pop3', 'smtp', 'managesieve')
	       AND host IS NOT NULL AND url IS NULL) OR
	     (type IN ('caldav', 'carddav', 'webdav', 'ical', 'ldap', 'jmap', 'activesync', 'ews', 'mapihttp', 'owa', 'graph')
	       AND url IS NOT NULL AND host IS NULL AND security IS NULL)))
) STRICT;

CREATE INDEX service_provider ON service (provider, domain);
CREATE INDEX service_domain ON service (domain) WHERE domain IS NOT NULL;
CREATE INDEX service_mailbox ON service (mailbox) WHERE mailbox IS NOT NULL;

-- Pages that help people, each in several languages: rows with one url and kind
-- that follow each other are one page.
CREATE TABLE documentation (
	id		INTEGER PRIMARY KEY	-- not said: the next number
	  CONSTRAINT "documentation.id is 1 or more" CHECK (id > 0),
	provider	TEXT REFERENCES provider (id)
	  CONSTRAINT "documentation.provider names the provider it belongs to; it can't be NULL" CHECK (provider IS NOT NULL),
	kind		TEXT DEFAULT 'documentation'
	  CONSTRAINT "documentation.kind is documentation, instruction or enable (a page where people must switch IMAP on)"
	  CHECK (kind IS NOT NULL AND kind IN ('documentation', 'instruction', 'enable')),
	url		TEXT
	  CONSTRAINT "documentation.url starts with https:// or http:// and has no blanks"
	  CHECK (url IS NOT NULL AND instr(url, char(0)) = 0 AND (url GLOB 'https://?*' OR url GLOB 'http://?*')
	     AND length(url) <= 500 AND url NOT GLOB '*[' || char(1) || '- "<>' || char(127) || ']*'),
	lang		TEXT DEFAULT 'en'
	  CONSTRAINT "documentation.lang is a language tag such as de or pt-BR"
	  CHECK (lang IS NOT NULL AND instr(lang, char(0)) = 0 AND length(lang) BETWEEN 2 AND 35 AND lang NOT GLOB '*[^A-Za-z0-9-]*' AND lang GLOB '[A-Za-z]*' AND lang NOT GLOB '*-' AND lang NOT GLOB '*--*'
    AND substr(lang, 1, instr(lang || '-', '-') - 1) NOT GLOB '*[^A-Za-z]*' AND lang NOT GLOB '*[A-Za-z0-9][A-Za-z0-9][A-Za-z0-9][A-Za-z0-9][A-Za-z0-9][A-Za-z0-9][A-Za-z0-9][A-Za-z0-9][A-Za-z0-9]*'),
	text		TEXT		-- what the page is about; NULL: nothing is said
	  CONSTRAINT "documentation.text is 1..500 printable characters"
	  CHECK (instr(text, char(0)) = 0 AND length(text) BETWEEN 1 AND 500 AND text NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*')
) STRICT;

CREATE INDEX documentation_provider ON documentation (provider);

-- Renaming a domain renames its mailboxes; deleting it deletes them, unless *
-- answers for them then.
CREATE TABLE mailbox (
	address		TEXT NOT NULL PRIMARY KEY COLLATE NOCASE
	  CONSTRAINT "mailbox.address is local@domain, the domain in ASCII"
	  CHECK (instr(address, char(0)) = 0
	     AND lower(substr(address, length(rtrim(address, replace(address, '@', ''))) + 1)) NOT GLOB '*[^a-z0-9.-]*'
	     AND address GLOB '?*@?*.?*' AND '.' || substr(address, length(rtrim(address, replace(address, '@', ''))) + 1) || '.' NOT GLOB '*..*'
     AND '.' || substr(address, length(rtrim(address, replace(address, '@', ''))) + 1) || '.' NOT GLOB '*.-*'
     AND '.' || substr(address, length(rtrim(address, replace(address, '@', ''))) + 1) || '.' NOT GLOB '*-.*'
	     AND length(address) <= 254 AND address NOT GLOB '*[' || char(1) || '- <>' || char(127) || ']*'),
	login		TEXT		-- NULL: as the service says
	  CONSTRAINT "mailbox.login is 1..254 characters without blanks around it"
	  CHECK (instr(login, char(0)) = 0 AND length(login) BETWEEN 1 AND 254 AND login = trim(login)
	     AND login NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'),
	display_name	TEXT		-- shown only where provider.display_names is 1
	  CONSTRAINT "mailbox.display_name is 1..128 printable characters without blanks around them"
	  CHECK (instr(display_name, char(0)) = 0 AND display_name = trim(display_name) AND length(display_name) BETWEEN 1 AND 128 AND display_name NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*')
) STRICT, WITHOUT ROWID;

-- By domain too: what rtrim() takes off, up to the last @.
CREATE UNIQUE INDEX "mailbox.address: this mailbox is there already; UPDATE it, or DELETE it first"
 ON mailbox (lower(substr(address, length(rtrim(address, replace(address, '@', ''))) + 1)), address);

-- Names are stored in lower case, whoever writes them.
CREATE TRIGGER domain_lower_insert AFTER INSERT ON domain
WHEN new.name <> lower(new.name) COLLATE BINARY OR new.alias_of <> lower(new.alias_of) COLLATE BINARY
  OR new.redirect_domain <> lower(new.redirect_domain) COLLATE BINARY
BEGIN UPDATE domain SET name = lower(name), alias_of = lower(alias_of), redirect_domain = lower(redirect_domain) WHERE name = new.name; END;
CREATE TRIGGER domain_lower_update AFTER UPDATE OF name, alias_of, redirect_domain ON domain
WHEN new.name <> lower(new.name) COLLATE BINARY OR new.alias_of <> lower(new.alias_of) COLLATE BINARY
  OR new.redirect_domain <> lower(new.redirect_domain) COLLATE BINARY
BEGIN UPDATE domain SET name = lower(name), alias_of = lower(alias_of), redirect_domain = lower(redirect_domain) WHERE name = new.name; END;
CREATE TRIGGER service_lower_insert AFTER INSERT ON service
WHEN new.domain <> lower(new.domain) COLLATE BINARY
  OR replace(new.host, '%EMAILDOMAIN%', '') <> lower(replace(new.host, '%EMAILDOMAIN%', '')) COLLATE BINARY
BEGIN UPDATE service SET domain = lower(domain), host = replace(lower(host), '%emaildomain%', '%EMAILDOMAIN%') WHERE id = new.id; END;
CREATE TRIGGER service_lower_update AFTER UPDATE OF domain, host ON service
WHEN new.domain <> lower(new.domain) COLLATE BINARY
  OR replace(new.host, '%EMAILDOMAIN%', '') <> lower(replace(new.host, '%EMAILDOMAIN%', '')) COLLATE BINARY
BEGIN UPDATE service SET domain = lower(domain), host = replace(lower(host), '%emaildomain%', '%EMAILDOMAIN%') WHERE id = new.id; END;

-- Keys are never NULL, and numbers never taken twice.  (A number that is not
-- said is -1 before the row is there.)
CREATE TRIGGER provider_key_insert BEFORE INSERT ON provider WHEN new.id IS NULL
BEGIN SELECT RAISE(ABORT, 'provider.id can''t be NULL: give the provider a short name of a-z, 0-9 and -'); END;
CREATE TRIGGER provider_key_update BEFORE UPDATE OF id ON provider WHEN new.id IS NULL
BEGIN SELECT RAISE(ABORT, 'provider.id can''t be NULL: give the provider a short name of a-z, 0-9 and -'); END;
CREATE TRIGGER ldap_server_key_insert BEFORE INSERT ON ldap_server WHEN new.id IS NULL
BEGIN SELECT RAISE(ABORT, 'ldap_server.id can''t be NULL: give the ldap_server a short name of a-z, 0-9 and -'); END;
CREATE TRIGGER ldap_server_key_update BEFORE UPDATE OF id ON ldap_server WHEN new.id IS NULL
BEGIN SELECT RAISE(ABORT, 'ldap_server.id can''t be NULL: give the ldap_server a short name of a-z, 0-9 and -'); END;
CREATE TRIGGER mailbox_key_insert BEFORE INSERT ON mailbox WHEN new.address IS NULL
BEGIN SELECT RAISE(ABORT, 'mailbox.address can''t be NULL: say whose mailbox it is, as local@domain'); END;
CREATE TRIGGER mailbox_key_update BEFORE UPDATE OF address ON mailbox WHEN new.address IS NULL
BEGIN SELECT RAISE(ABORT, 'mailbox.address can''t be NULL: say whose mailbox it is, as local@domain'); END;
CREATE TRIGGER service_key_insert BEFORE INSERT ON service
WHEN EXISTS (SELECT 1 FROM service WHERE id = new.id)
BEGIN SELECT RAISE(ABORT, 'service.id: there is a service with this id already; leave id out, or UPDATE that row'); END;
CREATE TRIGGER service_key_update BEFORE UPDATE OF id ON service
WHEN new.id <> old.id AND EXISTS (SELECT 1 FROM service WHERE id = new.id)
BEGIN SELECT RAISE(ABORT, 'service.id: there is a service with this id already; take another, or DELETE that row first'); END;
CREATE TRIGGER documentation_key_insert BEFORE INSERT ON documentation
WHEN EXISTS (SELECT 1 FROM documentation WHERE id = new.id)
BEGIN SELECT RAISE(ABORT, 'documentation.id: there is a page with this id already; leave id out, or UPDATE that row'); END;
CREATE TRIGGER documentation_key_update BEFORE UPDATE OF id ON documentation
WHEN new.id <> old.id AND EXISTS (SELECT 1 FROM documentation WHERE id = new.id)
BEGIN SELECT RAISE(ABORT, 'documentation.id: there is a page with this id already; take another, or DELETE that row first'); END;

-- What points to something must find it; and what is pointed to can't go.
CREATE TRIGGER domain_points_insert BEFORE INSERT ON domain
BEGIN
	SELECT RAISE(ABORT, 'domain.name can''t be NULL: say which domain it is, such as example.net')
	 WHERE new.name IS NULL;
	SELECT RAISE(ABORT, 'domain.provider: there is no provider with this id')
	 WHERE new.provider IS NOT NULL AND NOT EXISTS (SELECT 1 FROM provider WHERE id = new.provider);
	SELECT RAISE(ABORT, 'domain.alias_of: there is no such domain, or it is an alias itself')
	 WHERE new.alias_of IS NOT NULL
	   AND NOT EXISTS (SELECT 1 FROM domain WHERE name = new.alias_of AND alias_of IS NULL);
	-- REPLACE removes a row of the same name without domain_delete.
	SELECT RAISE(ABORT, 'domain.alias_of: other domains are aliases of this one')
	 WHERE new.alias_of IS NOT NULL AND EXISTS (SELECT 1 FROM domain WHERE alias_of = new.name);
	SELECT RAISE(ABORT, 'domain: it has services of its own at another provider; UPDATE it, and they move along')
	 WHERE EXISTS (SELECT 1 FROM service WHERE domain = new.name AND provider IS NOT new.provider);
	SELECT RAISE(ABORT, 'domain.ldap: there is no ldap_server with this id')
	 WHERE new.ldap IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ldap_server WHERE id = new.ldap);
END;
CREATE TRIGGER domain_points_update BEFORE UPDATE OF name, provider, alias_of, ldap ON domain
BEGIN
	SELECT RAISE(ABORT, 'domain.name can''t be NULL: say which domain it is, such as example.net')
	 WHERE new.name IS NULL;
	SELECT RAISE(ABORT, 'domain.name: there is another domain of this name; delete that first')
	 WHERE new.name <> old.name AND EXISTS (SELECT 1 FROM domain WHERE name = new.name);
	SELECT RAISE(ABORT, 'domain.provider: there is no provider with this id')
	 WHERE new.provider IS NOT NULL AND NOT EXISTS (SELECT 1 FROM provider WHERE id = new.provider);
	SELECT RAISE(ABORT, 'domain.alias_of: there is no such domain, or it is an alias itself')
	 WHERE new.alias_of IS NOT NULL
	   AND NOT EXISTS (SELECT 1 FROM domain WHERE name = new.alias_of AND alias_of IS NULL);
	SELECT RAISE(ABORT, 'domain.alias_of: other domains are aliases of this one')
	 WHERE new.alias_of IS NOT NULL AND EXISTS (SELECT 1 FROM domain WHERE alias_of = old.name);
	SELECT RAISE(ABORT, 'domain.ldap: there is no ldap_server with this id')
	 WHERE new.ldap IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ldap_server WHERE id = new.ldap);
END;
CREATE TRIGGER service_points_insert BEFORE INSERT ON service
BEGIN
	SELECT RAISE(ABORT, 'service.provider: there is no provider with this id')
	 WHERE new.provider IS NOT NULL AND NOT EXISTS (SELECT 1 FROM provider WHERE id = new.provider);
	SELECT RAISE(ABORT, 'service.domain: there is no such domain at this provider')
	 WHERE new.domain IS NOT NULL AND new.provider IS NOT NULL
	   AND NOT EXISTS (SELECT 1 FROM domain WHERE name = new.domain AND provider = new.provider);
	SELECT RAISE(ABORT, 'service.mailbox: there is no mailbox with this address; insert that row first')
	 WHERE new.mailbox IS NOT NULL AND NOT EXISTS (SELECT 1 FROM mailbox WHERE address = new.mailbox);
END;
-- After, not before: a provider that changes its id moves domains and services one after the other.
CREATE TRIGGER service_points_update AFTER UPDATE OF provider, domain, mailbox ON service
BEGIN
	SELECT RAISE(ABORT, 'service.provider: there is no provider with this id')
	 WHERE new.provider IS NOT NULL AND NOT EXISTS (SELECT 1 FROM provider WHERE id = new.provider);
	SELECT RAISE(ABORT, 'service.domain: there is no such domain at this provider')
	 WHERE new.domain IS NOT NULL
	   AND NOT EXISTS (SELECT 1 FROM domain WHERE name = new.domain AND provider = new.provider);
	SELECT RAISE(ABORT, 'service.mailbox: there is no mailbox with this address; insert that row first')
	 WHERE new.mailbox IS NOT NULL AND NOT EXISTS (SELECT 1 FROM mailbox WHERE address = new.mailbox);
END;
CREATE TRIGGER documentation_points_insert BEFORE INSERT ON documentation
BEGIN SELECT RAISE(ABORT, 'documentation.provider: there is no provider with this id') WHERE NOT EXISTS (SELECT 1 FROM provider WHERE id = new.provider); END;
CREATE TRIGGER documentation_points_update AFTER UPDATE OF provider ON documentation
BEGIN SELECT RAISE(ABORT, 'documentation.provider: there is no provider with this id') WHERE NOT EXISTS (SELECT 1 FROM provider WHERE id = new.provider); END;
CREATE TRIGGER provider_delete BEFORE DELETE ON provider
BEGIN
	SELECT RAISE(ABORT, 'provider: it still has domains; delete or move them first')
	 WHERE EXISTS (SELECT 1 FROM domain WHERE provider = old.id);
	DELETE FROM service WHERE provider = old.id;
	DELETE FROM documentation WHERE provider = old.id;
END;
CREATE TRIGGER domain_delete BEFORE DELETE ON domain
BEGIN
	SELECT RAISE(ABORT, 'domain: other domains are aliases of it; delete them first')
	 WHERE EXISTS (SELECT 1 FROM domain WHERE alias_of = old.name);
	DELETE FROM service WHERE domain = old.name;
	-- Mailboxes stay where * answers for them from now on.
	DELETE FROM mailbox WHERE lower(substr(address, length(rtrim(address, replace(address, '@', ''))) + 1)) = lower(old.name)
	   AND NOT EXISTS (SELECT 1 FROM domain WHERE name = '*' AND enabled = 1);
END;
CREATE TRIGGER mailbox_delete BEFORE DELETE ON mailbox
BEGIN DELETE FROM service WHERE mailbox = old.address; END;
CREATE TRIGGER ldap_server_delete BEFORE DELETE ON ldap_server
BEGIN
	SELECT RAISE(ABORT, 'ldap_server: domains still use it; set their ldap to NULL first')
	 WHERE EXISTS (SELECT 1 FROM domain WHERE ldap = old.id);
END;

-- What is renamed, or moved to another provider, takes along what belongs to it.
CREATE TRIGGER provider_rename AFTER UPDATE OF id ON provider WHEN new.id <> old.id
BEGIN
	UPDATE domain SET provider = new.id WHERE provider = old.id;
	UPDATE service SET provider = new.id WHERE provider = old.id;
	UPDATE documentation SET provider = new.id WHERE provider = old.id;
END;
CREATE TRIGGER domain_rename AFTER UPDATE OF name ON domain WHEN new.name <> old.name
BEGIN
	UPDATE domain SET alias_of = new.name WHERE alias_of = old.name;
	UPDATE service SET domain = new.name WHERE domain = old.name;
	UPDATE mailbox SET address = substr(address, 1, length(address) - length(old.name)) || lower(new.name)
	 WHERE lower(substr(address, length(rtrim(address, replace(address, '@', ''))) + 1)) = lower(old.name)
	   AND new.name <> '*';
END;
CREATE TRIGGER mailbox_rename AFTER UPDATE OF address ON mailbox WHEN new.address <> old.address
BEGIN UPDATE service SET mailbox = new.address WHERE mailbox = old.address; END;
CREATE TRIGGER domain_move AFTER UPDATE OF provider ON domain
WHEN new.provider IS NOT old.provider
BEGIN
	UPDATE service SET provider = new.provider WHERE domain = new.name AND new.provider IS NOT NULL;
	DELETE FROM service WHERE domain = new.name AND new.provider IS NULL;
END;
CREATE TRIGGER ldap_server_rename AFTER UPDATE OF id ON ldap_server WHEN new.id <> old.id
BEGIN UPDATE domain SET ldap = new.id WHERE ldap = old.id; END;

-- To look at, not to change: what the rows come to.

-- What answers hold for each enabled domain, with overrides, aliases and usual
-- values filled in, the port in the url.  SELECT * FROM answer WHERE domain = 'example.net';
CREATE VIEW answer AS
SELECT d.name AS domain, s.type, s.priority,
	CASE d.name WHEN '*' THEN s.host ELSE replace(s.host, '%EMAILDOMAIN%', d.name) END AS host,
	coalesce(s.port, CASE s.type WHEN 'imap' THEN 993 WHEN 'pop3' THEN 995 WHEN 'smtp' THEN 465
	  WHEN 'managesieve' THEN 4190 END) AS port,
	CASE WHEN s.security IS NOT NULL THEN s.security
	  WHEN s.url IS NOT NULL THEN CASE WHEN s.url GLOB 'https:*' OR s.url GLOB 'ldaps:*' THEN 'tls' ELSE 'plain' END
	  WHEN s.port IN (143, 110, 587, 25, 4190) OR (s.port IS NULL AND s.type = 'managesieve') THEN 'starttls'
	  ELSE 'tls' END AS security,
	s.authentication, s.username, (SELECT iif(coalesce(s.port = coalesce(nullif(substr(place, instr(place || ':', ':') + 1), ''),
	  usual), 1), url, start || substr(place, 1, instr(place || ':', ':') - 1) || ':' || s.port || substr(url, length(start || place) + 1))
	 FROM (SELECT *, substr(rest, 1, min(instr(rest || '/', '/'), instr(rest || '?', '?'), instr(rest || '#', '#')) - 1) AS place
	 FROM (SELECT *, substr(url, 1, instr(url, '://') + 2) AS start, substr(url, instr(url, '://') + 3) AS rest,
	    CASE substr(url, 1, instr(url, ':')) WHEN 'https:' THEN 443 WHEN 'http:' THEN 80 WHEN 'ldaps:' THEN 636 ELSE 389 END AS usual
	 FROM (SELECT CASE d.name WHEN '*' THEN s.url ELSE replace(s.url, '%EMAILDOMAIN%', d.name) END AS url)))) AS url,
	t.provider, s.domain IS NOT NULL AS own, s.id AS service
FROM domain d JOIN domain t ON t.name = coalesce(d.alias_of, d.name)
JOIN service s ON s.provider = t.provider AND (s.domain = t.name OR (s.domain IS NULL AND NOT EXISTS
	(SELECT 1 FROM service o WHERE o.provider = t.provider AND o.domain = t.name AND o.type = s.type)))
WHERE d.enabled AND t.enabled;

-- What answers say about the domain itself.  state says why there is none.
CREATE VIEW answer_domain AS
SELECT d.name AS domain,
	CASE WHEN NOT d.enabled OR NOT t.enabled THEN 'disabled'
	  WHEN d.redirect_domain IS NOT NULL THEN 'hosted elsewhere'
	  WHEN NOT EXISTS (SELECT 1 FROM answer a WHERE a.domain = d.name AND a.type IN ('imap', 'pop3')) THEN 'no imap or pop3'
	  WHEN NOT EXISTS (SELECT 1 FROM answer a WHERE a.domain = d.name AND a.type = 'smtp') THEN 'no smtp'
	  ELSE 'answered' END AS state, d.alias_of, d.redirect_domain, p.id AS provider, p.name,
	coalesce(p.short_name, CASE instr(p.name, ' ') WHEN 0 THEN p.name ELSE substr(p.name, 1, instr(p.name, ' ') - 1) END) AS short_name,
	p.help_url, p.webmail_url
FROM domain d JOIN domain t ON t.name = coalesce(d.alias_of, d.name) JOIN provider p ON p.id = t.provider;
