"""For tests/bench: what a directory costs.

    bench.py serve DIRECTORY                     a slapd with 10,000 users, and the stand-in: prints their
                                                 ports, runs until SIGTERM
    bench.py count DIRECTORY PROGRAM DB ADDRESS N
                                                 instructions of N answers for an address, whatever it
                                                 takes to start not counted

The stand-in does what automx2 does for one answer, and nothing else: a new
connection for each request, by the same library with the same settings, bind,
search, unbind.  No framework, no database, no XML: so it is faster than that.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.parse

import kit

try:
    import ldap3  # for the stand-in alone
except ImportError:
    ldap3 = None

PROCESSES = 4  # as muaconf.fcgi has threads
ANSWER = "<clientConfig version=\"1.1\"><username>%s</username></clientConfig>\n"


def look_up(port, address):
    connection = ldap3.Connection(ldap3.Server("127.0.0.1", port=port), lazy=False, read_only=True)
    if not connection.bind():
        return None
    connection.search(f"ou=people,{kit.SUFFIX}", f"(mail={address.partition('@')[0]}@example.org)",
                      attributes=["uid", "cn"], size_limit=1)
    found = connection.response
    connection.unbind()
    return found[0]["attributes"]["uid"][0] if found else None


def stand_in(listener, port):
    while True:
        client, _ = listener.accept()
        with client:
            head = b""
            while b"\r\n\r\n" not in head and (chunk := client.recv(8192)):
                head += chunk
            target = head.split(b" ")[1].decode() if head.count(b" ") > 1 else ""
            address = urllib.parse.parse_qs(urllib.parse.urlsplit(target).query).get("emailaddress", ["x@x"])[0]
            uid = look_up(port, address)
            body = (ANSWER % uid).encode()
            status = "200 OK" if uid else "404 Not Found"
            client.sendall(f"HTTP/1.0 {status}\r\nContent-Type: text/xml\r\n"
                           f"Content-Length: {len(body)}\r\n\r\n".encode() + body)


def serve(directory):
    slapd = kit.Slapd(directory, "bench")
    slapd.fill(kit.ldif(9, kit.USERS), 1)
    slapd.fill(kit.closed_ldif(), 2)
    slapd.start()
    listener = socket.create_server(("127.0.0.1", 0), backlog=512)
    children = []
    for _ in range(PROCESSES):
        pid = os.fork()
        if pid == 0:
            stand_in(listener, slapd.port)
        children.append(pid)
    print(slapd.port, listener.getsockname()[1], flush=True)
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    for pid in children:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    slapd.stop(signal.SIGKILL)


def run(directory, program, database, address, n):
    listener = socket.create_server(("127.0.0.1", 0), backlog=512)
    with open(f"{directory}/callgrind.log", "wb") as log:
        process = subprocess.Popen(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program,
                                    "-d", database, "-t", "1"], stdin=listener, stderr=log)
    fcgi = kit.Fcgi.__new__(kit.Fcgi)
    fcgi.attach(listener, process)
    for _ in range(n):
        raw = fcgi.get("/mail/config-v1.1.xml", f"emailaddress={address}", f"autoconfig.{address.partition('@')[2]}")
        if not raw.startswith(b"Status: 200"):
            sys.exit(f"{address}: {raw[:200]!r}")
    fcgi.stop()
    with open(f"{directory}/callgrind.log", encoding="utf-8", errors="replace") as log:
        return int(re.search(r"Collected : (\d+)", log.read()).group(1))


def count(directory, program, database, address, n):
    once = run(directory, program, database, address, n)
    print((run(directory, program, database, address, 2 * n) - once) // n)


if sys.argv[1] == "serve":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    serve(sys.argv[2])
else:
    count(*sys.argv[2:6], int(sys.argv[6]))
