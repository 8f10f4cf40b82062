"""What ``mash.toml`` says: the agencies, whose rules apply, what a night may take and how far it may move."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mash.errors import UsageError
from mash.vocabulary import AgencyName

CONFIG = "mash.toml"
HUB_TEXTS = ("name", "policy", "model", "profile")
"""Of ``[hub]``."""
COUNTS = {"threads": 1024, "keep_runs": 1_000_000, "keep_days": 36_500}
"""Of ``[nightly]``, with the most of each: beyond lies no machine, and no calendar."""


@dataclass(frozen=True, slots=True)
class AgencyConfig:
    """One ``[agencies.NAME]`` block: whose extracts, under which contract, from where."""

    name: AgencyName
    contract: str
    """A built-in contract's name (``police`` … ``people``) or the path of a ``.odcs.yaml`` file."""
    drop: Path
    """The folder holding ``<extract date>/<dataset>.<csv|…>``."""
    required: bool
    """Without a fresh extract of this agency no case can be rated."""
    sql: Path | None
    """A folder of ``<table>.sql`` files for a contract that is not built in."""


@dataclass(frozen=True, slots=True)
class HealthBounds:
    """``[health]``: how far a night may be from the run in use and still publish itself.

    The defaults are judgements: on a made-up town nights without a fault moved less than a tenth of each (decision 14).
    Falls and changes are shares of what was before, 0 to 1.
    """

    least: int = 100
    """A share or volume of fewer records, pairs or persons is shown and not judged."""
    records_fall: float = 0.1
    """Of an agency's own records."""
    completeness_fall: float = 0.05
    """Of the share of an agency's records that have a date of birth, a postcode or an NHS number; 0.05 is 5 points."""
    date_of_birth_least: float = 0.5
    """The share of all agencies' records with a date of birth; holds from the first night."""
    pairs_ratio: float = 1.5
    """How many times as many, or as few, pairs a blocking rule may find; and records it leaves out."""
    largest_person: int = 40
    """Records of one person; holds from the first night. Clustering itself stops at 60."""
    person_size_change: float = 0.05
    """Of the mean number of records to a person."""
    id_churn: float = 0.02
    """Share of the ids that merged; that split; that were retired."""
    flag_joins: int = 25
    """Open cases that a flag came into because records were put together."""


@dataclass(frozen=True, slots=True)
class HubConfig:
    """``mash.toml``, read and checked."""

    name: str
    agencies: tuple[AgencyConfig, ...]
    policy: str
    """A built-in policy's name or the path of a TOML file."""
    model: str
    """A built-in identity model's name or the path of a folder that ``mash train`` wrote."""
    profile: str
    """Whose stages, roles and deadlines apply: a name in ``mash/rating/profiles.toml``."""
    memory_limit: str
    threads: int
    health: HealthBounds = HealthBounds()
    live: bool = False
    """Declared by its operator to hold real people. A hub that is not refuses what may be of one (decision 35)."""
    keep_runs: int | None = None
    """Runs that stay on disk, the newest; None says nothing of any."""
    keep_days: int | None = None
    """Days a run stays on disk after it was published; a run kept by either stays."""


def parse_config(raw: Mapping[str, Any], root: Path, where: str) -> HubConfig:
    """The configuration of a hub whose paths are relative to ``root``. Raises ``UsageError`` with every fault."""
    hub = _table(raw, "hub", where)
    nightly = _table(raw, "nightly", where)
    health = _table(raw, "health", where)
    agencies = _table(raw, "agencies", where)
    faults = [
        *(f"unknown section [{name}]" for name in raw if name not in {"hub", "nightly", "health", "agencies"}),
        *_unknown(hub, {*HUB_TEXTS, "live"}, "[hub]"),
        *(f'[hub] {key} is a text: {key} = "…"' for key in HUB_TEXTS if not isinstance(hub.get(key, ""), str)),
        *([] if isinstance(hub.get("live", False), bool) else ["[hub] live is true or false"]),
        *_unknown(nightly, {"memory_limit", *COUNTS}, "[nightly]"),
        *_nightly_faults(nightly),
        *_health_faults(health),
        *(fault for name, block in agencies.items() for fault in _agency_faults(name, block)),
    ]
    if not agencies:
        faults.append("no [agencies.NAME] block")
    if faults:
        raise UsageError("; ".join(faults), where=where, try_="compare with the mash.toml of a fresh `mash init`")
    return HubConfig(
        name=str(hub.get("name", root.name)),
        agencies=tuple(_agency(name, block, root) for name, block in sorted(agencies.items())),
        policy=located(str(hub.get("policy", "policy-2026-01")), root),
        model=located(str(hub.get("model", "model-2026-11")), root),
        profile=str(hub.get("profile", "oxfordshire")),
        memory_limit=str(nightly.get("memory_limit", "4GB")),
        threads=int(nightly.get("threads", os.cpu_count() or 2)),
        health=HealthBounds(**health),
        live=hub.get("live", False),
        keep_runs=nightly.get("keep_runs"),
        keep_days=nightly.get("keep_days"),
    )


