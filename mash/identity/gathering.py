"""Both records of millions of pairs side by side, each taken from the records by its number.

A join of rows so wide, and so full of lists, costs three times what is then made of them (decision 24).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from mash.identity.pairing import WIDE, columns_of, pairs_told_sql, widened_sql

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa  # type: ignore[import-untyped]
    from numpy.typing import NDArray

AT_ONCE = 50_000
"""Pairs at a time: few enough for memory, enough to be cheap."""


@contextmanager
def gathered_pairs(con: duckdb.DuckDBPyConnection, pairs: str, kept: Sequence[str], *, read_by: str) -> Iterator[str]:
    """SQL, good once and until the block ends: as ``paired_records_sql``, of the columns that it is ``read_by``."""
    import pyarrow as pa

    columns = [
        name
        for name in columns_of(con, "linkage_record")
        if name != "record_id" and re.search(rf"\b{name}_[lr]\b", read_by)
    ]
    told = con.execute(f"{pairs_told_sql(pairs, kept)} order by pair.a, pair.b").to_arrow_table()
    records, row_of = _records_of(con, pairs, columns)

    def side_by_side(some: pa.Table) -> pa.Table:
        """The pairs of a table with both records' columns."""
        left, right = (records.take(pa.array(row_of[some[end].to_numpy()])) for end in "ab")
        names = [*some.column_names, *(f"{name}_{side}" for side in "lr" for name in records.column_names)]
        return pa.table([*some.columns, *left.columns, *right.columns], names=names).combine_chunks()

    def batches() -> Iterator[pa.RecordBatch]:
        for start in range(0, told.num_rows, AT_ONCE):
            yield from side_by_side(told.slice(start, AT_ONCE)).to_batches()

    schema = side_by_side(told.slice(0, 0)).schema
    con.register("pair_gathered", pa.RecordBatchReader.from_batches(schema, batches()))
    wider = ", ".join(
        f"{widened_sql(own, f'wide_{own}', 'supposed_l = supposed_r')} as {own}"
        for own in (f"{name}_{side}" for name in columns if name in WIDE for side in "lr")
    )
    try:
        yield f"select * {wider and f'replace ({wider})'} from pair_gathered"  # noqa: S608 - our own columns
    finally:
        con.unregister("pair_gathered")


def _records_of(
    con: duckdb.DuckDBPyConnection, pairs: str, columns: Sequence[str]
) -> tuple[pa.Table, NDArray[np.int64]]:
    """An Arrow table of the records in these pairs, in no order, and an array of the row by record id."""
    import numpy as np

    known = [f"own.{name}" for name in columns]
    wider = [f"wide.{name} as wide_{name}" for name in columns if name in WIDE]
    found = con.execute(
        f"select own.record_id, {', '.join([*known, *wider, 'wide.supposed'])}"  # noqa: S608 - our own columns
        " from linkage_record as own left join linkage_wide as wide using (record_id)"
        f" where own.record_id in (select a from {pairs} union all select b from {pairs})"
    ).to_arrow_table()
    ids = found["record_id"].to_numpy()
    row_of = np.full(ids.max(initial=-1) + 1, -1)  # out of bounds: a pair without its records is a fault, not a row
    row_of[ids] = np.arange(len(ids))
    return found.drop_columns(["record_id"]).combine_chunks(), row_of
