"""What goes wrong when a clerk writes a name, a date or an identifier down.

Each function takes columns and a mask or rate and gives new columns; only the erring few rows are looped over.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping

import numpy as np

from mash.synthetic.chance import happens, pick, scattered
from mash.synthetic.columns import UNKNOWN, Bools, Ints, Texts, day
from mash.synthetic.name_pools import load_names

NEIGHBOURS = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "wa", "r": "et", "s": "ad", "t": "ry",
    "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip
"""Keys beside each other on a British keyboard."""
SOUNDS = (
    ("ph", "f"), ("ck", "k"), ("ee", "ea"), ("ie", "y"), ("ey", "y"), ("ai", "ay"), ("ou", "u"), ("sh", "ch"),
    ("kh", "k"), ("gh", "g"), ("oo", "u"), ("ll", "l"), ("tt", "t"), ("nn", "n"), ("ss", "s"), ("z", "s"), ("c", "k"),
)  # fmt: skip
"""Spellings that sound alike to an English ear; tried in both directions, the first that fits."""
STROKES = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "ß": "ss"})
SENTINELS = ("1900-01-01", "1970-01-01", "1901-01-01")


def mistyped(rng: np.random.Generator, texts: Texts, wrong: Bools) -> Texts:
    """A slip of the keyboard in the chosen rows: a letter replaced, swapped, dropped or doubled."""
    out = texts.copy()
    which = np.flatnonzero(wrong)
    slips, places = scattered(rng, 0, len(SLIPS), len(which)), rng.random(len(which))
    for row, slip, place in zip(which.tolist(), slips.tolist(), places.tolist(), strict=True):
        text = out[row]
        if text is not None and len(text) >= SHORTEST:
            out[row] = SLIPS[slip](text, 1 + int(place * (len(text) - 2)))
    return out


def _replaced(text: str, at: int) -> str:
    letter = text[at]
    near = NEIGHBOURS.get(letter.lower(), letter)
    wrong = near[at % len(near)]
    return text[:at] + (wrong.upper() if letter.isupper() else wrong) + text[at + 1 :]


def _exchanged(text: str, at: int) -> str:
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _dropped(text: str, at: int) -> str:
    return text[:at] + text[at + 1 :]


def _doubled(text: str, at: int) -> str:
    return text[:at] + text[at] + text[at:]


SLIPS = (_replaced, _exchanged, _dropped, _doubled)
SHORTEST = 3
"""A name of fewer letters is never mistyped, so that something of it is left."""


def _by_ear(text: str) -> str:
    for one, other in SOUNDS:
        for old, new in ((one, other), (other, one)):
            at = text.find(old, 1)
            if at > 0:
                return text[:at] + new + text[at + len(old) :]
    return text


def otherwise_written(rng: np.random.Generator, tokens: Ints, wrong: Bools) -> Texts:
    """Names as texts; the chosen rows as a nickname or another transliteration, or by ear where none is listed."""
    names = load_names()
    out = names.tokens[tokens]
    which = np.flatnonzero(wrong)
    rolls = rng.random(len(which))
    for row, roll in zip(which.tolist(), rolls.tolist(), strict=True):
        choices = names.variants.get(out[row])
        out[row] = choices[int(roll * len(choices))] if choices else _by_ear(out[row])
    return out


def unaccented(texts: Texts, chosen: Bools) -> Texts:
    """The chosen rows in plain letters."""
    out = texts.copy()
    for row in np.flatnonzero(chosen).tolist():
        if out[row] is not None and not out[row].isascii():
            plain = unicodedata.normalize("NFKD", out[row].translate(STROKES))
            out[row] = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return out


def repunctuated(rng: np.random.Generator, texts: Texts, chosen: Bools) -> Texts:
    """Hyphens, apostrophes and Mc written otherwise in the chosen rows: spaced, dropped, joined, or half the name."""
    out = texts.copy()
    which = np.flatnonzero(chosen)
    for row, roll in zip(which.tolist(), scattered(rng, 0, len(PUNCTUATIONS), len(which)).tolist(), strict=True):
        if out[row] is not None:
            out[row] = PUNCTUATIONS[roll](out[row])
    return out


PUNCTUATIONS: tuple[Callable[[str], str], ...] = (
    lambda text: re.sub(r"[-']", " ", text),
    lambda text: text.replace("-", " ").replace("'", ""),
    lambda text: re.sub(r"^(Mc|Mac|O')(?=[A-Z])", r"\1 ", text),
    lambda text: re.sub(r"^Mc(?=[A-Z])", "Mac", text),
    lambda text: text.split("-")[-1],
)
"""The ways of a name's punctuation (D4); each leaves plain names as they are."""


def misdated(rng: np.random.Generator, born: Ints, rates: Mapping[str, float]) -> Ints:
    """Dates of birth as held: missing, a sentinel, 1 January, day and month swapped, a day, month or year wrong."""
    kinds = ("missing", "sentinel", "first_january", "swapped", "typo")
    shares = np.array([rates[f"dob_{kind}"] for kind in kinds])
    kind = pick(rng, np.append(shares, max(1.0 - shares.sum(), 0.0)), len(born))
    sentinels = np.array([day(dt.date.fromisoformat(text)) for text in SENTINELS])
    slips = np.array([-365, 365, -1, 1, -10, 10, 30, -31])
    wrong = (
        np.full(len(born), UNKNOWN),
        sentinels[scattered(rng, 0, len(sentinels), len(born))],
        born.astype("datetime64[D]").astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64),
        _day_and_month_swapped(born),
        born + slips[scattered(rng, 0, len(slips), len(born))],
    )
    return np.choose(kind, (*wrong, born))


def _day_and_month_swapped(born: Ints) -> Ints:
    """As it was where the day is past the twelfth."""
    months = born.astype("datetime64[D]").astype("datetime64[M]")
    month = months.astype(np.int64) % MONTHS
    before = born - months.astype("datetime64[D]").astype(np.int64)
    other = months.astype("datetime64[Y]").astype("datetime64[M]") + np.minimum(before, MONTHS - 1)
    return np.where(before < MONTHS, other.astype("datetime64[D]").astype(np.int64) + month, born)


MONTHS = 12


def wrong_identifiers(rng: np.random.Generator, values: Texts, others: Texts, rates: Mapping[str, float]) -> Texts:
    """Identifiers as held: missing, with one digit wrong, or somebody else's (``others``, row by row)."""
    out = values.copy()
    count = len(values)
    out[happens(rng, rates["id_missing"], count)] = None
    wrong = happens(rng, rates["id_wrong_person"], count)
    out[wrong] = others[wrong]
    for row in np.flatnonzero(happens(rng, rates["id_typo"], count)).tolist():
        out[row] = None if out[row] is None else _wrong_digit(out[row])
    return out


def _wrong_digit(text: str) -> str:
    """The last digit but one raised by one, which breaks every check rule."""
    at = [place for place, letter in enumerate(text) if letter.isdigit()][-2]
    return text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :]
