"""From each agency's own tables to the one shape: persons, names, identifiers, stays, events, ties and flags."""

from mash.records.build import build
from mash.records.given import HUB, load_referrals

__all__ = ["HUB", "build", "load_referrals"]
