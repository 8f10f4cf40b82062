"""``mash graph`` and ``mash export``: what leaves the hub."""

from __future__ import annotations

from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mash.cli.audience import Audience, ForPerson, ForWhom, WithReferrer, reader_of
from mash.cli.completing import whom
from mash.cli.options import AsOf, Emergency, ForCase, Gateway, HubFolder, Json, Purpose, Who, asking, parse_date
from mash.cli.screen import print_json
from mash.vocabulary import counted

if TYPE_CHECKING:
    from mash.reports import Answer


class Disclosure(StrEnum):
    """How much of a person a graph shows."""

    FULL = "full"
    INITIALS = "initials"
    IDS = "ids"


class Tool(StrEnum):
    """Which tool a graph is for, where it wants something of its own."""

    YED = "yed"
    GEPHI = "gephi"
    I2 = "i2"
    NEO4J = "neo4j"


class Table(StrEnum):
    """The derived tables that may be exported."""

    MEMBERSHIPS = "memberships"
    PERSONS = "persons"
    TIES = "ties"
    PROPOSALS = "proposals"
    CERTAINTIES = "certainties"


def graph(
    about: Annotated[str, typer.Argument(help="A case, a person id, or a record key.", autocompletion=whom)],
    *,
    out: Annotated[Path, typer.Option("--out", metavar="FILE.graphml|.gexf|.csv", help="The file to write.")],
    tool: Annotated[
        Tool | None, typer.Option("--for", help="A tool that wants its own.", show_default="any GraphML reader")
    ] = None,
    hops: Annotated[int | None, typer.Option("--hops", min=1, max=6, show_default="the policy's")] = None,
    as_of: AsOf = None,
    disclosure: Annotated[
        Disclosure, typer.Option("--disclosure", help="Names, initials, or ids only.")
    ] = Disclosure.FULL,
    audience: ForWhom = Audience.PROFESSIONAL,
    for_person: ForPerson = None,
    with_referrer: WithReferrer = None,
    purpose: Purpose = None,
    gateway: Gateway = None,
    case: ForCase = None,
    emergency: Emergency = None,
    who: Who = None,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """Write the association network for graph tools: GraphML for Cytoscape, igraph, networkx and most others.

    Gephi's timeline wants a name in .gexf, i2 one in .csv, yEd and Neo4j a --for. docs/graph.md says how to open each.

    Examples: mash graph REF-2026-0117 --hops 2 --out network.graphml
    mash graph REF-2026-0117 --for yed --out network.graphml
    mash graph REF-2026-0117 --out network.gexf --disclosure initials
    """
    from mash.enquiry import Wanted, enquire_into
    from mash.hub import open_hub
    from mash.reports import Disclosure as Shown
    from mash.reports.graphs import Tool as Reader
    from mash.reports.graphs import refuse_unread, write_graph

    reader = Reader(tool.value) if tool else None
    refuse_unread(out, reader)
    for_whom = reader_of(audience, for_person, with_referrer)
    day = parse_date(as_of, "--as-of") if as_of else None
    wanted = Wanted(key=about, hops=hops, as_of=day)
    answer = enquire_into(
        open_hub(hub),
        wanted,
        asking(who, purpose, gateway, case, emergency),
        action="graph",
        taken=(out.suffix,),
        reader=for_whom,
    )
    write_graph(answer, out, tool=reader, disclosure=Shown(disclosure.value))
    if json:
        written = {"file": out, "disclosure": disclosure, "run": answer.run, "as_of": answer.as_of}
        network = answer.network
        counts = {each: len(getattr(network, each)) for each in ("persons", "ties", "possible")}
        print_json(written | counts | {"hops": answer.hops})
        return
    typer.echo(f"Wrote {_counted(answer)} within {counted(answer.hops, 'step')} to {out}")


def _counted(answer: Answer) -> str:
    """``12 persons, 91 ties and 1 possible identity``: all the nodes and edges that the file has."""
    persons, ties, possible = map(len, (answer.network.persons, answer.network.ties, answer.network.possible))
    might_be = counted(possible, "possible identity", "possible identities")
    return f"{counted(persons, 'person')}, {counted(ties, 'tie')} and {might_be}"


def export(
    table: Annotated[Table, typer.Argument(help="Which derived table.")],
    *,
    out: Annotated[Path, typer.Option("--out", metavar="FILE.csv|.parquet", help="The file to write.")],
    purpose: Purpose = None,
    gateway: Gateway = None,
    emergency: Emergency = None,
    who: Who = None,
    hub: HubFolder = Path(),
    json: Json = False,
) -> None:
    """Write a derived table of the run in use as CSV or Parquet.

    Example: mash export memberships --out memberships.csv
    """
    from mash.access import enter
    from mash.hub import open_hub
    from mash.reports.tables import export_table
    from mash.reports.watermark import mark_of

    opened, asked = open_hub(hub), asking(who, purpose, gateway, emergency=emergency)
    door = enter(opened, asked, "export")
    door.to_all(table.value)
    run, con = opened.read_current()
    with closing(con):
        export_table(con, table.value, out, mark_of(asked, run))
    door.note(table.value, run=run, taken=(out.suffix,))
    if json:
        print_json({"file": out, "table": table, "run": run})
    else:
        typer.echo(f"Wrote {table.value} of run {run} to {out}")
