"""The cases of tests/directory/run: what clients get, and when."""

import json
import os
import signal
import socket
import subprocess
import sys
import time

import crowd
import formats
import kit
import stage
from kit import CLOSED, SECRET, SUFFIX
from stage import (COMMAND, DB, DIR, GENERIC, PROGRAM, WITHOUT, answer, login, login_in, login_said, ok, run,
                   server, sql, timed, until)

PEOPLE = f"ou=people,{SUFFIX}"
PAUSED = (GENERIC, "not asked, it failed a moment ago")
# A server that is not there any more, or never answers, has this long in tests.
DEADLINE_MS = 300


def case_answers(main):
    server(f"ldap://127.0.0.1:{main.port}")
    ok(login("fred@example.org") == "u1234", "a user's login", login("fred@example.org"))
    ok(login("frederick@example.org") == "u1234", "an alias address gets its owner's login")
    apple = answer("frederick@example.org", "/mail.mobileconfig")
    ok(b"frederick@example.org" in apple and b"fred@example.org" not in apple
       and b">u1234<" in apple, "and stays the address", apple)
    ok(login("own@example.org") == "row1", "a mailbox row wins")
    ok(login("fred@alias.example") == "u1234", "an alias domain: the mailbox it stands for")
    nobody = answer("nobody@example.org")
    plain = answer("nobody@plain.example")
    ok(login_in(nobody) == GENERIC, "nobody: the domain's answer")
    ok(nobody == plain.replace(b"plain.example", b"example.org")
       or len(nobody) == len(plain.replace(b"plain.example", b"example.org")),
       "of the same size as without a directory", nobody)
    ok(answer("twice@example.org") == nobody, "two users: the same octets")
    server(f"ldap://127.0.0.1:{main.port}", attribute_login="description")
    ok(answer("fred@example.org") == nobody, "no such attribute: the same octets")
    server(f"ldap://127.0.0.1:{main.port}", base="dc=nowhere")
    ok(answer("fred@example.org") == nobody, "no such base: the same octets")
    server(f"ldap://127.0.0.1:{main.port}", attribute_login="title")
    ok(answer("plain@example.org") == nobody, "a login equal to the address: the same octets")
    server(f"ldap://127.0.0.1:{main.port}", filter="(&(mail={0})(uid=*)(!(mail=%EMAILLOCALPART%)))",
           base="ou=%EMAILDOMAIN%," + SUFFIX)
    ok(login("under@example.org") == "under", "placeholders in filter and base")
    ok(login("x@target.example") == GENERIC, "a base that is not there for one domain")
    server(f"ldap://127.0.0.1:{main.port}", scope="one")
    ok(login("fred@example.org") == GENERIC, "scope one does not look further down")
    server(f"ldap://127.0.0.1:{main.port}", scope="one", base=PEOPLE)
    ok(login("fred@example.org") == "u1234", "scope one below its base")
    server(f"ldap://127.0.0.1:{main.port}", scope="base", base=f"uid=u1234,{PEOPLE}")
    ok(login("fred@example.org") == "u1234", "scope base")


def case_round_trips(main):
    """The time must not tell who is there: so all take the same way."""
    between = kit.Slow(main.port, 0)
    server(f"ldap://127.0.0.1:{between.port}")
    for domain, trips, logins in [("example.org", 1, {"fred": "u1234", "frederick": "u1234", "nobody": GENERIC,
                                                      "twice": GENERIC}),
                                  ("alias.example", 2, {"own": "under", "fred": "u1234", "nobody": GENERIC})]:
        for local, name in logins.items():
            before = between.questions
            ok(login(f"{local}@{domain}") == name and between.questions - before == trips,
               f"{local}@{domain} takes {trips} questions, as everybody there", between.questions - before)
    ok(between.accepted == 1, "all over one connection, which is kept", between.accepted)


