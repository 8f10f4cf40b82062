"""``mash synth``: build a town, write what its agencies send, and the truth beside it."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mash.errors import Refused, UsageError
from mash.synthetic.agencies import VIEWS
from mash.synthetic.build import build_town
from mash.synthetic.corrections import put_right
from mash.synthetic.profile import load_profile, profile_hash
from mash.synthetic.truth import write_truth
from mash.synthetic.withdrawals import take_back
from mash.synthetic.writing import FORMATS, write_agency

AS_OF = dt.date(2026, 1, 31)
MOST_PERSONS = 9_999_999
"""True ids have seven digits."""
STEPS = 4 + 2 * len(VIEWS)
"""How often ``progress`` is called."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a town came to."""

    out: Path
    persons: int
    seed: int
    nights: tuple[dt.date, ...]
    rows: dict[str, int]
    """Agency to rows in the last night's drop."""
    open_cases: int
    profile: str
    """SHA-256 of the rates used."""


def synthesise(  # noqa: PLR0913 -- one keyword per option of the command
    out: Path,
    *,
    persons: int,
    seed: int,
    nights: int = 1,
    profile: Path | None = None,
    as_of: dt.date = AS_OF,
    format: str = "csv",  # noqa: A002 -- the option's name
    progress: Callable[[str], None] | None = None,
) -> Summary:
    """Write ``out/<agency>/<date>/<dataset>`` for the ``nights`` up to ``as_of``, and ``out/truth/``.

    The same arguments give the same bytes. ``progress`` is called with each step's name, ``STEPS`` times.
    Everything is written aside and appears at once, so that a killed run leaves no half town. Raises
    ``UsageError`` for numbers that make no town, ``Refused`` when ``out`` holds anything already.
    """
    _check(persons, seed, nights, format)
    rates = load_profile(profile)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Refused(
            "the output folder is not empty; nothing was changed", where=str(out), try_="a new or empty folder"
        )
    tell = progress or _say_nothing
    dates = [as_of - dt.timedelta(days=back) for back in range(nights - 1, -1, -1)]
    out.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        town = build_town(persons, seed, as_of, rates, tell)
        views, counts = {}, {}
        for agency, view in VIEWS.items():
            tell(f"{agency}: records")
            views[agency] = view(town)
            put_right(views[agency], agency, town)
            take_back(views[agency], agency, town, dates)
            tell(f"{agency}: writing")
            counts[agency] = write_agency(aside, agency, views[agency], dates, format)
            views[agency].sheets.clear()
        tell("truth")
        write_truth(aside / "truth", town, views)
        aside.chmod(0o755)
        aside.replace(out)
    except BaseException:
        shutil.rmtree(aside)
        raise
    open_cases = int((town.referrals["closed"] > town.today).sum())
    return Summary(out, persons, seed, tuple(dates), counts, open_cases, profile_hash(rates))


def _check(persons: int, seed: int, nights: int, form: str) -> None:
    faults = []
    if not 1 <= persons <= MOST_PERSONS:
        faults.append(f"{persons} persons: from 1 to {MOST_PERSONS}")
    if seed < 0:
        faults.append(f"seed {seed} is below 0")
    if nights < 1:
        faults.append(f"{nights} nights: at least 1")
    if form not in FORMATS:
        faults.append(f"format {form!r} is none of {', '.join(FORMATS)}")
    if faults:
        raise UsageError("; ".join(faults), where="synth", try_="mash synth town --persons 2000 --seed 7")


def _say_nothing(_: str) -> None:
    """No progress is wanted."""
