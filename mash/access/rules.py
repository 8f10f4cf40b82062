"""``access.toml``: whose account has which roles and cases, and the legal gateways with their days."""

from __future__ import annotations

import datetime as dt
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from mash.errors import Refused, UsageError
from mash.hub import Hub
from mash.parsing import toml_of

LIKE_A_FRESH_ONE = "compare with the access.toml of a fresh `mash init`"
OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


class Role(StrEnum):
    """What an account is there for; it may have several."""

    ANALYST = "analyst"
    DECISION_MAKER = "decision maker"
    IG_LEAD = "information governance lead"
    OPERATOR = "operator"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True)
class Person:
    """One ``[people.ACCOUNT]`` block."""

    roles: frozenset[Role]
    cases: frozenset[str] | None
    """Ids in capitals; None: all."""
    acts_for: bool = False
    """Whether it may say who asks."""


@dataclass(frozen=True, slots=True)
class Gateway:
    """One ``[gateways.NAME]`` block: a law that lets something be asked, with the days on which it does."""

    name: str
    law: str
    from_date: dt.date | None
    """None: not commenced."""
    until: dt.date | None = None
    """The last day; None: none is known."""
    purposes: frozenset[str] | None = None
    """In small letters; None: any."""

    def in_force(self, day: dt.date) -> bool:
        """Whether it may be relied on that day."""
        return self.from_date is not None and self.from_date <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class AccessRules:
    """``access.toml``, read and checked."""

    people: Mapping[str, Person]
    gateways: Mapping[str, Gateway]
    """By name in small letters."""
    checkpoints: Path | None = None
    """Where signed checkpoints of the audit are also kept."""


def access_rules(hub: Hub) -> AccessRules:
    """The rules of the hub; of a rebuilding those of the hub it is of.

    Raises ``Refused`` where there is no such file: nobody may ask anything. ``UsageError`` with every fault of it.
    """
    path = hub.access_path
    try:
        raw = toml_of(path.read_text(encoding="utf-8"))
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise Refused(
            "there is no access.toml: nothing about a person is told, and nothing is done",
            where=str(hub.base),
            try_="the operator writes one: take that of a fresh `mash init` and name your accounts",
        ) from None
    except ValueError as fault:
        raise UsageError(f"not readable as TOML: {fault}", where=str(path), try_=LIKE_A_FRESH_ONE) from None
    except OSError as fault:
        raise UsageError(f"cannot be read ({fault.strerror})", where=str(path), try_="see who may read it") from None
    if mode & OTHERS_WRITE:
        raise UsageError("others than its owner may write to it", where=str(path), try_=f"chmod go-w {path}")
    return parse_access(raw, hub.base, str(path))


def parse_access(raw: Mapping[str, Any], root: Path, where: str) -> AccessRules:
    """The rules of a hub at ``root``. Raises ``UsageError`` with every fault at once."""
    people, gateways, audit = (_table(raw.get(name, {})) for name in ("people", "gateways", "audit"))
    faults = [
        *(f"unknown section [{name}]" for name in raw if name not in {"people", "gateways", "audit"}),
        *(f"[{name}] is not a table" for name in raw if not isinstance(raw[name], Mapping)),
        *(fault for name, block in people.items() for fault in _person_faults(f"[people.{name}]", block)),
        *(fault for name, block in gateways.items() for fault in _gateway_faults(f"[gateways.{name}]", block)),
        *_unknown(audit, {"checkpoints"}, "[audit]"),
        *_not_text(audit, ("checkpoints",), "[audit]"),
    ]
    if not people:
        faults.append("no [people.ACCOUNT] block")
    if faults:
        raise UsageError("; ".join(faults), where=where, try_=LIKE_A_FRESH_ONE)
    return AccessRules(
        people={name: _person(block) for name, block in people.items()},
        gateways={name.lower(): _gateway(name, block) for name, block in gateways.items()},
        checkpoints=root / audit["checkpoints"] if "checkpoints" in audit else None,
    )


def _person(block: Mapping[str, Any]) -> Person:
    cases = block.get("cases", [])
    return Person(
        roles=frozenset(map(Role, block["roles"])),
        cases=None if cases == "all" else frozenset(case.upper() for case in cases),
        acts_for=block.get("acts_for", False),
    )


def _gateway(name: str, block: Mapping[str, Any]) -> Gateway:
    purposes = block.get("purposes")
    return Gateway(
        name=name,
        law=block["law"],
        from_date=block.get("from"),
        until=block.get("until"),
        purposes=frozenset(each.casefold() for each in purposes) if purposes is not None else None,
    )


def _person_faults(where: str, block: object) -> list[str]:
    if not isinstance(block, Mapping):
        return [f"{where} is not a table"]
    faults = _unknown(block, {"roles", "cases", "acts_for"}, where)
    roles, cases = block.get("roles"), block.get("cases", [])
    if isinstance(roles, list):
        faults.extend(f"{where} has an unknown role {role!r}" for role in roles if role not in set(Role))
    else:
        faults.append(f'{where} lacks roles = ["…"]')
    if cases != "all" and not _texts(cases):
        faults.append(f'{where} cases is "all" or a list of case ids')
    if not isinstance(block.get("acts_for", False), bool):
        faults.append(f"{where} acts_for is true or false")
    return faults


def _gateway_faults(where: str, block: object) -> list[str]:
    if not isinstance(block, Mapping):
        return [f"{where} is not a table"]
    faults = _unknown(block, {"law", "from", "until", "purposes"}, where)
    if not isinstance(block.get("law"), str) or not block["law"].strip():
        faults.append(f'{where} lacks law = "…"')
    days = [day for day in ("from", "until") if type(block.get(day, dt.date.min)) is not dt.date]
    faults.extend(f"{where} {day} is a day: {day} = 2026-04-01" for day in days)
    if not days and block.get("until", dt.date.max) < block.get("from", dt.date.min):
        faults.append(f"{where} ends before it begins")
    if "purposes" in block and not _texts(block["purposes"]):
        faults.append(f'{where} purposes is a list: purposes = ["…"]')
    return faults


def _texts(found: object) -> bool:
    return isinstance(found, list) and all(isinstance(each, str) and each.strip() for each in found)


def _table(found: object) -> Mapping[str, Any]:
    return found if isinstance(found, Mapping) else {}


def _unknown(block: Mapping[str, Any], known: set[str], where: str) -> list[str]:
    return [f"{where} has an unknown key {key!r}" for key in block if key not in known]


def _not_text(block: Mapping[str, Any], keys: tuple[str, ...], where: str) -> list[str]:
    return [f'{where} {key} is a text: {key} = "…"' for key in keys if not isinstance(block.get(key, ""), str)]
