"""The one door before everything that is told of a person: who, for what purpose, under which law, for which case.

Whoever is let in or refused is in the audit. An emergency goes past the gateway, the case and the need to know, never
past the account and its role; it is marked, and waits for a review.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from mash import audit
from mash.access.actor import Actor, actor_under, require
from mash.access.asked import Asked
from mash.access.rules import AccessRules, Role, access_rules
from mash.errors import NotFound, Refused
from mash.hub import ACCESS, Hub
from mash.machine import account, behind

ASKERS = (Role.ANALYST, Role.DECISION_MAKER)
"""Roles that may ask about people."""
WORDS = {"purpose": "purpose", "gateway": "legal gateway"}
"""What may be missing, in words."""


def told(**parts: object) -> str:
    """The detail of an entry: whatever is not empty, as JSON in one order."""
    kept = {name: part for name, part in parts.items() if part}
    return json.dumps(kept, sort_keys=True, ensure_ascii=False, default=str) if kept else ""


@dataclass(frozen=True, slots=True)
class Door:
    """Somebody let in to do one thing, who is still to be let to the case; notes what becomes of it."""

    hub: Hub
    actor: Actor
    asked: Asked
    action: str
    sought: Mapping[str, str] = field(default_factory=dict)
    """What was typed to find somebody; kept."""

    def knows(self, case: str) -> bool:
        """Whether they may see the case: for what lists many."""
        return bool(self.asked.emergency) or self.actor.knows(case)

    def to_all(self, subject: str) -> None:
        """Let them to what is of everybody. Raises ``Refused`` where they need to know of some cases only."""
        if self.actor.cases is not None and not self.asked.emergency:
            raise self.refuse(
                Refused(
                    f"{subject} is of everybody, and {self.actor.name} needs to know of some cases only",
                    where=ACCESS,
                    try_='one of their cases; or cases = "all", which the operator gives',
                ),
                subject,
            )

    def to_case(self, subject: str, own: Collection[str], exists: Callable[[str], bool]) -> Door:
        """Let them to persons whose open cases are ``own``; without any, for the case that was said, if it ``exists``.

        Raises ``Refused`` where no case was said, it is no case of the hub, or none they need to know of.
        """
        if self.asked.emergency:
            return self.for_case(next(iter(sorted(own)), self.asked.case))
        if not own:
            own = [self._said(subject, exists)]
        mine = sorted(
            (case for case in own if self.actor.knows(case)), key=lambda case: (case != self.asked.case, case)
        )
        if not mine:
            raise self.refuse(
                Refused(
                    f"this is asked about in a case that {self.actor.name} has no need to know of",
                    where=ACCESS,
                    try_="the worker of that case; the operator names cases in access.toml; or "
                    + self.asked.SAY["emergency"],
                ),
                subject,
            )
        return self.for_case(mine[0])

    def for_case(self, case: str) -> Door:
        """The same, for the case it is asked for."""
        return replace(self, asked=replace(self.asked, case=case))

    def note(
        self, subject: str, *, run: str = "", shown: Iterable[str] = (), outcome: str = "done", **parts: object
    ) -> None:
        """Write down what was done, before it is shown. ``parts`` are details, such as the forms it is taken in."""
        sought = {} if list(self.sought.values()) == [subject] else self.sought
        export = self.asked.export if parts.get("taken") else ""
        detail = told(searched=sought, export=export, **parts)
        entry = replace(self.entry(subject), run=run, shown=tuple(shown), outcome=outcome, detail=detail)
        audit.record(self.hub, entry)

    def entry(self, subject: str) -> audit.Entry:
        """Who does what to the subject, and why."""
        asked = self.asked
        return audit.Entry(
            at=asked.at,
            who=self.actor.name,
            account=self.actor.account,
            action=self.action,
            subject=subject,
            purpose=asked.purpose,
            gateway=asked.gateway,
            case=asked.case,
            emergency=asked.emergency,
        )

    def refuse(self, refused: Refused, subject: str) -> Refused:
        """The refusal, written down, to be raised."""
        self.note(subject, outcome="refused", refused=refused.what)
        refused.noted = True
        return refused

    @contextmanager
    def refusing(self, subject: str) -> Iterator[None]:
        """Write down what is refused or not found within; once, where the door itself refused."""
        try:
            yield
        except Refused as refused:
            if not refused.noted:
                self.refuse(refused, subject)
            raise
        except NotFound:
            self.note(subject, outcome="not found")
            raise

    @contextmanager
    def failing(self) -> Iterator[None]:
        """Write down that what is done within failed, was held back or was stopped."""
        try:
            yield
        except BaseException as fault:
            self.note("", outcome="failed", fault=type(fault).__name__)
            raise

    def _said(self, subject: str, exists: Callable[[str], bool]) -> str:
        case = self.asked.case.strip().upper()
        if case and exists(case):
            return case
        what = (
            f"there is no case {case}"
            if case
            else "nobody asked about has an open case, and none was said that it is asked for"
        )
        raise self.refuse(
            Refused(what, where="the case", try_=f"add {self.asked.SAY['case']}; mash refer records a new one"), subject
        )


def enter(  # noqa: PLR0913 - who, what, and the three ways in which doors differ
    hub: Hub,
    asked: Asked,
    action: str,
    *,
    roles: Collection[Role] = ASKERS,
    sought: Mapping[str, str] | None = None,
    law: bool = True,
) -> Door:
    """Let somebody in who has one of the roles and says why and under which law; ``sought`` is what they typed.

    ``law`` is False for what tells nothing of a person. Raises ``Refused``, written down, with all that is missing.
    """
    door = Door(hub, Actor(account(), asked.by or account(), frozenset(), frozenset()), asked, action, sought or {})
    with door.refusing(""):
        rules = access_rules(hub)
        actor = actor_under(rules, door.actor.account, asked.by, live=hub.config.live, through=behind())
    door = replace(door, actor=actor, asked=replace(asked, by=actor.name))
    with door.refusing(""):
        require(actor, roles, action)
        if law and not asked.emergency:
            return replace(door, asked=_under_law(rules, door.asked))
    return door


def _under_law(rules: AccessRules, asked: Asked) -> Asked:
    """The question with its gateway by the name it has in the hub. Raises ``Refused`` with all that is missing."""
    day, named = asked.at.date(), asked.gateway.strip()
    in_force = [each for each in rules.gateways.values() if each.in_force(day)]
    open_now = " or ".join(each.name for each in in_force)
    gateway = next((each for each in in_force if each.name.lower() == named.lower()), None)
    missing = [*([] if asked.purpose.strip() else ["purpose"]), *([] if gateway else ["gateway"])]
    if gateway is None or missing:
        known = "not in force" if named.lower() in rules.gateways else "no gateway of this hub"
        why = f"; {named} is {known}" if named and gateway is None else ""
        raise Refused(
            f"nothing is told of a person without {' and '.join(f'a {WORDS[each]}' for each in missing)}{why}",
            where=ACCESS,
            try_="add " + " and ".join(asked.SAY[each].format(gateways=open_now) for each in missing),
        )
    if gateway.purposes is not None and asked.purpose.strip().casefold() not in gateway.purposes:
        raise Refused(
            f"{gateway.name} is no law for this purpose",
            where=ACCESS,
            try_=asked.SAY["purposes"].format(purposes=", ".join(sorted(gateway.purposes)))
            + f"; or another gateway: {open_now}",
        )
    return replace(asked, gateway=gateway.name)
