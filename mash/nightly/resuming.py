"""Going on with a night that was cut short: a step stands while what it rested on, and what it left, are as it noted.

A night gone on with first reads what is there. What cannot be read is built anew, and a table that no standing step
left is dropped: so the steps to come find what they would have found in a night undisturbed.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from mash import warehouse
from mash.nightly.inputs import Content, contents, hash_of, table_names
from mash.warehouse import SqlFault

NOTES = frozenset({"build_step", "build_table"})


@dataclass(frozen=True, slots=True)
class DoneStep:
    """A step as it was noted when it ended."""

    position: int
    step: str
    rested_on: str
    left_behind: str
    left: Mapping[str, Content]
    """By table; ``left_behind`` is the hash of all."""


@dataclass(slots=True)
class Building:
    """The file of a run that is being built."""

    snapshot: duckdb.DuckDBPyConnection
    inputs: str
    standing: list[DoneStep]
    fallen: list[str]
    """Steps that were done, and have to be taken again: what they noted holds no more."""

    def note(self, step: str, seconds: float) -> None:
        """Note the next step as done: what it rested on, and every table that no step before it left."""
        position = len(self.standing)
        before = _left(self.standing)
        left = contents(self.snapshot, table_names(self.snapshot) - before.keys() - NOTES)
        done = DoneStep(position, step, hash_of([self.inputs, before]), hash_of(left), left)
        for name, (count, content) in left.items():
            self.snapshot.execute("insert into build_table values (?, ?, ?, ?)", (position, name, count, content))
        self.snapshot.execute(
            "insert into build_step values (?, ?, ?, ?, ?)", (position, step, seconds, done.rested_on, done.left_behind)
        )
        self.standing.append(done)


def open_building(path: Path, inputs: str, connect: Callable[[Path], duckdb.DuckDBPyConnection]) -> Building:
    """Open the file of a run to be built or gone on with; what cannot be read of an earlier night is begun anew.

    ``inputs`` is a hash of what all steps rest on besides the tables of the steps before. A kill while DuckDB makes
    the file leaves one that is none. Raises ``SqlFault`` where no file can be made, ``duckdb.OutOfMemoryException``.
    """
    clear_spilt(path.parent)
    try:
        snapshot, noted, standing = _read(connect(path), inputs)
    except duckdb.OutOfMemoryException:
        raise
    except (SqlFault, duckdb.Error):
        for part in (path, path.with_name(f"{path.name}.wal")):
            part.unlink(missing_ok=True)
        snapshot, noted, standing = _read(connect(path), inputs)
    try:
        _forget(snapshot, standing)
    except BaseException:
        snapshot.close()
        raise
    return Building(snapshot, inputs, standing, [each.step for each in noted[len(standing) :]])


def clear_spilt(folder: Path) -> None:
    """Remove what DuckDB spilled to a run's folder, in this night or in one that was killed."""
    for spilt in folder.glob("spill*"):
        shutil.rmtree(spilt, ignore_errors=True)


def _read(
    snapshot: duckdb.DuckDBPyConnection, inputs: str
) -> tuple[duckdb.DuckDBPyConnection, list[DoneStep], list[DoneStep]]:
    """The file, the steps noted in it, and those of them that stand: only reads what is there."""
    try:
        for table in NOTES:
            warehouse.run_sql(snapshot, "nightly", table)
        noted = _noted(snapshot)
        there = contents(snapshot, table_names(snapshot) - NOTES) if noted else {}
        longest = next(count for count in range(len(noted), -1, -1) if _stand(noted[:count], inputs, there))
        return snapshot, noted, noted[:longest]
    except BaseException:
        snapshot.close()
        raise


def _noted(snapshot: duckdb.DuckDBPyConnection) -> list[DoneStep]:
    left: dict[int, dict[str, Content]] = {}
    for position, name, count, content in snapshot.execute("from build_table").fetchall():
        left.setdefault(position, {})[name] = (count, content)
    done = snapshot.execute(
        "select position, step, rested_on, left_behind from build_step order by position"
    ).fetchall()
    return [DoneStep(place, step, rested, behind, left.get(place, {})) for place, step, rested, behind in done]


def _stand(steps: Sequence[DoneStep], inputs: str, there: Mapping[str, Content]) -> bool:
    """Whether these steps, taken together, are what a night over these inputs would have taken and left."""
    if any(there.get(name) != held for name, held in _left(steps).items()):
        return False
    return all(
        (each.rested_on, each.left_behind) == (hash_of([inputs, _left(steps[:place])]), hash_of(each.left))
        for place, each in enumerate(steps)
    )


def _left(steps: Sequence[DoneStep]) -> dict[str, Content]:
    return {name: held for each in steps for name, held in each.left.items()}


def _forget(snapshot: duckdb.DuckDBPyConnection, standing: Sequence[DoneStep]) -> None:
    """Drop the notes of steps that do not stand, and every table that no standing step left."""
    for table in NOTES:
        snapshot.execute(f"delete from {table} where position >= ?", (len(standing),))  # noqa: S608 - our own names
    for name in table_names(snapshot) - _left(standing).keys() - NOTES:
        snapshot.execute(f'drop table "{name}"')
