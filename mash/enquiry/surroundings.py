"""The network around a child, and what its certainty rests on, as the reports take them."""

from __future__ import annotations

import duckdb

from mash import associations, rating
from mash.rating import CaseFacts, Policy
from mash.reports import (
    Certainty,
    Crowd,
    ExpectedByChance,
    FlaggedPerson,
    KindByChance,
    Network,
    NetworkPerson,
    NetworkTie,
    PossibleIdentity,
    RestsOn,
    ToConfirm,
)
from mash.reports.words import leg_words
from mash.vocabulary import Exposure, IdentityCertainty, PersonId


def flagged_people(around: associations.Network, facts: CaseFacts) -> tuple[FlaggedPerson, ...]:
    """Every flagged adult in reach with the path to them, nearest first."""
    return tuple(
        FlaggedPerson(
            exposure.person_id,
            exposure.hops,
            exposure.flags,
            exposure.path,
            exposure.identity,
            _weakest_identity(around, exposure),
        )
        for exposure in facts.around.exposures
    )


def _weakest_identity(around: associations.Network, exposure: Exposure) -> str | None:
    """The least likely of the possible identities that the path needs, in words; None when it needs none."""
    needed = {
        frozenset((leg.from_person, leg.to_person))
        for leg in exposure.path
        if leg.kind == associations.POSSIBLE_IDENTITY
    }
    links = [link for link in around.identities if frozenset((link.person_a, link.person_b)) in needed]
    if not links:
        return None
    weakest = min(links, key=lambda link: link.match_weight)
    return f"possible identity, {weakest.match_weight:.1f} bits{f', {weakest.reason}' if weakest.reason else ''}"


def network_shown(around: associations.Network) -> Network:
    """Persons, ties and possible identities within reach, in a fixed order."""
    persons = sorted(around.reached.items(), key=lambda reached: (reached[1].hops, reached[0]))
    return Network(
        persons=tuple(_person(around, person) for person, _ in persons),
        ties=tuple(_tie(tie) for _, tie in sorted(around.ties.items())),
        possible=tuple(
            PossibleIdentity(link.person_a, link.person_b, link.match_weight, link.probability, link.reason or "")
            for link in sorted(around.identities, key=lambda link: (link.person_a, link.person_b))
        ),
    )


def _person(around: associations.Network, person_id: PersonId) -> NetworkPerson:
    person, at = around.persons[person_id], around.reached[person_id]
    return NetworkPerson(
        person_id=person.person_id,
        names=shown_names(person),
        hops=at.hops,
        date_of_birth=person.date_of_birth,
        flags=person.flags,
        restricted=person.restricted,
        agencies=person.agencies,
        identity=at.identity,
        via=at.via,
    )


def shown_names(person: associations.NetworkPerson) -> tuple[str, ...]:
    """The name to show first, then every other the person goes by."""
    first = " ".join(part for part in (person.forenames, person.surname) if part)
    return (*([first] if first else []), *(name for name in person.names if name != first))


def _tie(tie: associations.Tie) -> NetworkTie:
    return NetworkTie(
        tie_id=tie.tie_id,
        person_a=tie.person_a,
        person_b=tie.person_b,
        kind=tie.kind,
        tie_class=tie.tie_class,
        from_date=tie.from_date,
        to_date=tie.to_date,
        strength=tie.strength,
        a_is=tie.a_is,
        b_is=tie.b_is,
        sources=len(tie.evidence),
        evidence=tie.evidence,
    )


def not_followed(around: associations.Network) -> tuple[Crowd, ...]:
    """Contexts of persons in reach that join nobody."""
    return tuple(Crowd(crowd.kind, crowd.persons, crowd.reason) for crowd in around.crowds)


def certainty(around: associations.Network, facts: CaseFacts, policy: Policy) -> Certainty:
    """How probable each colour is, the uncertain identities being true or false by chance."""
    found = rating.certainty(around, facts, policy)
    return Certainty(found.colour, found.shares, found.firm, found.links, found.draws)


def expected_by_chance(facts: CaseFacts, policy: Policy) -> ExpectedByChance:
    """Flagged adults in reach against as many adults drawn at random from this hub."""
    adults, observed, expected = rating.summary_of(facts, policy)
    tail = rating.chance_of_at_least(
        observed, adults=facts.hub.adults, flagged=facts.hub.flagged_with(policy.counted_kinds), drawn=adults
    )
    return ExpectedByChance(observed, expected, adults, tail, policy.counted_kinds)


def chance_by_kind(facts: CaseFacts) -> tuple[KindByChance, ...]:
    """The same, kind of flag by kind."""
    return tuple(
        KindByChance(each.kind, each.observed, round(each.expected, 4), each.probability)
        for each in rating.against_chance(facts)
    )


def rests_on(
    con: duckdb.DuckDBPyConnection, around: associations.Network, facts: CaseFacts, policy: Policy
) -> tuple[RestsOn, ...]:
    """The single ties, and joins of records to one person, without which the colour would be another."""
    ties = (
        RestsOn(
            kind="tie",
            says=leg_words(each.tie.leg(each.tie.person_a)),
            persons=(each.tie.person_a, each.tie.person_b),
            flagged_beyond=_beyond(around, facts, each.tie),
            colour_without=each.without,
            evidence=each.tie.evidence,
        )
        for each in rating.rests_on(around, facts, policy)
    )
    joins = rating.joins_it_rests_on(con, around, facts, policy)
    return (*(_join(con, each) for each in joins), *ties)


def _join(con: duckdb.DuckDBPyConnection, found: rating.RestsOnJoin) -> RestsOn:
    join = found.join
    weight = "judged by a person" if join.match_weight is None else f"match weight {join.match_weight:.1f} bits"
    return RestsOn(
        kind="identity",
        says=f"records {join.record_key_a} and {join.record_key_b} are one person, {weight}",
        persons=(join.person_id,),
        colour_without=found.without,
        evidence=associations.rows_of_records(con, (join.record_key_a, join.record_key_b)),
        match_weight=join.match_weight,
    )


def to_confirm(around: associations.Network, facts: CaseFacts, policy: Policy) -> tuple[ToConfirm, ...]:
    """The possible identities that would change the colour, were they confirmed."""
    return tuple(
        ToConfirm(
            persons=(each.link.person_a, each.link.person_b),
            colour=each.were_one,
            says=f"may be one person, match weight {each.link.match_weight:.1f} bits"
            + (f", not joined: {each.link.reason}" if each.link.reason else ""),
            match_weight=each.link.match_weight,
            probability=each.link.probability,
            evidence=each.link.evidence,
        )
        for each in rating.to_confirm(around, facts, policy)
    )


def _beyond(around: associations.Network, facts: CaseFacts, tie: associations.Tie) -> int:
    """Flagged persons who would be out of reach without the tie."""
    left = around.without(tie.tie_id).reached
    return sum(
        exposure.person_id not in left or left[exposure.person_id].identity != exposure.identity
        for exposure in facts.around.exposures
        if exposure.identity == IdentityCertainty.CONFIRMED
    )
