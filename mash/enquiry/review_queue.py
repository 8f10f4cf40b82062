"""Who waits to be reviewed: persons that may be one, ranked by what confirming it would change in the open cases.

And records of one person that hold together weakly, where a red rests on their doing so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import replace
from itertools import islice

import duckdb

from mash import associations, ledger, rating
from mash.enquiry.contested import contested_rows
from mash.enquiry.weak_joins import weak_joins
from mash.hub import Hub
from mash.ledger import StoredJudgement
from mash.rating import CaseFacts, OpenCase, Policy
from mash.rating.firmness import facts_under
from mash.rating.gather import hub_facts
from mash.reports.pair import QueueRow, Stake
from mash.vocabulary import CaseId, Colour, Flag, IdentityCertainty, PersonId, RecordKey
from mash.warehouse import rows, sql_text

Couple = tuple[PersonId, PersonId]

CHUNK = 200
"""Cases whose networks are in memory at once."""


def queue(hub: Hub) -> list[QueueRow]:
    """Every possible link of the run in use, every weak join that a red rests on, every judgement that numbers deny.

    First what numbers deny, then what would turn a case red, then amber, then the weak joins, then what would bring a
    flag into reach, then the heaviest; last what people have judged since, which the next night takes in.
    """
    _, con = hub.read_current()
    with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
        standing = ledger.judgements(book)
        decided = ledger.latest_decisions(book)
    with closing(con):
        links = rows(con, sql_text("enquiry", "possible_link"))
        judged = judged_couples(con, standing)
        stakes = stakes_of(con, decided)
        joins = weak_joins(con)
        contested = contested_rows(con, standing)
    made = [
        QueueRow(
            **{name: link[name] for name in QueueRow.__dataclass_fields__ if name in link},
            stakes=stakes.get((link["person_a"], link["person_b"]), ()),
            judged=max(
                judged.get((link["person_a"], link["person_b"]), ()), key=lambda each: each.judged_at, default=None
            ),
        )
        for link in links
    ]
    said = {(each.record_key_a, each.record_key_b): each for each in standing}
    joined = [replace(join, judged=said.get((join.record_key_a, join.record_key_b))) for join in joins]
    return sorted([*made, *joined, *contested], key=_place)


def _place(row: QueueRow) -> tuple[bool, int, bool, float, PersonId, PersonId]:
    weight = row.match_weight if row.joined else -row.match_weight
    return (row.settled, -row.rank, row.joined, weight, row.person_a, row.person_b)


def judged_couples(
    con: duckdb.DuckDBPyConnection, standing: Iterable[StoredJudgement]
) -> dict[Couple, list[StoredJudgement]]:
    """The judgements that stand, by the persons whose records they are on; both ends may be one person."""
    judgements = list(standing)
    keys = sorted({key for each in judgements for key in (each.record_key_a, each.record_key_b)})
    person_of: dict[RecordKey, PersonId] = dict(
        con.execute(
            "select record_key, person_id from membership where list_contains($keys, record_key)", {"keys": keys}
        ).fetchall()
    )
    found: defaultdict[Couple, list[StoredJudgement]] = defaultdict(list)
    for each in judgements:
        if each.record_key_a in person_of and each.record_key_b in person_of:
            a, b = sorted((person_of[each.record_key_a], person_of[each.record_key_b]))
            found[a, b].append(each)
    return dict(found)


def stakes_of(
    con: duckdb.DuckDBPyConnection, decided: Mapping[CaseId, Colour], only: Couple | None = None
) -> dict[Couple, tuple[Stake, ...]]:
    """What each possible link, or ``only`` that one, would change were it true and no other; the worst case first."""
    couples: defaultdict[CaseId, list[Couple]] = defaultdict(list)
    for row in rows(con, sql_text("enquiry", "case_of_link")):
        if only in {None, (row["person_a"], row["person_b"])}:
            couples[row["case_id"]].append((row["person_a"], row["person_b"]))
    policy = rating.load_policy(con.execute("select policy from run").fetchall()[0][0])
    cases = {
        case.case_id: replace(case, decided=decided.get(case.case_id, case.decided)) for case in _open(con, couples)
    }
    found: defaultdict[Couple, list[Stake]] = defaultdict(list)
    hub = hub_facts(con)
    waiting = iter(sorted(couples))
    while chunk := list(islice(waiting, CHUNK)):
        children = {case_id: cases[case_id].child for case_id in chunk}
        for case_id, network in associations.networks_of_cases(con, children, hops=policy.hops).items():
            matter = [couple for couple in couples[case_id] if could_change(network, couple)]
            if not matter:
                continue
            before = Outlook(network, rating.facts_of(con, network, cases[case_id], hub), policy)
            for couple in matter:
                stake = before.were_one(couple)
                if stake.colour or stake.new_flags:
                    found[couple].append(stake)
    return {
        couple: tuple(sorted(stakes, key=lambda stake: (-(stake.colour or 0), -stake.new_flags, stake.case_id)))
        for couple, stakes in found.items()
    }


def could_change(network: associations.Network, couple: Couple) -> bool:
    """Whether the two as one could bring anybody flagged as near as they are, or nearer; what cannot is not weighed."""

    def standing(person: PersonId) -> tuple[str, int]:
        return network.reached[person].identity.value, network.reached[person].hops

    near, far = sorted(couple, key=standing)
    if network.reached[near].identity == IdentityCertainty.POSSIBLE:
        return False
    ends = (near, far) if standing(near) == standing(far) else (far,)
    return any(_leads_to_danger(network, end, network.reached[near].hops) for end in ends)


def _leads_to_danger(network: associations.Network, start: PersonId, hops: int) -> bool:
    """Whether a flagged person is met from ``start``, itself so many hops away, as soon as on the way known."""
    layer, seen = {start}, {start}
    for hop in range(hops, network.hops + 1):
        for person in layer:
            at, flags = network.reached[person], network.persons[person].flags
            if flags and (at.identity == IdentityCertainty.POSSIBLE or hop <= at.hops):
                return True
        layer = {other for person in layer for other in network.graph[person]} - seen
        seen |= layer
    return False


class Outlook:
    """One open case as it stands, to compare with what it would be."""

    def __init__(self, network: associations.Network, facts: CaseFacts, policy: Policy) -> None:
        self.network, self.facts, self.policy = network, facts, policy
        self.colour, self.flags = self._under(())

    def were_one(self, couple: Couple) -> Stake:
        """What would change were the two one person, all other possible links being false."""
        colour, flags = self._under((couple,))
        return Stake(self.facts.case_id, self.colour, colour, len(flags - self.flags))

    def _under(self, same: tuple[Couple, ...]) -> tuple[Colour, frozenset[Flag]]:
        facts = facts_under(associations.assuming(self.network, same), self.facts)
        colour = max(rating.propose(facts, self.policy).at_least, facts.person_said or Colour.UNRATED)
        confirmed = (each for each in facts.around.exposures if each.identity == IdentityCertainty.CONFIRMED)
        return colour, frozenset(flag for each in confirmed for flag in each.flags if flag.status == "current")


def _open(con: duckdb.DuckDBPyConnection, wanted: Iterable[CaseId]) -> list[OpenCase]:
    known = set(wanted)
    return [case for case in rating.open_cases_of(con) if case.case_id in known]
