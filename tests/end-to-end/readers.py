"""Readers that are not ours, and the rules of real clients on top."""
import datetime
import json
import os
import plistlib
import re
import subprocess
import tempfile
import xml.etree.ElementTree as ET

from table import expect

HERE = os.path.dirname(os.path.abspath(__file__))
HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\Z")
NUMBERS = re.compile(r"[1-9][0-9]{0,4}\Z")
AUTH = {"password-cleartext", "password-encrypted", "NTLM", "GSSAPI", "OAuth2",
        "TLS-client-cert", "client-IP-address", "none"}


def xmllint(body, dtd=None, relaxng=None):
    """Well-formed, and valid if a DTD or a schema of ours is named."""
    with tempfile.NamedTemporaryFile() as f:
        f.write(body)
        f.flush()
        command = ["xmllint", "--nonet", "--noout"]
        if dtd:
            command += ["--dtdvalid", os.path.join(HERE, dtd)]
        if relaxng:
            command += ["--relaxng", os.path.join(HERE, "..", "..", "schema", relaxng)]
        r = subprocess.run(command + [f.name], capture_output=True, text=True)
    expect(r.returncode == 0, "xmllint:", r.stderr)


def leaves(root):
    for e in root.iter():
        if len(e) == 0:
            yield e


# --- Mozilla autoconfig -----------------------------------------------------

def autoconfig(a, domain):
    """The answer is a good config-v1.1.xml for the domain; its root."""
    expect(a.status == 200, "status 200 wanted")
    expect(a["content-type"] == "text/xml; charset=utf-8", "content type")
    expect(a.body[:1] == b"<", "first octet < wanted")
    expect(b"<!DOCTYPE" not in a.body, "a DOCTYPE")
    xmllint(a.body, "autoconfig.dtd")
    root = ET.fromstring(a.body)
    for e in leaves(root):
        text = e.text or ""
        expect(text == text.strip() and text, f"<{e.tag}> is empty or padded")
    domains = [e.text for e in root.iter("domain")]
    expect(domains == [domain], f"only <domain>{domain}</domain> wanted, not {domains}")
    for e in list(root.iter("hostname")) + list(root.iter("domain")):
        expect(HOST.match(e.text), f"{e.text} is no host name")
    expect(HOST.match(root.find("emailProvider").get("id")), "id is no host name")
    for e in root.iter("port"):
        expect(NUMBERS.match(e.text), f"port {e.text}")
    for e in root.iter("socketType"):
        expect(e.text in ("SSL", "STARTTLS"), f"socketType {e.text}")
    kinds = [e.get("type") for e in root.iter("incomingServer")]
    expect("imap" not in kinds or kinds[0] == "imap", f"imap first wanted, not {kinds}")
    return root


def servers(root):
    """type, hostname, port, socketType, username, methods of each server."""
    return [(e.get("type"), e.findtext("hostname"), e.findtext("port"),
             e.findtext("socketType"), e.findtext("username"),
             [m.text for m in e.findall("authentication")])
            for e in root.find("emailProvider")
            if e.tag in ("incomingServer", "outgoingServer")]


def evolution(body):
    expect(not body.startswith(b"\xef\xbb\xbf"), "a byte order mark")
    expect(b"<![CDATA[" not in body, "CDATA")
    for e in ET.fromstring(body).iter():
        if e.tag in ("incomingServer", "outgoingServer"):
            expect(set(e.attrib) == {"type"}, f"attributes {e.attrib}")


def thunderbird_android(body):
    p = ET.fromstring(body).find("emailProvider")
    expect(HOST.match(p.get("id") or ""), f"id {p.get('id')}")
    for e in p.findall("domain"):
        expect(HOST.match(e.text) and not e.attrib, f"domain {e.text} {e.attrib}")
    for kind in ("incomingServer", "outgoingServer"):
        for e in p.findall(kind):
            if e.get("type") not in ("imap", "smtp"):
                continue
            expect(HOST.match(e.findtext("hostname")), "hostname")
            expect(NUMBERS.match(e.findtext("port")), "port")
            expect(e.findtext("username"), "username")
            expect(e.findtext("socketType") in ("SSL", "STARTTLS"), "socketType")
            known = AUTH - {"GSSAPI", "NTLM", "TLS-client-cert", "client-IP-address", "none"}
            methods = [m.text for m in e.findall("authentication")]
            expect(known & set(methods), f"no known method in {methods}")


def fairemail(body):
    root = ET.fromstring(body)
    p = root.find("emailProvider")
    expect(p.find("incomingServer").get("type") == "imap", "imap first")
    expect(p.find("outgoingServer").get("type") == "smtp", "smtp first")
    names = {e.text for e in root.iter("username")}
    expect(len(names) == 1, f"one user name wanted, not {names}")


