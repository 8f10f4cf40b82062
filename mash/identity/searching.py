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

from mash.identity.asked import Query, as_record
from mash.identity.explaining import seals
from mash.identity.model import Model, Rung
from mash.identity.pairing import column_types
from mash.identity.scoring import fitted
from mash.identity.weights import rungs_sql
from mash.vocabulary import PersonId, RecordKey

MOST = 50
"""Candidates returned."""
NEAREST = 5
"""Candidates returned when none is near enough to be one."""
SOMEWHAT_ALIKE = 72.0
"""Names less alike than this, 0 to 100, are not shown as the nearest (our judgement)."""
WORD_ALIKE = 80.0
"""As much of a single word: PENHALOWE is near a PENHALLOW of whatever forename."""
IN_PART = "a part of the name is spelt nearly the same"
DAYS_IN_YEAR = 365.25
BORN = "date_of_birth"
"""The ladder that an age is told on."""


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
    spoken = f"{query.forenames or ''} {query.surname or ''}".upper().split()
    in_part = [
        replace(each, says=(*each.says, IN_PART)) if _word_alike(spoken, each.names) else each for each in anybody
    ]
    return [each for each in in_part if each.likeness >= SOMEWHAT_ALIKE or IN_PART in each.says][:NEAREST]


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
    asked = {**asked, "born_first": first, "born_last": last}
    looked_at = _looked_at(con, asked, WORTH_A_LOOK if near_only else SOMEHOW_NEAR)
    weights = [f"{[rung.weight for rung in ladder.rungs]}[{ladder.name}_rung + 1]" for ladder in fits.ladders]
    rows = con.execute(
        f"with {_paired(con, asked)},"  # noqa: S608 - our own columns and the model's conditions; values are parameters
        f" reached as (select record_key_l as record_key, born_within, {rungs_sql(fits)} from paired),"
        f" weighed as (select *, {fits.prior_weight!r} + {' + '.join(weights)} - if(born_within, $spread, 0) as weight"
        " from reached)"
        " select person.person_id, concat_ws(' ', person.forenames, person.surname), person.names,"
        " person.date_of_birth, date_sub('year', person.date_of_birth, $as_of), person.is_adult, person.restricted,"
        " weighed.record_key, weighed.weight, weighed.born_within,"
        f" {', '.join(f'weighed.{ladder.name}_rung' for ladder in fits.ladders)}"
        " from weighed inner join membership using (record_key) inner join person using (person_id)"
        " where (weight >= $floor or not $near_only) and (person.expected_date_of_birth is not null or not $unborn)"
        " qualify row_number() over (partition by person.person_id order by weight desc, weighed.record_key) = 1"
        " order by weight desc, person.is_adult nulls last, person.person_id limit $most",
        {
            **asked,
            "looked_at": looked_at,
            "as_of": as_of,
            "floor": fits.thresholds.floor,
            "most": MOST,
            "near_only": near_only,
            "unborn": query.unborn,
            "spread": spread,
        },
    ).fetchall()
    found = sorted(
        (_candidate(row, fits, query) for row in rows),
        key=lambda each: (-round(each.match_weight, 6), -each.likeness, each.is_adult is not False, each.person_id),
    )
    return _one_of_each_seal(con, found)


def _one_of_each_seal(con: duckdb.DuckDBPyConnection, found: Sequence[Candidate]) -> list[Candidate]:
    """Of two sealed identities only the one that fits better: whoever reads would put the two together."""
    if not seals(con):
        return list(found)
    apart = {frozenset(pair) for pair in con.execute("from sealed_pair").fetchall()}
    kept: list[Candidate] = []
    for each in found:
        if not any(frozenset((each.person_id, other.person_id)) in apart for other in kept):
            kept.append(each)
    return kept


def _looked_at(con: duckdb.DuckDBPyConnection, asked: Mapping[str, Any], worth: str) -> list[int]:
    """The numbers of the records that fit the condition; reads only its columns, for most of a hub fits none."""
    types = column_types(con, "linkage_record") | {"born_first": "date", "born_last": "date"}
    named = set(re.findall(r"\$(\w+)", worth))
    condition = re.sub(r"\$(\w+)", lambda found: f"${found[1]}::{types[found[1]]}", worth)
    return [
        number
        for (number,) in con.execute(
            f"select record_id from linkage_record as record where {condition}",  # noqa: S608 - our own conditions; values are parameters
            {name: asked.get(name) for name in named},
        ).fetchall()
    ]


