"""What the family says of a person, and the second look (decision 12): whom it joins, whom the guards keep apart."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from mash.identity import load_model, scoring, why

HOME, OLD, FAR = "4 MILL LANE|LA1 1AA", "9 QUAY STREET|LA1 2BB", "7 DOCK ROAD|LA1 3CC"
ODD = {"m_probability": 0.9, "u_probability": 0.5}
NHS = [("nhs", "9434765919")]
PHONE = ["07700900001"]
CONTACT, PATIENTS_MOTHER, OWN = "education:contacts:E1:1", "health:related_persons:H1:1", "police:P1"
TABLES = ("identity_pair", "membership", "person", "possible_identity", "linkage_record")


def a_child(records, key, forename="OSCAR", homes=(HOME,)):
    return records.add(key, forename, "FENWICK", "2019-01-08", sex="M", homes=homes)


def named_by_school_and_clinic(records):
    """A mother of whom both give the name only; what she is known by, the child's addresses, they give in part."""
    school, clinic = a_child(records, "education:E1"), a_child(records, "health:H1", homes=[OLD])
    records.add(CONTACT, "SOPHIE", "MARSDEN", named_in=school, named_as="mother")
    records.add(PATIENTS_MOTHER, "SOPHIE", "MARSDEN", named_in=clinic, named_as="mother")
    records.add(OWN, "SOPHIE", "MARSDEN", "1990-02-03", sex="F", homes=[OLD])


def known_at_the_second_look(records):
    """Her child's old address stands only with a record that no key, but the weighing, tells to be the child's."""
    school = a_child(records, "education:E1")
    a_child(records, "health:H1", forename="OSKAR", homes=[HOME, OLD])
    records.add(CONTACT, "SOPHIE", "MARSDEN", named_in=school, named_as="mother")
    records.add(OWN, "SOPHIE", "MARSDEN", "1990-02-03", sex="F", homes=[OLD])


def findings(con, model, a, b):
    return {each.comparison: each for each in why(con, model, a, b).findings}


def outcome_of(con, a, b):
    asked = "select outcome, veto, blocking_rule from identity_pair where record_key_a = $a and record_key_b = $b"
    found = con.execute(asked, dict(zip("ab", sorted((a, b)), strict=True))).fetchall()
    return SimpleNamespace(**dict(zip(("outcome", "veto", "rule"), found[0] if found else (None,) * 3, strict=True)))


def together(groups, *keys):
    return any(set(keys) <= group for group in groups)


def test_a_mother_known_by_name_only_is_joined_where_her_childs_addresses_of_all_agencies_are_her_own(
    records, resolve, partition, model
):
    named_by_school_and_clinic(records)
    con = resolve(records)
    assert together(partition(con), CONTACT, PATIENTS_MOTHER, OWN)
    family = findings(con, model, CONTACT, OWN)["family_address"]
    assert family.says == "a dwelling in common with the family of the other"
    assert family.match_weight > 5, "the school does not give this address: the clinic does"


def test_the_second_look_joins_whom_the_first_cannot(records, resolve, partition, monkeypatch):
    known_at_the_second_look(records)
    with monkeypatch.context() as patched:
        patched.setattr(scoring, "look_again", lambda *_: None)
        first = resolve(records)
    assert outcome_of(first, CONTACT, OWN).outcome != "same"
    assert not together(partition(first), CONTACT, OWN)
    second = resolve(records)
    assert outcome_of(second, CONTACT, OWN).outcome == "same"
    assert together(partition(second), CONTACT, OWN)


