"""The people template: any partner's plain list becomes an agency, and several may share it."""

import datetime as dt

D = dt.date
PERSON = {"person_ref": "1", "forenames": "Ann", "surname": "Smith"}


def test_two_partners_share_the_template_and_keep_apart(shape, select):
    con = shape(
        charity={"people": [PERSON]},
        refuge={"people": [PERSON | {"forenames": "Beth"}]},
        contracts={"charity": "people", "refuge": "people"},
    )
    assert select(con, "record_name", "record_key", "forenames") == [("charity:1", "ANN"), ("refuge:1", "BETH")]
    assert select(con, "person_record", "agency", "dataset") == [("charity", "people"), ("refuge", "people")]


def test_a_partners_identifiers_name_their_scheme(shape, select):
    person = PERSON | {
        "identifiers": ["nhs:943 476 5919", "NHS Number:987 654 4321", "tenancy: ab:17 ", "no scheme", "tenancy:"]
    }
    con = shape(charity={"people": [person]}, contracts={"charity": "people"})
    assert select(con, "record_identifier", "scheme", "raw", "canonical") == [
        ("nhs", "943 476 5919", "9434765919"),
        ("nhs", "987 654 4321", None),
        ("tenancy", "ab:17", "AB:17"),
    ]


def test_a_partners_address_is_a_stay_without_dates(shape, select):
    person = PERSON | {"address_line_1": "12 High St", "town": "Camborne", "postcode": "TR14 8AA"}
    con = shape(charity={"people": [person, {"person_ref": "2"}]}, contracts={"charity": "people"})
    assert select(con, "stay", "record_key", "dwelling_key", "address", "from_date", "to_date") == [
        ("charity:1", "addr:12 HIGH ST|TR14 8AA", "12 High St, Camborne", None, None)
    ]


def test_a_person_without_anything_is_still_a_record(shape, select):
    con = shape(charity={"people": [{"person_ref": "2"}]}, contracts={"charity": "people"})
    assert select(con, "person_record", "record_key", "date_of_birth") == [("charity:2", None)]
    assert select(con, "record_name", "forenames", "surname", "raw") == [(None, None, "|")]
