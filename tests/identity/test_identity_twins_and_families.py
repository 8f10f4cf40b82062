"""Whom the guards keep apart: families are where the lines of evidence are not independent."""

import datetime as dt

import pytest

HOME, FAR = "4 MILL LANE|LA1 1AA", "9 FAR LANE|BB1 1AA"


def pair_of(con):
    return con.execute("select outcome, veto, raw_match_weight, match_weight from identity_pair").fetchall()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(("ELLA", {}), ("GRACE", {}), id="at one address, unlike names"),
        pytest.param(("ELLA", {"twin": True}), ("BELLA", {}), id="recorded as a twin, like names"),
        pytest.param(("ELLA MAY", {}), ("GRACE MAY", {}), id="sharing a middle name as twins may"),
    ],
)
def test_twins_never_merge(records, resolve, partition, one, other):
    for number, (forename, more) in enumerate((one, other)):
        records.add(f"health:H{number}", forename, "FENWICK", "2018-05-14", sex="F", homes=[HOME], **more)
    con = resolve(records)
    assert len(partition(con)) == 2
    ((outcome, _, _, _),) = pair_of(con) or [("different", None, None, None)]
    assert outcome != "same"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(("TOM", "BARBER", {}), ("TYLER TOM", "BARBER", {}), id="a middle name is the other's first"),
        pytest.param(("ABDUL KISHOR", "BHATTI", {}), ("ABDUL ISMAIL", "KAZMI", {}), id="a first name brothers share"),
        pytest.param(("SHAIKH", "AYUB", {"twin": True}), ("SHAIK", "MAHMOOD", {}), id="one first name, recorded twins"),
        pytest.param(
            ("ELLA", "NOUR", {}), ("GRACE", "NUR", {"homes": ["9 FAR LANE|BB1 1AA"]}), id="grown up and moved out"
        ),
        pytest.param(
            ("ELLA", "FENWICK", {"ids": [("nhs", "9000000001")]}),
            ("GRACE", "FENWICK", {"ids": [("nhs", "9000000001")]}),
            id="small, with one's number on the other's record",
        ),
        pytest.param(
            ("ANDREW", "FENWICK", {}), ("ANDREA", "FENWICK", {}), id="a boy's name and a girl's, however alike"
        ),
    ],
)
def test_nor_do_twins_who_are_hard_to_tell(records, resolve, partition, one, other):
    for number, (first, last, more) in enumerate((one, other)):
        records.add(f"health:H{number}", first, last, "2018-05-14", **{"homes": [HOME]} | more)
    for number in range(40):  # who is a boy and who a girl the hub tells from its own records
        for name, sex in (("ANDREW", "M"), ("ANDREA", "F")):
            records.add(f"police:{name}{number}", name, f"NAMESAKE{number}", f"19{50 + number}-01-02", sex=sex)
    assert not any({"health:H0", "health:H1"} <= group for group in partition(resolve(records)))


@pytest.mark.parametrize("born", ["2018-05-14", "1992-05-14"], ids=["small", "grown up"])
@pytest.mark.parametrize("agencies", [("health",), ("health", "education")], ids=["at one agency", "at two"])
def test_triplets_are_three_people_however_many_know_them(records, resolve, partition, agencies, born):
    names = ("ELLA", "GRACE", "TOM")
    for agency in agencies:
        for name in names:
            sex = "M" if name == "TOM" else "F"
            records.add(f"{agency}:{name}", name, "FENWICK", born, sex=sex, homes=[HOME], twin=agency == "health")
    assert partition(resolve(records)) == {frozenset(f"{agency}:{name}" for agency in agencies) for name in names}


