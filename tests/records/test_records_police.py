"""Police: given rows of the contract, expected rows of the one shape."""

import datetime as dt

import pytest

D = dt.date


@pytest.fixture
def nominal():
    return {"nominal_ref": "N1", "force_code": "50", "surname": "O'Brien"}


def test_a_nominal_is_a_record_with_its_names(shape, select, nominal):
    full = nominal | {
        "forenames": "Seán",
        "aliases": ["BRIEN, Shaun", "Sean Obrien", "Shaun Brien", "Smithy"],
        "date_of_birth": D(1984, 1, 1),
        "sex": "M",
        "ethnicity_code": "w2",
        "restricted": True,
    }
    con = shape(police={"nominals": [full]})
    assert select(
        con,
        "person_record",
        "record_key",
        "source_id",
        "date_of_birth",
        "dob_precision",
        "sex",
        "ethnicity_code",
        "restricted",
    ) == [("police:N1", "N1", D(1984, 1, 1), "year", "M", "W2", True)]
    assert select(con, "record_name", "kind", "forenames", "surname", "raw") == [
        ("alias", "SHAUN", "BRIEN", "Shaun|BRIEN"),
        ("alias", "SMITHY", None, "Smithy|"),
        ("current", "SEAN", "OBRIEN", "Seán|O'Brien"),
    ]


def test_identifiers_are_kept_raw_and_canonical_only_when_valid(shape, select, nominal):
    con = shape(police={"nominals": [nominal | {"pnc_id": "81/34U", "cro_number": "000000/00Z"}]})
    assert select(con, "record_identifier", "scheme", "raw", "canonical") == [
        ("cro", "000000/00Z", None),
        ("pnc", "81/34U", "1981/0000034U"),
    ]


def test_telephones_and_vehicles_are_contact_details(shape, select, nominal):
    con = shape(police={"nominals": [nominal | {"phones": ["07700 900123", "07000000000"], "vehicles": ["ab12 cde"]}]})
    assert select(con, "contact_detail", "kind", "canonical", "raw") == [
        ("phone", "+447700900123", "07700 900123"),
        ("phone", None, "07000000000"),
        ("vehicle", "AB12CDE", "ab12 cde"),
    ]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        pytest.param(
            {
                "address_line_1": "Flat A, 12 High Street",
                "town": "Camborne",
                "postcode": "tr148aa",
                "from_date": D(2020, 2, 3),
            },
            (
                "addr:12A HIGH ST|TR14 8AA",
                "Flat A, 12 High Street, Camborne",
                "TR14 8AA",
                "TR14",
                "home",
                D(2020, 2, 3),
                None,
            ),
            id="a home since a day",
        ),
        pytest.param(
            {
                "address_line_1": "1 The Close",
                "postcode": "EX1 1AA",
                "address_type": "approved premises",
                "uprn": "0100",
            }
            | {"from_date": D(1900, 1, 1), "to_date": D(9999, 12, 31)},
            ("uprn:100", "1 The Close", "EX1 1AA", "EX1", "approved premises", None, None),
            id="approved premises by their UPRN with sentinels for dates",
        ),
        pytest.param(
            {"address_line_1": "NFA", "postcode": "NF1 1NF", "uprn": "100"},
            (None, "NFA", None, None, "no fixed abode", None, None),
            id="no fixed abode is no dwelling even with a UPRN",
        ),
    ],
)
def test_an_address_is_a_stay(shape, select, address, expected):
    con = shape(police={"nominal_addresses": [{"nominal_ref": "N1"} | address]})
    columns = ("dwelling_key", "address", "postcode", "outcode", "kind", "from_date", "to_date")
    assert select(con, "stay", *columns) == [expected]
    assert select(con, "stay", "record_key", "dataset", "extract", "source_row") == [
        ("police:N1", "nominal_addresses", "2026-01-31", 1)
    ]


