"""Geary's reader, in its own library."""
import ctypes
import glob
import os

import scenes
from table import Table, expect

SECURITY = ("plain", "starttls", "tls")
READY = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
# It takes the first server of a type, knows neither POP3 nor MX and SRV records, and
# leaves the user name to the person.
NOTHING = ["pop3.example", scenes.UNKNOWN, scenes.NOWHERE] + list(scenes.PARTLY)


class Error(ctypes.Structure):
    _fields_ = [("domain", ctypes.c_uint32), ("code", ctypes.c_int),
                ("message", ctypes.c_char_p)]


class Geary:
    def __init__(self):
        self.glib = ctypes.CDLL("libglib-2.0.so.0")
        self.lib = ctypes.CDLL(glob.glob("/usr/lib/*/geary/libgeary-client-*.so")[0])
        self.loop_new = self._function(self.glib, "g_main_loop_new", ctypes.c_void_p,
                                       ctypes.c_void_p, ctypes.c_int)
        self.loop_run = self._function(self.glib, "g_main_loop_run", None, ctypes.c_void_p)
        self.loop_quit = self._function(self.glib, "g_main_loop_quit", None, ctypes.c_void_p)
        self.cancellable = self._function(ctypes.CDLL("libgio-2.0.so.0"), "g_cancellable_new",
                                          ctypes.c_void_p)()
        prefix = "accounts_auto_config_"
        self.new = self._function(self.lib, prefix + "new", ctypes.c_void_p, ctypes.c_void_p)
        self.begin = self._function(self.lib, prefix + "get_config", None, ctypes.c_void_p,
                                    ctypes.c_char_p, READY, ctypes.c_void_p)
        self.finish = self._function(self.lib, prefix + "get_config_finish", ctypes.c_void_p,
                                     ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)

    @staticmethod
    def _function(library, name, result, *arguments):
        function = getattr(library, name)
        function.restype, function.argtypes = result, list(arguments)
        return function

    def value(self, values, name, kind):
        return self._function(self.lib, "accounts_auto_config_values_get_" + name, kind,
                              ctypes.c_void_p)(values)

    def servers(self, domain):
        """(host, port, security) of IMAP and SMTP, or None."""
        loop, found = self.loop_new(None, 0), []
        search = self.new(self.cancellable)

        def ready(_source, result, _data):
            error = ctypes.POINTER(Error)()
            found.append(self.finish(search, result, ctypes.byref(error)))
            self.loop_quit(loop)

        callback = READY(ready)
        self.begin(search, domain.encode(), callback, None)
        self.loop_run(loop)
        if not found[0]:
            return None
        return [(self.value(found[0], kind + "_server", ctypes.c_char_p).decode(),
                 int(self.value(found[0], kind + "_port", ctypes.c_char_p)),
                 SECURITY[self.value(found[0], kind + "_tls_method", ctypes.c_int)])
                for kind in ("imap", "smtp")]


def finds(geary, domain):
    wanted = [("mail.hoster.example",) + servers[0][1:] for servers in scenes.RIGHT[domain]]
    found = geary.servers(domain)
    expect(found == wanted, wanted, "wanted, not", found)


def main():
    os.environ["GIO_USE_VFS"] = "local"
    geary, t = Geary(), Table("Geary")
    for domain in scenes.DOMAINS:
        if domain not in NOTHING:
            t.check("finds", domain, lambda: finds(geary, domain))
    for domain in NOTHING:
        t.check("nothing", domain, lambda: expect(geary.servers(domain) is None, "something"))


if __name__ == "__main__":
    main()
