"""Autodiscover: the cases, against fixtures/microsoft.json."""
import readers
from table import (Table, expect, field, field_has, lacks, no_body, short_text, status)
from web import get

PATH = "/autodiscover/autodiscover.xml"
AD = "autodiscover.example.com"
REQUEST = "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"
SCHEMA = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'
JANE = "jane.doe@example.com"

# Cases 32 to 41 are in exchange.py.
t = Table("microsoft")


def request(address, declaration=DECLARATION, schema=SCHEMA, xmlns=REQUEST):
    return (f'{declaration}<Autodiscover xmlns="{xmlns}"><Request>'
            f"<EMailAddress>{address}</EMailAddress>"
            f"<AcceptableResponseSchema>{schema}</AcceptableResponseSchema>"
            "</Request></Autodiscover>")


def post(body, host=AD, path=PATH, fields=(("Content-Type", "text/xml"),), **more):
    if isinstance(body, str):
        body = body.encode()
    return get(host, path, method="POST", body=body, fields=fields, **more)


def good(a):
    readers.settings(a)


def error(http, code):
    def check(a):
        expect(a.status == http, f"status {http} wanted")
        readers.error_document(a, code)
    return check


def block(kind, **wanted):
    """The one block of a type has these values, None for a missing element."""
    def check(a):
        found = [dict(b) for b in readers.settings(a) if b[0][1] == kind]
        expect(len(found) == 1, f"one {kind} block wanted, not {len(found)}")
        for name, value in wanted.items():
            expect(found[0].get(name) == value,
                   f"{kind} {name} {value} wanted, not {found[0].get(name)}")
    return check


def kinds(*wanted):
    def check(a):
        found = [b[0][1] for b in readers.settings(a)]
        expect(found == list(wanted), f"blocks {wanted} wanted, not {found}")
    return check


def display_name(wanted):
    def check(a):
        found = readers.display_name(a)
        expect(found == wanted, f"DisplayName {wanted} wanted, not {found}")
    return check


def like_jane(address):
    """Case 1's answer, another address."""
    def check(a):
        first = t.answers[1][0]
        expect(a.status == first.status, "status of case 1 wanted")
        expect(a.body == first.body.replace(JANE.encode(), address.encode()),
               "the body of case 1 wanted, but for the address")
    return check


same1 = t.same_body(1)
O = request(JANE)

t.row(1, "settings", post(O), status(200), field("content-type", "text/xml; charset=utf-8"),
      lambda a: expect(a.body.startswith(b"<?xml"), "first octets <?xml wanted"),
      lambda a: readers.xmllint(a.body))
t.row(2, "name spaces, no prefix", post(O), good)
t.row(3, "User, one Account, its Protocols", post(O), display_name(JANE),
      kinds("IMAP", "POP3", "SMTP"))
t.row(4, "IMAP", post(O), block("IMAP", Server="imap.example.com", Port="993", LoginName=JANE,
      DomainRequired="off", SPA="off", SSL="on", Encryption="SSL", AuthRequired="on"))
t.row(5, "SMTP", post(O), block("SMTP", Server="smtp.example.com", Port="465", LoginName=JANE,
      DomainRequired="off", SPA="off", SSL="on", Encryption="SSL", AuthRequired="on",
      UsePOPAuth="on", SMTPLast="off"))
t.row(6, "no empty and no padded value", post(O), good)
t.row(7, "STARTTLS, user name is the local part", post(request("jane.doe@local.example")),
      kinds("IMAP", "SMTP"),
      block("IMAP", Server="imap.local.example", Port="143", LoginName="jane.doe", SSL="on",
            Encryption="TLS"),
      block("SMTP", Port="587", LoginName="jane.doe", SSL="on", Encryption="TLS"))
t.row(8, "no encryption", post(request("jane.doe@plain.example")),
      block("IMAP", Server="imap.plain.example", Port="143", SSL="off", Encryption="None"))
t.row(9, "any letter case", [post(O, path=p) for p in ("/Autodiscover/Autodiscover.xml",
      "/AutoDiscover/AutoDiscover.xml", "/AUTODISCOVER/AUTODISCOVER.XML")], same1)
t.row(10, "any content type", [post(O, fields=f) for f in ((),
      [("Content-Type", "application/xml")], [("Content-Type", "text/plain")],
      [("Content-Type", "application/x-www-form-urlencoded")])], same1)
