"""What the program does as a process: asked directly, by many at once, for long,
by clients that go away.  Against fixtures/mozilla.json.

usage: service.py everything PID | finish SOCKET PID | ask HOST TARGET
"""
import os
import random
import signal
import socket
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import microsoft
import readers
import web
from table import Table, expect, field, short_text, status
from web import get

M = "/mail/config-v1.1.xml"
AC = "autoconfig.example.com"
t = Table("service")

MIXED = [get("autoconfig." + d, M, scheme=s) for s in ("http", "https") for d in
         ("example.com", "example.net", "amp.example", "hoster.example", "customer.example",
          "comp.example", "unknown.example", "xn--bcher-kva.example")]
MIXED += [get(AC, M + "?emailaddress=fred%40example.com"), get(AC, "/nothing"),
          get(AC, "/mail.mobileconfig?emailaddress=jane%40customer.example"),
          get(AC, "/mobileconfig?emailaddress=nobody"),
          get("autodiscover.customer.example", microsoft.PATH),
          microsoft.post(microsoft.request("jane.doe@example.net")),
          microsoft.post(microsoft.request("jane.doe@unknown.example")),
          microsoft.post("<a>"), microsoft.post("x" * 20000),
          get(AC, M, method="PROPFIND", body=b"<x/>"), get(AC, M, method="HEAD")]


def constant(a):
    """An answer less what changes with the time (Autodiscover's errors)."""
    body = a.body
    at = body.find(b'Time="')
    return a.status, a["content-type"], body if at < 0 else body[:at] + body[at + 22:]


def together():
    questions = MIXED * 2
    alone = [constant(web.ask(q)) for q in questions]
    order = list(range(len(questions)))
    random.shuffle(order)
    with ThreadPoolExecutor(50) as pool:
        answers = dict(zip(order, pool.map(lambda i: web.ask(questions[i]), order)))
    for i, a in answers.items():
        expect(constant(a) == alone[i], f"like the sequential answer {alone[i]}\n{a}")


def size(pid):
    with open(f"/proc/{pid}/statm", encoding="ascii") as f:
        pages = int(f.read().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024, len(os.listdir(f"/proc/{pid}/fd"))


def for_long(pid):
    def many(n):
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda i: web.ask(MIXED[i % len(MIXED)]._replace(scheme="http")
                 if MIXED[i % len(MIXED)].target.startswith(b"/mail/c")
                 else MIXED[i % len(MIXED)]), range(n)))
    many(500)
    before, files = size(pid)
    many(1000)
    after, files_after = size(pid)
    print(f"# {before} kB and {files} files before, {after} kB and {files_after} after")
    expect(after - before <= 1024, f"memory grew from {before} to {after} kB")
    expect(files_after <= files, f"open files grew from {files} to {files_after}")


def gone():
    """Clients that leave in the middle, before nginx and before the program."""
    q = microsoft.post(microsoft.O)
    for part in (0.3, 0.7, 0.95):
        data = web.head_of(q) + q.body
        s = web.connect(q)
        s.sendall(data[:int(len(data) * part)])
        s.close()
    s = web.connect(q)
    s.sendall(web.head_of(q) + q.body)
    s.close()    # does not wait for the answer
    post = dict(REQUEST_METHOD="POST", SCRIPT_NAME=microsoft.PATH, HTTP_HOST=AC,
                CONTENT_LENGTH=str(len(q.body)), QUERY_STRING="")
    for _ in range(8):    # more than there are threads
        f = web.FastCGI()
        f.begin(**post)
        f.body(q.body[:50])
        f.s.close()
    for junk in (b"", b"\x01", b"GET / HTTP/1.1\r\n\r\n", b"\xff" * 100,
                 b"\x01\x01\x00\x01\xff\xff\x00\x00"):
        s = socket.socket(socket.AF_UNIX)
        s.connect(web.SOCKET)
        s.sendall(junk)
        s.close()
    readers.autoconfig(web.ask(get("autoconfig.customer.example", M)), "customer.example")


def slow():
    began = time.monotonic()
    a = web.ask(microsoft.post(microsoft.O, pieces=40), pause=0.05)
    expect(time.monotonic() - began > 1.5, "it was not slow")
    readers.settings(a)


def packets():
    """The body in many records, straight to the program."""
    f = web.FastCGI()
    f.begin(REQUEST_METHOD="POST", SCRIPT_NAME=microsoft.PATH, HTTP_HOST=AC, QUERY_STRING="",
            CONTENT_LENGTH=str(len(microsoft.O)))
    for c in microsoft.O.encode():
        f.body(bytes([c]))
    f.body()
    readers.settings(f.answer())


def without_length():
    """A body whose length was not told (request buffering is off)."""
    f = web.FastCGI()
    f.begin(REQUEST_METHOD="POST", SCRIPT_NAME=microsoft.PATH, HTTP_HOST=AC, QUERY_STRING="",
            CONTENT_LENGTH="")
    f.body(microsoft.O.encode())
    f.body()
    readers.settings(f.answer())


