"""Chromium by the WebDriver protocol, with nothing but Python's own library."""
import base64
import json
import os
import subprocess
import time
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync",
             "--disable-dev-shm-usage", "--hide-scrollbars"]


class Browser:
    """A fresh Chromium behind a chromedriver of its own."""

    def __init__(self, profile, *more):
        self.driver = subprocess.Popen(
            ["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True)
        self.base = None
        for line in self.driver.stdout:
            if "started successfully on port" in line:
                self.base = "http://127.0.0.1:" + line.split("port")[1].strip().rstrip(".")
                break
        os.makedirs(profile)
        options = {"args": ARGUMENTS + [f"--user-data-dir={profile}"] + list(more)}
        reply = self.call("POST", "/session", {"capabilities": {"alwaysMatch": {
            "browserName": "chrome", "acceptInsecureCerts": True, "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL"}}}})
        self.base += "/session/" + reply["sessionId"]

    def call(self, method, path, data=None):
        body = None if method == "GET" else json.dumps(data or {}).encode()
        request = urllib.request.Request(self.base + path, body, method=method,
                                         headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as e:
            raise RuntimeError(json.load(e)["value"]["message"]) from None

    def cdp(self, command, **params):
        return self.call("POST", "/goog/cdp/execute", {"cmd": command, "params": params})

    def go(self, url):
        self.call("POST", "/url", {"url": url})

    def back(self):
        self.call("POST", "/back")

    def url(self):
        return self.call("GET", "/url")

    def run(self, script, *args):
        return self.call("POST", "/execute/sync", {"script": script, "args": list(args)})

    def wait_for(self, script, *args):
        """Run a script in the page until it returns something."""
        for _ in range(200):
            value = self.run(script, *args)
            if value:
                return value
            time.sleep(0.05)
        return None

    def find(self, css):
        found = self.call("POST", "/element", {"using": "css selector", "value": css})
        return "/element/" + found[ELEMENT]

    def type(self, css, text):
        self.call("POST", self.find(css) + "/value", {"text": text})

    def click(self, css):
        self.call("POST", self.find(css) + "/click")

    def shoot(self, path, whole=True):
        """A picture of the page, to its end."""
        data = self.cdp("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        with open(path, "wb") as f:
            f.write(base64.b64decode(data["data"]))

    def messages(self):
        """What the console said since the last call."""
        return self.call("POST", "/se/log", {"type": "browser"})

    def size(self, width, height, phone):
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=height,
                 deviceScaleFactor=2 if phone else 1, mobile=phone)

    def dark(self, on):
        self.cdp("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if on else "light"}])

    def close(self):
        try:
            self.call("DELETE", "")
        finally:
            self.driver.terminate()
            self.driver.wait()
