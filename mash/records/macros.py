"""The SQL macros that clean values: one file each, defined in the snapshot, so that enquiries may use them."""

from __future__ import annotations

import duckdb

from mash import warehouse
from mash.contracts import define_checks

MACROS = (
    "fact_key",
    "unless_empty",
    "clean_text",
    "clean_code",
    "clean_date",
    "clean_sex",
    "clean_colour",
    "birth_date",
    "birth_precision",
    "extract_date",
    "term_start",
    "term_end",
    "folded",
    "clean_name",
    "clean_forenames",
    "clean_surname",
    "alias_surname",
    "alias_forenames",
    "raw_name",
    "naming_key",
    "canonical_nhs",
    "is_local_authority",
    "canonical_upn",
    "canonical_pnc",
    "canonical_cro",
    "canonical_crn",
    "canonical_noms",
    "canonical_scheme",
    "canonical_identifier",
    "canonical_phone",
    "canonical_email",
    "canonical_vehicle",
    "canonical_postcode",
    "outcode",
    "canonical_uprn",
    "short_line",
    "home_line",
    "address_line",
    "address_key",
    "one_line",
    "says_no_fixed_abode",
    "stay_kind",
    "localities",
    "stay_at",
    "relationship_word",
    "sex_of_relationship",
    "says_lives_together",
    "flag_kind",
    "concern_of",
    "forbids_contact_with_children",
    "says_missing",
    "programme_of",
)
"""Every ``sql/macros/<name>.sql``, each after those it uses: DuckDB looks a macro's macros up when it is defined."""


def define_macros(con: duckdb.DuckDBPyConnection) -> None:
    """Define every macro in the current database, with the contracts' own for check digits and letters."""
    define_checks(con)
    for name in MACROS:
        warehouse.run_sql(con, "records", f"macros/{name}")
