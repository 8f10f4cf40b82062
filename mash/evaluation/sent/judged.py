"""Open cases judged anew on what was sent: who is near, who of them is flagged, which rules fire."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple

from mash.evaluation.sent.facts import Facts, Open
from mash.evaluation.sent.ties import Tied, Ties
from mash.synthetic.oracle_facts import Case, Referral
from mash.synthetic.oracle_rules import RULES, Rule, chance
from mash.vocabulary import Colour

if TYPE_CHECKING:
    import networkx as nx

CARERS = {"mother", "father", "parent", "step-parent", "likely parent"}
ABOUT_THE_CHILD = {"subject child", "victim"}
MISSED = {"subject child", "victim", "involved party"}
"""Who of a missing person's report was missing."""
SHORT = 2
"""A rule that asks for certain ties looks at ways of so many."""


def unread(policy: Mapping[str, Any]) -> frozenset[str]:
    """Names of the policy's rules that nobody has written anew: no word on them."""
    return frozenset(rule["name"] for rule in policy["rules"] if rule["test"] not in RULES)


class Judged(NamedTuple):
    """What one open case comes to."""

    exposures: frozenset[tuple[str, int, float]]
    """Flagged adults near: person, hops, and the strength of the best way there."""
    rules: frozenset[str]
    """Names of the rules that fired."""
    at_least: str
    colour: str


