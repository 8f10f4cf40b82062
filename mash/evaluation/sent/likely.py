"""What follows though nobody says it: siblings by a shared parent, a likely partner, a likely parent."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mash.evaluation.sent.said import Said, said
from mash.evaluation.sent.stated import Stated

PARENTS = {"mother", "father", "parent"}
COUPLES = {"partner", "ex-partner"}
KIN = {"parent", "sibling", "relative", "carer"}
CONTACTS = {"police associate", "probation contact", "school contact", "friend"}
PRIVATE = {"home", "contact detail", "vehicle"}
DETAILS = {"shared contact detail": "contact detail", "shared vehicle": "vehicle"}
STANDERS_BY = {"witness", "informant"}
GENERATION = 16
"""Years."""
WEEKS_40, HALF_A_YEAR = dt.timedelta(days=280), dt.timedelta(days=180)
LIKELY = 0.7
SURER = 0.8


class Parentage(NamedTuple):
    """A statement that somebody is the parent of somebody."""

    parent: str
    child: str
    word: Said


def parentage(stated: Stated, person: str) -> list[Parentage]:
    """Every statement of a parent or a child of the person; never of a step-parent."""
    found = []
    for word in stated.words(person):
        if word.kind != "parent" or "step-child" in (word.a_is, word.b_is):
            continue
        older = word.b if word.b_is in PARENTS else word.a
        found.append(Parentage(older, word.other(older), word))
    return found


def siblings(stated: Stated, person: str) -> Iterator[Said]:
    """Other children of the person's parents."""
    own = _known(stated, [each for each in parentage(stated, person) if each.child == person])
    best: dict[tuple[str, Said, bool], tuple[float, dt.date | None]] = {}
    for mine in own:
        for theirs in _known(stated, [each for each in parentage(stated, mine.parent) if each.parent == mine.parent]):
            if theirs.child == person:
                continue
            strength = mine.word.strength * theirs.word.strength
            since = max((day for day in (mine.word.since, theirs.word.since) if day), default=None)
            for word, is_mine in ((mine.word, True), (theirs.word, False)):
                key = (theirs.child, word, is_mine)
                best[key] = _stronger(best.get(key), (strength, since))
    for (other, word, is_mine), (strength, since) in best.items():
        record = word.record(person if is_mine else other)
        ends = (person, record if is_mine else None, "sibling"), (other, None if is_mine else record, "sibling")
        yield said(*ends, ("sibling", "derived", strength), word.row, (since, None))


def _stronger(
    before: tuple[float, dt.date | None] | None, now: tuple[float, dt.date | None]
) -> tuple[float, dt.date | None]:
    if before is None:
        return now
    days = [day for day in (before[1], now[1]) if day]
    return max(before[0], now[0]), min(days, default=None)


def _known(stated: Stated, found: Iterable[Parentage]) -> list[Parentage]:
    """Those that make kin: not said both ways round, of a parent of no more children than a household holds."""
    return [
        each
        for each in found
        if not _turned(stated, each) and len(_children(stated, each.parent)) <= stated.rows.numbers["household_cap"]
    ]


def _turned(stated: Stated, one: Parentage) -> bool:
    return any((each.parent, each.child) == (one.child, one.parent) for each in parentage(stated, one.child))


def _children(stated: Stated, parent: str) -> set[str]:
    return {each.child for each in parentage(stated, parent) if each.parent == parent}


def partners(stated: Stated, person: str) -> Iterator[Said]:
    """Adults who are likely a couple with the person: a private sign and one of another kind."""
    aside: dict[str, list[tuple[str, Said]]] = defaultdict(list)
    for word in (*stated.details(person), *stated.involved(person), *stated.words(person)):
        sign = _sign(word)
        if sign:
            aside[word.other(person)].append((sign, word))
    for other, signs in aside.items():
        if not _may_be_a_couple(stated, person, other):
            continue
        signs += [("home", word) for word in stated.household(person) if word.other(person) == other]
        kinds = {sign for sign, _ in signs}
        if len(kinds) > 1 and kinds & PRIVATE:
            for _, word in signs:
                ends = (word.a, word.record_a, "likely partner"), (word.b, word.record_b, "likely partner")
                what = ("partner", "inferred", LIKELY if len(kinds) == 2 else SURER)  # noqa: PLR2004 - two or three
                yield said(*ends, what, word.row, (word.since, word.until))


