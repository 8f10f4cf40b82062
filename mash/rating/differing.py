"""What differs between two policies, as files and in what they propose for the same cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from mash.rating.policy import Policy, Rule
from mash.vocabulary import CaseId, Colour, RunId


@dataclass(frozen=True, slots=True)
class EntryDiffers:
    """One entry of the file; None where a policy has none."""

    entry: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class RuleDiffers:
    """One rule that both policies have, by its name."""

    name: str
    entries: tuple[EntryDiffers, ...]


@dataclass(frozen=True, slots=True)
class FilesDiffer:
    """What differs between two policies as they are written."""

    settings: tuple[EntryDiffers, ...]
    """Of the policy itself, its network and its associations."""
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[RuleDiffers, ...]

    @property
    def nothing(self) -> bool:
        """Whether the two say the same."""
        return not (self.settings or self.added or self.removed or self.changed)


class How(StrEnum):
    """How a case's proposal would change: the first of these that holds."""

    RAISED = "raised"
    LOWERED = "lowered"
    RAISED_BY_RULES = "rules alone raised"
    """The colour stays, as a person gave it or an agency is missing; what the rules alone give does not."""
    LOWERED_BY_RULES = "rules alone lowered"
    OTHER_RULES = "other rules"
    """Or the same, one of which gives another colour."""
    OTHER_EVIDENCE = "other evidence"
    """The same rules, about other persons or on other rows."""
    OTHER_CERTAINTY = "other certainty"


@dataclass(frozen=True, slots=True)
class CaseDiffers:
    """One open case whose proposal would change."""

    case_id: CaseId
    how: How
    from_colour: Colour
    to_colour: Colour
    from_rules: Colour
    """What the rules alone gave: ``at_least``."""
    to_rules: Colour
    from_certainty: float
    to_certainty: float
    now_fire: tuple[str, ...]
    no_longer_fire: tuple[str, ...]
    other_colour: tuple[str, ...]
    """Rules that fire under both, to another colour."""


@dataclass(frozen=True, slots=True)
class PolicyDiff:
    """One policy against another on the open cases of a run."""

    old: str
    new: str
    files: FilesDiffer
    run: RunId
    as_of: dt.date
    holds_from: dt.date
    """The day the new policy holds from; it may be after the run's."""
    open_cases: int
    ties_anew: bool
    """Whether ties and reach had to be built anew, or stand as the run has them."""
    colours: Mapping[Colour, tuple[int, int]]
    """Open cases by proposed colour, under the old policy and the new."""
    cases: tuple[CaseDiffers, ...]
    """Changed colours first, worst first, then by case."""


def files_differ(old: Policy, new: Policy) -> FilesDiffer:
    """Rules added, removed and changed, entry by entry; a rule is known by its name."""
    before, after = ({rule.name: rule for rule in policy.rules} for policy in (old, new))
    both = [(before[name], after[name]) for name in before if name in after]
    changed = [RuleDiffers(one.name, _entries(_of_rule(one), _of_rule(other))) for one, other in both]
    return FilesDiffer(
        settings=_entries(_settings(old), _settings(new)),
        added=tuple(name for name in after if name not in before),
        removed=tuple(name for name in before if name not in after),
        changed=tuple(rule for rule in changed if rule.entries),
    )


def how_it_differs(row: Mapping[str, Any]) -> CaseDiffers:
    """A case from a row of both proposals: colours and certainty before and after, and the rules that fire."""
    made = CaseDiffers(
        case_id=row["case_id"],
        how=How.OTHER_CERTAINTY if row["same_evidence"] else How.OTHER_EVIDENCE,
        from_colour=Colour[row["from_colour"]],
        to_colour=Colour[row["to_colour"]],
        from_rules=Colour[row["from_rules"]],
        to_rules=Colour[row["to_rules"]],
        from_certainty=row["from_certainty"],
        to_certainty=row["to_certainty"],
        now_fire=tuple(row["now_fire"]),
        no_longer_fire=tuple(row["no_longer_fire"]),
        other_colour=tuple(row["other_colour"]),
    )
    if made.from_colour != made.to_colour:
        return replace(made, how=How.RAISED if made.to_colour > made.from_colour else How.LOWERED)
    if made.from_rules != made.to_rules:
        return replace(made, how=How.RAISED_BY_RULES if made.to_rules > made.from_rules else How.LOWERED_BY_RULES)
    if made.now_fire or made.no_longer_fire or made.other_colour:
        return replace(made, how=How.OTHER_RULES)
    return made


def _settings(policy: Policy) -> dict[str, object]:
    texts = {f"[{part}] {key}": text for part, why in policy.because.items() for key, text in asdict(why).items()}
    ties = {f"[associations] {name}": value for name, value in policy.associations.parameters().items()}
    return {
        "id": policy.policy_id,
        "from": policy.from_date,
        "[network] hops": policy.hops,
        "[network] counted_kinds": [str(kind) for kind in policy.counted_kinds],
        **ties,
        **texts,
    }


def _of_rule(rule: Rule) -> dict[str, object]:
    parameters = {
        name: [str(word) for word in value] if isinstance(value, tuple) else value
        for name, value in rule.parameters.items()
    }
    return {"test": rule.test, "colour": rule.colour.name, **parameters, "why": rule.why, "source": rule.source}


def _entries(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[EntryDiffers, ...]:
    names = [*before, *(name for name in after if name not in before)]
    return tuple(
        EntryDiffers(name, before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)
    )