def test_whom_a_family_adds_nothing_in_common_to_need_not_be_weighed_again(records, resolve, model, monkeypatch):
    """The second look leaves them out; looked at all the same, they are where they were."""
    monkeypatch.setattr(scoring, "fitted", lambda *_: model.for_population(1_000_000))
    known_at_the_second_look(records)
    for number, surname in enumerate(("MARSDON", "MARSDIN", "MARZDEN")):
        records.add(f"police:P{number + 2}", "SOFIE", surname, f"198{number}-05-06", homes=["1 FAR LANE|BB1 1AA"])
    told = "from identity_pair order by all"
    quick = resolve(records)
    left_out = quick.execute("select count(*) from unmoved_pair").fetchall()[0][0]
    monkeypatch.setattr(scoring, "leave_out_the_unmoved", lambda *_: None)
    assert quick.execute(told).fetchall() == resolve(records).execute(told).fetchall()
    assert left_out > 0


def test_a_model_to_which_strangers_families_speak_for_one_person_looks_at_all(records, resolve, monkeypatch):
    """What is left out can only weigh less: under such a model it could weigh more."""
    known_at_the_second_look(records)
    fitted = scoring.fitted

    def odd(con, model):
        fits = fitted(con, model)
        comparisons = [
            {**each, "comparison_levels": [*each["comparison_levels"][:-1], {**each["comparison_levels"][-1], **ODD}]}
            if each["output_column_name"] == "kin"
            else each
            for each in fits.settings["comparisons"]
        ]
        return replace(fits, settings={**fits.settings, "comparisons": comparisons})

    monkeypatch.setattr(scoring, "fitted", odd)
    con = resolve(records)
    assert con.execute("select 1 from duckdb_tables() where table_name = 'unmoved_pair'").fetchall() == []


def test_the_second_look_needs_a_dated_person_as_little_as_a_full_one(records, resolve, partition):
    """A record with a year of birth speaks for itself: its family's places are left as the first look had them."""
    school = a_child(records, "education:E1")
    a_child(records, "health:H1", forename="OSKAR", homes=[HOME, OLD])
    records.add(CONTACT, "SOPHIE", "MARSDEN", "1961-07-09", named_in=school, named_as="mother")
    records.add(OWN, "SOPHIE", "MARSDEN", "1990-02-03", sex="F", homes=[OLD])
    con = resolve(records)
    assert con.execute("select count(*) from widened_family").fetchall() == [(0,)]
    assert not together(partition(con), CONTACT, OWN)


@pytest.mark.parametrize(
    ("own", "counted"),
    [
        pytest.param({CONTACT: [], PATIENTS_MOTHER: []}, "kin", id="a child in common is the family already"),
        pytest.param({CONTACT: [OLD], OWN: [OLD]}, "address", id="an address of their own in common"),
        pytest.param({CONTACT: [], OWN: [OLD]}, "family_address", id="nothing of their own but the family's"),
    ],
)
def test_an_address_is_counted_once(records, resolve, model, own, counted):
    school, clinic = a_child(records, "education:E1"), a_child(records, "health:H1", homes=[OLD])
    named = {CONTACT: {"named_in": school, "named_as": "mother"}}
    named |= {PATIENTS_MOTHER: {"named_in": clinic, "named_as": "mother"}, OWN: {}}
    for key, homes in own.items():
        records.add(key, "SOPHIE", "MARSDEN", homes=homes, **named[key])
    found = findings(resolve(records), model, *own)
    lines = ("kin", "address", "postcode", "family_address")
    assert [line for line in lines if found[line].match_weight] == [counted]


def mother(*, forename="MIA", surname="FENWICK", **more):
    return (
        CONTACT,
        forename,
        surname,
        None,
        {"homes": [HOME], "named_in": "education:E1", "named_as": "mother"} | more,
    )


def adult(born="1990-04-30", *, key=OWN, forename="MIA", surname="FENWICK", **more):
    return (key, forename, surname, born, {"homes": [HOME]} | more)


CHILD = ("education:E1", "OSCAR", "FENWICK", "2019-01-08", {"homes": [HOME]})
PATIENT = ("health:H1", "OSCAR", "FENWICK", "2019-01-08", {"homes": [HOME]})
OFFENDER = ("probation:X1", "GEORGE", "CALDER", "1980-01-01", {"homes": [FAR]})
PARTNER = ("probation:personal_contacts:X1:1", "MIA", "FENWICK", None, {"homes": [HOME], "named_in": "probation:X1"})
TWIN = {"born": "2018-05-14", "key": "health:H2", "forename": "ELLA"}


