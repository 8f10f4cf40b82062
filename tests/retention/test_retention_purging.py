"""What has expired leaves the landing: whole files or none, twice is once, and what a night reads stays what it was."""

import datetime as dt
import json
from pathlib import Path

import duckdb
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from mash import ledger
from mash.extracts import due_for_purge, pull, purge_landing, purging
from mash.extracts.landing import landed
from mash.ledger import Act, Deed
from mash.retention import ensure_salt, terms_of

DAY = dt.date(2026, 1, 31)
AT = dt.datetime.fromisoformat("2026-01-31T06:00:00")
SCHEDULE = (
    '[[police.occurrences]]\nyears = 6\nafter = "occurred_on"\nwhere = { category = "assault" }\nsource = "the force"\n'
    '[[charity.people]]\nyears = 1\nafter = "received"\nsource = "the charity"\n'
    '[[social_care.episodes]]\nyears = 30\nafter = "birth"\nsource = "the council"\n'
)
OLD, NEW = "2001-05-05", "2025-05-05"


def occurrence(ref, occurred_on=OLD, **more):
    return {"occurrence_ref": ref, "force_code": "43", "category": "assault", "occurred_on": occurred_on, **more}


def role(ref, nominal="N1"):
    return {"occurrence_ref": ref, "nominal_ref": nominal, "role": "suspect"}


def purge(town, day=DAY):
    return purge_landing(town.hub, day, terms_of(town.hub, day), at=AT)


def read(town):
    """All that a night of the day reads of the police."""
    return (
        town.read("police", "occurrences", "2026-01-31", "*"),
        town.read("police", "occurrence_roles", "2026-01-31", "*"),
    )


def bytes_of(town):
    return {path: path.read_bytes() for path in sorted(town.hub.landing.rglob("*")) if path.is_file()}


def manifests(town, agency="police"):
    return {each.folder: each for each in landed(town.hub.landing / agency)}


def told(town, text):
    """Where below the landing the text stands, in the bytes or in a cell."""
    found = [path for path, content in bytes_of(town).items() if text.encode() in content]
    with duckdb.connect() as con:
        for path in town.hub.landing.rglob("*.parquet"):
            (count,) = con.execute(
                "select count(*) from (from read_parquet($1)) as r where contains(r::varchar, $2)", [str(path), text]
            ).fetchone()
            found += [path] * bool(count)
    return found


def fill(town):
    """Two full and one changing dataset, in two extracts; occurrence A has expired, B has not."""
    town.schedule(SCHEDULE)
    rejected = {"summary": "secret, rejected"}
    town.drop("police", "2019-01-01", occurrences=[occurrence("OCC-A", summary="a secret of A"), rejected])
    roles = [role("OCC-A"), role("OCC-B")]
    town.drop("police", "2025-06-01", occurrences=[occurrence("OCC-B", NEW)], occurrence_roles=roles)
    town.drop("police", "2026-01-02", occurrences=[occurrence("OCC-C", NEW), occurrence("OCC-D")])
    town.pull()


def test_what_has_expired_leaves_every_file_of_the_landing_and_the_original_with_it(town):
    fill(town)
    assert told(town, "OCC-A")
    before = read(town)
    purged = purge(town)
    assert [(each.dataset, each.extracts, each.expired) for each in purged] == [
        ("occurrence_roles", 1, 1),
        ("occurrences", 2, 3),
    ]
    assert told(town, "OCC-A") == []
    assert told(town, "secret, rejected") == [], "received seven years ago, with a period of six"
    assert read(town) == before


def test_the_manifest_says_how_many_left_by_which_rule_and_when(town):
    fill(town)
    purge(town)
    manifest = manifests(town)["occurrences", "2019-01-01"]
    assert (manifest.rows_in, manifest.rows_loaded, manifest.rows_rejected, manifest.rows_expired) == (2, 0, 0, 2)
    (entry,) = manifest.purges
    assert (entry.at, entry.expired, entry.erased) == ("2026-01-31T06:00:00", 2, 0)
    assert entry.rules == ("6 years after occurred_on: the force",)
    on_disk = {path.name for path in (town.hub.landing / "police" / "occurrences" / "2019-01-01").iterdir()}
    assert on_disk == {"manifest.json", "data-1.parquet", "rejects-1.parquet"}


def test_what_was_purged_is_not_landed_again_from_a_drop_that_still_has_it(town):
    fill(town)
    purge(town)
    kept = bytes_of(town)
    assert {each.outcome for each in pull(town.hub, at=AT) if each.agency == "police"} == {"unchanged"}
    assert bytes_of(town) == kept


def test_a_newer_version_decides_for_all_and_none_before_it_comes_to_stand_again(town):
    town.schedule(SCHEDULE)
    town.drop("police", "2026-01-01", occurrences=[occurrence("A", NEW), occurrence("B"), occurrence("C")])
    town.drop("police", "2026-01-02", occurrences=[occurrence("A"), occurrence("B", NEW)])
    town.drop("police", "2026-01-03", occurrences=[{"occurrence_ref": "C", "deleted": "true"}])
    town.pull()
    purge(town)
    assert town.read("police", "occurrences", "2026-01-31", "occurrence_ref") == [("B",)]
    assert [each.rows_loaded for each in manifests(town).values()] == [1, 1, 0]


