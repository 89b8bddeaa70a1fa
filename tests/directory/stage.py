"""What all cases share: the database, the running program, and who asks it."""

import re
import subprocess
import sys
import threading
import time
import urllib.parse
import xml.etree.ElementTree as ElementTree

DIR, SCHEMA, PROGRAM, COMMAND = sys.argv[1:5]
WITHOUT = sys.argv[5] if len(sys.argv) > 5 else None
DB = f"{DIR}/muaconf.db"
GENERIC = "%EMAILADDRESS%"

# Nobody waits longer than this for what should happen soon.
PATIENCE = 30

# What Outlook asks.
POX = """<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"><Request>
<EMailAddress>{}</EMailAddress><AcceptableResponseSchema>http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a</AcceptableResponseSchema>
</Request></Autodiscover>"""

failures = count = 0
fcgi = None


def ok(holds, name, detail=""):
    global failures, count
    count += 1
    if not holds:
        failures += 1
    print(f"{'ok' if holds else 'not ok'} {count} - {name}", flush=True)
    if not holds and detail != "":
        print(f"#   {detail!r}", flush=True)


def sql(text):
    subprocess.run(["sqlite3", "-bail", DB], input="PRAGMA foreign_keys=1;" + text, text=True,
                   check=True)


def quote(value):
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


USUAL = {"base": "dc=example,dc=org", "scope": "sub", "filter": "(mail={0})", "attribute_login": "uid",
         "attribute_name": "cn", "bind_dn": None, "bind_password": None,
         "bind_password_file": None, "security": "plain", "ca_file": f"{DIR}/ca.pem",
         "timeout_ms": 1000, "max_connections": 4, "cache_seconds": 0}


def server(uri, name="staff", **changes):
    """The row that example.org uses, anew: whatever failed before is forgotten."""
    row = dict(USUAL, uri=uri, **changes)
    sql("UPDATE ldap_server SET " + ", ".join(f"{k} = {quote(v)}" for k, v in row.items())
        + f" WHERE id = '{name}';")


def answer(address, path="/mail/config-v1.1.xml"):
    domain = address.rsplit("@", 1)[1]
    if path == "/autodiscover/autodiscover.xml":
        return fcgi.get(path, "", f"autodiscover.{domain}", POX.format(address).encode())
    query = "emailaddress=" + urllib.parse.quote(address, safe="@")
    return fcgi.get(path, query, f"autoconfig.{domain}")


def login_in(raw):
    head, _, body = raw.partition(b"\r\n\r\n")
    if not head.startswith(b"Status: 200"):
        return head.split(b"\r\n")[0].decode()
    names = {e.text for e in ElementTree.fromstring(body).iter("username")}
    return names.pop() if len(names) == 1 else str(names)


def login(address):
    return login_in(answer(address))


def login_said(address):
    """The login, and what the log has of the directory for it."""
    name = login(address)
    lines = until(lambda: (got := fcgi.requests_logged()) and len(got) >= fcgi.asked and got)
    said = re.search(r' directory="([^"]*)"', lines[-1])
    return name, said and said.group(1)


def timed(call, *args):
    start = time.monotonic()
    result = call(*args)
    return result, time.monotonic() - start


def until(holds):
    """Wait until holds() is true, and give what it says then."""
    end = time.monotonic() + PATIENCE
    while not (result := holds()) and time.monotonic() < end:
        time.sleep(0.01)
    return result


class Crowd:
    """n clients at once; call(i) for each."""

    def __init__(self, n, call):
        self.results = {}
        self.threads = [threading.Thread(target=self.one, args=(i, call)) for i in range(n)]
        for t in self.threads:
            t.start()

    def one(self, i, call):
        self.results[i] = timed(call, i)

    def join(self):
        """What they got, by number; and the longest time."""
        for t in self.threads:
            t.join()
        results = sorted(self.results.items())
        return [r for _, (r, _) in results], max(s for _, (_, s) in results)


def setup():
    with open(SCHEMA, encoding="utf-8") as schema:
        subprocess.run(["sqlite3", "-bail", DB], stdin=schema, check=True)
    sql("""INSERT INTO provider (id, name, sections) VALUES ('ex', 'Example', NULL), ('all', 'Everything', 'calendars');
    INSERT INTO ldap_server (id, uri, base) VALUES ('staff', 'ldap://127.0.0.1:9', 'x=y'),
     ('other', 'ldap://127.0.0.1:9', 'x=y');
    INSERT INTO domain (name, provider, ldap) VALUES ('example.org', 'ex', 'staff'),
     ('target.example', 'ex', 'staff'), ('plain.example', 'ex', NULL), ('other.example', 'ex', 'other'),
     ('all.example', 'all', 'staff');
    INSERT INTO domain (name, alias_of) VALUES ('alias.example', 'target.example');
    INSERT INTO service (provider, type, host) VALUES ('ex', 'imap', 'imap.example.org'),
     ('ex', 'smtp', 'smtp.example.org');
    INSERT INTO service (provider, type, host, url) VALUES ('all', 'imap', 'imap.example.org', NULL),
     ('all', 'smtp', 'smtp.example.org', NULL), ('all', 'caldav', NULL, 'https://dav.example.org/%EMAILADDRESS%/'),
     ('all', 'ews', NULL, 'https://ews.example.org/EWS/Exchange.asmx'),
     ('all', 'activesync', NULL, 'https://ews.example.org/Microsoft-Server-ActiveSync'),
     ('all', 'jmap', NULL, 'https://jmap.example.org/');
    INSERT INTO mailbox (address, login) VALUES ('own@example.org', 'row1');""")


def run(*args, command=COMMAND):
    return subprocess.run([command, "-d", DB, *args], capture_output=True, text=True, check=False,
                          timeout=60)
