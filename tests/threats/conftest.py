"""What every attack has in common: bytes gone wrong in every way, and how a command may end on them."""

import json
import signal
from contextlib import contextmanager

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings

from mash.errors import MashError

HANGS_AFTER_SECONDS = 20
QUICK, LONG = 8, 200
"""Examples a parser: in `make test`, and in `make test-slow`."""
NASTY = (
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\x1b[2J", b"\r", b"\n", b'"', b"'", b",", b"\\"),
    *(b"[" * 3000, b"{" * 3000, b'{"a":' * 3000, b"9" * 5000, b"1e999", b"-1", b"NaN", b"Infinity", b"null", b"true"),
    *(b"{}", b"[]", b'""', b"0001-01-01", b"9999-12-31", b"2026-02-30", b"../../etc/passwd", b"\\ud800", b"*a", b"&a "),
    *(
        b"$(id)",
        b"'; drop table person; --",
        b"{{7*7}}",
        "\N{RIGHT-TO-LEFT OVERRIDE}".encode(),
        b"99999999999999999999",
    ),
)

STRANGE = (
    *(None, True, False, 0, -1, 10**19, 10**30, 1e308, -1e308, float("nan"), "", "\ud800", "\x00", "\x1b[2J", [], {}),
    *("0001-01-01", "9999-12-31T23:59:59+00:00", "2026-01-31T09:00:00Z", [[]], {"a": {}}, "../..", "x" * 10_000),
)


class Hang(BaseException):
    """It took longer than anybody would wait; no ``Exception``, so that nobody's handler takes it for a fault."""


@contextmanager
def _ends():
    """What is done within ends in good time: well, or in a ``MashError`` that says what to try."""

    def give_up(*_):
        raise Hang

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(HANGS_AFTER_SECONDS)
    try:
        yield
    except MashError as fault:
        if not (fault.what and fault.try_):
            pytest.fail(f"it does not say what to try: {fault}")
        str(fault).encode()  # what is told can be told
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _mutated(sound):
    """Bytes made of sound ones: cut, doubled, left out, changed, with what no parser likes put in; or any bytes."""

    def deed(kind):
        return st.tuples(st.just(kind), st.floats(0, 1), st.integers(1, 64), st.sampled_from(NASTY))

    kinds = st.sampled_from(["put", "swap", "cut", "leave", "twice", "flip"])
    deeds = st.lists(kinds.flatmap(deed), min_size=1, max_size=4)
    return st.one_of(deeds.map(lambda todo: Brief(_done(sound, todo))), st.binary(max_size=200))


def _altered(document):
    """A JSON document as bytes, one value in it another, or gone."""

    def done(place, value, gone):
        copy = json.loads(json.dumps(document))
        spots = [(copy, key) for key in copy]
        for inside, key in spots:
            if isinstance(inside[key], (dict, list)):
                spots += [
                    (inside[key], each)
                    for each in (inside[key] if isinstance(inside[key], dict) else range(len(inside[key])))
                ]
        inside, key = spots[int(place * len(spots)) % len(spots)]
        if gone:
            del inside[key]
        else:
            inside[key] = value
        return Brief(json.dumps(copy).encode())

    return st.builds(done, st.floats(0, 1), st.sampled_from(STRANGE), st.booleans())


class Brief(bytes):
    """Bytes that a failing test shows in part: whole they may be a model."""

    __slots__ = ()

    def __repr__(self):
        return f"<{len(self)} bytes: {bytes(self[:200])!r}>"


def _done(data, deeds):
    for kind, place, many, nasty in deeds:
        at = int(place * len(data))
        match kind:
            case "put":
                data = data[:at] + nasty + data[at:]
            case "swap":
                data = data[:at] + nasty + data[at + len(nasty) :]
            case "cut":
                data = data[:at]
            case "leave":
                data = data[:at] + data[at + many :]
            case "twice":
                data = data[:at] + data[at : at + many] * 2 + data[at + many :]
            case "flip" if at < len(data):
                data = data[:at] + bytes([data[at] ^ many]) + data[at + 1 :]
    return data


@pytest.fixture(scope="session")
def ends():
    return _ends


@pytest.fixture(scope="session")
def mutated():
    return _mutated


@pytest.fixture(scope="session")
def altered():
    return _altered


@pytest.fixture(scope="session", params=[QUICK, pytest.param(LONG, marks=pytest.mark.slow)], ids=["quick", "long"])
def attack(request):
    """The settings of a fuzz run: the same examples each time, so that what fails once fails again."""
    return settings(
        max_examples=request.param,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
