"""What is new in a case and what is gone: since somebody decided, else since a run in which it stood otherwise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

import duckdb

from mash import ledger, rating
from mash.enquiry.deciding import Past
from mash.hub import Hub
from mash.rating import News, OpenCase
from mash.reports import ChangedSince
from mash.vocabulary import Colour, PersonId, Piece
from mash.warehouse import rows, sql_text

NameOf = Callable[[PersonId], str]
COUNTED = frozenset({"tie", "record"})
"""Kinds of pieces that are counted where nobody has decided; the others are told one by one."""


def since_decision(past: Past, now: Iterable[Piece], name_of: NameOf) -> ChangedSince | None:
    """What is new or gone since the decision that stands; None when nobody decided, or what they saw was not kept."""
    if not past.decisions or past.seen is None:
        return None
    last = past.decisions[-1]
    found = rating.news(past.seen, now, past.merged or {})
    return ChangedSince(
        run=last.run,
        colour=last.colour,
        says=_says(found, name_of),
        decided_by=last.decided_by,
        decided_at=last.decided_at,
        new=found.new,
        gone=found.gone,
    )


def since_run(
    con: duckdb.DuckDBPyConnection, hub: Hub, case: OpenCase, now: Iterable[Piece], name_of: NameOf
) -> ChangedSince | None:
    """Of a case on which nobody decided, what the night found: the last one, else the last that raised anything.

    With nothing in it where none has since the case was first rated. None where there was nothing to compare with: it
    was first rated in this run, or this run or the one before is of an earlier version.
    """
    kept = con.execute("select count(*) from duckdb_tables() where table_name in ('change', 'evidence_raised')")
    if kept.fetchall() != [(2,)]:
        return None
    of_case = {"case_id": case.case_id, "child": case.child}
    return (
        _last_night(con, hub, of_case, name_of)
        or _earlier_night(con, hub, of_case, set(now), name_of)
        or _nothing_new(con, hub, of_case)
    )


def _last_night(
    con: duckdb.DuckDBPyConnection, hub: Hub, of_case: dict[str, str], name_of: NameOf
) -> ChangedSince | None:
    """What the worklist has of the case overnight."""
    found, run = rows(con, sql_text("enquiry", "case_changed"), of_case), _run_before(hub)
    if not found or run is None:
        return None
    (row,) = found
    was, proposed = Colour[row["from_colour"]], Colour[row["to_colour"]]
    pieces = News(*(tuple(map(rating.piece_told, row[which])) for which in ("new", "gone")))
    moved = () if was is proposed else (f"proposed: {proposed.name} instead of {was.name}",)
    return ChangedSince(run.run, was, (*moved, *_in_short(pieces, name_of)), new=pieces.new, gone=pieces.gone)


def _earlier_night(
    con: duckdb.DuckDBPyConnection, hub: Hub, of_case: dict[str, str], stands: set[Piece], name_of: NameOf
) -> ChangedSince | None:
    """What was raised last, as far as it stands; what went with it no run keeps."""
    raised = rows(con, sql_text("enquiry", "raised_last"), of_case)
    found = rating.news((), stands.intersection(map(rating.piece_of, raised)), {})
    run = _run_before(hub, raised[0]["raised_on"]) if found.new else None
    return ChangedSince(run.run, None, _in_short(found, name_of), new=found.new) if run else None


def _nothing_new(con: duckdb.DuckDBPyConnection, hub: Hub, of_case: dict[str, str]) -> ChangedSince | None:
    """That it stands as in the run before: it was looked at, and nothing was found."""
    run = _run_before(hub)
    same = rows(con, sql_text("enquiry", "case_unchanged"), of_case | {"day_before": run.as_of}) if run else []
    return ChangedSince(run.run, Colour[same[0]["colour"]]) if run and same else None


def _in_short(found: News, name_of: NameOf) -> tuple[str, ...]:
    """As the digest tells it: ties and records are counted."""
    told = News(*(tuple(each for each in pieces if each.kind not in COUNTED) for pieces in (found.new, found.gone)))
    besides = News(*(tuple(each for each in pieces if each.kind in COUNTED) for pieces in (found.new, found.gone)))
    return (*_says(told, name_of), *filter(None, besides.says.split("; ")))


def _run_before(hub: Hub, day: dt.date | None = None) -> ledger.PublishedRun | None:
    """The last run published of a day before; without a day the one before the run in use."""
    with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
        published = ledger.published_runs(book)
    names = [each.run for each in published]
    in_use = hub.current_run()
    upto = published[: names.index(in_use)] if in_use in names else []
    return next((each for each in reversed(upto) if day is None or each.as_of < day), None)


def _says(found: News, name_of: NameOf) -> tuple[str, ...]:
    return (
        *(f"new: {_in_words(piece, name_of)}" for piece in found.new),
        *(_gone_in_words(piece, name_of) for piece in found.gone),
    )


def _in_words(piece: Piece, name_of: NameOf) -> str:
    """``flagged adult GARETH PASCOE: …``; ``tie of A and B: parent``."""
    persons = [name_of(person) for person in (piece.person_a, piece.person_b) if person]
    of = f" of {' and '.join(persons)}" if piece.kind == "tie" else "".join(f" {person}" for person in persons)
    return f"{piece.kind}{of}: {piece.says}"


def _gone_in_words(piece: Piece, name_of: NameOf) -> str:
    """A source that was missing has arrived; of anything else nothing stands there now."""
    if piece.kind == "missing source":
        return f"arrived: {piece.says}, which was missing or stale"
    return f"gone: {_in_words(piece, name_of)}"
