"""A delivery lands in an encrypted hub as in a plain one, whatever its format, and without a name on the disk."""

import datetime as dt
import gzip
import json
import os
import signal
import subprocess
import sys
from contextlib import closing

import duckdb
import pytest

from mash import warehouse
from mash.encryption import open_to_read
from mash.extracts import Outcome, check, freshness, load_current, pull, purge_landing, read_row
from mash.hub import create_hub, open_hub
from mash.nightly.proving import _tables
from mash.retention import terms_of

NAME = "BIRKETT"
HEADER = "person_ref,forenames,surname,aliases,date_of_birth"
ROWS = [
    f'1,Ottilie,{NAME},"Tilly|Otty",2022-09-14',
    f'2,"Ann ""Annie""", {NAME} ,,1985-01-01',
    f"3,Bea,{NAME},,not a date",
    f",nobody,{NAME},,1990-01-01",
    f"too,few,{NAME}",
    f'5,"two\nlines",{NAME},,',
]
CONFIG = '[hub]\nname = "a hub"\n[agencies.charity]\ncontract = "people"\ndrop = "{drop}"\n'


def as_csv(folder):
    (folder / "people.csv").write_text("\n".join([HEADER, *ROWS]) + "\n", encoding="utf-8")


def as_gzip(folder):
    (folder / "people.csv.gz").write_bytes(gzip.compress("\n".join([HEADER, *ROWS]).encode() + b"\n"))


def as_ndjson(folder):
    people = [{"person_ref": str(n), "forenames": "Ottilie", "surname": NAME, "aliases": ["Tilly"]} for n in range(300)]
    lines = [*map(json.dumps, people), f'{{"person_ref": "{NAME}"']
    (folder / "people.ndjson").write_text("\n".join(lines) + "\n", encoding="utf-8")


def as_parquet(folder):
    with duckdb.connect() as con:
        con.execute(
            "copy (select range::varchar as person_ref, 'Ottilie' as forenames, $name as surname,"
            " date '2022-09-14' as date_of_birth from range(300)) to $path (format parquet)",
            {"name": NAME, "path": str(folder / "people.parquet")},
        )


FORMATS = {"csv": as_csv, "csv.gz": as_gzip, "ndjson": as_ndjson, "parquet": as_parquet}


@pytest.fixture(params=FORMATS)
def hubs(request, tmp_path, master, at):
    """A drop in one format, and a plain hub and an encrypted one that read it."""
    assert master
    folder = tmp_path / "drop" / "2026-01-31"
    folder.mkdir(parents=True)
    FORMATS[request.param](folder)
    made = []
    for name, moment in (("plain", None), ("sealed", at)):
        create_hub(tmp_path / name, encrypted_at=moment)
        config = tmp_path / name / "mash.toml"
        config.write_text(CONFIG.format(drop=tmp_path / "drop"), encoding="utf-8")
        made.append(open_hub(tmp_path / name))
    return made


def holding(folder):
    return [path for path in folder.rglob("*") if path.is_file() and NAME.encode() in path.read_bytes()]


def current(hub, day):
    with closing(warehouse.connect(reach=hub.reach)) as con:
        load_current(con, hub, day)
        return con.execute("from source.charity.people order by all").fetchall()


def test_the_same_rows_land_and_stand_and_no_name_is_on_the_disk(hubs, at):
    plain, sealed = hubs
    day = at.date()
    told = [pull(hub, as_of=day, at=at) for hub in hubs]
    assert told[0] == told[1]
    assert told[0][0].outcome is Outcome.LANDED, told[0]
    assert current(plain, day) == current(sealed, day)
    assert len(current(sealed, day)) > 2
    assert freshness(plain, day) == freshness(sealed, day)
    assert read_row(plain, "charity", "people", "2026-01-31", 1) == read_row(
        sealed, "charity", "people", "2026-01-31", 1
    )
    (original,) = sealed.landing.glob("charity/people/*/original.*")
    (dropped,) = (sealed.config.agencies[0].drop / "2026-01-31").iterdir()
    with open_to_read(original) as content:
        assert content.read() == dropped.read_bytes()
    assert holding(sealed.root) == []
    if not dropped.name.endswith((".gz", ".parquet")):
        assert holding(plain.root), "in the plain one it would be found"
    assert pull(sealed, as_of=day, at=at)[0].outcome is Outcome.UNCHANGED


