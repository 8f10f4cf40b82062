"""What an analyst sees: one frozen answer, and every form it is shown in.

Here stand the answer and its JSON. For the commands to import are what prints to a terminal, in
``mash.reports.terminal`` (the enquiry), ``mash.reports.worklist`` (open cases), ``mash.reports.digest`` (the morning)
and ``mash.reports.listings`` (the rest),
and what writes files: ``mash.reports.page``, ``mash.reports.graphml`` and ``mash.reports.tables``.
"""

from mash.access import Asked
from mash.reports.answer import (
    Answer,
    Certainty,
    ChangedSince,
    Child,
    ChildRecord,
    Crowd,
    ExpectedByChance,
    FlaggedPerson,
    KindByChance,
    OtherCase,
    Rating,
    Referral,
    RestsOn,
    Searched,
    ToConfirm,
    run_age_days,
)
from mash.reports.as_json import to_json
from mash.reports.chronicle import Chronicle
from mash.reports.disclosure import Disclosure
from mash.reports.network import Network, NetworkPerson, NetworkTie, PossibleIdentity, Stay

__all__ = [
    "Answer",
    "Asked",
    "Certainty",
    "ChangedSince",
    "Child",
    "ChildRecord",
    "Chronicle",
    "Crowd",
    "Disclosure",
    "ExpectedByChance",
    "KindByChance",
    "FlaggedPerson",
    "Network",
    "NetworkPerson",
    "NetworkTie",
    "OtherCase",
    "PossibleIdentity",
    "Rating",
    "Referral",
    "RestsOn",
    "Searched",
    "Stay",
    "ToConfirm",
    "run_age_days",
    "to_json",
]
