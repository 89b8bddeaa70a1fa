"""The page as people use it, in phone and desktop size, light and dark."""
import html.parser
import os
import plistlib
import re
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request

from webdriver import Browser

TMP = os.environ["BROWSER_TMP"]
SHOTS = os.environ["BROWSER_SHOTS"]
PORT = int(os.environ["BROWSER_PORT"])
AXE = os.environ.get("AXE")
HOST = "autoconfig.example.com"
SITE = f"https://{HOST}"
ADDRESS = "alice+tag@example.com"
SIZES = {"phone": (390, 844, True), "desktop": (1280, 900, False)}
failed = False


def result(name, good, why=""):
    global failed
    print(("ok - " if good else "not ok - ") + name, flush=True)
    if not good:
        failed = True
        for line in str(why).splitlines()[:30]:
            print("# " + line)


def fetch(target, **fields):
    """An answer without the browser: status, fields, body."""
    context = ssl.create_default_context(cafile=TMP + "/ca.pem")
    context.check_hostname = False
    request = urllib.request.Request(f"https://127.0.0.1:{PORT}{target}",
                                     headers={"Host": HOST, **fields})
    try:
        with urllib.request.urlopen(request, context=context) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as e:
        return e.code, e.headers, e.read()


def accessible(browser, name):
    if not AXE:
        return
    with open(AXE, encoding="utf-8") as f:
        browser.run(f.read())
    found = browser.call("POST", "/execute/async", {"args": [], "script": """
        const done = arguments[arguments.length - 1];
        axe.run(document).then(r => done(r.violations.map(v => v.id + ': ' + v.help + ': ' +
            v.nodes.map(n => n.target + ' ' + n.failureSummary).join('; '))))"""})
    result(f"{name}: axe-core finds nothing", not found, "\n".join(found))


def fits(browser, name):
    wide = browser.run("return document.documentElement.scrollWidth - innerWidth")
    result(f"{name}: no scrolling sideways", wide <= 0, f"{wide} pixels too wide")
    over = browser.run("return Array.from(document.querySelectorAll('th, td, button, a.button'))"
                       ".filter(e => e.scrollWidth > e.clientWidth).map(e => e.innerText)")
    result(f"{name}: no text over its neighbour", not over, over)


def quiet(browser, name):
    said = [m for m in browser.messages() if m["level"] != "INFO"]
    # An error status of the page itself is what some cases are about.
    said = [m for m in said if "the server responded with a status of 40" not in m["message"]]
    result(f"{name}: nothing on the console", not said, "\n".join(m["message"] for m in said))


def looks(browser, name):
    for dark in (False, True):
        browser.dark(dark)
        accessible(browser, f"{name}, {'dark' if dark else 'light'}")
        browser.shoot(f"{SHOTS}/{name.replace(' ', '-')}-{'dark' if dark else 'light'}.png")
    browser.dark(False)
    fits(browser, name)
    quiet(browser, name)


def scanned(browser, name):
    """The QR code in a picture of the page, read by zbarimg; in dark mode too."""
    link = browser.run("return document.querySelector('a.button').href")
    for dark in (False, True):
        browser.dark(dark)
        shot = f"{TMP}/qr.png"
        browser.shoot(shot)
        found = subprocess.run(["zbarimg", "-q", "--raw", shot], capture_output=True, text=True,
                               check=False).stdout.strip()
        result(f"{name}: the QR code leads to the same profile, {'dark' if dark else 'light'}",
               found == link, f"{found!r} read, {link!r} wanted")
    browser.dark(False)


def downloaded():
    for _ in range(200):
        files = [f for f in os.listdir(TMP + "/downloads") if f.endswith(".mobileconfig")]
        if files:
            path = f"{TMP}/downloads/{files[0]}"
            with open(path, "rb") as f:
                body = f.read()
            if body.rstrip().endswith(b"</plist>"):
                os.unlink(path)
                return files[0], body
        time.sleep(0.05)
    return None, b""


