"""What is known of somebody through others: kin as persons, and rivals of one name."""

import pytest

from mash.identity import why

HOME, FAR, AWAY = "4 MILL LANE|LA1 1AA", "9 FAR LANE|BB1 1AA", "2 DOCK ROAD|LA3 3AC"


def outcome_of(con, a, b):
    found = con.execute(
        "select outcome, veto from identity_pair where record_key_a = $a and record_key_b = $b",
        {"a": min(a, b), "b": max(a, b)},
    ).fetchall()
    return found[0] if found else ("different", None)


def together(con, *keys):
    ((persons,),) = con.execute(
        "select count(distinct person_id) from membership where record_key in (select unnest($keys))", {"keys": keys}
    ).fetchall()
    return persons == 1


def child_of_a_mother(records):
    """A girl at school and clinic, her mother with a birthday at either; both agencies agree who they are."""
    records.add("education:E1", "AVA", "NORBURY", "2019-01-08", homes=[HOME], ids=[("nhs", "9000000001")])
    records.add("health:H1", "AVA", "NORBURY", "2019-01-08", homes=[HOME], ids=[("nhs", "9000000001")])
    records.add("health:H2", "GRACE", "NORBURY", "1990-04-30", sex="F", homes=[HOME], ids=[("nhs", "9000000002")])
    records.relate("health:H1", "health:H2", "mother")


def test_a_schools_father_and_a_clinics_partner_of_the_mother_meet(records, resolve):
    child_of_a_mother(records)
    school = records.add(
        "education:contacts:E1:1", "LEO", "GLADWIN", None, sex="M", named_in="education:E1", named_as="father"
    )
    clinic = records.add(
        "health:related_persons:H2:1", "LEO", "GLADWIN", None, named_in="health:H2", named_as="partner"
    )
    assert together(resolve(records), school, clinic)


def test_what_follows_from_a_supposed_person_is_no_evidence_for_that_person(records, resolve, model):
    child_of_a_mother(records)
    records.add("police:P3", "GRACE", "NORBURY", "1990-04-30", sex="F", homes=[HOME])
    con = resolve(records)
    ((repeated,),) = con.execute(
        "select count(*) from linkage_wide as a join linkage_wide as b on a.supposed = b.supposed"
        " where a.record_id < b.record_id and list_has_any(a.kin, b.kin)"
    ).fetchall()
    weights = con.execute("select record_key_a, record_key_b, raw_match_weight from identity_pair").fetchall()
    assert repeated, "the two records of the mother share what is supposed of her"
    for a, b, weight in weights:
        assert why(con, model, a, b).raw_match_weight == pytest.approx(weight)


def test_a_wife_under_her_maiden_name_is_known_by_her_husbands(records, resolve):
    records.add("health:H1", "OSCAR", "KELSALL", "1985-02-03", sex="M", homes=[HOME], ids=[("nhs", "9000000003")])
    records.add("police:P1", "OSCAR", "KELSALL", "1985-02-03", sex="M", homes=[HOME])
    records.add("health:H2", "FREYA", "KELSALL", "1988-07-19", sex="F", homes=[HOME], ids=[("nhs", "9000000004")])
    records.relate("health:H1", "health:H2", "partner")
    maiden = records.add(
        "probation:personal_contacts:X1:1", "FREYA", "MARSDEN", None, named_in="police:P1", named_as="partner"
    )
    assert together(resolve(records), "health:H2", maiden)


@pytest.mark.parametrize("born", ["2004-09-17", "1975-11-30"], ids=["his son", "a namesake in one house"])
def test_who_fits_two_of_one_name_and_two_ages_is_joined_to_neither(records, resolve, born):
    records.add("health:H1", "GEORGE", "FENWICK", "1950-03-02", sex="M", homes=[HOME])
    records.add("health:H2", "GEORGE", "FENWICK", born, sex="M", homes=[HOME])
    undated = records.add("police:P1", "GEORGE", "FENWICK", None, sex="M", homes=[HOME])
    con = resolve(records)
    for other in ("health:H1", "health:H2"):
        assert outcome_of(con, undated, other) == ("possible", "another of the name may be meant")
        assert not together(con, undated, other)


def test_a_slip_of_the_pen_in_common_with_one_record_of_his_does_not_make_him_the_one_meant(records, resolve):
    records.add("health:H1", "NNAMDI", "OPPONG", "1986-06-12", sex="M", homes=[HOME])
    records.add("probation:X1", "NNNAMDI", "OPPONG", "1986-06-12", sex="M", homes=[HOME])
    records.add("health:H2", "NNAMDI", "OPPONG", "2010-10-14", sex="M", homes=[HOME])
    undated = records.add("police:P1", "NNNAMDI", "OPPONG", None, sex="M", homes=[HOME])
    con = resolve(records)
    assert together(con, "health:H1", "probation:X1")
    assert not together(con, undated, "health:H1")
    assert outcome_of(con, undated, "probation:X1") == ("possible", "another of the name may be meant")


