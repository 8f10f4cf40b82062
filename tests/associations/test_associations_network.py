from __future__ import annotations

import datetime as dt

import pytest

from mash import associations
from mash.errors import NotFound
from mash.vocabulary import Colour

D = dt.date


@pytest.fixture(scope="module")
def family(new_town):
    """A child with its mother, her partner of 2023, his hostel, and a man who may be the partner."""
    town = new_town()
    town.referral("R", "C", initial_rating="GREEN")
    town.related("C", "M", "mother")
    town.stay("C", "home", D(2021, 1, 1))
    town.stay("M", "home", D(2020, 1, 1), agency="health")
    town.related("M", "P", "partner", agency="police", from_date=D(2023, 1, 1))
    for number in range(3):
        town.stay(f"H{number}", "hostel", D(2022, 1, 1), kind="hostel")
    town.stay("P", "hostel", D(2022, 1, 1), kind="hostel")
    town.flag("P", valid_from=D(2024, 5, 1), valid_to=D(2034, 5, 1))
    town.perhaps("P", "Q")
    town.flag("Q", "violence")
    town.build(decided=[("R", Colour.AMBER)])
    return associations.network_around(town.con, "C", hops=2), town


def test_the_network_names_its_persons_with_their_flags(family):
    network, _ = family
    assert set(network.persons) == {"C", "M", "P", "Q"}
    assert [flag.kind for flag in network.persons["P"].flags] == ["sexual offender"]


def test_a_path_walks_back_to_the_rows_somebody_sent(family):
    network, _ = family
    path = network.path_to("P")
    assert [(leg.from_person, leg.to_person, leg.kind) for leg in path] == [
        ("C", "M", "parent"),
        ("M", "P", "partner"),
    ]
    assert [(row.agency, row.says, row.from_date) for row in path[1].evidence] == [
        ("police", "partners", D(2023, 1, 1))
    ]


def test_beyond_a_possible_identity_all_is_possible_and_the_step_says_so(family):
    network, _ = family
    assert [(each.person_id, each.identity) for each in network.exposures()] == [("P", "confirmed"), ("Q", "possible")]
    last = network.path_to("Q")[-1]
    assert (last.kind, last.strength, len(last.evidence)) == ("possible identity", 0.5, 2)


def test_crowds_nearby_are_told_and_not_followed(family):
    network, _ = family
    assert [(crowd.kind, crowd.persons, crowd.members) for crowd in network.crowds] == [("hostel", 4, ("P",))]
    assert "H0" not in network.reached


def test_household_and_carers_are_the_childs_own(family):
    network, _ = family
    assert network.household() == {"M"}
    assert network.carers() == {"M"}


def test_a_tie_taken_away_takes_along_whom_it_reached(family):
    network, _ = family
    (partner,) = [tie.tie_id for tie in network.ties.values() if tie.kind == "partner"]
    assert set(network.without(partner).reached) == {"C", "M"}


def test_if_two_persons_are_one_their_ties_and_flags_are_the_nearers(family):
    network, _ = family
    merged = associations.assuming(network, [("P", "Q")])
    assert set(merged.reached) == {"C", "M", "P"}
    assert {flag.kind for flag in merged.persons["P"].flags} == {"sexual offender", "violence"}
    assert set(associations.assuming(network, []).reached) == {"C", "M", "P"}


def test_before_a_tie_began_it_is_not_there(family):
    _, town = family
    earlier = associations.network_around(town.con, "C", hops=2, as_of=D(2022, 6, 1))
    assert set(earlier.reached) == {"C", "M"}


def test_a_flag_set_later_is_not_there_before(family):
    _, town = family
    earlier = associations.network_around(town.con, "C", hops=2, as_of=D(2023, 6, 1))
    assert earlier.persons["P"].flags == ()


def test_networkx_sees_all_ties_between_the_persons_reached(family):
    network, _ = family
    graph = network.graph
    assert set(graph) == {"C", "M", "P", "Q"}
    assert sorted(graph.degree()) == [("C", 2), ("M", 3), ("P", 2), ("Q", 1)]


def test_whoever_is_out_of_reach_has_no_path(family):
    network, _ = family
    with pytest.raises(NotFound):
        network.path_to("H0")


def test_an_unknown_person_has_no_network(family):
    _, town = family
    with pytest.raises(NotFound):
        associations.network_around(town.con, "nobody", hops=1)


@pytest.mark.parametrize(
    ("sent", "begins", "ends", "status"),
    [
        ("current", D(2020, 1, 1), None, "current"),
        ("current", D(2020, 1, 1), D(2026, 1, 31), "current"),
        ("current", D(2020, 1, 1), D(2026, 1, 30), "expired"),
        ("expired", D(2020, 1, 1), None, "expired"),
        ("discharged", D(2020, 1, 1), None, "discharged"),
        ("something else", None, None, "expired"),
        ("current", D(2026, 2, 1), None, None),
    ],
    ids=[
        "current and open", "on its last day", "past its end", "sent as expired", "discharged",
        "a status off the list", "not begun",
    ],
)  # fmt: skip
def test_a_flag_is_current_only_if_the_agency_and_its_dates_say_so(town, sent, begins, ends, status):
    town.flag("A", status=sent, valid_from=begins, valid_to=ends)
    town.build()
    assert town.ask("select status from person_flag") == ([(status,)] if status else [])


def test_an_open_case_is_one_not_closed_by_the_run(town):
    town.referral("R1", "C")
    town.referral("R2", "C", "2025-01-01 10:00", closed_on=D(2026, 1, 31))
    town.referral("R3", "C", "2025-01-01 10:00", closed_on=D(2026, 2, 1))
    town.referral("R4", "C", "2026-02-01 10:00")
    town.build(decided=[("R1", Colour.RED), ("R9", Colour.RED)])
    assert town.ask("select case_id, child_person_id, decided_rating from open_case order by 1") == [
        ("R1", "C", "RED"),
        ("R3", "C", None),
    ]
