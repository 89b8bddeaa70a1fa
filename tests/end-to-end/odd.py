"""Autodiscover as nobody should ask for it, and somebody will: bodies, addresses,
paths and header fields that are at the edge of the protocols or beyond, against
fixtures/exchange.json.  What must hold was decided from the documents of the
protocols, row by row, before the program was asked."""
import gzip
import json
import re
import xml.etree.ElementTree as ET

import readers
from exchange import (EAS_URL, EXCHANGE, EWS, EWS_URL, JSON, MOBILE, SOAP, answer, domains, phone,
                      phone_error, phone_settings, soap, soap_codes, users, v2, v2_error, v2_url)
from microsoft import (AD, DECLARATION, JANE, PATH, REQUEST, SCHEMA, block, display_name, error, post,
                       request)
from table import Table, expect, field, has, lacks, no_body, status
from web import get

t = Table("odd")
O = request(JANE)
PHONE = phone("jane@eas.example")
ACCEPT = "<AcceptableResponseSchema>%s</AcceptableResponseSchema>"
ADDRESS = f"<EMailAddress>{JANE}</EMailAddress>"
bad = error(200, 600)
SECRET = "Basic dG9wLXNlY3JldDpodXNoLWh1c2g="


def same(a):
    """The settings of jane.doe@example.com, octet by octet."""
    first = t.answers["0"][0]
    expect(a.status == 200 and a.body == first.body, "the settings for", JANE, "wanted")


def body(inside, declaration=DECLARATION, xmlns=f' xmlns="{REQUEST}"'):
    return f"{declaration}<Autodiscover{xmlns}>{inside}</Autodiscover>"


def inside(text):
    return post(body(f"<Request>{text}</Request>"))


def asked(*addresses):
    return [post(request(x)) for x in addresses]


def login(wanted):
    return block("IMAP", LoginName=wanted)


def schemas(*wanted, address=JANE):
    return inside(f"<EMailAddress>{address}</EMailAddress>" + "".join(ACCEPT % s for s in wanted))


def phone_ns(a):
    expect(f'xmlns="{MOBILE}responseschema/2006"'.encode() in a.body, "the phones' dialect wanted")


t.row("0", "as usual", post(O), status(200), lambda a: readers.settings(a))

# --- bodies -------------------------------------------------------------------

t.row("utf-16", "with and without mark and declaration", [
      post(b"\xfe\xff" + request(JANE, "").encode("utf-16-be")),
      post(b"\xfe\xff" + request(JANE, '<?xml version="1.0" encoding="UTF-16"?>').encode("utf-16-be")),
      post(request(JANE, '<?xml version="1.0" encoding="utf-16"?>').encode("utf-16-le")),
      post(request(JANE, '<?xml version="1.0" encoding="UTF-16BE"?>').encode("utf-16-be")),
      post(request(JANE, "").encode("utf-16-le")), post(request(JANE, "").encode("utf-16-be")),
      post(b"\xff\xfe" + (request(JANE, "") + "\r\n \n").encode("utf-16-le"))], same)
t.row("utf-16", "that says it is another, is cut, or breaks its pairs", [
      post(b"\xff\xfe" + O.encode("utf-16-le")), post(request(JANE, "").encode("utf-16-le")[:-1]),
      post(b"\xff\xfe" + request(JANE, "").encode("utf-16-le")[:-7]),
      post(b"\xff\xfe" + O.encode("utf-16-be")), post(b"\xff\xfe"), post(b"\xfe\xff\0"),
      post(request("jane\ud800@example.com", "").encode("utf-16-le", "surrogatepass")),
      post(b"\xff\xfe" + request(JANE, "<!DOCTYPE a>").encode("utf-16-le")),
      post(b"\xff\xfe\0\0" + request(JANE, "").encode("utf-32-le"))], bad)
t.row("charset", "latin-1 and ASCII that say so", [
      post(request(JANE, '<?xml version="1.0" encoding="iso-8859-1"?>')),
      post(request(JANE, '<?xml version="1.0" encoding="ISO-8859-1"?>')),
      post(request(JANE, '<?xml version="1.0" encoding="us-ascii"?>'))], same)
