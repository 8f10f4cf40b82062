"""The truth says whose every record is, and holds the awkward lives the town promises."""

import json

import pytest

from mash.synthetic.profile import default_rates, profile_hash

RECORDS = [
    ("police", "nominals", "nominal_ref"),
    ("health", "patients", "local_patient_id"),
    ("education", "pupils", "la_pupil_id"),
    ("education", "contacts", "la_pupil_id || ':' || contact_seq"),
    ("probation", "offenders", "crn"),
    ("social_care", "persons", "social_care_id"),
]


@pytest.mark.parametrize(("agency", "dataset", "key"), RECORDS, ids=[f"{r[0]} {r[1]}" for r in RECORDS])
def test_every_record_sent_has_a_true_person(town, agency, dataset, key):
    unknown = (
        f"select count(*) from {agency}_{dataset} where {key} not in "
        f"(select source_id from membership where agency = '{agency}' and dataset = '{dataset}')"
    )
    assert town.one(unknown) == 0


def test_a_record_is_one_persons_and_keys_follow_the_records_rule(town):
    assert town.one("select count(*) - count(distinct record_key) from membership") == 0
    assert town.one("select count(*) from membership where person_id not in (select person_id from persons)") == 0
    own = "dataset in ('nominals', 'patients', 'pupils', 'offenders', 'persons')"
    assert town.one(f"select count(*) from membership where {own} and record_key != agency || ':' || source_id") == 0
    named = f"not ({own}) and record_key != agency || ':' || dataset || ':' || source_id"
    assert town.one(f"select count(*) from membership where {named}") == 0


def test_people_named_only_inside_another_record_are_in_the_truth(town):
    assert {dataset for (dataset,) in town.rows("select distinct dataset from membership")} == {
        "nominals", "patients", "related_persons", "pupils", "contacts", "offenders", "personal_contacts", "persons",
    }  # fmt: skip


def test_there_are_exactly_as_many_persons_as_were_asked_for(town):
    assert town.one("select count(*) from persons") == 3000
    assert json.loads((town.root / "truth/manifest.json").read_text(encoding="utf-8"))["persons"] == 3000


def test_the_manifest_names_the_seed_and_the_profile(town):
    manifest = json.loads((town.root / "truth/manifest.json").read_text(encoding="utf-8"))
    assert manifest["seed"] == 7
    assert manifest["profile"] == profile_hash(default_rates())


def test_twins_share_a_birthday_and_a_mother_but_not_a_forename(town):
    pairs = town.rows(
        "select a.forenames, b.forenames from persons as a join persons as b on a.mother = b.mother "
        "and a.date_of_birth = b.date_of_birth and a.person_id < b.person_id where a.is_twin and b.is_twin"
    )
    assert len(pairs) > 5
    assert all(one != other for one, other in pairs)


def test_mothers_and_fathers_are_of_an_age_to_be(town):
    ages = town.rows(
        "select p.sex, date_diff('day', p.date_of_birth, c.date_of_birth) / 365.25 from persons as c "
        "join persons as p on p.person_id in (c.mother, c.father) where c.date_of_birth is not null"
    )
    assert all(14.5 < age < 46 if sex == "F" else age > 14.5 for sex, age in ages)


def test_some_people_have_records_with_several_agencies_and_some_two_with_one(town):
    assert town.one("select max(n) from (select count(distinct agency) as n from membership group by person_id)") >= 4
    twice = (
        "select count(*) from (select 1 from membership where dataset = 'patients' "
        "group by person_id having count(*) > 1)"
    )
    assert town.one(twice) > 10


def test_an_adopted_childs_two_records_bear_different_numbers_and_one_is_sealed(town):
    adopted = town.rows(
        "select m.person_id, count(*), count(distinct p.nhs_number), bool_or(m.sealed) from membership as m "
        "join health_patients as p on m.record_key = 'health:' || p.local_patient_id "
        "join persons as t on t.person_id = m.person_id where t.adopted group by 1"
    )
    assert adopted
    assert all(sealed for *_, sealed in adopted)
    assert any(records > 1 and numbers > 1 for _, records, numbers, _ in adopted)


def test_ties_join_two_persons_in_order_and_end_after_they_begin(town):
    assert town.one("select count(*) from ties where person_a >= person_b") == 0
    assert town.one("select count(*) from ties where to_date < from_date") == 0
    kinds = {kind for (kind,) in town.rows("select distinct kind from ties")}
    assert kinds == {
        "household", "parent", "sibling", "relative", "carer", "partner", "ex-partner", "co-defendant",
        "police associate", "suspect-victim", "involved together",
    }  # fmt: skip


def test_children_live_with_their_mothers_for_the_most_part(town):
    share = town.one(
        "select avg((exists (from ties where kind = 'household' and to_date is null "
        "and person_a = least(c.mother, c.person_id) and person_b = greatest(c.mother, c.person_id)))::int) "
        "from persons as c where date_of_birth > date '2012-01-31' and died_on is null"
    )
    assert share > 0.7


def test_a_flag_that_ran_out_is_not_current(town):
    assert town.one("select count(*) from flags where status = 'current' and valid_to <= date '2026-01-31'") == 0
    assert town.one("select count(*) from flags where status != 'current' and valid_to is null") == 0


def test_open_cases_are_those_without_an_end(town):
    assert town.one("select count(*) from cases where is_open != (closed_on is null)") == 0
    assert town.one("select count(*) from cases where is_open") > 0


def test_crowds_are_in_the_drops_and_not_in_the_ties(town):
    kinds = {kind for (kind,) in town.rows("select distinct address_type from police_nominal_addresses")}
    assert {"prison", "hostel"} <= kinds
    now = "from ties where kind = 'household' and to_date is null"
    most = town.one(f"select max(n) from (select count(*) as n {now} group by person_a)")
    assert most < 40


def test_every_open_case_has_a_true_proposal_no_lower_than_the_first_rating(town):
    order = "(case {} when 'RED' then 3 when 'AMBER' then 2 when 'GREEN' then 1 else 0 end)"
    proposed = "select case_id from proposals"
    assert town.one(f"select count(*) from cases where is_open and case_id not in ({proposed})") == 0
    assert town.one("select count(*) from proposals") == town.one("select count(*) from cases where is_open")
    low = f"{order.format('colour')} < {order.format('initial_rating')}"
    assert town.one(f"select count(*) from proposals where {low}") == 0
    assert town.one("select count(*) from proposals where (rules = '') != (at_least = 'GREEN')") == 0
