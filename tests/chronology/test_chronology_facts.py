from __future__ import annotations

import datetime as dt

from mash.chronology import chronology

D = dt.date
AS_OF = D(2026, 1, 31)


def test_every_dated_fact_of_child_and_household_stands_in_one_order(town):
    town.referral("R", "C", "2025-06-01 10:00", concern="NEG", initial_rating="GREEN", narrative="free text")
    town.stay("C", "1 The Lane", D(2020, 5, 1), D(2024, 1, 1), agency="health")
    town.occurrence(D(2023, 2, 2), [("C", "subject child"), ("M", "informant")], category="concern for child")
    town.flag("M", "violence", valid_from=D(2019, 1, 1), valid_to=D(2022, 1, 1), status="expired")
    town.episode("C", "CIN", D(2025, 7, 1))
    town.occurrence(D(2023, 2, 2), [("X", "victim")])
    town.occurrence(D(2026, 2, 2), [("C", "victim")])
    town.build()
    found = chronology(town.con, "C", ["M"], as_of=AS_OF)
    assert [(each.on_date, each.person_id, each.kind, each.evidence.agency, each.evidence.says) for each in found] == [
        (D(2019, 1, 1), "M", "flag", "police", "VISOR, violence, expired"),
        (D(2020, 5, 1), "C", "stay", "health", "home, 1 The Lane"),
        (D(2023, 2, 2), "C", "occurrence", "police", "concern for child, as subject child"),
        (D(2023, 2, 2), "M", "occurrence", "police", "concern for child, as informant"),
        (D(2025, 6, 1), "C", "referral", "social_care", "R, concern NEG, rated GREEN"),
        (D(2025, 7, 1), "C", "episode", "social_care", "CIN"),
    ]
    assert found[4].detail == "free text"


def test_the_address_of_a_restricted_person_is_nowhere(town):
    town.person("M", restricted=True)
    town.stay("M", "1 The Lane", D(2020, 5, 1))
    town.build()
    (entry,) = chronology(town.con, "M", [], as_of=AS_OF)
    assert entry.evidence.says == "home, address restricted"
    assert "Lane" not in repr(entry)


def test_the_address_of_a_restricted_person_is_not_given_away_by_whoever_lives_there(town):
    town.person("M", restricted=True)
    town.stay("M", "1 The Lane", D(2020, 5, 1))
    town.stay("C", "1 The Lane", D(2020, 5, 1), agency="health")
    town.stay("C", "2 The Lane", D(2018, 5, 1), D(2020, 4, 30), agency="health")
    town.build()
    told = [entry.evidence.says for entry in chronology(town.con, "C", [], as_of=AS_OF)]
    assert told == ["home, 2 The Lane", "home, address restricted"]


def test_the_address_of_a_refuge_is_nowhere(town):
    town.stay("C", "3 The Lane", D(2020, 5, 1), kind="refuge")
    town.build()
    assert [entry.evidence.says for entry in chronology(town.con, "C", [], as_of=AS_OF)] == [
        "refuge, address restricted"
    ]