def of_patient(named_as):
    return (PATIENTS_MOTHER, "MIA", "FENWICK", None, {"homes": [HOME], "named_in": "health:H1", "named_as": named_as})


GUARDED = {
    "a mother named at the school is not a girl of five": (
        [CHILD, mother(), adult("2016-04-30")],
        "different",
        "too young to be the parent",
    ),
    "a mother named at the school is not a girl of eight": (
        [CHILD, mother(), adult("2010-04-30")],
        "different",
        "too young to be the parent",
    ),
    "a mother of fifteen is looked at": ([CHILD, mother(), adult("2004-04-30")], "possible", "hardly old enough"),
    "an offender's partner is no child": (
        [OFFENDER, (*PARTNER[:4], PARTNER[4] | {"named_as": "partner"}), adult("2016-04-30")],
        "different",
        "a child is no partner or parent",
    ),
    "an offender's partner of fourteen is looked at": (
        [OFFENDER, (*PARTNER[:4], PARTNER[4] | {"named_as": "partner"}), adult("2012-04-30")],
        "possible",
        "hardly old enough",
    ),
    "mother and grandmother of one child and one name": (
        [CHILD, PATIENT, mother(), of_patient("grandparent")],
        "different",
        "parent and grandparent of one child",
    ),
    "father and son of one name in one house": (
        [adult("1975-03-02", key="health:H2", forename="GEORGE"), adult("2004-09-17", forename="GEORGE")],
        "different",
        "born too many years apart",
    ),
    "sisters of one name, nine years apart": (
        [adult("1990-04-30", key="health:H2"), adult("1981-12-05")],
        "different",
        "dates of birth far apart",
    ),
    "one house, one birthday, two names: twins under each parent's surname": (
        [adult(**TWIN), adult("2018-05-14", forename="GRACE", surname="MARSDEN")],
        "possible",
        "possible twins of two surnames",
    ),
    "a wife under her maiden name, or his mother": (
        [adult(None, key="health:H2"), adult(surname="MARSDEN")],
        "possible",
        "another surname",
    ),
    "a child's number under two names": (
        [
            adult("2014-02-19", key="health:H2", forename="XIU", surname="ZHANG", ids=NHS),
            adult("2014-02-19", forename="BETTY", surname="COOPER", ids=NHS, homes=["3 FAR LANE|BB1 1AA"]),
        ],
        "possible",
        "only a number agrees",
    ),
    "one number given to two people of one birthday": (
        [
            adult("1953-06-07", key="health:H2", forename="ZARA", surname="GONI", ids=NHS, homes=[]),
            adult("1953-06-07", forename="RITA", surname="WILSON", ids=NHS),
        ],
        "possible",
        "only a number agrees",
    ),
    "her middle name is her little brother's first, of one day in March": (
        [
            adult("2014-03-09", key="health:H2", forename="SAFIYA MOHAMED", surname="JAMA", sex="F"),
            adult("2025-03-09", forename="MOHAMED", surname="JAMA", sex="M"),
        ],
        "possible",
        "another first name, sex and birthday",
    ),
    "husband and wife on one telephone": (
        [adult(None, key="health:H2", phones=PHONE), adult(forename="GEORGE", phones=PHONE)],
        "possible",
        "another forename",
    ),
}


@pytest.mark.parametrize("case", GUARDED)
def test_a_family_is_kept_apart(records, resolve, partition, case):
    people, outcome, guard = GUARDED[case]
    for key, forename, surname, born, more in people:
        records.add(key, forename, surname, born, **more)
    pair = people[-2][0], people[-1][0]
    con = resolve(records)
    found = outcome_of(con, *pair)
    assert (found.outcome, found.veto) == (outcome, guard)
    assert not together(partition(con), *pair)


