"""The lines of the drawing: what each style means, when it held, who lives together, and dates as spoken."""

import datetime as dt
from dataclasses import replace

import pytest

from mash.reports import Network, NetworkPerson, NetworkTie, Stay
from mash.reports.chart import network_chart
from mash.reports.everybody import OPEN_UP_TO, rings_of
from mash.reports.folding import CROWDED_RING, folds_of
from mash.reports.lines import years_of
from mash.reports.spoken import dated, spoken
from mash.reports.timeline import time_by_place
from mash.vocabulary import Evidence

D = dt.date
TODAY = D(2026, 1, 31)


def tie(kind="partner", since=None, until=None, *, one="A", other="B", **more):
    return NetworkTie(f"{one}{other}{kind}{since}", one, other, kind, "derived", since, until, **more)


@pytest.mark.parametrize(
    ("ties", "says"),
    [
        ([tie(since=D(2022, 3, 1), until=D(2023, 4, 1))], "2022-2023"),
        ([tie(since=D(2022, 3, 1), until=D(2022, 4, 1))], "2022"),
        ([tie(since=D(2022, 3, 1))], "since 2022"),
        ([tie(since=D(2022, 3, 1), until=D(2027, 1, 1))], "since 2022"),
        ([tie(until=D(2019, 1, 1))], "until 2019"),
        ([tie(since=D(2022, 3, 1), until=D(2023, 1, 1)), tie(since=D(2024, 1, 1))], "since 2022"),
        ([tie(since=D(2018, 3, 1), until=D(2019, 1, 1)), tie(since=D(2021, 1, 1), until=D(2021, 2, 1))], "2018-2021"),
        ([tie()], ""),
        ([tie("sibling", D(2022, 3, 1))], ""),
        ([], ""),
    ],
    ids=["from and to", "within a year", "open", "ends later", "only an end", "one goes on", "twice", "no dates",
         "kin: the record's own date", "none"],
)  # fmt: skip
def test_the_years_of_a_line_are_those_its_ties_held(ties, says):
    assert years_of(ties, TODAY) == says


def test_a_household_that_ended_and_one_that_goes_on_look_different(answer):
    people = (NetworkPerson("P-ISLA", (), 0), NetworkPerson("A", (), 1), NetworkPerson("B", (), 1))
    over = tie("household", D(2020, 1, 1), D(2021, 1, 1), one="A", other="P-ISLA")
    now = tie("household", D(2022, 1, 1), one="B", other="P-ISLA")
    undated = tie("household", one="A", other="B")
    links = network_chart(replace(answer, network=Network(people, (over, now, undated)), flagged=())).links
    assert {link.link_id: (link.ended, link.together) for link in links} == {
        "link-A-P_2d_ISLA": (True, False),
        "link-B-P_2d_ISLA": (False, True),
        "link-A-B": (False, False),
    }


def test_who_lives_with_somebody_one_step_away_is_drawn_however_full_the_ring(large):
    somebody = next(one for one in large.network.persons if one.name == "UNCLE NUMBER 1")
    assert somebody.hops == 2
    lodgers = tuple(NetworkPerson(f"L{n:02}", (f"LODGER {n}",), 2, via="P-A000") for n in range(30))
    home = tie("household", D(2025, 1, 1), one="L00", other="P-A000")
    network = replace(large.network, persons=(*large.network.persons, *lodgers), ties=(*large.network.ties, home))
    folded = folds_of(replace(large, network=network))
    assert "L00" not in folded
    assert {"L01", "L29"} <= set(folded)


def test_a_crowd_one_step_away_folds_too(answer):
    crowd = tuple(NetworkPerson(f"N{n:03}", (f"NEIGHBOUR {n}",), 1, via="P-ISLA") for n in range(CROWDED_RING))
    crowded = replace(answer, network=replace(answer.network, persons=(*answer.network.persons, *crowd)))
    assert set(folds_of(crowded).values()) == {"fold-1-P-ISLA"}
    assert folds_of(answer) == {}


