"""Is every value of a config-v1.1.xml in the answer, or in a note?

    missing(text, answer, notes, address) -> list of (line, place, value)

A value is an attribute or the text of an element.  It is accounted for when the
answer has the same value at the same place, or when a note, (line, element,
words), speaks of it, of its element, or of an element around that which is left
out as a whole.
"""
import xml.parsers.expat

# What other spellings mean the same, by the last part of the place.
SAME = {"authentication": {"plain": "password-cleartext", "secure": "password-encrypted",
                           "http-basic": "Basic", "http-digest": "Digest",
                           "client-ip-based": "client-IP-address"},
        "@type": {"activeSync": "activesync"}}
NAMES = {"addressBook": "addressbook", "serverURL": "url"}
# Notes that speak of all that is in an element, or of the page that it is.
WHOLE = ("is not kept", "is kept, but")
PART = ("id ", "lists ")


class Reader:
    """All values, each with its place and the elements around it."""

    def __init__(self, text):
        self.values = []
        self.open = []
        self.parser = xml.parsers.expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.Parse(text.encode("utf-8"), True)

    def start(self, name, attributes):
        for e in self.open:
            e["leaf"] = False
        self.open.append({"name": name, "line": self.parser.CurrentLineNumber, "text": "", "leaf": True})
        for a, v in attributes.items():
            self.add("@" + a, v)

    def text(self, text):
        self.open[-1]["text"] += text

    def end(self, name):
        text = " ".join(self.open[-1]["text"].split())
        if text or self.open[-1]["leaf"]:
            self.add("", text)
        self.open.pop()

    def add(self, last, value):
        around = [(e["line"], e["name"]) for e in self.open]
        self.values.append((around, last, value))


def normal(around, last, value, address):
    """The place and the value, as they can be compared."""
    place = [NAMES.get(name, name) for _, name in around] + ([last] if last else [])
    local, domain = address.split("@")
    value = SAME.get(place[-1], {}).get(value, value)
    if "enable" in place:    # stands at either place
        place = [p for p in place if p != "emailProvider"]
    for holder, by in (("%EMAILADDRESS%", address), ("%EMAILLOCALPART%", local), ("%EMAILDOMAIN%", domain)):
        value = value.replace(holder, by)
    if place[-1] in ("hostname", "domain", "@id"):
        value = value.lower()
    return tuple(place), " ".join(value.split())


def lost_servers(values, notes):
    """Those that a wrong child takes with it, as the elements around it."""
    wrong = [(line, element) for line, element, words in notes if "nor is the server" in words]
    return {tuple(around[:-1]) for around, _, _ in values if around[-1] in wrong}


def is_said(around, last, notes, lost):
    for line, element, words in notes:
        if words.startswith("attribute "):
            if last and (line, element) == around[-1] and words.startswith("attribute %s " % last[1:]):
                return True
        elif words.startswith("text "):
            if not last and element == around[-1][1] and around[-1][0] <= line:
                return True
        elif (line, element) == around[-1]:
            return True
        elif (line, element) in around and any(w in words for w in WHOLE) and not words.startswith(PART):
            return True
    return any(tuple(around[:len(s)]) == s for s in lost)


def missing(text, answer, notes, address):
    have = {}
    for around, last, value in Reader(answer).values:
        key = normal(around, last, value, address)
        have[key] = have.get(key, 0) + 1
    values = Reader(text).values
    lost = lost_servers(values, notes)
    domains = [value.lower() for around, last, value in values if around[-1][1] == "domain" and not last]
    out = []
    for around, last, value in values:
        key = normal(around, last, value, address)
        place = key[0]
        if place[-1] == "domain" or (place[-2:] == ("emailProvider", "@id") and key[1] in domains):
            continue    # an answer names one of them
        if is_said(around, last, notes, lost):
            continue
        if have.get(key, 0) == 0:
            out.append((around[-1][0], "/".join(place), value))
        elif place[-1] not in ("@url", "@visiturl"):    # neighbours with one URL are one page
            have[key] -= 1
    return out