def case_names(main):
    server(f"ldap://127.0.0.1:{main.port}", cache_seconds=60)
    shown = b"Fred Example" in answer("fred@example.org", "/mail.mobileconfig")
    ok(not shown, "no display name unless it was turned on")
    sql("UPDATE provider SET display_names = 1;")
    raw = answer("fred@example.org", "/mail.mobileconfig")
    ok(b"Fred Example" in raw, "a display name when it was, the cache warm", raw)
    sql("UPDATE provider SET display_names = 0;")
    ok(b"Fred Example" not in answer("fred@example.org", "/mail.mobileconfig"), "and none again")


def case_referrals(main, target):
    server(f"ldap://127.0.0.1:{main.port}")
    login("fred@example.org")
    server(f"ldap://127.0.0.1:{main.port}", base=f"ou=elsewhere,{SUFFIX}")
    ok(login("fred@example.org") == GENERIC, "a base that is a referral finds nobody")
    server(f"ldap://127.0.0.1:{main.port}", base="o=foreign")
    ok(login("fred@example.org") == GENERIC, "nor does a referral of the server")
    server(f"ldap://127.0.0.1:{kit.Rogue(kit.referring).port}")
    ok(login("fred@example.org") == "u1", "nor do 40 references to other servers hide the entry between them")
    ok(target.accepted == 0, "and no referral is followed")


def case_hostile(main):
    server(f"ldap://127.0.0.1:{main.port}")
    for local in ["*", "fre*", "fred)(uid=*", "*)(uid=u1234", "fred\\2a", "\\66red", "fred\\",
                  "(", ")", "()", "&", "|(uid=*)", "%EMAILDOMAIN%", "y" * 64, "\\" * 64, "*" * 64,
                  "(" * 64, "\u00e9" * 32, '"fr ed"', '"a@b"', "uid=u1234", "x,ou=people", "#", "+"]:
        raw = answer(f"{local}@example.org")
        ok(login_in(raw) == GENERIC, f"hostile local part {local[:12]!r}", raw)
    server(f"ldap://127.0.0.1:{main.port}", filter="(|(mail={0})(description={0}))")
    for local, uid in kit.ODD.items():
        ok(login(f"{local}@example.org") == uid, f"a user who really is {local[:12]!r}",
           login(f"{local}@example.org"))
    raw = stage.fcgi.get("/mail/config-v1.1.xml", "emailaddress=fr%00ed@example.org", "autoconfig.example.org")
    ok(raw.startswith(b"Status: 400"), "NUL is a bad request", raw)
    server(f"ldap://127.0.0.1:{main.port}", base=f"uid=%EMAILLOCALPART%,{PEOPLE}", filter="(objectClass=*)")
    ok(login("u1234@example.org") == "u1234", "a value in a DN")
    for local in ["u1234,ou=people", "u1234+cn=x", "\\", "=", "#u", "a;b", "\u00e9,", "*"]:
        ok(login(f"{local}@example.org") == GENERIC, f"hostile in a DN: {local!r}")
    ok(login("u1234@example.org") == "u1234", "and none of them stops the directory")


def case_many(main):
    server(f"ldap://127.0.0.1:{main.port}")
    wrong = [i for i in range(0, kit.USERS, 97) if login(f"user{i}@example.org") != f"n{i:05}"]
    ok(not wrong, "many users of 10,000 get each their own login", wrong)


