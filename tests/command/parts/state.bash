# shellcheck shell=bash disable=SC2154
# What a seed does to the database that was there.  Read by tests/command/run.

part_ownership()
{
	local p='{"id": "p", "name": "P", "domains": ["a.example", "b.example"], "services": [
	    {"type": "imap", "host": "i.example"}, {"type": "smtp", "host": "s.example", "domain": "b.example"}],
	    "mailboxes": [{"address": "x@b.example", "login": "x"}]}'
	printf '{"providers": [%s]}' "$p" >p.json
	fresh p.json "$here/seeds/other.json"
	[ "$(sql 'SELECT group_concat(id) FROM provider')" = other,p ]
	result $? 'other providers stay'
	printf '{"providers": [{"id": "p", "name": "P", "domains": ["a.example"],
	    "services": [{"type": "imap", "host": "i.example"}]}]}' >less.json
	run 0 seed -n less.json && diff - out >>err <<-'END'
		- service smtp s.example of b.example
		- mailbox x@b.example
		- domain b.example
	END
	result $? '-n shows what would go'
	run 0 seed less.json && diff - out >>err <<-'END'
		removed domain b.example
		removed service smtp s.example of b.example
		removed mailbox x@b.example
		p: 1 domain, 1 service, 0 mailboxes
	END
	result $? 'what goes is said'
	[ "$(sql "SELECT count(*) FROM domain WHERE provider = 'other'")" = 1 ]
	result $? '... and nobody else loses anything'
	fresh p.json
	printf '{"providers": [{"id": "p", "name": "P", "domains": ["a.example"]},
	    {"id": "q", "name": "Q", "domains": ["b.example"],
	     "services": [{"type": "smtp", "host": "s.example", "domain": "b.example"}],
	     "mailboxes": [{"address": "x@b.example", "login": "x"}]}]}' >move.json
	run 0 seed move.json && [ "$(sql "SELECT provider FROM domain WHERE name = 'b.example'")" = q ] &&
	    [ "$(sql 'SELECT provider FROM service; SELECT address FROM mailbox')" = $'q\nx@b.example' ]
	result $? 'a domain moves when both providers are in the file'
	# Aliases that turn round: b of a, then a of b; then a chain that was not.
	printf '{"providers": [{"id": "p", "name": "P", "domains": ["a.example", {"name": "b.example", "alias_of": "a.example"},
	    {"name": "c.example", "alias_of": "a.example"}, "d.example"]}]}' >alias1.json
	printf '{"providers": [{"id": "p", "name": "P", "domains": [{"name": "a.example", "alias_of": "b.example"}, "b.example",
	    {"name": "d.example", "alias_of": "b.example"}, {"name": "e.example", "alias_of": "b.example"}]}]}' >alias2.json
	for turn in 2 1 2; do
		[ $turn = 2 ] && [ ! -e turned ] && fresh alias1.json && : >turned
		run 0 seed alias$turn.json && run 0 seed -n alias$turn.json && says 'nothing would change' out
		result $? "aliases turn round ($turn)"
	done
	printf '{"providers": [{"id": "p", "name": "P"}]}' >none.json
	run 0 seed none.json && [ -z "$(sql 'SELECT name FROM domain')" ]
	result $? 'all of them can go at once'
	seq -f '"d%g.example"' 1 50 | paste -sd, >list
	printf '{"providers": [{"id": "p", "name": "P", "domains": [%s]}]}' "$(cat list)" >many.json
	run 0 seed many.json && run 0 seed none.json && diff - out >>err <<-'END'
		removed 50 domains
		p: 0 domains, 0 services, 0 mailboxes
	END
	result $? 'many that go are counted'
	printf '{"mailboxes": [{"address": "a@x.example", "login": "a"}, {"address": "b@x.example", "login": "b"}]}' >top.json
	run 0 seed top.json && [ "$(cat out)" = '2 mailboxes' ]
	result $? 'mailboxes without a provider'
	printf '{"mailboxes": [{"address": "a@x.example", "login": "a"}]}' >top.json
	run 0 seed top.json && says 'removed mailbox b@x.example' out && run 0 seed none.json &&
	    [ "$(sql 'SELECT address FROM mailbox')" = a@x.example ]
	result $? '... are all of them where the list is there'
	sql "INSERT INTO domain (name, provider) VALUES ('k.example', 'p'); INSERT INTO mailbox (address) VALUES ('m@k.example')"
	run 0 seed none.json && says 'removed mailbox m@k.example' out
	result $? 'a mailbox goes with its domain'
	fresh p.json
	printf '{"mailboxes": [{"address": "x@b.example", "login": "x"}], "providers": [{"id": "p", "name": "P",
	    "domains": ["a.example"], "services": [{"type": "imap", "host": "i.example"}]}]}' >top.json
	run 0 seed top.json && [ "$(sql 'SELECT address FROM mailbox')" = x@b.example ] &&
	    run 0 seed -n top.json && says 'nothing would change' out
	result $? '... unless it is listed at the top'
}

