"""``mash why``, ``mash how``, ``mash train``: who is who, and how the engine came to say so."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mash.cli.options import AsOf, HubFolder, Json, today_or
from mash.cli.screen import console, print_json, progress_shown

if TYPE_CHECKING:
    import duckdb

    from mash.identity import How, Model, Why


def why(
    a: Annotated[str, typer.Argument(help="A record key or a person id.")],
    b: Annotated[str, typer.Argument(help="Another.")],
    *,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """Explain why two records, or two persons, are or are not held to be the same: weights that add up.

    Example: mash why police:N1001 probation:X123456
    """
    from mash import identity
    from mash.hub import open_hub
    from mash.reports import to_json

    _, con = open_hub(hub).read_current()
    with closing(con):
        found = identity.why(con, _model_of(con), a, b)
    if json:
        typer.echo(to_json(found))
    else:
        _print_why(found)


def _model_of(con: duckdb.DuckDBPyConnection) -> Model:
    """The model that the run was built with."""
    from mash import identity

    return identity.load_model(con.execute("select model from run").fetchall()[0][0])


def _print_why(found: Why) -> None:
    from mash.reports.listings import WeightRow, print_why

    rows = [WeightRow("prior", "two records drawn at random", found.prior_weight)]
    rows += [WeightRow(each.comparison, each.says, each.match_weight) for each in found.findings]
    stand = "They stand in one person." if found.together else "They stand in different persons."
    veto = f" The guard {found.veto!r} forbids it, whatever it weighs." if found.veto else ""
    print_why(console(), rows, f"{found.record_key_a} and {found.record_key_b}: {found.outcome}.{veto} {stand}")


def how(
    person: Annotated[str, typer.Argument(help="A person id.")],
    *,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """Show how a person came to be: every record, the row it was sent in, and the link that joined it.

    Example: mash how P-ABCDEFGH23
    """
    from mash import identity
    from mash.enquiry import Wanted, find
    from mash.hub import open_hub
    from mash.reports import to_json

    opened = open_hub(hub)
    _, con = opened.read_current()
    with closing(con):
        found = identity.how(con, find(con, opened, Wanted(key=person)).child)
        names = _names_of(con, found)
    if json:
        typer.echo(to_json(found))
    else:
        _print_how(found, names)


def _print_how(found: How, named: dict[str, tuple[str, dt.date | None]]) -> None:
    from mash.reports.listings import RecordRow, print_how

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
            source=f"{each.agency} {each.dataset} {each.extract} row {each.source_row}",
            joined_by="; ".join(joined.get(each.record_key, [])),
        )
        for each in found.records
    ]
    print_how(console(), found.person_id, rows)


def _names_of(con: duckdb.DuckDBPyConnection, found: How) -> dict[str, tuple[str, dt.date | None]]:
    rows = con.execute(
        "select r.record_key, string_agg(distinct concat_ws(' ', n.forenames, n.surname), ' / '"
        " order by concat_ws(' ', n.forenames, n.surname)), any_value(r.date_of_birth)"
        " from person_record as r left join record_name as n on n.record_key = r.record_key"
        " where list_contains($keys, r.record_key) group by r.record_key",
        {"keys": [each.record_key for each in found.records]},
    ).fetchall()
    return {key: (names or "no name", born) for key, names, born in rows}


def train(
    *,
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="A new folder; its name is the model's.")],
    seed: Annotated[int, typer.Option("--seed", help="The same seed and records give the same model.")] = 1,
    as_of: AsOf = None,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """Estimate a new identity model from the hub's own landed records, without labels. It is not put in use.

    Example: mash train --out models/model-2027-01
    """
    from mash.hub import open_hub
    from mash.nightly.training import TRAINING_STEPS, train_on_hub

    day = today_or(as_of)
    with progress_shown() as progress:
        done = count()
        model = train_on_hub(
            open_hub(hub),
            out,
            seed=seed,
            as_of=day,
            progress=lambda step: progress(step, next(done), TRAINING_STEPS),
        )
    if json:
        print_json({"model": model.name, "folder": str(out)})
    else:
        typer.echo(f"Wrote the model {model.name} to {out}; its card.md says what it learnt.")
        typer.echo(f'  To use it: model = "{out}/" in mash.toml, then mash nightly')