@pytest.mark.parametrize(
    ("twin", "other", "outcome"),
    [
        pytest.param(True, "GRACE", "possible", id="two names"),
        pytest.param(True, "ELLAH", "same", id="one name misspelt"),
        pytest.param(None, "GRACE", "same", id="nobody recorded as a twin"),
    ],
)
def test_the_number_of_one_recorded_twin_on_the_others_record_does_not_join_them(
    records, resolve, twin, other, outcome
):
    number = {"ids": [("nhs", "9000000001")], "homes": [HOME], "sex": "F"}
    records.add("health:H1", "ELLA", "FENWICK", "1992-05-14", twin=twin, **number)
    records.add("health:H2", other, "FENWICK", "1992-05-14", twin=twin, **number)
    found = resolve(records).execute("select outcome, veto from identity_pair").fetchall()
    assert found == [(outcome, "recorded twins of one number" if outcome == "possible" else None)]


def test_fingerprints_know_one_man_under_two_forenames(records, resolve, partition):
    records.add("police:P1", "WILLIAM", "HAZEL", "1974-07-21", sex="M", homes=[HOME], ids=[("pnc", "1996/9384689J")])
    records.add("police:P2", "LIAM", "HAZEL", "1974-07-21", sex="M", homes=[HOME], ids=[("pnc", "1996/9384689J")])
    records.add("health:H1", "WILLIAM", "HAZEL", "1974-07-21", sex="M", homes=[HOME])
    assert len(partition(resolve(records))) == 1


@pytest.mark.parametrize(
    ("mother", "baby", "guard"),
    [
        pytest.param(
            {"born": "1995-03-02"}, {"born": "2026-09-20"}, "mother and baby", id="a newborn under her number"
        ),
        pytest.param({"born": "1995-03-02"}, {"expected": "2026-12-20"}, "not born yet", id="a child not born yet"),
    ],
)
def test_a_mother_and_her_baby_are_two_whatever_number_they_share(records, resolve, partition, mother, baby, guard):
    number = {"ids": [("nhs", "9000000001")], "homes": [HOME], "sex": "F"}
    for key, forename, born in (("health:H1", "MIA", mother), ("health:H2", None, baby)):
        due = born.get("expected")
        records.add(key, forename, "FENWICK", born.get("born"), expected=due and dt.date.fromisoformat(due), **number)
    con = resolve(records)
    assert len(partition(con)) == 2
    assert [veto for _, veto, _, _ in pair_of(con)] == [guard]


def test_who_was_adopted_is_not_found_again_by_the_school_number_that_went_along(records, resolve, partition):
    records.add("social_care:S1", "LEO", "FENWICK", "2016-03-02", homes=[HOME], ids=[("upn", "A123456789012")])
    records.adopted("social_care:S1")
    records.add("education:E1", "LEO", "MARSDEN", "2016-03-02", homes=[FAR], ids=[("upn", "A123456789012")])
    con = resolve(records)
    assert len(partition(con)) == 2
    assert [(outcome, veto) for outcome, veto, _, _ in pair_of(con)] == [("different", "sealed by an adoption")]
    assert con.execute("select count(*) from possible_identity").fetchall() == [(0,)]


def test_a_brothers_number_on_his_brothers_record_joins_nobody(records, resolve, partition):
    records.add("health:H1", "KYLE", "FENWICK", "2016-04-07", sex="M", homes=[HOME], ids=[("nhs", "9000000001")])
    records.add("police:P1", "RYAN", "FENWICK", "2019-08-21", sex="M", homes=[HOME], ids=[("nhs", "9000000001")])
    assert len(partition(resolve(records))) == 2


def test_a_twin_is_not_drawn_in_through_a_record_without_forename(records, resolve, partition):
    records.add("health:H1", "ELLA", "FENWICK", "2018-05-14", homes=[HOME])
    records.add("health:H2", "GRACE", "FENWICK", "2018-05-14", homes=[HOME])
    records.add("police:P1", None, "FENWICK", "2018-05-14", homes=[HOME])
    assert not any({"health:H1", "health:H2"} <= group for group in partition(resolve(records)))


