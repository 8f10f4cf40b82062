"""Shares, their intervals, and what is kept back."""

from __future__ import annotations

import pytest

from mash.evaluation.intervals import f1, share, wilson


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        pytest.param(81, 263, 0.2553, 0.3662, id="newcombe 1998, table I, 81 of 263"),
        pytest.param(15, 148, 0.0624, 0.1605, id="newcombe 1998, table I, 15 of 148"),
        pytest.param(0, 20, 0.0, 0.1611, id="newcombe 1998, table I, 0 of 20"),
        pytest.param(1, 29, 0.0061, 0.1718, id="newcombe 1998, table I, 1 of 29"),
        pytest.param(29, 29, 0.8830, 1.0, id="all of 29, the mirror of none"),
    ],
)
def test_the_interval_is_the_published_one(count, of, low, high):
    assert wilson(count, of) == pytest.approx((low, high), abs=5e-5)


def test_no_error_in_three_thousand_bounds_the_error_at_a_thousandth():
    assert wilson(0, 3000)[1] == pytest.approx(0.0013, abs=5e-5)


def test_a_share_of_fewer_than_ten_is_kept_back_whole():
    found = share(3, 9)
    assert found.suppressed
    assert (found.count, found.of, found.share, found.low, found.high) == (None,) * 5


def test_a_share_of_ten_is_shown():
    found = share(3, 10)
    assert (found.count, found.of, found.share, found.suppressed) == (3, 10, 0.3, False)


def test_a_share_of_nothing_is_unknown_and_not_suppressed():
    found = share(0, 0)
    assert (found.of, found.share, found.suppressed) == (0, None, False)


@pytest.mark.parametrize(("count", "of"), [(2, 1), (-1, 5)])
def test_a_share_beyond_the_whole_is_an_error(count, of):
    with pytest.raises(ValueError, match="is no share"):
        share(count, of)


@pytest.mark.parametrize(
    ("precision", "recall", "expected"),
    [(1.0, 0.5, 0.666667), (0.0, 0.0, 0.0), (None, 0.5, None), (0.5, None, None)],
)
def test_f1_is_the_harmonic_mean_of_what_is_known(precision, recall, expected):
    assert f1(precision, recall) == expected