t.row("charset", "latin-1 with a letter of its own",
      post(request("jan\u00e9@example.com",
      '<?xml version="1.0" encoding="ISO-8859-1"?>').encode("latin-1")),
      login("jan\u00e9@example.com"))
t.row("charset", "that are not read", [post(request(JANE,
      f'<?xml version="1.0" encoding="{e}"?>')) for e in
      ("windows-1252", "utf-7", "utf-32", "ebcdic-cp-us", "iso-8859-15", "gb18030", "x-none", "",
      "%s%n")], bad)
t.row("charset", "octets that are no UTF-8", [post(O.encode().replace(b"jane", x)) for x in
      (b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\xe2\x82", b"\xef\xbf\xbe",
      b"\x80")], bad)
t.row("charset", "what the header field says does not count", [post(O, fields=[("Content-Type",
      x)]) for x in
      ("text/xml; charset=utf-16", "text/xml;charset=windows-1252", "multipart/form-data; boundary=x",
       "application/soap+xml", "application/json", "", "x", "text/xml, text/html",
       'text/xml; charset="utf-8"')], same)
t.row("head", "blanks, marks and comments before and behind", [
      post("\t\r\n  " + O), post(b"\xef\xbb\xbf\r\n" + O.encode()), post(O + "<!-- end -->"),
      post(O + "<?end?>"),
      post("<!-- x -->" + request(JANE, "")), post(O + "\n\0\0\n\0"),
      post(b"\xef\xbb\xbf" + request(JANE, "").encode()),
      post(request(JANE, '<?xml version="1.0" encoding="utf-8" standalone="no"?>\n')),
      post(request(JANE, "<?xml version='1.0'?>")), post(request(JANE,
      '<?xml version="1.1" encoding="utf-8"?>'))], same)
t.row("head", "what is no document", [post(x) for x in (
      " ", "\0", "\0\0" + O, b"\xef\xbb\xbf", b"\xef\xbb\xbf\xef\xbb\xbf" + O.encode(), "x" + O,
      O + "x", O + O,
      O + "<a/>", O + "&amp;", "<!-- x -->" + O, "<?xml?>" + request(JANE, ""), "{}",
      '{"Email":"%s"}' % JANE,
      "EMailAddress=jane.doe%40example.com", "<html><body>jane</body></html>",
      "<?xml version=\"1.0\"?>",
      "<!-- -->", "<Autodiscover", "]]>", "<Autodiscover></autodiscover>", "\x1f\x8b\x08")], bad)
t.row("head", "gzip is not taken apart", post(gzip.compress(O.encode()),
      fields=[("Content-Encoding", "gzip"), ("Content-Type", "text/xml")]), bad)
t.row("head", "cut short", [post(O[:n]) for n in range(1, len(O), 37)], bad)
t.row("xml", "ways to write the same", [
      post(O.replace("jane", "<![CDATA[jane]]>")), post(O.replace(JANE, f"<![CDATA[ {JANE} ]]>")),
      post(O.replace("jane", "ja<!-- x -->ne")), post(O.replace("jane", "ja<?x?>ne")),
      post(request("jane.doe&#x40;example.com")), post(request("&#106;ane.doe&#64;example.com")),
      post(O.replace("<Request>", "<Request a='1' xml:lang='de'>")), post(O.replace("</EMailAddress>",
      "</EMailAddress\n >")),
      post(O.replace("EMailAddress>", "EmailAddress>")), post(O.replace("EMailAddress>",
      "emailaddress>")),
      post(O.replace("AcceptableResponseSchema>", "acceptableresponseschema>")),
      post(O.replace(">", ">\r\n")), post(O.replace("<EMailAddress", "text<EMailAddress"))], same)
t.row("xml", "name spaces", [
      post(body("<Request xmlns='%s'>%s</Request>" % (REQUEST, ADDRESS), xmlns="")),
      post(O.replace(REQUEST, "urn:x")), post(O.replace(REQUEST, "")),
      post(O.replace(REQUEST, REQUEST + "/")), post(O.replace("<EMailAddress",
      "<EMailAddress xmlns='urn:y'")),
      post(body("<b:Request xmlns:b='urn:b'><c:EMailAddress xmlns:c='urn:c'>%s</c:EMailAddress></b:Request>" % JANE)),
      post(O.replace(REQUEST, "x" * 3000))], same)
