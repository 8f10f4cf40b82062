"""What a bad value costs: the value, or the row when the field is key or required; never more."""

import datetime as dt

import pytest

from mash.contracts import Dataset, Field, FieldType, Load, begin, check_values

EXTRACTED = dt.date(2026, 1, 31)
FIELDS = (
    Field("ref", FieldType.STRING, required=True),
    Field("born", FieldType.DATE, required=False, earliest=dt.date(1890, 1, 1), latest_days_after_extract=365),
    Field("until", FieldType.DATE, required=False, earliest=dt.date(1890, 1, 1)),
    Field("seen_at", FieldType.TIMESTAMP, required=False),
    Field("safe", FieldType.BOOLEAN, required=False),
    Field("number", FieldType.INTEGER, required=False, least=0),
    Field("sex", FieldType.STRING, required=False, codes=("M", "F", "U")),
    Field("postcode", FieldType.STRING, required=False, format="postcode"),
    Field("phones", FieldType.LIST, required=False, format="phone"),
    Field("on_date", FieldType.DATE, required=True),
)


def dataset(load=Load.FULL, key=("ref",)):
    return Dataset("things", load, FIELDS, key, duplicate_key_share=1.0, fresh_within_days=7, retention="3 y")


@pytest.fixture
def check(con):
    """Check rows given as dicts of text; returns what was checked, the landed rows and the rejects."""

    def run(*rows, load=Load.FULL, key=("ref",)):
        begin(con)
        con.execute("create or replace temp table received (_row bigint, deleted varchar)")
        for field in FIELDS:
            con.execute(f"alter table received add column {field.name} varchar{'[]' * (field.type is FieldType.LIST)}")
        for number, row in enumerate(rows, start=1):
            values = {"_row": number, "ref": f"R{number}", "on_date": "2020-01-01", **row}
            names = ", ".join(values)
            con.execute(f"insert into received ({names}) values ({', '.join('?' * len(values))})", [*values.values()])
        checked = check_values(con, dataset(load, key), EXTRACTED, len(rows))
        landed = con.execute("select * from landed order by _row")
        names = [column[0] for column in landed.description]
        landed = [dict(zip(names, row, strict=True)) for row in landed.fetchall()]
        rejects = con.execute("select _row, field, rule, cost, value from rejects order by all").fetchall()
        return checked, landed, rejects

    return run


def moment(*parts):
    """UTC without a zone, as it is landed."""
    return dt.datetime(*parts, tzinfo=dt.UTC).replace(tzinfo=None)


READ = {
    "an ISO date": ("born", "1984-02-29", dt.date(1984, 2, 29)),
    "a date with midnight after it": ("born", "1984-02-29 00:00:00", dt.date(1984, 2, 29)),
    "a date in the coming year": ("born", "2027-01-31", dt.date(2027, 1, 31)),
    "an end without limit": ("until", "9999-12-31", dt.date(9999, 12, 31)),
    "a moment without zone is UTC": ("seen_at", "2026-01-31T06:30:00", moment(2026, 1, 31, 6, 30)),
    "a moment with zone is brought to UTC": ("seen_at", "2026-07-01T06:30:00+01:00", moment(2026, 7, 1, 5, 30)),
    "a moment in Zulu without seconds": ("seen_at", "2026-07-01T06:30Z", moment(2026, 7, 1, 6, 30)),
    "a moment by its date alone": ("seen_at", "2026-07-01", moment(2026, 7, 1)),
    "true": ("safe", "TRUE", True),
    "N": ("safe", "N", False),
    "1": ("safe", "1", True),
    "a whole number": ("number", "12", 12),
    "a spreadsheet's whole number": ("number", "3.0", 3),
    "a code of the list": ("sex", "F", "F"),
    "a code in another case": ("sex", "f", "F"),
    "a postcode": ("postcode", "M1 1AE", "M1 1AE"),
    "a list": ("phones", ["07700 900123"], ["07700 900123"]),
    "nothing": ("born", None, None),
}


@pytest.mark.parametrize(("field", "raw", "value"), READ.values(), ids=READ)
def test_a_good_value_is_read(check, field, raw, value):
    checked, (row,), rejects = check({field: raw})
    assert row[field] == value
    assert (rejects, checked.breaches) == ([], ())


SET_ASIDE = {
    "a British date": ("born", "31/12/2020", "not an ISO date"),
    "a day that is not": ("born", "2020-02-31", "not an ISO date"),
    "a date with a time": ("born", "2020-02-03 12:30:00", "not an ISO date"),
    "a word for a date": ("born", "unknown", "not an ISO date"),
    "a date before any living person": ("born", "1889-12-31", "impossible date"),
    "a date more than a year ahead": ("born", "2027-02-01", "impossible date"),
    "a clock that has no such hour": ("seen_at", "2026-01-31T25:00:00", "not an ISO date and time"),
    "a word for a boolean": ("safe", "maybe", "not true or false"),
    "a word for a number": ("number", "twelve", "not a whole number"),
    "a broken number": ("number", "1.5", "not a whole number"),
    "a number beyond 32 bits": ("number", "4294967296", "not a whole number"),
    "a number below the least": ("number", "-1", "too small"),
}


@pytest.mark.parametrize(("field", "raw", "rule"), SET_ASIDE.values(), ids=SET_ASIDE)
def test_a_bad_value_costs_the_value_and_is_kept_among_the_rejects(check, field, raw, rule):
    checked, (row,), rejects = check({field: raw})
    assert row[field] is None
    assert rejects == [(1, field, rule, "value", raw)]
    assert (checked.rows_loaded, checked.rows_rejected) == (1, 0)


