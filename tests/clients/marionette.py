"""Thunderbird by its Marionette protocol: "LENGTH:JSON" over TCP."""
import json
import os
import signal
import socket
import subprocess
import time

PREFS = {
    # The network here is loopback, which looks like none.
    "network.manage-offline-status": False,
    "network.connectivity-service.enabled": False,
    "network.captive-portal-service.enabled": False,
    "app.update.enabled": False,
    "app.normandy.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.spotlight.firstRunDone": True,
    "mailnews.start_page.enabled": False,
    "mail.accounthub.enabled": True,
}


class Thunderbird:
    def __init__(self, profile, ca, log, port=2828):
        os.makedirs(profile)
        with open(os.path.join(profile, "user.js"), "w", encoding="ascii") as f:
            for name, value in dict(PREFS, **{"marionette.port": port}).items():
                f.write(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n")
        for command in (["-N", "--empty-password"], ["-A", "-n", "test", "-t", "C,,", "-i", ca]):
            subprocess.run(["certutil", "-d", "sql:" + profile] + command, check=True)
        self.log = open(log, "w", encoding="utf-8")
        self.process = subprocess.Popen(
            ["thunderbird", "--headless", "--marionette",
             "--remote-allow-system-access", "--no-remote", "--profile", profile],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, start_new_session=True)
        self.socket, self.number, self.rest = self._connect(port), 0, b""
        self._receive()    # its greeting
        self.call("WebDriver:NewSession", {"capabilities": {"alwaysMatch": {}}})
        self.call("Marionette:SetContext", {"value": "chrome"})
        self.call("WebDriver:SetTimeouts", {"script": 60000})

    def _connect(self, port):
        for _ in range(300):
            if self.process.poll() is not None:
                raise RuntimeError("Thunderbird ended by itself")
            try:
                return socket.create_connection(("127.0.0.1", port), 90)
            except OSError:
                time.sleep(0.2)
        raise RuntimeError("Thunderbird does not listen")

    def _receive(self):
        while b":" not in self.rest:
            self._more()
        length, _, self.rest = self.rest.partition(b":")
        while len(self.rest) < int(length):
            self._more()
        data, self.rest = self.rest[:int(length)], self.rest[int(length):]
        return json.loads(data)

    def _more(self):
        data = self.socket.recv(65536)
        if not data:
            raise RuntimeError("Thunderbird hung up")
        self.rest += data

    def call(self, command, parameters):
        self.number += 1
        data = json.dumps([0, self.number, command, parameters]).encode()
        self.socket.sendall(b"%d:%s" % (len(data), data))
        _, _, error, result = self._receive()
        if error:
            raise RuntimeError(f"{error.get('message')}\n{error.get('stacktrace', '')[:800]}")
        return result.get("value") if isinstance(result, dict) else result

    def run(self, script, *args):
        """The value of an async function body, run with Thunderbird's own rights."""
        script = ("const done = arguments[arguments.length - 1];"
                  "(async (...args) => {" + script + "})(...arguments)"
                  ".then(v => done({value: v}), e => done({error: String(e) + '\\n' + e?.stack}));")
        answer = self.call("WebDriver:ExecuteAsyncScript",
                           {"script": script, "args": list(args), "sandbox": "system"})
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer.get("value")

    def end(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.log.close()