def case_tls(servers):
    def tls(name):
        return f"ldaps://127.0.0.1:{servers[name].tls_port}"
    def start(name):
        return f"ldap://127.0.0.1:{servers[name].port}"
    server(tls("good"), security="tls")
    ok(login("fred@example.org") == "u1234", "LDAPS")
    server(tls("good"), security=None)
    ok(login("fred@example.org") == "u1234", "ldaps:// means TLS")
    server(start("good"), security="starttls")
    ok(login("fred@example.org") == "u1234", "StartTLS")
    server(start("good"), security=None)
    ok(login("fred@example.org") == "u1234", "ldap:// means StartTLS")
    for name in ["expired", "foreign", "misnamed"]:
        server(tls(name), security="tls")
        ok(login("fred@example.org") == GENERIC, f"LDAPS with a certificate that is {name}")
        server(start(name), security="starttls")
        ok(login("fred@example.org") == GENERIC, f"StartTLS with a certificate that is {name}")
    server(tls("good"), security="tls", ca_file=None)
    ok(login("fred@example.org") == GENERIC, "without ca_file only the system's certificates count")
    server(tls("good"), security="tls", ca_file=f"{DIR}/missing.pem")
    ok(login("fred@example.org") == GENERIC, "a ca_file that is not there")
    server(f"ldap://127.0.0.1:{servers['bare'].port}", security=None)
    ok(login("fred@example.org") == GENERIC, "a server without TLS is not asked in plain")
    server(f"ldap://127.0.0.1:{servers['bare'].port}", security="plain")
    ok(login("fred@example.org") == "u1234", "unless the row says plain")
    server(tls("good").replace("ldaps", "ldap"), security="plain")
    ok(login("fred@example.org") == GENERIC, "plain at a TLS port")


def case_bind(main):
    uri = f"ldap://127.0.0.1:{main.port}"
    closed = {"base": CLOSED, "bind_dn": f"cn=reader,{CLOSED}"}
    server(uri, base=CLOSED)
    ok(login("carla@example.org") == GENERIC, "anonymous sees nothing of a closed directory")
    server(uri, **closed, bind_password=SECRET)
    ok(login("carla@example.org") == "c77", "simple bind")
    server(uri, **closed, bind_password=SECRET + "x")
    ok(login("carla@example.org") == GENERIC, "wrong password")
    ok(login_said("carla@example.org") == PAUSED, "and then a pause")
    server(uri, **closed)
    ok(login("carla@example.org") == GENERIC, "no password: no unauthenticated bind")
    path = f"{DIR}/password"
    with open(path, "w", encoding="utf-8") as f:
        f.write(SECRET + "\n")
    server(uri, **closed, bind_password_file=path)
    ok(login("carla@example.org") == "c77", "password from a file")
    server(uri, **closed, bind_password_file=path + ".missing")
    ok(login("carla@example.org") == GENERIC, "a password file that is not there")
    open(path + ".empty", "w", encoding="utf-8").close()
    server(uri, **closed, bind_password_file=path + ".empty")
    ok(login("carla@example.org") == GENERIC, "an empty password file")
    with open(path + ".long", "w", encoding="utf-8") as f:
        f.write("x" * 5000)
    server(uri, **closed, bind_password_file=path + ".long")
    ok(login("carla@example.org") == GENERIC, "a password file that is too long")
    server(uri, **closed, security=None, bind_password=SECRET)
    ok(login("carla@example.org") == "c77", "simple bind inside StartTLS")


def case_failures(main):
    uri = f"ldap://127.0.0.1:{main.port}"
    server(uri)
    login("fred@example.org")
    main.stop()
    main.start()
    ok(login("fred@example.org") == "u1234", "a restart between two questions costs nobody an answer")
    main.stop(signal.SIGKILL)
    name, said = login_said("fred@example.org")
    ok(name == GENERIC and "refused" in said, "a stopped server: the domain's answer", (name, said))
    main.start()
    ok(login_said("fred@example.org") == PAUSED, "during the pause it is not asked")
    server(uri, timeout_ms=1001)
    ok(login("fred@example.org") == "u1234", "a changed row ends the pause")
    main.freeze()
    name, seconds = timed(login, "fred@example.org")
    ok(name == GENERIC and 1 < seconds < 5, "frozen in the middle: one deadline", (name, seconds))
    all_paused = {login_said("fred@example.org") for _ in range(10)}
    ok(all_paused == {PAUSED}, "then a pause without it", all_paused)
    main.thaw()
    ok(until(lambda: login("fred@example.org") == "u1234"), "and after it the login again")


