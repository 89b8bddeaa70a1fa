"""Many clients at once, with directories that are quick, slow, or hang.

What must not wait is compared by order, not by time: it is done while the
others still wait."""

import kit
from stage import GENERIC, Crowd, login, login_said, ok, server, until

DEADLINE_MS = 4000  # longer than anything here takes
PLACES = 64  # half of DIRECTORY_WAITING_MAX, which one directory may hold


def connections(port):
    with open("/proc/net/tcp", encoding="ascii") as f:
        rows = [line.split() for line in f][1:]
    return sum(r[2].endswith(f":{port:04X}") and r[3] == "01" for r in rows)


def logins(n, domain="example.org"):
    return Crowd(n, lambda i: login(f"user{i}@{domain}"))


def wrong(got):
    return [(i, name) for i, name in enumerate(got) if name != f"n{i:05}"]


def case_quick(main):
    server(f"ldap://127.0.0.1:{main.port}", max_connections=2, timeout_ms=DEADLINE_MS)
    got, _ = logins(50).join()
    ok(not wrong(got), "50 clients at once get each their own login", wrong(got))
    ok(0 < connections(main.port) <= 2, "over no more connections than allowed", connections(main.port))


def case_slow(main):
    slow = kit.Slow(main.port, 0.05)
    server(f"ldap://127.0.0.1:{slow.port}", max_connections=2, timeout_ms=DEADLINE_MS)
    got, _ = logins(40).join()
    ok(not wrong(got), "a slow directory: they wait, and get each their own login", wrong(got))
    slow.delay = 0.6
    server(f"ldap://127.0.0.1:{slow.port}", max_connections=1, timeout_ms=2000)
    got, _ = logins(10).join()
    ok(0 < len(wrong(got)) < 10, "too many for its speed: some do without", got)
    name, said = login_said("user7@example.org")
    ok(name == "n00007", "but it is not taken for a dead one", (name, said))


def case_hanging(main):
    silent = kit.Rogue()
    server(f"ldap://127.0.0.1:{silent.port}", timeout_ms=DEADLINE_MS)
    waiting = logins(50)
    until(lambda: silent.accepted == 4)
    others = [login("x@plain.example") for _ in range(100)]
    ok(others == [GENERIC] * 100 and not waiting.results,
       "while a directory hangs, domains without one are answered: 100 answers before any of 50 waits ends",
       (len(waiting.results), silent.accepted))
    silent.hang_up()
    got, _ = waiting.join()
    ok(got == [GENERIC] * 50, "and the 50 get the domain's answer", got)
    ok(silent.accepted <= 8, "over no more connections than allowed", silent.accepted)


def case_two(main):
    """A dead one does not keep others from being asked."""
    silent = kit.Rogue()
    server(f"ldap://127.0.0.1:{silent.port}", timeout_ms=DEADLINE_MS)
    server(f"ldap://127.0.0.1:{main.port}", name="other", timeout_ms=DEADLINE_MS,
           filter="(mail=%EMAILLOCALPART%@example.org)")
    waiting = logins(PLACES + 20)
    until(lambda: len(waiting.results) == 20)
    got, _ = Crowd(20, lambda i: login("fred@other.example")).join()
    ok(got == ["u1234"] * 20 and len(waiting.results) == 20,
       "more clients than may wait for one directory: the rest do without, and another directory is asked",
       (got, len(waiting.results)))
    silent.hang_up()
    got, _ = waiting.join()
    ok(got == [GENERIC] * (PLACES + 20), "all of them get the domain's answer", got)


def case_deadline(silent):
    server(f"ldap://127.0.0.1:{silent.port}", bind_dn="cn=x", bind_password="x", timeout_ms=500)
    got, worst = logins(50).join()
    ok(got == [GENERIC] * 50 and worst < 5, "50 clients while the directory hangs: all within the deadline", worst)


def cases(main, silent):
    case_quick(main)
    case_slow(main)
    case_hanging(main)
    case_two(main)
    case_deadline(silent)