t.row("xml", "not well-formed", [
      post(O.replace("<Request>", "<Request a='1' a='2'>")), post(O.replace("Request>", "z:Request>")),
      post(O.replace("<Request>", "<Request a=1>")), post(O.replace("<Request>",
      "<Request><b>").replace("</Req", "</c></Req")),
      post(request("jane&doe@example.com")), post(request("jane&unknown;@example.com")),
      post(request("&#xD800;@example.com")),
      post(request("&#xFFFE;@example.com")), post(request("jane<@example.com")),
      post(request("jane\x01@example.com")),
      post(O.replace("<Request>", "<Request><!-- a -- b -->")), post(O.replace("<Request>",
      "<Request><?xml?>"))], bad)
t.row("doctype", "none is read", [post(request(JANE, x)) for x in (
      "<!DOCTYPE Autodiscover []>", "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/x.dtd'>",
      "<!DOCTYPE a PUBLIC '-//x//y' 'file:///etc/passwd'>", "<!-- a --><!DOCTYPE a>",
      "<?xml version='1.0' standalone='yes'?><!DOCTYPE a [<!ATTLIST a b CDATA 'c'>]>",
      "<!DOCTYPE a [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]>",
      "<!DOCTYPE a [<!ENTITY a 'b'><!ENTITY b '&a;&a;'>]>", "<!DOCTYPE a [<!NOTATION n SYSTEM 'n'>]>")],
      bad, lacks("root:"))
t.row("size", "deep, wide and long, within the limits", [
      inside(ADDRESS + "<x>" * 14 + "</x>" * 14), inside("<x/>" * 240 + ADDRESS),
      inside(ADDRESS + "<x a='%s'/>" % ("y" * 15000)), inside(ADDRESS + "<!--%s-->" % ("y" * 15000)),
      inside(ADDRESS + "<x>%s</x>" % ("y" * 15000)), inside(ADDRESS + " " * 15000),
      inside(" " * 15000 + ADDRESS), post(O + "\0" * (16384 - len(O))),
      post(O + " " * (16384 - len(O)))], same)
t.row("size", "beyond them", [inside(ADDRESS + "<x>" * 20 + "</x>" * 20),
      inside("<x/>" * 300 + ADDRESS)], bad)
t.row("size", "one octet too many", post(O + " " * (16385 - len(O))), status(413))

# --- what is asked for ----------------------------------------------------------

t.row("schema", "the first that is known counts", [
      schemas("urn:unknown", SCHEMA), schemas(SCHEMA, MOBILE + "responseschema/2006"), schemas("",
      SCHEMA),
      schemas(SCHEMA, SCHEMA), schemas(f"\r\n  {SCHEMA}\t "), schemas(SCHEMA.upper()),
      schemas(SCHEMA + "/"),
      schemas("y" * 400, SCHEMA), schemas(SCHEMA.replace("2006a", "2006")),
      schemas(f"<![CDATA[{SCHEMA}]]>")], same)
t.row("schema", "the phones' first", [
      schemas(MOBILE + "responseschema/2006", SCHEMA, address="jane@eas.example"),
      schemas("urn:x", (MOBILE + "responseschema/2006").upper() + " ", address="jane@eas.example"),
      post(PHONE.replace("requestschema", "REQUESTSCHEMA"))], phone_settings(EAS_URL,
      "jane@eas.example"))
t.row("schema", "none that is known", [schemas("urn:unknown"), schemas(""), schemas(" "), schemas("a",
      "b"),
      schemas("outlook"), schemas("/outlook/" + "y" * 400),
      inside(ADDRESS + "<AcceptableResponseSchema/>")], error(200, 601))
