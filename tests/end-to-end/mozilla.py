"""Mozilla autoconfig: the cases, against fixtures/mozilla.json."""
import base64
import hashlib
import json
import os
import re
import subprocess
import xml.etree.ElementTree as ET

import readers
from table import (Table, expect, field, field_has, has, lacks, no_body, short_text, status)
from web import get

M = "/mail/config-v1.1.xml"
W = "/.well-known/autoconfig" + M
J = M + "?emailaddress=jane%40example.com"
AC = "autoconfig.example.com"

t = Table("mozilla", later={42})
seen = []    # good answers with their domains


def good(domain):
    def check(a):
        readers.autoconfig(a, domain)
        seen.append((a, domain))
    return check


def usernames(*wanted):
    def check(a):
        names = [e.text for e in ET.fromstring(a.body).iter("username")]
        expect(names and set(names) == set(wanted), f"user names {wanted} wanted, not {names}")
    return check


def three_servers(a):
    wanted = [
        ("imap", "imap.example.com", "993", "SSL", "%EMAILADDRESS%", ["password-cleartext"]),
        ("pop3", "pop.example.com", "995", "SSL", "%EMAILADDRESS%", ["password-cleartext"]),
        ("smtp", "smtp.example.com", "465", "SSL", "%EMAILADDRESS%", ["password-cleartext"]),
    ]
    found = readers.servers(ET.fromstring(a.body))
    expect(found == wanted, f"{wanted} wanted, not {found}")


def names(name, short):
    def check(a):
        p = ET.fromstring(a.body).find("emailProvider")
        expect(p.findtext("displayName") == name, f"displayName {name!r} wanted")
        expect(p.findtext("displayShortName") == short, f"displayShortName {short!r} wanted")
    return check


def documentation(a):
    urls = [e.get("url") for e in ET.fromstring(a.body).iter("documentation")]
    expect(urls == ["https://www.example.com/help/mail/"], f"documentation {urls}")


def incoming(number):
    def check(a):
        found = len(ET.fromstring(a.body).findall(".//incomingServer"))
        expect(found == number, f"{number} incoming servers wanted, not {found}")
    return check


def no_names(a):
    expect(not re.search(rb"\.(example|com|net)", a.body), "a domain name in the body")


def coded(text):
    return "".join("%%%02X" % b for b in text.encode())


same1 = t.same_body(1)

t.row(1, "the address, coded", get(AC, J), good("example.com"), three_servers,
      names("Example Mail", "Example"), documentation)
t.row(1, "its header fields", get(AC, J),
      field("cache-control", "no-cache"), field("x-content-type-options", "nosniff"),
      field("access-control-allow-origin", "*"), field("content-disposition", None),
      field("set-cookie", None),
      lambda a: expect(a["content-length"] == str(len(a.body)), "exact Content-Length"))
t.row(2, "no query", get(AC, M), good("example.com"), same1)
t.row(3, ".well-known of the domain", get("example.com", W), good("example.com"), same1)
t.row(4, ".well-known, address raw", get("example.com", W + "?emailaddress=jane@example.com"),
      good("example.com"), same1)
t.row(5, "mail-v1.xml", get(AC, "/.well-known/mail-v1.xml?emailaddress=jane@example.com"),
      good("example.com"), same1)
t.row(6, "/v1.1/", [get(AC, "/v1.1" + M), get(AC, "/v1.1/example.com")],
      good("example.com"), same1)
t.row(6, "/v1.1/, the domain in the path counts", get("autoconfig.hoster.example",
      "/v1.1/example.com"), good("example.com"), same1)
t.row(6, "any letter case", [get(AC, "/MAIL/Config-V1.1.XML"), get(AC, W.upper())],
      good("example.com"), same1)
t.row(7, "empty address", get(AC, M + "?emailaddress="), same1)
t.row(8, "a placeholder for an address", [
      get(AC, M + "?emailaddress=%25EMAILADDRESS%25"),
      get(AC, M + "?emailaddress=%EMAILADDRESS%"),
      get(AC, M + "?emailaddress=%zz")], same1)
t.row(9, "a domain for an address", get(AC, M + "?emailaddress=example.net"),
      good("example.net"))
t.row(10, "plus sign, raw and coded", [
      get(AC, M + "?emailaddress=a+b@example.com"),
      get(AC, M + "?emailaddress=a%2Bb%40example.com")],
      good("example.com"), lacks("a b"))
t.row(10, "plus sign in a login", [
      get("autoconfig.comp.example", M + "?emailaddress=a+b@comp.example"),
      get("autoconfig.comp.example", M + "?emailaddress=a%2Bb%40comp.example"),
      get("autoconfig.comp.example", M + "?emailaddress=a%20b%40comp.example")],
      good("comp.example"), usernames("a+b.comp.example"))
