"""What mail programs make of an Autodiscover answer, by the rules that their
sources have.  Not their code: small models, each as strict as the original."""
import re
import xml.etree.ElementTree as ET

from table import expect


def _named(element, name):
    """Children by their name in the document, as a DOM without namespaces sees
    them: a prefix would be a part of it."""
    return [e for e in element if e.tag.rpartition("}")[2] == name]


def _no_prefix(body):
    expect(not re.search(rb"<[A-Za-z]+:", body), "a prefix hides the element from this client")


# --- Thunderbird: XML to JavaScript values, then one Protocol at a time ---------

def _jxon(e):
    text = (e.text or "").strip()
    if len(e) or e.attrib:
        return e
    if text == "":
        return True
    if text in ("true", "false"):
        return text == "true"
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text


def _value(p, name):
    found = _named(p, name)
    return _jxon(found[0]) if found else None


def _word(value, *allowed):
    if not isinstance(value, str) or value.lower() not in allowed:
        raise ValueError(value)
    return value.lower()


def _thunderbird_server(p):
    kind = _value(p, "Type")
    if kind not in ("IMAP", "POP3", "SMTP"):
        return None
    port = _value(p, "Port")
    if not isinstance(port, float) or not 0 < port < 65536:
        raise ValueError("Port")
    host = _value(p, "Server")
    if not isinstance(host, str):
        raise ValueError("Server")
    plain = _named(p, "SSL") and _word(_value(p, "SSL"), "on", "off") == "off"
    if _named(p, "Encryption"):
        plain = _word(_value(p, "Encryption"), "none", "ssl", "tls", "auto") == "none" or plain
    by = "plain" if plain else "STARTTLS" if port in (143, 110, 25, 587) else "TLS"
    secure = _named(p, "SPA") and _word(_value(p, "SPA"), "on", "off") == "on"
    return (kind, host, int(port), by, _value(p, "LoginName"), "secure" if secure else "password")


def thunderbird(a):
    """The servers that it keeps, in order."""
    expect(200 <= a.status < 300, "any other status is no answer")
    expect(re.match(r"(text|application)/xml", a["content-type"]), "its type decides")
    _no_prefix(a.body)
    account = _named(_named(ET.fromstring(a.body), "Response")[0], "Account")[0]
    servers, exchange = [], False
    for p in _named(account, "Protocol"):
        # Exchange's blocks fill in the first server for incoming mail, which is
        # lost when it was read before.
        if not exchange and _value(p, "Type") in ("EXCH", "EXHTTP", "WEB"):
            incoming = [s for s in servers if s[0] != "SMTP"]
            servers = [s for s in servers if s not in incoming[:1]]
            exchange = True
        try:
            server = _thunderbird_server(p)
        except ValueError:
            continue    # the whole block is dropped
        if server is not None:
            servers.append(server)
    return servers


# --- Delta Chat: a stream of tags, names in lower case ---------------------------

def delta_chat(a):
    expect(200 <= a.status < 300, "any other status means the next URL")
    _no_prefix(a.body)
    servers, current, name = {}, None, ""
    for end, tag, text in re.findall(r"<(/?)([A-Za-z]+)[^>]*>([^<]*)", a.body.decode()):
        tag = tag.lower()
        if tag == "protocol" and not end:
            current = {}
        elif tag == "protocol" and current is not None:
            kind = current.get("type", "").lower()
            if kind in ("imap", "smtp") and kind not in servers:
                servers[kind] = (current["server"], int(current["port"]),
                                 "automatic" if current.get("ssl") == "on" else "plain")
            current = None
        elif not end:
            name = tag
            if current is not None and name in ("type", "server", "port", "ssl"):
                current[name] = text.strip()
    return servers


# --- FairEmail: exact words, the first server of each type ---------------------------

def faire_mail(a):
    expect(a.status == 200, "any other status means the next URL")
    servers, current = {}, {}
    for e in ET.fromstring(a.body).iter():
        name, text = e.tag.rpartition("}")[2], (e.text or "").strip()
        if name == "AccountType":
            expect(text == "email", "AccountType")
        elif name == "Action":
            expect(text == "settings", "Action")
        elif name == "Protocol":
            current = {}
        elif name == "Type":
            current["type"] = text
        elif name == "Server":
            current["server"] = text
        elif name == "Port" and current.get("type") in ("IMAP", "SMTP"):
            port = int(text)
            servers.setdefault(current["type"], (current["server"], port, port in (143, 587)))
    return servers


# --- ActiveSync in AOSP: Type has to come before Url --------------------------------

def aosp(a):
    expect(a.status == 200, "any other status means the next URL")
    root = ET.fromstring(a.body)
    path = ("Response", "Action", "Settings", "Server")
    for name in path:
        found = _named(root, name)
        if not found:
            return None
        root = found[0]
    mobile = False
    for e in root:
        name = e.tag.rpartition("}")[2]
        if name == "Type":
            mobile = e.text == "MobileSync"
        elif name == "Url" and mobile:
            return e.text
    return None


# --- Evolution: the first EXCH or EXPR with an ASUrl ---------------------------------

def evolution(a):
    expect(a.status == 200, "any other status is an error")
    account = _named(_named(ET.fromstring(a.body), "Response")[0], "Account")[0]
    for p in _named(account, "Protocol"):
        kinds = [e.text for e in _named(p, "Type")]
        if kinds and kinds[0] in ("EXCH", "EXPR"):
            urls = [e.text for e in _named(p, "ASUrl")]
            if urls:
                return urls[0]
    return None


# --- GNOME Online Accounts: both URLs in the first Protocol, and nothing else ----------

def gnome_online_accounts(a):
    expect(a.status == 200, "any other status is an error")
    account = _named(_named(ET.fromstring(a.body), "Response")[0], "Account")[0]
    first = _named(account, "Protocol")[0]
    return bool(_named(first, "ASUrl") and _named(first, "OABUrl"))
