"""Whether the people of an extract may be real, by where their identifiers lie: in ranges that are issued, or never.

Works on the table ``received`` that a connector leaves. What is asked of each kind of identifier and why: decision 35.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from mash.contracts import columns
from mash.contracts.model import Dataset, Field, FieldType


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of identifier with a range that nobody has one of."""

    plural: str
    well_formed: str
    """SQL macro, true of a value that is of the kind at all."""
    may_be_real: str
    """SQL macro, true of a value that somebody may have."""
    never_issued: str
    """The range that is free, in words."""
    borne: float = 0.0
    """A greater share of the well-formed values than this refuses the extract."""
    exact: bool = False
    """Whether all that is not issued is made up: a placeholder or a foreign number is neither."""


KINDS = {
    "nhs-number": Kind("NHS numbers", "is_nhs_number", "nhs_may_be_real", "999 000 0000 to 999 999 9999", exact=True),
    "upn": Kind("UPNs", "is_upn", "upn_may_be_real", "establishments from 9000", exact=True),
    "pnc": Kind("PNC ids", "is_pnc", "pnc_may_be_real", "serials from 9000000"),
    "cro": Kind("CRO numbers", "is_cro", "cro_may_be_real", "serials from 900000"),
    "postcode": Kind("postcodes", "is_postcode", "postcode_may_be_real", "units with C, I, K, M, O or V", borne=0.05),
    "phone": Kind("telephone numbers", "is_phone", "phone_may_be_real", "Ofcom's for drama, such as 07700 900000"),
    "email": Kind("e-mail addresses", "is_email", "email_may_be_real", "example.org, example.com and example.net"),
    "scheme-value": Kind(
        "identifiers", "is_scheme_value", "scheme_value_may_be_real", "as NHS numbers from 999 000 0000"
    ),
}
"""By the format that a contract gives a field. Some postcodes are borne: a slip of the key makes one issued."""
UNRESERVED = Kind("e-mail addresses", "is_email", "email_unreserved", "example.org, example.com and example.net")
"""Told of and not refused: public lists for trying out linkage have made-up people at made-up domains."""
MACROS = (
    *(f"issued/{kind.may_be_real}" for name, kind in KINDS.items() if name != "scheme-value"),
    *(f"issued/{name}" for name in ("email_unreserved", "issued_scheme", "scheme_value_may_be_real")),
)
"""In order: DuckDB wants the macros that a macro uses to be there."""


@dataclass(frozen=True, slots=True)
class Found:
    """How many of a column's values somebody may have; never which."""

    column: str
    kind: Kind
    may_be_real: int
    of: int
    """Values that are of the kind at all."""

    @property
    def refuses(self) -> bool:
        """Whether so many cannot be put down to chance."""
        return self.may_be_real > self.kind.borne * self.of

    def __str__(self) -> str:
        return f"{self.may_be_real:,} of {self.of:,} {self.kind.plural}"


def found_in(connection: duckdb.DuckDBPyConnection, dataset: Dataset) -> list[Found]:
    """Of each column with such identifiers how many may be real, by the columns' order; those without any left out."""
    found = [_counted(connection, field, KINDS[field.format]) for field in dataset.fields if field.format in KINDS]
    return [each for each in found if each.of]


def unreserved_in(connection: duckdb.DuckDBPyConnection, dataset: Dataset) -> Iterator[Found]:
    """Columns with e-mail addresses at domains that somebody may have."""
    for field in dataset.fields:
        if field.format == "email":
            each = _counted(connection, field, UNRESERVED)
            if each.may_be_real:
                yield each


def _counted(connection: duckdb.DuckDBPyConnection, field: Field, kind: Kind) -> Found:
    column = columns.quoted(field.name)
    values = f"unnest({column})" if field.type is FieldType.LIST else column
    counts = (f"count(*) filter ({macro}(value))" for macro in (kind.may_be_real, kind.well_formed))
    query = columns.statement(
        f"select {columns.listed(counts)}",
        f"from (select trim({values}) as value",
        f"from received where {column} is not null)",
    )
    (real, of) = connection.execute(query).fetchall()[0]
    return Found(field.name, kind, real, of)
