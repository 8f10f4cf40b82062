"""One small town, made once for all of the room's tests."""

import datetime as dt
from pathlib import Path

import duckdb
import pytest

from mash.contracts import Load, load_contract
from mash.synthetic import synthesise

AGENCIES = ("police", "health", "education", "probation", "social_care")
NIGHTS = 20
PERSONS = 3000
AS_OF = dt.date(2026, 1, 31)


class Drops:
    """The last night's drops and the truth of a town, as views one can query."""

    def __init__(self, root: Path, as_of: dt.date = AS_OF) -> None:
        self.root, self.as_of = root, as_of
        self.con = duckdb.connect()
        for agency in AGENCIES:
            for dataset in load_contract(agency).datasets:
                latest = self.root / agency / as_of.isoformat() / f"{dataset.name}.csv"
                every = self.root / agency / "*" / f"{dataset.name}.csv"
                # what a `changes` dataset comes to is the union of its nights; tests of withdrawal look at the files
                path = latest if dataset.load is Load.FULL else every
                self.con.execute(
                    f"create view {agency}_{dataset.name} as "
                    f"select distinct * from read_csv('{path}', all_varchar = true, header = true)"
                )
        for table in (self.root / "truth").glob("*.parquet"):
            self.con.execute(f"create view {table.stem} as from '{table}'")

    def rows(self, sql: str) -> list[tuple]:
        return self.con.execute(sql).fetchall()

    def one(self, sql: str):
        return self.rows(sql)[0][0]


@pytest.fixture(scope="session")
def town(tmp_path_factory) -> Drops:
    out = tmp_path_factory.mktemp("town") / "out"
    synthesise(out, persons=PERSONS, seed=7, nights=NIGHTS, as_of=AS_OF)
    return Drops(out)
