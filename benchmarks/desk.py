"""Of `together.py`: one analyst's process, which enquires, decides and reviews until its standard input ends.

    python benchmarks/desk.py HUB NUMBER LOG [PAUSE]

Each command is the engine's own, called in this process, and a line of LOG: how it ended, its seconds, and how many of
them it waited: for the ledger (its lock, its journal, the disk) and for the run in use to be opened.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import random
import sqlite3
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from mash import enquiry
from mash.encryption import books
from mash.enquiry import Asked, Said, Wanted
from mash.enquiry.review import Couple, judge, review_pair, revoke
from mash.enquiry.review_queue import queue
from mash.errors import NotFound, Refused
from mash.hub import Hub, open_hub
from mash.identity import Verdict
from mash.reports import Answer, to_json

COMMANDS = {"enquire": 8, "rate": 6, "cases": 3, "queue": 1, "pair": 2, "judge": 3, "revoke": 1}
"""How often each is given, in parts."""
OF_PEOPLE = {"rating": None, "referral": None, "decisions": (), "changed_since": None, "asked": None}
"""Parts of an answer that hang on the ledger too, or on who asked: the rest is the run's alone."""
BY_WHAT_WAS_SAID = "lowering"
"""The one reason that does."""
WAITS = ("begin", "commit", "pragma journal_mode")


def now() -> dt.datetime:
    """This moment, to the second, as the command line has it."""
    return dt.datetime.now().astimezone().replace(microsecond=0, tzinfo=None)


def print_of(answer: Answer) -> dict[str, str]:
    """A fingerprint of each part that an answer has from its run."""
    reasons = tuple(each for each in answer.reasons if each.rule != BY_WHAT_WAS_SAID)
    parts = json.loads(to_json(replace(answer, **OF_PEOPLE, reasons=reasons)))
    return {name: hashlib.sha256(json.dumps(part).encode()).hexdigest()[:16] for name, part in parts.items()}


class Waits:
    """The seconds that one command waited."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def timed(self, what: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, its time added."""

        def run(*words: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever it is given
            begun = time.perf_counter()
            try:
                return what(*words, **named)
            finally:
                self.seconds += time.perf_counter() - begun

        return run

    def watch(self) -> None:
        """Time every opening of the run in use, and the ledger's lock, journal and commit."""
        waits = self

        class Timed(sqlite3.Connection):
            def execute(self, sql: str, *given: Any) -> sqlite3.Cursor:  # noqa: ANN401 - its values
                run = super().execute
                return (waits.timed(run) if sql.startswith(WAITS) else run)(sql, *given)

        books.sqlite3 = SimpleNamespace(**{**vars(sqlite3), "connect": partial(sqlite3.connect, factory=Timed)})
        Hub.read_current = self.timed(Hub.read_current)


class Analyst:
    """Somebody at the desk."""

    def __init__(self, hub: Hub, number: int) -> None:
        self.hub, self.name = hub, f"analyst {number}"
        self.chance = random.Random(number)  # noqa: S311 - what to do next
        self.made = 0
        self.cases: list[str] = []
        self.cases = [row.case_id for row in enquiry.worklist(hub, self._asked())]
        self.links = [(row.record_key_a, row.record_key_b) for row in queue(hub)]

    def give(self, command: str) -> dict[str, Any]:
        """Give a command: what the log is to say of it besides."""
        return getattr(self, f"_{command}")() or {}

    def _asked(self) -> Asked:
        return Asked(self.name, now(), "benchmark", "s47", self.cases[0] if self.cases else "")

    def _couple(self) -> Couple:
        return Couple(*self.chance.choice(self.links))

    def _enquire(self) -> dict[str, Any]:
        case = self.chance.choice(self.cases)
        answer = enquiry.enquire_into(self.hub, Wanted(key=case), self._asked())
        return {"run": answer.run, "case": case, "print": print_of(answer)}

    def _rate(self) -> dict[str, Any]:
        self.made += 1
        word, why = self.chance.choice(("RED", "AMBER", "GREEN")), f"{self.name}, decision {self.made}"
        said = Said(self.chance.choice(self.cases), word, why, "manager", None, self.name, now(), "benchmark", "s47")
        made = enquiry.decide(self.hub, said)
        return {"run": made.decision.run, "decision": why}

    def _cases(self) -> None:
        self.cases = [row.case_id for row in enquiry.worklist(self.hub, self._asked())]

    def _queue(self) -> None:
        self.links = [(row.record_key_a, row.record_key_b) for row in queue(self.hub)]

    def _pair(self) -> dict[str, Any]:
        return {"run": review_pair(self.hub, self._couple(), self._asked()).run}

    def _judge(self) -> dict[str, Any]:
        self.made += 1
        verdict, why = self.chance.choice(list(Verdict)), f"{self.name}, judgement {self.made}"
        judge(self.hub, self._couple(), verdict, why, self._asked())
        return {"judgement": why}

    def _revoke(self) -> None:
        revoke(self.hub, self._couple(), "on second thoughts", self._asked())


def step(analyst: Analyst, waits: Waits) -> dict[str, Any]:
    """One command, and its line of the log."""
    (command,) = analyst.chance.choices(list(COMMANDS), list(COMMANDS.values()))
    before, waits.seconds, begun = analyst.hub.current_run(), 0.0, time.perf_counter()
    told: dict[str, Any] = {"command": command, "ended": "done"}
    try:
        told |= analyst.give(command)
    except Refused as refused:
        told |= {"ended": "refused", "says": refused.what}
    except NotFound as gone:  # no judgement to take back, or of a run that another has replaced since it was listed
        told |= {"ended": "not found", "says": gone.what}
    except Exception as fault:  # noqa: BLE001 - what a person would be shown as a fault
        told |= {"ended": "error", "says": f"{type(fault).__name__}: {fault}"}
    return told | {"in_use": before, "seconds": time.perf_counter() - begun, "waited": waits.seconds}


def main(root: str, number: int, log: str, pause: float = 0.0) -> None:
    """Say when ready, begin at the first line given, end with the input."""
    analyst, waits, over = Analyst(open_hub(Path(root)), number), Waits(), threading.Event()
    waits.watch()
    print("ready", flush=True)
    sys.stdin.readline()
    threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
    with Path(log).open("w", encoding="utf-8", buffering=1) as lines:
        while not over.wait(analyst.chance.uniform(0, 2 * pause)):
            lines.write(json.dumps(step(analyst, waits)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3], *map(float, sys.argv[4:]))
