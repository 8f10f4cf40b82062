"""What stands beneath the answer on a terminal: what it rests on, what to confirm, what was searched, what happened."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console

from mash.named import in_words, named_source
from mash.reports.answer import Answer, RestsOn, ToConfirm
from mash.reports.chronology import print_last
from mash.reports.legible import as_typed
from mash.reports.listings import Column, print_table
from mash.reports.paragraph import print_paragraph
from mash.reports.subject import whose
from mash.reports.words import chance_words, kind_by_chance_words, period, row_said, searched_words
from mash.vocabulary import Colour, PersonId, counted

COLOUR_STYLES = {
    Colour.RED: "bold white on red",
    Colour.AMBER: "bold black on yellow",
    Colour.GREEN: "bold white on green",
    Colour.UNRATED: "bold reverse",
}


class Sheet:
    """An answer and where it is printed."""

    def __init__(self, console: Console, answer: Answer) -> None:
        self.console = console
        self.answer = answer

    def line(self, *parts: str | tuple[str, str], indent: int = 0) -> None:
        """One paragraph."""
        print_paragraph(self.console, *parts, indent=indent)

    def section(self, title: str) -> None:
        """The heading of a section, an empty line above."""
        self.console.print()
        self.line((title, "bold"))

    def names(self, persons: Iterable[PersonId]) -> str:
        """Their names, or ids where no name is known."""
        return ", ".join(self.answer.name_of(person) for person in persons)


class Beneath(Sheet):
    """The sections after the people; each prints nothing when it has nothing to say."""

    def in_short(self) -> None:
        """A line each on what it rests on and what to confirm first; the first of either, and how many more."""
        links, possible = self.answer.rests_on, self.answer.to_confirm
        if links or possible or self.answer.rests_on_none:
            self.console.print()
        if self.answer.rests_on_none:
            self.line(("Rests on no single link", "bold"), indent=2)
        elif links:
            count = f"Rests on {len(links)} single links, first " if len(links) > 1 else "Rests on "
            self.line((count, "bold"), f"{self._resting(links[0])}{_see_all(len(links))}", indent=2)
        for link in possible[:1]:
            says = f"{self.names(link.persons)}: {link.says}; if so, {link.colour.name}: {self._to_settle(link)}"
            self.line(("Confirm first: ", "bold"), f"{says}{_see_all(len(possible))}", indent=2)

    def rests_on(self) -> None:
        """The single links without which the colour would be another, or that there is none."""
        if self.answer.rests_on_none:
            self.section("It rests on no single link: without any one tie or identity it would be the same")
        elif self.answer.rests_on:
            self.section("It rests on (look here for an error first)")
        for link in self.answer.rests_on:
            self.line(f"- {self._resting(link)}", indent=2)
            for row in link.evidence:
                self.line((row_said(row), "dim"), indent=5)

    def to_confirm(self) -> None:
        """Possible identities that would change the colour, with the command that settles each."""
        possible = len(self.answer.network.possible)
        if self.answer.to_confirm:
            self.section("Confirm these first (possible, and drive no colour until they are)")
        elif possible and self.answer.rating is not None:
            self.section("Nothing to confirm first")
            two = "two who may be one are" if possible == 1 else f"{possible} pairs who may be one are"
            self.line(f"{two} in reach; whether they are would not change the colour", indent=2)
        for link in self.answer.to_confirm:
            self.line(f"- {self.names(link.persons)}: {link.says}; if so, ", (link.colour.name, "bold"), indent=2)
            for row in link.evidence:
                self.line((row_said(row), "dim"), indent=5)
            self.line(self._to_settle(link), indent=5)

    def _resting(self, link: RestsOn) -> str:
        without = "" if link.colour_without is None else f"; without it {link.colour_without.name}"
        beyond = f", {link.flagged_beyond} flagged beyond it" if link.flagged_beyond else ""
        return f"{self.names(link.persons)}: {in_words(link.says)}{beyond}{without}"

    def _to_settle(self, link: ToConfirm) -> str:
        case = f" --case {as_typed(self.answer.referral.case_id)}" if self.answer.referral else ""
        return f"mash review {as_typed(*link.persons)}{case}"

    def chance(self) -> None:
        """What chance would put in so large a network."""
        if self.answer.expected_by_chance is not None:
            self.section("Against chance")
            self.line(chance_words(self.answer), indent=2)
        for kind in self.answer.chance_by_kind:
            if kind.observed:
                self.line(f"- {kind_by_chance_words(kind)}", indent=2)

    def reasons(self) -> None:
        """All of them in full."""
        if self.answer.reasons:
            self.section("Every reason, as the policy has it")
        for number, reason in enumerate(self.answer.reasons, start=1):
            self.line(
                f"{number}. ", (reason.colour.name, style_of(reason.colour)), f" {in_words(reason.says)}", indent=2
            )
            if reason.persons:
                self.line(f"about {self.names(reason.persons)}", indent=5)

    def searched(self) -> None:
        """Every source, how fresh, and what of the child and the network was found in it."""
        if not self.answer.searched:
            return
        self.section("Searched")
        columns = (Column("source"), Column("extract"), Column("state"), Column("rows", right=True))
        found = (Column(whose(self.answer.subject), right=True), Column("network's", right=True))
        rows = [
            (
                named_source(source.agency, source.dataset),
                source.latest_extract or "never",
                searched_words(source, self.answer.outdated[0]),
                f"{source.rows:,}",
                f"{source.found_child:,}" if source.found_child else "none",
                f"{source.found_network:,}" if source.found_network else "none",
            )
            for source in self.answer.searched
        ]
        print_table(self.console, (*columns, *found), rows)

    def not_followed(self) -> None:
        """Crowds that join nobody."""
        if self.answer.not_followed:
            self.section("Not followed (shared by too many to join anybody)")
        for crowd in self.answer.not_followed:
            dates = "" if crowd.from_date is None and crowd.to_date is None else period(crowd.from_date, crowd.to_date)
            about = ", ".join(part for part in (crowd.reason, dates) if part)
            self.line(
                f"- {counted(crowd.persons, 'person', 'people')} also at one {crowd.kind}"
                + (f": {about}" if about else ""),
                indent=2,
            )

    def chronology(self, last: int) -> None:
        """The newest entries and every gap, and where the rest is."""
        answer = self.answer
        if not answer.chronology or not last:
            return
        earlier = max(0, len(answer.chronology) - last)
        self.section("Chronology" + (f" (the last {last}; {earlier} earlier)" if earlier else ""))
        print_last(self.console, answer.chronology, answer.gaps, last)
        about = answer.referral.case_id if answer.referral else answer.child.person_id
        questions = len(answer.day_in_life.questions) if answer.day_in_life else 0
        more = f", and a day in this child's life with {counted(questions, 'question')} to ask" if questions else ""
        self.line(("All of it", "bold"), f"{more}: mash chronology {as_typed(about)}", indent=2)


def _see_all(count: int) -> str:
    return "; see all of them without --brief" if count > 1 else ""


def style_of(colour: Colour | None) -> str:
    """How a colour is set off; its word is always there too."""
    return "reverse" if colour is None else COLOUR_STYLES[colour]
