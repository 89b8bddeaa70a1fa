"""The domains that every client is asked to set up: how they are seeded, what
their zone holds beside the lines of `muaconf dns`, and what is right for them.

    scenes.py seed       the seed file
    scenes.py domains    the domains, one a line
    scenes.py zone       the zone, with the lines of `muaconf dns` from standard input

All of them are on this machine: 127.0.0.1 is the web server, DAV server and all.
"""
import json
import os
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
with open(ROOT + "/schema/seed.schema.json", encoding="utf-8") as schema:
    SECTIONS = tuple(json.load(schema)["definitions"]["section"]["enum"])
WEB = "autoconfig.hoster.example"
DAV = "https://dav.hoster.example/radicale/"
EWS = "https://mail.hoster.example/EWS/Exchange.asmx"
EAS = "https://mail.hoster.example/Microsoft-Server-ActiveSync"

IMAP = {"type": "imap", "host": "mail.hoster.example"}
SMTP = {"type": "smtp", "host": "mail.hoster.example"}
POP3 = {"type": "pop3", "host": "mail.hoster.example"}
IMAP_STARTTLS = dict(IMAP, port=143, priority=20)
SMTP_STARTTLS = dict(SMTP, port=587, priority=20)
DAVS = [{"type": "caldav", "url": DAV}, {"type": "carddav", "url": DAV}]
EXCHANGE = [{"type": "ews", "url": EWS}, {"type": "activesync", "url": EAS},
            {"type": "mapihttp", "url": "https://mail.hoster.example/mapi"}]
# Something for every section to show.
EVERYTHING = [IMAP, POP3, SMTP] + DAVS + EXCHANGE + [
    {"type": "webdav", "url": "https://files.hoster.example/"},
    {"type": "jmap", "url": "https://jmap.hoster.example/session"},
    {"type": "managesieve", "host": "mail.hoster.example"}]
WEBMAIL = {
    "webmail_url": "https://webmail.hoster.example/", "help_url": "https://help.hoster.example/",
    "webmail_login_url": "https://webmail.hoster.example/login", "webmail_user_id": "user",
    "webmail_password_name": "password", "webmail_button_id": "go",
    "oauth2_issuer": "https://id.hoster.example", "oauth2_scope": "mail offline_access",
    "oauth2_auth_url": "https://id.hoster.example/auth",
    "oauth2_token_url": "https://id.hoster.example/token"}

providers = []


def provider(name, services, domains=None, **more):
    providers.append(dict({"id": name, "name": "Hoster", "services": services,
                           "domains": domains or [name + ".example"]}, **more))


provider("tls", [IMAP, SMTP], [
    "tls.example", "hoster.example", "xn--bcher-kva.example",
    {"name": "alias.example", "alias_of": "tls.example"},
    {"name": "moved.example", "redirect_domain": "tls.example"}])
provider("starttls", [IMAP_STARTTLS, SMTP_STARTTLS])
provider("pop3", [POP3, SMTP])
provider("both", [IMAP, POP3, SMTP])
# The login is not the address, for everybody or for one mailbox.
provider("login", [dict(s, username="%EMAILLOCALPART%") for s in (IMAP, SMTP)],
         mailboxes=[{"address": "fred@login.example", "login": "u1234"}])
# Only some names of these lead here, see PARTLY.
provider("partly", [IMAP, POP3, SMTP], ["mx.example", "named.example", "srv.example"])
# Priorities and all of them: TLS first, STARTTLS after it.
provider("several", [IMAP, IMAP_STARTTLS, POP3, SMTP, SMTP_STARTTLS], all_servers=True)
provider("dav", [IMAP, SMTP] + DAVS)
# As in README's recipes: below it there is a directory for each person.
provider("personal", [IMAP, SMTP] + [dict(s, url=s["url"] + "%EMAILADDRESS%/") for s in DAVS])
provider("groupware", [IMAP, SMTP] + EXCHANGE, ["groupware.example", "pointed.example"])
provider("off", EVERYTHING, **WEBMAIL)
OAUTH = {"authentication": ["OAuth2", "password-cleartext"]}
for word in SECTIONS:
    services = EVERYTHING
    if word == "oauth2":
        services = [dict(s, **OAUTH) if "host" in s and s["type"] != "managesieve" else s
                    for s in EVERYTHING]
    provider(word, services, sections=[word], **WEBMAIL)
provider("every", EVERYTHING + [IMAP_STARTTLS, SMTP_STARTTLS], sections=list(SECTIONS),
         all_servers=True, **WEBMAIL)

DOMAINS = [d if isinstance(d, str) else d["name"] for p in providers for d in p["domains"]]
# Its names lead to this server, which does not know it; and a domain without any.
UNKNOWN, NOWHERE = "unknown.example", "nowhere.example"

# The zone lines of `muaconf dns` that these have got; others have them all.  The
# first one is found by its MX record, which the others have not.
PARTLY = {"mx.example": [], "named.example": ["autodiscover."],
          "srv.example": ["_autodiscover._tcp."],
          "pointed.example": ["_autodiscover._tcp."]}

# What is right: servers of incoming and of outgoing mail, best first.
T993, S143, T995 = ("imap", 993, "tls"), ("imap", 143, "starttls"), ("pop3", 995, "tls")
T465, S587 = ("smtp", 465, "tls"), ("smtp", 587, "starttls")
RIGHT = {d: ([T993], [T465]) for d in DOMAINS}
RIGHT["starttls.example"] = ([S143], [S587])
RIGHT["pop3.example"] = ([T995], [T465])
for word in ("both", "off", "mx", "named", "srv") + SECTIONS:
    RIGHT[word + ".example"] = ([T993, T995], [T465])
RIGHT["several.example"] = RIGHT["every.example"] = ([T993, S143, T995], [T465, S587])
# Whose accounts Exchange's programs can set up too, and who has calendars.
WITH_ALL = ["off.example", "every.example"] + [word + ".example" for word in SECTIONS]
EXCHANGES = ["groupware.example", "pointed.example"] + WITH_ALL
CALENDARS = ["dav.example", "personal.example"] + WITH_ALL


def login(address):
    """What the server of this address wants for a user name."""
    local, _, domain = address.rpartition("@")
    if address == "fred@login.example":
        return "u1234"
    return local if domain == "login.example" else address


def zone(lines):
    yield "$TTL 3600"
    yield "@ SOA ns.hoster.example. root.hoster.example. 1 3600 900 604800 300"
    yield "@ NS ns.hoster.example."
    hosts = ["ns", "autoconfig", "dav", "mail", "files", "jmap", "webmail", "id"]
    for host in hosts:
        yield f"{host}.hoster.example. A 127.0.0.1"
    for name in DOMAINS + [UNKNOWN]:
        if name not in PARTLY:
            yield f"{name}. A 127.0.0.1"
        if not PARTLY.get(name):
            yield f"{name}. MX 10 mail.hoster.example."
    for label in ("autoconfig", "autodiscover"):
        yield f"{label}.{UNKNOWN}. CNAME {WEB}."
    for line in lines:
        owner = line.split("\t")[0].rstrip(".")
        domain = ".".join(owner.split(".")[-2:])
        wanted = PARTLY.get(domain)
        if wanted is None or any(owner == label + domain for label in wanted):
            yield line.rstrip("\n")


if __name__ == "__main__":
    if sys.argv[1] == "seed":
        print(json.dumps({"providers": providers}, indent=1))
    elif sys.argv[1] == "domains":
        print("\n".join(DOMAINS))
    else:
        print("\n".join(zone(sys.stdin)))
