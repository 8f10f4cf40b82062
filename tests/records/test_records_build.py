"""The whole room: dwellings across agencies, orphans, the hub's own referrals, a partner's own SQL, refusals."""

import datetime as dt
import random
from dataclasses import replace
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mash import records, warehouse
from mash.contracts import built_in_contracts
from mash.errors import MashError, UsageError
from mash.extracts import DatasetFreshness
from mash.ledger import Referral
from mash.records.build import DERIVED, SHAPES
from mash.records.macros import MACROS
from mash.vocabulary import CaseId

D = dt.date

REFERRAL = Referral(
    case_id=CaseId("H-2026-0001"),
    received_at=dt.datetime(2026, 1, 20, 9, 30),  # noqa: DTZ001 - the ledger keeps the hub's local time
    child_record_key=None,
    child_forenames="Ann",
    child_surname="Smith",
    child_date_of_birth=D(2022, 5, 6),
    child_sex="F",
    child_postcode="tr148aa",
    source_code="1a",
    concern="sab",
    narrative="Mother's call; says “something is wrong”.",
    initial_rating="GREEN",
    recorded_by="desk",
    recorded_at=dt.datetime(2026, 1, 20, 9, 40),  # noqa: DTZ001 - likewise
)


@pytest.mark.parametrize("folder", ["macros", "shape", "derive"])
def test_every_file_is_named_in_the_order_it_runs(folder):
    named = {"macros": MACROS, "shape": SHAPES, "derive": DERIVED}[folder]
    there = {file.name.removesuffix(".sql") for file in (files("mash") / "records" / "sql" / folder).iterdir()}
    assert there == set(named)
    assert len(named) == len(set(named))


@pytest.mark.parametrize("name", built_in_contracts())
def test_every_column_that_an_agencys_sql_reads_stands_in_its_contract(shape, name):
    con = shape(**{name: {}})
    assert con.execute("select count(*) from person_record").fetchall() == [(0,)]


ADDRESS = {"address_line_1": "12 High Street", "postcode": "TR14 8AA"}


@pytest.mark.parametrize(
    ("police", "health", "expected"),
    [
        pytest.param(
            {"uprn": "100"}, {}, ["uprn:100", "uprn:100"], id="one gives the UPRN, the other the address alone"
        ),
        pytest.param({"uprn": "100"}, {"uprn": "200"}, ["uprn:100", "uprn:200"], id="each keeps the UPRN it gives"),
        pytest.param(
            {}, {"address_line_1": "12 High St."}, ["addr:12 HIGH ST|TR14 8AA"] * 2, id="neither gives a UPRN"
        ),
        pytest.param(
            {"uprn": "100"},
            {"address_line_1": "Flat 3, 12 High St"},
            ["addr:FLAT 3 12 HIGH ST|TR14 8AA", "uprn:100"],
            id="a flat",
        ),
        pytest.param({"uprn": "100"}, {"postcode": None}, ["uprn:100", None], id="an address without postcode"),
    ],
)
def test_two_agencies_addresses_meet_in_one_dwelling(shape, select, police, health, expected):
    con = shape(
        police={"nominal_addresses": [{"nominal_ref": "N1"} | ADDRESS | police]},
        health={"patient_addresses": [{"local_patient_id": "H1"} | ADDRESS | health]},
    )
    assert [key for (key,) in select(con, "stay", "dwelling_key")] == expected


def test_an_address_with_two_uprns_is_not_guessed(shape, select):
    rows = [{"nominal_ref": ref, "uprn": uprn} | ADDRESS for ref, uprn in (("N1", "100"), ("N2", "200"), ("N3", None))]
    con = shape(police={"nominal_addresses": rows})
    assert select(con, "stay", "record_key", "dwelling_key") == [
        ("police:N1", "uprn:100"),
        ("police:N2", "uprn:200"),
        ("police:N3", "addr:12 HIGH ST|TR14 8AA"),
    ]


def test_orphans_are_kept_and_counted(shape, select):
    known = {"nominal_ref": "N1", "surname": "Smith"}
    con = shape(
        police={
            "nominals": [known],
            "nominal_addresses": [{"nominal_ref": "N1"}, {"nominal_ref": "LOST"}, {"nominal_ref": "GONE"}],
            "nominal_links": [{"nominal_ref_a": "N1", "nominal_ref_b": "LOST", "link_type": "associate"}],
            "occurrence_roles": [{"occurrence_ref": "O1", "nominal_ref": "LOST", "role": "victim"}],
        }
    )
    assert select(con, "orphan", "agency", "dataset", "table_name", "rows") == [
        ("police", "nominal_addresses", "stay", 2),
        ("police", "nominal_links", "declared_relationship", 1),
        ("police", "occurrence_roles", "event_role", 1),
    ]
    assert len(select(con, "stay", "record_key")) == 3


