"""KMail's reader, by the program `ispdb` of its account wizard."""
import os
import re
import subprocess

import scenes
from table import Table, expect

TMP = os.environ["CLIENTS_TMP"]
SECURITY = {"SSL": "tls", "TLS": "starttls", "None": "plain"}
KINDS = {"Imap servers:": "imap", "pop3 servers:": "pop3", "smtp servers:": "smtp"}
# It knows neither MX and SRV records nor Autodiscover.
NOTHING = list(scenes.PARTLY) + [scenes.UNKNOWN, scenes.NOWHERE]


def said(address):
    """What it says about an address.  Where it finds nothing it goes on for ever."""
    log = f"{TMP}/logs/kmail-{address}.log"
    with open(log, "w", encoding="utf-8") as f:
        subprocess.run(
            ["dbus-run-session", "--", "timeout", "--kill-after=1", "5", "ispdb", "--email",
             address], stdout=f, stderr=f, timeout=60,
            env=dict(os.environ, QT_QPA_PLATFORM="offscreen", XDG_RUNTIME_DIR=TMP + "/runtime",
                     QT_LOGGING_RULES="*=false;org.kde.pim.accountwizard.debug=true"))
    with open(log, encoding="utf-8") as f:
        return f.read()


def found(address):
    """Its list of (type, port, security), with all hosts, user names and ways to log in."""
    kind, servers, hosts, users, ways = None, [], set(), set(), set()
    for line in said(address).splitlines():
        kind = KINDS.get(line.partition(": ")[2], kind)
        m = re.search(r'hostname: "(.*)" - port: (\d+) - encryption: "(.*)" - username: "(.*)"'
                      r' - authentication: "(.*)"', line)
        if m:
            servers.append((kind, int(m[2]), SECURITY[m[3]]))
            hosts.add(m[1])
            users.add(m[4])
            ways.add(m[5])
    return servers, hosts, users, ways


def finds(domain):
    servers, hosts, users, ways = found("jane@" + domain)
    incoming, outgoing = scenes.RIGHT[domain]
    expect(servers == incoming + outgoing, incoming, outgoing, "wanted, not", servers)
    expect(hosts == {"mail.hoster.example"}, hosts)
    expect(users == {scenes.login("jane@" + domain)}, users)
    # Where an answer names OAuth2 and passwords, it takes OAuth2 (muaconf-seed(5), sections).
    expect(ways == {"OAuth2" if domain == "oauth2.example" else "plain"}, ways)


def main():
    os.makedirs(TMP + "/runtime", mode=0o700)
    t = Table("KMail")
    for domain in scenes.DOMAINS:
        if domain not in NOTHING:
            t.check("finds", domain, lambda: finds(domain))
    for domain in NOTHING:
        t.check("nothing", domain, lambda: expect(found("jane@" + domain)[0] == [], "something"))


if __name__ == "__main__":
    main()
