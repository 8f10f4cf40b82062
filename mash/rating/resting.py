"""What a proposal rests on: the single ties and joins without which its colour would be another; and what to confirm.

Where to look for an error before acting, the weakest first: a tie that no row need have said, two records that need not
be one person, two persons that may well be.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import duckdb

from mash.associations import (
    Network,
    PossibleIdentity,
    Tie,
    parted,
    records_behind,
)
from mash.associations.joins import Join, joins_of
from mash.rating.apart import facts_apart, rows_told, selves_in
from mash.rating.doubt import Doubt
from mash.rating.facts import CaseFacts, persons_told_of
from mash.rating.firmness import colour_if, colour_under, facts_under
from mash.rating.policy import Policy
from mash.rating.propose import propose
from mash.vocabulary import Colour, IdentityCertainty, PersonId, RecordKey


@dataclass(frozen=True, slots=True)
class RestsOnTie:
    """A tie without which the colour would be another."""

    tie: Tie
    without: Colour


@dataclass(frozen=True, slots=True)
class RestsOnJoin:
    """Two groups of records of one person: were they two persons, the colour would be another."""

    join: Join
    without: Colour


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """A possible link that would change the colour, were it true and no other."""

    link: PossibleIdentity
    were_one: Colour


def rests_on(network: Network, facts: CaseFacts, policy: Policy) -> tuple[RestsOnTie, ...]:
    """The single ties without which the colour that fired would be another, weakest first."""
    proposed = propose(facts, policy).at_least
    asked = _that_lead_to_danger(network) | _of_the_child(network) | _that_lead_to_many(network, facts, policy)
    found = [
        RestsOnTie(network.ties[tie_id], without)
        for tie_id in sorted(asked)
        if (without := colour_under(network.without(tie_id), facts, policy)) != proposed
    ]
    return tuple(sorted(found, key=lambda each: (each.tie.strength, each.tie.tie_id)))


def to_confirm(network: Network, facts: CaseFacts, policy: Policy) -> tuple[ToConfirm, ...]:
    """The possible links that would each alone change the colour that fired: the worst first, then the likeliest."""
    doubt = Doubt.of(network, facts, policy)
    if not doubt.could_differ:
        return ()
    proposed = propose(facts, policy).at_least
    found = [
        ToConfirm(link, were_one)
        for link in doubt.links
        if (were_one := colour_if(network, facts, policy, [link])) != proposed
    ]
    return tuple(sorted(found, key=lambda each: (-each.were_one, -each.link.match_weight, each.link.person_a)))


def joins_it_rests_on(
    con: duckdb.DuckDBPyConnection,
    network: Network,
    facts: CaseFacts,
    policy: Policy,
    *,
    weaker_than: float | None = None,
) -> tuple[RestsOnJoin, ...]:
    """For each person on whom the colour hangs, the weakest join without which it would be lower; weakest first.

    ``weaker_than`` (bits) leaves stronger joins, and those that a person judged, unasked.
    """
    joins = joins_of(con, _on_whom_it_hangs(facts, policy))
    if weaker_than is not None:
        weak = {person: tuple(each for each in of if _bits(each) < weaker_than) for person, of in joins.items()}
        joins = {person: of for person, of in weak.items() if of}
    if not joins:
        return ()
    case = _Apart(con, network, facts, policy, joins)
    found = (next(case.lowered_without(of), None) for of in joins.values())
    return tuple(sorted(filter(None, found), key=lambda each: (_bits(each.join), each.join.record_key_a)))


def _bits(join: Join) -> float:
    return float("inf") if join.match_weight is None else join.match_weight


Joins = Mapping[PersonId, tuple[Join, ...]]


class _Apart:
    """One case, to be asked what it would be if records were not one person's."""

    def __init__(
        self, con: duckdb.DuckDBPyConnection, network: Network, facts: CaseFacts, policy: Policy, joins: Joins
    ) -> None:
        self.con, self.network, self.facts, self.policy = con, network, facts, policy
        self.proposed = propose(facts, policy).at_least
        self.behind = records_behind(con, joins)
        self.selves = selves_in(con, facts)
        told_of = persons_told_of(facts)
        self.rows = rows_told(
            con, {key for person in joins.keys() & told_of for of in joins[person] for key in of.side_a | of.side_b}
        )

    def lowered_without(self, joins: Iterable[Join]) -> Iterator[RestsOnJoin]:
        """The joins without which the colour would be lower."""
        for join in joins:
            facts = self.without(join)
            without = self.proposed if facts is None else propose(facts, self.policy).at_least
            if without < self.proposed:
                yield RestsOnJoin(join, without)

    def without(self, join: Join) -> CaseFacts | None:
        """The facts without the join; None where they would be the same.

        What facts stand on the records that go are asked again; else only who is where.
        """
        others = self._others(join)
        network = parted(self.network, join.person_id, others, self.behind)
        touched = self.rows.touched(self.facts, others)
        if not network and not touched:
            return None
        around = facts_under(network or self.network, self.facts)
        return facts_apart(self.con, around, touched, person=join.person_id, others=others, selves=self.selves)

    def _others(self, join: Join) -> frozenset[RecordKey]:
        """The side that would be somebody else: not the one that was referred, else the smaller."""
        referred = self._referred() if join.person_id == self.network.child else None
        if referred in join.side_a | join.side_b:
            return join.side_b if referred in join.side_a else join.side_a
        return min(join.side_a, join.side_b, key=lambda side: (len(side), min(side)))

    def _referred(self) -> RecordKey | None:
        found = self.con.execute(
            "select child_record_key from open_case where case_id = $case", {"case": self.facts.case_id}
        ).fetchall()
        return RecordKey(found[0][0]) if found else None


