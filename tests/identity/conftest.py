"""A small hub of hand-made records in the one shape, and a made-up population to train and shuffle."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field

import pyarrow as pa
import pytest

from mash import warehouse
from mash.identity import load_model, resolve_persons, score_pairs
from mash.ledger import Register

TABLES = (
    "person_record", "record_name", "record_identifier", "contact_detail", "stay", "declared_relationship", "episode",
    "referral",
)  # fmt: skip
CONTRACTS = ("education", "health", "police", "probation", "social_care")
AS_OF = dt.date(2026, 11, 1)
EMPTY = Register(person_of={}, last_known={}, used=frozenset())


@dataclass
class Records:
    """Records being written down; ``add`` one after the other, then ``connect``."""

    rows: dict[str, list[dict]] = field(default_factory=lambda: {table: [] for table in TABLES})

    def add(self, key, forenames=None, surname=None, born=None, **more):
        """One record; ``more``: sex aliases ids phones emails homes towns named_in named_as twin year_only expected.

        Of an address ``homes`` gives house and postcode, ``postcodes`` no house, ``towns`` house and town.
        """
        agency, dataset = key.split(":")[0], key.split(":")[1] if key.count(":") > 1 else "people"
        row = {"agency": agency, "dataset": dataset, "extract": "2026-10-31", "source_row": len(self.rows["stay"]) + 1}
        named_in = more.get("named_in")
        self.rows["person_record"].append(
            {
                **row,
                "record_key": key,
                "source_id": key,
                "named_in": named_in,
                "named_as": more.get("named_as"),
                "date_of_birth": dt.date.fromisoformat(born) if born else None,
                "expected_date_of_birth": more.get("expected"),
                "dob_precision": ("year" if more.get("year_only") else "day") if born else None,
                "sex": more.get("sex"),
                "multiple_birth": more.get("twin"),
            }
        )
        names = [("current", forenames, surname), *(("alias", *alias) for alias in more.get("aliases", ()))]
        self.rows["record_name"] += [
            {"record_key": key, "kind": kind, "forenames": first, "surname": last, "raw": "as given"}
            for kind, first, last in names
            if first or last
        ]
        self.rows["record_identifier"] += [
            {"record_key": key, "scheme": scheme, "raw": value, "canonical": value}
            for scheme, value in more.get("ids", ())
        ]
        for kind in ("phone", "email"):
            self.rows["contact_detail"] += [
                {"record_key": key, "kind": kind, "raw": value, "canonical": value}
                for value in more.get(f"{kind}s", ())
            ]
        self.rows["stay"] += [
            {
                **row,
                "stay_id": f"{key}:{place}",
                "record_key": key,
                "dwelling_key": f"addr:{home}",
                "postcode": home.split("|")[1],
                "outcode": home.split("|")[1].split()[0],
                "kind": "home",
                "from_date": dt.date(since, 6, 1) if since else None,
                "to_date": dt.date(until, 6, 1) if until else None,
            }
            for place, (home, since, until) in enumerate(_dated(home) for home in more.get("homes", ()))
        ]
        self.rows["stay"] += [
            {**row, "stay_id": f"{key}:near{place}", "record_key": key, "postcode": postcode, "kind": "home"}
            | {"outcode": postcode.split()[0]}
            for place, postcode in enumerate(more.get("postcodes", ()))
        ]
        self.rows["stay"] += [
            {**row, "stay_id": f"{key}:at", "record_key": key, "line": line, "localities": [town], "kind": "home"}
            for line, town in more.get("towns", ())
        ]
        if named_in:
            self.relate(named_in, key, more["named_as"])
        return key

    def adopted(self, key):
        """An episode of the child that an adoption closed."""
        self.rows["episode"].append(
            {
                "episode_key": f"{key}:LAC",
                "agency": key.split(":")[0],
                "dataset": "episodes",
                "extract": "2026-10-31",
                "source_row": 1,
                "child_record_key": key,
                "episode_type": "LAC",
                "from_date": dt.date(2020, 1, 1),
                "to_date": dt.date(2022, 1, 1),
                "closure_reason": "RC1",
            }
        )

    def relate(self, a, b, b_is):
        """``b`` is mother, father, child … of ``a``."""
        self.rows["declared_relationship"].append(
            {
                "record_key_a": a,
                "record_key_b": b,
                "relationship": b_is,
                "agency": a.split(":")[0],
                "dataset": "relationships",
                "extract": "2026-10-31",
                "source_row": 1,
            }
        )

    def connect(self, order=None):
        """A connection with the one shape filled, rows in the given random order."""
        con = warehouse.connect(threads=2)
        for table in TABLES:
            warehouse.run_sql(con, "records", f"shape/{table}")
            rows = list(self.rows[table])
            if order:
                order.shuffle(rows)
            if rows:
                names = sorted({name for row in rows for name in row})
                con.register("rows", pa.table({name: [row.get(name) for row in rows] for name in names}))
                con.execute(f"insert into {table} by name select * from rows")
                con.unregister("rows")
        warehouse.run_sql(con, "records", "shape/source_freshness")
        con.executemany(
            "insert into source_freshness values (?1, 'people', ?1, true, null, null, null, 5, 'fresh', false, 0)",
            [(agency,) for agency in CONTRACTS],
        )
        return con


def _dated(home):
    """A home is ``house|postcode``, or that with the years from and until when."""
    return (home, None, None) if isinstance(home, str) else home


@pytest.fixture(scope="session")
def as_of():
    return AS_OF


@pytest.fixture(scope="session")
def model():
    return load_model("model-2026-11")


@pytest.fixture
def records():
    return Records()


@pytest.fixture
def resolve(model):
    """Run both steps on the records; gives the connection."""

    def run(records, judgements=(), register=EMPTY, order=None):
        con = records.connect(order)
        score_pairs(con, model, AS_OF)
        resolve_persons(con, model, judgements, register, AS_OF)
        return con

    return run


@pytest.fixture
def partition():
    """The persons of a run as sets of record keys."""

    def read(con):
        found = {}
        for record, person in con.execute("select record_key, person_id from membership").fetchall():
            found.setdefault(person, set()).add(record)
        return {frozenset(group) for group in found.values()}

    return read


FORENAMES = (
    "OLIVIA",
    "AMELIA",
    "ISLA",
    "AVA",
    "MIA",
    "GRACE",
    "FREYA",
    "EMILY",
    "SOPHIE",
    "ALICE",
    "GEORGE",
    "NOAH",
    "ARTHUR",
    "HARRY",
    "LEO",
    "JACK",
    "OSCAR",
    "HENRY",
    "THEO",
    "ARCHIE",
)
SURNAMES = (
    "SMITH",
    "JONES",
    "TAYLOR",
    "BROWN",
    "WILSON",
    "DAVIES",
    "PATEL",
    "WRIGHT",
    "EVANS",
    "WALKER",
    "ASHWORTH",
    "BROMLEY",
    "CALDER",
    "DENBY",
    "FENWICK",
    "GLADWIN",
    "HARGREAVE",
    "INGHAM",
    "KELSALL",
    "LANGTREE",
    "MARSDEN",
    "NORBURY",
)


def population(people, seed):
    """Records of so many made-up people, two or three each with small mistakes; the person ends each key."""
    chance = random.Random(seed)  # noqa: S311 - seeded chance, not secrets
    made = Records()
    for person in range(people):
        first, middle, last = chance.choice(FORENAMES), chance.choice(FORENAMES), chance.choice(SURNAMES)
        born = dt.date(1950, 1, 1) + dt.timedelta(days=chance.randrange(27000))
        home = f"{chance.randrange(90)} HIGH STREET|LA{1 + person % 9} {person % 7}AB"
        nhs, phone = f"{9000000000 + person}", f"07{chance.randrange(10**9):09d}"
        for agency in ("health", "police", "social_care")[: chance.choice((2, 3))]:
            slip = chance.random()
            made.add(
                f"{agency}:{agency[0]}{person:05d}",
                f"{first[:-1] if slip < 0.05 else first} {middle}" if chance.random() < 0.6 else first,
                last[:-1] + "E" if 0.05 < slip < 0.1 else last,
                (born + dt.timedelta(days=1) if 0.1 < slip < 0.13 else born).isoformat() if slip < 0.97 else None,
                sex="F" if FORENAMES.index(first) < 10 else "M",
                homes=[home] if chance.random() < 0.8 else [],
                ids=[("nhs", nhs)] if agency != "police" and chance.random() < 0.7 else [],
                phones=[phone] if agency != "health" and chance.random() < 0.6 else [],
            )
    return made


@pytest.fixture(scope="session")
def town():
    """Sixty people's records, a hundred and fifty of them."""
    return population(60, seed=5)


@pytest.fixture(scope="session")
def town_run(town, model):
    """The town resolved, read only to all tests."""
    con = town.connect()
    score_pairs(con, model, AS_OF)
    resolve_persons(con, model, (), EMPTY, AS_OF)
    return con


@pytest.fixture(scope="session")
def larger_town():
    """Four hundred people, to train on."""
    return population(400, seed=11)


@pytest.fixture(scope="session")
def shuffler():
    """Seeded chance."""
    return random.Random
