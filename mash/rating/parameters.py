"""What each parameter of a policy may be: its kind, its range, its list of words; for the loader and for a schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mash.rating.rules.domestic_abuse import STANDINGS
from mash.vocabulary import FlagKind, TieKind

CONCERNS = ("NEG", "PHY", "SAB", "EMO", "MUL", "DA", *(f"N{number}" for number in range(10)))
"""Abuse and need codes of the children in need census, and DA for domestic abuse (sources.md D17, D18)."""
EPISODES = ("CIN", "CP", "LAC", "EHA")
OUTCOMES = (
    *("no further action", "information and advice", "early help", "child in need", "assessment"),
    *("strategy discussion", "section 47 enquiry", "other"),
)
"""What a referral may end with, as the contract of social care has it."""
STAYS = ("home", "main", "bail", "prison", "approved premises", "hostel", "refuge", "no fixed abode", "other")


@dataclass(frozen=True, slots=True)
class Check:
    """Whether a value will do, and what it becomes."""

    fault: Callable[[object], str | None]
    schema: Mapping[str, Any]
    """The same in JSON Schema; a test holds the two to agree."""
    value: Callable[[Any], Any] = lambda value: value


def meant(word: str, known: Iterable[str]) -> str:
    """`` (did you mean …?)`` when ``word`` is near one of ``known``, else nothing."""
    from rapidfuzz import process

    near = process.extractOne(word, list(known), score_cutoff=60)
    return f" (did you mean {near[0]!r}?)" if near else ""


def _number(low: float, high: float, *, whole: bool = True) -> Check:
    def fault(value: object) -> str | None:
        right = type(value) is int if whole else type(value) in (int, float)
        if right and low <= value <= high:  # type: ignore[operator]
            return None
        return f"is a {'whole ' if whole else ''}number from {low} to {high}, not {value!r}"

    return Check(fault, {"type": "integer" if whole else "number", "minimum": low, "maximum": high})


def _words(known: Iterable[str] | None, become: Callable[[str], Any] = str, *, least: int = 1) -> Check:
    """A list of words, of ``known`` where there are such; ``least`` of them, so that a rule can fire at all."""
    allowed = None if known is None else tuple(known)

    def fault(value: object) -> str | None:
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            return f"is a list of words, not {value!r}"
        wrong = [word for word in value if allowed is not None and word not in allowed]
        if wrong:
            return "; ".join(f"has no word {word!r}{meant(word, allowed or ())}" for word in wrong)
        return "names nothing" if len(value) < least else None

    item = {"type": "string"} if allowed is None else {"enum": list(allowed)}
    schema = {"type": "array", "items": item, "minItems": least}
    return Check(fault, schema, lambda value: tuple(become(word) for word in value))


CHECKS: dict[str, Check] = {
    "kinds": _words([kind.value for kind in FlagKind], FlagKind),
    "tie_kinds": _words([kind.value for kind in TieKind]),
    "hops": _number(1, 4),
    "at_least": _number(1, 1000),
    "months": _number(1, 240),
    "chance_below": _number(1e-6, 1, whole=False),  # less than 0 no chance is: such a rule would never fire
    "strength_at_least": _number(0, 1, whole=False),
    "concerns": _words(CONCERNS),
    "high_grades": _words(None, least=0),
    "episode_types": _words(EPISODES),
    "outcomes": _words(OUTCOMES),
    "standings": _words(STANDINGS),
    "areas": _number(2, 20),
    "household_min_days": _number(1, 3650),
    "household_cap": _number(2, 200),
    "occurrence_cap": _number(2, 200),
    "contact_cap": _number(2, 200),
    "person_cap": _number(2, 10_000),
    "look_back_years": _number(0, 100),
    "follow_at_least": _number(0, 1, whole=False),
    "crowd_kinds": _words(STAYS, least=0),
}
"""By the parameter's name; the same name means the same wherever it stands."""
