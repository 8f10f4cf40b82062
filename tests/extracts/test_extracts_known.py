"""What had landed, and what stood refused, at a moment: by when it came in, whatever day it is dated."""

import datetime as dt
import json

import pytest

from mash.extracts import link_known, pull
from mash.extracts.landing import landed, refusals

FIRST, SECOND, THIRD = (dt.datetime.fromisoformat(f"2026-01-0{day}T06:00:00") for day in (2, 3, 4))
SECONDS = dt.timedelta(seconds=1)


@pytest.fixture
def charity(town, csv_of):
    """On the 2nd a delivery lands; on the 3rd one dated the 1st is refused; on the 4th it has been put right."""
    here = town(charity="people")
    one = csv_of("people", {"person_ref": "1", "forenames": "ADA", "surname": "EXAMPLE"})
    here.drop("charity", "2026-01-02", "people.csv", one)
    pull(here.hub, at=FIRST)
    here.drop("charity", "2026-01-01", "people.csv", b"")
    pull(here.hub, at=SECOND)
    pull(here.hub, at=SECOND + SECONDS)
    here.drop("charity", "2026-01-01", "people.csv", one.replace("ADA", "EVE"))
    pull(here.hub, at=THIRD)
    pull(here.hub, at=THIRD + SECONDS)
    return here


@pytest.mark.parametrize(
    ("by", "landings", "refused"),
    [
        pytest.param(FIRST - SECONDS, [], [], id="before anything"),
        pytest.param(FIRST, ["2026-01-02"], [], id="to the second"),
        pytest.param(SECOND, ["2026-01-02"], ["2026-01-01"], id="refused, and dated before what has landed"),
        pytest.param(THIRD - SECONDS, ["2026-01-02"], ["2026-01-01"], id="not yet put right"),
        pytest.param(THIRD, ["2026-01-01", "2026-01-02"], [], id="put right"),
    ],
)
def test_it_has_what_had_come_in_by_then(charity, tmp_path, by, landings, refused):
    was = charity.landed("charity")
    known = link_known(charity.hub, tmp_path / "landing", by)
    there = tmp_path / "landing" / "charity"
    assert [each.extract for each in landed(there)] == landings
    assert [each.extract for each in refusals(there)] == refused
    assert {(agency, dataset, extract) for agency, dataset, extract, _ in known.files} == {
        ("charity", "people", extract) for extract in landings
    }
    assert (known.undated, known.first) == (0, FIRST)
    assert charity.landed("charity") == was


def test_a_refusal_put_right_stands_no_more_and_says_since_when(charity):
    own = charity.hub.landing / "charity"
    assert refusals(own) == []
    (kept,) = (json.loads(path.read_text()) for path in own.glob("refused/*.json"))
    assert (kept["refused_at"], kept["put_right_at"]) == (SECOND.isoformat(), THIRD.isoformat())


@pytest.mark.parametrize(("by", "known"), [("2026-01-01T23:59:59", 0), ("2026-01-02T00:00:00", 1)])
def test_without_a_moment_it_counts_as_known_from_the_day_it_is_dated(town, csv_of, tmp_path, by, known):
    here = town(charity="people")
    one = csv_of("people", {"person_ref": "1", "forenames": "ADA", "surname": "EXAMPLE"})
    here.drop("charity", "2026-01-02", "people.csv", one)
    pull(here.hub)
    found = link_known(here.hub, tmp_path / "landing", dt.datetime.fromisoformat(by))
    assert (len(found.files), found.undated) == (known, known)
