"""Signed Apple profiles, read by openssl: the program with a certificate and key
that come, go and change while it runs.  Against fixtures/apple.json.

usage: signing.py MUACONF MUACONF.FCGI DATABASE DIRECTORY
"""
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import web
from table import Table, expect

MUACONF, FCGI, DB, DIR = sys.argv[1:5]
HOST = "autoconfig.example.com"
TYPE = "application/x-apple-aspen-config"
OTHER = ["ed25519"]
KEYS = {"rsa": ["rsa:2048"], "ec": ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]}
CERT, KEY = DIR + "/sign-cert.pem", DIR + "/sign-key.pem"
t = Table("signing")
RUNNING = []


def openssl(*args, good=True):
    p = subprocess.run(["openssl", *args], cwd=DIR, capture_output=True, check=False)
    expect((p.returncode == 0) == good, "openssl", *args, p.stdout.decode("latin-1"),
           p.stderr.decode("latin-1"))
    return p.stdout


def write(path, *parts):
    """Whole or not at all, as a deploy hook should do it."""
    with open(path + ".new", "wb") as f:
        for part in parts:
            with open(f"{DIR}/{part}", "rb") as g:
                f.write(g.read())
    os.rename(path + ".new", path)


def authority():
    openssl("req", "-x509", "-newkey", *KEYS["ec"], "-nodes", "-days", "2", "-subj", "/CN=Root",
            "-keyout", "root.key", "-out", "root.pem")
    with open(DIR + "/middle.ext", "w", encoding="ascii") as f:
        f.write("basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n")
    request("middle", "ec", "Intermediate")
    issue("middle", "root", "2")
    # As certificates for web servers are: nothing says that they may sign mail.
    with open(DIR + "/leaf.ext", "w", encoding="ascii") as f:
        f.write(f"extendedKeyUsage=serverAuth\nsubjectAltName=DNS:{HOST}\n")


def request(name, kind, subject):
    openssl("req", "-new", "-newkey", *KEYS[kind], "-nodes", "-subj", "/CN=" + subject,
            "-keyout", name + ".key", "-out", name + ".csr")


def issue(name, by, days):
    extensions = "middle" if by == "root" else "leaf"
    openssl("x509", "-req", "-in", name + ".csr", "-CA", by + ".pem", "-CAkey", by + ".key",
            "-CAcreateserial", "-days", days, "-extfile", extensions + ".ext", "-out", name + ".pem")


def leaf(name, kind, days="90"):
    request(name, kind, f"{HOST}")
    issue(name, "middle", days)


def install(name):
    write(CERT, name + ".pem", "middle.pem")
    write(KEY, name + ".key")


class Program:
    """muaconf.fcgi with a socket and a log of its own."""

    def __init__(self, *args):
        self.path = DIR + "/sign.sock"
        listener = socket.socket(socket.AF_UNIX)
        if os.path.exists(self.path):
            os.unlink(self.path)
        listener.bind(self.path)
        listener.listen(64)
        self.log_path = DIR + "/sign.log"
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen([FCGI, "-d", DB, "-t", "4", *args], stdin=listener,
                                            stdout=subprocess.DEVNULL, stderr=log)
            RUNNING.append(self.process)
        listener.close()

    def ask(self, path="/mail.mobileconfig", query="emailaddress=alice@example.com", **more):
        f = web.FastCGI(self.path)
        f.begin(**{"REQUEST_METHOD": "GET", "SCRIPT_NAME": path, "QUERY_STRING": query,
                   "HTTP_HOST": HOST, "HTTPS": "on", **more})
        f.body()
        return f.answer()

    def log(self):
        with open(self.log_path, encoding="utf-8") as f:
            return [line for line in f if "problem=" in line]

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(10)


def settle():
    """The files are looked at once a second."""
    time.sleep(1.2)


