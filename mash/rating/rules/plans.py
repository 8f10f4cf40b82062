"""The revolving door: plans that end and begin again, and referrals soon after help was stepped down."""

from __future__ import annotations

import datetime as dt

from mash.rating.facts import CaseFacts, Episode
from mash.rating.rules.finding import Finding, months_before
from mash.vocabulary import counted

LADDER = ("EHA", "CIN", "CP", "LAC")
"""Episodes from the least intervention to the most."""
GAP = dt.timedelta(days=14)
"""What begins within a fortnight of the end goes on: a step up or down, and no new beginning (our judgement)."""


def plan_reopened(facts: CaseFacts, *, episode_types: tuple[str, ...], months: int) -> Finding | None:
    """An episode of these types ended, and one of the same or more intervention began within ``months`` of its end.

    And the second began within ``months`` of today or goes on: what is long settled is no revolving door.
    """
    since = months_before(facts.as_of, months)
    pairs = [
        (before, after)
        for before in facts.episodes
        for after in facts.episodes
        if before.episode_type in episode_types
        and before.to_date
        and LADDER.index(after.episode_type) >= LADDER.index(before.episode_type)
        and months_before(after.from_date, months) < before.to_date < after.from_date - GAP
        and (after.from_date > since or after.is_open(facts.as_of))
    ]
    if not pairs:
        return None
    before, after = max(pairs, key=lambda pair: (pair[1].from_date, pair[0].to_date, pair[0].from_date))
    says = (
        f"{before.episode_type} of {_lasted(before)} ended on {before.to_date} and {after.episode_type} began again on "
        f"{after.from_date}"
    )
    return Finding(says, (facts.child,), (before.evidence, after.evidence))


def referred_after_step_down(facts: CaseFacts, *, episode_types: tuple[str, ...], months: int) -> Finding | None:
    """An episode of these types ended in the ``months`` before the present referral, and none is open."""
    if any(each.episode_type in episode_types and each.is_open(facts.as_of) for each in facts.episodes):
        return None
    present = [each for each in facts.referrals if each.case_id == facts.case_id]
    if not present:
        return None
    referral = max(present, key=lambda each: each.received_on)
    since = months_before(referral.received_on, months)
    ended = [
        (each.to_date, each)
        for each in facts.episodes
        if each.episode_type in episode_types and each.to_date and since < each.to_date <= referral.received_on
    ]
    if not ended:
        return None
    on, last = max(ended, key=lambda pair: (pair[0], LADDER.index(pair[1].episode_type), pair[1].from_date))
    lower = [
        each
        for each in facts.episodes
        if LADDER.index(each.episode_type) < LADDER.index(last.episode_type) and each.from_date >= on
    ]
    then = f" (then {', '.join(dict.fromkeys(each.episode_type for each in lower))})" if lower else ""
    says = f"referred {counted((referral.received_on - on).days, 'day')} after {last.episode_type} ended{then}"
    rows = (last.evidence, *(each.evidence for each in lower), referral.evidence)
    return Finding(says, (facts.child,), rows)


def _lasted(episode: Episode) -> str:
    end = episode.to_date or episode.from_date
    return counted((end - episode.from_date).days, "day")
