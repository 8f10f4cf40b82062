"""The row that a search compares with: it tells all that the ladder of names reads."""

import re

from mash.identity import Query
from mash.identity.asked import as_record
from mash.identity.settings import NAME

OF_RECORDS_ONLY = {"kin_surnames"}
"""What nobody types into a search: the family's surnames."""


def test_a_search_tells_every_column_that_the_names_are_compared_by(model):
    read = {column for level in NAME.levels for column in re.findall(r"(\w+)_[lr]\b", level.sql)}
    assert read - set(as_record(Query(forenames="GRACE MAY", surname="FENWICK"), model)) == OF_RECORDS_ONLY


def test_a_full_forename_asked_for_fits_a_record_of_its_initial(model):
    assert as_record(Query(forenames="GRACE", surname="FENWICK"), model)["first_initials"] == ["F", "G"]
