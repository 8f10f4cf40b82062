"""A policy checked whole: every fault at once, each with its line, what it is and what to try."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from mash.associations import Settings
from mash.associations.network import SHORT
from mash.errors import UsageError
from mash.rating.lines import Keys, line_of, lines_of
from mash.rating.parameters import CHECKS, meant
from mash.rating.rules import RULES

TOP = ("id", "from", "network", "associations", "rule")
EXPLAINED = ("why", "source")
RULE_OWN = ("name", "test", "colour", *EXPLAINED)
RULE_COLOURS = ("GREEN", "AMBER", "RED")
NETWORK = {"hops": "hops", "counted_kinds": "kinds"}
"""The keys of ``[network]``, each with its check in ``CHECKS``."""
ASSOCIATIONS = {field.name: field.name for field in fields(Settings)}
"""Likewise of ``[associations]``; each has a default."""
RESERVED = ("lowering", "withheld")
"""Names of reasons that are no rule's."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a policy."""

    line: int | None
    """From 1; None for what is missing at the top."""
    what: str
    try_: str = ""

    def __str__(self) -> str:
        lead = "" if self.line is None else f"line {self.line}: "
        return f"{lead}{self.what}" + (f"; {self.try_}" if self.try_ else "")


class PolicyFaults(UsageError):
    """A policy that cannot be used, with every fault of it."""

    def __init__(self, faults: Sequence[Fault], *, where: str) -> None:
        self.faults = tuple(faults)
        told = str(faults[0]) if len(faults) == 1 else f"{len(faults)} faults" + "".join(f"\n    {x}" for x in faults)
        super().__init__(told, where=where, try_="compare with the built-in policy-2026-01")


@dataclass(frozen=True, slots=True)
class _Found:
    """A fault before its line is looked up."""

    path: Keys
    what: str
    try_: str = ""


@dataclass(frozen=True, slots=True)
class _Block:
    """A table of the file: where it is, what it may hold and must."""

    path: Keys
    where: str
    checks: Mapping[str, str]
    required: frozenset[str]


def faults_in(raw: Mapping[str, Any], text: str) -> list[Fault]:
    """Every fault of a policy as read from ``text``, by line."""
    found = [*_top(raw), *_sections(raw), *_rules(raw)]
    lines = lines_of(text) if found else {}
    faults = [Fault(line_of(each.path, lines), each.what, each.try_) for each in found]
    return sorted(faults, key=lambda fault: fault.line or 0)


def parameters_of(test: str) -> dict[str, bool]:
    """The parameters a rule's test takes, each with whether it must be given."""
    takes = list(inspect.signature(RULES[test]).parameters.values())[1:]
    return {each.name: each.default is each.empty for each in takes}


def _top(raw: Mapping[str, Any]) -> list[_Found]:
    faults = [_Found((key,), f"unknown entry {key!r}{meant(key, TOP)}") for key in raw if key not in TOP]
    if not _is_text(raw.get("id")):
        faults.append(_Found(("id",), 'it lacks id = "…"'))
    if type(raw.get("from")) is not dt.date:
        faults.append(_Found(("from",), "it lacks from = YYYY-MM-DD, the date it holds from"))
    return faults


def _sections(raw: Mapping[str, Any]) -> list[_Found]:
    network = _Block(("network",), "[network]", NETWORK, frozenset(NETWORK))
    associations = _Block(("associations",), "[associations]", ASSOCIATIONS, frozenset())
    return [fault for block in (network, associations) for fault in _block(raw.get(str(block.path[0])), block)]


def _rules(raw: Mapping[str, Any]) -> list[_Found]:
    rules = raw.get("rule")
    if not isinstance(rules, list) or not rules:
        return [_Found(("rule",), "no [[rule]]")]
    network = raw.get("network")
    hops = network.get("hops") if isinstance(network, Mapping) else None
    return [fault for place, rule in enumerate(rules) for fault in _rule(rule, place, hops)] + _twice(rules)


