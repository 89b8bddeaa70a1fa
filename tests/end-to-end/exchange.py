"""Autodiscover for phones, version 2, SOAP and redirects, against
fixtures/exchange.json.  Numbers are those of the list of cases."""
import json
import xml.etree.ElementTree as ET

import readers
import clients
from microsoft import error, post, request, AD, PATH
from table import Table, expect, field, lacks, no_body, status
from web import get

JSON = "/autodiscover/autodiscover.json"
SOAP = "/autodiscover/autodiscover.svc"
MOBILE = "http://schemas.microsoft.com/exchange/autodiscover/mobilesync/"
EXCHANGE = "http://schemas.microsoft.com/exchange/2010/Autodiscover"
EWS = "autodiscover.ews.example"
EWS_URL = "https://ews.example/EWS/Exchange.asmx"
EAS_URL = "https://eas.example/Microsoft-Server-ActiveSync"
JANE = "jane.doe@example.com"

t = Table("exchange")


def phone(address, **more):
    return request(address, schema=MOBILE + "responseschema/2006",
                   xmlns=MOBILE + "requestschema/2006", **more)


def valid(schema):
    def check(a):
        readers.xmllint(a.body, relaxng=schema)
    return check


def phone_settings(url, address):
    def check(a):
        readers.autodiscover(a)
        found = clients.aosp(a)
        expect(found == url, f"{url} wanted, not {found}")
        ns = "{%sresponseschema/2006}" % MOBILE
        echoed = ET.fromstring(a.body).findtext(f"{ns}Response/{ns}User/{ns}EMailAddress")
        expect(echoed == address, f"EMailAddress {address} wanted, not {echoed}")
    return check


def phone_error(a):
    ns = "{%sresponseschema/2006}" % MOBILE
    root = readers.autodiscover(a)
    expect(a.status == 200, "status 200 wanted")
    expect(root.findtext(f"{ns}Response/{ns}Error/{ns}ErrorCode") == "601", "601 wanted")
    expect(b"<Protocol>" not in a.body, "no Protocol wanted")


def answer(**wanted):
    """A JSON object with these members, and nothing that markup lives on."""
    def check(a):
        expect(a["content-type"] == "application/json; charset=utf-8", "content type")
        expect(not set(b"<>&'") & set(a.body), "< > & ' must be escaped")
        found = json.loads(a.body.decode("utf-8"))
        for name, value in wanted.items():
            expect(found.get(name) == value, f"{name} {value} wanted, not {found.get(name)}")
        expect(len(found) == 2, f"two members wanted: {found}")
    return check


def v2(address, protocol, host=AD, path=JSON, **more):
    return get(host, f"{path}?Email={address}&Protocol={protocol}&RedirectCount=1", **more)


def v2_url(host):
    return answer(Protocol="AutodiscoverV1", Url=f"https://{host}{PATH}")


def v2_error(code):
    def check(a):
        answer(ErrorCode=code)(a)
    return check


def soap(body, host=EWS, **more):
    return post('<?xml version="1.0" encoding="utf-8"?><s:Envelope '
                'xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:a="%s"><s:Header>'
                "<a:RequestedServerVersion>Exchange2013</a:RequestedServerVersion></s:Header>"
                "<s:Body>%s</s:Body></s:Envelope>" % (EXCHANGE, body), host=host, path=SOAP, **more)


def users(*addresses, settings=("ExternalEwsUrl",)):
    return ("<a:GetUserSettingsRequestMessage><a:Request><a:Users>" +
            "".join(f"<a:User><a:Mailbox>{x}</a:Mailbox></a:User>" for x in addresses) +
            "</a:Users><a:RequestedSettings>" +
            "".join(f"<a:Setting>{x}</a:Setting>" for x in settings) +
            "</a:RequestedSettings></a:Request></a:GetUserSettingsRequestMessage>")


def domains(*names, settings=("ExternalEwsUrl",)):
    return ("<a:GetDomainSettingsRequestMessage><a:Request><a:Domains>" +
            "".join(f"<a:Domain>{x}</a:Domain>" for x in names) + "</a:Domains><a:RequestedSettings>" +
            "".join(f"<a:Setting>{x}</a:Setting>" for x in settings) +
            "</a:RequestedSettings></a:Request></a:GetDomainSettingsRequestMessage>")


def soap_codes(*wanted):
    """The ErrorCodes in the order of the document."""
    def check(a):
        valid("autodiscover-soap.rng")(a)
        found = [e.text for e in ET.fromstring(a.body).iter("{%s}ErrorCode" % EXCHANGE)]
        expect(found == list(wanted), f"{wanted} wanted, not {found}")
    return check


