"""GNOME Online Accounts, its own library and unmodified, looks for Exchange
through the real nginx.  Skipped where libgoa-backend-1.0-1 and libnss-wrapper
are not installed; the table exchange has a model of it.

    goa_client.py HOSTS      a file that names this machine autodiscover.*
"""
import ctypes
import os
import subprocess
import sys

from table import expect, say

WRAPPER = "libnss_wrapper.so"


class Error(ctypes.Structure):
    _fields_ = [("domain", ctypes.c_uint32), ("code", ctypes.c_int),
                ("message", ctypes.c_char_p)]


def load(name):
    try:
        return ctypes.CDLL(name)
    except OSError as e:
        print(f"ok - GNOME Online Accounts # SKIP {e}")
        sys.exit(0)


def accepts(goa, address):
    error = ctypes.POINTER(Error)()
    server = f"{address.rpartition('@')[2]}:{os.environ['E2E_HTTPS']}"
    ask = goa.goa_ews_client_autodiscover_sync
    ask.argtypes = [ctypes.c_void_p] + [ctypes.c_char_p] * 4 + \
        [ctypes.c_int, ctypes.c_void_p, ctypes.POINTER(ctypes.POINTER(Error))]
    goa.goa_ews_client_new.restype = ctypes.c_void_p
    # The certificate is the test's own, which the library can't be told.
    return bool(ask(goa.goa_ews_client_new(), address.encode(), b"hush-hush",
                    address.encode(), server.encode(), 1, None, ctypes.byref(error)))


if __name__ == "__main__":
    load("libgoa-backend-1.0.so.1")
    load(WRAPPER)
    if os.environ.get("NSS_WRAPPER_HOSTS") is None:
        with open(sys.argv[1], "w", encoding="ascii") as f:
            f.write("127.0.0.1 autodiscover.ews.example autodiscover.example.com\n")
        environment = dict(os.environ, LD_PRELOAD=WRAPPER, NSS_WRAPPER_HOSTS=sys.argv[1])
        sys.exit(subprocess.run([sys.executable, __file__], env=environment, timeout=60,
                                stderr=subprocess.DEVNULL).returncode)
    library = load("libgoa-backend-1.0.so.1")
    for who, wanted in (("jane@ews.example", True), ("jane@example.com", False)):
        try:
            # It asks several hosts at once, of which one is there, and gives up
            # when another's "no such host" comes at the wrong moment.
            found = any(accepts(library, who) for _ in range(5))
            expect(found == wanted, f"{wanted} wanted")
        except Exception as e:
            say(False, f"GNOME Online Accounts: {who}", e)
        else:
            say(True, f"GNOME Online Accounts: {who}")
