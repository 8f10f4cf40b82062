"""``mash why``, ``mash how``, ``mash train``: who is who, and how the engine came to say so."""

from __future__ import annotations

import datetime as dt
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mash.cli.completing import models, who_is_who
from mash.cli.options import AsOf, Emergency, ForCase, Gateway, HubFolder, Json, Purpose, Who, asking, taken, today_or
from mash.cli.screen import console, print_json, progress_shown
from mash.named import named_source

if TYPE_CHECKING:
    from mash.identity import How, Why
    from mash.nightly.differing import ModelDiff


def why(
    a: Annotated[str, typer.Argument(help="A record key or a person id.", autocompletion=who_is_who)],
    b: Annotated[str, typer.Argument(help="Another.", autocompletion=who_is_who)],
    *,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write the waterfall of the weights as a page.")
    ] = None,
    purpose: Purpose = None,
    gateway: Gateway = None,
    case: ForCase = None,
    emergency: Emergency = None,
    who: Who = None,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """Explain why two records, or two persons, are or are not held to be the same: weights that add up.

    Example: mash why police:CU29140 probation:B204981 --case REF-2026-0117 --html why.html
    """
    from mash.enquiry.explained import explain_two
    from mash.hub import open_hub
    from mash.reports import to_json

    asked = asking(who, purpose, gateway, case, emergency)
    told = explain_two(open_hub(hub), a, b, asked, taken=taken(html=html))
    found = told.why
    if html:
        from mash.reports.watermark import mark_of
        from mash.reports.weights import write_why_page

        about = {"run": told.run, "as_of": told.as_of, "records": told.records}
        write_why_page(found, told.model, about, html, mark_of(asked, told.run))
    if json:
        typer.echo(to_json(found))
    else:
        _print_why(found)
        if html:
            typer.echo(f"Wrote {html}.")


def _print_why(found: Why) -> None:
    from mash.reports.listings import WeightRow, print_why

    rows = [WeightRow("prior", "two records drawn at random", found.prior_weight)]
    rows += [WeightRow(each.comparison, each.says, each.match_weight) for each in found.findings]
    stand = "They stand in one person." if found.together else "They stand in different persons."
    does = "forbids it" if found.outcome == "different" else "holds it at possible"
    veto = f" The guard {found.veto!r} {does}, whatever it weighs." if found.veto else ""
    print_why(console(), rows, f"{found.record_key_a} and {found.record_key_b}: {found.outcome}.{veto} {stand}")


