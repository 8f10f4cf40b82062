"""Identifiers: what the published vectors, two libraries and the rules say is what the macros say."""

import nhs_number
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.gb import nhs, upn

few = settings(derandomize=True, max_examples=12, deadline=None)

# The hub's published vectors (PNC and CRO are the Ministry of Justice's own).
VECTORS = [
    ("pnc", "81/34U", "1981/0000034U"),
    ("pnc", "02/73319Z", "2002/0073319Z"),
    ("pnc", "00/223R", "2000/0000223R"),
    ("pnc", "79/163001B", "1979/0163001B"),
    ("pnc", "0273319Z", "2002/0073319Z"),
    ("pnc", "79163001B", "1979/0163001B"),
    ("pnc", "033Y", "2003/0000003Y"),
    ("pnc", "67/9893091D", "1967/9893091D"),
    ("pnc", "20020073319Z", "2002/0073319Z"),
    ("pnc", "2002/0073319Z", "2002/0073319Z"),
    ("pnc", "20030011985Z", None),
    ("pnc", "20120052494O", None),
    ("pnc", "20230583843N", None),
    ("pnc", "2001/0171310S", None),
    ("pnc", "TOTALLYINVALID", None),
    ("pnc", "1923[1234567A", None),
    ("pnc", "1923/1234567AA", None),
    ("pnc", "012345678", None),
    ("cro", "SF05/482703J", "SF05/482703J"),
    ("cro", "SF83/50058Z", "SF83/50058Z"),
    ("cro", "65656/91H", "065656/91H"),
    ("cro", "85227/65G", None),
    ("cro", "000000/00Z", None),
    ("nhs", "943 476 5919", "9434765919"),
    ("nhs", "9000000009", "9000000009"),
    ("nhs", "999 123 4560", None),
    ("nhs", "987 654 4321", None),
    ("upn", "B801200005001", "B801200005001"),
    ("upn", "A801200005001", None),
    ("postcode", "sw1a1aa", "SW1A 1AA"),
    ("postcode", "NF1 1NF", None),
    ("postcode", "GIR 0AA", "GIR 0AA"),
]

# Beyond the vectors: what desks type, and what stands for nothing.
FURTHER = [
    pytest.param("nhs", "943-476-5919", "9434765919", id="an NHS number with hyphens"),
    pytest.param("nhs", "1111111111", None, id="one digit ten times passes the check and identifies nobody"),
    pytest.param("nhs", "0000000000", None, id="ten zeros pass the check and identify nobody"),
    pytest.param("nhs", "94347659190", None, id="eleven digits are no NHS number"),
    pytest.param("nhs", "", None, id="an empty NHS number"),
    pytest.param("nhs", "0113000006", None, id="a Scottish number of the thirteenth month"),
    pytest.param("upn", "b801200005001 ", "B801200005001", id="a UPN in lower case"),
    pytest.param("upn", "M80120000500A", "M80120000500A", id="a temporary UPN ends in a letter"),
    pytest.param("upn", "X80120000A001", None, id="a letter in the middle of a UPN"),
    pytest.param("upn", "E000200005001", None, id="a UPN of an authority that never was"),
    pytest.param("pnc", " 1981/0000034u ", "1981/0000034U", id="a PNC id in lower case with spaces"),
    pytest.param("pnc", "26/1A", None, id="a PNC id with the wrong letter"),
    pytest.param("pnc", "2000/0000000Z", None, id="a PNC id of serial nought"),
    pytest.param("cro", "065656/91h", "065656/91H", id="a CRO number in lower case"),
    pytest.param("cro", "SF83/050058Z", None, id="the serial of a file is not padded"),
    pytest.param("crn", "x123456", "X123456", id="a CRN in lower case"),
    pytest.param("crn", "X12345", None, id="a CRN with a digit missing"),
    pytest.param("crn", "X000000", None, id="a CRN of nought"),
    pytest.param("noms", "a1234bc", "A1234BC", id="a prison number in lower case"),
    pytest.param("noms", "A1234B", None, id="a prison number with a letter missing"),
    pytest.param("postcode", "TR14  8AA", "TR14 8AA", id="a postcode with two spaces"),
    pytest.param("postcode", "NF1 1FA", None, id="the other placeholder of no fixed abode"),
    pytest.param("postcode", "ZZ99 3VZ", None, id="the NHS's placeholder of no fixed abode"),
    pytest.param("postcode", "TR14 8A", None, id="a postcode cut short"),
    pytest.param("uprn", "00100023336956", "100023336956", id="a UPRN with leading zeros"),
    pytest.param("uprn", "100023336956.0", "100023336956", id="a UPRN that went through a spreadsheet"),
    pytest.param("uprn", "1000233369561", None, id="a UPRN of thirteen digits"),
    pytest.param("uprn", "999999999999", None, id="a UPRN of nines"),
    pytest.param("uprn", "0", None, id="a UPRN of nought"),
]


