"""A policy in a social worker's words: one sentence to a test and to a setting, with the file's own numbers in it.

``mash policy explain`` and docs/rating.md both take their sentences from here; a test holds that every test a rule may
name has one, and that every number it takes is said in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from mash.associations import Settings
from mash.rating import Policy, Rule
from mash.reports.words import CONCERNS, TIES

EPISODES = {"CIN": "child in need", "CP": "child protection plan", "LAC": "looked after", "EHA": "early help"}
"""Kinds of episode (sources.md D17, D18)."""
FLAGS = {"sexual offender": "sexual offending", "drugs": "drug use", "other": "another risk"}
"""What a flag is for, where its kind is no noun for it."""
MEANINGS: Mapping[str, Mapping[str, str]] = {
    "concerns": CONCERNS,
    "tie_kinds": TIES,
    "episode_types": EPISODES,
    "kinds": FLAGS,
}
"""What the words of a parameter mean, where they are codes."""
TINY = 1e-9
PLURALS = {"person": "people", "other": "others"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a rule looks for.

    A number is written ``{months:month}`` and told with its noun; ``:percent`` and ``:odds`` are for shares; a list is
    told as alternatives. A clause is added where its parameter is given and not an empty list.
    """

    says: str
    clauses: Mapping[str, str] = field(default_factory=dict)


SENTENCES: Mapping[str, Sentence] = {
    "flagged_adult_in_household": Sentence(
        "Looks for an adult with a current flag for {kinds} who lives in the child's home"
    ),
    "flagged_adults_within_hops": Sentence(
        "Looks for at least {at_least:adult} with a current flag for {kinds} within {hops:step} of the child",
        {
            "tie_kinds": ", counting only ways made of these ties: {tie_kinds}",
            "strength_at_least": ", counting only ways that are at least {strength_at_least:percent} sure, all their"
            " ties together",
            "chance_below": ", and fires only where chance would put so many there less often than {chance_below:odds}"
            " networks of as many adults",
        },
    ),
    "flagged_adult_newly_arrived": Sentence(
        "Looks for an adult with a current flag for {kinds} who came within {hops:step} of the child in the last"
        " {months:month}: every dated way to them, made only of these ties, began since: {tie_kinds}"
    ),
    "flagged_adult_released": Sentence(
        "Looks for an adult with a current flag for {kinds} who came out of prison in the last {months:month} and is"
        " within {hops:step} of the child, counting only ways made of these ties: {tie_kinds}"
    ),
    "flagged_adult_near_infant": Sentence(
        "Where the child is unborn or under one: looks for an adult with a current flag for {kinds} within {hops:step},"
        " counting only ways made of these ties: {tie_kinds}"
    ),
    "places_in_common": Sentence(
        "Looks for at least {at_least:adult} with a current flag for {kinds} within {hops:step} of the child who, in"
        " the last {months:month}, stayed in the same postcode district at the same time as the child, a carer or the"
        " household, in at least {areas:part} of the country (post areas, and local authorities too), and fires only"
        " where chance would put so many there less often than {chance_below:odds} networks of as many adults"
    ),
    "referrals_without_action": Sentence(
        "Looks for at least {at_least:referral} of this child in the last {months:month}, beside the present one, that"
        " ended with {outcomes}"
    ),
    "same_concern_about_sibling": Sentence(
        "Looks for the same concern about a brother or sister in what another agency recorded in the last"
        " {months:month}, where the concern is {concerns}"
    ),
    "plan_reopened": Sentence(
        "Looks for help that ended and began again, at the same level or a higher one, within {months:month}:"
        " {episode_types}"
    ),
    "referred_after_step_down": Sentence(
        "Looks for help that ended in the {months:month} before the present referral, where none is open now:"
        " {episode_types}"
    ),
    "domestic_abuse_in_household": Sentence(
        "Looks for at least {at_least:occurrence} of domestic abuse in the last {months:month} with a carer or somebody"
        " of the child's household as suspect or victim, whoever the other was",
        {"high_grades": ", or a single one that was graded {high_grades}"},
    ),
    "perpetrator_and_programme": Sentence(
        "Looks for whoever was suspected of domestic abuse about the child's household in the last {months:month}, or"
        " is flagged for it there, and how each stands to a programme: {standings}"
    ),
    "missing_episodes": Sentence(
        "Looks for at least {at_least:time} in the last {months:month} that the child was reported missing"
    ),
    "repeat_referrals": Sentence(
        "Looks for at least {at_least:referral} of this child in the last {months:month}, the present one counted"
    ),
    "same_concern_elsewhere": Sentence(
        "Looks for the same concern about this child in what another agency recorded in the last {months:month}, where"
        " the concern is {concerns}"
    ),
    "domestic_abuse_between_carers": Sentence(
        "Looks for at least {at_least:occurrence} of domestic abuse between two of the child's carers in the last"
        " {months:month}",
        {"high_grades": ", or a single one that was graded {high_grades}"},
    ),
    "child_on_plan": Sentence("Looks for an open episode of the child: {episode_types}"),
}
"""By the test's name; the clauses in the order they are told."""

