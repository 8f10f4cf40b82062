"""Which identifiers somebody may have, and which nobody ever does (decision 35)."""

import pytest

from mash.contracts import Dataset, Field, FieldType, Load
from mash.contracts.made_up import KINDS, found_in, unreserved_in
from mash.synthetic.story import identifiers

FORM = {"nhs": "nhs_number"}
MAY_BE_REAL = [
    ("nhs", "9434765919", "an NHS number by its check digit"),
    ("nhs", "943 476 5919", "the same with spaces"),
    ("nhs", "0101000006", "a number of Scotland's range"),
    ("upn", "B801200005001", "a UPN of a school"),
    ("pnc", "1981/0000034U", "a PNC id"),
    ("pnc", "81/34u", "a PNC id as it is spoken"),
    ("cro", "65656/91H", "a CRO number"),
    ("cro", "SF05/482703J", "a CRO number of a file"),
    ("postcode", "LA9 4BQ", "a unit of issued letters"),
    ("postcode", "ca11aa", "without its space, in lower case"),
    ("phone", "07911 123456", "a mobile"),
    ("phone", "+44 (0)20 7946 1234", "beside London's range for drama"),
    ("phone", "01539 733333", "a landline"),
    ("email", "anna@gmail.com", "a provider's"),
    ("email", "Anna@Council.GOV.UK", "below .uk"),
    ("scheme_value", "NHS Number: 943 476 5919", "an NHS number behind its scheme"),
    ("scheme_value", "former_upn:B801200005001", "a former UPN behind its scheme"),
]
NEVER = [
    ("nhs", "9994347608", "the range that is never issued"),
    ("nhs", "9434765918", "the check digit is wrong"),
    ("nhs", "0000000000", "a placeholder that passes the check"),
    ("upn", "A801200005001", "the check letter is wrong"),
    ("pnc", "2001/0171310S", "the check letter is wrong"),
    ("cro", "000000/00Z", "no number at all"),
    ("postcode", "LA9 4CQ", "a letter never issued"),
    ("postcode", "LA9 4QC", "a letter never issued, last"),
    ("postcode", "NF1 1NF", "no fixed abode"),
    ("postcode", "ZZ99 3VZ", "no form of a postcode"),
    ("postcode", "2061", "a postcode of elsewhere"),
    ("phone", "07700 900123", "kept for drama"),
    ("phone", "+44 (0)7700 900123", "kept for drama, from abroad"),
    ("phone", "020 7946 0123", "London's range for drama"),
    ("phone", "01632 960123", "nowhere's range for drama"),
    ("phone", "0719 0001234", "never opened"),
    ("phone", "07000000000", "a placeholder"),
    ("phone", "+1 212 555 0123", "no number of the UK"),
    ("email", "anna@example.org", "reserved"),
    ("email", "anna@humphrey.com", "a public list's made-up domain"),
    ("scheme_value", "nhs:9994347608", "the range that is never issued"),
    ("scheme_value", "library:9434765919", "another scheme"),
]


@pytest.mark.parametrize(
    ("kind", "given"), [pytest.param(*each[:2], id=f"{each[0]}: {each[2]}") for each in MAY_BE_REAL]
)
def test_an_identifier_that_somebody_may_have_is_known(con, kind, given):
    assert con.execute(f"select {kind}_may_be_real($given)", {"given": given}).fetchone() == (True,)


@pytest.mark.parametrize(("kind", "given"), [pytest.param(*each[:2], id=f"{each[0]}: {each[2]}") for each in NEVER])
def test_an_identifier_that_nobody_has_is_let_be(con, kind, given):
    assert con.execute(f"select {kind}_may_be_real($given)", {"given": given}).fetchone() == (False,)


def test_the_storys_own_identifiers_are_never_issued(con):
    made = {
        "nhs": identifiers.nhs_number(12),
        "upn": identifiers.upn(909, 9417, 25, 31),
        "pnc": identifiers.pnc_id(2012, 9_090_551),
        "cro": identifiers.cro_number(940_217, 2014),
    }
    for kind, given in made.items():
        asked = f"select is_{FORM.get(kind, kind)}($given), {kind}_may_be_real($given)"
        assert con.execute(asked, {"given": given}).fetchone() == (True, False)


def received(con, **columns):
    """The table that a connector leaves, of equally long columns, and the dataset it is of."""
    fields = tuple(
        Field(name, FieldType.LIST if isinstance(values[0], list) else FieldType.STRING, required=False, format=form)
        for name, (form, values) in columns.items()
    )
    types = ", ".join(f"{field.name} {field.type.column}" for field in fields)
    con.execute(f"create or replace temp table received ({types})")
    rows = list(zip(*(values for _, values in columns.values()), strict=True))
    con.executemany(f"insert into received values ({', '.join('?' * len(fields))})", rows)
    return Dataset("things", Load.FULL, fields, (), duplicate_key_share=1.0, fresh_within_days=7, retention="3 y")


@pytest.mark.parametrize(("issued", "refuses"), [(1, False), (2, True)])
def test_of_twenty_postcodes_one_slip_of_the_key_is_borne(con, issued, refuses):
    postcodes = ["LA9 4BQ"] * issued + ["LA9 4CQ"] * (20 - issued)
    (found,) = found_in(con, received(con, postcode=("postcode", postcodes)))
    assert (found.may_be_real, found.of, found.refuses) == (issued, 20, refuses)


@pytest.mark.parametrize("form", sorted(set(KINDS) - {"postcode"}))
def test_of_every_other_kind_one_is_too_many(con, form):
    real = {kind: given for kind, given, _ in MAY_BE_REAL}
    never = {kind: given for kind, given, _ in NEVER}
    name = {"nhs-number": "nhs", "scheme-value": "scheme_value"}.get(form, form)
    (found,) = found_in(con, received(con, it=(form, [real[name], *[never[name]] * 999])))
    assert found.may_be_real == 1
    assert found.refuses


def test_items_of_a_list_are_judged_each(con):
    (found,) = found_in(con, received(con, phones=("phone", [["07700 900123", "07911 123456"], ["07700 900124"]])))
    assert (found.may_be_real, found.of) == (1, 3)


def test_addresses_at_unreserved_domains_are_told_of(con):
    dataset = received(con, mail=("email", ["a@humphrey.com", "b@example.org", "c@example.com.evil.net"]))
    assert not found_in(con, dataset)[0].refuses
    assert [each.may_be_real for each in unreserved_in(con, dataset)] == [2]
