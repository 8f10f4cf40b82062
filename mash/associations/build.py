"""From records and persons to dated, evidenced ties: set-shaped work, in SQL.

Crowds come before pairs: no context is squared before it is known to be small.
"""

from __future__ import annotations

import datetime as dt
import json

import duckdb

from mash.associations.sealing import unsay_ties
from mash.associations.settings import Settings
from mash.warehouse import run_sql

STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("source_belief", ()),
    ("left_home", ("as_of",)),
    ("usable_stay", ("as_of",)),
    ("context_member", ("as_of",)),
    ("crowd", ("crowd_kinds", "household_cap", "occurrence_cap", "contact_cap")),
    ("crowd_member", ()),
    ("household_evidence", ("household_min_days",)),
    ("relationship_meaning", ()),
    ("relationship_evidence", ()),
    ("kin_evidence", ("household_cap",)),
    ("involvement_evidence", ("as_of",)),
    ("contact_evidence", ()),
    ("likely_partner_evidence", ()),
    ("likely_parent_evidence", ()),
    ("association_evidence", ("as_of", "look_back_years")),
    ("tie_evidence", ()),
    ("tie", ()),
    ("association_left_out", ("as_of",)),
    ("hop", ("follow_at_least", "person_cap")),
    ("identity_hop", ()),
    ("association_run", ("as_of", "follow_at_least", "settings")),
)
"""Each table in the order of its making, with the parameters its file takes."""

SCAFFOLDING = (
    "left_home",
    "usable_stay",
    "context_member",
    "household_evidence",
    "relationship_evidence",
    "kin_evidence",
    "involvement_evidence",
    "contact_evidence",
    "likely_partner_evidence",
    "likely_parent_evidence",
    "association_evidence",
)
"""Tables nobody reads once the ties stand."""


def build(con: duckdb.DuckDBPyConnection, *, as_of: dt.date, settings: Settings) -> None:
    """Make ``tie``, ``tie_evidence``, ``crowd``, ``crowd_member``, and what the frontier and the networks are cut from.

    Reads the one shape, ``membership`` and ``possible_identity``. Ties are those valid on ``as_of``, or ended
    within the look-back. ``association_left_out`` counts the rows that could make no tie, by reason.
    """
    parameters = {"as_of": as_of, **settings.parameters(), "settings": json.dumps(settings.parameters())}
    for name, needed in STEPS:
        run_sql(con, "associations", name, {each: parameters[each] for each in needed})
        if name == "tie":
            unsay_ties(con)
    for name in SCAFFOLDING:
        con.execute(f"drop table {name}")
