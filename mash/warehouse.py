"""The only place that opens DuckDB and runs a named ``.sql`` file.

DuckDB facts relied on (measured on 1.5.5): parameters bind only in a file's last statement, hence one
statement per file; many read-only processes may share a file that no process writes; the three settings of ``harden``
work in their order alone.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb

from mash.encryption import DataKey, HubKeys, keys_of
from mash.errors import MashError

OFFLINE = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "allow_unsigned_extensions": False,
}
OPENING = threading.Lock()
"""Two threads that open one file share a database: the second must find it hardened."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a connection is asked to be."""

    path: Path | None
    read_only: bool
    reach: tuple[Path, ...]
    files: tuple[Path, ...]
    settings: Mapping[str, str | int | bool]

    @property
    def keys(self) -> HubKeys | None:
        """Of the encrypted hub that it has to do with, if any."""
        spill = self.settings.get("temp_directory")
        touched = (self.path, Path(str(spill)) if spill else None, *self.reach, *self.files)
        return next(filter(None, (keys_of(path) for path in touched if path)), None)


def connect(
    path: Path | None = None,
    *,
    read_only: bool = False,
    reach: Iterable[Path] = (),
    files: Iterable[Path] = (),
    **settings: str | int | bool,
) -> duckdb.DuckDBPyConnection:
    """Open a DuckDB file, or an in-memory database when ``path`` is None; hardened (``harden``).

    It may use no file but its own, its spill (in memory and without a ``temp_directory``: none), those below the
    folders ``reach``, and ``files``. ``settings`` are DuckDB's own (``memory_limit``, ``threads``, ``temp_directory``).
    Below an encrypted hub its file is encrypted, and so is all that it spills (``mash.encryption``).
    The time zone is UTC whatever the machine's is; extensions are never fetched. Raises ``SqlFault`` naming a file
    that is damaged, no database or not to be opened, ``Refused`` for an encrypted hub without its key.
    """
    wanted = _Wanted(path, read_only, tuple(reach), tuple(files), settings)
    with OPENING:
        keys = wanted.keys
        if keys is None:
            return _plain(wanted)
        if path and read_only:
            return _kept(wanted, keys)
        _last_read.clear()  # else what is to be written may be held open to be read
        return _sealed(wanted, keys)


def _plain(wanted: _Wanted) -> duckdb.DuckDBPyConnection:
    path = wanted.path
    spill = {} if path else {"temp_directory": ""}  # else DuckDB would spill to the folder a command is called in
    try:
        connection = duckdb.connect(
            str(path or ":memory:"), read_only=wanted.read_only, config={**OFFLINE, **spill, **wanted.settings}
        )
    except duckdb.IOException as fault:
        raise SqlFault(str(path), fault) from fault
    if not _is_locked(connection):  # else this process has the file open: one database, hardened already
        _settle(connection)
        harden(connection, wanted.reach, wanted.files)
    return connection


def _sealed(wanted: _Wanted, keys: HubKeys) -> duckdb.DuckDBPyConnection:
    """In memory, with the file attached: DuckDB takes a key in no other way."""
    connection = duckdb.connect(config={**OFFLINE, "temp_directory": "", **wanted.settings})
    try:
        _encrypt(connection, keys)
        if wanted.path:
            attach(connection, wanted.path, wanted.path.stem, read_only=wanted.read_only)
            connection.execute(f'use "{wanted.path.stem}"')
        _settle(connection)
        harden(connection, wanted.reach, wanted.files)
    except BaseException:
        connection.close()
        raise
    return connection


_last_read: dict[tuple[object, ...], duckdb.DuckDBPyConnection] = {}
"""The encrypted file this process read last, held open: opening it takes 80 ms, most of it to check the extension."""


def _kept(wanted: _Wanted, keys: HubKeys) -> duckdb.DuckDBPyConnection:
    """A connection of its own to the file, through the one held open while the same is wanted of the same file."""
    path = wanted.path or Path()
    stat = path.stat() if path.exists() else None
    which: tuple[object, ...] = (
        *(path, stat and (stat.st_ino, stat.st_mtime_ns), keys.keys, wanted.reach, wanted.files),
        *sorted(wanted.settings.items()),
    )
    if which not in _last_read:
        connection = _sealed(wanted, keys)
        _last_read.clear()
        _last_read[which] = connection
    return cursor(_last_read[which])


def _settle(connection: duckdb.DuckDBPyConnection) -> None:
    """The settings that every database here has."""
    connection.execute("set enable_progress_bar = false")
    connection.execute("set global TimeZone = 'UTC'")
    connection.execute("set preserve_insertion_order = false")
    # Without pandas installed DuckDB looks for it again for each value it binds: seconds for thousands (measured).
    connection.execute("set pandas_analyze_sample = 0")
    # An Arrow column of texts with 32-bit offsets ends at two gigabytes: those of ten million records pass that.
    connection.execute("set arrow_large_buffer_size = true")


