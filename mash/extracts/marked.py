"""The marks of records: how an act on what the hub keeps knows them again in whatever extract they are sent."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from typing import NamedTuple

import duckdb

from mash import warehouse
from mash.contracts import columns, load_contract
from mash.errors import NotFound
from mash.extracts.current import data_path, values_of
from mash.extracts.drop import extract_date
from mash.extracts.intact import reading
from mash.extracts.landing import manifest_of
from mash.hub import Hub
from mash.retention import id_mark, references, row_mark
from mash.vocabulary import RecordKey

PLACE = "as an answer tells it: police markers 2026-01-31 row 5"


class RecordRow(NamedTuple):
    """A record of a run, and the row it came from."""

    record_key: RecordKey
    agency: str
    dataset: str
    extract: str
    source_row: int
    source_id: str
    named: bool
    """Whether it is only named inside another record: then its row is all there is of it."""


def marks_of(hub: Hub, records: Iterable[RecordRow], salt: str) -> set[str]:
    """One mark per record: of the agency's id of it, or of the row that names it. Raises ``NotFound``, ``Damaged``."""
    with closing(warehouse.connect(reach=hub.reach)) as con:
        return {
            mark_of_row(con, hub, (each.agency, each.dataset, each.extract, each.source_row), salt)
            if each.named
            else mark_of_id(con, each.agency, each.source_id, salt)
            for each in records
        }


def mark_of_id(con: duckdb.DuckDBPyConnection, agency: str, source_id: str, salt: str) -> str:
    """The mark of an agency's id of a person."""
    sql = columns.statement("select", id_mark(agency, "source_id"), "from (select $given as source_id)")
    ((mark,),) = con.execute(sql, {"salt": salt, "given": source_id}).fetchall()
    return str(mark)


def mark_of_row(con: duckdb.DuckDBPyConnection, hub: Hub, place: tuple[str, str, str, int], salt: str) -> str:
    """The mark of a landed row. Raises ``NotFound`` where there is none at the place, ``Damaged``."""
    return marks_of_row(con, hub, place, salt)[0]


def marks_of_row(
    con: duckdb.DuckDBPyConnection, hub: Hub, place: tuple[str, str, str, int], salt: str
) -> tuple[str, list[str]]:
    """The mark of a landed row, and those of whom it is about. Raises as ``mark_of_row``."""
    agency, name, extract, source_row = place
    where = f"{agency} {name} {extract} row {source_row}"
    known = {str(each.name): each.contract for each in hub.config.agencies}
    contract = load_contract(known[agency]) if agency in known else None
    dataset = next((each for each in contract.datasets if each.name == name), None) if contract else None
    manifest = manifest_of(hub.landing / agency / name / extract) if dataset and extract_date(extract) else None
    if contract is None or dataset is None or manifest is None:
        raise NotFound("no such row has landed", where=where, try_=PLACE)
    path = data_path(hub, manifest)
    with reading(con, [path]):
        rows = values_of(con, dataset, [path])
        people = columns.listed(id_mark(agency, column) for column in references(contract, dataset))
        marks = f"{row_mark(agency, dataset)}, [{people}]::varchar[]"
        sql = columns.statement("select", marks, "from (", rows, ") where _row = $row")
        found = con.execute(sql, {"salt": salt, "row": source_row}).fetchall()
    if not found:
        raise NotFound("no such row has landed", where=where, try_=PLACE)
    return str(found[0][0]), sorted({mark for mark in found[0][1] if mark})
