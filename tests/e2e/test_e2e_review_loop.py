"""The review queue by single keys, at a terminal and in a pipe; and as a page."""

import datetime as dt
import io
import os
import pty
import select
import signal
import subprocess
import termios
import time

import pytest
from lxml import html
from rich.console import Console

from mash import ledger
from mash.cli.keys import FromLines
from mash.cli.review_loop import COMMON, ReviewLoop
from mash.enquiry.review_queue import queue
from mash.hub import open_hub
from mash.identity import Verdict
from mash.ledger import StoredJudgement
from mash.reports import Asked

pytestmark = pytest.mark.long

AT = dt.datetime.fromisoformat("2026-01-31T09:00:00")
PATIENCE = 120
"""Seconds."""
LOCAL_MODES = 3
"""Which of a terminal's attributes say whether it waits for whole lines."""


@pytest.fixture
def sit(fresh_story_hub, tmp_path, capsys):
    """Go through the first rows of the queue with these keys; what was shown, and what stands then."""

    def sitting(*typed, rows=3, page=None, case="REF-2026-0117"):
        hub = open_hub(fresh_story_hub)
        screen = Console(file=io.StringIO(), width=100)
        waits = [row for row in queue(hub) if not row.settled][:rows]
        keys = FromLines(io.StringIO("".join(f"{line}\n" for line in typed)))
        loop = ReviewLoop(
            hub,
            waits,
            lambda: Asked("a.nalyst", AT, "review", "s47", case),
            keys,
            screen,
            page or tmp_path / "p.html",
        )
        loop.run()
        with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
            standing = {(each.record_key_a, each.record_key_b): each for each in ledger.judgements(book)}
        told = " ".join((screen.file.getvalue() + capsys.readouterr().out).split())
        return told, [standing.get(tuple(sorted((row.record_key_a, row.record_key_b)))) for row in waits]

    return sitting


def test_a_pair_that_would_change_a_case_is_asked_for_that_case_where_none_is_said(sit):
    told, said = sit("d", "t", "two photographs", rows=2, case="")
    assert [each and each.verdict for each in said] == ["different", None]
    assert told.count("Passed over") == 1, "no open case hangs on the second"


def test_each_key_judges_one_pair_with_its_reason_and_brings_the_next(sit):
    told, said = sit("s", "1", "d", "t", "another face", "u", "too little to go by")
    assert [each.verdict for each in said] == ["same", "different", "undecided"]
    assert [each.reason for each in said] == [COMMON[Verdict.SAME][0], "another face", "too little to go by"]
    assert {each.judged_by for each in said} == {"a.nalyst"}
    assert "1 of 3" in told
    assert "3 of 3; 2 judged in this sitting" in told
    assert "Judged 3 (1 different, 1 same, 1 undecided); 0 left." in told


def test_the_last_reason_is_one_key_away_also_in_the_next_sitting(sit):
    _, first = sit("d", "t", "another face", "d", "", "q")
    assert [each and each.reason for each in first] == ["another face", "another face", None]
    told, second = sit("d", "", rows=1)
    assert "1 another face" in told
    assert second[0].reason == "another face"


def test_one_may_go_on_and_back_and_take_another_view(sit):
    told, said = sit("n", "u", "1", "b", "b", "b", "n", "d", "1", "q")
    assert [each and each.verdict for each in said] == [None, "different", None]
    assert "This is the first." in told
    assert "You judged them undecided; another word replaces it." in told
    assert "Judged 1 (1 different); 2 left." in told


@pytest.mark.parametrize(
    "typed",
    [("s", "0", "q"), ("s", "", "q"), ("s", "9", "q"), ("s", "x", "q"), ("s",), ("s", "t", " ", "q"), ("?", "q")],
)
def test_without_a_reason_nothing_is_judged(sit, typed):
    told, said = sit(*typed, rows=1)
    assert said == [None]
    assert "Judged 0; 1 left." in told


def test_a_contradiction_is_shown_and_refused_and_the_loop_goes_on(sit, fresh_story_hub):
    hub = open_hub(fresh_story_hub)
    row = next(row for row in queue(hub) if not row.settled)
    between = "education:contacts:LA943-6120:1"
    with ledger.open_ledger(hub.ledger_path) as book:
        for key in (row.record_key_a, row.record_key_b):
            ledger.judge(book, StoredJudgement(key, between, "same", "one photograph", "b.oss", AT))
    told, said = sit("d", "1", "u", "1", "n")
    assert "Not judged:" in told
    assert "contradicts what people have judged; nothing was recorded" in told
    assert told.count("same, b.oss") == 2
    assert [each and each.verdict for each in said] == ["undecided", None, None]


def test_the_page_of_a_pair_is_written_while_one_looks_at_it(sit, tmp_path):
    page = tmp_path / "one.html"
    told, _ = sit("p", "q", page=page)
    assert f"The page is in {page}" in told
    assert "One person or two?" in page.read_text()
    told, _ = sit("p", "q", page=tmp_path / "nowhere" / "one.html")
    assert "a file in a folder that exists" in told


