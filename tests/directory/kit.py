"""What the cases need: slapd, servers that misbehave, muaconf.fcgi, a client."""

import base64
import os
import pwd
import re
import signal
import socket
import struct
import subprocess
import threading
import time

SLAPD = "/usr/sbin/slapd"
SUFFIX = "dc=example,dc=org"
CLOSED = "dc=closed"
SECRET = "s3cret-Wort"
USERS = 10000

CONFIG = """
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile {dir}/{name}.pid
loglevel none
sizelimit 500
{tls}
referral ldap://127.0.0.1:{referral}
database mdb
suffix {suffix}
directory {dir}/{db}
maxsize 268435456
index mail,uid,objectClass eq
access to * by * read
database mdb
suffix {closed}
directory {dir}/{db}.closed
maxsize 16777216
rootdn cn=root,{closed}
access to attrs=userPassword by anonymous auth
access to dn.subtree={closed} by dn.exact=cn=reader,{closed} read by * none
"""

ODD = {  # local parts that mean something in a filter, and their owners
    "we*ird": "odd-star", "br(ack)ets": "odd-brackets",
    "back\\slash": "odd-backslash", "x" * 64: "odd-long",
    "a&b|c!d": "odd-operators", "j\u00f6rg": "odd-utf8", "{0}": "odd-place",
    "o'neil+tag": "odd-plus",
}


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def entry(dn, **attributes):
    lines = [f"dn: {dn}"]
    for name, values in attributes.items():
        for value in values if isinstance(values, list) else [values]:
            encoded = base64.b64encode(str(value).encode()).decode()
            lines.append(f"{name}:: {encoded}")
    return "\n".join(lines) + "\n\n"


def person(dn, uid, mail, cn="Somebody", **more):
    return entry(dn, objectClass=["inetOrgPerson"], cn=cn, sn="X", uid=uid,
                 mail=mail, **more)


def ldif(referral, users):
    out = [entry(SUFFIX, objectClass=["dcObject", "organization"], dc="example", o="x"),
           entry(f"ou=people,{SUFFIX}", objectClass="organizationalUnit", ou="people"),
           entry(f"ou=example.org,{SUFFIX}", objectClass="organizationalUnit", ou="example.org"),
           entry(f"ou=elsewhere,{SUFFIX}", objectClass=["referral", "extensibleObject"],
                 ou="elsewhere", ref=f"ldap://127.0.0.1:{referral}/{SUFFIX}")]
    base = f"ou=people,{SUFFIX}"
    out.append(person(f"uid=u1234,{base}", "u1234",
                      ["fred@example.org", "frederick@example.org", "fred@target.example"],
                      cn="Fred Example", title="fred@example.org"))
    out.append(person(f"uid=same1,{base}", "same1", "twice@example.org"))
    out.append(person(f"uid=same2,{base}", "same2", "twice@example.org"))
    out.append(person(f"uid=blank,{base}", "blank", "plain@example.org", title="plain@example.org"))
    out.append(person(f"uid=under,ou=example.org,{SUFFIX}", "under", ["under@example.org", "own@alias.example"]))
    for local, uid in ODD.items():
        out.append(person(f"uid={uid},{base}", uid, f"{uid}@example.org",
                          description=f"{local}@example.org"))
    for i in range(users):
        out.append(person(f"uid=n{i:05},{base}", f"n{i:05}", f"user{i}@example.org"))
    return "".join(out)


def closed_ldif():
    return (entry(CLOSED, objectClass=["dcObject", "organization"], dc="closed", o="x")
            + entry(f"cn=reader,{CLOSED}", objectClass=["person"], cn="reader", sn="r",
                    userPassword=SECRET)
            + person(f"uid=c77,{CLOSED}", "c77", "carla@example.org"))


class Slapd:
    """One server; several can share nothing, so each has its own database."""

    def __init__(self, directory, name, certificate=None, referral=9, db="db"):
        self.dir, self.name = directory, name
        self.port, self.tls_port = free_port(), free_port()
        self.process = None
        tls = ""
        if certificate:
            tls = (f"TLSCACertificateFile {directory}/ca.pem\n"
                   f"TLSCertificateFile {directory}/{certificate}.pem\n"
                   f"TLSCertificateKeyFile {directory}/{certificate}.key")
        self.has_tls = bool(certificate)
        self.config = f"{directory}/{name}.conf"
        with open(self.config, "w", encoding="utf-8") as f:
            f.write(CONFIG.format(dir=directory, name=name, tls=tls, referral=referral,
                                  suffix=SUFFIX, closed=CLOSED, db=db))

    def fill(self, text, number):
        for path in self.databases():
            os.makedirs(path, exist_ok=True)
        path = f"{self.dir}/{self.name}.{number}.ldif"
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        subprocess.run(["/usr/sbin/slapadd", "-q", "-f", self.config, "-n", str(number),
                        "-l", path], check=True)

    def databases(self):
        with open(self.config, encoding="utf-8") as f:
            return re.findall(r"^directory (.*)$", f.read(), re.M)

    def start(self):
        urls = f"ldap://127.0.0.1:{self.port}"
        if self.has_tls:
            urls += f" ldaps://127.0.0.1:{self.tls_port}"
        command = [SLAPD, "-f", self.config, "-h", urls, "-d", "0"]
        if os.getuid() == 0:
            user = pwd.getpwnam("nobody")
            command = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}",
                       "--clear-groups"] + command
            for folder, _, files in os.walk(self.dir):
                os.chown(folder, user.pw_uid, user.pw_gid)
                for f in files:
                    os.chown(os.path.join(folder, f), user.pw_uid, user.pw_gid)
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        for _ in range(400):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                time.sleep(0.01)
        raise SystemExit(f"slapd {self.name} does not start")

    def stop(self, how=signal.SIGTERM):
        if self.process:
            self.process.send_signal(how)
            self.process.send_signal(signal.SIGCONT)
            self.process.wait()
            self.process = None

    def freeze(self):
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.process.send_signal(signal.SIGCONT)


