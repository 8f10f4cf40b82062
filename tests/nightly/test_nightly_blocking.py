"""What each blocking rule cost, in the report of a night."""

import datetime as dt
import json

import pytest

from mash import warehouse
from mash.nightly.blocking import RuleCost, rule_costs
from mash.nightly.report import RUN_FILE, NightReport, read_report, write_report

WHEN = dt.datetime(2026, 1, 31, 6, 30, tzinfo=dt.UTC)
COSTS = (RuleCost("kin", 10, 4, 2, 0, 0), RuleCost("e-mail", 6, 0, 0, 1, 41))
REPORT = NightReport(
    run="20260131-00000000",
    as_of=dt.date(2026, 1, 31),
    inputs="i",
    digest="d",
    published_at=WHEN,
    versions={},
    model="model-2026-11",
    policy="policy-2026-01",
    deliveries=(),
    seconds={},
    rows={},
    changes=(),
    blocking=COSTS,
)


@pytest.fixture
def snapshot():
    con = warehouse.connect(threads=1)
    con.execute(
        "create table blocking_report as from (values (2, 'e-mail', 0, 6, 1, 41), (1, 'kin', 4, 10, 0, 0))"
        " as report (position, rule, pairs, block_pairs, skipped_blocks, skipped_records)"
    )
    con.execute("create table identity_pair (blocking_rule varchar, outcome varchar)")
    yield con
    con.close()


def test_a_rule_is_told_its_cost_and_of_the_pairs_it_found_first_those_kept_as_same_or_possible(snapshot):
    snapshot.execute("insert into identity_pair values ('kin', 'same'), ('kin', 'possible'), ('kin', 'different')")
    assert rule_costs(snapshot) == COSTS


def test_a_report_keeps_what_its_rules_cost(tmp_path):
    write_report(tmp_path, REPORT)
    assert read_report(tmp_path).blocking == COSTS


def test_a_report_of_before_rules_were_told_is_read_with_none(tmp_path):
    write_report(tmp_path, REPORT)
    told = json.loads((tmp_path / RUN_FILE).read_text(encoding="utf-8"))
    del told["blocking"]
    (tmp_path / RUN_FILE).write_text(json.dumps(told), encoding="utf-8")
    assert read_report(tmp_path).blocking == ()
