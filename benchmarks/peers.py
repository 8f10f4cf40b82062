"""Other ways to say who is who, each as a user would first set it up: a person's label by each record's reference."""

from __future__ import annotations

import csv
import logging
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from splink import Linker, SettingsCreator, block_on
from splink import comparison_library as cl
from splink.backends.duckdb import DuckDBAPI

Record = Mapping[str, str]
"""ref, truth, forenames, surname, date_of_birth, sex, address_line_1, town, postcode, phones, emails, identifiers."""
Labels = dict[str, str]

SPLINK_WEIGHTS = (4.248, 8.0, 12.0, 16.0, 20.0, 24.0)
"""Bits from which pairs count: first a probability of 0.95, as on Splink's getting-started page; then stricter ones."""
PREDICT_FROM = 0.5
"""Match probability from which Splink keeps a pair."""
TABLE = "peers_records"
"""One row per record: ref and what is compared, null where nothing is known."""
TRAINING_PAIRS = 1e6
ECM_PACKAGES = ("recordlinkage==0.16", "pandas<3")
"""recordlinkage 0.16 does not run on pandas 3, hence an environment of its own."""


class Unavailable(Exception):
    """A peer that cannot be had here, and why."""


def exact_identifiers(records: Sequence[Record]) -> Labels:
    """Records that share any identifier or e-mail address, spelt alike, are one person; nothing else is."""
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for record in records:
        for value in filter(None, [*record["identifiers"].split("|"), *record["emails"].split("|")]):
            holders[value.strip().lower()].append(record["ref"])
    pairs = ((held[0], other) for held in holders.values() for other in held[1:])
    return components([record["ref"] for record in records], pairs)


def plain_splink(records: Sequence[Record]) -> list[Labels]:
    """Splink with its ready-made comparisons of what is filled in, default training, connected components.

    One labelling for each of `SPLINK_WEIGHTS`.
    """
    names = ("ref", *_comparisons())
    table = pa.table({name: [record[name] or None for record in records] for name in names})
    con = duckdb.connect()
    con.register("handed_over", table)
    con.execute(f"create table {TABLE} as from handed_over")
    used = filled(con)
    linker = splink_linker(con, ready_made(used))
    train(linker, used)
    pairs = linker.inference.predict(threshold_match_probability=PREDICT_FROM)
    found = []
    for weight in SPLINK_WEIGHTS:
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_weight=weight)
        query = f"select ref, cluster_id from {clusters.physical_name}"  # noqa: S608 - Splink's own name
        found.append(dict(con.execute(query).fetchall()))
    con.close()
    return found


def filled(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Columns of `TABLE` to compare: those with any value."""
    counts = ", ".join(f"count({name})" for name in _comparisons())
    (row,) = con.execute(f"select {counts} from {TABLE}").fetchall()  # noqa: S608 - our own columns
    return [name for name, values in zip(_comparisons(), row, strict=True) if values]


def ready_made(used: Sequence[str]) -> SettingsCreator:
    """Splink's ready-made comparisons of these columns, and the blocking one would begin with; untrained."""
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="ref",
        comparisons=[comparison for name, comparison in _comparisons().items() if name in used],
        blocking_rules_to_generate_predictions=_blocking(used),
    )


def splink_linker(con: duckdb.DuckDBPyConnection, settings: SettingsCreator | Path) -> Linker:
    """A linker over `TABLE`; the settings may be a saved model's."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    return Linker(DuckDBAPI(connection=con).register(TABLE), settings, log_level=logging.ERROR)


def train(linker: Linker, used: Sequence[str]) -> None:
    """Splink's default training."""
    rules = _blocking(used)
    sure = [block_on("forenames", "surname", "date_of_birth"), *rules[3:]]
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=TRAINING_PAIRS)
    for rule in rules[:2]:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)


def _comparisons() -> dict[str, Any]:
    return {
        "forenames": cl.NameComparison("forenames"),
        "surname": cl.NameComparison("surname"),
        "date_of_birth": cl.DateOfBirthComparison("date_of_birth", input_is_string=True),
        "sex": cl.ExactMatch("sex"),
        "postcode": cl.PostcodeComparison("postcode"),
        "town": cl.ExactMatch("town").configure(term_frequency_adjustments=True),
        "address_line_1": cl.LevenshteinAtThresholds("address_line_1"),
        "phones": cl.ExactMatch("phones").configure(term_frequency_adjustments=True),
        "emails": cl.EmailComparison("emails"),
        "identifiers": cl.ExactMatch("identifiers"),
    }


def _blocking(used: Sequence[str]) -> list[Any]:
    rules = [block_on("forenames", "surname"), block_on("date_of_birth"), block_on("surname", "town")]
    rules += [block_on(name) for name in ("emails", "phones", "identifiers") if name in used]
    return rules + ([block_on("surname", "postcode")] if "postcode" in used else [])


def recordlinkage_ecm(records: Sequence[Record], python: Path) -> Labels:
    """`recordlinkage`'s ECM classifier, connected components; run by the `python` of an environment that has it."""
    with tempfile.TemporaryDirectory() as folder:
        given, found = Path(folder) / "records.csv", Path(folder) / "pairs.csv"
        with given.open("w", encoding="utf-8", newline="") as opened:
            table = csv.DictWriter(opened, list(records[0]))
            table.writeheader()
            table.writerows(records)
        script = Path(__file__).with_name("ecm.py")
        done = subprocess.run([python, script, given, found], capture_output=True, text=True, check=False)
        if done.returncode:
            raise Unavailable(f"ECM failed: {done.stderr.strip().splitlines()[-1]}")
        with found.open(encoding="utf-8", newline="") as opened:
            pairs = [(a, b) for a, b in csv.reader(opened)]
    return components([record["ref"] for record in records], pairs)


def recordlinkage_environment(folder: Path) -> Path:
    """The `python` of a new environment in `folder` with `ECM_PACKAGES`. Raises `Unavailable`."""
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if uv is None:
        raise Unavailable("no uv to make its environment with")
    python = folder / "bin" / "python"
    for words in (
        ["venv", "--quiet", "--python", sys.executable, folder],
        ["pip", "install", "--quiet", "--python", python, *ECM_PACKAGES],
    ):
        done = subprocess.run([uv, *words], capture_output=True, text=True, check=False)
        if done.returncode:
            raise Unavailable(f"its packages cannot be had: {done.stderr.strip().splitlines()[-1]}")
    return python


def components(refs: Iterable[str], pairs: Iterable[tuple[str, str]]) -> Labels:
    """Connected components by union-find; the label is a member's reference."""
    parent = {ref: ref for ref in refs}

    def root(ref: str) -> str:
        while parent[ref] != ref:
            parent[ref] = parent[parent[ref]]
            ref = parent[ref]
        return ref

    for a, b in pairs:
        parent[root(a)] = root(b)
    return {ref: root(ref) for ref in parent}
