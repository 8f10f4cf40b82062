"""The policy's rules as they would be judged by someone who knows the truth; written apart from ``mash.rating``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from math import comb
from typing import Any

from mash.synthetic.oracle_facts import Case, Happening, authority, post_area

Rule = Mapping[str, Any]
"""One ``[[rule]]`` of the policy file."""


def flagged_adult_in_household(case: Case, rule: Rule) -> bool:
    """Somebody flagged lives with the child."""
    return bool(case.flagged(case.household & case.town.adults, rule["kinds"]))


def flagged_adults_within_hops(case: Case, rule: Rule) -> bool:
    """Enough flagged adults near, and more than chance would put there."""
    found = case.flagged(case.within(rule["hops"], rule.get("tie_kinds")), rule["kinds"])
    if len(found) < rule["at_least"]:
        return False
    if "chance_below" not in rule:
        return True
    everywhere = len(case.flagged(case.town.adults, rule["kinds"]))
    drawn = len(case.within(rule["hops"]))
    return chance(len(found), len(case.town.adults), everywhere, drawn) < float(rule["chance_below"])


def repeat_referrals(case: Case, rule: Rule) -> bool:
    """Referred again and again."""
    since = case.since(rule["months"])
    return sum(since < day <= case.as_of for day in case.received) >= int(rule["at_least"])


def same_concern_elsewhere(case: Case, rule: Rule) -> bool:
    """The police hold the same concern about the same child."""
    since = case.since(rule["months"])
    return case.concern in rule["concerns"] and any(
        each.concern == case.concern
        and since < each.on <= case.as_of
        and any(person == case.child and role in {"victim", "subject child"} for person, role in each.roles)
        for each in case.happenings
    )


def domestic_abuse_between_carers(case: Case, rule: Rule) -> bool:
    """Two of the child's carers in several occurrences of domestic abuse, or in one graded high."""
    since = case.since(rule["months"])
    found = [
        each
        for each in case.happenings
        if each.concern == "DA"
        and since < each.on <= case.as_of
        and len({person for person, _ in each.roles} & case.carers) > 1
    ]
    return len(found) >= rule["at_least"] or any(each.grade in rule["high_grades"] for each in found)


def domestic_abuse_in_household(case: Case, rule: Rule) -> bool:
    """Somebody of the house, or a carer, in several occurrences as suspect or victim, or in one graded high."""
    found = _abuse_around(case, rule["months"])
    return len(found) >= int(rule["at_least"]) or any(each.grade in rule["high_grades"] for each in found)


def perpetrator_and_programme(case: Case, rule: Rule) -> bool:
    """Whether a suspect, or somebody of the house or a carer who is flagged for it, stands so to a programme."""
    own = (case.household | case.carers) - {case.child}
    suspects = {who for each in _abuse_around(case, rule["months"]) for who, role in each.roles if role == "suspect"}
    suspects |= case.flagged(own & case.town.adults, ["domestic abuse"])
    return any(_standing(case, who, rule["months"]) in rule["standings"] for who in suspects - {case.child})


def _abuse_around(case: Case, months: int) -> list[Happening]:
    since, own = case.since(months), case.household | case.carers
    return [
        each
        for each in case.happenings
        if each.concern == "DA"
        and since < each.on <= case.as_of
        and any(who in own and role in {"suspect", "victim"} for who, role in each.roles)
    ]


def _standing(case: Case, who: str, months: int) -> str:
    since, last = case.since(months), None
    for spell in case.programmes.get(who, ()):
        if spell.since <= case.as_of and (spell.until is None or spell.until > since):
            last = spell if last is None or spell.since >= last.since else last
    if last is None:
        return "nobody asked"
    return "refused" if last.what == "refused" else "engaged"


def child_on_plan(case: Case, rule: Rule) -> bool:
    """On a plan or looked after today."""
    return bool(case.episodes & set(rule["episode_types"]))


def flagged_adult_near_infant(case: Case, rule: Rule) -> bool:
    """A baby, born or not, and somebody flagged near by these ties."""
    return case.baby and bool(case.flagged(case.within(rule["hops"], rule["tie_kinds"]), rule["kinds"]))


def missing_episodes(case: Case, rule: Rule) -> bool:
    """Reported missing again and again."""
    since = case.since(rule["months"])
    gone = [
        each
        for each in case.happenings
        if each.category == "missing person"
        and since < each.on <= case.as_of
        and any(who == case.child for who, _ in each.roles)
    ]
    return len(gone) >= int(rule["at_least"])


def referrals_without_action(case: Case, rule: Rule) -> bool:
    """Other referrals that ended in nothing."""
    since = case.since(rule["months"])
    ended = {
        each.case_id for each in case.referrals if each.outcome in rule["outcomes"] and since < each.on <= case.as_of
    }
    return len(ended - {case.case_id}) >= int(rule["at_least"])


