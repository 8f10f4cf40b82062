"""A night of a day before its policy holds says so (decision 18)."""

import datetime as dt
from dataclasses import replace

import pytest

from mash.nightly.report import NightReport, read_report, write_report

NIGHT = NightReport(
    run="20260131-00000000",
    as_of=dt.date(2026, 1, 31),
    inputs="",
    digest="",
    published_at=dt.datetime(2026, 1, 31, 6, tzinfo=dt.UTC),
    versions={},
    model="m",
    policy="policy-2026-02",
    deliveries=(),
    seconds={},
    rows={},
    changes=(),
)


@pytest.mark.parametrize(
    ("holds_from", "ahead"),
    [
        pytest.param("2026-02-01", True, id="the day after"),
        pytest.param("2026-01-31", False, id="the day itself"),
        pytest.param("", False, id="a run that kept no date"),
    ],
)
def test_the_report_says_that_the_policy_was_not_yet_in_force(tmp_path, holds_from, ahead):
    write_report(tmp_path, replace(NIGHT, policy_from=holds_from))
    says = read_report(tmp_path).policy_ahead
    assert says == (f"policy-2026-02 holds from {holds_from}: on 2026-01-31 it was not yet in force." if ahead else "")