def canonical(clean, scheme: str, value: object) -> object:
    return clean(f"canonical_{scheme}", value, *([2026] if scheme == "pnc" else []))


@pytest.mark.parametrize(("scheme", "value", "expected"), VECTORS)
def test_the_published_vectors_hold(clean, scheme, value, expected):
    assert canonical(clean, scheme, value) == expected


@pytest.mark.parametrize(("scheme", "value", "expected"), FURTHER)
def test_what_desks_type_is_read_or_set_aside(clean, scheme, value, expected):
    assert canonical(clean, scheme, value) == expected


@pytest.mark.parametrize("scheme", ["nhs", "upn", "pnc", "cro", "crn", "noms", "postcode", "uprn"])
def test_no_value_has_no_canonical_form(clean, scheme):
    assert canonical(clean, scheme, None) is None


@pytest.mark.parametrize(
    ("current_year", "expected"), [(2025, "1926/0000001W"), (2026, "2026/0000001W"), (2099, "2026/0000001W")]
)
def test_a_short_pnc_year_past_the_current_one_is_of_the_century_before(clean, current_year, expected):
    assert clean("canonical_pnc", "26/1W", current_year) == expected


@few
@given(st.lists(st.integers(0, 10**9 - 1), min_size=1, max_size=10))
def test_nhs_numbers_are_those_of_two_libraries_less_the_placeholders(clean_all, stems):
    numbers = [f"{stem:09d}{last}" for stem in [0, 111111111, *stems] for last in range(10)]
    believed = [
        number if nhs.is_valid(number) and nhs_number.is_valid(number) and len(set(number)) > 1 else None
        for number in numbers
    ]
    assert clean_all("canonical_nhs", numbers) == believed


upn_stems = st.builds(
    "{}{:08d}{}".format,
    st.sampled_from(sorted(upn._la_numbers)),
    st.integers(0, 10**8 - 1),
    st.sampled_from("ABCDEFGHJKLMNPQRTUVWXYZ0123456789"),
)


@few
@given(stems=st.lists(upn_stems, min_size=1, max_size=20))
def test_of_all_letters_the_one_that_python_stdnum_gives_makes_a_upn(clean_all, stems):
    numbers = [letter + stem for stem in stems for letter in "ABCDEFGHJKLMNPQRTUVWXYZ"]
    believed = [number if upn.calc_check_digit(number[1:]) == number[0] else None for number in numbers]
    assert clean_all("canonical_upn", numbers) == believed


@few
@given(stems=st.lists(upn_stems, min_size=1, max_size=10))
def test_a_permanent_upn_is_what_python_stdnum_says_it_is(clean_all, stems):
    numbers = [letter + stem[:-1] + last for stem in stems for letter in "AM" for last in "0123456789"]
    assert clean_all("canonical_upn", numbers) == [number if upn.is_valid(number) else None for number in numbers]


typed = st.one_of(
    st.sampled_from([value for _, value, _ in VECTORS]),
    st.text(alphabet="0123456789ABCDEFGHJKLMNPQRSTUVWXYZ/ -.sf", max_size=14),
    st.from_regex(r"\A[0-9]{2}/[0-9]{1,7}[A-Z]\Z"),
    st.from_regex(r"\A(SF)?[0-9]{1,6}/[0-9]{1,6}[A-Z]\Z"),
    st.from_regex(r"\A[a-z]{1,2}[0-9]{1,2} ?[0-9][a-z]{2}\Z"),
)


@pytest.mark.parametrize("scheme", ["nhs", "upn", "pnc", "cro", "crn", "noms", "postcode", "uprn"])
@few
@given(values=st.lists(typed, min_size=1, max_size=40))
def test_the_canonical_form_of_a_canonical_form_is_itself(clean_all, scheme, values):
    further = [2026] if scheme == "pnc" else []
    once = clean_all(f"canonical_{scheme}", values, *further)
    assert clean_all(f"canonical_{scheme}", once, *further) == once


@pytest.mark.parametrize(
    ("scheme", "value", "expected"),
    [
        pytest.param("NHS Number", "943 476 5919", ("nhs", "9434765919"), id="a known scheme by another name"),
        pytest.param("pnc", "81/34U", ("pnc", "1981/0000034U"), id="a PNC id takes the year"),
        pytest.param(
            "Charity Ref", " ab-17 ", ("charity_ref", "AB-17"), id="a partner's own scheme is kept in upper case"
        ),
        pytest.param("housing", "N/A", ("housing", None), id="a partner's placeholder has no digit"),
        pytest.param("housing", "0000", ("housing", None), id="noughts identify nobody"),
        pytest.param("former_upn", "A801200005001", ("upn", None), id="a known scheme keeps its rule"),
    ],
)
def test_an_identifier_goes_by_the_rule_of_its_scheme(clean, scheme, value, expected):
    canonical_scheme = clean("canonical_scheme", scheme)
    assert (canonical_scheme, clean("canonical_identifier", canonical_scheme, value, 2026)) == expected