t.row("schema", "none: the root says which", [
      post(body(f"<Request>{ADDRESS}</Request>")), post(body(f"<Request>{ADDRESS}</Request>",
      xmlns="")),
      post(body(f"<Request>{ADDRESS}</Request>" + ACCEPT % "urn:not-in-the-request")),
      post(body("<Request xmlns='%srequestschema/2006'>%s</Request>" % (MOBILE, ADDRESS), xmlns=""))],
      same)
t.row("schema", "none, and a phone's root", [post(body(
      "<Request><EMailAddress>jane@eas.example</EMailAddress></Request>",
      xmlns=f' xmlns="{MOBILE}requestschema/2006"')),
      post(body("<Request><EMailAddress>jane@eas.example</EMailAddress></Request>",
                xmlns=f' xmlns="{MOBILE.replace("http:", "https:").upper()}requestschema/2006"'))],
      phone_settings(EAS_URL, "jane@eas.example"))
t.row("schema", "the root is a phone's, the schema Outlook's", post(O.replace(REQUEST,
      MOBILE + "requestschema/2006")), same)
t.row("schema", "a domain that is not served comes first", [
      schemas("urn:unknown", address="x@nothere.example"), post(phone("x@nothere.example"))],
      error(404, 500))
t.row("element", "none, two, or elsewhere", [
      inside(ADDRESS + ADDRESS), inside(ADDRESS + "<EMailAddress>x@ews.example</EMailAddress>"),
      inside(""),
      inside("<EMailAddress/>"), inside("<EMailAddress> \n</EMailAddress>"),
      inside(f"<b>{ADDRESS}</b>"), post(body(ADDRESS)),
      post(body(f"<Request>{ADDRESS}</Request>" * 2)), post(body("")),
      inside(f"<EMailAddress><b>{JANE}</b></EMailAddress>"),
      inside(f"<EMailAddress>{JANE}<b/></EMailAddress>"), post(f"<Request>{ADDRESS}</Request>"),
      inside(f"<Email>{JANE}</Email>")], bad)
t.row("element", "only a name in a directory", [inside(x) for x in (
      "<LegacyDN>/o=x/cn=jane</LegacyDN>", "<LegacyDN/>", "<EMailAddress/><LegacyDN>/o=x</LegacyDN>",
      "<LegacyDN>%s</LegacyDN>" % ("y" * 3000))], error(404, 500))
t.row("element", "a name in a directory, and an address", [inside(x + ADDRESS) for x in (
      "<LegacyDN>/o=x/cn=jane</LegacyDN>", "<LegacyDN/>")], same)
t.row("element", "a name in a directory, and no use of an address",
      inside("<LegacyDN>/o=x</LegacyDN><EMailAddress>jane</EMailAddress>"), bad)

# --- addresses ------------------------------------------------------------------

t.row("address", "blanks, case and dots of the domain", asked(
      f"\t{JANE}\r\n", "jane.doe@EXAMPLE.com", "jane.doe@example.com."), same)
t.row("address", "local parts stay as they are", asked("jane+tag@example.com"),
      login("jane+tag@example.com"))
for local in ("JANE.Doe", "smtp:jane", "o'jane", "jane%40x", "%EMAILADDRESS%", "-jane", "jane..doe",
    ".jane", "jane/x",
              "jane=x", "00123", "j" * 64, "jan\u00e9", "\u0436\u0430\u043d", "jane\U0001f600",
              "{jane}", "jane`$x`"):
    t.row("address", local, asked(local + "@example.com"), status(200), login(local + "@example.com"),
          display_name(local + "@example.com"))
t.row("address", "of no use", asked(
      "jane", "@", "@example.com", "jane@", "jane@.", "jane doe@example.com", "jane\tdoe@example.com",
      "jane\n@example.com",
      "jane@example .com", "jane@example..com", "jane@.example.com", "jane@example.com..",
      "jane@exa_mple com",
      "j" * 65 + "@example.com", "jane@" + "e" * 64 + ".example", "jane@" + "e." * 130 + "example",
      "jane&lt;@example.com",
      "&lt;jane@example.com&gt;", "Jane &lt;jane@example.com&gt;", "jane@example.com, x@example.com",
      "jane&#9;x@example.com",
      "jane&#127;@example.com", "ja&quot;ne@example.com", "a@b@example.com",
      "y" * 400 + "@example.com", "jane@exa&#0;mple.com", "jane@localhost"), bad)