def parula(body, domain):
    domains = [e.text for e in ET.fromstring(body).iter("domain")]
    expect(domain in domains, f"{domain} wanted in {domains}")


# --- Autodiscover -----------------------------------------------------------

ROOT = "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006"
OUTLOOK = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"


def autodiscover(a):
    """Good XML by the rules for every answer; its root."""
    expect(a["content-type"] == "text/xml; charset=utf-8", "content type")
    expect(a.body.startswith(b"<?xml"), "first octets <?xml wanted")
    expect(not re.search(rb"</?[A-Za-z]+:", a.body), "a prefixed name")
    expect(b"xmlns:" not in a.body, "a prefix is declared")
    expect(b"https://schemas.microsoft" not in a.body, "https:// name space")
    xmllint(a.body, relaxng="autodiscover.rng")
    root = ET.fromstring(a.body)
    expect(root.tag == "{%s}Autodiscover" % ROOT, f"root {root.tag}")
    for e in leaves(root):
        text = e.text or ""
        if e.tag.endswith("}DebugData") and not text:
            continue
        expect(text and text == text.strip(), f"{e.tag} is empty or padded")
    return root


def settings(a):
    """The Protocol blocks of a good answer, each a list of (name, text)."""
    expect(a.status == 200, "status 200 wanted")
    root = autodiscover(a)
    ns = "{%s}" % OUTLOOK
    expect([e.tag for e in root] == [ns + "Response"], f"one {ns}Response wanted")
    response = root[0]
    for e in response.iter():
        expect(e.tag.startswith(ns), f"{e.tag} is in another name space")
    accounts = response.findall(ns + "Account")
    expect(len(accounts) == 1, "one Account wanted")
    expect([e.tag for e in response] in ([ns + "User", ns + "Account"], [ns + "Account"]),
           "User, then Account wanted")
    account = accounts[0]
    expect([e.tag[len(ns):] for e in account][:2] == ["AccountType", "Action"],
           "AccountType, Action first")
    expect(account.findtext(ns + "AccountType") == "email", "AccountType email wanted")
    expect(account.findtext(ns + "Action") == "settings", "Action settings wanted")
    blocks = [[(e.tag[len(ns):], e.text) for e in p] for p in account.findall(ns + "Protocol")]
    expect(blocks, "at least one Protocol wanted")
    for b in blocks:
        expect(b[0][0] == "Type", "Type first")
        if b[0][1] in ("IMAP", "POP3", "SMTP"):
            names = [n for n, _ in b]
            for n in ("Server", "Port", "DomainRequired", "SPA", "SSL", "Encryption",
                      "AuthRequired"):
                expect(n in names, f"{n} wanted in {b}")
        for n, v in b:
            if n in ("DomainRequired", "SPA", "SSL", "AuthRequired", "UsePOPAuth", "SMTPLast"):
                expect(v in ("on", "off"), f"{n} {v}")
            if n == "Encryption":
                expect(v in ("None", "SSL", "TLS"), f"{n} {v}")
    return blocks


def display_name(a):
    root = ET.fromstring(a.body)
    return root.findtext("{%s}Response/{%s}User/{%s}DisplayName" % ((OUTLOOK,) * 3))


def error_document(a, code):
    root = autodiscover(a)
    ns = "{%s}" % ROOT
    errors = root.findall(f"{ns}Response/{ns}Error")
    expect(len(errors) == 1, "one Response/Error in the root's name space wanted")
    e = errors[0]
    expect(re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{7}", e.get("Time") or ""),
           f"Time {e.get('Time')}")
    expect(re.fullmatch(r"\d{1,10}", e.get("Id") or ""), f"Id {e.get('Id')}")
    expect([c.tag for c in e] == [ns + "ErrorCode", ns + "Message", ns + "DebugData"],
           "ErrorCode, Message, DebugData wanted")
    expect(e.findtext(ns + "ErrorCode") == str(code), f"ErrorCode {code} wanted")
    words = {500: "The email address can't be found.", 600: "Invalid Request",
             601: "Provider is not available", 603: "Server Error"}
    expect(e.findtext(ns + "Message") == words[code], f"Message {words[code]!r} wanted")


# --- Apple profiles ---------------------------------------------------------

with open(os.path.join(HERE, "apple-keys.json"), encoding="utf-8") as _f:
    KEYS = json.load(_f)
