"""From facts and policy to a proposal: the worst rule that fired, never below what a person decided."""

from __future__ import annotations

from hashlib import sha256

from mash.rating.facts import CaseFacts
from mash.rating.policy import Policy, Rule
from mash.rating.rules import RULES, Finding
from mash.vocabulary import Colour, Direction, Proposal, Reason

LOWERING = "lowering"
"""The reason that says the rules alone would give a lower colour than a person did."""


WITHHELD = "withheld"
"""The reason that says that something bears on the case which is not shown."""


def propose(facts: CaseFacts, policy: Policy) -> Proposal:
    """The colour the policy gives these facts, with its reasons, worst first. A person decides.

    UNRATED when a required agency is missing: absence of data is never green (decision 4); ``at_least`` then still
    says what is known. The colour is never lower than a person's rating: that stands until a person decides otherwise,
    and ``direction`` says that the rules alone would go down.
    """
    reasons = _fired(facts, policy)
    by_rule = max((reason.colour for reason in reasons), default=Colour.GREEN)
    colour, direction = standing(by_rule, facts.person_said, missing=bool(facts.missing_agencies))
    if direction is Direction.DOWN:
        reasons = (*reasons, _lowering(by_rule, colour))
    return Proposal(
        case_id=facts.case_id,
        colour=colour,
        at_least=by_rule,
        reasons=reasons,
        missing_agencies=facts.missing_agencies,
        direction=direction,
    )


def worst_fired(facts: CaseFacts, policy: Policy) -> Colour:
    """The worst colour whose rule fires: ``propose(…).at_least``, and no more is looked at."""
    least = facts.withheld.colour if facts.withheld else Colour.GREEN
    for rule in policy.worst_first(facts):
        if rule.colour > least and fires(rule, facts):
            return rule.colour
    return max(least, Colour.GREEN)


def comes_to(facts: CaseFacts, policy: Policy, colour: Colour) -> bool:
    """Whether ``worst_fired`` is this colour or a worse one; rules that give less are not asked."""
    least = facts.withheld.colour if facts.withheld else Colour.GREEN
    return colour <= max(least, Colour.GREEN) or any(
        rule.colour >= colour and fires(rule, facts) for rule in policy.worst_first(facts)
    )


def fires(rule: Rule, facts: CaseFacts) -> Finding | None:
    """What a rule finds in these facts, if anything."""
    return RULES[rule.test](facts, **rule.keywords)


def standing(by_rule: Colour, said: Colour | None, *, missing: bool) -> tuple[Colour, Direction]:
    """The colour proposed where the rules give ``by_rule`` and a person said ``said``, and which way that goes.

    Less is proposed only where everything required was searched: what is missing may be the danger.
    """
    stands = said or Colour.UNRATED
    colour = Colour.UNRATED if missing else max(by_rule, stands)
    if by_rule > stands:
        return colour, Direction.UP
    return colour, Direction.DOWN if by_rule < stands and not missing else Direction.NONE


def fingerprint(proposal: Proposal) -> str:
    """What the proposal stands on, in 16 hex digits, to tell whether anything changed since the last run.

    Row numbers and extracts are left out: each night's delivery numbers the same rows anew.
    """
    stands_on = [
        (
            reason.rule,
            reason.colour.name,
            sorted(reason.persons),
            sorted(
                {(row.agency, row.dataset, row.says, str(row.from_date), str(row.to_date)) for row in reason.evidence}
            ),
        )
        for reason in proposal.reasons
    ]
    return sha256(repr((sorted(stands_on), proposal.missing_agencies)).encode()).hexdigest()[:16]


def _fired(facts: CaseFacts, policy: Policy) -> tuple[Reason, ...]:
    reasons = []
    for rule in policy.worst_first(facts):
        found = fires(rule, facts)
        if found:
            reasons.append(Reason(rule.name, rule.colour, found.says, found.persons, found.evidence))
    if facts.withheld:
        reasons.append(Reason(WITHHELD, facts.withheld.colour, facts.withheld.says))
    return tuple(sorted(reasons, key=lambda reason: -reason.colour))


def _lowering(by_rule: Colour, said: Colour) -> Reason:
    says = (
        f"a person rated this {said.name}; the rules alone give {by_rule.name}: lowering it is for a person to decide"
    )
    return Reason(LOWERING, by_rule, says)