def soap_value(name, wanted):
    def check(a):
        ns = "{%s}" % EXCHANGE
        for e in ET.fromstring(a.body).iter():
            if e.findtext(ns + "Name") == name:
                expect(e.findtext(ns + "Value") == wanted, f"{name}: {e.findtext(ns + 'Value')}")
                return
        expect(False, f"{name} wanted")
    return check


t.row(32, "a phone", post(phone("jane@eas.example"), "autodiscover.eas.example"),
      status(200), valid("autodiscover.rng"), phone_settings(EAS_URL, "jane@eas.example"))
t.row(32, "a phone, https:// schemas", post(phone("jane@eas.example").replace("http:", "https:")),
      phone_settings(EAS_URL, "jane@eas.example"))
t.row(32, "a phone, no schema", post(phone("jane@eas.example").replace(
      f"<AcceptableResponseSchema>{MOBILE}responseschema/2006</AcceptableResponseSchema>", "")),
      phone_settings(EAS_URL, "jane@eas.example"))
t.row(32, "a phone, an alias", post(phone("jane@alias.example")),
      phone_settings("https://ews.example/Microsoft-Server-ActiveSync", "jane@alias.example"))
t.row(33, "a phone, no ActiveSync", post(phone(JANE)), valid("autodiscover.rng"), phone_error)
t.row(33, "a phone, unknown domain", post(phone("x@nothere.example")), error(404, 500))
t.row(34, "Outlook at a domain with ActiveSync", post(request("jane@eas.example")), lacks("MobileSync"),
      lambda a: expect([b[0][1] for b in readers.settings(a)] == ["IMAP", "SMTP"], "IMAP, SMTP"))

t.row(35, "version 2", v2("jane.doe%40example.com", "Autodiscoverv1"), status(200), v2_url(AD))
t.row(35, "version 2 at the domain itself", v2(JANE, "AutodiscoverV1", host="example.com"),
      v2_url("example.com"))
t.row(35, "version 2 at another host of ours", v2(JANE, "AutodiscoverV1", host=EWS), v2_url(EWS))
t.row(35, "version 2 at a host that is not ours", v2(JANE, "AutodiscoverV1",
      host="autodiscover.nothere.example"), v2_url(AD))
t.row(36, "version 2, the address in the path", [
      get(AD, f"{JSON}/v1.0/jane.doe{at}example.com?Protocol=AUTODISCOVERV1") for at in ("@", "%40")],
      t.same_body(35))
t.row(36, "version 2, other letter case", get(AD, "/AutoDiscover/Autodiscover.JSON/V1.0/" + JANE +
      "?protocol=autodiscoverv1"), t.same_body(35))
t.row(37, "version 2, names and order", [get(AD, JSON + q) for q in (
      f"?email={JANE}&protocol=AutodiscoverV1", f"?PROTOCOL=autodiscoverv1&EMAIL={JANE}",
      f"?RedirectCount=5&Protocol=AutodiscoverV1&x=y&Email={JANE}")], t.same_body(35))
t.row(38, "ActiveSync", [v2("jane@eas.example", p) for p in ("ActiveSync", "activesync", "ACTIVESYNC")],
      status(200), answer(Protocol="ActiveSync", Url=EAS_URL))
t.row(38, "EWS as Apple writes it", v2("jane@ews.example", "EWS"), status(200),
      answer(Protocol="Ews", Url=EWS_URL))
t.row(38, "ActiveSync, not offered", v2(JANE, "ActiveSync"), status(400), v2_error("InvalidProtocol"))
t.row(38, "protocols that nobody offers", [v2("jane@ews.example", p) for p in
      ("REST", "Substrate", "Connectors", "x" * 3000, "%00", "%ff", "Ews%20", "a%26b")],
      status(400), v2_error("InvalidProtocol"))
t.row(39, "a protocol that is markup", v2(JANE, "%22%3E%3Cscript%3E"), status(400), lacks("<"),
      v2_error("InvalidProtocol"))
t.row(39, "a protocol of 65 characters", v2(JANE, "a" * 65), status(400),
      lambda a: expect("'" + "a" * 64 + "'" in json.loads(a.body)["ErrorMessage"], "64 of them"))
t.row(39, "no protocol", [get(AD, f"{JSON}?Email={JANE}"), v2(JANE, ""),
      get(AD, f"{JSON}/v1.0/{JANE}")], status(400), v2_error("MissingProtocol"))
t.row(39, "no address", [get(AD, JSON), get(AD, JSON + "?Protocol=Ews"), v2("", "Ews"), v2("jane", "Ews"),
      v2("%3Cb%3E@example.com", "Ews"), v2("a%0d%0ab@example.com", "Ews"), v2("%ff@example.com", "Ews"),
      v2("x" * 65 + "@example.com", "Ews"), get(AD, JSON + "/v1.0/?Protocol=Ews"),
      get(AD, JSON + "/v1.0/nobody?Protocol=Ews"), get(AD, JSON + "/x/jane@example.com?Protocol=Ews")],
      status(400), v2_error("MandatoryParameterMissing"))
