"""The stays that a chronology tells of, read once: as facts of the near, and as who was in the child's houses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from mash.associations import ask, evidence_of
from mash.chronology.facts import Fact, Records
from mash.chronology.houses import House, HouseStay
from mash.vocabulary import WITHHELD_LOCATION, Evidence, PersonId


@dataclass(frozen=True, slots=True)
class Stay:
    """One row's word that a person was at a place."""

    person_id: PersonId
    dwelling: str | None
    """Only to tell dwellings apart: it may hold an address that must not be shown. None when too poor to place."""
    stay_id: str
    kind: str
    crowd: str | None
    place: str
    """The address as it may be shown."""
    from_date: dt.date | None
    until: dt.date | None
    lived: tuple[dt.date, dt.date, dt.date] | None
    """First day, last day, and from when no newcomer is met, as households have it; None when the row shows nothing."""
    row: Evidence


UNPLACED = ("no fixed abode", WITHHELD_LOCATION)
"""Kinds of stays at no dwelling that is known, or that may be."""


def stays_told(
    con: duckdb.DuckDBPyConnection, records: Records, tied: Iterable[PersonId], *, as_of: dt.date
) -> list[Stay]:
    """Every stay of the records' persons, and of anybody else where they stay; in a crowd only of ``tied``."""
    return [
        Stay(
            person_id=row["person_id"],
            dwelling=row["dwelling_key"],
            stay_id=row["stay_id"],
            kind=row["stay_kind"],
            crowd=row["crowd"],
            place=row["place"],
            from_date=row["from_date"],
            until=row["to_date"],
            lived=(row["starts_on"], row["last_day"], row["shares_before"]) if row["starts_on"] else None,
            row=evidence_of(row, f"{row['stay_kind']}, {row['place']}"),
        )
        for row in ask(con, "stay_told", "chronology", **records.asked(), tied=sorted(tied), as_of=as_of)
    ]


def stay_facts(stays: Iterable[Stay], persons: Iterable[PersonId], *, as_of: dt.date) -> list[Fact]:
    """The dated stays of ``persons`` begun by ``as_of``."""
    of = set(persons)
    return [
        Fact(
            kind="stay",
            thing=stay.stay_id,
            person_id=stay.person_id,
            from_date=stay.from_date,
            until=stay.until,
            says=stay.row.says,
            recorder=stay.row.agency,
            rows=(stay.row,),
            matter=stay.dwelling,
        )
        for stay in stays
        if stay.person_id in of and (begun := stay.from_date or stay.until) is not None and begun <= as_of
    ]


def house_stays(stays: Iterable[Stay], child: PersonId) -> list[HouseStay]:
    """Who was when at the places where the child stays at some time; one that cannot be placed is the child's alone."""
    stays = list(stays)
    own = {stay.dwelling for stay in stays if stay.person_id == child and stay.dwelling is not None and stay.lived}
    return [
        HouseStay(
            _key(stay),
            stay.person_id,
            *stay.lived,
            stay.row.agency,
            undated=stay.from_date is None and stay.until is None,
        )
        for stay in stays
        if stay.lived and (stay.dwelling in own or (stay.dwelling is None and stay.person_id == child))
    ]


def houses_of(stays: Iterable[Stay], child: PersonId) -> dict[str, House]:
    """The child's houses by the key of their stays, in the order in which the child first stayed there."""
    own = [stay for stay in stays if stay.person_id == child and stay.lived]
    first: dict[str, list[Stay]] = {}
    for stay in sorted(own, key=lambda stay: (stay.lived, _key(stay))):
        first.setdefault(_key(stay), []).append(stay)
    return {key: _house(number, told) for number, (key, told) in enumerate(first.items(), start=1)}


def _key(stay: Stay) -> str:
    return stay.dwelling or f"unplaced:{stay.stay_id}"


def _house(number: int, told: list[Stay]) -> House:
    first = told[0]
    if first.dwelling is None:
        unknown = first.kind if first.kind in UNPLACED else "an address too poor to place"
        return House(number, unknown, placed=False)
    crowd = "house of many" if first.crowd == "dwelling" else first.crowd
    refuge = "refuge" if any(stay.kind == "refuge" for stay in told) else None
    return House(number, min(stay.place for stay in told), crowd or refuge)
