"""What the agencies recorded of the people of many cases, one query a kind of fact however many cases there are."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import duckdb

from mash.associations import ask, evidence_of
from mash.rating.facts import (
    Episode,
    Infancy,
    Occurrence,
    OtherSelf,
    PastReferral,
    PlaceInCommon,
    Programme,
    Release,
    Surroundings,
)
from mash.vocabulary import CaseId, PersonId

Children = Mapping[CaseId, PersonId]
Around = Mapping[CaseId, Surroundings]
Row = Mapping[str, Any]
Fact = TypeVar("Fact")


@dataclass(frozen=True, slots=True)
class OfChildren:
    """What is recorded of the children themselves, their siblings, and whoever may be them, by case."""

    referrals: defaultdict[CaseId, list[PastReferral]]
    sibling_referrals: defaultdict[CaseId, list[tuple[PersonId, PastReferral]]]
    episodes: defaultdict[CaseId, list[Episode]]
    perhaps_the_child: defaultdict[CaseId, list[OtherSelf]]


@dataclass(frozen=True, slots=True)
class Recorded:
    """By case, but for ``infancy``, which is by child."""

    of_children: OfChildren
    occurrences: defaultdict[CaseId, list[Occurrence]]
    programmes: defaultdict[CaseId, list[Programme]]
    releases: defaultdict[CaseId, list[Release]]
    places: defaultdict[CaseId, list[PlaceInCommon]]
    infancy: Mapping[PersonId, Infancy]


@dataclass(frozen=True, slots=True)
class Selves:
    """Who may be whom too, of some persons: what is recorded of the one may be of the other."""

    others: Mapping[PersonId, tuple[PersonId, ...]]

    def perhaps(self, persons: Iterable[PersonId]) -> set[PersonId]:
        """These persons, and whoever may be one of them."""
        asked = set(persons)
        return asked.union(*(self.others.get(person, ()) for person in asked))


def recorded(con: duckdb.DuckDBPyConnection, children: Children, around: Around, as_of: dt.date) -> Recorded:
    """All of it for some cases (id to child), whose surroundings say who else is asked about."""
    selves = selves_of(con, everybody(children, around))
    occurred = occurrences(con, children, around, selves, as_of)
    infants = ask(con, "infancy_of_children", "rating", child_ids=sorted(set(children.values())), as_of=as_of)
    return Recorded(
        of_children=of_children(con, children, around, selves, as_of),
        occurrences=occurred,
        programmes=programmes(con, children, around, occurred, as_of),
        releases=releases(con, around, selves, as_of),
        places=places(con, children, around, selves, as_of),
        infancy={row["person_id"]: Infancy(row["infancy"]) for row in infants},
    )


def everybody(children: Children, around: Around) -> set[PersonId]:
    """Whomever the cases are told of, so far as the network says."""
    near = [around[case_id] for case_id in children]
    exposed = (each.person_id for of in near for each in of.exposures)
    return set(children.values()).union(exposed, *(of.carers | of.household | of.siblings for of in near))


def of_children(
    con: duckdb.DuckDBPyConnection, children: Children, around: Around, selves: Selves, as_of: dt.date
) -> OfChildren:
    """Referrals and episodes."""
    of_child = {case_id: selves.perhaps({child}) for case_id, child in children.items()}
    siblings = {case_id: selves.perhaps(around[case_id].siblings) for case_id in children}
    referrals, episodes = _referrals(con, of_child, as_of), _episodes(con, of_child, as_of)
    return OfChildren(
        referrals=_about(children, referrals),
        sibling_referrals=_referrals(con, siblings, as_of),
        episodes=_about(children, episodes),
        perhaps_the_child=_perhaps(children, of_child, referrals, episodes),
    )


def selves_of(con: duckdb.DuckDBPyConnection, persons: Iterable[PersonId]) -> Selves:
    """Whoever may be one of these persons."""
    others: defaultdict[PersonId, list[PersonId]] = defaultdict(list)
    for row in ask(con, "other_selves", "rating", persons=sorted(persons)):
        others[row["person_id"]].append(row["other"])
    return Selves({person: tuple(found) for person, found in others.items()})


def _about(children: Children, found: Mapping[CaseId, list[tuple[PersonId, Fact]]]) -> defaultdict[CaseId, list[Fact]]:
    """What is of the child itself, without saying so."""
    return defaultdict(
        list,
        {case_id: [fact for whose, fact in some if whose == children[case_id]] for case_id, some in found.items()},
    )


def _perhaps(
    children: Children,
    of_child: Mapping[CaseId, Iterable[PersonId]],
    referrals: Mapping[CaseId, list[tuple[PersonId, PastReferral]]],
    episodes: Mapping[CaseId, list[tuple[PersonId, Episode]]],
) -> defaultdict[CaseId, list[OtherSelf]]:
    found: defaultdict[CaseId, list[OtherSelf]] = defaultdict(list)
    for case_id, persons in of_child.items():
        for person in sorted(set(persons) - {children[case_id]}):
            told = [fact for whose, fact in referrals.get(case_id, ()) if whose == person]
            helped = [fact for whose, fact in episodes.get(case_id, ()) if whose == person]
            if told or helped:
                found[case_id].append(OtherSelf(person, tuple(told), tuple(helped)))
    return found


def _referrals(
    con: duckdb.DuckDBPyConnection, persons: Mapping[CaseId, Iterable[PersonId]], as_of: dt.date
) -> defaultdict[CaseId, list[tuple[PersonId, PastReferral]]]:
    found: defaultdict[CaseId, list[tuple[PersonId, PastReferral]]] = defaultdict(list)
    asked = _pairs(persons)
    for row in ask(con, "referrals_of_cases", "rating", **asked, as_of=as_of) if asked["case_ids"] else ():
        referral = PastReferral(
            case_id=row["case_id"],
            agency=row["agency"],
            received_on=row["received_on"],
            concern=row["concern"],
            evidence=evidence_of({**row, "from_date": row["received_on"]}, "referral"),
            outcome=row["outcome"],
            closed_on=row["closed_on"],
            informant=row["informant"],
        )
        found[row["asked_case"]].append((row["person_id"], referral))
    return found


def _episodes(
    con: duckdb.DuckDBPyConnection, persons: Mapping[CaseId, Iterable[PersonId]], as_of: dt.date
) -> defaultdict[CaseId, list[tuple[PersonId, Episode]]]:
    found: defaultdict[CaseId, list[tuple[PersonId, Episode]]] = defaultdict(list)
    for row in ask(con, "episodes_of_cases", "rating", **_pairs(persons), as_of=as_of):
        evidence = evidence_of(row, f"{row['episode_type']} episode")
        episode = Episode(row["episode_type"], row["from_date"], row["to_date"], evidence)
        found[row["case_id"]].append((row["person_id"], episode))
    return found


def occurrences(
    con: duckdb.DuckDBPyConnection, children: Children, around: Around, selves: Selves, as_of: dt.date
) -> defaultdict[CaseId, list[Occurrence]]:
    """Those with the child, a carer, a sibling or somebody of the household in them."""
    asked = {
        case_id: selves.perhaps({child} | around[case_id].carers | around[case_id].household | around[case_id].siblings)
        for case_id, child in children.items()
    }
    found: defaultdict[CaseId, list[Occurrence]] = defaultdict(list)
    for row in ask(con, "occurrences_of_cases", "rating", **_pairs(asked), as_of=as_of):
        says = f"occurrence{', concern ' + row['concern'] if row['concern'] else ''}"
        says += f", {row['about']}" if row["about"] else ""
        found[row["case_id"]].append(
            Occurrence(
                event_key=row["event_key"],
                agency=row["agency"],
                concern=row["concern"],
                grade=row["grade"],
                occurred_on=row["occurred_on"],
                roles=tuple(_role(role) for role in row["roles"]),
                evidence=evidence_of({**row, "from_date": row["occurred_on"]}, says),
                about=row["about"],
                suspects=tuple(row["suspects"] or ()),
                informants=tuple(row["informants"] or ()),
            )
        )
    return found


def programmes(
    con: duckdb.DuckDBPyConnection,
    children: Children,
    around: Around,
    occurred: Mapping[CaseId, list[Occurrence]],
    as_of: dt.date,
) -> defaultdict[CaseId, list[Programme]]:
    """Of whoever is suspected of domestic abuse, or is flagged and near: the rule tells who of them matters."""
    persons = {
        case_id: {person for each in occurred.get(case_id, ()) if each.concern == "DA" for person in each.suspects}
        | {exposure.person_id for exposure in around[case_id].exposures}
        for case_id in children
    }
    selves = selves_of(con, _everyone(persons))
    persons = {case_id: selves.perhaps(asked) for case_id, asked in persons.items()}
    rows: defaultdict[PersonId, list[Row]] = defaultdict(list)
    for row in ask(con, "programmes_of_persons", "rating", persons=_everyone(persons), as_of=as_of):
        rows[row["person_id"]].append(row)
    found: defaultdict[CaseId, list[Programme]] = defaultdict(list)
    for case_id, asked in persons.items():
        found[case_id] = [_programme(row) for person in sorted(asked) for row in rows.get(person, ())]
    return found


def _programme(row: Row) -> Programme:
    says = "programme for those who abuse a partner" + (": refused or not taken up" if row["refused"] else "")
    return Programme(row["person_id"], row["refused"], row["from_date"], row["to_date"], evidence_of(row, says))


def releases(
    con: duckdb.DuckDBPyConnection, around: Around, selves: Selves, as_of: dt.date
) -> defaultdict[CaseId, list[Release]]:
    """The last release from prison of each flagged adult in reach."""
    persons = {case_id: selves.perhaps(each.person_id for each in of.exposures) for case_id, of in around.items()}
    released = {}
    for row in ask(con, "releases_of_persons", "rating", persons=_everyone(persons), as_of=as_of):
        evidence = evidence_of({**row, "to_date": row["released_on"]}, "stay in prison")
        released[row["person_id"]] = Release(row["person_id"], row["released_on"], evidence)
    found: defaultdict[CaseId, list[Release]] = defaultdict(list)
    for case_id, asked in persons.items():
        found[case_id] = [released[person] for person in sorted(asked & released.keys())]
    return found


def places(
    con: duckdb.DuckDBPyConnection, children: Children, around: Around, selves: Selves, as_of: dt.date
) -> defaultdict[CaseId, list[PlaceInCommon]]:
    """Where flagged adults and the family were at one time."""
    near = {
        case_id: selves.perhaps(each.person_id for each in of.exposures)
        for case_id, of in around.items()
        if of.exposures
    }
    family = _pairs(
        {
            case_id: selves.perhaps({children[case_id]} | around[case_id].carers | around[case_id].household)
            for case_id in near
        }
    )
    flagged = _pairs(near)
    found: defaultdict[CaseId, list[PlaceInCommon]] = defaultdict(list)
    for row in ask(
        con,
        "places_in_common_of_cases",
        "rating",
        **family,
        flagged_case_ids=flagged["case_ids"],
        flagged_ids=flagged["person_ids"],
        as_of=as_of,
    ):
        found[row["case_id"]].append(
            PlaceInCommon(
                person_id=row["person_id"],
                with_person=row["with_person"],
                outcode=row["outcode"],
                area=row["area"],
                authority=row["authority"],
                from_date=row["from_date"],
                to_date=row["to_date"],
                evidence=tuple(evidence_of(stay, f"stay in {row['outcode']}") for stay in row["evidence"]),
            )
        )
    return found


def _pairs(persons: Mapping[CaseId, Iterable[PersonId]]) -> dict[str, list[Any]]:
    """Two lists of one length: each case as often as it has persons, and these in order."""
    pairs = [(case_id, person) for case_id, some in persons.items() for person in sorted(some)]
    return {"case_ids": [case_id for case_id, _ in pairs], "person_ids": [person for _, person in pairs]}


def _everyone(persons: Mapping[CaseId, Iterable[PersonId]]) -> list[PersonId]:
    return sorted({person for some in persons.values() for person in some})


def _role(text: str) -> tuple[PersonId, str]:
    person, _, role = text.partition("|")
    return PersonId(person), role