TYPES = {"string": str, "integer": int, "real": (int, float), "boolean": bool,
         "date": datetime.datetime, "data": bytes, "array": list, "dictionary": dict}
UUID = re.compile(r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-5[0-9A-Fa-f]{3}-[89ABab][0-9A-Fa-f]{3}"
                  r"-[0-9A-Fa-f]{12}\Z")


def plist_value(path, v, s):
    t = s["type"]
    if t != "any":
        expect(isinstance(v, TYPES[t]) and (t == "boolean" or not isinstance(v, bool)),
               f"{path}: {type(v).__name__}, {t} wanted")
    expect("values" not in s or v in s["values"], f"{path}: {v!r} is not allowed")
    if t == "string":
        expect(v and v == v.strip(), f"{path}: empty or padded")
        expect("format" not in s or re.match(s["format"], v), f"{path}: format")
    if t == "array" and "items" in s:
        for i, x in enumerate(v):
            plist_value(f"{path}[{i}]", x, s["items"])
    if t == "dictionary" and "keys" in s:
        plist_keys(path, v, s["keys"])


def plist_keys(path, d, keys):
    for k, v in d.items():
        s = keys.get(k) or keys.get("ANY")
        expect(s, f"{path}.{k}: unknown key")
        plist_value(f"{path}.{k}", v, s)
    for k, s in keys.items():
        expect(not s["required"] or k in d or k == "ANY", f"{path}.{k} is missing")


def profile(a):
    """The answer is a good configuration profile; as plistlib reads it."""
    expect(a.status == 200, "status 200 wanted")
    expect(a["content-type"] == "application/x-apple-aspen-config", "content type")
    expect(a["cache-control"] == "no-store", "Cache-Control: no-store wanted")
    expect(a["x-content-type-options"] == "nosniff", "nosniff wanted")
    expect(re.fullmatch(r'attachment; filename="[A-Za-z0-9._-]{1,100}\.mobileconfig"',
                        a["content-disposition"] or ""), "Content-Disposition")
    expect(a["content-length"] == str(len(a.body)), "Content-Length")
    expect(a.body.startswith(b"<?xml"), "first octets <?xml wanted")
    xmllint(a.body, "plist.dtd")
    p = plistlib.loads(a.body, fmt=plistlib.FMT_XML)
    plist_keys("", p, {**KEYS["Configuration"],
                       "PayloadContent": {"type": "array", "required": True}})
    ids, uuids = [p["PayloadIdentifier"]], [p["PayloadUUID"]]
    for i, q in enumerate(p["PayloadContent"]):
        t = q.get("PayloadType")
        expect(t in KEYS and "." in t, f"[{i}]: payload type {t}")
        plist_keys(f"[{i}]", q, {**KEYS["CommonPayloadKeys"], **KEYS[t]})
        expect(q["PayloadIdentifier"].startswith(ids[0] + "."), "identifier of a payload")
        ids.append(q["PayloadIdentifier"])
        uuids.append(q["PayloadUUID"])
        for n in ([k for k in q if k.endswith("HostName")]):
            if n == "SubCalAccountHostName":    # a URL in spite of its name
                expect(re.match(r"https?://[a-z0-9.-]+(:[0-9]+)?/", q[n]), f"{n} {q[n]}")
                continue
            expect(HOST.match(q[n]), f"{n} {q[n]}")
        for n in ("Incoming", "Outgoing") if t == "com.apple.mail.managed" else ():
            for end in ("UseSSL", "PortNumber"):
                expect(f"{n}MailServer{end}" in q, f"{n}MailServer{end} wanted")
        for n in ("CalDAV", "CardDAV"):
            if t == f"com.apple.{n.lower()}.account":
                expect(n + "UseSSL" in q and n + "Port" in q, f"{n} UseSSL and Port wanted")
        for k in q:
            expect("Password" not in k or k == "OutgoingPasswordSameAsIncomingPassword", k)
            expect("PrincipalURL" not in k and k not in ("PayloadScope", "PayloadEnabled"), k)
    for k in ("PayloadScope", "PayloadEnabled", "TargetDeviceType"):
        expect(k not in p, k)
    expect(p.get("PayloadRemovalDisallowed", False) is False, "PayloadRemovalDisallowed")
    expect("PayloadDisplayName" in p, "PayloadDisplayName wanted")
    expect(len(set(ids)) == len(ids), "an identifier twice")
    expect(len({u.upper() for u in uuids}) == len(uuids), "a UUID twice")
    for u in uuids:
        expect(UUID.match(u), f"UUID {u}")
    for i in ids:
        expect(re.fullmatch(r"[a-z0-9.-]+", i), f"identifier {i}")
    return p
