"""Records to persons: who is who across the agencies, how sure that is, and why.

Reads the one shape of a snapshot; leaves ``identity_pair``, ``membership``, ``person``, ``possible_identity`` and
``person_event`` (docs/architecture.md), and beside them ``linkage_record``, ``name_token``, ``person_link``,
``blocking_report`` and ``block_skipped``.
"""

from __future__ import annotations

from mash.identity.asked import Query
from mash.identity.explaining import Finding, How, Link, Origin, Why, how, why
from mash.identity.history import DatedEvent, history
from mash.identity.judgements import (
    Judgement,
    NumberConflict,
    Verdict,
    contradiction,
    number_conflicts,
    said_to_be,
)
from mash.identity.labels import load_labels, read_labels
from mash.identity.model import Model
from mash.identity.model_folder import load_model, own_folder
from mash.identity.persons import resolve_persons
from mash.identity.scoring import score_pairs
from mash.identity.searching import Candidate, search
from mash.identity.training import train

__all__ = [
    "Candidate",
    "DatedEvent",
    "Finding",
    "How",
    "Judgement",
    "Link",
    "Model",
    "NumberConflict",
    "Origin",
    "Query",
    "Verdict",
    "Why",
    "contradiction",
    "history",
    "how",
    "load_labels",
    "load_model",
    "number_conflicts",
    "own_folder",
    "read_labels",
    "resolve_persons",
    "said_to_be",
    "score_pairs",
    "search",
    "train",
    "why",
]