t.row("address", "domains that nobody serves", asked(
      "jane@nothere.example", "jane@sub.example.com", "jane@com.example", "jane@example.com.example",
      "jane@b\u00fccher.test", "jane@" + "e" * 63 + ".example"), error(404, 500))
t.row("address", "an IDN in every form", asked(
      "jane@xn--bcher-kva.example", "jane@XN--BCHER-KVA.Example", "jane@b\u00fccher.example",
      "jane@B\u00dcCHER.EXAMPLE",
      "jane@bu\u0308cher.example", "jane@b\u00fccher\u3002example"),
      login("jane@xn--bcher-kva.example"))
t.row("address", "escaped on its way out", asked("a&amp;b&apos;c@example.com"),
      login("a&b'c@example.com"))
t.row("address", "a quoted local part", asked("&quot;a@b&amp;c&quot;@example.com"),
      login('"a@b&c"@example.com'))
t.row("address", "]]&gt; in it", asked("]]&amp;jane@example.com"), login("]]&jane@example.com"))

# --- phones -----------------------------------------------------------------------

t.row("phone", "the domain in lower case, the local part as it came", [
      post(phone("JANE@EAS.Example")), post(phone(" JANE@eas.example. "))], phone_settings(EAS_URL,
      "JANE@eas.example"))
t.row("phone", "UTF-16 and no declaration", [post(b"\xff\xfe" + PHONE.replace(DECLARATION,
      "").encode("utf-16-le")),
      post(PHONE.replace(DECLARATION, ""))], phone_settings(EAS_URL, "jane@eas.example"))
t.row("phone", "Type before Url, Name like it", post(PHONE), lambda a: expect(re.search(
      rb"<Server>\s*<Type>MobileSync</Type>\s*<Url>([^<]*)</Url>\s*<Name>\1</Name>\s*</Server>",
      a.body), "this order"))
t.row("phone", "no ActiveSync here", [post(phone(JANE)), post(phone("jane@xn--bcher-kva.example"))],
      phone_error, phone_ns)
t.row("phone", "of no use", [post(phone("jane")), post(phone("jane&x@eas.example")), post(PHONE[:-20]),
      post(PHONE.replace("<EMailAddress>jane@eas.example</EMailAddress>", ""))], bad)

# --- HTTP ---------------------------------------------------------------------------

t.row("path", "any case, slashes, and encoded letters", [post(O, path=p) for p in (
      "/AutoDiscover/AUTODISCOVER.xml", "/autodiscover/autodiscover.XML",
      "//autodiscover//autodiscover.xml",
      "/%61utodiscover/autodiscover%2Exml", "/x/../autodiscover/./autodiscover.xml", PATH + "?",
      PATH + "?Email=x@y.z&a=%00",
      "/autodiscover.xml", "/AutoDiscover.XML")], same)
t.row("path", "that are nothing", [post(O, path=p) for p in (
      "/autodiscover", "/autodiscover/", "/autodiscover/autodiscover",
      "/autodiscover/autodiscover.xml2",
      "/autodiscover/autodiscover.xml%20", "/autodiscover/xautodiscover.xml",
      "/x/autodiscover/autodiscover.xml",
      "/autodiscover/autodiscover.html", "/autodiscover/autodiscover.xml;x",
      "/autodiscover/autodiscover.xml/x")], status(404))
t.row("method", "other methods", [get(AD, PATH, method=m, body=b"") for m in ("OPTIONS", "PATCH",
      "REPORT", "LOCK")],
      status(405), field("allow", "GET, HEAD, POST"))
t.row("method", "GET with a query or a body is a GET", [get(AD, PATH + "?Email=jane@ews.example"),
      get(AD, PATH, body=O.encode())],
      block("IMAP", Server="imap.example.com", LoginName=None), lacks("jane"))
t.row("method", "HEAD", [get("autodiscover.nothere.example", PATH, method="HEAD")], status(404),
      no_body)
