# shellcheck shell=bash disable=SC2154
# Commands, options, files that can not be used.  Read by tests/command/run.

part_usage()
{
	run 2;                    says 'usage: muaconf' err;                 result $? 'no command: usage'
	run 2 frobnicate;         says 'frobnicate: there is no such command' err; result $? 'an unknown command'
	run 2 -x init;            says 'usage: muaconf' err;                 result $? 'an unknown option'
	run 2 seed;               says 'seed [-n] FILE|-' err;               result $? 'seed without a file'
	run 2 seed a b;           says 'seed [-n] FILE|-' err;               result $? 'seed with two files'
	run 2 seed -x a;          says 'seed [-n] FILE|-' err;               result $? 'seed with an unknown option'
	run 2 init x;             says 'usage' err;                          result $? 'init with an argument'
	run 2 export --everything; says '[--secrets]' err;                   result $? 'export with an unknown option'
	run 2 check x;            says 'usage' err;                          result $? 'check with an argument'
	run 0 -h && says 'make the database agree' out && [ ! -s err ];      result $? '-h prints the commands'
	local command
	run 0 --help && says 'make the database agree' out;                  result $? '--help too'
	for command in init seed export check show import migrate; do
		run 0 "$command" --help && says "usage: muaconf [-d DATABASE] $command" out && [ ! -s err ]
		result $? "$command --help"
	done
	run 0 show --help && says 'autodiscover-soap' out;                   result $? 'show --help names the formats'
	run 0 dns --help && says '--ttl SECONDS' out && [ ! -s err ];        result $? 'dns --help lists its options'
	run 0 certs x.example --help && says '--only-resolving' out && [ ! -s err ]; result $? 'certs --help, behind a domain'
	run 0 nginx -h && says '--certificates DIRECTORY' out && [ ! -s err ]; result $? 'nginx -h'
	run 2 dns --nonsense && says 'dns: "--nonsense": there is no such option; muaconf dns --help' err; result $? 'an unknown option is named'
	run 2 certs -x && says 'certs: "-x": there is no such option' err;   result $? '... and a letter'
	run 2 nginx --http-port && says 'nginx: --http-port needs a value: PORT' err; result $? 'a value that is missing'
	run 0 -V && grep -qE '^muaconf [0-9.]+$' out;                        result $? '-V prints the version'
}

part_files()
{
	run 1 export && says "$MUACONF_DATABASE: there is no such file; create it with" err
	result $? 'a missing database is named'
	run 0 init && [ "$(stat -c %a main.db)" = 644 ]
	result $? 'init makes a file that the web program can read'
	cp -p main.db before
	run 0 init && cmp main.db before
	result $? 'init leaves an empty database alone'
	fresh "$here/seeds/other.json"; cp main.db before
	run 1 init && says 'main.db: is there already' err && cmp main.db before
	result $? 'init refuses a database with settings'
	printf 'hello\n' >text
	run 1 -d text init && [ "$(cat text)" = hello ]
	result $? 'init refuses any other file'
	run 1 -d text seed "$here/seeds/other.json" && says 'text: ' err && [ "$(cat text)" = hello ]
	result $? 'seed refuses a file that is no database'
	: >empty
	run 1 -d empty seed "$here/seeds/other.json" && says 'empty: is empty; remove it, and run' err && [ ! -s empty ]
	result $? 'seed refuses an empty file'
	sqlite3 foreign.db 'CREATE TABLE a (b)'; cp foreign.db before
	run 1 -d foreign.db seed "$here/seeds/other.json" && says 'is no muaconf database; name another file with -d' err &&
	    cmp foreign.db before
	result $? "seed refuses another program's database"
	local left
	for left in journal wal shm; do
		: >"left.db-$left"
		run 1 -d left.db seed "$here/seeds/other.json" && says "left.db-$left: is left of a database" err && [ ! -e left.db ] &&
		    run 1 -d left.db init && [ ! -e left.db ]
		result $? "no new database beside left.db-$left"
		rm -f left.db*
	done
	cp main.db newer.db; sqlite3 newer.db 'PRAGMA user_version = 99'
	run 1 -d newer.db export && says 'was made by a newer muaconf (schema 99' err
	result $? 'a newer database is refused'
	run 1 -d . export && says 'is no regular file' err
	result $? 'a directory is no database'
	run 1 -d no/such/folder/x.db init && says "can't be created" err && says 'make the folder' err
	result $? 'a missing folder is named'
	run 1 seed no-such-file && says "no-such-file: can't be opened" err
	result $? 'a missing seed file is named'
	run 1 seed . && says "muaconf: .: can't " err
	result $? 'a directory is no seed file'
	"$muaconf" export >/dev/full 2>err
	[ $? -eq 1 ] && says "standard output: can't be written" err
	result $? 'a full disk behind stdout is noticed'
	rm -f main.db
	"$muaconf" seed - <"$here/seeds/manual.json" >out 2>err && says 'example-net: 2 domains' out
	result $? 'seed reads standard input'
	printf '{"provider": ' | "$muaconf" seed - >out 2>err
	[ $? -eq 1 ] && says 'standard input:1:14: a value is missing' err
	result $? '... and names it in errors'
	[ -z "$(find . -name 'main.db.*')" ]
	result $? 'nothing is left beside the database'
}

part_show()
{
	local format
	fresh "$schema/examples/example.json"
	run 2 show mozilla;                 says 'FORMAT is one of: mozilla' err;  result $? 'show without an address'
	run 2 show gopher a@example.com;    says 'gopher: there is no such format' err && says 'mozilla' err
	result $? 'show of an unknown format lists them'
	run 2 show mozilla fred;            says 'fred: ' err;                     result $? 'show of no address'
	run 1 show mozilla a@unknown.example; says 'a@unknown.example: 404 Not Found' err && [ ! -s out ]
	result $? 'show of an unknown domain'
	for format in $("$muaconf" show 2>&1 | sed -n 's/.*one of://p'); do
		case $format in mozilla | autodiscover | apple) ;; *) continue ;; esac
		run 0 show "$format" fred@example.com && [ -s out ] && [ ! -s err ]
		result $? "show $format"
	done
	run 0 show pacc fred@example.com && cp out pacc && run 0 show pacc someone.else@example.com && cmp out pacc &&
	    says '{"protocols":{"imap":{"host":"imap.example.com"}' out
	result $? 'show pacc is the same for every address of a domain'
	run 1 show caldav fred@example.com && [ ! -s out ] &&
	    says '301 Moved Permanently: https://dav.example.com/calendars/' err
	result $? 'show of a redirect says where it leads'
	run 1 show jmap fred@example.com && says '404 Not Found' err
	result $? 'show of a redirect that there is none for'
	run 0 show autodiscover fred@example.net && says 'u1234' out; ok=$?
	run 0 show autodiscover fred@example.com && says 'u1234' out
	result $? "show knows a mailbox's login"
	: "$ok"
	run 1 -d nowhere.db show mozilla fred@example.com && says 'nowhere.db: there is no such file' err
	result $? 'show without a database'
}
