"""The hub's restrictions are read whole or refused with every fault, and no fault shows what an entry holds."""

import pytest

from mash.errors import UsageError
from mash.restrictions import NOTHING, read_restrictions
from mash.vocabulary import FlagKind

WHOLE = """
contact = "the duty manager"

[[sealed]]
id = "S-1"
why = "adoption"
one = ["health:H1", "education:E1"]
other = ["health:H9"]

[[places]]
id = "L-1"
why = "refuge"
uprn = "100012345678"

[[places]]
id = "L-2"
why = "foster home"
postcode = "PL25 9ZZ"
line = "12 High Street"

[[closed]]
id = "C-1"
why = "staff"
records = ["police:CU1"]
open_to = ["i.lead"]

[[existence_only]]
scheme = "visor"
counts_as = "sexual offender"

[[handling]]
code = "C"
condition = "ask first"
"""


def test_a_hub_without_the_file_restricts_nothing(tmp_path):
    assert read_restrictions(tmp_path) == NOTHING
    assert not NOTHING.withholds


def test_every_entry_is_read(tmp_path):
    (tmp_path / "restrictions.toml").write_text(WHOLE)
    found = read_restrictions(tmp_path)
    assert found.contact == "the duty manager"
    assert found.sealed_pairs == (("education:E1", "health:H9"), ("health:H1", "health:H9"))
    assert [each.uprn or each.postcode for each in found.places] == ["100012345678", "PL25 9ZZ"]
    assert found.closed[0].open_to == ("i.lead",)
    assert (found.existence_only[0].scheme, found.existence_only[0].counts_as) == ("VISOR", FlagKind.SEXUAL_OFFENDER)
    assert found.handling[0].condition == "ask first"
    assert found.withholds


def test_all_faults_are_told_at_once_and_none_shows_what_an_entry_holds(tmp_path):
    (tmp_path / "restrictions.toml").write_text(
        'Zebedee = 1\n[[sealed]]\nid = "S-1"\none = ["Zebedee Quux"]\nother = []\n'
        '[[sealed]]\nid = "S-1"\nwhy = "x"\none = ["a:ZEBEDEE"]\nother = ["a:ZEBEDEE"]\n'
        '[[places]]\nid = "Zebedee Quux"\nwhy = "x"\nline = "1 Zebedee Close"\n'
        '[[closed]]\nid = "C-1"\nwhy = "x"\nrecords = "police:ZEBEDEE"\nname = "Zebedee"\n'
        '[[existence_only]]\nscheme = "VISOR"\ncounts_as = "Zebedee"\n'
        '[[handling]]\ncode = "C"\nwithheld = "Zebedee"\n'
    )
    with pytest.raises(UsageError) as refused:
        read_restrictions(tmp_path)
    told = str(refused.value)
    for fault in (
        "1 unknown section", "[[sealed]] 1: lacks why", "[[sealed]] 1: one is", "[[sealed]] 1: other is",
        "a record stands on both sides", "the id S-1 stands twice", "[[places]] 1: id is", "lacks a uprn",
        "a line needs its postcode", "[[closed]] 1: an unknown key", "[[closed]] 1: records is", "counts_as is one of",
        "[[handling]] 1: withheld is true or false",
    ):  # fmt: skip
        assert fault in told
    assert "zebedee" not in told.lower()


def test_a_file_that_is_no_toml_is_refused_without_its_text(tmp_path):
    (tmp_path / "restrictions.toml").write_text('[[closed]]\nZebedee Quux = "')
    with pytest.raises(UsageError) as refused:
        read_restrictions(tmp_path)
    assert "Zebedee" not in str(refused.value)
