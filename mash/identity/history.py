"""What became of a person's ids, night by night, as the published runs entered it in the ledger."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass

from mash.vocabulary import PersonId, RunId


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """One thing that happened to an id in a published run."""

    as_of: dt.date
    """The day the run is true for."""
    run: RunId
    kind: str
    """``minted``, ``merged`` into the other person, ``split`` to it, or ``retired``."""
    person_id: PersonId
    other_person_id: PersonId | None
    cause: str

    @property
    def says(self) -> str:
        """``P-A merged into P-B: its records now match another person's``."""
        into = {"merged": " into ", "split": ": records went to "}.get(self.kind, "")
        verb = {"split": "split", "retired": "was retired", "minted": "was minted"}.get(self.kind, self.kind)
        return (
            f"{self.person_id} {verb}{into if self.other_person_id else ''}{self.other_person_id or ''} ({self.cause})"
        )


def history(book: sqlite3.Connection, person_id: PersonId) -> tuple[DatedEvent, ...]:
    """Everything that happened to a person's id and to every id merged into it, however often; oldest first.

    Old ids resolve for ever: what merged away is found here under the id that stayed, with the night it happened.
    """
    found = book.execute(
        "with recursive own (person_id) as ("
        " select ? union select event.person_id from person_event as event"
        " inner join own on event.other_person_id = own.person_id where event.kind = 'merged')"
        " select run.as_of, run.run, event.kind, event.person_id, event.other_person_id, event.cause"
        " from person_event as event inner join run on run.sequence = event.run_sequence"
        " where event.person_id in (select person_id from own)"
        " or event.other_person_id in (select person_id from own)"
        " order by run.sequence, event.kind, event.person_id, event.other_person_id",
        (person_id,),
    )
    return tuple(
        DatedEvent(dt.date.fromisoformat(as_of), RunId(run), kind, PersonId(person), other and PersonId(other), cause)
        for as_of, run, kind, person, other, cause in found
    )