def verify(body, name="answer"):
    """The content of a signed body, by openssl."""
    with open(f"{DIR}/{name}.p7", "wb") as f:
        f.write(body)
    openssl("cms", "-verify", "-inform", "DER", "-in", name + ".p7", "-CAfile", "root.pem",
            "-purpose", "any", "-out", name + ".xml")
    with open(f"{DIR}/{name}.xml", "rb") as f:
        return f.read()


def signer_serial(body):
    with open(DIR + "/answer.p7", "wb") as f:
        f.write(body)
    text = openssl("cms", "-cmsout", "-print", "-noout", "-inform", "DER", "-in", "answer.p7").decode()
    # GNU style dump: the serial in signerInfos.
    return text[text.index("signerInfos"):], text


def is_unsigned(a, plain):
    expect(a.status == 200 and a.body == plain and a["content-type"] == TYPE, f"unsigned wanted\n{a}")


def is_signed_somehow(a, plain):
    """Signed, but what the signature is worth is not looked at: the chain may be missing."""
    expect(a.status == 200 and a["content-type"] == TYPE, f"a profile wanted\n{a}")
    expect(a.body[:2] == b"\x30\x82" and plain in a.body, "DER with the same octets inside")


def is_signed(a, plain):
    expect(a.status == 200 and a["content-type"] == TYPE, f"a profile wanted\n{a}")
    expect(a.body[:2] == b"\x30\x82", "DER of definite length", a.body[:8])
    expect(verify(a.body) == plain, "the same octets inside")


def signed(program, plain, kind):
    def check():
        install(kind)
        settle()
        a = program.ask()
        is_signed(a, plain)
        expect(a["content-disposition"] == 'attachment; filename="alice-example.com.mobileconfig"',
               a["content-disposition"])
        expect(int(a["content-length"]) == len(a.body), "length")
        found = openssl("pkcs7", "-inform", "DER", "-print_certs", "-noout", "-in", "answer.p7")
        found = re.findall(r"subject=CN ?= ?(.*)", found.decode())
        expect(sorted(found) == ["Intermediate", HOST], f"leaf and intermediate wanted, not {found}")
        _, text = signer_serial(a.body)
        expect("sha256" in text and "sha1 " not in text, "SHA-256 wanted")
        expect("SMIMECapabilities" not in text and "S/MIME Capabilities" not in text, "no capabilities")
        head = program.ask(REQUEST_METHOD="HEAD")
        expect(head.body == b"" and abs(int(head["content-length"]) - len(a.body)) < 4, head)
        page = program.ask("/setup", HTTP_ACCEPT="application/json")
        expect(b'"signed":true' in page.body, page)
        page = program.ask("/setup")
        expect(b"Not Signed" not in page.body, "no warning of an unsigned profile")
    return check


def broken(program, plain, words, spoil):
    """Unsigned, one line in the log that names the cause, and healed after."""
    def check():
        before = len(program.log())
        spoil()
        settle()
        for _ in range(5):
            is_unsigned(program.ask(), plain)
        page = program.ask("/setup")
        expect(b"Not Signed" in page.body, "the page says that it is unsigned")
        settle()
        is_unsigned(program.ask(), plain)
        lines = program.log()[before:]
        expect(len(lines) == 1 and words in lines[0], f"one line with {words!r} wanted:", lines)
        p = subprocess.run([MUACONF, "-d", DB, "check", "-c", CERT, "-k", KEY],
                           capture_output=True, text=True, check=False)
        expect(p.returncode == 1 and words in p.stdout, f"muaconf check: {words!r} wanted:", p)
        install("ec")
        settle()
        is_signed(program.ask(), plain)
    return check


def replaced(program, plain):
    def check():
        install("ec")
        settle()
        old, _ = signer_serial(program.ask().body)
        leaf("renewed", "rsa")
        install("renewed")
        settle()
        a = program.ask()
        is_signed(a, plain)
        new, _ = signer_serial(a.body)
        expect(old != new, "another certificate wanted")
    return check


