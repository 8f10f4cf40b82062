"""Persons to dated, evidenced ties; who is within reach of each open case; the network around one child."""

from mash.associations.build import build
from mash.associations.cut import network_around, networks_of_cases
from mash.associations.frontier import flag_persons, open_cases, reach
from mash.associations.merging import assuming, groups
from mash.associations.network import PARENT_LABELS, SHORT, CrowdNearby, Network, NetworkPerson
from mash.associations.parting import (
    RecordsBehind,
    other_of,
    parted,
    records_apart,
    records_behind,
    rows_of_records,
)
from mash.associations.past import on_day
from mash.associations.settings import Settings
from mash.associations.ties import (
    POSSIBLE_IDENTITY,
    PossibleIdentity,
    Tie,
    ask,
    evidence_of,
    flags_of,
    identities_around,
    sendable,
    stated,
    ties_named,
)
from mash.associations.traversal import Reached, Ways

__all__ = [
    "Settings",
    "build",
    "flag_persons",
    "open_cases",
    "reach",
    "network_around",
    "networks_of_cases",
    "on_day",
    "Network",
    "NetworkPerson",
    "CrowdNearby",
    "assuming",
    "groups",
    "RecordsBehind",
    "other_of",
    "parted",
    "records_apart",
    "records_behind",
    "rows_of_records",
    "Reached",
    "Ways",
    "Tie",
    "PossibleIdentity",
    "POSSIBLE_IDENTITY",
    "PARENT_LABELS",
    "SHORT",
    "evidence_of",
    "flags_of",
    "identities_around",
    "ties_named",
    "stated",
    "ask",
    "sendable",
]
