"""The enquiry on a terminal: the answer first, then who, how, and what was searched.

Plain words and ASCII marks throughout: it reads the same without colour, in a pipe, at 40 columns and aloud.
Everything printed is ``Text``, never markup, and every string from outside passes ``legible``, by ``print_paragraph``.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.console import Console

from mash.named import in_words, named
from mash.reports.answer import Answer, FlaggedPerson
from mash.reports.asked import asked_words
from mash.reports.beneath import Beneath, style_of
from mash.reports.chronology import print_outdated
from mash.reports.decided import decision_words, proposed_words, sharing_words, since_words, verdict, with_words_over
from mash.reports.disputed import print_disputed
from mash.reports.for_family import print_for_family
from mash.reports.notices import new_contact_words, own_children
from mash.reports.other_cases import other_case_words
from mash.reports.subject import THE_CHILD, born_words
from mash.reports.ways import NAMED_FIRST, Ways, in_short, nearest_of, others_around, way_words
from mash.reports.words import (
    certainty_words,
    colour_word,
    concern_words,
    flag_words,
    lacking_words,
    leg_words,
    moment,
    path_age,
    plainly,
    policy_words,
    referred_by_words,
    row_said,
    steps,
)
from mash.vocabulary import Colour, IdentityCertainty, Leg, PersonId, TieKind, counted

REASONS_FIRST = 3
"""How many reasons stand above everything else."""
CHRONOLOGY_LAST = 10


def print_answer(answer: Answer, console: Console, *, brief: bool = False, last: int = CHRONOLOGY_LAST) -> None:
    """Print the whole answer; ``brief`` ends with the flagged people, what it rests on and what to confirm first.

    ``last`` is how many entries of the chronology are shown, the newest ones, beside the gaps.
    """
    if answer.disclosed and answer.disclosed.to_family:
        print_for_family(console, answer)
        return
    page = _Page(console, answer)
    page.made_for()
    page.heading_of_the_case()
    page.outdated()
    print_disputed(console, answer.disputed)
    page.proposal()
    page.first_reasons(brief=brief)
    page.decisions(1 if brief else len(answer.decisions))
    if not brief:
        page.shared()
    page.changed()
    page.flagged_people(with_rows=not brief)
    page.not_searched_warning()
    if brief:
        page.in_short()
    else:
        page.others()
        page.rests_on()
        page.to_confirm()
        page.chance()
        page.reasons()
        page.searched()
        page.not_followed()
        page.chronology(last)
    page.footer(brief=brief)


class _Page(Beneath):
    """The sections in the order they are printed; each prints nothing when it has nothing to say."""

    def __init__(self, console: Console, answer: Answer) -> None:
        super().__init__(console, answer)
        self.ways = Ways(answer)
        self.rows_told: set[Leg] = set()

    def made_for(self) -> None:
        """For whom, when not for the professionals; what is left out, and the number of exhibits."""
        disclosed = self.answer.disclosed
        if disclosed:
            numbers = (
                f"; {counted(len(disclosed.exhibits), 'exhibit is', 'exhibits are')} numbered"
                if disclosed.exhibits
                else ""
            )
            self.line((f"Made for the {disclosed.audience.value}", "bold"), numbers)
            for each in disclosed.left_out:
                self.line(f"Left out: {each.what}: {each.why}", indent=2)
            if disclosed.referrer_because:
                self.line(f"Who referred is told because: {disclosed.referrer_because}", indent=2)

    def heading_of_the_case(self) -> None:
        child, referral = self.answer.child, self.answer.referral
        born = born_words(child.date_of_birth, child.expected_date_of_birth, self.answer.as_of)
        self.line((self.answer.name_of(child.person_id), "bold"), f", {born}", f"  {child.person_id}")
        self.not_a_child()
        own = self.answer.people.get(child.person_id)
        for flag in own.flags if own else ():
            self.line(("! on this person: ", "bold"), flag_words(flag), indent=2)
        if self.answer.taken_because:
            self.line((f"Taken for {self.answer.subject} as described: ", "bold"), self.answer.taken_because, indent=2)
            self.line(new_contact_words(self.answer), indent=2)
        if referral is None:
            self.line("No open referral.", indent=2)
        else:
            self.line(f"Referral {referral.case_id}, received {moment(referral.received_at)}", indent=2)
            self.line(f"{concern_words(referral.concern)}; {referred_by_words(self.answer)}", indent=2)
        for other in self.answer.other_cases:
            self.line(("Also open: ", "bold"), other_case_words(other), indent=2)

    def not_a_child(self) -> None:
        """Of somebody grown, and of a child not yet born: what an enquiry about them is good for, and what next."""
        child = self.answer.child
        if child.date_of_birth is not None and self.answer.subject != THE_CHILD:
            self.line(("18 or over: ", "bold"), "the rules are about children; read it as who is around them", indent=2)
            for own in own_children(self.answer):
                self.line(f"parent of {own}", indent=2)
        elif child.date_of_birth is None and child.expected_date_of_birth is not None:
            kin = any(step.kind == TieKind.PARENT for step in self.answer.network.ties)
            known = "whoever is around its parents is around it" if kin else "no parent of it is recorded: ask who is"
            self.line(("Not yet born: ", "bold"), known, indent=2)

    def outdated(self) -> None:
        """That the run is past the freshness of what is in it."""
        print_outdated(self.console, *self.answer.outdated)

    def proposal(self) -> None:
        rating = self.answer.rating
        if rating is None:
            return
        self.console.print()
        before = () if rating.stands else ((f" {colour_word(rating.before)} ", style_of(rating.before)), " -> ")
        proposed = (f" {colour_word(rating.proposed)} ", style_of(rating.proposed))
        self.line(*before, proposed, f"  {verdict(rating)}", indent=2)
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

    def first_reasons(self, *, brief: bool) -> None:
        """Three of them, worst first, in few words, each with how whoever it is about is connected."""
        reasons = self.answer.reasons
        self.section("Why" if reasons else "Why: no rule of the policy fired.")
        first = reasons[:REASONS_FIRST]
        for number, (reason, near) in enumerate(zip(first, nearest_of(self.answer, first), strict=True), start=1):
            self.line(
                f"{number}. ", (reason.colour.name, style_of(reason.colour)), f" {plainly(reason.says)}", indent=2
            )
            self.about(reason.persons, near)
        if len(reasons) > REASONS_FIRST:
            more = len(reasons) - REASONS_FIRST
            self.line(f"and {more} more; see them without --brief" if brief else f"and {more} more, below", indent=2)

    def about(self, persons: Sequence[PersonId], near: FlaggedPerson | None) -> None:
        """The names, or some and how many more; and the way to the nearest, unless it stands above."""
        if persons and (near is None or len(persons) > 1):
            rest = len(persons) - NAMED_FIRST
            more = f" and {rest} more" if rest > 0 else ""
            self.line(f"about {self.names(persons[:NAMED_FIRST])}{more}", indent=5)
        if near is not None:
            self.line(way_words(self.answer, self.ways.to(near.person_id)), indent=5)

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
                self.line((f"from {row_said(flag.evidence)}", "dim"), indent=7)
        if not with_rows:
            self.line(in_short(self.answer, flagged.path), indent=5)
            return
        for leg in flagged.path:
            who, whom = self.answer.name_of(leg.from_person), self.answer.name_of(leg.to_person)
            told = leg in self.rows_told
            self.line(f"{who} -> {whom}: ", leg_words(leg), "; rows as above" if told else "", indent=5)
            for row in () if told else leg.evidence:
                self.line((f"{row.says}, {row_said(row)}", "dim"), indent=7)
            self.rows_told.add(leg)
        if age := path_age(flagged.path, self.answer.as_of):
            self.line(age, indent=5)
        if flagged.weakest_link:
            self.line(f"weakest link: {flagged.weakest_link}", indent=5)

    def others(self) -> None:
        """Who else there is: each at one step with what ties them, of those beyond how many."""
        around = others_around(self.answer)
        if not around:
            return
        self.section(f"Others around {self.answer.subject}, not flagged")
        for hops, people in around.items():
            near = people if hops == 1 else []
            self.line(
                (f"{steps(hops)}: ", "underline"), "" if near else counted(len(people), "person", "people"), indent=2
            )
            for person in near:
                ties = self.ways.to(person.person_id)[-1].says
                unsure = "" if person.identity is IdentityCertainty.CONFIRMED else "  POSSIBLE, not confirmed"
                unknown = "" if person.flags_known else "; whether flagged is not known"
                self.line("- ", (person.name, "bold"), f"  {person.person_id}{unsure}: {ties}{unknown}", indent=3)
        if set(around) - {1}:
            self.line("All of them, with the way to each: --csv FILE, --html FILE or --graphml FILE", indent=2)

    def decisions(self, most: int) -> None:
        made = with_words_over(self.answer.decisions)[::-1]
        if made:
            self.section("Decided" + (f" ({len(made)} times, the last first)" if len(made) > 1 else ""))
        for decision, over in made[:most]:
            self.line(decision_words(decision), indent=2)
            self.line(f"why: {decision.rationale}", indent=5)
            if over:
                self.line(over, indent=5)
            self.line((proposed_words(decision), "dim"), indent=5)
        if len(made) > most:
            self.line(f"and {len(made) - most} before; see them without --brief", indent=2)

    def shared(self) -> None:
        """What people decided to share of the case, or not to, the last first."""
        if self.answer.sharing:
            self.section("Shared, or not")
        for made in self.answer.sharing[::-1]:
            self.line(sharing_words(made), indent=2)
            if made.reason:
                self.line(f"why: {made.reason}", indent=5)

    def changed(self) -> None:
        changed = self.answer.changed_since
        if changed is not None:
            self.section(since_words(changed))
            for says in changed.says:
                self.line(f"- {in_words(says)}", indent=2)

    def not_searched_warning(self) -> None:
        wanting = sorted({source.agency for source in self.answer.searched if source.state != "fresh"})
        if wanting:
            self.console.print()
            self.line(("Not clear, only not searched: ", "bold"), f"{named(wanting)} (stale or missing)", indent=2)

    def footer(self, *, brief: bool) -> None:
        answer = self.answer
        self.console.print()
        if len(answer.child.names) > 1 and not brief:
            self.line(
                f"{answer.name_of(answer.child.person_id)} is also recorded as ", ", ".join(answer.child.names[1:])
            )
        rules = f"policy {policy_words(answer)}, model {answer.model}"
        self.line((f"Run {answer.run} as of {answer.as_of}, {rules}", "dim"))
        if answer.asked is not None:
            self.line((asked_words(answer.asked), "bold" if answer.asked.emergency else "dim"))
