"""``python -m mash.synthetic.fixture FOLDER``: write the small town that the tests use, and what it holds.

The town is ``profiles/fixture.toml`` under one seed; drops in CSV, truth in Parquet, README.md with counts.
"""

from __future__ import annotations

import datetime as dt
import shutil
import sys
import tempfile
from importlib.resources import as_file, files
from pathlib import Path
from string import Template

from mash.synthetic.synthesise import synthesise
from mash.synthetic.writing import scratch

PERSONS, SEED = 2000, 20260131
AS_OF = dt.date(2026, 1, 31)
README = Template((files("mash.synthetic") / "fixture.md").read_text(encoding="utf-8"))
COUNTS = (
    ("people", "select count(*) from persons"),
    ("of them children", "select count(*) from persons where date_of_birth > date '2008-01-31' and died_on is null"),
    ("twins and triplets", "select count(*) from persons where is_twin"),
    ("adopted, their old identity sealed", "select count(*) from persons where adopted"),
    ("ever of no fixed abode or in a hostel", "select count(*) from persons where no_fixed_abode"),
    (
        "children looked after today",
        "select count(distinct child_person_id) from episodes where episode_type = 'LAC' and to_date is null",
    ),
    ("children unborn", "select count(*) from persons where expected_date_of_birth is not null"),
    ("records of people", "select count(*) from membership"),
    ("persons with a current flag", "select count(distinct person_id) from flags where status = 'current'"),
    ("persons with a flag that is over", "select count(distinct person_id) from flags where status != 'current'"),
    ("open cases", "select count(*) from proposals"),
    ("of them truly red", "select count(*) from proposals where colour = 'RED'"),
    ("of them truly amber", "select count(*) from proposals where colour = 'AMBER'"),
    ("of them truly green", "select count(*) from proposals where colour = 'GREEN'"),
    ("open cases with a flagged adult in reach", "select count(*) from proposals where flagged_adults > 0"),
)
"""What the README counts, each by a query over the truth."""


def write_fixture(folder: Path) -> None:
    """Write the town and its README.md into ``folder``, in place of what stands there."""
    with tempfile.TemporaryDirectory() as aside:
        made = Path(aside) / "town"
        with as_file(files("mash.synthetic") / "profiles/fixture.toml") as profile:
            synthesise(made, persons=PERSONS, seed=SEED, as_of=AS_OF, profile=profile)
        (made / "README.md").write_text(_readme(made / "truth"), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(made, folder)


def _readme(truth: Path) -> str:
    with scratch(truth) as con:
        for path in sorted(truth.glob("*.parquet")):
            con.execute(f"create view {path.stem} as from read_parquet('{path.as_posix()}')")
        counted = [(words, con.execute(sql).fetchall()[0][0]) for words, sql in COUNTS]
    lines = "\n".join(f"| {words} | {number:,} |" for words, number in counted)
    return README.substitute(persons=f"{PERSONS:,}", seed=SEED, as_of=AS_OF.isoformat(), counts=lines)


if __name__ == "__main__":
    write_fixture(Path(sys.argv[1]))
