"""Two groups whose birthdays differ, each confirmed by two agencies."""

import itertools

import numpy as np
import pytest

from mash.identity.clustering import cluster
from mash.identity.constrained import Refusal, Rules
from mash.identity.evidence import Birthdays, Evidence, Numbers, Pairs

AGENCIES = ("health", "police", "education", "social_care")
TWO = {0: (1972, 1), 1: (1972, 2), 2: (1976, 1), 3: (1976, 3)}


def of_two_groups(birthdays, numbers=(), **more):
    """Records 0 and 1, and 2 and 3, hold together firmly, and all with all well enough; numbers are of one scheme."""
    known = dict.fromkeys(itertools.combinations(range(4), 2), 12.0) | {(0, 1): 30.0, (2, 3): 31.0}
    a, b = np.array(list(known)).T
    held = [(record, 0, number) for record, number in numbers]
    evidence = Evidence(
        Pairs(a, b, np.array(list(known.values()))),
        numbers=Numbers(*np.array(held, dtype=np.int64).reshape(-1, 3).T),
        birthdays=Birthdays(*np.array([(record, *stated) for record, stated in birthdays.items()]).T),
        **more,
    )
    return cluster(4, evidence, Rules(join=5, valid=0))


@pytest.mark.parametrize("numbers", [(), [(0, 7)], [(0, 7), (1, 7)]], ids=["none", "one", "of one group"])
def test_two_birthdays_that_two_agencies_confirm_are_two_people_whatever_numbers_one_has(numbers):
    found = of_two_groups(TWO, numbers)
    assert found.group_of.tolist() == [0, 0, 2, 2]
    assert {why for _, why in found.refused} == {Refusal.BIRTHDAYS}


@pytest.mark.parametrize(
    ("birthdays", "more"),
    [
        pytest.param(TWO | {3: (1976, 1)}, {}, id="one agency alone states one of them"),
        pytest.param({0: (1972, 1), 1: (1972, 2), 2: (1976, 1)}, {}, id="one record alone states one of them"),
        pytest.param(TWO | {1: (1976, 2)}, {}, id="one group states both"),
        pytest.param(TWO, {"numbers": [(0, 7), (3, 7)]}, id="an official number is in common"),
        pytest.param(TWO, {"same": [(0, 2)]}, id="a person judged two of them the same"),
    ],
)
def test_they_join_where(birthdays, more):
    found = of_two_groups(birthdays, **more)
    assert found.group_of.tolist() == [0] * 4
    assert not found.refused


@pytest.mark.parametrize(("agencies", "persons"), [(AGENCIES[:3], 1), (AGENCIES, 2)])
def test_a_birthday_mistyped_once_is_one_person_and_one_confirmed_is_another(records, resolve, agencies, persons):
    born = ("1972-07-26", "1972-07-26", "1976-07-26", "1976-07-26")
    for agency, day in zip(agencies, born, strict=False):
        records.add(f"{agency}:1", "SOPHIE", "FENWICK", day, homes=["4 MILL LANE|LA1 1AA"], phones=["07700900001"])
    con = resolve(records)
    assert con.execute("select count(*) from person").fetchall() == [(persons,)]
    reasons = con.execute("select reason from possible_identity").fetchall()
    assert reasons == ([] if persons == 1 else [(Refusal.BIRTHDAYS.value,)])
