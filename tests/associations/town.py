"""A made-up town of literals in the one shape, for tests: every method adds one fact."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from mash import associations, warehouse

AS_OF = dt.date(2026, 1, 31)
ADULT = dt.date(1985, 5, 5)
CHILD = dt.date(2020, 3, 3)
NAMED_IN = {"police": "nominal_links", "health": "related_persons", "social_care": "relationships"}
HOMES_IN = {"police": "unheard of", "health": "patient_addresses"}


def literal(value) -> str:
    """A value in SQL: a bound parameter costs DuckDB a search for pandas each."""
    if value is None or isinstance(value, bool | int | float):
        return "null" if value is None else str(value)
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    return "'" + str(value).replace("'", "''") + "'"


class Town:
    """Persons are named by letters; each has one record per agency that speaks of it."""

    def __init__(self, *reach: Path) -> None:
        self.con = warehouse.connect(threads=1, reach=reach)
        for ddl in sorted((files("mash") / "records" / "sql" / "shape").iterdir(), key=lambda file: file.name):
            self.con.execute(ddl.read_text(encoding="utf-8"))
        self.con.execute("create table membership (record_key varchar, person_id varchar)")
        self.con.execute(
            "create table person (person_id varchar, forenames varchar, surname varchar, names varchar[],"
            " date_of_birth date, expected_date_of_birth date, dob_precision varchar, sex varchar, is_adult boolean,"
            " restricted boolean, records integer, agencies varchar[])"
        )
        self.con.execute(
            "create table possible_identity (person_a varchar, person_b varchar, match_weight double,"
            " probability double, record_key_a varchar, record_key_b varchar, reason varchar)"
        )
        self.con.execute(
            "create table person_link (record_key_a varchar, record_key_b varchar, match_weight double,"
            " judged boolean, refused varchar)"
        )
        self.rows: dict[str, list[dict]] = {}
        self.born: dict[str, dt.date | None] = {}
        self._row = 0

    def add(self, table: str, **values) -> None:
        self.rows.setdefault(table, []).append(values)

    def source(self, agency="police", dataset="rows", extract="2026-01-31") -> dict:
        self._row += 1
        return {"agency": agency, "dataset": dataset, "extract": extract, "source_row": self._row}

    def person(self, name: str, born: dt.date | None = ADULT, *, restricted=False) -> str:
        if name not in self.born:
            self.born[name] = born
            adult = None if born is None else born <= AS_OF.replace(year=AS_OF.year - 18)
            self.add(
                "person", person_id=name, surname=name, forenames="F", names=[f"F {name}"], date_of_birth=born,
                is_adult=adult, restricted=restricted, records=1, agencies=["police"],
            )  # fmt: skip
        return name

    def record(self, name: str, agency="police") -> str:
        self.person(name)
        key = f"{agency}:{name}"
        if key not in {row["record_key"] for row in self.rows.get("membership", ())}:
            self.add("membership", record_key=key, person_id=name)
            self.add("person_record", record_key=key, source_id=name, **self.source(agency, "persons"))
        return key

    def stay(
        self,
        name,
        dwelling,
        start=None,
        end=None,
        *,
        kind="home",
        agency="police",
        outcode=None,
        line=None,
        dataset="addresses",
    ) -> None:
        where = self.source(agency, dataset)
        self.add(
            "stay", stay_id=f"{agency}:{self._row}", record_key=self.record(name, agency), dwelling_key=dwelling,
            address=dwelling, line=line, kind=kind, from_date=start, to_date=end, outcode=outcode, **where,
        )  # fmt: skip

    def related(self, a, b, relationship, *, agency="social_care", dataset="relationships", **more) -> None:
        """``b`` is ``relationship`` of ``a``."""
        self.add(
            "declared_relationship", record_key_a=self.record(a, agency), record_key_b=self.record(b, agency),
            relationship=relationship, **self.source(agency, dataset), **more,
        )  # fmt: skip

    def occurrence(self, on: dt.date, roles: Iterable[tuple[str, str]], *, agency="police", **more) -> str:
        return self.happening(on, roles, **{"kind": "occurrence", "agency": agency, **more})

    def happening(self, on: dt.date, roles: Iterable[tuple[str, str]], kind: str, *, agency="police", **more) -> str:
        key = f"{agency}:occurrences:{self._row + 1}"
        where = self.source(agency, "occurrences")
        self.add("event", **{"event_key": key, "kind": kind, "occurred_on": on, **where, **more})
        for name, role in roles:
            row = self.source(agency, "occurrence_roles")
            del row["agency"]
            self.add("event_role", event_key=key, record_key=self.record(name, agency), role=role, **row)
        return key

    def contact(self, name, canonical, kind="phone", agency="police") -> None:
        self.add("contact_detail", record_key=self.record(name, agency), kind=kind, canonical=canonical, raw=canonical)

    def flag(self, name, kind="sexual offender", *, status="current", agency="police", **more) -> None:
        self.add(
            "flag", record_key=self.record(name, agency), kind=kind, scheme="VISOR", status=status,
            **self.source(agency, "markers"), **more,
        )  # fmt: skip

    def referral(self, case_id, child, received="2026-01-30 09:00", *, agency="social_care", **more) -> None:
        self.person(child, CHILD)
        self.add(
            "referral", case_id=case_id, child_record_key=self.record(child, agency),
            received_at=dt.datetime.fromisoformat(received), **{**self.source(agency, "referrals"), **more},
        )  # fmt: skip

    def episode(self, child, kind, start, end=None, **more) -> None:
        self.add(
            "episode", episode_key=f"e{self._row}", child_record_key=self.record(child, "social_care"),
            episode_type=kind, from_date=start, to_date=end, **self.source("social_care", "episodes"), **more,
        )  # fmt: skip

    def perhaps(self, a, b, probability=0.5) -> None:
        """``a`` and ``b`` may be one person; said once of two."""
        a, b = sorted((a, b))
        if (a, b) in {(row["person_a"], row["person_b"]) for row in self.rows.get("possible_identity", ())}:
            return
        self.add(
            "possible_identity", person_a=a, person_b=b, match_weight=10.0, probability=probability,
            record_key_a=self.record(a), record_key_b=self.record(b), reason="near",
        )  # fmt: skip

    def joined(self, a, b, weight=20.0) -> None:
        """Two records (their keys) of one person, joined at so many bits; None: a person judged them the same."""
        a, b = sorted((a, b))
        self.add(
            "person_link", record_key_a=a, record_key_b=b, match_weight=weight, judged=weight is None, refused=None
        )

    def fresh(self, agency, state="fresh", *, required=True) -> None:
        self.add(
            "source_freshness", agency=agency, dataset="d", contract=agency, required=required, fresh_within_days=30,
            state=state, refused_since=False, rows_current=1,
        )  # fmt: skip

    def load(self, order=lambda rows: rows) -> None:
        """Put the facts into their tables, in any ``order``."""
        for table, rows in self.rows.items():
            columns = list(dict.fromkeys(column for row in rows for column in row))
            values = ", ".join(f"({', '.join(literal(row.get(key)) for key in columns)})" for row in order(rows))
            self.con.execute(f"insert into {table} ({', '.join(columns)}) values {values}")

    def build(self, settings=None, *, hops=3, decided=(), as_of=AS_OF, order=lambda rows: rows):
        """Load, make ties, and find what is within reach of the open cases; the connection."""
        self.load(order)
        associations.build(self.con, as_of=as_of, settings=settings or associations.Settings())
        associations.flag_persons(self.con, as_of=as_of)
        associations.open_cases(self.con, as_of=as_of, decided=decided)
        associations.reach(self.con, hops=hops)
        return self.con

    def ask(self, sql: str) -> list[tuple]:
        return self.con.execute(sql).fetchall()


def random_town(seed: int, *reach: Path) -> Town:
    """Thirty persons, five of them children who were referred, and facts of every kind thrown among them."""
    chance = random.Random(seed)  # noqa: S311 - a seeded town, not a secret
    town = Town(*reach)
    adults = [town.person(f"A{number:02}", chance.choice([ADULT, ADULT, None])) for number in range(25)]
    children = [town.person(f"C{number}", CHILD) for number in range(5)]
    for child in children:
        _throw_referrals(town, child, adults, chance)
    _throw_stays(town, adults + children, chance)
    _throw_ties(town, adults, children, chance)
    for person in chance.sample(adults, 8):
        kind = chance.choice(["sexual offender", "risk to children", "violence"])
        town.flag(person, kind, status=chance.choice(["current", "current", "expired"]), valid_from=_day(chance))
    for _ in range(10):
        town.perhaps(*chance.sample(adults + children, 2), chance.choice([0.2, 0.5, 0.9]))
    town.fresh("police", chance.choice(["fresh", "fresh", "stale"]))
    _throw_details(town, adults, chance)
    return town


def _day(chance) -> dt.date:
    return dt.date(2010, 1, 1) + dt.timedelta(days=chance.randrange(5860))


def _throw_referrals(town, child, adults, chance) -> None:
    rating = chance.choice(["GREEN", "AMBER", None])
    town.referral(f"R{child}", child, concern=chance.choice(["SAB", "NEG", "DA"]), initial_rating=rating)
    for again in range(chance.randrange(4)):
        received = f"{_day(chance)} 10:00"
        town.referral(f"R{child}{again}", child, received, closed_on=AS_OF, concern="SAB", agency="police")
    for parent in chance.sample(adults, 2):
        word = chance.choice(["mother", "father", "carer"])
        agency = chance.choice(["police", "health", "social_care"])
        town.related(child, parent, word, agency=agency, dataset=NAMED_IN[agency])
    if chance.random() < 0.3:
        town.episode(child, chance.choice(["CP", "CIN"]), _day(chance))


def _throw_stays(town, everyone, chance) -> None:
    for _ in range(40):
        start = chance.choice([None, _day(chance)])
        end = chance.choice([None, None, _day(chance)])
        kind = "hostel" if chance.random() < 0.05 else "home"
        agency = chance.choice(["police", "health"])
        home = f"d{chance.randrange(12)}"
        town.stay(chance.choice(everyone), home, start, end, kind=kind, agency=agency, dataset=HOMES_IN[agency])


def _throw_details(town, adults, chance) -> None:
    """Numbers and vehicles that a few share, and rooms in one hostel."""
    for person in chance.sample(adults, 10):
        town.contact(person, f"+44163296000{chance.randrange(4)}", agency=chance.choice(["police", "health"]))
    for person in chance.sample(adults, 4):
        town.contact(person, f"AB1{chance.randrange(2)} CDE", "vehicle")
    for person in chance.sample(adults, 6):
        line = chance.choice(["ROOM 1 HOSTEL", "ROOM 2 HOSTEL", None])
        town.stay(person, "hostel", _day(chance), kind="hostel", line=line)


def _throw_ties(town, adults, children, chance) -> None:
    for _ in range(15):
        a, b = chance.sample(adults, 2)
        word = chance.choice(["partner", "friend", "associate", "sibling", "other"])
        town.related(a, b, word, dataset="nominal_links", agency="police", source_grade=chance.choice(["1", "3", None]))
    for _ in range(10):
        roles = [(one, chance.choice(["suspect", "victim", "witness"])) for one in chance.sample(adults + children, 3)]
        concern = chance.choice(["DA", "SAB", None])
        town.occurrence(_day(chance), roles, concern=concern, grade=chance.choice(["high", None]))
