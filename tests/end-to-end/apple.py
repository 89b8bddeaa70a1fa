"""Apple profiles: the cases, against fixtures/apple.json."""
import re
from concurrent.futures import ThreadPoolExecutor

import readers
import web
from table import (Table, expect, field, field_has, has, lacks, no_body, status)
from web import get

AC = "autoconfig.example.com"
PATH = "/mail.mobileconfig"
TYPE = "application/x-apple-aspen-config"
ALICE = "com.example.mailconfig.8f258bee-12e4-592b-9543-8209ee458c45"

# Signing is signing.py's, cases 25 to 27; the database of case 33 is run's.
t = Table("apple")


def P(address, more="", path=PATH, **options):
    return get(AC, f"{path}?emailaddress={address}{more}", **options)


def good(a):
    readers.profile(a)


def no_profile(a):
    expect(a["content-type"] != TYPE, "not the profile's type")
    expect((a["content-type"] or "").startswith(("text/plain", "text/html")), "a text for people")
    expect(0 < len(a.body) < 20000, "a text for people")


def payloads(*wanted):
    def check(a):
        found = [q["PayloadType"].split(".")[2] for q in readers.profile(a)["PayloadContent"]]
        expect(found == list(wanted), f"payloads {wanted} wanted, not {found}")
    return check


def payload(index, **wanted):
    """Values of a payload, None for a missing key."""
    def check(a):
        q = readers.profile(a)["PayloadContent"][index]
        for k, v in wanted.items():
            expect(q.get(k) == v, f"{k} {v!r} wanted, not {q.get(k)!r}")
    return check


def identity(identifier, *uuids):
    """Profile identifier; UUIDs of the profile and its first payloads."""
    def check(a):
        p = readers.profile(a)
        expect(p["PayloadIdentifier"] == identifier, f"identifier {identifier} wanted")
        found = [p["PayloadUUID"]] + [q["PayloadUUID"] for q in p["PayloadContent"]]
        for u, f in zip(uuids, found):
            expect(u.lower() == f.lower(), f"UUID {u} wanted, not {f}")
        for q in p["PayloadContent"]:
            kind = q["PayloadType"].split(".")[2]
            expect(q["PayloadIdentifier"] == f"{identifier}.{kind}",
                   f"{q['PayloadIdentifier']} of a {kind} payload")
    return check


def other_identity(a):
    mine, theirs = readers.profile(a), readers.profile(t.answers[1][0])
    def ids(p):
        return {p["PayloadIdentifier"], p["PayloadUUID"].lower()} | {
            q["PayloadUUID"].lower() for q in p["PayloadContent"]}
    expect(not ids(mine) & ids(theirs), "an identifier or UUID of case 1")


def name_only_there(name):
    def check(a):
        p = readers.profile(a)
        expect(p["PayloadContent"][0].get("EmailAccountName") == name,
               f"EmailAccountName {name!r} wanted")
        for d in [p] + p["PayloadContent"]:
            for k, v in d.items():
                expect(k == "EmailAccountName" or not isinstance(v, str) or name not in v,
                       f"the name in {k}")
    return check


ALICE_IDENTITY = identity(ALICE, "8f258bee-12e4-592b-9543-8209ee458c45",
                          "5c476f5d-a4cd-568f-ab7d-78f11521dde3",
                          "79d7f338-6a62-5a73-92eb-f11171531f42",
                          "e0731976-c290-5e4e-9d0c-4407bb3b9f81")
BUECHER_IDENTITY = identity("example.xn--bcher-kva.mailconfig.a9666c2f-e982-51ae-8c24-71dbe55c7221",
                            "a9666c2f-e982-51ae-8c24-71dbe55c7221")
same1 = t.same_body(1)

