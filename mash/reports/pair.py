"""Two records that may be one person, side by side, and the queue of such pairs: as frozen rows, and on a terminal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Console

from mash.access import Asked
from mash.identity import Why
from mash.identity.model import Thresholds
from mash.ledger import StoredJudgement
from mash.named import in_words
from mash.reports.legible import as_typed
from mash.reports.listings import Column, WeightRow, print_table, print_why
from mash.reports.paragraph import print_paragraph
from mash.reports.words import moment
from mash.vocabulary import CaseId, Colour, PersonId, RecordKey, RunId

SAYS_NOTHING = "not comparable"
WITHHELD = "withheld: the location must not be shown"
OF_100 = "Of 100: how many of a hundred such pairs were one person, as counted on made-up towns."
NEXT_NIGHT = "the next night takes it in"


@dataclass(frozen=True, slots=True)
class Stake:
    """What confirming that two persons are one would change in an open case; of a join, what its being wrong would."""

    case_id: CaseId
    before: Colour
    """What the rules give now, or a person decided, whichever is worse."""
    after: Colour
    new_flags: int
    """Current flags that would come into confirmed reach of the child."""

    @property
    def colour(self) -> Colour | None:
        """The colour the case would turn; None when it would keep its own."""
        return self.after if self.after > self.before else None

    @property
    def says(self) -> str:
        """In words."""
        flags = f"{self.new_flags} {'flag' if self.new_flags == 1 else 'flags'} into reach" if self.new_flags else ""
        turns = f"{self.before.name} -> {self.after.name}" if self.after != self.before else ""
        return f"{self.case_id}: {', '.join(part for part in (turns, flags) if part)}"


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One pair of persons that may be one, or of one person's records that a red rests on and that hold weakly."""

    person_a: PersonId
    name_a: str
    born_a: dt.date | None
    person_b: PersonId
    name_b: str
    born_b: dt.date | None
    record_key_a: RecordKey
    record_key_b: RecordKey
    match_weight: float
    """Bits."""
    probability: float
    """That they are one, as counted of such pairs; of records that are joined, the odds of their weight."""
    reason: str
    """Why they are not joined, or why a join is to be looked at."""
    stakes: tuple[Stake, ...]
    """The open cases that confirming it would change, the worst first."""
    judged: StoredJudgement | None = None
    """What people have said since; ``undecided`` stays in the queue."""
    joined: bool = False
    """Whether the two records stand in one person already: ``stakes`` then say what would change were they two."""
    contested: str = ""
    """The official numbers that deny what people judged, in words."""

    @property
    def settled(self) -> bool:
        """Whether somebody has said whether they are one, and nothing sent denies it; the next night takes it in."""
        return self.judged is not None and self.judged.verdict != "undecided" and not self.contested

    @property
    def case(self) -> str:
        """The open case that it would change most; empty where it would change none."""
        return str(self.stakes[0].case_id) if self.stakes else ""

    @property
    def of_100(self) -> str:
        """How many of a hundred such pairs are one person; empty where a person said so."""
        return "" if self.contested else f"{min(max(round(100 * self.probability), 1), 99)}"

    @property
    def why_here(self) -> str:
        """What holds the two apart, or joined them, with the numbers that deny it and what people said."""
        said = judged_words(self.judged) if self.judged else ""
        return "; ".join(filter(None, (self.reason, self.contested, said)))

    @property
    def would_change(self) -> str:
        """What hangs on it, in words."""
        told = "; ".join(stake.says for stake in self.stakes) or "no open case"
        return f"were they two: {told}" if self.joined else told

    @property
    def rank(self) -> int:
        """3 when it would turn a case red, 2 amber, 1 when it would bring a flag into reach, else 0; a join is at 2.

        What is contested is above all: two people may stand as one.
        """
        if self.contested:
            return Colour.RED + 1
        if self.joined:
            return Colour.AMBER
        return max((stake.colour or (1 if stake.new_flags else 0) for stake in self.stakes), default=0)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two records, with what its agency says."""

    record_key: RecordKey
    person_id: PersonId
    source: str
    """``police nominals 2026-01-31 row 12``."""
    names: tuple[str, ...]
    date_of_birth: dt.date | None
    dob_precision: str | None
    sex: str | None
    named_as: str | None
    """``mother of`` whom, for a person named only inside another's record."""
    numbers: tuple[str, ...]
    contacts: tuple[str, ...]
    areas: tuple[str, ...]
    """Outward codes with dates; no finer, and none of a person whose location must not be shown."""
    relatives: tuple[str, ...]
    restricted: bool
    other_records: tuple[RecordKey, ...]
    """Of the person it is held to be."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records side by side, what weighs for and against their being one person, and what hangs on it."""

    run: RunId
    as_of: dt.date
    model: str
    a: Side
    b: Side
    why: Why
    """The weights, which add up, the guards' word, and whether the two stand in one person."""
    thresholds: Thresholds
    stakes: tuple[Stake, ...]
    judgements: tuple[StoredJudgement, ...]
    """What people said of any records of the two persons, one of each, that still stands."""
    asked: Asked

    @property
    def were_they(self) -> str:
        """What the stakes are of: that they were one person, or were not although they stand in one."""
        return "Were they two persons" if self.why.together else "Were they one person"

    @property
    def telling(self) -> tuple[WeightRow, ...]:
        """The prior and every finding that says something."""
        said = [WeightRow(each.comparison, each.says, each.match_weight) for each in self.why.findings]
        return (
            WeightRow("prior", "two records drawn at random", self.why.prior_weight),
            *(row for row in said if row.says != SAYS_NOTHING),
        )

    @property
    def verdict(self) -> str:
        """What the engine makes of them, in words."""
        guard = f" The guard {self.why.veto!r} stands against it." if self.why.veto else ""
        stand = "They stand in one person." if self.why.together else "They stand in two persons."
        return f"By weights and guards: {self.why.outcome}.{guard} {stand}"