t.row(39, "a plus is a plus", v2("jane+tag@ews.example", "Ews"), status(200))
t.row(40, "version 2, unknown domain", [v2("x@nothere.example", "AutodiscoverV1"),
      v2("x@nothere.example", "Nonsense")], status(404), v2_error("UserNotFound"))
t.row(40, "version 2, other methods", [v2(JANE, "Ews", method=m, body=b"") for m in ("POST", "PUT")],
      status(405), field("allow", "GET, HEAD"))
t.row(40, "version 2, HEAD", v2(JANE, "AutodiscoverV1", method="HEAD"), status(200), no_body)
t.row(40, "version 2, Authorization", v2(JANE, "AutodiscoverV1",
      fields=[("Authorization", "Basic dG9wLXNlY3JldDpodXNoLWh1c2g=")]), t.same_body(35),
      field("www-authenticate", None))

t.row(41, "SOAP where there is no EWS", [soap(users(JANE), AD), soap("", AD), get(AD, SOAP),
      post("", AD, SOAP), post("<x/>", AD, SOAP), post(request(JANE), AD, SOAP),
      soap(users("x@nothere.example"), "autodiscover.nothere.example")], status(404))
t.row(41, "SOAP: EWS", [soap(users("jane@ews.example")), soap(users("jane@ews.example"), AD)],
      status(200), field("content-type", "text/xml; charset=utf-8"),
      soap_codes("NoError", "NoError"), soap_value("ExternalEwsUrl", EWS_URL))
t.row(41, "SOAP: ActiveSync alone", soap(users("jane@eas.example"), "autodiscover.eas.example"),
      status(200), soap_codes("NoError", "NoError", "SettingIsNotAvailable"))
t.row(41, "SOAP: a mailbox that nobody serves", soap(users("DUMMY@example.invalid")),
      status(200), soap_codes("NoError", "InvalidUser"))
t.row(41, "SOAP: a mailbox of each kind", soap(users("jane@ews.example", "x@nothere.example", "nonsense",
      "jane@moved.example", "jane@url.example")), status(200), soap_codes("NoError", "NoError",
      "InvalidUser", "InvalidUser", "RedirectAddress", "NoError"))
t.row(41, "SOAP: settings that nobody knows", soap(users("jane@ews.example", settings=(
      "ExternalEwsUrl", "CasVersion", "Nonsense"))), status(200),
      soap_codes("NoError", "NoError", "SettingIsNotAvailable", "InvalidSetting"))
t.row(41, "SOAP: domains", soap(domains("ews.example", "nothere.example")), status(200),
      soap_codes("NoError", "NoError", "InvalidDomain"), soap_value("ExternalEwsUrl", EWS_URL))
t.row(41, "SOAP: nobody", [soap(users()), soap(users("jane@ews.example", settings=())), soap(domains()),
      soap(users(*["jane@ews.example"] * 9))], status(200), soap_codes("InvalidRequest"))
t.row(41, "SOAP: another operation", soap("<a:Other/>"), status(500), valid("autodiscover-soap.rng"))
t.row(41, "SOAP: no use", [post(b, EWS, SOAP) for b in ("", "hello", "<a>", "<a/>", request(JANE),
      "<!DOCTYPE a>" + soap(users("jane@ews.example")).body.decode()[38:],
      soap(users("a&b@ews.example")).body)], status(400))
t.row(41, "SOAP: too large", [soap("x" * 20000), soap("x" * 20000, chunked=True)], status(413))
t.row(41, "SOAP: other methods", [get(EWS, SOAP, method=m) for m in ("GET", "HEAD", "PUT", "DELETE")],
      status(405), field("allow", "POST"))
t.row(41, "SOAP: other methods where there is no EWS", [get(AD, SOAP, method=m) for m in
      ("HEAD", "PUT", "DELETE")], status(404))
t.row(41, "SOAP: signed", post("<x/>", EWS, SOAP + "/wssecurity"), status(404))
t.row(41, "SOAP: Authorization", soap(users("jane@ews.example"), fields=[
      ("Authorization", "Basic dG9wLXNlY3JldDpodXNoLWh1c2g=")]), status(200),
      field("www-authenticate", None))

t.row("3.2", "hosted elsewhere, by address", post(request("jane@moved.example")), valid("autodiscover.rng"),
      lambda a: expect(b"<RedirectAddr>jane@ews.example</RedirectAddr>" in a.body, "RedirectAddr"))
