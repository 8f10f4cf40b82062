"""The chronology on a terminal: years, entries with their agencies and rows, gaps; a day in the child's life.

As the enquiry's: plain words, ASCII marks, every string from outside made legible.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mash.chronology import SEEN_SAYS, DayInLife, Entry, Gap, InHouse, Member, Period
from mash.named import in_words, named
from mash.reports.asked import asked_words
from mash.reports.chronicle import Chronicle, by_year, in_order
from mash.reports.disputed import print_disputed
from mash.reports.legible import legible
from mash.reports.life_words import (
    date_words,
    entry_words,
    gap_words,
    house_words,
    lived_words,
    member_words,
    row_words,
    weekday_words,
    who_words,
)
from mash.reports.paragraph import one_fact_to_a_line, print_paragraph
from mash.vocabulary import PersonId, counted


def print_chronicle(console: Console, chronicle: Chronicle, *, day_only: bool = False) -> None:
    """The whole: whose it is, year by year, the day in the child's life, and what it rests on."""
    _print_made_for(console, chronicle)
    print_paragraph(console, (chronicle.name, "bold"), f", {chronicle.born}", f"  {chronicle.person_id}")
    if chronicle.case_id:
        print_paragraph(console, f"Referral {chronicle.case_id}", indent=2)
    if chronicle.taken_because:
        because = (f"Taken for {chronicle.subject} as described: ", "bold")
        print_paragraph(console, because, chronicle.taken_because, indent=2)
    print_outdated(console, chronicle.run_age_days, chronicle.stale_by_now)
    print_disputed(console, chronicle.disputed)
    if not day_only:
        print_years(console, chronicle.chronology, chronicle.gaps)
        if not chronicle.chronology:
            print_paragraph(
                console, "Nothing of what was asked for." if chronicle.left_out else "Nothing dated is recorded."
            )
        _print_totals(console, chronicle)
    if chronicle.day_in_life is not None:
        print_day(console, chronicle.day_in_life, chronicle.as_of)
    elif day_only:
        print_paragraph(console, f"A day in a child's life is told of children: {chronicle.subject} is 18 or over.")
    _print_footer(console, chronicle)


def _print_made_for(console: Console, chronicle: Chronicle) -> None:
    """For whom, when not for the professionals, and what is left out."""
    if chronicle.disclosed is None:
        return
    print_paragraph(console, (f"Made for the {chronicle.disclosed.audience.value}", "bold"))
    for each in chronicle.disclosed.left_out:
        print_paragraph(console, f"Left out: {each.what}: {each.why}", indent=2)


def print_outdated(console: Console, days: int, agencies: Sequence[str]) -> None:
    """That the run is past the freshness of what is in it; nothing while it is not."""
    if agencies:
        console.print()
        what = "what came in since is not in it."
        print_paragraph(console, (f"! This run is {counted(days, 'day')} old: ", "bold"), what, indent=2)
        print_paragraph(
            console, f"By now stale in it: {named(agencies)}. Next: mash status, then mash nightly", indent=2
        )


def _print_totals(console: Console, chronicle: Chronicle) -> None:
    console.print()
    entries, rows = len(chronicle.chronology), sum(len(entry.sources) for entry in chronicle.chronology)
    left_out = f"; {chronicle.left_out} not asked for" if chronicle.left_out else ""
    print_paragraph(
        console,
        f"{entries} {'entry' if entries == 1 else 'entries'} from {rows} {'row' if rows == 1 else 'rows'}{left_out}.",
    )
    if chronicle.gaps:
        print_paragraph(console, (SEEN_SAYS, "dim"))
    if chronicle.not_fresh:
        wanting = named(chronicle.not_fresh)
        print_paragraph(console, ("Not clear, only not searched: ", "bold"), f"{wanting} (stale or missing)")


def _print_footer(console: Console, chronicle: Chronicle) -> None:
    console.print()
    print_paragraph(console, (f"Run {chronicle.run} as of {chronicle.as_of}", "dim"))
    asked = chronicle.asked
    if asked is not None:
        print_paragraph(console, (asked_words(asked), "bold" if asked.emergency else "dim"))


