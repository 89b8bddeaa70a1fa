"""config-v1.1.xml as Thunderbird 153 reads it, as far as that is known.

    read(text, address) -> dict, or Refused

Written from descriptions of what the real one does: values are turned into
JavaScript's numbers and booleans first, a server with a value that it does not
know is dropped, and a document without a usable server in either direction is
refused.
"""
import math
import re
import xml.etree.ElementTree as ET

HOST = re.compile(r"[a-z0-9.%-]+\Z", re.I)
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\Z", re.I)
SOCKET_TYPES = ("plain", "SSL", "STARTTLS")
AUTH_IN = {"password-cleartext": "cleartext", "plain": "cleartext",
           "password-encrypted": "encrypted", "secure": "encrypted",
           "GSSAPI": "GSSAPI", "NTLM": "NTLM"}
AUTH_OUT = dict(AUTH_IN, **{"none": "none", "client-IP-address": "none",
                            "SMTP-after-POP": "smtp-after-pop"})
# Hosts whose OAuth2 it has built in; any other makes it skip the method.
OAUTH2_HOSTS = re.compile(r"(^|\.)(outlook\.office365\.com|smtp\.office365\.com)\Z")
TYPES_IN = ("imap", "pop3", "nntp", "exchange", "ews", "owa", "graph")


class Refused(Exception):
    pass


class Dropped(Exception):
    pass


def value(element):
    """A leaf's text as its reader of XML turns it into a value."""
    if element is None:
        return None
    if element.attrib or len(element):
        return "[object Object]"
    text = "".join(element.itertext())
    if text.strip() == "":
        return True
    if text.strip().lower() in ("true", "false"):
        return text.strip().lower() == "true"
    if re.match(r"\s*0x[0-9a-f]+\s*\Z", text, re.I):
        return 0
    if NUMBER.match(text.strip()):
        number = float(text)
        return int(number) if math.isfinite(number) and number == int(number) else number
    return text


def string(v):
    if v is None:
        return "undefined"
    return str(v).lower() if isinstance(v, bool) else str(v)


def hostname(v):
    host = string(v).strip()
    if v is None or not HOST.match(host):
        raise Dropped("hostname " + host)
    # A placeholder keeps its case, and all around it.
    return host if "%" in host else host.lower()


def integer(v, low, high):
    try:
        number = int(v)
    except (TypeError, ValueError):
        raise Dropped("number %s" % v)
    if isinstance(v, bool) or not low <= number <= high:
        raise Dropped("number %s" % v)
    return number


def first_known(elements, known, what):
    for e in elements:
        if value(e) in known:
            return value(e)
    raise Dropped(what)


def authentication(server, known, host):
    for e in server.findall("authentication"):
        v = value(e)
        if v == "OAuth2" and OAUTH2_HOSTS.search(host):
            return "OAuth2"
        if v in known:
            return known[v]
    raise Dropped("authentication")


def pop3_options(server):
    options = {}
    pop3 = server.find("pop3")
    if server.get("type") != "pop3" or pop3 is None:
        return options
    for name in ("leaveMessagesOnServer", "downloadOnBiff"):
        v = value(pop3.find(name))
        if isinstance(v, bool) and len(pop3.find(name).text or "") > 0:
            options[name] = v
    days = value(pop3.find("daysToLeaveMessagesOnServer"))
    if isinstance(days, int) and not isinstance(days, bool):
        options["daysToLeaveMessagesOnServer"] = days
    interval = pop3.find("checkInterval")
    if interval is not None and (interval.get("minutes") or "").isdigit():
        options["checkInterval"] = int(interval.get("minutes"))
    return options


def incoming(server):
    kind = server.get("type")
    if kind not in TYPES_IN:
        raise Dropped("type %s" % kind)
    out = {"type": kind}
    if kind in ("ews", "owa", "graph"):
        out["url"] = string(value(server.find("url")))
        out["hostname"] = re.match(r"https?://([^/:]+)", out["url"]).group(1)
        out["port"], out["socketType"] = 443, "SSL"
    else:
        out["hostname"] = hostname(value(server.find("hostname")))
        port = server.find("port")
        out["port"] = integer(value(port), 1, 65535) if port is not None else None
        out["socketType"] = first_known(server.findall("socketType"), SOCKET_TYPES, "socketType")
    out["username"] = string(value(server.find("username")))
    out["auth"] = authentication(server, AUTH_IN, out["hostname"])
    for name in ("owaURL", "ewsURL", "easURL"):
        if kind == "exchange" and server.find(name) is not None:
            out[name] = string(value(server.find(name)))
    out.update(pop3_options(server))
    v = value(server.find("useGlobalPreferredServer"))
    out["useGlobalPreferredServer"] = v if isinstance(v, bool) else False
    return out


def outgoing(server):
    if server.get("type") != "smtp":
        raise Dropped("type")
    out = {"type": "smtp", "hostname": hostname(value(server.find("hostname"))),
           "port": integer(value(server.find("port")), 1, 65535),
           "socketType": first_known(server.findall("socketType"), SOCKET_TYPES, "socketType"),
           "username": string(value(server.find("username")))}
    out["auth"] = authentication(server, AUTH_OUT, out["hostname"])
    v = value(server.find("useGlobalPreferredServer"))
    out["useGlobalPreferredServer"] = v if isinstance(v, bool) else False
    return out


def usable(elements, reader):
    servers = []
    for e in elements:
        try:
            servers.append(reader(e))
        except Dropped:
            pass
    return servers


def replace(v, address):
    if not isinstance(v, str):
        return v
    local, domain = address.rsplit("@", 1)
    return (v.replace("%EMAILADDRESS%", address).replace("%EMAILLOCALPART%", local)
            .replace("%EMAILDOMAIN%", domain))


def read(text, address):
    root = ET.fromstring(text)
    for e in root.iter():   # it goes by names as they are written
        e.tag = e.tag.rpartition("}")[2]
    provider = root.find("emailProvider") if root.tag == "clientConfig" else None
    if provider is None:
        raise Refused("no emailProvider")
    if not HOST.match(provider.get("id") or "") or "_" in provider.get("id"):
        raise Refused("id")
    domains = [value(d) for d in provider.findall("domain")]
    if not any(isinstance(d, str) and HOST.match(d.strip()) for d in domains):
        raise Refused("domain")
    config = {"displayName": re.sub(r"\s+", " ", string(value(provider.find("displayName"))).strip()),
              "incoming": usable(provider.findall("incomingServer"), incoming),
              "outgoing": usable(provider.findall("outgoingServer"), outgoing)}
    if not config["incoming"] or not config["outgoing"]:
        raise Refused("no usable server")
    config["displayName"] = replace(config["displayName"], address)
    for server in config["incoming"] + config["outgoing"]:
        for name in server:
            server[name] = replace(server[name], address)
    return config