def print_queue(console: Console, queue: Sequence[QueueRow], *, shown: int) -> None:
    """The first rows of the queue, what would change most first."""
    columns = [*(Column(name) for name in ("person", "may be", "it would change")), Column("bits", right=True)]
    columns += [Column("of 100", right=True), Column("why it is here")]
    rows = [
        (
            f"{row.record_key_a if row.joined else row.person_a} {_named(row.name_a, row.born_a)}",
            f"{row.record_key_b if row.joined else row.person_b} {_named(row.name_b, row.born_b)}",
            row.would_change,
            f"{row.match_weight:+.1f}",
            row.of_100,
            row.why_here,
        )
        for row in queue[:shown]
    ]
    print_table(console, columns, rows, empty="Nobody waits to be reviewed.")
    if queue:
        print_paragraph(console, OF_100, indent=2)
    if len(queue) > shown:
        print_paragraph(console, f"{len(queue) - shown:,} more; --all lists them.", indent=2)
    if queue:
        first = queue[0]
        two = (first.record_key_a, first.record_key_b) if first.joined else (first.person_a, first.person_b)
        case = ("--case", first.case) if first.case else ()
        print_paragraph(console, f"Next: mash review {as_typed(*two, *case)}", indent=2)


def print_pair(console: Console, pair: Pair) -> None:
    """The two side by side, the weights, what hangs on it, and what people said."""
    print_table(console, [Column(""), Column("one"), Column("other")], side_by_side(pair))
    console.print()
    print_why(console, pair.telling, pair.verdict)
    console.print()
    for heading, told in (
        (f"{pair.were_they}:", [stake.says for stake in pair.stakes] or ["no open case would change"]),
        ("People said:", [judged_words(each, of_whom=True) for each in pair.judgements] or ["nothing yet"]),
    ):
        print_paragraph(console, (heading, "bold"))
        for line in told:
            print_paragraph(console, line, indent=2)


def side_by_side(pair: Pair) -> list[tuple[str, str, str]]:
    """What each of the two says, row by row; a row that neither fills is left out."""
    cells = [(label, _cell(one), _cell(other)) for (label, one), (_, other) in zip(*map(_told, (pair.a, pair.b)))]  # noqa: B905 - both have the same rows
    return [row for row in cells if row[1] or row[2]]


def judged_words(said: StoredJudgement, *, of_whom: bool = False) -> str:
    """A judgement in words: who said what, when and why."""
    whom = f"{said.record_key_a} and {said.record_key_b}: " if of_whom else ""
    return f"{whom}{said.verdict}, {said.judged_by}, {moment(said.judged_at)}: {said.reason}"


def _told(side: Side) -> list[tuple[str, Iterable[str]]]:
    born = f"{side.date_of_birth}{' (the year only)' if side.dob_precision == 'year' else ''}"
    hidden = (WITHHELD,)
    return [
        ("record", (side.record_key,)),
        ("sent as", (in_words(side.source),)),
        ("names", side.names),
        ("born", (born,) if side.date_of_birth else ()),
        ("sex", (side.sex,) if side.sex else ()),
        ("named as", (side.named_as,) if side.named_as else ()),
        ("numbers", side.numbers),
        ("telephone, e-mail", hidden if side.restricted else side.contacts),
        ("areas", hidden if side.restricted else side.areas),
        ("relatives", side.relatives),
        ("person", (side.person_id,)),
        ("held with", side.other_records or ("no other record",)),
    ]


def _cell(values: Iterable[str]) -> str:
    return "; ".join(values)


def _named(name: str, born: dt.date | None) -> str:
    return f"{name or 'no name'}, {born or 'birthday not known'}"
