"""A policy explained: each rule in words, its colour, why, where from, and how often it fired."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rich.console import Console

from mash.rating import Because, Policy, Rule
from mash.reports.beneath import COLOUR_STYLES
from mash.reports.paragraph import print_paragraph
from mash.reports.wording import looks_for, network_words, tie_setting_words
from mash.vocabulary import Colour, RunId, counted


@dataclass(frozen=True, slots=True)
class LastNight:
    """How often each rule fired in the run in use, which was rated by this policy as it stands."""

    run: RunId
    as_of: dt.date
    open_cases: int
    fired: Mapping[str, int]
    """Open cases by the name of the rule; a rule that fired in none is not there."""


@dataclass(frozen=True, slots=True)
class RuleExplained:
    """One rule in words."""

    name: str
    colour: Colour
    looks_for: str
    why: str
    source: str
    test: str
    parameters: Mapping[str, Any]
    fired_in: int | None
    """Open cases of the last night; None where no night was rated by this policy."""


@dataclass(frozen=True, slots=True)
class PolicyExplained:
    """A policy in words, its rules in the order of the file."""

    policy: str
    from_date: dt.date
    rules: tuple[RuleExplained, ...]
    network: tuple[str, ...]
    network_because: Because
    ties: tuple[str, ...]
    ties_because: Because
    run: RunId | None
    open_cases: int | None


def explained(policy: Policy, last_night: LastNight | None = None) -> PolicyExplained:
    """The policy in words; with the night it rated, how often each rule fired."""
    return PolicyExplained(
        policy=policy.policy_id,
        from_date=policy.from_date,
        rules=tuple(_rule(rule, last_night) for rule in policy.rules),
        network=network_words(policy),
        network_because=policy.because["network"],
        ties=tie_setting_words(policy.associations),
        ties_because=policy.because["associations"],
        run=last_night.run if last_night else None,
        open_cases=last_night.open_cases if last_night else None,
    )


def print_policy(console: Console, found: PolicyExplained) -> None:
    """Every rule, then what the network is made of."""
    print_paragraph(console, (found.policy, "bold"), f", in force from {found.from_date}: {_rules(len(found.rules))}.")
    print_paragraph(console, "The worst rule that fires gives the colour proposed; a named person decides.")
    for rule in found.rules:
        console.print()
        _print_rule(console, rule, found)
    for title, says, because in (
        ("How far is searched", found.network, found.network_because),
        ("Who counts as tied to whom", found.ties, found.ties_because),
    ):
        console.print()
        print_paragraph(console, (title, "bold"))
        for sentence in says:
            print_paragraph(console, f"- {sentence}", indent=2)
        _print_because(console, because.why, because.source)


def _rule(rule: Rule, last_night: LastNight | None) -> RuleExplained:
    return RuleExplained(
        name=rule.name,
        colour=rule.colour,
        looks_for=looks_for(rule),
        why=rule.why,
        source=rule.source,
        test=rule.test,
        parameters=dict(rule.parameters),
        fired_in=last_night.fired.get(rule.name, 0) if last_night else None,
    )


def _print_rule(console: Console, rule: RuleExplained, found: PolicyExplained) -> None:
    print_paragraph(console, (f" {rule.colour.name} ", COLOUR_STYLES[rule.colour]), " ", (rule.name, "bold"))
    print_paragraph(console, rule.looks_for, indent=2)
    _print_because(console, rule.why, rule.source)
    if rule.fired_in is not None:
        of = f"{rule.fired_in:,} of {counted(found.open_cases or 0, 'open case')} (run {found.run})"
        print_paragraph(console, ("Last night: ", "bold"), of, indent=2)


def _print_because(console: Console, why: str, source: str) -> None:
    print_paragraph(console, ("Why: ", "bold"), why, indent=2)
    print_paragraph(console, ("Source: ", "dim"), (source, "dim"), indent=2)


def _rules(count: int) -> str:
    return f"{count} rule{'' if count == 1 else 's'}"
