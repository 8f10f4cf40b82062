"""The network as a file for the tool that is to open it: the name's suffix says the format, the tool its dialect."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from mash.errors import UsageError
from mash.reports.answer import Answer
from mash.reports.disclosure import Disclosure
from mash.reports.gexf import write_gexf
from mash.reports.graphml import PLAIN, SUFFIXES, write_graphml
from mash.reports.i2 import write_i2
from mash.reports.neo4j import NEO4J
from mash.reports.yed import YED


class Tool(StrEnum):
    """A graph tool that wants something of its own; every other one reads the plain GraphML."""

    YED = "yed"
    GEPHI = "gephi"
    I2 = "i2"
    NEO4J = "neo4j"


DIALECTS = {Tool.YED: YED, Tool.NEO4J: NEO4J}
GRAPHML = tuple(sorted(SUFFIXES))
READS = {Tool.YED: GRAPHML, Tool.NEO4J: GRAPHML, Tool.GEPHI: (".gexf", *GRAPHML), Tool.I2: (".csv",)}
"""By tool the suffixes it can be given, the best first."""
SUFFIXES_KNOWN = (*GRAPHML, ".gexf", ".csv")


def write_graph(
    answer: Answer, path: Path, *, tool: Tool | None = None, disclosure: Disclosure = Disclosure.FULL
) -> None:
    """Write the answer's network to ``path``, whole or not at all: GraphML, GEXF (``.gexf``) or i2's CSV (``.csv``).

    Raises ``UsageError`` for a suffix that is none of these or not the tool's, or a file that cannot be written.
    """
    refuse_unread(path, tool)
    match path.suffix.lower():
        case ".gexf":
            write_gexf(answer, path, disclosure=disclosure)
        case ".csv":
            write_i2(answer, path, disclosure=disclosure)
        case _:
            dialect = DIALECTS.get(tool, PLAIN) if tool else PLAIN
            write_graphml(answer, path, disclosure=disclosure, dialect=dialect)


def refuse_unread(path: Path, tool: Tool | None) -> None:
    """Raise ``UsageError`` for a file by whose name the tool would not know what it is."""
    suffix = path.suffix.lower()
    wanted = READS[tool] if tool else SUFFIXES_KNOWN
    if suffix in wanted:
        return
    says = f"nothing is written for {tool.value} as {suffix!r}" if tool else f"{path.suffix!r} is of no graph"
    named = " or ".join(wanted)
    hint = "" if tool else " (GraphML for most tools, .gexf for Gephi with its timeline, .csv for i2)"
    raise UsageError(says, where=str(path), try_=f"a name ending in {named}{hint}")