def how(
    person: Annotated[str, typer.Argument(help="A person id.", autocompletion=who_is_who)],
    *,
    purpose: Purpose = None,
    gateway: Gateway = None,
    case: ForCase = None,
    emergency: Emergency = None,
    who: Who = None,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """Show how a person came to be: every record, its row, the link that joined it; and what became of the id since.

    Example: mash how police:CU29140 --case REF-2026-0117
    """
    from mash.enquiry.explained import explain_person
    from mash.hub import open_hub
    from mash.reports import to_json

    found, names = explain_person(open_hub(hub), person, asking(who, purpose, gateway, case, emergency))
    if json:
        typer.echo(to_json(found))
    else:
        if person.startswith("P-") and person != found.person_id:
            typer.echo(f"{person} is {found.person_id} now.")
        _print_how(found, names)


def _print_how(found: How, named: dict[str, tuple[str, dt.date | None]]) -> None:
    from mash.reports.listings import RecordRow, print_history, print_how

    joined: dict[str, list[str]] = {}
    for link in found.links:
        weight = "a person's judgement" if link.match_weight is None else f"{link.match_weight:.1f} bits"
        for one, other in ((link.record_key_a, link.record_key_b), (link.record_key_b, link.record_key_a)):
            joined.setdefault(one, []).append(f"{weight} with {other}")
    rows = [
        RecordRow(
            record_key=each.record_key,
            names=named[each.record_key][0],
            date_of_birth=named[each.record_key][1],
            source=f"{named_source(each.agency, each.dataset)} {each.extract} row {each.source_row}",
            joined_by="; ".join(joined.get(each.record_key, [])),
        )
        for each in found.records
    ]
    print_how(console(), found.person_id, rows)
    print_history(console(), [(each.as_of, each.says) for each in found.events])


def train(
    *,
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="A new folder; its name is the model's.")],
    labels: Annotated[
        Path | None,
        typer.Option(
            "--labels",
            metavar="PAIRS.csv",
            help="A sample of pairs that people labelled, as for mash evaluate; optional.",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="The same seed and records give the same model.")] = 1,
    as_of: AsOf = None,
    compare: Annotated[bool, typer.Option("--diff/--no-diff", help="Compare it with the model in force after.")] = True,
    purpose: Purpose = None,
    gateway: Gateway = None,
    emergency: Emergency = None,
    who: Who = None,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """Estimate a new identity model from the hub's own landed records. Labels are optional. It is not put in use.

    Ends with what it would change: who merges, who splits, whose proposal changes (as mash diff).

    Example: mash train --out models/model-2027-02
    """
    from mash.access import Role, enter
    from mash.hub import open_hub
    from mash.nightly.diff_files import write_diff
    from mash.nightly.differing import DIFF_STEPS, diff_model
    from mash.nightly.training import TRAINING_STEPS, Lesson, train_on_hub

    day, opened = today_or(as_of), open_hub(hub)
    door = enter(
        opened, asking(who, purpose, gateway, emergency=emergency), "train", roles=(Role.OPERATOR,), law=compare
    )
    steps = TRAINING_STEPS + DIFF_STEPS * compare
    with progress_shown() as progress:
        done = count()

        def tell(step: str) -> None:
            progress(step, next(done), steps)

        model = train_on_hub(opened, out, Lesson(day, seed, labels), progress=tell)
        found = diff_model(opened, model, as_of=day, progress=tell) if compare else None
    shown = [each.case_id for each in found.proposals] if found else []
    door.note(model.name, shown=shown, fingerprint=model.fingerprint)
    if found:
        write_diff(out, opened, found)
    if json:
        print_json({"model": model.name, "folder": out.resolve(), "diff": found and _plain(found)})
        return
    typer.echo(f"Wrote the model {model.name} to {out}; its card.md says what it learnt, weights.html draws it.")
    if found:
        _print_diff(found)
        typer.echo(f"  {_kept(out)}")
    else:
        typer.echo(f"  Before it is used: mash diff {out} --hub {hub}")
    typer.echo(f'  To use it: model = "{out.resolve()}/" in mash.toml, then mash nightly')


def diff(
    model: Annotated[
        str, typer.Argument(help="A folder that mash train wrote, or a built-in model's name.", autocompletion=models)
    ],
    *,
    as_of: AsOf = None,
    purpose: Purpose = None,
    gateway: Gateway = None,
    emergency: Emergency = None,
    who: Who = None,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """Show what another identity model would change: who merges, who splits, whose proposal. Nothing is published.

    Builds the hub's landed records aside with both models by the night's own steps: it takes two nights' time. Keeps
    counts and cases in the model's folder, without which no night adopts it.

    Example: mash diff models/model-2027-01
    """
    from mash.access import Role, enter
    from mash.hub import open_hub
    from mash.identity import load_model, own_folder
    from mash.nightly.diff_files import write_diff
    from mash.nightly.differing import DIFF_STEPS, diff_model

    opened, other = open_hub(hub), load_model(model)
    asked = asking(who, purpose, gateway, emergency=emergency)
    door = enter(opened, asked, "model diff", roles=(Role.OPERATOR, Role.ANALYST))
    door.to_all("what a model changes")
    with progress_shown() as progress:
        done = count()
        found = diff_model(
            opened, other, as_of=today_or(as_of), progress=lambda step: progress(step, next(done), DIFF_STEPS)
        )
    door.note(other.name, shown=(each.case_id for each in found.proposals), fingerprint=found.fingerprint)
    if json:
        print_json(_plain(found))
    else:
        _print_diff(found)
    if folder := own_folder(model):
        write_diff(folder, opened, found)
        typer.echo(f"  {_kept(folder)}", err=json)


def _kept(folder: Path) -> str:
    return f"diff.md and diff.json in {folder} keep the counts and the cases."


def _plain(found: ModelDiff) -> object:
    from mash.reports.as_json import plain

    return plain(found)


def _print_diff(found: ModelDiff) -> None:
    from mash.reports.differing import print_partition_diff, print_proposal_changes

    screen = console()
    screen.print(
        f"{found.model} against {found.against}, on what had landed by {found.as_of}; nothing is published.",
        markup=False,
    )
    print_partition_diff(screen, found.partition, (found.possible_before, found.possible_after))
    print_proposal_changes(screen, found.proposals)
