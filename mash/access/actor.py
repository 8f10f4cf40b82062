"""Who it is that asks or decides: an operating-system account, the person it acts for, and what they may do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mash.access.rules import AccessRules, Person, Role, access_rules
from mash.errors import Refused
from mash.hub import ACCESS, Hub
from mash.machine import account, behind


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever stands before the hub."""

    account: str
    """The operating-system account, by its number."""
    name: str
    """Who is said to ask: the account itself, or somebody it may act for. Two-person rules compare this."""
    roles: frozenset[Role]
    cases: frozenset[str] | None
    """Need-to-know: ids of cases, in capitals; None: all."""

    def knows(self, case: str) -> bool:
        """Whether the case is one they need to know of."""
        return self.cases is None or case.upper() in self.cases


def actor_of(hub: Hub, who: str | None = None) -> Actor:
    """Who asks, with their roles: the account this process runs under, or ``who``, if the account may act for others.

    Whoever came to such an account by ``sudo`` asks as themselves, and names another only if they may.

    Raises ``Refused`` for an account that ``access.toml`` does not have, for one that may name nobody, and in a hub
    declared live for a person it does not have.
    """
    rules = access_rules(hub)
    return actor_under(rules, account(), who, live=hub.config.live, through=behind())


def actor_under(rules: AccessRules, own: str, who: str | None, *, live: bool, through: str | None = None) -> Actor:
    """The same under given rules, for the account ``own`` reached ``through`` another."""
    entry = rules.people.get(own)
    if entry is None:
        raise Refused(
            f"the account {own} has no place in this hub",
            where=ACCESS,
            try_=f'the operator adds [people."{own}"] with its roles',
        )
    if through and entry.acts_for:
        who = who if who and who != own else through
        if who != through and not _stands(rules, through, entry, live=live).acts_for:
            raise _for_itself(through)
    if not who or who == own:
        return Actor(own, own, entry.roles, entry.cases)
    if not entry.acts_for:
        raise _for_itself(own)
    stands = _stands(rules, who, entry, live=live)
    return Actor(own, who, stands.roles, stands.cases)


def _stands(rules: AccessRules, name: str, entry: Person, *, live: bool) -> Person:
    """What the file says of whoever an account acts for; of somebody it does not have what it says of the account."""
    named = rules.people.get(name)
    if named is None and live:
        raise Refused(
            "this hub is live, and whoever is named has no place in it",
            where="--who",
            try_="somebody whom access.toml has",
        )
    return named or entry


def _for_itself(name: str) -> Refused:
    return Refused(
        f"the account {name} asks for itself and for nobody else",
        where="--who",
        try_="without --who and MASH_WHO; or acts_for = true in access.toml",
    )


def require(actor: Actor, role: Role | Iterable[Role], what: str) -> None:
    """Raises ``Refused`` unless the actor has the role, or one of several; ``what`` was to be done."""
    needed = (role,) if isinstance(role, Role) else tuple(role)
    if actor.roles.isdisjoint(needed):
        words = " or ".join(each.value for each in needed)
        raise Refused(
            f"to {what} takes the role {words}; {actor.name} has {', '.join(sorted(actor.roles)) or 'none'}",
            where=ACCESS,
            try_="somebody who has it; the operator gives roles in access.toml",
        )
