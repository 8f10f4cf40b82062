"""Whom an answer is about, in words: a child, one not yet born, or a grown person who must not be called a child."""

from __future__ import annotations

import datetime as dt
import re

OF_AGE = 18
"""Years; a child is anyone who has not reached them (Children Act 1989, section 105)."""
THE_CHILD = "the child"
PERSON_ASKED_ABOUT = "the person asked about"

_WHOSE = re.compile(r"\b[Tt]h(?:e|is) child's (\w+)")
_WHO = re.compile(r"\bthe child\b")
_THIS = re.compile(r"\bthis child\b")


def age_in_years(date_of_birth: dt.date, as_of: dt.date) -> int:
    """Whole years lived; negative for a child not yet born. 29 February counts from 1 March."""
    had_birthday = (as_of.month, as_of.day) >= (date_of_birth.month, date_of_birth.day)
    return as_of.year - date_of_birth.year - (not had_birthday)


def subject_of(born: dt.date | None, as_of: dt.date, *, referred: bool) -> str:
    """What to call the person asked about; of unknown age, a child when a referral says so."""
    a_child = referred if born is None else age_in_years(born, as_of) < OF_AGE
    return THE_CHILD if a_child else PERSON_ASKED_ABOUT


def reworded(says: str, subject: str) -> str:
    """What a rule says of the child, said of the ``subject``."""
    if subject == THE_CHILD:
        return says
    return _THIS.sub("this person", _WHO.sub(subject, _WHOSE.sub(rf"the \1 of {subject}", says)))


def born_words(born: dt.date | None, expected: dt.date | None, as_of: dt.date) -> str:
    """The date of birth with the age, or the day a birth is expected, in words."""
    if born is not None and born <= as_of:
        return f"born {born} (age {age_in_years(born, as_of)})"
    awaited = born or expected
    if awaited is None:
        return "date of birth not known"
    return f"unborn, expected {awaited}" if awaited >= as_of else f"expected {awaited}, birth not recorded"


def whose(subject: str) -> str:
    """The heading of a column of the subject's own rows."""
    return "child's" if subject == THE_CHILD else "person's"
