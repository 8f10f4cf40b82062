"""Whether a child is found by what a referral form holds: names out of order or misspelt, a rough age, an old postcode.

    python benchmarks/finding.py [--hub HUB --truth TOWN/truth] [--children N] [--seed S] [--out FILE]

Forms are made up about the children of a made-up town, whose truth says which child was meant, and asked of the run as
`mash enquire` asks. Without a hub a town of 10,000 is made first. Writes docs/finding.md.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from people_hub import run

from mash.enquiry import NotClear, Wanted, find
from mash.evaluation.findings import interval
from mash.evaluation.intervals import share
from mash.hub import Hub, open_hub
from mash.synthetic.mistakes import mistyped

PAGE = Path(__file__).parents[1] / "docs" / "finding.md"
AS_OF = "2026-11-01"
PERSONS, SEED, CHILDREN = 10_000, 7, 40
SHOWN = 10
"""Candidates a person is shown."""

Chance = np.random.Generator


@dataclass(frozen=True, slots=True)
class TrueChild:
    """A child of the town, as it is in truth."""

    person_id: str
    forenames: str
    surname: str
    birth_surname: str
    born: dt.date
    old_postcode: str | None
    """One that some agency has of it, from before."""


@dataclass(frozen=True, slots=True)
class Form:
    """What was asked, and who was meant: nobody when the child is in no extract."""

    wanted: Wanted
    meant: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one form."""

    taken: bool
    """Somebody was taken without asking."""
    right: bool
    """The child meant was the first."""
    offered: bool
    """The child meant was among those shown."""
    seconds: float


Maker = Callable[[TrueChild, Chance, dt.date], Wanted | None]


def plainly(child: TrueChild, _chance: Chance, _day: dt.date) -> Wanted:
    """The name and the date of birth as they are."""
    return Wanted(name=f"{child.forenames} {child.surname}", born=child.born.isoformat())


def swapped(child: TrueChild, _chance: Chance, _day: dt.date) -> Wanted:
    """Forename and surname in each other's boxes."""
    return Wanted(forenames=child.surname, surname=_first(child), born=f"{child.born:%d/%m/%Y}")


def slipped(child: TrueChild, chance: Chance, day: dt.date) -> Wanted:
    """A slip of the keyboard in the forename or the surname."""
    return replace(plainly(child, chance, day), name=_misspelt(_names(child), chance))


def misdated(child: TrueChild, chance: Chance, day: dt.date) -> Wanted:
    """Right in name; the date of birth has a wrong digit or day."""
    wrong = child.born + dt.timedelta(days=int(chance.choice([-30, -10, -1, 1, 10, 30])))
    return replace(plainly(child, chance, day), born=wrong.isoformat())


def by_age(child: TrueChild, chance: Chance, day: dt.date) -> Wanted:
    """No birthday, only about how old: out by a year as often as not."""
    return Wanted(name=f"{_first(child)} {child.surname}", age=_about(child, chance, day))


def by_age_and_place(child: TrueChild, chance: Chance, day: dt.date) -> Wanted | None:
    """The same with a postcode the child once lived at."""
    return replace(by_age(child, chance, day), postcode=child.old_postcode) if child.old_postcode else None


def by_former_name(child: TrueChild, chance: Chance, day: dt.date) -> Wanted:
    """Under the surname given at birth."""
    return Wanted(name=f"{_first(child)} {child.birth_surname}", age=_about(child, chance, day))


def by_initial(child: TrueChild, chance: Chance, day: dt.date) -> Wanted | None:
    """An initial and the surname, a rough age, an old postcode."""
    found = by_age_and_place(child, chance, day)
    return replace(found, name=f"{child.forenames[0]} {child.surname}") if found else None


def by_forename(child: TrueChild, chance: Chance, day: dt.date) -> Wanted | None:
    """No surname: a forename, a rough age, an old postcode."""
    found = by_age_and_place(child, chance, day)
    return replace(found, name=None, forenames=_first(child)) if found else None


def badly(child: TrueChild, chance: Chance, day: dt.date) -> Wanted | None:
    """All at once: either order in one box, a slip, a rough age, an old postcode."""
    found = by_age_and_place(child, chance, day)
    names = _names(child)
    return replace(found, name=_misspelt(names[:: int(chance.choice([1, -1]))], chance)) if found else None