t.row("3.2", "hosted elsewhere, by URL", post(request("jane@url.example")), valid("autodiscover.rng"),
      lambda a: expect(b"<RedirectUrl>https://autodiscover.ews.example/autodiscover/autodiscover.xml"
                       b"</RedirectUrl>" in a.body, "RedirectUrl"))
t.row("3.2", "hosted elsewhere, GET", [get("autodiscover.url.example", PATH),
      get("autodiscover.moved.example", PATH)], status(302),
      field("location", f"https://{EWS}{PATH}"), no_body)
t.row("3.2", "hosted elsewhere, and this is it", post(request("jane@circle.example"),
      "autodiscover.hoster.example"), status(200), lambda a: readers.settings(a))
t.row("3.2", "hosted elsewhere, version 2", v2("jane@url.example", "AutodiscoverV1"), v2_url(EWS))
t.row("3.2", "hosted elsewhere, version 2, by address", v2("jane@moved.example", "EWS"), status(302),
      field("location", f"https://{EWS}{JSON}?Email=jane%40ews.example&Protocol=Ews"), no_body)
t.row("3.2", "hosted elsewhere, version 2, by URL", v2("jane@url.example", "activesync"), status(302),
      field("location", f"https://{EWS}{JSON}?Email=jane%40url.example&Protocol=ActiveSync"), no_body)
t.row("3.11", "EXCH, EXPR, WEB", post(request("jane@ews.example"), EWS), valid("autodiscover.rng"),
      lambda a: expect([b[0][1] for b in readers.settings(a)] ==
                       ["EXCH", "EXPR", "WEB", "IMAP", "SMTP"], "before all mail blocks"),
      lambda a: expect(clients.evolution(a) == EWS_URL, "Evolution finds EWS"),
      lambda a: expect(clients.gnome_online_accounts(a), "GNOME Online Accounts finds EWS"))
t.row("3.11", "no WEB by web mail alone", post(request(JANE)), lacks("OWAUrl"), lacks("EXCH"))
t.row("3.11", "mapiHttp for who can", post(request("jane@ews.example"), EWS,
      fields=[("X-MapiHttpCapability", "1")]), valid("autodiscover.rng"), lacks(">EXCH<"), lacks(">EXPR<"),
      lambda a: expect(b'<Protocol Type="mapiHttp" Version="1">' in a.body, "mapiHttp wanted"))
t.row("3.11", "and for nobody else", post(request("jane@ews.example"), EWS,
      fields=[("X-MapiHttpCapability", "0")]), lacks("mapiHttp"))
t.row("1.1", "autodiscover.xml at the root", post(request("jane@ews.example"), EWS, "/Autodiscover.XML"),
      t.same_body("3.11"))

# Clients, by the rules that their sources have.
for who, host in (("jane@ews.example", "ews.example"), ("jane@eas.example", "eas.example"),
                  (JANE, "example.com")):
    by = "STARTTLS" if host == "eas.example" else "TLS"
    port = 587 if host == "eas.example" else 465
    t.row("1.5", f"Thunderbird, {host}", post(request(who)), lambda a, w=who, h=host, p=port, b=by:
          expect(clients.thunderbird(a)[:2] == [("IMAP", f"imap.{h}", 993, "TLS", w, "password"),
                                                ("SMTP", f"smtp.{h}", p, b, w, "password")]
                 or h == "example.com" and ("SMTP", f"smtp.{h}", p, b, w, "password") in
                 clients.thunderbird(a), clients.thunderbird(a)))
    t.row("1.4", f"Delta Chat, {host}", get(f"autodiscover.{host}", PATH),
          lambda a, h=host, p=port: expect(clients.delta_chat(a) ==
                                           {"imap": (f"imap.{h}", 993, "automatic"),
                                            "smtp": (f"smtp.{h}", p, "automatic")}, clients.delta_chat(a)))
    t.row("1.4", f"FairEmail, {host}", post(request(who), fields=()),
          lambda a, h=host, p=port: expect(clients.faire_mail(a) ==
                                           {"IMAP": (f"imap.{h}", 993, False),
                                            "SMTP": (f"smtp.{h}", p, p == 587)}, clients.faire_mail(a)))


def fields_of_all():
    for number, answers in t.answers.items():
        for a in answers:
            if a.status == 413:
                continue    # nginx's own
            expect(a["cache-control"] == "no-store", f"case {number}: Cache-Control: no-store\n{a}")
            expect(a["x-content-type-options"] == "nosniff", f"case {number}: nosniff\n{a}")
            for name in ("www-authenticate", "set-cookie", "x-soap-enabled"):
                expect(a[name] is None, f"case {number}: {name}\n{a}")


if __name__ == "__main__":
    t.run()
    t.check(44, "header fields of all answers", fields_of_all)
