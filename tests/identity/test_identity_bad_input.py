"""What nobody should send, sent all the same: no hang, and nobody joined by it."""

import time

from mash.identity import Judgement, Verdict


def test_a_record_that_says_nothing_links_to_nothing_and_stays_a_person(records, resolve, partition):
    empty = [records.add(f"police:{number}") for number in range(5)]
    one = records.add("health:1", "SOPHIE", "FENWICK", "1988-02-19", ids=[("nhs", "9434765919")])
    other = records.add("social_care:1", "SOPHIE", "FENWICK", "1988-02-19", ids=[("nhs", "9434765919")])
    con = resolve(records)
    assert partition(con) == {*(frozenset({key}) for key in empty), frozenset({one, other})}
    assert con.execute("select count(*) from person").fetchall() == [(6,)]
    assert con.execute("select record_key_a, record_key_b from identity_pair").fetchall() == [(one, other)]
    assert con.execute("select count(*) from possible_identity").fetchall() == [(0,)]


def test_a_thousand_records_of_one_placeholder_in_everything_link_nobody_and_soon(records, resolve, partition):
    """As it would be if the records room knew none of them for a placeholder."""
    for number in range(1000):
        records.add(
            f"police:{number}",
            "UNKNOWN",
            "UNKNOWN",
            "1900-01-01",
            homes=["1 NOWHERE|NF1 1NF"],
            phones=["07000000000"],
        )
    begun = time.monotonic()
    con = resolve(records)
    assert time.monotonic() - begun < 60
    assert len(partition(con)) == 1000
    assert con.execute("select count(*) from identity_pair").fetchall() == [(0,)]
    assert con.execute("select max(records) from block_skipped").fetchall() == [(1000,)]


def test_a_judgement_on_a_record_that_nobody_sent_is_passed_over(records, resolve, partition):
    here = records.add("health:1", "SOPHIE", "FENWICK", "1988-02-19")
    there = records.add("police:1", "OSCAR", "MARSDEN", "1971-06-30")
    judged = [Judgement(here, "police:NOPE", Verdict.SAME), Judgement("police:NOPE", there, Verdict.SAME)]
    assert partition(resolve(records, judged)) == {frozenset({here}), frozenset({there})}
