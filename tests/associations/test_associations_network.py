from __future__ import annotations

import datetime as dt

import pytest

from mash import associations
from mash.errors import NotFound, Refused
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


def as_of(town, day, child="C", *, hops=2):
    with associations.on_day(town.con, child, day=day, hops=hops):
        return associations.network_around(town.con, child, hops=hops)


def test_a_parent_was_one_before_anybody_wrote_it_down(town):
    town.referral("R", "C")
    town.related("C", "M", "mother", known_on=D(2026, 1, 31))
    town.related("M", "P", "partner", known_on=D(2026, 1, 31))
    town.build()
    assert set(as_of(town, D(2024, 6, 1)).reached) == {"C", "M"}


def test_before_a_tie_began_it_is_not_there(family):
    _, town = family
    assert set(as_of(town, D(2022, 6, 1)).reached) == {"C", "M"}


def test_a_flag_set_later_is_not_there_before(family):
    _, town = family
    assert as_of(town, D(2023, 6, 1)).persons["P"].flags == ()


@pytest.mark.parametrize(
    ("status", "valid_to", "then"),
    [
        ("expired", D(2025, 6, 30), "current"),
        ("discharged", D(2025, 6, 30), "current"),
        ("expired", D(2024, 6, 30), "expired"),
        ("discharged", None, "discharged"),
        ("current", D(2030, 1, 1), "current"),
    ],
    ids=["ended since", "discharged since", "over by then", "nobody knows when", "goes on"],
)
def test_a_flags_status_is_as_of_the_day_asked(town, status, valid_to, then):
    town.referral("R", "C")
    town.related("C", "F", "father")
    town.flag("F", status=status, valid_from=D(2020, 1, 1), valid_to=valid_to)
    town.build()
    assert [flag.status for flag in as_of(town, D(2025, 1, 1)).persons["F"].flags] == [then]


def test_who_lives_with_the_child_is_as_of_the_day_asked(town):
    town.referral("R", "C")
    town.stay("C", "home", D(2021, 1, 1))
    town.stay("A", "home", D(2020, 1, 1), D(2024, 1, 1))
    town.stay("B", "home", D(2024, 2, 1))
    town.build()
    now, then = associations.network_around(town.con, "C", hops=2), as_of(town, D(2023, 6, 1))
    assert (now.household(), then.household()) == ({"B"}, {"A"})
    assert then.ties[next(iter(then.ties))].strength > 0.5


def test_whoever_has_come_of_age_since_was_a_child_then(town):
    town.referral("R", "C")
    town.person("S", D(2006, 5, 5))
    town.related("C", "S", "sibling", from_date=D(2020, 1, 1))
    town.build()
    assert associations.network_around(town.con, "C", hops=1).persons["S"].is_adult
    assert as_of(town, D(2023, 6, 1)).persons["S"].is_adult is False


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("day", [D(2025, 12, 1), D(2021, 3, 14)])
def test_an_earlier_day_is_what_a_night_of_that_day_would_have_made(random_town, seed, day):
    town, then = random_town(seed), random_town(seed)
    settings = associations.Settings(person_cap=12, household_cap=5)
    town.build(settings)
    then.build(settings, as_of=day)
    for child in ("C0", "C3"):
        seen, made = as_of(town, day, child, hops=3), associations.network_around(then.con, child, hops=3)
        assert seen.reached == made.reached
        assert seen.ties == made.ties
        assert (seen.household(), seen.carers(), seen.crowds) == (made.household(), made.carers(), made.crowds)


def test_a_run_that_kept_no_numbers_asks_for_a_night(town):
    town.person("C")
    town.build()
    town.con.execute("alter table association_run drop column settings")
    assert associations.network_around(town.con, "C", hops=1).reached
    with pytest.raises(Refused, match="earlier version"):
        as_of(town, D(2025, 1, 1))


def test_asking_about_an_earlier_day_leaves_the_run_as_it_was(family):
    network, town = family
    as_of(town, D(2022, 6, 1))
    assert associations.network_around(town.con, "C", hops=2) == network


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
