"""A dated rating policy, read from TOML and checked whole: every fault at once, each with what to try."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mash.associations import Settings
from mash.errors import UsageError
from mash.parsing import toml_of
from mash.rating.checking import EXPLAINED, RULE_OWN, Fault, PolicyFaults, faults_in
from mash.rating.facts import CaseFacts
from mash.rating.parameters import CHECKS, meant
from mash.rating.rules import NEEDS
from mash.vocabulary import Colour, FlagKind

BUILT_IN = files("mash") / "rating" / "policies"


@dataclass(frozen=True)
class Rule:
    """One named rule of a policy: a test of ``rules`` with its numbers, and the colour it gives."""

    name: str
    test: str
    colour: Colour
    parameters: Mapping[str, Any]
    why: str
    source: str

    @cached_property
    def keywords(self) -> dict[str, Any]:
        """The parameters as a call takes them fastest."""
        return dict(self.parameters)


@dataclass(frozen=True, slots=True)
class Because:
    """Why numbers are as they are, and where that comes from."""

    why: str
    source: str


@dataclass(frozen=True)
class Policy:
    """All that decides a proposal but the facts."""

    policy_id: str
    from_date: dt.date
    hops: int
    counted_kinds: tuple[FlagKind, ...]
    """The flags whose number within reach is compared with chance on every proposal."""
    associations: Settings
    rules: tuple[Rule, ...]
    because: Mapping[str, Because]
    """Of ``network`` and of ``associations``; a rule has its own."""

    def worst_first(self, facts: CaseFacts) -> tuple[Rule, ...]:
        """The rules that may find something in these facts, those of the worst colour first."""
        empty = frozenset(part for part in self._parts if not getattr(facts, part))
        if empty not in self._asked:
            asked = (rule for rule in self.rules if NEEDS.get(rule.test) not in empty)
            self._asked[empty] = tuple(sorted(asked, key=lambda rule: -rule.colour))
        return self._asked[empty]

    @cached_property
    def _parts(self) -> frozenset[str]:
        return frozenset(NEEDS.values())

    @cached_property
    def _asked(self) -> dict[frozenset[str], tuple[Rule, ...]]:
        """The rules by the parts that are empty: of many cases the same few."""
        return {}

    @property
    def fingerprint(self) -> str:
        """16 hex digits of the policy as read: another file of the same id has another."""
        return sha256(repr(self).encode()).hexdigest()[:16]

    @property
    def network_fingerprint(self) -> str:
        """Likewise of what decides who is tied to whom and how far is searched: the part that rules cannot change."""
        return sha256(repr((self.hops, self.associations)).encode()).hexdigest()[:16]


def load_policy(name_or_path: str) -> Policy:
    """A built-in policy by its name, or one of your own by its path.

    Raises ``PolicyFaults``, a ``UsageError``, with every fault of the file at once.
    """
    text, where = _text(name_or_path)
    try:
        raw = toml_of(text)
    except ValueError as fault:
        raise PolicyFaults([Fault(None, f"not readable as TOML: {fault}")], where=where) from None
    faults = faults_in(raw, text)
    if faults:
        raise PolicyFaults(faults, where=where)
    return _policy(raw)


def built_in_policies() -> list[str]:
    """The names of the policies that come with the engine."""
    return sorted(file.name.removesuffix(".toml") for file in BUILT_IN.iterdir() if file.name.endswith(".toml"))


def _text(name_or_path: str) -> tuple[str, str]:
    path, known = Path(name_or_path), built_in_policies()
    if path.suffix == ".toml" or len(path.parts) > 1:
        try:
            return path.read_text(encoding="utf-8-sig"), str(path)
        except (OSError, UnicodeDecodeError) as fault:
            raise UsageError(
                f"the policy cannot be read ({type(fault).__name__})",
                where=str(path),
                try_=f"the path of a .toml file in UTF-8, or a built-in policy ({', '.join(known)})",
            ) from None
    if name_or_path not in known:
        raise UsageError(
            f"no policy named {name_or_path!r}{meant(name_or_path, known)}",
            try_=f"a built-in policy ({', '.join(known)}) or the path of a .toml file",
        )
    return (BUILT_IN / f"{name_or_path}.toml").read_text(encoding="utf-8"), f"{name_or_path}.toml"


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
        because=MappingProxyType(
            {part: Because(raw[part]["why"], raw[part]["source"]) for part in ("network", "associations")}
        ),
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