FORMS: dict[str, Maker] = {
    "name and date of birth": plainly,
    "forename and surname in each other's box, date of birth": swapped,
    "a slip of the keyboard in the name, date of birth": slipped,
    "name, and a date of birth some days out": misdated,
    "name, about how old": by_age,
    "name, about how old, an old postcode": by_age_and_place,
    "a grown person by the surname of their birth, about how old": by_former_name,
    "an initial and the surname, about how old, an old postcode": by_initial,
    "a forename alone, about how old, an old postcode": by_forename,
    "either order, a slip, about how old, an old postcode": badly,
}
NOBODY = "a child who is in no extract: one's forename, another's surname and age, a third's old postcode"


def _first(child: TrueChild) -> str:
    return child.forenames.split()[0]


def _names(child: TrueChild) -> list[str]:
    return [_first(child), child.surname]


def _misspelt(names: Sequence[str], chance: Chance) -> str:
    which = int(chance.integers(2))
    texts = np.array([names[which]], dtype=object)
    wrong = mistyped(chance, texts, np.array([True]))[0]
    return " ".join(wrong if place == which else name for place, name in enumerate(names))


def _about(child: TrueChild, chance: Chance, day: dt.date) -> str:
    age = day.year - child.born.year - ((day.month, day.day) < (child.born.month, child.born.day))
    return f"about {max(0, age + int(chance.choice([-1, 0, 0, 1])))}"


def people_of(con: duckdb.DuckDBPyConnection, truth: Path, day: dt.date, *, grown: bool) -> list[TrueChild]:
    """Every child, or grown person of another surname, whom some agency has a record of.

    The adopted are left out: their former records are sealed. A made-up child keeps its surname.
    """
    rows = con.execute(
        "with known as (select distinct person_id from read_parquet($membership) where not sealed),"
        " old as (select truth.person_id, min(stay.postcode) as postcode from stay"
        " inner join read_parquet($membership) as truth using (record_key)"
        " where stay.to_date is not null and stay.postcode is not null and not truth.sealed group by all)"
        " select person_id, forenames, surname, birth_surname, date_of_birth, old.postcode"
        " from read_parquet($persons) semi join known using (person_id) left join old using (person_id)"
        " where if($grown, date_of_birth <= $day::date - interval 18 year and birth_surname <> surname,"
        " date_of_birth > $day::date - interval 18 year and date_of_birth <= $day) and died_on is null"
        " and not adopted and forenames is not null order by person_id",
        {
            "membership": str(truth / "membership.parquet"),
            "persons": str(truth / "persons.parquet"),
            "day": day,
            "grown": grown,
        },
    ).fetchall()
    return [TrueChild(*row) for row in rows]


def who_is_who(con: duckdb.DuckDBPyConnection, truth: Path) -> dict[str, set[str]]:
    """By a person of the run, whom their records truly are of."""
    rows = con.execute(
        "select membership.person_id, truth.person_id from membership"
        " inner join read_parquet($truth) as truth using (record_key)",
        {"truth": str(truth / "membership.parquet")},
    ).fetchall()
    found: dict[str, set[str]] = defaultdict(set)
    for person, true in rows:
        found[person].add(true)
    return found


def strangers(children: Sequence[TrueChild], chance: Chance, day: dt.date) -> Iterator[Form]:
    """Forms about children who do not exist: of a forename and a surname that no child of the town has together."""
    taken = {(_first(child), child.surname) for child in children}
    while True:
        one, other, third = (children[int(at)] for at in chance.integers(len(children), size=3))
        if (_first(one), other.surname) not in taken:
            asked = Wanted(name=f"{_first(one)} {other.surname}", age=_about(other, chance, day))
            yield Form(replace(asked, postcode=third.old_postcode), None)


def ask(con: duckdb.DuckDBPyConnection, hub: Hub, form: Form, who: dict[str, set[str]]) -> Outcome:
    """What the run says to a form."""
    begun = time.process_time()
    try:
        shown, taken = [find(con, hub, form.wanted).child], True
    except NotClear as unclear:
        shown, taken = [each.person_id for each in unclear.candidates[:SHOWN]], False
    spent = time.process_time() - begun
    fits = [form.meant in who[person] for person in shown]
    return Outcome(taken, bool(fits) and fits[0], any(fits), spent)


def measure(hub: Hub, truth: Path, many: int, seed: int) -> dict[str, list[Outcome]]:
    """Every kind of form about as many children drawn by chance."""
    chance = np.random.default_rng(seed)
    _, con = hub.read_current(threads=1)
    with closing(con):
        ((day,),) = con.execute("select as_of from run").fetchall()
        children, who = people_of(con, truth, day, grown=False), who_is_who(con, truth)
        drawn = _drawn(children, many, chance)
        renamed = _drawn(people_of(con, truth, day, grown=True), many, chance)
        found: dict[str, list[Outcome]] = {}
        for kind, maker in FORMS.items():
            of = renamed if maker is by_former_name else drawn
            asked = [(child, maker(child, chance, day)) for child in of]
            forms = [Form(wanted, child.person_id) for child, wanted in asked if wanted][:many]
            found[kind] = [ask(con, hub, form, who) for form in forms]
        unknown = strangers(children, chance, day)
        found[NOBODY] = [ask(con, hub, next(unknown), who) for _ in range(many)]
    return found