def test_a_number_a_birthday_and_a_home_are_one_person_under_whatever_two_names(records, resolve, partition):
    for key, forename, surname in (("health:H2", "XIU", "ZHANG"), (OWN, "BETTY", "COOPER")):
        records.add(key, forename, surname, "1988-02-19", homes=[HOME], ids=NHS)
    assert partition(resolve(records)) == {frozenset({"health:H2", OWN})}


ONE_PERSON = {
    "a mother of the right age": [CHILD, mother(), adult("1990-04-30")],
    "a mother of seventeen": [CHILD, mother(), adult("2001-04-30")],
    "a mother of fifteen, by her number": [CHILD, mother(ids=NHS), adult("2004-04-30", ids=NHS)],
    "a partner of age": [OFFENDER, (*PARTNER[:4], PARTNER[4] | {"named_as": "partner"}), adult("1990-04-30")],
    "mother of one child at two agencies": [CHILD, PATIENT, mother(), of_patient("mother")],
    "a birthday one keystroke off": [adult("1990-04-30", key="health:H2"), adult("1980-04-30")],
    "forename and surname crossed, no twins": [
        adult("2018-05-14", key="health:H2", forename="GRACE"),
        adult("2018-05-14", forename="FENWICK", surname="GRACE"),
    ],
    "crossed and misspelt, no twins": [
        adult("2018-05-14", key="health:H2", forename="GRACE"),
        adult("2018-05-14", forename="FENWIK", surname="GRACE"),
    ],
    "a child under each parent's surname": [adult(**TWIN), adult("2018-05-14", forename="ELLA", surname="MARSDEN")],
    "a wife under two surnames, by her telephone": [
        adult(None, key="health:H2", phones=PHONE),
        adult(surname="MARSDEN", phones=PHONE),
    ],
    "a birthday and a sex mistaken under one first name": [
        adult("2014-03-09", key="health:H2", forename="SAFIYA", surname="JAMA", sex="F"),
        adult("2015-03-09", forename="SAFIYA", surname="JAMA", sex="M"),
    ],
    "a number under one surname and two forenames": [
        adult("1988-02-19", key="health:H2", forename="XIU", surname="ZHANG", ids=NHS),
        adult("1988-02-19", forename="BETTY", surname="ZHANG", ids=NHS),
    ],
}


@pytest.mark.slow
@pytest.mark.parametrize("case", ONE_PERSON)
def test_who_is_one_person_is_not_kept_apart(records, resolve, partition, case):
    """The same tables a little otherwise: the guards hold back no more than they must."""
    for key, forename, surname, born, more in ONE_PERSON[case]:
        records.add(key, forename, surname, born, **more)
    con = resolve(records)
    pair = ONE_PERSON[case][-2][0], ONE_PERSON[case][-1][0]
    assert (outcome_of(con, *pair).outcome, outcome_of(con, *pair).veto) == ("same", None)
    assert together(partition(con), *pair)


def test_mother_and_grandmother_of_one_name_in_one_house_are_never_one(records, resolve, partition):
    child = a_child(records, "education:E1")
    for key, named_as in ((CONTACT, "mother"), ("education:contacts:E1:2", "grandparent")):
        records.add(key, "GRACE", "FENWICK", homes=[HOME], named_in=child, named_as=named_as)
    records.add("health:H2", "GRACE", "FENWICK", "1965-03-02", sex="F", homes=[HOME])
    records.add(OWN, "GRACE", "FENWICK", "1990-09-17", sex="F", homes=[HOME])
    groups = partition(resolve(records))
    assert not together(groups, CONTACT, "education:contacts:E1:2")
    assert not together(groups, "health:H2", OWN)


