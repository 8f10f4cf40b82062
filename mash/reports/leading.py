"""The way from the child to anybody in the network, as the search found it."""

from __future__ import annotations

from mash.reports.answer import Answer
from mash.vocabulary import PersonId


def way_in(answer: Answer, person_id: PersonId) -> list[PersonId]:
    """The persons from the child (or as near as is known) to a person, along ``via``; ends on a loop."""
    way = [person_id]
    while (via := answer.people[way[-1]].via) is not None and via in answer.people and via not in way:
        way.append(via)
    return way[::-1]


def led_by(answer: Answer, person_id: PersonId) -> PersonId:
    """Who stands before a person on that way; the child where nobody is known to."""
    return next(iter(way_in(answer, person_id)[-2:-1]), answer.child.person_id)
