"""The ledger's referrals as the hub's own dataset: agency ``hub``, dataset ``referrals``."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from mash import warehouse
from mash.ledger import Referral

HUB = "hub"
"""The agency by which the hub's own records go; no supplier may bear the name."""

_COLUMNS = (
    "case_id",
    "received_at",
    "child_record_key",
    "child_forenames",
    "child_surname",
    "child_date_of_birth",
    "child_sex",
    "child_postcode",
    "source_code",
    "concern",
    "narrative",
    "initial_rating",
)


def load_referrals(con: duckdb.DuckDBPyConnection, referrals: Sequence[Referral]) -> None:
    """Stand the referrals in ``source.hub.referrals``, where the hub's SQL finds them as any agency's does.

    Call it before the transaction that builds the records: DuckDB writes to one database in a transaction.
    """
    con.execute("create schema if not exists source.hub")
    warehouse.run_sql(
        con, "records", "given/referrals", {name: [getattr(row, name) for row in referrals] for name in _COLUMNS}
    )
