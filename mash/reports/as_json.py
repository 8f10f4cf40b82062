"""The answer, and the rows of every listing, as JSON: stable key order, ISO dates, no NaN."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum, IntEnum
from functools import singledispatch

from mash.ledger import Decision
from mash.reports.answer import Answer, Certainty, FlaggedPerson, Searched
from mash.reports.network import NetworkTie
from mash.reports.words import certainty_words, path_age, tie_when
from mash.vocabulary import Flag, Leg, oldest_leg, over_on

FORMAT = "mash-enquiry-1"
"""The form of an answer as JSON, docs/enquiry-json.md; a new number when a key goes or changes its meaning."""
RENAMED = {"from_person": "from", "to_person": "to", "tie_class": "class"}
"""Names that are Python's own, as ``mash enquire --json`` writes them."""


def to_json(value: object) -> str:
    """``value`` (an ``Answer``, any frozen row, or a sequence of rows) as JSON text.

    Keys stand in the order of the class. ASCII only, so that no name can command the terminal it is
    printed on. Colours are their names; a number that is not finite is null.
    """
    return json.dumps(plain(value), indent=2, allow_nan=False)


@singledispatch
def plain(value: object) -> object:
    """``value`` as dicts, lists, strings and numbers only."""
    return _fields(value) if is_dataclass(value) else value


@plain.register
def _(value: Enum) -> object:
    return value.name if isinstance(value, IntEnum) else value.value


@plain.register
def _(value: dt.date) -> str:
    return value.isoformat(timespec="seconds") if isinstance(value, dt.datetime) else value.isoformat()


@plain.register
def _(value: float) -> float | None:
    return value if math.isfinite(value) else None


@plain.register(Mapping)
def _(value: Mapping[object, object]) -> dict[str, object]:
    return {str(plain(key)): plain(value[key]) for key in sorted(value, key=lambda key: str(plain(key)))}


@plain.register(list)
@plain.register(tuple)
def _(value: list[object] | tuple[object, ...]) -> list[object]:
    return [plain(item) for item in value]


@plain.register
def _(value: Flag) -> dict[str, object]:
    """A flag with the agency and row that say it beside it."""
    said = {key: part for key, part in _fields(value.evidence).items() if key not in {"from_date", "to_date"}}
    return {key: part for key, part in _fields(value).items() if key != "evidence"} | said


@plain.register
def _(value: Searched) -> dict[str, object]:
    return _fields(value) | {"found": value.found_network}


@plain.register
def _(value: Certainty) -> dict[str, object]:
    """The shares, and what they come to in words."""
    return _fields(value) | {"says": certainty_words(value)}


@plain.register
def _(value: Answer) -> dict[str, object]:
    flagged = [_flagged(value, person) for person in value.flagged]
    days, agencies = value.outdated
    more = {"subject": value.subject, "flagged": flagged, "run_age_days": days, "stale_by_now": list(agencies)}
    return {"format": FORMAT} | _fields(value) | more


@plain.register
def _(value: Decision) -> dict[str, object]:
    """A decision with whether it is other than what was proposed."""
    return _fields(value) | {"differs": value.differs}


@plain.register
def _(value: NetworkTie) -> dict[str, object]:
    """A tie with what its dates are: those of kinship are only the record's."""
    return _fields(value) | {"when": tie_when(value)}


def _fields(value: object) -> dict[str, object]:
    named = fields(value)  # type: ignore[arg-type]  # only ever called with a dataclass
    return {RENAMED.get(field.name, field.name): plain(getattr(value, field.name)) for field in named}


def _flagged(answer: Answer, flagged: FlaggedPerson) -> dict[str, object]:
    person = answer.people.get(flagged.person_id)
    names = person.names if person else (answer.name_of(flagged.person_id),)
    lead: dict[str, object] = {"person_id": flagged.person_id, "names": list(names)}
    oldest = oldest_leg(flagged.path, answer.as_of)
    return (
        lead
        | _fields(flagged)
        | {
            "path": [_leg(answer, leg) for leg in flagged.path],
            "oldest_step_ended": plain(over_on(oldest)) if oldest else None,
            "age": path_age(flagged.path, answer.as_of),
        }
    )


def _leg(answer: Answer, leg: Leg) -> dict[str, object]:
    ends = _fields(leg) | {"when": tie_when(leg)}
    lead = {"from": ends["from"], "to": ends["to"]}
    return lead | {"from_name": answer.name_of(leg.from_person), "to_name": answer.name_of(leg.to_person)} | ends
