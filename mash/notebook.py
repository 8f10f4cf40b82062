"""The hub from Python: what the commands answer, as objects, for notebooks. Opened by ``mash.open``.

It only reads, from one run, and calls the rooms that the commands call; ``docs/python.md`` has examples.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, ClassVar, Self

import duckdb

from mash.access import Asked, enter
from mash.enquiry import Wanted, enquire_into, worklist
from mash.errors import UsageError
from mash.hub import PinnedHub, open_hub, pinned
from mash.machine import export_number, now, whoever
from mash.reports import Answer, Disclosure
from mash.reports.cases import CaseRow
from mash.reports.tables import TABLES, relation_of
from mash.vocabulary import Colour, RunId
from mash.warehouse import rows

if TYPE_CHECKING:
    from mash.reports.as_networkx import NetworkGraph


class AskedInPython(Asked):
    """A question asked from Python, where nothing is said by options."""

    __slots__ = ()
    SAY: ClassVar[Mapping[str, str]] = {
        "purpose": 'purpose="why" to mash.open (or MASH_PURPOSE)',
        "purposes": "purpose= to mash.open, one of: {purposes}",
        "gateway": "gateway= to mash.open, one of {gateways} (or MASH_GATEWAY)",
        "case": "case= of the case it is asked for (or MASH_CASE)",
        "emergency": 'emergency="why" to mash.open',
    }


class OpenHub:
    """A hub open to read at one run. What people decide meanwhile is shown, as on the worklist; nothing is written.

    A name that means nobody, or several, raises ``mash.enquiry.NotClear`` with the ``candidates``; any other fault is
    a ``mash.errors.MashError`` that says where, what and what to try.
    """

    def __init__(self, hub: PinnedHub, asked: Asked) -> None:
        self._hub, self._asked = hub, asked
        self.who, self.purpose, self.gateway = asked.by, asked.purpose, asked.gateway
        about = rows(hub.held, "select as_of, policy, model from run")[0]
        self.as_of: dt.date = about["as_of"]
        """The day the run's answers are true for."""
        self.policy: str = about["policy"]
        self.model: str = about["model"]

    @property
    def root(self) -> Path:
        """The hub's folder."""
        return self._hub.root

    @property
    def run(self) -> RunId:
        """The run that everything is answered from; for a later one, open the hub again."""
        return self._hub.run

    def enquire(  # noqa: PLR0913 - as many as a referral form holds
        self,
        about: str | None = None,
        *,
        name: str | None = None,
        forenames: str | None = None,
        surname: str | None = None,
        born: dt.date | str | None = None,
        age: str | None = None,
        postcode: str | None = None,
        hops: int | None = None,
        as_of: dt.date | None = None,
        case: str | None = None,
    ) -> Answer:
        """Who is around a child, what is proposed and why: of a case, a person id or a record key, or a description.

        ``name`` is the whole name in one box, ``born`` a date or text as ``--dob`` reads it, ``age`` as ``--age``;
        ``hops`` are the policy's and ``as_of`` the run's unless given. ``case`` is the one it is asked for, when it is
        about nobody with an open one.
        As ``mash enquire``; ``mash.reports.to_json(answer)`` gives its JSON.
        """
        wanted = Wanted(
            key=about,
            name=name,
            forenames=forenames,
            surname=surname,
            born=str(born) if born else None,
            age=age,
            postcode=postcode,
            hops=hops,
            as_of=as_of,
        )
        wanted.said.refuse_two_ways(wanted.key)
        return self._ask(wanted, "enquire", case)

    def cases(self, colour: Colour | str | None = None) -> list[CaseRow]:
        """The open cases as ``mash cases`` lists them, the worst first; of one proposed ``colour`` only, if given."""
        wanted = _colour(colour) if colour is not None else None
        return [row for row in worklist(self._hub, self._now()) if wanted is None or row.proposed is wanted]

    def network(
        self,
        about: str,
        *,
        hops: int | None = None,
        as_of: dt.date | None = None,
        disclosure: Disclosure | str = Disclosure.FULL,
        case: str | None = None,
    ) -> NetworkGraph:
        """The network around a child as a graph of networkx: persons by id, ties by tie id.

        Attributes are those of the file that ``mash graph`` writes (``docs/graph.md``), dates as ISO text, what is not
        known absent. ``disclosure`` is ``full``, ``initials`` or ``ids``; ``case`` as with ``enquire``.
        """
        from mash.reports.as_networkx import to_networkx

        try:
            shown = Disclosure(disclosure)
        except ValueError:
            raise UsageError(f"there is no disclosure {disclosure!r}", try_=", ".join(Disclosure)) from None
        return to_networkx(self._ask(Wanted(about, hops=hops, as_of=as_of), "graph", case), shown)

    @property
    def tables(self) -> tuple[str, ...]:
        """The names that ``table`` knows."""
        return TABLES

    def table(self, name: str) -> duckdb.DuckDBPyRelation:
        """A table of the run as ``mash export`` writes it, as a relation of DuckDB, read when it is asked for rows.

        ``.df()`` makes a data frame of pandas of it (installed with ``mash-engine[notebook]``),
        ``.to_arrow_table()`` a table of Arrow; ``.filter``, ``.aggregate``, ``.join`` and ``.query`` go on from it. It
        lasts as long as the hub is open.
        """
        relation = relation_of(self._hub.held, name)
        door = enter(self._hub, self._now(), "export")
        door.to_all(name)
        door.note(name, run=self.run)
        return relation

    def close(self) -> None:
        """Let go of the run."""
        self._hub.held.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<hub {self._hub.config.name!r} at {self.root}: run {self.run}, as of {self.as_of}, {self.policy}>"

    def _ask(self, wanted: Wanted, action: str, case: str | None) -> Answer:
        asked = self._now()
        return enquire_into(self._hub, wanted, replace(asked, case=(case or asked.case).upper()), action=action)

    def _now(self) -> Asked:
        return replace(self._asked, at=now(), export=export_number())


def open_at(root: str | os.PathLike[str], said: Mapping[str, str | None]) -> OpenHub:
    """See ``mash.open``; ``said`` is who, purpose, gateway, case and emergency."""
    given = {name: (value or os.environ.get(f"MASH_{name.upper()}") or "").strip() for name, value in said.items()}
    asked = AskedInPython(whoever(given["who"]), now(), *(given[name] for name in ("purpose", "gateway", "case")))
    return OpenHub(pinned(open_hub(Path(root))), replace(asked, emergency=(said["emergency"] or "").strip()))


def _colour(given: Colour | str) -> Colour:
    try:
        return given if isinstance(given, Colour) else Colour[given.upper()]
    except KeyError:
        raise UsageError(f"{given!r} is no rating", try_="RED, AMBER, GREEN or UNRATED") from None
