"""Who asked, why and under which law, in words: the last line of everything that is told of a person."""

from __future__ import annotations

from mash.access import Asked
from mash.reports.words import moment

EMERGENCY = "EMERGENCY ACCESS, past the usual checks"


def asked_words(asked: Asked) -> str:
    """``Asked by a.smith on …, purpose: section 47 enquiry, gateway s47, case REF-2026-0117``; an emergency first."""
    said = [
        f"Asked by {asked.by} on {moment(asked.at)}, purpose: {asked.purpose or 'none given'}",
        *([f"gateway {asked.gateway}"] if asked.gateway else []),
        *([f"case {asked.case}"] if asked.case else []),
    ]
    return ". ".join([*([emergency_words(asked)] if asked.emergency else []), ", ".join(said)])


def emergency_words(asked: Asked) -> str:
    """Why the glass was broken; empty when it was not."""
    return f"{EMERGENCY}: {asked.emergency} (it is reviewed)" if asked.emergency else ""
