"""The domains that every client is asked to set up: how they are seeded, what
their zone holds beside the lines of `muaconf dns`, and what is right for them.

    scenes.py seed       the seed file
    scenes.py domains    the domains, one a line
    scenes.py zone       the zone's own records: addresses of hosts

All of them are on this machine: 127.0.0.1 is the web server, DAV server and all.
"""
import json
import sys

SECTIONS = ("addressbooks", "calendars", "files", "jmap", "ews", "activesync", "exchange",
            "managesieve", "webmail", "oauth2")
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
    "tls.example", "xn--bcher-kva.example", {"name": "alias.example", "alias_of": "tls.example"},
    {"name": "moved.example", "redirect_domain": "tls.example"}])
provider("starttls", [IMAP_STARTTLS, SMTP_STARTTLS])
provider("pop3", [POP3, SMTP])
provider("both", [IMAP, POP3, SMTP])
# The login is not the address, for everybody or for one mailbox.
provider("login", [dict(IMAP, username="%EMAILLOCALPART%"), dict(SMTP, username="%EMAILLOCALPART%")],
         mailboxes=[{"address": "fred@login.example", "login": "u1234"}])
# Priorities and all of them: TLS first, STARTTLS after it.
provider("several", [IMAP, IMAP_STARTTLS, POP3, SMTP, SMTP_STARTTLS], all_servers=True)
provider("dav", [IMAP, SMTP] + DAVS)
provider("groupware", [IMAP, SMTP] + EXCHANGE)
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

# Those that serve the same as tls.example, and those with everything.
ALIKE = ["tls.example", "xn--bcher-kva.example", "alias.example", "both.example", "dav.example",
         "groupware.example"]
SECTIONED = ["off.example"] + [word + ".example" for word in SECTIONS]
DOMAINS = [d if isinstance(d, str) else d["name"] for p in providers for d in p["domains"]]
# Its names lead to this server, which does not know it; and a domain without any.
UNKNOWN, NOWHERE = "unknown.example", "nowhere.example"


def zone():
    yield "$TTL 3600"
    yield "@ SOA ns.hoster.example. root.hoster.example. 1 3600 900 604800 300"
    yield "@ NS ns.hoster.example."
    hosts = ["ns", "autoconfig", "dav", "mail", "files", "jmap", "webmail", "id"]
    for name in [h + ".hoster.example" for h in hosts] + DOMAINS + [UNKNOWN]:
        yield f"{name}. A 127.0.0.1"
    for name in DOMAINS + [UNKNOWN]:
        yield f"{name}. MX 10 mail.hoster.example."
    for label in ("autoconfig", "autodiscover"):
        yield f"{label}.{UNKNOWN}. CNAME {WEB}."


if __name__ == "__main__":
    if sys.argv[1] == "seed":
        print(json.dumps({"providers": providers}, indent=1))
    elif sys.argv[1] == "domains":
        print("\n".join(DOMAINS))
    else:
        print("\n".join(zone()))