def _drawn(people: Sequence[TrueChild], many: int, chance: Chance) -> list[TrueChild]:
    return [people[int(at)] for at in chance.choice(len(people), size=min(many, len(people)), replace=False)]


def table(found: dict[str, list[Outcome]]) -> Iterator[str]:
    """A row per kind of form."""
    yield "| the form has | forms | right child first | among those shown | taken unasked | another wrongly taken, % |"
    yield "|---|---|---|---|---|---|"
    for kind, outcomes in found.items():
        of = len(outcomes)
        counts = Counter[str]()
        for each in outcomes:
            counts.update(
                first=each.right, offered=each.offered, taken=each.taken, wrongly=each.taken and not each.right
            )
        right = ("-", "-") if kind == NOBODY else (_share(counts["first"], of), _share(counts["offered"], of))
        wrongly = f"{counts['wrongly']}: {interval(share(counts['wrongly'], of), 1)}"
        yield f"| {kind} | {of:,} | {' | '.join(right)} | {_share(counts['taken'], of)} | {wrongly} |"


def _share(counted: int, of: int) -> str:
    return f"{100 * counted / of:.1f} %" if of else "-"


INTRODUCTION = """# Finding a child

Written by `make finding`; not edited by hand. Made-up people only.

A referral form holds a name in some order, often misspelt, an age somebody guessed, a postcode from before. `mash
enquire` looks for it in the run in use and weighs records by the identity model. It takes a person alone only when
that person is *same* by the model's own threshold **and** eight times as likely as the next, and never by half a
name; else it shows whom it may be, best first, with why each fits, and a person chooses. An approximate age (`about
3`) allows for a year either way, from five years two and from thirteen three; the more it allows, the less it weighs.

Forms were made up about children of a made-up town, each of whom some agency has a record of, and asked of its run.
What the agencies wrote down wrong is in the records too. A town has fewer people than a hub may have; the more
people, the more namesakes: then more is offered and less is taken.
"""


def page(found: dict[str, list[Outcome]], facts: dict[str, Any]) -> str:
    """docs/finding.md."""
    spent = [each.seconds for outcomes in found.values() for each in outcomes]
    town = (
        f"A town of {facts['persons']:,} (seed {facts['seed']}), {facts['records']:,} records; ten are shown at most."
    )
    often, slow = statistics.median(spent) * 1000, sorted(spent)[int(0.95 * len(spent))] * 1000
    took = f"A search takes {often:.0f} ms of a processor in the middle, {slow:.0f} ms at the 95th of a hundred."
    beside = "The last column has its share and 95 % interval beside the count."
    return "\n".join([INTRODUCTION, f"{town} {beside}\n", *table(found), f"\n{took}"]) + "\n"


def made(folder: Path) -> tuple[Path, Path]:
    """A town and its hub, the night built."""
    run("synth", folder / "town", "--persons", PERSONS, "--seed", SEED, "--as-of", AS_OF)
    run("init", folder / "hub", "--drops", folder / "town")
    run("nightly", "--hub", folder / "hub", "--as-of", AS_OF)
    return folder / "hub", folder / "town" / "truth"


def main() -> None:
    """Measure, print the table and write the page."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--hub", type=Path)
    asked.add_argument("--truth", type=Path)
    asked.add_argument("--children", type=int, default=CHILDREN)
    asked.add_argument("--seed", type=int, default=SEED)
    asked.add_argument("--out", type=Path, default=PAGE)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as aside:
        folder, truth = (given.hub, given.truth) if given.hub else made(Path(aside))
        hub = open_hub(folder)
        found = measure(hub, truth, given.children, given.seed)
        _, con = hub.read_current()
        with closing(con):
            ((records,),) = con.execute("select count(*) from person_record").fetchall()
            ((persons,),) = con.execute(
                "select count(*) from read_parquet($file)", {"file": str(truth / "persons.parquet")}
            ).fetchall()
    given.out.write_text(page(found, {"persons": persons, "records": records, "seed": given.seed}), encoding="utf-8")
    print("\n".join(table(found)))


if __name__ == "__main__":
    main()
