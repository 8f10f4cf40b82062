"""How firm a proposal is: what it would be if uncertain identities were otherwise.

Each possible identity is drawn once per draw, however many paths share it: counting paths as if independent
overstates (two paths over one link of 0.7: 0.91 where the truth is 0.7). Where the links are few, no draw is needed:
every set of them is weighed by its probability.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from random import Random

from mash.associations import Network, PossibleIdentity, assuming
from mash.rating.doubt import Doubt
from mash.rating.facts import CaseFacts, with_selves
from mash.rating.policy import Policy
from mash.rating.propose import comes_to, worst_fired
from mash.rating.surroundings import surroundings_of_network
from mash.vocabulary import Colour, PersonId

DRAWS = 200
"""Enough for a share to be right within seven hundredths, nineteen times in twenty."""

Links = Sequence[PossibleIdentity]
Couple = tuple[PersonId, PersonId]
Couples = tuple[Couple, ...]


@dataclass(frozen=True, slots=True)
class Certainty:
    """How probable each colour is, given the possible identities, and the colour it is asked of."""

    colour: Colour
    """The worst that fired: what the case is rated at least."""
    shares: Mapping[Colour, float]
    """0 to 1, the worst colour first; they add up to 1."""
    holds_without: Colour
    """The colour when no possible link is true."""
    links: int = 0
    """Possible links that were weighed; 0 when none could change the colour."""
    draws: int = 0
    """0 when every set of the links was weighed exactly."""

    @property
    def share(self) -> float:
        """How probable the colour proposed is."""
        return self.shares.get(self.colour, 0.0)

    @property
    def firm(self) -> bool:
        """Whether the colour proposed holds without any possible link."""
        return self.colour == self.holds_without


def certainty(network: Network, facts: CaseFacts, policy: Policy, *, draws: int = DRAWS, seed: int = 0) -> Certainty:
    """How probable the worst colour that fired is, each possible link being true or false by its own probability.

    Exact where the sets of the links that matter are no more than ``draws``; else a seeded sample of that size.
    """
    doubt = Doubt.of(network, facts, policy)
    return weigh(doubt, draws=draws, seed=seed) if doubt.could_differ else firmly(doubt.bounds.proposed)


def weigh(doubt: Doubt, *, draws: int = DRAWS, seed: int = 0) -> Certainty:
    """The same of a case whose colour could differ."""
    colours = _Colours(doubt)
    found = _weighed(doubt.links, draws, seed, colours.whoever_else_is_there)
    if found is None:
        found = _weighed(doubt.network.identities, draws, seed, colours.with_everybody)
    assert found is not None  # noqa: S101 - with everybody it is always known
    return replace(found, colour=doubt.bounds.proposed)


def firmly(proposed: Colour) -> Certainty:
    """The certainty of a case that no possible link could change."""
    return Certainty(proposed, {proposed: 1.0}, proposed)


def colour_if(network: Network, facts: CaseFacts, policy: Policy, true: Iterable[PossibleIdentity]) -> Colour:
    """The worst colour that fires when these possible links are true and all others false."""
    return colour_under(assuming(network, [(link.person_a, link.person_b) for link in true]), facts, policy)


def facts_under(network: Network, facts: CaseFacts) -> CaseFacts:
    """The facts with what ``network`` says of them: who is around the child, and of whom what is recorded is told."""
    one = network.supposed.one

    def who(person: PersonId) -> PersonId:
        return one.get(person, person)

    def anybody(persons: Iterable[PersonId]) -> bool:
        return not one.keys().isdisjoint(persons)

    occurrences = tuple(
        replace(
            each,
            roles=tuple((who(person), role) for person, role in each.roles),
            suspects=tuple(map(who, each.suspects)),
            informants=tuple(map(who, each.informants)),
        )
        if anybody((*(person for person, _ in each.roles), *each.suspects, *each.informants))
        else each
        for each in facts.occurrences
    )
    places = (
        replace(each, person_id=who(each.person_id), with_person=who(each.with_person))
        if anybody((each.person_id, each.with_person))
        else each
        for each in facts.places
    )
    selves = [each for each in facts.perhaps_the_child if who(each.person_id) == network.child]
    return replace(
        with_selves(facts, selves),
        around=surroundings_of_network(network),
        occurrences=occurrences,
        sibling_referrals=tuple((who(whose), each) for whose, each in facts.sibling_referrals),
        programmes=tuple(replace(each, person_id=who(each.person_id)) for each in facts.programmes),
        releases=tuple(replace(each, person_id=who(each.person_id)) for each in facts.releases),
        places=tuple(each for each in places if each.person_id != each.with_person),
    )


def colour_under(network: Network, facts: CaseFacts, policy: Policy) -> Colour:
    """The worst colour that fires when the network is as given."""
    return worst_fired(facts_under(network, facts), policy)


class _Colours:
    """One case's colour under sets of its possible links."""

    def __init__(self, doubt: Doubt) -> None:
        self.doubt = doubt
        self._leading = {(link.person_a, link.person_b) for link in doubt.links}
        self._settled: dict[Couples, Colour | None] = {}
        self._facts: dict[Couples, CaseFacts] = {}
        self._found: dict[tuple[object, ...], Colour] = {}

    def whoever_else_is_there(self, true: Links) -> Colour | None:
        """The colour under links that lead to danger; None when it depends on how many adults chance draws from.

        That number is all that other links change, and no rule is worse for more of them.
        """
        leading = self._leading_of(true)
        if leading not in self._settled:
            worst = self._with_adults(leading, self.doubt.fewest_adults)
            there = self._facts_with(leading, self.doubt.most_adults)
            self._settled[leading] = worst if comes_to(there, self.doubt.bounds.policy, worst) else None
        return self._settled[leading]

    def with_everybody(self, true: Links) -> Colour:
        """The colour under these links, all others being false; adults are counted only where that could matter."""
        settled = self.whoever_else_is_there(true)
        if settled is not None:
            return settled
        return self._with_adults(self._leading_of(true), self.doubt.adults_met(map(_couple, true)))

    def _leading_of(self, true: Links) -> Couples:
        return tuple(couple for couple in map(_couple, true) if couple in self._leading)

    def _with_adults(self, leading: Couples, adults: tuple[int, ...]) -> Colour:
        if (leading, adults) not in self._found:
            there = self._facts_with(leading, adults)
            self._found[leading, adults] = worst_fired(there, self.doubt.bounds.policy)
        return self._found[leading, adults]

    def _facts_with(self, leading: Couples, adults: tuple[int, ...]) -> CaseFacts:
        """Who is flagged how near takes a walk of the few steps that matter; it hangs on the links that lead there."""
        if leading not in self._facts:
            supposed = replace(assuming(self.doubt.network, leading), ways_walked=self.doubt.ways_to_danger)
            self._facts[leading] = facts_under(supposed, self.doubt.facts)
        facts = self._facts[leading]
        return replace(facts, around=replace(facts.around, adults_by_hop=adults))


