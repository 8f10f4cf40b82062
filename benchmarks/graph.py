"""How long a network of N persons takes to write, by format: processor seconds, and the file's size.

Run: make bench-graph PERSONS=5000. The network is made up: a household, kin, friends and police ties, four ties to a
person, one in fifty flagged, one in a hundred perhaps somebody else.
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from mash.reports import Answer, Child, Network, NetworkPerson, NetworkTie, PossibleIdentity
from mash.reports.graphs import Tool, write_graph
from mash.vocabulary import Evidence, Flag, FlagKind, PersonId, RunId, TieKind

PERSONS = 5_000
TIES_EACH = 4
REPEATS = 3
RINGS = (1, 11, 111)
"""The number of the first person of each ring; the child is 0."""
KINDS = tuple(TieKind)
FILES = {
    "GraphML": (None, "n.graphml"),
    "GraphML for yEd": (Tool.YED, "n.graphml"),
    "GraphML for Neo4j": (Tool.NEO4J, "n.graphml"),
    "GEXF": (Tool.GEPHI, "n.gexf"),
    "CSV for i2": (Tool.I2, "n.csv"),
}


def made_up(persons: int) -> Answer:
    """An answer whose network has so many persons, in rings of 10, 100 and the rest."""
    chance = Random(1)  # noqa: S311 - seeded chance, not secrets
    ids = [PersonId(f"P-{number:010}") for number in range(persons)]
    hops = [sum(n >= first for first in RINGS) for n in range(persons)]
    inner = {ring: [n for n in range(persons) if hops[n] == ring - 1] for ring in range(1, len(RINGS) + 1)}
    via = [None if n == 0 else chance.choice(inner[hops[n]]) for n in range(persons)]
    said = Evidence("police", "markers", "2026-01-31", 7, "VISOR marker")
    flag = Flag(FlagKind.SEXUAL_OFFENDER, "VISOR", "1", "2", "current", dt.date(2015, 2, 1), None, said)
    people = tuple(
        NetworkPerson(
            ids[n],
            (f"FORENAME{n % 700} SURNAME{n % 900}",),
            hops[n],
            date_of_birth=dt.date(1960 + n % 60, 1 + n % 12, 1 + n % 28),
            flags=(flag,) if n % 50 == 1 else (),
            agencies=("health", "police"),
            via=None if via[n] is None else ids[via[n] or 0],
        )
        for n in range(persons)
    )
    pairs = [(via[n] or 0, n) for n in range(1, persons)]
    pairs += [(chance.randrange(persons), chance.randrange(persons)) for _ in range((TIES_EACH - 1) * persons)]
    ties = tuple(_tie(number, ids[a], ids[b]) for number, (a, b) in enumerate(pairs) if a != b)
    possible = tuple(
        PossibleIdentity(ids[n], ids[n + 1], 9.1, 0.4, "same surname and year of birth")
        for n in range(1, persons - 1, 100)
    )
    return Answer(
        RunId("20260131-0a1b2c3d"),
        dt.date(2026, 1, 31),
        "policy",
        "model",
        3,
        Child(ids[0], people[0].names),
        network=Network(people, ties, possible),
    )


def _tie(number: int, person_a: PersonId, person_b: PersonId) -> NetworkTie:
    since = dt.date(2010 + number % 15, 1 + number % 12, 1)
    rows = tuple(Evidence("police", "nominal_links", "2026-01-31", number + n, "friend", since) for n in (1, 2))
    kind = KINDS[number % len(KINDS)]
    return NetworkTie(
        f"T-{number:08}", person_a, person_b, kind, "asserted", since, None, 0.9, sources=2, evidence=rows
    )


def main(persons: int = PERSONS) -> None:
    """Print a Markdown table of the best of three."""
    answer = made_up(persons)
    print(f"{persons:,} persons, {len(answer.network.ties):,} ties\n")
    print("| format | processor seconds | megabytes |\n|---|---|---|")
    with TemporaryDirectory() as folder:
        for says, (tool, name) in FILES.items():
            path = Path(folder) / name
            seconds = []
            for _ in range(REPEATS):
                start = time.process_time()
                write_graph(answer, path, tool=tool)
                seconds.append(time.process_time() - start)
            print(f"| {says} | {min(seconds):.2f} | {path.stat().st_size / 1e6:.1f} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1] else PERSONS)
