"""Addresses: one dwelling for the ways of writing one home, apart from its neighbours, and none for too little."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

few = settings(derandomize=True, max_examples=12, deadline=None)

SAME = [
    pytest.param(
        [("12 High Street", None), ("12 HIGH ST.", None), ("12, High St", ""), ("No. 12 High Street", None)],
        id="a house",
    ),
    pytest.param(
        [("12 High Street", "Camborne"), ("12 High Street, Camborne", None), ("12 High St", "Redruth")], id="localities"
    ),
    pytest.param(
        [
            ("12A High Street", None),
            ("Flat A, 12 High St", None),
            ("Flat A", "12 High Street"),
            ("12 a High St", None),
            ("12 High Street, Flat A", None),
            ("12 Flat A High Street", None),
            ("Apartment A", "12 High St, Camborne"),
        ],
        id="a lettered flat",
    ),
    pytest.param(
        [("Flat 3, 12 High St", None), ("Flt 3", "12 High Street"), ("12 High Street Flat 3", None)],
        id="a numbered flat",
    ),
    pytest.param(
        [("Flat 3", "Rose Court"), ("Apt 3 Rose Court", None), ("FLAT 3, ROSE CT", "High Street")],
        id="a flat in a block",
    ),
    pytest.param([("Rose Cottage", None), ("rose  cottage", "Chapel Lane")], id="a house with a name"),
    pytest.param([("St Peter's House", None), ("Saint Peters Hse", None)], id="a saint's house"),
    pytest.param([("4 Fore Avenue", None), ("4 Fore Ave", None), ("4 Fore Av", None)], id="an avenue"),
]

APART = [
    ("12 High Street", None),
    ("14 High Street", None),
    ("12A High Street", None),
    ("12B High Street", None),
    ("Flat 3, 12 High Street", None),
    ("Flat 4, 12 High Street", None),
    ("Flat 12, High Street", None),
    ("12 High Road", None),
    ("Rose Cottage", None),
    ("Flat 3", "Rose Court"),
]


@pytest.mark.parametrize("written", SAME)
def test_the_ways_of_writing_a_home_are_one(clean, written):
    keys = {clean("address_line", line_1, line_2) for line_1, line_2 in written}
    assert len(keys) == 1
    assert None not in keys


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(APART, 2)))
def test_neighbours_are_kept_apart(clean, one, other):
    assert clean("address_line", *one) != clean("address_line", *other)


@pytest.mark.parametrize(
    ("line_1", "line_2", "postcode"),
    [
        pytest.param("12 High Street", None, None, id="no postcode"),
        pytest.param("12 High Street", None, "NF1 1NF", id="the placeholder of no fixed abode"),
        pytest.param("12 High Street", None, "TR14 8A", id="a postcode cut short"),
        pytest.param(None, None, "TR14 8AA", id="no line"),
        pytest.param("", " ", "TR14 8AA", id="empty lines"),
        pytest.param("NFA", None, "TR14 8AA", id="NFA"),
        pytest.param("N.F.A.", None, "TR14 8AA", id="NFA with stops"),
        pytest.param("No Fixed Abode", "Camborne", "TR14 8AA", id="no fixed abode"),
        pytest.param("Of no fixed address", None, "TR14 8AA", id="of no fixed address"),
        pytest.param("Unknown", None, "TR14 8AA", id="unknown"),
        pytest.param("Address withheld", None, "TR14 8AA", id="withheld"),
        pytest.param("c/o Camborne Town Hall", None, "TR14 8AA", id="care of somebody"),
        pytest.param("High Street", None, "TR14 8AA", id="a street without a number"),
        pytest.param("Flat 3", None, "TR14 8AA", id="a flat without a house"),
        pytest.param("12", None, "TR14 8AA", id="a number without a street"),
    ],
)
def test_an_address_too_poor_to_place_is_no_dwelling(clean, line_1, line_2, postcode):
    assert clean("address_key", line_1, line_2, postcode) is None


def test_a_home_goes_by_its_line_and_postcode(clean):
    assert clean("address_key", "Flat A", "12 High Street", "tr148aa") == "12A HIGH ST|TR14 8AA"


WORDS = ["Flat", "Room", "A", "3", "12", "No", "12A", "High", "Street", "Rose", "Court", ",", "NFA", "Road", "St"]
lines = st.one_of(
    st.text(alphabet="FLAT RO0123456789,.' abHIGHSTREET", max_size=24),
    st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join),
)


@few
@given(written=st.lists(lines, min_size=1, max_size=40))
def test_writing_a_clean_line_again_changes_nothing(clean_all, written):
    once = clean_all("address_line", written, None)
    assert clean_all("address_line", once, None) == once


@pytest.mark.parametrize("placeholder", ["NF1 1NF", "nf11fa", "ZZ99 3VZ", "ZZ99 9ZZ", "", None])
@few
@given(written=st.lists(lines, min_size=1, max_size=40))
def test_a_placeholder_of_a_postcode_never_makes_a_dwelling(clean_all, placeholder, written):
    assert set(clean_all("address_key", written, None, placeholder)) == {None}


@pytest.mark.parametrize(
    ("address_type", "line", "expected"),
    [
        pytest.param(None, "12 High Street", "home", id="not said"),
        pytest.param("Main", "12 High Street", "main", id="main"),
        pytest.param("Approved-Premises", "1 The Close", "approved premises", id="approved premises"),
        pytest.param("HMP", "Channings Wood", "prison", id="a prison by its title"),
        pytest.param("hostel", "1 The Close", "hostel", id="a hostel"),
        pytest.param("NFA", None, "no fixed abode", id="NFA as a kind"),
        pytest.param(None, "N.F.A.", "no fixed abode", id="NFA as a line"),
        pytest.param("houseboat", "The Quay", "other", id="a word of no list"),
    ],
)
def test_the_kind_of_a_stay_is_the_agencys_word(clean, address_type, line, expected):
    assert clean("stay_kind", address_type, line) == expected


def test_an_address_is_shown_on_one_line(clean):
    assert clean("one_line", " Flat A ", "", "Camborne") == "Flat A, Camborne"
    assert clean("one_line", None, "", None) is None
