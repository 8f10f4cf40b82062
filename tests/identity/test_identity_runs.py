"""Both steps on a made-up population: order, judgements, ids that stay."""

import datetime as dt

import pytest

from mash.identity import Judgement, Verdict
from mash.ledger import Register

TABLES = ("identity_pair", "membership", "person", "possible_identity", "person_event")


def contents(con):
    return {table: con.execute(f"select * from {table} order by all").fetchall() for table in TABLES}


def register_of(con):
    person_of = dict(con.execute("select record_key, person_id from membership").fetchall())
    return Register(person_of, {}, frozenset(person_of.values()))


def truly(group):
    return {key.split(":")[1][1:] for key in group}


def test_the_town_is_resolved_without_a_false_join(town_run, partition):
    groups = partition(town_run)
    assert all(len(truly(group)) == 1 for group in groups)
    assert len(groups) < 1.15 * 60


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_rows_changes_no_table(town, town_run, resolve, shuffler, seed):
    assert contents(resolve(town, order=shuffler(seed))) == contents(town_run)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_twenty_shuffles_give_one_result(town, town_run, resolve, shuffler, seed):
    assert contents(resolve(town, order=shuffler(100 + seed))) == contents(town_run)


def test_a_judgement_of_different_keeps_two_apart_across_rebuilds(town, town_run, resolve, partition):
    group = next(group for group in sorted(partition(town_run), key=sorted) if len(group) == 2)
    a, b = sorted(group)
    judged = [Judgement(a, b, Verdict.DIFFERENT)]
    first = resolve(town, judged)
    second = resolve(town, judged, register_of(first))
    for con in (first, second):
        assert not any({a, b} <= each for each in partition(con))
        assert not con.execute(
            "select * from possible_identity where $a in (record_key_a, record_key_b)", {"a": a}
        ).fetchall()


def test_a_judgement_of_same_joins_across_rebuilds_and_ids_resolve(town, town_run, resolve, partition):
    one, other = sorted(partition(town_run), key=sorted)[:2]
    a, b = min(one), min(other)
    before = register_of(town_run)
    con = resolve(town, [Judgement(b, a, Verdict.SAME)], before)
    assert one | other in partition(con)
    merged = con.execute("select person_id, other_person_id from person_event where kind = 'merged'").fetchall()
    kept = con.execute("select person_id from membership where record_key = $a", {"a": a}).fetchall()[0][0]
    assert merged == [({before.person_of[a], before.person_of[b]} - {kept}).pop() and merged[0]]
    assert merged[0][1] == kept


def test_undecided_is_left_to_people(records, resolve, partition):
    for agency in ("health", "police"):
        records.add(f"{agency}:1", "SOPHIE", "FENWICK", "1988-02-19")
    con = resolve(records, [Judgement("health:1", "police:1", Verdict.UNDECIDED)])
    assert len(partition(con)) == 2
    assert con.execute("select reason from possible_identity").fetchall() == [("judged undecided",)]


def test_a_judgement_on_a_record_no_longer_sent_is_passed_over(records, resolve, partition):
    records.add("health:1", "SOPHIE", "FENWICK", "1988-02-19")
    con = resolve(records, [Judgement("health:1", "police:gone", Verdict.SAME)])
    assert partition(con) == {frozenset({"health:1"})}


def test_ids_stay_when_the_population_changes(records, resolve):
    for number, surname in enumerate(("FENWICK", "MARSDEN", "LANGTREE")):
        for agency in ("health", "police"):
            records.add(f"{agency}:{number}", "SOPHIE", surname, f"198{number}-02-19")
    before = register_of(resolve(records))
    for table in records.rows.values():
        table[:] = [row for row in table if row.get("record_key") not in {"health:0", "health:1", "police:1"}]
    records.add("social_care:2", "SOPHIE", "LANGTREE", "1982-02-19")
    records.add("social_care:9", "ARTHUR", "CALDER", "2011-07-05")
    con = resolve(records, register=before)
    after = register_of(con)
    assert after.person_of["police:0"] == before.person_of["health:0"]
    assert after.person_of["social_care:2"] == before.person_of["police:2"]
    assert after.person_of["social_care:9"] not in before.used
    events = con.execute("select kind, person_id from person_event order by kind").fetchall()
    assert events == [("minted", after.person_of["social_care:9"]), ("retired", before.person_of["health:1"])]


