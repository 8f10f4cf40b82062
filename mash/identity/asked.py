"""Who is asked for, as a row of ``linkage_record``: its names in every order they may be meant."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from mash.errors import UsageError
from mash.identity.chances import RARE_NAME, UNCOMMON_NAME
from mash.identity.linkage import nickname_families, sounds_of
from mash.identity.model import Model

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Query:
    """Whom is asked for: at least a forename or a surname, in either field; each may hold several."""

    forenames: str | None = None
    surname: str | None = None
    date_of_birth: dt.date | None = None
    born_between: tuple[dt.date, dt.date] | None = None
    """The first and the last day it may be, where the date of birth is not known."""
    unborn: bool = False
    """Only children not yet born, or whose birth nobody has recorded."""
    sex: str | None = None
    postcode: str | None = None
    """``OUT IN``, or the first half alone."""


def as_record(query: Query, model: Model) -> dict[str, Any]:
    """The query as a row of ``linkage_record``; any of its words may be the forename, and any the surname."""
    tokens = [*_tokens(query.forenames), *_tokens(query.surname)]
    if not tokens:
        raise UsageError("a search needs a name", try_="a surname, or forenames and a surname")
    born = query.date_of_birth
    whole = query.postcode if query.postcode and " " in query.postcode else None
    return {
        **_names(tokens, model),
        "dob": born.isoformat() if born else None,
        "dob_swapped": f"{born:%Y-%d-%m}" if born and born.day <= MONTHS else None,
        "birth_year": born.year if born else None,
        "sex": query.sex,
        "postcodes": [whole] if whole else None,
        "sparse_postcodes": [whole] if whole and model.frequencies.lists("sparse postcode", whole) else None,
        "crowded_postcodes": [whole] if whole and model.frequencies.lists("crowded postcode", whole) else None,
        "outcodes": [query.postcode.split(" ")[0]] if query.postcode else None,
        "main_postcode": whole,
    }


def _tokens(name: str | None) -> list[str]:
    """Upper case, hyphens as spaces, nothing but letters: as records are cleaned."""
    return re.sub(r"[^A-Z ]+", "", re.sub(r"[-\u2013]", " ", (name or "").upper())).split()


@cache
def _families() -> Mapping[str, str]:
    return dict(nickname_families())


def _arranged(tokens: Sequence[str]) -> list[tuple[str, str]]:
    """Forenames and surname in every way the words may be meant, as given first; the surname first or last."""
    cuts = range(len(tokens) - 1, 0, -1)
    straight = [(" ".join(tokens[:cut]), " ".join(tokens[cut:])) for cut in cuts]
    return straight + [(" ".join(tokens[cut:]), " ".join(tokens[:cut])) for cut in cuts]


def _names(tokens: Sequence[str], model: Model) -> dict[str, Any]:
    sounds = sorted({sound for token in tokens if len(token) > 1 for sound in sounds_of(token)})
    if len(tokens) == 1:
        return {"surnames": list(tokens), "surname_tokens": list(tokens), "surname_sounds": sounds}
    arranged = _arranged(tokens)
    firsts = sorted({forenames.split()[0] for forenames, _ in arranged})
    lasts = sorted({surname for _, surname in arranged})
    pairs = {(forenames.split()[0], surname) for forenames, surname in arranged}
    cores = sorted(f"{first}|{surname}" for first, surname in pairs)
    families = _families()
    frequency = max(model.frequencies.of_name(first, surname) for first, surname in pairs)
    first, last = tokens[0], arranged[0][1]
    return {
        "main_name": f"{first}|{last}",
        "main_swapped": f"{last}|{first}",
        "long_names": sorted({f"{forenames}|{surname}" for forenames, surname in arranged if " " in forenames}) or None,
        "core_names": cores,
        "swapped_names": cores,
        "uncommon_core_names": cores if frequency < UNCOMMON_NAME else None,
        "rare_core_names": cores if frequency < RARE_NAME else None,
        "first_names": firsts,
        "first_initials": sorted({first[0] for first in firsts}),
        "surnames": lasts,
        "forename_tokens": sorted(set(tokens)),
        "surname_tokens": sorted({*tokens, *lasts}),
        "forename_roots": sorted({families.get(token, token) for token in tokens if len(token) > 1}) or None,
        "first_roots": sorted({families.get(first, first) for first in firsts}),
        "initials": sorted({token for token in tokens if len(token) == 1}) or None,
        "forename_sounds": sounds,
        "surname_sounds": sounds,
    }
