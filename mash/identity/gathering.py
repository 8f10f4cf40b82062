"""Both records of millions of pairs side by side, each taken from the records by its number.

A join of rows so wide, and so full of lists, costs three times what is then made of them (decision 24).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from mash.identity.coding import coded, only_compared
from mash.identity.pairing import WIDE, columns_of, pairs_told_sql

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa  # type: ignore[import-untyped]
    from numpy.typing import NDArray

AT_ONCE = 2048
"""Pairs at a time: a vector of DuckDB's. Of fewer each costs more calls; of more, every vector is made with the records
of the whole lot at hand, and DuckDB holds what it last made until the statement ends (decision 39)."""


@contextmanager
def gathered_pairs(con: duckdb.DuckDBPyConnection, pairs: str, kept: Sequence[str], *, read_by: str) -> Iterator[str]:
    """SQL, good once and until the block ends: as ``paired_records_sql``, of the columns that it is ``read_by``."""
    import pyarrow as pa

    told = con.execute(_named_together(pairs_told_sql(pairs, kept))).to_arrow_table()
    records = _Records(con, pairs, read_by)
    names = [*told.column_names, *(f"{name}_{side}" for side in "lr" for name in records.names)]

    def side_by_side(some: pa.Table) -> pa.Table:
        """The pairs of a table with both records' columns."""
        ends = records.take(some["a"].to_numpy(), some["b"].to_numpy())
        return pa.table([*some.combine_chunks().columns, *ends], names=names)

    def batches() -> Iterator[pa.RecordBatch]:
        for start in range(0, told.num_rows, AT_ONCE):
            yield from side_by_side(told.slice(start, AT_ONCE)).to_batches()

    schema = side_by_side(told.slice(0, 0)).schema
    con.register("pair_gathered", pa.RecordBatchReader.from_batches(schema, batches()))
    try:
        yield "from pair_gathered"
    finally:
        con.unregister("pair_gathered")


class _Records:
    """The records in some pairs, in Arrow columns to take them from; of ``WIDE`` columns both the own and the wider.

    The wider stand below the own in one column: which of the two is taken is a matter of the row number.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection, pairs: str, read_by: str) -> None:
        import numpy as np
        import pyarrow as pa

        names = [
            name
            for name in columns_of(con, "linkage_record")
            if name != "record_id" and re.search(rf"\b{name}_[lr]\b", read_by)
        ]
        own = ", ".join(f"own.{name}" for name in ("record_id", *names))
        wider = "".join(f"coalesce(wide.{name}, own.{name}) as wider_{name}, " for name in names if name in WIDE)
        found = con.sql(  # unlike execute, it hands over on all threads
            f"select {own}, {wider}coalesce(wide.supposed, -1 - own.record_id) as supposed"  # noqa: S608 - our own columns
            " from linkage_record as own left join linkage_wide as wide using (record_id)"
            f" where own.record_id in (select a from {pairs} union all select b from {pairs})"
        ).to_arrow_table()
        ids = found["record_id"].to_numpy()
        # out of bounds: a pair without its records is a fault, not a row
        self._row_of = np.full(ids.max(initial=-1) + 1, 2 * len(ids))
        self._row_of[ids] = np.arange(len(ids))
        self._supposed = found["supposed"].to_numpy()

        def whole(name: str) -> pa.Array:
            chunks = [*found[name].chunks, *(found[f"wider_{name}"].chunks if name in WIDE else ())]
            return pa.concat_arrays(chunks) if chunks else pa.array([], found[name].type)

        ((threads,),) = con.execute("select current_setting('threads')").fetchall()
        with ThreadPoolExecutor(threads) as at_once:
            columns = dict(zip(names, at_once.map(whole, names), strict=True))
            self._columns = coded(columns, only_compared(read_by), at_once.map)
        self.names = names

    def take(self, a: NDArray[np.int64], b: NDArray[np.int64]) -> Iterator[pa.Array]:
        """The columns of the record ``a`` of each pair, by record id; then those of ``b``.

        Each record once, and its number wherever it stands again.
        """
        import numpy as np
        import pyarrow as pa

        left, right = self._row_of[a], self._row_of[b]
        beyond = (self._supposed[left] != self._supposed[right]) * len(self._supposed)
        of_own, own_at = _once(np.concatenate([left, right]))
        of_wide, wide_at = _once(np.concatenate([left + beyond, right + beyond]))
        taken = {name: column.take(of_wide if name in WIDE else of_own) for name, column in self._columns.items()}
        for side in (slice(len(a)), slice(len(a), None)):
            own, wide = pa.array(own_at[side]), pa.array(wide_at[side])
            for name, column in taken.items():
                yield pa.DictionaryArray.from_arrays(wide if name in WIDE else own, column)


def _once(rows: NDArray[np.int64]) -> tuple[pa.Array, NDArray[np.int32]]:
    """Each row once, and the place among these of each as it stood."""
    import numpy as np
    import pyarrow as pa

    found, places = np.unique(rows, return_inverse=True)
    return pa.array(found), places.astype(np.int32)


def _named_together(told: str) -> str:
    """SQL: the pairs so ordered that those of one surname, who have many records in common, come together."""
    return (
        "with ranked as ("  # noqa: S608 - our own tables
        "select record_id, row_number() over (order by main_swapped, record_id) as rank from linkage_record)"
        f" select told.* from ({told}) as told"
        " left join ranked as l on l.record_id = told.a"
        " left join ranked as r on r.record_id = told.b"
        " order by least(l.rank, r.rank), told.a, told.b"
    )
