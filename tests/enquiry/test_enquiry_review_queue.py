"""What confirming a possible link would change, and which of them is shown first."""

import datetime as dt

import pytest

from mash import associations, rating
from mash.enquiry.review_queue import Outlook, judged_couples, queue, stakes_of
from mash.hub import open_hub
from mash.ledger import StoredJudgement, judge, open_ledger
from mash.vocabulary import Colour

AT = dt.datetime(2026, 1, 31, 9, 0)  # noqa: DTZ001 - the ledger keeps the hub's local time
ADULT = dt.date(1985, 5, 5)
POLICY = "policy-2026-01"


def built(town):
    con = town.build(rating.load_policy(POLICY).associations)
    con.execute(f"create table run as select date '2026-01-31' as as_of, '{POLICY}' as policy, 'm' as model")
    con.execute("create table linkage_record (record_key varchar, nhs text[], upn text[], pnc text[], cro text[])")
    profile = rating.load_profile("oxfordshire")
    rating.rate_open_cases(con, rating.load_policy(POLICY), as_of=dt.date(2026, 1, 31), profile=profile)
    return con


@pytest.fixture
def doubtful(town):
    """A father who may be an offender, a mother who may be a violent woman, a friend who may be known to probation."""
    town.referral("R1", "C", initial_rating="GREEN")
    town.stay("C", "home", dt.date(2024, 1, 1))
    town.related("C", "F", "father")
    town.perhaps("F", "O")
    town.flag("O")
    town.stay("M", "home", dt.date(2024, 1, 1))
    town.perhaps("M", "V")
    town.flag("V", "violence")
    town.related("F", "N", "friend", dataset="nominal_links", agency="police")
    town.perhaps("N", "D")
    town.flag("D", "drugs")
    town.perhaps("S", "T")
    return town


def test_what_a_link_would_change_is_worked_out_case_by_case(doubtful):
    stakes = stakes_of(built(doubtful), {})
    told = {couple: [(each.case_id, each.colour, each.new_flags) for each in found] for couple, found in stakes.items()}
    assert told == {
        ("F", "O"): [("R1", Colour.RED, 1)],
        ("M", "V"): [("R1", Colour.AMBER, 1)],
        ("D", "N"): [("R1", None, 1)],
    }


def test_a_link_that_only_shortens_the_way_to_a_known_offender_counts_too(town):
    """Both ends are in confirmed reach: the lodger two doors on may be the father himself."""
    town.referral("R1", "C", initial_rating="GREEN")
    town.related("C", "F", "father")
    town.related("F", "B", "friend", dataset="nominal_links", agency="police")
    town.related("B", "O", "friend", dataset="nominal_links", agency="police")
    town.flag("O")
    town.perhaps("F", "O")
    ((couple, (stake,)),) = stakes_of(built(town), {}).items()
    assert (couple, stake.before, stake.after, stake.new_flags) == (("F", "O"), Colour.GREEN, Colour.RED, 0)


def test_a_case_that_a_person_rated_red_cannot_turn_red(doubtful):
    stakes = stakes_of(built(doubtful), {"R1": Colour.RED})
    assert {stake.colour for found in stakes.values() for stake in found} == {None}
    assert {stake.before for found in stakes.values() for stake in found} == {Colour.RED}


def test_links_stand_and_fall_alone(doubtful):
    """Two possible links in a row bring nothing when only one of them is true."""
    doubtful.perhaps("O", "Q")
    doubtful.flag("Q")
    stakes = stakes_of(built(doubtful), {})
    assert ("O", "Q") not in stakes
    assert stakes["F", "O"][0].new_flags == 1


def test_one_link_asked_for_gives_the_same_as_all(doubtful):
    con = built(doubtful)
    whole = stakes_of(con, {})
    for couple in (("F", "O"), ("D", "N"), ("S", "T")):
        assert stakes_of(con, {}, only=couple).get(couple, ()) == whole.get(couple, ())


def test_the_order_of_the_rows_changes_nothing(random_town):
    for seed in range(3):
        forth, back = random_town(seed), random_town(seed)
        con = built(forth)
        back.rows = {table: rows[::-1] for table, rows in back.rows.items()}
        assert stakes_of(con, {}) == stakes_of(built(back), {})


@pytest.fixture
def hub_of(tmp_path):
    """A hub whose run in use is a made-up town."""

    def make(town):
        con = built(town)
        folder = tmp_path / "snapshots" / "20260131-00000000"
        folder.mkdir(parents=True)
        con.execute(f"attach '{folder / 'hub.duckdb'}' as snapshot")
        con.execute("copy from database memory to snapshot")
        con.execute("detach snapshot")
        (tmp_path / "mash.toml").write_text(
            '[hub]\nname = "made up"\n\n[agencies.police]\ncontract = "police"\ndrop = "d"\n'
        )
        (tmp_path / "current").write_text("20260131-00000000\n")
        return open_hub(tmp_path)

    return make


