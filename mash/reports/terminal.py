"""The enquiry on a terminal: the answer first, then who, how, and what was searched.

Plain words and ASCII marks throughout: it reads the same without colour, in a pipe, at 40 columns and aloud.
Everything printed is ``Text``, never markup, and every string from outside passes ``legible``, by ``print_paragraph``.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from rich.console import Console

from mash.reports.answer import Answer, FlaggedPerson
from mash.reports.chronology import print_last
from mash.reports.listings import Column, print_table
from mash.reports.paragraph import print_paragraph
from mash.reports.subject import born_words, whose
from mash.reports.words import (
    aged_words,
    certainty_words,
    chance_words,
    colour_word,
    concern_words,
    decision_words,
    flag_words,
    kind_by_chance_words,
    lacking_words,
    leg_words,
    moment,
    path_age,
    period,
    proposed_words,
    referrer_words,
    row_reference,
    steps,
    tie_words,
    verdict,
)
from mash.vocabulary import Colour, IdentityCertainty, PersonId

COLOUR_STYLES = {
    Colour.RED: "bold white on red",
    Colour.AMBER: "bold black on yellow",
    Colour.GREEN: "bold white on green",
    Colour.UNRATED: "bold reverse",
}
REASONS_FIRST = 3
"""How many reasons stand above everything else."""
CHRONOLOGY_LAST = 10


def print_answer(answer: Answer, console: Console, *, brief: bool = False, last: int = CHRONOLOGY_LAST) -> None:
    """Print the whole answer; ``brief`` stops after the proposal, its reasons and the flagged people.

    ``last`` is how many entries of the chronology are shown, the newest ones, beside the gaps.
    """
    page = _Page(console, answer)
    page.heading_of_the_case()
    page.proposal()
    page.decisions(1 if brief else len(answer.decisions))
    page.changed()
    page.reasons(REASONS_FIRST if brief else len(answer.reasons))
    page.flagged_people(with_rows=not brief)
    page.not_searched_warning()
    if not brief:
        page.rests_on()
        page.to_confirm()
        page.chance()
        page.searched()
        page.not_followed()
        page.chronology(last)
    page.footer()


class _Page:
    """The sections in the order they are printed; each prints nothing when it has nothing to say."""

    def __init__(self, console: Console, answer: Answer) -> None:
        self.console = console
        self.answer = answer

    def line(self, *parts: str | tuple[str, str], indent: int = 0) -> None:
        print_paragraph(self.console, *parts, indent=indent)

    def section(self, title: str) -> None:
        self.console.print()
        self.line((title, "bold"))

    def names(self, persons: Iterable[PersonId]) -> str:
        return ", ".join(self.answer.name_of(person) for person in persons)

    def heading_of_the_case(self) -> None:
        child, referral = self.answer.child, self.answer.referral
        born = born_words(child.date_of_birth, child.expected_date_of_birth, self.answer.as_of)
        self.line((self.answer.name_of(child.person_id), "bold"), f", {born}", f"  {child.person_id}")
        if len(child.names) > 1:
            self.line("also recorded as ", ", ".join(child.names[1:]), indent=2)
        own = self.answer.people.get(child.person_id)
        for flag in own.flags if own else ():
            self.line(("! on this person: ", "bold"), flag_words(flag), indent=2)
        if self.answer.taken_because:
            self.line((f"Taken for {self.answer.subject} as described: ", "bold"), self.answer.taken_because, indent=2)
        if referral is None:
            self.line("No open referral.", indent=2)
            return
        self.line(f"Referral {referral.case_id}, received {moment(referral.received_at)}", indent=2)
        self.line(f"{concern_words(referral.concern)}; from {referrer_words(referral.source_code)}", indent=2)

    def proposal(self) -> None:
        rating = self.answer.rating
        if rating is None:
            return
        self.console.print()
        whose = "initial rating" if rating.decided is None else "decided rating"
        self.line(
            (f" {colour_word(rating.before)} ", _style(rating.before)),
            " -> ",
            (f" {colour_word(rating.proposed)} ", _style(rating.proposed)),
            f"  {verdict(rating)} (from the {whose})",
            indent=2,
        )
        lacking = lacking_words(self.answer)
        if rating.proposed is Colour.UNRATED and lacking:
            self.line(("Not rated without: ", "bold"), lacking, indent=2)
        if rating.proposed is Colour.UNRATED and rating.at_least is not Colour.UNRATED:
            self.line(f"What was searched already gives at least {rating.at_least.name}.", indent=2)
        if rating.certainty is not None:
            of = "" if rating.at_least == rating.proposed else " of what the rules give"
            self.line(f"How sure{of}: {certainty_words(rating.certainty)}", indent=2)
        if rating.due_by is not None:
            passed = " (passed)" if rating.due_by.date() < self.answer.as_of else ""
            what = f", {rating.due}" if rating.due else ""
            self.line(("Due by: ", "bold"), moment(rating.due_by), what, passed, indent=2)
        elif rating.due:
            self.line(("Due: ", "bold"), rating.due, indent=2)
        self.line("A proposal: a named person decides and says why.", indent=2)

    def reasons(self, most: int) -> None:
        reasons = self.answer.reasons
        self.section("Why" if reasons else "Why: no rule of the policy fired.")
        for number, reason in enumerate(reasons[:most], start=1):
            self.line(f"{number}. ", (reason.colour.name, _style(reason.colour)), f" {reason.says}", indent=2)
            if reason.persons:
                self.line(f"about {self.names(reason.persons)}", indent=5)
        if len(reasons) > most:
            self.line(f"and {len(reasons) - most} more; see them without --brief", indent=2)

    def flagged_people(self, *, with_rows: bool) -> None:
        flagged = self.answer.flagged
        within = f"within {steps(self.answer.hops).removesuffix(' away')}"
        count = f"{len(flagged)} flagged {'person' if len(flagged) == 1 else 'people'}"
        self.section(f"{count} {within}, nearest first" if flagged else f"Nobody flagged {within}")
        for hops, group in groupby(flagged, key=lambda person: person.hops):
            self.line((steps(hops, self.answer.subject), "underline"), indent=2)
            for person in group:
                self.flagged_person(person, with_rows=with_rows)

    def flagged_person(self, flagged: FlaggedPerson, *, with_rows: bool) -> None:
        possible = flagged.identity is IdentityCertainty.POSSIBLE
        mark = "  POSSIBLE, not confirmed: drives no colour" if possible else ""
        self.line("! ", (self.answer.name_of(flagged.person_id), "bold"), f"  {flagged.person_id}", mark, indent=3)
        for flag in flagged.flags:
            self.line(flag_words(flag), indent=5)
            if with_rows:
                self.line((f"from {row_reference(flag.evidence)}", "dim"), indent=7)
        if not with_rows:
            chain = (f" -> {self.answer.name_of(leg.to_person)} ({tie_words(leg.kind)})" for leg in flagged.path)
            self.line(self.answer.subject, *chain, indent=5)
            return
        for leg in flagged.path:
            who, whom = self.answer.name_of(leg.from_person), self.answer.name_of(leg.to_person)
            self.line(f"{who} -> {whom}: ", leg_words(leg), indent=5)
            for row in leg.evidence:
                self.line((f"{row.says}, {row_reference(row)}", "dim"), indent=7)
        if age := path_age(flagged.path, self.answer.as_of):
            self.line(age, indent=5)
        if flagged.weakest_link:
            self.line(f"weakest link: {flagged.weakest_link}", indent=5)

    def rests_on(self) -> None:
        if self.answer.rests_on_none:
            self.section("It rests on no single link: without any one tie or identity it would be the same")
        elif self.answer.rests_on:
            self.section("It rests on (look here for an error first)")
        for link in self.answer.rests_on:
            without = "" if link.colour_without is None else f"; without it the rules give {link.colour_without.name}"
            beyond = f", {link.flagged_beyond} flagged beyond it" if link.flagged_beyond else ""
            self.line(f"- {link.kind}: {link.says} ({self.names(link.persons)}{beyond}){without}", indent=2)
            for row in link.evidence:
                self.line((row_reference(row), "dim"), indent=5)

    def to_confirm(self) -> None:
        if self.answer.to_confirm:
            self.section("Confirm these first (possible, and drive no colour until they are)")
        for link in self.answer.to_confirm:
            one, other = link.persons
            self.line(f"- {self.names(link.persons)}: {link.says}; if so, ", (link.colour.name, "bold"), indent=2)
            for row in link.evidence:
                self.line((row_reference(row), "dim"), indent=5)
            self.line(f"mash review {one} {other}", indent=5)

    def chance(self) -> None:
        if self.answer.expected_by_chance is not None:
            self.section("Against chance")
            self.line(chance_words(self.answer), indent=2)
        for kind in self.answer.chance_by_kind:
            if kind.observed:
                self.line(f"- {kind_by_chance_words(kind)}", indent=2)

    def decisions(self, most: int) -> None:
        made = self.answer.decisions[::-1]
        if made:
            self.section("Decided" + (f" ({len(made)} times, the last first)" if len(made) > 1 else ""))
        for decision in made[:most]:
            self.line(decision_words(decision), indent=2)
            self.line(f"why: {decision.rationale}", indent=5)
            self.line((proposed_words(decision), "dim"), indent=5)
        if len(made) > most:
            self.line(f"and {len(made) - most} before; see them without --brief", indent=2)

    def changed(self) -> None:
        changed = self.answer.changed_since
        if changed is not None:
            who = f"{changed.decided_by} decided" if changed.decided_by else f"run {changed.run}, then"
            when = f" on {moment(changed.decided_at)}" if changed.decided_at else ""
            self.section(f"New since {who} {colour_word(changed.colour)}{when}")
            for says in changed.says or ("nothing",):
                self.line(f"- {says}", indent=2)

    def searched(self) -> None:
        if not self.answer.searched:
            return
        self.section("Searched")
        columns = (Column("source"), Column("extract"), Column("state"), Column("rows", right=True))
        found = (Column(whose(self.answer.subject), right=True), Column("network's", right=True))
        rows = [
            (
                f"{source.agency} {source.dataset}",
                source.latest_extract or "never",
                aged_words(source.state, source.age_days),
                f"{source.rows:,}",
                f"{source.found_child:,}" if source.found_child else "none",
                f"{source.found_network:,}" if source.found_network else "none",
            )
            for source in self.answer.searched
        ]
        print_table(self.console, (*columns, *found), rows)

    def not_searched_warning(self) -> None:
        wanting = sorted({source.agency for source in self.answer.searched if source.state != "fresh"})
        if wanting:
            self.console.print()
            self.line(("Not clear, only not searched: ", "bold"), f"{', '.join(wanting)} (stale or missing)", indent=2)

    def not_followed(self) -> None:
        if self.answer.not_followed:
            self.section("Not followed (shared by too many to join anybody)")
        for crowd in self.answer.not_followed:
            dates = "" if crowd.from_date is None and crowd.to_date is None else period(crowd.from_date, crowd.to_date)
            about = ", ".join(part for part in (crowd.reason, dates) if part)
            self.line(f"- {crowd.persons} people also at one {crowd.kind}" + (f": {about}" if about else ""), indent=2)

    def chronology(self, last: int) -> None:
        answer = self.answer
        if not answer.chronology or not last:
            return
        earlier = max(0, len(answer.chronology) - last)
        self.section("Chronology" + (f" (the last {last}; {earlier} earlier)" if earlier else ""))
        print_last(self.console, answer.chronology, answer.gaps, last)
        about = answer.referral.case_id if answer.referral else answer.child.person_id
        questions = len(answer.day_in_life.questions) if answer.day_in_life else 0
        more = f", and a day in this child's life with {questions} questions to ask" if questions else ""
        self.line(("All of it", "bold"), f"{more}: mash chronology {about}", indent=2)

    def footer(self) -> None:
        answer = self.answer
        self.console.print()
        self.line((f"Run {answer.run} as of {answer.as_of}, policy {answer.policy}, model {answer.model}", "dim"))
        if answer.asked is not None:
            asked = answer.asked
            self.line((f"Asked by {asked.by} on {moment(asked.at)}, purpose: {asked.purpose}", "dim"))


def _style(colour: Colour | None) -> str:
    return "reverse" if colour is None else COLOUR_STYLES[colour]
