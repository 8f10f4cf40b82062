"""The ends of lines: none has blanks in a pipe, an error is as wide as the terminal and whole in a pipe."""

import os
import subprocess
from contextlib import suppress

import pytest

NO_SUCH = ("enquire", "REF-2026-0118")


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("status",), id="status"),
        pytest.param(("cases",), id="cases"),
        pytest.param(("digest",), id="digest"),
        pytest.param(("enquire", "CASE"), id="enquire"),
        pytest.param(("chronology", "CASE"), id="chronology"),
        pytest.param(("review",), id="review"),
        pytest.param(("policy", "explain"), id="policy explain"),
        pytest.param(("how", "CHILD"), id="how"),
        pytest.param(("key", "--help"), id="help"),
    ],
)
def test_in_a_pipe_no_line_ends_in_blanks(mash, story_hub, expected, words):
    child = mash("enquire", expected["case_id"], "--hub", story_hub, "--json").json["child"]["person_id"]
    meant = [{"CASE": expected["case_id"], "CHILD": child}.get(word, word) for word in words]
    shown = mash(*meant, *(() if "--help" in words else ("--hub", story_hub))).out.splitlines()
    assert len(shown) > 5
    assert [line for line in shown if line != line.rstrip()] == []


ASKING = {"MASH_PURPOSE": "a test", "MASH_GATEWAY": "s47", "MASH_CASE": "REF-2026-0117"}


def told_on_a_terminal(mash_path, environment, *words):
    """What a command writes to a terminal's error stream."""
    ours, theirs = os.openpty()
    try:
        subprocess.run(
            [mash_path, *words], stderr=theirs, stdout=subprocess.DEVNULL, check=False, env=environment | ASKING
        )
    finally:
        os.close(theirs)
    read = b""
    with os.fdopen(ours, "rb", buffering=0) as shown, suppress(OSError):  # its end is an error on Linux
        while part := shown.read(4096):
            read += part
    return read.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("columns", [40, 80])
def test_an_error_is_wrapped_as_wide_as_the_terminal_without_breaking_a_word(
    mash, mash_path, cut_off, story_hub, columns
):
    whole = mash(*NO_SUCH, "--hub", story_hub).err
    terminal = {**cut_off, "TERM": "dumb", "COLUMNS": str(columns)}
    told = told_on_a_terminal(mash_path, terminal, *NO_SUCH, "--hub", str(story_hub))
    assert max(map(len, told.splitlines())) <= columns
    assert told.split() == whole.split()
    assert "\n  Try: " in told


def test_an_error_in_a_pipe_is_a_line_and_what_to_try_another_however_narrow(mash, story_hub):
    told = mash(*NO_SUCH, "--hub", story_hub, COLUMNS="40").err.splitlines()
    assert [line[:7] for line in told] == ["mash: t", "  Try: "]


def test_a_word_longer_than_the_terminal_is_wide_is_kept_whole(mash_path, cut_off, tmp_path):
    away = tmp_path / ("x" * 60)
    told = told_on_a_terminal(mash_path, {**cut_off, "TERM": "dumb", "COLUMNS": "40"}, "status", "--hub", str(away))
    assert str(away) in told
