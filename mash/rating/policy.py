"""A dated rating policy, read from TOML and checked whole: every fault at once, each with what to try."""

from __future__ import annotations

import datetime as dt
import inspect
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mash.associations import Settings
from mash.errors import UsageError
from mash.rating.parameters import CHECKS, meant
from mash.rating.rules import RULES
from mash.vocabulary import Colour, FlagKind

TOP = {"id", "from", "network", "associations", "rule"}
EXPLAINED = {"why", "source"}
RULE_OWN = {"name", "test", "colour"} | EXPLAINED
RULE_COLOURS = ("GREEN", "AMBER", "RED")


@dataclass(frozen=True, slots=True)
class Rule:
    """One named rule of a policy: a test of ``rules`` with its numbers, and the colour it gives."""

    name: str
    test: str
    colour: Colour
    parameters: Mapping[str, Any]
    why: str
    source: str


@dataclass(frozen=True, slots=True)
class Policy:
    """All that decides a proposal but the facts."""

    policy_id: str
    from_date: dt.date
    hops: int
    counted_kinds: tuple[FlagKind, ...]
    """The flags whose number within reach is compared with chance on every proposal."""
    associations: Settings
    rules: tuple[Rule, ...]


def load_policy(name_or_path: str) -> Policy:
    """A built-in policy by its name, or one of your own by its path.

    Raises ``UsageError`` with every fault of the file at once.
    """
    text, where = _text(name_or_path)
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise UsageError(f"not readable as TOML: {fault}", where=where) from None
    faults = [*_top_faults(raw), *_network_faults(raw), *_association_faults(raw), *_rules_faults(raw)]
    if faults:
        raise UsageError("; ".join(faults), where=where, try_="compare with the built-in policy-2026-01")
    return _policy(raw)


def _text(name_or_path: str) -> tuple[str, str]:
    path = Path(name_or_path)
    if path.suffix == ".toml" or len(path.parts) > 1:
        try:
            return path.read_text(encoding="utf-8"), str(path)
        except (OSError, UnicodeDecodeError) as fault:
            raise UsageError(f"the policy cannot be read ({type(fault).__name__})", where=str(path)) from None
    folder = files("mash") / "rating" / "policies"
    known = sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml"))
    if name_or_path not in known:
        raise UsageError(
            f"no policy named {name_or_path!r}{meant(name_or_path, known)}",
            try_="a built-in policy (" + ", ".join(known) + ") or the path of a .toml file",
        )
    return (folder / f"{name_or_path}.toml").read_text(encoding="utf-8"), f"{name_or_path}.toml"


def _top_faults(raw: Mapping[str, Any]) -> list[str]:
    faults = [f"unknown entry {key!r}{meant(key, TOP)}" for key in raw if key not in TOP]
    if not isinstance(raw.get("id"), str):
        faults.append('it lacks id = "…"')
    if type(raw.get("from")) is not dt.date:
        faults.append("it lacks from = YYYY-MM-DD, the date it holds from")
    return faults


def _network_faults(raw: Mapping[str, Any]) -> list[str]:
    wanted = {"hops": "hops", "counted_kinds": "kinds"}
    return _section_faults(raw.get("network"), "[network]", wanted, set(wanted))


def _association_faults(raw: Mapping[str, Any]) -> list[str]:
    names = {field.name: field.name for field in fields(Settings)}
    return _section_faults(raw.get("associations"), "[associations]", names, set())


def _rules_faults(raw: Mapping[str, Any]) -> list[str]:
    rules = raw.get("rule")
    if not isinstance(rules, list) or not rules:
        return ["no [[rule]]"]
    names = [rule.get("name") for rule in rules]
    twice = {name for name in names if names.count(name) > 1}
    faults = [f"two rules are named {name!r}" for name in sorted(map(str, twice))]
    for position, rule in enumerate(rules, start=1):
        faults.extend(_rule_faults(rule, f"rule {rule.get('name') or position!r}"))
    return faults


def _rule_faults(rule: Mapping[str, Any], where: str) -> list[str]:
    faults = [] if isinstance(rule.get("name"), str) else [f'{where} lacks name = "…"']
    if rule.get("colour") not in RULE_COLOURS:
        faults.append(f"{where}: colour is RED, AMBER or GREEN{meant(str(rule.get('colour')), RULE_COLOURS)}")
    test = rule.get("test")
    if test not in RULES:
        return [*faults, f"{where}: there is no test {test!r}{meant(str(test), RULES)}"]
    takes = dict(list(inspect.signature(RULES[test]).parameters.items())[1:])
    required = {name for name, parameter in takes.items() if parameter.default is parameter.empty}
    asked = {key: value for key, value in rule.items() if key not in RULE_OWN - EXPLAINED}
    return [*faults, *_section_faults(asked, where, {name: name for name in takes}, required)]


def _section_faults(section: object, where: str, checks: Mapping[str, str], required: set[str]) -> list[str]:
    """Faults of one block: ``checks`` names for each of its keys the check in ``CHECKS``."""
    if not isinstance(section, Mapping):
        return [f"it lacks {where}"]
    faults = [
        f"{where}: unknown parameter {key!r}{meant(key, checks)}"
        for key in section
        if key not in checks and key not in EXPLAINED
    ]
    faults += [f"{where} lacks {key}" for key in sorted(required - section.keys())]
    faults += [f'{where} lacks {key} = "…"' for key in sorted(EXPLAINED) if not isinstance(section.get(key), str)]
    for key in sorted(section.keys() & checks.keys()):
        fault = CHECKS[checks[key]].fault(section[key])
        if fault:
            faults.append(f"{where}: {key} {fault}")
    return faults


def _policy(raw: Mapping[str, Any]) -> Policy:
    network = raw["network"]
    settings = {key: value for key, value in raw["associations"].items() if key not in EXPLAINED}
    return Policy(
        policy_id=raw["id"],
        from_date=raw["from"],
        hops=network["hops"],
        counted_kinds=CHECKS["kinds"].value(network["counted_kinds"]),
        associations=Settings(**{key: CHECKS[key].value(value) for key, value in settings.items()}),
        rules=tuple(_rule(rule) for rule in raw["rule"]),
    )


def _rule(raw: Mapping[str, Any]) -> Rule:
    return Rule(
        name=raw["name"],
        test=raw["test"],
        colour=Colour[raw["colour"]],
        parameters=MappingProxyType(
            {key: CHECKS[key].value(value) for key, value in raw.items() if key not in RULE_OWN}
        ),
        why=raw["why"],
        source=raw["source"],
    )