def test_who_stands_in_one_person_is_compared_all_with_all(records, resolve, model):
    """No blocking rule brings the two together whom a third record joins; ``why`` still has their weight."""
    records.add("health:H2", "SOPHIE", "MARSDEN", "1990-02-03", sex="F", homes=[HOME], ids=NHS)
    both = {"aliases": [("BETTY", "CALDER")], "ids": NHS, "phones": PHONE}
    records.add("social_care:S1", "SOPHIE", "MARSDEN", "1990-02-03", homes=[FAR], **both)
    records.add(OWN, "BETTY", "CALDER", phones=PHONE, homes=["1 HIGH STREET|EX1 1AA"])
    con = resolve(records)
    weighed = con.execute(
        "select a.record_key, b.record_key, weight from guarded_pair inner join blocking_rule using (position)"
        " inner join linkage_record as a on a.record_id = guarded_pair.a"
        " inner join linkage_record as b on b.record_id = guarded_pair.b where rule = 'within a person'"
    ).fetchall()
    told = why(con, model, "health:H2", OWN).raw_match_weight
    assert weighed == [("health:H2", OWN, pytest.approx(told))]
    assert told < 0, "it is heard as evidence against"


@pytest.mark.parametrize("fill", [named_by_school_and_clinic, known_at_the_second_look])
def test_why_adds_up_for_records_that_gained_a_place(records, resolve, model, fill):
    fill(records)
    con = resolve(records)
    widened = con.execute("select record_key from linkage_record semi join widened_family using (record_id)").fetchall()
    pairs = con.execute(
        "select record_key_a, record_key_b, raw_match_weight, veto, outcome from identity_pair"
        " where list_has_any([record_key_a, record_key_b], $widened) order by all",
        {"widened": [key for (key,) in widened]},
    ).fetchall()
    assert pairs, "some pair was weighed again"
    for a, b, weight, veto, outcome in pairs:
        found = why(con, model, a, b)
        total = found.prior_weight + sum(each.match_weight for each in found.findings)
        assert total == pytest.approx(weight) == pytest.approx(found.raw_match_weight)
        assert (found.veto, found.outcome) == (veto, outcome)


@pytest.mark.parametrize("seed", range(2))
def test_the_second_look_gives_the_same_in_any_order(records, resolve, shuffler, seed):
    known_at_the_second_look(records)
    named_in = a_child(records, "health:H7", forename="OSCA", homes=[FAR])
    records.add("health:related_persons:H7:1", "SOPHIE", "MARSDEN", named_in=named_in, named_as="mother")
    records.add("social_care:S1", "SOFIE", "MARSDEN", "1990-02-03", homes=[FAR])
    plain, shuffled = (
        {table: con.execute(f"select * from {table} order by all").fetchall() for table in TABLES}
        for con in (resolve(records), resolve(records, order=shuffler(seed)))
    )
    assert shuffled == plain


def local_rungs(model):
    return {
        (ladder.name, rung.says): rung.weight
        for ladder in model.ladders
        for rung in ladder.rungs
        if rung.says
        in {
            "a dwelling in common, and nothing says at different times",
            "a dwelling in common, one after the other",
            "a dwelling in common with the family of the other",
        }
    }


def test_a_house_in_common_tells_the_more_the_larger_the_hub_and_never_less_than_in_training(model):
    trained = local_rungs(model)
    assert len(trained) == 3
    for records in (1, 600, model.records):
        assert local_rungs(model.for_population(records)) == pytest.approx(trained)
    before = trained
    for times in (4, 16, 64):
        larger = local_rungs(model.for_population(model.records * times))
        assert all(larger[rung] == pytest.approx(before[rung] + 2, abs=0.01) for rung in trained)
        before = larger


def test_what_is_not_local_weighs_the_same_in_any_hub(model):
    def others(fitted):
        return {ladder.name: [rung.weight for rung in ladder.rungs] for ladder in fitted.ladders} | dict.fromkeys(
            ("address", "postcode", "family_address")
        )

    assert others(model.for_population(model.records * 64)) == others(load_model("model-2026-11"))


def test_the_chances_of_every_rung_stay_chances_in_the_largest_hub(model):
    for ladder in model.for_population(2**31).ladders:
        known = [rung.u for rung in ladder.rungs if rung.u is not None]
        assert all(0 < chance <= 1 for chance in known)
        assert sum(known) <= 1 + 1e-3, "stated chances are rounded"
