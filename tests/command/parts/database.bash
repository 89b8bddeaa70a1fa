# shellcheck shell=bash disable=SC2154
# The database's own rules, and those of others.  Read by tests/command/run.

part_sqlite()
{
	local statement sentence
	fresh "$schema/examples/example.json" "$here/seeds/other.json"; cp main.db before
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
		UPDATE domain SET redirect_url = 'http://x.example/'@domain.redirect_url is https://HOST/autodiscover/autodiscover.xml
		UPDATE domain SET redirect_url = 'https://autodiscover.' || name || '/autodiscover/autodiscover.xml'@domain.redirect_url can't lead to the domain itself
		UPDATE domain SET enabled = 2@domain.enabled is 0 or 1
		UPDATE domain SET ldap = 'nowhere'@domain.ldap: there is no ldap_server with this id
		DELETE FROM provider@provider: it still has domains; delete or move them first
		DELETE FROM domain WHERE name = 'example.com'@domain: other domains are aliases of it; delete them first
		UPDATE provider SET id = 'Two Words' WHERE id = 'other'@provider.id is 1..63 of a-z, 0-9 and -
		UPDATE provider SET name = ''@provider.name is 1..60 printable characters
		INSERT INTO mailbox (address) VALUES ('fred')@mailbox.address is local#domain
	END
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
		INSERT INTO mailbox (address) VALUES ('x#elsewhere.example')@x#elsewhere.example: its domain is not served
		UPDATE domain SET enabled = 0 WHERE name = 'example.com'@example.net: alias of example.com, which is disabled
		UPDATE domain SET redirect_domain = name WHERE name = 'example.com'@example.com: redirect_domain example.com leads nowhere
		UPDATE domain SET redirect_url = 'https://x.example/autodiscover/autodiscover.xml' WHERE name = 'example.com'; INSERT INTO domain (name, provider, redirect_domain) VALUES ('b.example', 'example', 'example.com')@b.example: redirect_domain example.com redirects on
		INSERT INTO domain (name, provider) VALUES ('example.123', 'example')@example.123: no client asks for this domain
		INSERT INTO provider (id, name) VALUES ('lonely', 'Lonely')@provider lonely: no domains
		INSERT INTO ldap_server (id, uri, base, filter) VALUES ('l', 'ldap://x', 'dc=x', '(objectClass=person)')@ldap_server l: its filter holds no {0}
		UPDATE service SET username = '%EMAILLOCALPART%' WHERE type = 'caldav'; UPDATE provider SET sections = 'calendars'@its username differs from the smtp service's
		UPDATE provider SET sections = 'calendars jmap'@provider example: section jmap has nothing to show
		UPDATE provider SET sections = 'oauth2'@provider example: section oauth2 has nothing to show
		UPDATE provider SET sections = 'webmail', webmail_url = NULL@provider example: section webmail has nothing to show
		UPDATE provider SET in_order = 1; UPDATE service SET priority = 1 WHERE type = 'pop3'@provider example: in_order lists another server before imap
		WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 65) INSERT INTO documentation (provider, url) SELECT 'example', 'https://example.com/' || i FROM n@provider example: 65 rows of documentation
		PRAGMA ignore_check_constraints = 1; UPDATE service SET port = 0 WHERE type = 'imap'@database: CHECK constraint failed
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