t.row(11, "coded twice counts as missing", get(AC, M + "?emailaddress=jane%2540example.com"),
      same1)
t.row(11, "a lone % is literal", get(AC, M + "?emailaddress=50%off@example.com"),
      good("example.com"))
t.row(11, "a lone % in a login", get("autoconfig.comp.example",
      M + "?emailaddress=50%off@comp.example"), usernames("50%off.comp.example"))
t.row(12, "capitals", get(AC, M + "?emailaddress=Jane%40EXAMPLE.Com"), good("example.com"))
t.row(12, "the local part keeps its case", get("autoconfig.comp.example",
      M + "?emailaddress=Jane%40COMP.Example"), usernames("Jane.comp.example"))
t.row(13, "Evolution 3.46", get(AC, M + "?emailaddress=EVOLUTIONUSER%40example.com"
      "&emailmd5=6255165076a5e31273cbda50bb9f9636"), good("example.com"))
t.row(14, "a mailbox that is not known", get(AC, M + "?emailaddress=nobody%40example.com"),
      same1)
t.row(15, "unknown domain", get("autoconfig.unknown.example",
      M + "?emailaddress=x%40unknown.example"), status(404), short_text, no_names)
t.row(15, "unknown domain, our host", get(AC, M + "?emailaddress=x%40unknown.example"),
      status(404), short_text, no_names)
t.row(15, "a domain that is switched off", [
      get(AC, M + "?emailaddress=x%40off.example"), get("autoconfig.off.example", M)],
      status(404), short_text, no_names)
t.row(16, "unknown domain, .well-known", get("unknown.example", W),
      status(404), field("content-length", "0"), no_body)
t.row(17, "Host with capitals, dot and port",
      get(AC, M, scheme="http", host_field="AUTOCONFIG.Example.COM.:8443"), same1)
t.row(17, "HTTP/1.0", get(AC, M, scheme="http", version="HTTP/1.0"), same1)
t.row(17, "absolute form of the request line",
      get(AC, f"https://{AC}{M}", host_field=AC), same1)
t.row(18, "plain http without a certificate", get("autoconfig.customer.example", M,
      scheme="http"), good("customer.example"))
t.row(19, "MX step: the address wins over Host", get("autoconfig.hoster.example",
      M + "?emailaddress=fred%40customer.example"), good("customer.example"),
      t.same_body(18))
t.row(20, "MX step: no address", get("autoconfig.hoster.example", M),
      good("hoster.example"))
t.row(21, "a mailbox with a login", get(AC, M + "?emailaddress=fred%40example.com"),
      good("example.com"), usernames("u1234"), field_has("cache-control", "private"))
t.row(21, "a mailbox with a login, other case",
      get(AC, M + "?emailaddress=FRED%40Example.com"), usernames("u1234"))
t.row(22, "composite user name, address known", get("autoconfig.comp.example",
      M + "?emailaddress=jane%40comp.example"), good("comp.example"),
      usernames("jane.comp.example"), field_has("cache-control", "private"))
t.row(22, "composite user name, no address", get("autoconfig.comp.example", M),
      good("comp.example"), usernames("%EMAILLOCALPART%.%EMAILDOMAIN%"))
t.row(23, "HEAD", get(AC, J, method="HEAD"), status(200), t.same_fields(1), no_body)
t.row(24, "other methods", [get(AC, J, method=m, body=b"x") for m in
      ("POST", "PUT", "DELETE", "PROPFIND")], status(405), field("allow", "GET, HEAD"))
t.row(25, "a name with & and <", get("autoconfig.amp.example", M), good("amp.example"),
      has("A &amp; B &lt;Mail&gt;"), names("A & B <Mail>", "A & B"))
t.row(26, "an element in the address", [get(AC, M + "?emailaddress=" + x + "@example.com")
      for x in (coded('"><incomingServer type="imap">'), '"><incomingServer>')],
      good("example.com"), incoming(2))
t.row(26, "an element in a login", get("autoconfig.comp.example", M + "?emailaddress="
      + coded('"&x;]]>"@comp.example')),
      lambda a: readers.xmllint(a.body), incoming(1))
t.row(27, "10,000 octets", get(AC, M + "?emailaddress=" + "a" * 10000 + "@example.com"),
      status(200, 414))
t.row(27, "over 254 octets counts as missing", [
      get(AC, M + "?emailaddress=" + "a" * 65 + "@example.com"),
      get(AC, M + "?emailaddress=jane@" + "a." * 120 + "example.com"),
      get(AC, M + "?emailaddress=" + "a" * 4000 + "@example.com")], same1)
