"""A model as the files of a folder."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from mash.identity.model import FORMAT, Model
from mash.identity.thresholds import thresholds_text


def write_model(model: Model, out_dir: Path, card: str) -> None:
    """The four files of a model folder; a folder that is there already is overwritten."""
    out_dir.mkdir(parents=True, exist_ok=True)
    body = {
        "format": FORMAT,
        "name": model.name,
        "frequency_floor": model.frequencies.floor,
        "matches_per_record": model.matches_per_record,
        "records": model.records,
        "splink": model.settings,
    }
    (out_dir / "model.json").write_text(json.dumps(body, indent=1) + "\n", encoding="utf-8")
    (out_dir / "thresholds.toml").write_text(thresholds_text(model.thresholds), encoding="utf-8")
    (out_dir / "card.md").write_text(card, encoding="utf-8")
    with (out_dir / "term_frequencies.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("kind", "token", "frequency"))
        frequencies = model.frequencies
        writer.writerows(zip(frequencies.kinds, frequencies.tokens, frequencies.shares, strict=True))