def case_rogues():
    message = bytes.fromhex("30843fffffff0201")
    rogues = {
        "silent": (kit.Rogue(), ["plain", "starttls", "tls"]),
        "dripping LDAP": (kit.Rogue(kit.drip(message)), ["plain", "starttls"]),
        "dripping TLS": (kit.Rogue(kit.drip(bytes.fromhex("1603030100020000fc"))), ["tls"]),
        "closing": (kit.Rogue(lambda c: c.close()), ["plain", "starttls", "tls"]),
        "going in the middle": (kit.Rogue(kit.half), ["plain", "starttls"]),
        "flooding": (kit.Rogue(kit.flood), ["plain"]),
        "referring on and on": (kit.Rogue(kit.referring_on), ["plain"]),
        "talking nonsense": (kit.Rogue(lambda c: c.sendall(b"HTTP/1.1 400 Bad\r\n\r\n" * 50)),
                             ["plain", "starttls", "tls"]),
        "announcing a message of 1 GB": (kit.Rogue(lambda c: c.sendall(message)), ["plain"]),
    }
    jobs = []
    for what, (rogue, modes) in rogues.items():
        for mode in modes:
            scheme = "ldaps" if mode == "tls" else "ldap"
            for bind in [None, "cn=x"] if what == "silent" else [None]:
                jobs.append((what, mode, f"{scheme}://127.0.0.1:{rogue.port}", bind))
    for what, mode, uri, bind in jobs:
        server(uri, security=mode, timeout_ms=DEADLINE_MS, bind_dn=bind, bind_password=bind and SECRET)
        name, seconds = timed(login, "fred@example.org")
        ok(name == GENERIC and seconds < 3,
           f"a {what} server, {mode}{', bind' if bind else ''}, within the deadline", (name, seconds))
    full = socket.create_server(("127.0.0.1", 0), backlog=0)
    port = full.getsockname()[1]
    held = []
    for _ in range(4):
        s = socket.socket()
        s.setblocking(False)
        s.connect_ex(("127.0.0.1", port))
        held.append(s)
    server(f"ldap://127.0.0.1:{port}", timeout_ms=DEADLINE_MS)
    name, seconds = timed(login, "fred@example.org")
    ok(name == GENERIC and seconds < 3, "a server that answers no connection", (name, seconds))
    server("ldap://host.invalid")
    name, seconds = timed(login, "fred@example.org")
    ok(name == GENERIC and seconds < 5, "a host name that does not exist", (name, seconds))


def case_cache(main):
    uri = f"ldap://127.0.0.1:{main.port}"
    server(uri, cache_seconds=2)
    ok(login("fred@example.org") == "u1234" and login("nobody@example.org") == GENERIC, "the cache fills")
    main.stop()
    ok(login("fred@example.org") == "u1234", "what is kept outlives the server")
    ok(login_said("nobody@example.org") == (GENERIC, "no such user"), "who was not found is kept, too")
    sql("UPDATE ldap_server SET attribute_login = 'cn' WHERE id = 'staff';")
    ok(login("fred@example.org") == GENERIC, "but not a changed row")
    main.start()
    server(uri, cache_seconds=1)
    login("fred@example.org")
    main.stop()
    time.sleep(1.2)
    ok(login("fred@example.org") == GENERIC, "nor its time")
    main.start()
    server(uri, cache_seconds=0)
    login("fred@example.org")
    main.stop()
    ok(login("fred@example.org") == GENERIC, "nothing is kept with 0 seconds")
    main.start()


