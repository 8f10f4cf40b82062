"""The review queue one pair after another, by single keys: look, judge, say why, next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import typer
from rich.console import Console

from mash.access import Asked
from mash.cli.keys import ENTER, Keys
from mash.enquiry.review import Couple, judge, last_reasons, look_up, note_shown
from mash.errors import HubBusy, NotFound, Refused, UsageError
from mash.hub import Hub
from mash.identity import Verdict
from mash.reports.pair import NEXT_NIGHT, Pair, QueueRow, judged_words, print_pair
from mash.reports.paragraph import print_paragraph

VERDICTS = {"s": Verdict.SAME, "d": Verdict.DIFFERENT, "u": Verdict.UNDECIDED}
PROMPT = "s same, d different, u undecided, n skip, b back, p page, q quit:"
COMMON = {
    Verdict.SAME: (
        "same date of birth and same address",
        "an official number is the same in both",
        "the agency confirmed that they are one",
    ),
    Verdict.DIFFERENT: (
        "different date of birth, confirmed",
        "official numbers of two people",
        "relatives with names alike",
        "the agency confirmed that they are two",
    ),
    Verdict.UNDECIDED: ("too little is on record", "the agency is asked and has not answered"),
}
"""Reasons to choose from by number, after those this person gave last."""
LAST = 3
"""How many of those."""
OWN = "t"
MISTAKES = (Refused, NotFound, UsageError, HubBusy)
"""What is shown without ending the loop."""


@dataclass
class ReviewLoop:
    """One sitting over the queue. Every judgement is kept the moment its reason is given."""

    hub: Hub
    rows: Sequence[QueueRow]
    asked: Callable[[], Asked]
    """Who asks, at this moment."""
    keys: Keys
    screen: Console
    page: Path
    """Where ``p`` writes the page of the pair."""
    place: int = 0
    judged: dict[int, Verdict] = field(default_factory=dict)
    """By place in the queue."""
    reasons: dict[Verdict, list[str]] = field(default_factory=dict, init=False)
    """What this person gave by verdict, the last first."""
    looked_up: dict[int, Future[Pair]] = field(default_factory=dict, init=False)
    """Pairs that are looked up while the person thinks about the one before."""
    ahead: ThreadPoolExecutor = field(init=False)

    def run(self) -> None:
        """From the first pair to the last, or until the person stops; Ctrl-C and the end of the input are stops too."""
        reasons = last_reasons(self.hub, self.asked().by)
        self.reasons = {verdict: reasons.get(verdict.value, []) for verdict in Verdict}
        with ThreadPoolExecutor(max_workers=1) as self.ahead:
            try:
                while self.place < len(self.rows):
                    self._one()
            except (EOFError, KeyboardInterrupt):
                typer.echo("")
            finally:
                for waiting in self.looked_up.values():
                    waiting.cancel()
        self._tell_end()

    def _one(self) -> None:
        """Show one pair and hear the person until they go to another."""
        pair = self._look(self.place)
        self._look_ahead(self.place + 1)
        if pair is None:
            self.place += 1
            return
        note_shown(self.hub, pair)
        self._show(pair)
        here = self.place
        while self.place == here:
            self._hear(pair)

    def _hear(self, pair: Pair) -> None:
        key = self.keys.key(PROMPT).lower()
        if key in VERDICTS:
            self._judge(pair, VERDICTS[key])
        elif key in {"n", ENTER}:
            self.place += 1
        elif key == "b":
            self._back()
        elif key == "p":
            self._write(pair)
        elif key == "q":
            raise EOFError
        else:
            typer.echo(f"  {key!r} is none of these keys.")

    def _judge(self, pair: Pair, verdict: Verdict) -> None:
        reason = self._reason(verdict)
        if not reason:
            typer.echo("  Not judged: no reason was given.")
            return
        try:
            couple = Couple(pair.a.record_key, pair.b.record_key)
            said = judge(self.hub, couple, verdict, reason, self._asked_for(self.place))
        except MISTAKES as refused:
            typer.echo(f"  Not judged: {refused}")
            return
        self.reasons[verdict] = [reason, *(each for each in self.reasons[verdict] if each != reason)]
        self.judged[self.place] = verdict
        self.looked_up.pop(self.place, None)
        typer.echo(f"  Judged {said.verdict}; {NEXT_NIGHT}. b goes back to it.")
        self.place += 1

    def _reason(self, verdict: Verdict) -> str:
        """A reason by number, Enter for their last one, or a new one; empty when they think better of it."""
        last = self.reasons[verdict][:LAST]
        offered = [*last, *(each for each in COMMON[verdict] if each not in last)]
        for number, each in enumerate(offered, start=1):
            print_paragraph(self.screen, f"{number} {each}", indent=2)
        enter = ", Enter for 1" if last else ""
        given = self.keys.key(
            f"Why {verdict.value}? 1 to {len(offered)}{enter}, {OWN} to type another, 0 not after all:"
        )
        if given == ENTER:
            return last[0] if last else ""
        if given.lower() == OWN:
            return self.keys.line("Reason:")
        if given.isdecimal():
            return offered[int(given) - 1] if 1 <= int(given) <= len(offered) else ""
        return given if len(given) > 1 and given.isprintable() else ""

    def _back(self) -> None:
        if self.place == 0:
            typer.echo("  This is the first.")
        else:
            self.place -= 1

    def _write(self, pair: Pair) -> None:
        from mash.reports.pair_page import write_pair_page

        try:
            write_pair_page(pair, self.page)
        except UsageError as refused:
            typer.echo(f"  {refused}")
        else:
            typer.echo(f"  The page is in {self.page}")

    def _show(self, pair: Pair) -> None:
        row = self.rows[self.place]
        self.screen.print()
        counted = f"{self.place + 1} of {len(self.rows)}"
        print_paragraph(self.screen, (counted, "bold"), f"; {self._done()} judged in this sitting")
        print_pair(self.screen, pair)
        if self.place in self.judged:
            print_paragraph(self.screen, f"You judged them {self.judged[self.place].value}; another word replaces it.")
        elif row.judged:
            print_paragraph(self.screen, f"Judged before: {judged_words(row.judged)}")

    def _done(self) -> int:
        return len(self.judged)

    def _look(self, place: int) -> Pair | None:
        """The pair, looked up while the person thought about the one before; None when it is there no more."""
        self._look_ahead(place)
        try:
            return self.looked_up.pop(place).result()
        except MISTAKES as gone:
            typer.echo(f"  Passed over: {gone}")
            return None

    def _look_ahead(self, place: int) -> None:
        if place < len(self.rows) and place not in self.looked_up:
            row = self.rows[place]
            couple = Couple(row.record_key_a, row.record_key_b)
            self.looked_up[place] = self.ahead.submit(look_up, self.hub, couple, self._asked_for(place))

    def _asked_for(self, place: int) -> Asked:
        """For the case that was said, else for the one that hangs on the pair."""
        asked = self.asked()
        return replace(asked, case=asked.case or self.rows[place].case)

    def _tell_end(self) -> None:
        left = len(self.rows) - len(self.judged)
        said = ", ".join(f"{count} {verdict.value}" for verdict, count in sorted(Counter(self.judged.values()).items()))
        typer.echo(f"Judged {len(self.judged)}{f' ({said})' if said else ''}; {left} left.")
        if self.judged:
            typer.echo(f"  Kept; {NEXT_NIGHT}.\n  Next: mash nightly")