def test_the_quality_of_what_was_given_is_counted(shape, select):
    con = shape(
        police={
            "nominals": [
                {"nominal_ref": "N1", "surname": "Smith", "pnc_id": "81/34U", "date_of_birth": D(1900, 1, 1)},
                {"nominal_ref": "N2", "surname": "Unknown", "pnc_id": "81/34X", "forenames": "John"},
            ]
        }
    )
    assert select(con, "record_quality", "field", "given", "unusable") == [
        ("date of birth", 2, 2),
        ("forenames", 2, 1),
        ("identifier pnc", 2, 1),
        ("surname", 2, 1),
    ]


def test_a_referral_recorded_at_the_hub_makes_its_child_a_record(shape, select):
    con = shape(referrals=[REFERRAL])
    key = "hub:referrals:H-2026-0001"
    assert select(con, "person_record", "record_key", "agency", "dataset", "date_of_birth", "sex") == [
        (key, "hub", "referrals", D(2022, 5, 6), "F")
    ]
    assert select(con, "record_name", "record_key", "forenames", "surname") == [(key, "ANN", "SMITH")]
    assert select(con, "stay", "record_key", "dwelling_key", "postcode") == [(key, None, "TR14 8AA")]
    assert select(
        con, "referral", "case_id", "agency", "child_record_key", "source_code", "concern", "initial_rating"
    ) == [("H-2026-0001", "hub", key, "1A", "SAB", "GREEN")]
    assert select(con, "referral", "narrative", "received_at") == [(REFERRAL.narrative, REFERRAL.received_at)]


def test_a_referral_that_points_to_a_record_makes_none(shape, select):
    pointing = replace(REFERRAL, child_record_key="social_care:S1")
    con = shape(referrals=[pointing], social_care={"persons": [{"social_care_id": "S1", "surname": "Smith"}]})
    assert select(con, "person_record", "record_key") == [("social_care:S1",)]
    assert select(con, "referral", "child_record_key") == [("social_care:S1",)]


def test_freshness_is_written_as_given(shape, select):
    fresh = DatasetFreshness(
        "police", "nominals", "police", True, "2026-01-31", D(2026, 1, 31), 0, 8, "fresh", False, 12
    )
    missing = DatasetFreshness("health", "patients", "health", False, None, None, None, 35, "missing", True, 0)
    con = shape(freshness=[fresh, missing])
    assert select(
        con, "source_freshness", "agency", "required", "latest_extract", "received_on", "age_days", "state"
    ) == [
        ("health", False, None, None, None, "missing"),
        ("police", True, "2026-01-31", D(2026, 1, 31), 0, "fresh"),
    ]


def test_the_order_of_agencies_and_rows_makes_no_difference(shape):
    nominals = [{"nominal_ref": f"N{n}", "surname": f"Name{n % 3}", "aliases": ["A B", "B A"]} for n in range(20)]
    addresses = [{"nominal_ref": f"N{n}", "uprn": str(100 + n % 2) if n % 3 else None} | ADDRESS for n in range(20)]
    numbered = [row | {"_row": position} for position, row in enumerate(addresses, start=1)]
    told = {}
    for seed in (1, 2):
        shuffled = random.Random(seed).sample(numbered, k=len(numbered))  # noqa: S311 - a shuffle, not a secret
        con = shape(police={"nominals": nominals, "nominal_addresses": shuffled})
        told[seed] = [con.execute(f"select * from {table} order by all").fetchall() for table in SHAPES]
    assert told[1] == told[2]


sentinels = st.fixed_dictionaries(
    {
        "forenames": st.sampled_from(["BABY", "UNKNOWN", "TWIN 1", "N/A", "XX", "", None]),
        "surname": st.sampled_from(["UNKNOWN", "NK", "XXX", "NOT KNOWN"]),
        "date_of_birth": st.sampled_from([D(1900, 1, 1), D(1970, 1, 1), D(1901, 1, 1), D(9999, 12, 31), None]),
        "nhs_number": st.sampled_from(["0000000000", "9999999999", "1111111111", "943 476 5918", "", None]),
        "upn": st.sampled_from(["A801200005001", "UNKNOWN", None]),
        "phones": st.sampled_from([["07000000000"], ["00000000000", "01111111111"], ["none"], None]),
        "emails": st.sampled_from([["none@none.com"], ["n/a"], None]),
    }
)
nowhere = st.fixed_dictionaries(
    {
        "address_line_1": st.sampled_from(["NFA", "No fixed abode", "Unknown", "", None]),
        "postcode": st.sampled_from(["NF1 1NF", "NF1 1FA", "ZZ99 3VZ", "", None]),
        "uprn": st.sampled_from(["0", "999999999999", "", None]),
    }
)


