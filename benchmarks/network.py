"""Time the search around all open cases at once, beside a networkx search case by case in the same run.

A made-up hub is written straight into the snapshot's tables: families, kin elsewhere, circles known to police, flags
and possible identities as common as in a made-up town at ordinary rates. What one run says:

- all open cases at three hops, without and with twenty super-hubs planted: seconds, and whether anything differs;
- networkx case by case on a sample, extrapolated to all: over the whole network in memory, and as the enquiry cuts it;
- the whole rating step over the same cases, and how much of it is certainty.

    python benchmarks/network.py [PERSONS] [CASES] [ROUNDS]

A round is one search without the super-hubs and one with them; of several the quickest counts.
"""

from __future__ import annotations

import datetime as dt
import gc
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import networkx as nx

from mash import associations, rating, warehouse

AS_OF = dt.date(2026, 1, 31)
HOPS = 3
SAMPLE = 300
ENQUIRIES = 40
HUBS, HUB_TIES = 20, 5_000
LIMITS = {"memory_limit": "3GB", "threads": 2}
TABLES = Path(__file__).with_name("network.sql")
REACH = "case_id, person_id, hops, via, tie_id, strength, identity"


def main(persons: int, cases: int, rounds: int) -> None:
    """Make the hub, search it in every way, rate it."""
    policy = rating.load_policy("policy-2026-12")
    with tempfile.TemporaryDirectory() as folder:
        con = warehouse.connect(Path(folder) / "hub.duckdb", temp_directory=folder, **LIMITS)
        print(f"{persons:,} persons, {cases:,} open cases, {HOPS} hops; {LIMITS['threads']} threads, 4 GB", flush=True)
        _, made = timed(lambda: make(con, persons, cases, policy))
        print(f"made in {made:.1f} s: {told(con)}", flush=True)
        batch = all_at_once(con, persons, policy, rounds)
        print(f"peak memory so far {peak():.2f} GB", flush=True)
        rate(con, policy)
        print(f"peak memory of the engine {peak():.2f} GB", flush=True)
        case_by_case(con, cases, batch)
        con.close()


def same(what: str, one: object, other: object) -> None:
    """Ends the run when the two differ."""
    if one != other:
        sys.exit(f"differ: {what}")


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """What the work gave, and how long it took, wall clock; the processor's seconds, of all threads, are printed.

    On a machine that others use the two differ, and the second is the fairer.
    """
    gc.collect()
    begun, busy = time.perf_counter(), time.process_time()
    found = work()
    taken = time.perf_counter() - begun
    print(f"    ({taken:.1f} s by the clock, {time.process_time() - busy:.1f} s of processor)", flush=True)
    return found, taken