class Rogue:
    """Accepts connections and does what talk(connection) does; counts them."""

    def __init__(self, talk=None, backlog=64):
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=backlog)
        self.port = self.listener.getsockname()[1]
        self.accepted, self.kept, self.talk = 0, [], talk
        self.gone = False
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.accepted += 1
            if self.gone:
                connection.close()
                continue
            self.kept.append(connection)
            if self.talk:
                threading.Thread(target=self.safe_talk, args=(connection,), daemon=True).start()

    def safe_talk(self, connection):
        try:
            self.talk(connection)
        except OSError:
            pass


    def hang_up(self):
        """End all connections, and from now on each one at once."""
        self.gone = True
        for connection in self.kept:
            connection.shutdown(socket.SHUT_RDWR)


class Slow(Rogue):
    """Another server's answers, each after a delay of so many seconds."""

    def __init__(self, port, delay):
        self.behind, self.delay, self.questions = port, delay, 0
        super().__init__(self.relay)

    def relay(self, client):
        with socket.create_connection(("127.0.0.1", self.behind)) as server:
            threading.Thread(target=self.back, args=(server, client), daemon=True).start()
            while question := client.recv(65536):
                self.questions += 1
                time.sleep(self.delay)
                server.sendall(question)

    def back(self, server, client):
        try:
            while said := server.recv(65536):
                client.sendall(said)
        except OSError:
            pass


def drip(first):
    """One octet every 50 ms of a message that never ends."""
    def talk(connection):
        for octet in first + b"\0" * 1000:
            connection.sendall(bytes([octet]))
            time.sleep(0.05)
    return talk


def half(connection):
    """Half an answer to the first question, then nothing any more."""
    connection.recv(4096)
    connection.sendall(b"\x30\x0a\x02\x01\x01")
    connection.close()


def flood(connection):
    """Endless entries "x" without attributes for whatever is asked first."""
    connection.recv(4096)
    message = b"\x30\x0a\x02\x01\x01\x64\x05\x04\x01x\x30\x00"
    while True:
        connection.sendall(message * 50)


def ber(tag, *parts):
    body = b"".join(parts)
    size = bytes([len(body)]) if len(body) < 128 else b"\x82" + struct.pack("!H", len(body))
    return bytes([tag]) + size + body


def referring(connection):
    """40 references to other servers, then one entry with the uid u1, then the end."""
    question = connection.recv(4096)
    number = question[question.index(b"\x02\x01"):][:3]
    reference = ber(0x30, number, ber(0x73, ber(4, b"ldap://127.0.0.1:9/dc=x")))
    values = ber(0x30, ber(4, b"uid"), ber(0x31, ber(4, b"u1")))
    found = ber(0x30, number, ber(0x64, ber(4, b"uid=u1"), ber(0x30, values)))
    done = ber(0x30, number, ber(0x65, b"\x0a\x01\0", ber(4), ber(4)))
    connection.sendall(reference * 40 + found + done)


def referring_on(connection):
    """References to other servers, for longer than anybody should listen."""
    question = connection.recv(4096)
    number = question[question.index(b"\x02\x01"):][:3]
    reference = ber(0x30, number, ber(0x73, ber(4, b"ldap://127.0.0.1:9/dc=x")))
    end = time.monotonic() + 10
    while time.monotonic() < end:
        connection.sendall(reference * 50)


class Fcgi:
    """muaconf.fcgi on a listening socket, and a FastCGI client for it."""

    def __init__(self, program, database, directory, threads=4):
        listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.log_path = f"{directory}/fcgi.log"
        with open(self.log_path, "ab") as log:
            self.attach(listener, subprocess.Popen([program, "-d", database, "-t", str(threads)],
                                                   stdin=listener, stderr=log))

    def attach(self, listener, process):
        self.listener, self.process = listener, process
        self.port = listener.getsockname()[1]
        self.asked = 0
        self.lock = threading.Lock()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(20)
        self.listener.close()
        return status

    def log_text(self):
        with open(self.log_path, encoding="utf-8") as f:
            return f.read()

    def requests_logged(self):
        return [line for line in self.log_text().splitlines() if " status=" in line]

    def get(self, path, query, host, body=b""):
        """The answer, with its header; a POST when there is a body."""
        with self.lock:
            self.asked += 1
        params = b""
        for name, value in {"REQUEST_METHOD": "POST" if body else "GET", "SCRIPT_NAME": path, "HTTPS": "on",
                            "QUERY_STRING": query, "HTTP_HOST": host, "CONTENT_TYPE": "text/xml",
                            "CONTENT_LENGTH": str(len(body))}.items():
            v = value.encode()
            params += struct.pack("!BI", len(name), len(v) | 1 << 31) + name.encode() + v
        def record(kind, data):
            return struct.pack("!BBHHBB", 1, kind, 1, len(data), 0, 0) + data
        message = (record(1, struct.pack("!HB5x", 1, 0)) + record(4, params)
                   + record(4, b"") + (record(5, body) if body else b"") + record(5, b""))
        with socket.create_connection(("127.0.0.1", self.port), 30) as s:
            s.sendall(message)
            raw = b""
            while chunk := s.recv(65536):
                raw += chunk
        out = b""
        while len(raw) >= 8:
            _, kind, _, length, padding, _ = struct.unpack("!BBHHBB", raw[:8])
            if kind == 6:
                out += raw[8:8 + length]
            raw = raw[8 + length + padding:]
        return out