t.row("host", "any host, the address counts", [post(O, host=h) for h in (
      EWS, "autodiscover.nothere.example", "AUTODISCOVER.example.COM", "autodiscover.eas.example",
      "example.com")]
      + [post(O, host_field=h) for h in (AD + ".", AD + ":443", AD.upper())] + [post(O,
      version="HTTP/1.0")], same)
t.row("host", "GET by host: dots, port and case", [get(AD, PATH, host_field=h) for h in (
      AD + ".", AD + ":8443", AD.upper(), "autoconfig.example.com")], block("IMAP",
      Server="imap.example.com", LoginName=None))
t.row("field", "what clients send besides", [post(O, fields=[f]) for f in (
      ("Authorization", SECRET), ("Authorization", "NTLM TlRMTVNTUAABAAAA"), ("Authorization",
      "Bearer hush-hush"),
      ("Authorization", "Negotiate x"), ("Proxy-Authorization", SECRET), ("Cookie", "hush=hush-hush"),
      ("X-AnchorMailbox", "x@ews.example"), ("X-ClientCanHandle", "Negotiate, ExHttpInfo"),
      ("X-MapiHttpCapability", "1"),
      ("X-MapiHttpCapability", "nonsense"), ("Accept", "application/json"), ("Accept", "text/html"),
      ("Accept-Language", "de"),
      ("Range", "bytes=0-9"), ("If-None-Match", "*"), ("If-Modified-Since",
      "Sun, 22 Nov 2026 00:00:00 GMT"),
      ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "http"), ("X-HTTP-Method-Override",
      "DELETE"),
      ("Upgrade", "h2c"), ("User-Agent", ""), ("User-Agent", "x" * 2000))], same,
      field("www-authenticate", None))

# --- version 2 ------------------------------------------------------------------------

for name in ("autodiscoverv1", "AUTODISCOVERV1", "AutoDiscoverV1", "%41utodiscoverv1"):
    t.row("v2", name, [v2(JANE, name), get(AD, f"{JSON}/v1.0/{JANE}?Protocol={name}"),
          get(AD, f"{JSON}/V2.0/{JANE}?protocol={name}&redirectcount=99"), get(AD,
          f"/Autodiscover/Autodiscover.json?pROTOCOL={name}&eMAIL={JANE}")],
          status(200), v2_url(AD))
t.row("v2", "protocols that are there", [v2("jane@ews.example", x) for x in ("EWS", "ews", "Ews",
      "eWs")],
      status(200), answer(Protocol="Ews", Url=EWS_URL))
t.row("v2", "addresses in every form", [v2(x, "ActiveSync") for x in (
      "jane%40eas.example", "JANE@EAS.EXAMPLE", "jane@eas.example.", "%20jane@eas.example%20",
      "ja%2Bne@eas.example",
      "ja+ne@eas.example", "%6Aane@eas.example", "jan%C3%A9@eas.example", "%27@eas.example",
      "jane%4@eas.example")]
      + [get(AD, f"{JSON}/v1.0/{x}?Protocol=ActiveSync") for x in ("jane%40eas.example",
      "j%2Fane@eas.example", "jan%C3%A9@eas.example")],
      status(200), answer(Protocol="ActiveSync", Url=EAS_URL))
t.row("v2", "addresses of no use", [v2(x, "ActiveSync") for x in (
      "jane%2540eas.example", "eas.example", "jane%0a@eas.example", "a%20b@eas.example",
      "%00@eas.example", "%ff@eas.example",
      "jane@eas..example", "jane@", "@eas.example", "%22%3E%3Cscript%3E@eas.example",
      "jane@eas.example%00")], status(400),
      v2_error("MandatoryParameterMissing"))
t.row("v2", "an IDN", [v2(x, "AutodiscoverV1") for x in ("jane@b%C3%BCcher.example",
      "jane@xn--bcher-kva.example")], v2_url(AD))
t.row("v2", "not here, and what is", [v2("jane@eas.example", x) for x in ("Ews", "REST", "Substrate",
      "SubstrateSearchService", "x")],
      status(400), lambda a: expect(json.loads(a.body)["ErrorMessage"].endswith(
          " is invalid. Supported values are 'ActiveSync,AutodiscoverV1'"), "the two that there are"))
