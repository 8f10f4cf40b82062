"""Whom the model joins in spite of how agencies spell, and what it never takes for evidence."""

import datetime as dt

import pytest

from mash.identity import score_pairs, scoring

HOME, OLD = "4 MILL LANE|LA1 1AA", "9 QUAY STREET|LA1 2BB"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            ("SOPHIE", "FENWICK", "1988-02-19", {}), ("SOPHIE", "FENWICK", "1988-02-19", {}), id="on name and birthday"
        ),
        pytest.param(
            ("SOPHIE", "FENWICK", "1988-02-19", {}),
            ("FENWICK", "SOPHIE", "1988-02-19", {}),
            id="with the names swapped",
        ),
        pytest.param(
            ("SOPHIE", "FENWICK", "1988-02-09", {}),
            ("SOPHIE", "FENWICK", "1988-09-02", {}),
            id="with day and month swapped",
        ),
        pytest.param(
            ("SOPHIE", "FENWICK", "1988-02-19", {}),
            ("SOPHY", "FENNICK", "1988-02-19", {}),
            id="with both names misspelt",
        ),
        pytest.param(
            ("ROBERT", "FENWICK", "1988-02-19", {}),
            ("BOB", "FENWICK", "1988-02-19", {}),
            id="under a familiar forename",
        ),
        pytest.param(
            ("SOPHIE", "FENWICK", "1988-02-19", {}),
            ("SOPHIE", "MARSDEN", "1988-02-19", {"aliases": [("SOPHIE", "FENWICK")]}),
            id="under a former surname",
        ),
        pytest.param(
            ("SOPHIE", "FENWICK MARSDEN", "1988-02-19", {"homes": [OLD]}),
            ("SOPHIE", "MARSDEN", "1988-02-19", {"homes": [HOME, OLD]}),
            id="under half a hyphenated surname, by an old address",
        ),
        pytest.param(
            ("SOPHIE", "FENWICK", "1988-02-19", {"phones": ["07700900001"]}),
            ("SOPHIE", "FENWICK", None, {"phones": ["07700900001"]}),
            id="without a birthday, by telephone",
        ),
        pytest.param(
            ("SOPHIE", "FENWICK", "1988-02-19", {"homes": [HOME]}),
            ("SOPHIE", "FENWICK", "1988-01-01", {"homes": [HOME], "year_only": True}),
            id="where only the year is known",
        ),
        pytest.param(
            ("XIU", "ZHANG", "1988-02-19", {"ids": [("nhs", "9434765919")]}),
            ("SUE", "CHANG", "1988-02-19", {"ids": [("nhs", "9434765919")]}),
            id="by NHS number under another spelling",
        ),
    ],
)
def test_one_person_is_found(records, resolve, partition, one, other):
    for agency, (forenames, surname, born, more) in zip(("health", "police"), (one, other), strict=True):
        records.add(f"{agency}:1", forenames, surname, born, **more)
    assert len(partition(resolve(records))) == 1


def test_a_mother_named_by_two_agencies_with_nothing_but_her_name_is_found_through_her_child(
    records, resolve, partition
):
    pupil = records.add("education:E1", "OSCAR", "FENWICK", "2019-01-08", homes=[HOME])
    patient = records.add("health:H1", "OSCAR", "FENWICK", "2019-01-08", homes=[HOME])
    records.add("education:contacts:E1:1", "SOPHIE", "MARSDEN", named_in=pupil, named_as="mother")
    records.add("health:related_persons:H1:1", "SOPHIE", "MARSDEN", named_in=patient, named_as="mother")
    groups = partition(resolve(records))
    assert frozenset({"education:contacts:E1:1", "health:related_persons:H1:1"}) in groups
    assert frozenset({pupil, patient}) in groups


def test_a_name_alone_is_possible_at_most(records, resolve, partition):
    records.add("health:1", "PERPETUA", "QUILLFEATHER")
    records.add("police:1", "PERPETUA", "QUILLFEATHER")
    con = resolve(records)
    assert len(partition(con)) == 2
    assert con.execute("select reason from possible_identity").fetchall() == [("only the name agrees",)]


@pytest.mark.parametrize(
    ("more", "outcome"),
    [
        pytest.param({}, ("possible", "half a name and a birthday"), id="and nothing else"),
        pytest.param({"homes": [HOME]}, ("same", None), id="and an address"),
        pytest.param({"phones": ["07700900001"]}, ("same", None), id="and a telephone"),
    ],
)
def test_in_a_large_hub_a_surname_and_a_birthday_alone_join_nobody(records, resolve, model, monkeypatch, more, outcome):
    """The other twin may be meant, or anybody; in a small hub few are born on one day."""
    monkeypatch.setattr(scoring, "fitted", lambda *_: model.for_population(1_000_000))
    records.add("police:1", None, "FENWICK", "1994-02-16", sex="M", **more)
    records.add("health:1", "NOAH", "FENWICK", "1994-02-16", sex="M", **more)
    con = resolve(records)
    assert con.execute("select outcome, veto from identity_pair").fetchall() == [outcome]


