"""A run's log: one JSON object a line in its folder, for machines. Steps, counts and seconds; nobody is in it."""

from __future__ import annotations

import datetime as dt
import json
import resource
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mash.vocabulary import RunId

LOG_FILE = "log.jsonl"


def peak_mb() -> int:
    """The most memory this process has held so far (MB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000


@dataclass(frozen=True, slots=True)
class Logbook:
    """Lines are added and never changed: a night that goes on after a kill writes below what the killed one wrote."""

    folder: Path
    run: RunId
    now: Callable[[], dt.datetime]

    def note(self, event: str, **about: str | float | Mapping[str, int] | None) -> None:
        """Add a line: when, which run, what, the most memory held so far (MB), and what else is to be said of it.

        Only names of steps, agencies and tables, counts and seconds: never what a row or an error says.
        """
        line = {
            "at": self.now().isoformat(timespec="milliseconds"),
            "run": self.run,
            "event": event,
            "peak_mb": peak_mb(),
            **about,
        }
        with (self.folder / LOG_FILE).open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")