def test_an_extract_later_than_the_day_is_left_alone(town):
    fill(town)
    assert purge(town, dt.date(2018, 1, 1)) == ()


def test_what_is_due_is_what_a_purge_takes_and_asking_changes_nothing(town):
    fill(town)
    before = bytes_of(town)
    due = due_for_purge(town.hub, DAY, terms_of(town.hub, DAY))
    assert bytes_of(town) == before
    assert purge(town) == due


@settings(derandomize=True, deadline=None, max_examples=5, phases=[Phase.generate])
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(["2025-06-01", "2026-01-02", "2026-01-05", "2026-02-01"]),
            st.sampled_from("ABCD"),
            st.sampled_from([OLD, NEW, "2020-01-31", "2020-02-01", ""]),
            st.sampled_from(["assault", "theft"]),
            st.booleans(),
        ),
        min_size=4,
        max_size=16,
        unique_by=lambda row: row[:2],
    )
)
def test_laws_of_purging(town_at, rows):
    town = town_at()
    town.schedule(SCHEDULE)
    for extract in {row[0] for row in rows}:
        given_rows = [
            {"occurrence_ref": ref, "deleted": "true"} if gone else occurrence(ref, day, category=category)
            for of, ref, day, category, gone in rows
            if of == extract
        ]
        town.drop("police", extract, occurrences=given_rows)
    town.drop("police", "2026-01-03", occurrence_roles=[role(ref, "N1") for ref in "ABCD"])
    town.pull()
    before = read(town)
    purge(town)
    once = bytes_of(town)
    assert read(town) == before, "a night reads what it read"
    for each in manifests(town).values():
        assert each.rows_in == each.rows_loaded + each.rows_rejected + each.rows_expired + each.rows_erased
    assert town.left_out("2026-01-31") == (), "nothing that has expired is left to leave out"
    assert purge(town) == ()
    assert bytes_of(town) == once, "twice is once"


@pytest.mark.parametrize("at", [0, 1, 2, 4, 7, 11, 15, 19])
def test_a_purge_killed_anywhere_leaves_the_landing_whole_and_the_next_one_ends_it(town, monkeypatch, at):
    class Killed(BaseException):
        pass

    fill(town)
    before, steps = read(town), iter(range(100))

    def killing(real):
        def call(*words, **more):
            if next(steps) == at:
                raise Killed
            return real(*words, **more)

        return call

    with monkeypatch.context() as patch:
        patch.setattr(purging, "replace_manifest", killing(purging.replace_manifest))
        patch.setattr(Path, "unlink", killing(Path.unlink))
        patch.setattr(Path, "replace", killing(Path.replace))
        try:
            purge(town)
        except Killed:
            pass
        else:
            assert at > 12, "every step of a purge was killed once"
    assert read(town) == before
    purge(town)
    assert read(town) == before
    assert told(town, "OCC-A") == []
    names = {path.name for path in town.hub.landing.rglob("*") if path.is_file()}
    assert not {name for name in names if name.startswith(("original", "."))} - {"original.csv"}


def hold(town, mark, until=None):
    """As the command does it, of an id of the police."""
    with ledger.open_ledger(town.hub.ledger_path) as book:
        salt = ensure_salt(book, who="lead", at=AT)
        with duckdb.connect() as con:
            (found,) = con.execute("select sha256(concat($1, chr(31), 'police', chr(31), $2))", [salt, mark]).fetchone()
        body = {"marks": [found], **({"until": until} if until else {})}
        return ledger.note_act(book, Act(Deed.HOLD, mark, "a hearing", "lead", AT, body=body))


def test_nothing_held_expires_neither_the_row_nor_the_occurrence_it_tells_of(town):
    fill(town)
    held = hold(town, "N1")
    assert town.left_out("2026-01-31")[0].expired == 1, "D has no role of whom is held"
    assert ("OCC-A",) in town.read("police", "occurrences", "2026-01-31", "occurrence_ref")
    purge(town)
    assert told(town, "OCC-A")
    with ledger.open_ledger(town.hub.ledger_path) as book:
        ledger.note_act(book, Act(Deed.RELEASE, "N1", "it is over", "other", AT, about=held))
    purge(town)
    assert told(town, "OCC-A") == []


def test_a_hold_ends_after_its_last_day(town):
    fill(town)
    hold(town, "N1", until="2026-01-31")
    assert ("OCC-A",) in town.read("police", "occurrences", "2026-01-31", "occurrence_ref")
    assert ("OCC-A",) not in town.read("police", "occurrences", "2026-02-01", "occurrence_ref")


def test_a_manifest_without_the_new_counts_is_read_as_before(town):
    fill(town)
    for path in town.hub.landing.rglob("manifest.json"):
        raw = json.loads(path.read_text())
        path.write_text(
            json.dumps({name: raw[name] for name in raw if name not in {"rows_expired", "rows_erased", "purges"}})
        )
    assert {each.rows_expired for each in manifests(town).values()} == {0}
