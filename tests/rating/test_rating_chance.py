from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mash.rating.chance import chance_of_at_least, expected_by_chance


def exact(seen, *, adults, flagged, drawn) -> Fraction:
    """The tail by counting hands, in fractions."""
    hands = sum(comb(flagged, k) * comb(adults - flagged, drawn - k) for k in range(seen, min(drawn, flagged) + 1))
    return Fraction(hands, comb(adults, drawn))


@st.composite
def hubs(draw):
    adults = draw(st.integers(1, 60))
    return {"adults": adults, "flagged": draw(st.integers(0, adults)), "drawn": draw(st.integers(0, adults))}


@settings(derandomize=True, deadline=None)
@given(hub=hubs(), seen=st.integers(0, 12))
def test_the_tail_equals_counting_hands(hub, seen):
    assert chance_of_at_least(seen, **hub) == pytest.approx(float(exact(seen, **hub)), abs=1e-9)


def test_sixteen_offenders_within_sixty_adults_are_no_chance():
    assert chance_of_at_least(16, adults=10_000, flagged=13 + 16, drawn=60) < 1e-20


def test_ten_offenders_among_eight_thousand_adults_are_chance():
    """About 0.13 % of adults are registered, so 8,000 hold ten."""
    hub = {"adults": 1_000_000, "flagged": 1300, "drawn": 8000}
    assert expected_by_chance(**hub) == pytest.approx(10.4)
    assert chance_of_at_least(10, **hub) > 0.5


def test_an_empty_hub_expects_nobody():
    assert expected_by_chance(adults=0, flagged=0, drawn=0) == 0.0
    assert chance_of_at_least(1, adults=0, flagged=0, drawn=0) == 0.0