def _sign(word: Said) -> str | None:
    if word.kind in DETAILS:
        return DETAILS[word.kind]
    if word.tie_class == "derived":
        return None if {word.a_is, word.b_is} & STANDERS_BY else "occurrence"
    return "named" if word.kind in CONTACTS else None


def _may_be_a_couple(stated: Stated, one: str, other: str) -> bool:
    people = stated.rows.persons
    a, b = people[one], people[other]
    if not (a.adult and b.adult and a.born and b.born):
        return False
    if a.born >= _later(b.born, GENERATION) or b.born >= _later(a.born, GENERATION):
        return False
    told = (word for word in stated.words(one) if word.other(one) == other)
    if any(word.kind in KIN | COUPLES for word in told):
        return False
    return all(word.other(one) != other for word in siblings(stated, one))


def _later(day: dt.date, years: int) -> dt.date:
    """The same day so many years on; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def parents(stated: Stated, person: str) -> Iterator[Said]:
    """Likely parents of a child, or of whom an adult likely is one."""
    if stated.rows.persons[person].minor:
        yield from _parents_of(stated, person)
        return
    near = {word.other(person) for word in couples(stated, person)}
    children = {each.child for one in near for each in parentage(stated, one) if each.parent == one}
    for child in sorted(children):
        if stated.rows.persons[child].minor:
            yield from (word for word in _parents_of(stated, child) if word.other(child) == person)


def couples(stated: Stated, person: str) -> list[Said]:
    """What is said, or likely, of the person's partners now and before."""
    return [*(word for word in stated.words(person) if word.kind in COUPLES), *partners(stated, person)]


def _parents_of(stated: Stated, child: str) -> Iterator[Said]:
    told = [each for each in parentage(stated, child) if each.child == child]
    known = {each.parent for each in told}
    found: dict[Said, None] = {}
    for parent in sorted(known):
        for adult in sorted({word.other(parent) for word in couples(stated, parent)}):
            if _may_be_parent(stated, child, adult):
                homes = _homes(stated, child, parent, adult, alone=len(known) == 1)
                if homes:
                    found |= dict.fromkeys(_signs(stated, told, (child, parent, adult), homes))
    yield from found


def _may_be_parent(stated: Stated, child: str, adult: str) -> bool:
    young, old = stated.rows.persons[child], stated.rows.persons[adult]
    if adult == child or not (young.born and old.born) or _later(old.born, GENERATION) >= young.born:
        return False
    if any(word.kind in KIN and word.other(child) == adult for word in stated.words(child)):
        return False
    return all(word.other(child) != adult for word in siblings(stated, child))


def _homes(stated: Stated, child: str, parent: str, adult: str, *, alone: bool) -> list[Said]:
    """The adult's home with the child; with the only known parent too, about the time of conception."""
    with_child = [word for word in stated.household(child) if word.other(child) == adult]
    if not alone:
        return with_child
    born = stated.rows.persons[child].born
    with_parent = [
        word
        for word in stated.household(parent)
        if word.other(parent) == adult and born and word.since and word.since <= born - HALF_A_YEAR
        if word.until is None or word.until >= born - WEEKS_40
    ]
    return with_child + with_parent


def _signs(stated: Stated, told: list[Parentage], who: tuple[str, str, str], homes: list[Said]) -> Iterator[Said]:
    """A row of each sign, as it bears on child and adult."""
    child, parent, adult = who
    what = ("parent", "inferred", LIKELY)
    for word in homes:
        record = word.record(child) if child in (word.a, word.b) else None
        ends = (child, record, "child"), (adult, word.record(adult), "likely parent")
        yield said(*ends, what, word.row, (word.since, word.until))
    for word in couples(stated, parent):
        if word.other(parent) == adult:
            ends = (child, None, "child"), (adult, word.record(adult), "likely parent")
            yield said(*ends, what, word.row, (word.since, word.until))
    for each in told:
        if each.parent == parent:
            ends = (child, each.word.record(child), "child"), (adult, None, "likely parent")
            yield said(*ends, what, each.word.row, (each.word.since, each.word.until))