def test_who_fits_one_of_them_far_better_is_joined(records, resolve):
    records.add("health:H1", "GEORGE", "FENWICK", "1950-03-02", sex="M", homes=[HOME], phones=["+447700900001"])
    records.add("health:H2", "GEORGE", "FENWICK", "2004-09-17", sex="M", homes=[HOME])
    undated = records.add("police:P1", "GEORGE", "FENWICK", None, sex="M", homes=[FAR], phones=["+447700900001"])
    con = resolve(records)
    assert together(con, undated, "health:H1") or outcome_of(con, undated, "health:H1")[1] is None


def test_two_birthdays_of_one_person_are_no_rivals(records, resolve):
    records.add("health:H1", "GEORGE", "FENWICK", "1950-03-02", sex="M", homes=[HOME], ids=[("nhs", "9000000005")])
    records.add("social_care:S1", "GEORGE", "FENWICK", "1953-03-02", sex="M", homes=[HOME], ids=[("nhs", "9000000005")])
    undated = records.add("police:P1", "GEORGE", "FENWICK", None, sex="M", homes=[HOME])
    assert together(resolve(records), "health:H1", "social_care:S1", undated)


def twins_of_one_first_name(records):
    """The clinic knows their middle names and numbers."""
    for key, middle, number in (("health:H1", "IDRIS", "9000000011"), ("health:H2", "YUSUF", "9000000012")):
        known = {"sex": "M", "homes": [HOME], "ids": [("nhs", number)], "twin": True}
        records.add(key, f"SYED {middle}", "KHALID", "2013-05-01", **known)


def test_who_fits_two_twins_whose_numbers_differ_is_joined_to_neither(records, resolve):
    twins_of_one_first_name(records)
    pupils = [
        records.add(f"education:E{i}", "SYED", "KHALID", "2013-05-01", sex="M", homes=[HOME], ids=[("upn", upn)])
        for i, upn in enumerate(("C352900017246", "D352900017320"))
    ]
    con = resolve(records)
    for pupil in pupils:
        for twin in ("health:H1", "health:H2"):
            assert outcome_of(con, pupil, twin) == ("possible", "another of the name may be meant")
            assert not together(con, pupil, twin)


def test_a_record_that_fits_either_twin_is_not_joined_to_one_through_another_such_record(records, resolve):
    twins_of_one_first_name(records)
    pupil = records.add("education:E1", "SYED", "KHALID", "2013-05-01", sex="M", homes=[HOME])
    seen = records.add("social_care:S1", "SYED", "KHALID", "2013-05-01", sex="M", homes=[HOME])
    con = resolve(records)
    assert not any(together(con, one, twin) for one in (pupil, seen) for twin in ("health:H1", "health:H2"))


@pytest.mark.parametrize(
    ("forenames", "more"),
    [
        pytest.param("SYED", {"ids": [("nhs", "9000000011")]}, id="a number"),
        pytest.param("SYED IDRIS", {}, id="a middle name"),
    ],
)
def test_what_tells_twins_of_one_first_name_apart_joins(records, resolve, forenames, more):
    twins_of_one_first_name(records)
    pupil = records.add("education:E1", forenames, "KHALID", "2013-05-01", sex="M", homes=[HOME], **more)
    con = resolve(records)
    assert together(con, pupil, "health:H1")
    assert not together(con, pupil, "health:H2")


def test_a_friend_and_an_associate_of_one_person_meet(records, resolve):
    records.add("police:N1", "JACK", "INGHAM", "1980-05-06", sex="M", homes=[FAR], ids=[("pnc", "1999/0000001H")])
    records.add("probation:X1", "JACK", "INGHAM", "1980-05-06", sex="M", homes=[FAR], ids=[("pnc", "1999/0000001H")])
    records.add("police:N2", "THEO", "LANGTREE", "1979-01-02", sex="M", homes=[AWAY])
    records.relate("police:N1", "police:N2", "associate")
    friend = records.add(
        "probation:personal_contacts:X1:1", "THEO", "LANGTREE", None, named_in="probation:X1", named_as="friend"
    )
    assert together(resolve(records), "police:N2", friend)


def test_a_partner_a_generation_away_is_looked_at(records, resolve):
    records.add("health:H1", "ALICE", "DENBY", "1968-12-20", sex="F", homes=[HOME])
    partner = records.add(
        "health:related_persons:H1:1", "HARRY", "DENBY", None, homes=[HOME], named_in="health:H1", named_as="partner"
    )
    son = records.add("education:E1", "HARRY", "DENBY", "2005-11-15", sex="M", homes=[HOME])
    con = resolve(records)
    assert outcome_of(con, partner, son) == ("possible", "a generation from the partner")
    assert not together(con, partner, son)
