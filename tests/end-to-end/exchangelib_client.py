"""exchangelib, as Debian has it and unmodified, looks for EWS through the real
nginx: by POX and by SOAP, following redirects.

The names are those of fixtures/exchange.json, so a name server for them runs
here, and connections to their port 443 go to the nginx of the test.
"""
import os
import socket
import struct
import sys
import threading

from table import expect, say

try:
    import exchangelib
    from exchangelib import autodiscover
    from exchangelib.autodiscover.discovery.pox import PoxAutodiscovery
    from exchangelib.autodiscover.discovery.soap import SoapAutodiscovery
except ImportError as e:
    print(f"ok - exchangelib # SKIP {e}")
    sys.exit(0)

HTTPS = int(os.environ["E2E_HTTPS"])
KNOWN = ("autodiscover.ews.example", "autodiscover.moved.example", "autodiscover.example.com",
         "autodiscover.url.example")
EWS_URL = "https://ews.example/EWS/Exchange.asmx"
os.environ["REQUESTS_CA_BUNDLE"] = os.environ["E2E_CA"]


def name_server(s):
    """127.0.0.1 for the hosts that are there, no such name for all others."""
    while True:
        question, peer = s.recvfrom(512)
        labels, i = [], 12
        while question[i]:
            labels.append(question[i + 1:i + 1 + question[i]].decode().lower())
            i += 1 + question[i]
        is_a = question[i + 1:i + 3] == b"\0\1"
        there = ".".join(labels) in KNOWN
        head = question[:2] + (b"\x85\x80" if there else b"\x85\x83") + b"\0\1" + \
            (b"\0\1" if there and is_a else b"\0\0") + b"\0\0\0\0"
        answer = b"\xc0\x0c\0\1\0\1" + struct.pack(">IH", 60, 4) + b"\x7f\0\0\1"
        s.sendto(head + question[12:i + 5] + (answer if there and is_a else b""), peer)


def to_the_test(host, port, *more, **options):
    if host in KNOWN and port == 443:
        return real_getaddrinfo("127.0.0.1", HTTPS, *more, **options)
    raise socket.gaierror(f"{host}:{port} is not a part of this test")


def found(how, address):
    autodiscover.clear_cache()
    response, protocol = how(address, credentials=exchangelib.Credentials(
        address, "hush-hush")).discover()
    return response, protocol.config.service_endpoint


def finds(how, address, wanted):
    def check():
        response, url = found(how, address)
        expect(url == EWS_URL, f"{EWS_URL} wanted, not {url}")
        expect(response.autodiscover_smtp_address == wanted,
               f"{wanted} wanted, not {response.autodiscover_smtp_address}")
    return check


def finds_nothing(how, address):
    def check():
        try:
            found(how, address)
        except (exchangelib.errors.EWSError, ValueError):
            return
        expect(False, "something was found")
    return check


if __name__ == "__main__":
    dns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    dns.bind(("127.0.0.1", 0))
    threading.Thread(target=name_server, args=(dns,), daemon=True).start()
    for how in (PoxAutodiscovery, SoapAutodiscovery):
        how.DNS_RESOLVER_KWARGS = {"configure": False}
        how.DNS_RESOLVER_ATTRS = {"timeout": 2, "nameservers": ["127.0.0.1"],
                                  "port": dns.getsockname()[1]}
    real_getaddrinfo, socket.getaddrinfo = socket.getaddrinfo, to_the_test
    for name, check in (
            ("POX", finds(PoxAutodiscovery, "jane@ews.example", "jane@ews.example")),
            ("POX, redirected to another address",
             finds(PoxAutodiscovery, "jane@moved.example", "jane@ews.example")),
            ("POX, no EWS there", finds_nothing(PoxAutodiscovery, "jane@example.com")),
            ("SOAP", finds(SoapAutodiscovery, "jane@ews.example", "jane@ews.example")),
            ("SOAP, redirected to another address",
             finds(SoapAutodiscovery, "jane@moved.example", "jane@ews.example")),
            ("SOAP, redirected to another URL",
             finds(SoapAutodiscovery, "jane@url.example", "jane@url.example")),
            ("SOAP, no EWS there", finds_nothing(SoapAutodiscovery, "jane@example.com"))):
        try:
            check()
        except Exception as e:
            say(False, f"exchangelib: {name}", f"{type(e).__name__}: {e}")
        else:
            say(True, f"exchangelib: {name}")