@settings(derandomize=True, max_examples=5, deadline=None)
@given(people=st.lists(sentinels, min_size=1, max_size=12), places=st.lists(nowhere, min_size=1, max_size=12))
def test_sentinels_never_become_anything_that_could_link(shape, people, places):
    persons = [{"social_care_id": f"S{number}"} | person for number, person in enumerate(people)]
    addresses = [{"social_care_id": "S0"} | place for place in places]
    con = shape(social_care={"persons": persons, "person_addresses": addresses})
    for table, column in [
        ("record_name", "forenames"),
        ("record_name", "surname"),
        ("record_identifier", "canonical"),
        ("contact_detail", "canonical"),
        ("person_record", "date_of_birth"),
        ("stay", "dwelling_key"),
        ("stay", "postcode"),
    ]:
        assert con.execute(f"select count({column}) from {table}").fetchall() == [(0,)], (table, column)
    assert con.execute("select count(*) from person_record").fetchall() == [(len(people),)]


@pytest.fixture
def own_agency(tmp_path, agency_named):
    """A partner whose extracts have columns of their own, and the SQL that its hub brings for them."""
    folder = tmp_path / "sql"
    folder.mkdir()
    (folder / "person_record.sql").write_text(
        "insert into person_record by name select $agency || ':' || tenant as record_key, $agency as agency,"
        " 'tenants' as dataset, _extract as extract, _row as source_row, tenant as source_id from tenants"
    )
    (folder / "contact_detail_tenant.sql").write_text(
        "insert into contact_detail by name select $agency || ':' || tenant as record_key, 'phone' as kind,"
        " canonical_phone(mobile) as canonical, mobile as raw from tenants"
    )
    return agency_named("housing", terms="housing.odcs.yaml", sql=folder)


@pytest.fixture
def housing():
    con = warehouse.connect(threads=1)
    con.execute("attach ':memory:' as source")
    con.execute("create schema source.housing")
    con.execute(
        "create table source.housing.tenants as select 'T1' tenant, '07700900123' mobile, '2026' _extract, 1 _row"
    )
    records.load_referrals(con, [])
    return con


def test_a_partner_with_its_own_contract_brings_its_own_sql(housing, own_agency, select):
    records.build(housing, [own_agency], freshness=[], as_of=D(2026, 1, 31))
    assert select(housing, "person_record", "record_key") == [("housing:T1",)]
    assert select(housing, "contact_detail", "canonical") == [("+447700900123",)]
    assert housing.execute("select current_setting('search_path')").fetchall() == [("memory.main",)]


@pytest.mark.parametrize(
    ("name", "sql", "says"),
    [
        pytest.param("tenants.sql", "select 1", "named after no table", id="a file named after no table"),
        pytest.param("flag.sql", "drop table flag", "not one insert", id="a statement that is no insert"),
        pytest.param("flag.sql", "insert into flag select 1; select 2", "not one insert", id="two statements"),
        pytest.param(
            "flag.sql",
            "insert into flag by name select $run as kind",
            r"unknown parameter \$run",
            id="a parameter of no run",
        ),
        pytest.param("flag.sql", "insert into flag by name select", "ParserException", id="a statement cut short"),
        pytest.param(
            "flag.sql",
            "insert into flag by name select x as kind from nowhere",
            "CatalogException",
            id="no such dataset",
        ),
    ],
)
def test_sql_that_cannot_be_meant_is_refused_by_its_file(housing, own_agency, name, sql, says):
    (own_agency.sql / name).write_text(sql)
    with pytest.raises(MashError, match=says) as refused:
        records.build(housing, [own_agency], freshness=[], as_of=D(2026, 1, 31))
    assert str(own_agency.sql) in refused.value.where


def test_sql_that_makes_two_records_of_one_key_is_refused_with_a_count_and_no_key(housing, own_agency):
    housing.execute("insert into source.housing.tenants values ('T1', '07700900124', '2026', 2)")
    housing.execute("insert into source.housing.tenants values ('T2', '07700900125', '2026', 3)")
    with pytest.raises(UsageError, match="more than one row: 1 of housing tenants") as refused:
        records.build(housing, [own_agency], freshness=[], as_of=D(2026, 1, 31))
    assert "T1" not in str(refused.value)


@pytest.mark.parametrize("folder", [None, "nowhere"])
def test_a_contract_that_is_not_built_in_must_bring_sql(housing, tmp_path, agency_named, folder):
    agency = agency_named("housing", terms="housing.odcs.yaml", sql=tmp_path / folder if folder else None)
    with pytest.raises(UsageError, match="SQL"):
        records.build(housing, [agency], freshness=[], as_of=D(2026, 1, 31))