class Judge:
    """The ties and facts of everything sent, and the policy, asked case by case.

    ``policy`` holds ``hops``, ``counted_kinds`` and ``rules``, each a mapping as in the policy's file.
    """

    def __init__(self, ties: Ties, facts: Facts, policy: Mapping[str, Any]) -> None:
        self.ties, self.facts, self.policy = ties, facts, policy
        self.rows = ties.rows
        self.hops: int = policy["hops"]
        self._read = [rule for rule in policy["rules"] if rule["test"] in RULES]

    def judged(self, one: Open) -> Judged:
        """One case's exposures and proposal."""
        network = self._network(one.child)
        best = self._best_ways(network, one.child)
        case = self._case(one, network)
        fired = [rule for rule in self._read if self._fires(rule, one, case, best)]
        worst = max((Colour[rule["colour"]] for rule in fired), default=Colour.GREEN)
        near = frozenset(
            (person, hops, round(strength, 6))
            for person, (hops, strength) in best.items()
            if hops and person in self.facts.flagged and self.rows.persons[person].adult
        )
        colour = Colour.UNRATED if self.facts.blind else max(worst, one.said)
        return Judged(near, frozenset(rule["name"] for rule in fired), worst.name, colour.name)

    def _followed(self, person: str) -> list[Tied]:
        return [tie for tie in self.ties.of(person) if tie.strength >= self.rows.numbers["follow_at_least"]]

    def _network(self, child: str) -> nx.MultiDiGraph[str]:
        """Followed ties from everyone nearer than the last hop; none lead on from whoever is tied to too many."""
        import networkx as nx

        network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        network.add_node(child)
        frontier = [child]
        for _ in range(self.hops):
            met: dict[str, None] = {}
            for person in frontier:
                followed = self._followed(person)
                if person != child and len({tie.other for tie in followed}) > self.rows.numbers["person_cap"]:
                    continue
                met |= dict.fromkeys(tie.other for tie in followed if tie.other not in network)
                network.add_edges_from(
                    (person, tie.other, {"kind": tie.kind, "strength": tie.strength, "since": tie.since})
                    for tie in followed
                )
            frontier = list(met)
        return network

    def _best_ways(self, network: nx.MultiDiGraph[str], child: str) -> dict[str, tuple[int, float]]:
        """Of everyone near: the fewest hops, and the greatest product of strengths in so many."""
        import networkx as nx

        best = {child: (0, 1.0)}
        for hops, layer in enumerate(nx.bfs_layers(network, child)):
            for person in layer if hops else ():
                ways = (
                    best[before][1] * max(edge["strength"] for edge in edges.values())
                    for before, edges in network.pred[person].items()
                    if best.get(before, (-1, 0.0))[0] == hops - 1
                )
                best[person] = hops, max(ways)
        return best

    def _case(self, one: Open, network: nx.MultiDiGraph[str]) -> Case:
        own = self._followed(one.child)
        carers = frozenset(
            tie.other
            for tie in own
            if (tie.kind == "parent" and tie.parts & CARERS)
            or (tie.kind == "carer" and "carer" in tie.parts and tie.goes_on)
        )
        household = frozenset(tie.other for tie in own if tie.kind == "household" and tie.goes_on)
        siblings = frozenset(tie.other for tie in own if tie.kind == "sibling")
        asked = (one.child, *carers, *household, *siblings)
        happenings = {id(what): what for person in asked for _, what in self._happenings(person)}
        referrals = self._received(one.child)
        spells = tuple(self.facts.episodes.get(one.child, ()))
        day, lives = self.rows.as_of, self.facts.lives
        return Case(
            child=one.child,
            as_of=day,
            concern=one.concern or "",
            network=network,
            household=household,
            carers=carers,
            received=tuple({each.case_id: each.on for each in sorted(referrals, key=lambda each: each.on)}.values()),
            episodes=frozenset(each.what for each in spells if each.until is None or each.until >= day),
            happenings=tuple(happenings.values()),
            town=self.facts.town,
            case_id=one.case_id,
            referrals=tuple(Referral(each.case_id, each.on, each.outcome) for each in referrals),
            spells=spells,
            siblings=siblings,
            baby=one.child in lives.babies,
            stays=lives.stays,
            released=lives.released,
            programmes=lives.programmes,
        )

    def _happenings(self, person: str) -> list[Any]:
        return self.facts.happenings.get(person, [])

    def _received(self, child: str) -> list[Any]:
        return self.facts.received.get(child, [])

    def _fires(self, rule: Rule, one: Open, case: Case, best: Mapping[str, tuple[int, float]]) -> bool:
        match rule["test"]:
            case "flagged_adults_within_hops":
                return self._enough_near(rule, case, best)
            case "same_concern_elsewhere":
                return self._same_concern(rule, one, case, {one.child})
            case "same_concern_about_sibling":
                return self._same_concern(rule, one, case, case.siblings)
            case "missing_episodes":
                return self._missing(rule, case)
            case test:
                return RULES[test](case, rule)

    def _enough_near(self, rule: Rule, case: Case, best: Mapping[str, tuple[int, float]]) -> bool:
        """Enough flagged adults near by ways as strong as is asked, and more than chance would put there."""
        near = {person for person, (hops, _) in best.items() if 0 < hops <= rule["hops"]} & self.facts.town.adults
        wanted, least = case.flagged(near, rule["kinds"]), rule.get("strength_at_least", 0.0)
        ways = self._ways_of(rule, case) if rule.get("tie_kinds") else {each: best[each][1] for each in near}
        found = [person for person in wanted if ways.get(person, -1.0) >= least]
        if len(found) < rule["at_least"]:
            return False
        adults = self.facts.town.adults
        flagged = len(case.flagged(adults, rule["kinds"]))
        limit = rule.get("chance_below", 1)
        return limit >= 1 or chance(len(found), len(adults), flagged, len(near)) < float(limit)

    def _ways_of(self, rule: Rule, case: Case) -> dict[str, float]:
        """Whomever one or two ties of the asked kinds lead to, by the strongest way."""
        kinds, ways = set(rule["tie_kinds"]), dict[str, float]()
        steps: list[tuple[str, float]] = [(case.child, 1.0)]
        for _ in range(min(rule["hops"], SHORT)):
            steps = [
                (other, prod((strength, edge["strength"])))
                for person, strength in steps
                for _, other, edge in case.network.out_edges(person, data=True)
                if edge["kind"] in kinds and other != case.child
            ]
            for person, strength in steps:
                ways[person] = max(strength, ways.get(person, 0.0))
        return ways

    def _missing(self, rule: Rule, case: Case) -> bool:
        """Reports of the child as the one who was missing."""
        since = case.since(rule["months"])
        gone = [
            what
            for what in case.happenings
            if what.category == "missing person"
            and since < what.on <= case.as_of
            and any(person == case.child and role in MISSED for person, role in what.roles)
        ]
        return len(gone) >= int(rule["at_least"])

    def _same_concern(self, rule: Rule, one: Open, case: Case, about: AbstractSet[str]) -> bool:
        """Somebody other than who referred the child holds the same concern about one of these children."""
        if one.concern not in rule["concerns"]:
            return False
        since = case.since(rule["months"])
        told = [
            (each.agency, each.on) for child in about for each in self._received(child) if each.concern == one.concern
        ]
        told += [
            (agency, what.on)
            for child in about
            for agency, what in self._happenings(child)
            if what.concern == one.concern
            and any(person == child and role in ABOUT_THE_CHILD for person, role in what.roles)
        ]
        return any(agency not in one.agencies and since < on <= case.as_of for agency, on in told)
