# shellcheck shell=bash disable=SC2154
# The database's own rules, and those of others.  Read by tests/command/run.

part_sqlite()
{
	local statement sentence
	fresh "$schema/examples/example.json" "$here/seeds/other.json"
	sql "INSERT INTO domain (name, provider) VALUES ('own.example', 'example');
	    INSERT INTO service (provider, domain, type, host) VALUES ('example', 'own.example', 'smtp', 'own.example')"
	cp main.db before
	while IFS='@' read -r statement sentence; do
		statement=${statement//#/@}
		sentence=${sentence//#/@}
		sql "$statement" >out 2>err
		says "$sentence" err && cmp main.db before
		result $? "sqlite3: $sentence"
	done <<-'END'
		UPDATE service SET port = 70000@service.port is 1..65535
		UPDATE service SET port = 'many'@cannot store TEXT value in INTEGER column service.port
		UPDATE service SET security = 'ssl'@service.security is tls, starttls or plain
		UPDATE service SET priority = -1@service.priority is 0..65535
		UPDATE service SET host = 'imap example'@service.host is an ASCII host name
		UPDATE service SET authentication = 'plain'@service.authentication is words
		UPDATE service SET username = ' '@service.username is 1..254 characters without blanks around it
		UPDATE service SET url = 'https://x.example/' WHERE type = 'imap'@service.type is imap, pop3, smtp
		UPDATE service SET type = 'gopher' WHERE type = 'imap'@service.type is imap, pop3, smtp
		UPDATE service SET url = 'javascript:x' WHERE type = 'caldav'@service.url starts with https:// or http://
		UPDATE service SET provider = 'nobody'@service.provider: there is no provider with this id
		UPDATE service SET domain = 'other.example' WHERE provider = 'example'@service.domain: there is no such domain at this provider
		INSERT INTO domain (name, provider) VALUES ('no dots', 'example')@domain.name is an ASCII domain such as example.net
		INSERT INTO domain (name, provider) VALUES ('bücher.example', 'example')@domain.name is an ASCII domain such as example.net
		INSERT INTO domain (name) VALUES ('x.example')@a domain has either a provider or alias_of
		INSERT INTO domain (name, provider) VALUES ('x.example', 'nobody')@domain.provider: there is no provider with this id
		INSERT INTO domain (name, alias_of) VALUES ('x.example', 'nowhere.example')@domain.alias_of: there is no such domain
		INSERT INTO domain (name, alias_of) VALUES ('x.example', 'example.net')@it is an alias itself
		REPLACE INTO domain (name, alias_of) VALUES ('example.com', 'other.example')@domain.alias_of: other domains are aliases of this one
		REPLACE INTO domain (name, provider) VALUES ('own.example', 'other')@domain: it has services of its own at another provider
		REPLACE INTO domain (name, alias_of) VALUES ('own.example', 'other.example')@domain: it has services of its own at another provider
		UPDATE OR REPLACE domain SET name = 'OWN.example' WHERE name = 'other.example'@domain.name: there is another domain of this name; delete that first
		UPDATE domain SET redirect_url = 'http://x.example/'@domain.redirect_url is https://HOST/autodiscover/autodiscover.xml
		UPDATE domain SET redirect_url = 'https://autodiscover.' || name || '/autodiscover/autodiscover.xml'@domain.redirect_url can't lead to the domain itself
		UPDATE domain SET enabled = 2@domain.enabled is 0 or 1
		UPDATE domain SET ldap = 'nowhere'@domain.ldap: there is no ldap_server with this id
		DELETE FROM provider@provider: it still has domains; delete or move them first
		DELETE FROM domain WHERE name = 'example.com'@domain: other domains are aliases of it; delete them first
		UPDATE provider SET id = 'Two Words' WHERE id = 'other'@provider.id is 1..63 of a-z, 0-9 and -
		UPDATE provider SET name = ''@provider.name is 1..60 printable characters
		UPDATE domain SET redirect_domain = 'foo..bar'@domain.redirect_domain is an ASCII domain
		UPDATE domain SET redirect_domain = 'foo.-bar'@domain.redirect_domain is an ASCII domain
		UPDATE domain SET redirect_domain = 'foo-.bar'@domain.redirect_domain is an ASCII domain
		UPDATE domain SET redirect_url = 'HTTPS://x.example/autodiscover/autodiscover.xml'@domain.redirect_url is https://HOST
		INSERT INTO ldap_server (id, uri, base) VALUES ('-', 'ldap://x.example', 'dc=x')@ldap_server.id is 1..63
		INSERT INTO mailbox (address) VALUES ('x#ex..net')@mailbox.address is local#domain
		INSERT INTO mailbox (address) VALUES ('x#-ex.net')@mailbox.address is local#domain
		INSERT INTO mailbox (address) VALUES ('fred')@mailbox.address is local#domain
		INSERT INTO mailbox (address) VALUES ('fred#bücher.example')@mailbox.address is local#domain, the domain in ASCII
		INSERT INTO mailbox (address) VALUES ('"a#b"#bücher.example')@mailbox.address is local#domain, the domain in ASCII
		UPDATE provider SET name = ' Blank Co'@provider.name is 1..60 printable characters without blanks around them
		UPDATE provider SET short_name = ' '@provider.short_name is 1..20 printable characters without blanks around them
		UPDATE mailbox SET display_name = 'Fred '@mailbox.display_name is 1..128 printable characters without blanks around them
		UPDATE domain SET redirect_domain = upper(name) WHERE name = 'own.example'@a domain's redirect_domain is another domain
		UPDATE provider SET id = 'a' || char(0) || 'b' WHERE id = 'other'@provider.id is 1..63 of
		UPDATE provider SET name = 'a' || char(0) || 'b'@provider.name is 1..60 printable characters
		UPDATE provider SET short_name = 'a' || char(0) || 'b'@provider.short_name is 1..20 printable characters
		UPDATE provider SET help_url = 'https://x.example/' || char(0)@provider.help_url starts with
		UPDATE provider SET webmail_url = 'https://x.example/' || char(0)@provider.webmail_url starts with
		INSERT INTO domain (name, provider) VALUES ('x.example' || char(0), 'other')@domain.name is an ASCII domain
		UPDATE domain SET redirect_domain = 'x.example' || char(0)@domain.redirect_domain is an ASCII domain
		UPDATE service SET host = 'x.example' || char(0) WHERE type = 'imap'@service.host is an ASCII host name
		UPDATE service SET username = 'a' || char(0) || 'b'@service.username is 1..254 characters
		UPDATE service SET url = 'https://x.example/' || char(0) WHERE type = 'caldav'@service.url starts with
		INSERT INTO mailbox (address) VALUES ('x#example.com' || char(0))@mailbox.address is local#domain
		UPDATE provider SET sections = 'jmap' || char(0)@provider.sections is words
		UPDATE provider SET webmail_login_url = 'https://x.example/' || char(0)@provider.webmail_login_url starts with
		UPDATE provider SET oauth2_issuer = 'a' || char(0) || 'b'@provider.oauth2_issuer is 1..500 printable characters
		INSERT INTO documentation (provider, url, text) VALUES ('example', 'https://x.example/', 'a' || char(0) || 'b')@documentation.text is 1..500 printable characters
		INSERT INTO ldap_server (id, uri, base) VALUES ('l', 'ldap://x.example' || char(0), 'dc=x')@ldap_server.uri is ldap://
		INSERT INTO ldap_server (id, uri, base) VALUES ('l', 'ldap://x.example', 'dc=x' || char(0))@ldap_server.base is 1..1000 printable characters
		INSERT INTO ldap_server (id, uri, base, ca_file) VALUES ('l', 'ldap://x.example', 'dc=x', '/x' || char(0))@ldap_server.ca_file is an absolute path
		UPDATE mailbox SET login = 'a' || char(0) || 'b'@mailbox.login is 1..254 characters
		UPDATE mailbox SET display_name = 'a' || char(0) || 'b'@mailbox.display_name is 1..128 printable characters
	END
	sql "INSERT INTO mailbox (address) VALUES ('\"ü@ü\"@own.example'), ('b@own.example'), ('c@else.example');
	    UPDATE domain SET name = 'Renamed.example' WHERE name = 'own.example'" >out 2>err
	[ "$(sql "SELECT address FROM mailbox WHERE address GLOB '*@*@*' OR address GLOB '[bc]@*' ORDER BY address")" = \
	    $'"ü@ü"@renamed.example\nb@renamed.example\nc@else.example' ]
	result $? 'mailboxes are renamed with their domain'
	sql "INSERT INTO domain (name, provider) VALUES ('*', 'other'); DELETE FROM domain WHERE name = 'renamed.example'" >out 2>err
	[ "$(sql "SELECT count(*) FROM mailbox WHERE address GLOB '*@renamed.example'")" = 2 ]
	result $? '... and stay when * answers for them'
	sql "INSERT INTO domain (name, provider) VALUES ('renamed.example', 'example'); UPDATE domain SET enabled = 0 WHERE name = '*';
	    DELETE FROM domain WHERE name = 'renamed.example'" >out 2>err
	[ "$(sql "SELECT group_concat(address) FROM mailbox WHERE address GLOB '*@renamed.example' OR address GLOB 'c@*'")" = c@else.example ]
	result $? '... and go with it when nothing does'
	cp before main.db
	sql "UPDATE mailbox SET login = 'u2'; INSERT INTO domain (name, provider) VALUES ('EXAMPLE.info', 'example')" >out 2>err
	run 0 export && says '"example.info"' out && says '"login": "u2"' out
	result $? 'what sqlite3 may change is in the export'
}

part_check()
{
	local statement sentence
	fresh "$schema/examples/example.json"; cp main.db good.db
	run 0 check && [ ! -s out ] && [ ! -s err ]
	result $? 'check finds nothing in the example'
	while IFS='@' read -r statement sentence; do
		cp good.db main.db
		statement=${statement//#/@}
		sentence=${sentence//#/@}
		sql "$statement" >out 2>err
		run 1 check && says "$sentence" out
		result $? "check: $sentence"
	done <<-'END'
		DELETE FROM service WHERE type IN ('imap', 'pop3', 'smtp')@example.net: no mail services: no program finds anything
		DELETE FROM service WHERE type = 'smtp'@example.com: no smtp service: Thunderbird refuses the answer; add one with: INSERT INTO service (provider, type, host) VALUES ('example', 'smtp', 'mail.example.com')
		DELETE FROM service WHERE type = 'imap'@example.com: pop3 without imap
		DELETE FROM service WHERE type IN ('imap', 'pop3')@example.com: no imap or pop3 service
		UPDATE service SET host = 'localhost' WHERE type = 'imap'@(imap localhost of example): host localhost is no name that a client can look up
		UPDATE service SET security = 'plain' WHERE type = 'imap'@security plain: passwords cross the network readable
		UPDATE service SET port = 25, security = NULL WHERE type = 'smtp'@port 25 is for servers
		UPDATE service SET security = 'starttls' WHERE port = 993@port 993 with starttls: servers speak tls there
		UPDATE service SET security = 'tls' WHERE port = 587@port 587 with tls: servers speak starttls there
		UPDATE service SET authentication = 'OAuth2' WHERE type = 'imap'@OAuth2 alone
		UPDATE service SET authentication = 'password-encrypted' WHERE type = 'imap'@password-encrypted alone
		UPDATE service SET username = '%EMAILADRESS%' WHERE type = 'imap'@username holds %EMAILADRESS%, which is no placeholder
		UPDATE service SET url = 'https://x.example/%EMAIL%/' WHERE type = 'caldav'@url holds %EMAIL%, which is no placeholder
		UPDATE service SET url = 'http://x.example/' WHERE type = 'caldav'@a url without TLS
		INSERT INTO service (provider, type, url) VALUES ('example', 'mapihttp', 'https://x.example/mapi?v=1')@(mapihttp https://x.example/mapi?v=1 of example): a url with ? or
		INSERT INTO service (provider, type, url) VALUES ('example', 'mapihttp', 'https://x.example/mapi' || char(35))@a url with ? or
		INSERT INTO service (provider, type, url) VALUES ('example', 'ldap', 'ldaps://x.example')@(ldap ldaps://x.example of example): its url names no base
		INSERT INTO service (provider, type, url) VALUES ('example', 'ldap', 'ldaps://x.example/')@its url names no base
		INSERT INTO service (provider, type, url) VALUES ('example', 'ldap', 'ldaps://x.example/%20%20?uid')@its url names no base
		INSERT INTO mailbox (address) VALUES ('x#elsewhere.example')@x#elsewhere.example: its domain is not served
		UPDATE domain SET enabled = 0 WHERE name = 'example.com'@example.net: alias of example.com, which is disabled: no client gets an answer
		PRAGMA ignore_check_constraints = 1; UPDATE domain SET redirect_domain = name WHERE name = 'example.com'@example.com: redirect_domain example.com leads nowhere
		UPDATE domain SET redirect_url = 'https://x.example/autodiscover/autodiscover.xml' WHERE name = 'example.com'; INSERT INTO domain (name, provider, redirect_domain) VALUES ('b.example', 'example', 'example.com')@b.example: redirect_domain example.com redirects on
		INSERT INTO domain (name, provider) VALUES ('example.123', 'example')@example.123: no client asks for this domain
		INSERT INTO provider (id, name) VALUES ('lonely', 'Lonely')@provider lonely: no domains
		INSERT INTO ldap_server (id, uri, base, filter) VALUES ('l', 'ldap://x', 'dc=x', '(objectClass=person)')@ldap_server l: its filter holds no {0}
		UPDATE service SET username = '%EMAILLOCALPART%' WHERE type = 'caldav'; UPDATE provider SET sections = 'calendars'@its username differs from the smtp service's
		UPDATE service SET username = '%EMAILLOCALPART%' WHERE type = 'caldav'; UPDATE provider SET sections = 'calendars'; INSERT INTO service (mailbox, type, host, username) VALUES ('fred#example.com', 'smtp', 'own.example.com', '%EMAILLOCALPART%')@/calendars/%EMAILADDRESS%/ of example): its username differs from the smtp service's
		UPDATE provider SET sections = 'calendars'; INSERT INTO service (mailbox, type, host, username) VALUES ('fred#example.com', 'smtp', 'own.example.com', 'f'); INSERT INTO service (mailbox, type, url) VALUES ('fred#example.com', 'caldav', 'https://own.example.com/')@https://own.example.com/ of fred#example.com): its username differs from the smtp service's
		UPDATE provider SET sections = 'calendars jmap'@provider example: section jmap has nothing to show
		UPDATE provider SET sections = 'oauth2'@provider example: section oauth2 has nothing to show
		UPDATE provider SET sections = 'webmail', webmail_url = NULL@provider example: section webmail has nothing to show
		UPDATE provider SET in_order = 1; UPDATE service SET priority = 1 WHERE type = 'pop3'@provider example: in_order lists another server before imap
		UPDATE provider SET in_order = 1; UPDATE service SET priority = 5 WHERE type = 'pop3'; INSERT INTO service (mailbox, type, host, priority) VALUES ('fred#example.com', 'imap', 'own.example.com', 1)@provider example: in_order lists another server before imap
		WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 65) INSERT INTO documentation (provider, url) SELECT 'example', 'https://example.com/' || i FROM n@provider example: 65 rows of documentation
		DROP TRIGGER domain_points_insert; INSERT INTO domain (name, alias_of) VALUES ('x.example', 'example.net')@x.example: alias of example.net, which is an alias itself: no client gets an answer; set alias_of to example.com
		DROP TRIGGER service_points_insert; INSERT INTO provider (id, name) VALUES ('o', 'O'); INSERT INTO service (provider, domain, type, host) VALUES ('o', 'example.com', 'imap', 'i.example')@(imap i.example of example.com): its domain is at provider example: set its provider to that
		DROP TRIGGER service_points_insert; INSERT INTO service (provider, domain, type, host) VALUES ('example', 'example.net', 'imap', 'i.example')@(imap i.example of example.net): its domain is an alias of example.com: set its domain to that, or delete it
		DROP TRIGGER domain_points_insert; PRAGMA foreign_keys = 0; INSERT INTO domain (name, alias_of) VALUES ('x.example', 'nowhere.example')@domain: a row names a domain that isn't there
		UPDATE provider SET short_name = NULL, name = 'Donaudampfschifffahrt'@provider example: the first word of its name has more than 20 characters, too many for a short name; set short_name
		UPDATE provider SET name = CAST(x'41FF42' AS TEXT)@provider example: name holds a character that no answer can hold, or octets that are no UTF-8; correct it
		UPDATE provider SET short_name = 'A' || char(65534)@provider example: short_name holds a character that no answer can hold
		UPDATE provider SET name = 'Example' || char(160)@provider example: name has a blank at its start or end
		UPDATE mailbox SET display_name = char(12288) || 'F'@mailbox fred#example.com: display_name has a blank at its start or end
		UPDATE mailbox SET login = CAST(x'FF' AS TEXT)@mailbox fred#example.com: login holds a character
		INSERT INTO mailbox (address) VALUES (CAST(x'FF406578616D706C652E636F6D' AS TEXT))@mailbox \xff#example.com: address holds a character
		UPDATE service SET username = CAST(x'FF' AS TEXT) WHERE type = 'imap'@service 1: username holds a character
		PRAGMA ignore_check_constraints = 1; UPDATE provider SET name = 'a' || char(0) || 'b'@provider example: name holds a NUL octet
		UPDATE service SET url = 'https:///x' WHERE type = 'caldav'@service 5: url names no host such as www.example.net; correct it
		UPDATE service SET url = 'https://u#x.example/' WHERE type = 'caldav'@service 5: url has a user name in front of its host
		UPDATE service SET url = 'https://x.example:99999/' WHERE type = 'caldav'@service 5: url has a port out of range 1..65535
		UPDATE service SET url = 'https://192.0.2.1/' WHERE type = 'caldav'@service 5: url names no host
		UPDATE service SET url = 'https://[2001:db8::1]/' WHERE type = 'caldav'@service 5: url names no host
		UPDATE service SET url = 'https://%EMAILLOCALPART%.w.example/' WHERE type = 'caldav'@service 5: url makes a host name of the local part
		UPDATE service SET url = 'https://bücher.example/' WHERE type = 'caldav'@service 5: url has a host name in other letters; write it with xn--
		UPDATE provider SET webmail_url = 'https:///'@provider example: webmail_url names no host
		INSERT INTO service (provider, type, host) VALUES ('example', 'imap', 'imap.example.com')@(imap imap.example.com of example): the same server is there 2 times; delete all but one
		INSERT INTO service (provider, type, url) SELECT provider, type, url FROM service WHERE type = 'caldav'@the same server is there 2 times
		INSERT INTO service (provider, type, url, port) VALUES ('example', 'ical', 'https://d.example/', 8443), ('example', 'ical', 'https://d.example:8443/', NULL)@(ical https://d.example/ of example): the same server is there 2 times
		INSERT INTO service (provider, type, url, port) VALUES ('example', 'ldap', 'ldaps://d.example/dc=d', NULL), ('example', 'ldap', 'ldaps://D.example:636/dc=d', NULL), ('example', 'ldap', 'ldaps://d.example/dc=d', 636)@the same server is there 3 times
		INSERT INTO service (provider, type, url, port) VALUES ('example', 'ical', 'https://d.example:9443/?a:1', 8443)@its url has port 9443, and answers have port 8443 of the row in its place
		PRAGMA ignore_check_constraints = 1; UPDATE service SET port = 0 WHERE type = 'imap'@database: CHECK constraint failed
	END
	cp good.db main.db
	sql "UPDATE provider SET sections = 'calendars';
	    INSERT INTO service (mailbox, type, host, username) VALUES
	    ('fred@example.com', 'smtp', 'own.example.com', 'f');
	    INSERT INTO service (mailbox, type, url, username) VALUES
	    ('fred@example.com', 'caldav', 'https://own.example.com/', 'f')"
	run 0 check && [ ! -s out ]
	result $? 'check: a mailbox with servers of its own is good'
	cp good.db main.db
	sql "UPDATE provider SET sections = 'managesieve'; DELETE FROM service WHERE type = 'managesieve';
	    INSERT INTO service (mailbox, type, host) VALUES ('fred@example.com', 'managesieve', 'own.example.com')"
	run 0 show mozilla fred@example.com && says '>own.example.com<' out && run 0 check && [ ! -s out ]
	result $? 'check: a section that one mailbox alone has is good'
	cp good.db main.db
	sql "UPDATE service SET url = 'https://dav.%EMAILDOMAIN%:8443/%EMAILADDRESS%/' WHERE type = 'caldav';
	    INSERT INTO service (provider, type, url) VALUES ('example', 'ldap', 'ldaps://ldap.example.com/dc=example,dc=com'),
	    ('example', 'ldap', 'ldaps://ldap.example.com/%20dc=example/?uid?one'),
	    ('example', 'mapihttp', 'https://mail.example.com/mapi/'), ('example', 'ews', 'https://mail.example.com/ews?x#y')"
	run 0 check && [ ! -s out ]
	result $? 'check: a URL with placeholder, port and path is good'
	sql "INSERT INTO service (provider, type, url, port) VALUES ('example', 'ical', 'https://d.example/', NULL),
	    ('example', 'ical', 'https://d.example/', 8443), ('example', 'ical', 'https://d.example/?u=https://d.example:1', 8443),
	    ('example', 'ical', 'https://e.example:8443/', 8443), ('example', 'ical', 'http://d.example/', NULL),
	    ('example', 'ical', 'https://d.example/A', NULL), ('example', 'ical', 'https://d.example/a', NULL)"
	run 1 check && lines out 1 && says 'http://d.example/ of example): a url without TLS' out
	result $? 'check: other ports, schemes and paths are other servers'
	cp good.db main.db
	sql "INSERT INTO service (provider, type, url, port) VALUES ('example', 'ical', 'https://u:pw@a.example.net/x', 8443),
	    ('example', 'ical', 'https://u:pw@b.example.net/x', 8443), ('example', 'ical', 'https://[2001:db8::1]/x', 8443)"
	run 1 check; says 'url has a user name in front' out && ! says 'its url has port' out && ! says 'the same server' out
	result $? 'check: a user name or an IPv6 address in a URL is read as no port'
	sql "UPDATE mailbox SET login = CAST(x'FF' AS TEXT)"
	run 1 export && [ ! -s out ] && says "main.db: mailbox fred@example.com can't be exported: login holds a character" err
	result $? 'what JSON can not hold is not exported'
	while IFS='@' read -r statement sentence; do
		cp good.db main.db
		sql "${statement//#/@}" >out 2>err
		run 1 export && [ ! -s out ] && says "can't be exported: $sentence" err
		result $? "export: $sentence"
	done <<-'END'
		UPDATE service SET url = 'https://-x/' WHERE type = 'caldav'@url names no host
		UPDATE service SET url = 'https://x.example/%EMAILFOO%' WHERE type = 'caldav'@url holds %EMAILFOO%, which is no placeholder
		UPDATE service SET username = '%FOO%' WHERE type = 'imap'@username holds %FOO%, which is no placeholder
		UPDATE provider SET name = 'Example' || char(160)@name has a blank at its start or end
		INSERT INTO mailbox (address) VALUES ('x#1.2.3.4')@address is no mail address
		INSERT INTO domain (name, provider) VALUES ('a.' || printf('%.64c', 'b'), 'example')@name is no domain
	END
	cp good.db main.db
	sql "DELETE FROM service WHERE type = 'smtp';
	    WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 100)
	    INSERT INTO domain (name, provider) SELECT 'd' || i || '.example', 'example' FROM n"
	run 1 check && says 'example: 82 more like these' out && lines out 21
	result $? 'check: many of a kind are counted'
}

part_jsonschema()
{
	local file
	"${PYTHON:-python3}" -c 'import jsonschema' 2>/dev/null || PYTHON=/usr/bin/python3
	if ! "${PYTHON:-python3}" -c 'import jsonschema' 2>/dev/null; then
		echo '# skip: python3-jsonschema is not installed'
		return
	fi
	fresh "$here/seeds/everything.json"; "$muaconf" export --secrets >exported.json
	for file in "$schema"/examples/*.json "$here/seeds/other.json" "$here/seeds/everything.json" exported.json; do
		"${PYTHON:-python3}" - "$schema/seed.schema.json" "$file" >out 2>err <<-'END'
			import json, sys, jsonschema
			schema = json.load(open(sys.argv[1]))
			jsonschema.Draft7Validator.check_schema(schema)
			jsonschema.Draft7Validator(schema).validate(json.load(open(sys.argv[2])))
		END
		result $? "JSON Schema: $(basename "$file")"
	done
	sql "SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'" >columns
	"${PYTHON:-python3}" - "$schema/seed.schema.json" columns >out 2>err <<-'END'
		import json, sys
		definitions = json.load(open(sys.argv[1]))["definitions"]
		hidden = {"domain.provider", "service.id", "service.provider", "documentation.id", "documentation.provider"}
		missing = []
		for line in open(sys.argv[2]):
		    table, column = line.strip().split("|")
		    row = definitions[table]
		    row = row["anyOf"][1] if "anyOf" in row else row
		    if f"{table}.{column}" not in hidden and column not in row["properties"]:
		        missing.append(f"{table}.{column}")
		sys.exit("not in the JSON Schema: " + ", ".join(missing) if missing else 0)
	END
	result $? 'the JSON Schema has every column'
}