def peak() -> float:
    """The most memory this process has held, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def make(con: duckdb.DuckDBPyConnection, persons: int, cases: int, policy: rating.Policy) -> None:
    """The tables of a snapshot up to the associations, and the open cases."""
    shape = files("mash") / "records" / "sql" / "shape"
    for ddl in sorted(shape.iterdir(), key=lambda file: file.name):
        con.execute(ddl.read_text(encoding="utf-8"))
    numbers = {"persons": persons, "cases": cases}
    for statement in TABLES.read_text(encoding="utf-8").split(";\n"):
        wanted = {name: value for name, value in numbers.items() if f"${name}" in statement}
        con.execute(statement, wanted or None)
    follow(con, policy)
    warehouse.run_sql(con, "associations", "identity_hop")
    settings = policy.associations.parameters()
    warehouse.run_sql(
        con,
        "associations",
        "association_run",
        {"as_of": AS_OF, "follow_at_least": settings["follow_at_least"], "settings": json.dumps(settings)},
    )
    associations.flag_persons(con, as_of=AS_OF)
    associations.open_cases(con, as_of=AS_OF)


def follow(con: duckdb.DuckDBPyConnection, policy: rating.Policy) -> None:
    """Make ``hop`` anew, as the night does from the ties."""
    settings = policy.associations.parameters()
    warehouse.run_sql(con, "associations", "hop", {name: settings[name] for name in ("follow_at_least", "person_cap")})


def told(con: duckdb.DuckDBPyConnection) -> str:
    """What was made, in words."""
    ((ties, links, flags, cases),) = con.execute(
        "select (select count(*) from tie), (select count(*) from possible_identity),"
        " (select count(distinct person_id) from person_flag where status = 'current'),"
        " (select count(*) from open_case)"
    ).fetchall()
    return f"{ties:,} ties, {links:,} possible identities, {flags:,} persons with a current flag, {cases:,} open cases"


def all_at_once(con: duckdb.DuckDBPyConnection, persons: int, policy: rating.Policy, rounds: int) -> float:
    """The frontier over every open case, without and with super-hubs in turn; the seconds without."""
    plain, hubbed = [], []
    for _ in range(rounds):
        plain.append(timed(lambda: associations.reach(con, hops=HOPS))[1])
        before = results(con)
        plant(con, persons)
        follow(con, policy)
        hubbed.append(timed(lambda: associations.reach(con, hops=HOPS))[1])
        after, met = results(con), con.execute("select count(*) from reach where person_id like 'H%'").fetchall()[0][0]
        same("what is reached without and with super-hubs", before, after)
        con.execute("delete from tie where tie_id like 'H%'")
        con.execute("delete from person where person_id like 'H%'")
        follow(con, policy)
    associations.reach(con, hops=HOPS)
    ((reached, exposures),) = con.execute(
        "select (select count(*) from reach), (select count(*) from exposure)"
    ).fetchall()
    print(
        f"reach {min(plain):.1f} s ({', '.join(f'{each:.1f}' for each in plain)}): {reached:,} persons in reach,"
        f" {exposures:,} flagged"
    )
    print(f"  with {HUBS} super-hubs of {HUB_TIES:,} ties {min(hubbed):.1f} s"
          f" ({', '.join(f'{each:.1f}' for each in hubbed)}), {min(hubbed) / min(plain) - 1:+.0%};"
          f" they are met {met:,} times, and all else is the same")  # fmt: skip
    return min(plain)


def results(con: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """A digest of everybody reached and every flagged adult but the super-hubs themselves, and how many there are."""
    return con.execute(
        f"select count(*), bit_xor(hash({REACH})) from reach where person_id not like 'H%'"  # noqa: S608 - our own columns
        " union all select count(*), bit_xor(hash(case_id, person_id, step, from_person, to_person, tie_id))"
        " from exposure_leg"
    ).fetchall()


def plant(con: duckdb.DuckDBPyConnection, persons: int) -> None:
    """Persons tied to thousands: a professional in every record, a number that a whole town gave."""
    con.execute(
        f"insert into person by name select 'H' || hub as person_id, true as is_adult from range({HUBS}) t(hub)"  # noqa: S608 - a number
    )
    con.execute(
        "insert into tie by name select distinct on (person_a, person_b) * from (select"  # noqa: S608 - numbers
        f" 'H' || hub || '.' || spoke as tie_id, 'H' || hub as person_a,"
        f" 'P' || lpad((hash(hub, spoke) % {persons})::varchar, 8, '0') as person_b,"
        " 'involved together' as kind, 'derived' as class, 'witness' as a_is, 'victim' as b_is, 0.5 as strength,"
        f" ['police'] as agencies from range({HUBS}) t(hub), range({HUB_TIES}) s(spoke))"
    )


def rate(con: duckdb.DuckDBPyConnection, policy: rating.Policy) -> None:
    """The rating step over all cases."""
    profile = rating.load_profile("oxfordshire")
    rated, seconds = timed(lambda: rating.rate_open_cases(con, policy, as_of=AS_OF, profile=profile))
    print(f"rating {seconds:.1f} s for {rated:,} cases, {seconds / rated * 1000:.2f} ms each")
    for row in con.execute(
        "select at_least, count(*), count(*) filter (certainty < 1) from proposal group by at_least order by at_least"
    ).fetchall():
        print("  at least {}: {:,} cases, {:,} of them not certain".format(*row))
    ((linked,),) = con.execute(
        "select count(distinct a.case_id) from reach a join possible_identity l on a.person_id = l.person_a"
        " join reach b on b.person_id = l.person_b and a.case_id = b.case_id"
    ).fetchall()
    weighed = con.execute(
        "select count(distinct case_id) filter (links > 0), count(distinct case_id) filter (draws > 0)"
        " from proposal_certainty"
    ).fetchall()[0]
    print(
        f"  {linked:,} cases have possible links in reach; they were weighed for {weighed[0]:,},"
        f" for {weighed[1]:,} of these by draws"
    )


def case_by_case(con: duckdb.DuckDBPyConnection, cases: int, batch: float) -> None:
    """The same by networkx, on a sample; the results must be equal."""
    sample = con.execute(
        f"select case_id, child_person_id from open_case order by hash(case_id) limit {SAMPLE}"  # noqa: S608 - a number
    ).fetchall()
    cuts, seconds = timed(
        lambda: [associations.network_around(con, child, hops=HOPS) for _, child in sample[:ENQUIRIES]]
    )
    each = seconds / len(cuts)
    print(
        f"networkx, cut from the tables case by case: {each * 1000:.1f} ms each on {len(cuts)},"
        f" {each * cases:,.0f} s for {cases:,} (extrapolated): {each * cases / batch:,.0f} x all at once"
    )
    graph, building = timed(lambda: whole(con))
    searched, seconds = timed(lambda: {case: Search(graph, child).reached for case, child in sample})
    each = seconds / len(sample)
    print(
        f"networkx, the whole network in memory: {building:.0f} s to build, {peak():.1f} GB;"
        f" {each * 1000:.2f} ms each on {len(sample)}, {each * cases:,.0f} s for {cases:,} (extrapolated):"
        f" {each * cases / batch:,.1f} x all at once, {(building + each * cases) / batch:,.1f} x with the building"
    )
    found: dict[str, dict[str, tuple[Any, ...]]] = {case: {} for case, _ in sample}
    for case, person, *at in con.execute(
        f"select {REACH} from reach where list_contains($cases, case_id)",  # noqa: S608 - our own columns
        {"cases": [case for case, _ in sample]},
    ).fetchall():
        found[case][person] = tuple(at)
    same("the frontier and networkx over the whole network", found, searched)
    for cut, (case, _) in zip(cuts, sample, strict=False):
        reached = {person: (at.hops, at.via, at.tie_id, at.strength, at.identity) for person, at in cut.reached.items()}
        same("the frontier and the network cut for an enquiry", found[case], reached)
    print(f"  equal on all {len(sample)}: {sum(map(len, found.values())):,} persons in reach, by the same ties")


def whole(con: duckdb.DuckDBPyConnection) -> nx.Graph:
    """Everybody, by the ties that are followed; who may be one person stands on the edge as well."""
    graph: nx.Graph = nx.Graph()
    hops = con.execute("select from_person, to_person, tie_id, strength, busy from hop").fetchall()
    for a, b, tie_id, strength, busy in hops:
        graph.add_edge(a, b, tie_id=tie_id, strength=strength)
        if busy:
            graph.nodes[a]["busy"] = True
    for a, b, probability in con.execute("select person_a, person_b, probability from possible_identity").fetchall():
        graph.add_edge(a, b, probability=probability)
    return graph


At = tuple[int, "str | None", "str | None", float, str]
"""Hops, the person before, the tie, the strength of the path, and confirmed or possible."""


class Search:
    """Everyone within reach of a child, layer by layer, by the best path: as the frontier has it."""

    def __init__(self, graph: nx.Graph, child: str) -> None:
        self.graph, self.child = graph, child
        self.reached: dict[str, At] = {child: (0, None, None, 1.0, "confirmed")}
        self.nearer: dict[str, At] = {}
        frontier = self.at(0)
        for hop in range(1, HOPS + 1):
            frontier = self.spread(frontier, hop, "confirmed", "strength")
        for hop in range(HOPS + 1):
            if hop:
                self.spread(self.at(hop - 1, "possible"), hop, "possible", "strength")
            self.spread(self.at(hop), hop, "possible", "probability")

    def at(self, hop: int, identity: str = "") -> list[tuple[str, At]]:
        """Whom the search met at this hop, and may go on from."""
        met = (*self.reached.items(), *self.nearer.items())
        return [(person, at) for person, at in met if at[0] == hop and at[4].startswith(identity)]

    def spread(self, frontier: list[tuple[str, At]], hop: int, identity: str, by: str) -> list[tuple[str, At]]:
        """One step on from everybody at the frontier, along ties (``strength``) or identities (``probability``)."""
        best: dict[str, At] = {}
        for person, at in frontier:
            if person not in self.graph or (
                by == "strength" and person != self.child and "busy" in self.graph.nodes[person]
            ):
                continue
            for other, edge in self.graph.adj[person].items():
                before = self.nearer.get(other) or self.reached.get(other)
                if by not in edge or (before and before[0] <= hop):
                    continue
                tie_id = edge["tie_id"] if by == "strength" else None
                met = (hop, person, tie_id, at[3] * edge[by], identity)
                if other not in best or (-met[3], person) < (-best[other][3], best[other][1] or ""):
                    best[other] = met
        for person, at in best.items():
            (self.nearer if person in self.reached else self.reached)[person] = at
        return list(best.items())


if __name__ == "__main__":
    main(*(int(word) for word in [*sys.argv[1:], *("1000000", "100000", "2")[len(sys.argv) - 1 :]]))
