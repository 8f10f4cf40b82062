"""Which rows of the landing are in dispute: where they stand and of whom; of what they say only the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from mash import warehouse
from mash.contracts import Dataset, columns
from mash.extracts.current import Standing
from mash.hub import Hub
from mash.retention import ROW_MARK, Terms, among, id_mark, subject_of


@dataclass(frozen=True, slots=True)
class DisputedRow:
    """One row in dispute, of one of the records it is about."""

    dispute: int
    agency: str
    dataset: str
    extract: str
    source_row: int
    record_key: str
    whole: bool
    """It is the record itself: it stays, and stands alone."""
    reason: str
    since: dt.date


def disputed_rows(hub: Hub, as_of: dt.date, terms: Terms) -> tuple[DisputedRow, ...]:
    """Every row that stands on that day and is in dispute, once for each record it is about. Raises ``Damaged``."""
    if not terms.disputes:
        return ()
    with closing(warehouse.connect(reach=hub.reach)) as con:
        return tuple(
            row
            for agency in hub.config.agencies
            for standing in [Standing(con, hub, agency, as_of)]
            for dataset in standing.contract.datasets
            if standing.files(dataset.name)
            for row in _of_dataset(standing, dataset, terms)
        )


def _of_dataset(standing: Standing, dataset: Dataset, terms: Terms) -> Iterator[DisputedRow]:
    agency, contract = standing.agency.name, standing.contract
    own = dataset is contract.datasets[0]
    subjects = subject_of(contract, dataset)
    ids = [id_mark(agency, name) for name in subjects]
    by = {mark: each for each in terms.disputes for mark in each.marks}
    with standing.reading(dataset, terms) as reading:
        marked = f"({reading.disputed}) or ({among(ids, 'disputed')})" if own else reading.disputed
        sql = columns.statement(
            "select _extract, _row,",
            f"[{columns.listed([*ids, ROW_MARK])}] as marks,",
            f"[{columns.listed(f'trim({columns.quoted(name)})' for name in subjects)}]::varchar[] as subjects",
            "from (",
            reading.rows,
            f") where ({marked}) and not ({reading.expired}) and not ({reading.kept_out})",
            "order by _extract, _row",
        )
        found = standing.con.execute(sql, reading.named_in(sql)).fetchall()
    for extract, row, marks, of in found:
        for dispute in sorted({by[mark].number: by[mark] for mark in marks if mark in by}.items()):
            number, said = dispute
            for subject in of:
                if subject:
                    place = (agency, dataset.name, extract, row, f"{agency}:{subject}", own)
                    yield DisputedRow(number, *place, said.reason, said.since)
