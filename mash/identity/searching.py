"""Whom a name, a date of birth and a postcode may mean: found in SQL, weighed by the model, told in words.

Splink is not imported: the weights are the model's own, by the engine's SQL (``weights``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from mash.errors import UsageError
from mash.identity.chances import RARE_NAME, UNCOMMON_NAME
from mash.identity.linkage import nickname_families, sounds_of
from mash.identity.model import Model
from mash.identity.pairing import column_types
from mash.identity.scoring import fitted
from mash.identity.weights import rungs_sql, weight_sql
from mash.vocabulary import PersonId, RecordKey

MONTHS = 12
MOST = 20
"""Candidates returned."""


@dataclass(frozen=True, slots=True)
class Query:
    """Whom is asked for: at least a forename or a surname, in either field; each may hold several."""

    forenames: str | None = None
    surname: str | None = None
    date_of_birth: dt.date | None = None
    year_only: bool = False
    """Only the year of ``date_of_birth`` is meant."""
    sex: str | None = None
    postcode: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who may be meant."""

    person_id: PersonId
    name: str
    """The best of their names, as the person is shown."""
    names: tuple[str, ...]
    date_of_birth: dt.date | None
    age_years: int | None
    restricted: bool
    match_weight: float
    """Bits, prior included, of the best fitting record."""
    outcome: str
    """What that weight amounts to between two records: same, possible or different."""
    likeness: float
    """0 to 100: how alike the best of their names is to the one asked for, in any order (rapidfuzz)."""
    says: tuple[str, ...]
    """What agrees and what does not, in words, of that record."""
    record_key: RecordKey


def search(con: duckdb.DuckDBPyConnection, model: Model, query: Query, *, as_of: dt.date) -> list[Candidate]:
    """The persons of the run who may be meant, best first, twenty at most; ages are as of the date.

    None fit: an empty list. Several fit equally: their weights are equal; the caller asks for more before choosing.
    Raises ``UsageError`` when no name is given.
    """
    asked = as_record(query, model)
    fits = fitted(con, model)
    rows = con.execute(
        f"with {_paired(con, asked)},"  # noqa: S608 - our own columns and the model's conditions; values are parameters
        f" weighed as (select record_key_l as record_key, {weight_sql(fits)} as weight, {rungs_sql(fits)} from paired)"
        " select person.person_id, concat_ws(' ', person.forenames, person.surname), person.names,"
        " person.date_of_birth, date_sub('year', person.date_of_birth, $as_of), person.restricted, weighed.*"
        " from weighed inner join membership using (record_key) inner join person using (person_id)"
        " where weight >= $floor"
        " qualify row_number() over (partition by person.person_id order by weight desc, weighed.record_key) = 1"
        " order by weight desc, person.person_id limit $most",
        {**asked, "as_of": as_of, "floor": model.thresholds.floor, "most": MOST},
    ).fetchall()
    return sorted(
        (_candidate(row, fits, query) for row in rows),
        key=lambda each: (-round(each.match_weight, 6), -each.likeness, each.person_id),
    )


def _paired(con: duckdb.DuckDBPyConnection, asked: Mapping[str, Any]) -> str:
    """SQL common table expressions: every record worth a look beside what is asked for."""
    types = column_types(con, "linkage_record")
    right = ", ".join(f"{f'${name}' if name in asked else 'null'}::{kind} as {name}_r" for name, kind in types.items())
    left = ", ".join(f"record.{name} as {name}_l" for name in types)
    return (
        f"asked as (select {right}),"  # noqa: S608 - our own columns; values are parameters
        f" paired as (select {left}, asked.* from linkage_record as record cross join asked where {WORTH_A_LOOK})"
    )


