"""What an analyst sees: one frozen answer, and every form it is shown in.

Here stand the answer, its JSON, the page, the graph file and the tables. What prints to a terminal is in
``mash.reports.terminal`` (the enquiry), ``mash.reports.cases`` (the worklist) and ``mash.reports.listings`` (the rest),
for the commands to import.
"""

from mash.reports.answer import (
    Answer,
    Asked,
    Certainty,
    ChangedSince,
    Child,
    ChildRecord,
    Crowd,
    ExpectedByChance,
    FlaggedPerson,
    KindByChance,
    Rating,
    Referral,
    RestsOn,
    Searched,
    ToConfirm,
)
from mash.reports.as_json import to_json
from mash.reports.chronicle import Chronicle
from mash.reports.disclosure import Disclosure
from mash.reports.graphml import write_graphml
from mash.reports.network import Network, NetworkPerson, NetworkTie, PossibleIdentity, Stay
from mash.reports.page import write_page
from mash.reports.tables import export_table

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
    "PossibleIdentity",
    "Rating",
    "Referral",
    "RestsOn",
    "Searched",
    "Stay",
    "ToConfirm",
    "export_table",
    "to_json",
    "write_graphml",
    "write_page",
]