SETTINGS: Mapping[str, str] = {
    "household_min_days": "Two people share a home when their stays at one address have {household_min_days:day} or"
    " more in common.",
    "household_cap": "An address with more than {household_cap:person} at one time is a crowd and joins nobody.",
    "occurrence_cap": "An occurrence with more than {occurrence_cap:person} in it is a crowd and joins nobody.",
    "contact_cap": "A telephone number or e-mail address given by more than {contact_cap:person} joins nobody.",
    "crowd_kinds": "These join nobody by themselves, whatever their size: {crowd_kinds}.",
    "person_cap": "Whoever is tied to more than {person_cap:other} is shown, and nobody is looked for through them.",
    "look_back_years": "A tie that ended more than {look_back_years:year} ago is left out, and so is an occurrence of"
    " before; kin stay kin, and what an agency still lists without an end goes on, such as co-defendants of long ago:"
    " the way to them says how old it is.",
    "follow_at_least": "A tie that is less than {follow_at_least:percent} sure is shown and not followed.",
}
"""How ties are made and followed, by the setting's name, in the order they are told."""


def looks_for(rule: Rule) -> str:
    """What a rule looks for, with its numbers, as one sentence."""
    sentence = SENTENCES[rule.test]
    clauses = [clause for name, clause in sentence.clauses.items() if rule.parameters.get(name, ()) != ()]
    return _put("".join([sentence.says, *clauses, "."]), rule.parameters)


def network_words(policy: Policy) -> tuple[str, ...]:
    """How far is searched and what is counted, a sentence each."""
    numbers = {"hops": policy.hops, "kinds": policy.counted_kinds}
    return (
        _put("The network is searched {hops:step} from the child.", numbers),
        _put("Adults in it with a current flag for {kinds} are counted; beside them stands chance's number.", numbers),
    )


def tie_setting_words(settings: Settings) -> tuple[str, ...]:
    """How ties are made and followed, a sentence each; none for a setting that is empty."""
    numbers = asdict(settings)
    return tuple(_put(says, numbers) for name, says in SETTINGS.items() if numbers[name] not in ((), []))


def _put(template: str, parameters: Mapping[str, Any]) -> str:
    return template.format_map({name: _Told(name, value) for name, value in parameters.items()})


@dataclass(frozen=True, slots=True)
class _Told:
    """A parameter that knows how to stand in a sentence."""

    name: str
    value: Any

    def __format__(self, spec: str) -> str:
        if isinstance(self.value, (tuple, list)):
            meanings = MEANINGS.get(self.name, {})
            return _alternatives([meanings.get(str(word), str(word)) for word in self.value])
        return SHARES[spec](self.value) if spec in SHARES else _counted(self.value, spec)


def _alternatives(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _counted(number: float, noun: str) -> str:
    if not noun:
        return f"{number:,}"
    return f"{number:,} {noun if number == 1 else PLURALS.get(noun, f'{noun}s')}"


def _odds(chance: float) -> str:
    one_of = round(1 / chance)
    exact = one_of > 1 and abs(one_of * chance - 1) < TINY
    return f"in one of {one_of:,}" if exact else f"in {100 * chance:g} of 100"


SHARES: Mapping[str, Callable[[float], str]] = {"percent": lambda share: f"{100 * share:g} per cent", "odds": _odds}
