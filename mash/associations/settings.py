"""What counts as a tie and what as a crowd: the numbers a policy may set."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Settings:
    """How ties are made and followed. The defaults are judgements; the policy states its own, each with a reason."""

    household_min_days: int = 1
    """Two stays must share at least so many days; the day one leaves and the other arrives does not count."""
    household_cap: int = 12
    """A dwelling, or a room of one, with more persons at the same time is a crowd: a 60-bed hostel joins nobody."""
    occurrence_cap: int = 12
    """An occurrence with more persons is a crowd."""
    contact_cap: int = 6
    """A telephone number, e-mail address or vehicle of more persons is a crowd."""
    person_cap: int = 100
    """A person tied to more persons is reached but not followed further (docs/sources.md, measured)."""
    look_back_years: int = 10
    """A tie that ended longer ago is not followed; kin stay kin."""
    follow_at_least: float = 0.2
    """A tie weaker than this is kept and shown but not followed, such as intelligence suspected to be false."""
    crowd_kinds: tuple[str, ...] = ("prison", "approved premises", "hostel", "refuge", "no fixed abode")
    """Kinds of stay that make a dwelling a crowd whatever its size (decision 8)."""

    def parameters(self) -> dict[str, Any]:
        """By name, as the SQL files take them."""
        return {**asdict(self), "crowd_kinds": list(self.crowd_kinds)}
