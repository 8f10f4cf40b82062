"""Social care: given rows of the contract, expected rows of the one shape."""

import datetime as dt

D = dt.date
RECEIVED = dt.datetime(2026, 1, 20, 9, 30)  # noqa: DTZ001 - an extract gives local time
PERSON = {"social_care_id": "S1", "forenames": "Ann", "surname": "Smith"}


def test_a_person_is_a_record_with_numbers_and_contact_details(shape, select):
    person = PERSON | {
        "nhs_number": "9434765919",
        "upn": "B801200005001",
        "former_surnames": ["Jones"],
        "phones": ["07700 900123"],
        "emails": ["Ann@Example.org"],
        "restricted": True,
    }
    con = shape(social_care={"persons": [person]})
    assert select(con, "person_record", "record_key", "restricted") == [("social_care:S1", True)]
    assert select(con, "record_identifier", "scheme", "canonical") == [("nhs", "9434765919"), ("upn", "B801200005001")]
    assert select(con, "contact_detail", "kind", "canonical") == [
        ("email", "ann@example.org"),
        ("phone", "+447700900123"),
    ]
    assert select(con, "record_name", "kind", "surname") == [("current", "SMITH"), ("former", "JONES")]


def test_an_unborn_child_is_expected_until_born(shape, select):
    unborn = PERSON | {"forenames": "UNBORN", "expected_date_of_birth": D(2026, 4, 5)}
    born = PERSON | {"social_care_id": "S2", "date_of_birth": D(2025, 4, 5), "expected_date_of_birth": D(2025, 4, 1)}
    con = shape(social_care={"persons": [unborn, born]})
    assert select(con, "person_record", "record_key", "date_of_birth", "expected_date_of_birth") == [
        ("social_care:S1", None, D(2026, 4, 5)),
        ("social_care:S2", D(2025, 4, 5), None),
    ]


def test_a_is_mother_of_b_becomes_of_b_the_mother_is_a(shape, select):
    rows = [
        {"social_care_id_a": "MUM", "social_care_id_b": "GIRL", "relationship": "mother of"},
        {"social_care_id_a": "BOY", "social_care_id_b": "DAD", "relationship": "child of", "from_date": D(2020, 1, 2)},
    ]
    con = shape(social_care={"relationships": rows})
    # read as: record_key_b is … of record_key_a
    assert select(con, "declared_relationship", "record_key_a", "record_key_b", "relationship") == [
        ("social_care:DAD", "social_care:BOY", "child"),
        ("social_care:GIRL", "social_care:MUM", "mother"),
    ]


def test_a_referral_keeps_its_codes_in_one_form(shape, select):
    referral = {
        "referral_id": "R1",
        "child_social_care_id": "S1",
        "received_at": RECEIVED,
        "referrer_social_care_id": "S2",
        "source_code": "1a",
        "concern": "sab",
        "narrative": " Mother rang. ",
        "initial_rating": "Green",
    }
    con = shape(social_care={"referrals": [referral]})
    assert select(
        con,
        "referral",
        "case_id",
        "child_record_key",
        "referrer_record_key",
        "source_code",
        "concern",
        "narrative",
        "initial_rating",
    ) == [("R1", "social_care:S1", "social_care:S2", "1A", "SAB", "Mother rang.", "GREEN")]
    assert select(con, "referral", "received_at", "outcome", "closed_on") == [(RECEIVED, None, None)]


def test_an_episode_is_a_period_of_a_child(shape, select):
    episode = {"child_social_care_id": "S1", "episode_type": "CP", "from_date": D(2025, 1, 2), "category": "neg"}
    con = shape(social_care={"episodes": [episode]})
    assert select(
        con, "episode", "episode_key", "child_record_key", "episode_type", "category", "from_date", "to_date"
    ) == [("social_care:episodes:S1:CP:2025-01-02", "social_care:S1", "CP", "NEG", D(2025, 1, 2), None)]
