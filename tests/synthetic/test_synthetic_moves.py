"""Stays cut where somebody lived elsewhere, against days counted one by one."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mash.synthetic.population import Stays
from mash.synthetic.uprooted import _apart, _moved

PERIODS = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 60), st.integers(1, 30)).map(lambda p: (p[0], p[1], p[1] + p[2])),
    max_size=6,
)


def columns(rows, names):
    return dict(zip(names, np.array(rows, dtype=np.int64).reshape(-1, len(names)).T, strict=True))


def days(rows):
    return {(person, day) for person, since, until in rows for day in range(since, until)}


@settings(derandomize=True, max_examples=60)
@given(lived=PERIODS, gone=PERIODS)
def test_what_is_left_of_the_stays_is_every_day_not_spent_elsewhere(lived, gone):
    lived = sorted(lived)
    stays = Stays(*np.array([(who, 7, since, until) for who, since, until in lived], dtype=np.int64).reshape(-1, 4).T)
    left = _moved(stays, columns(gone, ("person", "since", "until")), [])
    found = list(zip(left.person.tolist(), left.since.tolist(), left.until.tolist(), strict=True))
    assert days(found) == days(lived) - days(gone)
    assert all(since < until for _, since, until in found)
    assert found == sorted(found)


@settings(derandomize=True, max_examples=60)
@given(spells=PERIODS)
def test_periods_of_care_cover_the_same_days_and_never_overlap(spells):
    apart = _apart(columns(spells, ("child", "since", "until")))
    found = list(zip(*(apart[name].tolist() for name in ("child", "since", "until")), strict=True))
    assert days(found) == days(spells)
    assert sum(until - since for _, since, until in found) == len(days(spells))
