"""Persons to dated, evidenced ties; who is within reach of each open case; the network around one child."""

from mash.associations.build import build
from mash.associations.cut import network_around, networks_of_cases
from mash.associations.frontier import flag_persons, open_cases, reach
from mash.associations.merging import assuming
from mash.associations.network import PARENT_LABELS, CrowdNearby, Network, NetworkPerson
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
    ties_named,
)
from mash.associations.traversal import Reached

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
    "Reached",
    "Tie",
    "PossibleIdentity",
    "POSSIBLE_IDENTITY",
    "PARENT_LABELS",
    "evidence_of",
    "flags_of",
    "identities_around",
    "ties_named",
    "ask",
    "sendable",
]
