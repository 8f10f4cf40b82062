"""Times in which no agency saw the child."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from mash.chronology.facts import Fact, Precision
from mash.vocabulary import PersonId

GAP_MONTHS = 6
"""Whole months without a sighting that are told (our judgement). A child looked after is visited at least every three
months, most children are seen by a school every week of term; but health visitors' reviews of an ordinary child under
five lie a year and more apart [K], so that a shorter bound would mark ordinary lives."""
SEEN_SAYS = (
    "Seen: an attendance that was kept, a term attended or a time enrolled at a school (to the day the school's row was"
    " sent), an occurrence with the child in it but for going missing, a referral. A stay, a flag, an episode or a date"
    " of birth is no sighting."
)
"""What counts, in words for the reader."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """From when to when an agency saw the child, or was told of it."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Gap:
    """A time between two sightings, the first and last day those of the sightings."""

    from_date: dt.date
    to_date: dt.date
    months: int
    since: str
    """What the time begins with: ``last seen``, or ``born``."""
    to_today: bool
    """Whether nobody has seen the child since."""
    meanwhile: tuple[str, ...] = ()
    """Episodes that ran: a child in need or looked after is visited, but visits are not sent."""


def sightings_of(facts: Iterable[Fact], child: PersonId, *, as_of: dt.date) -> list[Sighting]:
    """When the child was seen. A school that has the child enrolled sees it up to the day its row was sent."""
    return [Sighting(fact.on_date, _last_seen(fact, as_of)) for fact in facts if fact.person_id == child and fact.seen]


def _last_seen(fact: Fact, as_of: dt.date) -> dt.date:
    if fact.kind not in {"enrolment", "school attendance"} or fact.precision is Precision.SENT:
        return fact.on_date
    sent = dt.date.fromisoformat(fact.rows[0].extract[:10])
    return max(fact.on_date, min(fact.until or sent, sent, as_of))


def gaps_in(
    sightings: Iterable[Sighting], *, born: dt.date | None, as_of: dt.date, months: int = GAP_MONTHS
) -> tuple[Gap, ...]:
    """Times of at least so many whole months, from birth or the first sighting up to ``as_of``."""
    found = []
    reached, since = born, "born"
    for seen in sorted(sightings, key=lambda one: (one.first, one.last)):
        if reached is None or seen.last < reached:
            reached, since = (seen.last, "last seen") if reached is None else (reached, since)
            continue
        if months_between(reached, seen.first) >= months:
            found.append(Gap(reached, seen.first, months_between(reached, seen.first), since, to_today=False))
        reached, since = seen.last, "last seen"
    if reached is not None and months_between(reached, as_of) >= months:
        found.append(Gap(reached, as_of, months_between(reached, as_of), since, to_today=True))
    return tuple(found)


def with_episodes(gaps: Iterable[Gap], facts: Iterable[Fact], child: PersonId) -> tuple[Gap, ...]:
    """The gaps, each with the episodes of the child that ran in it."""
    episodes = sorted(
        ((fact.on_date, fact.until, fact.says) for fact in facts if fact.kind == "episode" and fact.person_id == child),
        key=str,
    )
    return tuple(
        replace(
            gap,
            meanwhile=tuple(
                says for first, last, says in episodes if first < gap.to_date and (last is None or last > gap.from_date)
            ),
        )
        for gap in gaps
    )


def months_between(first: dt.date, last: dt.date) -> int:
    """Whole months from one day to another; negative or nought when the second is not a month later."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
