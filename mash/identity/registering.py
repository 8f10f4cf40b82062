"""Person ids that survive the next run: inherited by the greatest overlap of records, minted from a record's key."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from mash.vocabulary import PersonId, RecordKey

Couple = tuple[RecordKey, RecordKey]


class EventKind(StrEnum):
    """What became of a person id since the last published run."""

    MINTED = "minted"
    MERGED = "merged"
    SPLIT = "split"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class PersonEvent:
    """One change: ``merged`` into, ``split`` to the other person, with the records that moved."""

    kind: EventKind
    person_id: PersonId
    other_person_id: PersonId | None
    records: tuple[RecordKey, ...]
    cause: str


@dataclass(frozen=True)
class Said:
    """What people judged, by either record of a pair: the others it is said to be one with, or not."""

    same: Mapping[RecordKey, AbstractSet[RecordKey]]
    different: Mapping[RecordKey, AbstractSet[RecordKey]]

    @classmethod
    def of(cls, same: Iterable[Couple] = (), different: Iterable[Couple] = ()) -> Said:
        """From pairs of records."""
        return cls(_by_record(same), _by_record(different))


def _by_record(couples: Iterable[Couple]) -> Mapping[RecordKey, AbstractSet[RecordKey]]:
    found: defaultdict[RecordKey, set[RecordKey]] = defaultdict(set)
    for a, b in couples:
        found[a].add(b)
        found[b].add(a)
    return found


NOTHING_SAID = Said.of()


def settle(
    groups: Iterable[Sequence[RecordKey]],
    person_of: Mapping[RecordKey, PersonId],
    used: AbstractSet[PersonId],
    said: Said = NOTHING_SAID,
) -> tuple[dict[PersonId, list[RecordKey]], list[PersonEvent]]:
    """Give every group its id, and say what changed against ``person_of``, the last published run.

    An id goes to the group that holds most of its records, and of several ids a group keeps the one that brings most;
    ties go to the smaller id. An id in ``used`` is never minted again. The order of ``groups`` does not matter.
    ``said`` decides nothing here: it tells why persons merged or split.
    """
    ordered = sorted((sorted(group) for group in groups), key=lambda group: group[0])
    kept = _inherited(ordered, person_of)
    taken = set(used) | set(person_of.values())
    persons: dict[PersonId, list[RecordKey]] = {}
    minted: set[PersonId] = set()
    for number, group in enumerate(ordered):
        person = kept.get(number)
        if person is None:
            person = mint(group[0], taken)
            taken.add(person)
            minted.add(person)
        persons[person] = group
    return persons, _events(persons, person_of, minted, said)


def mint(first_record: RecordKey, taken: AbstractSet[PersonId]) -> PersonId:
    """``P-`` and ten letters or digits made from the record's key; a count is added while the id is taken."""
    count = 0
    while True:
        digest = hashlib.sha256(f"{first_record}\n{count}".encode()).digest()
        person = PersonId("P-" + base64.b32encode(digest[:10]).decode("ascii")[:10])
        if person not in taken:
            return person
        count += 1


def _inherited(groups: Sequence[Sequence[RecordKey]], person_of: Mapping[RecordKey, PersonId]) -> dict[int, PersonId]:
    overlap: Counter[tuple[int, PersonId]] = Counter(
        (number, person_of[record]) for number, group in enumerate(groups) for record in group if record in person_of
    )
    kept: dict[int, PersonId] = {}
    given: set[PersonId] = set()
    for (number, person), _ in sorted(overlap.items(), key=lambda entry: (-entry[1], entry[0][1], entry[0][0])):
        if number not in kept and person not in given:
            kept[number] = person
            given.add(person)
    return kept


def _events(
    persons: Mapping[PersonId, Sequence[RecordKey]],
    person_of: Mapping[RecordKey, PersonId],
    minted: AbstractSet[PersonId],
    said: Said,
) -> list[PersonEvent]:
    moved: dict[tuple[PersonId, PersonId], list[RecordKey]] = {}
    stays: set[PersonId] = set()
    for person, records in persons.items():
        for record in records:
            before = person_of.get(record)
            if before == person:
                stays.add(before)
            elif before is not None:
                moved.setdefault((before, person), []).append(record)
    events = [
        PersonEvent(EventKind.MINTED, person, None, tuple(persons[person]), _why_minted(persons[person], person_of))
        for person in minted
    ]
    heir = _heirs(moved, stays)
    for (before, person), records in moved.items():
        if heir.get(before) == person:
            kind, cause = EventKind.MERGED, _why_merged(records, persons[person], said)
        else:
            kind, cause = EventKind.SPLIT, _why_split(records, before, person_of, said)
        events.append(PersonEvent(kind, before, person, tuple(records), cause))
    gone = set(person_of.values()) - set(persons) - set(heir)
    events += [
        PersonEvent(EventKind.RETIRED, person, None, (), "no agency sends its records any more") for person in gone
    ]
    return sorted(events, key=lambda event: (event.kind, event.person_id, event.other_person_id or ""))


def _heirs(
    moved: Mapping[tuple[PersonId, PersonId], Sequence[RecordKey]], stays: AbstractSet[PersonId]
) -> dict[PersonId, PersonId]:
    """For every id that is no more, the person most of its records went to: there it resolves from now on."""
    heir: dict[PersonId, PersonId] = {}
    for (before, person), _ in sorted(moved.items(), key=lambda entry: (-len(entry[1]), entry[0])):
        if before not in stays:
            heir.setdefault(before, person)
    return heir


def _why_merged(moved: Sequence[RecordKey], now: Sequence[RecordKey], said: Said) -> str:
    partners = {other for record in moved for other in said.same.get(record, ())}
    judged = partners and not partners.isdisjoint(set(now).difference(moved))
    return "a person judged them the same" if judged else "its records now match another person's"


def _why_split(
    moved: Sequence[RecordKey], before: PersonId, person_of: Mapping[RecordKey, PersonId], said: Said
) -> str:
    partners = {other for record in moved for other in said.different.get(record, ())}
    judged = any(person_of.get(other) == before for other in partners.difference(moved))
    return "a person judged them different" if judged else "its records no longer match"


def _why_minted(records: Sequence[RecordKey], person_of: Mapping[RecordKey, PersonId]) -> str:
    return "split from another person" if any(record in person_of for record in records) else "new records"
