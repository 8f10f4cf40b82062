"""Removing from the landing what has expired or was erased: each file is written anew without it, or stays whole.

The new files lie beside the old until the manifest, replaced in one step, names them; then the old and the original go.
So a purge that is killed leaves every file as it was or as it shall be, and the next one clears what is left over.
Of a key's versions the newest decides for all: else an older one would come to stand again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from mash import warehouse
from mash.configuration import AgencyConfig
from mash.contracts import Contract, Dataset, columns, load_contract
from mash.extracts.current import Standing, data_path, is_by, values_of
from mash.extracts.drop import extract_date
from mash.extracts.intact import check_rows, reading
from mash.extracts.landed_files import parquet_option, rows_of_files
from mash.extracts.landing import MANIFEST, Manifest, Purge, landed, replace_manifest
from mash.hub import Hub
from mash.retention import ROW_MARK, Reading, Terms, by_the_way, rejected_marks, row_mark


@dataclass(frozen=True, slots=True)
class Purged:
    """Rows of one dataset that left, or are to leave, the landing: each counts once for every extract it stood in."""

    agency: str
    dataset: str
    extracts: int
    expired: int
    erased: int


@dataclass(frozen=True, slots=True)
class Due:
    """What is to leave one landed file."""

    manifest: Manifest
    loaded: tuple[int, int]
    """Rows loaded that expired, and that were erased."""
    rejected: tuple[int, int]
    """Of those that were rejected."""
    renamed: int
    """Rows that stay and name by the way somebody erased."""

    @property
    def leave(self) -> tuple[int, int]:
        """Rows of both kinds that expired, and that were erased."""
        return self.loaded[0] + self.rejected[0], self.loaded[1] + self.rejected[1]

    @property
    def any(self) -> bool:
        """Whether the file is to be written anew."""
        return any((*self.loaded, *self.rejected, self.renamed))


def purge_landing(hub: Hub, day: dt.date, terms: Terms, *, at: dt.datetime) -> tuple[Purged, ...]:
    """Remove what has expired on the day or was erased from every extract dated by then; the caller holds the hub.

    Purging twice is purging once. Raises ``Damaged`` for a landed file that is not what it was, which stays.
    """
    return tuple(_each(hub, day, terms, at.isoformat(timespec="seconds")))


def due_for_purge(hub: Hub, day: dt.date, terms: Terms) -> tuple[Purged, ...]:
    """What a purge on that day would remove; nothing is changed."""
    return tuple(_each(hub, day, terms, None))


def last_purge(hub: Hub) -> str:
    """The moment, ISO 8601, at which rows last left a landed file; an empty text when none has."""
    every = (each for agency in hub.config.agencies for each in landed(hub.landing / agency.name))
    return max((purge.at for each in every for purge in each.purges), default="")


def _each(hub: Hub, day: dt.date, terms: Terms, at: str | None) -> Iterator[Purged]:
    """What is said of an occurrence goes before it: after a kill the next purge can still tell what it belonged to."""
    kept = replace(terms, disputes=())
    if not kept.any:
        return
    config = hub.config
    spill = hub.landing / "spill-purging"
    with closing(
        warehouse.connect(
            memory_limit=config.memory_limit, threads=config.threads, temp_directory=str(spill), reach=hub.reach
        )
    ) as con:
        for agency in config.agencies:
            one = _Landing(con, hub, agency, day, kept)
            if at:
                one.clear_left_over()
            for dataset in reversed(one.contract.datasets):
                due = one.due(dataset)
                if at:
                    for each in due:
                        one.write_anew(dataset, each, at)
                if due:
                    expired, erased = (sum(each.leave[place] for each in due) for place in range(2))
                    yield Purged(agency.name, dataset.name, len(due), expired, erased)


class _Landing:
    """One agency's landing, in which ``gone`` says which rows of a dataset leave."""

    def __init__(
        self, con: duckdb.DuckDBPyConnection, hub: Hub, agency: AgencyConfig, day: dt.date, terms: Terms
    ) -> None:
        self.con, self.hub, self.agency, self.day, self.terms = con, hub, agency, day, terms
        self.contract: Contract = load_contract(agency.contract)

    def files(self, dataset: str) -> list[Manifest]:
        """Every landed file of the dataset dated by the day."""
        every = landed(self.hub.landing / self.agency.name)
        return [each for each in every if each.dataset == dataset and is_by(each.extract, self.day)]

    def versions(self, dataset: Dataset, files: Sequence[Manifest]) -> str:
        """SQL of every row of every file, withdrawals among them."""
        return values_of(self.con, dataset, [data_path(self.hub, each) for each in files])

    def rows(self, name: str) -> str:
        """SQL of each row as it was last known, whether or not it was withdrawn since."""
        dataset, files = self.contract.dataset(name), self.files(name)
        if not files:
            return ""
        key = columns.listed(columns.quoted(each) for each in dataset.key_or_row)
        return columns.statement(
            "select * exclude (deleted) from (",
            self.versions(dataset, files),
            ") where not deleted",
            f"qualify row_number() over (partition by {key} order by _extract desc, _row desc) = 1",
        )

    def due(self, dataset: Dataset) -> list[Due]:
        """By file what is to leave it; ``gone`` has the rows loaded, ``rejected_gone`` those rejected."""
        files = self.files(dataset.name)
        if not files:
            return []
        paths = {data_path(self.hub, each): each.rows_loaded for each in files}
        with reading(self.con, list(paths)):
            check_rows(self.con, paths)
            self._find_gone(dataset, files)
        found = [self._due(dataset, each) for each in files]
        return [each for each in found if each.any]

    def _find_gone(self, dataset: Dataset, files: Sequence[Manifest]) -> None:
        self.con.execute("create or replace temp table gone (_extract varchar, _row bigint, erased boolean)")
        self.con.execute("create or replace temp table named_by_the_way (_extract varchar, _row bigint)")
        last = self.terms.reading(self.agency.name, self.contract, dataset, self.day, self.rows)
        self._run(f"create or replace temp table ended as {_where(last.rows, last.expired)}", last)
        versions = self.versions(dataset, files)
        given = self.terms.reading(
            self.agency.name,
            self.contract,
            dataset,
            self.day,
            lambda name: versions if name == dataset.name else self.rows(name),
        )
        same = " and ".join(
            f"ended.{columns.quoted(name)} is not distinct from given.{columns.quoted(name)}"
            for name in dataset.key_or_row
        )
        erased = f"({given.kept_out}) and not ({given.held})"
        self._run(
            columns.statement(
                "insert into gone select _extract, _row, erased",
                "from (select *,",
                f"{erased} as erased from (",
                given.rows,
                ")) as given where erased or exists (select 1 from ended where",
                same,
                ")",
            ),
            given,
        )
        self._spare_what_is_read(dataset)
        mentions = " or ".join(by_the_way(self.agency.name, self.contract, dataset).values())
        if self.terms.erased and mentions:
            marked = columns.statement(
                "select *,", row_mark(self.agency.name, dataset), f"as {ROW_MARK} from (", versions, ")"
            )
            named = _where(marked, f"({mentions}) and not ({given.held})")
            self._run(columns.statement("insert into named_by_the_way select _extract, _row from (", named, ")"), given)

    def _spare_what_is_read(self, dataset: Dataset) -> None:
        """No purge takes what a night of that day reads: such as the role in an occurrence that was withdrawn since."""
        standing = Standing(self.con, self.hub, self.agency, self.day)
        if standing.files(dataset.name):
            with standing.reading(dataset, self.terms) as terms:
                read = _where(terms.rows, f"not ({terms.away})")
                self._run(
                    columns.statement(
                        "delete from gone where exists (select 1 from (",
                        read,
                        ") as read where (read._extract, read._row) = (gone._extract, gone._row))",
                    ),
                    terms,
                )

    def _due(self, dataset: Dataset, manifest: Manifest) -> Due:
        extract = {"extract": manifest.extract}
        counts = "count(*) filter (where not erased), count(*) filter (where erased)"
        expired, erased = self.con.execute(
            columns.statement("select", counts, "from gone where _extract = $extract"), extract
        ).fetchall()[0]
        ((named,),) = self.con.execute(
            "select count(*) from named_by_the_way anti join gone using (_extract, _row) where _extract = $extract",
            extract,
        ).fetchall()
        self._find_rejected(dataset, manifest)
        rejected = self.con.execute(columns.statement("select", counts, "from rejected_gone")).fetchall()[0]
        return Due(manifest, (expired, erased), rejected, named)

    def _find_rejected(self, dataset: Dataset, manifest: Manifest) -> None:
        """Rejected rows say nothing that a rule could be held against: they expire from the day they were received.

        By the longest of the dataset's periods. Erased is one in which an id of somebody erased stands.
        """
        rules = self.terms.schedule.of(self.agency.name, dataset.name)
        received = extract_date(manifest.extract)
        ends = columns.listed(f"date '{received}' + interval '{rule.period}'" for rule in rules)
        expired = f"greatest({ends}) <= date '{self.day}'" if rules else "false"
        erased = rejected_marks(self.agency.name) if self.terms.erased else "false"
        file = data_path(self.hub, manifest).with_name(manifest.rejects)
        marks = self._marks if self.terms.erased else {}
        self.con.execute(
            columns.statement(
                "create or replace temp table rejected_gone as",
                f"select _row, bool_or({erased}) as erased, {expired} as expired",
                rows_of_files(self.con, [file]),
                "where cost = 'row' group by _row having erased or expired",
            ),
            marks or None,
        )

    def write_anew(self, dataset: Dataset, due: Due, at: str) -> None:
        """What is left of a file, then its manifest in one step; then the old goes."""
        self._find_rejected(dataset, due.manifest)
        expired, erased = due.leave
        rules = tuple(
            f"{rule.period} after {' or '.join(rule.after)}: {rule.source}"
            for rule in self.terms.schedule.of(self.agency.name, dataset.name)
        )
        was = due.manifest
        new = replace(
            was,
            rows_loaded=was.rows_loaded - sum(due.loaded),
            rows_rejected=was.rows_rejected - sum(due.rejected),
            rows_expired=was.rows_expired + expired,
            rows_erased=was.rows_erased + erased,
            purges=(*was.purges, Purge(at, expired, erased, rules if expired else ())),
        )
        folder = data_path(self.hub, was).parent
        with reading(self.con, [folder / was.data]):
            self._copy(self._left(dataset, was), folder / new.data)
            gone = "select _row from gone where _extract = $extract union all select _row from rejected_gone"
            rejects = rows_of_files(self.con, [folder / was.rejects])
            rows = columns.statement(rejects, "where _row not in (", gone, ") order by all")
            self._copy((rows, {"extract": was.extract}), folder / new.rejects)
        replace_manifest(folder, new)
        _clear(folder, new)

    def _left(self, dataset: Dataset, manifest: Manifest) -> tuple[str, dict[str, object]]:
        """The rows of a file that stay, without the names by the way of whoever is erased."""
        file = rows_of_files(self.con, [data_path(self.hub, manifest)])
        there = {name for name, *_ in self.con.execute(f"describe {file}").fetchall()}
        named = by_the_way(self.agency.name, self.contract, dataset)
        put = {name: mark for name, mark in named.items() if name in there} if self.terms.erased else {}
        of_it = "_row in (select _row from named_by_the_way where _extract = $extract)"
        replaced = columns.listed(
            columns.statement("case when not", f"({mark} and {of_it}) then {quoted} end as {quoted}")
            for name, mark in put.items()
            for quoted in [columns.quoted(name)]
        )
        rows = columns.statement(
            f"select * replace ({replaced})" if put else "select *",
            file,
            "where _row not in (select _row from gone where _extract = $extract) order by _row",
        )
        return rows, {"extract": manifest.extract, **(self._marks if put else {})}

    @property
    def _marks(self) -> dict[str, object]:
        return {"salt": self.terms.salt, "erased": sorted(self.terms.erased)}

    def _run(self, sql: str, terms: Reading) -> None:
        self.con.execute(sql, terms.named_in(sql))

    def _copy(self, rows: tuple[str, dict[str, object]], path: Path) -> None:
        sql, parameters = rows
        self.con.execute(
            columns.statement(
                "copy (",
                sql,
                f") to $to (format parquet, compression zstd, compression_level 1{parquet_option(path)})",
            ),
            {**parameters, "to": str(path)},
        )

    def clear_left_over(self) -> None:
        """Remove what a purge that was killed had written and not put in use, or put in use and not cleared."""
        for manifest in landed(self.hub.landing / self.agency.name):
            folder = data_path(self.hub, manifest).parent
            named = {MANIFEST, manifest.data, manifest.rejects}
            written = [*folder.glob("data-*.parquet"), *folder.glob("rejects-*.parquet")]
            if manifest.purges or any(path.name not in named for path in written):
                _clear(folder, manifest)


def _where(rows: str, condition: str) -> str:
    return columns.statement("select * from (", rows, f") where {condition}")


def _clear(folder: Path, manifest: Manifest) -> None:
    """Leave only what the manifest names; and the original of a file that was never purged."""
    named = {MANIFEST, manifest.data, manifest.rejects}
    for path in folder.iterdir():
        if path.name not in named and (manifest.purges or not path.name.startswith("original.")):
            path.unlink()
