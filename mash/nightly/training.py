"""A new identity model from what a hub has landed; retrained deliberately, never overnight."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from mash import extracts, identity, ledger, records, warehouse
from mash.hub import Hub
from mash.identity.model_folder import refuse_taken
from mash.nightly.whole import leaving_in_use
from mash.reports.weights import write_model_page
from mash.restrictions import take_out

CHART = "weights.html"
"""The model's weights drawn, beside its card."""
TRAINING_STEPS = 4
"""How many steps a training tells of."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a model is trained with, beside the hub's records."""

    as_of: dt.date
    seed: int = 1
    labels: Path | None = None
    """A file of pairs of records that people labelled."""


def train_on_hub(hub: Hub, out: Path, lesson: Lesson, *, progress: Callable[[str], None]) -> identity.Model:
    """Estimate a model from the hub's records as of a date and write it to the new folder ``out``.

    Raises ``Refused`` when ``out`` exists, or the records are too few to learn from.
    """
    refuse_taken(out)
    as_of, labels = lesson.as_of, identity.read_labels(lesson.labels) if lesson.labels else {}
    with ledger.open_ledger(hub.ledger_path) as book:
        referrals = ledger.referrals(book)
    config = hub.config
    with (
        TemporaryDirectory(prefix=".training-", dir=hub.root) as spill,
        closing(
            warehouse.connect(
                memory_limit=config.memory_limit, threads=config.threads, temp_directory=spill, reach=hub.reach
            )
        ) as con,
    ):
        progress("reading the records")
        extracts.load_current(con, hub, as_of)
        records.load_referrals(con, referrals)
        _, leaving = leaving_in_use(hub)
        records.build(
            con,
            hub.config.agencies,
            freshness=extracts.freshness(hub, as_of),
            as_of=as_of,
            take_out=partial(take_out, leaving=leaving) if leaving else None,
        )
        identity.load_labels(con, labels)
        model = identity.train(con, out, seed=lesson.seed, as_of=as_of, progress=progress)
    write_model_page(model, out / CHART)
    return model
