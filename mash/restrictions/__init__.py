"""What a hub withholds, from whom, and what is shown instead (decision 32).

``HUB/restrictions.toml`` is the operator's: ids and record keys, no names. What is withheld leaves the run before
anything is made of it; nothing later has to remember to leave it out.
"""

from mash.restrictions.apply import keep_existence_only, tell_conditions
from mash.restrictions.model import NOTHING, Closed, ExistenceOnly, Handling, Place, Restrictions, Sealed
from mash.restrictions.read import FILE, read_restrictions

__all__ = [
    "Closed",
    "ExistenceOnly",
    "FILE",
    "Handling",
    "NOTHING",
    "Place",
    "Restrictions",
    "Sealed",
    "keep_existence_only",
    "read_restrictions",
    "tell_conditions",
]
