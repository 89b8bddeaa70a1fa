"""Delta Chat's core, by JSON-RPC: where it looks, and which servers it tries."""
import json
import os
import re
import subprocess

import scenes
from table import Table, Wrong, expect


class Core:
    def __init__(self, program, accounts, log):
        self.log = open(log, "w", encoding="utf-8")
        self.process = subprocess.Popen(
            [program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log, text=True,
            env=dict(os.environ, DC_ACCOUNTS_PATH=accounts))
        self.number = 0

    def call(self, method, *params):
        self.number += 1
        self.process.stdin.write(json.dumps({"jsonrpc": "2.0", "id": self.number, "method": method,
                                             "params": params}) + "\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            reply = json.loads(line)
            if reply.get("id") == self.number:
                if "error" in reply:
                    raise RuntimeError(reply["error"]["message"])
                return reply["result"]
        raise RuntimeError("Delta Chat ended by itself")

    def end(self):
        self.process.stdin.close()
        self.process.wait(10)


def tried(core, address):
    """The servers it tried, in its order, as it says in its log.  None answers."""
    account = core.call("add_account")
    try:
        core.call("add_or_update_transport", account, {"addr": address, "password": "hush-hush"})
        raise Wrong("there is no mail server that it could have reached")
    except RuntimeError:
        pass    # as it must be
    said = ""
    while "Used params:" not in said:
        for event in core.call("get_next_event_batch"):
            if event["contextId"] == account:
                said += event["event"].get("msg") or ""
    core.call("remove_account", account)
    used = re.search(r"Used params: .* imap:\[(.*)\] smtp:\[(.*)\]", said)
    expect(used, said)
    return [[server.split(":") for server in kind.split(", ")] for kind in used.groups()]


def finds(core, domain):
    servers = [[s for s in kind if s[0] != "pop3"] for kind in scenes.RIGHT[domain]]
    wanted = [[["mail.hoster.example", str(s[1]), s[2]] for s in kind] for kind in servers]
    found = tried(core, "jane@" + domain)
    if domain == "named.example":
        # Autodiscover's SSL says to it: TLS, and then STARTTLS at the same port.
        found = [kind[:1] for kind in found]
    expect(found == wanted, wanted, "wanted, not", found)


def guesses(core, domain):
    """At least for IMAP: names below the domain, since it was told of none."""
    for server in tried(core, "jane@" + domain)[0]:
        expect(server[0].endswith(domain), server)


def main():
    tmp = os.environ["CLIENTS_TMP"]
    core = Core(os.environ["DELTACHAT"], tmp + "/accounts", tmp + "/logs/deltachat.log")
    t = Table("Delta Chat")
    print("#", core.call("get_system_info")["deltachat_core_version"])
    for domain in scenes.DOMAINS:
        # It knows neither POP3 nor MX and SRV records.
        if domain in ("pop3.example", "mx.example", "srv.example", "pointed.example"):
            t.check("guesses", domain, lambda: guesses(core, domain))
        else:
            t.check("finds", domain, lambda: finds(core, domain))
    for domain in (scenes.UNKNOWN, scenes.NOWHERE):
        t.check("guesses", domain, lambda: guesses(core, domain))
    core.end()


if __name__ == "__main__":
    main()