WORTH_A_LOOK = """
    list_has_any(record.surname_sounds, asked.surname_sounds_r)
    and (
        list_has_any(record.forename_sounds, asked.forename_sounds_r)
        or list_has_any(record.forename_roots, asked.forename_roots_r)
        or record.dob = asked.dob_r
        or asked.forename_sounds_r is null
    )
    or list_has_any(record.forename_sounds, asked.forename_sounds_r)
    and (record.dob = asked.dob_r or list_has_any(record.postcodes, asked.postcodes_r))
"""
"""SQL: the blocking of a search: both names sound alike, or one does and the birthday or the postcode agrees."""


def as_record(query: Query, model: Model) -> dict[str, Any]:
    """The query as a row of ``linkage_record``; its first and last name may each be the surname."""
    tokens = [*_tokens(query.forenames), *_tokens(query.surname)]
    if not tokens:
        raise UsageError("a search needs a name", try_="a surname, or forenames and a surname")
    born = None if query.year_only else query.date_of_birth
    return {
        **_names(tokens, model),
        "dob": born.isoformat() if born else None,
        "dob_swapped": f"{born:%Y-%d-%m}" if born and born.day <= MONTHS else None,
        "birth_year": query.date_of_birth.year if query.date_of_birth else None,
        "sex": query.sex,
        "postcodes": [query.postcode] if query.postcode else None,
        "outcodes": [query.postcode.split(" ")[0]] if query.postcode else None,
        "main_postcode": query.postcode,
    }


def _tokens(name: str | None) -> list[str]:
    """Upper case, hyphens as spaces, nothing but letters: as records are cleaned."""
    return re.sub(r"[^A-Z ]+", "", re.sub(r"[-\u2013]", " ", (name or "").upper())).split()


def _names(tokens: Sequence[str], model: Model) -> dict[str, Any]:
    sounds = sorted({sound for token in tokens if len(token) > 1 for sound in sounds_of(token)})
    if len(tokens) == 1:
        return {"surnames": list(tokens), "surname_tokens": list(tokens), "surname_sounds": sounds}
    first, last = tokens[0], tokens[-1]
    either_way = sorted({f"{first}|{last}", f"{last}|{first}"})
    families = dict(nickname_families())
    frequency = model.frequencies.of_name(first, last)
    return {
        "main_name": f"{first}|{last}",
        "main_swapped": f"{last}|{first}",
        "long_names": [f"{' '.join(tokens[:-1])}|{last}"] if len(tokens) > 2 else None,  # noqa: PLR2004 - a middle name
        "core_names": either_way,
        "swapped_names": either_way,
        "uncommon_core_names": either_way if frequency < UNCOMMON_NAME else None,
        "rare_core_names": either_way if frequency < RARE_NAME else None,
        "first_names": sorted({first, last}),
        "first_initials": sorted({first[0], last[0]}),
        "surnames": sorted({first, last}),
        "forename_tokens": sorted(set(tokens)),
        "surname_tokens": sorted(set(tokens)),
        "forename_roots": sorted({families.get(token, token) for token in tokens if len(token) > 1}) or None,
        "first_roots": sorted({families.get(token, token) for token in (first, last)}),
        "initials": sorted({token for token in tokens if len(token) == 1}) or None,
        "forename_sounds": sounds,
        "surname_sounds": sounds,
    }


def _candidate(row: tuple[Any, ...], model: Model, query: Query) -> Candidate:
    from rapidfuzz import fuzz

    person, name, names, born, age_years, restricted, record, weight, *reached = row
    rungs = [ladder.rungs[number] for ladder, number in zip(model.ladders, reached, strict=True)]
    spoken = f"{query.forenames or ''} {query.surname or ''}".upper()
    return Candidate(
        person_id=person,
        name=name,
        names=tuple(names),
        date_of_birth=born,
        age_years=age_years,
        restricted=restricted,
        match_weight=weight,
        outcome=model.thresholds.outcome(weight),
        likeness=max((fuzz.token_sort_ratio(spoken, each) for each in names), default=0.0),
        says=tuple(rung.says for rung in rungs if rung.weight != 0),
        record_key=record,
    )
