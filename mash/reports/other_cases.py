"""Other open cases of the child asked about, in words."""

from __future__ import annotations

from mash.reports.answer import OtherCase
from mash.reports.words import colour_word, concern_words, moment


def other_case_words(case: OtherCase) -> str:
    """``REF-2026-0117, received 2026-01-29 10:40, sexual abuse (SAB), stands at GREEN``."""
    received = f"received {moment(case.received_at)}" if case.received_at else ""
    stands = f"stands at {colour_word(case.stands)}" if case.stands is not None else ""
    return ", ".join(filter(None, (case.case_id, received, concern_words(case.concern), stands)))
