"""How firm a proposal is: what it would be if uncertain identities were otherwise, and which single ties it rests on.

Each possible identity is drawn once per draw, however many paths share it: counting paths as if independent
overstates (two paths over one link of 0.7: 0.806 where the truth is 0.673).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random

from mash.associations import Network, PossibleIdentity, Tie, assuming
from mash.rating.facts import CaseFacts
from mash.rating.policy import Policy
from mash.rating.propose import propose
from mash.rating.surroundings import surroundings_of_network
from mash.vocabulary import Colour, IdentityCertainty

DRAWS = 200
"""Enough for a share to be right within seven hundredths, nineteen times in twenty."""


@dataclass(frozen=True, slots=True)
class Certainty:
    """The share of draws that gave each colour, 0 to 1, and the colour it is asked of."""

    colour: Colour
    shares: Mapping[Colour, float]

    @property
    def share(self) -> float:
        """How often the colour proposed came out; 1 is firm."""
        return self.shares.get(self.colour, 0.0)


def needs_sampling(facts: CaseFacts) -> bool:
    """Whether a flagged adult stands behind a possible identity; without one the proposal is firm."""
    return any(
        exposure.identity == IdentityCertainty.POSSIBLE and any(flag.status == "current" for flag in exposure.flags)
        for exposure in facts.around.exposures
    )


def certainty(network: Network, facts: CaseFacts, policy: Policy, *, draws: int = DRAWS, seed: int = 0) -> Certainty:
    """How often the worst colour that fired would still be it, were possible identities true or false by chance.

    Certain (1.0) when no flagged adult stands behind a possible identity.
    """
    proposed = propose(facts, policy).at_least
    if not needs_sampling(facts):
        return Certainty(proposed, {proposed: 1.0})
    uncertain = _that_matter(network)
    chance = Random(seed)  # noqa: S311 - a seeded sample, not a secret
    seen: dict[frozenset[PossibleIdentity], Colour] = {}
    colours: Counter[Colour] = Counter()
    for _ in range(draws):
        drawn = frozenset(link for link in uncertain if chance.random() < link.probability)
        if drawn not in seen:
            seen[drawn] = _colour(assuming(network, [(each.person_a, each.person_b) for each in drawn]), facts, policy)
        colours[seen[drawn]] += 1
    return Certainty(proposed, {colour: count / draws for colour, count in sorted(colours.items(), reverse=True)})


def rests_on(network: Network, facts: CaseFacts, policy: Policy) -> tuple[Tie, ...]:
    """The single ties without which the colour that fired would be lower, weakest first: where to look for an error."""
    proposed = propose(facts, policy).at_least
    weight = [
        network.ties[tie_id]
        for tie_id in sorted(_that_lead_to_danger(network) | _of_the_child(network))
        if _colour(network.without(tie_id), facts, policy) < proposed
    ]
    return tuple(sorted(weight, key=lambda tie: (tie.strength, tie.tie_id)))


def _that_lead_to_danger(network: Network) -> set[str]:
    """Ties on the ways to flagged adults: without any other, no flagged adult is less near nor fewer than by chance."""
    paths = [exposure.path for exposure in network.exposures() if exposure.identity == IdentityCertainty.CONFIRMED]
    routes = [route for _, route in network.short_routes()]
    steps = {frozenset((leg.from_person, leg.to_person)) for way in (*paths, *routes) for leg in way}
    return {key for key, tie in network.ties.items() if frozenset((tie.person_a, tie.person_b)) in steps}


def _of_the_child(network: Network) -> set[str]:
    return {key for key, tie in network.ties.items() if network.child in (tie.person_a, tie.person_b)}


def _that_matter(network: Network) -> list[PossibleIdentity]:
    """The possible identities that touch a part of the network, reached only through such, where a flagged adult is."""
    maybe = {person for person, at in network.reached.items() if at.identity == IdentityCertainty.POSSIBLE}
    pairs = [
        *((tie.person_a, tie.person_b) for tie in network.ties.values()),
        *((link.person_a, link.person_b) for link in network.identities),
    ]
    part = {person: {person} for person in maybe}
    for a, b in pairs:
        if a in maybe and b in maybe and part[a] is not part[b]:
            together = part[a] | part[b]
            part.update(dict.fromkeys(together, together))
    flagged = {each.person_id for each in network.exposures()} & maybe
    near = set().union(*(part[person] for person in flagged))
    return [link for link in network.identities if {link.person_a, link.person_b} & near]


def _colour(network: Network, facts: CaseFacts, policy: Policy) -> Colour:
    return propose(replace(facts, around=surroundings_of_network(network)), policy).at_least
