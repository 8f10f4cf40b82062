"""Text from outside is safe to show and loses nothing that can be shown."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from mash.reports.legible import initials, legible

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()))


@given(ANY_TEXT)
@settings(derandomize=True, max_examples=300)
def test_it_is_idempotent_and_always_xml(text):
    shown = legible(text)
    assert legible(shown) == shown
    element = etree.Element("name")
    element.text = shown
    assert (etree.fromstring(etree.tostring(element)).text or "") == shown


@given(st.text(alphabet=st.characters(categories=("L", "N", "P", "S", "M"))))
@settings(derandomize=True, max_examples=100)
def test_letters_marks_and_signs_of_every_script_stay(text):
    assert legible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("\x1b[2J\x1b]0;t\x07A", "[2J]0;tA", id="the escape of a terminal"),
        pytest.param("A\x9b31mB", "A31mB", id="the one-byte escape of a terminal"),
        pytest.param("a\u202eb\u2066c", "abc", id="marks that reorder their neighbours"),
        pytest.param("a\r\n\t\u2028b", "a b", id="line breaks"),
        pytest.param(" a", " a", id="a blank at the start stays"),
        pytest.param("a \x00 b", "a b", id="blanks round what was dropped"),
        pytest.param("👩‍👧 محمد", "👩‍👧 محمد", id="a joined emoji and Arabic"),
        pytest.param("x\ud800\ufffe\U0010ffffy", "xy", id="what XML cannot hold"),
    ],
)
def test_cases(text, shown):
    assert legible(text) == shown


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        pytest.param("isla mae O'NEIL", "I.M.O.", id="forenames and surname"),
        pytest.param("ANNE-MARIE SMITH", "A.M.S.", id="a hyphen makes two"),
        pytest.param("'' (unknown)", "U.", id="the first letter, not the first sign"),
        pytest.param("", "?", id="no name"),
    ],
)
def test_initials(name, letters):
    assert initials(name) == letters
