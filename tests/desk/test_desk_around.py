"""From the desk an enquiry is answered as from the whole run, and reads no more than bears on whom it asks about."""

from __future__ import annotations

import datetime as dt
from contextlib import closing

import pytest

from mash import desk, rating, warehouse
from mash.associations import network_around
from mash.chronology import chronology_of
from mash.enquiry.disputed import disputed_of
from mash.enquiry.life import stays_shown
from mash.enquiry.sources import searched

POLICY = rating.load_policy("policy-2026-12")
AS_OF = dt.date(2026, 1, 31)
CASES = [f"RC{number}" for number in range(5)]


def built(town, folder):
    """The town's run and its desk."""
    con = town.build(POLICY.associations)
    con.execute(
        "create table disputed (dispute integer, record_key varchar, whole boolean, reason varchar, since date,"
        " agency varchar, dataset varchar, extract varchar, source_row bigint)"
    )
    con.execute("insert into disputed select 1, record_key, true, 'why', null, agency, dataset, extract, source_row"
                " from person_record where hash(record_key) % 3 = 0")  # fmt: skip
    rating.keep_hub_counts(con)
    desk.build(con, folder / "desk.duckdb")
    return con


def told(con, person, hops):
    """All that an enquiry reads of a run about one person."""
    network = network_around(con, person, hops=hops)
    case = next((each for each in rating.open_cases_of(con) if each.child == person), None)
    counts = rating.kept_hub_facts(con)
    facts = rating.facts_of(con, network, case, counts) if case else rating.facts_for_case(con, network, None, counts)
    everyone = sorted(network.persons)
    return {
        "network": network,
        "facts": facts,
        "rests on": rating.joins_it_rests_on(con, network, facts, POLICY),
        "sources": searched(con, person, everyone),
        "stays": stays_shown(con, everyone),
        "chronology": chronology_of(con, person, as_of=AS_OF, is_child=True),
        "disputed": disputed_of(con, dict.fromkeys(everyone, "")),
    }


@pytest.mark.parametrize("hops", [1, 2, 4])
@pytest.mark.parametrize("seed", range(8))
def test_from_the_desk_everything_is_told_as_from_the_whole(random_town, tmp_path, seed, hops):
    con = built(random_town(seed, tmp_path), tmp_path)
    for person in ("C0", "C1", "C4", "A07"):
        whole = told(con, person, hops)
        with desk.around(con, tmp_path / "desk.duckdb", person, hops=hops):
            assert told(con, person, hops) == whole


def test_what_bears_on_nobody_near_is_not_read(town, tmp_path):
    for child, parent, home in (("C", "P", "d1"), ("K", "Q", "d2")):
        town.referral(f"R{child}", child)
        town.related(child, parent, "mother")
        town.stay(child, home, dt.date(2020, 3, 3))
        town.stay(parent, home, dt.date(2020, 3, 3))
        town.occurrence(dt.date(2025, 1, 1), [(parent, "suspect")])
    con = built(town, tmp_path)
    tables = ("person", "membership", "stay", "event", "event_role", "declared_relationship", "referral", "tie")
    with desk.around(con, tmp_path / "desk.duckdb", "C", hops=3):
        near = {name: town.ask(f"select count(*) from {name}")[0][0] for name in tables}
    whole = {name: town.ask(f"select count(*) from {name}")[0][0] for name in tables}
    assert near == {name: count / 2 for name, count in whole.items()}


def test_whoever_shared_a_home_long_ago_is_seen_though_nobody_ties_them_to_the_child(town, tmp_path):
    town.referral("R1", "C")
    town.stay("C", "d1", dt.date(2020, 3, 3))
    town.stay("B", "d1", dt.date(2011, 1, 1), dt.date(2012, 1, 1))
    town.person("B", restricted=True)
    con = built(town, tmp_path)
    with desk.around(con, tmp_path / "desk.duckdb", "C", hops=1):
        assert town.ask("select person_id from person order by all") == [("B",), ("C",)]


def test_afterwards_the_whole_run_is_seen_again_also_after_a_fault(town, tmp_path):
    town.referral("R1", "C")
    town.person("Z")
    town.record("Z")
    con = built(town, tmp_path)

    def ask_and_fail():
        with desk.around(con, tmp_path / "desk.duckdb", "C", hops=3):
            assert town.ask("select person_id from person") == [("C",)]
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask_and_fail()
    assert len(town.ask("from person")) == 2


def test_a_run_without_a_desk_is_shown_whole(town, tmp_path):
    town.referral("R1", "C")
    town.record("Z")
    con = town.build(POLICY.associations)
    for none in (None, tmp_path / "desk.duckdb"):
        with desk.around(con, none, "C", hops=3):
            assert len(town.ask("from person")) == 2


def test_two_who_ask_at_once_each_see_their_own(town, tmp_path):
    for child in ("C", "K"):
        town.referral(f"R{child}", child)
    con = built(town, tmp_path)
    path = tmp_path / "desk.duckdb"
    with (
        closing(warehouse.cursor(con)) as other,
        desk.around(con, path, "C", hops=3),
        desk.around(other, path, "K", hops=3),
    ):
        seen = [each.execute("select person_id from person").fetchall() for each in (con, other)]
    assert seen == [[("C",)], [("K",)]]


def test_the_desk_is_made_anew_and_is_the_same(town, tmp_path):
    town.referral("R1", "C")
    con = built(town, tmp_path)
    (tmp_path / "desk.duckdb").write_bytes(b"half a desk, of a night that was killed")
    desk.build(con, tmp_path / "desk.duckdb")
    with desk.around(con, tmp_path / "desk.duckdb", "C", hops=3):
        assert town.ask("select person_id from person") == [("C",)]
