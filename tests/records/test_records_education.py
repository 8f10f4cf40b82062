"""Education: given rows of the contract, expected rows of the one shape."""

import datetime as dt

import pytest

D = dt.date
PUPIL = {"la_pupil_id": "L1", "forenames": "Ann", "legal_surname": "Smith"}
CONTACT = {"la_pupil_id": "L1", "contact_seq": 1, "forenames": "Jane", "surname": "Doe", "relationship": "mother"}
HOME = {"la_pupil_id": "L1", "address_line_1": "12 High Street", "postcode": "TR14 8AA", "from_date": D(2024, 1, 2)}


def test_a_pupil_is_a_record_with_legal_and_preferred_names_and_both_upns(shape, select):
    pupil = PUPIL | {"preferred_surname": "Jones", "upn": "B801200005001", "former_upn": "A801200005001"}
    con = shape(education={"pupils": [pupil]})
    assert select(con, "record_name", "record_key", "kind", "surname") == [
        ("education:L1", "current", "SMITH"),
        ("education:L1", "preferred", "JONES"),
    ]
    assert select(con, "record_identifier", "scheme", "raw", "canonical") == [
        ("upn", "A801200005001", None),
        ("upn", "B801200005001", "B801200005001"),
    ]


def test_a_contact_is_a_record_joined_to_the_pupil(shape, select):
    con = shape(education={"pupils": [PUPIL], "contacts": [CONTACT | {"phone": "07700 900123"}]})
    key = "education:contacts:L1:1"
    assert select(con, "person_record where named_in is not null", "record_key", "named_in", "named_as", "sex") == [
        (key, "education:L1", "mother", "F")
    ]
    assert select(con, "record_name", "record_key", "forenames", "surname") == [
        ("education:L1", "ANN", "SMITH"),
        (key, "JANE", "DOE"),
    ]
    assert select(con, "declared_relationship", "record_key_a", "record_key_b", "relationship", "lives_together") == [
        ("education:L1", key, "mother", None)
    ]
    assert select(con, "contact_detail", "record_key", "canonical") == [(key, "+447700900123")]


@pytest.mark.parametrize(
    ("contact", "address", "expected"),
    [
        pytest.param(
            {"lives_with_child": True, "from_date": D(2025, 3, 4)},
            {},
            [("addr:12 HIGH ST|TR14 8AA", "TR14 8AA", D(2025, 3, 4), None)],
            id="lives with the pupil since later than the pupil came",
        ),
        pytest.param(
            {"lives_with_child": True, "from_date": D(2020, 3, 4), "to_date": D(2025, 1, 1)},
            {},
            [("addr:12 HIGH ST|TR14 8AA", "TR14 8AA", D(2024, 1, 2), D(2025, 1, 1))],
            id="lived with the pupil before both came, and left",
        ),
        pytest.param(
            {"lives_with_child": True, "to_date": D(2023, 1, 1)},
            {},
            [],
            id="left before the pupil came to this address",
        ),
        pytest.param(
            {"lives_with_child": True, "postcode": "PL1 1AA"},
            {"to_date": D(2025, 1, 1)},
            [(None, "PL1 1AA", None, None)],
            id="lives with a pupil whose address is over",
        ),
        pytest.param(
            {"lives_with_child": False, "postcode": "PL1 1AA"},
            {},
            [(None, "PL1 1AA", None, None)],
            id="lives elsewhere",
        ),
        pytest.param({"lives_with_child": False, "postcode": "NF1 1NF"}, {}, [], id="lives at a placeholder"),
        pytest.param({"lives_with_child": None}, {}, [], id="not said where"),
    ],
)
def test_a_contact_stays_with_the_pupil_or_at_a_postcode(shape, select, contact, address, expected):
    con = shape(education={"pupils": [PUPIL], "pupil_addresses": [HOME | address], "contacts": [CONTACT | contact]})
    rows = select(con, "stay where dataset = 'contacts'", "dwelling_key", "postcode", "from_date", "to_date")
    assert rows == expected
    assert select(con, "declared_relationship", "lives_together") == [(contact["lives_with_child"],)]


def test_of_several_addresses_a_contact_shares_the_latest(shape, select):
    later = HOME | {"address_line_1": "3 Mill Lane", "from_date": D(2025, 6, 7)}
    for addresses in ([HOME, later], [later, HOME]):
        contacts = [CONTACT | {"lives_with_child": True}]
        con = shape(education={"pupils": [PUPIL], "pupil_addresses": addresses, "contacts": contacts})
        assert select(con, "stay where dataset = 'contacts'", "dwelling_key") == [("addr:3 MILL LN|TR14 8AA",)]


def test_enrolments_and_terms_are_events_of_the_pupil(shape, select):
    con = shape(
        education={
            "pupils": [PUPIL],
            "enrolments": [{"la_pupil_id": "L1", "school_urn": "123456", "from_date": D(2024, 9, 1)}],
            "attendance": [
                {
                    "la_pupil_id": "L1",
                    "term": "2025-26 autumn",
                    "sessions_possible": 140,
                    "sessions_absent": 35,
                    "exclusions": 1,
                },
                {"la_pupil_id": "L1", "term": "last term"},
            ],
        }
    )
    assert select(con, "event", "kind", "category", "occurred_on", "ended_on", "summary") == [
        ("enrolment", "123456", D(2024, 9, 1), None, None),
        (
            "school attendance",
            "2025-26 autumn",
            D(2025, 9, 1),
            D(2025, 12, 31),
            "absent 35 of 140 sessions, exclusions 1",
        ),
        ("school attendance", "last term", D(2026, 1, 31), None, "absent ? of ? sessions"),
    ]
    roles = select(con, "event_role join event using (event_key)", "record_key", "role")
    assert roles == [("education:L1", "pupil")] * 3
