"""The order of rows in a file is no fact: the same rows in another order are the same records under the same ids."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mash.records.build import SHAPES

D = dt.date
HOME = {"address_line_1": "1 High Street", "postcode": "LA9 4BQ"}
HOMES = [HOME, HOME | {"uprn": "100"}, HOME | {"from_date": D(2020, 1, 1)}, {"postcode": "CA1 1AA"}]
CONTACT = {"la_pupil_id": "L1", "surname": "Smith", "relationship": "mother", "lives_with_child": True}
SENT = {
    "education": {
        "pupils": [{"la_pupil_id": "L1", "legal_surname": "Smith"}],
        # two of them are of the same latest day: which is the contacts' home must not hang on their order
        "pupil_addresses": [{"la_pupil_id": "L1"} | each | {"from_date": D(2020, 1, 1)} for each in HOMES[1:]],
        "contacts": [CONTACT | {"contact_seq": 1}, CONTACT | {"contact_seq": 2}],
    },
    "health": {
        "patients": [{"local_patient_id": f"H{number}", "surname": "Smith"} for number in (1, 2)],
        "patient_addresses": [{"local_patient_id": f"H{number}"} | each for number in (1, 2) for each in HOMES],
        "related_persons": [
            {"local_patient_id": "H1", "related_surname": surname, "relationship": said}
            for surname in ("Jones", "JONES")
            for said in ("father", "uncle", "friend")
        ],
        "attendances": [
            {"local_patient_id": "H1", "attended_on": D(2025, 1, day), "setting": "gp"} for day in (1, 2, 3)
        ],
    },
    "probation": {
        "offenders": [{"crn": "X123456", "surname": "Smith"}],
        "offender_addresses": [{"crn": "X123456"} | each for each in HOMES],
        "licence_conditions": [
            {"crn": "X123456", "condition": said, "from_date": D(2025, 1, 1)} for said in ("Curfew", "No contact")
        ],
        "personal_contacts": [
            {"crn": "X123456", "contact_surname": "Jones", "relationship": said} for said in ("mother", "aunt or uncle")
        ],
    },
}


def built(shape, sent):
    """Every table of the one shape without row numbers, sorted; and where each stay says that it comes from."""
    con = shape(**sent)
    tables = {
        name: con.execute(f"select columns(lambda named : named <> 'source_row') from {name} order by all").fetchall()
        for name in SHAPES
    }
    stays = con.execute("select stay_id, agency, dataset, source_row from stay").fetchall()
    return tables, {stay: sent[agency][dataset][row - 1] for stay, agency, dataset, row in stays}


@pytest.mark.slow
@settings(derandomize=True, deadline=None, max_examples=4)
@given(chosen=st.data())
def test_shuffled_rows_are_the_same_records_and_lead_back_to_the_same_rows(shape, chosen):
    shuffled = {
        agency: {dataset: chosen.draw(st.permutations(rows)) for dataset, rows in datasets.items()}
        for agency, datasets in SENT.items()
    }
    assert built(shape, shuffled) == built(shape, SENT)


@pytest.mark.parametrize(
    ("table", "key"), [("stay", "stay_id"), ("event", "event_key"), ("person_record", "record_key")]
)
def test_an_id_stands_once(shape, table, key):
    con = shape(**SENT)
    assert con.execute(f"select count(*) from {table} group by {key} having count(*) > 1").fetchall() == []
    assert con.execute(f"select count(*) > 3 from {table}").fetchall() == [(True,)]


def test_an_id_stays_the_same_in_the_next_extract(shape, select):
    stays = [
        select(shape(police={"nominal_addresses": [{"nominal_ref": "N1", "_extract": day} | HOME]}), "stay", "stay_id")
        for day in ("2026-01-30", "2026-01-31")
    ]
    assert stays[0] == stays[1]