def test_in_a_pipe_it_says_that_there_is_no_terminal(fresh_story_hub, mash_path):
    done = subprocess.run(
        [mash_path, "review", "--one-by-one", "--hub", fresh_story_hub, "--who", "a.nalyst"],
        input="q\n", capture_output=True, text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip
    assert (done.returncode, "Judged 0; 9 left." in done.stdout) == (0, True), done.stderr
    assert "Standard input is no terminal" in done.stderr


def test_at_a_terminal_a_key_counts_at_once_and_ctrl_c_loses_nothing(fresh_story_hub, mash_path):
    front, back = pty.openpty()
    at_it = subprocess.Popen(
        [mash_path, "review", "--one-by-one", "--hub", fresh_story_hub, "--who", "a.nalyst"],
        stdin=back, stdout=back, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "TERM": "xterm", "NO_COLOR": "1", "COLUMNS": "100"},
    )  # fmt: skip
    os.close(back)
    seen = ""

    def wait_for(words):
        nonlocal seen
        until = time.monotonic() + PATIENCE
        while words not in seen:
            assert time.monotonic() < until, seen
            if select.select([front], [], [], 1)[0]:
                seen += os.read(front, 65536).decode(errors="replace")
        seen = seen.partition(words)[2]

    def press(key, after):
        """Once the prompt is shown and single keys are listened to: what is typed before is thrown away."""
        wait_for(after)
        while termios.tcgetattr(front)[LOCAL_MODES] & termios.ICANON:
            time.sleep(0.01)
        os.write(front, key)

    press(b"d", after="q quit:")
    press(b"1", after="not after all:")
    wait_for("Judged different")
    press(b"\x03", after="q quit:")
    wait_for("Judged 1 (1 different); 8 left.")
    assert at_it.wait(timeout=PATIENCE) == 0
    at_it.stderr.close()
    os.close(front)
    with ledger.open_ledger(fresh_story_hub / "ledger.sqlite", to_read=True) as book:
        assert [each.reason for each in ledger.judgements(book)] == [COMMON[Verdict.DIFFERENT][0]]


def test_interrupted_between_keys_it_ends_as_by_q(fresh_story_hub, mash_path):
    at_it = subprocess.Popen(
        [mash_path, "review", "--one-by-one", "--hub", fresh_story_hub],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    while "1 of 9" not in at_it.stdout.readline():
        assert at_it.poll() is None
    time.sleep(1)
    at_it.send_signal(signal.SIGINT)
    out, _ = at_it.communicate(timeout=PATIENCE)
    assert (at_it.returncode, "Judged 0; 9 left." in out) == (0, True)


def test_the_queue_as_a_page_has_every_pair_side_by_side_with_weights_that_add_up(mash, story_hub, tmp_path):
    page = tmp_path / "queue.html"
    done = mash("review", "--html", page, "--hub", story_hub, MASH_CASE="")
    assert done.code == 0, "it is asked for no one case"
    rows = mash("review", "--hub", story_hub, "--json").json
    text = page.read_text()
    read = html.fromstring(text)
    articles = read.xpath("//article")
    assert len(articles) == len(rows)
    for article, row in zip(articles, rows, strict=True):
        shown = article.text_content()
        assert row["record_key_a"] in shown
        assert row["record_key_b"] in shown
        *weights, total = [float(cell.text) for cell in article.xpath(".//table[caption]//tr/td[last()]")]
        assert sum(weights) == pytest.approx(total, abs=0.005 * len(weights) + 0.001), "as rounded"
    assert "://" not in text
    assert not read.xpath("//script | //link | //img")
    targets = {article.get("id") for article in articles}
    assert {link.get("href")[1:] for link in read.xpath("//nav//a")} == targets


def test_the_queue_as_a_page_is_for_who_needs_to_know_of_every_case_and_the_audit_has_every_pair(
    mash, audited, fresh_story_hub, tmp_path
):
    hub, page = fresh_story_hub, tmp_path / "queue.html"
    access = hub / "access.toml"
    access.write_text(access.read_text() + '[people."o.ne"]\nroles = ["analyst"]\ncases = ["REF-2026-0113"]\n')
    refused = mash("review", "--html", page, "--hub", hub, MASH_WHO="o.ne")
    assert (refused.code, page.exists()) == (4, False)
    assert mash("review", "--html", page, "--hub", hub, MASH_CASE="").code == 0
    rows = mash("review", "--hub", hub, "--json").json
    shown = [entry for entry in audited(hub) if entry.action == "review"][-len(rows) :]
    assert [entry.subject for entry in shown] == [f"{row['record_key_a']} {row['record_key_b']}" for row in rows]
    assert {entry.case for entry in shown} == {"REF-2026-0113", ""}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--one-by-one", "--json"), "mash review --json"),
        (("--one-by-one", "a", "b"), "without A and B"),
        (("--one-by-one", "--same", "--reason", "x"), "two records or persons"),
        (("--html", "/nowhere/at/all.html"), "a folder that exists"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else "",
)
def test_what_cannot_be_gone_through_says_what_to_try(mash, story_hub, words, says):
    done = mash("review", *words, "--hub", story_hub)
    assert (done.code, says in done.err) == (2, True), done.err
