"""A long command shows a bar to whoever looks, and plain lines where nobody does; its results are the same."""

import os
import re
import subprocess
from contextlib import suppress

import pytest

from mash.nightly import STEPS

AS_OF = "2026-01-31"
CONTROL = "\x1b"
BAR = "━"
NIGHT = ["pull", *STEPS, "publish"]


def whole(terminal):
    """Everything written to it; its end is an error on Linux."""
    read = b""
    with os.fdopen(terminal, "rb", buffering=0) as shown, suppress(OSError):
        while part := shown.read(4096):
            read += part
    return read.decode()


@pytest.fixture
def watched(mash_path):
    """Run a command with its error stream on a terminal: how it ended, its results, what the terminal showed."""

    def run(*words, term="xterm"):
        ours, theirs = os.openpty()
        try:
            done = subprocess.Popen(
                [str(mash_path), *map(str, words)],
                stdout=subprocess.PIPE,
                stderr=theirs,
                text=True,
                env={**os.environ, "TERM": term, "COLUMNS": "100"},
            )
        finally:
            os.close(theirs)
        shown = whole(ours)
        out, _ = done.communicate(timeout=300)
        return done.returncode, out, shown

    return run


@pytest.fixture
def hub(mash, story, tmp_path):
    assert mash("init", tmp_path / "hub", "--drops", story).code == 0
    return tmp_path / "hub"


def told(night):
    """The night's report without its seconds."""
    return re.sub(r"in [\d.]+ s", "", night)


def test_whoever_looks_at_a_night_sees_a_bar_go_through_its_steps_and_it_leaves_nothing_behind(
    mash, watched, hub, story, tmp_path
):
    code, out, shown = watched("nightly", "--hub", hub, "--as-of", AS_OF)
    assert code == 0, shown
    assert BAR in shown
    steps = [step for step in re.findall(r"[a-z]+", re.sub(r"\x1b\[[\d;?]*[A-Za-z]", " ", shown)) if step in NIGHT]
    assert list(dict.fromkeys(steps))[1:] == NIGHT[1:], "a first step that is over at once may go unseen"
    assert not re.search(rf"^1/{len(NIGHT)} pull", shown, flags=re.MULTILINE)
    assert shown.rstrip().endswith((f"{CONTROL}[2K", f"{CONTROL}[?25h")), "the bar is wiped, the cursor shown"
    assert CONTROL not in out

    other = tmp_path / "other"
    assert mash("init", other, "--drops", story).code == 0
    plain = mash("nightly", "--hub", other, "--as-of", AS_OF)
    assert plain.err.splitlines() == [f"{place}/{len(NIGHT)} {step}" for place, step in enumerate(NIGHT, start=1)]
    assert told(plain.out) == told(out)


def test_a_terminal_that_can_move_no_cursor_gets_plain_lines(watched, hub):
    code, _, shown = watched("pull", "--hub", hub, "--as-of", AS_OF, term="dumb")
    assert code == 0, shown
    assert CONTROL not in shown
    assert [line for line in shown.splitlines() if not re.fullmatch(r"\d+/100 [a-z_]+ 2026-01-30", line)] == []


def test_lines_for_nobody_come_as_each_step_begins_and_hold_no_control_characters(mash_path, hub):
    with subprocess.Popen(
        [str(mash_path), "nightly", "--hub", str(hub), "--as-of", AS_OF],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as night:
        first = next(night.stderr)
        assert night.poll() is None, "told while it runs, not at its end"
        rest = night.stderr.read()
        out = night.stdout.read()
    assert first == f"1/{len(NIGHT)} pull\n"
    assert not re.search(r"[\x00-\x09\x0b-\x1f]", first + rest + out)


def test_whoever_waits_for_an_enquiry_sees_a_sign_and_a_script_nothing(mash, watched, story_hub, expected):
    words = ("enquire", expected["case_id"], "--hub", story_hub, "--brief")
    code, out, shown = watched(*words)
    assert code == 0, shown
    assert "Asking who is around the child" in shown
    quiet = mash(*words)
    assert (quiet.err, quiet.out.split("Asked")[0]) == ("", out.split("Asked")[0])
