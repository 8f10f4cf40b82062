"""An answer for the child's family: a plain letter of a page and of a terminal, that says what is left out and why."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console

from mash.chronology import Entry
from mash.named import named
from mash.reports.answer import Answer
from mash.reports.life_words import date_words, until_words
from mash.reports.paragraph import print_paragraph
from mash.reports.sheet import sheet
from mash.reports.subject import born_words
from mash.reports.watermark import mark_of
from mash.reports.words import moment

TITLE = "What is recorded of your child, as far as it may be given to you"
WHAT_IT_IS = (
    "The agencies who look after children hold what follows. Other things may be held that cannot be given to you here;"
    " what is left out, and why, stands below. Nothing in this paper is a decision."
)
TO_ASK = (
    "You may ask each agency for what it holds of you and of your child, ask for a mistake to be put right, and"
    " complain to the Information Commissioner. The child's worker tells you how."
)
NOTHING = "Nothing dated is recorded that can be given to you."


def family_page(answer: Answer) -> str:
    """The page as HTML text, one file without script."""
    return sheet(
        "family.html.j2",
        ("list.css", "stack.css"),
        mark_of(answer.asked, answer.run, answer.disclosed),
        title=TITLE,
        what_it_is=WHAT_IT_IS,
        heading=heading_words(answer),
        referral=referral_words(answer),
        decided=list(decided_words(answer)),
        entries=list(entries_told(answer)),
        nothing=NOTHING,
        left_out=answer.disclosed.left_out if answer.disclosed else (),
        to_ask=TO_ASK,
    )


def print_for_family(console: Console, answer: Answer) -> None:
    """The same on a terminal."""
    print_paragraph(console, (TITLE, "bold"))
    print_paragraph(console, WHAT_IT_IS)
    console.print()
    print_paragraph(console, (heading_words(answer), "bold"))
    for line in (referral_words(answer), *decided_words(answer)):
        print_paragraph(console, line, indent=2)
    console.print()
    print_paragraph(console, ("What is recorded", "bold"))
    for when, what, who in entries_told(answer):
        print_paragraph(console, f"{when}: {what} ({who})", indent=2)
    if not answer.chronology:
        print_paragraph(console, NOTHING, indent=2)
    console.print()
    print_paragraph(console, ("What is left out, and why", "bold"))
    for each in answer.disclosed.left_out if answer.disclosed else ():
        print_paragraph(console, (f"{each.what}: ", "bold"), each.why, indent=2)
    console.print()
    print_paragraph(console, TO_ASK)
    mark = mark_of(answer.asked, answer.run, answer.disclosed)
    if mark:
        print_paragraph(console, (mark.line, "dim"))


def heading_words(answer: Answer) -> str:
    """The child's name and birth, and the parent whom it is for."""
    child = answer.child
    born = born_words(child.date_of_birth, child.expected_date_of_birth, answer.as_of)
    reader = answer.disclosed.reader if answer.disclosed else None
    return f"{answer.name_of(child.person_id)}, {born}" + (f"; for {answer.name_of(reader)}" if reader else "")


def referral_words(answer: Answer) -> str:
    """That a case is open, and since when."""
    if answer.referral is None:
        return "No case is open."
    return f"A case is open since {moment(answer.referral.received_at)}: {answer.referral.case_id}."


def decided_words(answer: Answer) -> Iterator[str]:
    """Each decision of a person, its reason left out."""
    for decision in answer.decisions:
        yield f"On {moment(decision.decided_at)} a person of the hub decided how soon to act: {decision.colour.name}."


def entries_told(answer: Answer) -> Iterator[tuple[str, str, str]]:
    """When, what, and who says so."""
    for entry in answer.chronology:
        yield _when(entry), entry.says, f"{'; '.join(one.name for one in entry.who)}; from {named(entry.agencies)}"


def _when(entry: Entry) -> str:
    return f"{date_words(entry)} {until_words(entry)}".strip()
