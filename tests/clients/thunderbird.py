"""Thunderbird, headless: its own search for settings, its own search for
calendars and address books."""
import os

import scenes
from marionette import Thunderbird

T = Thunderbird(os.environ["CLIENTS_TMP"]+"/tb", os.environ["E2E_CA"], os.environ["CLIENTS_TMP"]+"/logs/tb")
FIND = """
const { FindConfig } = ChromeUtils.importESModule("resource:///modules/accountcreation/FindConfig.sys.mjs");
const { AccountConfig } = ChromeUtils.importESModule("resource:///modules/accountcreation/AccountConfig.sys.mjs");
const [address] = args;
const generator = FindConfig.parallelAutoDiscovery(address.split("@")[1], address, new AbortController().signal, "hush-hush", address);
let asked = [];
let step = await generator.next();
while (!step.done) {
  asked.push(step.value);
  step = await generator.next({acceptRedirect: true});
}
return {asked, config: step.value ? JSON.parse(JSON.stringify(step.value)) : null};
"""
import json, time
for d in scenes.DOMAINS + [scenes.UNKNOWN, scenes.NOWHERE]:
    t = time.time()
    try:
        r = T.run(FIND, "jane@" + d)
    except Exception as e:
        print(d, "EXC", e); continue
    c = r["config"]
    print(d, round(time.time() - t, 2), r["asked"])
    if d in ("tls.example", "every.example"): print(json.dumps(c))
    if c:
        for s in [c["incoming"]] + c["incomingAlternatives"] + [c["outgoing"]] + c["outgoingAlternatives"]:
            print("   ", {k: s.get(k) for k in ("type", "hostname", "port", "socketType", "auth", "username", "ewsURL", "easURL", "owaURL", "exchangeURL")})
T.end()