t.row(1, "a profile", P("alice@example.com"), good)
t.row(2, "mail, calendar, contacts", P("alice@example.com"), payloads("mail", "caldav", "carddav"),
      payload(0, EmailAccountType="EmailTypeIMAP", EmailAddress="alice@example.com",
              IncomingMailServerHostName="imap.example.com", IncomingMailServerPortNumber=993,
              IncomingMailServerUseSSL=True, IncomingMailServerUsername="alice@example.com",
              IncomingMailServerAuthentication="EmailAuthPassword",
              OutgoingMailServerHostName="smtp.example.com", OutgoingMailServerPortNumber=587,
              OutgoingMailServerUseSSL=True, OutgoingMailServerUsername="alice@example.com",
              OutgoingMailServerAuthentication="EmailAuthPassword",
              OutgoingPasswordSameAsIncomingPassword=True),
      payload(1, CalDAVHostName="dav.example.com", CalDAVPort=443, CalDAVUseSSL=True,
              CalDAVUsername="alice@example.com"),
      payload(2, CardDAVHostName="dav.example.com", CardDAVPort=443, CardDAVUseSSL=True,
              CardDAVUsername="alice@example.com"))
t.row(3, "the same octets again", [P("alice@example.com"), P("alice%40example.com")], same1)
t.row(4, "identity", P("alice@example.com"), ALICE_IDENTITY)
t.row(5, "identity without regard to case", P("ALICE@Example.COM"), ALICE_IDENTITY,
      payload(0, EmailAddress="ALICE@example.com"))
t.row(6, "identity of another address", P("bob@example.com"), other_identity,
      identity("com.example.mailconfig.3657b6df-0534-5afc-bef1-a1ca36a01a71",
               "3657b6df-0534-5afc-bef1-a1ca36a01a71"))
t.row(7, "HEAD", P("alice@example.com", method="HEAD"), status(200), t.same_fields(1), no_body)
t.row(8, "other methods", [P("alice@example.com", method=m, body=b"x") for m in
      ("POST", "PUT", "DELETE")], status(405), field_has("allow", "GET"),
      field_has("allow", "HEAD"))
t.row(9, "other paths and names", [
      P("alice@example.com", path="/mobileconfig/"), P("alice@example.com", path="/mobileconfig"),
      get(AC, "/email.mobileconfig?email=alice@example.com"),
      get(AC, "/profile.mobileconfig?addresses=alice@example.com,bob@example.com")], same1)
t.row(10, "no address", [get(AC, PATH), get(AC, "/apple.mobileconfig")],
      payload(0, EmailAddress=None, IncomingMailServerUsername=None,
              OutgoingMailServerUsername=None, IncomingMailServerHostName="imap.example.com"),
      identity("com.example.mailconfig.7470779d-da75-5df6-9d20-9f9c5c25d3cc",
               "7470779d-da75-5df6-9d20-9f9c5c25d3cc", "f7a9c188-a0a4-5e7b-b075-c932e5d0b264"))
t.row(10, "no address where one is needed", [get(AC, p) for p in ("/mobileconfig/",
      "/mobileconfig", "/email.mobileconfig", "/profile.mobileconfig")], status(400), no_profile)
t.row(11, "no use", [P(x, path=p) for p in (PATH, "/mobileconfig/") for x in (
      "", "alice", "@example.com", "alice@", "a%20b@example.com", "a+b@example.com",
      "a@b@example.com", "a" * 300 + "@example.com", "alice%00@example.com", "%ff@example.com",
      "a%0d%0aX:%20y@example.com", "alice%zz@example.com", "alice%4@example.com")],
      status(400), no_profile, field("x", None))
t.row(12, "unknown domain", P("a@unknown.example"), status(404), no_profile,
      has("unknown.example"))
t.row(12, "a domain that is markup", [P(x) for x in ("a@%3Cb%3E.example", "a@%22x.example",
      "a@x%26y.example")], status(400, 404), no_profile, lacks("<b>", '"x.example', "x&y"))
t.row(13, "plus sign", P("alice%2Btag@example.com"), payload(0, EmailAddress="alice+tag@example.com"),
      lambda a: expect("+" not in a["content-disposition"], "no + in the file name"))
t.row(14, "a name that needs escapes", P("alice@example.com", "&name=A%26B%20%3Cx%3E%20%22q%22"),
      name_only_there('A&B <x> "q"'), ALICE_IDENTITY)
t.row(15, "a name of no use", [P("alice@example.com", "&name=" + x) for x in
      ("a%01b", "a%00b", "a%0ab", "%ff", "%ed%a0%80", "%ef%bf%bf", "n" * 129)],
      lambda a: expect(a.status == 400 and a["content-type"] != TYPE or
                       "EmailAccountName" not in readers.profile(a)["PayloadContent"][0],
                       "400, or the name dropped"))