KEPT = {
    "a code off the list": ("sex", "X", "not on the list"),
    "an impossible postcode": ("postcode", "12345", "not a postcode"),
    "one bad item of a list": ("phones", ["07700 900123", "ask"], "not a phone number"),
}


@pytest.mark.parametrize(("field", "raw", "rule"), KEPT.values(), ids=KEPT)
def test_a_code_or_format_that_fails_is_counted_and_kept(check, field, raw, rule):
    checked, (row,), rejects = check({field: raw})
    assert row[field] == raw
    assert [(each[2], each[3]) for each in rejects] == [(rule, "nothing")]
    assert [(each.field, each.rule, each.rows) for each in checked.breaches] == [(field, rule, 1)]


COSTS_THE_ROW = {
    "no key": ({"ref": None}, "ref", "missing"),
    "no required field": ({"on_date": None}, "on_date", "missing"),
    "a required field that cannot be read": ({"on_date": "31/12/2020"}, "on_date", "not an ISO date"),
    "a withdrawal in a full load": ({"deleted": "true"}, "deleted", "deleted in a full load"),
    "a withdrawal that cannot be read": ({"deleted": "perhaps"}, "deleted", "not true or false"),
}


@pytest.mark.parametrize(("row", "field", "rule"), COSTS_THE_ROW.values(), ids=COSTS_THE_ROW)
def test_a_bad_key_or_required_field_costs_the_row_alone(check, row, field, rule):
    checked, landed, rejects = check(row, {})
    assert [each["_row"] for each in landed] == [2]
    assert (rejects[0][1], rejects[0][2], rejects[0][3]) == (field, rule, "row")
    assert (checked.rows_in, checked.rows_loaded, checked.rows_rejected) == (2, 1, 1)


def test_a_row_with_many_faults_is_rejected_once(check):
    checked, _, rejects = check({"ref": None, "on_date": None, "born": "x", "sex": "X"})
    assert (checked.rows_in, checked.rows_rejected) == (1, 1)
    assert len(rejects) == 4


def test_of_rows_with_one_key_the_last_stands(check):
    checked, landed, rejects = check({"ref": "A"}, {"ref": "B"}, {"ref": "A", "sex": "F"})
    assert [(row["ref"], row["sex"]) for row in landed] == [("B", None), ("A", "F")]
    assert [(row, field, rule) for row, field, rule, _, _ in rejects] == [(1, "ref", "duplicate key")]
    assert checked.duplicates == 1


def test_a_row_that_stands_again_in_every_field_costs_itself_and_is_no_duplicate_key(check):
    rows = [{"ref": "A", "phones": ["1"]}, {"ref": "A", "phones": ["2"]}, {"ref": "A", "phones": ["1"]}, {"ref": "B"}]
    checked, landed, rejects = check(*rows)
    assert [row["_row"] for row in landed] == [3, 4]
    found = [(row, field, rule) for row, field, rule, _, _ in rejects if rule != "not a phone number"]
    assert found == [(1, "whole row", "repeated row"), (2, "ref", "duplicate key")]
    assert (checked.duplicates, checked.spared) == (1, 2)


def test_a_withdrawal_is_not_the_row_it_withdraws(check):
    _, landed, rejects = check({"ref": "A"}, {"ref": "A", "deleted": "Y"}, load=Load.CHANGES)
    assert [(row["_row"], row["deleted"]) for row in landed] == [(2, True)]
    assert [rule for _, _, rule, _, _ in rejects] == ["duplicate key"]


def test_a_rejected_row_does_not_push_out_a_good_one_of_its_key(check):
    _, landed, _ = check({"ref": "A"}, {"ref": "A", "on_date": "x"})
    assert [row["_row"] for row in landed] == [1]


def test_without_key_only_a_whole_row_is_a_duplicate(check):
    rows = [{"ref": "A", "phones": ["1"]}, {"ref": "A", "phones": ["2"]}, {"ref": "A", "phones": ["1"]}]
    _, landed, rejects = check(*rows, key=())
    assert [row["_row"] for row in landed] == [2, 3]
    assert [(each[0], each[1]) for each in rejects if each[2] == "repeated row"] == [(1, "whole row")]


def test_a_withdrawal_needs_no_more_than_its_key(check):
    _, (row,), rejects = check({"deleted": "Y", "on_date": None}, load=Load.CHANGES)
    assert (row["deleted"], rejects) == (True, [])


def test_a_withdrawal_with_a_bad_field_still_withdraws(check):
    _, (row,), rejects = check({"deleted": "Y", "on_date": "x"}, load=Load.CHANGES)
    assert row["deleted"] is True
    assert [each[3] for each in rejects] == ["value"]


def test_a_withdrawal_without_key_is_rejected(check):
    checked, _, _ = check({"deleted": "Y", "ref": None}, load=Load.CHANGES)
    assert checked.rows_rejected == 1


def test_rows_that_do_not_add_up_stop_the_landing(con):
    begin(con)
    con.execute("create or replace temp table received (_row bigint, deleted varchar, ref varchar)")
    con.execute("insert into received values (1, null, 'A')")
    one = Dataset("things", Load.FULL, FIELDS[:1], ("ref",), 1.0, 7, "3 y")
    with pytest.raises(AssertionError, match="2 rows came in, 1 were loaded and 0 rejected"):
        check_values(con, one, EXTRACTED, rows_in=2)
