"""Names: one spelling for the ways of writing one, and none for the ways of having none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

few = settings(derandomize=True, max_examples=12, deadline=None)


@pytest.mark.parametrize(
    ("given_name", "expected"),
    [
        pytest.param("anne-marie", "ANNE MARIE", id="hyphens are spaces"),
        pytest.param("  Mary   Jane ", "MARY JANE", id="spaces are single"),
        pytest.param("José", "JOSE", id="accents are folded"),
        pytest.param("Jose\N{COMBINING ACUTE ACCENT}", "JOSE", id="accents apart from their letter are folded too"),
        pytest.param("Łukasz Øyvind", "LUKASZ OYVIND", id="barred letters are folded"),
        pytest.param("Weiß", "WEISS", id="sharp s is two"),
        pytest.param("Мария", "МАРИЯ", id="letters of other scripts are kept"),
        pytest.param("D'Arcy", "DARCY", id="apostrophes are dropped"),
        pytest.param("D\N{RIGHT SINGLE QUOTATION MARK}Arcy", "DARCY", id="curly apostrophes are dropped"),
        pytest.param("Mr John", "JOHN", id="a title is dropped"),
        pytest.param("Dr. Mrs Jane", "JANE", id="two titles are dropped"),
        pytest.param("Mrs", None, id="a title alone is no forename"),
        pytest.param("MIG_ERROR_JOHN", "JOHN", id="a migration mark is dropped"),
        pytest.param("NO_SHOW_DUPLICATE_JOHN", "JOHN", id="several marks are dropped"),
        pytest.param("NOT ENTERED", None, id="not entered"),
        pytest.param("UNKNOWN", None, id="unknown"),
        pytest.param("Not known", None, id="not known"),
        pytest.param("Baby", None, id="a baby not yet named"),
        pytest.param("BABY SMITH", None, id="a baby by its surname"),
        pytest.param("Infant of Jane", None, id="an infant of its mother"),
        pytest.param("TWIN 1", None, id="a twin by number"),
        pytest.param("Twin Two", None, id="a twin by word"),
        pytest.param("NK", None, id="NK"),
        pytest.param("N/A", None, id="N/A"),
        pytest.param("Test", None, id="test"),
        pytest.param("XX", None, id="crosses"),
        pytest.param("xxxx xxxx", None, id="more crosses"),
        pytest.param("-", None, id="a dash"),
        pytest.param("", None, id="nothing"),
        pytest.param(None, None, id="null"),
        pytest.param("X", "X", id="one initial is kept"),
        pytest.param("Na", "NA", id="a short name is a name"),
        pytest.param("Babysarah", "BABYSARAH", id="a name that only begins like a placeholder"),
    ],
)
def test_forenames_are_cleaned(clean, given_name, expected):
    assert clean("clean_forenames", given_name) == expected


@pytest.mark.parametrize(
    ("given_name", "expected"),
    [
        pytest.param("Mc Donald", "MCDONALD", id="Mc is joined"),
        pytest.param("McDonald", "MCDONALD", id="Mc joined already"),
        pytest.param("Mac Donald", "MACDONALD", id="Mac is joined"),
        pytest.param("O'Brien", "OBRIEN", id="O with apostrophe"),
        pytest.param("O Brien", "OBRIEN", id="O with space"),
        pytest.param("Smith-O Brien", "SMITH OBRIEN", id="O within a double name"),
        pytest.param("van der Berg", "VAN DER BERG", id="particles stay"),
        pytest.param("UNKNOWN", None, id="unknown"),
        pytest.param("SMITH NOT ENTERED", "SMITH", id="a mark at the end"),
        pytest.param("Master", "MASTER", id="a title alone may be a surname"),
        pytest.param("Baby", "BABY", id="Baby may be a surname"),
        pytest.param("Begum", "BEGUM", id="a surname"),
    ],
)
def test_surnames_are_cleaned(clean, given_name, expected):
    assert clean("clean_surname", given_name) == expected


@pytest.mark.parametrize(
    ("alias", "forenames", "surname"),
    [
        pytest.param("John Smith", "John", "Smith", id="forenames then surname"),
        pytest.param("John Paul Smith", "John Paul", "Smith", id="two forenames"),
        pytest.param("SMITH, John Paul", "John Paul", "SMITH", id="surname, forenames"),
        pytest.param("Bob van der Berg", "Bob", "van der Berg", id="particles go with the surname"),
        pytest.param("Mary Smith-Jones", "Mary", "Smith-Jones", id="a double surname"),
        pytest.param("Smithy", "Smithy", None, id="one word is a forename"),
        pytest.param("SMITH,", None, "SMITH", id="a surname and a comma"),
        pytest.param("  ", None, None, id="nothing"),
    ],
)
def test_an_alias_is_parted_into_forenames_and_surname(clean, alias, forenames, surname):
    assert (clean("alias_forenames", alias), clean("alias_surname", alias)) == (forenames, surname)


TITLES_AND_PARTICLES = ["MR", "MRS", "DR", "MC", "MAC", "O"]
MARKS = ["MIG_ERROR_", "NO_SHOW_", "DUPLICATE_", "NOT", "ENTERED", "BABY", "TWIN", "1", "X", "XX", "N/A"]
NAMES = ["SMITH", "José", "O'Brien", "Anne-Marie"]
names = st.one_of(
    st.lists(st.sampled_from(TITLES_AND_PARTICLES + MARKS + NAMES), max_size=6).map(" ".join), st.text(max_size=20)
)
many_names = st.lists(names, min_size=1, max_size=40)


@pytest.mark.parametrize("macro", ["clean_name", "clean_forenames", "clean_surname"])
@few
@given(written=many_names)
def test_cleaning_a_clean_name_changes_nothing(clean_all, macro, written):
    once = clean_all(macro, written)
    assert clean_all(macro, once) == once


@few
@given(written=many_names)
def test_a_clean_name_is_words_with_single_spaces(clean_all, written):
    for name in filter(None, clean_all("clean_name", written)):
        assert name == " ".join(name.split())
        assert not set(name) & set("'-_0123456789\N{RIGHT SINGLE QUOTATION MARK}")


@few
@given(written=st.lists(st.text(alphabet="abcdefghijklmnopqrstuvwxyzéèüñç", min_size=3, max_size=12), min_size=1))
def test_case_and_accents_make_no_difference(clean_all, written):
    plain = [name.translate(str.maketrans("éèüñç", "eeunc")).upper() for name in written]
    assert clean_all("clean_name", written) == clean_all("clean_name", plain)
