"""The policy's rules as they would be judged by someone who knows the truth; written apart from ``mash.rating``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import comb
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

Rule = Mapping[str, Any]
"""One ``[[rule]]`` of the policy file."""


@dataclass(frozen=True, slots=True)
class Happening:
    """An occurrence somebody of the case was in."""

    on: dt.date
    concern: str | None
    grade: str | None
    roles: tuple[tuple[str, str], ...]
    """Person and role."""


@dataclass(frozen=True, slots=True)
class Adults:
    """How common flags are among all adults."""

    adults: frozenset[str]
    flags: Mapping[str, frozenset[str]]
    """Adult to kinds of flag current today; those without any are left out."""


@dataclass(frozen=True, slots=True)
class Case:
    """All that is true around one open case."""

    child: str
    as_of: dt.date
    concern: str
    network: nx.MultiDiGraph[str]
    """Ties that may be followed, both ways, their ``kind`` on the edge."""
    household: frozenset[str]
    carers: frozenset[str]
    received: tuple[dt.date, ...]
    """The days of every referral of the child."""
    episodes: frozenset[str]
    """Types open today."""
    happenings: tuple[Happening, ...]
    town: Adults

    def within(self, hops: int, kinds: list[str] | None = None) -> set[str]:
        """Adults at most so many ties from the child, by ties of these kinds only if given."""
        return set(self.distances(hops, kinds))

    def distances(self, hops: int, kinds: list[str] | None = None) -> dict[str, int]:
        """The same adults, each with the fewest ties to them."""
        import networkx as nx

        network = self.network
        if kinds:
            network = nx.subgraph_view(network, filter_edge=lambda *edge: self.network.edges[edge]["kind"] in kinds)
        reached = nx.single_source_shortest_path_length(network, self.child, cutoff=hops)
        return {person: far for person, far in reached.items() if person in self.town.adults and person != self.child}

    def flagged(self, persons: AbstractSet[str], kinds: list[str]) -> set[str]:
        """Those of the persons with a current flag of these kinds."""
        asked, flags = set(kinds), self.town.flags
        return {person for person in flags.keys() & persons if flags[person] & asked}

    def since(self, months: int) -> dt.date:
        """So many months ago."""
        year, month = divmod(self.as_of.year * 12 + self.as_of.month - 1 - months, 12)
        last = (dt.date(year + month // 11, (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
        return dt.date(year, month + 1, min(self.as_of.day, last))


def flagged_adult_in_household(case: Case, rule: Rule) -> bool:
    """Somebody flagged lives with the child."""
    return bool(case.flagged(case.household & case.town.adults, rule["kinds"]))


def flagged_adults_within_hops(case: Case, rule: Rule) -> bool:
    """Enough flagged adults near, and more than chance would put there."""
    found = case.flagged(case.within(rule["hops"], rule.get("tie_kinds")), rule["kinds"])
    if len(found) < rule["at_least"]:
        return False
    if "chance_below" not in rule:
        return True
    everywhere = len(case.flagged(case.town.adults, rule["kinds"]))
    drawn = len(case.within(rule["hops"]))
    return chance(len(found), len(case.town.adults), everywhere, drawn) < float(rule["chance_below"])


def repeat_referrals(case: Case, rule: Rule) -> bool:
    """Referred again and again."""
    since = case.since(rule["months"])
    return sum(since < day <= case.as_of for day in case.received) >= int(rule["at_least"])


def same_concern_elsewhere(case: Case, rule: Rule) -> bool:
    """The police hold the same concern about the same child."""
    since = case.since(rule["months"])
    return case.concern in rule["concerns"] and any(
        each.concern == case.concern
        and since < each.on <= case.as_of
        and any(person == case.child and role in {"victim", "subject child"} for person, role in each.roles)
        for each in case.happenings
    )


def domestic_abuse_between_carers(case: Case, rule: Rule) -> bool:
    """Two of the child's carers in several occurrences of domestic abuse, or in one graded high."""
    since = case.since(rule["months"])
    found = [
        each
        for each in case.happenings
        if each.concern == "DA"
        and since < each.on <= case.as_of
        and len({person for person, _ in each.roles} & case.carers) > 1
    ]
    return len(found) >= rule["at_least"] or any(each.grade in rule["high_grades"] for each in found)


def child_on_plan(case: Case, rule: Rule) -> bool:
    """On a plan or looked after today."""
    return bool(case.episodes & set(rule["episode_types"]))


RULES: Mapping[str, Callable[[Case, Rule], bool]] = {
    rule.__name__: rule
    for rule in (
        flagged_adult_in_household,
        flagged_adults_within_hops,
        repeat_referrals,
        same_concern_elsewhere,
        domestic_abuse_between_carers,
        child_on_plan,
    )
}


def chance(seen: int, adults: int, flagged: int, drawn: int) -> float:
    """Of drawing ``seen`` or more flagged at random, counted out in whole numbers."""
    few = range(min(seen, flagged + 1))
    fewer = sum(comb(flagged, k) * comb(adults - flagged, drawn - k) for k in few if k <= drawn)
    everyone = comb(adults, drawn)
    return (everyone - fewer) / everyone
