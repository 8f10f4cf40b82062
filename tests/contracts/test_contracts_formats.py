"""The named formats, against the published test vectors and against other people's implementations."""

import nhs_number
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.gb import nhs as stdnum_nhs
from stdnum.gb import upn as stdnum_upn

from mash.contracts.formats import FORMATS, SPOKEN


def keeps(con, form, value):
    return con.execute(f"select {FORMATS[form]}($1)", [value]).fetchall()[0][0]


def test_every_format_has_a_spoken_name_with_its_article():
    assert SPOKEN.keys() == FORMATS.keys()
    assert {name.split()[0] for name in SPOKEN.values()} == {"a", "an"}
    assert (SPOKEN["upn"], SPOKEN["nhs-number"]) == ("a UPN", "an NHS number")


# PNC and CRO: public tests of ministryofjustice/hmpps-person-record.
GOOD = [
    *(("pnc", given) for given in ("81/34U", "02/73319Z", "00/223R", "79/163001B", "0273319Z", "79163001B", "033Y")),
    *(("pnc", given) for given in ("67/9893091D", "20020073319Z", "2002/0073319Z", "1981/0000034u")),
    *(("cro", given) for given in ("SF05/482703J", "SF83/50058Z", "65656/91H", "065656/91H")),
    *(("nhs-number", given) for given in ("943 476 5919", "9000000009", "943-476-5919")),
    ("upn", "B801200005001"),
    *(("postcode", given) for given in ("sw1a1aa", "SW1A 1AA", "GIR 0AA", "NF1 1NF", "M1 1AE")),
    ("crn", "X123456"),
    ("noms", "A1234BC"),
    ("uprn", "100023336956"),
    ("school-urn", "123456"),
    ("ods-code", "A81001"),
    *(("phone", given) for given in ("07700 900123", "+44 (0)7700 900123", "01632-960123")),
    ("email", "someone@example.org.uk"),
    *(("scheme-value", given) for given in ("nhs:9434765919", "housing_ref:AB 12")),
]
BAD = [
    *(("pnc", given) for given in ("20030011985Z", "20120052494O", "2001/0171310S", "TOTALLYINVALID", "1923[1234567A")),
    *(("pnc", given) for given in ("1923/1234567AA", "012345678", "")),
    *(("cro", given) for given in ("85227/65G", "000000/00Z", "SF05/482703K", "65656-91H")),
    *(("nhs-number", given) for given in ("999 123 4560", "987 654 4321", "943476591", "94347659190", "943476591X")),
    *(("upn", given) for given in ("A801200005001", "B80120000500", "I801200005001")),
    *(("postcode", given) for given in ("SW1A 1A", "12345", "SW1A  1AA")),
    *(("crn", given) for given in ("1234567", "XX12345")),
    *(("noms", given) for given in ("A12345C", "1234ABC")),
    *(("uprn", given) for given in ("1234567890123", "12a")),
    *(("school-urn", given) for given in ("12345", "1234567")),
    *(("ods-code", given) for given in ("A8", "A 81001")),
    *(("phone", given) for given in ("12345", "ask her mother", "0770090012345678")),
    *(("email", given) for given in ("someone", "some one@example.org", "a@b")),
    *(("scheme-value", given) for given in ("9434765919", "nhs:")),
]


@pytest.mark.parametrize(("form", "value"), GOOD, ids=[f"{form} case {n}" for n, (form, _) in enumerate(GOOD)])
def test_a_value_of_the_format_keeps_it(con, form, value):
    assert keeps(con, form, value) is True


@pytest.mark.parametrize(("form", "value"), BAD, ids=[f"{form} case {n}" for n, (form, _) in enumerate(BAD)])
def test_a_value_not_of_the_format_does_not(con, form, value):
    assert keeps(con, form, value) is False


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.from_regex(r"\A[0-9]{9,11}\Z"))
def test_nhs_numbers_are_judged_as_two_libraries_judge_them(con, digits):
    judged = keeps(con, "nhs-number", digits)
    assert judged == stdnum_nhs.is_valid(digits)
    assert judged == nhs_number.is_valid(digits)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.from_regex(r"\A[A-HJ-NP-RT-Z]801[0-9]{8}[0-9A-HJ-NP-RT-Z]\Z"))
def test_upns_of_an_authority_that_exists_are_judged_as_a_library_judges_them(con, upn):
    assert keeps(con, "upn", upn) == stdnum_upn.is_valid(upn)
