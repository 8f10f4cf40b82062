"""An agency's SQL: a folder of ``<table>[_<part>].sql``, each one insert into a table of the one shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

import duckdb

from mash.configuration import AgencyConfig
from mash.errors import UsageError
from mash.warehouse import SqlFault

_FOLDER = files("mash") / "records" / "sql"
_TRY = "compare with the SQL of a built-in contract in mash/records/sql/"


@dataclass(frozen=True, slots=True)
class Statement:
    """One insert, and the file it stands in."""

    where: str
    sql: str

    def run(self, con: duckdb.DuckDBPyConnection, values: Mapping[str, object]) -> None:
        """Execute with those of ``values`` that it names.

        Raises ``UsageError`` when it is not one insert or names another parameter, ``SqlFault`` when refused.
        """
        try:
            parsed = con.extract_statements(self.sql)
        except duckdb.ParserException as fault:
            raise SqlFault(self.where, fault) from fault
        if len(parsed) != 1 or parsed[0].type != duckdb.StatementType.INSERT:
            raise UsageError("this is not one insert statement", where=self.where, try_=_TRY)
        if unknown := parsed[0].named_parameters - set(values):
            raise UsageError(
                f"unknown parameter ${', $'.join(sorted(unknown))}", where=self.where, try_="use $agency or $as_of"
            )
        try:
            con.execute(self.sql, {name: values[name] for name in parsed[0].named_parameters} or None)
        except duckdb.Error as fault:
            raise SqlFault(self.where, fault) from fault


def statements_of(agency: AgencyConfig, tables: Sequence[str]) -> list[Statement]:
    """The statements of one agency: of its own folder if it names one, else of its built-in contract.

    Raises ``UsageError`` when there is no such folder or a file is named after none of ``tables``.
    """
    if agency.sql is not None:
        if not agency.sql.is_dir():
            raise UsageError(
                f"agency {agency.name}: its folder of SQL is not there",
                where=str(agency.sql),
                try_="sql = in mash.toml",
            )
        return _statements(agency.sql, str(agency.sql), tables)
    if not (_FOLDER / agency.contract / "person_record.sql").is_file():
        raise UsageError(
            f"agency {agency.name}: its contract is not built in and brings no SQL",
            where=agency.contract,
            try_='sql = "folder" in its block of mash.toml',
        )
    return built_in_statements(agency.contract, tables)


def built_in_statements(contract: str, tables: Sequence[str]) -> list[Statement]:
    """The statements of ``mash/records/sql/<contract>/``."""
    return _statements(_FOLDER / contract, f"records/sql/{contract}", tables)


def _statements(folder: Traversable, where: str, tables: Sequence[str]) -> list[Statement]:
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)
    stray = [file.name for file in found if not _names_one_of(file.name.removesuffix(".sql"), tables)]
    if stray or not found:
        raise UsageError(
            f"named after no table of the one shape: {', '.join(stray)}" if stray else "no .sql file here",
            where=where,
            try_=f"<table>.sql or <table>_<part>.sql, of {', '.join(tables)}",
        )
    return [Statement(f"{where}/{file.name}", file.read_text(encoding="utf-8")) for file in found]


def _names_one_of(stem: str, tables: Sequence[str]) -> bool:
    return any(stem == table or stem.startswith(f"{table}_") for table in tables)
