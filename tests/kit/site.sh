# shellcheck shell=bash
# The real service for a test: the shipped nginx files, the program behind
# spawn-fcgi, certificates of a test CA.  To be sourced, after
#
#	root, fcgi      the checkout, the program muaconf.fcgi
#	tmp             a fresh directory with a short path (a socket's has 107 octets at most)
#	die()           ends the test with a message
#	pids=()         processes to kill at the end; what is started here is added
#
# Names for others: $db, $program, $E2E_SOCKET, $E2E_CA.
# shellcheck disable=SC2154,SC2034

mkdir "$tmp"/{run,logs,temp,conf,conf/snippets,certs,acme}
: >"$tmp/logs/program.log"
export E2E_SOCKET=$tmp/run/muaconf.sock E2E_CA=$tmp/ca.pem PYTHONDONTWRITEBYTECODE=1
# Sanitizers: no quarantine that looks like a leak.
export ASAN_OPTIONS="quarantine_size_mb=1:${ASAN_OPTIONS-}"
db=$tmp/muaconf.db

# until_true SECONDS COMMAND...
until_true() {
	local end=$((SECONDS + $1 + 1))
	shift
	until "$@"; do
		[ "$SECONDS" -lt "$end" ] || return 1
		sleep 0.05
	done
}

# --- who runs what ----------------------------------------------------------

# As root the program runs as nobody, so that the tests see what it may not do.
spawn_as=()
run_as=()
nginx_user=
chmod 755 "$tmp" "$tmp/acme"
if [ "$(id -u)" = 0 ]; then
	nginx_user="user root;"
	chmod 777 "$tmp/run"
	if setpriv --reuid=nobody --regid=nogroup --clear-groups test -x "$fcgi" 2>/dev/null; then
		spawn_as=(-u nobody -g nogroup -U nobody -G nogroup)
		run_as=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
	fi
fi

# start_program THREADS: sets $program; returns when it is ready.
start_program() {
	local since
	since=$(log_size)
	rm -f "$E2E_SOCKET"
	spawn-fcgi -n -s "$E2E_SOCKET" -M 0666 "${spawn_as[@]}" -- \
		"$fcgi" -d "$db" -t "$1" </dev/null >>"$tmp/logs/program.log" 2>&1 &
	program=$!
	pids+=("$program")
	until_true 5 logged "$since" ready
}

log_size() {
	stat -c %s "$tmp/logs/program.log"
}
# logged SINCE WORDS: has the program's log a line with the words since then?
logged() {
	tail -c "+$(($1 + 1))" "$tmp/logs/program.log" | grep -qiE "$2"
}

# gone PID: has it ended?
gone() {
	! kill -0 "$1" 2>/dev/null || [ "$(ps -o stat= -p "$1" | cut -c1)" = Z ]
}

# --- certificates, chosen by name -------------------------------------------

tls() {
	openssl "$@" >>"$tmp/openssl.log" 2>&1 || die "openssl: $(tail -n 3 "$tmp/openssl.log")"
}
tls req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=Test CA" \
	-keyout "$tmp/ca.key" -out "$E2E_CA"

# certificate DIRECTORY NAME...
certificate() {
	local dir=$tmp/certs/$1 names
	shift
	names=$(printf ',DNS:%s' "$@")
	mkdir "$dir"
	tls req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" \
		-keyout "$dir/privkey.pem" -out "$dir/csr.pem"
	printf 'subjectAltName=%s\n' "${names#,}" >"$dir/ext"
	tls x509 -req -in "$dir/csr.pem" -CA "$E2E_CA" -CAkey "$tmp/ca.key" -CAcreateserial \
		-days 2 -extfile "$dir/ext" -out "$dir/fullchain.pem"
}

# --- nginx with the shipped files -------------------------------------------

shipped() {
	sed -e "s|/var/log/nginx/|$tmp/logs/|" -e "s|/run/muaconf/|$tmp/run/|" \
		-e "s|/var/lib/dehydrated/certs|$tmp/certs|" \
		-e "s|/var/lib/dehydrated/acme-challenges/|$tmp/acme/|" \
		-e "s|/etc/nginx/|$tmp/conf/|" -e '/listen \[::\]/d' \
		-e "s|listen 80;|listen 127.0.0.1:$E2E_HTTP;|" \
		-e "s|listen 443 |listen 127.0.0.1:$E2E_HTTPS |" "$root/nginx/$1"
}

nginx_run=(nginx -e "$tmp/logs/error.log" -p "$tmp/conf" -c "$tmp/conf/nginx.conf")

# nginx_files < SERVERS: the shipped files on the ports $E2E_HTTP and $E2E_HTTPS,
# and beside them the server blocks of standard input.
nginx_files() {
	shipped muaconf.conf >"$tmp/conf/muaconf.conf"
	shipped muaconf-locations.conf >"$tmp/conf/snippets/muaconf-locations.conf"
	cat - >"$tmp/conf/others.conf"
	cat >"$tmp/conf/nginx.conf" <<-CONF
	$nginx_user
	worker_processes 2;
	pid $tmp/nginx.pid;
	daemon off;
	events { worker_connections 1024; }
	http {
		include /etc/nginx/mime.types;
		client_body_temp_path $tmp/temp/body;
		fastcgi_temp_path     $tmp/temp/fastcgi;
		proxy_temp_path       $tmp/temp/proxy;
		scgi_temp_path        $tmp/temp/scgi;
		uwsgi_temp_path       $tmp/temp/uwsgi;
		access_log $tmp/logs/foreign.log;

		include muaconf.conf;
		include others.conf;
	}
	CONF
}

# start_nginx: sets $nginx; returns when it is ready.
start_nginx() {
	"${nginx_run[@]}" </dev/null >"$tmp/logs/start.log" 2>&1 &
	nginx=$!
	pids+=("$nginx")
	until_true 5 test -s "$tmp/nginx.pid" || die "nginx: $(cat "$tmp/logs/start.log" "$tmp/logs/error.log")"
}