t.row(11, "chunked", [post(O, chunked=True), post(O, chunked=True, pieces=20)], same1)
t.row(11, "in two packets", post(O, pieces=2), same1)
t.row(11, "Expect: 100-continue", post(O, fields=[("Expect", "100-continue")]), same1)
t.row(12, "Authorization", [post(O, fields=[("Authorization", "Basic " + x)]) for x in
      ("dG9wLXNlY3JldDpodXNoLWh1c2g=", "!!!hush-hush")],
      same1, field("www-authenticate", None))
t.row(13, "declaration, byte order mark, UTF-16", [
      post(request(JANE, "")),
      post(request(JANE, '<?xml version="1.0" encoding="UTF-8"?>')),
      post(b"\xef\xbb\xbf" + O.encode()),
      post(b"\xff\xfe" + request(JANE, '<?xml version="1.0" encoding="utf-16"?>')
           .encode("utf-16-le")),
      post(b"\xff\xfe" + request(JANE, "").encode("utf-16-le"))], same1)
t.row(14, "a line before the declaration, NULs at the end", [
      post("\n" + O), post("\r\n\r\n" + O), post(O + "\0"), post(O + "\0\0\r\n")], same1)
t.row(15, "name spaces, prefix, order, more elements, padding", [
      post(request(JANE, xmlns=REQUEST.replace("http", "https"),
                   schema=SCHEMA.replace("http", "https"))),
      post(O.replace(f' xmlns="{REQUEST}"', "")),
      post(O.replace(" xmlns=", " xmlns:a=").replace("</", "</a:").replace("<", "<a:")
           .replace("<a:/a:", "</a:").replace("<a:?", "<?")),
      post(f'<Autodiscover xmlns="{REQUEST}"><Request><AcceptableResponseSchema>{SCHEMA}'
           f"</AcceptableResponseSchema><EMailAddress>{JANE}</EMailAddress></Request>"
           "</Autodiscover>"),
      post(O.replace("<Request>", "<Request><New x='1'>y<EMailAddress>z@z.z</EMailAddress></New>")),
      post(request(f"\r\n\t {JANE} \n"))], same1)
t.row(16, "no schema asked for", post(O.replace(
      f"<AcceptableResponseSchema>{SCHEMA}</AcceptableResponseSchema>", "")), same1)
t.row(17, "a schema that nobody knows",
      post(request(JANE, schema="http://schemas.example/other/2030")), error(200, 601))
t.row(18, "capitals", post(request("JANE@EXAMPLE.COM")),
      block("IMAP", LoginName="JANE@example.com"))
t.row(19, "a mailbox that is not known", post(request("nobody-here@example.com")),
      like_jane("nobody-here@example.com"))
t.row(20, "unknown domain", post(request("x@nothere.example")), error(404, 500))
t.row(21, "no use", [post(b) for b in ("", "<a>", "<a/>", "hello", request(JANE)[:-5],
      "<Autodiscover/>", O.replace(f"<EMailAddress>{JANE}</EMailAddress>", ""),
      request(""), request("no-at-sign"), request("@example.com"), request("jane@"),
      request("a b@example.com"), request("jane@localhost"), request("a" * 65 + "@example.com"),
      request("a&b@example.com"), O + "junk", request("jane\u00e9@example.com").encode("latin-1"),
      request(JANE, '<?xml version="1.0" encoding="utf-16"?>'),
      request(JANE, '<?xml version="1.0" encoding="windows-1252"?>'),
      request("&nbsp;@example.com"), request("&#0;@example.com"))], error(200, 600))
t.row(21, "only LegacyDN", post(O.replace(f"<EMailAddress>{JANE}</EMailAddress>",
      "<LegacyDN>/o=first/ou=group/cn=Recipients/cn=jane</LegacyDN>")), error(404, 500))
t.row(21, "LegacyDN and address", post(O.replace("<EMailAddress>",
      "<LegacyDN>/o=first/cn=jane</LegacyDN><EMailAddress>")), same1)
t.row(22, "& in the address", post(request("a&amp;b@example.com")),
      display_name("a&b@example.com"), block("IMAP", LoginName="a&b@example.com"))
t.row(22, "< in the address", post(request('"x&lt;y"@example.com')), lacks("<y"),
      lambda a: readers.xmllint(a.body), lambda a: readers.error_document(a, 600)
      if b"Error" in a.body else readers.settings(a))
