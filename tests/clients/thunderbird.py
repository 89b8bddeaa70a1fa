"""Thunderbird, headless: its own search for settings, as its account set-up calls
it, and its own search for calendars and address books."""
import os

import scenes
from marionette import Thunderbird
from table import Table, expect

# Its words in an account's configuration.
SECURITY = {0: "plain", 2: "starttls", 3: "tls"}
CLEARTEXT = 3
# Where it found them, in its words.
SOURCE = {"named.example": "exchange-from-url1", "srv.example": "exchange-from-srv",
          "pointed.example": "exchange-from-srv"}

# These become accounts.
MADE = ["jane@tls.example", "jane@starttls.example", "jane@pop3.example", "jane@every.example",
        "jane@pointed.example", "jane@login.example", "fred@login.example"]

FIND_ONLY = """
const { FindConfig } = ChromeUtils.importESModule(
  "resource:///modules/accountcreation/FindConfig.sys.mjs");
const { AccountConfig } = ChromeUtils.importESModule(
  "resource:///modules/accountcreation/AccountConfig.sys.mjs");
const [address] = args;
const search = FindConfig.parallelAutoDiscovery(
  address.split("@")[1], address, new AbortController().signal, "hush-hush", address);
let step = await search.next();
while (!step.done) {
  step = await search.next({ acceptRedirect: true });
}
if (!step.value) {
  return null;
}
const config = step.value;
AccountConfig.replaceVariables(config, "Jane", address, "hush-hush");
"""

FIND = FIND_ONLY + """
return JSON.parse(JSON.stringify(config));
"""

# The account that it makes of what it found.
MAKE = FIND_ONLY + """
const { CreateInBackend } = ChromeUtils.importESModule(
  "resource:///modules/accountcreation/CreateInBackend.sys.mjs");
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const account = await CreateInBackend.createAccountInBackend(config);
const incoming = account.incomingServer;
const outgoing = MailServices.outgoingServer.getServerByKey(
  account.defaultIdentity.smtpServerKey).QueryInterface(Ci.nsISmtpServer);
return [[incoming.type, incoming.port, incoming.socketType, incoming.hostname, incoming.username],
        ["smtp", outgoing.port, outgoing.socketType, outgoing.hostname, outgoing.username]];
"""

CALENDARS = """
const { cal } = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
let found;
try {
  found = await cal.provider.detection.detect(
    args[0], "hush-hush", args[0].split("@")[1], false, [], {});
} catch (e) {
  if (e instanceof cal.provider.detection.NoneFoundError) {
    return [];
  }
  throw e;
}
return [...found.values()].flat().map(c => [c.name, c.uri.spec]);
"""

BOOKS = """
const { CardDAVUtils } = ChromeUtils.importESModule("resource:///modules/CardDAVUtils.sys.mjs");
const found = await CardDAVUtils.detectAddressBooks(
  args[0], "hush-hush", "https://" + args[0].split("@")[1], false);
return found.map(b => [b.name, b.url.href]);
"""


def server(found):
    return found["type"], found["port"], SECURITY.get(found["socketType"], found["socketType"])


def mail(client, address):
    """The servers it chose, in its order; Exchange is for itself."""
    domain = address.rpartition("@")[2]
    found = client.run(FIND, address)
    expect(found, "it found nothing")
    incoming = [found["incoming"]] + found["incomingAlternatives"]
    outgoing = [found["outgoing"]] + found["outgoingAlternatives"]
    exchange = [s for s in incoming if s["type"] in ("exchange", "ews")]
    incoming = [s for s in incoming if s not in exchange]
    right = scenes.RIGHT[domain]
    expect(([server(s) for s in incoming], [server(s) for s in outgoing]) == right,
           right, "wanted, not", incoming, outgoing)
    expect(found["incoming"]["type"] in ("imap", "pop3"), "mail first:", found["incoming"])
    expect(found["subSource"] == SOURCE.get(domain, "xml-from-isp-https"), found["subSource"])
    # It fills in the names of the first ones only; of the others with the choice.
    expect(found["incoming"]["username"] == scenes.login(address), found["incoming"]["username"])
    expect(found["outgoing"]["username"] == scenes.login(address), found["outgoing"]["username"])
    for s in incoming + outgoing:
        expect(s["hostname"] == "mail.hoster.example", s)
        expect(s["auth"] == CLEARTEXT, s)
    return exchange


def makes(client, address):
    right = scenes.RIGHT[address.rpartition("@")[2]]
    where = ["mail.hoster.example", scenes.login(address)]
    wanted = [list(servers[0]) + where for servers in right]
    found = client.run(MAKE, address)
    for server in found:
        server[2] = SECURITY[server[2]]
    expect(found == wanted, wanted, "wanted, not", found)


def exchange(client, domain):
    found = mail(client, "jane@" + domain)
    if domain not in scenes.EXCHANGES:
        expect(not found, "no Exchange wanted:", found)
        return
    expect(found, "it did not find Exchange")
    for s in found:
        expect(s["exchangeURL"] == scenes.EWS, s)
        expect(s["username"] in ("jane@" + domain, "%EMAILADDRESS%"), s)


def nothing(client, domain):
    expect(client.run(FIND, "jane@" + domain) is None, "it found something")


def collections(client, domain, script, name, path):
    found = client.run(script, "jane@" + domain)
    expect(found == [[name, f"{scenes.DAV}jane%40{domain}/{path}/"]], found)


def none_there(client, domain):
    expect(client.run(CALENDARS, "jane@" + domain) == [], "calendars")
    try:
        found = client.run(BOOKS, "jane@" + domain)
    except RuntimeError:
        return    # so it says that there are none
    expect(not found, found)


def main():
    tmp = os.environ["CLIENTS_TMP"]
    client = Thunderbird(tmp + "/thunderbird", os.environ["E2E_CA"], tmp + "/logs/thunderbird.log")
    t = Table("Thunderbird")
    try:
        print("#", client.run("return Services.appinfo.name + ' ' + Services.appinfo.version"))
        for domain in scenes.DOMAINS:
            t.check("mail", domain, lambda: exchange(client, domain))
        t.check("mail", "a login of one's own", lambda: mail(client, "fred@login.example"))
        for address in MADE:
            t.check("account", address, lambda: makes(client, address))
        for domain in (scenes.UNKNOWN, scenes.NOWHERE):
            t.check("mail", domain + ": nothing", lambda: nothing(client, domain))
        for domain in scenes.CALENDARS:
            t.check("calendars", domain,
                    lambda: collections(client, domain, CALENDARS, "Diary", "diary"))
            t.check("address books", domain,
                    lambda: collections(client, domain, BOOKS, "People", "people"))
        t.check("calendars", "tls.example: none", lambda: none_there(client, "tls.example"))
    finally:
        client.end()


if __name__ == "__main__":
    main()
