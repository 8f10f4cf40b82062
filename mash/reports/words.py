"""The words a social worker reads for the codes the agencies send, and for dates and rows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from mash.named import in_words
from mash.reports.answer import Answer, Certainty, KindByChance, Searched
from mash.reports.network import NetworkTie
from mash.reports.subject import THE_CHILD
from mash.vocabulary import (
    ASK,
    LASTING,
    OF_AN_EVENT,
    Colour,
    Evidence,
    Flag,
    Leg,
    TieClass,
    TieKind,
    counted,
    oldest_leg,
    over_on,
)

CONCERNS = {
    "NEG": "neglect",
    "PHY": "physical abuse",
    "SAB": "sexual abuse",
    "EMO": "emotional abuse",
    "MUL": "multiple kinds of abuse",
    "DA": "domestic abuse",
    "N0": "need not stated",
    "N1": "abuse or neglect",
    "N2": "child's disability or illness",
    "N3": "parent's disability or illness",
    "N4": "family in acute stress",
    "N5": "family dysfunction",
    "N6": "socially unacceptable behaviour",
    "N7": "low income",
    "N8": "absent parenting",
    "N9": "not a child in need",
}
"""Category of abuse and primary need, children in need census (sources.md D17, D18)."""

REFERRERS = {
    "1A": "family member or carer",
    "1B": "acquaintance",
    "1C": "the child",
    "1D": "other individual",
    "2A": "school",
    "2B": "education service",
    "3A": "GP",
    "3B": "health visitor",
    "3C": "school nurse",
    "3D": "other primary health service",
    "3E": "accident and emergency",
    "3F": "other health service",
    "4": "housing",
    "5A": "local authority service",
    "5B": "local authority service",
    "5C": "local authority service",
    "5D": "local authority service",
    "6": "police",
    "7": "courts, probation, Cafcass or other legal agency",
    "8": "other",
    "9": "anonymous",
    "10": "unknown",
}
"""Source of the referral, children in need census (sources.md D17)."""

TIES: dict[str, str] = {
    TieKind.HOUSEHOLD: "lived in one household",
    TieKind.PARENT: "parent and child",
    TieKind.SIBLING: "siblings",
    TieKind.PARTNER: "partners",
    TieKind.EX_PARTNER: "former partners",
    TieKind.CARER: "carer",
    TieKind.RELATIVE: "relatives",
    TieKind.FRIEND: "friends",
    TieKind.CO_DEFENDANT: "co-defendants",
    TieKind.SUSPECT_VICTIM: "suspect and victim",
    TieKind.INVOLVED_TOGETHER: "in one police occurrence",
    TieKind.POLICE_ASSOCIATE: "associates known to police",
    TieKind.PROBATION_CONTACT: "contact named to probation",
    TieKind.SCHOOL_CONTACT: "contact named to the school",
    TieKind.SHARED_CONTACT_DETAIL: "share a phone or e-mail",
    TieKind.SHARED_VEHICLE: "share a vehicle",
    "possible identity": "may be the same person",
}

STANDS_ON: dict[str, str] = {
    TieClass.ASSERTED: "an agency says so",
    TieClass.DERIVED: "worked out",
    TieClass.INFERRED: "likely",
}
"""What stands behind a tie, said to whoever has not read the manual."""

KIN = LASTING
"""Ties nobody enters on a day: what date a row gives is its own, of an enrolment or of the record."""
LISTS = frozenset({"contacts"})
"""Datasets whose dates are of the entry, not of what it says: ``first day as a contact`` (education's contract)."""


def colour_word(colour: Colour | None) -> str:
    """The word for a colour; never shown by colour alone."""
    return "not yet rated" if colour is None else colour.name


def concern_words(code: str | None) -> str:
    """A concern code with its meaning; an unknown code as it was sent."""
    return "concern not stated" if not code else f"{CONCERNS[code]} ({code})" if code in CONCERNS else code


def referred_by_words(answer: Answer) -> str:
    """Who referred; or that it is left out of what is made for this reader."""
    if (
        answer.disclosed
        and answer.referral
        and not answer.referral.source_code
        and not answer.disclosed.referrer_because
    ):
        return "who referred is left out"
    return f"from {referrer_words(answer.referral.source_code if answer.referral else None)}"


def referrer_words(code: str | None) -> str:
    """A source-of-referral code with its meaning; an unknown code as it was sent."""
    return "referrer not stated" if not code else f"{REFERRERS[code]} ({code})" if code in REFERRERS else code


def tie_words(kind: str) -> str:
    """What a kind of tie means."""
    return TIES.get(kind, kind)


def period(from_date: dt.date | None, to_date: dt.date | None) -> str:
    """Two dates, either of which may be unknown, in words."""
    match (from_date, to_date):
        case (None, None):
            return "dates not known"
        case (_, None):
            return f"since {from_date}"
        case (None, _):
            return f"until {to_date}"
    return f"on {from_date}" if from_date == to_date else f"{from_date} to {to_date}"


def tie_when(tie: Leg | NetworkTie) -> str:
    """When a tie held, in words; ``recorded from`` where the dates are only those of the record.

    Empty where a date would say nothing: kin that no row dates, and two persons who may be one.
    """
    if tie.kind == "possible identity":
        return ""
    if not dated_by_record(tie):
        return period(tie.from_date, tie.to_date)
    match (tie.from_date, tie.to_date):
        case (None, None):
            return ""
        case (_, None):
            return f"recorded from {tie.from_date}"
    return f"recorded {period(tie.from_date, tie.to_date)}"


def dated_by_record(tie: Leg | NetworkTie) -> bool:
    """Kinship; and what an agency states in a list, or without a date, so that the day it first sent it stands in."""
    if tie.kind in KIN:
        return True
    if tie.from_date is None or tie.tie_class != TieClass.ASSERTED:
        return False
    first = [row for row in tie.evidence if row.from_date == tie.from_date]
    return not first or any(row.dataset in LISTS for row in first)


def tie_told(tie: Leg | NetworkTie) -> str:
    """What a tie is and when: ``partners, since 2024-09-01``, ``parent and child, recorded from 2025-09-03``."""
    return ", ".join(part for part in (tie_words(tie.kind), tie_when(tie)) if part)


def leg_words(leg: Leg) -> str:
    """What one step of a path is and when: ``lived in one household, since 2021-03-01 (worked out)``."""
    return f"{tie_told(leg)} ({STANDS_ON.get(leg.tie_class, leg.tie_class)})"


def path_age(path: Sequence[Leg], as_of: dt.date) -> str:
    """How old a way is: as its oldest step; not known where a step has no date. Empty while every step goes on."""
    undated = dict.fromkeys(tie_words(leg.kind) for leg in path if _has_no_date(leg))
    oldest = oldest_leg(path, as_of)
    ended = _ended(oldest, as_of) if oldest else ""
    if not undated:
        return f"as old as its oldest step: {ended}" if ended else ""
    least = f"; at least as old as: {ended}" if ended else ""
    return f"how long ago is not known: {', '.join(undated)}, without a date{least}"


def _has_no_date(leg: Leg) -> bool:
    """Kin need none, nor do two who may be one; an event has none by being listed."""
    return tie_when(leg) == period(None, None) or (leg.kind in OF_AN_EVENT and over_on(leg) is None)


def _ended(leg: Leg, as_of: dt.date) -> str:
    over = over_on(leg) or as_of
    years = (as_of - over).days // 365
    ago = f", {years} year{'' if years == 1 else 's'} ago" if years else ""
    return f"{tie_words(leg.kind)}, {'on' if over == leg.from_date else 'ended'} {over}{ago}"


def row_said(evidence: Evidence) -> str:
    """Where a statement can be looked up, for people: ``social care persons 2026-01-31 row 12``."""
    return in_words(row_reference(evidence))


def row_reference(evidence: Evidence) -> str:
    """The same with the names as the hub has them, for files: ``social_care persons 2026-01-31 row 12``."""
    row = f"{evidence.agency} {evidence.dataset} {evidence.extract} row {evidence.source_row}"
    return f"exhibit {evidence.exhibit}, {row}" if evidence.exhibit else row


def flag_words(flag: Flag) -> str:
    """A flag with its scheme and standing: ``sexual offender (VISOR, level 2, current since 2015-02-01)``."""
    about = [flag.scheme]
    about.extend([_category(flag.category)] if flag.category else [])
    about.extend([f"level {flag.level}"] if flag.level else [])
    dates = "" if flag.valid_from is None and flag.valid_to is None else f" {period(flag.valid_from, flag.valid_to)}"
    return f"{flag.kind} ({', '.join(about)}; {flag.status}{dates})"


def _category(category: str) -> str:
    """``category 2``; or whom to contact, where that is all that may be known."""
    return category if category.startswith(ASK) else f"category {category}"


_BESIDE = re.compile(r" through these ties only: [^;]*|; chance alone would put [^;]*")


def plainly(says: str) -> str:
    """A reason without what only a second reading needs: the ties that count, and what chance would put there."""
    return in_words(_BESIDE.sub("", says))


def flag_kinds(kinds: Iterable[str]) -> str:
    """Kinds of flag in words: ``sexual offender or risk to children``."""
    return " or ".join(kinds)


def steps(hops: int, subject: str = THE_CHILD) -> str:
    """How far away, in words: 0 is the person asked about."""
    return subject if hops == 0 else "1 step away" if hops == 1 else f"{hops} steps away"


def aged_words(state: str, age_days: int | None) -> str:
    """How fresh a source is: ``fresh, 1 day old``; the age left out when it was never sent."""
    return state if age_days is None else f"{state}, {age_days} {'day' if age_days == 1 else 'days'} old"


def searched_words(source: Searched, run_age_days: int) -> str:
    """How fresh a source of an answer is when it is asked for: ``fresh, 1 day old``, ``stale by now, 303 days old``."""
    days = max(0, run_age_days)
    age = None if source.age_days is None else source.age_days + days
    return aged_words("stale by now" if source.stale_after(days) else source.state, age)


def policy_words(answer: Answer) -> str:
    """The policy, and that it was not yet in force on the day, where it was not."""
    if answer.policy_from is None or answer.policy_from <= answer.as_of:
        return answer.policy
    return f"{answer.policy} (it holds from {answer.policy_from}: on {answer.as_of} it was not yet in force)"


def moment(at: dt.datetime) -> str:
    """A date and a time of day to the minute."""
    return at.strftime("%Y-%m-%d %H:%M")


def certainty_words(certainty: Certainty | None) -> str:
    """How probable each colour is, over what, and whether the proposed one needs any of it; in words."""
    if certainty is None:
        return "not measured"
    shares = sorted(certainty.shares.items(), reverse=True)
    said = ", ".join(f"{colour.name} in {_of_a_hundred(share)}" for colour, share in shares if share > 0)
    if not certainty.links:
        return f"{said}: firm, nothing hangs on an identity that is only possible"
    only = "1 identity that is" if certainty.links == 1 else f"{certainty.links} identities that are"
    how = f"in {counted(certainty.draws, 'draw')}" if certainty.draws else "exactly"
    firm = "firm: it holds" if certainty.firm else "not firm: it does not hold"
    return f"{said} ({how}, over {only} only possible); {certainty.colour.name} is {firm} without any of them"


def lacking_words(answer: Answer) -> str:
    """The agencies without which no case is rated that are not fresh, ``police (missing)``; empty when all are."""
    states: dict[str, set[str]] = {}
    for source in answer.searched:
        if source.required and source.state != "fresh":
            states.setdefault(source.agency, set()).add(source.state)
    return ", ".join(f"{in_words(agency)} ({' and '.join(sorted(found))})" for agency, found in sorted(states.items()))


def chance_words(answer: Answer) -> str:
    """Observed against expected, in words; empty when it was not worked out."""
    chance = answer.expected_by_chance
    if chance is None:
        return ""
    tail = "" if chance.tail_probability is None else f" As many or more by chance: {_odds(chance.tail_probability)}."
    kinds = f" as {flag_kinds(chance.kinds)}" if chance.kinds else ""
    return (
        f"{chance.observed} flagged{kinds} among {counted(chance.adults_in_reach, 'adult')} in reach;"
        f" {chance.expected:.2g} would be expected by chance.{tail}"
    )


def kind_by_chance_words(chance: KindByChance) -> str:
    """The same of one kind of flag, in few words."""
    tail = _odds(chance.tail_probability)
    return f"{chance.kind.value}: {chance.observed}, by chance {chance.expected:.2g}; as many or more: {tail}"


def _of_a_hundred(share: float) -> str:
    """Whole hundredths; nearly all and hardly any are never called all and none."""
    hundredths = round(share * 100)
    if 0 < share < 1 and hundredths in {0, 100}:
        return "over 99 of 100" if hundredths else "under 1 of 100"
    return f"{hundredths} of 100"


def _odds(probability: float) -> str:
    least = 1e-6
    return "less than 1 in 1,000,000" if probability < least else f"about 1 in {1 / probability:,.0f}"