def _on_whom_it_hangs(facts: CaseFacts, policy: Policy) -> set[PersonId]:
    """Everybody in each of the reasons that give the colour: the child, whom it is about, and the ways to them."""
    proposal = propose(facts, policy)
    ways = [(each.person_id, each.path) for each in facts.around.exposures] + list(facts.around.routes)

    def in_it(persons: Collection[PersonId]) -> set[PersonId]:
        passed = (leg.to_person for person, way in ways if person in persons for leg in way)
        return {facts.child, *persons, *passed}

    worst = [in_it(reason.persons) for reason in proposal.reasons if reason.colour == proposal.at_least]
    return set.intersection(*worst) if worst else set()


def _that_lead_to_danger(network: Network) -> set[str]:
    """Ties on the ways to flagged adults: without any other, no flagged adult is less near."""
    paths = [exposure.path for exposure in network.exposures() if exposure.identity == IdentityCertainty.CONFIRMED]
    routes = [route for _, route in network.short_routes()]
    steps = {frozenset((leg.from_person, leg.to_person)) for way in (*paths, *routes) for leg in way}
    return {key for key, tie in network.ties.items() if frozenset((tie.person_a, tie.person_b)) in steps}


def _of_the_child(network: Network) -> set[str]:
    return {key for key, tie in network.ties.items() if network.child in (tie.person_a, tie.person_b)}


def _that_lead_to_many(network: Network, facts: CaseFacts, policy: Policy) -> set[str]:
    """Ties through which so many adults are met that without them the flagged would be more than chance puts there."""
    proposed, now = propose(facts, policy).at_least, facts.around.adults_by_hop
    beyond: defaultdict[PersonId, Counter[int]] = defaultdict(Counter)
    asked: dict[tuple[int, ...], bool] = {}
    found = set()
    for person, at in reversed(list(network.reached.items())):
        if at.via is None or at.identity != IdentityCertainty.CONFIRMED:
            continue
        beyond[person][at.hops] += network.persons[person].is_adult is not False
        beyond[at.via].update(beyond[person])
        left = tuple(adults - beyond[person][hop] for hop, adults in enumerate(now, start=1))
        if left not in asked:
            thinner = replace(facts, around=replace(facts.around, adults_by_hop=left))
            asked[left] = propose(thinner, policy).at_least > proposed
        if asked[left] and at.tie_id is not None:
            found.add(at.tie_id)
    return found
