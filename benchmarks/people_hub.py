"""Any list of people as a hub of one agency, and who is who in it: the recipe, as code.

    python benchmarks/people_hub.py LIST.csv HUB --ref record_id --forenames first_name --surname surname \
        --date-of-birth dob --town city --emails email

Writes HUB (a new folder) with its drop in the `people` contract, runs the night, and leaves HUB/memberships.csv.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from mash.hub import ACCESS, write_access

os.environ.update(MASH_PURPOSE="benchmark", MASH_GATEWAY="s47")  # for every command that this or its user runs
MASH = Path(sys.executable).parent / "mash"
AS_OF = "2026-01-31"
FIELDS = (
    "person_ref",
    "forenames",
    "surname",
    "aliases",
    "date_of_birth",
    "sex",
    "address_line_1",
    "town",
    "postcode",
    "phones",
    "emails",
    "identifiers",
)
"""Of the `people` contract; lists have `|` between, identifiers are `scheme:value`."""
CONFIG = """[hub]
name = "A list of people"

[agencies.people]
contract = "people"
drop = "drops"
"""


def memberships(people: Iterable[Mapping[str, str]], hub: Path) -> dict[str, str]:
    """Person id by `person_ref`, for rows with any of `FIELDS`, by way of a new hub in the folder `hub`."""
    delivery = hub / "drops" / AS_OF
    delivery.mkdir(parents=True)
    (hub / "mash.toml").write_text(CONFIG, encoding="utf-8")
    write_access(hub / ACCESS)
    with (delivery / "people.csv").open("w", encoding="utf-8", newline="") as opened:
        drop = csv.DictWriter(opened, FIELDS, restval="", extrasaction="ignore")
        drop.writeheader()
        drop.writerows(people)
    out = hub / "memberships.csv"
    run("nightly", "--hub", hub, "--as-of", AS_OF)
    run("export", "memberships", "--hub", hub, "--out", out, "--purpose", "benchmark")
    with out.open(encoding="utf-8", newline="") as opened:
        return {row["record_key"].partition(":")[2]: row["person_id"] for row in csv.DictReader(opened)}


def run(*words: object) -> str:
    """What a `mash` command prints, which must succeed; what it says of its failure is shown when it does not."""
    done = subprocess.run([str(MASH), *map(str, words)], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"mash {words[0]} failed: {done.stderr[-2000:]}")
    return done.stdout


def main() -> None:
    """Read the list with the columns as named on the command line."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("list", type=Path)
    asked.add_argument("hub", type=Path)
    asked.add_argument("--ref", required=True, help="the column with the row's own reference")
    for field in FIELDS[1:]:
        asked.add_argument(f"--{field.replace('_', '-')}", help=f"the column with the {field}")
    given = vars(asked.parse_args())
    columns = {field: given[field] for field in FIELDS[1:] if given[field]} | {"person_ref": given["ref"]}
    with given["list"].open(encoding="utf-8-sig", newline="") as opened:
        rows = [{field: row[column] for field, column in columns.items()} for row in csv.DictReader(opened)]
    found = memberships(rows, given["hub"])
    print(f"{len(found):,} records are {len(set(found.values())):,} persons: {given['hub'] / 'memberships.csv'}")


if __name__ == "__main__":
    main()