# What an administrator wants to happen with each row happens.
part_triggers()
{
	fresh "$here/seeds/other.json"
	sql "CREATE TABLE audit (name TEXT);
	    CREATE TRIGGER audit_domain AFTER INSERT ON domain BEGIN INSERT INTO audit VALUES (new.name); END;
	    CREATE TRIGGER audit_mailbox AFTER INSERT ON mailbox BEGIN INSERT INTO audit VALUES (new.address); END"
	printf '{"providers": [{"id": "p", "name": "P", "domains": ["a.example", {"name": "b.example", "alias_of": "a.example"}],
	    "mailboxes": ["x@a.example"]}]}' >p.json
	run 0 seed p.json && [ "$(sql "SELECT group_concat(name) FROM audit")" = a.example,b.example,x@a.example ]
	result $? "triggers of the administrator's own run"
}

# A mailbox's own services have no provider that could get out of step: whatever
# its domain goes through, they are served, exported, and taken again.
part_mailbox_services()
{
	local statement
	printf '{"providers": [
	    {"id": "a", "name": "A", "domains": ["ex.example", "own.example", {"name": "al.example", "alias_of": "ex.example"}],
	     "services": [{"type": "imap", "host": "a.example"}, {"mailbox": "q@al.example", "type": "imap", "host": "own.al.example"},
	      {"mailbox": "q@own.example", "type": "imap", "host": "own.own.example"}], "mailboxes": ["q@al.example", "q@own.example"]},
	    {"id": "b", "name": "B", "domains": ["ot.example"], "services": [{"type": "imap", "host": "b.example"}]},
	    {"id": "c", "name": "C", "domains": ["*"], "services": [{"type": "imap", "host": "i.c.example"}, {"type": "smtp", "host": "s.c.example"}]}],
	    "mailboxes": ["q@any.example"], "services": [{"mailbox": "q@any.example", "type": "imap", "host": "own.any.example"}]}' >boxes.json
	while IFS= read -r statement; do
		fresh boxes.json
		sql "$statement" >out 2>err && run 0 export && mv out boxes.export && rm -f err &&
		    run 0 seed -n boxes.export && says 'nothing would change' out &&
		    { "$muaconf" -d other.db seed boxes.export && "$muaconf" -d other.db export >out; } >err 2>&1 &&
		    cmp out boxes.export >>err && [ "$(sql "SELECT count(*) FROM service WHERE mailbox IS NOT NULL")" = 3 ]
		result $? "a mailbox keeps its services: $statement"
		rm -f other.db
	done <<-'END'
		SELECT 1
		UPDATE domain SET provider = 'b' WHERE name = 'ex.example'
		UPDATE domain SET alias_of = 'ot.example' WHERE name = 'al.example'
		UPDATE domain SET alias_of = NULL, provider = 'b' WHERE name = 'al.example'
		UPDATE domain SET provider = NULL, alias_of = 'ot.example' WHERE name = 'own.example'
		UPDATE mailbox SET address = 'q@ot.example' WHERE address = 'q@own.example'
		UPDATE domain SET name = 'new.example' WHERE name = 'own.example'
		REPLACE INTO domain (name, provider) VALUES ('own.example', 'b')
		REPLACE INTO domain (name, alias_of) VALUES ('al.example', 'ot.example')
		DELETE FROM domain WHERE name = 'own.example'
		INSERT INTO domain (name, provider) VALUES ('any.example', 'b')
		DELETE FROM domain WHERE name = '*'
		UPDATE provider SET id = 'z' WHERE id = 'a'
	END
	fresh boxes.json
	run 0 show mozilla q@any.example && says '>own.any.example<' out && says '>s.c.example<' out && ! says i.c.example out
	result $? 'what stands at the top is served where * answers'
	# The domain leaves the file, and its mailbox does not; * does not answer.
	fresh boxes.json
	sql "DELETE FROM domain WHERE name = '*'"
	printf '{"providers": [{"id": "a", "name": "A", "domains": ["ex.example"], "services": [{"type": "imap", "host": "a.example"}]}],
	    "mailboxes": ["q@any.example", "q@own.example"], "services": [{"mailbox": "q@own.example", "type": "imap", "host": "own.own.example"}]}' >less.json
	run 0 seed less.json && says 'removed service imap own.any.example of q@any.example' out &&
	    [ "$(sql "SELECT host FROM service WHERE mailbox IS NOT NULL")" = own.own.example ] &&
	    run 0 seed -n less.json && says 'nothing would change' out
	result $? 'a mailbox that stays without its domain keeps its services'
	# Services at the top are all of those, where the list is there.
	printf '{"providers": []}' >none.json
	run 0 seed -n none.json && ! says own.own.example out
	result $? '... also when the list is not there'
}

