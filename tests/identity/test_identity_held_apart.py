"""How probable two persons that something holds apart are said to be one: counted, and never certain."""

import csv
from importlib.resources import files

import pytest

from mash.identity import Judgement, Verdict
from mash.identity.constrained import Refusal
from mash.identity.guards import DOUBTS
from mash.identity.held_apart import PRIOR_PAIRS

COUNTED = list(csv.DictReader((files("mash") / "identity" / "held_apart.csv").read_text().splitlines()))
REASONS = {name for name, _ in DOUBTS} | {refusal.value for refusal in Refusal} | {"weighs too little to join"}
HOME = "4 MILL LANE|LA1 1AA"
NHS = [("nhs", "9000000009")]


def told(con):
    """What is told of each possible identity, beside what a plain reading of the counts makes of it."""
    return con.execute(
        "select possible.reason, weighed.raw_match_weight, probability"
        " from possible_identity as possible inner join identity_pair as weighed using (record_key_a, record_key_b)"
    ).fetchall()


def read_plainly(reason, weight):
    rows = sorted(
        (float(row["bits"]), int(row["pairs"]), int(row["true_pairs"])) for row in COUNTED if row["reason"] == reason
    )
    share = (sum(true for _, _, true in rows) + 1) / (sum(pairs for _, pairs, _ in rows) + 2)
    _, pairs, true = [rows[0], *(row for row in rows[1:] if row[0] <= weight)][-1]
    return (true + PRIOR_PAIRS * share) / (pairs + PRIOR_PAIRS)


def family(records):
    """A child's number on another child's record, and a wife or her husband's mother."""
    records.add("health:H1", "XIU", "ZHANG", "2014-02-19", ids=NHS, homes=[HOME])
    records.add("social_care:S1", "BETTY", "COOPER", "2014-02-19", ids=NHS, homes=["3 FAR LANE|BB1 1AA"])
    records.add("health:H2", "GRACE", "FENWICK", None, homes=["9 LOW LANE|LA2 2BB"])
    records.add("social_care:S2", "GRACE", "MARSDEN", "1990-04-30", homes=["9 LOW LANE|LA2 2BB"])
    return records


def test_it_is_what_was_counted_by_what_holds_them_apart_and_the_weight(records, resolve):
    found = told(resolve(family(records)))
    assert {reason for reason, _, _ in found} == {"only a number agrees", "another surname"}
    for reason, weight, probability in found:
        assert probability == pytest.approx(read_plainly(reason, weight))


def test_whom_people_could_not_tell_apart_is_even(records, resolve):
    said = [Judgement("health:H2", "social_care:S2", Verdict.UNDECIDED)]
    found = {reason: probability for reason, _, probability in told(resolve(family(records), said))}
    assert found["judged undecided"] == 0.5


def test_so_it_is_whichever_two_of_their_records_they_looked_at(records, resolve):
    family(records)
    records.add("health:H3", "GRACE", "FENWICK", None, homes=["9 LOW LANE|LA2 2BB"], phones=["07700900001"])
    said = [Judgement("health:H3", "social_care:S2", Verdict.UNDECIDED)]
    con = resolve(records, said)
    together = "select count(distinct person_id) from membership where record_key in ('health:H2', 'health:H3')"
    assert con.execute(together).fetchall() == [(1,)]
    (found,) = con.execute(
        "select probability from possible_identity inner join membership on person_id in (person_a, person_b)"
        " where record_key = 'social_care:S2'"
    ).fetchall()
    assert found == (0.5,)


def test_what_was_never_counted_is_as_all_that_holds_apart(records, resolve, monkeypatch):
    monkeypatch.setattr(
        "mash.identity.held_apart.counted", lambda: [row for row in COUNTED if row["reason"] == "another forename"]
    )
    everything = [row for row in COUNTED if row["reason"] == "another forename"]
    share = (sum(int(row["true_pairs"]) for row in everything) + 1) / (sum(int(row["pairs"]) for row in everything) + 2)
    for _, _, probability in told(resolve(family(records))):
        assert probability == pytest.approx(share)


@pytest.mark.parametrize("row", COUNTED, ids=lambda row: f"{row['reason']} from {row['bits']} bits")
def test_every_count_is_of_something_that_holds_apart_and_leaves_room_for_doubt(row):
    assert row["reason"] in REASONS
    assert 0 <= int(row["true_pairs"]) <= int(row["pairs"])
    assert 0 < read_plainly(row["reason"], float(row["bits"])) < 1


def test_no_band_is_counted_twice():
    bands = [(row["reason"], row["bits"]) for row in COUNTED]
    assert len(bands) == len(set(bands)) > 0


def test_what_a_number_alone_says_is_believed_least_and_a_bare_name_that_nobody_else_bears_more():
    assert read_plainly("only a number agrees", 4.0) < 0.1 < read_plainly("only the name agrees", 4.0)
