"""Seeing what is withheld: asked for with a reason, approved by another with the role, for hours; kept in the audit.

The audit is where it is kept: an approval that is not in the chain is none.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

from mash.access import Actor, Role, require
from mash.audit import Entry, entries_of, record
from mash.errors import NotFound, Refused, UsageError
from mash.hub import Hub
from mash.restrictions.model import Restrictions
from mash.restrictions.read import FILE, read_restrictions

REQUEST, APPROVE = "unmask request", "unmask approve"
MOST_HOURS = 72
"""An approval is for the matter in hand (our judgement)."""
OWN = "own"
"""Instead of a number: what the file opens to whoever asks."""


@dataclass(frozen=True, slots=True)
class Unmasking:
    """One request to see what is withheld."""

    number: int
    subject: str
    who: str
    reason: str
    hours: int
    at: dt.datetime
    approved_by: str = ""
    entry: str = ""
    """The id of the restriction that is lifted."""
    until: dt.datetime | None = None

    def stands(self, now: dt.datetime) -> bool:
        """Whether it is approved and its time has not run out."""
        return self.until is not None and now < self.until


def ask(  # noqa: PLR0913 - each is kept
    hub: Hub, actor: Actor, subject: str, reason: str, *, hours: int, at: dt.datetime
) -> int:
    """Ask to be shown what an id means; the number of the request. Nothing is said of whether it is restricted.

    Raises ``Refused`` for whoever may not ask about people, ``UsageError`` without a reason or for too many hours.
    """
    require(actor, (Role.ANALYST, Role.DECISION_MAKER), "ask for what is withheld")
    if not reason.strip():
        raise UsageError("to be shown what is withheld needs a reason", where="--reason", try_='--reason "why"')
    if not 1 <= hours <= MOST_HOURS:
        raise UsageError("this is too long or too short", where="--hours", try_=f"1 to {MOST_HOURS}")
    detail = json.dumps({"hours": hours})
    asked = Entry(at, actor.name, actor.account, REQUEST, subject, purpose=reason, detail=detail)
    sequence = record(hub, asked)
    of_request = (REQUEST, "done")
    return sum(
        (each.entry.action, each.entry.outcome) == of_request and each.sequence <= sequence for each in entries_of(hub)
    )


def approve(hub: Hub, actor: Actor, number: int, *, entry: str | None, at: dt.datetime) -> Unmasking:
    """Approve a request, for its hours from now. ``entry`` names the restriction where the request does not.

    Raises ``Refused`` for whoever has not the role, and for whoever asked; ``NotFound`` for no such request, and where
    neither it nor ``entry`` names a restriction; each is noted.
    """
    require(actor, Role.IG_LEAD, "approve an unmasking")
    found = {each.number: each for each in unmaskings(hub)}
    if number not in found:
        raise NotFound(f"there is no request {number}", try_="mash unmask list")
    asked = found[number]
    if actor.name == asked.who:
        record(hub, Entry(at, actor.name, actor.account, APPROVE, asked.subject, outcome="refused: their own"))
        refused = Refused(
            "nobody approves their own request", where=f"request {number}", try_="somebody else with the role"
        )
        refused.noted = True
        raise refused
    lifted = entry_of(read_restrictions(hub.base), entry or asked.subject)
    if lifted is None:
        raise NotFound(
            "this names no restriction of the hub", where=entry or asked.subject, try_=f"--entry ID, of {FILE}"
        )
    until = at + dt.timedelta(hours=asked.hours)
    detail = json.dumps({"of": number, "entry": lifted, "until": until.isoformat(timespec="seconds")})
    record(hub, Entry(at, actor.name, actor.account, APPROVE, asked.subject, purpose=asked.reason, detail=detail))
    return Unmasking(number, asked.subject, asked.who, asked.reason, asked.hours, asked.at, actor.name, lifted, until)


def unmaskings(hub: Hub) -> list[Unmasking]:
    """Every request, with its approval if it has one; the oldest first."""
    found: dict[int, Unmasking] = {}
    for stored in entries_of(hub):
        entry = stored.entry
        if (entry.action, entry.outcome) == (REQUEST, "done"):
            hours = json.loads(entry.detail)["hours"]
            number = len(found) + 1
            found[number] = Unmasking(number, entry.subject, entry.who, entry.purpose, hours, entry.at)
        elif entry.action == APPROVE and entry.outcome == "done":
            told = json.loads(entry.detail)
            asked = found[told["of"]]
            found[asked.number] = Unmasking(
                asked.number,
                asked.subject,
                asked.who,
                asked.reason,
                asked.hours,
                asked.at,
                entry.who,
                told["entry"],
                dt.datetime.fromisoformat(told["until"]),
            )
    return list(found.values())


def listed_for(hub: Hub, actor: Actor) -> list[Unmasking]:
    """Every request to whoever approves or audits them; to anybody else their own."""
    everybodys = bool(actor.roles & {Role.IG_LEAD, Role.AUDITOR})
    return [each for each in unmaskings(hub) if everybodys or each.who == actor.name]


def lifted_for(hub: Hub, actor: Actor, unmask: str, *, at: dt.datetime) -> frozenset[str]:
    """The restrictions lifted for whoever asks: that of an approved request of theirs, or what is open to them.

    Raises ``Refused`` in the same words for a request that is another's, not approved, run out or not there.
    """
    require(actor, (Role.ANALYST, Role.DECISION_MAKER, Role.IG_LEAD), "see what is withheld")
    if unmask == OWN:
        lifted = frozenset(each.id for each in read_restrictions(hub.base).closed if actor.name in each.open_to)
    else:
        mine = [each for each in unmaskings(hub) if str(each.number) == unmask and each.who == actor.name]
        lifted = frozenset(each.entry for each in mine if each.stands(at))
    if not lifted:
        raise Refused(
            "nothing is unmasked for you by this", where="--unmask", try_='mash unmask request ID --reason "why"'
        )
    return lifted


def entry_of(restrictions: Restrictions, named: str) -> str | None:
    """The id of the restriction that an id or a record key means; sealed identities are never unmasked together."""
    for place in restrictions.places:
        if place.id == named:
            return place.id
    for closed in restrictions.closed:
        if named == closed.id or named in closed.records:
            return closed.id
    return None