def case_secrets(main):
    """The password is nowhere but in its row."""
    def seen(*args):
        r = run(*args)
        return SECRET in r.stdout + r.stderr
    uri = f"ldap://127.0.0.1:{main.port}"
    closed = {"base": CLOSED, "bind_dn": f"cn=reader,{CLOSED}", "bind_password": SECRET}
    server(uri, **closed)
    login("carla@example.org")
    process = f"/proc/{stage.fcgi.process.pid}"
    arguments = b"".join(open(f"{process}/{name}", "rb").read() for name in ["cmdline", "environ"])
    ok(SECRET.encode() not in arguments, "no password where ps looks", arguments)
    ok(not seen("export"), "an export holds no password")
    r = run("export", "--secrets")
    ok(SECRET in r.stdout, "unless it is asked to", r.stderr)
    with open(f"{DIR}/seed.json", "w", encoding="utf-8") as f:
        f.write(r.stdout.replace(SECRET, SECRET + "2"))
    r = run("seed", "-n", f"{DIR}/seed.json")
    ok("bind_password" in r.stdout and SECRET not in r.stdout + r.stderr, "nor do seed's changes", r.stdout)
    for what, wrong in [("an unknown key", '"bind_passwort"'), ("a wrong type", '"bind_password": 1, "x"'),
                        ("bad syntax", '"bind_password" 1')]:
        with open(f"{DIR}/bad.json", "w", encoding="utf-8") as f:
            f.write(json.dumps({"ldap_servers": [{"id": "s", "uri": "ldap://x", "base": "o=x",
                                                  "bind_password": SECRET}]}).replace('"bind_password"', wrong))
        r = run("seed", f"{DIR}/bad.json")
        ok(r.returncode == 1 and r.stderr and SECRET not in r.stdout + r.stderr, f"nor an error: {what}", r.stderr)
    main.stop()
    for change in [{}, {"uri": "ldap://127.0.0.1:9"}, {"ca_file": "/nowhere", "security": None}]:
        server(**dict({"uri": uri}, **closed, **change))
        ok(not seen("show", "mozilla", "carla@example.org") and not seen("check"), "nor show and check, on a failure")
    main.start()
    server(uri, **dict(closed, bind_password=SECRET + "x"))
    r = run("show", "mozilla", "carla@example.org")
    ok("binding" in r.stderr and SECRET not in r.stdout + r.stderr, "nor show, when it is wrong", r.stderr)


def case_command(main):
    uri = f"ldap://127.0.0.1:{main.port}"
    server(uri)
    r = run("show", "mozilla", "fred@example.org")
    ok(r.returncode == 0 and "<username>u1234<" in r.stdout and "one user" in r.stderr,
       "muaconf show looks up the same login and says so", r.stderr)
    r = run("show", "mozilla", "nobody@example.org")
    ok(r.returncode == 0 and "no such user" in r.stderr, "and when there is nobody", r.stderr)
    r = run("check")
    ok(r.returncode == 0, "muaconf check finds nothing wrong", r.stdout + r.stderr)
    for change, word in [({"base": "dc=nowhere"}, "base"), ({"filter": "(mail={0})(x)"}, "filter"),
                         ({"bind_dn": f"cn=reader,{CLOSED}", "bind_password": SECRET + "y"}, "binding"),
                         ({"ca_file": "/nowhere", "security": None}, "TLS")]:
        server(uri, **change)
        r = run("check")
        ok(r.returncode == 1 and "LDAP server staff" in r.stdout and word in r.stdout,
           f"muaconf check names a wrong {word}", r.stdout + r.stderr)
        ok(SECRET not in r.stdout + r.stderr, "and no password")
    server(uri, base="dc=nowhere")
    server("ldap://127.0.0.1:9", name="other")
    r = run("check")
    ok("LDAP server staff: its base" in r.stdout and "LDAP server other: connecting" in r.stdout,
       "check tries each server", r.stdout)
    server(uri, name="other")
    seed = {"version": 2, "provider": "Automx", "domains": [{"name": "automx.example", "ldapserver_id": 3}],
            "servers": [{"type": "imap", "name": "imap.automx.example"},
                        {"type": "smtp", "name": "smtp.automx.example"}],
            "ldapservers": [{"id": 3, "name": "127.0.0.1", "port": main.tls_port, "use_ssl": True,
                             "search_base": CLOSED, "search_filter": "(&(mail=c*)(!(mail={0})))", "attr_uid": "uid",
                             "attr_cn": "cn", "bind_user": f"cn=reader,{CLOSED}", "bind_password": SECRET}]}
    with open(f"{DIR}/automx.json", "w", encoding="utf-8") as f:
        json.dump(seed, f)
    r = run("seed", f"{DIR}/automx.json")
    ok(r.returncode == 0, "automx2's ldapservers seed as they stand", r.stderr)
    sql(f"UPDATE ldap_server SET ca_file = '{DIR}/ca.pem' WHERE id = '3';")
    r = run("show", "mozilla", "x@automx.example")
    ok("<username>c77<" in r.stdout, "and find logins", r.stdout + r.stderr)


