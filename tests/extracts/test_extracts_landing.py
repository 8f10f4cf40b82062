"""A delivery lands wholly or not at all, once, and whatever happens on the way."""

import datetime as dt
import json
import shutil

import duckdb
import pytest

from mash.errors import NotFound
from mash.extracts import Outcome, check, landing, load_current, pull, read_row
from mash.extracts.drop import copy_hashed

ROLE = {"occurrence_ref": "O1", "nominal_ref": "N1", "role": "suspect"}
MARKER = {"nominal_ref": "N1", "scheme": "VISOR", "valid_from": "2020-01-01", "status": "current"}


@pytest.fixture
def police(town, csv_of):
    """A town whose police have dropped two datasets."""
    here = town(police="police")
    here.drop("police", "2026-01-01", "occurrence_roles.csv", csv_of("occurrence_roles", ROLE))
    here.drop("police", "2026-01-01", "markers.csv", csv_of("markers", MARKER))
    return here


def outcomes(here):
    return [delivery.outcome for delivery in pull(here.hub)]


def test_a_delivery_lands_as_data_rejects_manifest_and_original(police):
    pull(police.hub)
    files = ["data.parquet", "manifest.json", "original.csv", "rejects.parquet"]
    assert list(police.landed("police")) == [
        f"{dataset}/2026-01-01/{file}" for dataset in ("markers", "occurrence_roles") for file in files
    ]


def test_a_manifest_says_what_was_received_and_that_no_row_was_lost(police, csv_of):
    police.drop("police", "2026-01-01", "markers.csv", csv_of("markers", MARKER, {**MARKER, "status": ""}))
    pull(police.hub)
    manifest = json.loads(police.landed("police")["markers/2026-01-01/manifest.json"])
    assert (manifest["rows_in"], manifest["rows_loaded"], manifest["rows_rejected"]) == (2, 1, 1)
    assert (manifest["contract"], manifest["contract_version"], manifest["load"]) == ("police", "1.0.0", "full")
    assert (manifest["encoding"], manifest["format"], manifest["received_as"]) == ("utf-8", "csv", "markers.csv")
    assert manifest["breaches"] == [{"field": "status", "rule": "missing", "cost": "row", "rows": 1}]
    original = police.landed("police")["markers/2026-01-01/original.csv"]
    assert manifest["size_bytes"] == len(original)
    assert set(manifest["delivery"]) == {"markers", "occurrence_roles"}


def test_pulling_twice_is_a_no_op(police):
    pull(police.hub)
    before = police.landed("police")
    (again,) = pull(police.hub)
    assert again.outcome is Outcome.UNCHANGED
    assert [count.rows_loaded for count in again.datasets] == [1, 1]
    assert police.landed("police") == before


def test_nothing_is_left_of_the_work(police):
    pull(police.hub)
    assert not list(police.hub.landing.rglob(".*"))


def test_other_content_under_a_landed_extract_is_refused_and_the_first_stays(police, csv_of):
    pull(police.hub)
    before = police.landed("police")
    police.drop("police", "2026-01-01", "markers.csv", csv_of("markers", {**MARKER, "status": "expired"}))
    (delivery,) = pull(police.hub)
    assert delivery.outcome is Outcome.REFUSED
    assert "send a correction under a later date" in str(delivery.breaches)
    assert {path: content for path, content in police.landed("police").items() if "refused" not in path} == before


def test_a_refusal_is_forgotten_when_the_landed_content_is_put_back(police, csv_of):
    pull(police.hub)
    police.drop("police", "2026-01-01", "markers.csv", csv_of("markers", {**MARKER, "status": "expired"}))
    pull(police.hub)
    police.drop("police", "2026-01-01", "markers.csv", csv_of("markers", MARKER))
    assert outcomes(police) == [Outcome.UNCHANGED]
    assert not [path for path in police.landed("police") if "refused" in path]


def test_a_dataset_that_comes_late_under_the_same_extract_is_landed_too(police, csv_of):
    pull(police.hub)
    police.drop("police", "2026-01-01", "occurrences.csv", csv_of("occurrences"))
    (delivery,) = pull(police.hub)
    assert (delivery.outcome, [count.dataset for count in delivery.datasets]) == (Outcome.LANDED, ["occurrences"])
    assert outcomes(police) == [Outcome.UNCHANGED]


def test_a_refused_delivery_is_tried_again_when_it_is_corrected(police, csv_of):
    police.drop("police", "2026-01-01", "occurrences.csv", b"")
    assert outcomes(police) == [Outcome.REFUSED]
    police.drop("police", "2026-01-01", "occurrences.csv", csv_of("occurrences"))
    assert outcomes(police) == [Outcome.LANDED]
    assert not [path for path in police.landed("police") if "refused" in path]


