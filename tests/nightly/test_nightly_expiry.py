"""What has expired does not enter a run, leaves nothing of itself in it, and is never left out silently."""

import csv
import datetime as dt
import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from mash import extracts, warehouse
from mash.extracts.landing import landed
from mash.hub import create_hub
from mash.nightly import read_report, run_night
from mash.nightly.logbook import Logbook
from mash.nightly.purging import purge
from mash.retention import terms_of

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
    with (STORY / "police" / "2026-01-30" / "occurrences.csv").open(encoding="utf-8") as sent:
        rows = list(csv.DictReader(sent))
    expired = [row["occurrence_ref"] for row in rows if row["occurred_on"] <= "2024-01-31"]
    refs = [f"police:occurrences:{ref}" for ref in expired]
    assert refs
    assert [ref for ref in refs if ref not in kept] == [], "the night before told of them"
    assert [ref for ref in refs if ref in left] == []


def test_a_night_purges_the_landing_and_every_older_run_that_may_hold_what_left_and_says_so(nights):
    hub, before, _, _, after = nights
    left = {(each.agency, each.dataset): each.expired for each in after.purged}
    assert left == {(each.agency, each.dataset): each.expired for each in after.left_out}, "one extract landed"
    assert after.removed == (before.run,)
    assert [folder.name for folder in hub.snapshots.iterdir()] == [after.run]
    assert read_report(hub.snapshots / after.run).purged == after.purged
    events = [json.loads(line) for line in (hub.snapshots / after.run / "log.jsonl").read_text().splitlines()]
    assert sum(line["expired"] for line in events if line["event"] == "purged") == sum(left.values())


def test_the_night_after_finds_nothing_more_and_the_same_digest_for_the_same_day(nights):
    hub, _, _, _, after = nights
    again = night(hub)
    assert again.nothing_new
    assert (again.purged, again.removed) == ((), ())
    terms = terms_of(hub, DAY)
    with closing(warehouse.connect(reach=hub.reach)) as con:
        assert extracts.load_current(con, hub, DAY, terms) == ()
        ((rows,),) = con.execute("select count(*) from source.police.occurrences").fetchall()
    with closing(warehouse.connect(hub.snapshot(after.run), read_only=True)) as con:
        ((events,),) = con.execute("select count(*) from event where dataset = 'occurrences'").fetchall()
    assert rows == events


def test_a_night_of_a_day_to_come_purges_no_more_than_today_would(nights, tmp_path):
    hub, _, _, _, after = nights
    log = Logbook(tmp_path, after.run, lambda: dt.datetime.fromisoformat("2024-03-01T06:00:00"))
    later = replace(after, as_of=dt.date(2099, 1, 1))
    assert purge(hub, later, log) == ((), ())
    assert landed(hub.landing / "police")[0].rows_loaded > 0
