"""A model as the files of a folder: written whole or not at all, believed only when it is in order."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import math
import shutil
from dataclasses import asdict
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from mash.errors import NotFound, Refused, UsageError
from mash.identity.model import FORMAT, Model, Thresholds, TokenFrequencies, Trained
from mash.identity.model_form import frequency_faults, model_faults, told
from mash.identity.thresholds import thresholds_text
from mash.parsing import json_of, toml_of


def write_model(model: Model, out_dir: Path, card: str) -> None:
    """The four files of a new model folder, whole or not at all. Raises ``Refused`` when there is something there."""
    refuse_taken(out_dir)
    aside = out_dir.with_name(f".{out_dir.name}.new")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    _write_files(model, aside, card)
    aside.replace(out_dir)


def refuse_taken(folder: Path) -> None:
    """Raise ``Refused`` when something stands where a new model is to be written, be it a model or not."""
    if folder.exists() or folder.is_symlink():
        raise Refused("there is something there already; nothing was changed", where=str(folder), try_="a new folder")


def _write_files(model: Model, out_dir: Path, card: str) -> None:
    body = {
        "format": FORMAT,
        "name": model.name,
        "frequency_floor": model.frequencies.floor,
        "matches_per_record": model.matches_per_record,
        "records": model.records,
        "trained": asdict(model.trained) if model.trained else None,
        "splink": model.settings,
    }
    (out_dir / "model.json").write_text(json.dumps(body, indent=1, default=str) + "\n", encoding="utf-8")
    (out_dir / "thresholds.toml").write_text(thresholds_text(model.thresholds), encoding="utf-8")
    (out_dir / "card.md").write_text(card, encoding="utf-8")
    with (out_dir / "term_frequencies.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("kind", "token", "frequency"))
        frequencies = model.frequencies
        writer.writerows(zip(frequencies.kinds, frequencies.tokens, frequencies.shares, strict=True))


def load_model(name_or_path: str) -> Model:
    """The built-in model of that name, or the one in that folder (or whose ``model.json`` that is).

    Raises ``NotFound`` when there is none and ``UsageError`` when it was written for another version of the engine, or
    is damaged: each fault is named.
    """
    folder = _folder(name_or_path)
    where = str(folder)
    try:
        raw = json_of((folder / "model.json").read_text(encoding="utf-8"))
        thresholds = toml_of((folder / "thresholds.toml").read_text(encoding="utf-8"))
        frequencies = (folder / "term_frequencies.csv").read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError) as fault:
        raise _missing(folder, fault) from None
    except ValueError as fault:
        raise UsageError(
            f"the model cannot be read ({type(fault).__name__})", where=where, try_="the folder as mash train wrote it"
        ) from None
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        found = raw.get("format") if isinstance(raw, dict) else None
        raise UsageError(
            f"the model is of format {found}, this engine reads format {FORMAT}", where=where, try_="mash train"
        )
    for file, faults in (("model.json", model_faults(raw)), ("term_frequencies.csv", frequency_faults(frequencies))):
        if faults:
            raise UsageError(
                f"{file} is damaged: {told(faults)}", where=where, try_="the folder as mash train wrote it"
            )
    return Model(
        name=raw["name"],
        settings=raw["splink"],
        thresholds=_thresholds(thresholds, where),
        frequencies=_frequencies(frequencies, float(raw["frequency_floor"])),
        matches_per_record=float(raw["matches_per_record"]),
        records=int(raw["records"]),
        trained=_trained(raw.get("trained")),
    )


def _missing(folder: Traversable, fault: OSError) -> NotFound:
    """No model at all, or a model without one of its files."""
    if folder.joinpath("model.json").is_file():
        return NotFound(
            f"the model lacks {Path(str(fault.filename)).name}",
            where=str(folder),
            try_="the folder as mash train wrote it",
        )
    return NotFound("there is no identity model here", where=str(folder), try_="model-2026-11, or mash train")


def _trained(raw: dict[str, str] | None) -> Trained | None:
    return Trained(dt.date.fromisoformat(raw["as_of"]), raw["engine"], raw["splink"]) if raw else None


def own_folder(name_or_path: str) -> Path | None:
    """The folder of a model that is not built in; None of one that is."""
    if "/" in name_or_path or name_or_path.endswith(".json") or Path(name_or_path).is_dir():
        path = Path(name_or_path)
        return path.parent if path.suffix == ".json" else path
    return None


def _folder(name_or_path: str) -> Traversable:
    return own_folder(name_or_path) or files("mash") / "identity" / "models" / name_or_path


def _thresholds(raw: dict[str, Any], where: str) -> Thresholds:
    try:
        thresholds = Thresholds(float(raw["join"]), float(raw["possible"]), float(raw["floor"]))
    except (KeyError, TypeError, ValueError):
        raise UsageError(
            "thresholds.toml does not give join, possible and floor in bits", where=where, try_="join = 5.0, and so on"
        ) from None
    if not math.inf > thresholds.join > thresholds.possible > thresholds.floor > -math.inf:
        raise UsageError(
            "thresholds.toml: the order is not join above possible above floor",
            where=where,
            try_="join highest, in bits",
        )
    return thresholds


def _frequencies(text: str, floor: float) -> TokenFrequencies:
    rows = list(csv.DictReader(io.StringIO(text)))
    return TokenFrequencies(
        kinds=tuple(row["kind"] for row in rows),
        tokens=tuple(row["token"] for row in rows),
        shares=tuple(float(row["frequency"]) for row in rows),
        floor=floor,
    )
