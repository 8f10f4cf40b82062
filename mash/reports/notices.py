"""What must be read before the rest: whom the answer is about, how old it is, and what was not searched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from mash.named import named
from mash.reports.answer import Answer
from mash.reports.disputed import HEADING, disputed_words
from mash.reports.legible import as_typed
from mash.reports.subject import OF_AGE, THE_CHILD, age_in_years, born_words
from mash.reports.ways import children_of
from mash.reports.words import moment
from mash.vocabulary import counted

NIGHTLY = 1
"""Days; a run that is older than one night is old, as ``mash status --check`` has it."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One warning: what it is in a few words, and what to make of it."""

    heading: str
    says: str


def notices_of(answer: Answer) -> tuple[Notice, ...]:
    """Every notice that the answer needs, those on the person first."""
    return (
        *_on_disclosure(answer),
        *passed_over(answer),
        *_on_dispute(answer),
        *_on_person(answer),
        *_on_age_of_run(answer),
        *_on_search(answer),
    )


def _on_disclosure(answer: Answer) -> Iterator[Notice]:
    disclosed = answer.disclosed
    if disclosed is None:
        return
    numbers = (
        f" {counted(len(disclosed.exhibits), 'exhibit is', 'exhibits are')} numbered." if disclosed.exhibits else ""
    )
    told = f" Who referred is told because: {disclosed.referrer_because}." if disclosed.referrer_because else ""
    yield Notice(f"Made for the {disclosed.audience.value}", f"It may be given to nobody else.{numbers}{told}")
    for each in disclosed.left_out:
        yield Notice(f"Left out: {each.what}", f"{each.why[:1].upper()}{each.why[1:]}.")


def passed_over(answer: Answer) -> Iterator[Notice]:
    """The case said is not the one told of: a contact just recorded is of nobody until it says of whom."""
    if answer.asked and answer.asked.passed_over and answer.referral:
        yield Notice(
            f"Asked for {answer.asked.passed_over}; told is {answer.referral.case_id}, {answer.subject}'s own",
            new_contact_words(answer),
        )


def _on_dispute(answer: Answer) -> Iterator[Notice]:
    for words in disputed_words(answer.disputed):
        yield Notice(HEADING, f"{words[:1].upper()}{words[1:]}. It is told of until somebody settles it.")


def _on_person(answer: Answer) -> Iterator[Notice]:
    if answer.taken_because:
        because = answer.taken_because.rstrip(".")
        says = f"{because[:1].upper()}{because[1:]}. Check it. {new_contact_words(answer)}"
        yield Notice(f"Taken for {answer.subject} as described", says)
    born, expected = answer.child.date_of_birth, answer.child.expected_date_of_birth
    if born is not None and born <= answer.as_of:
        yield from _on_age(answer, age_in_years(born, answer.as_of))
    elif awaited := born or expected:
        yield _on_birth(awaited, answer.as_of)
    elif answer.subject == THE_CHILD:
        yield Notice("Date of birth not known", "Ask for it: whose records these are rests on it.")


def own_children(answer: Answer) -> Iterator[str]:
    """Each child of the grown person asked about, with what to type to ask about them."""
    for child in children_of(answer):
        yield f"{child.name}, {born_words(child.date_of_birth, None, answer.as_of)}: mash enquire {child.person_id}"


def new_contact_words(answer: Answer) -> str:
    """What whoever described somebody does next who has just been told of them: nothing keeps it else.

    A grown person may be all that a caller could name; the referral is about a child nevertheless.
    """
    other = f", other than {answer.referral.case_id}" if answer.referral else ""
    born = answer.child.date_of_birth
    grown = born is not None and age_in_years(born, answer.as_of) >= OF_AGE
    about, whose = (" for the child it is about", "ID") if grown else ("", as_typed(answer.child.person_id))
    return (
        f"Is this a new contact{other}? Then record it{about}: mash refer --child {whose}"
        " --concern CODE --source CODE --rating COLOUR"
    )


def _on_age(answer: Answer, age: int) -> Iterator[Notice]:
    if age >= OF_AGE:
        about = "The referral is about a child: check whom it means. " if answer.referral else ""
        yield Notice(
            f"{counted(age, 'year')} old: not a child",
            f"{about}The rules are written for children; what is proposed here is for a person to weigh. "
            "An adult with care needs who is at risk is a matter for adult social care (Care Act 2014, section 42)."
            + "".join(f" Parent of {child}." for child in own_children(answer)),
        )


def _on_birth(awaited: dt.date, as_of: dt.date) -> Notice:
    if awaited >= as_of:
        return Notice(
            f"Not yet born: expected {awaited}",
            "There are no records of the child's own to find: nothing found under the child says nothing. "
            "Who is around the child is who is around the mother and whoever else is recorded.",
        )
    return Notice(
        f"No birth recorded: it was expected {awaited}",
        f"That is {_days((as_of - awaited).days)} ago. Ask health whether the child is born and under what name; "
        "records of a child born since may not be joined to this one.",
    )


def _on_age_of_run(answer: Answer) -> Iterator[Notice]:
    if answer.asked is None:
        return
    days, (_, stale) = (answer.asked.at.date() - answer.as_of).days, answer.outdated
    if days > NIGHTLY:
        yield Notice(
            f"{_days(days)} old: what was known on {answer.as_of}",
            f"It was asked for on {moment(answer.asked.at)}. "
            "Nothing that agencies have sent since is in it: before acting, have the night run and ask again."
            + (f" By now stale in it: {named(stale)}." if stale else ""),
        )


def _on_search(answer: Answer) -> Iterator[Notice]:
    wanting = sorted({source.agency for source in answer.searched if source.state != "fresh"})
    if wanting:
        yield Notice(
            "Not clear, only not searched",
            f"{named(wanting)}: stale or missing, in whole or in part. Finding nothing there says nothing.",
        )
    if not answer.searched:
        yield Notice("Not clear, only not searched", "No source is recorded as searched.")
    elif len(answer.network.persons) <= 1:
        yield Notice(
            f"Nobody found around {answer.subject}",
            f"No row ties anybody to {answer.subject}. That is not to say that nobody is there: ask.",
        )


def _days(count: int) -> str:
    return counted(count, "day")
