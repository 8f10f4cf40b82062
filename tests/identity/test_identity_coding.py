"""Texts as numbers wherever it is asked only whether two lists have one in common."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mash.identity.coding import coded, only_compared

TEXTS = pa.large_list(pa.large_string())
COLUMNS = ("here", "before", "elsewhere")


def compared(left, right):
    return f"list_has_any({left}_l, {right}_r)"


@pytest.mark.parametrize(
    ("read_by", "groups"),
    [
        pytest.param(compared("here", "here"), [{"here"}], id="held against itself"),
        pytest.param(
            f"{compared('here', 'before')} or {compared('before', 'since')}",
            [{"here", "before", "since"}],
            id="one against another and that against a third",
        ),
        pytest.param(f"here_l is not null and {compared('here', 'here')}", [{"here"}], id="and whether it is given"),
        pytest.param(f"len(here_r) > 1 and {compared('here', 'here')}", [], id="its length is asked too"),
        pytest.param(
            f"{compared('here', 'before')} and before_r[1] = 'X'", [], id="of what it is held against more is asked"
        ),
        pytest.param("dob_l = dob_r", [], id="no list at all"),
    ],
)
def test_columns_of_which_only_that_is_asked(read_by, groups):
    assert {frozenset(group) for group in groups} == set(only_compared(read_by))


lists = st.lists(st.one_of(st.none(), st.lists(st.sampled_from("abcde"), max_size=3)), min_size=6, max_size=6)


@settings(deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(COLUMNS, lists)))
def test_two_lists_have_a_number_in_common_where_they_have_a_text(columns):
    arrays = {name: pa.array(rows, TEXTS) for name, rows in columns.items()}
    found = coded(arrays, [frozenset({"here", "before"})])
    assert found["elsewhere"] is arrays["elsewhere"]
    for one in ("here", "before"):
        for other in ("here", "before"):
            pairs = [
                (texts and more and bool(set(texts) & set(more)), numbers and also and bool(set(numbers) & set(also)))
                for texts, numbers in zip(arrays[one].to_pylist(), found[one].to_pylist(), strict=True)
                for more, also in zip(arrays[other].to_pylist(), found[other].to_pylist(), strict=True)
            ]
            assert all(by_text == by_number for by_text, by_number in pairs)
        assert [row is None for row in found[one].to_pylist()] == [row is None for row in arrays[one].to_pylist()]


def test_what_is_no_list_of_texts_stays_as_it_is():
    years = pa.array([[1], None], pa.large_list(pa.uint64()))
    assert coded({"years": years}, [frozenset({"years"})])["years"] is years
