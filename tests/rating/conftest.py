"""A made-up town with more thrown in."""

from __future__ import annotations

import datetime as dt
import random

import pytest


@pytest.fixture(scope="session")
def fuller_town(random_town):
    """The same with what the rules of policy-2026-12 look at thrown in, from a seed of its own."""

    def make(seed: int):
        town = random_town(seed)
        _throw_more(town, random.Random(1000 + seed))  # noqa: S311 - a seeded town, not a secret
        return town

    return make


def _lately(chance, days=400) -> dt.date:
    return dt.date(2026, 1, 31) - dt.timedelta(days=chance.randrange(days))


def _throw_more(town, chance) -> None:
    adults, children = [f"A{number:02}" for number in range(25)], [f"C{number}" for number in range(5)]
    for person in chance.sample(adults, 12):
        kind = chance.choice(["sexual offender", "domestic abuse", "violence"])
        town.flag(person, kind, valid_from=dt.date(2015, 1, 1))
    for person in adults + children:
        for area in chance.sample(["LA1", "LA14", "TR1", "PL25", "DT4"], 2):
            town.stay(person, None, _lately(chance, 1500), outcode=area, agency=chance.choice(["police", "health"]))
    for person in chance.sample(adults, 8):
        town.stay(person, "gaol", dt.date(2024, 1, 1), _lately(chance, 300), kind="prison", agency="probation")
        condition = chance.choice(["programme", "programme refused"])
        town.happening(_lately(chance), [(person, "offender")], "licence condition", about=condition)
    for child in children:
        _throw_child(town, child, chance, adults)
    town.related(children[0], children[1], "sibling")
    for number in range(600):
        town.person(f"B{number:03}")
    _make_babies(town, children)


def _make_babies(town, children) -> None:
    """One child is five months old and one unborn."""
    rows = {row["person_id"]: row for row in town.rows["person"]}
    rows[children[3]]["date_of_birth"] = dt.date(2025, 9, 1)
    rows[children[4]] |= {"date_of_birth": None, "expected_date_of_birth": dt.date(2026, 4, 1)}


def _throw_child(town, child, chance, adults) -> None:
    mother, man = f"A{chance.randrange(25):02}", f"A{chance.randrange(25):02}"
    town.related(child, mother, "mother")
    town.related(mother, man, "partner", from_date=_lately(chance))
    town.related(child, man, "step-parent")
    for _ in range(3):
        town.occurrence(_lately(chance, 80), [(child, "subject child")], about="missing")
        abuser = chance.choice([man, chance.choice(adults)])
        town.occurrence(_lately(chance), [(mother, "victim"), (abuser, "suspect")], concern="DA")
        town.occurrence(
            _lately(chance), [(child, "subject child"), (mother, "informant")], concern=chance.choice(["SAB", "NEG"])
        )
    for number in range(3):
        town.referral(
            f"R{child}x{number}", child, f"{_lately(chance)} 10:00", closed_on=dt.date(2026, 1, 30), concern="SAB",
            outcome=chance.choice(["no further action", "assessment"]), referrer_record_key=f"police:{mother}",
        )  # fmt: skip
        start = _lately(chance, 700)
        town.episode(child, chance.choice(["CIN", "CP", "LAC"]), start, start + dt.timedelta(days=60))