def _couple(link: PossibleIdentity) -> Couple:
    return link.person_a, link.person_b


def _weighed(links: Links, draws: int, seed: int, colour_of: Callable[[Links], Colour | None]) -> Certainty | None:
    """The probability of each colour; None as soon as one is not known."""
    shares: defaultdict[Colour, float] = defaultdict(float)
    without = colour_of(())
    for true, probability in _sets(links, draws, seed).items():
        colour = colour_of(tuple(links[place] for place in true)) if true else without
        if colour is None:
            return None
        shares[colour] += probability
    if without is None:
        return None
    drawn = draws if 2 ** len(links) > draws else 0
    rounded = {colour: round(share, 12) for colour, share in sorted(shares.items(), reverse=True)}
    return Certainty(without, rounded, without, len(links), drawn)


def _sets(links: Links, draws: int, seed: int) -> Mapping[tuple[int, ...], float]:
    """Places of the links that are true, with the probability; where they are many, so many sets drawn by chance."""
    found: defaultdict[tuple[int, ...], float] = defaultdict(float)
    if 2 ** len(links) <= draws:
        for true in product((False, True), repeat=len(links)):
            found[_places(true)] += prod(
                link.probability if so else 1 - link.probability for link, so in zip(links, true, strict=True)
            )
        return found
    chance = Random(seed)  # noqa: S311 - a seeded sample, not a secret
    for _ in range(draws):
        found[_places(chance.random() < link.probability for link in links)] += 1 / draws
    return found


def _places(true: Iterable[bool]) -> tuple[int, ...]:
    return tuple(place for place, so in enumerate(true) if so)
