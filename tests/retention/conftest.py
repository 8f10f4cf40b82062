import csv
import datetime as dt
import io
from contextlib import closing

import pytest

from mash import extracts, warehouse
from mash.contracts import load_contract
from mash.hub import open_hub

AGENCIES = {"police": "police", "social_care": "social_care", "charity": "people"}
WHEN = dt.datetime.fromisoformat("2026-01-31T06:00:00")


def table(agency, dataset, rows):
    """A CSV of dicts; what a row does not say is empty."""
    header = [field.name for field in load_contract(AGENCIES[agency]).dataset(dataset).fields]
    out = io.StringIO()
    writer = csv.DictWriter(out, [*header, *({"deleted"} & {name for row in rows for name in row})], restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


class Town:
    """A hub in the making, its drops, and what it would read."""

    def __init__(self, root):
        self.root = root
        (root / "hub").mkdir()
        blocks = [f'[agencies.{name}]\ncontract = "{of}"\ndrop = "../drops/{name}"\n' for name, of in AGENCIES.items()]
        (root / "hub" / "mash.toml").write_text('[hub]\nname = "Test"\n' + "\n".join(blocks), encoding="utf-8")
        self.hub = open_hub(root / "hub")

    def schedule(self, text):
        (self.hub.root / "retention.toml").write_text(text, encoding="utf-8")

    def drop(self, agency, extract, **datasets):
        folder = self.root / "drops" / agency / extract
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in datasets.items():
            (folder / f"{name}.csv").write_text(table(agency, name, rows), encoding="utf-8")

    def pull(self):
        with self.hub.building():
            landed = extracts.pull(self.hub, at=WHEN)
        faults = extracts.refused(landed)
        assert faults is None, faults
        return landed

    def read(self, agency, dataset, day, *names):
        """The rows that a night of that day reads, as tuples of the named columns."""
        with closing(warehouse.connect(reach=self.hub.reach)) as con:
            extracts.load_current(con, self.hub, dt.date.fromisoformat(day))
            return con.execute(f"select {', '.join(names)} from source.{agency}.{dataset} order by all").fetchall()

    def left_out(self, day):
        with closing(warehouse.connect(reach=self.hub.reach)) as con:
            return extracts.load_current(con, self.hub, dt.date.fromisoformat(day))


@pytest.fixture
def town(tmp_path):
    return Town(tmp_path)


@pytest.fixture(scope="session")
def town_at(tmp_path_factory):
    return lambda: Town(tmp_path_factory.mktemp("town"))
