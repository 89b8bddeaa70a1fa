# shellcheck shell=bash disable=SC2154
# What a seed file may hold, and what becomes of it.  Read by tests/command/run.

part_hostile()
{
	local name message file problem
	fresh "$here/seeds/other.json"
	cp main.db before
	for file in "$here"/hostile/*.json; do
		name=$(basename "$file" .json)
		problem=
		run 1 seed "$file" || problem=status
		[ -s out ] && problem='something on stdout'
		cmp -s main.db before || problem='a changed database'
		grep -q "^$name	" "$here/hostile/expected" || problem='no line in hostile/expected'
		while IFS= read -r message; do
			says "$message" err || problem="no such sentence: $message"
		done < <(sed -n "s/^$name	//p" "$here/hostile/expected")
		[ -n "$problem" ] && printf '%s\n' "$problem" >>err
		[ -z "$problem" ]; result $? "hostile: $name"
	done
	while IFS=$'\t' read -r name message; do
		case $name in '#'*) continue ;; esac
		[ -e "$here/hostile/$name.json" ] || { false; result $? "hostile/expected: no file $name"; }
	done <"$here/hostile/expected"
}

part_big()
{
	fresh "$here/seeds/other.json"; cp main.db before
	head -c 3000000 /dev/zero | tr '\0' '[' >big
	run 1 seed big && says ':1:33: nested deeper' err;    result $? 'three million brackets'
	{ printf '{"provider": "'; head -c 5000000 /dev/zero | tr '\0' 'x'; printf '", "domains": [], "servers": []}'; } >big
	run 1 seed big && says 'provider: has 5000000 characters' err; result $? 'a name of 5 MB'
	{ printf '{"providers": ['; yes '0,' | head -c 18000003; printf '0]}'; } >big
	run 1 seed big && says 'more than 6000000 values; split the file' err; result $? 'six million and one values'
	"$muaconf" seed - </dev/zero >out 2>err
	[ $? -eq 1 ] && says 'is over 256 MB; split it' err;  result $? 'a file without end'
	cmp main.db before;                                   result $? 'the database is as it was'
	rm -f big
}

part_forms()
{
	fresh "$here/seeds/manual.json"
	sql 'SELECT id, name, short_name, help_url, webmail_url, all_servers, display_names FROM provider; SELECT name, provider FROM domain;
	    SELECT id, provider, domain, priority, type, host, port, security, authentication, username, url FROM service' >out
	diff - out >err <<-'END'
		example-net|Example Net.||||0|0
		example.net|example-net
		example.org|example-net
		1|example-net||10|imap|mail.example.net|||password-cleartext|%EMAILADDRESS%|
		2|example-net||10|smtp|mail.example.net|||password-cleartext|%EMAILADDRESS%|
	END
	result $? "the manual's form"

	fresh "$here/seeds/automx2-v1.json"
	sql 'SELECT name, provider FROM domain; SELECT type, host, port, url FROM service ORDER BY id' >out
	diff - out >err <<-'END'
		example.com|example-inc
		example.net|example-inc
		example.org|example-inc
		imap|imap.example.com||
		smtp|smtp.example.com||
		caldav||443|https://groupware.example.net/SOGo/dav/%EMAILADDRESS%/Calendar/personal/
		carddav||443|https://groupware.example.net/SOGo/dav/%EMAILADDRESS%/Contacts/personal/
	END
	result $? "automx2's form, plain domain names"

	fresh "$here/seeds/automx2-v2.json"
	sql 'SELECT name, ldap FROM domain; SELECT * FROM ldap_server;
	    SELECT type, host, port, security, authentication, username, priority FROM service WHERE host IS NOT NULL ORDER BY id' >out
	diff - out >err <<-'END'
		example.com|
		example.net|
		example.org|42
		42|ldaps://ldap.example.com:636|ou=people,dc=example,dc=com|sub|(mail={0})|uid|displayName|uid=reader,dc=example,dc=com|not-so-secret||||1000|4|60
		99|ldap://spare.example.net:389|dc=example,dc=net|sub|(mail={0})|uid|cn|uid=reader,dc=example,dc=net|nor-this||||1000|4|60
		imap|imap.example.com|||password-cleartext|%EMAILADDRESS%|5
		imap|imap2.example.com|143||password-cleartext|%EMAILLOCALPART%|20
		pop3|pop.example.com||tls|password-cleartext|%EMAILADDRESS%|10
		smtp|smtp.example.com|587|starttls|password-encrypted|%EMAILADDRESS%|10
	END
	result $? "automx2's form, version 2"

	local row
	while IFS=' ' read -r word rest; do
		printf '{"providers": [{"id": "w", "name": "W", "domains": ["w.example"], "services": [%s]}]}' \
		    "{\"type\": \"$word\", \"host\": \"h.example\"}" >seed.json
		fresh seed.json 2>err
		row=$(sql 'SELECT type, port, security FROM service')
		[ "$row" = "$rest" ]; result $? "type $word is $rest"
	done <<-'END'
		imap imap||
		imaps imap||
		pop pop3||
		pop3 pop3||
		pop3s pop3||
		smtp smtp||
		smtps smtp||
		submissions smtp||
		submission smtp|587|
	END
	printf '{"providers": [{"id": "w", "name": "W", "services": [{"type": "imaps", "host": "h.example", "port": 143}]}]}' >seed.json
	fresh seed.json && [ "$(sql 'SELECT type, port, security FROM service')" = 'imap|143|tls' ]
	result $? 'imaps means TLS on any port'
	printf '\xef\xbb\xbf{"providers": [{"id": "w", "name": "W", "domains": ["BÜCHER.example.", "*"],
	    "services": [{"type": "imap", "host": "Imap.%%EMAILDOMAIN%%.", "port": 993.0, "_why": 1}],
	    "mailboxes": [{"address": "Fred@bücher.EXAMPLE", "login": "f"}], "_list": [{"a": 1, "a": 2}]}]}' >seed.json
	fresh seed.json 2>err
	[ "$(sql "SELECT name FROM domain WHERE name <> '*'; SELECT host, port FROM service; SELECT address FROM mailbox")" = \
	    $'xn--bcher-kva.example\nimap.%EMAILDOMAIN%|993\nFred@xn--bcher-kva.example' ]
	result $? 'names come to their stored form; a byte order mark and comments are passed over'
	printf '{"providers": [{"id": "w", "name": "W", "webmail_url": "https://BÜCHER.example:8443/x", "domains": ["w.example"],
	    "services": [{"type": "caldav", "url": "https://bücher.example/%%EMAILADDRESS%%/ü"}]}]}' >seed.json
	fresh seed.json 2>err
	[ "$(sql 'SELECT webmail_url FROM provider; SELECT url FROM service')" = \
	    $'https://xn--bcher-kva.example:8443/x\nhttps://xn--bcher-kva.example/%EMAILADDRESS%/%C3%BC' ]
	result $? "... and URLs do"
}

part_roundtrip()
{
	local file name
	for file in "$here"/seeds/*.json "$schema"/examples/*.json; do
		name=$(basename "$file")
		fresh "$file"; cp -p main.db before
		run 0 seed "$file" && cmp main.db before && [ ! main.db -nt before ]
		result $? "$name: seeding twice changes nothing"
		run 0 seed -n "$file" && [ "$(cat out)" = 'nothing would change' ] && cmp main.db before
		result $? "$name: ... and -n says so"
		run 0 export --secrets && [ ! -s err ] && cp out first.json
		run 0 -d copy.db seed first.json && run 0 -d copy.db export --secrets && cmp out first.json
		result $? "$name: exported, seeded elsewhere and exported again"
		run 0 seed first.json && cmp main.db before
		result $? "$name: its own export changes nothing"
		rm -f copy.db
	done
	fresh "$here/seeds/everything.json"
	sql "SELECT m.name || '.' || c.name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'" |
	    sort >columns
	"$muaconf" export --secrets >all.json
	while IFS=. read -r table column; do
		case $table.$column in
		service.id | domain.provider | service.provider | documentation.id | documentation.provider) continue ;;
		esac
		grep -q "\"$column\": " all.json || echo "$table.$column" >>missing
	done <columns
	cp missing err 2>/dev/null; [ ! -e missing ]
	result $? 'the export has every column of the database'
}

part_secrets()
{
	fresh "$here/seeds/automx2-v2.json"
	run 0 export && says 'bind_password was left out' err && ! says 'secret' out && ! says bind_password out
	result $? 'passwords are not exported, and that is said'
	cp out public.json; cp main.db before
	run 0 seed public.json && cmp main.db before
	result $? 'seeding such a file keeps them'
	sed 's/"bind_dn": "uid=reader,dc=example,dc=net"/&, "bind_password": null/' public.json >seed.json
	run 0 seed -n seed.json && [ "$(cat out)" = '~ LDAP server 99: bind_password (secret) -> (none)' ]
	result $? 'a difference does not show them'
	run 0 seed seed.json && [ "$(sql 'SELECT id FROM ldap_server WHERE bind_password IS NOT NULL')" = 42 ]
	result $? 'null takes one away'
}