def test_rows_taken_in_small_pieces_are_the_same(hubs, at, monkeypatch):
    monkeypatch.setattr("mash.extracts.framed.PIECE_CHARACTERS", 40)
    plain, sealed = hubs
    assert pull(plain, as_of=at.date(), at=at) == pull(sealed, as_of=at.date(), at=at)
    assert current(plain, at.date()) == current(sealed, at.date())


def test_a_parquet_file_that_changes_while_it_is_read_waits_for_the_next_pull(hubs, at, monkeypatch):
    _, sealed = hubs
    (dropped,) = (sealed.config.agencies[0].drop / "2026-01-31").iterdir()
    if dropped.suffix != ".parquet":
        pytest.skip("only Parquet is read from the drop itself")
    read = check.receive_parquet

    def disturbed(connection, source):
        received = read(connection, source)
        dropped.write_bytes(dropped.read_bytes() + b"\0")
        return received

    monkeypatch.setattr(check, "receive_parquet", disturbed)
    assert pull(sealed, as_of=at.date(), at=at)[0].outcome is Outcome.SKIPPED


def test_a_pull_killed_at_its_last_leaves_no_name_on_the_disk(hubs, at):
    plain, sealed = hubs
    program = (
        "import datetime as dt, os, sys; from pathlib import Path; from mash.extracts import check, pull\n"
        f"check._write_files = lambda *_: os.kill(os.getpid(), {int(signal.SIGKILL)})\n"
        "from mash.hub import open_hub; pull(open_hub(Path(sys.argv[1])), as_of=dt.date(2026, 1, 31))"
    )
    for hub in hubs:
        done = subprocess.run([sys.executable, "-c", program, str(hub.root)], env=os.environ, check=False, timeout=60)
        assert done.returncode == -signal.SIGKILL
        assert [path.name for path in hub.root.rglob("original.*")], "it was at work"
    assert holding(sealed.root) == []
    if any(path.suffix == ".csv" for path in plain.root.rglob("original.*")):
        assert holding(plain.root), "in the plain one it would be found"
    assert pull(sealed, as_of=at.date(), at=at)[0].outcome is Outcome.LANDED


SCHEDULE = '[[charity.people]]\nyears = 18\nafter = "birth"\nsource = "the charity"\n'


def test_a_purge_does_in_an_encrypted_hub_what_it_does_in_a_plain_one_and_a_proof_reads_both(hubs, at):
    """A row that expires is written away; proving an erasure reads every file below the hub, sealed ones too."""
    later = dt.date(2041, 1, 1)
    purged = []
    for hub in hubs:
        assert pull(hub, as_of=at.date(), at=at)[0].outcome is Outcome.LANDED
        assert any(NAME in line for line in told(hub)), "a search that cannot read would prove nothing"
        (hub.root / "retention.toml").write_text(SCHEDULE, encoding="utf-8")
        purged.append(purge_landing(hub, later, terms_of(hub, later), at=at))
    plain, sealed = hubs
    assert purged[0] == purged[1]
    assert current(plain, later) == current(sealed, later)
    assert bool(purged[1]) is any(path.name == "data-1.parquet" for path in sealed.landing.rglob("*"))
    assert holding(sealed.root) == []


def told(hub):
    files = [path for path in hub.root.rglob("*") if path.is_file()]
    return [line for path in files for _, lines in _tables(hub, path) for line in lines]
