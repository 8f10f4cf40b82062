"""Children before birth, in foster homes, adopted, between two homes; and what agencies put right between nights."""

import csv

import duckdb
import pytest

from mash.contracts import load_contract
from mash.synthetic import synthesise

AGENCIES = ("police", "health", "education", "probation", "social_care")
PROFILE = """
[families]
adopted = 0.2
[care]
referrals_a_year = 0.3
referred_unborn = 1
episode_none = 0.2
episode_lac = 0.3
fosters = 0.2
[sees]
corrected_a_month = 0.2
"""
NIGHTS = [f"2026-01-{day:02}" for day in range(1, 32)]


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lives")
    (folder / "profile.toml").write_text(PROFILE, encoding="utf-8")
    synthesise(folder / "out", persons=4000, seed=12, nights=len(NIGHTS), profile=folder / "profile.toml")
    return folder / "out"


@pytest.fixture(scope="module")
def ask(out):
    con = duckdb.connect()
    for path in (out / "truth").glob("*.parquet"):
        con.execute(f"create view {path.stem} as from '{path}'")
    for agency in AGENCIES:
        for dataset in load_contract(agency).datasets:
            path = out / agency / NIGHTS[-1] / f"{dataset.name}.csv"
            con.execute(
                f"create view {agency}_{dataset.name} as from read_csv('{path}', all_varchar = true, header = true)"
            )
    yield lambda sql: con.execute(sql).fetchall()
    con.close()


def rows_of(out, agency, dataset, key):
    """Key to row, night by night."""
    nights = []
    for night in NIGHTS:
        with (out / agency / night / f"{dataset}.csv").open(encoding="utf-8", newline="") as file:
            nights.append({row[key]: row for row in csv.DictReader(file)})
    return nights


def test_an_unborn_child_has_an_expected_date_and_no_name_number_or_date_of_birth(ask):
    unborn = ask(
        "select s.forenames, s.date_of_birth, s.nhs_number, s.upn, s.sex, s.expected_date_of_birth"
        " from social_care_persons as s join membership as m on m.record_key = 'social_care:' || s.social_care_id"
        " join persons as p using (person_id) where p.expected_date_of_birth is not null"
    )
    assert len(unborn) > 2
    for forenames, born, nhs, upn, sex, expected in unborn:
        assert forenames is None or "unborn" in forenames.lower()
        assert (born, nhs, upn, sex) == (None, None, None, "U")
        assert expected > "2026-01-10"


def test_nobody_but_social_care_knows_the_unborn(ask):
    agencies = ask(
        "select distinct agency from membership join persons using (person_id) where expected_date_of_birth is not null"
    )
    assert agencies == [("social_care",)]


def test_nobody_has_both_a_date_of_birth_and_an_expected_one(ask):
    both = "from social_care_persons where date_of_birth is not null and expected_date_of_birth is not null"
    assert ask(f"select count(*) {both}") == [(0,)]


def test_an_unborn_child_can_be_an_open_case_tied_to_its_mother(ask):
    cases = ask(
        "select p.mother, t.kind from proposals as c join persons as p on c.child_person_id = p.person_id"
        " join ties as t on t.kind in ('parent', 'household') and p.person_id in (t.person_a, t.person_b)"
        " and p.mother in (t.person_a, t.person_b) where p.expected_date_of_birth is not null"
    )
    assert {kind for _, kind in cases} == {"parent", "household"}


def test_a_child_awaited_on_one_night_is_born_on_a_later_one_under_the_same_key(out):
    first, *_, last = rows_of(out, "social_care", "persons", "social_care_id")
    born = [
        (row, last[key]) for key, row in first.items() if row["expected_date_of_birth"] and last[key]["date_of_birth"]
    ]
    assert born
    assert all(not then["date_of_birth"] and not now["expected_date_of_birth"] for then, now in born)


def test_a_looked_after_child_lives_in_the_foster_home_and_not_with_its_mother(ask):
    fostered = ask(
        "with now as (select person_a, person_b, kind from ties where to_date is null)"
        " select child_person_id, (select count(*) from now where kind = 'household' and child_person_id in"
        " (person_a, person_b) and mother in (person_a, person_b)),"
        " (select count(*) from now as c join now as h using (person_a, person_b) where c.kind = 'carer' and h.kind ="
        " 'household' and child_person_id in (person_a, person_b))"
        " from (select distinct child_person_id from episodes where episode_type = 'LAC' and to_date is null)"
        " join persons on child_person_id = person_id"
    )
    assert len(fostered) > 10
    assert sum(mothers for _, mothers, _ in fostered) < 0.1 * len(fostered)  # a grandmother may foster where she lives
    assert sum(carers > 0 for *_, carers in fostered) > 0.8 * len(fostered)


def test_some_looked_after_children_move_from_one_foster_home_to_another(ask):
    moved = ask(
        "select c.child_social_care_id_b, count(*) from (select social_care_id_b as child_social_care_id_b, to_date"
        " from social_care_relationships where relationship = 'carer of') as c group by all"
        " having count(*) > 1 and count(to_date) > 0"
    )
    assert len(moved) > 5


