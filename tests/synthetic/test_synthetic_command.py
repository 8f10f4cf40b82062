"""``mash synth`` as it is run: results on standard output, progress on standard error, nothing half made."""

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from mash.synthetic import STEPS

MASH = Path(sys.executable).parent / "mash"


def synth(*words, **more):
    return subprocess.run(
        [str(MASH), "synth", *map(str, words)], text=True, check=False, timeout=120, stdout=subprocess.PIPE, **more
    )


def test_a_log_has_one_line_a_step_and_the_output_says_what_was_made(tmp_path):
    done = synth(tmp_path / "out", "--persons", 40, "--seed", 2, stderr=subprocess.PIPE)
    steps = done.stderr.splitlines()
    assert done.returncode == 0
    assert [line.split()[0] for line in steps] == [f"{step}/{STEPS}" for step in range(1, STEPS + 1)]
    assert steps[-1].endswith("truth")
    assert "40 people" in done.stdout
    assert "mash init HUB --drops" in done.stdout


def test_a_script_asks_for_parquet_and_is_told_in_json_what_was_made(tmp_path):
    done = synth(tmp_path / "out", "--persons", 40, "--format", "parquet", "--json", stderr=subprocess.PIPE)
    told = json.loads(done.stdout)
    written = {path.suffix for path in (tmp_path / "out" / "police").rglob("*.*")}
    assert (done.returncode, written) == (0, {".parquet"})
    assert (told["persons"], told["seed"], told["nights"]) == (40, 1, ["2026-01-31"])


def whole(terminal: int) -> str:
    """Everything written to it, which comes some kilobytes at a time; its end is an error on Linux."""
    read = b""
    with os.fdopen(terminal, "rb", buffering=0) as shown, suppress(OSError):
        while part := shown.read(4096):
            read += part
    return read.decode()


def test_whoever_watches_sees_a_bar(tmp_path):
    ours, theirs = os.openpty()
    try:
        done = synth(tmp_path / "out", "--persons", 40, stderr=theirs, env={**os.environ, "TERM": "xterm"})
    finally:
        os.close(theirs)
    shown = whole(ours)
    assert done.returncode == 0
    assert "━" in shown
    assert f"1/{STEPS} " not in shown.splitlines()[0]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--persons", "0"), 2, "0 persons"),
        (("--persons", "10", "--profile", "none.toml"), 6, "no such profile"),
        (("--persons", "10", "--as-of", "31/01/2026"), 2, "--as-of"),
        (("--persons", "10", "--format", "xlsx"), 2, "format 'xlsx' is none of csv, parquet"),
    ],
    ids=["nobody at all", "a profile that is not there", "a date in another order", "a format there is not"],
)
def test_what_makes_no_town_is_refused_with_its_exit_code_and_nothing_is_written(tmp_path, words, code, says):
    done = synth(tmp_path / "out", *words, stderr=subprocess.PIPE)
    assert (done.returncode, says in done.stderr) == (code, True)
    assert not list(tmp_path.iterdir())
