"""The rules a policy may name: pure functions of the facts that say what they found, or None.

A rule judges nothing by its colour; the policy gives it one, with its reason. Only current flags reached through
confirmed identities count.
"""

from collections.abc import Callable

from mash.rating.rules.child import child_on_plan
from mash.rating.rules.domestic_abuse import domestic_abuse_between_carers
from mash.rating.rules.finding import Finding
from mash.rating.rules.network import flagged_adult_in_household, flagged_adults_within_hops
from mash.rating.rules.referrals import repeat_referrals, same_concern_elsewhere

RULES: dict[str, Callable[..., Finding | None]] = {
    rule.__name__: rule
    for rule in (
        flagged_adult_in_household,
        flagged_adults_within_hops,
        repeat_referrals,
        same_concern_elsewhere,
        domestic_abuse_between_carers,
        child_on_plan,
    )
}
"""Every rule by its name in a policy."""

__all__ = ["RULES", "Finding"]
