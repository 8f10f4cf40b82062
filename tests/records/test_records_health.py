"""Health: given rows of the contract, expected rows of the one shape."""

import datetime as dt

import pytest

D = dt.date
PATIENT = {"local_patient_id": "H1", "surname": "Smith"}


def test_a_patient_is_a_record_with_former_names(shape, select):
    patient = PATIENT | {
        "forenames": "Anne-Marie",
        "former_surnames": ["Jones", "SMITH", "UNKNOWN", "Jones"],
        "date_of_birth": D(1990, 5, 6),
        "multiple_birth_order": 2,
        "sensitive": True,
    }
    con = shape(health={"patients": [patient]})
    assert select(con, "person_record", "record_key", "dob_precision", "multiple_birth", "restricted") == [
        ("health:H1", "day", True, True)
    ]
    assert select(con, "record_name", "kind", "forenames", "surname") == [
        ("current", "ANNE MARIE", "SMITH"),
        ("former", "ANNE MARIE", "JONES"),
    ]


@pytest.mark.parametrize(
    ("number", "status", "expected"),
    [
        pytest.param("943 476 5919", "01", "9434765919", id="verified"),
        pytest.param("943 476 5919", None, "9434765919", id="status not sent"),
        pytest.param("943 476 5919", "04", None, id="no match or several"),
        pytest.param("943 476 5919", "05", None, id="in conflict"),
        pytest.param("943 476 5918", "01", None, id="the wrong check digit"),
    ],
)
def test_an_nhs_number_links_unless_invalid_or_contradicted(shape, select, number, status, expected):
    con = shape(health={"patients": [PATIENT | {"nhs_number": number, "nhs_number_status": status}]})
    assert select(con, "record_identifier", "scheme", "raw", "canonical") == [("nhs", number, expected)]


def test_a_baby_not_yet_named_has_a_surname_only(shape, select):
    con = shape(health={"patients": [PATIENT | {"forenames": "BABY SMITH", "date_of_birth": D(1900, 1, 1)}]})
    assert select(con, "record_name", "forenames", "surname", "raw") == [(None, "SMITH", "BABY SMITH|Smith")]
    assert select(con, "person_record", "date_of_birth", "dob_precision") == [(None, None)]


def test_a_relative_with_a_number_is_joined_by_it_and_makes_no_record(shape, select):
    related = {"local_patient_id": "H1", "related_local_patient_id": "H2", "relationship": "mother"}
    con = shape(health={"patients": [PATIENT], "related_persons": [related | {"from_date": D(2022, 1, 2)}]})
    assert select(con, "person_record", "record_key") == [("health:H1",)]
    assert select(con, "declared_relationship", "record_key_a", "record_key_b", "relationship", "from_date") == [
        ("health:H1", "health:H2", "mother", D(2022, 1, 2))
    ]


def test_a_relative_named_only_becomes_one_record_however_often_named(shape, select):
    named = {
        "local_patient_id": "H1",
        "related_forenames": "Jane",
        "related_surname": "O'Brien",
        "related_date_of_birth": D(1995, 2, 3),
        "relationship": "mother",
    }
    con = shape(health={"patients": [PATIENT], "related_persons": [named, named | {"related_surname": "OBRIEN"}]})
    ((key, named_in, named_as, born, sex),) = select(
        con, "person_record where named_in is not null", "record_key", "named_in", "named_as", "date_of_birth", "sex"
    )
    assert key.startswith("health:related_persons:H1:")
    assert (named_in, named_as, born, sex) == ("health:H1", "mother", D(1995, 2, 3), "F")
    assert select(con, "record_name", "record_key", "forenames", "surname")[-1] == (key, "JANE", "OBRIEN")
    assert select(con, "declared_relationship", "record_key_a", "record_key_b", "source_row") == [
        ("health:H1", key, 1),
        ("health:H1", key, 2),
    ]


def test_a_relative_of_whom_nothing_is_known_is_nobody(shape, select):
    unknown = {"local_patient_id": "H1", "related_forenames": "UNKNOWN", "relationship": "father"}
    con = shape(health={"patients": [PATIENT], "related_persons": [unknown]})
    assert select(con, "person_record", "record_key") == [("health:H1",)]
    assert select(con, "declared_relationship", "relationship") == []


def test_the_key_of_a_named_relative_does_not_depend_on_the_order_of_rows(shape, select):
    first = {"local_patient_id": "H1", "related_forenames": "Jane", "related_surname": "Roe", "relationship": "mother"}
    second = {"local_patient_id": "H1", "related_forenames": "John", "related_surname": "Roe", "relationship": "father"}
    one = shape(health={"related_persons": [first, second]})
    other = shape(health={"related_persons": [second, first]})
    assert select(one, "person_record", "record_key", "named_as") == select(
        other, "person_record", "record_key", "named_as"
    )


def test_an_attendance_is_an_event_with_its_patient(shape, select):
    attendance = {
        "local_patient_id": "H1",
        "attended_on": D(2025, 6, 7),
        "setting": "A&E",
        "safeguarding_concern": True,
    }
    con = shape(health={"attendances": [attendance]})
    assert select(con, "event", "kind", "category", "occurred_on", "outcome", "concern") == [
        ("attendance", "A&E", D(2025, 6, 7), "safeguarding concern", None)
    ]
    assert select(con, "event_role join event using (event_key)", "record_key", "role") == [("health:H1", "patient")]


def test_a_patients_address_is_a_home(shape, select):
    address = {"local_patient_id": "H1", "address_line_1": "12 High St", "postcode": "TR14 8AA"}
    con = shape(health={"patient_addresses": [address]})
    assert select(con, "stay", "record_key", "dwelling_key", "kind") == [
        ("health:H1", "addr:12 HIGH ST|TR14 8AA", "home")
    ]
