"""A row, or all that is said of a record, in dispute until it is settled; and a value put right over what was sent.

Neither changes what was sent: both are noted beside it and hold from the next night on, in whatever extract the row
comes again. A row whose dataset has no key is known by all it says: sent otherwise, it is another row.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from typing import NamedTuple

from mash import extracts, ledger, retention, warehouse
from mash.access import Role, require
from mash.contracts import Dataset, load_contract
from mash.errors import NotFound, Refused, UsageError
from mash.hub import Hub
from mash.ledger import Act, Deed
from mash.nightly.keeping import LEAD, Asking, Subject, answer, note, note_use

DISPUTES = (LEAD, Role.DECISION_MAKER, Role.ANALYST)
EXAMPLE = "as an answer tells it: police markers 2026-01-31 row 5; or a record key"


class RowPlace(NamedTuple):
    """Where a row stands in what was sent."""

    agency: str
    dataset: str
    extract: str
    source_row: int

    @property
    def told(self) -> str:
        """As answers tell it."""
        return f"{self.agency} {self.dataset} {self.extract} row {self.source_row}"


@dataclass(frozen=True, slots=True)
class Correction:
    """A value that is right."""

    column: str
    value: str | None
    """None: there is none."""
    requested_by: str


def row_place(words: list[str], agencies: Iterable[str] = ()) -> RowPlace | None:
    """The place of a row from its words, also as answers tell it (``social care persons``); None for anything else."""
    told = [word for word in " ".join(words).replace(",", " ").split() if word != "row"]
    if len(told) < len(RowPlace._fields) or not told[-1].isdigit():
        return None
    *names, extract, row = told
    parted = [("_".join(names[:many]), "_".join(names[many:])) for many in range(1, len(names))]
    return next(
        (RowPlace(*each, extract, int(row)) for each in parted if len(parted) == 1 or each[0] in agencies), None
    )


def dispute_row(hub: Hub, place: RowPlace, asking: Asking) -> int:
    """Mark a row as in dispute; its number. It is told of, and kept out of every rule and identity, from tonight.

    Raises ``NotFound`` where no such row landed, ``Refused`` for whoever may not, and for a row that opens a case: it
    is rated, not disputed away; ``UsageError`` for a person's own row: dispute the record.
    """
    hub.refuse_rebuilt()
    require(asking.actor, DISPUTES, "say that something is in dispute")
    dataset = _dataset(hub, place)
    if place.dataset == retention.CASES:
        raise Refused(
            "the row opens a case, which no dispute closes", where=place.told, try_="mash rate, with the reason"
        )
    if dataset is load_contract(_contract(hub, place.agency)).datasets[0]:
        raise UsageError("this is a person's own row", where=place.told, try_="the key of the record")
    return _note(hub, Deed.DISPUTE, place, asking, {})


def dispute_record(hub: Hub, record: extracts.RecordRow, asking: Asking) -> int:
    """Mark all that is said of a record as in dispute; it is kept, and nobody else's, until that is settled.

    Raises ``Refused`` for whoever may not.
    """
    hub.refuse_rebuilt()
    require(asking.actor, DISPUTES, "say that something is in dispute")
    return note(hub, Deed.DISPUTE, Subject(record.record_key, (record,)), asking, {})


def settle(hub: Hub, number: int, asking: Asking) -> None:
    """End a dispute that somebody else began: what was sent counts again, with what was put right meanwhile.

    Raises ``Refused`` for whoever may not, or began it, ``NotFound`` when none such stands.
    """
    answer(hub, number, asking, Deed.DISPUTE, Deed.SETTLE)


def correct(hub: Hub, place: RowPlace, correction: Correction, asking: Asking) -> int:
    """Put a value right over what was sent, with who asked for it; its number. The newest of a value holds.

    Raises ``NotFound`` where no such row landed, ``Refused`` for whoever may not, ``UsageError`` for a column that the
    dataset has not, that its key is made of, or whose kind the value is not.
    """
    hub.refuse_rebuilt()
    require(asking.actor, LEAD, "put a value right")
    dataset = _dataset(hub, place)
    field = next((each for each in dataset.fields if each.name == correction.column), None)
    if field is None or field.name in dataset.key:
        which = ", ".join(each.name for each in dataset.fields if each.name not in dataset.key)
        raise UsageError(f"no value {correction.column!r} can be put right there", where="--set", try_=which)
    if correction.value is not None:
        with closing(warehouse.connect()) as con:
            sql = f"select try_cast($value as {field.type.column}) is null"
            ((unread,),) = con.execute(sql, {"value": correction.value}).fetchall()
        if unread:
            raise UsageError(
                f"this is no {field.type.value}", where=f"--set {field.name}", try_="an ISO date; a number"
            )
    body = {"dataset": f"{place.agency}.{place.dataset}", "field": field.name, "value": correction.value}
    return _note(hub, Deed.CORRECT, place, asking, {**body, "requested_by": correction.requested_by})


def _note(hub: Hub, deed: Deed, place: RowPlace, asking: Asking, body: dict[str, str | None]) -> int:
    with ledger.open_ledger(hub.ledger_path) as book:
        salt = retention.ensure_salt(book, who=asking.actor.name, at=asking.at)
        with closing(warehouse.connect(reach=hub.reach)) as con:
            mark, people = extracts.marks_of_row(con, hub, place, salt)
        marks = {"marks": [mark]} if deed is Deed.DISPUTE else {"mark": mark}
        told = (place.told, asking.reason, asking.actor.name, asking.at)
        number = ledger.note_act(book, Act(deed, *told, body={**body, **marks, "of": people}))
    note_use(hub, asking, deed.value, place.told)
    return number


def _dataset(hub: Hub, place: RowPlace) -> Dataset:
    """Raises ``NotFound`` for an agency or dataset that the hub has not."""
    known = load_contract(_contract(hub, place.agency)).datasets
    found = next((each for each in known if each.name == place.dataset), None)
    if found is None:
        raise NotFound(
            "the agency sends no such dataset", where=place.told, try_=", ".join(each.name for each in known)
        )
    return found


def _contract(hub: Hub, agency: str) -> str:
    known = {str(each.name): each.contract for each in hub.config.agencies}
    if agency not in known:
        raise NotFound("mash.toml has no such agency", where=agency, try_=", ".join(sorted(known)))
    return known[agency]
