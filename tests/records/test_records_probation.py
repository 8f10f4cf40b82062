"""Probation: given rows of the contract, expected rows of the one shape."""

import datetime as dt

import pytest

D = dt.date
OFFENDER = {"crn": "X123456", "forenames": "John", "surname": "Smith"}


def test_an_offender_is_a_record_whose_key_is_an_identifier(shape, select):
    offender = OFFENDER | {
        "pnc_id": "81/34U",
        "noms_number": "A1234BC",
        "aliases": ["JONES, Jack"],
        "phones": ["07700900123"],
    }
    con = shape(probation={"offenders": [offender]})
    assert select(con, "record_identifier", "record_key", "scheme", "canonical") == [
        ("probation:X123456", "crn", "X123456"),
        ("probation:X123456", "noms", "A1234BC"),
        ("probation:X123456", "pnc", "1981/0000034U"),
    ]
    assert select(con, "record_name", "kind", "forenames", "surname") == [
        ("alias", "JACK", "JONES"),
        ("current", "JOHN", "SMITH"),
    ]
    assert select(con, "contact_detail", "canonical") == [("+447700900123",)]


def test_an_offenders_address_has_its_kind(shape, select):
    address = {"crn": "X123456", "address_line_1": "HMP Exeter", "postcode": "EX4 4EX", "address_type": "prison"}
    con = shape(probation={"offender_addresses": [address]})
    assert select(con, "stay", "dwelling_key", "kind") == [("addr:HMP EXETER|EX4 4EX", "prison")]


@pytest.mark.parametrize(
    ("registration", "kind"),
    [
        ({"register": "RSO"}, "sexual offender"),
        ({"register": "MAPPA", "category": "1", "level": "2"}, "sexual offender"),
        ({"register": "MAPPA", "category": "2", "level": "1"}, "violence"),
        ({"register": "RISK_TO_CHILDREN"}, "risk to children"),
        ({"register": "DOMESTIC_ABUSE"}, "domestic abuse"),
        ({"register": "ROSH", "level": "very high"}, "violence"),
    ],
)
def test_a_registration_is_a_flag(shape, select, registration, kind):
    row = {"crn": "X123456", "valid_from": D(2020, 1, 2), "status": "current"} | registration
    con = shape(probation={"registrations": [row]})
    assert select(con, "flag", "record_key", "kind", "scheme", "status") == [
        ("probation:X123456", kind, registration["register"], "current")
    ]


def test_every_licence_condition_is_an_event_and_one_against_children_a_flag_too(shape, select):
    conditions = [
        {
            "crn": "X123456",
            "condition": "No contact with any child under 16",
            "from_date": D(2025, 1, 2),
            "to_date": D(2027, 1, 2),
        },
        {"crn": "X123456", "condition": "To reside as approved", "from_date": D(2025, 1, 2)},
    ]
    con = shape(probation={"licence_conditions": conditions})
    assert select(con, "event", "kind", "occurred_on", "ended_on", "summary") == [
        ("licence condition", D(2025, 1, 2), D(2027, 1, 2), "No contact with any child under 16"),
        ("licence condition", D(2025, 1, 2), None, "To reside as approved"),
    ]
    assert select(con, "event_role", "record_key", "role") == [("probation:X123456", "offender")] * 2
    assert select(con, "flag", "kind", "scheme", "valid_from", "valid_to", "status") == [
        ("risk to children", "LICENCE", D(2025, 1, 2), D(2027, 1, 2), "current")
    ]


def test_a_personal_contact_is_a_record_joined_to_the_offender(shape, select):
    contact = {
        "crn": "X123456",
        "contact_forenames": "Jane",
        "contact_surname": "Doe",
        "contact_date_of_birth": D(1990, 2, 3),
        "relationship": "partner",
        "from_date": D(2023, 4, 5),
    }
    con = shape(probation={"offenders": [OFFENDER], "personal_contacts": [contact]})
    ((key, named_as, born),) = select(
        con, "person_record where named_in = 'probation:X123456'", "record_key", "named_as", "date_of_birth"
    )
    assert (named_as, born) == ("partner", D(1990, 2, 3))
    assert select(con, "declared_relationship", "record_key_a", "record_key_b", "relationship", "from_date") == [
        ("probation:X123456", key, "partner", D(2023, 4, 5))
    ]
    assert (key, "JANE", "DOE") in select(con, "record_name", "record_key", "forenames", "surname")


def test_a_condition_that_names_a_programme_says_so_without_its_words(shape):
    conditions = [
        {"crn": "X123456", "condition": words, "from_date": D(2025, 1, 2)}
        for words in ("attend Building Better Relationships", "refused BBR", "reside as approved")
    ]
    con = shape(probation={"licence_conditions": conditions})
    about = con.execute("select about from event order by source_row").fetchall()
    assert about == [("programme",), ("programme refused",), (None,)]