def whole_way(browser, name):
    browser.go(SITE + "/")
    result(f"{name}: the provider's name on the page of its host",
           "Example Hosting" in browser.run("return document.body.innerText"))
    looks(browser, name + " start")
    browser.type("#emailaddress", ADDRESS)
    browser.type("#name", "Alice M\u00fcller")
    browser.click("button")
    title = browser.wait_for("return document.title.includes('alice') && document.title")
    result(f"{name}: the settings come", title == f"Settings for {ADDRESS}", title)
    result(f"{name}: the address is the form's", "emailaddress=alice%2Btag%40example.com" in
           browser.url(), browser.url())
    text = browser.run("return document.body.innerText")
    for wanted in ("imap.example.com", "pop.example.com", "smtp.example.com", "993", "465", "587",
                   "STARTTLS", "SSL/TLS", "https://dav.example.com/", ADDRESS, "Thunderbird",
                   "Outlook"):
        result(f"{name}: {wanted} is shown", wanted in text, text)
    looks(browser, name + " results")
    scanned(browser, name)
    browser.click("a.button")
    file, body = downloaded()
    profile = plistlib.loads(body) if body else {"PayloadContent": [{}]}
    result(f"{name}: the download is the profile",
           profile["PayloadContent"][0].get("EmailAddress") == ADDRESS and
           profile["PayloadContent"][0].get("EmailAccountName") == "Alice M\u00fcller", profile)
    result(f"{name}: its name is safe", bool(re.fullmatch(r"[A-Za-z0-9._-]+", file or "")), file)
    result(f"{name}: the page is still there",
           browser.run("return document.title") == f"Settings for {ADDRESS}")
    quiet(browser, name + " download")
    browser.back()
    value = browser.wait_for("return document.querySelector('#emailaddress') && 'form'")
    result(f"{name}: back leads to the form", value == "form", browser.url())


def by_keyboard(browser):
    browser.go(SITE + "/")
    browser.call("POST", "/actions", {"actions": [{"type": "key", "id": "k", "actions": [
        {"type": k, "value": v} for v in "\ue004" for k in ("keyDown", "keyUp")]}]})
    result("keyboard: Tab leads into the field",
           browser.run("return document.activeElement.id") == "emailaddress")
    browser.call("POST", "/actions", {"actions": [{"type": "key", "id": "k", "actions": [
        {"type": k, "value": v} for v in "carol@example.com\ue007" for k in ("keyDown", "keyUp")]}]})
    result("keyboard: Enter shows the settings",
           browser.wait_for("return document.title.includes('carol')") is True, browser.url())
    quiet(browser, "keyboard")


def went_wrong(browser, name):
    for what, query, wanted in (
            ("unknown", "alice%40unknown.example", "unknown.example"),
            ("mistyped", "alice.example.com", "name@example.com"),
            ("markup", "%22%3E%3Cscript%3Ealert(1)%3C/script%3E%40example.com", "name@example.com")):
        browser.go(f"{SITE}/setup?emailaddress={query}")
        alert = browser.run("return document.querySelector('[role=alert]').innerText")
        result(f"{name}: {what}: a kind word", wanted in alert, alert)
        kept = browser.run("return document.querySelector('#emailaddress').value")
        result(f"{name}: {what}: the form is kept filled", kept == urllib.request.unquote(query), kept)
        looks(browser, f"{name} {what}")
    browser.go(f"{SITE}/setup?emailaddress=alice%40oauth.example")
    text = browser.run("return document.body.innerText")
    result(f"{name}: no profile where none helps", "imap.oauth.example" in text and
           browser.run("return document.querySelector('a.button') === null"), text)
    looks(browser, name + " oauth")
    browser.go(f"{SITE}/mail.mobileconfig?emailaddress=alice%40oauth.example")
    result(f"{name}: the profile's link says why there is none", browser.run(
        "return document.querySelector('[role=alert]').innerText").startswith("A profile"))
    quiet(browser, name + " no profile")