t.row(27, "1,000 parameters", get(AC, M + "?" + "a=1&" * 1000 + J.split("?")[1]), same1)
t.row(27, "control characters", [get(AC, M + "?emailaddress=jane%s%%40example.com" % x)
      for x in ("%00", "%0d%0aX-Injected:%20y", "%7f", "%09")],
      status(400), short_text, field("x-injected", None))
t.row(27, "bad UTF-8", [get(AC, M + "?emailaddress=%s%%40example.com" % x)
      for x in ("%ff", "%c3", "%c0%80", "%ed%a0%80")], status(400), short_text)
t.row(28, "the first address counts", get(AC, M +
      "?emailaddress=a%40example.com&emailaddress=b%40unknown.example"), good("example.com"))
t.row(28, "the name is compared exactly", get("autoconfig.hoster.example", M +
      "?EmailAddress=a%40example.com"), good("hoster.example"))
t.row(29, "IDN in both forms", [
      get(AC, M + "?emailaddress=x%40b%C3%BCcher.example"),
      get(AC, M + "?emailaddress=x%40xn--bcher-kva.example"),
      get("autoconfig.xn--bcher-kva.example", M)], good("xn--bcher-kva.example"))
t.row(30, "UTF-8 and quoted local parts", [
      get(AC, M + "?emailaddress=j%C3%B6rg%40example.com"),
      get(AC, M + '?emailaddress="a@b"%40example.com'),
      get(AC, M + "?emailaddress=%22a%40b%22%40example.com"),
      get(AC, (M + "?emailaddress=j\u00f6rg@example.com").encode())], good("example.com"))
t.row(30, "UTF-8 in a login", get("autoconfig.comp.example",
      M + "?emailaddress=j%C3%B6rg%40comp.example"), usernames("j\u00f6rg.comp.example"))
t.row(31, "Host without data", [
      get("localhost", M, scheme="http"),
      get("127.0.0.1", M, scheme="http"),
      get(AC, M, scheme="http", host_field=False, version="HTTP/1.0")],
      status(400, 404), short_text, no_names)
t.row(31, "empty Host", get(AC, M, scheme="http", host_field=""), status(400, 404), no_names)
t.row(36, "Autodiscover by GET has real settings", [
      get("example.com", "/autodiscover/autodiscover.xml"),
      get("autodiscover.example.com", "/autodiscover/autodiscover.xml")],
      lambda a: expect({"IMAP", "SMTP"} <= {b[0][1] for b in readers.settings(a)},
                       "IMAP and SMTP wanted"))
P = "/.well-known/user-agent-configuration.json"


def at(domain, target, label="autoconfig.", **more):
    """A host without a certificate of its own, over TLS for another name."""
    return get(label + domain, target, sni=AC, **more)


def digest(wanted):
    def check(a):
        found = base64.b64encode(hashlib.sha256(a.body).digest()).decode()
        expect(found == wanted, f"SHA-256 {wanted} wanted, not {found}")
    return check


def protocols(*wanted):
    def check(a):
        found = list(json.loads(a.body)["protocols"])
        expect(found == list(wanted), f"{wanted} wanted, not {found}")
    return check


def relaxng(a):
    schema = os.path.join(os.path.dirname(__file__), "..", "..", "schema", "autoconfig.rng")
    r = subprocess.run(["xmllint", "--noout", "--relaxng", schema, "-"], input=a.body,
                       capture_output=True)
    expect(r.returncode == 0, r.stderr.decode())


def elements(*wanted):
    def check(a):
        found = [e.tag for e in ET.fromstring(a.body)]
        expect(found == list(wanted), f"{wanted} wanted, not {found}")
    return check


t.row(37, "PACC: octets that DNS has the digest of", [
      at("vector.example", P, "ua-auto-config."),
      at("vector.example", P, "ua-auto-config."),
      at("vector.example", P + "?emailaddress=x%40example.com&a=%zz", "ua-auto-config."),
      at("vector.example", P, "ua-auto-config.", fields=[("Accept-Encoding", "identity")]),
      at("vector.example", P, fields=[("Accept", "text/html"), ("Accept-Language", "fr")]),
      at("vector.example", P.upper())],
      status(200), field("content-type", "application/json"), field("location", None),
      digest("Q7Ua43d2hgIMpRm+L1W3p6+k+h6ilmceGeUnB5Fr6LE="))
t.row(37, "PACC: HEAD", at("vector.example", P, "ua-auto-config.", method="HEAD"),
      status(200), field("content-length", "223"), no_body)
t.row(37, "PACC: other methods", at("vector.example", P, "ua-auto-config.", method="POST", body=b"x"),
      status(405), field("allow", "GET, HEAD"))