def case_without(main):
    """A program that was built without libldap."""
    if WITHOUT is None:
        print("# skip: no program without LDAP was named")
        return
    server(f"ldap://127.0.0.1:{main.port}")
    environment = {"REQUEST_METHOD": "GET", "SCRIPT_NAME": "/mail/config-v1.1.xml",
                   "QUERY_STRING": "emailaddress=fred@example.org", "HTTP_HOST": "autoconfig.example.org"}
    r = subprocess.run([WITHOUT, "-d", DB], env=environment, stdin=subprocess.DEVNULL,
                       capture_output=True, check=False)
    ok(login_in(r.stdout) == GENERIC
       and b"built without LDAP" in r.stderr, "a program without LDAP gives the domain's answer and says so",
       r.stdout + r.stderr)
    command = os.path.join(os.path.dirname(WITHOUT), "../schema/muaconf")
    r = run("show", "mozilla", "fred@example.org", command=command)
    ok(GENERIC in r.stdout and "built without LDAP" in r.stderr, "so does its muaconf show", r.stderr)
    r = run("check", command=command)
    ok("LDAP server staff: this program is built without LDAP" in r.stdout, "and check names the servers", r.stdout)
    ok(run("export", command=command).stdout == run("export").stdout, "and it exports them as ever")


def main_run():
    referral = kit.Rogue()
    silent = kit.Rogue()
    servers = {}
    for name, certificate in [("good", "good"), ("expired", "expired"), ("foreign", "foreign"),
                              ("misnamed", "misnamed"), ("bare", None)]:
        s = kit.Slapd(DIR, name, certificate, referral.port, "db" if name == "good" else name)
        s.fill(kit.ldif(referral.port, kit.USERS if name == "good" else 0), 1)
        s.fill(kit.closed_ldif(), 2)
        servers[name] = s
    stage.setup()
    fcgi = None
    try:
        for s in servers.values():
            s.start()
        os.chmod(DIR, 0o755)
        fcgi = stage.fcgi = kit.Fcgi(PROGRAM, DB, DIR)
        main = servers["good"]
        case_answers(main)
        case_round_trips(main)
        case_names(main)
        case_referrals(main, referral)
        case_hostile(main)
        case_many(main)
        case_tls(servers)
        case_bind(main)
        case_cache(main)
        case_rogues()
        formats.cases(main)
        crowd.cases(main, silent)
        case_failures(main)
        case_secrets(main)
        case_command(main)
        case_without(main)
        log = fcgi.log_text()
        ok(SECRET not in log, "no password in the log")
        ok("fred" not in log and "carla" not in log, "no address in the log")
        ok('directory=staff problem="connecting: Connection refused' in log, "the log says what failed", log[-2000:])
        ok(fcgi.stop() == 0, "the program ends clean")
        fcgi = None
    finally:
        if fcgi:
            fcgi.process.kill()
        for s in servers.values():
            s.stop(signal.SIGKILL)
    print(f"1..{stage.count}")
    print(f"# {stage.count - stage.failures} passed, {stage.failures} failed")
    return 1 if stage.failures else 0


sys.exit(main_run())