@pytest.mark.parametrize(
    ("surname", "born", "rules"),
    [
        pytest.param("MARSDEN", "1988-09-30", ["forename, postcode"], id="born within a year"),
        pytest.param("MARSDEN", "1968-02-19", ["forename, postcode"], id="born on one day and month"),
        pytest.param("MARSDEN", None, ["forename, postcode"], id="of no birthday"),
        pytest.param("MARSDEN", "1968-05-30", [], id="born far apart: a mother-in-law"),
        pytest.param("FENWICK", "1968-05-30", ["surname, postcode, initial"], id="born far apart, of one whole name"),
    ],
)
def test_a_forename_and_a_postcode_bring_two_together_only_of_near_births(records, resolve, surname, born, rules):
    records.add("health:1", "SOPHIE", "FENWICK", "1988-02-19", homes=[HOME])
    records.add("police:1", "SOPHIE", surname, born, homes=[HOME])
    found = resolve(records).execute(
        "select rule from blocking_report where pairs > 0"
        " and rule in ('forename, postcode', 'surname, postcode, initial')"
    )
    assert [rule for (rule,) in found.fetchall()] == rules


def test_unusable_values_never_link(records, resolve, partition):
    """What the records room found to be sentinels arrives as nulls; a thousand records of them make no pair."""
    for number in range(1000):
        key = records.add(f"police:{number}", None, f"S{number:04d}", None)
        records.rows["record_identifier"].append(
            {"record_key": key, "scheme": "cro", "raw": "000000/00Z", "canonical": None}
        )
        records.rows["contact_detail"].append({"record_key": key, "kind": "phone", "raw": "0", "canonical": None})
    assert len(partition(resolve(records))) == 1000


def test_a_placeholder_that_nobody_listed_links_nobody_and_is_reported(records, resolve, partition):
    for number in range(1000):
        records.add(
            f"police:{number}",
            None,
            f"S{number:04d}",
            "1901-02-03",
            homes=["1 NOWHERE|ZZ9 9ZZ"],
            phones=["07000000000"],
        )
    con = resolve(records)
    assert len(partition(con)) == 1000
    skipped = dict(con.execute("select rule, max(records) from block_skipped group by rule").fetchall())
    assert skipped["birth, district, sex"] == 1000
    report = con.execute("select sum(skipped_records) from blocking_report").fetchall()[0][0]
    assert report >= 1000


def test_each_rule_is_told_the_pairs_of_its_blocks_whoever_found_them_first(records, resolve):
    for number, (forename, born) in enumerate(zip(("ADA", "BOB", "CLEO"), ("1950", "1970", "1990"), strict=True)):
        ids = [("nhs", "9434765919")] if number < 2 else []
        records.add(
            f"police:{number}", forename, f"S{number}", f"{born}-0{number + 1}-11", phones=["07700900123"], ids=ids
        )
    con = resolve(records)
    found = (
        "select rule, pairs, block_pairs, skipped_blocks from blocking_report where rule in ('nhs number', 'telephone')"
    )
    assert con.execute(f"{found} order by position").fetchall() == [("nhs number", 1, 1, 0), ("telephone", 2, 3, 0)]


def test_a_block_left_out_costs_no_pairs(records, resolve):
    for number in range(21):
        records.add(f"police:{number}", born="1950-01-11")
    con = resolve(records)
    found = "select pairs, block_pairs, skipped_blocks, skipped_records from blocking_report where rule = 'birth alone'"
    assert con.execute(found).fetchall() == [(0, 0, 1, 21)]


def test_a_hundred_thousand_of_one_name_do_not_hang(records, model):
    con = records.connect()
    con.execute(
        "insert into person_record by name select 'police:' || i as record_key, 'police' as agency,"
        " 'people' as dataset, '1' as extract, i as source_row, i::varchar as source_id from range(100000) as t (i)"
    )
    con.execute(
        "insert into record_name by name select record_key, 'current' as kind, 'MIA' as forenames,"
        " 'FENWICK' as surname, '' as raw from person_record"
    )
    score_pairs(con, model, dt.date(2026, 11, 1))
    assert con.execute("select count(*) from identity_pair").fetchall() == [(0,)]
    assert con.execute("select max(records) from block_skipped").fetchall() == [(100000,)]