t.row(16, "a name in UTF-8", P("alice@example.com", "&name=M%C3%BCller"), name_only_there("M\u00fcller"))
t.row(16, "a name with an emoji", P("alice@example.com", "&name=%F0%9F%90%88+cat"),
      name_only_there("\U0001f408 cat"))
t.row(17, "POP3", P("x@pop.example"), payloads("mail"), payload(0,
      EmailAccountType="EmailTypePOP", IncomingMailServerHostName="pop.pop.example",
      IncomingMailServerPortNumber=995, IncomingMailServerUseSSL=True))
t.row(18, "encrypted before plain; no login for sending", P("x@plain.example"), payload(0,
      IncomingMailServerHostName="imap2.plain.example", IncomingMailServerPortNumber=993,
      OutgoingMailServerAuthentication="EmailAuthNone", OutgoingMailServerUsername=None,
      OutgoingPasswordSameAsIncomingPassword=None, OutgoingMailServerUseSSL=False,
      OutgoingMailServerPortNumber=25))
t.row(19, "nothing that a profile can hold", P("x@oauth.example"), status(404), no_profile)
t.row(20, "calendar only", P("x@davonly.example"), payloads("caldav"), payload(0,
      CalDAVHostName="dav.example.net", CalDAVPort=8443, CalDAVUseSSL=True,
      CalDAVPrincipalURL=None))
t.row(21, "user name is the local part", P("alice@local.example"), payload(0,
      IncomingMailServerUsername="alice", OutgoingMailServerUsername="alice"))
t.row(22, "IDN in both forms", [P("info@b%C3%BCcher.example"), P("info@xn--bcher-kva.example")],
      BUECHER_IDENTITY, payload(0, EmailAddress="info@xn--bcher-kva.example"))
t.row(22, "host names of an IDN", [P("info@m%C3%BCller.example"), P("info@xn--mller-kva.example")],
      payload(0, EmailAddress="info@xn--mller-kva.example",
              IncomingMailServerHostName="imap.xn--mller-kva.example",
              OutgoingMailServerHostName="smtp.xn--mller-kva.example"),
      payload(1, CalDAVHostName="dav.xn--mller-kva.example"))
t.row("3.5", "a column wins over the URL's port, and places are told apart", P("x@places.example"),
      payloads("mail", "caldav", "caldav", "subscribedcalendar", "ldap"),
      payload(1, CalDAVHostName="dav.places.example", CalDAVPort=443),
      payload(2, CalDAVHostName="dav.places.example", CalDAVPort=8443),
      payload(3, SubCalAccountHostName="https://cal.places.example:8443/feasts.ics"))
t.row("3.5", "the page and Autodiscover say the same", [
      get(AC, "/setup?emailaddress=x@places.example", fields=[("Accept", x)]) for x in
      ("text/html", "text/plain", "application/json")], status(200),
      has("https://dav.places.example:8443/"), has("https://cal.places.example:8443/feasts.ics"))
t.row("2.7", "no base, no search setting", P("x@places.example"),
      payload(4, LDAPAccountHostName="ldap.places.example", LDAPSearchSettings=None))
t.row(23, "a password is not for us", P("alice@example.com", "&password=hush-hush"),
      lacks("hush-hush"), same1)
POLICY = re.compile(r"default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; img-src 'self'; "
                    r"form-action 'self'; base-uri 'none'; frame-ancestors 'none'")


def a_page(a):
    expect(a["content-type"] == "text/html; charset=utf-8", "HTML wanted")
    expect(POLICY.fullmatch(a["content-security-policy"] or ""), "the policy", a["content-security-policy"])
    expect(a["referrer-policy"] == "no-referrer" and a["x-content-type-options"] == "nosniff", "fields")
    expect("<script" not in a.text() and not re.search(r"<a [^>]*\b(download|target)\b", a.text()),
           "a plain page")
    expect(re.search(r'<html lang="(en|de|fr|es)">', a.text()), "lang")
    expect("http" not in a.text().replace("https://dav.example.com/", "")
           .replace("https://" + AC, "").replace("http-equiv", ""), "nothing from elsewhere")


