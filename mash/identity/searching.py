"""Whom a name, a date of birth and a postcode may mean: found in SQL, weighed by the model, told in words.

Splink is not imported: the weights are the model's own, by the engine's SQL (``weights``).
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb

from mash.errors import UsageError
from mash.identity.chances import RARE_NAME, UNCOMMON_NAME
from mash.identity.linkage import nickname_families, sounds_of
from mash.identity.model import Model, Rung
from mash.identity.pairing import column_types
from mash.identity.scoring import fitted
from mash.identity.weights import rungs_sql, weight_sql
from mash.vocabulary import PersonId, RecordKey

MONTHS = 12
MOST = 50
"""Candidates returned."""
NEAREST = 5
"""Candidates returned when none is near enough to be one."""
SOMEWHAT_ALIKE = 72.0
"""Names less alike than this, 0 to 100, are not shown as the nearest (our judgement)."""
DAYS_IN_YEAR = 365.25
BORN = "date_of_birth"
"""The ladder that an age is told on."""


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


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who may be meant."""

    person_id: PersonId
    name: str
    """The best of their names, as the person is shown."""
    names: tuple[str, ...]
    date_of_birth: dt.date | None
    age_years: int | None
    is_adult: bool | None
    """None when no date of birth is known."""
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
    """The persons of the run who may be meant, best first, fifty at most; ages are as of the date.

    None fit: the nearest, five at most, or an empty list. Several fit equally: their weights are equal, children first;
    the caller asks for more before choosing. Raises ``UsageError`` when no name is given.
    """
    asked = as_record(_cleaned(con, query), model)
    fits = fitted(con, model)
    found = _weighed(con, fits, query, asked, as_of, near_only=True)
    if found:
        return found
    anybody = _weighed(con, fits, query, asked, as_of, near_only=False)
    return [each for each in anybody if each.likeness >= SOMEWHAT_ALIKE][:NEAREST]


def _cleaned(con: duckdb.DuckDBPyConnection, query: Query) -> Query:
    """The query with its names as names of records are cleaned; placeholders such as BABY are no names."""
    ((forenames, surname),) = con.execute(
        "select clean_forenames($forenames), clean_surname($surname)",
        {"forenames": query.forenames, "surname": query.surname},
    ).fetchall()
    return replace(query, forenames=forenames, surname=surname)


def _weighed(  # noqa: PLR0913 - who is weighed, against what, and how widely
    con: duckdb.DuckDBPyConnection,
    fits: Model,
    query: Query,
    asked: Mapping[str, Any],
    as_of: dt.date,
    *,
    near_only: bool,
) -> list[Candidate]:
    """The best fitting record of each person, weighed: of those worth a look, or of everybody."""
    first, last = query.born_between or (None, None)
    spread = math.log2(((last - first).days + 1) / DAYS_IN_YEAR) if first and last else 0.0
    rows = con.execute(
        f"with {_paired(con, asked, near_only=near_only)},"  # noqa: S608 - our own columns and the model's conditions; values are parameters
        f" weighed as (select record_key_l as record_key, {weight_sql(fits)} - if(born_within, $spread, 0) as weight,"
        f" born_within, greatest(jaro_winkler_similarity(main_name_l, $name), jaro_winkler_similarity(main_swapped_l,"
        f" $name)) as alike, {rungs_sql(fits)} from paired)"
        " select person.person_id, concat_ws(' ', person.forenames, person.surname), person.names,"
        " person.date_of_birth, date_sub('year', person.date_of_birth, $as_of), person.is_adult, person.restricted,"
        " weighed.*"
        " from weighed inner join membership using (record_key) inner join person using (person_id)"
        " where (weight >= $floor or not $near_only) and (person.expected_date_of_birth is not null or not $unborn)"
        " qualify row_number() over (partition by person.person_id order by weight desc, weighed.record_key) = 1"
        " order by weight desc, alike desc nulls last, person.is_adult nulls last, person.person_id limit $most",
        {
            **asked,
            "as_of": as_of,
            "floor": fits.thresholds.floor,
            "most": MOST,
            "near_only": near_only,
            "unborn": query.unborn,
            "born_first": first,
            "born_last": last,
            "spread": spread,
            "name": asked.get("main_name") or asked["surnames"][0],
        },
    ).fetchall()
    return sorted(
        (_candidate(row, fits, query) for row in rows),
        key=lambda each: (-round(each.match_weight, 6), -each.likeness, each.is_adult is not False, each.person_id),
    )