t.row(22, "placeholders in the address", post(request("%EMAILDOMAIN%@example.com")),
      block("IMAP", LoginName="%EMAILDOMAIN%@example.com"))
t.row(23, "external entity", post('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM '
      '"file:///etc/passwd">]>' + request("&x;@example.com", "")),
      error(200, 600), lacks("root:"))
t.row(23, "DOCTYPE alone", post("<!DOCTYPE Autodiscover>" + request(JANE, "")), error(200, 600))
t.row(24, "billion laughs", post('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "lol">' +
      "".join(f'<!ENTITY l{i} "{("&l%d;" % (i - 1)) * 10}">' for i in range(1, 10)) + "]>" +
      request("&l9;@example.com", "")), error(200, 600))
t.row(25, "too large", [post("x" * 20000), post(" " * 10000000), post("x" * 20000, chunked=True)],
      status(413), short_text)
t.row(25, "not quite too large", post(O + " " * (16384 - len(O))), same1)
t.row(26, "16,000 octets of nested tags", post("<a>" * 5333), error(200, 600))
t.row(27, "GET", get(AD, PATH), kinds("IMAP", "POP3", "SMTP"),
      block("IMAP", Server="imap.example.com", Port="993", LoginName=None, SSL="on"),
      block("SMTP", Server="smtp.example.com", Port="465", LoginName=None),
      lambda a: expect(readers.display_name(a) in (None, "example.com"), "no address"))
t.row(27, "GET, the host is the domain", get("example.com", PATH), t.same_body(27))
t.row(28, "GET, unknown domain", get("autodiscover.nothere.example", PATH), error(404, 600))
t.row(29, "HEAD", get(AD, PATH, method="HEAD"), status(200), t.same_fields(27), no_body)
t.row(30, "other methods", [get(AD, PATH, method=m, body=b"") for m in ("PUT", "DELETE",
      "PROPFIND")], status(405), field("allow", "GET, HEAD, POST"))
t.row(31, "port 80 redirects", [get(AD, PATH + "?Email=jane.doe", scheme="http"),
      post(O, scheme="http"), get(AD, "/AutoDiscover/AutoDiscover.xml", scheme="http")],
      status(302), field("location", f"https://{AD}{PATH}"), lacks("jane"))
t.row(43, "an IDN domain in both forms", [post(request("jane.doe@b\u00fccher.example")),
      post(request("jane.doe@xn--bcher-kva.example"))],
      like_jane("jane.doe@xn--bcher-kva.example"))
t.row("3.4", "all servers, if the provider wants", post(request("jane.doe@all.example")),
      lambda a: expect([(dict(b).get("Type"), dict(b).get("Port"), dict(b).get("Encryption"))
                        for b in readers.settings(a)] == [("IMAP", "993", "SSL"),
                       ("IMAP", "143", "TLS"), ("SMTP", "587", "TLS"), ("CalDAV", None, None)],
                       "IMAP 993, IMAP 143, SMTP, CalDAV wanted"))
t.row("3.5", "SPA and AuthRequired", post(request("jane.doe@all.example")),
      lambda a: expect([dict(b).get("SPA") for b in readers.settings(a)][:3] ==
                       ["off", "on", "off"], "SPA on for NTLM only"),
      block("SMTP", AuthRequired="off", LoginName=None, UsePOPAuth="off"))
t.row("3.10", "CalDAV", post(request("jane.doe@all.example")), block("CalDAV",
      Server="https://dav.all.example/dav/jane.doe@all.example/", DomainRequired="off",
      LoginName="jane.doe@all.example"))
t.row(41, "SOAP", [get(AD, "/autodiscover/autodiscover.svc"),
      post("<x/>", path="/autodiscover/autodiscover.svc")], status(404))
t.row("11", "other paths", get(AD, "/autodiscover/other"), status(404), short_text)


def fields_of_all():
    for number, answers in t.answers.items():
        for a in answers:
            if number in (25, 31, 41, "11"):
                continue    # nginx's own
            expect(a["cache-control"] == "no-store", f"case {number}: Cache-Control: no-store\n{a}")
            expect(a["x-content-type-options"] == "nosniff", f"case {number}: nosniff\n{a}")
            for name in ("www-authenticate", "set-cookie"):
                expect(a[name] is None, f"case {number}: {name}\n{a}")


if __name__ == "__main__":
    t.run()
    t.check(44, "header fields of all answers", fields_of_all)
