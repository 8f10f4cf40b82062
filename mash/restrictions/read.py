"""``HUB/restrictions.toml``, read with every fault at once; a fault names its entry and never what the entry holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from mash.errors import UsageError
from mash.parsing import toml_of
from mash.restrictions.model import (
    DEFAULT_CONTACT,
    NOTHING,
    PUBLIC_PROTECTION,
    Closed,
    ExistenceOnly,
    Handling,
    Place,
    Restrictions,
    Sealed,
)
from mash.vocabulary import FlagKind, RecordKey

FILE = "restrictions.toml"
TRY = "docs/security.md has an example of every entry"
RECORD_KEY = re.compile(r"[a-z_][a-z0-9_]*:\S+")
ENTRY_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,39}")
UPRN = re.compile(r"\d{1,12}")
KINDS = tuple(kind.value for kind in FlagKind)

Table = Mapping[str, Any]
Checks = Mapping[str, tuple[bool, Callable[[object], bool], str]]
"""Of a kind of entry, by key: whether it must be there, what it has to fulfil, and that in words."""


def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(_text(each) for each in value)


def _keys(value: object) -> bool:
    return _texts(value) and isinstance(value, list) and bool(value) and all(map(RECORD_KEY.fullmatch, value))


def _matches(pattern: re.Pattern[str]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and bool(pattern.fullmatch(value))


ID = (True, _matches(ENTRY_ID), "letters, digits and hyphens, 40 at most, no name")
WHY = (True, _text, "a text")
RECORDS = (True, _keys, 'a list of record keys, such as ["health:H123"]')
CONDITION = (False, _text, "a text")
ENTRIES: Mapping[str, Checks] = {
    "sealed": {"id": ID, "why": WHY, "one": RECORDS, "other": RECORDS},
    "places": {
        "id": ID,
        "why": WHY,
        "uprn": (False, _matches(UPRN), "up to 12 digits in quotes"),
        "postcode": (False, _text, "a text"),
        "line": (False, _text, "a text"),
    },
    "closed": {"id": ID, "why": WHY, "records": RECORDS, "open_to": (False, _texts, "a list of who may see them")},
    "existence_only": {
        "scheme": (True, _text, "a text"),
        "counts_as": (True, lambda value: value in KINDS, f"one of {', '.join(KINDS)}"),
        "contact": CONDITION,
    },
    "handling": {
        "code": (True, _text, "a text"),
        "condition": CONDITION,
        "withheld": (False, lambda value: isinstance(value, bool), "true or false"),
    },
}


def read_restrictions(root: Path) -> Restrictions:
    """What the hub at ``root`` withholds; nothing without the file. Raises ``UsageError`` with every fault."""
    path = root / FILE
    try:
        raw = toml_of(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return NOTHING
    except ValueError:  # its message would show what stands there
        raise UsageError("not readable as TOML", where=str(path), try_=TRY) from None
    except OSError as fault:
        raise UsageError(f"cannot be read ({fault.strerror})", where=str(path), try_="see who may read it") from None
    faults = list(_faults(raw))
    if faults:
        raise UsageError("; ".join(faults), where=str(path), try_=TRY)
    return _parsed(raw)


def _faults(raw: Table) -> Iterator[str]:
    unknown = len(raw.keys() - ENTRIES.keys() - {"contact"})
    if unknown:
        yield f"{unknown} unknown section{'s' if unknown > 1 else ''}; known are contact, {', '.join(ENTRIES)}"
    if not _text(raw.get("contact", "x")):
        yield "contact is a text: whom to ring"
    for kind, checks in ENTRIES.items():
        entries = raw.get(kind, [])
        if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
            yield f"{kind} is a list of entries, each below a line [[{kind}]]"
            continue
        for number, entry in enumerate(entries, start=1):
            yield from (f"[[{kind}]] {number}: {fault}" for fault in _entry_faults(kind, entry, checks))
    repeated = [each for each, times in Counter(_ids(raw)).items() if times > 1]
    yield from (f"the id {each} stands twice" for each in repeated)


def _entry_faults(kind: str, entry: Table, checks: Checks) -> Iterator[str]:
    if entry.keys() - checks.keys():
        yield f"an unknown key; known are {', '.join(checks)}"
    for key, (needed, holds, says) in checks.items():
        if key not in entry:
            if needed:
                yield f"lacks {key}"
        elif not holds(entry[key]):
            yield f"{key} is {says}"
    yield from _whole_faults(kind, entry)


def _whole_faults(kind: str, entry: Table) -> Iterator[str]:
    """What is wrong with an entry whose keys are each right."""
    if kind == "places" and not {"uprn", "postcode"} & entry.keys():
        yield "lacks a uprn, or a postcode with a line"
    if kind == "places" and "line" in entry and "postcode" not in entry:
        yield "a line needs its postcode"
    if kind == "sealed" and _listed(entry, "one") & _listed(entry, "other"):
        yield "a record stands on both sides"


def _listed(entry: Table, key: str) -> set[str]:
    value = entry.get(key)
    return {each for each in value if isinstance(each, str)} if isinstance(value, list) else set()


def _ids(raw: Table) -> Iterator[str]:
    for kind in ("sealed", "places", "closed"):
        entries = raw.get(kind)
        for entry in entries if isinstance(entries, list) else []:
            if isinstance(entry, Mapping) and ID[1](entry.get("id")):
                yield entry["id"]


def _parsed(raw: Table) -> Restrictions:
    return Restrictions(
        contact=raw.get("contact", DEFAULT_CONTACT),
        sealed=tuple(
            Sealed(each["id"], _record_keys(each["one"]), _record_keys(each["other"]), each["why"])
            for each in raw.get("sealed", [])
        ),
        places=tuple(
            Place(each["id"], each["why"], each.get("uprn"), each.get("postcode"), each.get("line"))
            for each in raw.get("places", [])
        ),
        closed=tuple(
            Closed(each["id"], each["why"], _record_keys(each["records"]), tuple(each.get("open_to", ())))
            for each in raw.get("closed", [])
        ),
        existence_only=tuple(
            ExistenceOnly(
                each["scheme"].strip().upper(),
                FlagKind(each["counts_as"]),
                each.get("contact", PUBLIC_PROTECTION),
            )
            for each in raw.get("existence_only", [])
        ),
        handling=tuple(
            Handling(each["code"].strip().upper(), each.get("condition"), each.get("withheld", False))
            for each in raw.get("handling", [])
        ),
    )


def _record_keys(given: list[str]) -> tuple[RecordKey, ...]:
    return tuple(map(RecordKey, given))