def _paired(con: duckdb.DuckDBPyConnection, asked: Mapping[str, Any], *, near_only: bool) -> str:
    """SQL common table expressions: records beside what is asked for, and whether their birth is within its days.

    An age leaves some days: a record born on one of them is as one of the same year, else as one of a year beside it.
    """
    types = column_types(con, "linkage_record")
    right = ", ".join(f"{f'${name}' if name in asked else 'null'}::{kind} as {name}_r" for name, kind in types.items())
    left = ", ".join(f"record.{name} as {name}_l" for name in types)
    return (
        f"asked as (select {right}, $born_first::date as born_first, $born_last::date as born_last),"  # noqa: S608 - our own columns; values are parameters
        f" placed as (select record.*, coalesce({BORN_WITHIN}, false) as born_within"
        " from linkage_record as record cross join asked),"
        f" paired as (select {left}, record.born_within, asked.* exclude (born_first, born_last) replace ("
        " case when asked.born_first is null then asked.birth_year_r when record.born_within then record.birth_year"
        " when record.birth_year is null then null else record.birth_year - 1 end as birth_year_r)"
        f" from placed as record cross join asked where {WORTH_A_LOOK if near_only else 'true'})"
    )


BORN_WITHIN = """
    case
        when record.dob is not null then record.dob::date between asked.born_first and asked.born_last
        else record.birth_year between extract(year from asked.born_first) and extract(year from asked.born_last)
    end
"""
"""SQL: a record's birth may be on one of the days asked for."""

WORTH_A_LOOK = """
    record.dob = asked.dob_r
    or list_has_any(record.postcodes, asked.postcodes_r)
    or (
        list_has_any(record.surname_sounds, asked.surname_sounds_r)
        or list_has_any(record.forename_sounds, asked.surname_sounds_r)
        or list_has_any(record.forename_roots, asked.forename_roots_r)
    )
    and (
        record.born_within
        or abs(record.birth_year - asked.birth_year_r) <= 1
        or list_has_any(record.outcodes, asked.outcodes_r)
        or list_has_any(record.surname_sounds, asked.surname_sounds_r)
        and (
            list_has_any(record.forename_sounds, asked.forename_sounds_r)
            or list_has_any(record.forename_roots, asked.forename_roots_r)
        )
        or len(asked.surname_sounds_r) <= 2 and asked.forename_sounds_r is null
        or asked.initials_r is not null
    )
    or greatest(
        jaro_winkler_similarity(record.main_name, asked.main_name_r),
        jaro_winkler_similarity(record.main_swapped, asked.main_name_r)
    ) >= 0.85
"""
"""SQL: the blocking of a search: the birthday or a postcode agrees; a half of the name sounds alike and the age, the
district or the other half fits, or is not given; or the whole names are spelt alike."""


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
        "outcodes": [query.postcode.split(" ")[0]] if query.postcode else None,
        "main_postcode": whole,
    }


def _tokens(name: str | None) -> list[str]:
    """Upper case, hyphens as spaces, nothing but letters: as records are cleaned."""
    return re.sub(r"[^A-Z ]+", "", re.sub(r"[-\u2013]", " ", (name or "").upper())).split()


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
    families = dict(nickname_families())
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


def _candidate(row: tuple[Any, ...], model: Model, query: Query) -> Candidate:
    person, name, names, born, age_years, is_adult, restricted, record, weight, born_within, _, *reached = row
    rungs = [(ladder.name, ladder.rungs[number]) for ladder, number in zip(model.ladders, reached, strict=True)]
    spoken = f"{query.forenames or ''} {query.surname or ''}".upper().split()
    return Candidate(
        person_id=person,
        name=name,
        names=tuple(names),
        date_of_birth=born,
        age_years=age_years,
        is_adult=is_adult,
        restricted=restricted,
        match_weight=weight,
        outcome=model.thresholds.outcome(weight),
        likeness=_likeness(spoken, names),
        says=tuple(_said(of, rung, query, within=born_within) for of, rung in rungs if rung.weight != 0),
        record_key=record,
    )


def _likeness(spoken: Sequence[str], names: Sequence[str]) -> float:
    """The best of the names; a single word is held against each word of them."""
    from rapidfuzz import fuzz

    heard = names if len(spoken) > 1 else [word for name in names for word in name.split()]
    return max((fuzz.token_sort_ratio(" ".join(spoken), each) for each in heard), default=0.0)


def _said(ladder: str, rung: Rung, query: Query, *, within: bool) -> str:
    if ladder != BORN or query.born_between is None:
        return rung.says
    return "the age fits" if within else "the age does not fit"
