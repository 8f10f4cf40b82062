"""What is known of the child itself."""

from __future__ import annotations

from mash.rating.facts import CaseFacts
from mash.rating.rules.finding import Finding


def child_on_plan(facts: CaseFacts, *, episode_types: tuple[str, ...]) -> Finding | None:
    """The child has an open episode of one of these types."""
    found = [each for each in facts.episodes if each.episode_type in episode_types and each.is_open(facts.as_of)]
    if not found:
        return None
    says = "the child has an open episode: " + ", ".join(sorted({each.episode_type for each in found}))
    return Finding(says, (facts.child,), tuple(each.evidence for each in found))