def test_an_occurrence_is_an_event_with_roles_and_whoever_reported_it(shape, select):
    occurrence = {
        "occurrence_ref": "O1",
        "force_code": "50",
        "source_system": "CAIT",
        "category": "Child sexual abuse",
        "occurred_on": D(2025, 5, 6),
        "reported_by_nominal_ref": "N2",
        "postcode": "tr148aa",
        "dash_grade": "High",
        "summary": "told by telephone",
    }
    own_role = {
        "occurrence_ref": "O2",
        "category": "Theft",
        "occurred_on": D(2025, 5, 7),
        "reported_by_nominal_ref": "N3",
    }
    con = shape(
        police={
            "occurrences": [occurrence, own_role],
            "occurrence_roles": [
                {"occurrence_ref": "O1", "nominal_ref": "N1", "role": "Suspect"},
                {"occurrence_ref": "O2", "nominal_ref": "N3", "role": "victim"},
            ],
        }
    )
    assert select(con, "event", "event_key", "kind", "concern", "source_system", "postcode", "grade", "summary") == [
        ("police:occurrences:O1", "occurrence", "SAB", "CAIT", "TR14 8AA", "high", "told by telephone"),
        ("police:occurrences:O2", "occurrence", None, None, None, None, None),
    ]
    assert select(con, "event_role", "event_key", "record_key", "role", "dataset") == [
        ("police:occurrences:O1", "police:N1", "suspect", "occurrence_roles"),
        ("police:occurrences:O1", "police:N2", "informant", "occurrences"),
        ("police:occurrences:O2", "police:N3", "victim", "occurrence_roles"),
    ]


@pytest.mark.parametrize(
    ("link_type", "expected"),
    [
        ("associate", ("associate", None)),
        ("co-defendant", ("co-defendant", None)),
        ("family", ("family", None)),
        ("ex-partner", ("ex-partner", None)),
        ("cohabitant", ("partner", True)),
    ],
)
def test_a_link_is_a_relationship_with_its_grading(shape, select, link_type, expected):
    link = {"nominal_ref_a": "N1", "nominal_ref_b": "N2", "link_type": link_type}
    graded = {"source_grade": "2", "intelligence_grade": "c", "handling_code": "P"}
    con = shape(police={"nominal_links": [link | graded]})
    assert select(con, "declared_relationship", "relationship", "lives_together") == [expected]
    assert select(
        con,
        "declared_relationship",
        "record_key_a",
        "record_key_b",
        "source_grade",
        "intelligence_grade",
        "handling_code",
    ) == [("police:N1", "police:N2", "2", "C", "P")]


def test_a_link_without_dates_is_known_on_the_day_it_was_first_sent(shape, select):
    link = {"nominal_ref_a": "N1", "nominal_ref_b": "N2", "link_type": "associate", "_first_sent": "2026-01-03T0630"}
    con = shape(police={"nominal_links": [link, link | {"from_date": D(2024, 1, 2)}]})
    assert select(con, "declared_relationship", "from_date", "known_on") == [
        (D(2024, 1, 2), None),
        (None, D(2026, 1, 3)),
    ]


def test_a_marker_is_a_flag_as_sent(shape, select):
    marker = {"nominal_ref": "N1", "scheme": "MAPPA", "code": "1", "level": "2", "authority": "Devon and Cornwall"}
    con = shape(
        police={"markers": [marker | {"valid_from": D(2015, 3, 4), "valid_to": D(2025, 3, 4), "status": "Expired"}]}
    )
    assert select(
        con, "flag", "record_key", "kind", "scheme", "category", "level", "status", "valid_from", "valid_to"
    ) == [("police:N1", "sexual offender", "MAPPA", "1", "2", "expired", D(2015, 3, 4), D(2025, 3, 4))]


def test_a_missing_persons_report_is_told_from_other_occurrences(shape, select):
    occurrences = [
        {"occurrence_ref": ref, "force_code": "03", "category": words, "occurred_on": dt.date(2026, 1, 2)}
        for ref, words in (("A1", "missing person"), ("A2", "theft"))
    ]
    con = shape(police={"occurrences": occurrences})
    assert select(con, "event", "event_key", "about") == [
        ("police:occurrences:A1", "missing"),
        ("police:occurrences:A2", None),
    ]