def _encrypt(connection: duckdb.DuckDBPyConnection, keys: HubKeys) -> None:
    """Load OpenSSL's ciphers, which DuckDB has in the extension httpfs alone, and what spills and Parquet are under.

    DuckDB's own cannot write, and reads five times slower (measured). The extension comes with the engine's wheels and
    is loaded by its path; its signature is checked, and nothing of it reaches the network (``harden``).
    """
    import duckdb_extension_httpfs

    root = Path(duckdb_extension_httpfs.__file__).parent
    for extension in root.rglob("httpfs.duckdb_extension"):
        connection.execute(f"load {_quoted(extension)}")
    connection.execute("set temp_file_encryption = true")
    for key in keys.keys:
        connection.execute(f"pragma add_parquet_key('{key.parquet_name}', '{key.parquet}')")


def harden(connection: duckdb.DuckDBPyConnection, reach: Iterable[Path] = (), files: Iterable[Path] = ()) -> None:
    """Shut a database in for as long as it is open: no other folder, extension, variable of Python's or setting.

    In this order: a folder cannot be allowed once access is off, nor access turned off once settings are locked.
    """
    connection.execute(f"set allowed_directories = [{_listed(reach)}]")
    connection.execute(f"set allowed_paths = [{_listed(files)}]")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")


def _is_locked(connection: duckdb.DuckDBPyConnection) -> bool:
    ((locked,),) = connection.execute("select current_setting('lock_configuration')").fetchall()
    return bool(locked)


def _listed(paths: Iterable[Path]) -> str:
    """As texts of SQL, each whole and without links: what DuckDB is asked for is held against both."""
    return ", ".join(sorted({_quoted(each) for path in paths for each in (path.absolute(), path.resolve())}))


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def attach(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    name: str,
    *,
    read_only: bool = True,
    row_group_size: int | None = None,
) -> DataKey | None:
    """Attach another DuckDB file, which lies within the connection's reach, as ``name``; the key it is under.

    A file that is made has row groups of ``row_group_size`` rows, a multiple of 2,048; None for as DuckDB has them.
    Raises ``SqlFault`` for one that is damaged, or opens with no key of its hub.
    """
    keys = keys_of(path)
    candidates = keys.candidates if keys else (None,)
    for key in candidates:
        options = [
            *(["read_only"] if read_only else []),
            *([f"row_group_size {row_group_size}"] if row_group_size else []),
            *(["encryption_key $key"] if key else []),
        ]
        told = f" ({', '.join(options)})" if options else ""
        try:
            connection.execute(f'attach {_quoted(path)} as "{name}"{told}', {"key": key.database} if key else None)
        except (duckdb.IOException, duckdb.InvalidInputException, duckdb.CatalogException) as fault:
            if key is candidates[-1]:
                raise NotOpened(path, fault) from None
        else:
            return key
    return None


def cursor(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Another connection to the same database, standing where this one stands."""
    own = connection.cursor()
    ((name,),) = connection.execute("select current_database()").fetchall()
    own.execute(f'use "{name}"')
    return own


def connect_beside(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """An in-memory database with the memory and threads of a connection, spilling to a folder beside the connection's.

    Not into the same: two databases of one process give their spill files the same names (seen on 1.5.5: one reads what
    the other wrote).
    """
    names = ("memory_limit", "threads", "temp_directory")
    asked = ", ".join(f"current_setting('{name}')" for name in names)
    ((memory, threads, spill),) = connection.execute(f"select {asked}").fetchall()
    return connect(memory_limit=memory, threads=threads, temp_directory=f"{spill}-beside" if spill else "")


def sql_text(room: str, name: str) -> str:
    """The text of ``mash/<room>/sql/<name>.sql``."""
    return (files("mash") / room / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def run_sql(
    connection: duckdb.DuckDBPyConnection, room: str, name: str, parameters: Mapping[str, object] | None = None
) -> duckdb.DuckDBPyConnection:
    """Execute ``mash/<room>/sql/<name>.sql`` with exactly its named ``$parameters``.

    Raises ``MashError`` naming the file when DuckDB refuses the statement.
    """
    try:
        return connection.execute(sql_text(room, name), dict(parameters) if parameters else None)
    except duckdb.Error as fault:
        raise SqlFault(f"{room}/sql/{name}.sql", fault) from fault


class SqlFault(MashError):
    """What DuckDB could not do: where, and the kind of fault; never the values."""

    def __init__(self, where: str, fault: duckdb.Error) -> None:
        what = f"DuckDB refused the statement ({type(fault).__name__})"
        try_ = "run again with MASH_DEBUG=1 for the full message; it may hold personal data"
        if isinstance(fault, duckdb.OutOfMemoryException):
            what, try_ = "out of memory", "raise memory_limit in mash.toml"
        elif isinstance(fault, duckdb.IOException):  # checksums, so that damage anywhere in a file shows as this
            what = "a database file is damaged, or its disk is full or not to be used"
            try_ = "see to the disk; to build a damaged run anew, move its folder out of snapshots/, then mash nightly"
        super().__init__(what, where=where, try_=try_)


class NotOpened(SqlFault):
    """A database file that is damaged, or opens with no key of its hub."""

    def __init__(self, path: Path, fault: duckdb.Error) -> None:
        super().__init__(str(path), fault)
        if not isinstance(fault, duckdb.IOException):
            self.what = "opens with no key of this hub: damaged, of another hub, or not encrypted"
            self.try_ = "mash key show-state; to build a run anew, move its folder out of snapshots/, then mash nightly"


def rows(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, object] | None = None
) -> list[dict[str, Any]]:
    """The result of ``sql`` as one dict per row."""
    result = connection.execute(sql, dict(parameters) if parameters else None)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