def test_father_and_son_of_one_name_do_not_merge_even_through_a_record_without_a_date(records, resolve, partition):
    records.add("health:H1", "GEORGE", "FENWICK", "1975-03-02", sex="M", homes=[HOME])
    records.add("health:H2", "GEORGE", "FENWICK", "2004-09-17", sex="M", homes=[HOME])
    records.add("police:P1", "GEORGE", "FENWICK", None, sex="M", homes=[HOME])
    con = resolve(records)
    assert not any({"health:H1", "health:H2"} <= group for group in partition(con))
    veto = "select veto from identity_pair where record_key_a = 'health:H1' and record_key_b = 'health:H2'"
    assert con.execute(veto).fetchall() == [("born too many years apart",)]


def test_brothers_of_one_name_are_two(records, resolve, partition):
    records.add("health:H1", "LEO", "FENWICK", "2012-03-02", sex="M", homes=[HOME])
    records.add("education:E1", "LEO", "FENWICK", "2016-09-17", sex="M", homes=[HOME])
    con = resolve(records)
    assert len(partition(con)) == 2
    ((outcome, veto, raw, weight),) = pair_of(con)
    assert (outcome, veto) == ("different", "dates of birth far apart")
    assert weight <= raw


def test_a_mother_is_not_her_daughter_of_the_same_name(records, resolve, partition):
    child = records.add("education:E1", "OSCAR", "FENWICK", "2019-01-08", homes=[HOME])
    records.add("education:contacts:E1:1", "MIA", "FENWICK", None, homes=[HOME], named_in=child, named_as="mother")
    records.add("health:H2", "MIA", "FENWICK", "2016-04-30", sex="F", homes=[HOME])
    con = resolve(records)
    assert frozenset({"education:contacts:E1:1"}) in partition(con)


@pytest.mark.parametrize("relation", ["mother", "partner", "sibling"])
def test_nobody_is_their_own_relative(records, resolve, partition, relation):
    child = records.add("education:E1", "MIA", "FENWICK", "1990-01-08", homes=[HOME], phones=["07700900001"])
    records.add(
        "education:contacts:E1:1",
        "MIA",
        "FENWICK",
        "1990-01-08",
        homes=[HOME],
        phones=["07700900001"],
        named_in=child,
        named_as=relation,
    )
    con = resolve(records)
    assert len(partition(con)) == 2
    assert pair_of(con)[0][1] == "named beside each other"


@pytest.mark.parametrize(
    ("scheme", "one", "other", "veto"),
    [
        ("nhs", "9434765919", "9000000009", "NHS numbers differ"),
        ("upn", "A801200001001", "B801200001002", "pupil numbers differ"),
        ("pnc", "2001/0000034U", "2002/0000051X", "police numbers differ"),
        ("cro", "065656/91H", "065657/91J", "police numbers differ"),
    ],
)
def test_different_numbers_keep_records_apart_and_the_unaltered_weight_stays(
    records, resolve, partition, scheme, one, other, veto
):
    for number, value in enumerate((one, other)):
        records.add(f"health:H{number}", "MIA MAY", "FENWICK", "2018-05-14", homes=[HOME], ids=[(scheme, value)])
    con = resolve(records)
    assert len(partition(con)) == 2
    ((outcome, found, raw, weight),) = pair_of(con)
    assert (outcome, found) == ("different", veto)
    assert raw > 10 > weight


def test_a_former_pupil_number_is_no_conflict(records, resolve, partition):
    records.add("education:E1", "MIA", "FENWICK", "2015-05-14", ids=[("upn", "A1"), ("upn", "B2")])
    records.add("social_care:S1", "MIA", "FENWICK", "2015-05-14", ids=[("upn", "B2")])
    assert len(partition(resolve(records))) == 1


def test_a_record_without_numbers_does_not_bridge_two_people(records, resolve, partition):
    records.add("health:H1", "MIA MAY", "FENWICK", "2018-05-14", homes=[HOME], ids=[("nhs", "9434765919")])
    records.add("health:H2", "MIA MAY", "FENWICK", "2018-05-14", homes=[HOME], ids=[("nhs", "9000000009")])
    records.add("police:P1", "MIA MAY", "FENWICK", "2018-05-14", homes=[HOME])
    assert not any({"health:H1", "health:H2"} <= group for group in partition(resolve(records)))