def test_everybody_is_listed_once_under_whoever_leads_there(answer, large):
    assert [(ring.hops, ring.count, ring.closed) for ring in rings_of(answer)] == [
        (1, 3, False), (2, 3, False), (3, 3, False),
    ]  # fmt: skip
    listed = [one for ring in rings_of(large) for branch in ring.branches for one, _ in branch.people]
    assert sorted(listed) == sorted(one.person_id for one in large.network.persons if one.hops)
    assert [ring.closed for ring in rings_of(large)] == [ring.count > OPEN_UP_TO for ring in rings_of(large)]
    assert any(ring.closed for ring in rings_of(large))
    second = rings_of(answer)[1]
    assert [(branch.via, [one for one, _ in branch.people]) for branch in second.branches] == [
        ("P-DAD", ["P-BRO", "P-OLD"]), ("P-MUM", ["P-STEP"]),
    ]  # fmt: skip


def test_two_places_at_one_time_lie_in_two_rows_and_one_place_told_twice_in_one(answer):
    def stay(since, until, place):
        return Stay("P-ISLA", "home", since, until, place, Evidence("health", "patient_addresses", "x", 1, "home"))

    stays = (
        stay(D(2023, 1, 1), D(2024, 1, 1), "TR1 Truro"),
        stay(D(2023, 1, 9), D(2024, 2, 1), "TR1 Truro"),
        stay(D(2023, 11, 1), None, "PL25 St Austell"),
    )
    (lane,) = time_by_place(replace(answer, stays=stays, flagged=())).lanes
    assert [(bar.label, bar.row) for bar in lane.bars] == [("TR1 Truro", 0), ("PL25 St Austell", 1)]
    assert (lane.rows, len(lane.stays)) == (2, 3)


@pytest.mark.parametrize(
    ("said", "is_spoken"),
    [
        ("since 2024-09-01", "since 1 Sep 2024"),
        ("2026-01-30 13:14, passed", "30 Jan 2026, 13:14, passed"),
        ("2022-01-01 to 2023-12-31", "1 Jan 2022 to 31 Dec 2023"),
        ("REF-2026-01-17 and 2026-13-45", "REF-2026-01-17 and 2026-13-45"),
        ("policy-2026-01-02", "policy-2026-01-02"),
        ("", ""),
    ],
)
def test_dates_are_written_as_they_are_spoken(said, is_spoken):
    assert spoken(said) == is_spoken


def test_a_date_in_a_page_stays_whole_and_what_is_around_it_does_nothing():
    assert dated("<b> & 2024-09-01\x00") == '&lt;b&gt; &amp; <time datetime="2024-09-01">1 Sep 2024</time>'


def test_who_leads_to_a_fold_is_named_though_they_are_folded_themselves(large):
    leader = min(folds_of(large))
    (hops,) = (one.hops for one in large.network.persons if one.person_id == leader)
    behind = tuple(NetworkPerson(f"B{n:02}", (f"BEHIND {n}",), hops + 1, via=leader) for n in range(300))
    answer = replace(large, network=replace(large.network, persons=(*large.network.persons, *behind)))
    folds = [mark for mark in network_chart(answer).marks if mark.folded]
    assert not [mark.says for mark in folds if "fold-" in mark.says]
    assert any("through others around" in mark.says for mark in folds)


def test_a_tie_to_a_fold_that_is_over_is_drawn_as_over(large):
    lead = large.flagged[0]
    assert lead.hops < large.hops
    lodgers = tuple(NetworkPerson(f"L{n:02}", (f"LODGER {n}",), lead.hops + 1, via=lead.person_id) for n in range(300))
    over = [
        tie("household", D(2015, 1, 1), D(2016, 1, 1), one=each.person_id, other=lead.person_id) for each in lodgers
    ]
    network = replace(large.network, persons=(*large.network.persons, *lodgers), ties=(*large.network.ties, *over))
    to_folds = [link for link in network_chart(replace(large, network=network)).links if "2015-01-01" in link.says]
    assert to_folds
    assert all(link.ended for link in to_folds)
