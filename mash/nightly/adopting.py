"""Which model is in force, and that another is adopted only after somebody could see what it would change."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from mash import identity, warehouse
from mash.configuration import CONFIG
from mash.errors import MashError, NotFound, Refused
from mash.hub import Hub
from mash.nightly.report import NightReport, read_report
from mash.parsing import json_of

DIFF_FILE = "diff.json"
"""In a model's folder: what it would change in a hub, against the model in force there."""


@dataclass(frozen=True, slots=True)
class Versus:
    """Which comparison a ``diff.json`` holds: on whose records, of which model, against which."""

    hub: str
    model: str
    """A fingerprint."""
    against: str
    """Likewise."""


def run_in_use(hub: Hub) -> NightReport | None:
    """The report of the run in use; None before the first night, and where it is damaged."""
    try:
        run = hub.current_run()
        return read_report(hub.snapshots / run) if hub.snapshot(run).exists() else None
    except NotFound:
        return None


def model_in_force(hub: Hub) -> identity.Model:
    """The model of the run in use, whatever ``mash.toml`` says by now; before the first night the one it names.

    Raises ``Refused`` when its folder is gone or holds something else.
    """
    run = run_in_use(hub)
    if run is None:
        return identity.load_model(hub.config.model)
    with closing(warehouse.connect(hub.snapshot(run.run), read_only=True)) as con:
        ((named,),) = con.execute("select model from run").fetchall()
    for name in (named, hub.config.model):
        found = _loaded(name)
        if found and (found.fingerprint == run.model_fingerprint or not run.model_fingerprint):
            return found
    raise Refused(
        f"the model of the run in use, {run.model}, is no longer here as it was: nothing can be compared with it",
        where=named,
        try_="put its files back; or a night with a built-in model first",
    )


def refuse_unseen(hub: Hub, model: identity.Model, before: NightReport | None) -> None:
    """Refuse a model of the hub's own that is new to it and whose folder holds no diff against the model in force.

    The first night needs none, nor does a built-in model.
    """
    folder = identity.own_folder(hub.config.model)
    if before is None or folder is None or _same(before, model):
        return
    seen = _read_versus(folder)
    if seen and (seen.hub, seen.model) == (hub.config.name, model.fingerprint):
        if seen.against == before.model_fingerprint or not before.model_fingerprint:
            return
        why = "its diff is against another model than the one in force"
    else:
        why = "its folder holds a diff of other weights, or of another hub" if seen else "its folder holds no diff"
    raise Refused(
        f"the model {model.name} is new to this hub and {why}; the run in use stays in use",
        where=str(hub.root / CONFIG),
        try_=f"mash diff {folder} --hub {hub.root}, which writes it there; read it; then mash nightly",
    )


def _same(before: NightReport, model: identity.Model) -> bool:
    """Whether the run was built with these weights; a run of an older engine tells the name only."""
    return model.fingerprint == before.model_fingerprint if before.model_fingerprint else model.name == before.model


def _loaded(name: str) -> identity.Model | None:
    try:
        return identity.load_model(name)
    except MashError:
        return None


def _read_versus(folder: Path) -> Versus | None:
    try:
        raw = json_of((folder / DIFF_FILE).read_text(encoding="utf-8"))
        return Versus(**{key: str(raw["versus"][key]) for key in ("hub", "model", "against")})
    except (OSError, ValueError, KeyError, TypeError):  # a damaged file may be any JSON, or none
        return None
