"""What another policy would make of the run in use, before anybody puts it in force: nothing is published.

A database of its own stands before the run's: what is built anew stands in it, all else is read from the run as it is.
So records, identities and people's decisions are the run's, and what differs is the policy's doing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from mash import __version__, associations, rating, warehouse
from mash.errors import Refused
from mash.hub import Hub
from mash.rating.checking import RESERVED
from mash.rating.differing import CaseDiffers, How, PolicyDiff, files_differ, how_it_differs
from mash.vocabulary import Colour, RunId
from mash.warehouse import rows, run_sql, sql_text

POLICY_DIFF_STEPS = 4
"""How many steps a comparison tells of."""
BENCH, RUN = "bench", "run_in_use"
OTHER_COLOUR = frozenset({How.RAISED, How.LOWERED})


def diff_policies(hub: Hub, old: rating.Policy, new: rating.Policy, *, progress: Callable[[str], None]) -> PolicyDiff:
    """Every open case of the run in use whose proposal ``new`` would change, against ``old``.

    Both rate over the run's own ties and reach, unless a policy makes them otherwise: then they are built anew, aside.
    Raises ``NotFound`` before the first night, ``Refused`` over a run of another version.
    """
    run, snapshot = hub.read_current()
    with closing(snapshot):
        about = rows(snapshot, "from run")[0]
    if about["engine"] != __version__:
        raise Refused(
            f"run {run} was built by version {about['engine']} and this is {__version__}",
            where=str(hub.root),
            try_="mash nightly, then again",
        )
    with _workbench(hub, run) as con:
        anew = _rate_by_both(con, about, (old, new), progress)
        colours = {Colour[row["colour"]]: (row["before"], row["after"]) for row in _asked(con, "rated_colours")}
        cases = [how_it_differs(row) for row in _asked(con, "rated_otherwise")]
    return PolicyDiff(
        old=old.policy_id,
        new=new.policy_id,
        files=files_differ(old, new),
        run=run,
        as_of=about["as_of"],
        holds_from=new.from_date,
        open_cases=sum(after for _, after in colours.values()),
        ties_anew=anew,
        colours={colour: colours[colour] for colour in sorted(colours, reverse=True)},
        cases=tuple(sorted(cases, key=_place)),
    )


def _rate_by_both(
    con: duckdb.DuckDBPyConnection,
    about: Mapping[str, Any],
    policies: tuple[rating.Policy, rating.Policy],
    progress: Callable[[str], None],
) -> bool:
    """Make ``rated_before`` and ``rated``; whether ties and reach were built anew."""
    profile, as_of = rating.load_profile(about["profile"]), about["as_of"]
    stands, anew = about.get("network_fingerprint"), False
    for which, policy in zip(("old", "new"), policies, strict=True):
        progress(f"ties and reach, {which}")
        if policy.network_fingerprint != stands:
            associations.build(con, as_of=as_of, settings=policy.associations)
            associations.reach(con, hops=policy.hops)
            stands, anew = policy.network_fingerprint, True
        progress(f"rating, {which}")
        rating.rate_open_cases(con, policy, as_of=as_of, profile=profile)
        run_sql(con, "nightly", "rated", {"no_rules": list(RESERVED)})
        if which == "old":
            con.execute("alter table rated rename to rated_before")
    return anew


@contextmanager
def _workbench(hub: Hub, run: RunId) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database before that of the run, which is only read: a table that is not in the first is the second's."""
    config = hub.config
    with (
        TemporaryDirectory(prefix=".diff-", dir=hub.root) as aside,
        closing(
            warehouse.connect(
                Path(aside) / f"{BENCH}.duckdb",
                memory_limit=config.memory_limit,
                threads=config.threads,
                temp_directory=str(Path(aside) / "spill"),
                reach=hub.reach,
            )
        ) as con,
    ):
        warehouse.attach(con, hub.snapshot(run), RUN)
        con.execute(f"set search_path = '{BENCH}.main,{RUN}.main'")
        yield con


def _asked(con: duckdb.DuckDBPyConnection, name: str) -> list[dict[str, Any]]:
    return rows(con, sql_text("nightly", name))


def _place(case: CaseDiffers) -> tuple[object, ...]:
    return case.how not in OTHER_COLOUR, -case.to_colour, case.from_colour, list(How).index(case.how), case.case_id
