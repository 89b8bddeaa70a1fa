"""Evolution and evolution-ews: their libraries, by evolution.c, which is built
here."""
import configparser
import os
import re
import subprocess

import scenes
from table import Table, expect

HERE = os.path.dirname(os.path.abspath(__file__))
TMP = os.environ["CLIENTS_TMP"]
PACKAGES = ["evolution-shell-3.0", "libebook-1.2", "libecal-2.0"]
SECURITY = {"ssl-on-alternate-port": "tls", "starttls-on-standard-port": "starttls",
            "none": "plain"}
TYPES = {"imapx": "imap", "pop": "pop3", "smtp": "smtp"}
# Of an answer with several servers of a type Evolution takes the last.
FROM_XML = {"several.example": [scenes.S143, scenes.T995, scenes.S587],
            "every.example": [scenes.S143, scenes.T995, scenes.S587]}
# SRV records come before the answer in 3.46, with the address as login.  It asks
# for NS records, not for MX, and takes nothing but Exchange from Autodiscover.
NO_MAIL = list(scenes.PARTLY)


def build():
    flags = subprocess.run(["pkg-config", "--cflags", "--libs"] + PACKAGES, check=True,
                           capture_output=True, text=True).stdout.split()
    modules = subprocess.run(["pkg-config", "--variable=moduledir", PACKAGES[0]], check=True,
                             capture_output=True, text=True).stdout.strip()
    # Evolution's own headers use what GLib wants to get rid of.
    subprocess.run(["gcc", "-Wall", "-Wno-deprecated-declarations", f'-DMODULES="{modules}"',
                    "-o", TMP + "/evolution", HERE + "/evolution.c"] + flags +
                   ["-Wl,-rpath," + os.path.dirname(modules)], check=True)


class Result:
    def __init__(self, kind, priority, protocol, text):
        self.kind, self.priority, self.protocol = kind, int(priority), protocol
        self.source = configparser.ConfigParser(interpolation=None, strict=False)
        self.source.read_string(text)

    def __repr__(self):
        return f"{self.kind} {self.priority} {self.protocol} {self.server()} {self.user()}"

    def get(self, group, key):
        return self.source.get(group, key, fallback="")

    def user(self):
        return self.get("Authentication", "User")

    def server(self):
        return (TYPES.get(self.protocol), int(self.get("Authentication", "Port") or 0),
                SECURITY.get(self.get("Security", "Method")))


def look_up(addresses):
    """What it finds for each of them: a list of Results, best first."""
    with open(TMP + "/logs/evolution.log", "w", encoding="utf-8") as log:
        out = subprocess.run(
            ["dbus-run-session", "--", TMP + "/evolution"] + addresses, check=True, text=True,
            stdout=subprocess.PIPE, stderr=log, timeout=300,
            env=dict(os.environ, GSETTINGS_BACKEND="memory", LC_ALL="C.UTF-8")).stdout
    found = {a: [] for a in addresses}
    blocks = re.split(r"^@ (\S+) (\S+) (\d+) (\S+)\n", out, flags=re.M)[1:]
    for address, kind, priority, protocol, text in zip(*[iter(blocks)] * 5):
        if kind != "end":
            found[address].append(Result(kind, priority, protocol, text))
    return found


def mail(results, address):
    domain = address.rpartition("@")[2]
    servers = [r for r in results if r.kind in ("receive", "send")]
    if domain in NO_MAIL:
        expect(not servers, "nothing wanted, not", servers)
        return
    incoming, outgoing = scenes.RIGHT[domain]
    xml = sorted((r for r in servers if r.priority in (1000, 2000)), key=lambda r: r.kind)
    expect([r.server() for r in xml] == FROM_XML.get(domain, incoming + outgoing), xml)
    for kind, right in ("receive", incoming), ("send", outgoing):
        chosen = min((r for r in servers if r.kind == kind), key=lambda r: r.priority)
        expect(chosen.server() == right[0], right[0], "wanted, not", chosen)
    for r in servers:
        expect(r.get("Authentication", "Host") == "mail.hoster.example", r)
        expect(r.user() == scenes.login(address), r.user())


def exchange(results, domain):
    found = [r for r in results if r.protocol == "ews"]
    if domain not in scenes.EXCHANGES:
        expect(not found, "no Exchange wanted, not", found)
        return
    expect(found, "no Exchange found in", results)
    for r in found:
        expect(r.get("Ews Backend", "Hosturl") == scenes.EWS, r)
        expect(r.user() == "jane@" + domain, r)


def dav(results, domain):
    wanted = [("caldav", scenes.DAV), ("carddav", scenes.DAV)] if domain in scenes.CALENDARS else []
    found = sorted({(r.protocol, r.get("Collection", "CalendarUrl") or
                     r.get("Collection", "ContactsUrl")) for r in results if "dav" in r.protocol})
    expect(found == wanted, wanted, "wanted, not", found)


def main():
    build()
    t = Table("Evolution")
    domains = scenes.DOMAINS
    found = look_up(["jane@" + d for d in domains + [scenes.UNKNOWN, scenes.NOWHERE]])
    for domain in domains:
        results = found["jane@" + domain]
        t.check("mail", domain, lambda: mail(results, "jane@" + domain))
        t.check("Exchange", domain, lambda: exchange(results, domain))
        t.check("calendars and address books", domain, lambda: dav(results, domain))
    for domain in (scenes.UNKNOWN, scenes.NOWHERE):
        t.check("nothing", domain, lambda: expect(not found["jane@" + domain],
                                                  found["jane@" + domain]))


if __name__ == "__main__":
    main()