def same_concern_about_sibling(case: Case, rule: Rule) -> bool:
    """The police hold the same concern about a brother or sister."""
    since = case.since(rule["months"])
    return case.concern in rule["concerns"] and any(
        each.concern == case.concern
        and since < each.on <= case.as_of
        and any(who in case.siblings and role in {"victim", "subject child"} for who, role in each.roles)
        for each in case.happenings
    )


STEPS = {"EHA": 0, "CIN": 1, "CP": 2, "LAC": 3}


def plan_reopened(case: Case, rule: Rule) -> bool:
    """Something ended, and after more than a fortnight and within the months as much or more began."""
    for first in case.spells:
        for second in case.spells:
            if first.what not in rule["episode_types"] or first.until is None or first.until > case.as_of:
                continue
            lapsed = (second.since - first.until).days
            recent = second.since > case.since(rule["months"])
            recent = recent or second.until is None or second.until >= case.as_of
            soon = _months_earlier(second.since, rule["months"]) < first.until
            if STEPS[second.what] >= STEPS[first.what] and lapsed > 14 and soon and recent:  # noqa: PLR2004
                return True
    return False


def referred_after_step_down(case: Case, rule: Rule) -> bool:
    """Off a plan or out of care in the months before this referral, and not on or in one now."""
    if case.episodes & set(rule["episode_types"]):
        return False
    return any(
        spell.what in rule["episode_types"]
        and spell.until is not None
        and _months_earlier(each.on, rule["months"]) < spell.until <= each.on
        for each in case.referrals
        if each.case_id == case.case_id
        for spell in case.spells
    )


KIN = {"parent", "sibling", "relative"}


def flagged_adult_newly_arrived(case: Case, rule: Rule) -> bool:
    """Somebody flagged whose first way to the child by these ties is new."""
    since = case.since(rule["months"])
    for who in case.flagged(case.within(rule["hops"], rule["tie_kinds"]), rule["kinds"]):
        ways = [[edge] for edge in _edges(case, case.child, who, rule)]
        if rule["hops"] > 1:
            for middle in set(case.network.successors(case.child)) - {who}:
                lasts = _edges(case, middle, who, rule)
                ways += [[one, other] for one in _edges(case, case.child, middle, rule) for other in lasts]
        days = [[edge["since"] for edge in way if edge["kind"] not in KIN and edge["since"]] for way in ways]
        begun = [max(some) for some in days if some]
        if begun and since < min(begun) <= case.as_of:
            return True
    return False


def _edges(case: Case, one: str, other: str, rule: Rule) -> list[dict[str, Any]]:
    between = (case.network.get_edge_data(one, other) or {}).values()
    return [edge for edge in between if edge["kind"] in rule["tie_kinds"]]


def flagged_adult_released(case: Case, rule: Rule) -> bool:
    """Somebody flagged near by these ties who came out of prison of late."""
    since = case.since(rule["months"])
    near = case.flagged(case.within(rule["hops"], rule["tie_kinds"]), rule["kinds"])
    return any(since < case.released[who] <= case.as_of for who in near & case.released.keys())


def places_in_common(case: Case, rule: Rule) -> bool:
    """More flagged adults than chance would put where the child's people then were, in several parts of the country."""
    since, met, areas, authorities = case.since(rule["months"]), set(), set(), set()
    for who in case.flagged(case.within(rule["hops"]), rule["kinds"]):
        for own in {case.child} | case.carers | case.household:
            for theirs in case.stays.get(who, ()) if own != who else ():
                for mine in case.stays.get(own, ()):
                    last = min(theirs.until or case.as_of, mine.until or case.as_of, case.as_of)
                    if theirs.what == mine.what and max(theirs.since, mine.since) <= last and last > since:
                        met.add(who)
                        areas.add(post_area(mine.what))
                        authorities.add(authority(mine.what))
    if len(met) < rule["at_least"] or min(len(areas), len(authorities)) < rule["areas"]:
        return False
    everywhere = case.flagged(case.town.adults, rule["kinds"])
    placed = sum(len(case.town.areas[who] & areas) for who in everywhere)
    adults = len(case.town.adults)
    return chance(len(met), adults, min(placed, adults), len(case.within(rule["hops"]))) < float(rule["chance_below"])


def _months_earlier(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = (dt.date(year + month // 11, (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(day.day, last))


RULES: Mapping[str, Callable[[Case, Rule], bool]] = {
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


def chance(seen: int, adults: int, flagged: int, drawn: int) -> float:
    """Of drawing ``seen`` or more flagged at random, counted out in whole numbers."""
    few = range(min(seen, flagged + 1))
    fewer = sum(comb(flagged, k) * comb(adults - flagged, drawn - k) for k in few if k <= drawn)
    everyone = comb(adults, drawn)
    return (everyone - fewer) / everyone