def test_a_foster_homes_address_is_the_childs(ask):
    ((shared,),) = ask(
        "select count(*) from social_care_relationships as r"
        " join social_care_person_addresses as a on a.social_care_id = r.social_care_id_a"
        " join social_care_person_addresses as b on b.social_care_id = r.social_care_id_b"
        " where r.relationship = 'carer of' and a.postcode = b.postcode"
    )
    assert shared > 10


def test_the_adopted_bear_their_new_parents_surname_and_live_with_them(ask):
    lives = ask(
        "select c.surname, f.surname, c.birth_surname, exists (from ties where kind = 'household' and"
        " c.person_id in (person_a, person_b) and c.mother in (person_a, person_b))"
        " from persons as c join persons as f on c.father = f.person_id where c.adopted and c.sex = f.sex"
    )
    assert len(lives) > 10
    renamed = [now == fathers for now, fathers, *_ in lives]
    assert sum(renamed) > 0.9 * len(lives)
    assert sum(birth != now for now, _, birth, _ in lives) > 0.8 * len(lives)
    assert sum(together for *_, together in lives) > 0.8 * len(lives)


@pytest.mark.parametrize(
    ("table", "key", "column"),
    [
        ("health_patients", "local_patient_id", "nhs_number"),
        ("social_care_persons", "social_care_id", "nhs_number"),
        ("social_care_persons", "social_care_id", "upn"),
        ("social_care_persons", "social_care_id", "phones"),
        ("social_care_persons", "social_care_id", "emails"),
    ],
)
def test_no_identifier_leads_from_the_adopted_to_their_sealed_records(ask, table, key, column):
    agency = table.removesuffix("_patients").removesuffix("_persons")
    shared = ask(
        f"select count(*) filter (sealed), count(*)"
        f" from {table} as s join membership as m on m.record_key = '{agency}:' || s.{key} join persons as p"
        f" using (person_id) where p.adopted and s.{column} is not null"
        f" group by person_id, replace(s.{column}, ' ', '')"
    )
    sealed = ask(f"select count(*) from membership where sealed and agency = '{agency}'")
    assert sealed > [(10,)]
    assert all(hidden in (0, records) for hidden, records in shared)


def test_no_address_of_before_an_adoption_is_on_a_record_of_after(ask):
    """Dwellings are told apart by line and postcode; a house both families lived in at other times would be chance."""
    both = ask(
        "with held as (select person_id, sealed, address_line_1 || postcode as home"
        " from health_patient_addresses as a join membership as m on m.record_key = 'health:' || a.local_patient_id"
        " join persons using (person_id) where adopted and postcode is not null)"
        " select count(distinct person_id) from held as a join held as b using (person_id, home)"
        " where a.sealed and not b.sealed"
    )
    assert both == [(0,)]


def test_no_tie_of_an_adopted_child_to_its_birth_mother_is_left(ask):
    mothers = ask(
        "select count(*) from membership as m join persons as c using (person_id)"
        " join social_care_relationships as r on m.record_key = 'social_care:' || r.social_care_id_b and"
        " r.relationship = 'mother of' join membership as b on b.record_key = 'social_care:' || r.social_care_id_a"
        " where m.sealed and b.person_id = c.mother"
    )
    known = ask(
        "select count(*) from membership as m join social_care_relationships as r"
        " on m.record_key = 'social_care:' || r.social_care_id_b and r.relationship = 'mother of' where m.sealed"
    )
    assert mothers == [(0,)]
    assert known > [(3,)]


def test_children_of_parted_parents_stay_with_the_father_too(ask):
    two_homes = ask(
        "select count(*) from persons as c where c.mother is not null and not c.adopted and"
        " exists (from ties where kind = 'household' and to_date is null and least(c.mother, c.person_id) = person_a"
        " and greatest(c.mother, c.person_id) = person_b) and"
        " exists (from ties where kind = 'household' and to_date is null and least(c.father, c.person_id) = person_a"
        " and greatest(c.father, c.person_id) = person_b) and not"
        " exists (from ties where kind = 'household' and to_date is null and least(c.father, c.mother) = person_a"
        " and greatest(c.father, c.mother) = person_b)"
    )
    assert two_homes > [(10,)]
    assert ask("select count(*) from police_nominal_addresses where address_type = 'other'") > [(0,)]


@pytest.mark.parametrize(
    ("agency", "dataset", "key", "column"),
    [
        ("police", "nominals", "nominal_ref", "surname"),
        ("health", "patients", "local_patient_id", "nhs_number"),
        ("education", "pupils", "la_pupil_id", "legal_surname"),
        ("social_care", "persons", "social_care_id", "date_of_birth"),
    ],
    ids=["a surname", "a number found later", "a pupil's name", "a date of birth"],
)
def test_a_value_sent_before_is_put_right_on_a_later_night(out, agency, dataset, key, column):
    first, *_, last = rows_of(out, agency, dataset, key)
    changed = [name for name, row in first.items() if name in last and row[column] != last[name][column]]
    assert changed
    assert len(changed) < 0.3 * len(first)


def test_of_a_dataset_of_changes_the_corrected_row_is_sent_again(out):
    first, *later = rows_of(out, "social_care", "referrals", "referral_id")
    again = [(first[key], row) for night in later for key, row in night.items() if key in first]
    assert any(then["concern"] != now["concern"] for then, now in again)