def _rule(rule: object, place: int, hops: object) -> list[_Found]:
    path: Keys = ("rule", place)
    if not isinstance(rule, Mapping):
        return [_Found(path, f"rule {place + 1} is not a table", "[[rule]]")]
    name, test, colour = rule.get("name"), rule.get("test"), rule.get("colour")
    where = f"rule {(name if _is_text(name) else place + 1)!r}"
    faults = [] if _is_text(name) else [_Found((*path, "name"), f'{where} lacks name = "…"')]
    if name in RESERVED:
        faults.append(_Found((*path, "name"), f"{where}: the engine gives this name to a reason of its own"))
    if colour not in RULE_COLOURS:
        what = f"{where}: colour is RED, AMBER or GREEN{meant(str(colour), RULE_COLOURS)}"
        faults.append(_Found((*path, "colour"), what))
    if not isinstance(test, str) or test not in RULES:
        what, near = f"{where}: there is no test {test!r}", meant(str(test), RULES)
        return [*faults, _Found((*path, "test"), what + near, "" if near else f"there are {', '.join(RULES)}")]
    takes = parameters_of(test)
    required = frozenset(key for key, must in takes.items() if must)
    asked = {key: value for key, value in rule.items() if key not in {"name", "test", "colour"}}
    faults += _block(asked, _Block(path, where, {key: key for key in takes}, required))
    return faults + _too_far(rule, path, where, hops)


def _too_far(rule: Mapping[str, Any], path: Keys, where: str, searched: object) -> list[_Found]:
    """Hops that nobody looks at: a number that would be believed and change nothing."""
    hops = rule.get("hops")
    if type(hops) is not int or type(searched) is not int:
        return []
    if hops > searched:
        return [_Found((*path, "hops"), f"{where}: hops is {hops}, and [network] searches only {searched}")]
    if hops > SHORT and rule.get("tie_kinds"):
        return [_Found((*path, "hops"), f"{where}: with tie_kinds only ways of {SHORT} hops are looked at, not {hops}")]
    return []


def _twice(rules: Sequence[object]) -> list[_Found]:
    """Rules of one name, and rules that are another again under a name of their own."""
    faults: list[_Found] = []
    names: list[object] = []
    asked: list[tuple[object, object]] = []
    for place, rule in enumerate(rules):
        if not isinstance(rule, Mapping):
            continue
        name, asks = rule.get("name"), {key: rule[key] for key in rule if key not in RULE_OWN} | {"": rule.get("test")}
        if name in names:
            faults.append(_Found(("rule", place, "name"), f"two rules are named {name!r}"))
        elif again := next((other for other, same in asked if same == asks), None):
            what = f"rule {name!r} asks what rule {again!r} asks: the same test of the same numbers"
            faults.append(_Found(("rule", place), what, "leave one out"))
        names.append(name)
        asked.append((name, asks))
    return faults


def _block(section: object, block: _Block) -> list[_Found]:
    where, path, checks = block.where, block.path, block.checks
    if not isinstance(section, Mapping):
        return [_Found(path, f"it lacks {where}")]
    unknown = [key for key in section if key not in checks and key not in EXPLAINED]
    takes = f"it takes {', '.join([*checks, *EXPLAINED])}"
    faults = [
        _Found((*path, key), f"{where}: unknown parameter {key!r}{near}", "" if near else takes)
        for key in unknown
        for near in [meant(key, checks)]
    ]
    faults += [_Found(path, f"{where} lacks {key}") for key in sorted(block.required - section.keys())]
    faults += [
        _Found((*path, key), f'{where} lacks {key} = "…"')
        for key in sorted(EXPLAINED)
        if not _is_text(section.get(key))
    ]
    for key in sorted(section.keys() & checks.keys()):
        check = CHECKS[checks[key]]
        if fault := check.fault(section[key]):
            words = check.schema.get("items", {}).get("enum")
            known = f"it may name {', '.join(words)}" if words and "did you mean" not in fault else ""
            faults.append(_Found((*path, key), f"{where}: {key} {fault}", known))
    return faults


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
