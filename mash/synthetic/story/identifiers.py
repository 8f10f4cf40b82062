"""Identifiers that pass their own checks and were never issued (rules: the macros of records and docs/sources.md)."""

from __future__ import annotations

UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
PNC_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
MODULUS = 23


def nhs_number(serial: int) -> str:
    """The ``serial``-th valid NHS number of the 999 test range; ``serial`` below 100 000."""
    digits = f"999{serial * 10:06d}"
    for last in range(10):
        body = digits[:-1] + str(last)
        check = 11 - sum(int(digit) * weight for digit, weight in zip(body, range(10, 1, -1), strict=True)) % 11
        if check != 10:  # noqa: PLR2004
            return body + str(check % 11)
    raise AssertionError("no two neighbours both give the check digit ten")


def upn(local_authority: int, establishment: int, year: int, serial: int) -> str:
    """A unique pupil number: check letter, LA (3), school (4), year of allocation (2), serial (3)."""
    body = f"{local_authority:03d}{establishment:04d}{year % 100:02d}{serial:03d}"
    total = sum(int(digit) * position for position, digit in enumerate(body, start=2))
    return UPN_LETTERS[total % MODULUS] + body


def pnc_id(year: int, serial: int) -> str:
    """A Police National Computer id, ``YYYY/NNNNNNNC``."""
    return f"{year}/{serial:07d}{PNC_LETTERS[int(f'{year % 100:02d}{serial:07d}') % MODULUS]}"


def cro_number(serial: int, year: int) -> str:
    """A Criminal Records Office number, ``NNNNNN/YYC``."""
    return f"{serial:06d}/{year % 100:02d}{PNC_LETTERS[int(f'{year % 100:02d}{serial:06d}') % MODULUS]}"