def print_years(console: Console, entries: Sequence[Entry], gaps: Sequence[Gap]) -> None:
    """Entries and gaps under headings of years."""
    for year, items in by_year(entries, gaps):
        console.print()
        print_paragraph(console, (str(year), "bold underline"))
        print_items(console, items)


def print_last(console: Console, entries: Sequence[Entry], gaps: Sequence[Gap], last: int) -> None:
    """The newest ``last`` entries, and every gap: those before them too."""
    kept = set(entries[-last:])
    print_items(console, [item for item in in_order(entries, gaps) if isinstance(item, Gap) or item in kept])


def print_items(console: Console, items: Iterable[Entry | Gap]) -> None:
    """Date, agencies, and what; a gap across."""
    if one_fact_to_a_line(console):
        for item in items:
            _print_narrow(console, item)
        return
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=10, no_wrap=True)
    grid.add_column(width=12, overflow="fold")
    grid.add_column(overflow="fold")
    for item in items:
        if isinstance(item, Gap):
            grid.add_row(Text(str(item.to_date), "bold"), Text("-- gap --", "bold"), Text(gap_words(item), "bold"))
        else:
            agencies = Text("\n".join(in_words(legible(agency)) for agency in item.agencies))
            grid.add_row(Text(date_words(item), "bold"), agencies, _told(item))
    console.print(Padding(grid, (0, 0, 0, 2), expand=False))


def _told(entry: Entry) -> Text:
    lines = [(entry_words(entry), ""), (who_words(entry), ""), (row_words(entry), "dim")]
    told = Text("\n").join(Text(legible(line), style) for line, style in lines if line)
    told.rstrip()
    return told


def _print_narrow(console: Console, item: Entry | Gap) -> None:
    if isinstance(item, Gap):
        print_paragraph(console, (f"-- {gap_words(item)} --", "bold"), indent=2)
        return
    print_paragraph(console, (date_words(item), "bold"), f" {entry_words(item)}", indent=2)
    print_paragraph(console, f"{named(item.agencies)}: {who_words(item)}", indent=4)
    print_paragraph(console, (row_words(item), "dim"), indent=4)


def print_day(console: Console, day: DayInLife, as_of: dt.date) -> None:
    """Who was in each house, period by period; weekdays; what nobody has recorded, as questions."""
    _heading(console, "A day in this child's life")
    people = {member.person_id: member for member in day.people}
    for period in day.periods:
        print_paragraph(console, (lived_words(period, as_of), "bold"), indent=2)
        for one in period.houses:
            _print_house(console, one, period, people)
        if not period.houses:
            print_paragraph(console, "No agency recorded where the child was.", indent=4)
    if not day.periods:
        print_paragraph(console, "No day is recorded yet.", indent=2)
    _print_weekdays(console, day)
    if day.questions:
        _heading(console, "What nobody has recorded: to ask")
        for question in day.questions:
            print_paragraph(console, f"? {in_words(question.says)}", indent=2)


def _print_house(console: Console, one: InHouse, period: Period, people: dict[PersonId, Member]) -> None:
    print_paragraph(console, house_words(one), indent=4)
    for member in (people[person] for person in one.others):
        words = member_words(member, period)
        print_paragraph(console, f"{'! ' if member.flags else '- '}{words}", indent=6)
    if not one.others:
        print_paragraph(console, "- nobody else is recorded", indent=6)


def _print_weekdays(console: Console, day: DayInLife) -> None:
    """What a school sends of the weekdays, and what no agency sends."""
    _heading(console, "Weekdays, weekends and holidays")
    for words in weekday_words(day):
        print_paragraph(console, words, indent=2)
    print_paragraph(console, day.not_sent, indent=2)


def _heading(console: Console, title: str) -> None:
    console.print()
    print_paragraph(console, (title, "bold"))