def _paired(con: duckdb.DuckDBPyConnection, asked: Mapping[str, Any]) -> str:
    """SQL common table expressions: records beside what is asked for, and whether their birth is within its days.

    An age leaves some days: a record born on one of them is as one of the same year, else as one of a year beside it.
    """
    types = column_types(con, "linkage_record")
    right = ", ".join(f"{f'${name}' if name in asked else 'null'}::{kind} as {name}_r" for name, kind in types.items())
    left = ", ".join(f"record.{name} as {name}_l" for name in types)
    within = BORN_WITHIN.replace("$born_first", "$born_first::date").replace("$born_last", "$born_last::date")
    return (
        f"asked as (select {right}),"  # noqa: S608 - our own columns; values are parameters
        f" placed as (select *, coalesce({within}, false) as born_within from linkage_record as record"
        " where record_id in (select unnest($looked_at::bigint[]))),"
        f" paired as (select {left}, record.born_within, asked.* replace ("
        " case when $born_first::date is null then asked.birth_year_r when record.born_within then record.birth_year"
        " when record.birth_year is null then null else record.birth_year - 1 end as birth_year_r)"
        " from placed as record cross join asked)"
    )


BORN_WITHIN = """(
    case
        when record.dob is not null then record.dob between $born_first::varchar and $born_last::varchar
        else record.birth_year between extract(year from $born_first) and extract(year from $born_last)
    end
)"""
"""SQL: a record's birth may be on one of the days asked for."""

SPELT_ALIKE = """greatest(
    jaro_winkler_similarity(record.main_name, $main_name), jaro_winkler_similarity(record.main_swapped, $main_name)
)"""

WORTH_A_LOOK = f"""
    record.dob = $dob
    or list_has_any(record.postcodes, $postcodes)
    or (
        list_has_any(record.surname_sounds, $surname_sounds)
        or list_has_any(record.forename_sounds, $surname_sounds)
        or list_has_any(record.forename_roots, $forename_roots)
    )
    and (
        {BORN_WITHIN}
        or abs(record.birth_year - $birth_year) <= 1
        or list_has_any(record.outcodes, $outcodes)
        or list_has_any(record.surname_sounds, $surname_sounds)
        and (
            list_has_any(record.forename_sounds, $forename_sounds)
            or list_has_any(record.forename_roots, $forename_roots)
        )
        or $forename_sounds is null
        or $initials is not null
    )
    or {SPELT_ALIKE} >= 0.85
"""
"""SQL: the blocking of a search: the birthday or a postcode agrees; a half of the name sounds alike and the age, the
district or the other half fits, or is not given; or the whole names are spelt alike."""

SOMEHOW_NEAR = f"""
    list_has_any(record.surname_sounds, $surname_sounds)
    or list_has_any(record.forename_sounds, $surname_sounds)
    or {SPELT_ALIKE} >= 0.7
    or list_bool_or(
        list_transform(
            list_concat(record.surnames, record.first_names),
            lambda x : jaro_winkler_similarity(x, list_extract($surnames, 1)) >= 0.8
        )
    )
"""
"""SQL: who is shown as the nearest when nobody fits."""


def _candidate(row: tuple[Any, ...], model: Model, query: Query) -> Candidate:
    person, name, names, born, age_years, is_adult, restricted, record, weight, born_within, *reached = row
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
        says=tuple(_said(of, rung, query, within=born_within) for of, rung in rungs if rung.m is not None),
        record_key=record,
    )


def _likeness(spoken: Sequence[str], names: Sequence[str]) -> float:
    """The best of the names; a single word is held against each word of them."""
    from rapidfuzz import fuzz

    heard = names if len(spoken) > 1 else [word for name in names for word in name.split()]
    return max((fuzz.token_sort_ratio(" ".join(spoken), each) for each in heard), default=0.0)


def _word_alike(spoken: Sequence[str], names: Sequence[str]) -> bool:
    """Whether any word asked for is nearly a word of the names."""
    from rapidfuzz import fuzz

    words = {word for name in names for word in name.split()}
    return any(fuzz.ratio(word, each) >= WORD_ALIKE for word in spoken for each in words)


def _said(ladder: str, rung: Rung, query: Query, *, within: bool) -> str:
    if ladder != BORN or query.born_between is None:
        return rung.says
    return "the age fits" if within else "the age does not fit"