def parallel(program, plain):
    def check():
        install("rsa")
        settle()
        with ThreadPoolExecutor(16) as pool:
            answers = list(pool.map(lambda i: program.ask(), range(100)))
        for a in answers[::10]:
            is_signed(a, plain)
        expect(all(a.body[:2] == b"\x30\x82" for a in answers), "all signed")
    return check


def warned(program, plain, words, put):
    """It signs; the log says it once, and so does muaconf check."""
    def check():
        before = len(program.log())
        put()
        settle()
        for _ in range(3):
            is_signed_somehow(program.ask(), plain)
        lines = program.log()[before:]
        expect(len(lines) == 1 and words in lines[0] and "signing=yes" in lines[0],
               "one warning wanted:", lines)
        p = subprocess.run([MUACONF, "-d", DB, "check", "-c", CERT, "-k", KEY],
                           capture_output=True, text=True, check=False)
        expect(p.returncode == 1 and words in p.stdout, "muaconf check:", p)
    return check


def soon():
    leaf("soon", "ec", "5")
    install("soon")


def alone():
    write(CERT, "ec.pem")
    write(KEY, "ec.key")


def ended():
    request("ended", "ec", "Intermediate")
    issue("ended", "root", "-1")
    request("after", "ec", HOST)
    issue("after", "ended", "90")
    write(CERT, "after.pem", "ended.pem")
    write(KEY, "after.key")


def expired():
    leaf("old", "ec", "-1")
    install("old")


def locked():
    openssl("pkey", "-in", "ec.key", "-aes256", "-passout", "pass:hush-hush", "-out", "locked.key")
    write(KEY, "locked.key")


def edwards():
    openssl("req", "-new", "-newkey", *OTHER, "-nodes", "-subj", "/CN=" + HOST, "-keyout", "ed.key",
            "-out", "ed.csr")
    issue("ed", "middle", "90")
    install("ed")


def main():
    os.makedirs(DIR, exist_ok=True)
    authority()
    # What muaconf trusts, as if update-ca-certificates had been told.
    os.environ["SSL_CERT_FILE"] = DIR + "/root.pem"
    leaf("rsa", "rsa")
    leaf("ec", "ec")
    program = Program()
    plain = program.ask().body
    expect(plain.startswith(b"<?xml"), plain)
    t.check("0", "ends clean without a key", lambda: expect(program.stop() == 0))
    install("ec")
    program = Program("-c", CERT, "-k", KEY)
    for kind in KEYS:
        t.check(25, f"{kind}: verified by openssl, the same octets inside",
                signed(program, plain, kind))
    t.check(25, "many at once", parallel(program, plain))
    t.check(26, "no key", broken(program, plain, "No such file", lambda: os.unlink(KEY)))
    t.check(26, "no certificate in the file", broken(program, plain, "no certificate",
            lambda: write(CERT, "ec.key")))
    t.check(26, "another key", broken(program, plain, "does not belong",
            lambda: write(KEY, "rsa.key")))
    t.check(26, "a key with a passphrase", broken(program, plain, "passphrase", locked))
    t.check(26, "a kind of key that devices don't know", broken(program, plain,
            "neither RSA nor ECDSA", edwards))
    t.check(26, "expired", broken(program, plain, "has expired", expired))
    t.check(27, "replaced while it runs", replaced(program, plain))
    t.check(27, "expires soon", warned(program, plain, "expires in 5 days", soon))
    t.check(27, "the issuer's certificate is not there", warned(program, plain,
            "is neither in the file nor trusted", alone))
    t.check(27, "the issuer's certificate has expired", warned(program, plain,
            "Intermediate behind the first one has expired", ended))
    t.check("0", "ends clean", lambda: expect(program.stop() == 0))
    p = subprocess.run([FCGI, "-c", CERT], capture_output=True, stdin=subprocess.DEVNULL, check=False)
    t.check("0", "a certificate without a key is wrong use", lambda: expect(p.returncode == 2, p))
    shutil.rmtree(DIR)


if __name__ == "__main__":
    try:
        main()
    finally:
        for process in RUNNING:
            process.kill()