def _nightly_faults(nightly: Mapping[str, Any]) -> list[str]:
    faults = []
    if not re.fullmatch(r"\d+(\.\d+)?\s?[KMGT]i?B", str(nightly.get("memory_limit", "4GB"))):
        faults.append('[nightly] memory_limit is an amount such as "4GB"')
    counts = {name: nightly.get(name, 1) for name in COUNTS}
    wrong = [name for name, count in counts.items() if type(count) is not int or not 1 <= count <= COUNTS[name]]
    return [*faults, *(f"[nightly] {name} is a number, 1 or more, {COUNTS[name]} at most" for name in wrong)]


def _health_faults(health: Mapping[str, Any]) -> list[str]:
    known = asdict(HealthBounds())
    faults = _unknown(health, set(known), "[health]")
    for key in health.keys() & known.keys():
        value, wanted = health[key], type(known[key])
        if type(value) not in {int, wanted} or not 0 <= value < math.inf:
            faults.append(f"[health] {key} is a {'whole ' if wanted is int else ''}number, 0 or more")
        elif key == "pairs_ratio" and value < 1:
            faults.append("[health] pairs_ratio is 1 or more")
    return sorted(faults)


def _agency_faults(name: str, block: object) -> list[str]:
    where = f"[agencies.{name}]"
    if not isinstance(block, Mapping):
        return [f"{where} is not a table"]
    faults = _unknown(block, {"contract", "drop", "required", "sql"}, where)
    if not name.isidentifier() or name != name.lower() or name in {"hub", "refused"}:
        faults.append(f"{where}: a name is lower-case letters, digits and _, and neither 'hub' nor 'refused'")
    faults.extend(f'{where} lacks {key} = "…"' for key in ("contract", "drop") if not isinstance(block.get(key), str))
    if not isinstance(block.get("sql", ""), str):
        faults.append(f'{where} sql is a folder: sql = "…"')
    if not isinstance(block.get("required", False), bool):
        faults.append(f"{where} required is true or false")
    return faults


def _agency(name: str, block: Mapping[str, Any], root: Path) -> AgencyConfig:
    sql = block.get("sql")
    return AgencyConfig(
        name=AgencyName(name),
        contract=located(block["contract"], root),
        drop=root / block["drop"],
        required=block.get("required", False),
        sql=root / sql if sql else None,
    )


def located(name: str, root: Path) -> str:
    """A built-in's name as it stands; a path (it has a slash or a suffix) relative to the hub."""
    return str(root / name) if "/" in name or name.endswith((".toml", ".yaml", ".yml", ".json")) else name


def _table(raw: Mapping[str, Any], name: str, where: str) -> Mapping[str, Any]:
    table = raw.get(name, {})
    if not isinstance(table, Mapping):
        raise UsageError(f"[{name}] is not a table", where=where, try_=f"a line [{name}], its settings below it")
    return table


def _unknown(table: Mapping[str, Any], known: set[str], where: str) -> list[str]:
    return [f"{where} has an unknown key {key!r}" for key in table if key not in known]


def unlocated(found: str, root: Path) -> str:
    """As ``mash.toml`` may have it: what names no machine. Undone by ``located``."""
    return os.path.relpath(found, root) if Path(found).is_absolute() else found
