"""Analysts work on while a night runs and publishes: nobody fails, nothing is lost, no answer is of two runs."""

import importlib.util
import sys
from collections import Counter
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def load(name):
    """A file of benchmarks/, which is no package."""
    spec = importlib.util.spec_from_file_location(name, BENCHMARKS / f"{name}.py")
    sys.modules[name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


faults_hub, desk, together = load("faults_hub"), load("desk"), load("together")


@pytest.mark.parametrize(
    ("analysts", "nights", "persons"),
    [
        pytest.param(4, 1, 120, id="four analysts, one night"),
        pytest.param(12, 3, 600, id="twelve analysts, three nights", marks=pytest.mark.slow),
    ],
)
def test_nobody_fails_nothing_is_lost_and_no_answer_is_of_two_runs(tmp_path, analysts, nights, persons):
    hub = together.prepare(tmp_path, persons, nights, seed=1)
    before = (hub / "current").read_text().strip()
    day = together.work_a_day(tmp_path, hub, analysts, nights, pause=1.0)
    assert day.faults == []
    assert [night.before for night in day.nights] == [before, *[night.run for night in day.nights[:-1]]]
    assert sum(len(night.removed) for night in day.nights) == nights - 1
    done = Counter(line["command"] for line in day.lines if line["ended"] == "done")
    assert min(done["enquire"], done["rate"]) > 0
    answered = {line["run"] for line in day.lines if "run" in line}
    assert {before, day.nights[-1].run} <= answered, "some before the first night ended, some after the last"


@pytest.fixture
def made():
    """A day's log of a decision, an enquiry and a command that failed."""
    return together.Day(
        [
            {"command": "rate", "ended": "done", "decision": "why"},
            {"command": "enquire", "ended": "done", "run": "r", "case": "C1", "print": {"network": "1"}},
        ],
        [],
        [],
    )


@pytest.mark.parametrize(
    ("decisions", "enquiries", "lost"),
    [
        (["why"], ["C1"], []),
        ([], ["C1"], ["decision 'why' was made 1 times and is in the ledger 0 times"]),
        (["why", "why"], ["C1"], ["decision 'why' was made 1 times and is in the ledger 2 times"]),
        (["why", "x"], ["C1"], ["decision 'x' was made 0 times and is in the ledger 1 times"]),
        (["why"], [], ["enquiry 'C1' was made 1 times and is in the ledger 0 times"]),
    ],
    ids=["all there", "one lost", "one twice", "one that nobody made", "an enquiry not noted"],
)
def test_what_is_lost_or_twice_in_the_ledger_would_be_seen(tmp_path, made, monkeypatch, decisions, enquiries, lost):
    """The comparison itself: what it does not see, no test of analysts would."""
    with together.closing(together.sqlite3.connect(tmp_path / "ledger.sqlite")) as book:
        book.execute("create table decision (rationale)")
        book.execute("create table judgement (reason)")
        book.executemany("insert into decision values (?)", [(each,) for each in decisions])
        book.commit()
    asked = [together.audit.Entry(together.now(), "a", "x", "enquire", each) for each in enquiries]
    monkeypatch.setattr(together, "noted", lambda _: asked)
    assert list(together.lost(made, tmp_path)) == lost


def test_an_answer_that_is_not_its_runs_would_be_seen(tmp_path, made, monkeypatch):
    (tmp_path / "aside" / "r").mkdir(parents=True)
    (tmp_path / "ledger.sqlite").touch()
    monkeypatch.setattr(together, "open_hub", lambda folder: folder)
    monkeypatch.setattr(together.enquiry, "enquire_into", lambda *_: None)
    for alone, differs in (("1", []), ("2", ["an answer on C1 differs from that of its run r alone: network"])):
        monkeypatch.setattr(together, "print_of", lambda _, alone=alone: {"network": alone})
        assert list(together.mixed(made, tmp_path, tmp_path / "aside")) == differs
