"""The rules a policy may name: pure functions of the facts that say what they found, or None.

A rule judges nothing by its colour; the policy gives it one, with its reason. Only current flags reached through
confirmed identities count.
"""

from collections.abc import Callable

from mash.rating.rules.arrivals import flagged_adult_newly_arrived, flagged_adult_released
from mash.rating.rules.child import child_on_plan, flagged_adult_near_infant, missing_episodes
from mash.rating.rules.domestic_abuse import (
    domestic_abuse_between_carers,
    domestic_abuse_in_household,
    perpetrator_and_programme,
)
from mash.rating.rules.finding import Finding
from mash.rating.rules.network import flagged_adult_in_household, flagged_adults_within_hops
from mash.rating.rules.places import places_in_common
from mash.rating.rules.plans import plan_reopened, referred_after_step_down
from mash.rating.rules.referrals import (
    referrals_without_action,
    repeat_referrals,
    same_concern_about_sibling,
    same_concern_elsewhere,
)

RULES: dict[str, Callable[..., Finding | None]] = {
    rule.__name__: rule
    for rule in (
        flagged_adult_in_household,
        flagged_adults_within_hops,
        flagged_adult_newly_arrived,
        flagged_adult_released,
        places_in_common,
        repeat_referrals,
        referrals_without_action,
        same_concern_elsewhere,
        same_concern_about_sibling,
        plan_reopened,
        referred_after_step_down,
        domestic_abuse_between_carers,
        domestic_abuse_in_household,
        perpetrator_and_programme,
        child_on_plan,
        flagged_adult_near_infant,
        missing_episodes,
    )
}
"""Every rule by its name in a policy."""

NEEDS: dict[str, str] = {
    "flagged_adult_in_household": "driving",
    "flagged_adults_within_hops": "driving",
    "flagged_adult_newly_arrived": "driving",
    "flagged_adult_released": "releases",
    "places_in_common": "places",
    "repeat_referrals": "referrals",
    "referrals_without_action": "referrals",
    "plan_reopened": "episodes",
    "referred_after_step_down": "episodes",
    "domestic_abuse_between_carers": "occurrences",
    "domestic_abuse_in_household": "occurrences",
    "child_on_plan": "episodes",
    "flagged_adult_near_infant": "infancy",
    "missing_episodes": "occurrences",
}
"""The part of the facts without which a rule finds nothing, whatever its numbers: where it is empty nobody asks."""

__all__ = ["NEEDS", "RULES", "Finding"]
