"""What is withheld from readers and bears on a child all the same: told as a colour and whom to ring, and no more.

A run that withholds is rated twice: the whole of it, and what is read. Where the whole gives a worse colour, or holds a
flagged adult more, the case says so. A hub in which the secret does not bear on the case shows the case as if there
were none.
"""

from __future__ import annotations

import datetime as dt

import duckdb

from mash.associations import sendable
from mash.rating.facts import CaseFacts, Withheld
from mash.rating.gather import facts_in_bulk, hub_facts, open_cases_of
from mash.rating.policy import Policy
from mash.rating.propose import worst_fired
from mash.vocabulary import Colour, IdentityCertainty
from mash.warehouse import run_sql

CHUNK = 10_000
"""Cases whose facts are in memory at once, twice."""
Row = tuple[str, str, str, int]


def bears_on(read: CaseFacts, whole: CaseFacts, policy: Policy) -> Colour | None:
    """The colour that the whole gives a case, if it is worse than what is read gives, or knows more flagged adults."""
    gives = worst_fired(whole, policy)
    more = _flags(whole, policy) - _flags(read, policy)
    return gives if more or gives > worst_fired(read, policy) else None


def told(colour: Colour, contact: str) -> Withheld:
    """The mark of existence: that there is something, and whom to ring."""
    return Withheld(colour, f"something that is not shown here bears on this child: ring {contact}")


def note_withheld(
    read: duckdb.DuckDBPyConnection,
    whole: duckdb.DuckDBPyConnection | None,
    policy: Policy,
    *,
    as_of: dt.date,
    contact: str,
) -> None:
    """Make ``case_withheld``: the open cases on which something bears that the run that is read does not have."""
    run_sql(read, "rating", "case_withheld")
    if whole is None:
        return
    both = {case.case_id: case for case in open_cases_of(whole)}
    cases = open_cases_of(read)
    counts = hub_facts(read), hub_facts(whole)
    for start in range(0, len(cases), CHUNK):
        chunk = cases[start : start + CHUNK]
        shown = facts_in_bulk(read, chunk, counts[0], as_of=as_of, hops=policy.hops)
        held = facts_in_bulk(whole, [both[case.case_id] for case in chunk], counts[1], as_of=as_of, hops=policy.hops)
        pairs = zip(shown, held, strict=True)
        marks = [(facts.case_id, bears_on(facts, all_of_it, policy)) for facts, all_of_it in pairs]
        found = [(case_id, told(colour, contact)) for case_id, colour in marks if colour is not None]
        made = [{"case_id": case_id, "colour": each.colour.name, "says": each.says} for case_id, each in found]
        run_sql(read, "rating", "add_withheld", {"rows": sendable(made)})


def _flags(facts: CaseFacts, policy: Policy) -> set[Row]:
    """The rows of current flags that a confirmed way leads to: the ids of persons are the two runs' own."""
    rows = (
        flag.evidence
        for exposure in facts.flagged(policy.counted_kinds)
        if exposure.identity == IdentityCertainty.CONFIRMED
        for flag in exposure.flags
        if flag.status == "current" and flag.kind in policy.counted_kinds
    )
    return {(row.agency, row.dataset, row.extract, row.source_row) for row in rows}