t.row(37, "PACC: unknown domain", at("unknown.example", P, "ua-auto-config."), status(404), no_body)
t.row(38, "PACC can't say STARTTLS", at("starttls.example", P, "ua-auto-config."),
      status(200), protocols("imap"))
PROPFIND = b'<propfind xmlns="DAV:"><prop><current-user-principal/></prop></propfind>'
t.row(39, "/.well-known/caldav, any method", [
      at("full.example", "/.well-known/caldav", method=m, body=b)
      for m, b in (("PROPFIND", PROPFIND), ("PROPFIND", b" " * 9000 + PROPFIND), ("GET", None),
                   ("HEAD", None), ("OPTIONS", None), ("REPORT", PROPFIND), ("POST", PROPFIND))],
      status(301), field("location", "https://dav.full.example/cal/"),
      field("cache-control", "max-age=3600"), field("www-authenticate", None), no_body)
t.row(39, "one slash more, any letter case", [
      at("full.example", "/.well-known/caldav/", method="PROPFIND", body=PROPFIND),
      at("full.example", "/.Well-Known/CalDAV", method="PROPFIND", body=PROPFIND)],
      status(301), field("location", "https://dav.full.example/cal/"), no_body)
t.row(39, "/.well-known/carddav", at("full.example", "/.well-known/carddav", method="PROPFIND",
      body=PROPFIND), status(301), field("location", "https://dav.full.example/card/"), no_body)
t.row(39, "/.well-known/jmap", at("full.example", "/.well-known/jmap"),
      status(301), field("location", "https://jmap.full.example/session"), no_body)
t.row(39, "a URL that needs an address", at("half.example", "/.well-known/caldav"),
      status(301), field("location", "https://dav.half.example/cal/"), no_body)
t.row(39, "the same of JMAP", at("half.example", "/.well-known/jmap"), status(404),
      field("location", None), no_body)
t.row(39, "no such service", [at("vector.example", "/.well-known/" + name, method=m)
      for name in ("caldav", "carddav", "jmap") for m in ("GET", "PROPFIND")],
      status(404), field("location", None), no_body)
t.row("2.7", "every optional section", at("full.example", M), status(200), relaxng,
      elements("emailProvider", "addressbook", "calendar", "webMail", "oAuth2"),
      usernames("%EMAILADDRESS%"))
t.row(41, "unknown path", [get(AC, "/mail/mozilla.xml"), get(AC, "/nothing"),
      get(AC, "/.well-known/com.apple.remotemanagement")],
      status(404), short_text)
for number in sorted(t.later):
    t.row(number, "later", [])

AUTH = [
    ("imap", "imap1.auth.example", "993", "SSL", "%EMAILADDRESS%", ["OAuth2", "password-cleartext"]),
    ("imap", "imap2.auth.example", "993", "SSL", "%EMAILADDRESS%", ["password-encrypted"]),
    ("imap", "imap3.auth.example", "143", "STARTTLS", "%EMAILADDRESS%", ["NTLM"]),
    ("pop3", "pop.auth.example", "995", "SSL", "%EMAILADDRESS%", ["GSSAPI"]),
    ("smtp", "smtp1.auth.example", "587", "STARTTLS", "%EMAILADDRESS%", ["client-IP-address"]),
    ("smtp", "smtp2.auth.example", "2525", "plain", "%EMAILADDRESS%", ["none"]),
    ("smtp", "smtp3.auth.example", "465", "SSL", "%EMAILADDRESS%", ["TLS-client-cert"]),
]
t.row("2.4", "every authentication, every server, in order",
      get("autoconfig.auth.example", M), status(200),
      lambda a: readers.xmllint(a.body, "autoconfig.dtd"),
      lambda a: expect(readers.servers(ET.fromstring(a.body)) == AUTH, f"{AUTH} wanted"))
t.row("1.5", "Authorization and cookies change nothing", get(AC, J, fields=[
      ("Authorization", "Basic dG9wLXNlY3JldDpodXNoLWh1c2g="), ("Cookie", "hush-hush=1")]),
      same1, field("www-authenticate", None))


def rules():
    t.check(32, "the Evolution rules", lambda: [readers.evolution(a.body) for a, _ in seen])
    t.check(33, "the rules of Thunderbird for Android",
            lambda: [readers.thunderbird_android(a.body) for a, _ in seen])
    t.check(34, "the FairEmail and Geary rules",
            lambda: [readers.fairemail(a.body) for a, _ in seen])
    t.check(35, "the Parula rule", lambda: [readers.parula(a.body, d) for a, d in seen])


if __name__ == "__main__":
    t.run()
    rules()