t.row("v2", "said back, escaped", [v2(JANE, x) for x in (
      "%3C/script%3E", "%22,%22Url%22:%22x", "%5C%22", "a%0d%0ab", "%E2%80%A8", "%F0%9F%98%80",
      "%26%27%3C%3E", "%25s%25n", "a%00b")],
      status(400), v2_error("InvalidProtocol"))
t.row("v2", "no protocol", [get(AD, f"{JSON}?Email={JANE}&{x}") for x in ("", "Protocol", "Protocol=",
      "Proto=Ews", "Protocol%3DEws")],
      status(400), v2_error("MissingProtocol"))
t.row("v2", "nothing", [get(AD, JSON + x) for x in ("", "?", "?&&&", "?=", "?Email",
      "?Email=&Protocol=", "/", "/v1.0", "/v1.0/")],
      status(400), v2_error("MandatoryParameterMissing"))
t.row("v2", "unknown domain", [v2("x@nothere.example", p) for p in ("Ews", "x", "ActiveSync")]
      + [get(AD, JSON + "/v1.0/x@nothere.example?Protocol=Ews")], status(404), v2_error("UserNotFound"))
t.row("v2", "other methods", [v2(JANE, "Ews", method=m, body=b"{}") for m in ("POST", "OPTIONS",
      "DELETE", "PATCH")],
      status(405), field("allow", "GET, HEAD"))
t.row("v2", "never a 401", [v2(JANE, "AutodiscoverV1", fields=[("Authorization",
      x)]) for x in (SECRET, "Bearer x", "NTLM x")],
      v2_url(AD), field("www-authenticate", None))

# --- SOAP -------------------------------------------------------------------------------

JANE_EWS = soap(users("jane@ews.example"))
same_soap = t.same_body("soap")
t.row("soap", "as usual", JANE_EWS, status(200), soap_codes("NoError", "NoError"))


def envelope(old, new, count=-1):
    return JANE_EWS._replace(body=JANE_EWS.body.replace(old.encode(), new.encode(), count))


t.row("soap", "ways to write the same", [
      JANE_EWS._replace(body=JANE_EWS.body.replace(b"xmlns:a", b"xmlns:q").replace(b"a:", b"q:")),
      envelope(DECLARATION, ""), envelope("jane@", "<![CDATA[jane]]>@"), envelope("jane@", " jane@"),
      envelope(EXCHANGE, EXCHANGE.replace("http:", "https:")), envelope("Exchange2013",
      "Exchange2007"), envelope("Exchange2013", ""),
      envelope("<a:Setting>", "<a:Setting>\n "), envelope("</a:RequestedSettings>",
      "<a:Setting>ExternalEwsUrl</a:Setting></a:RequestedSettings>"),
      envelope("</a:Request>", "<a:RequestedVersion>Exchange2010</a:RequestedVersion></a:Request>"),
      JANE_EWS._replace(body=b"\xff\xfe" + JANE_EWS.body.decode().replace(DECLARATION,
      "").encode("utf-16-le")),
      JANE_EWS._replace(body=JANE_EWS.body + b"\0\0"), JANE_EWS._replace(target=SOAP.upper().encode()),
      JANE_EWS._replace(fields=(("Content-Type", "application/soap+xml"), ("SOAPAction",
      '"urn:other"'), ("X-AnchorMailbox", "x@y.example"))),
      JANE_EWS._replace(fields=(("Authorization", SECRET),))], status(200), same_soap)
t.row("soap", "an identifier comes back, escaped", envelope("<s:Header>", "<s:Header><w:MessageID "
      "xmlns:w='http://www.w3.org/2005/08/addressing'>urn:uuid:&lt;1&amp;2></w:MessageID>"),
      status(200),
      soap_codes("NoError", "NoError"), has(">urn:uuid:&lt;1&amp;2&gt;</a:RelatesTo>"))
t.row("soap", "an action that is not the body's", envelope("<s:Header>", "<s:Header><w:Action "
      "xmlns:w='http://www.w3.org/2005/08/addressing'>urn:other</w:Action>"), same_soap)
