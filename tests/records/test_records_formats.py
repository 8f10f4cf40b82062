"""What a contract counts as a sound identifier, and what the records may link by, are judged by one arithmetic."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mash import warehouse
from mash.contracts import define_macros as define_formats
from mash.contracts.formats import FORMATS
from mash.records.macros import define_macros

few = settings(derandomize=True, max_examples=25, deadline=None)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = st.text("0123456789", min_size=1, max_size=6)
YEAR = st.integers(0, 99).map(lambda year: f"{year:02d}")
LONG_YEAR = st.integers(1900, 2026).map(str)


@pytest.fixture(scope="module")
def judge():
    """Of each value whether it keeps the format, and what it is in canonical form."""
    con = warehouse.connect(threads=1)
    define_formats(con)
    define_macros(con)

    def both(form, macro, values):
        return con.execute(
            f"select value, {FORMATS[form]}(value), {macro}"
            " from (select unnest(from_json($1, '[\"varchar\"]')) as value)",
            [json.dumps(values)],
        ).fetchall()

    return both


# Format, the records' macro, values that differ in their check character, and what stands for nobody though it checks.
KINDS = {
    "NHS numbers": (
        "nhs-number",
        "canonical_nhs(value)",
        # from 4: Scotland's numbers, whose digits are also a date, come before
        st.integers(400_000_000, 999_999_999).map(lambda nine: [f"{nine}{check}" for check in range(10)]),
        lambda value: len(set(value)) == 1,
    ),
    "UPNs": (
        "upn",
        "canonical_upn(value)",
        st.tuples(st.integers(0, 10**7 - 1), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUVWXYZ")).map(
            lambda parts: [f"{letter}801{parts[0]:07d}0{parts[1]}" for letter in LETTERS]
        ),
        lambda _: False,
    ),
    "PNC ids, long": (
        "pnc",
        "canonical_pnc(value, 2026)",
        st.tuples(LONG_YEAR, DIGITS).map(lambda parts: [f"{parts[0]}/{parts[1]:0>7}{letter}" for letter in LETTERS]),
        lambda value: int(value[5:12]) == 0,
    ),
    "PNC ids, short": (
        "pnc",
        "canonical_pnc(value, 2026)",
        st.tuples(YEAR, DIGITS).map(lambda parts: [f"{parts[0]}/{parts[1]}{letter}" for letter in LETTERS]),
        lambda value: int(value[3:-1]) == 0,
    ),
    "CRO numbers": (
        "cro",
        "canonical_cro(value)",
        st.tuples(YEAR, DIGITS).map(lambda parts: [f"{parts[1]}/{parts[0]}{letter}" for letter in LETTERS]),
        lambda value: int(value.partition("/")[0]) == 0,
    ),
    "CRO numbers of a file series": (
        "cro",
        "canonical_cro(value)",
        st.tuples(YEAR, DIGITS).map(lambda parts: [f"SF{parts[0]}/{parts[1]}{letter}" for letter in LETTERS]),
        lambda value: int(value[5:-1]) == 0,
    ),
}


@pytest.mark.parametrize(("form", "macro", "values", "is_placeholder"), KINDS.values(), ids=KINDS)
def test_a_sound_identifier_is_canonical_and_no_other_is(judge, form, macro, values, is_placeholder):
    @few
    @given(values)
    def held(candidates):
        judged = judge(form, macro, candidates)
        assert [value for value, _, canonical in judged if canonical] == [
            value for value, keeps, _ in judged if keeps and not is_placeholder(value)
        ]
        sound = judge(form, macro, [canonical for _, _, canonical in judged if canonical])
        assert all(keeps and canonical == value for value, keeps, canonical in sound)

    held()
