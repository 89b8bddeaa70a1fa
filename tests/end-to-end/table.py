"""Tables of cases: rows of requests and of what must hold for each answer."""
import traceback

import web


class Wrong(Exception):
    """What does not hold, in words."""


def expect(holds, *words):
    if not holds:
        raise Wrong(" ".join(str(w) for w in words))


def say(good, name, why=""):
    print(("ok" if good else "not ok"), "-", name, flush=True)
    for line in str(why).splitlines():
        print("#", line, flush=True)


class Table:
    """Rows with the numbers of a list of test cases.  Several rows may share a
    number.  Rows whose number is in later are not run yet."""

    def __init__(self, name, later=()):
        self.name, self.later, self.rows = name, set(later), []
        self.answers = {}    # number: answers of its rows, in order

    def row(self, number, what, questions, *checks):
        if isinstance(questions, web.Question):
            questions = [questions]
        self.rows.append((number, what, questions, checks))

    def run(self):
        skipped = set()
        for number, what, questions, checks in self.rows:
            if number in self.later:
                skipped.add(number)
                continue
            name = f"{self.name} {number}: {what}"
            answer = None
            try:
                for q in questions:
                    answer = web.ask(q)
                    self.answers.setdefault(number, []).append(answer)
                    for check in checks:
                        check(answer)
            except Wrong as e:
                say(False, name, f"{e}\n{answer}")
            except Exception:
                say(False, name, f"{traceback.format_exc()}\n{answer}")
            else:
                say(True, name)
        for number in sorted(skipped):
            print(f"ok - {self.name} {number} # SKIP later", flush=True)

    def check(self, number, what, function):
        """A row about all answers so far."""
        name = f"{self.name} {number}: {what}"
        try:
            function()
        except Exception as e:
            say(False, name, e if isinstance(e, Wrong) else traceback.format_exc())
        else:
            say(True, name)

    # Checks that compare with an earlier row.

    def same_body(self, number, index=0):
        def check(a):
            first = self.answers[number][index]
            expect(a.status == first.status, "status", first.status, "wanted")
            expect(a.body == first.body, f"the body of case {number} wanted:", first.body)
        return check

    def same_fields(self, number, index=0):
        def check(a):
            first = self.answers[number][index]
            drop = ("date", "connection", "keep-alive")
            mine = sorted(f for f in a.fields if f[0] not in drop)
            theirs = sorted(f for f in first.fields if f[0] not in drop)
            expect(mine == theirs, f"the header fields of case {number} wanted:", theirs)
        return check


# Checks that any table can use.

def status(*wanted):
    def check(a):
        expect(a.status in wanted, "status", *wanted, "wanted")
    return check


def field(name, wanted):
    """A header field with exactly this value; None: no such field."""
    def check(a):
        expect(a[name] == wanted, f"{name}: {wanted} wanted, not {a[name]}")
    return check


def field_has(name, wanted):
    def check(a):
        expect(wanted in (a[name] or ""), f"{wanted} wanted in {name}, not {a[name]}")
    return check


def has(text):
    def check(a):
        expect(text.encode() in a.body, f"{text!r} wanted in the body")
    return check


def lacks(*texts):
    def check(a):
        for text in texts:
            expect(text.encode() not in a.body, f"{text!r} not wanted in the body")
    return check


def no_body(a):
    expect(a.body == b"", "no body wanted")


def short_text(a):
    """A text for people, nothing that a mail program could read as an answer."""
    expect((a["content-type"] or "").startswith("text/plain"), "text/plain wanted")
    expect(0 < len(a.body) < 500, "a short body wanted")
    expect(b"<" not in a.body, "no markup wanted")