part_order()
{
	local before after wanted
	seed_hosts()
	{
		local list='' host
		for host in $1; do
			list+="${list:+,}{\"type\": \"imap\", \"host\": \"$host.example\"}"
		done
		printf '{"providers": [{"id": "p", "name": "P", "services": [%s]}]}' "$list" >seed.json
	}
	while IFS='|' read -r before after wanted; do
		seed_hosts "$before"; fresh seed.json
		seed_hosts "$after"; run 0 seed seed.json
		[ "$(sql "SELECT group_concat(id || replace(host, '.example', ''), ' ') FROM service")" = "$wanted" ]
		result $? "services $before become $after: $wanted"
	done <<-'END'
		a b c|a b c|1a 2b 3c
		a b c|b c|2b 3c
		a b c|a c|1a 3c
		a b c|a b|1a 2b
		a b|a b c|1a 2b 3c
		a b|c a b|1c 2a 3b
		a b c|c b a|1c 2b 3a
		a b|a x|1a 2x
		a b|x b|1x 2b
		a|b|1b
		a b||
	END
}

part_kill()
{
	local n=1500 pid state i good=0 tries=14 new=0
	seq -f '"d%g.a.example"' 1 $n | paste -sd, >list
	printf '{"providers": [{"id": "p", "name": "A", "domains": [%s]}]}' "$(cat list)" >a.json
	seq -f '{"name": "d%g.a.example", "enabled": false}' 1 $n | paste -sd, >list
	printf '{"providers": [{"id": "p", "name": "B", "domains": [%s]}]}' "$(cat list)" >b.json
	fresh a.json; "$muaconf" export >a.export
	fresh b.json; "$muaconf" export >b.export
	for i in $(seq $tries); do
		if [ $((i % 2)) = 1 ]; then state=a; else state=b; fi
		"$muaconf" seed $state.json >/dev/null 2>&1 & pid=$!
		sleep "0.$(printf %02d $((i * 2 + 3)))"
		kill -9 $pid 2>/dev/null; wait $pid 2>/dev/null
		"$muaconf" export >now 2>err
		if { cmp -s now a.export || cmp -s now b.export; } &&
		    [ "$(sql 'PRAGMA integrity_check')" = ok ]; then
			good=$((good + 1))
		fi
	done
	[ $good -eq $tries ]; result $? "$tries times kill -9: the database is whole"
	good=0
	for i in $(seq $tries); do
		rm -f main.db main.db-*
		"$muaconf" seed a.json >/dev/null 2>&1 & pid=$!
		sleep "0.$(printf %02d $((i * 2 + 3)))"
		kill -9 $pid 2>/dev/null; wait $pid 2>/dev/null
		if [ ! -e main.db ]; then
			good=$((good + 1))
		elif "$muaconf" export >now 2>err && cmp -s now a.export; then
			good=$((good + 1)); new=$((new + 1))
		fi
	done
	[ $good -eq $tries ]; result $? "$tries times kill -9 of the first seed: nothing or all of it ($new times all)"
	rm -f main.db.*
}

part_lock()
{
	fresh "$here/seeds/other.json"
	( printf 'BEGIN; SELECT count(*) FROM domain;\n'; sleep 1; printf 'COMMIT;\n' ) |
	    sqlite3 -batch "$MUACONF_DATABASE" >/dev/null 2>&1 &
	sleep 0.3
	run 0 seed "$here/seeds/manual.json" && run 0 export && says '"example-net"' out
	result $? 'seed waits for a reader'
	wait
	# A file that somebody has set to WAL mode.
	sql 'PRAGMA journal_mode = WAL' >out
	printf '{"providers": [{"id": "p", "name": "P", "domains": [{"name": "x.example", "ldap": "nowhere"}]}]}' >bad.json
	printf '{"providers": [{"id": "q", "name": "Q"}]}' >q.json
	cp main.db before
	run 1 seed bad.json && run 0 seed "$here/seeds/manual.json" && run 0 seed -n q.json && cmp main.db before
	result $? 'WAL mode stays when nothing is changed'
	mkfifo hold
	sqlite3 -batch "$MUACONF_DATABASE" <hold >held 2>&1 &
	exec 9>hold
	printf 'SELECT count(*) FROM provider;\n' >&9
	until [ -s held ]; do sleep 0.1; done
	run 1 seed q.json && says 'is in WAL mode' err && says 'another program has it open; stop' err &&
	    [ -z "$(sql "SELECT 1 FROM provider WHERE id = 'q'")" ]
	result $? '... and seed says who has to go while others have it open'
	exec 9>&-
	wait
	run 0 seed q.json && [ "$(sql 'PRAGMA journal_mode')" = delete ] &&
	    [ "$(sql "SELECT id FROM provider WHERE id = 'q'")" = q ]
	result $? '... and ends with the first change'
}
