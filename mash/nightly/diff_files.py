"""What a model would change, kept in its own folder: counts and cases; no name, no person and no record."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from mash.hub import Hub
from mash.nightly.adopting import DIFF_FILE, Versus
from mash.nightly.differing import ModelDiff
from mash.reports.aside import written_aside
from mash.vocabulary import Colour

READABLE = "diff.md"


def write_diff(folder: Path, hub: Hub, found: ModelDiff) -> None:
    """``diff.json`` and ``diff.md`` into the folder of the model compared; earlier ones are replaced."""
    versus = Versus(hub.config.name, found.fingerprint, found.against_fingerprint)
    body = {
        "model": found.model,
        "against": found.against,
        "as_of": found.as_of,
        "versus": asdict(versus),
        "counts": _counts(found),
        "proposals": [
            {"case_id": each.case_id, "from": _colour(each.from_colour), "to": _colour(each.to_colour)}
            for each in found.proposals
        ],
    }
    with written_aside(folder / READABLE) as aside:
        aside.write_text(_readable(hub, found), encoding="utf-8")
    with written_aside(folder / DIFF_FILE) as aside:
        aside.write_text(json.dumps(body, indent=1, default=str) + "\n", encoding="utf-8")


def _counts(found: ModelDiff) -> dict[str, int]:
    partition = found.partition
    return {
        "records": partition.records,
        "persons before": partition.persons_before,
        "persons after": partition.persons_after,
        "persons that merge": len(partition.merges),
        "persons that split": len(partition.splits),
        "pairs of records that come together": partition.pairs_gained,
        "pairs of records that come apart": partition.pairs_lost,
        "possible identities before": found.possible_before,
        "possible identities after": found.possible_after,
        "proposals that change": len(found.proposals),
    }


def _readable(hub: Hub, found: ModelDiff) -> str:
    lines = [f"# {found.model} against {found.against}", ""]
    lines += [f"In {hub.config.name}, on what had landed by {found.as_of}.", "", "| figure | value |", "|---|---|"]
    lines += [f"| {name} | {count:,} |" for name, count in _counts(found).items()]
    lines += ["", "## Proposals that change", ""]
    if not found.proposals:
        return "\n".join([*lines, "None.", ""])
    lines += ["| case | before | after |", "|---|---|---|"]
    lines += [
        f"| {each.case_id} | {_colour(each.from_colour)} | {_colour(each.to_colour)} |" for each in found.proposals
    ]
    return "\n".join([*lines, ""])


def _colour(colour: Colour | None) -> str:
    return "not open" if colour is None else colour.name