def test_the_queue_has_red_before_amber_before_a_flag_before_weight(doubtful, hub_of):
    assert [(row.person_a, row.person_b, row.rank) for row in queue(hub_of(doubtful))] == [
        ("F", "O", 3),
        ("M", "V", 2),
        ("D", "N", 1),
        ("S", "T", 0),
    ]


@pytest.fixture
def weakly_joined(doubtful):
    """Beside those, a red that rests on two records of a father, joined at seven bits, and an amber that does."""
    doubtful.referral("R2", "K")
    doubtful.related("K", "G", "father", agency="social_care")
    doubtful.flag("G", agency="probation")
    doubtful.joined("probation:G", "social_care:G", 7.0)
    doubtful.referral("R3", "L")
    for name, agency in (("L", "police"), ("W", "police")):
        doubtful.stay(name, "flat", dt.date(2024, 1, 1), agency=agency)
    doubtful.flag("W", "violence", agency="probation")
    doubtful.joined("police:W", "probation:W", 6.0)
    return doubtful


def test_a_weak_join_that_a_red_rests_on_comes_after_what_would_turn_amber(weakly_joined, hub_of):
    rows = queue(hub_of(weakly_joined))
    assert [(row.record_key_a, row.record_key_b, row.joined) for row in rows] == [
        ("police:F", "police:O", False),
        ("police:M", "police:V", False),
        ("probation:G", "social_care:G", True),
        ("police:D", "police:N", False),
        ("police:S", "police:T", False),
    ]
    (stake,) = rows[2].stakes
    assert (rows[2].match_weight, stake.says) == (7.0, "R2: RED -> GREEN")


def test_a_join_of_ten_bits_or_more_is_not_asked_about(weakly_joined, hub_of):
    for row in weakly_joined.rows["person_link"]:
        row["match_weight"] = 10.0
    assert not any(row.joined for row in queue(hub_of(weakly_joined)))


def test_a_join_that_a_person_has_judged_since_waits_at_the_end(weakly_joined, hub_of):
    hub = hub_of(weakly_joined)
    with open_ledger(hub.ledger_path) as book:
        judge(book, StoredJudgement("probation:G", "social_care:G", "same", "one photograph", "a.n", AT))
    last = queue(hub)[-1]
    assert (last.record_key_a, last.judged.verdict) == ("probation:G", "same")


def test_of_two_that_change_as_much_the_heavier_comes_first(town, hub_of):
    for name, weight in (("A", 2.0), ("B", 9.0), ("E", 4.0)):
        town.perhaps(name, f"{name}2")
        town.rows["possible_identity"][-1]["match_weight"] = weight
    assert [row.person_a for row in queue(hub_of(town))] == ["B", "E", "A"]


@pytest.mark.parametrize(
    ("verdict", "place"), [("same", -1), ("different", -1), ("undecided", 0)], ids=["same", "different", "undecided"]
)
def test_what_was_judged_since_waits_at_the_end_and_undecided_stays_where_it_was(doubtful, hub_of, verdict, place):
    hub = hub_of(doubtful)
    with open_ledger(hub.ledger_path) as book:
        judge(book, StoredJudgement("police:F", "police:O", verdict, "seen", "a.n", AT))
    row = queue(hub)[place]
    assert (row.person_a, row.person_b, row.judged.verdict, row.judged.judged_by) == ("F", "O", verdict, "a.n")


def test_a_judgement_on_a_record_that_the_run_does_not_know_is_no_couples(doubtful):
    standing = [StoredJudgement("police:F", "police:gone", "same", "seen", "a.n", AT)]
    assert judged_couples(built(doubtful), standing) == {}


@pytest.mark.parametrize("seed", range(8))
def test_what_is_not_weighed_could_change_nothing(random_town, seed):
    """The slow oracle weighs every possible link of every case's network, one by one."""
    con = built(random_town(seed))
    policy = rating.load_policy(POLICY)
    plain = {}
    for case in rating.open_cases_of(con):
        network = associations.network_around(con, case.child, hops=policy.hops)
        before = Outlook(network, rating.facts_of(con, network, case), policy)
        for link in network.identities:
            stake = before.were_one((link.person_a, link.person_b))
            if stake.colour or stake.new_flags:
                plain.setdefault((link.person_a, link.person_b), set()).add(stake)
    assert {couple: set(stakes) for couple, stakes in stakes_of(con, {}).items()} == plain
