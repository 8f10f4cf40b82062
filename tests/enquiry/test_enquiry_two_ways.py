"""One rule for the desk and for notebooks: nothing that was said of a child goes unheeded."""

import pytest

from mash.enquiry.described import Description
from mash.errors import UsageError


@pytest.mark.parametrize(
    ("key", "said", "unheeded"),
    [
        ("REF-2026-0001", {"surname": "Example"}, "surname"),
        ("P0000001", {"age": "3", "postcode": "PL25"}, "age, postcode"),
        ("Ada Example", {"name": "Ada Example"}, "name"),
        (None, {"name": "Ada Example", "forenames": "Ada"}, "forenames"),
        (None, {"surname": "Example", "born": "2022", "age": "3"}, "age"),
    ],
    ids=["beside a case", "beside a person", "a name twice", "a name in two boxes", "a birthday and an age"],
)
def test_what_is_said_beside_what_already_says_it_is_refused(key, said, unheeded):
    with pytest.raises(UsageError, match="unheeded") as refused:
        Description(**said).refuse_two_ways(key)
    assert refused.value.where == unheeded


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("REF-2026-0001", {}),
        ("Ada Example", {"born": "2022-01-05", "postcode": "PL25"}),
        (None, {"forenames": "Ada", "surname": "Example", "age": "3"}),
    ],
    ids=["a case alone", "a name with its birthday", "a name in its two halves"],
)
def test_what_adds_to_it_is_taken(key, said):
    Description(**said).refuse_two_ways(key)


def test_a_field_is_called_what_whoever_asked_calls_it():
    with pytest.raises(UsageError) as refused:
        Description(born="2022", age="3").refuse_two_ways(word="--{}".format)
    assert refused.value.where == "--age"