t.row("soap", "one user twice, one setting twice", soap(users("jane@ews.example", "jane@ews.example",
      settings=(
      "ExternalEwsUrl", "Nonsense", "ExternalEwsUrl", "Nonsense"))), status(200),
      soap_codes("NoError", "NoError", "InvalidSetting", "NoError", "InvalidSetting"))
t.row("soap", "names of settings have a case", soap(users("jane@ews.example",
      settings=("externalewsurl", "EXTERNALEWSURL"))),
      status(200), soap_codes("NoError", "NoError", "InvalidSetting", "InvalidSetting"))
t.row("soap", "users of no use", soap(users("", " ", "jane", "@", "a b@ews.example",
      "jane@nothere.example", "x" * 300 + "@ews.example")),
      status(200), soap_codes("NoError", *["InvalidUser"] * 7))
t.row("soap", "domains of every kind", soap(domains("EWS.example.", "alias.example", "eas.example",
      "nothere.example", "", "a b",
      settings=("ExternalEwsUrl", "ExternalEwsVersion", "UserDN"))), status(200), soap_codes(
      "NoError", "NoError", "SettingIsNotAvailable", "InvalidSetting", "NoError",
      "SettingIsNotAvailable", "InvalidSetting",
      "NoError", "SettingIsNotAvailable", "SettingIsNotAvailable", "InvalidSetting", "InvalidDomain",
      "InvalidDomain", "InvalidDomain"))
t.row("soap", "no federation",
      soap("<a:GetFederationInformationRequestMessage><a:Request><a:Domain>ews.example</a:Domain>"
      "</a:Request></a:GetFederationInformationRequestMessage>"), status(200),
      soap_codes("NotFederated"))
t.row("soap", "operations that there are elsewhere", [soap(f"<a:{x}><a:Request/></a:{x}>") for x in (
      "GetOrganizationRelationshipSettingsRequestMessage", "Other",
      "getusersettingsrequestmessagex")] + [soap("")],
      status(500), has("ActionNotSupported"), lambda a: ET.fromstring(a.body))
t.row("soap", "SOAP 1.2", envelope("http://schemas.xmlsoap.org/soap/envelope/",
      "http://www.w3.org/2003/05/soap-envelope"),
      status(500), has("VersionMismatch"), has("http://schemas.xmlsoap.org/soap/envelope/"))
t.row("soap", "no use", [JANE_EWS._replace(body=b) for b in (
      b"\0", JANE_EWS.body[:-9], JANE_EWS.body + b"x", JANE_EWS.body.replace(b"<s:Body>",
      b"<s:Body><z:x/>"),
      JANE_EWS.body.replace(DECLARATION.encode(), b"<!DOCTYPE a [<!ENTITY x 'y'>]>"),
      JANE_EWS.body.replace(b"jane", b"<b/>jane"))]
      + [soap(users("jane@ews.example") + domains("ews.example")),
      soap(users("jane@ews.example") * 2)], status(400))
t.row("soap", "settings as a probe for what is there", soap(users("jane@ews.example",
      settings=("UserDisplayName", "AutoDiscoverSMTPAddress",
      "ExternalImap4Connections", "ExternalPop3Connections", "ExternalSmtpConnections",
      "ExternalWebClientUrls", "MapiHttpEnabled"))),
      status(200), soap_codes("NoError", "NoError", "SettingIsNotAvailable", "SettingIsNotAvailable"))


def fields_of_all():
    for number, answers in t.answers.items():
        for a in answers:
            if a.status in (404, 413) and "xml" not in (a["content-type"] or ""):
                continue    # nginx's own, or a text
            expect(a["cache-control"] == "no-store", f"{number}: Cache-Control: no-store\n{a}")
            expect(a["x-content-type-options"] == "nosniff", f"{number}: nosniff\n{a}")
            for name in ("www-authenticate", "set-cookie", "x-soap-enabled"):
                expect(a[name] is None, f"{number}: {name}\n{a}")


if __name__ == "__main__":
    t.run()
    t.check("fields", "header fields of all answers", fields_of_all)
    print("#", sum(len(x) for x in t.answers.values()), "requests", flush=True)
