"""``mash policy``: a rating policy checked, explained, and set against another on the cases of the last night."""

from __future__ import annotations

from contextlib import closing
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mash.cli.completing import policies
from mash.cli.options import Emergency, Gateway, HubFolder, Json, Purpose, Who, asking, now, taken
from mash.cli.screen import console, print_json, progress_shown
from mash.configuration import CONFIG
from mash.errors import NotFound, UsageError
from mash.vocabulary import counted

if TYPE_CHECKING:
    from mash.access import Asked
    from mash.hub import Hub
    from mash.rating import Policy
    from mash.reports.policy import LastNight

app = typer.Typer(
    help="A rating policy: check it, explain it, see what another would change.\n\nExample: mash policy explain",
    no_args_is_help=True,
)

Named = Annotated[
    str | None,
    typer.Argument(
        metavar="[FILE|NAME]",
        help="A .toml file or a built-in policy's name.",
        show_default="the hub's",
        autocompletion=policies,
    ),
]


@app.command()
def check(
    policy: Named = None,
    *,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of a policy file instead.")] = False,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """Check a policy whole: every fault at once, with its line, what it is and what to try (exit 2).

    Example: mash policy check policies/policy-2027-01.toml
    """
    from mash.rating import load_policy
    from mash.rating.checking import PolicyFaults

    if schema:
        from mash.rating.schema import policy_schema

        print_json(policy_schema())
        return
    named = _named(policy, hub)
    try:
        found = load_policy(named)
    except PolicyFaults as refused:
        if json:
            faults = [{"line": each.line, "what": each.what, "try": each.try_} for each in refused.faults]
            print_json({"policy": named, "in_order": False, "faults": faults})
        raise
    if json:
        about = {"id": found.policy_id, "from": found.from_date, "rules": len(found.rules)}
        print_json({"policy": named, "in_order": True, "faults": [], **about})
        return
    typer.echo(f"{found.policy_id} is in order: {counted(len(found.rules), 'rule')}, in force from {found.from_date}.")
    if found.from_date > now().date():
        typer.echo("  That day is to come: a night before it says so in its report.")
    in_use = _in_use(hub)
    if in_use and in_use != named:
        typer.echo(f"  Before it is used: mash policy diff {in_use} {named} --hub {hub}")


@app.command()
def explain(policy: Named = None, *, hub: HubFolder = Path(), json: Json = False) -> None:
    """Explain each rule: what it looks for, its colour, why, where that comes from, and how often it fired last night.

    Example: mash policy explain policy-2026-01
    """
    from mash.rating import load_policy
    from mash.reports import to_json
    from mash.reports.policy import explained, print_policy

    loaded = load_policy(_named(policy, hub))
    found = explained(loaded, _last_night(hub, loaded))
    if json:
        typer.echo(to_json(found))
        return
    print_policy(console(), found)
    if found.run is None and _in_use(hub):
        typer.echo(
            "\nNo night of this hub was rated by this policy as it stands: how often it would fire is not known."
        )


@app.command()
def diff(
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="A .toml file or a built-in policy's name.", autocompletion=policies)
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Another.", autocompletion=policies)],
    *,
    files: Annotated[bool, typer.Option("--files", help="Only what differs between the files; needs no hub.")] = False,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE.csv", help="Write the cases to a file.", show_default=False)
    ] = None,
    purpose: Purpose = None,
    gateway: Gateway = None,
    emergency: Emergency = None,
    who: Who = None,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """Show what NEW would change against OLD: in the file, and every open case of the last night. Nothing is published.

    Where ties or the reach differ they are built anew aside, under each.

    Example: mash policy diff policy-2026-01 policies/policy-2027-01.toml
    """
    from mash.rating import load_policy
    from mash.rating.differing import files_differ
    from mash.reports import to_json
    from mash.reports.policy_differing import print_files_differ

    before, after = load_policy(old), load_policy(new)
    if files:
        if csv:
            raise UsageError("the files have no cases to write", where="--csv", try_="leave out --files or --csv")
        found = files_differ(before, after)
        if json:
            typer.echo(to_json(found))
        else:
            print_files_differ(console(), found)
        return
    _diff_cases(hub, asking(who, purpose, gateway, emergency=emergency), before, after, csv, json=json)


def _diff_cases(hub: Path, asked: Asked, old: Policy, new: Policy, csv: Path | None, *, json: bool) -> None:
    from mash.access import enter
    from mash.hub import open_hub
    from mash.nightly.policy_diff import POLICY_DIFF_STEPS, diff_policies
    from mash.reports import to_json
    from mash.reports.policy_differing import print_files_differ, print_policy_diff, refuse_no_csv, write_policy_diff
    from mash.reports.watermark import mark_of

    refuse_no_csv(csv)
    opened = open_hub(hub)
    door = enter(opened, asked, "policy diff")
    door.to_all("the open cases")
    with progress_shown() as progress:
        done = count()
        found = diff_policies(opened, old, new, progress=lambda step: progress(step, next(done), POLICY_DIFF_STEPS))
    shown = (each.case_id for each in found.cases)
    door.note("open cases", run=found.run, shown=shown, taken=taken(csv=csv), policies=[old.policy_id, new.policy_id])
    if csv:
        write_policy_diff(found, csv, mark_of(asked, found.run))
    if json:
        typer.echo(to_json(found))
        return
    print_files_differ(console(), found.files)
    print_policy_diff(console(), found)
    if csv:
        typer.echo(f"Wrote {counted(len(found.cases), 'case')} to {csv}")


def _named(given: str | None, hub: Path) -> str:
    """The policy asked for; without one the hub's. Raises ``NotFound`` where there is neither."""
    from mash.hub import open_hub

    return given if given is not None else open_hub(hub).config.policy


def _in_use(hub: Path) -> str | None:
    """The policy that the hub's ``mash.toml`` names; None where there is no hub."""
    from mash.hub import open_hub

    return open_hub(hub).config.policy if (hub / CONFIG).exists() else None


def _last_night(hub: Path, policy: Policy) -> LastNight | None:
    """The run in use, if there is a hub and this very policy rated it."""
    from mash.hub import open_hub

    if not (hub / CONFIG).exists():
        if hub != Path():
            raise NotFound(f"no hub here: there is no {CONFIG}", where=str(hub), try_="mash init HUB, or another --hub")
        return None
    return _rated_by(open_hub(hub), policy)


def _rated_by(hub: Hub, policy: Policy) -> LastNight | None:
    from mash.rating.firing import cases_by_rule
    from mash.reports.policy import LastNight
    from mash.warehouse import rows

    try:
        run, con = hub.read_current()
    except NotFound:  # no night yet
        return None
    with closing(con):
        about = rows(con, "from run")[0]
        if about.get("policy_fingerprint") != policy.fingerprint:
            return None
        ((cases,),) = con.execute("select count(*) from open_case").fetchall()
        return LastNight(run, about["as_of"], cases, cases_by_rule(con))
