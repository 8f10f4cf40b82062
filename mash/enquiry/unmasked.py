"""A hub as somebody sees it for whom a restriction is lifted: the same run, with that of it which is open to them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import duckdb

from mash.access import Door
from mash.hub import Hub
from mash.reports import Answer
from mash.restrictions import Restrictions, lift, lifted_for, read_restrictions
from mash.vocabulary import RunId


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmaskedHub(Hub):
    """A hub of which the whole is read, but for what is still withheld from whoever asks."""

    restrictions: Restrictions
    lifted: frozenset[str]

    def read_current(self, *, threads: int | None = None) -> tuple[RunId, duckdb.DuckDBPyConnection]:
        """The run in use, and a connection to its whole with the rest out of sight."""
        del threads
        run = self.current_run()
        whole = self.read_whole(run)
        try:
            lift(whole, self.restrictions, self.lifted)
        except BaseException:
            whole.close()
            raise
        return run, whole

    def desk(self, run: RunId) -> None:
        """None: what is lifted stands on no desk."""


def unmasked(door: Door, unmask: str, about: str) -> UnmaskedHub:
    """The hub with what is lifted for whoever was let in, as of the run's own day; noted before anything is shown.

    Raises ``Refused`` where nothing is.
    """
    hub = door.hub
    with door.refusing(about):
        lifted = lifted_for(hub, door.actor, unmask, at=door.asked.at)
    door.note(about, run=hub.current_run(), by=unmask, lifted=sorted(lifted))
    return UnmaskedHub(hub.root, hub.config, hub.as_known, restrictions=read_restrictions(hub.base), lifted=lifted)


def told_unmasked(answer: Answer, unmask: str) -> Answer:
    """The answer with what it owes to, wherever it is shown."""
    asked = answer.asked
    return replace(answer, asked=asked and replace(asked, purpose=f"{asked.purpose} (unmasked: {unmask})"))
