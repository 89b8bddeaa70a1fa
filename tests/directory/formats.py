"""What the directory says, in every format that has a place for it."""

import kit
import stage
from stage import answer, ok, run, server, sql

# Those with a login or a name; the others never ask a directory.
SHOWN = {"mozilla": "login", "autodiscover": "login name", "autodiscover-soap": "name",
         "apple": "login name", "page": "login"}
SILENT = ["autodiscover-json", "pacc", "caldav", "carddav", "jmap"]
# The same by the web program, which has a cache.
PATHS = {"mozilla": "/mail/config-v1.1.xml", "autodiscover": "/autodiscover/autodiscover.xml",
         "apple": "/mail.mobileconfig", "page": "/setup"}
FILTER = "(mail=%EMAILLOCALPART%@example.org)"


def show(name, address):
    r = run("show", name, address)
    return r.returncode, r.stdout, r.stderr


def case_alias(main):
    """An address that is an alias in the directory, with and without names."""
    server(f"ldap://127.0.0.1:{main.port}", filter=FILTER)
    for names in [0, 1]:
        sql(f"UPDATE provider SET display_names = {names};")
        for name, what in SHOWN.items():
            status, text, said = show(name, "frederick@all.example")
            ok(status == 0 and "frederick@all.example" in text and "fred@" not in text,
               f"{name}: an alias stays the address", text)
            ok(("u1234" in text) == ("login" in what), f"{name}: with its owner's login", text)
            ok(("Fred Example" in text) == (names == 1 and "name" in what),
               f"{name}: a display name only when turned on and there is a place for it", text)
            ok("one user" in said, f"{name}: show says what the directory answered", said)
    sql("UPDATE provider SET display_names = 0;")


def case_generic(main):
    """Whatever is wrong: the same octets, with the same status."""
    uri = f"ldap://127.0.0.1:{main.port}"
    ways = {"nobody": {"filter": "(mail=x{0})"}, "two": {"filter": "(uid=same*)"}, "no such base": {"base": "o=x"},
            "no such attribute": {"attribute_login": "description"}, "nothing at all": {"uri": "ldap://127.0.0.1:9"}}
    sql("UPDATE domain SET ldap = NULL WHERE name = 'all.example';")
    plain = {name: show(name, "frederick@all.example")[:2] for name in SHOWN}
    sql("UPDATE domain SET ldap = 'staff' WHERE name = 'all.example';")
    for way, change in ways.items():
        server(**dict({"uri": uri, "filter": FILTER}, **change))
        for name in SHOWN:
            ok(show(name, "frederick@all.example")[:2] == plain[name], f"{name}: {way}: as without a directory")


def case_not_asked(main):
    silent = kit.Rogue()
    server(f"ldap://127.0.0.1:{silent.port}", timeout_ms=100)
    for name in SILENT:
        show(name, "frederick@all.example")
    ok(silent.accepted == 0, "formats without a login ask no directory", silent.accepted)
    server(f"ldap://127.0.0.1:{main.port}")


def shown(address):
    """Which formats have which login, from the program with its cache."""
    raw = {name: answer(address, path).partition(b"\r\n\r\n")[2] for name, path in PATHS.items()}
    return {name: next((w for w in ["u1234", "own77"] if w.encode() in text), None) for name, text in raw.items()}


def case_cache(main):
    """What is kept never outlives a changed row."""
    def everywhere(login):
        return {name: login for name in PATHS}
    def now(login, what):
        ok(shown("fred@all.example") == everywhere(login), f"{what}, in every format", shown("fred@all.example"))
    server(f"ldap://127.0.0.1:{main.port}", filter=FILTER, cache_seconds=3600)
    now("u1234", "the cache fills")
    sql("INSERT INTO mailbox (address, login) VALUES ('fred@all.example', 'own77');")
    now("own77", "a mailbox row that is added wins at once")
    sql("DELETE FROM mailbox WHERE address = 'fred@all.example';")
    now("u1234", "and loses at once when it goes")
    sql("UPDATE domain SET ldap = NULL WHERE name = 'all.example';")
    now(None, "domain.ldap taken away")
    sql("UPDATE domain SET ldap = 'staff' WHERE name = 'all.example';")
    now("u1234", "and put back")
    sql("UPDATE domain SET ldap = 'other' WHERE name = 'all.example';")
    server("ldap://127.0.0.1:9", name="other")
    now(None, "another server")
    sql("UPDATE domain SET ldap = 'staff' WHERE name = 'all.example';")
    sql("UPDATE ldap_server SET base = 'o=nowhere' WHERE id = 'staff';")
    now(None, "another base")


def cases(main):
    case_alias(main)
    case_generic(main)
    case_not_asked(main)
    case_cache(main)
    ok(stage.fcgi.get("/mail/config-v1.1.xml", "", "autoconfig.all.example").startswith(b"Status: 200"),
       "without an address nobody is asked for")
