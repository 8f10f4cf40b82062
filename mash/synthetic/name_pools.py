"""The pools of names by community, read from ``names.toml``, as one array of tokens with weights."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any

import numpy as np

from mash.synthetic.columns import Floats, Ints, Texts

COMMUNITIES = (
    "british", "irish", "traveller", "caribbean", "pakistani", "bangladeshi", "sikh",
    "indian", "polish", "romanian", "somali", "chinese", "west_african",
)  # fmt: skip
ZIPF_OFFSET = 12
"""Flattens the head: the commonest British surname then has about 1 % of bearers, as Smith has."""
TAIL_WEIGHT = 0.9
"""A made-up tail name's weight against the last curated one."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Tokens and how often each is given."""

    tokens: Ints
    weights: Floats


@dataclass(frozen=True, slots=True)
class Community:
    """How one community names its people."""

    name: str
    rule: str
    takes_husbands_name: float
    women: tuple[Pool, ...]
    """One pool, or three for the births before 1955, before 1985 and after."""
    men: tuple[Pool, ...]
    surnames: Pool
    second_women: Pool | None
    first_men: Pool | None


@dataclass(frozen=True, slots=True)
class Names:
    """Every token once, the communities' pools over them, and what else a token is written as."""

    tokens: Texts
    communities: tuple[Community, ...]
    feminine: Ints
    """The token's feminine form (Polish -ska), itself where there is none."""
    masculine: Ints
    variants: Mapping[str, tuple[str, ...]]
    singh: int
    kaur: int


class _Tokens:
    """Gives each distinct text its number."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        return self.numbers.setdefault(text, len(self.numbers))

    def pool(self, curated: Sequence[str], tail: Sequence[str] = ()) -> Pool:
        curated = list(dict.fromkeys(curated))
        known = set(curated)
        tail = [text for text in dict.fromkeys(tail) if text not in known]
        weights = 1.0 / (np.arange(len(curated)) + ZIPF_OFFSET)
        rest = np.full(len(tail), TAIL_WEIGHT / (len(curated) + ZIPF_OFFSET)) / (1 + np.arange(len(tail)) / 400)
        tokens = np.array([self.number(text) for text in [*curated, *tail]], dtype=np.int64)
        return Pool(tokens, np.concatenate((weights, rest)))


@cache
def load_names() -> Names:
    """The pools of ``names.toml``; the same object every time."""
    raw = tomllib.loads((files("mash.synthetic") / "names.toml").read_text(encoding="utf-8"))
    tokens = _Tokens()
    communities = tuple(_community(name, raw[name], tokens) for name in COMMUNITIES)
    singh, kaur = tokens.number("Singh"), tokens.number("Kaur")
    pairs = [(text, _feminine_form(text)) for text in raw["polish"]["surnames"].split()]
    couples = [(tokens.number(man), tokens.number(woman)) for man, woman in pairs]
    count = len(tokens.numbers)
    feminine, masculine = np.arange(count), np.arange(count)
    for man, woman in couples:
        feminine[man], masculine[woman] = woman, man
    return Names(
        tokens=np.array(list(tokens.numbers), dtype=object),
        communities=communities,
        feminine=feminine,
        masculine=masculine,
        variants=_variants(raw["variants"]["all"]),
        singh=singh,
        kaur=kaur,
    )


def _community(name: str, raw: Mapping[str, Any], tokens: _Tokens) -> Community:
    return Community(
        name=name,
        rule=raw["rule"],
        takes_husbands_name=raw["takes_husbands_name"],
        women=_forenames(raw, "women", tokens),
        men=_forenames(raw, "men", tokens),
        surnames=tokens.pool(raw["surnames"].split(), _combined(raw, "surname_heads", "surname_tails")),
        second_women=tokens.pool(raw["second_women"].split()) if "second_women" in raw else None,
        first_men=tokens.pool(raw["first_men"].split()) if "first_men" in raw else None,
    )


def _forenames(raw: Mapping[str, Any], sex: str, tokens: _Tokens) -> tuple[Pool, ...]:
    if f"tails_{sex}" in raw:
        return (tokens.pool([], _combined(raw, "heads", f"tails_{sex}")),)
    if sex in raw:
        return (tokens.pool(raw[sex].split()),)
    return tuple(tokens.pool(raw[f"{sex}_{era}"].split()) for era in ("old", "mid", "new"))


def _combined(raw: Mapping[str, Any], heads: str, tails: str) -> list[str]:
    """Every head with every tail, the tails turning fastest through the heads so that no head crowds the front."""
    parts = [raw.get(key, "").split() for key in (heads, tails)]
    both = [head + tail for tail, head in product(parts[1], parts[0]) if head[-1].lower() != tail[0]]
    return sorted(both, key=lambda text: (len(text), text[::-1]))


def _feminine_form(surname: str) -> str:
    endings = {"ski": "ska", "cki": "cka", "dzki": "dzka"}
    return next((surname[: -len(end)] + her for end, her in endings.items() if surname.endswith(end)), surname)


def _variants(lines: str) -> dict[str, tuple[str, ...]]:
    pairs = (line.split(":") for line in lines.strip().splitlines())
    return {name.strip(): tuple(others.split()) for name, others in pairs}