def odd_parameters():
    """No web server sends these; the program answers all the same."""
    for params, wanted in (
            ({}, (400, 404, 405)),
            (dict(SCRIPT_NAME=M), (400, 405)),
            (dict(REQUEST_METHOD="GET"), (404,)),
            (dict(REQUEST_METHOD="GET", SCRIPT_NAME="/" + "a" * 20000), (400, 404, 414)),
            (dict(REQUEST_METHOD="GET", SCRIPT_NAME=M, HTTP_HOST="a" * 5000), (400, 404)),
            (dict(REQUEST_METHOD="GET", SCRIPT_NAME=M, HTTP_HOST=AC,
                  QUERY_STRING="a=" + "b" * 30000), (200, 400, 414)),
            (dict(REQUEST_METHOD="POST", SCRIPT_NAME=microsoft.PATH, HTTP_HOST=AC,
                  CONTENT_LENGTH="-1"), (200, 400)),
            (dict(REQUEST_METHOD="POST", SCRIPT_NAME=microsoft.PATH, HTTP_HOST=AC,
                  CONTENT_LENGTH="99999999999999999999"), (200, 400, 413)),
            (dict(REQUEST_METHOD="GET", SCRIPT_NAME="/mail", PATH_INFO="/config-v1.1.xml",
                  HTTP_HOST=AC), (200,))):
        f = web.FastCGI()
        f.begin(**params)
        f.body()
        a = f.answer()
        shown = {k: v[:60] for k, v in params.items()}
        expect(a.status in wanted, f"{shown}: status {wanted} wanted\n{a}")


def too_fast():
    """The rate limit of the shipped site, from one address."""
    answers = [web.ask(get(AC, M + "?emailaddress=hasty.jane%40example.com", scheme="http"),
                       "127.0.0.9") for _ in range(240)]
    found = {a.status for a in answers}
    expect(found == {200, 429}, f"200 and 429 wanted, not {found}")
    expect(all(a.status == 200 for a in answers[:100]), "the first 100 are served")
    for a in answers:
        if a.status == 429:
            short_text(a)
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: web.ask(get("example.com", "/.well-known/mail-v1.xml",
                       scheme="http"), "127.0.0.9"), range(120)))
    few = [a for a in answers if a.status == 429]
    expect(few, "429 wanted below /.well-known/ too")
    for a in few:
        expect(a.body == b"", f"no body below /.well-known/\n{a}")


def certificates():
    for host, wanted in (("autoconfig.example.com", "autoconfig.example.com"),
                         ("AutoDiscover.EXAMPLE.com", "autodiscover.example.com"),
                         ("autoconfig.customer.example", "default.example"),
                         ("mailsetup.example.com", "default.example"),
                         ("autoconfig.hoster.example", "autoconfig.hoster.example")):
        a = web.ask(get(host, M))
        expect(wanted in a.names, f"{host}: {wanted} wanted in {a.names}")
    for host in ("www.nothing.example", "localhost"):
        try:
            web.ask(get(host, M))
        except OSError:
            continue
        expect(False, f"no handshake wanted for {host}")
    # Thunderbird reuses a connection for other names of its certificate.
    a = web.ask(get("autodiscover.example.com", M, sni="autoconfig.example.com",
                    host_field="autoconfig.hoster.example"))
    readers.autoconfig(a, "hoster.example")


t.row("405", "a method nobody knows", get(AC, M, method="BREW"), status(405))
t.row("404", "paths of other services", [get(AC, p, scheme=s) for s in ("https",) for p in
      ("/.env", "/wp-login.php", "/v1.1/", "/mail/", "/autodiscover/", "/dev/null/none")], status(404), short_text)
t.row("404", "out of the tree", get(AC, "/%2e%2e/%2e%2e/etc/passwd"), status(400, 404))
t.row("80", "other paths go to https", get(AC, "/help?x=1", scheme="http"), status(301),
      field("location", f"https://{AC}/help?x=1"))
t.row("80", "certificate challenges", get(AC, "/.well-known/acme-challenge/token",
      scheme="http"), status(200), lambda a: expect(a.body == b"token.key\n", "the file"))
t.row("host", "a foreign site with our locations", [
      get("example.com", "/"), get("example.com", "/shop.html")],
      status(200), lambda a: expect(b"shop" in a.body, "the site's own page"))


def everything(pid):
    t.run()
    t.check("tls", "certificates by name", certificates)
    t.check("body", "one octet a record", packets)
    t.check("body", "no length", without_length)
    t.check("body", "slow sender", slow)
    t.check("odd", "parameters", odd_parameters)
    t.check("gone", "clients that leave", gone)
    t.check("many", "50 at once give the sequential answers", together)
    t.check("long", "1,000 requests leave memory and files as they were",
            lambda: for_long(pid))
    t.check("429", "one address too fast", too_fast)


def finish(path, pid):
    """SIGTERM while a request is under way: it is answered."""
    def check():
        f = web.FastCGI(path)
        f.begin(REQUEST_METHOD="POST", SCRIPT_NAME=microsoft.PATH, HTTP_HOST=AC, QUERY_STRING="",
                CONTENT_LENGTH=str(len(microsoft.O)))
        f.body(microsoft.O[:100].encode())
        time.sleep(0.3)
        os.kill(pid, signal.SIGTERM)
        time.sleep(0.5)
        f.body(microsoft.O[100:].encode())
        f.body()
        readers.settings(f.answer())
    t.check("term", "a request under way is answered after SIGTERM", check)


if __name__ == "__main__":
    if sys.argv[1] == "everything":
        everything(int(sys.argv[2]))
    elif sys.argv[1] == "finish":
        finish(sys.argv[2], int(sys.argv[3]))
    else:    # ask: status, then body
        answer = web.ask(get(sys.argv[2], sys.argv[3]))
        print(answer.status, answer["content-type"], answer["content-length"])
        print(answer.text())
