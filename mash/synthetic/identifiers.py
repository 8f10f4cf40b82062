"""Identifiers that pass their checks and belong to nobody (rules: the macros of records and docs/sources.md).

NHS numbers lie in 999 000 0000 to 999 999 9999, which is never issued: it holds 909,090 valid numbers, so in a
larger town the rest have none. UPNs are of establishments 9000 and up, which are not schools; PNC and CRO
serials begin at 900000; CRNs and prison numbers begin with Z.
"""

from __future__ import annotations

import numpy as np

from mash.synthetic.columns import Ints, Texts, joined, padded, texts

MODULUS = 11
"""Of the NHS number's check digit; a check of ten has no digit, and the number is not issued."""
UPN_LETTERS = np.array(list("ABCDEFGHJKLMNPQRTUVWXYZ"), dtype=object)
POLICE_LETTERS = np.array(list("ZABCDEFGHJKLMNPQRTUVWXY"), dtype=object)
LETTERS = np.array(list("ABCDEFGHJKLMNPQRSTUVWXYZ"), dtype=object)


def digits(numbers: Ints, width: int) -> Ints:
    """The decimal digits of each number, one row each, leading zeros kept."""
    powers = 10 ** np.arange(width - 1, -1, -1, dtype=np.int64)
    return numbers[:, None] // powers % 10


def nhs_numbers(serials: Ints) -> Texts:
    """The ``serial``-th valid number of the test range; ``None`` past the last."""
    six = np.arange(1_000_000)
    head = 999_000_000 + six
    check = -(digits(head, 9) @ np.arange(10, 1, -1)) % MODULUS  # 11 less the remainder, 11 standing for 0
    fit = check < len("0123456789")
    valid = head[fit] * 10 + check[fit]
    out = np.full(len(serials), None, dtype=object)
    within = serials < len(valid)
    out[within] = texts(valid[serials[within]])
    return out


def upns(authority: Texts, school: Ints, year: Ints, serial: Ints) -> Texts:
    """Check letter, authority, establishment, year of issue, serial; thirteen characters."""
    body = joined(authority, padded(9000 + school % 1000, 4), padded(year % 100, 2), padded(serial % 1000, 3))
    numbers = body.astype(np.int64)
    letter = UPN_LETTERS[(digits(numbers, 12) @ np.arange(2, 14)) % 23]
    return joined(letter, body)


def pnc_ids(year: Ints, serial: Ints) -> Texts:
    """``YYYY/NNNNNNNC``."""
    seven = 9_000_000 + serial % 1_000_000
    letter = POLICE_LETTERS[((year % 100) * 10_000_000 + seven) % 23]
    return joined(texts(year), "/", texts(seven), letter)


def cro_numbers(year: Ints, serial: Ints) -> Texts:
    """``NNNNNN/YYC``."""
    six = 900_000 + serial % 100_000
    letter = POLICE_LETTERS[((year % 100) * 1_000_000 + six) % 23]
    return joined(texts(six), "/", padded(year % 100, 2), letter)


def crns(serial: Ints) -> Texts:
    """One letter and six digits."""
    return joined("Z", padded(serial % 1_000_000, 6))


def noms_numbers(serial: Ints) -> Texts:
    """``A1234BC``."""
    pair = serial // 10_000
    return joined("Z", padded(serial % 10_000, 4), LETTERS[pair // 24 % 24], LETTERS[pair % 24])