def test_a_record_withdrawn_and_sent_again_is_who_it_was(records, resolve):
    records.add("health:1", "SOPHIE", "FENWICK", "1988-02-19")
    records.add("police:9", "ARTHUR", "CALDER", "2011-07-05")
    register = Register({"police:9": "P-BBBBBBBBBB"}, {"health:1": "P-AAAAAAAAAA"}, frozenset({"P-AAAAAAAAAA"}))
    assert register_of(resolve(records, register=register)).person_of == {
        "health:1": "P-AAAAAAAAAA",
        "police:9": "P-BBBBBBBBBB",
    }


def test_a_second_night_of_the_same_records_changes_nothing(town, town_run, resolve):
    con = resolve(town, register=register_of(town_run))
    assert con.execute("select count(*) from person_event").fetchall() == [(0,)]
    assert register_of(con) == register_of(town_run)


def test_a_person_is_shown_by_what_most_agencies_say(records, resolve):
    ids = [("nhs", "9434765919")]
    records.add("health:1", "SOPHIE ANN", "FENWICK", "2008-11-01", sex="F", ids=ids)
    records.add("social_care:1", "SOPHIE ANN", "FENWICK", "2008-11-01", sex="F", ids=ids)
    records.add("education:1", "SOPHY", "FENWICK", "2008-01-01", year_only=True, sex="F", ids=ids)
    con = resolve(records)
    shown = (
        "select forenames, surname, date_of_birth::varchar, dob_precision, sex, is_adult, records, agencies from person"
    )
    assert con.execute(shown).fetchall() == [
        ("SOPHIE ANN", "FENWICK", "2008-11-01", "day", "F", True, 3, ["education", "health", "social_care"])
    ]


ONE_MARK = [("nhs", "9434765919")]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        pytest.param(
            {
                "police:1": ("OTTILEE", "PENHALLOW BIRKETT"),
                "health:1": ("OTTILIE", "BIRKETT"),
                "social_care:1": ("OTTILIE", "PENHALLOW"),
                "education:1": ("OTTILLIE", "BIRKETT"),
            },
            ("OTTILIE", "BIRKETT"),
            id="no two agencies agree on the whole but most do on each part",
        ),
        pytest.param(
            {"police:1": ("SOPHEE", "FENWICKE"), "health:1": ("SOPHIE", "FENWICK")},
            ("SOPHIE", "FENWICK"),
            id="at a tie the source that checks identity best, not the longest",
        ),
        pytest.param(
            {"probation:1": ("SOPHIE", "FENWICKE"), "police:1": ("SOPHIE", "FENWICK")},
            ("SOPHIE", "FENWICK"),
            id="police before probation",
        ),
        pytest.param(
            {
                "police:1": ("SOPHEE", "FENWICK"),
                "probation:1": ("SOPHEE", "FENWICK"),
                "health:1": ("SOPHIE", "FENWICK"),
            },
            ("SOPHEE", "FENWICK"),
            id="two agencies outweigh a better one",
        ),
        pytest.param(
            {"education:1": ("SOPHIE", "FENWICK"), "health:1": ("SOPHIE ANN", "FENWICK")},
            ("SOPHIE ANN", "FENWICK"),
            id="the fuller of two that agree",
        ),
    ],
)
def test_the_name_shown_first_is_the_one_most_agree_on_part_by_part(records, resolve, given, shown):
    for key, (forenames, surname) in given.items():
        records.add(key, forenames, surname, "2008-11-01", ids=ONE_MARK)
    con = resolve(records)
    assert con.execute("select forenames, surname from person").fetchall() == [shown]
    (names,) = con.execute("select names from person").fetchone()
    assert names == sorted({" ".join(name) for name in given.values()}), "the rest stay as also known as"


def test_a_date_of_birth_at_a_tie_is_that_of_the_source_that_checks_identity_best(records, resolve):
    records.add("police:1", "SOPHIE", "FENWICK", "2008-01-11", ids=ONE_MARK)
    records.add("health:1", "SOPHIE", "FENWICK", "2008-11-01", ids=ONE_MARK)
    assert resolve(records).execute("select date_of_birth::varchar from person").fetchall() == [("2008-11-01",)]


def test_an_unborn_child_has_the_day_it_is_expected_and_is_no_adult(records, resolve):
    records.add("social_care:1", "UNBORN", "FENWICK", expected=dt.date(2027, 1, 5))
    records.add("social_care:2", "ANN", "FENWICK")
    shown = resolve(records).execute(
        "select forenames, date_of_birth, expected_date_of_birth::varchar, is_adult from person order by forenames"
    )
    assert shown.fetchall() == [("ANN", None, None, None), ("UNBORN", None, "2027-01-05", False)]