LANGUAGES = {"en": ("Settings for", "Set up your mail"), "de": ("Einstellungen f\u00fcr", "E-Mail einrichten"),
             "fr": ("R\u00e9glages pour", "Configurer votre messagerie"),
             "es": ("Ajustes para", "Configurar el correo")}
PAGES = {"results": ("/setup?emailaddress=alice%40example.com", 0), "start": ("/setup?", 1),
         "unknown": ("/setup?emailaddress=alice%40unknown.example", 1),
         "mistyped": ("/setup?emailaddress=alice.example.com", 1),
         "oauth": ("/setup?emailaddress=alice%40oauth.example", 0)}


def in_language(browser, tag, titles, size):
    """Every page: what is longer in another language still has to fit."""
    for page, (target, title) in PAGES.items():
        name = f"language {tag} {size} {page}"
        browser.go(f"{SITE}{target}&lang={tag}")
        result(f"{name}: the page is in it", browser.run("return document.documentElement.lang") == tag
               and browser.run("return document.title").startswith(titles[title]))
        looks(browser, name)


def languages(browser):
    for tag, titles in LANGUAGES.items():
        for size, values in SIZES.items():
            browser.size(*values)
            in_language(browser, tag, titles, size)
    browser.size(*SIZES["phone"])
    browser.go(SITE + PAGES["results"][0] + "&lang=en")
    browser.click("nav a[hreflang=de]")
    result("language: the links at the end", browser.wait_for(
        "return document.documentElement.lang === 'de'") is True, browser.url())
    for tag in LANGUAGES:
        browser.go(f"{SITE}{PAGES['results'][0]}&lang={tag}")
        browser.run("document.body.style.fontSize = '200%'")
        fits(browser, f"text twice as large, {tag}")


class Tags(html.parser.HTMLParser):
    """What the page loads or runs."""

    def __init__(self, text):
        super().__init__()
        self.scripts, self.loaded, self.inline = 0, [], 0
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        d = dict(attrs)
        self.scripts += tag == "script" or any(k.startswith("on") for k in d)
        self.inline += "style" in d
        if tag in ("img", "link", "iframe", "object", "source", "video", "audio"):
            self.loaded.append(d)


def without_browser():
    status, fields, body = fetch("/setup?emailaddress=alice%40example.com")
    tags = Tags(body.decode())
    result("answer: 200, HTML, under 15 KB", status == 200 and len(body) < 15000 and
           fields["Content-Type"] == "text/html; charset=utf-8", f"{len(body)}\n{fields}")
    result("answer: no script, nothing loaded, no inline style",
           not tags.scripts and not tags.loaded and not tags.inline, vars(tags))
    result("answer: address in no cache and no Referer", fields["Cache-Control"] == "no-store" and
           fields["Referrer-Policy"] == "no-referrer", fields)
    status, fields, body = fetch("/")
    result("answer: the empty form may be cached", fields["Cache-Control"] == "max-age=300", fields)
    for accept, kind in (("text/plain", "text/plain; charset=utf-8"),
                         ("application/json", "application/json"),
                         ("text/plain;q=0.5, application/json;q=0.9", "application/json"),
                         ("*/*", "text/html; charset=utf-8")):
        status, fields, body = fetch("/setup?emailaddress=alice%40example.com", Accept=accept)
        result(f"answer: {accept}", status == 200 and fields["Content-Type"] == kind and
               b"imap.example.com" in body, fields)


def main():
    without_browser()
    browser = Browser(TMP + "/profile", f"--host-resolver-rules=MAP {HOST}:443 127.0.0.1:{PORT}",
                      "--lang=en-US")
    try:
        browser.cdp("Browser.setDownloadBehavior", behavior="allow", downloadPath=TMP + "/downloads")
        for name, size in SIZES.items():
            browser.size(*size)
            whole_way(browser, name)
            went_wrong(browser, name)
        by_keyboard(browser)
        languages(browser)
    finally:
        browser.close()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
