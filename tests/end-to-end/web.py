"""A web client that can also be impolite, and a FastCGI client.

Every connection comes from a loopback address of its own, so that the rate
limit of the shipped configuration stays as it is.
"""
import collections
import http.client
import itertools
import os
import socket
import ssl
import struct
import time

HTTP = int(os.environ.get("E2E_HTTP", "0"))
HTTPS = int(os.environ.get("E2E_HTTPS", "0"))
SOCKET = os.environ.get("E2E_SOCKET", "")

_source = itertools.count(int.from_bytes(os.urandom(2), "big") << 6 | 1)
_tls = None


class Answer:
    """status, fields (names in lower case, in order), body (octets), names
    (those of the certificate), question (for messages)."""

    def __init__(self, question, status, fields, body, names=()):
        self.question, self.status, self.body = question, status, body
        self.fields, self.names = fields, names

    def __getitem__(self, name):
        """The value of a field, None when it is not there."""
        values = [v for n, v in self.fields if n == name.lower()]
        return ", ".join(values) if values else None

    def text(self):
        return self.body.decode("utf-8")

    def __str__(self):
        shown = " ".join(f"[{n}: {v}]" for n, v in self.fields)
        return f"{self.question}\n{self.status} {shown}\n{self.body[:600]!r}"


Question = collections.namedtuple(
    "Question", "host target method body fields scheme sni host_field pieces chunked version")


def get(host, target, method="GET", body=None, fields=(), scheme="https", sni=None,
        host_field=None, pieces=1, chunked=False, version="HTTP/1.1"):
    """A question, to be asked later.  pieces: in how many packets the body
    goes.  host_field: what stands in Host; sni: the name for TLS."""
    if isinstance(target, str):
        target = target.encode()
    return Question(host, target, method, body, tuple(fields), scheme, sni, host_field,
                    pieces, chunked, version)


def context():
    global _tls
    if _tls is None:
        _tls = ssl.create_default_context(cafile=os.environ["E2E_CA"])
        _tls.check_hostname = False    # names are compared where they matter
    return _tls


def source():
    n = next(_source) % 0xfffff0 + 1
    return "127.%d.%d.%d" % (n >> 16 & 127 | 64, n >> 8 & 255, n & 255)


def connect(question, address=None):
    port = HTTPS if question.scheme == "https" else HTTP
    s = socket.create_connection(("127.0.0.1", port), 20, (address or source(), 0))
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if question.scheme == "https":
        s = context().wrap_socket(s, server_hostname=question.sni or question.host)
    return s


def head_of(q):
    host = q.host if q.host_field is None else q.host_field
    lines = [q.method.encode() + b" " + q.target + b" " + q.version.encode()]
    if host is not False:
        lines.append(b"Host: " + host.encode())
    lines += [f"{n}: {v}".encode("utf-8") for n, v in q.fields]
    if q.chunked:
        lines.append(b"Transfer-Encoding: chunked")
    elif q.body is not None:
        lines.append(b"Content-Length: %d" % len(q.body))
    lines.append(b"Connection: close")
    return b"\r\n".join(lines) + b"\r\n\r\n"


def ask(q, address=None, pause=0.02):
    """Ask, read the whole answer."""
    s = connect(q, address)
    names = ()
    if q.scheme == "https":
        names = tuple(v for _, v in s.getpeercert().get("subjectAltName", ()))
    try:
        s.sendall(head_of(q))
        body = q.body or b""
        step = max(1, -(-len(body) // q.pieces))
        try:
            for i in range(0, len(body), step):
                piece = body[i:i + step]
                if q.chunked:
                    piece = b"%x\r\n%s\r\n" % (len(piece), piece)
                if q.pieces > 1:
                    time.sleep(pause)
                s.sendall(piece)
            if q.chunked:
                s.sendall(b"0\r\n\r\n")
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            pass    # a 413 comes before the whole body went out
        r = http.client.HTTPResponse(s, method=q.method)
        r.begin()
        body = r.read()
        fields = [(n.lower(), v) for n, v in r.getheaders()]
        shown = f"{q.method} {q.scheme}://{q.host}{q.target[:200].decode('latin-1')}"
        return Answer(shown, r.status, fields, body, names)
    finally:
        s.close()


class FastCGI:
    """One request to the program itself, step by step."""

    def __init__(self, path=None):
        self.s = socket.socket(socket.AF_UNIX)
        self.s.settimeout(20)
        self.s.connect(path or SOCKET)

    def record(self, kind, data=b""):
        self.s.sendall(struct.pack(">BBHHBx", 1, kind, 1, len(data), 0) + data)

    def begin(self, **params):
        packed = b""
        for name, value in params.items():
            name, value = name.encode(), value.encode()
            for n in (len(name), len(value)):
                packed += bytes([n]) if n < 128 else struct.pack(">I", n | 0x80000000)
            packed += name + value
        self.record(1, struct.pack(">HB5x", 1, 0))
        self.record(4, packed)
        self.record(4)

    def body(self, data=b""):
        """Some of the body; nothing ends it."""
        self.record(5, data)

    def answer(self):
        out = b""
        while True:
            head = self._exactly(8)
            if head is None:
                break
            _, kind, _, length, pad = struct.unpack(">BBHHBx", head)
            data = self._exactly(length) if length else b""
            if pad:
                self._exactly(pad)
            if kind == 6:
                out += data
            if kind == 3:
                break
        self.s.close()
        return parse_cgi(out)

    def _exactly(self, n):
        data = b""
        while len(data) < n:
            more = self.s.recv(n - len(data))
            if not more:
                return None
            data += more
        return data


def parse_cgi(out):
    """The Answer in the output of a CGI program."""
    head, _, body = out.partition(b"\r\n\r\n")
    status, fields = 200, []
    for line in head.decode("latin-1").split("\r\n"):
        name, _, value = line.partition(":")
        if name.lower() == "status":
            status = int(value.split()[0])
        elif name:
            fields.append((name.lower(), value.strip()))
    return Answer("FastCGI or CGI", status, fields, body)