def test_the_same_refused_bytes_are_refused_again_without_being_read(police, monkeypatch):
    police.drop("police", "2026-01-01", "occurrences.csv", b"")
    (first,) = pull(police.hub)

    def read(*_):
        raise AssertionError("the file was read again")

    monkeypatch.setattr(check, "copy_hashed", read)
    (second,) = pull(police.hub)
    assert (second.outcome, second.breaches) == (Outcome.REFUSED, first.breaches)
    assert "refused before" in second.message


def test_a_file_that_grows_while_it_is_read_is_left_for_the_next_pull(police, monkeypatch):
    def grow(source, target):
        with source.open("ab") as file:
            file.write(b"N2,")
        return copy_hashed(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(check, "copy_hashed", grow)
        (delivery,) = pull(police.hub)
    assert delivery.outcome is Outcome.SKIPPED
    assert "changed while it was read" in delivery.message
    assert police.landed("police") == {}


def test_a_file_that_is_gone_when_its_turn_comes_is_left_for_the_next_pull(police, monkeypatch):
    def vanish(source, target):
        source.unlink()
        return copy_hashed(source, target)

    monkeypatch.setattr(check, "copy_hashed", vanish)
    (delivery,) = pull(police.hub)
    assert delivery.outcome is Outcome.SKIPPED


@pytest.mark.parametrize("renames", [0, 1])
def test_a_pull_killed_between_two_renames_has_landed_nothing_and_the_next_lands_all(police, monkeypatch, renames):
    done = []

    def killed(incoming, agency_landing, extract, datasets):
        for dataset in list(datasets)[:renames]:
            landing_move(incoming, agency_landing, extract, [dataset])
            done.append(dataset)
        shutil.copytree(incoming, agency_landing / "kept")
        raise KeyboardInterrupt

    landing_move = landing.move_in
    with monkeypatch.context() as patch:
        patch.setattr(landing, "move_in", killed)
        with pytest.raises(KeyboardInterrupt):
            pull(police.hub)
    # As a kill would: the working folder stands.
    (police.hub.landing / "police" / "kept").rename(police.hub.landing / "police" / landing.INCOMING)
    assert len(done) == renames
    assert landing.landed(police.hub.landing / "police") == []
    with duckdb.connect() as con:
        load_current(con, police.hub, dt.date(2026, 1, 1))
        assert con.execute("select count(*) from source.police.markers").fetchall() == [(0,)]
    assert outcomes(police) == [Outcome.LANDED]
    assert not (police.hub.landing / "police" / landing.INCOMING).exists()


def test_a_delivery_that_lost_a_dataset_does_not_count_is_not_deleted_and_lands_again(police):
    pull(police.hub)
    root = police.hub.landing / "police"
    shutil.rmtree(root / "markers")
    kept = police.landed("police")
    drop = police.drops / "police" / "2026-01-01"
    drop.rename(police.drops / ".aside")
    assert outcomes(police) == []
    assert police.landed("police") == kept
    assert landing.landed(root) == []
    (police.drops / ".aside").rename(drop)
    assert outcomes(police) == [Outcome.LANDED]
    assert [manifest.dataset for manifest in landing.landed(root)] == ["markers", "occurrence_roles"]


def test_extracts_later_than_the_date_are_left_in_the_drop(police, csv_of):
    police.drop("police", "2026-02-01T0630", "markers.csv", csv_of("markers", MARKER))
    told = [(each.extract, each.outcome) for each in pull(police.hub, as_of=dt.date(2026, 1, 31))]
    assert told == [("", Outcome.SKIPPED), ("2026-01-01", Outcome.LANDED)]
    assert [each.extract for each in pull(police.hub, as_of=dt.date(2026, 2, 1))] == ["2026-01-01", "2026-02-01T0630"]


def test_progress_is_told_by_delivery_in_bytes(police):
    told = []
    pull(police.hub, progress=lambda what, done, of: told.append((what, done, of)))
    size = sum(path.stat().st_size for path in (police.drops / "police").rglob("*.csv"))
    assert told == [("police 2026-01-01", 0, size)]


def test_a_row_is_read_back_by_its_place_in_the_file(police, csv_of):
    police.drop("police", "2026-01-01", "markers.csv", csv_of("markers", {}, {**MARKER, "level": "3"}, MARKER))
    pull(police.hub)
    row = read_row(police.hub, "police", "markers", "2026-01-01", 2)
    assert (row["level"], row["valid_from"], row["_row"]) == ("3", dt.date(2020, 1, 1), 2)
    with pytest.raises(NotFound, match="rejected"):
        read_row(police.hub, "police", "markers", "2026-01-01", 1)
    with pytest.raises(NotFound, match="no such extract"):
        read_row(police.hub, "police", "markers", "2026-01-02", 1)
