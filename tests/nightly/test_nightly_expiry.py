"""What has expired does not enter a run, leaves nothing of itself in it, and is never left out silently."""

import datetime as dt
from contextlib import closing
from pathlib import Path

import pytest

from mash import warehouse
from mash.hub import create_hub
from mash.nightly import read_report, run_night

STORY = Path(__file__).parents[2] / "fixtures" / "story"
DAY = dt.date(2026, 1, 31)
NOW = dt.datetime.fromisoformat("2026-01-31T06:00:00")
SCHEDULE = (
    '[[police.occurrences]]\nyears = 2\nafter = "occurred_on"\nsource = "the force"\n'
    '[[police.markers]]\ndays = 1\nafter = ["valid_to", "valid_from"]\nsource = "the force"\n'
)


def night(hub):
    return run_night(hub, as_of=DAY, now=lambda: NOW, progress=lambda *_: None)


def texts(path):
    """Every text of every table of a run, with the table it stands in."""
    found = set()
    with closing(warehouse.connect(path, read_only=True)) as con:
        for table, column in con.execute(
            "select table_name, column_name from duckdb_columns() where schema_name = 'main' and not internal"
        ).fetchall():
            rows = con.execute(f'select distinct "{column}"::varchar from "{table}" where "{column}" is not null')
            found |= {text for (text,) in rows.fetchall()}
    return "\n".join(found)


@pytest.fixture(scope="module")
def nights(tmp_path_factory):
    """The story's hub: a night without a schedule, one with the template as it comes, one with rules."""
    hub = create_hub(tmp_path_factory.mktemp("expiry") / "hub", drops=STORY)
    template = (hub.root / "retention.toml").read_text()
    (hub.root / "retention.toml").unlink()
    before = night(hub)
    (hub.root / "retention.toml").write_text(template)
    untouched = night(hub)
    kept = texts(hub.snapshot(before.run))
    (hub.root / "retention.toml").write_text(SCHEDULE)
    return hub, before, untouched, kept, night(hub)


def test_without_a_rule_every_night_is_what_it_was(nights):
    _, before, untouched, _, _ = nights
    assert untouched.nothing_new
    assert (untouched.run, untouched.digest, untouched.left_out) == (before.run, before.digest, ())
    assert "retention" not in before.basis


def test_what_has_expired_is_counted_and_no_run_by_other_rules_is_taken_for_the_same(nights):
    hub, before, _, _, after = nights
    counted = {(each.agency, each.dataset): each.expired for each in after.left_out}
    assert counted["police", "occurrences"] > 0
    assert counted["police", "markers"] == before.rows["flag"] - after.rows["flag"] > 0
    assert read_report(hub.snapshots / after.run).left_out == after.left_out
    assert after.run != before.run


def test_what_has_expired_leaves_no_residue_in_the_snapshot(nights):
    hub, _, _, kept, after = nights
    left = texts(hub.snapshot(after.run))
    with closing(warehouse.connect()) as con:
        path = str(hub.landing / "police" / "occurrences" / "*" / "data*.parquet")
        expired = con.execute(
            "select distinct occurrence_ref from read_parquet($path)"
            " where occurred_on + interval 2 years <= $day and occurrence_ref not in"
            " (select occurrence_ref from read_parquet($path) where occurred_on + interval 2 years > $day)",
            {"path": path, "day": DAY},
        ).fetchall()
    refs = [f"police:occurrences:{ref}" for (ref,) in expired]
    assert refs
    assert [ref for ref in refs if ref not in kept] == [], "the night before told of them"
    assert [ref for ref in refs if ref in left] == []