t.row(30, "the page for an address", [get(AC, "/setup?emailaddress=alice@example.com"),
      get(AC, "/?emailaddress=alice@example.com")], status(200), a_page,
      field("cache-control", "no-store"), *[has(x) for x in (
          'href="/mail.mobileconfig?emailaddress=alice%40example.com"', "imap.example.com",
          "smtp.example.com", "https://dav.example.com/", "<svg", ">993<", ">587<")])
t.row(30, "the form", [get(AC, "/"), get(AC, "/setup"), get("autoconfig.unserved.example", "/")],
      status(200), a_page, has('<form class="card" method="get" action="/setup">'))
t.row(30, "HEAD", get(AC, "/setup?emailaddress=alice@example.com", method="HEAD"), status(200), no_body)
t.row(30, "other methods", [get(AC, "/setup", method=m) for m in ("POST", "PUT", "PROPFIND")],
      status(405), field("allow", "GET, HEAD"))
t.row(30, "the servers that no profile can hold", get(AC, "/setup?emailaddress=x@oauth.example"),
      status(200), a_page, has("imap.oauth.example"), has("smtp.oauth.example"), has("OAuth2"),
      lacks("/mail.mobileconfig"))
t.row(30, "as text and as JSON", [get(AC, "/setup?emailaddress=alice@example.com",
      fields=[("Accept", x)]) for x in ("text/plain", "application/json")], status(200),
      has("imap.example.com"), has(f"https://{AC}/mail.mobileconfig?emailaddress=alice%40example.com"),
      field("cache-control", "no-store"), field("vary", "Accept, Accept-Language"))
t.row(30, "a mailbox that nobody has gets the same", get(AC, "/setup?emailaddress=nobody@example.com"),
      status(200), a_page, has("imap.example.com"))
t.row(31, "markup", [get(AC, "/setup?emailaddress=" + x) for x in (
      "%22%3E%3Cscript%3E@example.com", "%22%3E%3Cscript%3E@unknown.example",
      "a@example.com&name=%3Cscript%3E", "a@example.com&lang=%22%3E%3Cscript%3E")],
      status(200, 400, 404), a_page)
t.row(31, "mistyped", [get(AC, "/setup?emailaddress=" + x) for x in (
      "", "alice", "alice@", "@example.com", "a%00@example.com", "%ff@example.com", "a%zz")],
      status(400), a_page, field("cache-control", "no-store"))
t.row(31, "unknown domain", get(AC, "/setup?emailaddress=alice@unknown.example"), status(404), a_page,
      has("unknown.example"), has('value="alice@unknown.example"'))
t.row(31, "a language", get(AC, "/setup?emailaddress=alice@unknown.example",
      fields=[("Accept-Language", "de-AT, en;q=0.5")]), status(404), has('<html lang="de">'),
      field("content-language", "de"))

t.row(28, "where calendars and contacts are, for any method", [
      get("example.com", f"/.well-known/{name}", method=m, body=b) for name in ("caldav", "carddav")
      for m, b in (("PROPFIND", None), ("PROPFIND", b"<propfind xmlns='DAV:'/>"), ("GET", None),
                   ("OPTIONS", None), ("OPTIONS", b"x"))],
      status(301), field("location", "https://dav.example.com/"), no_body)
t.row(29, "none there, and no management of devices", [
      get("autoconfig.pop.example", f"/.well-known/{name}", method=m) for name in ("caldav", "carddav")
      for m in ("PROPFIND", "GET", "OPTIONS")] + [
      get(h, "/.well-known/com.apple.remotemanagement?user-identifier=alice") for h in
      ("autodiscover.example.com", AC)], status(404), field("location", None))


def parallel():
    addresses = [f"user{i}@example.com" for i in range(100)]
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda x: web.ask(P(x)), addresses))
    for address, a in zip(addresses, answers):
        mail = readers.profile(a)["PayloadContent"][0]
        expect(mail["EmailAddress"] == address, f"{address} wanted\n{a}")
        expect(mail["IncomingMailServerUsername"] == address, f"{address} wanted\n{a}")


def all_profiles():
    found = [a for answers in t.answers.values() for a in answers
             if a.status == 200 and a.body and a["content-type"] == TYPE]
    expect(len(found) > 20, "profiles wanted")
    for a in found:
        readers.profile(a)


if __name__ == "__main__":
    t.run()
    t.check(32, "100 downloads at once", parallel)
    t.check(24, "every profile of these cases", all_profiles)
