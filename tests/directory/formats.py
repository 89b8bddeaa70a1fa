"""What the directory says, in every format that has a place for it."""

import re

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
# What programs for Exchange ask, for several users at once; and phones.
SOAP = """<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><GetUserSettingsRequestMessage><Request>
<Users>{}</Users><RequestedSettings><Setting>{}</Setting></RequestedSettings>
</Request></GetUserSettingsRequestMessage></s:Body></s:Envelope>"""
PHONE = """<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/mobilesync/requestschema/2006"><Request>
<EMailAddress>{}</EMailAddress><AcceptableResponseSchema>http://schemas.microsoft.com/exchange/autodiscover/mobilesync/responseschema/2006</AcceptableResponseSchema>
</Request></Autodiscover>"""
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
            ok(("one user" in said) == (names == 1 or "login" in what),
               f"{name}: show says what the directory answered, when it was asked", said)
    sql("UPDATE provider SET display_names = 0;")


def case_generic(main):
    """Whatever is wrong: the same octets, with the same status."""
    uri = f"ldap://127.0.0.1:{main.port}"
    ways = {"nobody": {"filter": "(mail=x{0})"}, "two": {"filter": "(uid=same*)"}, "no such base": {"base": "o=x"},
            "no such attribute": {"attribute_login": "description"}, "nothing at all": {"uri": "ldap://127.0.0.1:9"}}
    sql("UPDATE provider SET display_names = 1; UPDATE domain SET ldap = NULL WHERE name = 'all.example';")
    plain = {name: show(name, "frederick@all.example")[:2] for name in SHOWN}
    sql("UPDATE domain SET ldap = 'staff' WHERE name = 'all.example';")
    for way, change in ways.items():
        server(**dict({"uri": uri, "filter": FILTER}, **change))
        for name in SHOWN:
            ok(show(name, "frederick@all.example")[:2] == plain[name], f"{name}: {way}: as without a directory")
    sql("UPDATE provider SET display_names = 0;")


def case_not_asked(main):
    silent = kit.Rogue()
    server(f"ldap://127.0.0.1:{silent.port}", timeout_ms=100)
    for name in SILENT:
        show(name, "frederick@all.example")
    ok(silent.accepted == 0, "formats without a login ask no directory", silent.accepted)
    server(f"ldap://127.0.0.1:{main.port}")


def soap(*addresses, setting="UserDisplayName"):
    users = "".join(f"<User><Mailbox>{a}</Mailbox></User>" for a in addresses)
    return stage.fcgi.get("/autodiscover/autodiscover.svc", "", "autodiscover.all.example",
                          SOAP.format(users, setting).encode())


def phone(address):
    return stage.fcgi.get("/autodiscover/autodiscover.xml", "", "autodiscover.all.example", PHONE.format(address).encode())


def names(raw):
    return re.findall(r"<(?:Value|DisplayName)>([^<]*)<", raw.decode())


def case_names_only(main):
    """Answers that hold a name and no login ask only where names are shown."""
    between = kit.Slow(main.port, 0)
    server(f"ldap://127.0.0.1:{between.port}", filter=FILTER)
    def asked(what, call, *args, **more):
        before = between.questions
        return names(call(*args, **more)), between.questions - before, what
    for on in [0, 1]:
        sql(f"UPDATE provider SET display_names = {on};")
        shown_name = "Fred Example" if on else "fred@all.example"
        for got, trips, what in [asked("SOAP", soap, "fred@all.example"), asked("phones", phone, "fred@all.example")]:
            ok(got == [shown_name] and trips == on, f"{what}, display_names {on}: {on} questions", (got, trips))
    got, trips, _ = asked("", soap, "fred@all.example", setting="AutoDiscoverSMTPAddress")
    ok(got == ["fred@all.example"] and trips == 0, "SOAP that wants no name asks nobody", (got, trips))
    sql("UPDATE provider SET display_names = 0;")


def case_one_deadline(main):
    """The questions of one request have one deadline together."""
    silent, second = kit.Rogue(), kit.Rogue()
    sql("UPDATE provider SET display_names = 1;")
    server(f"ldap://127.0.0.1:{silent.port}", timeout_ms=300)
    server(f"ldap://127.0.0.1:{second.port}", name="other", timeout_ms=400)
    got = names(soap("x@all.example", "y@other.example"))
    ok(got == ["x@all.example", "y@other.example"] and (silent.accepted, second.accepted) == (1, 0),
       "SOAP: when the first directory hangs, no time is left for the second", (got, silent.accepted, second.accepted))
    server(f"ldap://127.0.0.1:{silent.port}", timeout_ms=301)
    server(f"ldap://127.0.0.1:{main.port}", name="other", filter=FILTER, cache_seconds=60)
    stage.login("fred@other.example")
    got = names(soap("x@all.example", "fred@other.example"))
    ok(got == ["x@all.example", "Fred Example"], "but what is kept is there", got)
    slow = kit.Slow(main.port, 1.2)
    server(f"ldap://127.0.0.1:{slow.port}", filter=FILTER, timeout_ms=2000)
    server(f"ldap://127.0.0.1:{second.port}", name="other", timeout_ms=2000)
    got = names(soap("fred@all.example", "y@other.example"))
    slow.delay = 0
    server(f"ldap://127.0.0.1:{main.port}", filter=FILTER)
    stage.login("fred@all.example")  # which ends what was slow
    _, said = stage.login_said("y@other.example")
    ok(got == ["Fred Example", "y@other.example"] and second.accepted == 2 and "failed a moment ago" not in said,
       "what had too little time for that is not taken for dead", (got, second.accepted, said))
    sql("UPDATE provider SET display_names = 0;")


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
    case_names_only(main)
    case_one_deadline(main)
    case_cache(main)
    ok(stage.fcgi.get("/mail/config-v1.1.xml", "", "autoconfig.all.example").startswith(b"Status: 200"),
       "without an address nobody is asked for")
