"""What a hub withholds, from whom, and what is shown instead (decision 32).

``HUB/restrictions.toml`` is the operator's: ids and record keys, no names. What is withheld leaves the run before
anything is made of it; nothing later has to remember to leave it out.
"""

from mash.restrictions.apply import keep_existence_only, tell_conditions
from mash.restrictions.leaving import Leaving, count_anew, leaving_of, take_out
from mash.restrictions.lifting import lift
from mash.restrictions.model import NOTHING, Closed, ExistenceOnly, Handling, Place, Restrictions, Sealed
from mash.restrictions.read import FILE, read_restrictions
from mash.restrictions.unmasking import (
    APPROVE,
    OWN,
    REQUEST,
    Unmasking,
    approve,
    ask,
    lifted_for,
    listed_for,
    unmaskings,
)

__all__ = [
    "APPROVE",
    "Closed",
    "ExistenceOnly",
    "FILE",
    "Handling",
    "Leaving",
    "NOTHING",
    "Place",
    "Restrictions",
    "OWN",
    "REQUEST",
    "Sealed",
    "Unmasking",
    "approve",
    "ask",
    "count_anew",
    "keep_existence_only",
    "leaving_of",
    "lift",
    "lifted_for",
    "listed_for",
    "read_restrictions",
    "take_out",
    "unmaskings",
    "tell_conditions",
]
